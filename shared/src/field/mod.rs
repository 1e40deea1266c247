//! Parsed values of form fields: one newtype each, made only by a strict `parse`, with a code and words for each mistake.
//!
//! What people type goes through [`tidy`] when the field is left; [`judge`] and the parsers forgive nothing.

mod problem;
mod text;

mod kind;
mod tidy;

mod checksum;
mod identity;
mod national_id;
mod ui_number;

mod agency_code;
mod agency_oid;
mod business_number;
mod card_number;
mod case_number;
mod email;
mod insurance_number;
mod roc_date;
mod roc_month;

mod free_text;

pub use {
    agency_code::{AgencyCode, AgencyCodeError},
    agency_oid::{AgencyOid, AgencyOidError},
    business_number::{BusinessNumber, BusinessNumberError},
    card_number::{CardNumber, CardNumberError},
    case_number::{CaseNumber, CaseNumberError},
    email::{Email, NotAnEmail},
    free_text::contains_identity,
    identity::{Identity, IdentityError},
    insurance_number::{CheckLetter, CheckLetterError, InsuranceNumber, InsuranceNumberError},
    kind::{FieldKind, UnknownKind, Verdict, check, judge, problems},
    national_id::{NationalId, NationalIdError},
    problem::Problem,
    roc_date::{RocDate, RocDateError, roc_slash, roc_text},
    roc_month::{RocMonth, RocMonthError},
    tidy::{count, tidy},
    ui_number::{UiForm, UiHolder, UiNumber, UiNumberError},
};
