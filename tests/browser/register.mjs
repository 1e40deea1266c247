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
