// Entry for Node: the rules are there as soon as the import is.
import { readFileSync } from "node:fs";

import { initSync } from "./chadiao_rules.js";
import { attach } from "./rules.js";

attach(initSync({ module: readFileSync(new URL("./chadiao_rules_bg.wasm", import.meta.url)) }));

/** The same call as in a browser; here there is nothing left to wait for. */
export async function init() {}

export { ACCEPTED, Editor, explain, field, period, review, reviewMany, sampleSize, tidy, verify } from "./rules.js";
