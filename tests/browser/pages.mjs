// Every page, in both languages and both colour schemes: axe finds nothing.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { approved, county } from "./county.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PAGES = {
  staff: ["/", "/inquiries", "/inquiries/new", "/printouts", "/duties", "/items", "/paper/items", "/paper/printouts", "/regulation", "/outbox", "/sessions", "/applications", "/applications/new", "/liability"],
  supervisor: ["/approvals", "/inquiries", "/dashboard", "/applications", "/job-changes", "/roster", "/oversight", "/authorisation", "/liability"],
  manager: ["/dashboard", "/inquiries", "/items", "/items/new", "/agencies", "/accounts", "/editions", "/custody", "/notices", "/journal", "/sessions", "/printouts", "/duties", "/applications", "/job-changes", "/roster", "/oversight", "/authorisation", "/liability"],
};

/** What a screen reader is told, by the name the person chooses. */
const LANG = { "zh-TW": "zh-Hant-TW", en: "en" };

let place;
let waiting;
before(async () => {
  place = await county();
  waiting = await approved(place, "府社障字第1150099001號", 6_000_001);
});
after(() => place.close());

/** What stands behind a button or a row: each opens from the page it names. */
const BEHIND = {
  staff: [
    ["an inquiry", "/inquiries?status=carried_out", (page) => page.locator("tbody a").first().click()],
    ["a printout", "/printouts", (page) => page.locator("tbody a").first().click()],
    ["the after-query form", async () => `/inquiries/${waiting}`, (page) => page.locator("#carry-out").click()],
    ["a full look", async (page, place) => `/inquiries/${await one(page, place, "closed")}`, (page) => page.locator("#reveal").click()],
    ["the form on paper", async (page, place) => `/inquiries/${await one(page, place, "closed")}/print`, () => {}],
    ["the keys", "/", (page) => page.keyboard.press("?")],
    ["the lock", "/", (page) => page.getByRole("button", { name: /鎖定|Lock/ }).click()],
  ],
  manager: [
    ["an item", "/items", (page) => page.locator("tbody a").first().click()],
    ["an item's revision", "/items", async (page) => { await page.locator("tbody a").first().click(); await page.locator("#revise").click(); }],
    ["a repeal", "/items", async (page) => { await page.locator("tbody a").first().click(); await page.locator("#repeal").click(); }],
    ["an account", "/accounts", (page) => page.locator("tbody button").first().click()],
    ["a new account", "/accounts", (page) => page.locator("#new-account").click()],
    ["an agency", "/agencies", (page) => page.locator("tbody").getByRole("button", { name: /編輯|Edit/ }).first().click()],
    ["a file of agencies", "/agencies", (page) => page.locator("#import-agencies").click()],
    ["a person overseen", "/oversight", (page) => page.locator("tbody a").first().click()],
    ["a change of manager", "/custody", (page) => page.locator("tbody a").first().click()],
    ["the form for a change of manager", "/custody", (page) => page.locator("#open-change").click()],
    ["a notice", "/notices", (page) => page.locator("tbody a").first().click()],
    ["the form for a sent notice", "/notices", async (page) => { await page.locator("tbody a").first().click(); await page.locator("#notice-send").click(); }],
    ["one record's journal", "/journal", (page) => page.locator("tbody a").first().click()],
  ],
};

async function one(page, place, status) {
  const answer = await page.request.get(`${place.base}/api/v1/inquiries?mine=true&limit=200&status=${status}`);
  return (await answer.json()).items[0].id;
}

async function judge(page, where) {
  await page.waitForLoadState("networkidle").catch(() => {});
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  const told = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(", ")}`);
  assert.deepEqual(told, [], where);
}

for (const [role, places] of Object.entries(BEHIND)) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing behind what a ${role} opens, ${colorScheme}`, async () => {
      const { page, errors } = await place.sit(place[role], { colorScheme, bypassCSP: true });
      for (const language of ["zh-TW", "en"]) {
        if (language === "en") await page.getByRole("button", { name: "English" }).click();
        for (const [name, path, open] of places) {
          await page.goto(place.base + (typeof path === "string" ? path : await path(page, place)));
          await page.locator("main h1").first().waitFor();
          await page.waitForLoadState("networkidle").catch(() => {});
          await open(page);
          await page.waitForTimeout(150);
          await judge(page, `${name} in ${language}`);
          const unlock = page.locator("#unlock");
          if (await unlock.count()) await unlock.click();
        }
      }
      assert.deepEqual(errors, []);
    });
  }
}

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
          await judge(page, `${path} in ${language}`);
          assert.equal(await page.evaluate(() => document.documentElement.lang), LANG[language]);
        }
      }
      assert.deepEqual(errors, []);
    });
  }
}

/** Pages of the evidence, whose own stories look at them with axe. */
const ALSO = {
  staff: ["/incidents/new", "/audits", "/findings", "/tokens"],
  supervisor: ["/audits", "/findings", "/incidents"],
  manager: ["/amendment", "/retention", "/reviews", "/journal/verify", "/packs", "/certificate", "/incidents", "/reconciliations", "/audits", "/draw", "/findings"],
};

test("no page is wider than a hand's screen, in either language", async () => {
  const wide = [];
  for (const [role, paths] of Object.entries(PAGES)) {
    const { page } = await place.sit(place[role], { viewport: { width: 390, height: 800 } });
    for (const language of ["zh-TW", "en"]) {
      if (language === "en") await page.getByRole("button", { name: "English" }).click();
      for (const path of [...paths, ...ALSO[role]]) {
        await page.goto(place.base + path);
        await page.locator("main h1").first().waitFor();
        await page.waitForLoadState("networkidle").catch(() => {});
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (over > 0) wide.push(`${role} ${path} in ${language}: ${over} px`);
      }
    }
  }
  assert.deepEqual(wide, []);
});
