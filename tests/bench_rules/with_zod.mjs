// The same rules in zod: strict objects, refinements for fields, and across them beside it.
import { z } from "zod";

import * as hand from "./hand.mjs";

const coded = (...checks) =>
  z.string().superRefine((text, ctx) => {
    for (const check of checks) {
      const code = check(text);
      if (code !== undefined) ctx.addIssue({ code: "custom", message: code });
    }
  });

const text = z.string();
const id = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
const day = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
const flag = z.boolean();

const draft = z.strictObject({
  item: coded(hand.itemCode),
  data_items: z.array(text).min(1, "P03-DATA-ITEMS-MISSING"),
  subjects: z
    .array(z.strictObject({ name: coded(hand.nameCode, hand.inTextCode), identity: coded(hand.identityCode) }))
    .min(1, "P05-1-SUBJECTS-MISSING")
    .max(1000, "P05-1-SUBJECTS-TOO-MANY"),
  reason: coded(hand.reasonCode, hand.inTextCode),
  case_number: coded(hand.caseNumberCode, hand.inTextCode),
  period_from: coded(hand.monthCode),
  period_to: coded(hand.monthCode),
  justification: z.string().max(500, "P05-1-TEXT-LONG").superRefine(refuse),
  remark: z.string().max(500, "P05-1-TEXT-LONG").superRefine(refuse),
});

function refuse(value, ctx) {
  if (hand.containsIdentity(value)) ctx.addIssue({ code: "custom", message: "P05-4-IDENTITY-IN-TEXT" });
}

const request = z.strictObject({
  on: day,
  edition: z.enum(["original", "amended"]),
  draft,
  facts: z.strictObject({
    applicant: z.strictObject({
      person: id, name: text, unit: id, is_active: flag, has_card: flag, has_egov_account: flag,
      grants: z.array(z.strictObject({ item: id, data_items: z.array(text) })), is_manager: flag,
    }),
    item: z.strictObject({
      id, covered: z.array(id), data_items: z.array(text), in_force_from: day.nullable(), repealed_on: day.nullable(),
    }),
    in_social_affairs: flag,
  }),
});

const STRUCTURE = new Set(["invalid_type", "unrecognized_keys", "invalid_format", "invalid_value"]);

/** Beside zod, because it leaves a refinement across fields out as soon as one field is refused. */
function addAcross(issues, request, form) {
  const found = [];
  hand.across(found, request, form);
  for (const { code, path } of found) issues.push({ code: "custom", message: code, path: [], params: { path } });
  return issues;
}

export function check(value) {
  const result = request.safeParse(value);
  const issues = result.success ? [] : result.error.issues;
  if (issues.some((issue) => STRUCTURE.has(issue.code))) return issues;
  return addAcross(issues, value, value.draft);
}

export function judge(facts, form) {
  const result = draft.safeParse(form);
  return addAcross(result.success ? [] : result.error.issues, facts, form);
}

/** zod's issues as findings, to compare verdicts; not part of what is timed. */
export function findings(issues) {
  if (issues.some((issue) => STRUCTURE.has(issue.code))) return hand.UNREADABLE;
  return issues.map((issue) => {
    const path = issue.params?.path ?? issue.path.filter((part) => part !== "draft")
      .map((part, at) => (typeof part === "number" ? `[${part}]` : at > 0 ? `.${part}` : part)).join("");
    return { code: issue.message, path };
  });
}
