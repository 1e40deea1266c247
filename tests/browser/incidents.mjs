// An incident is reported from any page in under a minute, and handled by the manager.
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

test("somebody reports from the page they are on; a form that lacks something keeps what was typed", async () => {
  const { page, errors } = await place.sit(place.staff, { bypassCSP: true });
  await page.goto(`${place.base}/printouts`);
  await page.locator("#report-incident").click();
  await page.locator("#incident-measures").fill("封存卷宗");
  await judge(page, "the form");
  await page.locator("#incident-send").click();
  await page.getByText("請簡述發生什麼事").first().waitFor();
  assert.equal(await page.locator("#incident-measures").inputValue(), "封存卷宗");
  await page.locator("#incident-summary").fill("調卷時發現少一張列印資料");
  await shoot(page, "incident-new");
  await page.locator("#incident-send").click();
  await page.locator("#timeline").waitFor();
  assert.match(await page.locator("#timeline").innerText(), /封存卷宗/);
  await shoot(page, "incident-reported");
  assert.deepEqual(errors.filter((text) => !text.includes("422")), []);
});

test("the manager tells the Bureau and sees what is touched", async () => {
  const { page, errors } = await place.sit(place.manager, { bypassCSP: true });
  await page.goto(`${place.base}/incidents`);
  await page.locator("tbody tr").first().waitFor();
  await shoot(page, "incidents");
  await judge(page, "the list");
  await page.locator("tbody tr").filter({ hasText: "調卷時發現少一張" }).locator("a").click();
  await page.locator("#incident-tell").click();
  await page.locator("#incident-how").fill("電話告知承辦人");
  await page.locator("#incident-save").click();
  await page.getByText(/已通報/).first().waitFor();
  await page.locator("#incident-assess").click();
  await page.locator("#incident-unit option").nth(1).waitFor({ state: "attached" });
  const unit = page.locator("#incident-unit option").filter({ hasText: "身心障礙" });
  await page.locator("#incident-unit").selectOption(await unit.first().getAttribute("value"));
  await page.locator("#incident-save").click();
  await page.locator("#incident-save").waitFor({ state: "detached" });
  await page.locator("#show-reach").click();
  await page.locator("#reach-figures").waitFor();
  await shoot(page, "incident");
  await judge(page, "an incident");
  assert.deepEqual(errors, []);
});
