// A yearly review: begun and frozen, decided on, and not signed before what was decided is carried out by the form.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { county } from "./county.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SHOTS = process.env.SHOTS;

let place;
before(async () => (place = await county()));
after(() => place.close());

async function judge(page, name) {
  await page.waitForLoadState("networkidle").catch(() => {});
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(", ")}`), [], name);
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}

test("accounts are reviewed line by line, and a revocation goes by the form", async () => {
  const { page, errors } = await place.sit(place.manager);
  await page.goto(`${place.base}/reviews`);
  await page.locator("tbody tr").first().waitFor();
  await judge(page, "reviews");
  const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear() - 1911;
  await page.getByRole("link", { name: `${year} 年 帳號權限清查` }).click();
  await page.locator("#page-title").waitFor();
  const begin = page.locator("#review-begin");
  await page.locator("#review-begin, #review-sign").first().waitFor();
  if (await begin.count()) await begin.click();
  await page.locator("#review-sign").waitFor();
  await page.locator("tbody tr").first().waitFor();
  await judge(page, "review");

  await page.getByRole("row").filter({ hasText: place.staff.name }).first().locator("button[id^=decide-]").click();
  await page.getByRole("dialog").getByRole("radio", { name: "註銷" }).check();
  await page.locator("#verdict-save").click();
  await page.locator("#verdict-reason-says .says").first().waitFor();
  await judge(page, "review-decide");
  await page.locator("#verdict-reason").fill("已調離本科,不再承辦");
  await page.locator("#verdict-save").click();
  await page.getByRole("dialog").waitFor({ state: "detached" });

  await page.locator("#tab-undecided").click();
  await page.getByRole("checkbox", { name: "全選" }).check();
  await page.locator("#review-decide-many").click();
  await page.locator("#verdict-reason").fill("業務仍需");
  await page.locator("#verdict-save").click();
  await page.getByRole("dialog").waitFor({ state: "detached" });

  await page.locator("#review-sign").click();
  await page.locator("#review-note").fill("清查完畢");
  await page.locator("#review-sign-save").click();
  await page.locator("#review-sign-says .says").first().waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "關閉" }).click();

  await page.locator("#tab-to_do").click();
  await page.locator("button[id^=carry-]").first().click();
  await page.locator("#carry-save").click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByText("權限申請：陳核中").waitFor();
  await judge(page, "review-carried");

  await page.getByRole("link", { name: "列印", exact: true }).click();
  await page.getByText("使用者名冊及清查結果").waitFor();
  await judge(page, "review-paper");
  // A refused form is an answer, not a mistake.
  assert.deepEqual(errors.filter((error) => !error.includes("status of 422")), []);
});
