// Without a network: what was typed stays, goes out once, and two tabs on one draft lose nothing of either.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { county, fillCase, nationalId, newForm } from "./county.mjs";

let place;
before(async () => (place = await county()));
after(() => place.close());

/** How many inquiries the server has under a case number. */
async function registered(page, number) {
  const answer = await page.request.get(`${place.base}/api/v1/inquiries?mine=true&case_number=${encodeURIComponent(number)}`);
  return (await answer.json()).items;
}

test("a form filled in offline outlives a reload and is submitted once", async () => {
  const NUMBER = "府社障字第1150070001號";
  const { page, context } = await place.sit(place.staff);
  await page.goto(`${place.base}/inquiries/new`);
  await page.evaluate(() => navigator.serviceWorker?.ready);
  await newForm(page, place.base);
  await context.setOffline(true);
  await page.getByText(/離線/).first().waitFor();
  await page.locator("#s-0-name").fill("林離線");
  await page.locator("#s-0-identity").fill(nationalId(3_333_001));
  await fillCase(page, NUMBER);
  await page.getByText(/已存在這台電腦/).first().waitFor();
  await page.reload();
  await page.locator("#case_number").waitFor();
  assert.equal(await page.locator("#case_number").inputValue(), NUMBER);
  assert.equal(await page.locator("#s-0-name").inputValue(), "林離線");
  await page.locator("#submit").click();
  await page.waitForTimeout(500);
  await context.setOffline(false);
  for (let n = 0; !(await registered(page, NUMBER)).some((row) => row.status === "submitted"); n += 1) {
    assert.ok(n < 60, "the form arrives");
    await page.waitForTimeout(250);
  }
  await page.reload();
  await page.waitForTimeout(1_500);
  assert.deepEqual((await registered(page, NUMBER)).map((row) => row.status), ["submitted"], "once");
});

test("two tabs on one draft: the second to save is asked, and both versions are kept until then", async () => {
  const NUMBER = "府社障字第1150070002號";
  const { page, context } = await place.sit(place.staff);
  await newForm(page, place.base);
  await fillCase(page, NUMBER);
  await page.waitForURL(/\/edit$/);
  for (let n = 0; n < 40 && (await registered(page, NUMBER)).length === 0; n += 1) await page.waitForTimeout(250);
  const second = await context.newPage();
  await second.goto(page.url());
  await second.locator("#reason").waitFor();
  const [first, other] = ["依第九條核算補助,第一個視窗所寫的事由文字。", "依第九條核算補助,第二個視窗所寫的另一段事由。"];
  await Promise.all([page.locator("#reason").fill(first), second.locator("#reason").fill(other)]);
  await Promise.all([page.locator("#remark").focus(), second.locator("#remark").focus()]);
  // One of the two was first; the other is asked.
  const keep = (tab) => tab.locator("#conflict-keep");
  await Promise.race([keep(page).waitFor(), keep(second).waitFor()]);
  const [asked, said, elsewhere] = (await keep(second).count()) ? [second, other, first] : [page, first, other];
  const dialog = asked.getByRole("dialog");
  await dialog.getByText(said).waitFor();
  await dialog.getByText(elsewhere).waitFor();
  assert.equal(await asked.locator("#reason").inputValue(), said, "nothing is overwritten before the choice");
  await dialog.getByText(elsewhere).click();
  await keep(asked).click();
  await keep(asked).waitFor({ state: "detached" });
  assert.equal(await asked.locator("#reason").inputValue(), elsewhere);
  const [{ id }] = await registered(page, NUMBER);
  for (let n = 0; ; n += 1) {
    const { draft } = await (await page.request.get(`${place.base}/api/v1/inquiries/${id}/draft`)).json();
    if (draft.reason === elsewhere) break;
    assert.ok(n < 40, "the choice reaches the server");
    await page.waitForTimeout(250);
  }
});

test("two tabs that work at the same time lose nothing of each other", async () => {
  const numbers = ["府社障字第1150070003號", "府社障字第1150070004號"];
  const { page, context } = await place.sit(place.staff);
  const tabs = [page, await context.newPage()];
  for (const [at, tab] of tabs.entries()) {
    await newForm(tab, place.base);
    await fillCase(tab, numbers[at]);
    await tab.waitForURL(/\/edit$/);
  }
  const texts = (round) => numbers.map((_, at) => `依第九條核算補助，第${at + 1}個視窗第${round}次所寫的事由。`);
  for (let round = 1; round <= 8; round += 1) {
    await Promise.all(tabs.map((tab, at) => tab.locator("#reason").fill(texts(round)[at])));
    await Promise.all(tabs.map((tab) => tab.waitForTimeout(690 + 30 * (round % 3))));
  }
  for (const [at, tab] of tabs.entries()) {
    for (let n = 0; ; n += 1) {
      const [row] = await registered(tab, numbers[at]);
      const kept = row && (await (await tab.request.get(`${place.base}/api/v1/inquiries/${row.id}/draft`)).json()).draft.reason;
      if (kept === texts(8)[at]) break;
      assert.ok(n < 40, "what was typed last reaches the server");
      await tab.waitForTimeout(250);
    }
    assert.equal(await tab.locator("#reason").inputValue(), texts(8)[at]);
    assert.equal(await tab.locator("#conflict-keep").count(), 0);
  }
});

test("a part of the app that does not arrive is asked for again", async () => {
  const { page, context } = await place.sit(null, { serviceWorkers: "block" });
  const parts = /\/assets\/(split|chunk)_.*\.wasm$/;
  await context.route(parts, (route) => route.abort());
  await page.getByText(place.staff.name, { exact: true }).first().click();
  await page.locator("#sign-in").click();
  const again = page.getByRole("button", { name: "再試一次" });
  await again.waitFor();
  await again.click();
  await again.waitFor();
  await context.unroute(parts);
  await again.click();
  await page.locator("h1#page-title", { hasText: "我的工作" }).waitFor();
  await newForm(page, place.base);
  await fillCase(page, "府社障字第1150070005號");
  await page.waitForURL(/\/edit$/);
});
