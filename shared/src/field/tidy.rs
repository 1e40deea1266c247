//! What happens to a value when its field is left: the way it was typed is forgiven, the value is never guessed.

use unicode_normalization::UnicodeNormalization as _;

use crate::field::FieldKind;

/// Half-width, without stray blanks, in capitals where the kind has capitals. Tidying twice changes nothing more.
#[must_use]
pub fn tidy(kind: FieldKind, raw: &str) -> String {
    let capital = |letter: char| if kind.is_upper_case() { letter.to_ascii_uppercase() } else { letter };
    if raw.is_ascii() {
        return raw.chars().filter(|letter| !is_blank(*letter)).map(capital).collect();
    }
    // Taking a blank or a small letter out can bring together what composes, hence the second pass.
    raw.nfkc().filter(|letter| !is_blank(*letter)).map(capital).nfkc().collect()
}

/// A number of things as typed, in digits of either width; none where it is no whole number.
#[must_use]
pub fn count(raw: &str) -> Option<u32> {
    tidy(FieldKind::CaseNumber, raw).parse().ok()
}

/// Blanks and the invisible characters that come along when text is pasted. Other control characters stay, to be refused.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_one_in_either_width() {
        assert_eq!([" 12", "１２", "兩張", "-1", ""].map(count), [Some(12), Some(12), None, None, None]);
    }

    #[test]
    fn what_people_type_becomes_what_is_accepted() {
        for (kind, raw, tidied) in [
            (FieldKind::NationalId, " ａ１２３ ４５６　７８９\n", "A123456789"),
            (FieldKind::UiNumber, "na00000000", "NA00000000"),
            (FieldKind::CardNumber, "tp0000 0000 0000 01", "TP00000000000001"),
            (FieldKind::AgencyOid, "２．１６．８８６．１０１．９００１０", "2.16.886.101.90010"),
            (FieldKind::RocDate, "民國 115 年 11 月 23 日", "民國115年11月23日"),
            (FieldKind::CaseNumber, "府社障字第 １１５００１２３４５ 號", "府社障字第1150012345號"),
            (FieldKind::CaseNumber, "abc-1", "abc-1"),
            (FieldKind::BusinessNumber, "0459-5257", "0459-5257"),
            (FieldKind::NationalId, "A12345678\0", "A12345678\0"),
        ] {
            assert_eq!(tidy(kind, raw), tidied, "{raw:?}");
        }
    }

    #[test]
    fn tidying_twice_changes_nothing_more() {
        for raw in ["i\u{307}", "e \u{301}", "e\u{200b}\u{301}", "\u{a8}", "①ﬁ"] {
            let once = tidy(FieldKind::NationalId, raw);
            assert_eq!(tidy(FieldKind::NationalId, &once), once, "{raw:?}");
        }
    }
}
