// A plain form, judged at each keystroke: the form stays in the module, one field goes in, and only a change comes out.
import { ACCEPTED, Editor, explain, init } from "../index.js";

await init();
const fields = [...document.querySelectorAll("[data-path]")];
const editor = new Editor({ subjects: [{}] });
const left = new Set();

/** Says at each field that was left what is wrong with it, by which point. */
function show() {
  const report = editor.report();
  const { violations } = report === ACCEPTED ? { violations: [] } : JSON.parse(report);
  for (const field of fields) {
    const found = violations.find(({ path }) => path === field.dataset.path);
    const says = left.has(field) && found ? `${found.message.zh_tw}(${JSON.parse(explain(found.code)).citation_zh_tw})` : "";
    document.getElementById(`${field.id}-says`).textContent = says;
    field.setAttribute("aria-invalid", String(says !== ""));
  }
  const here = violations.filter(({ path }) => fields.some((field) => field.dataset.path === path));
  document.getElementById("left").textContent = here.length === 0 ? "各欄都正確。" : `還有 ${here.length} 處待補正`;
}

for (const field of fields) {
  field.addEventListener("input", () => editor.set(field.dataset.path, field.value) && show());
  field.addEventListener("blur", () => {
    left.add(field);
    show();
  });
}
show();
