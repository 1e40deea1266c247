// The manager makes a pack for the Bureau's inspectors; an inspector opens it from a folder, with no server and no network.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { county } from "./county.mjs";

let place;
before(async () => {
  place = await county();
});
after(() => place.close());

const shot = (page, name) =>
  process.env.SHOTS ? page.screenshot({ path: `${process.env.SHOTS}/${name}.png` }) : undefined;

test("a pack is made, opened offline, and says itself what was tampered with", async () => {
  const { page, errors } = await place.sit(place.manager);
  await page.goto(`${place.base}/packs`);
  await page.locator("#pack-make").click();
  await page.getByText("請填寫查核期間的起訖日。").first().waitFor();
  await page.locator("#pack-from").fill("114/01/01");
  const now = new Date(Date.now() + 8 * 3_600_000);
  await page.locator("#pack-to").fill(`${now.getUTCFullYear() - 1911}/${now.getUTCMonth() + 1}/${now.getUTCDate()}`);
  await page.locator("#pack-order").fill("保政字第11560000010號");
  await page.getByRole("checkbox", { name: "第五點", exact: true }).check();
  await page.locator("#pack-make").click();
  await page.locator("tbody tr", { hasText: "保政字第11560000010號" }).waitFor();
  await shot(page, "packs");
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "下載" }).first().click()]);
  const folder = mkdtempSync(join(place.folder, "inspector-"));
  await file.saveAs(join(folder, "pack.zip"));
  execFileSync("unzip", ["-q", "pack.zip"], { cwd: folder });

  const inspector = await place.sit(null);
  await inspector.context.setOffline(true);
  await inspector.page.goto(`file://${folder}/index.html`);
  await inspector.page.getByText(/全部 \d+ 筆完好/).waitFor();
  await shot(inspector.page, "pack-sound");
  const honest = readFileSync(join(folder, "index.html"), "utf8");
  writeFileSync(join(folder, "index.html"), honest.replace(/\\"edition\\":\\"amended\\"/, '\\"edition\\":\\"original\\"'));
  await inspector.page.reload();
  await inspector.page.getByText(/1 筆被改過/).waitFor();
  await shot(inspector.page, "pack-bent");
  assert.deepEqual([...errors, ...inspector.errors].filter((text) => !/status of 422/.test(text)), []);
});
