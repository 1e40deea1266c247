// Half-year audits: the paper before the register, findings, and a draw that the browser recomputes.
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

test("the manager sees every unit's half-year and recomputes a draw", async () => {
  const { page, errors } = await place.sit(place.manager, { bypassCSP: true });
  await page.goto(`${place.base}/audits`);
  const done = page.locator("tbody tr").filter({ hasText: "已備查" });
  await done.first().waitFor();
  await shoot(page, "audits");
  await judge(page, "the list of audits");
  await done.first().locator("a").first().click();
  await page.getByRole("heading", { name: "抽樣" }).waitFor();
  await shoot(page, "audit");
  await judge(page, "an audit");
  await page.getByRole("link", { name: "公布資料與重算" }).click();
  await page.locator("#root-agrees").waitFor();
  await shoot(page, "audit-draw");
  await page.goto(`${place.base}/audits`);
  await page.getByRole("tab", { name: "改善事項" }).click();
  await page.locator("#f-finding-state").selectOption("");
  await page.locator("tbody tr").first().waitFor();
  await shoot(page, "findings");
  await judge(page, "the findings");
  assert.deepEqual(errors, []);
});

test("a joint audit shows what was found, one report and the names of the three", async () => {
  const { page, errors } = await place.sit(place.manager, { bypassCSP: true });
  await page.goto(`${place.base}/audits`);
  await page.getByRole("tab", { name: "聯合稽核" }).click();
  await page.getByRole("tabpanel").locator("tbody a").first().click();
  await page.getByText("政風單位").first().waitFor();
  const said = await page.locator("dl.facts").first().innerText();
  for (const part of ["查調對象與案件無關", "管理者", "政風單位", "資訊單位", "逐筆核對案號"]) {
    assert.ok(said.includes(part), `${part} is not in: ${said}`);
  }
  assert.equal(await page.locator("dl.facts .chip").filter({ hasText: "簽署" }).count(), 3);
  await shoot(page, "joint-audit");
  await judge(page, "a joint audit");
  assert.deepEqual(errors, []);
  await page.context().close();
});

test("a draw is recomputed from what is pasted, and says what cannot be read", async () => {
  const { page, errors } = await place.sit(place.staff, { bypassCSP: true });
  await page.goto(`${place.base}/draw`);
  await page.locator("#draw-period").fill("2026H1");
  await page.locator("#draw-unit").fill("018f0000-0000-7000-8000-000000000001");
  await page.locator("#draw-seed").fill("3 5 2 6 1 4 4 2 6 5 3 1 2 2 6 4");
  const ids = Array.from({ length: 31 }, (_, at) => `018f0000-0000-7000-8000-0000000001${String(at).padStart(2, "0")}`);
  await page.locator("#draw-cases").fill([...ids, "x"].join("\n"));
  await page.locator("#draw-compute").click();
  await page.getByText("第 32 行不是案件識別碼").waitFor();
  await page.locator("#draw-cases").fill(ids.join("\n"));
  await page.locator("#draw-compute").click();
  assert.match(await page.locator("#draw-result").innerText(), /母體 31 件.*抽中 30 件/);
  await shoot(page, "draw-pasted");
  await judge(page, "a pasted draw");
  assert.deepEqual(errors, []);
});
