// The rules, once a WebAssembly instance is there: what both entries share.
import { Door, explain as explainText, field as fieldText, period as periodText, sample_size, slot, tidy as tidyText, verify as verifyText }
  from "./chadiao_rules.js";

/** The answer to a form with which nothing is wrong and of which nothing is left open. */
export const ACCEPTED = '{"violations":[],"deferred":[]}';

const DAY = 86_400_000;
const TAIWAN = 8 * 3_600_000;
// A text longer than this is refused before it fills the memory.
const MOST = 256 * 1024 * 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

let memory;
let desk;

/** Called by an entry with the instance's exports. */
export function attach(exports) {
  memory = exports.memory;
  desk = new Desk();
}

/** A door with the views of its memory kept between calls. */
class Desk {
  #door = new Door();
  #input = new Uint8Array(0);
  #bytes = new Uint8Array(memory.buffer);

  /** The number of bytes the text became; -1 when it is too long. */
  #write(text) {
    // A UTF-16 unit is at most three bytes of UTF-8.
    const most = text.length * 3;
    if (this.#input.length < most || this.#input.buffer !== memory.buffer) {
      if (most > MOST) return -1;
      const room = Math.max(most, this.#input.length, 4096);
      const at = this.#door.reserve(room);
      this.#bytes = new Uint8Array(memory.buffer);
      this.#input = this.#bytes.subarray(at, at + room);
    }
    if (text.length <= 24) {
      // For a few plain letters a loop is faster than the encoder.
      const input = this.#input;
      let at = 0;
      for (; at < text.length; at += 1) {
        const code = text.charCodeAt(at);
        if (code > 127) break;
        input[at] = code;
      }
      if (at === text.length) return at;
    }
    return encoder.encodeInto(text, this.#input).written;
  }

  #read(length) {
    if (this.#bytes.buffer !== memory.buffer) this.#bytes = new Uint8Array(memory.buffer);
    const at = this.#door.answer();
    return decoder.decode(this.#bytes.subarray(at, at + length));
  }

  review(text, today) {
    const size = this.#write(text);
    if (size < 0) return unreadable("文字過長", "the text is too long");
    const length = this.#door.review(size, today);
    return length === 0 ? ACCEPTED : this.#read(length);
  }

  reviewMany(text, today) {
    const size = this.#write(text);
    if (size < 0) return unreadable("文字過長", "the text is too long");
    return this.#read(this.#door.review_many(size, today));
  }

  open(text, today) {
    this.#door.open(Math.max(this.#write(text), 0), today);
  }

  set(slot, text) {
    const size = this.#write(text);
    return size >= 0 && this.#door.set(slot, size);
  }

  report() {
    const length = this.#door.report();
    return length === 0 ? ACCEPTED : this.#read(length);
  }

  close() {
    this.#door.free();
  }
}

const slots = new Map();

/** A form that is being typed: it stays inside, one field goes in, and only a change comes out. */
export class Editor {
  #desk;

  constructor(request = "{}", { today } = {}) {
    if (desk === undefined) return;
    this.#desk = new Desk();
    this.#desk.open(asText(request), dayNumber(today));
  }

  /** Sets one field and judges the whole form; true when the report is another one than before. */
  set(path, value) {
    let number = slots.get(path);
    if (number === undefined) {
      if (desk === undefined) return false;
      number = slot(asWord(path)) ?? -1;
      slots.set(path, number);
    }
    if (number < 0 || this.#desk === undefined) return false;
    return this.#desk.set(number, typeof value === "string" ? value : asText(value));
  }

  /** The report as it stands, as JSON text. */
  report() {
    return this.#desk === undefined ? notReady() : this.#desk.report();
  }

  /** Gives the memory back; without it the garbage collector does, some time. */
  close() {
    this.#desk?.close();
    this.#desk = undefined;
  }
}

export function review(request, { today } = {}) {
  return guarded(() => desk.review(asText(request), dayNumber(today)));
}

export function reviewMany(requests, { today } = {}) {
  return guarded(() => desk.reviewMany(asText(requests), dayNumber(today)));
}

export const explain = (code) => guarded(() => explainText(asWord(code)));
export const period = (kind, date) => guarded(() => periodText(asWord(kind), asWord(date)));
export const sampleSize = (n) => guarded(() => sample_size(asWord(n)));
export const field = (kind, value) => guarded(() => fieldText(asWord(kind), asWord(value)));
export const tidy = (kind, value) => guarded(() => tidyText(asWord(kind), asWord(value)));
export const verify = (text, policy) => guarded(() => verifyText(asWord(text), asWord(policy)));

function guarded(ask) {
  if (desk === undefined) return notReady();
  try {
    return ask();
  } catch {
    // Only running out of memory leads here.
    return unreadable("記憶體不足", "out of memory");
  }
}

function asText(value) {
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value) ?? "null";
  } catch {
    return "";
  }
}

function asWord(value) {
  try {
    return String(value ?? "");
  } catch {
    return "";
  }
}

/** Days since 1970-01-01 of an ISO date, or of today in Taiwan. */
function dayNumber(today) {
  if (today === undefined) return Math.floor((Date.now() + TAIWAN) / DAY);
  const at = Date.parse(`${today}T00:00:00Z`);
  return Number.isNaN(at) ? Math.floor((Date.now() + TAIWAN) / DAY) : at / DAY;
}

const notReady = () => unreadable("規則尚未載入", "the rules are not loaded: await init() first");

function unreadable(zh_tw, en) {
  const message = { zh_tw: `無法讀取登記表:${zh_tw}`, en: `The form cannot be read: ${en}` };
  const violation = { code: "P05-1-UNREADABLE", path: "", citation: "5(1)", severity: "refusal", message };
  return JSON.stringify({ violations: [violation], deferred: [] });
}
