// Keeping: a record's page says until when; the manager holds it and lifts the hold; what is due waits for a decision.
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

test("a record says until when it is kept, and a hold is set and lifted", async () => {
  const { page, errors } = await place.sit(place.manager);
  await page.goto(`${place.base}/retention`);
  await page.getByText("沒有保存期滿的紀錄").waitFor();
  await judge(page, "retention-due");
  await page.locator("#tab-holds").click();
  await page.getByText("勞保局書面稽核調閱中").waitFor();
  await judge(page, "retention-holds");

  await page.goto(`${place.base}/notices`);
  await page.getByRole("row").filter({ hasText: "已發文" }).first().getByRole("link").first().click();
  await page.locator("#kept-until").waitFor();
  await page.locator("#kept-until").getByText("最後一次異動翌日起保存五年").waitFor();
  await page.locator("#hold").click();
  await page.locator("#hold-save").click();
  await page.locator("#hold-reason-says .says").first().waitFor();
  await page.locator("#hold-reason").fill("行政訴訟調閱");
  await judge(page, "retention-hold-form");
  await page.locator("#hold-save").click();
  await page.getByText("保留註記：行政訴訟調閱").waitFor();
  await judge(page, "retention-held");
  await page.getByRole("button", { name: /^解除/ }).click();
  await page.locator("#lift-reason").fill("訴訟確定");
  await page.locator("#lift-save").click();
  await page.locator("#hold").waitFor();
  // The refusal of the empty form is an answer, not a mistake.
  assert.deepEqual(errors.filter((error) => !error.includes("status of 422")), []);
});
