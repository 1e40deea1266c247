//! 使用者權限異動申請表 as typed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    account::{
        Account, AccountDraft, Grant,
        job_change::{JobChangeBody, JobChangeKind},
    },
    id::{ApplicationId, PersonId},
};

/// What is applied for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ApplicationKind {
    /// 新增.
    #[default]
    Add,
    /// 異動.
    Change,
    /// 註銷.
    Revoke,
}

impl ApplicationKind {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Add, Self::Change, Self::Revoke];

    /// The stable name used on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Change => "change",
            Self::Revoke => "revoke",
        }
    }

    /// As the form has it.
    #[must_use]
    pub const fn zh_tw(self) -> &'static str {
        match self {
            Self::Add => "新增",
            Self::Change => "異動",
            Self::Revoke => "註銷",
        }
    }
}

/// 附表三 (original edition: 附表二) as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ApplicationDraft {
    /// 新增, 異動 or 註銷.
    pub kind: ApplicationKind,
    /// Whose account; none for a new colleague, who has none yet.
    pub person: Option<PersonId>,
    /// 姓名.
    pub name: String,
    /// 職稱.
    pub title: String,
    /// The unit, as an identifier; after a transfer the new one.
    pub unit: String,
    /// 分機.
    pub extension: String,
    /// E-mail at the county.
    pub email: String,
    /// 身分證字號末四碼, never more of it.
    pub id_last4: String,
    /// 我的E政府 agency account.
    pub egov_account: String,
    /// 自然人憑證卡號.
    pub card_number: String,
    /// Items with the data items ticked: all that is to be held from then on.
    pub grants: Vec<Grant>,
    /// 法令依據及業務說明.
    pub basis: String,
    /// 異動原因.
    pub reason: String,
    /// 生效日: the first day on which it is so.
    pub effective_on: Option<NaiveDate>,
    /// 有效期限: the last day, where it is granted for a time.
    pub expires_on: Option<NaiveDate>,
    /// 保密切結: confidentiality was accepted.
    pub is_confidential: bool,
}

impl ApplicationDraft {
    /// A form that begins with what an account says today.
    #[must_use]
    pub fn of(kind: ApplicationKind, person: PersonId, account: &AccountDraft) -> Self {
        Self {
            kind,
            person: Some(person),
            name: account.name.clone(),
            title: account.title.clone(),
            unit: account.unit.clone(),
            extension: account.extension.clone(),
            email: account.email.clone(),
            id_last4: account.id_last4.clone(),
            egov_account: account.egov_account.clone(),
            card_number: account.card_number.clone(),
            grants: account.grants.clone(),
            ..Self::default()
        }
    }

    /// A form that begins with a job change announced ahead: a transfer changes the account, everything else closes it (4(6)).
    #[must_use]
    pub fn of_job_change(change: &JobChangeBody, account: &AccountDraft) -> Self {
        let is_transfer = change.kind == JobChangeKind::Transfer;
        let kind = if is_transfer { ApplicationKind::Change } else { ApplicationKind::Revoke };
        let begun = Self::of(kind, change.person, account);
        Self {
            unit: change.to_unit.filter(|_| is_transfer).map_or(begun.unit, |unit| unit.to_string()),
            reason: [change.kind.zh_tw(), change.document_number.as_str()].join("\u{3000}").trim().to_owned(),
            effective_on: Some(change.effective_on),
            ..begun
        }
    }

    /// The account as it is once this is set. A revocation closes it on the day before it takes effect; everything else
    /// holds from the moment it is set, for a change may be made before or on its day (4(6)).
    #[must_use]
    pub fn account(&self, id: ApplicationId, before: Option<&Account>, today: NaiveDate) -> AccountDraft {
        let known = before.map(|account| account.draft().clone()).unwrap_or_default();
        let effective = self.effective_on.unwrap_or(today);
        if self.kind == ApplicationKind::Revoke {
            let last = effective.pred_opt().unwrap_or(effective);
            let is_never = known.active_from.is_some_and(|from| last < from);
            let active_until = Some(if is_never { known.active_from.unwrap_or(last) } else { last });
            // What never began holds nothing on the one day that is left of it.
            let grants = if is_never { Vec::new() } else { known.grants.clone() };
            return AccountDraft { active_until, grants, granted_by: Some(id), ..known };
        }
        let is_back = before.is_none_or(|account| account.is_over(today));
        // Another card has to be registered before anybody signs in with it.
        let is_same_card = known.card_number == self.card_number;
        AccountDraft {
            name: self.name.trim().to_owned(),
            title: self.title.trim().to_owned(),
            unit: self.unit.clone(),
            extension: self.extension.trim().to_owned(),
            email: self.email.trim().to_owned(),
            egov_account: self.egov_account.trim().to_owned(),
            card_number: self.card_number.clone(),
            id_last4: self.id_last4.clone(),
            certificate: if is_same_card { known.certificate } else { String::new() },
            grants: self.grants.clone(),
            granted_until: self.expires_on,
            granted_by: Some(id),
            active_from: if is_back { Some(effective.max(today)) } else { known.active_from },
            active_until: if is_back { None } else { known.active_until },
            heads: known.heads,
            deputy_for: known.deputy_for,
            is_manager: known.is_manager,
        }
    }
}
