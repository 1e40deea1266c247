// The example in the documentation does the main job over the API, against the real server.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { county } from "./county.mjs";

const example = new URL("../../docs/main-job.mjs", import.meta.url).pathname;

test("a script does the main job over the API", async () => {
  const place = await county();
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [example, place.base]);
    for (const step of [/registered 附表四.*: submitted/, /approved: approved/, /queried: carried_out, 1 printout/, /closed the case: closed/]) {
      assert.match(stdout, step);
    }
    assert.ok(!place.log().includes("N123456780"), "the identity stays out of the log");
  } finally {
    await place.close();
  }
});
