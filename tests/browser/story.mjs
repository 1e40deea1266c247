// The main job: register, approve, query, account for the paper, by three people at three computers.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { county, fillCase, found, nationalId, newForm } from "./county.mjs";

let place;
before(async () => (place = await county()));
after(() => place.close());

const IDENTITY = nationalId(7654321);
const NUMBER = "府社障字第1150098765號";

test("an inquiry goes from the form to the closed case, and nobody's number stays on the computer", async () => {
  const staff = await place.sit(place.staff);
  await newForm(staff.page, place.base);
  await staff.page.locator("#s-0-name").fill("王測試");
  await staff.page.locator("#s-0-identity").fill(IDENTITY.slice(0, 9) + ((Number(IDENTITY[9]) + 1) % 10));
  await staff.page.locator("#case_number").focus();
  await staff.page.getByText(/檢查碼|統一編號不正確/).first().waitFor();
  await staff.page.locator("#s-0-identity").fill(IDENTITY);
  await staff.page.locator("#case_number").focus();
  await staff.page.waitForFunction((id) => !document.body.innerHTML.includes(id) && ![...document.querySelectorAll("input")].some((i) => i.value === id), IDENTITY);
  await fillCase(staff.page, NUMBER);
  await staff.page.locator("#submit").click();
  await staff.page.getByText(NUMBER).first().waitFor();
  await staff.page.waitForURL(/\/inquiries\/[0-9a-f-]{36}$/);
  const address = staff.page.url();
  assert.ok(!address.includes(IDENTITY));

  const supervisor = await place.sit(place.supervisor);
  await supervisor.page.goto(`${place.base}/approvals`);
  await supervisor.page.getByText(NUMBER).first().waitFor();
  await supervisor.page.locator("#approve").click();
  await supervisor.page.getByText(NUMBER).first().waitFor({ state: "detached" });

  // The query is made elsewhere; here its paper is accounted for.
  await staff.page.goto(address);
  await staff.page.locator("#carry-out").click();
  await staff.page.getByRole("dialog").getByRole("radio").first().check();
  if ((await staff.page.locator("#sheet-0-pages").count()) === 0) {
    await staff.page.getByRole("dialog").getByRole("button", { name: /新增|再加|＋/ }).first().click();
  }
  await staff.page.locator("#sheet-0-pages").fill("2");
  await staff.page.locator("#sheet-0-fate").selectOption("kept");
  await staff.page.locator("#sheet-0-place").fill("科內資料櫃3號");
  await staff.page.locator("#query-place").fill("查詢紀錄專卷");
  await staff.page.locator("#query-save").click();
  await staff.page.locator("#close").click();
  await staff.page.locator("#close").waitFor({ state: "detached" });
  await staff.page.getByText("已結案").first().waitFor();
  await staff.page.goto(`${place.base}/printouts`);
  await staff.page.getByText(NUMBER).first().waitFor();

  const manager = await place.sit(place.manager);
  await manager.page.goto(`${place.base}/inquiries`);
  await manager.page.getByText(NUMBER).first().waitFor();
  assert.ok(!(await manager.page.content()).includes(IDENTITY));

  for (const { errors } of [staff, supervisor, manager]) assert.deepEqual(errors, []);
  const { profile } = staff;
  await staff.context.close();
  assert.deepEqual(found(profile, [IDENTITY]), [], "the number is in the browser's profile");
  assert.deepEqual(found(join(place.folder, "db"), [IDENTITY]), [], "the number is in the database");
  assert.ok(!place.log().includes(IDENTITY));
});

test("the search for leaked numbers sees one that was planted", () => {
  writeFileSync(join(place.folder, "planted"), Buffer.from(IDENTITY, "utf16le"));
  assert.equal(found(place.folder, [IDENTITY]).length, 1);
});
