#!/usr/bin/env node
// Judges drafts, one JSON a line, from a file or standard input; says what to mend, exit code 1 if any is refused.
import { readFileSync } from "node:fs";
import { reviewMany } from "../node.js";

const text = readFileSync(process.argv[2] ?? 0, "utf8").trim();
const reports = text === "" ? [] : reviewMany(text.split("\n").filter((line) => line.trim() !== "").join("\n")).trimEnd().split("\n");
for (const [at, report] of reports.entries()) {
  for (const { code, path, severity, message } of JSON.parse(report).violations) {
    if (severity === "refusal") process.exitCode = 1;
    console.log(`${at + 1}\t${code}\t${path}\t${message.zh_tw}`);
  }
}
