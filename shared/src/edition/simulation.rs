//! What another edition would change: computed on the records of today, before the day comes.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    id::{InquiryId, ItemId, PersonId, UnitId},
    regulation::{EditionId, Form},
    violation::{Bilingual, Citation},
};

/// A sentence that reads differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TermChange {
    /// Where it stands.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub citation: Citation,
    /// What it is about.
    pub about: Bilingual,
    /// How it reads in the one edition.
    pub from: Bilingual,
    /// How it reads in the other.
    pub to: Bilingual,
}

/// A form with another number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormChange {
    /// The form.
    pub form: String,
    /// Its number in the one edition; empty where it has none.
    pub from: String,
    /// Its number in the other.
    pub to: String,
}

/// Whether something comes under the regulation or leaves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Only the other edition binds it.
    Enters,
    /// Only the one edition binds it.
    Leaves,
}

impl Change {
    /// What becomes of something bound before and after; nothing where both agree.
    #[must_use]
    pub const fn of(before: bool, after: bool) -> Option<Self> {
        match (before, after) {
            (false, true) => Some(Self::Enters),
            (true, false) => Some(Self::Leaves),
            _ => None,
        }
    }
}

/// A unit that the one edition binds and the other does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitChange {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// What becomes of it.
    pub change: Change,
    /// Accounts there that are open on that day.
    pub accounts: i64,
}

/// A person who may ask for other items than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonChange {
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their unit's name.
    pub unit_name: String,
    /// Numbers of the items they hold.
    pub items: Vec<String>,
    /// What becomes of them.
    pub change: Change,
}

/// An item that the one edition lets be entered and the other does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ItemChange {
    /// The item.
    pub item: ItemId,
    /// Its number in the inventory.
    pub number: String,
    /// Its name.
    pub name: String,
    /// What becomes of it.
    pub change: Change,
}

/// An open inquiry that is judged otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InquiryChange {
    /// The inquiry.
    pub inquiry: InquiryId,
    /// Its case number.
    pub case_number: String,
    /// Who registered it.
    pub applicant_name: String,
    /// Their unit's name.
    pub unit_name: String,
    /// Where it stands.
    pub status: String,
    /// Codes that only the one edition raises.
    pub gone: Vec<String>,
    /// Codes that only the other raises.
    pub new: Vec<String>,
}

/// Everything that another edition would change on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Simulation {
    /// The one edition.
    pub from: EditionId,
    /// The other.
    pub to: EditionId,
    /// The day on which both judge.
    pub on: NaiveDate,
    /// Sentences that read differently; duties among them.
    pub terms: Vec<TermChange>,
    /// Forms with another number.
    pub forms: Vec<FormChange>,
    /// Units bound by one alone.
    pub units: Vec<UnitChange>,
    /// People who gain or lose what they hold.
    pub people: Vec<PersonChange>,
    /// Items allowed by one alone.
    pub items: Vec<ItemChange>,
    /// Open inquiries judged otherwise.
    pub inquiries: Vec<InquiryChange>,
    /// Open inquiries looked at.
    pub inquiries_judged: i64,
    /// Records by noun that bear the number of the edition in which they were made, and keep it.
    pub keep_their_number: BTreeMap<String, i64>,
}

struct Term {
    citation: Citation,
    about: Bilingual,
    original: Bilingual,
    amended: Bilingual,
}

const TERMS: [Term; 6] = [
    Term {
        citation: Citation::point(1),
        about: Bilingual::fixed("適用範圍", "Scope"),
        original: Bilingual::fixed("社會處", "The Social Affairs department"),
        amended: Bilingual::fixed("縣政府及所屬機關", "The county government and its subordinate agencies"),
    },
    Term {
        citation: Citation::point(2),
        about: Bilingual::fixed("業務項目", "Business items"),
        original: Bilingual::fixed(
            "一項：身心障礙者參加社會保險不列入媒體交換保險費補助",
            "One: the premium subsidy for insured persons with disabilities outside the media exchange",
        ),
        amended: Bilingual::fixed("清冊（附表一）所列各項", "Any item of the inventory"),
    },
    Term {
        citation: Citation::point(7),
        about: Bilingual::fixed("使用至何時", "Until when data may be used"),
        original: Bilingual::fixed("法律依據廢止", "The legal basis is repealed"),
        amended: Bilingual::fixed(
            "法律依據，或重大政策依據及計畫廢止",
            "The legal basis, or the major-policy basis and its plan, is repealed",
        ),
    },
    Term {
        citation: Citation::item(8, 1),
        about: Bilingual::fixed("半年內部查核由誰辦理", "Who audits each half-year"),
        original: Bilingual::fixed("管理者", "The manager"),
        amended: Bilingual::fixed("使用機關（單位）指定的人員", "A person the using agency or unit appoints"),
    },
    Term {
        citation: Citation::item(8, 2),
        about: Bilingual::fixed("查核紀錄送何處", "Where the audit record goes"),
        original: Bilingual::fixed("由管理者保存", "The manager keeps it"),
        amended: Bilingual::fixed("送管理者備查", "To the manager, for reference"),
    },
    Term {
        citation: Citation::item(4, 5),
        about: Bilingual::fixed("可持有的權限", "Permissions that may be held"),
        original: Bilingual::fixed("唯一項目的權限", "Those of the one item"),
        amended: Bilingual::fixed("清冊所列且涵蓋本單位項目的權限", "Those of items that cover one's unit"),
    },
];

/// The sentences that read differently.
#[must_use]
pub fn terms(from: EditionId, to: EditionId) -> Vec<TermChange> {
    if from == to {
        return Vec::new();
    }
    let read = |term: &Term, edition| match edition {
        EditionId::Original => term.original.clone(),
        EditionId::Amended => term.amended.clone(),
    };
    TERMS
        .iter()
        .map(|term| TermChange {
            citation: term.citation,
            about: term.about.clone(),
            from: read(term, from),
            to: read(term, to),
        })
        .collect()
}

/// The forms with another number.
#[must_use]
pub fn forms(from: EditionId, to: EditionId) -> Vec<FormChange> {
    let number = |edition: EditionId, form| edition.form_number(form).unwrap_or_default().to_owned();
    Form::ALL
        .into_iter()
        .map(|form| FormChange {
            form: form.zh_tw().to_owned(),
            from: number(from, form),
            to: number(to, form),
        })
        .filter(|change| change.from != change.to)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edition_changes_nothing_against_itself_and_every_form_s_number_against_the_other() {
        let same = EditionId::Amended;
        assert_eq!((terms(same, same).len(), forms(same, same).len()), (0, 0));
        let changed = forms(EditionId::Original, EditionId::Amended);
        assert_eq!(changed.len(), 4);
        let register = changed.iter().find(|change| change.form.contains("登記表")).unwrap();
        assert_eq!((register.from.as_str(), register.to.as_str()), ("附表三", "附表四"));
    }
}
