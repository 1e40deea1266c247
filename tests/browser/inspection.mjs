// The manager lets an inspector in; the inspector signs in, reads within the scope, and cannot change anything.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { county } from "./county.mjs";

let place;
before(async () => {
  place = await county();
});
after(() => place.close());

const shot = (page, name) =>
  process.env.SHOTS ? page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true }) : undefined;

test("an inspector reads what is within the leave, and every other page is closed", async () => {
  const guest = place.people.find((person) => person.title === "查核人員");
  const { page, errors } = await place.sit(guest);
  await page.getByRole("heading", { name: "查核首頁" }).waitFor();
  await page.locator("#reads-only", { hasText: "只能檢視" }).waitFor();
  await page.getByText(/尚餘 \d+ 日/).waitFor();
  await shot(page, "inspection-room");
  await page.getByRole("link", { name: "查調登記", exact: true }).click();
  await page.locator("tbody tr").first().waitFor();
  await shot(page, "inspection-list");
  await page.locator("tbody tr a").first().click();
  await page.getByRole("heading", { name: "紀錄內容" }).waitFor();
  await page.getByRole("heading", { name: "被查詢人" }).waitFor();
  assert.equal(await page.locator("#unmask").count(), 0, "the order asks for no full identities");
  assert.equal(await page.getByRole("link", { name: "下載證明" }).count(), 1);
  await shot(page, "inspection-record");
  await page.goto(`${place.base}/inquiries`);
  await page.getByText("這一頁不在查核權限內").first().waitFor();
  assert.equal(await page.getByRole("link", { name: "新增查調" }).count(), 0);
  await shot(page, "inspection-outside");
  const answer = await page.evaluate(async () => {
    const headers = { "content-type": "application/json", "idempotency-key": crypto.randomUUID() };
    const reply = await fetch("/api/v1/incidents", { method: "POST", headers, body: "{}" });
    return [reply.status, (await reply.json()).violations[0].code];
  });
  assert.deepEqual(answer, [403, "P08-4-INSPECTOR-READS-ONLY"]);
  assert.deepEqual(errors.filter((text) => !/status of 403/.test(text)), []);
});

test("the manager sees who looked at what, ends the leave and records the result", async () => {
  const { page, errors } = await place.sit(place.manager);
  await page.goto(`${place.base}/inspections`);
  await page.locator("tbody tr", { hasText: "開放中" }).waitFor();
  await shot(page, "inspections");
  await page.locator("#grant-leave").click();
  await page.locator("#leave-grant").click();
  await page.getByText("沒有來文不開放查核權限").first().waitFor();
  await shot(page, "inspection-grant");
  await page.keyboard.press("Escape");
  await page.locator("tbody tr", { hasText: "開放中" }).locator("a").first().click();
  await page.getByText("查核檢視").first().waitFor();
  await shot(page, "inspection-leave");
  await page.locator("#leave-end").click();
  await page.locator("#leave-reason").fill("查核完成");
  await page.locator("#leave-save").click();
  await page.locator("#leave-conclude").click();
  await page.locator("#leave-result").fill("受查紀錄完整,無缺失。");
  await page.locator("#leave-save").click();
  await page.getByText("已登錄結果").first().waitFor();
  await shot(page, "inspection-concluded");
  assert.deepEqual(errors.filter((text) => !/status of 4(03|22)/.test(text)), []);
});
