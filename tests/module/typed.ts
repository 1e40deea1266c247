// A page in TypeScript that uses everything the module exports; the compiler is the test.
import {
  ACCEPTED, Editor, explain, field, init, period, review, reviewMany, sampleSize, tidy, verify,
  type Explanation, type InquiryDraft, type Json, type Mistake, type Notice, type Report, type ReviewRequest,
} from "@chadiao/rules";

function read<T>(text: Json<T>): T {
  return JSON.parse(text) as T;
}

const draft: InquiryDraft = {
  item: "0190c0de-0000-7000-8000-000000000001",
  subjects: [{ name: "王小明", identity: "A123456789" }, { identity: { sealed: "…", masked: "A1******89" } }],
  period_from: "115/01",
};
const request: ReviewRequest = { draft, on: "2026-11-23", edition: "amended", facts: { in_social_affairs: true } };

export async function use(): Promise<number> {
  await init(new URL("chadiao_rules_bg.wasm", import.meta.url));
  const report: Report = read(review(request, { today: "2026-11-23" }));
  const many: Report[] = read(reviewMany([draft, request]));
  const told: Explanation | Mistake = read(explain("P03-ITEM-MISSING"));
  const notice: Notice | Mistake = read(period("notice", "115/11/23"));
  const drawn = read(sampleSize(100n));
  const verdict = read(field("national_id", "A123456789"));
  const tidied = read(tidy("roc_date", "115.1.1"));
  const proven = read(verify("{}", "log example.gov.tw"));
  const editor = new Editor(draft);
  const hasChanged: boolean = editor.set("subjects.length", 3) || editor.set("data_items", ["a"]);
  editor.close();
  const message = report.violations[0]?.message.zh_tw ?? ("error" in told ? told.error.message.en : told.point.en);
  const day: string = "error" in notice ? notice.error.code : notice.working[0]!.date;
  const isGood = review(draft) === ACCEPTED || hasChanged || "error" in verdict || typeof tidied === "string" || proven.kind === "proof" || "error" in drawn;
  return many.length + message.length + day.length + Number(isGood);
}

// @ts-expect-error: there is no such kind of value
field("shoe_size", "42");
// @ts-expect-error: a subject is no bare text
review({ draft: { subjects: ["王小明"] } });
// @ts-expect-error: a period has a kind
period("115/11/23");
