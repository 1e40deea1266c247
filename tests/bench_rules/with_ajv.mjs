// The same rules in ajv: types, lengths and formats by JSON Schema, compiled; the rest as custom keywords.
import Ajv from "ajv";

import * as hand from "./hand.mjs";

const ajv = new Ajv({ allErrors: true, strict: true });
ajv.addFormat("uuid", { type: "string", validate: hand.isUuid });
ajv.addFormat("day", { type: "string", validate: hand.isDay });

/** A keyword that runs checks on one field; each gives a code or nothing. */
ajv.addKeyword({
  keyword: "codes",
  type: "string",
  schemaType: "array",
  errors: true,
  compile(names) {
    const checks = names.map((name) => hand[name]);
    const validate = (text) => {
      let errors = null;
      for (const check of checks) {
        const code = check(text);
        if (code !== undefined) (errors ??= []).push({ keyword: "codes", message: code, params: { code } });
      }
      validate.errors = errors;
      return errors === null;
    };
    return validate;
  },
});

/** The request whose facts a draft is judged by, when the draft stands alone. */
let kept;

const across = (name, read) => {
  ajv.addKeyword({
    keyword: name,
    type: "object",
    schemaType: "boolean",
    errors: true,
    compile() {
      const validate = (data) => {
        const found = [];
        read(found, data);
        validate.errors = found.map(({ code, path }) => ({ keyword: "across", message: code, params: { code, path } }));
        return found.length === 0;
      };
      return validate;
    },
  });
};
across("acrossRequest", (found, request) => hand.across(found, request, request.draft));
across("acrossDraft", (found, draft) => hand.across(found, kept, draft));

const text = { type: "string" };
const texts = { type: "array", items: text };
const id = { type: "string", format: "uuid" };
const flag = { type: "boolean" };
const day = { type: "string", format: "day", nullable: true };
const object = (properties, more = {}) => ({ type: "object", properties, additionalProperties: false, ...more });
const coded = (...codes) => ({ type: "string", codes });

const draft = {
  item: coded("itemCode"),
  data_items: { ...texts, minItems: 1 },
  subjects: {
    type: "array",
    minItems: 1,
    maxItems: 1000,
    items: object({ name: coded("nameCode", "inTextCode"), identity: coded("identityCode") }),
  },
  reason: coded("reasonCode", "inTextCode"),
  case_number: coded("caseNumberCode", "inTextCode"),
  period_from: coded("monthCode"),
  period_to: coded("monthCode"),
  justification: { type: "string", maxLength: 500, codes: ["inTextCode"] },
  remark: { type: "string", maxLength: 500, codes: ["inTextCode"] },
};

const types = object({
  on: { type: "string", format: "day" },
  edition: { enum: ["original", "amended"] },
  draft: object(draft),
  facts: object({
    applicant: object({
      person: id, name: text, unit: id, is_active: flag, has_card: flag, has_egov_account: flag,
      grants: { type: "array", items: object({ item: id, data_items: texts }) }, is_manager: flag,
    }),
    item: object({
      id, covered: { type: "array", items: id }, data_items: texts, in_force_from: day, repealed_on: day,
    }),
    in_social_affairs: flag,
  }),
});

const whole = ajv.compile(types);
const cross = ajv.compile({ type: "object", acrossRequest: true });
const alone = ajv.compile(object(draft, { acrossDraft: true }));

const STRUCTURE = new Set(["type", "additionalProperties", "format", "enum"]);

/** The errors as ajv gives them; types first, because rules across fields read what has the right type. */
export function check(request) {
  const first = whole(request) ? [] : whole.errors;
  if (first.some((error) => STRUCTURE.has(error.keyword))) return first;
  return cross(request) ? first : first.concat(cross.errors);
}

export function judge(request, form) {
  kept = request;
  return alone(form) ? [] : alone.errors;
}

const BUILT_IN = {
  "data_items minItems": "P03-DATA-ITEMS-MISSING",
  "subjects minItems": "P05-1-SUBJECTS-MISSING",
  "subjects maxItems": "P05-1-SUBJECTS-TOO-MANY",
  "justification maxLength": "P05-1-TEXT-LONG",
  "remark maxLength": "P05-1-TEXT-LONG",
};

/** ajv's errors as findings, to compare verdicts; not part of what is timed. */
export function findings(errors) {
  if (errors.some((error) => STRUCTURE.has(error.keyword))) return hand.UNREADABLE;
  return errors.map((error) => {
    if (error.keyword === "across") return error.params;
    const path = error.instancePath.slice(1).split("/").filter((part) => part !== "draft")
      .map((part, at) => (/^\d+$/.test(part) ? `[${part}]` : at > 0 ? `.${part}` : part)).join("");
    return { code: error.params.code ?? BUILT_IN[`${path} ${error.keyword}`], path };
  });
}
