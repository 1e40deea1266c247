//! The account as the register keeps it: who may do what on a day. Its permissions come from 附表三 alone.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Deputyship, Grant, Standing};
use crate::{
    id::{ApplicationId, PersonId, UnitId},
    record::{Record, Step, taiwan_day},
    regulation::point_04,
    violation::Report,
};

/// An account as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AccountDraft {
    /// 姓名.
    pub name: String,
    /// 職稱.
    pub title: String,
    /// 分機.
    pub extension: String,
    /// The unit, as an identifier.
    pub unit: String,
    /// Where reminders go; empty where there is no such address.
    pub email: String,
    /// 我的E政府 agency account.
    pub egov_account: String,
    /// Citizen certificate card number, two letters and fourteen digits.
    pub card_number: String,
    /// Last four digits of the national identity number, as the certificate has them; never more of it.
    pub id_last4: String,
    /// The person's signing certificate, base64 of its DER, bound by the manager; empty until then.
    pub certificate: String,
    /// Items held.
    pub grants: Vec<Grant>,
    /// Last day of the items held, where they were granted for a time.
    pub granted_until: Option<NaiveDate>,
    /// The application they come from; none for what was granted on paper before.
    pub granted_by: Option<ApplicationId>,
    /// Units headed.
    pub heads: Vec<UnitId>,
    /// Heads this person may stand in for.
    pub deputy_for: Vec<Deputyship>,
    /// Whether this is the one manager.
    pub is_manager: bool,
    /// First day of the account.
    pub active_from: Option<NaiveDate>,
    /// Last day of the account, where one is known.
    pub active_until: Option<NaiveDate>,
}

/// An account the rules agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    id: PersonId,
    revision: i64,
    #[serde(flatten)]
    draft: AccountDraft,
    #[serde(skip)]
    unit: UnitId,
}

impl Account {
    /// Opens an account; its items come later, by an application.
    ///
    /// # Errors
    /// The report that refuses it (point 4(1), 4(5)).
    pub fn open(id: PersonId, draft: AccountDraft) -> Result<Self, Report> {
        let mut report = point_04::check_account(&draft);
        point_04::manager::check_office(&mut report, None, &draft);
        point_04::check_grants_kept(&mut report, &AccountDraft::default(), &draft);
        Self::first(id, draft, report)
    }

    /// Takes over an account with what was granted on paper before there was this register.
    ///
    /// # Errors
    /// The report that refuses it (point 4(1), 4(5)).
    pub fn take_over(id: PersonId, draft: AccountDraft) -> Result<Self, Report> {
        let report = point_04::check_account(&draft);
        Self::first(id, draft, report)
    }

    /// Opens the first manager's account; whoever runs the server calls this, where no manager is in office.
    ///
    /// # Errors
    /// The report that refuses it (point 4(1), 4(5)).
    pub fn enrol(id: PersonId, draft: AccountDraft) -> Result<Self, Report> {
        let report = point_04::check_account(&draft);
        Self::first(id, AccountDraft { is_manager: true, ..draft }, report)
    }

    fn first(id: PersonId, draft: AccountDraft, report: Report) -> Result<Self, Report> {
        match draft.unit.parse() {
            Ok(unit) if report.is_accepted() => Ok(Self { id, revision: 1, draft, unit }),
            _ => Err(report),
        }
    }

    /// The successor's account with the office added (4(3)). INVARIANT: written only beside the one it is taken from.
    #[must_use]
    pub fn with_office(self) -> Self {
        let draft = AccountDraft { is_manager: true, ..self.draft };
        Self { revision: self.revision + 1, draft, ..self }
    }

    /// The predecessor's account with the office taken away, and its last day where they leave the county.
    #[must_use]
    pub fn without_office(self, last_day: Option<NaiveDate>) -> Self {
        let active_until = self.draft.active_until.or(last_day);
        let draft = AccountDraft { is_manager: false, active_until, ..self.draft };
        Self { revision: self.revision + 1, draft, ..self }
    }

    /// Gives back what the store kept; the store alone calls this.
    #[must_use]
    pub fn restore(id: PersonId, revision: i64, draft: AccountDraft) -> Option<Self> {
        let unit = draft.unit.parse().ok()?;
        Some(Self { id, revision, draft, unit })
    }

    /// What was typed, for the store and the editor.
    #[must_use]
    pub fn draft(&self) -> &AccountDraft {
        &self.draft
    }

    /// The unit the person works for.
    #[must_use]
    pub fn unit(&self) -> UnitId {
        self.unit
    }

    /// The person.
    #[must_use]
    pub fn person(&self) -> PersonId {
        self.id
    }

    /// The version that a granted application makes: the next one, or the first of a new colleague.
    ///
    /// # Errors
    /// The report that refuses it.
    pub fn set(before: Option<Self>, id: PersonId, draft: AccountDraft) -> Result<Self, Report> {
        // An application neither makes the manager nor ends them: the office has its own way (4(3)).
        let mut report = Report::default();
        point_04::manager::check_office(&mut report, before.as_ref().map(|account| &account.draft), &draft);
        if !report.is_accepted() {
            return Err(report);
        }
        let revision = before.map_or(1, |account| account.revision + 1);
        Ok(Self { revision, ..Self::take_over(id, draft)? })
    }

    /// Whether the account is over on a day: one that has yet to begin is not.
    #[must_use]
    pub fn is_over(&self, on: NaiveDate) -> bool {
        self.draft.active_until.is_some_and(|until| until < on)
    }

    /// The items held on a day: what was granted for a time ends with it.
    #[must_use]
    pub fn grants(&self, on: NaiveDate) -> &[Grant] {
        if self.draft.granted_until.is_none_or(|last| on <= last) { &self.draft.grants } else { &[] }
    }

    /// Whether the account is active on a day.
    #[must_use]
    pub fn is_active(&self, on: NaiveDate) -> bool {
        self.draft.active_from.is_some_and(|from| from <= on)
            && self.draft.active_until.is_none_or(|until| on <= until)
    }

    /// What the account amounts to on a day; `parents` are the units above the person's own, nearest first.
    #[must_use]
    pub fn standing(&self, on: NaiveDate, parents: Vec<UnitId>) -> Standing {
        Standing {
            person: self.id,
            name: self.draft.name.clone(),
            unit: self.unit,
            is_active: self.is_active(on),
            has_card: !self.draft.card_number.is_empty() && !self.draft.certificate.is_empty(),
            has_egov_account: !self.draft.egov_account.is_empty(),
            grants: self.grants(on).to_vec(),
            heads: self.draft.heads.clone(),
            parents,
            deputy_for: self.draft.deputy_for.clone(),
            is_manager: self.draft.is_manager,
        }
    }
}

impl Record for Account {
    const KIND: &'static str = "account";
    type Action = AccountDraft;

    fn id(&self) -> Uuid {
        self.id.0
    }

    fn revision(&self) -> i64 {
        self.revision
    }

    fn status(&self) -> &'static str {
        "kept"
    }

    fn step(self, step: &Step<'_>, action: &AccountDraft) -> Result<Self, Report> {
        let mut report = Report::default();
        point_04::check_keeper(&mut report, step.actor);
        report.extend(point_04::check_account(action));
        point_04::manager::check_office(&mut report, Some(&self.draft), action);
        point_04::check_grants_kept(&mut report, &self.draft, action);
        point_04::check_days_stand(&mut report, &self.draft, action, taiwan_day(step.now));
        match action.unit.parse() {
            Ok(unit) if report.is_accepted() => {
                Ok(Self { id: self.id, revision: self.revision + 1, draft: action.clone(), unit })
            }
            _ => Err(report),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_application_ends_a_colleague_and_never_the_manager() {
        let draft = AccountDraft {
            name: "黃管理".into(),
            unit: Uuid::from_u128(1).to_string(),
            egov_account: "a.b".into(),
            card_number: "AB12345678901234".into(),
            active_from: NaiveDate::from_ymd_opt(2026, 1, 1),
            ..AccountDraft::default()
        };
        let id = PersonId(Uuid::from_u128(2));
        let over = |account: &Account| AccountDraft {
            active_until: NaiveDate::from_ymd_opt(2026, 12, 31),
            ..account.draft().clone()
        };
        let manager = Account::enrol(id, draft.clone()).unwrap();
        let ended = over(&manager);
        assert!(Account::set(Some(manager), id, ended).unwrap_err().has("P04-3-MANAGER-ENDS"));
        let colleague = Account::open(id, draft).unwrap();
        let ended = over(&colleague);
        assert_eq!(Account::set(Some(colleague), id, ended).unwrap().revision(), 2);
    }
}
