// The rules side by side in one run: the module, the same by hand in JavaScript, in ajv and in zod.
// Rounds are interleaved and the median is shown; read the ratios, the machine is shared.
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";

import * as hand from "./hand.mjs";
import { alsoGood, bad, good, rows } from "./records.mjs";
import * as ajv from "./with_ajv.mjs";
import * as zod from "./with_zod.mjs";

const { ACCEPTED, Editor, review, reviewMany } = await import(pathToFileURL(`${process.env.CHADIAO_MODULE}/node.js`));
const ROUNDS = Number(process.env.ROUNDS ?? 11);

const violations = (answer) => (answer === ACCEPTED ? [] : JSON.parse(answer).violations);
const lines = (findings) => findings.map(({ code, path }) => `${code} ${path}`).sort();

// Nobody is timed before everybody agrees on every record.
for (const [at, record] of [...alsoGood, ...bad].entries()) {
  const ours = lines(violations(review(JSON.stringify(record))));
  assert.equal(ours.length === 0, at < alsoGood.length, `record ${at}: ${ours}`);
  assert.deepEqual(lines(hand.check(record)), ours, `by hand, record ${at}`);
  assert.deepEqual(lines(ajv.findings(ajv.check(record))), ours, `ajv, record ${at}`);
  assert.deepEqual(lines(zod.findings(zod.check(record))), ours, `zod, record ${at}`);
  if (ours[0] === "P05-1-UNREADABLE ") continue;
  assert.deepEqual(lines(hand.judge(record, record.draft)), ours, `by hand, kept, record ${at}`);
  assert.deepEqual(lines(ajv.findings(ajv.judge(record, record.draft))), ours, `ajv, kept, record ${at}`);
  assert.deepEqual(lines(zod.findings(zod.judge(record, record.draft))), ours, `zod, kept, record ${at}`);
}

/** Microseconds for one call of each, the median of interleaved rounds. */
function measure(contestants, times) {
  const taken = contestants.map(() => []);
  let kept = 0;
  for (let round = -3; round < ROUNDS; round += 1) {
    contestants.forEach((run, which) => {
      const from = performance.now();
      for (let n = 0; n < times; n += 1) kept += run(n).length;
      if (round >= 0) taken[which].push(((performance.now() - from) * 1000) / times);
    });
  }
  assert.ok(kept >= 0);
  return taken.map((list) => list.sort((a, b) => a - b)[list.length >> 1]);
}

/** Figures with how often the module goes into each, and whether that is the goal. */
function print(title, unit, figures, goals, most) {
  console.log(`\n${title}`);
  const verdict = (met, goal) => `, goal ${goal}: ${met ? "met" : "missed"}`;
  ["module", "JavaScript by hand", "ajv", "zod"].forEach((name, at) => {
    const ratio = figures[at] / figures[0];
    const own = most ? verdict(figures[0] <= most, `≤ ${most} ${unit}`).slice(1) : "";
    const said = at === 0 ? own : `  ${ratio.toFixed(1)}× the module${goals[at] ? verdict(ratio >= goals[at], `${goals[at]}×`) : ""}`;
    console.log(`  ${name.padEnd(20)}${figures[at].toFixed(2).padStart(9)} ${unit}${said}`);
  });
}

const text = (check) => (texts) => (n) => check(JSON.parse(texts[n % texts.length]));
const contestants = (texts) => [
  (n) => violations(review(texts[n % texts.length])),
  ...[hand.check, ajv.check, zod.check].map((check) => text(check)(texts)),
];

const accepted = Array.from({ length: 64 }, (_, n) => JSON.stringify(rows(64 + n)[n === 26 || n === 53 ? 0 : n]));
console.log(`${accepted[0].length} characters of JSON; ${ROUNDS} interleaved rounds`);
print("accepted form, JSON text in → findings out", "µs", measure(contestants(accepted), 4000), [, 1, 2, 3]);
const refused = bad.map((record) => JSON.stringify(record));
print("refused form, JSON text in → findings out (the module's carry words in both languages)", "µs",
  measure(contestants(refused), 2000), []);

// A reason as it is typed: one more letter each time, the whole form judged, the answer at hand.
const reason = good().draft.reason;
const typed = Array.from({ length: reason.length }, (_, n) => reason.slice(0, n + 1));
const editor = new Editor(good());
const kept = good();
const type = (judge) => (n) => {
  kept.draft.reason = typed[n % typed.length];
  return judge(kept, kept.draft);
};
let answer = [];
print("one field changed, state kept, whole form judged", "µs",
  measure([
    (n) => {
      if (editor.set("reason", typed[n % typed.length])) answer = violations(editor.report());
      return answer;
    },
    type(hand.judge), type(ajv.judge), type(zod.judge),
  ], 8000), [], 2);

const many = rows(10_000);
const ndjson = many.map((row) => JSON.stringify(row)).join("\n");
const each = (check) => () => ndjson.split("\n").map((line) => check(JSON.parse(line)));
print("10,000 rows, NDJSON text in → findings of each out", "ms",
  measure([
    () => reviewMany(ndjson).split("\n").map(violations_or_nothing), each(hand.check), each(ajv.check), each(zod.check),
  ], 1).map((us) => us / 1000), [, , 3]);

function violations_or_nothing(line) {
  return line === "" ? [] : violations(line);
}
