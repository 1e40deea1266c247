// What a supervisor sees of their people, liability acknowledged once a year, and who was authorised on a day.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { approved, county } from "./county.mjs";

let place;
before(async () => {
  place = await county();
  await approved(place, "府社障字第1150088001號", 8_000_001);
});
after(() => place.close());

const shot = (page, name) =>
  process.env.SHOTS ? page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true }) : undefined;

test("a supervisor opens the list behind a figure of one of their people", async () => {
  const { page, errors } = await place.sit(place.supervisor);
  await page.goto(`${place.base}/oversight`);
  const row = page.locator("tbody tr").filter({ hasText: place.staff.name });
  await row.waitFor();
  await shot(page, "oversight");
  await row.locator("td.num a").first().click();
  await page.getByRole("heading", { name: place.staff.name }).waitFor();
  await page.getByText("府社障字第1150088001號").first().waitFor();
  await shot(page, "overseen");
  await page.getByRole("tab", { name: /提醒/ }).click();
  await shot(page, "hints");
  assert.deepEqual(errors, []);
});

test("the manager asks whether somebody was authorised and gets yes or no with its documents", async () => {
  const { page, errors } = await place.sit(place.manager);
  await page.goto(`${place.base}/authorisation`);
  const option = page.locator("#f-person option").filter({ hasText: place.staff.name });
  await option.waitFor({ state: "attached" });
  await page.locator("#f-person").selectOption(await option.getAttribute("value"));
  await page.locator("#f-item").selectOption({ index: 1 });
  await page.locator("#ask").click();
  await page.locator("#answer").waitFor();
  await shot(page, "authorisation");
  assert.ok((await page.locator("#answer tbody tr").count()) > 8);
  assert.deepEqual(errors, []);
});

test("liability is read and acknowledged, and stands on the manager's roster", async () => {
  const { page, errors } = await place.sit(place.staff);
  await page.goto(`${place.base}/liability`);
  await page.getByText("個資法第41條").waitFor();
  await shot(page, "liability");
  const give = page.locator("#acknowledge");
  if (await give.isVisible()) {
    await give.click();
    await give.waitFor({ state: "detached" });
  }
  const manager = await place.sit(place.manager);
  await manager.page.goto(`${place.base}/liability`);
  await manager.page.locator("#tab-roster").click();
  const line = manager.page.locator("tbody tr").filter({ hasText: place.staff.name });
  await line.getByText("已知悉").waitFor();
  await shot(manager.page, "roster");
  await manager.page.locator("#tab-referrals").click();
  await manager.page.locator("#refer").waitFor();
  await shot(manager.page, "referrals");
  assert.deepEqual([...errors, ...manager.errors], []);
});

test("the tree folds by keyboard, and an item shows what is planned", async () => {
  const { page, errors } = await place.sit(place.manager);
  await page.goto(`${place.base}/agencies`);
  const section = page.getByText("身心障礙福利科", { exact: true });
  await section.waitFor();
  await page.getByRole("button", { name: "收合 社會處" }).focus();
  await page.keyboard.press("Enter");
  await section.waitFor({ state: "detached" });
  await shot(page, "tree");
  await page.goto(`${place.base}/items`);
  await page.getByText("低收入戶及中低收入戶資格審查").click();
  await page.getByText(/修訂沿革/).waitFor();
  await shot(page, "item");
  assert.deepEqual(errors, []);
});
