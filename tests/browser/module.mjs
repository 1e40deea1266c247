// The module's example page in a real browser, under a strict policy.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { test } from "node:test";
import { chromium } from "playwright-core";

const folder = process.env.CHADIAO_MODULE || new URL("../../target/module", import.meta.url).pathname;
const KINDS = { ".html": "text/html", ".mjs": "text/javascript", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'";

test("a plain form is judged by the module as it is typed", async () => {
  const server = createServer((request, response) => {
    try {
      const path = normalize(new URL(request.url, "http://x").pathname);
      response.writeHead(200, { "content-type": KINDS[extname(path)] ?? "text/plain", "content-security-policy": POLICY });
      response.end(readFileSync(join(folder, path)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(`http://127.0.0.1:${server.address().port}/example/index.html`);
    await page.locator("#left", { hasText: "待補正" }).waitFor();
    await page.locator("#identity").fill("A123456788");
    await page.locator("#case_number").focus();
    await page.locator("#identity-says", { hasText: "第五點第一款" }).waitFor();
    assert.equal(await page.locator("#identity").getAttribute("aria-invalid"), "true");
    await page.locator("#identity").fill("A123456789");
    await page.locator("#name").fill("王小明");
    await page.locator("#case_number").fill("府社障字第1150012345號");
    await page.locator("#reason").fill("依身心障礙者參加社會保險保險費補助辦法第九條核算補助,需核對各月自付額。");
    await page.locator("#period_from").fill("115/01");
    await page.locator("#period_to").fill("115/03");
    await page.locator("#left", { hasText: "各欄都正確" }).waitFor();
    assert.deepEqual(errors, []);
  } finally {
    await browser.close();
    server.close();
  }
});
