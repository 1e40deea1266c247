// Sheets on paper: A4 pages without an empty one, a long list over several, no full identity; the files beside them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { county, fillCase, nationalId, newForm } from "./county.mjs";

let place;
before(async () => (place = await county()));
after(() => place.close());

/** The pages of a PDF and their sizes in points. */
function pages(pdf) {
  const text = pdf.toString("latin1");
  const boxes = [...text.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/g)];
  return boxes.map(([, width, height]) => [Math.round(Number(width)), Math.round(Number(height))]);
}

async function register(page, number, subjects) {
  await newForm(page, place.base);
  const rows = Array.from({ length: subjects }, (_, at) => `測試${at}\t${nationalId(4_000_000 + at)}`);
  await page.locator("#s-0-name").focus();
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, rows.join("\n"));
  await fillCase(page, number);
  if (subjects > 10) await page.locator("#justification").fill("整批複核,依計畫逐案比對全體受補助人。");
  await page.locator("#submit").click();
  await page.waitForURL(/\/inquiries\/[0-9a-f-]{36}$/);
  await page.goto(`${page.url()}/print`);
  await page.getByText("附表四").first().waitFor();
}

test("a short form is one landscape A4 page, a long one several, and nobody is named in full", async () => {
  const { page, errors } = await place.sit(place.staff);
  await register(page, "府社障字第1150080001號", 1);
  assert.deepEqual(pages(await page.pdf({ preferCSSPageSize: true })), [[842, 595]]);
  await register(page, "府社障字第1150080002號", 200);
  const long = pages(await page.pdf({ preferCSSPageSize: true }));
  assert.ok(long.length >= 4 && long.length <= 8, `${long.length} pages for 200 subjects`);
  assert.ok(long.every(([width, height]) => width === 842 && height === 595));
  const text = await page.locator(".paper").innerText();
  assert.ok(text.includes("測○○") && !text.includes(nationalId(4_000_000)), "identities are masked");
  assert.deepEqual(errors, []);
});

test("a sheet is taken along as a PDF and as a text document, and the page carries its code", async () => {
  const { page, errors } = await place.sit(place.staff);
  await register(page, "府社障字第1150080003號", 2);
  assert.equal(await page.locator(".paper__code path").count(), 1);
  assert.equal(await page.locator(".paper h1").innerText(), "使用勞動部勞工保險局電子查驗服務系統查調資料登記表");
  for (const [name, start] of [["PDF", "%PDF-"], ["ODT", "PK"]]) {
    const link = page.getByRole("link", { name: new RegExp(name) });
    const coming = page.waitForEvent("download");
    await link.click();
    const file = await coming;
    assert.match(file.suggestedFilename(), new RegExp(`^chadiao-inquiry-[0-9a-f-]+\\.${name.toLowerCase()}$`));
    const bytes = readFileSync(await file.path());
    assert.equal(bytes.subarray(0, start.length).toString("latin1"), start);
  }
  assert.deepEqual(errors, []);
});

test("the inventory is printed as of a day, upright lists and wide ones on their own paper", async () => {
  const { page, errors } = await place.sit(place.staff);
  await page.goto(`${place.base}/items`);
  await page.getByRole("link", { name: /^列印$/ }).click();
  await page.waitForURL(/\/paper\/items$/);
  await page.getByText("附表一").first().waitFor();
  const today = await page.locator(".paper__table tbody tr").count();
  assert.ok(today > 0);
  assert.ok(pages(await page.pdf({ preferCSSPageSize: true })).every(([width]) => width === 842));
  await page.locator("#as-of").fill("90/01/01");
  await page.getByText("民國90年1月1日").waitFor();
  assert.equal(await page.locator(".paper__table tbody tr").count(), 0, "nothing was in force then");
  await page.goto(`${place.base}/paper/printouts`);
  await page.locator(".paper h1").waitFor();
  assert.deepEqual(errors, []);
});

test("what the manager files has its page to print from: a change of manager with its list, a notice, an application, the roster", async () => {
  const { page, errors } = await place.sit(place.manager);
  const sheet = async (address, title) => {
    await page.waitForURL(address);
    await page.locator(".paper h1", { hasText: title }).waitFor();
    assert.ok((await page.locator(".paper__foot").innerText()).includes("列印"), "who printed it when");
  };
  await page.goto(`${place.base}/custody`);
  await page.locator("tbody a").first().click();
  await page.getByRole("link", { name: /^列印$/ }).first().click();
  await sheet(/paper\/custody\//, "管理者異動");
  await page.goBack();
  await page.getByRole("link", { name: /^列印$/ }).last().click();
  await sheet(/paper\/hand-over\//, "移交");
  await page.goto(`${place.base}/notices`);
  await page.locator("tbody a").first().click();
  await page.getByRole("link", { name: /^列印$/ }).click();
  await sheet(/paper\/notices\//, "");
  await page.goto(`${place.base}/applications`);
  await page.locator("tbody a").first().click();
  await page.getByRole("link", { name: "列印申請表" }).click();
  await sheet(/paper\/applications\//, "權限異動");
  await page.goto(`${place.base}/roster`);
  await page.locator("#f-unit").selectOption({ index: 3 });
  await page.getByRole("link", { name: "列印名冊" }).click();
  await sheet(/paper\/roster\?.*unit=/, "使用者名冊");
  assert.deepEqual(errors, []);
});
