#!/usr/bin/env node
// The main job over the API, with Node 20 alone: register, approve, query, account for the paper, see it on the dashboard.
//   cargo xtask serve --practice        (in another window)
//   node docs/main-job.mjs http://127.0.0.1:8080
import { randomBytes, randomUUID } from "node:crypto";

const base = process.argv[2] ?? "http://127.0.0.1:8080";

/** A person at the API: their session cookie, a key for each write, the problem's own words when something is refused. */
class Person {
  constructor(name) {
    this.name = name;
  }

  async call(method, path, body, revision) {
    const headers = { origin: base };
    if (this.cookie) headers.cookie = this.cookie;
    if (method !== "GET") {
      // The same key on a retry gets the same answer; nothing is done twice.
      headers["idempotency-key"] = randomUUID();
      headers["content-type"] = "application/json";
    }
    if (revision !== undefined) headers["if-match"] = `"${revision}"`;
    const answer = await fetch(`${base}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
    this.cookie = answer.headers.getSetCookie()[0]?.split(";")[0] ?? this.cookie;
    const text = await answer.text();
    const json = text ? JSON.parse(text) : undefined;
    if (!answer.ok) {
      const broken = json.violations?.map((v) => `${v.code} at ${v.path}: ${v.message.en}`) ?? [json.detail?.en];
      throw new Error(`${this.name}: ${method} ${path}: ${answer.status} ${json.title.en}\n  ${broken.join("\n  ")}`);
    }
    return json;
  }

  get = (path) => this.call("GET", path);
  post = (path, body, revision) => this.call("POST", path, body, revision);
}

/** Identifiers are made by the caller, in the order of time (UUIDv7, RFC 9562). */
function identifier() {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

async function signIn(people, fits) {
  const found = people.find(fits);
  const person = new Person(found.name);
  // The server's text, signed by the card in the practice reader: the component on a person's PC speaks the same protocol.
  const { card_component: reader } = await person.get("/sync/capabilities");
  const { text } = await person.post("/session/challenge");
  const request = { func: "MakeSignature", tbs: text, pin: "123456", slotDescription: found.card_number };
  const body = new URLSearchParams({ tbsPackage: JSON.stringify(request) });
  const { signature } = await (await fetch(`${reader}/sign`, { method: "POST", body })).json();
  await person.post("/session", { signature });
  return person;
}

const people = await new Person("nobody").get("/practice/people");
const welfare = (p) => p.unit_name.includes("身心障礙");
const staff = await signIn(people, (p) => welfare(p) && !p.is_supervisor && p.title !== "辦事員");
const supervisor = await signIn(people, (p) => welfare(p) && p.is_supervisor);
const manager = await signIn(people, (p) => p.is_manager);

// What the item allows is all that may be asked for.
const { standing } = await staff.get("/session");
const { items } = await staff.get(`/items?unit=${standing.unit}`);
const item = items.find((one) => one.number === "1");
const id = identifier();
const draft = await staff.post("/inquiries", {
  id,
  draft: {
    item: item.id,
    data_items: [item.data_items[0].code],
    subjects: [{ name: "測試人", identity: "N123456780" }],
    reason: "依身心障礙者參加社會保險保險費補助辦法第九條,核算本案補助金額所需。",
    case_number: "府社障字第1150012345號",
    period_from: "115/01",
    period_to: "115/06",
  },
});
const registered = await staff.post(`/inquiries/${id}/submit`, undefined, draft.revision);
console.log(`${staff.name} registered ${registered.form_number} for ${item.name}: ${registered.status.state}`);

const approved = await supervisor.post(`/inquiries/${id}/actions`, { name: "approve" }, registered.revision);
console.log(`${supervisor.name} approved: ${approved.status.state}`);

const queried = await staff.post(
  `/inquiries/${id}/actions`,
  {
    name: "carry_out",
    query: {
      queried_at: new Date().toISOString(),
      outcome: "found",
      query_record_place: "社會處檔案室 115-03 櫃",
      printouts: [{ pages: 2, copies: 0, fate: "kept", place: "身障科保險櫃" }],
    },
    printout_ids: [identifier()],
  },
  approved.revision,
);
console.log(`${staff.name} queried: ${queried.status.state}, ${queried.printouts.length} printout to account for`);

const [printout] = queried.printouts;
await staff.post(`/printouts/${printout.id}/actions`, { name: "file", case_number: "府社障字第1150012345號" }, printout.revision);
const now = await staff.get(`/inquiries/${id}`);
const closed = await staff.post(`/inquiries/${id}/actions`, { name: "close" }, now.revision);
console.log(`${staff.name} filed the paper and closed the case: ${closed.status.state}`);

const { by_status: counts } = await manager.get("/dashboard");
const { items: log } = await manager.get("/journal?limit=5");
console.log(`${manager.name} sees ${counts.map(({ name, count }) => `${count} ${name}`).join(", ")}`);
console.log(`the journal's last entries: ${log.map((entry) => entry.kind).join(", ")}`);
