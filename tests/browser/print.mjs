// 附表四 on paper: A4 pages without an empty one, a long list over several, no full identity.
import assert from "node:assert/strict";
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
  const text = await page.locator(".sheet").innerText();
  assert.ok(text.includes("測○○") && !text.includes(nationalId(4_000_000)), "identities are masked");
  assert.deepEqual(errors, []);
});
