// The manager changes from the form to the confirmed list, two people at two computers; then the Bureau is told.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { county } from "./county.mjs";

let place;
let next;
before(async () => {
  place = await county();
  next = place.people.find((person) => person.title === "辦事員" && person.unit_name.includes("身心障礙"));
});
after(() => place.close());

/** A day so many days from today, as the county writes it. */
function day(ahead) {
  const at = new Date(Date.now() + 8 * 3_600_000 + ahead * 86_400_000);
  return `${at.getUTCFullYear() - 1911}/${String(at.getUTCMonth() + 1).padStart(2, "0")}/${String(at.getUTCDate()).padStart(2, "0")}`;
}

/** Presses a step's button and what its form asks. */
async function step(page, name, fill = {}) {
  await page.locator(`#step-${name}`).click();
  for (const [id, text] of Object.entries(fill)) await page.locator(`#${id}`).fill(text);
  if (!["make-list", "close"].includes(name)) {
    await page.locator("#step-save").click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
}

test("the successor takes over in one instant and both confirm the same list", async () => {
  const old = await place.sit(place.manager);
  await old.page.goto(`${place.base}/custody`);
  await old.page.locator("#open-change").click();
  await old.page.locator("#change-save").click();
  await old.page.getByText("請填寫職務異動日").waitFor();
  await old.page.locator("#change-day").fill(day(12));
  await old.page.locator("#change-successor").selectOption(next.person);
  await old.page.locator("#change-successor-phone").fill("04-7222151");
  await old.page.locator("#change-save").click();
  await old.page.getByRole("dialog").waitFor({ state: "detached" });
  await old.page.locator("tbody a", { hasText: next.name }).click();
  await old.page.getByText("距異動日 12 天").waitFor();
  await step(old.page, "record-training", { "step-course": "資安通識 3 小時" });
  await old.page.getByText("資安通識 3 小時").waitFor();
  await step(old.page, "report", { "step-document": "府社障字第1150000301號" });
  await old.page.getByText("府社障字第1150000301號").waitFor();
  assert.equal(await old.page.locator("#step-switch").count(), 0, "the manager does not switch for the successor");
  const path = new URL(old.page.url()).pathname;

  const fresh = await place.sit(next);
  await fresh.page.goto(`${place.base}/duties`);
  await fresh.page.getByRole("cell", { name: /承接管理者職務 第四點/ }).waitFor();
  await fresh.page.goto(`${place.base}${path}`);
  await step(fresh.page, "switch");
  await fresh.page.getByText(`${next.name} 承接；${place.manager.name} 同時停用`).waitFor();
  await fresh.page.getByRole("navigation").getByRole("link", { name: "使用者帳號" }).waitFor();
  await step(fresh.page, "stop-platform", { "step-document": "府社障字第1150000302號" });
  await fresh.page.getByText("府社障字第1150000302號").waitFor();
  await step(fresh.page, "make-list");
  const hash = (await fresh.page.locator("#list-hash").innerText()).trim();
  assert.match(hash, /^([0-9a-f]{8} ){7}[0-9a-f]{8}$/);
  await old.page.goto(`${place.base}${path}`);
  assert.equal((await old.page.locator("#list-hash").innerText()).trim(), hash, "both see one list");
  await step(old.page, "confirm");
  await old.page.getByText(`待 ${next.name} 確認`).waitFor();
  await fresh.page.goto(`${place.base}${path}`);
  await step(fresh.page, "confirm");
  await step(fresh.page, "close");
  await fresh.page.getByText(/由 .* 保管/).waitFor();

  await fresh.page.goto(`${place.base}/custody`);
  assert.equal(await fresh.page.locator("#in-office").innerText(), next.name);
  await fresh.page.goto(`${place.base}/notices`);
  await fresh.page.locator("tbody a", { hasText: "管理者" }).first().click();
  await fresh.page.locator("#notice-send").click();
  await fresh.page.locator("#notice-document").fill("府社障字第1150000303號");
  await fresh.page.locator("#notice-save").click();
  await fresh.page.getByRole("dialog").waitFor({ state: "detached" });
  await fresh.page.getByText("府社障字第1150000303號").waitFor();
  assert.deepEqual([...old.errors, ...fresh.errors], []);
});

test("a contact typed into an agency becomes a notice with its seven days", async () => {
  const { page, errors } = await place.sit(next);
  await page.goto(`${place.base}/agencies`);
  await page.locator("tbody tr", { hasText: "376470000A" }).getByRole("button", { name: /編輯/ }).click();
  await page.locator("#contact-name").fill("周窗口");
  await page.locator("#contact-phone").fill("04-7222152");
  await page.locator("#agency-save").click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.goto(`${place.base}/notices?`);
  await page.locator("tbody tr", { hasText: "周窗口" }).getByRole("link").click();
  await page.getByText("為第 1 日").waitFor();
  await page.locator(".facts strong").getByText(/民國/).waitFor();
  assert.deepEqual(errors, []);
});
