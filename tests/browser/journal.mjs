// The manager reads what was signed of the journal and takes a proof away; anybody verifies it in a browser, signed in or not.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { county } from "./county.mjs";

let place;
before(async () => {
  place = await county();
});
after(() => place.close());

const shot = (page, name) =>
  process.env.SHOTS ? page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true }) : undefined;

test("a proof is downloaded, verified by a stranger, and a bent one is named", async () => {
  const { page, errors } = await place.sit(place.manager);
  await page.goto(`${place.base}/journal`);
  await page.getByRole("heading", { name: "檢查點與見證" }).waitFor();
  await shot(page, "journal");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: /下載第 \d+ 筆的證明/ }).last().click(),
  ]);
  const text = await readFile(await file.path(), "utf8");
  assert.match(file.suggestedFilename(), /^chadiao-journal-\d+\.json$/);

  const stranger = await place.sit(null);
  const { page: outside } = stranger;
  await outside.goto(`${place.base}/journal/verify`);
  const drop = (name, content) =>
    outside.locator("#proof-file").setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(content) });
  await outside.locator("#policy").waitFor();
  await drop("proof.json", text);
  await outside.getByText("完好：與簽署時相同").waitFor();
  await shot(outside, "verify-sound");
  await drop("bent.json", text.replace(/"entry":"\{\\"action\\":\\"[a-z_]/, (found) => `${found}x`));
  await outside.getByText("被改過").first().waitFor();
  await shot(outside, "verify-bent");
  await outside.locator("#policy").fill("log nobody");
  await outside.getByText("無法驗證").first().waitFor();
  assert.deepEqual([...errors, ...stranger.errors], []);
});
