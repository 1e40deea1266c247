// Entry for browsers and bundlers: `await init()` once, then everything is synchronous.
import load from "./chadiao_rules.js";
import { attach } from "./rules.js";

let loading;

/** Loads the rules; `source` is a URL, a Response, bytes or a compiled module, by default the file beside this one. */
export function init(source = new URL("./chadiao_rules_bg.wasm", import.meta.url)) {
  loading ??= load({ module_or_path: source }).then(attach);
  return loading;
}

export { ACCEPTED, Editor, explain, field, period, review, reviewMany, sampleSize, tidy, verify } from "./rules.js";
