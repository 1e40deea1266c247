// The same rules written by hand in JavaScript, as fast as plain code gets; ajv and zod borrow the parts that
// they have no word for. A finding is `{ code, path }`.
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const LETTERS = [10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21, 22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33];
const CASE_NUMBER = /^[A-Za-z0-9\-/_.()[\]〔〕、〇\u3400-\u4dbf\u4e00-\u9fff]+$/;
const IN_TEXT = /(?<![A-Z0-9])[A-Z][ .-]{0,3}[1289A-D](?:[ .-]{0,3}\d){8}(?![A-Z0-9])/g;

export const isUuid = (text) => UUID.test(text);
export const isDay = (text) => DAY.test(text);

/** Characters, not UTF-16 units; most texts are decided by their units alone. */
export function isLonger(text, most) {
  if (text.length <= most) return false;
  if (text.length > most * 2) return true;
  let count = 0;
  for (const _ of text) count += 1;
  return count > most;
}

export function isIdentity(text) {
  if (text.length !== 10) return false;
  const first = LETTERS[text.charCodeAt(0) - 65];
  if (first === undefined) return false;
  const letter = text.charCodeAt(1);
  let second = letter - 48;
  if (letter >= 65 && letter <= 68) second = LETTERS[letter - 65] % 10;
  else if (second !== 1 && second !== 2 && second !== 8 && second !== 9) return false;
  let sum = Math.floor(first / 10) + (first % 10) * 9 + second * 8;
  for (let at = 2; at < 10; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return false;
    sum += digit * (at === 9 ? 1 : 9 - at);
  }
  return sum % 10 === 0;
}

export function containsIdentity(text) {
  let digits = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if ((code >= 48 && code <= 57) || (code >= 0xff10 && code <= 0xff19)) digits += 1;
  }
  if (digits < 8) return false;
  const found = text.normalize("NFKC").toUpperCase().match(IN_TEXT);
  return found !== null && found.some((match) => isIdentity(match.replace(/[ .-]/g, "")));
}

export function isCaseNumber(text) {
  return text.length >= 3 && text.length <= 60 && CASE_NUMBER.test(text) && /\d/.test(text);
}

const SLASH = /^(\d{1,3})[/.-](\d{1,2})$/;
const PLAIN = /^(\d{3})(\d{2})$/;
const ISO = /^(\d{4})-(\d{2})$/;
const WORDS = /^(?:中華民國|民國)?(\d{1,3})年(\d{1,2})月$/;

/** Months since year 0; NaN for what is no month. */
export function month(text) {
  let match = SLASH.exec(text) ?? PLAIN.exec(text);
  let offset = 1911;
  if (match === null) {
    match = ISO.exec(text);
    if (match !== null) offset = 0;
    else match = WORDS.exec(text);
  }
  if (match === null) return NaN;
  const [year, number] = [Number(match[1]) + offset, Number(match[2])];
  return year > 1911 && year <= 2910 && number >= 1 && number <= 12 ? year * 12 + number - 1 : NaN;
}

export const reasonCode = (text) => {
  const trimmed = text.trim();
  if (trimmed === "") return "P05-1-REASON-MISSING";
  if (trimmed.length < 10 || !isLonger(trimmed, 9)) return "P05-1-REASON-SHORT";
  return isLonger(trimmed, 500) ? "P05-1-REASON-LONG" : undefined;
};
export const caseNumberCode = (text) => {
  if (text.trim() === "") return "P05-1-CASE-NUMBER-MISSING";
  return isCaseNumber(text) ? undefined : "P05-1-CASE-NUMBER-INVALID";
};
export const monthCode = (text) => {
  if (text === "") return "P03-PERIOD-MISSING";
  return Number.isNaN(month(text)) ? "P03-PERIOD-INVALID" : undefined;
};
export const nameCode = (text) => {
  const trimmed = text.trim();
  if (trimmed === "") return "P05-1-SUBJECT-NAME-MISSING";
  return isLonger(trimmed, 60) ? "P05-1-SUBJECT-NAME-LONG" : undefined;
};
export const identityCode = (text) => {
  if (text === "") return "P05-1-IDENTITY-MISSING";
  return isIdentity(text) ? undefined : "P05-1-IDENTITY-INVALID";
};
export const itemCode = (text) => {
  if (text === "") return "P03-ITEM-MISSING";
  return isUuid(text) ? undefined : "P03-ITEM-UNKNOWN";
};
export const textCode = (text) => (isLonger(text, 500) ? "P05-1-TEXT-LONG" : undefined);
export const inTextCode = (text) => (containsIdentity(text) ? "P05-4-IDENTITY-IN-TEXT" : undefined);

/** What one field alone can tell. */
function fields(found, draft) {
  const note = (code, path) => { if (code !== undefined) found.push({ code, path }); };
  note(itemCode(draft.item), "item");
  if (draft.data_items.length === 0) note("P03-DATA-ITEMS-MISSING", "data_items");
  note(monthCode(draft.period_from), "period_from");
  note(monthCode(draft.period_to), "period_to");
  note(reasonCode(draft.reason), "reason");
  note(caseNumberCode(draft.case_number), "case_number");
  note(textCode(draft.justification), "justification");
  note(textCode(draft.remark), "remark");
  note(inTextCode(draft.reason), "reason");
  note(inTextCode(draft.case_number), "case_number");
  note(inTextCode(draft.justification), "justification");
  note(inTextCode(draft.remark), "remark");
  if (draft.subjects.length === 0) note("P05-1-SUBJECTS-MISSING", "subjects");
  if (draft.subjects.length > 1000) note("P05-1-SUBJECTS-TOO-MANY", "subjects");
  for (let at = 0; at < draft.subjects.length; at += 1) {
    const { name, identity } = draft.subjects[at];
    const name_ = nameCode(name);
    if (name_ !== undefined) note(name_, `subjects[${at}].name`);
    if (containsIdentity(name)) note("P05-4-IDENTITY-IN-TEXT", `subjects[${at}].name`);
    const identity_ = identityCode(identity);
    if (identity_ !== undefined) note(identity_, `subjects[${at}].identity`);
  }
}

/** What needs several fields, or the facts. */
export function across(found, { on, edition, facts }, draft) {
  const { applicant, item } = facts;
  if (edition === "original" && !facts.in_social_affairs) found.push({ code: "P01-UNIT-OUT-OF-SCOPE", path: "" });
  if (isUuid(draft.item) && item.id === draft.item) {
    if (item.in_force_from === null || on < item.in_force_from) found.push({ code: "P03-ITEM-NOT-YET", path: "item" });
    if (!item.covered.includes(applicant.unit)) found.push({ code: "P03-UNIT-NOT-COVERED", path: "item" });
    if (item.repealed_on != null && item.repealed_on <= on) found.push({ code: "P07-ITEM-REPEALED", path: "item" });
  }
  if (!applicant.is_active) found.push({ code: "P04-1-ACCOUNT-INACTIVE", path: "" });
  if (!applicant.has_card) found.push({ code: "P04-1-CARD-MISSING", path: "" });
  if (!applicant.has_egov_account) found.push({ code: "P04-1-EGOV-ACCOUNT-MISSING", path: "" });
  if (isUuid(draft.item)) {
    const grant = applicant.grants.find((grant) => grant.item === draft.item);
    if (grant === undefined) found.push({ code: "P04-5-ITEM-NOT-GRANTED", path: "item" });
    const { data_items } = draft;
    for (let at = 0; at < data_items.length; at += 1) {
      const code = data_items[at];
      if (data_items.indexOf(code) < at) found.push({ code: "P03-DATA-ITEM-TWICE", path: `data_items[${at}]` });
      if (item.id === draft.item && !item.data_items.includes(code)) {
        found.push({ code: "P03-DATA-ITEM-NOT-LISTED", path: `data_items[${at}]` });
      }
      if (grant !== undefined && !grant.data_items.includes(code)) {
        found.push({ code: "P04-5-DATA-ITEM-NOT-GRANTED", path: `data_items[${at}]` });
      }
    }
  }
  const [from, to] = [month(draft.period_from), month(draft.period_to)];
  const now = month(on.slice(0, 7));
  if (from > now) found.push({ code: "P03-PERIOD-AHEAD", path: "period_from" });
  if (to > now) found.push({ code: "P03-PERIOD-AHEAD", path: "period_to" });
  const isUnexplained = draft.justification.trim() === "";
  if (to < from) found.push({ code: "P03-PERIOD-BACKWARDS", path: "period_to" });
  else if (to - from + 1 > 12 && isUnexplained) found.push({ code: "P03-PERIOD-UNJUSTIFIED", path: "justification" });
  if (draft.subjects.length > 200 && isUnexplained) found.push({ code: "P03-SUBJECTS-UNJUSTIFIED", path: "justification" });
  if (draft.subjects.length > 1) {
    const seen = new Set();
    for (let at = 0; at < draft.subjects.length; at += 1) {
      const { identity } = draft.subjects[at];
      if (identity === "") continue;
      if (seen.has(identity)) found.push({ code: "P03-SUBJECT-TWICE", path: `subjects[${at}].identity` });
      seen.add(identity);
    }
  }
}

const isText = (value) => typeof value === "string";
const areTexts = (value) => Array.isArray(value) && value.every(isText);
const isObject = (value) => typeof value === "object" && value !== null;
const isDayOrNull = (value) => value == null || (isText(value) && isDay(value));
const isId = (value) => isText(value) && isUuid(value);
const areIds = (value) => Array.isArray(value) && value.every(isId);
const isBoolean = (value) => typeof value === "boolean";

function knows(object, shape) {
  if (!isObject(object)) return false;
  for (const key in object) if (shape[key] === undefined || !shape[key](object[key])) return false;
  return true;
}

const SUBJECT = { name: isText, identity: isText };
const DRAFT = {
  item: isText, data_items: areTexts, reason: isText, case_number: isText, period_from: isText, period_to: isText,
  justification: isText, remark: isText,
  subjects: (value) => Array.isArray(value) && value.every((subject) => knows(subject, SUBJECT)),
};
const GRANT = { item: isId, data_items: areTexts };
const APPLICANT = {
  person: isId, name: isText, unit: isId, is_active: isBoolean, has_card: isBoolean, has_egov_account: isBoolean,
  grants: (value) => Array.isArray(value) && value.every((grant) => knows(grant, GRANT)), is_manager: isBoolean,
};
const ITEM = { id: isId, covered: areIds, data_items: areTexts, in_force_from: isDayOrNull, repealed_on: isDayOrNull };
const FACTS = {
  applicant: (value) => knows(value, APPLICANT), item: (value) => knows(value, ITEM), in_social_affairs: isBoolean,
};
const REQUEST = {
  on: (value) => isText(value) && isDay(value),
  edition: (value) => value === "original" || value === "amended",
  draft: (value) => knows(value, DRAFT),
  facts: (value) => knows(value, FACTS),
};

/** The rules on a form whose types are known. */
export function judge(request, draft) {
  const found = [];
  fields(found, draft);
  across(found, request, draft);
  return found;
}

export const UNREADABLE = [{ code: "P05-1-UNREADABLE", path: "" }];

export function check(request) {
  return knows(request, REQUEST) ? judge(request, request.draft) : UNREADABLE;
}
