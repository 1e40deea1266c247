//! Answers as JSON text.

use std::io::Write as _;

use crate::{
    audit::Sample,
    field::{self, FieldKind, RocDate},
    journal,
    period::{self, Calendar, PeriodError},
    regulation,
    violation::{Bilingual, Report},
};
use serde::Serialize;

/// The report on a form with which nothing is wrong and of which nothing is left open.
pub const ACCEPTED: &str = r#"{"violations":[],"deferred":[]}"#;

/// Appends a report.
pub(super) fn write_report(out: &mut Vec<u8>, report: &Report) {
    if report.violations.is_empty() && report.deferred.is_empty() {
        out.extend_from_slice(ACCEPTED.as_bytes());
    } else {
        write(out, report);
    }
}

/// What a code means, or an error object.
#[must_use]
pub fn explain(code: &str) -> String {
    match regulation::explain(code) {
        Some(explanation) => json(&explanation),
        None => mistake("DOOR-UNKNOWN-CODE", Bilingual::fixed("沒有這個代碼。", "no rule has this code")),
    }
}

/// The days of a `notice`, `printout` or `retention` from a date in any spelling, with the working; or an error object.
#[must_use]
pub fn period(kind: &str, date: &str) -> String {
    let from = match RocDate::parse(date) {
        Ok(date) => date.date(),
        Err(error) => return mistake(error.code(), error.message()),
    };
    let calendar = Calendar::official();
    match kind {
        "notice" => answer(period::notice(from, &calendar)),
        "printout" => answer(period::printout(from, &calendar)),
        "retention" => answer(period::retention(from)),
        _ => mistake(
            "DOOR-UNKNOWN-KIND",
            Bilingual::fixed(
                "期間種類為 notice、printout 或 retention。",
                "a period is `notice`, `printout` or `retention`",
            ),
        ),
    }
}

/// How many of `n` cases are drawn, or an error object.
#[must_use]
pub fn sample_size(n: &str) -> String {
    match n.parse() {
        Ok(n) => json(&Sample::of(n)),
        Err(_) => mistake(
            "DOOR-NOT-A-COUNT",
            Bilingual::fixed("請輸入非負整數的件數。", "a number of cases is a whole number from 0"),
        ),
    }
}

/// Whether a value is right, its canonical spelling, or what is wrong and what to do; or an error object.
#[must_use]
pub fn field(kind: &str, value: &str) -> String {
    #[derive(Serialize)]
    struct Told<'a> {
        #[serde(flatten)]
        verdict: &'a field::Verdict<'a>,
        message: Option<&'a Bilingual>,
    }
    match kind.parse() {
        Ok(kind) => {
            let verdict = field::judge(kind, value);
            json(&Told { verdict: &verdict, message: verdict.message.as_ref() })
        }
        Err(_) => unknown_field(),
    }
}

/// What a typed value becomes when its field is left, as JSON text; or an error object.
#[must_use]
pub fn tidy(kind: &str, value: &str) -> String {
    match kind.parse::<FieldKind>() {
        Ok(kind) => json(&field::tidy(kind, value)),
        Err(_) => unknown_field(),
    }
}

/// The verdict on a journal's proof or bundle by a policy.
#[must_use]
pub fn verify(text: &str, policy: &str) -> String {
    json(&journal::bundle::verify(text, policy, None))
}

fn unknown_field() -> String {
    let known = FieldKind::ALL.map(FieldKind::name).join(", ");
    mistake(
        "DOOR-UNKNOWN-KIND",
        Bilingual::filled(format!("欄位種類為 {known}。"), format!("a kind is one of {known}")),
    )
}

fn answer<T: Serialize>(period: Result<T, PeriodError>) -> String {
    period.map_or_else(|error| mistake(error.code(), error.message()), |period| json(&period))
}

fn mistake(code: &'static str, message: Bilingual) -> String {
    #[derive(Serialize)]
    struct Mistake {
        error: Said,
    }
    #[derive(Serialize)]
    struct Said {
        code: &'static str,
        message: Bilingual,
    }
    json(&Mistake { error: Said { code, message } })
}

fn json(value: &impl Serialize) -> String {
    // Only maps with keys that are no text cannot be written, and there are none here.
    serde_json::to_string(value).unwrap_or_default()
}

fn write(out: &mut Vec<u8>, value: &impl Serialize) {
    if serde_json::to_writer(&mut *out, value).is_err() {
        // Writing to memory does not fail; an empty object keeps lines and forms in step all the same.
        let _ = out.write_all(b"{}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_accepted_report_is_what_serde_writes() {
        assert_eq!(json(&Report::default()), ACCEPTED);
    }

    #[test]
    fn a_bad_question_gets_an_error_object() {
        for answer in [
            explain("P99-NOTHING"),
            period("notice", "115/13/01"),
            period("moon", "115/11/23"),
            period("notice", "2050-01-01"),
            sample_size("-1"),
            field("name", "x"),
            tidy("name", "x"),
        ] {
            let value: serde_json::Value = serde_json::from_str(&answer).unwrap();
            assert!(
                value["error"]["code"].is_string() && value["error"]["message"]["en"].is_string(),
                "{answer}"
            );
        }
        assert_eq!(sample_size("301"), r#"{"n":301,"sample":31}"#);
        assert!(period("notice", "115/11/23").contains(r#""statutory_last_day":"2026-11-30""#));
        assert!(field("business_number", "00000000").contains(r#""message":{"#));
        assert_eq!(tidy("national_id", " a123 456789"), r#""A123456789""#);
    }
}
