// The shared set: one good form with every fact, and what goes wrong with it.
const ITEM = "01990000-0000-7000-8000-000000000001";
const UNIT = "01990000-0000-7000-8000-0000000000b1";

export function good() {
  return {
    on: "2026-11-23",
    edition: "amended",
    draft: {
      item: ITEM,
      data_items: ["self-paid", "insured"],
      subjects: [{ name: "王小明", identity: "A123456789" }],
      reason: "依身心障礙者權益保障法第73條,核定本月保險費補助須知其自付保險費金額。",
      case_number: "府社障字第1150012345號",
      period_from: "115/10",
      period_to: "2026-10",
      justification: "補助溯及上月起核發",
      remark: "受理日 115 年 11 月 20 日",
    },
    facts: {
      applicant: {
        person: "01990000-0000-7000-8000-0000000000a1",
        name: "林承辦",
        unit: UNIT,
        is_active: true,
        has_card: true,
        has_egov_account: true,
        grants: [{ item: ITEM, data_items: ["self-paid", "insured"] }],
        is_manager: false,
      },
      item: {
        id: ITEM,
        covered: [UNIT, "01990000-0000-7000-8000-0000000000b0"],
        data_items: ["self-paid", "insured"],
        in_force_from: "2026-01-01",
        repealed_on: null,
      },
      in_social_affairs: true,
    },
  };
}

const bend = (change) => {
  const record = good();
  change(record.draft, record.facts, record);
  return record;
};

export const bad = [
  bend((d) => { d.item = ""; }),
  bend((d) => { d.item = "急難救助"; }),
  bend((d, f) => { f.item.in_force_from = "2026-12-01"; }),
  bend((d, f) => { f.item.covered = []; }),
  bend((d, f) => { f.item.repealed_on = "2026-11-23"; }),
  bend((d) => { d.data_items = []; }),
  bend((d) => { d.data_items = ["self-paid", "salary", "self-paid"]; }),
  bend((d) => { d.period_from = ""; }),
  bend((d) => { d.period_from = "115/13"; }),
  bend((d) => { d.period_from = "115/12"; }),
  bend((d) => { d.period_from = "114/09"; d.justification = " "; }),
  bend((d) => { d.reason = ""; }),
  bend((d) => { d.reason = "補助"; }),
  bend((d) => { d.reason = "由".repeat(501); }),
  bend((d) => { d.reason = "王君 A123-456-789 申請身心障礙補助"; }),
  bend((d) => { d.case_number = " "; }),
  bend((d) => { d.case_number = "府社障字"; }),
  bend((d) => { d.case_number = "A123456789"; }),
  bend((d) => { d.remark = "註".repeat(501); }),
  bend((d) => { d.remark = "參見Ａ１２３４５６７８９"; }),
  bend((d) => { d.subjects = []; }),
  bend((d) => { d.subjects[0] = { name: " ", identity: "" }; }),
  bend((d) => { d.subjects[0] = { name: "明".repeat(61), identity: "A123456788" }; }),
  bend((d) => { d.subjects.push({ name: "王小明", identity: "A123456789" }); }),
  bend((d, f) => { f.applicant.is_active = false; f.applicant.has_card = false; f.applicant.has_egov_account = false; }),
  bend((d, f) => { f.applicant.grants = []; }),
  bend((d, f) => { f.applicant.grants[0].data_items = ["insured"]; }),
  bend((d, f, r) => { r.edition = "original"; f.in_social_affairs = false; }),
  bend((d) => { d.salary = 1; }),
  bend((d) => { d.reason = 5; }),
  bend((d, f) => { f.applicant.person = "林"; }),
];

export const alsoGood = [
  good(),
  bend((d) => { d.period_from = "民國115年11月"; d.period_to = "11511"; }),
  bend((d) => { d.subjects = [{ name: "陳大文", identity: "N800000006" }, { name: "王小明", identity: "A123456789" }]; }),
  bend((d) => { d.case_number = "115-社障-00123"; d.remark = "參見 A123456788 號函"; }),
  bend((d, f, r) => { r.edition = "original"; }),
  bend((d, f) => { f.item.repealed_on = "2026-11-24"; }),
];

// A valid synthetic number for each n; the first letter is A.
function nationalId(n) {
  const digits = `1${String(n).padStart(7, "0")}`;
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (8 - at), 1);
  return `A${digits}${(10 - (sum % 10)) % 10}`;
}

/** Rows as pasted: 37 in 1,000 are bad. */
export function rows(count) {
  return Array.from({ length: count }, (_, n) => {
    if (n % 27 === 26) return bad[n % 28];
    const row = good();
    row.draft.subjects[0] = { name: `受測${n}`, identity: nationalId(n) };
    row.draft.case_number = `府社障字第115${String(n).padStart(7, "0")}號`;
    return row;
  });
}
