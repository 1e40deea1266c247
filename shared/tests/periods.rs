//! Every published case of every period, the official calendar, and what must hold for any day.

#![expect(clippy::unwrap_used, reason = "a vector that does not read is a failed test")]

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Weekday};
use proptest::prelude::*;
use serde::Serialize;
use serde_json::{Map, Value};
use shared::{
    audit::{Sample, sample_size},
    period::{
        Adopted, Calendar, HalfYear, IfPresent, PeriodError, after_hours, half_year, notice, notice_strict,
        one_month_after, printout, printout_strict, read_year, retention, retention_strict,
    },
};

macro_rules! vectors {
    ($name:literal) => {
        serde_json::from_str::<Value>(include_str!(concat!("../../tests/vectors/", $name))).unwrap()
    };
}

fn cases<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().unwrap()
}

fn day(value: &Value) -> NaiveDate {
    value.as_str().unwrap().parse().unwrap()
}

/// The fields of a result without the working, which must be there, dated, and in both languages.
fn fields(result: impl Serialize) -> Value {
    let mut fields: Map<String, Value> = serde_json::to_value(result).unwrap().as_object().unwrap().clone();
    let working = fields.remove("working").unwrap();
    assert!(working.as_array().unwrap().len() > 1);
    for step in working.as_array().unwrap() {
        let date = step["date"].as_str().unwrap();
        assert!(step.pointer("/text/en").and_then(Value::as_str).unwrap().starts_with(date));
        assert!(step.pointer("/text/zh_tw").and_then(Value::as_str).unwrap().starts_with("民國"));
    }
    Value::Object(fields)
}

#[test]
fn seven_days_are_counted_as_published() {
    let calendar = Calendar::official();
    for case in cases(&vectors!("notify_7_days.json"), "cases") {
        assert_eq!(fields(notice(day(&case["event"]), &calendar).unwrap()), *case);
    }
}

#[test]
fn a_printout_lives_as_published() {
    let calendar = Calendar::official();
    for case in cases(&vectors!("printout_destruction.json"), "cases") {
        assert_eq!(fields(printout(day(&case["query_date"]), &calendar).unwrap()), *case);
    }
}

#[test]
fn five_years_are_counted_as_published() {
    for case in cases(&vectors!("retention_5_years.json"), "cases") {
        assert_eq!(fields(retention(day(&case["completed_on"])).unwrap()), *case);
    }
}

#[test]
fn halves_of_the_year_are_named_as_published() {
    for case in cases(&vectors!("half_year.json"), "cases") {
        assert_eq!(fields(half_year(day(&case["date"])).unwrap()), *case);
    }
}

#[test]
fn clocks_of_incidents_run_as_published() {
    let vectors = vectors!("incident_hours.json");
    let known_at = DateTime::parse_from_rfc3339(vectors["known_at"].as_str().unwrap()).unwrap();
    for (hours, field) in [(1, "plus_1h"), (36, "plus_36h"), (72, "plus_72h")] {
        assert_eq!(after_hours(known_at, hours).unwrap().to_rfc3339(), vectors[field].as_str().unwrap());
    }
    for case in cases(&vectors, "one_month_report_cases") {
        assert_eq!(one_month_after(day(&case["recovery_done"])), Ok(day(&case["last_day"])));
    }
}

#[test]
fn samples_are_as_large_as_published() {
    for case in cases(&vectors!("sample_size.json"), "cases") {
        assert_eq!(serde_json::to_value(Sample::of(case["n"].as_u64().unwrap())).unwrap(), *case);
    }
}

#[test]
fn the_shipped_calendar_is_the_published_one() {
    let vectors = vectors!("calendar.json");
    let calendar = Calendar::official();
    for year in calendar.years() {
        let name = year.year().to_string();
        let is_weekend = |day: NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let weekday_days_off: Vec<_> = year.rest_days().filter(|day| !is_weekend(*day)).collect();
        let published: Vec<_> = cases(&vectors["weekday_days_off"], &name).iter().map(day).collect();
        assert_eq!(weekday_days_off, published);
        let first = NaiveDate::from_ymd_opt(year.year(), 1, 1).unwrap();
        let working: Vec<_> = first
            .iter_days()
            .take_while(|day| day.year() == year.year())
            .filter(|day| is_weekend(*day) && !calendar.is_rest_day(*day).unwrap())
            .collect();
        let published: Vec<_> = cases(&vectors["weekend_working_days"], &name).iter().map(day).collect();
        assert_eq!(working, published);
        assert_eq!(Some(year.rest_days().count() as u64), vectors["total_rest_days"][&name].as_u64());
    }
    assert_eq!(calendar.years().len(), vectors["total_rest_days"].as_object().unwrap().len());
}

#[test]
fn files_that_are_no_calendar_are_refused() {
    let file = include_str!("../data/calendar/2026.csv");
    for (reason, csv) in [
        ("fewer than 365/366 rows for a year", file.replace("20260301,日,2,\r\n", "")),
        ("duplicate date", file.replace("20260301,日,2,\r\n", "20260301,日,2,\r\n20260301,日,2,\r\n")),
        ("flag other than 0 or 2", file.replace("20260301,日,2,", "20260301,日,1,")),
        ("weekday column inconsistent with date", file.replace("20260301,日,2,", "20260301,一,2,")),
        ("HTML error page", "<html><body>404</body></html>".to_owned()),
    ] {
        assert_ne!(csv, file, "{reason}");
        assert!(read_year(&csv).is_err(), "{reason}");
    }
    // Year already frozen without explicit replace.
    let other = read_year(&file.replace("20260301,日,2,", "20260301,日,0,")).unwrap();
    let mut calendar = Calendar::official();
    assert!(calendar.adopt(other, IfPresent::Refuse).is_err());
    assert!(matches!(calendar.adopt(other, IfPresent::Replace), Ok(Adopted::Replaced { .. })));
}

#[test]
fn a_missing_calendar_stops_the_adjusted_day_and_not_the_strict_one() {
    let calendar = Calendar::official();
    let event = NaiveDate::from_ymd_opt(2027, 12, 24).unwrap();
    // The seventh day is 2027-12-31, a day off, so the calendar of 2028 is needed.
    assert_eq!(notice(event, &calendar), Err(PeriodError::MissingYear { year: 2028 }));
    assert_eq!(notice_strict(event).unwrap().statutory_last_day.to_string(), "2027-12-31");
    let query = NaiveDate::from_ymd_opt(2027, 1, 5).unwrap();
    assert_eq!(printout(query, &calendar), Err(PeriodError::MissingYear { year: 2028 }));
    assert_eq!(printout_strict(query).unwrap().destroy_by.to_string(), "2028-02-05");
}

#[test]
fn periods_at_the_end_of_time_are_errors() {
    let calendar = Calendar::official();
    assert!(notice(NaiveDate::MAX, &calendar).is_err());
    assert!(printout(NaiveDate::MAX, &calendar).is_err());
    assert!(retention(NaiveDate::MAX).is_err());
    assert!(one_month_after(NaiveDate::MAX).is_err());
    assert!(notice(NaiveDate::MIN, &calendar).is_err());
    for extreme in [NaiveDate::MAX, NaiveDate::MIN] {
        let _ = (half_year(extreme), shared::period::year(extreme), HalfYear::of(extreme).next().label());
    }
}

fn days() -> impl Strategy<Value = NaiveDate> {
    (0_i64..1_400).prop_map(|days| NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + TimeDelta::days(days))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_adjusted_day_is_the_first_office_day_from_the_strict_one(event in days()) {
        let calendar = Calendar::official();
        let notice = notice(event, &calendar).unwrap();
        let (strict, adjusted) = (notice.statutory_last_day, notice.adjusted_last_day);
        prop_assert_eq!((strict - event).num_days(), 7);
        prop_assert!(!calendar.is_rest_day(adjusted).unwrap());
        prop_assert!(strict.iter_days().take_while(|day| *day < adjusted).all(|day| calendar.is_rest_day(day).unwrap()));
        prop_assert_eq!(calendar.last_office_day_before(adjusted).unwrap() < strict, true);
        prop_assert_eq!(
            notice.monday_morning_rule,
            strict.weekday() == Weekday::Sat && strict != adjusted && adjusted.weekday() == Weekday::Mon
        );
        prop_assert_eq!(notice.working.last().map(|step| step.date), Some(adjusted));
    }

    #[test]
    fn a_printout_is_kept_a_year_and_gone_a_month_later(query in days()) {
        let days = printout_strict(query).unwrap();
        let year = (days.year_ends - days.year_starts).num_days() + 1;
        let month = (days.destroy_by - days.destroy_from).num_days() + 1;
        prop_assert!((365..=366).contains(&year), "{year}");
        prop_assert!((28..=31).contains(&month), "{month}");
        prop_assert_eq!(days.year_ends.succ_opt(), Some(days.destroy_from));
    }

    #[test]
    fn keeping_never_falls_short_of_five_years(done in days()) {
        let days = retention_strict(done).unwrap();
        let kept = (days.earliest_disposal_review - days.first_counted_day).num_days();
        prop_assert!((1_826..=1_827).contains(&kept), "{kept}");
    }

    #[test]
    fn a_sample_is_never_larger_than_its_cases_nor_shrinks(n in any::<u64>(), small in 0_u64..2_000) {
        for n in [n, small] {
            prop_assert!(sample_size(n) <= n.min(100));
            prop_assert!(sample_size(n) >= n.min(30));
            prop_assert!(sample_size(n.saturating_add(1)) >= sample_size(n));
        }
    }

    #[test]
    fn reading_a_calendar_never_panics(text in any::<String>(), rows in "(2026[0-9]{4},[一二三四五六日],[0-2],\n){0,20}") {
        prop_assert!(read_year(&text).is_err());
        let csv = format!("西元日期,星期,是否放假,備註\n{rows}{text}");
        prop_assert!(read_year(&csv).is_err());
    }
}
