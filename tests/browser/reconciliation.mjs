// The platform's query record against the register: a file in, four piles out.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { county, nationalId } from "./county.mjs";
import { workbook } from "./workbook.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SHOTS = process.env.CHADIAO_SHOTS;

let place;
before(async () => (place = await county()));
after(() => place.close());

test("the manager brings the platform's file and sees what nobody approved", async () => {
  const { page, errors } = await place.sit(place.manager, { bypassCSP: true });
  await page.goto(`${place.base}/reconciliations`);
  const csv = `查詢日期,帳號,證號\n115/10/02,nobody,${nationalId(8_000_101)}\n`;
  await page.locator("#reconcile-file").setInputFiles({ name: "record.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await page.locator("#reconcile-from").fill("115/10/01");
  await page.locator("#reconcile-to").fill("115/10/31");
  await page.locator("#reconcile-go").click();
  await page.getByText("檔案沒有這個欄位").first().waitFor();
  assert.equal(await page.locator("#reconcile-from").inputValue(), "115/10/01", "nothing typed is lost");
  await page.locator("#reconcile-day").fill("查詢日期");
  await page.locator("#reconcile-account").fill("帳號");
  await page.locator("#reconcile-identity").fill("證號");
  await page.locator("#reconcile-go").click();
  await page.locator("#reconciled").waitFor();
  assert.match(await page.locator("#reconciled").innerText(), /查詢而無核可 1/);
  await page.waitForLoadState("networkidle").catch(() => {});
  if (SHOTS) await page.screenshot({ path: join(SHOTS, "reconciliation.png"), fullPage: true });
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  assert.deepEqual(violations.map((v) => v.id), []);
  assert.deepEqual(errors.filter((text) => !text.includes("422")), []);
});

test("a spreadsheet goes to the server as it is, and its sheet is chosen by name", async () => {
  const { page, errors } = await place.sit(place.manager, { bypassCSP: true });
  await page.goto(`${place.base}/reconciliations`);
  const rows = [["平臺查詢紀錄"], ["查詢日期", "帳號", "證號"], ["115/10/02 10:05", "nobody", nationalId(8_000_102)]];
  const buffer = workbook("紀錄", rows);
  await page.locator("#reconcile-file").setInputFiles({ name: "record.xlsx", mimeType: "", buffer });
  await page.locator("#reconcile-from").fill("115/10/01");
  await page.locator("#reconcile-to").fill("115/10/31");
  assert.equal(await page.locator("#reconcile-day").inputValue(), "查詢日期", "the mapping is offered again");
  await page.locator("#reconcile-sheet").fill("明細");
  await page.locator("#reconcile-go").click();
  await page.getByText("檔案沒有這個工作表").first().waitFor();
  if (SHOTS) await page.screenshot({ path: join(SHOTS, "reconciliation-sheet.png"), fullPage: true });
  await page.locator("#reconcile-sheet").fill("");
  await page.locator("#reconcile-go").click();
  await page.locator("#reconciled").waitFor();
  assert.match(await page.locator("#reconciled").innerText(), /查詢而無核可 1/);
  const pdf = { name: "record.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7") };
  await page.locator("#reconcile-file").setInputFiles(pdf);
  await page.locator("#reconcile-from").fill("115/10/01");
  await page.locator("#reconcile-to").fill("115/10/31");
  await page.locator("#reconcile-go").click();
  await page.getByText("這不是含標題列的表格").first().waitFor();
  assert.deepEqual(errors.filter((text) => !/4(00|22)/.test(text)), []);
});
