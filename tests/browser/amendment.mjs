// Trying an edition: what the amendment changes on this county's records, and the way back.
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

test("the amendment is tried there and back", async () => {
  const { page, errors } = await place.sit(place.manager);
  await page.goto(`${place.base}/amendment`);
  await page.getByRole("heading", { name: /表單編號/ }).waitFor();
  await page.locator("#direction").selectOption("amended");
  await page.getByText("納入適用").first().waitFor();
  await page.getByText("附表四").first().waitFor();
  await judge(page, "amendment-there");
  await page.locator("#direction").selectOption("original");
  await page.getByText("不得查調").first().waitFor();
  await judge(page, "amendment-back");
  assert.deepEqual(errors, []);
});
