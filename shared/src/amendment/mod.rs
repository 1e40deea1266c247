//! 修正試算 (point 1 and the table of what differs): what another edition would change on this county's records, before the day.
//! Every verdict is the rules' own, asked under both editions; nothing is written.

mod settings;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use settings::{NAMED, SettingImpact, compare, counted};

use crate::{
    audit::sample_size,
    id::{ItemId, PersonId, UnitId},
    inquiry::{InquiryCtx, InquiryFacts},
    inventory::ItemDraft,
    regulation::{self, EditionId, Form, point_01, point_02},
    violation::{Bilingual, Violation},
};

/// A form whose number differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormChange {
    /// What it is called.
    pub name: Bilingual,
    /// Its number now; empty where the edition has no such form.
    pub before: String,
    /// Its number then.
    pub after: String,
}

/// A sentence of the regulation that the editions put differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TextChange {
    /// What it is about.
    pub about: Bilingual,
    /// As it is now.
    pub before: Bilingual,
    /// As it would be.
    pub after: Bilingual,
}

/// A unit that comes into the scope, or leaves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitChange {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// Whether the regulation binds it then.
    pub is_bound: bool,
    /// People with an open account.
    pub people: usize,
}

/// An item that the edition would not have, or would have again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ItemChange {
    /// The item.
    pub item: ItemId,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Whether it may stand in the inventory then.
    pub is_allowed: bool,
    /// Open accounts that hold it.
    pub holders: usize,
    /// Inquiries under it that are not over.
    pub open: i64,
}

/// Somebody who may inquire under an item by one edition and not by the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonChange {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit_name: String,
    /// The item's number.
    pub item: String,
    /// Whether they may then.
    pub may: bool,
    /// What refuses them, by the edition that does.
    pub why: Vec<Violation>,
}

/// A unit whose cases of the half-year would be audited by somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditChange {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// Cases carried out in the half-year of the day.
    pub cases: u64,
    /// Of them drawn.
    pub sample: u64,
}

/// Records that are under way on the day: what is still to happen to them happens by the other edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenRecords {
    /// The noun, as in the journal.
    pub kind: String,
    /// Its state.
    pub status: String,
    /// How many.
    pub count: i64,
    /// The latest of them, to look at.
    pub records: Vec<Uuid>,
}

/// A duty that somebody else would owe, or nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DutyChange {
    /// What is to be done.
    pub what: Bilingual,
    /// Who owes it now.
    pub before: Bilingual,
    /// Who would owe it.
    pub after: Bilingual,
    /// How many there are of it.
    pub count: usize,
}

/// What another edition would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Impact {
    /// The edition compared with.
    pub before: EditionId,
    /// The edition tried.
    pub after: EditionId,
    /// The day on which it is tried.
    pub on: NaiveDate,
    /// Sentences that differ.
    pub texts: Vec<TextChange>,
    /// Forms whose numbers differ.
    pub forms: Vec<FormChange>,
    /// Units that come into the scope or leave it.
    pub units: Vec<UnitChange>,
    /// Items that may stand in the inventory by one alone.
    pub items: Vec<ItemChange>,
    /// People who may inquire by one alone, item by item.
    pub people: Vec<PersonChange>,
    /// Units whose half-year is audited by somebody else.
    pub audits: Vec<AuditChange>,
    /// Records under way.
    pub open: Vec<OpenRecords>,
    /// Duties that somebody else would owe.
    pub duties: Vec<DutyChange>,
}

/// The forms whose numbers differ.
#[must_use]
pub fn forms(before: EditionId, after: EditionId) -> Vec<FormChange> {
    const FORMS: [(Form, Bilingual); 4] = [
        (Form::Inventory, Bilingual::fixed("查詢勞保局資料業務項目清冊", "Inventory of business items")),
        (Form::ManagerChange, Bilingual::fixed("機關管理者異動申請表", "Change of manager")),
        (Form::UserPermission, Bilingual::fixed("使用者權限異動申請表", "Permission form")),
        (Form::InquiryRegister, Bilingual::fixed("查調資料登記表", "Register of inquiries")),
    ];
    let number = |edition: EditionId, form| edition.form_number(form).unwrap_or_default().to_owned();
    FORMS
        .into_iter()
        .map(|(form, name)| FormChange { name, before: number(before, form), after: number(after, form) })
        .filter(|change| change.before != change.after)
        .collect()
}

/// The sentences that differ, as the comparison table has them.
#[must_use]
pub fn texts(before: EditionId, after: EditionId) -> Vec<TextChange> {
    if before == after {
        return Vec::new();
    }
    let subjects = [
        Bilingual::fixed("適用範圍（第一點）", "Scope (point 1)"),
        Bilingual::fixed("業務項目（第二點）", "Business items (point 2)"),
        Bilingual::fixed("半年內部查核（第八點第一款）", "Half-year audit (point 8(1))"),
        Bilingual::fixed("查核結果（第八點第二款）", "Result of the audit (point 8(2))"),
        Bilingual::fixed("使用期限（第七點）", "End of use (point 7)"),
    ];
    let all = said(before).into_iter().zip(said(after));
    subjects
        .into_iter()
        .zip(all)
        .map(|(about, (before, after))| TextChange { about, before, after })
        .collect()
}

/// What an edition says of each subject of [`texts`].
fn said(edition: EditionId) -> [Bilingual; 5] {
    match edition {
        EditionId::Original => [
            Bilingual::fixed("社會處", "the Social Affairs department"),
            Bilingual::fixed(
                "僅一項：身心障礙者保險費補助",
                "one: the premium subsidy for persons with disabilities",
            ),
            auditor(edition),
            Bilingual::fixed("由管理者留存", "kept by the manager"),
            Bilingual::fixed("法律依據廢止", "repeal of the legal basis"),
        ],
        EditionId::Amended => [
            Bilingual::fixed("本府及所屬機關", "the county government and its subordinate agencies"),
            Bilingual::fixed("附表一清冊所列各項", "any item of the inventory"),
            auditor(edition),
            Bilingual::fixed("送管理者備查", "sent to the manager for reference"),
            Bilingual::fixed(
                "法律依據，或重大政策依據及計畫廢止",
                "repeal of the legal basis, or of the major policy and its plan",
            ),
        ],
    }
}

/// Who audits a half-year.
#[must_use]
pub const fn auditor(edition: EditionId) -> Bilingual {
    match edition {
        EditionId::Original => Bilingual::fixed("管理者", "the manager"),
        EditionId::Amended => {
            Bilingual::fixed("使用機關（單位）指派之人員", "the person whom the using unit appoints")
        }
    }
}

/// Whether an edition binds a unit.
#[must_use]
pub fn binds(edition: EditionId, in_social_affairs: bool, on: NaiveDate) -> bool {
    let facts = InquiryFacts { in_social_affairs: Some(in_social_affairs), ..InquiryFacts::default() };
    let mut report = crate::Report::default();
    point_01::check(&mut report, &InquiryCtx { on, edition, facts: &facts });
    report.is_accepted()
}

/// Whether an edition lets an item stand in the inventory.
#[must_use]
pub fn allows(edition: EditionId, draft: &ItemDraft) -> bool {
    !point_02::check_item(draft, edition).has(point_02::ONE_ITEM_ONLY.code)
}

/// Whether a verdict on a person's item differs, and by what: none where both editions say the same.
#[must_use]
pub fn verdict(
    (before, after): (EditionId, EditionId),
    item: ItemId,
    data_items: &[String],
    on: NaiveDate,
    facts: &InquiryFacts,
) -> Option<(bool, Vec<Violation>)> {
    let asked = |edition| regulation::authorise(item, data_items, &InquiryCtx { on, edition, facts });
    let (first, then) = (asked(before), asked(after));
    match (first.is_accepted(), then.is_accepted()) {
        (true, false) => Some((false, then.violations)),
        (false, true) => Some((true, first.violations)),
        _ => None,
    }
}

/// A unit's half-year under another auditor; none where nobody else would audit it.
#[must_use]
pub fn audit(
    (before, after): (EditionId, EditionId),
    unit: UnitId,
    name: String,
    cases: u64,
) -> Option<AuditChange> {
    (before != after).then(|| AuditChange { unit, name, cases, sample: sample_size(cases) })
}

/// The duties that somebody else would owe, by what is known of the units.
#[must_use]
pub fn duties((before, after): (EditionId, EditionId), audits: &[AuditChange]) -> Vec<DutyChange> {
    if before == after {
        return Vec::new();
    }
    let nobody = Bilingual::fixed("（無）", "(nobody)");
    let send = |edition| match edition {
        EditionId::Original => nobody.clone(),
        EditionId::Amended => auditor(edition),
    };
    vec![
        DutyChange {
            what: Bilingual::fixed("半年內部查核", "Audit the half-year"),
            before: auditor(before),
            after: auditor(after),
            count: audits.len(),
        },
        DutyChange {
            what: Bilingual::fixed("查核結果送管理者備查", "Send the result to the manager for reference"),
            before: send(before),
            after: send(after),
            count: audits.len(),
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const THERE: (EditionId, EditionId) = (EditionId::Original, EditionId::Amended);

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 10).unwrap()
    }

    #[test]
    fn the_amendment_puts_the_inventory_first_and_moves_the_other_forms_down() {
        let changed = forms(THERE.0, THERE.1);
        let numbers: Vec<_> =
            changed.iter().map(|form| (form.before.as_str(), form.after.as_str())).collect();
        assert_eq!(
            numbers,
            [("", "附表一"), ("附表一", "附表二"), ("附表二", "附表三"), ("附表三", "附表四")]
        );
        assert!(forms(EditionId::Amended, EditionId::Amended).is_empty());
    }

    #[test]
    fn a_unit_outside_social_affairs_is_bound_by_the_amended_edition_alone() {
        assert!(!binds(EditionId::Original, false, day()) && binds(EditionId::Amended, false, day()));
        assert!(binds(EditionId::Original, true, day()) && binds(EditionId::Amended, true, day()));
    }

    #[test]
    fn another_item_is_allowed_by_the_amended_edition_alone() {
        let draft = ItemDraft { name: "低收入戶資格審查".into(), ..ItemDraft::default() };
        assert!(!allows(EditionId::Original, &draft) && allows(EditionId::Amended, &draft));
        let own = ItemDraft { name: point_02::ORIGINAL_ITEM.into(), ..ItemDraft::default() };
        assert!(allows(EditionId::Original, &own));
    }

    #[test]
    fn every_case_of_fewer_than_thirty_is_looked_at_by_the_unit_s_own_auditor() {
        let unit = UnitId(Uuid::nil());
        let change = audit(THERE, unit, "社會處".into(), 12).unwrap();
        assert_eq!((change.cases, change.sample), (12, 12));
        assert!(audit((EditionId::Amended, EditionId::Amended), unit, String::new(), 12).is_none());
        assert_eq!(duties(THERE, &[change])[0].count, 1);
    }

    #[test]
    fn what_does_not_differ_is_not_listed() {
        assert!(texts(EditionId::Original, EditionId::Original).is_empty());
        assert!(texts(THERE.0, THERE.1).iter().all(|text| text.before != text.after));
    }
}
