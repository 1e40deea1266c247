// The supervisor's two minutes a day, without a mouse: j and k walk, x picks, a approves, r sends back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { county, fillCase, nationalId, newForm } from "./county.mjs";

let place;
before(async () => (place = await county()));
after(() => place.close());

test("the keyboard alone approves several at once and sends one back", async () => {
  const numbers = [1, 2, 3].map((n) => `府社障字第115009000${n}號`);
  const staff = await place.sit(place.staff);
  for (const [at, number] of numbers.entries()) {
    await newForm(staff.page, place.base);
    await staff.page.locator("#s-0-name").fill("趙鍵盤");
    await staff.page.locator("#s-0-identity").fill(nationalId(5_000_000 + at));
    await fillCase(staff.page, number);
    await staff.page.locator("#submit").click();
    await staff.page.waitForURL(/\/inquiries\/[0-9a-f-]{36}$/);
  }
  const { page, errors } = await place.sit(place.supervisor);
  await page.goto(`${place.base}/approvals`);
  await page.getByText(numbers[2]).first().waitFor();
  const waiting = await page.locator("tbody tr").count();
  await page.locator("#page-title").focus();
  for (const key of ["j", "x", "j", "x", "a"]) await page.keyboard.press(key);
  await page.getByText("已核可 2 件").first().waitFor();
  await page.waitForFunction((left) => document.querySelectorAll("tbody tr").length === left, waiting - 2);
  await page.keyboard.press("j");
  await page.keyboard.press("r");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.type("案號與來文不符,請補正。");
  await page.keyboard.press("Tab");
  for (let n = 0; n < 4 && !(await page.evaluate(() => document.activeElement.id === "note-send")); n += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await staff.page.waitForTimeout(300);
  const answer = await staff.page.request.get(`${place.base}/api/v1/inquiries?mine=true&limit=200`);
  const states = new Map((await answer.json()).items.map((row) => [row.case_number, row.status]));
  const counts = numbers.map((number) => states.get(number)).sort();
  assert.deepEqual(counts, ["approved", "approved", "sent_back"]);
  assert.deepEqual(errors, []);
});
