// Typing as people type: composed characters, a pasted spreadsheet, the keyboard alone, and the form on paper.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { county, fillCase, nationalId, newForm } from "./county.mjs";

let place;
before(async () => (place = await county()));
after(() => place.close());

test("composed characters arrive whole in every field", async () => {
  const { page, context } = await place.sit(place.staff);
  await newForm(page, place.base);
  const keys = await context.newCDPSession(page);
  for (const field of ["#s-0-name", "#case_number", "#reason", "#justification", "#remark"]) {
    await page.locator(field).focus();
    for (const text of ["ㄨ", "ㄨㄤ", "王"]) {
      await keys.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    }
    await keys.send("Input.insertText", { text: "王" });
    for (const text of ["ㄇ", "ㄇㄧㄥ", "明"]) {
      await keys.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    }
    await keys.send("Input.insertText", { text: "明" });
    assert.equal(await page.locator(field).inputValue(), "王明", field);
  }
});

test("of a thousand pasted rows the 37 bad ones are marked", async () => {
  const { page } = await place.sit(place.staff);
  await newForm(page, place.base);
  const rows = Array.from({ length: 1000 }, (_, at) => {
    const id = nationalId(1_000_000 + at);
    const is_bad = at % 27 === 0 && at / 27 < 37;
    return `測試${at}\t${is_bad ? id.slice(0, 9) + ((Number(id[9]) + 3) % 10) : id}`;
  });
  await page.locator("#s-0-name").focus();
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, rows.join("\n"));
  await page.getByText(/1,?000\s*位/).first().waitFor({ timeout: 60_000 });
  await page.getByText(/37/).first().waitFor({ timeout: 60_000 });
});

test("far more people than the unit usually asks for is said while the form is filled in", async () => {
  const { page } = await place.sit(place.staff);
  await newForm(page, place.base);
  const known = await page.evaluate(async () => {
    for (const { value } of document.querySelectorAll("#item option")) {
      const answer = value && (await fetch(`/api/v1/items/${value}/usual`));
      const usual = answer && answer.ok ? await answer.json() : { forms: 0 };
      if (usual.forms >= 5) return { item: value, ...usual };
    }
  });
  await page.locator("#item").selectOption(known.item);
  const most = known.subjects * 2 + 4;
  const rows = Array.from({ length: most }, (_, at) => `測試${at}\t${nationalId(3_000_000 + at)}`);
  await page.locator("#s-0-name").focus();
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, rows.join("\n"));
  await page.getByText(`本件 ${most} 人`).first().waitFor({ timeout: 20_000 });
});

test("the keyboard alone registers an inquiry", async () => {
  const { page } = await place.sit(place.staff);
  await page.goto(`${place.base}/inquiries/new`);
  await page.locator("#item").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.locator("#s-0-name").focus();
  await page.keyboard.type("陳鍵盤");
  await page.keyboard.press("Tab");
  await page.keyboard.type(nationalId(2_222_222));
  await page.keyboard.press("Tab");
  await fillCase(page, "府社障字第1150055555號");
  await page.locator("#submit").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/inquiries\/[0-9a-f-]{36}$/);
  await page.goto(`${page.url()}/print`);
  await page.emulateMedia({ media: "print" });
  await page.getByText("附表四").first().waitFor();
  const paper = await page.pdf({ preferCSSPageSize: true });
  assert.ok(paper.length > 5_000);
});
