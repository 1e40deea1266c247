//! What the county promised, row by row, and where each promise is kept.

use serde::Serialize;

use super::{POINTS, Rule};
use crate::{
    duty::DutyKind,
    violation::{Bilingual, Citation},
};

/// How a promise is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The rules refuse, in the browser and on the server alike.
    Gate,
    /// A task with a date that is computed, shown and reminded of.
    Duty,
    /// Something kept for five years.
    Record,
}

/// One row of what the regulation asks.
#[derive(Debug, Clone, Serialize)]
pub struct Promise {
    /// The point and its subparagraph.
    pub citation: Citation,
    /// What must be true.
    pub words: Bilingual,
    /// How it is kept.
    pub kinds: &'static [Kind],
    /// The nouns whose records show it.
    pub nouns: &'static [&'static str],
    /// The pages on which people keep it.
    pub screens: &'static [&'static str],
    /// What is printed, by the name on the sheet.
    pub papers: &'static [&'static str],
}

impl Promise {
    /// The rules that stand behind it: those that cite it, and where it is a whole point every rule of that point.
    pub fn rules(&self) -> impl Iterator<Item = &'static Rule> {
        let citation = self.citation;
        let of = move |rule: &&'static Rule| match citation.item {
            Some(_) => rule.citation == citation,
            None => rule.citation.point == citation.point,
        };
        POINTS.into_iter().flat_map(|point| point.rules.iter().copied()).filter(of)
    }

    /// The duties that come from it.
    pub fn duties(&self) -> impl Iterator<Item = DutyKind> {
        let citation = self.citation;
        DutyKind::ALL.into_iter().filter(move |duty| duty.citation() == citation)
    }
}

macro_rules! promises {
    ($($citation:expr, $zh:literal, $en:literal, [$($kind:ident),*], [$($noun:literal),*], [$($screen:literal),*], [$($paper:literal),*];)*) => {
        /// Every row, in the order of the regulation.
        pub const PROMISES: &[Promise] = &[$(Promise {
            citation: $citation,
            words: Bilingual::fixed($zh, $en),
            kinds: &[$(Kind::$kind),*],
            nouns: &[$($noun),*],
            screens: &[$($screen),*],
            papers: &[$($paper),*],
        }),*];
    };
}

promises! {
    Citation::point(1), "適用於縣政府及所屬機關（修正前僅社會處）；每一筆業務、帳號、查調與查核都歸屬於一個機關或單位。",
        "Binds the county government and its subordinate agencies (before: Social Affairs only); every item, account, inquiry and audit belongs to one of them.",
        [Gate], ["agency", "edition"], ["/agencies", "/editions"], [];
    Citation::point(2), "業務項目清冊記明依據、適用機關、業務項目與使用目的，逐版留存，過去任一日有效的內容都查得到。",
        "The inventory states basis, agencies, item and purpose, version by version: what was in force on any past day can be shown.",
        [Record], ["item"], ["/items"], ["業務項目清冊"];
    Citation::point(3), "只能為有效且涵蓋本單位的業務項目查調，只索取所列且必要的資料。",
        "An inquiry is made for an item in force that covers the unit, and asks only for listed and needed data.",
        [Gate], ["inquiry"], ["/inquiries/new", "/authorisation"], ["查調資料登記表"];
    Citation::item(4, 1), "帳號須有我的E政府公務帳號與已登錄的自然人憑證才能啟用。",
        "An account is active only with an E-government account and a registered citizen certificate.",
        [Gate], ["account"], ["/accounts"], [];
    Citation::item(4, 2), "管理者恰為一名，受過資安訓練；異動填表、報平臺，由新任管理者保存五年。",
        "There is exactly one manager, trained in security; a change goes by the form, is reported to the platform, and kept five years by the successor.",
        [Gate, Record], ["manager_change"], ["/custody"], ["管理者異動申請表"];
    Citation::item(4, 3), "異動前辦妥：先新增新任、再停用原任，時刻記到分鐘，任何時刻不多不少一名。",
        "Done before the transfer: the successor is added, only then the predecessor stopped, at a minute that is shown; never none and never two.",
        [Gate, Duty], ["manager_change"], ["/custody"], ["管理者異動申請表"];
    Citation::item(4, 4), "使用者名冊與稽核紀錄列冊移交，點清、雜湊、雙方確認。",
        "Roster and audit records are handed over by a list that is counted, hashed and confirmed by both.",
        [Record], ["manager_change"], ["/custody"], ["移交清冊"];
    Citation::item(4, 5), "權限依申請表新增、異動、註銷：主管核可、管理者核准，再設定；只能持有清冊內的項目。",
        "Permissions come, change and go by the form: the supervisor approves, the manager grants, then it is set; only items of the inventory are held.",
        [Gate, Record], ["application"], ["/applications", "/roster"], ["使用者權限異動申請表", "使用者名冊"];
    Citation::item(4, 6), "職務異動前辦理帳號異動，並於異動前或當日調整或註銷。",
        "On a job change the account is changed ahead, and adjusted or revoked on or before the day.",
        [Duty], ["job_change"], ["/job-changes"], [];
    Citation::item(4, 7), "以本人自然人憑證登入，沒有任何密碼；同卡多處使用會顯示。",
        "Sign-in is by one's own citizen certificate; there is no password; one card in two places is shown.",
        [Gate], ["account", "session"], ["/sessions", "/tokens"], [];
    Citation::item(4, 8), "聯繫窗口、管理者、單位主管異動，翌日起七日內通知勞保局。",
        "A new contact, manager or unit head is told to the Bureau within seven days from the day after.",
        [Duty, Record], ["notice"], ["/notices"], ["異動通知函"];
    Citation::item(5, 1), "查調前填妥登記表並經主管核可；不得核可自己的案件；逾期未用失效。",
        "The register is filled in and approved by the supervisor before the query; nobody approves their own; an unused approval lapses.",
        [Gate, Record], ["inquiry", "reconciliation"], ["/inquiries/new", "/approvals", "/reconciliations"], ["查調資料登記表"];
    Citation::item(5, 2), "只為原目的使用，影印登錄份數，主管看得到所屬人員查調情形。",
        "Used for the original purpose alone; copies are counted; the supervisor oversees what their people asked.",
        [Record], ["inquiry", "printout"], ["/oversight"], [];
    Citation::item(5, 3), "離開或用畢即鎖定，須以卡片再開啟。",
        "Finished or away, the screen locks itself, and opens again with the card.",
        [Gate], ["session"], ["/"], [];
    Citation::item(5, 4), "他人只見遮蔽後的身分；被查詢人的資料不寄送、不匯出、不通知。",
        "Others see masked identities; nothing about a data subject leaves by mail, export or notification.",
        [Gate], ["inquiry"], ["/inquiries"], [];
    Citation::item(5, 5), "只列印不儲存；每張紙附卷或保存，一年後一個月內銷毀並留下方式、時間與監毀人。",
        "Paper only, never stored; each sheet is filed or kept, and destroyed within the month after a year: how, when, before whom.",
        [Duty, Record], ["printout"], ["/printouts"], ["銷毀清冊"];
    Citation::item(5, 6), "每次查詢後列印查詢紀錄並記明存放處；未記明不得結案。",
        "After each query its record is printed and where it is filed is recorded; no case closes without it.",
        [Gate, Record], ["inquiry", "reconciliation"], ["/inquiries", "/reconciliations"], ["查調資料登記表"];
    Citation::item(6, 1), "每年清查帳號權限：重複、久未使用、職務調整、離職，逐筆決定並立即調整或註銷。",
        "Every year accounts and permissions are reviewed: duplicate, idle, job changed, left; each line is decided, adjusted or revoked at once.",
        [Duty, Record], ["review"], ["/reviews"], ["帳號權限清查紀錄"];
    Citation::item(6, 2), "每年檢查資料保存與銷毀情形。",
        "Every year the keeping and destruction of data is checked.",
        [Duty, Record], ["review"], ["/reviews"], ["保存及銷毀查核紀錄"];
    Citation::point(7), "依據廢止之日起該項目停用，並列出受影響的帳號與未結查調。",
        "From the day its basis is repealed an item is closed, and the accounts and open inquiries it takes down are listed.",
        [Gate], ["item"], ["/items"], [];
    Citation::item(8, 1), "使用單位指定人員（修正前由管理者）每半年抽查：百分之十、至少三十、至多一百；抽樣任何人可重算。",
        "The using unit appoints somebody (before: the manager) who audits each half-year: ten per cent, at least thirty, at most a hundred; anyone can recompute the draw.",
        [Duty, Record], ["audit"], ["/audits"], ["內部查核紀錄"];
    Citation::item(8, 2), "查核紀錄送管理者備查；重大異常由管理者、政風、資訊聯合稽核並作成報告。",
        "The record goes to the manager for reference; a serious anomaly is audited jointly by manager, ethics and IT, with a report.",
        [Record], ["audit"], ["/audits"], ["聯合稽核報告"];
    Citation::item(8, 3), "管理者每年辦理資料安全稽核並作成紀錄。",
        "Every year the manager audits data security and records it.",
        [Duty, Record], ["review"], ["/reviews"], ["資料安全稽核紀錄"];
    Citation::item(8, 4), "配合勞保局書面或實地稽核：檢查資料包不需本系統即可開啟與驗證；查核人員依來文開放期間與範圍，只能檢視。",
        "The Bureau's audits get an evidence pack that opens and verifies without this system; an inspector is let in for the days and the scope of the order, to look alone.",
        [Duty, Record], ["pack", "inspection"], ["/packs", "/inspections"], [];
    Citation::point(9), "資訊安全管理系統證書及其到期日受到管控，並列出紀錄所支持的控制措施。",
        "The ISO 27001 certificate and its expiry are watched, with the controls these records support.",
        [Record], ["certificate"], ["/certificate"], [];
    Citation::point(10), "法律責任每年知悉並留存日期；移送議處留下紀錄。",
        "Liability is acknowledged yearly with the date; referrals for discipline are recorded.",
        [Record], ["liability"], ["/liability"], [];
    Citation::point(11), "資安事件或疑慮：緊急措施、調查、責任、損害控制，並即時通報勞保局。",
        "Incident or suspicion: emergency measures, investigation, responsibilities, limitation; the Bureau is told at once.",
        [Duty, Record], ["incident"], ["/incidents"], ["事故通報單"];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_regulation_has_its_promise_once_and_in_order() {
        let subparagraphs =
            [(1, 0), (2, 0), (3, 0), (4, 8), (5, 6), (6, 2), (7, 0), (8, 4), (9, 0), (10, 0), (11, 0)];
        let rows: Vec<Citation> = subparagraphs
            .into_iter()
            .flat_map(|(point, last)| match last {
                0 => vec![Citation::point(point)],
                last => (1..=last).map(|item| Citation::item(point, item)).collect(),
            })
            .collect();
        assert_eq!(PROMISES.iter().map(|promise| promise.citation).collect::<Vec<_>>(), rows);
    }
}
