//! Every published case of every kind of value, and what must hold for any text at all.
#![expect(clippy::unwrap_used, reason = "a vector that does not read is a failed test")]
use proptest::prelude::*;
use serde_json::Value;
use shared::field::{
    CaseNumber, CheckLetter, FieldKind, Identity, RocDate, RocMonth, check, contains_identity, judge, tidy,
};

macro_rules! vectors {
    ($name:literal) => {
        serde_json::from_str::<Value>(include_str!(concat!("../../tests/vectors/", $name))).unwrap()
    };
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().unwrap()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap()
}

fn assert_verdict(kind: FieldKind, value: &str, valid: bool) {
    let verdict = judge(kind, value);
    assert_eq!(verdict.valid, valid, "{kind} {value:?}: {:?}", verdict.code);
    assert_eq!(verdict.code.is_some(), !valid);
    assert_eq!(verdict.message.is_some(), !valid);
    assert_eq!(verdict.canonical.as_deref(), valid.then_some(value));
}

#[test]
fn numbers_of_people_are_judged_as_published() {
    for (kind, vectors) in [
        (FieldKind::NationalId, vectors!("national_id.json")),
        (FieldKind::UiNumber, vectors!("ui_number_new.json")),
        (FieldKind::UiNumber, vectors!("ui_number_old.json")),
    ] {
        for case in list(&vectors, "valid") {
            assert_verdict(kind, text(case, "value"), true);
            assert_verdict(FieldKind::Identity, text(case, "value"), true);
            assert!(contains_identity(text(case, "value")));
        }
        for case in list(&vectors, "invalid") {
            assert_verdict(kind, text(case, "value"), false);
        }
    }
}

#[test]
fn a_checksum_lets_the_known_pairs_through() {
    for pair in list(&vectors!("checksum_limits.json"), "undetected_pairs") {
        for value in pair.as_array().unwrap().iter().take(2) {
            assert_verdict(FieldKind::NationalId, value.as_str().unwrap(), true);
        }
    }
}

#[test]
fn numbers_of_businesses_agencies_and_cards_are_judged_as_published() {
    for (kind, vectors) in [
        (FieldKind::AgencyCode, vectors!("agency_code.json")),
        (FieldKind::AgencyOid, vectors!("agency_oid.json")),
        (FieldKind::CardNumber, vectors!("citizen_certificate_card_no.json")),
        (FieldKind::InsuranceNumber, vectors!("labor_insurance_unit_no.json")),
    ] {
        for case in list(&vectors, "vectors") {
            assert_verdict(kind, text(case, "value"), case["valid"].as_bool().unwrap());
        }
    }
    for case in list(&vectors!("business_number_ban.json"), "vectors") {
        let value = text(case, "value");
        let valid = case["new_rule_mod5"].as_bool().unwrap() && value != "00000000";
        assert_verdict(FieldKind::BusinessNumber, value, valid);
    }
    for case in list(&vectors!("labor_insurance_unit_no.json"), "check_letter_vectors") {
        assert_eq!(CheckLetter::parse(text(case, "value")).is_ok(), case["valid"].as_bool().unwrap());
    }
}

#[test]
fn dates_read_in_every_published_spelling() {
    let vectors = vectors!("roc_dates.json");
    for case in list(&vectors, "valid") {
        let iso = text(case, "iso");
        for spelling in ["iso", "roc_text", "roc_formal", "roc_compact7", "roc_slash"] {
            let verdict = judge(FieldKind::RocDate, text(case, spelling));
            assert_eq!(verdict.canonical.as_deref(), Some(iso), "{}", text(case, spelling));
        }
        let date = RocDate::parse(iso).unwrap();
        assert_eq!(date.text(), text(case, "roc_text"));
        assert_eq!(date.formal(), text(case, "roc_formal"));
        assert_eq!(date.compact(), text(case, "roc_compact7"));
        assert_eq!(date.slash(), text(case, "roc_slash"));
    }
    let codes: Vec<_> = list(&vectors, "invalid")
        .iter()
        .map(|case| judge(FieldKind::RocDate, text(case, "value")).code.unwrap())
        .collect();
    assert_eq!(codes, ["FIELD-ROC-DATE-MONTH", "FIELD-ROC-DATE-DAY", "FIELD-ROC-DATE-GREGORIAN"]);
}

#[test]
fn nothing_long_or_odd_is_accepted() {
    let long = "1".repeat(1_000_000);
    for kind in FieldKind::ALL {
        let padded = [" 1", "1 ", "\u{feff}1", "1\r\n", "\0", "", "\u{fffd}", "\u{1f600}", "１", "١", "𝟏"];
        for value in padded.into_iter().chain([long.as_str()]) {
            assert!(!judge(kind, value).valid, "{kind} {:?}", value.get(..4));
        }
    }
}

fn kinds() -> impl Strategy<Value = FieldKind> {
    prop::sample::select(FieldKind::ALL.to_vec())
}

/// Text that comes near to being right, which random text hardly ever does.
fn near() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[A-Za-zＡ-Ｚ ]{0,2}[0-9０-９ ]{6,16}",
        "[A-Z][1289A-D][0-9]{8}",
        "[0-9]{8}",
        "(中華民國|民國)?[0-9]{1,4}年[0-9]{1,2}月([0-9]{1,2}日)?",
        "[0-9]{1,4}[-/.][0-9]{1,2}([-/.][0-9]{1,2})?",
        "2\\.16\\.886\\.101(\\.[0-9]{0,6}){0,4}",
        "[府社障字第號0-9A-Z\\- ]{0,70}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn judging_never_panics_and_always_gives_a_reason(kind in kinds(), value in near()) {
        let verdict = judge(kind, &value);
        prop_assert_eq!(verdict.valid, verdict.canonical.is_some());
        prop_assert_eq!(verdict.valid, verdict.code.is_none());
        prop_assert_eq!(verdict.valid, check(kind, &value).is_ok());
        let _ = contains_identity(&value);
    }

    #[test]
    fn the_canonical_spelling_is_accepted_and_its_own_canonical_spelling(kind in kinds(), value in near()) {
        if let Some(canonical) = judge(kind, &tidy(kind, &value)).canonical {
            let again = judge(kind, &canonical).canonical;
            prop_assert_eq!(again.as_deref(), Some(canonical.as_str()));
        }
    }

    #[test]
    fn tidying_settles_at_once_and_leaves_what_is_right(kind in kinds(), value in near()) {
        let once = tidy(kind, &value);
        prop_assert_eq!(tidy(kind, &once), once.clone());
        if judge(kind, &value).valid {
            prop_assert_eq!(once, value);
        }
    }

    #[test]
    fn a_single_identity_is_found_in_any_chinese_sentence(
        before in "[一-龥，。：]{0,20}", after in "[一-龥，。：]{0,20}", stem in "[A-Z][12][0-9]{7}",
    ) {
        let identity = (0..10).map(|digit| format!("{stem}{digit}")).find(|id| Identity::check(id).is_ok());
        let identity = identity.unwrap();
        let sentence = format!("{before}{identity}{after}");
        prop_assert!(contains_identity(&sentence));
        prop_assert!(CaseNumber::check(&sentence).is_err());
    }

    #[test]
    fn a_dressed_up_identity_is_found(
        stem in "[A-Z]([1289][0-9]|[A-D][0-9])[0-9]{6}",
        dress in prop::collection::vec((any::<bool>(), prop::sample::select(vec!["", "", " ", "　", "-", "–", "\u{200b}", ". "])), 10),
    ) {
        let identity = (0..10).map(|digit| format!("{stem}{digit}")).find(|id| Identity::check(id).is_ok());
        let mut text = String::from("案主");
        for (at, (letter, (wide, gap))) in identity.unwrap().chars().zip(dress).enumerate() {
            text.push_str(if at == 0 { "" } else { gap });
            text.push(if wide { char::from_u32(u32::from(letter) + 0xfee0).unwrap() } else { letter.to_ascii_lowercase() });
        }
        prop_assert!(contains_identity(&text), "{text}");
    }

    #[test]
    fn a_document_number_holds_no_identity(word in "[一-龥]{2,6}字第", number in "[0-9]{7,11}") {
        let document = format!("{word}{number}號");
        prop_assert!(!contains_identity(&document));
        prop_assert!(CaseNumber::check(&document).is_ok());
    }

    #[test]
    fn dates_and_months_read_back_in_every_form(days in 0_i64..364_000) {
        let first = chrono::NaiveDate::from_ymd_opt(1912, 1, 1).unwrap();
        let date = RocDate::from_date(first + chrono::TimeDelta::days(days)).unwrap();
        for spelling in [date.to_string(), date.text(), date.formal(), date.slash(), date.compact()] {
            prop_assert_eq!(RocDate::parse(&spelling), Ok(date));
        }
        let month = RocMonth::of(date.date()).unwrap();
        for spelling in [month.to_string(), month.text(), month.slash()] {
            prop_assert_eq!(RocMonth::parse(&spelling), Ok(month));
        }
    }
}
