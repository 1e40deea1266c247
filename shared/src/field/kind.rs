//! Every kind of value by name, and one verdict for all of them: what the command line and the JavaScript door ask.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    Bilingual,
    field::{
        AgencyCode, AgencyCodeError, AgencyOid, AgencyOidError, BusinessNumber, BusinessNumberError,
        CardNumber, CardNumberError, CaseNumber, CaseNumberError, CheckLetterError, Identity, IdentityError,
        InsuranceNumber, InsuranceNumberError, NationalId, NationalIdError, Problem, RocDate, RocDateError,
        RocMonth, RocMonthError, UiNumber, UiNumberError,
    },
};

/// A kind of value, by the name other programs use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// 國民身分證統一編號.
    NationalId,
    /// 統一證號, new or old form.
    UiNumber,
    /// 統一編號.
    BusinessNumber,
    /// 自然人憑證卡號.
    CardNumber,
    /// 保險證號 without its check letter.
    InsuranceNumber,
    /// 機關代碼.
    AgencyCode,
    /// 機關 OID.
    AgencyOid,
    /// 民國 or ISO date.
    RocDate,
    /// A national id or a UI number.
    Identity,
    /// 公文文號 or 案號.
    CaseNumber,
    /// 民國 or ISO month.
    RocMonth,
}

impl FieldKind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Self; 11] = [
        Self::NationalId,
        Self::UiNumber,
        Self::BusinessNumber,
        Self::CardNumber,
        Self::InsuranceNumber,
        Self::AgencyCode,
        Self::AgencyOid,
        Self::RocDate,
        Self::Identity,
        Self::CaseNumber,
        Self::RocMonth,
    ];

    /// The name other programs use, such as `national_id`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NationalId => "national_id",
            Self::UiNumber => "ui_number",
            Self::BusinessNumber => "business_number",
            Self::CardNumber => "card_number",
            Self::InsuranceNumber => "insurance_number",
            Self::AgencyCode => "agency_code",
            Self::AgencyOid => "agency_oid",
            Self::RocDate => "roc_date",
            Self::Identity => "identity",
            Self::CaseNumber => "case_number",
            Self::RocMonth => "roc_month",
        }
    }

    /// True when the canonical spelling has capitals only.
    #[must_use]
    pub const fn is_upper_case(self) -> bool {
        matches!(
            self,
            Self::NationalId | Self::UiNumber | Self::CardNumber | Self::AgencyCode | Self::Identity
        )
    }
}

impl fmt::Display for FieldKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for FieldKind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|kind| kind.name() == text).ok_or(UnknownKind)
    }
}

/// The text names no kind of value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a kind of value; known are national_id, ui_number, business_number, card_number, insurance_number, \
     agency_code, agency_oid, roc_date, identity, case_number, roc_month"
)]
pub struct UnknownKind;

/// Whether a value is right, and its canonical spelling or what is wrong.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Verdict<'a> {
    /// The kind it was judged as.
    pub kind: FieldKind,
    /// The value as it came.
    pub value: &'a str,
    /// Whether it is accepted.
    pub valid: bool,
    /// The spelling that is stored, when it is accepted.
    pub canonical: Option<String>,
    /// What is wrong, when it is not.
    pub code: Option<&'static str>,
    /// What to do about it, for people.
    #[serde(skip)]
    pub message: Option<Bilingual>,
}

/// Without the value, which may name a person.
impl fmt::Debug for Verdict<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, valid, code, .. } = self;
        f.debug_struct("Verdict")
            .field("kind", kind)
            .field("valid", valid)
            .field("code", code)
            .finish_non_exhaustive()
    }
}

/// Judges a value strictly; `tidy` first for what people type.
#[must_use]
pub fn judge(kind: FieldKind, value: &str) -> Verdict<'_> {
    match canonical(kind, value) {
        Ok(canonical) => {
            Verdict { kind, value, valid: true, canonical: Some(canonical), code: None, message: None }
        }
        Err(Problem { code, message }) => {
            Verdict { kind, value, valid: false, canonical: None, code: Some(code), message: Some(message) }
        }
    }
}

/// What is wrong with a value, if anything; nothing is copied on the way.
///
/// # Errors
/// Says what is wrong.
pub fn check(kind: FieldKind, value: &str) -> Result<(), Problem> {
    match kind {
        FieldKind::NationalId => Ok(NationalId::check(value)?),
        FieldKind::UiNumber => Ok(UiNumber::check(value)?),
        FieldKind::BusinessNumber => Ok(BusinessNumber::check(value)?),
        FieldKind::CardNumber => Ok(CardNumber::check(value)?),
        FieldKind::InsuranceNumber => Ok(InsuranceNumber::check(value)?),
        FieldKind::AgencyCode => Ok(AgencyCode::check(value)?),
        FieldKind::AgencyOid => Ok(AgencyOid::check(value)?),
        FieldKind::RocDate => Ok(RocDate::parse(value).map(drop)?),
        FieldKind::Identity => Ok(Identity::check(value)?),
        FieldKind::CaseNumber => Ok(CaseNumber::check(value)?),
        FieldKind::RocMonth => Ok(RocMonth::parse(value).map(drop)?),
    }
}

fn canonical(kind: FieldKind, value: &str) -> Result<String, Problem> {
    match kind {
        FieldKind::RocDate => Ok(RocDate::parse(value)?.to_string()),
        FieldKind::RocMonth => Ok(RocMonth::parse(value)?.to_string()),
        _ => check(kind, value).map(|()| value.to_owned()),
    }
}

/// Every code that a field can report, for the catalogue.
#[must_use]
pub fn problems() -> Vec<Problem> {
    fn all<E: Copy + Into<Problem>>(errors: &[E]) -> impl Iterator<Item = Problem> + '_ {
        errors.iter().map(|error| (*error).into())
    }
    all(NationalIdError::ALL)
        .chain(all(UiNumberError::ALL))
        .chain(all(IdentityError::ALL))
        .chain(all(BusinessNumberError::ALL))
        .chain(all(CardNumberError::ALL))
        .chain(all(InsuranceNumberError::ALL))
        .chain(all(CheckLetterError::ALL))
        .chain(all(AgencyCodeError::ALL))
        .chain(all(AgencyOidError::ALL))
        .chain(all(CaseNumberError::ALL))
        .chain(all(RocDateError::ALL))
        .chain(all(RocMonthError::ALL))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verdict_reads_in_the_promised_order() {
        let json = |kind, value| serde_json::to_string(&judge(kind, value)).unwrap();
        assert_eq!(
            json(FieldKind::RocDate, "115/11/23"),
            r#"{"kind":"roc_date","value":"115/11/23","valid":true,"canonical":"2026-11-23","code":null}"#
        );
        assert_eq!(
            json(FieldKind::BusinessNumber, "00000000"),
            r#"{"kind":"business_number","value":"00000000","valid":false,"canonical":null,"code":"FIELD-BUSINESS-NUMBER-PLACEHOLDER"}"#
        );
    }

    #[test]
    fn names_read_back_and_agree_with_json() {
        for kind in FieldKind::ALL {
            assert_eq!(kind.name().parse(), Ok(kind));
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{kind}\""));
        }
        assert_eq!("National_Id".parse::<FieldKind>(), Err(UnknownKind));
    }

    #[test]
    fn no_code_has_two_meanings() {
        let mut codes: Vec<_> = problems().into_iter().map(|problem| problem.code).collect();
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count);
        assert!(codes.iter().all(|code| code.starts_with("FIELD-")));
    }
}
