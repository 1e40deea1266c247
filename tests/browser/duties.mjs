// The page of duties: narrowed, worked out, read in a calendar program; and what the servers do by themselves.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { county } from "./county.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SHOTS = process.env.CHADIAO_SHOTS;

let place;
before(async () => (place = await county()));
after(() => place.close());

async function shoot(page, name) {
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}

async function judge(page, where) {
  await page.waitForLoadState("networkidle").catch(() => {});
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(", ")}`), [], where);
}

test("the manager narrows the list and unfolds how a date was found", async () => {
  const { page, errors } = await place.sit(place.manager, { bypassCSP: true });
  await page.goto(`${place.base}/duties`);
  await page.locator("tbody tr").first().waitFor();
  const all = await page.locator("tbody tr").count();
  await page.locator("#f-point").selectOption("5(5)");
  await page.waitForURL(/duties/);
  await page.waitForFunction((all) => {
    const rows = document.querySelectorAll("tbody tr").length;
    return rows > 0 && rows < all;
  }, all);
  const kinds = await page.locator("tbody tr td:first-child").allInnerTexts();
  assert.ok(kinds.length > 0 && kinds.every((text) => text.includes("第五點第五款")), kinds.join());
  const unfold = page.getByRole("button", { name: /檢視或銷毀列印資料的期限怎麼算/ }).first();
  assert.equal(await unfold.getAttribute("aria-expanded"), "false");
  await unfold.press("Enter");
  await page.locator(".working li.is-end, .working li.is-late").first().waitFor();
  assert.equal(await unfold.getAttribute("aria-expanded"), "true");
  assert.match(await page.locator(".working").first().innerText(), /查調日，不計入/);
  await shoot(page, "duties-working");
  await judge(page, "the page with a working unfolded");
  await unfold.press("Enter");
  await page.locator(".working").waitFor({ state: "detached" });
  await page.locator("#f-point").selectOption("");
  await page.getByRole("checkbox", { name: "只看逾期" }).check();
  await page.getByText(/起提報管理者/).first().waitFor();
  await shoot(page, "duties-late");
  assert.deepEqual(errors, []);
});

test("a link from a letter leads to the narrowed list", async () => {
  const { page, errors } = await place.sit(place.manager);
  await page.goto(`${place.base}/duties?mine=true&kind=destroy_printout`);
  await page.locator("#f-kind").waitFor();
  assert.equal(await page.locator("#f-kind").inputValue(), "destroy_printout");
  assert.ok(await page.getByRole("checkbox", { name: "只看我的" }).isChecked());
  assert.deepEqual(errors, []);
});

test("somebody subscribes to their dates, copies the address and takes it back", async () => {
  const { page, errors } = await place.sit(place.staff, { bypassCSP: true });
  await page.goto(`${place.base}/duties`);
  await page.locator("#feed-make").click();
  const address = await page.locator("#feed-address").inputValue();
  const answer = await fetch(address);
  assert.equal(answer.status, 200);
  assert.match(await answer.text(), /^BEGIN:VCALENDAR/);
  await shoot(page, "duties-feed");
  await judge(page, "the page with an address");
  await page.reload();
  await page.locator("#feed-revoke").waitFor();
  assert.equal(await page.locator("#feed-address").count(), 0, "it is told once");
  await page.locator("#feed-revoke").click();
  await page.locator("#feed-revoke").waitFor({ state: "detached" });
  assert.equal((await fetch(address)).status, 404);
  const box = page.getByRole("checkbox", { name: /寄提醒給我/ });
  // The box says what the server keeps, so it changes with the answer.
  await box.click();
  await page.getByText("已更新提醒設定").waitFor();
  await page.reload();
  await box.waitFor();
  assert.equal(await box.isChecked(), false, "the choice is kept");
  assert.deepEqual(errors, []);
});

test("the manager sees what the servers do by themselves", async () => {
  const { page, errors } = await place.sit(place.manager, { bypassCSP: true });
  await page.goto(`${place.base}/dashboard`);
  await page.locator("#schedule tbody tr").first().waitFor();
  const jobs = await page.locator("#schedule").innerText();
  for (const name of ["逾期提報", "稽核軌跡驗證", "待辦提醒信"]) assert.ok(jobs.includes(name), name);
  await page.locator("#schedule").scrollIntoViewIfNeeded();
  await shoot(page, "schedule");
  await judge(page, "the dashboard with the schedule");
  assert.deepEqual(errors, []);
});

test("on a phone the list scrolls in its own box", async () => {
  const { page, errors } = await place.sit(place.supervisor, { viewport: { width: 390, height: 844 } });
  await page.goto(`${place.base}/duties`);
  await page.locator("main h1").first().waitFor();
  await page.waitForLoadState("networkidle").catch(() => {});
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await shoot(page, "duties-phone");
  assert.ok(wide <= 0, `the page is ${wide} px too wide`);
  assert.deepEqual(errors, []);
});
