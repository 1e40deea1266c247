// What the module brings along works: the script on a file of drafts, and the package holds what it names.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const folder = process.env.CHADIAO_MODULE;
const check = (input) => spawnSync(process.execPath, [join(folder, "example/check.mjs")], { input, encoding: "utf8" });

test("the script names each line, code and field, and its exit code tells", () => {
  const wrong = { subjects: [{ name: "王小明", identity: "A123456788" }], reason: "短" };
  const { status, stdout } = check(`{}\n${JSON.stringify(wrong)}\n`);
  assert.equal(status, 1);
  assert.match(stdout, /^1\tP03-ITEM-MISSING\titem\t/m);
  assert.match(stdout, /^2\tP05-1-IDENTITY-INVALID\tsubjects\[0\]\.identity\t/m);
  assert.ok(!stdout.includes("A123456788"), "the number itself is not repeated");
  assert.equal(check("").status, 0);
});

test("the package holds every file it names", () => {
  const { files, exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  for (const name of [...files, ...Object.values(exports["."])]) assert.ok(existsSync(join(folder, name)), name);
});
