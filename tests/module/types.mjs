// The types that the package brings say what its functions take and give.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const flags = ["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext", "--lib", "es2022,dom"];

for (const resolution of ["nodenext", "bundler"]) {
  test(`a page in TypeScript compiles against the package, ${resolution}`, () => {
    const folder = mkdtempSync(join(tmpdir(), "chadiao-types-"));
    try {
      mkdirSync(join(folder, "node_modules/@chadiao"), { recursive: true });
      symlinkSync(process.env.CHADIAO_MODULE, join(folder, "node_modules/@chadiao/rules"));
      cpSync(new URL("typed.ts", import.meta.url), join(folder, "page.mts"));
      const how = resolution === "bundler" ? ["--module", "esnext", "--moduleResolution", "bundler"] : [];
      const { status, stdout } = spawnSync(process.execPath, [compiler, ...flags, ...how, join(folder, "page.mts")], { cwd: folder, encoding: "utf8" });
      assert.equal(status, 0, stdout);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}
