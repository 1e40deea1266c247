//! 第五點: the register before the query, the supervisor's approval, and what becomes of every sheet after it.

mod form;
mod paper;
pub mod reconciliation;
mod retention;
mod step;
mod watch;

pub use paper::{check_printout_step, check_text};
pub use retention::{check_disposal, check_disposal_step, check_hold, check_lift};
pub use step::{approval_last_day, check_reveal, check_step};
pub use watch::{OFF_HOURS, USUAL_DAYS, VOLUME, notice};

use super::rule::Rule;
use crate::violation::{Bilingual, Citation};

/// What the point asks, in our words.
pub const SUMMARY: Bilingual = Bilingual::fixed(
    "查調前先填登記表並經所屬主管核可;資料僅供原目的使用、只列印紙本;附卷者隨案歸檔,未附卷者自查調日翌日起滿一年、確認不需保存後一個月內銷毀;每次查調後列印查詢紀錄並保存五年。",
    "Before the query the register is filled in and approved by the user's supervisor. Data serves its purpose alone and is only printed. Sheets go into the case file; others are destroyed within a month once a year has passed from the day after the query and nobody needs them. After each query its record is printed and kept five years.",
);

const REGISTER: Citation = Citation::item(5, 1);
const PURPOSE: Citation = Citation::item(5, 2);
const NEED_TO_KNOW: Citation = Citation::item(5, 4);
const PAPER: Citation = Citation::item(5, 5);
const QUERY_RECORD: Citation = Citation::item(5, 6);

pub(super) use form::check;

/// The registry lists what this point raises.
pub const RULES: &[&Rule] = &[
    &form::REASON_MISSING,
    &form::REASON_SHORT,
    &form::REASON_LONG,
    &form::CASE_NUMBER_MISSING,
    &form::CASE_NUMBER_INVALID,
    &form::SUBJECTS_MISSING,
    &form::SUBJECTS_TOO_MANY,
    &form::NAME_MISSING,
    &form::NAME_LONG,
    &form::IDENTITY_MISSING,
    &form::IDENTITY_INVALID,
    &form::TEXT_LONG,
    &form::IDENTITY_IN_TEXT,
    &form::UNREADABLE,
    &step::WRONG_STATE,
    &step::SIGNATURE_MISSING,
    &step::NOT_THE_APPLICANT,
    &step::OWN_INQUIRY,
    &step::NOT_THE_SUPERVISOR,
    &step::NOTE_MISSING,
    &step::APPROVAL_LAPSED,
    &step::QUERIED_BEFORE_APPROVAL,
    &step::QUERIED_AHEAD,
    &step::REVEAL_REASON_MISSING,
    &paper::COPIES_MADE,
    &paper::PAGES_MISSING,
    &paper::PRINTOUTS_MISSING,
    &paper::PRINTOUTS_UNEXPECTED,
    &paper::CASE_FILE_MISSING,
    &paper::PLACE_MISSING,
    &paper::PRINTOUT_SETTLED,
    &paper::NOT_THE_HOLDER,
    &paper::YEAR_NOT_OVER,
    &paper::NOT_CONFIRMED,
    &paper::DESTROYED_EARLY,
    &paper::DESTROYED_LATE,
    &paper::DESTROYED_AHEAD,
    &paper::WITNESS_SAME,
    &paper::QUERY_RECORD_MISSING,
    &reconciliation::DAYS,
    &reconciliation::SHEET,
    &reconciliation::COLUMN,
    &reconciliation::EMPTY,
    &reconciliation::TOO_MANY,
    &retention::HOLD_UNKNOWN,
    &retention::HELD_ALREADY,
    &retention::HOLD_REASON_MISSING,
    &retention::HOLD_LIFTED,
    &retention::LIFT_REASON_MISSING,
    &retention::DISPOSAL_EMPTY,
    &retention::NOT_DUE,
    &retention::DISPOSAL_WITNESS,
    &retention::DISPOSAL_REASON_MISSING,
    &retention::DISPOSAL_STATE,
    &retention::NOT_THE_WITNESS,
    &watch::OFF_HOURS,
    &watch::VOLUME,
    &watch::SUBJECT_AGAIN,
    &watch::COLLEAGUE,
];

pub use form::UNREADABLE;
