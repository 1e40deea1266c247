// The card: wrong PINs, a locked screen, and an approval signed where the item asks for it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { county, fillCase, nationalId, newForm, signIn } from "./county.mjs";

let place;
before(async () => (place = await county()));
after(() => place.close());

test("a wrong PIN says how many tries are left, three lock the card, and nothing typed is kept", async () => {
  const { page, errors } = await place.sit(null);
  await page.getByText(place.staff.name, { exact: true }).first().click();
  for (const said of ["還可以再試 2 次", "還可以再試 1 次", "卡片已鎖住"]) {
    await page.locator("#pin").fill("000000");
    await page.locator("#sign-in").click();
    await page.locator("#card-says", { hasText: said }).waitFor();
  }
  await page.locator("#sign-in").click();
  await page.locator("#card-says", { hasText: "卡片已鎖住" }).waitFor();
  assert.ok(!(await page.content()).includes("000000"));
  assert.equal(await page.evaluate(() => JSON.stringify({ ...localStorage }).includes("000000")), false);
  assert.deepEqual(errors, []);
});

test("a locked screen opens with the same card, where it was", async () => {
  const { page, errors } = await place.sit(place.supervisor);
  await page.goto(`${place.base}/items`);
  await page.getByRole("button", { name: "鎖定" }).click();
  await page.getByText("畫面已鎖定").waitFor();
  assert.equal(await page.locator("tbody").count(), 0, "nothing of the page is left behind the cover");
  await page.reload();
  await page.getByText("畫面已鎖定").waitFor();
  await page.locator("#unlock").click();
  await page.locator("h1#page-title", { hasText: "業務項目清冊" }).waitFor();
  assert.deepEqual(errors, []);
});

test("what was being written is there again after the lock", async () => {
  // The staff member's card was locked above.
  const { page, errors } = await place.sit(place.supervisor);
  await page.goto(`${place.base}/inquiries/new`);
  await page.locator("#case_number").fill("府社障字第1150009999號");
  await page.getByRole("button", { name: "鎖定" }).click();
  await page.getByText("畫面已鎖定").waitFor();
  assert.equal(await page.locator("#case_number").isVisible(), false, "nobody reads over the cover");
  await page.locator("#unlock").click();
  await page.locator("#case_number").waitFor();
  assert.equal(await page.locator("#case_number").inputValue(), "府社障字第1150009999號");
  await page.goto(`${place.base}/incidents/new`);
  await page.locator("textarea").first().fill("卷宗遺失一張");
  await page.getByRole("button", { name: "鎖定" }).click();
  await page.locator("#unlock").click();
  await page.locator("textarea").first().waitFor();
  assert.equal(await page.locator("textarea").first().inputValue(), "卷宗遺失一張");
  assert.deepEqual(errors, []);
});

test("where the item asks for it, the supervisor's card signs the approval", async () => {
  const cookie = await signIn(place.base, place.manager);
  const call = async (method, path, body, revision) => {
    const headers = { origin: place.base, cookie, "content-type": "application/json", "idempotency-key": crypto.randomUUID() };
    if (revision !== undefined) headers["if-match"] = `"${revision}"`;
    const answer = await fetch(`${place.base}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return answer.json();
  };
  const { items } = await call("GET", "/items");
  const item = items.find((one) => one.number === "1");
  const fields = ["number", "name", "name_en", "units", "bases", "purpose", "data_items", "in_force_from", "approved_by_document", "approved_on"];
  const draft = { ...Object.fromEntries(fields.map((field) => [field, item[field]])), must_sign: true };
  await call("POST", `/items/${item.id}/actions`, { name: "revise", draft }, item.revision);

  const number = "府社障字第1150077001號";
  const other = place.people.find((p) => p.unit_name === place.staff.unit_name && !p.is_supervisor && p.title === "社工員");
  const staff = await place.sit(other);
  await newForm(staff.page, place.base);
  await staff.page.locator("#s-0-name").fill("王測試");
  await staff.page.locator("#s-0-identity").fill(nationalId(7_654_322));
  await fillCase(staff.page, number);
  await staff.page.locator("#submit").click();
  await staff.page.waitForURL(/\/inquiries\/[0-9a-f-]{36}$/);

  const supervisor = await place.sit(place.supervisor);
  await supervisor.page.goto(`${place.base}/approvals`);
  await supervisor.page.getByRole("link", { name: number }).first().waitFor();
  await supervisor.page.locator("#approve").click();
  const dialog = supervisor.page.getByRole("dialog");
  await dialog.getByText(number).waitFor();
  await dialog.locator("#sign").click();
  await supervisor.page.getByRole("link", { name: number }).first().waitFor({ state: "detached" });
  await staff.page.reload();
  await staff.page.getByText("已核可").first().waitFor();
  for (const { errors } of [staff, supervisor]) assert.deepEqual(errors, []);
});
