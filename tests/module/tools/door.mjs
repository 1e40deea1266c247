// A form a line in, a report a line out, through the module: `node door.mjs MODULE one|many TODAY`.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [, , path, how, today] = process.argv;
const { review, reviewMany } = await import(pathToFileURL(path));

const text = readFileSync(0, "utf8");
if (how === "many") {
  process.stdout.write(reviewMany(text, { today }));
} else {
  const lines = text.split("\n").filter((line) => line !== "");
  process.stdout.write(lines.map((line) => review(line, { today }) + "\n").join(""));
}
