// Editions: a day on record decides which text judges.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { county } from "./county.mjs";

let place;
before(async () => {
  place = await county();
});
after(() => place.close());

const shot = (page, name) => (process.env.SHOTS ? page.screenshot({ path: join(process.env.SHOTS, `${name}.png`), fullPage: true }) : null);

test("the manager is told why a day that has passed stays, and nothing typed is lost", async () => {
  const { page, errors } = await place.sit(place.manager);
  await page.goto(`${place.base}/editions`);
  await page.getByText("修正規定施行日", { exact: true }).waitFor();
  await shot(page, "editions");
  await page.locator("#edition-prepare").click();
  await page.locator("#edition-day").fill("116/01/01");
  await page.locator("#edition-document").fill("府社障字第1150000001號");
  await page.locator("#edition-save").click();
  await page.getByRole("dialog").getByText("修正規定已經施行,施行日不得再變更。").waitFor();
  assert.equal(await page.locator("#edition-document").inputValue(), "府社障字第1150000001號", "nothing typed is lost");
  await shot(page, "edition-refused");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "English" }).click();
  await page.getByText("Which text judges").first().waitFor();
  // The refusal is told by status, which the browser notes.
  assert.deepEqual(errors.filter((error) => !/422/.test(error)), []);
});

test("a number is changed with its source, tried on the year before, and put in force", async () => {
  const { page, errors } = await place.sit(place.manager);
  await page.goto(`${place.base}/editions`);
  await page.locator("#change-idle_days").click();
  const dialog = page.getByRole("dialog");
  await dialog.locator("#setting-idle_days").fill("３０００");
  await dialog.locator("#settings-day").fill("115/01/01");
  await dialog.locator("#edition-document").fill("府社障字第1150000002號");
  await dialog.locator("#edition-save").click();
  await dialog.getByText("「帳號閒置（日）」須為 30 至 366", { exact: false }).waitFor();
  await dialog.getByText("參數的生效日須在明日以後", { exact: false }).waitFor();
  await shot(page, "edition-setting-refused");
  await dialog.locator("#setting-idle_days").fill("９０");
  await dialog.locator("#source-idle_days").fill("府內資安會議決定");
  await dialog.locator("#settings-day").fill("119/01/01");
  await dialog.locator("#edition-save").click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByText("帳號閒置（日） → 90", { exact: false }).waitFor();
  await page.getByRole("button", { name: "試算", exact: true }).click();
  await page.getByRole("dialog").getByText("180 → 90").waitFor();
  await shot(page, "edition-tried");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "公布生效" }).click();
  await page.getByText("119/01/01 起為 90").waitFor();
  await shot(page, "edition-settings");
  // The refusals are told by status, which the browser notes.
  assert.deepEqual(errors.filter((error) => !/422/.test(error)), []);
});

test("another county's pack is looked at before it is prepared", async () => {
  const { page, errors } = await place.sit(place.manager);
  await page.goto(`${place.base}/editions`);
  await page.locator("#pack-file").setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("{}") });
  await page.getByText("內容不是版本檔", { exact: false }).waitFor();
  await page.locator("#pack-file").setInputFiles("docs/editions/second-county.json");
  const dialog = page.getByRole("dialog");
  assert.equal(await dialog.locator("#setting-unused_approval_days").inputValue(), "7");
  assert.equal(await dialog.locator("#source-idle_days").inputValue(), "山海縣帳號管理要點第三點");
  await dialog.locator("#settings-day").fill("119/03/01");
  await shot(page, "edition-pack");
  await dialog.locator("#edition-save").click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByText("上班時段起（時） → 8", { exact: false }).waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "下載版本檔" }).click()]);
  assert.equal(download.suggestedFilename(), "chadiao-edition.json");
  assert.deepEqual(errors, []);
});
