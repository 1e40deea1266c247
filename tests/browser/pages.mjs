// Every page, in both languages and both colour schemes: axe finds nothing.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { county } from "./county.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PAGES = {
  staff: ["/", "/inquiries", "/inquiries/new", "/printouts", "/duties", "/items", "/regulation", "/outbox"],
  supervisor: ["/approvals", "/inquiries", "/dashboard"],
  manager: ["/dashboard", "/inquiries", "/items", "/items/new", "/agencies", "/accounts", "/journal", "/printouts", "/duties"],
};

/** What a screen reader is told, by the name the person chooses. */
const LANG = { "zh-TW": "zh-Hant-TW", en: "en" };

let place;
before(async () => (place = await county()));
after(() => place.close());

for (const [role, paths] of Object.entries(PAGES)) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing on what a ${role} sees, ${colorScheme}`, async () => {
      // The policy forbids injected scripts, and axe is one; the policy itself is tried elsewhere.
      const { page, errors } = await place.sit(place[role], { colorScheme, bypassCSP: true });
      for (const language of ["zh-TW", "en"]) {
        if (language === "en") await page.getByRole("button", { name: "English" }).click();
        for (const path of paths) {
          await page.goto(place.base + path);
          await page.locator("main h1").first().waitFor();
          await page.waitForLoadState("networkidle").catch(() => {});
          await page.evaluate(axe);
          const { violations } = await page.evaluate(() => globalThis.axe.run(document));
          const told = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(", ")}`);
          assert.deepEqual(told, [], `${path} in ${language}`);
          assert.equal(await page.evaluate(() => document.documentElement.lang), LANG[language]);
        }
      }
      assert.deepEqual(errors, []);
    });
  }
}
