// API tokens: made on screen, shown once, used by a script, revoked.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { county } from "./county.mjs";

let place;
before(async () => (place = await county()));
after(() => place.close());

const call = (token, path, init = {}) =>
  fetch(`${place.base}/api/v1${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });

test("a token is made on screen, shown once, opens what was ticked, and nothing once it is revoked", async () => {
  const { page, errors } = await place.sit(place.staff);
  await page.getByRole("link", { name: "API 權杖", exact: true }).click();
  await page.getByRole("heading", { name: "API 權杖", level: 1 }).waitFor();
  await page.locator("#new-token").click();
  // Nothing is asked of an empty form before the first try; then each gap is named.
  await page.locator("#token-make").click();
  await page.getByText(/請為權杖取名/).waitFor();
  await page.locator("#token-name").fill("月報程式");
  await page.locator("#token-until").fill("199/01/01");
  await page.getByText(/權杖最長 90 日/).waitFor();
  const until = new Date(Date.now() + 20 * 86400e3);
  await page.locator("#token-until").fill(`${until.getFullYear() - 1911}/${until.getMonth() + 1}/${until.getDate()}`);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/token-new.png` });
  await page.locator("#token-make").click();
  const token = await page.locator("#token-shown").inputValue();
  assert.match(token, /^chadiao_pat_[0-9A-Za-z]{30}_[0-9A-Za-z]{6}$/);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/token-shown.png` });
  await page.locator("#token-copy").click();
  await page.locator("#token-done").click();
  const row = page.getByRole("row").filter({ hasText: "月報程式" });
  await row.getByText("有效").waitFor();
  assert.ok(!(await page.content()).includes(token), "it is shown once");

  assert.equal((await call(token, "/items")).status, 200);
  const refused = await call(token, "/session", { method: "DELETE", headers: { "idempotency-key": "a" } });
  assert.equal((await refused.json()).type, "/problems/token-scope");

  await page.reload();
  await row.getByText("127.0.0.1").waitFor();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/tokens.png` });
  await row.getByRole("button", { name: /撤銷/ }).click();
  await page.locator("#token-revoke").click();
  await row.getByText("已撤銷").waitFor();
  assert.equal((await call(token, "/items")).status, 401);
  assert.deepEqual(errors, []);
});

test("the manager sees everybody's tokens, on a phone too", async () => {
  const { page, errors } = await place.sit(place.manager, { viewport: { width: 390, height: 844 } });
  await page.goto(`${place.base}/tokens`);
  await page.getByText("補助系統擬稿").first().waitFor();
  await page.getByText("稽核日誌備份").first().waitFor();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/tokens-phone.png`, fullPage: true });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  assert.ok(!wide, "nothing sticks out sideways");
  assert.deepEqual(errors, []);
});
