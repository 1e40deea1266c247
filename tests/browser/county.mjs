// The real server with the practice county, and people in a real browser.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** Practice cards are made once on a machine: their keys take a second. */
const CARDS = join(tmpdir(), "chadiao-test-cards");

/** A server of its own, a browser profile of its own. */
export async function county() {
  const folder = mkdtempSync(join(tmpdir(), "chadiao-browser-"));
  const server = spawn(
    process.env.CHADIAO ?? "target/debug/chadiao",
    ["serve", "--practice", "--bind", "127.0.0.1:0", "--database", join(folder, "db/c.sqlite"), "--keys", join(folder, "keys/k"), "--cards", CARDS, "--card-reader", "127.0.0.1:0"],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let log = "";
  server.stderr.on("data", (part) => (log += part));
  const base = await new Promise((found, failed) => {
    let out = "";
    server.stdout.on("data", (part) => {
      out += part;
      const address = out.match(/http:\/\/[\d.:]+/);
      if (address && out.includes("\n")) found(address[0]);
    });
    server.on("exit", () => failed(new Error(`the server stopped: ${log}`)));
  });
  const browsers = [];
  const people = await (await fetch(`${base}/api/v1/practice/people`)).json();
  const find = (fits) => people.find(fits);
  return {
    base,
    folder,
    log: () => log,
    people,
    staff: find((p) => p.unit_name.includes("身心障礙") && !p.is_supervisor && p.title !== "辦事員"),
    supervisor: find((p) => p.unit_name.includes("身心障礙") && p.is_supervisor),
    manager: find((p) => p.is_manager),
    /** Somebody at a computer of their own; `errors` collects what the page complains about. */
    async sit(person, options = {}) {
      const profile = mkdtempSync(join(folder, "profile-"));
      const context = await chromium.launchPersistentContext(profile, {
        executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
        args: FLAGS,
        viewport: { width: 1280, height: 900 },
        ...options,
      });
      browsers.push(context);
      const page = context.pages()[0] ?? (await context.newPage());
      const errors = [];
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (message) => {
        const text = message.text();
        // Being signed out is an answer, not a mistake.
        if (message.type() === "error" && !/status of 401|ERR_INTERNET_DISCONNECTED/.test(text)) errors.push(`${text} ${message.location().url}`);
      });
      await page.goto(base);
      if (person) await page.getByText(person.name, { exact: true }).first().click();
      if (person) await page.locator("#sign-in").click();
      if (person) await page.getByRole("button", { name: /登出|Sign out/ }).waitFor();
      return { page, context, profile, errors };
    },
    async close() {
      for (const context of browsers) await context.close().catch(() => {});
      server.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO";

/** A synthetic national identity number with the right check digit. */
export function nationalId(serial) {
  const body = `N1${String(serial).padStart(7, "0")}`;
  const code = LETTERS.indexOf("N") + 10;
  const digits = [Math.floor(code / 10), code % 10, ...[...body.slice(1)].map(Number)];
  const sum = digits.reduce((total, digit, at) => total + digit * [1, 9, 8, 7, 6, 5, 4, 3, 2, 1][at], 0);
  return body + ((10 - (sum % 10)) % 10);
}

/** Opens a fresh form and chooses the first item with its first data item. */
export async function newForm(page, base) {
  await page.goto(`${base}/inquiries/new`);
  await page.getByLabel("業務項目", { exact: true }).selectOption({ index: 1 });
  await page.getByRole("checkbox").first().check();
}

/** Fills everything but the subjects. */
export async function fillCase(page, number) {
  await page.locator("#case_number").fill(number);
  await page.locator("#reason").fill("依身心障礙者參加社會保險保險費補助辦法第九條核算補助,需核對各月自付額。");
  await page.locator("#period_from").fill("115/01");
  await page.locator("#period_to").fill("115/03");
  await page.locator("#remark").focus();
}

/** Which of these words stand, in any of three spellings, in any file below a folder. */
export function found(folder, words) {
  const needles = words.flatMap((word) => [Buffer.from(word), Buffer.from(word, "utf16le"), Buffer.from(btoa(word).slice(0, 12))]);
  const hits = [];
  const walk = (at) => {
    for (const name of readdirSync(at)) {
      const path = join(at, name);
      const about = statSync(path, { throwIfNoEntry: false });
      if (about?.isDirectory()) walk(path);
      else if (about?.isFile()) {
        const bytes = readFileSync(path);
        for (const needle of needles) if (bytes.includes(needle)) hits.push(path);
      }
    }
  };
  walk(folder);
  return hits;
}

/** Signs a practice person in over the API, with their card in the practice reader; the session's cookie. */
export async function signIn(base, person) {
  const post = async (path, cookie, body) => {
    const headers = { origin: base, cookie, "content-type": "application/json", "idempotency-key": crypto.randomUUID() };
    const answer = await fetch(`${base}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return [await answer.json(), answer.headers.getSetCookie()[0].split(";")[0]];
  };
  const { card_component } = await (await fetch(`${base}/api/v1/sync/capabilities`)).json();
  const [{ text }, asker] = await post("/session/challenge", "", null);
  const request = { func: "MakeSignature", tbs: text, pin: "123456", slotDescription: person.card_number };
  const body = new URLSearchParams({ tbsPackage: JSON.stringify(request) });
  const { signature } = await (await fetch(`${card_component}/sign`, { method: "POST", body })).json();
  const [, cookie] = await post("/session", asker, { signature });
  return cookie;
}

/** An inquiry of the staff member that the supervisor approved, made over the API; its identifier. */
export async function approved(place, number, serial) {
  const sign = (person) => signIn(place.base, person);
  const call = async (cookie, method, path, body, revision) => {
    const headers = { origin: place.base, cookie, "content-type": "application/json", "idempotency-key": crypto.randomUUID() };
    if (revision !== undefined) headers["if-match"] = `"${revision}"`;
    const answer = await fetch(`${place.base}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return answer.json();
  };
  const staff = await sign(place.staff);
  const { items } = await call(staff, "GET", "/items");
  const item = items.find((one) => one.number === "1");
  const hex = Date.now().toString(16).padStart(12, "0") + crypto.randomUUID().replaceAll("-", "").slice(12);
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  const draft = await call(staff, "POST", "/inquiries", {
    id,
    draft: {
      item: item.id,
      data_items: [item.data_items[0].code],
      subjects: [{ name: "測試人", identity: nationalId(serial) }],
      reason: "依身心障礙者參加社會保險保險費補助辦法第九條核算補助,需核對各月自付額。",
      case_number: number,
      period_from: "115/01",
      period_to: "115/03",
    },
  });
  const { revision } = await call(staff, "POST", `/inquiries/${id}/submit`, undefined, draft.revision);
  await call(await sign(place.supervisor), "POST", `/inquiries/${id}/actions`, { name: "approve" }, revision);
  return id;
}
