// The manager names a deputy in advance, in the account's own dialog; the draft's owner throws it away after a question.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { county, fillCase, newForm } from "./county.mjs";

let place;
before(async () => (place = await county()));
after(() => place.close());

test("a deputy is named in advance by the manager", async () => {
  const { page, errors } = await place.sit(place.manager);
  await page.goto(`${place.base}/accounts`);
  const row = page.locator("tbody tr", { hasText: place.staff.name });
  await row.getByRole("button").click();
  await page.locator("#deputy-head").selectOption({ index: 1 });
  await page.locator("#deputy-from").fill("115/01/01");
  await page.locator("#deputy-until").fill("118/12/31");
  await page.locator("#deputy-add").click();
  await page.locator("#account-save").click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await row.getByRole("button").click();
  await page.getByText(/職務代理.*115\/01\/01/).first().waitFor();
  const accounts = await (await page.request.get(`${place.base}/api/v1/accounts?limit=500`)).json();
  const mine = (accounts.items ?? accounts).find((account) => account.name === place.staff.name);
  const head = (accounts.items ?? accounts).find((account) => account.id === mine.deputy_for.at(-1).head);
  assert.equal(mine.deputy_for.at(-1).head_name, head.name);
  assert.deepEqual(errors, []);
});

test("of two who edit one agency the slower is told, keeps what was typed and may replace", async () => {
  const { page } = await place.sit(place.manager);
  await page.goto(`${place.base}/agencies`);
  const { items: [agency] } = await (await page.request.get(`${place.base}/api/v1/agencies?limit=1`)).json();
  await page.locator("tbody tr", { hasText: agency.name }).getByRole("button").first().click();
  const name = page.getByRole("dialog").locator("input").first();
  await name.fill(`${agency.name}甲`);
  const { id, revision, ...draft } = agency;
  const faster = await page.request.put(`${place.base}/api/v1/agencies/${id}`, {
    headers: { "if-match": `"${revision}"`, "idempotency-key": crypto.randomUUID() },
    data: { ...draft, name: `${agency.name}乙` },
  });
  assert.equal(faster.status(), 200, await faster.text());
  await page.locator("#agency-save").click();
  await page.getByText(/您輸入的內容仍在/).waitFor();
  assert.equal(await name.inputValue(), `${agency.name}甲`);
  await page.locator("tbody tr", { hasText: `${agency.name}乙` }).first().waitFor();
  await page.locator("#agency-save").click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const after = await (await page.request.get(`${place.base}/api/v1/agencies/${id}`)).json();
  assert.equal(after.name, `${agency.name}甲`);
});

test("a draft goes only after a question", async () => {
  const { page, errors } = await place.sit(place.staff);
  await newForm(page, place.base);
  await fillCase(page, "府社障字第1150095001號");
  await page.waitForURL(/\/edit$/);
  await page.locator("#discard").click();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#case_number").inputValue(), "府社障字第1150095001號");
  await page.locator("#discard").click();
  await page.locator("#discard-sure").click();
  await page.waitForURL(`${place.base}/`);
  assert.equal(await page.getByText("府社障字第1150095001號").count(), 0);
  assert.deepEqual(errors, []);
});
