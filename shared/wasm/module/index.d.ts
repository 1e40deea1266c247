/** A text in both languages. */
export interface Bilingual {
  zh_tw: string;
  en: string;
}

/** `refusal` refuses; `warning` and `advice` do not. */
export type Severity = "advice" | "warning" | "refusal";

/** One breach, at one place. */
export interface Violation {
  /** Stable code such as `P05-1-REASON-MISSING`. */
  code: string;
  /** Where: `reason`, `subjects[3].identity`; empty for the form as a whole. */
  path: string;
  /** The regulation's point, such as `5(1)`. */
  citation: string;
  severity: Severity;
  message: Bilingual;
}

/** A check that needs a fact nobody at hand knows; the server decides it. */
export interface Deferred {
  path: string;
  citation: string;
  fact: string;
}

/** The verdict on a form. */
export interface Report {
  violations: Violation[];
  deferred: Deferred[];
}

export type EditionId = "original" | "amended";

/** A data subject's identity number as typed, or sealed to the server's key. */
export type Identity = string | { sealed: string; masked: string };

export interface SubjectDraft {
  name?: string;
  identity?: Identity;
}

/** 查調資料登記表 as typed. */
export interface InquiryDraft {
  item?: string;
  data_items?: string[];
  subjects?: SubjectDraft[];
  reason?: string;
  case_number?: string;
  period_from?: string;
  period_to?: string;
  justification?: string;
  remark?: string;
}

export interface Grant {
  item: string;
  data_items: string[];
}

export interface Deputyship {
  head: string;
  head_name: string;
  unit: string;
  from: string;
  until: string;
}

/** What is known of a person on a day. */
export interface Standing {
  person: string;
  name: string;
  unit: string;
  is_active: boolean;
  has_card: boolean;
  has_egov_account: boolean;
  grants?: Grant[];
  heads?: string[];
  parents?: string[];
  deputy_for?: Deputyship[];
  is_manager?: boolean;
}

/** What is known of a business item. */
export interface ItemFacts {
  id: string;
  covered: string[];
  data_items: string[];
  in_force_from: string | null;
  repealed_on?: string | null;
}

/** What is known besides the form; what is left out is deferred to the server. */
export interface InquiryFacts {
  applicant?: Standing | null;
  item?: ItemFacts | null;
  in_social_affairs?: boolean | null;
  /** Medians of the unit's latest forms under the item. */
  usual?: { forms: number; subjects: number; months: number } | null;
}

/** A form to be judged. */
export interface ReviewRequest {
  /** Taiwan day of the act, ISO; today when absent. */
  on?: string | null;
  /** The amended edition when absent. */
  edition?: EditionId | null;
  draft: InquiryDraft;
  facts?: InquiryFacts;
}

/** A rule with the words of its point. */
export interface Explanation {
  code: string;
  severity: Severity;
  citation: string;
  citation_zh_tw: string;
  citation_en: string;
  message: Bilingual;
  point: Bilingual;
}

/** The answer to a question that has none. */
export interface Mistake {
  error: { code: string; message: Bilingual };
}

/** One day on the way to the end of a period. */
export interface Step {
  date: string;
  text: Bilingual;
}

export type PeriodKind = "notice" | "printout" | "retention";

/** Seven days from a change. */
export interface Notice {
  event: string;
  first_counted_day: string;
  statutory_last_day: string;
  adjusted_last_day: string;
  monday_morning_rule: boolean;
  working: Step[];
}

/** The year a printout is kept and the month for destroying it. */
export interface Printout {
  query_date: string;
  year_starts: string;
  year_ends: string;
  destroy_from: string;
  destroy_by: string;
  destroy_by_adjusted: string;
  working: Step[];
}

/** The five years of a record. */
export interface Retention {
  completed_on: string;
  first_counted_day: string;
  keep_through: string;
  earliest_disposal_review: string;
  working: Step[];
}

export type FieldKind =
  | "national_id"
  | "ui_number"
  | "business_number"
  | "card_number"
  | "insurance_number"
  | "agency_code"
  | "agency_oid"
  | "roc_date"
  | "identity"
  | "case_number"
  | "roc_month";

/** Whether a value is right. */
export interface Verdict {
  kind: FieldKind;
  value: string;
  valid: boolean;
  /** The spelling that is stored, when it is valid. */
  canonical: string | null;
  /** What is wrong, when it is not. */
  code: string | null;
  message: Bilingual | null;
}

export interface Options {
  /** Taiwan day for requests without `on`, ISO; today when absent. */
  today?: string;
}

/** JSON text that parses to `T`. */
export type Json<T> = string & { readonly __json?: T };

/** What `review` answers when nothing is wrong and nothing is left open: compare before parsing. */
export const ACCEPTED: string;

/** Loads the rules: once, before anything else. In Node the import has done it already. */
export function init(source?: URL | string | Request | Response | BufferSource | WebAssembly.Module | Promise<Response>): Promise<void>;

/** Judges one form: JSON text, or an object that is made into it. */
export function review(request: string | ReviewRequest | InquiryDraft, options?: Options): Json<Report>;

/** Judges many: lines in, lines out; an array in, an array out. One bad form costs no other its report. */
export function reviewMany(requests: string | (ReviewRequest | InquiryDraft)[], options?: Options): Json<Report[]>;

/** What a code means. */
export function explain(code: string): Json<Explanation | Mistake>;

/** A period from a date in ISO or any 民國 spelling, with its working. */
export function period(kind: "notice", date: string): Json<Notice | Mistake>;
export function period(kind: "printout", date: string): Json<Printout | Mistake>;
export function period(kind: "retention", date: string): Json<Retention | Mistake>;

/** How many of `n` cases the half-year audit draws. */
export function sampleSize(n: number | bigint | string): Json<{ n: number; sample: number } | Mistake>;

/** Whether a value is right; strict, so `tidy` first what people type. */
export function field(kind: FieldKind, value: string): Json<Verdict | Mistake>;

/** What a typed value becomes when its field is left, as a JSON string. */
export function tidy(kind: FieldKind, value: string): Json<string | Mistake>;

/** A form that is being typed: it stays inside, one field goes in, and only a change comes out. */
export class Editor {
  constructor(request?: string | ReviewRequest | InquiryDraft, options?: Options);
  /**
   * Sets one field and judges the whole form. Paths are those of the report (`reason`, `subjects[3].identity`),
   * `data_items` with an array, and `subjects.length` with a number. True when the report changed.
   */
  set(path: string, value: string | string[] | number): boolean;
  /** The report as it stands. */
  report(): Json<Report>;
  /** Gives the memory back early. */
  close(): void;
}

/** One thing that is wrong, with the first entry it is about. */
export interface Finding {
  seq: number | null;
  outcome: "sound" | "unchecked" | "tampered";
  message: Bilingual;
}

/** What can be said of a journal's proof or bundle. */
export interface ProofVerdict {
  outcome: "sound" | "unchecked" | "tampered";
  kind: "proof" | "bundle" | "";
  origin: string;
  size: number;
  root: string;
  contents: number;
  checkpoints: number;
  covered: number;
  witnessed: { name: string; at: string }[];
  entry: object | null;
  findings: Finding[];
  remarks: Bilingual[];
}

/** Verifies a journal's proof or bundle by a policy file; nothing is sent anywhere. */
export function verify(text: string, policy: string): Json<ProofVerdict>;
