//! Finding an identity number that someone wrote into free text, where it must not be.

use unicode_normalization::UnicodeNormalization as _;

use crate::field::Identity;

/// True when the text holds a valid national id or UI number: full-width, lower case, or split by blanks and dashes.
///
/// A number that is part of a longer one does not count, so document numbers and card numbers pass.
#[must_use]
pub fn contains_identity(text: &str) -> bool {
    if !may_hold_identity(text) {
        return false;
    }
    let mut scan = Scan::default();
    for letter in text.chars() {
        let found = match fold(letter) {
            Folded::Byte(byte) => scan.take(byte),
            Folded::Nothing => false,
            Folded::Other => scan.take(b'\0'),
            // Rare enough to be worth a normaliser: circled, mathematical and other dressed-up letters.
            Folded::Unknown => letter.nfkc().any(|letter| {
                // What is still dressed up after normalising is no letter of an identity number.
                scan.take(match fold(letter) {
                    Folded::Byte(byte) => byte,
                    _ => b'\0',
                })
            }),
        };
        if found {
            return true;
        }
    }
    scan.ends(Gap::Edge, b'\0')
}

/// False for nearly every sentence: no letter, or no run that could hold the eight digits of an identity number. This
/// runs on every keystroke, so it reads bytes; whatever is not plainly Chinese or ASCII counts as the letter and the
/// two digits it may stand for.
fn may_hold_identity(text: &str) -> bool {
    let (mut run, mut has_run, mut has_letter) = (0, false, false);
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            // The first of three bytes of a Chinese character.
            0xe4..=0xe9 => {
                run = 0;
                bytes.nth(1);
            }
            b'0'..=b'9' => run += 1,
            b'A'..=b'Z' | b'a'..=b'z' => (run, has_letter) = (0, true),
            // Marks and blanks may stand inside a number; later bytes of a character add nothing.
            0..=0xbf => {}
            _ => (run, has_letter) = (run + 2, true),
        }
        has_run |= run >= 8;
        if has_run && has_letter {
            return true;
        }
    }
    false
}

enum Folded {
    /// Stands for one ASCII character.
    Byte(u8),
    /// Invisible.
    Nothing,
    /// Ends whatever number came before.
    Other,
    /// Only the normaliser knows.
    Unknown,
}

fn fold(letter: char) -> Folded {
    match letter {
        '\0'..='\x7f' => Folded::Byte(u8::try_from(letter).unwrap_or_default()),
        // Full-width forms lie at a fixed distance from ASCII.
        '\u{ff01}'..='\u{ff5e}' => Folded::Byte(u8::try_from(u32::from(letter) - 0xfee0).unwrap_or_default()),
        '\u{3000}' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{202f}' => {
            Folded::Byte(b' ')
        }
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{2043}' => Folded::Byte(b'-'),
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => Folded::Nothing,
        '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' => Folded::Nothing,
        // Ordinary Chinese text, punctuation, kana and 注音: never part of a number.
        '\u{3001}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}' => Folded::Other,
        _ => Folded::Unknown,
    }
}

/// What stands before a letter or digit.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Gap {
    /// The beginning, or something that cannot be inside a number.
    #[default]
    Edge,
    /// Nothing: glued to the one before.
    None,
    /// Blanks, dots or the like.
    Blank,
    /// At least one dash.
    Dash,
}

/// Separators in a row that still count as inside one number.
const WIDEST_GAP: u8 = 3;
/// Letters of an identity number.
const LENGTH: u32 = 10;

/// The last ten letters and digits since something else stood there, each with what stood before it.
/// Whole numbers are shifted instead of arrays: this runs over every free text on every keystroke.
#[derive(Default)]
struct Scan {
    /// The latest in the lowest byte.
    letters: u128,
    /// One bit each, the latest lowest: glued to the one before.
    glued: u32,
    /// One bit each, the latest lowest: a dash before it.
    dashed: u32,
    held: u32,
    /// Digits in a row at the end, blanks and dashes between them left aside.
    digits: u32,
    gap: Gap,
    width: u8,
}

impl Scan {
    /// Takes the next character; true when an identity number ended just before it.
    fn take(&mut self, byte: u8) -> bool {
        if byte.is_ascii_alphanumeric() {
            let byte = byte.to_ascii_uppercase();
            let found = self.ends(self.gap, byte);
            self.push(byte);
            return found;
        }
        // Most characters of a Chinese sentence follow another one.
        if self.held == 0 {
            return false;
        }
        let gap = match byte {
            b'-' | b'_' | b'~' => Gap::Dash,
            b' ' | b'\t' | b'\n' | b'\r' | b'.' | b'\x0b' | b'\x0c' => Gap::Blank,
            _ => Gap::Edge,
        };
        self.width += 1;
        if gap == Gap::Edge || self.width > WIDEST_GAP {
            let found = self.ends(Gap::Edge, b'\0');
            *self = Self::default();
            return found;
        }
        if self.gap != Gap::Dash {
            self.gap = gap;
        }
        false
    }

    fn push(&mut self, byte: u8) {
        self.letters = self.letters << 8 | u128::from(byte);
        self.glued = self.glued << 1 | u32::from(self.gap == Gap::None);
        self.dashed = self.dashed << 1 | u32::from(self.gap == Gap::Dash);
        self.held = (self.held + 1).min(LENGTH);
        self.digits = if byte.is_ascii_digit() { self.digits + 1 } else { 0 };
        self.gap = Gap::None;
        self.width = 0;
    }

    /// True when what is held is an identity number that stands for itself, given what follows.
    fn ends(&self, gap: Gap, next: u8) -> bool {
        if self.digits < 8 || self.held < LENGTH || gap == Gap::None {
            return false;
        }
        let first = 1 << (LENGTH - 1);
        if self.glued & first != 0 {
            return false;
        }
        // `115-A1-2345-6789` and `A1-2345-6789-01` are longer numbers grouped by dashes.
        let is_grouped = self.dashed & (first - 1) != 0;
        let [.., before, a, b, c, d, e, f, g, h, i, j] = self.letters.to_be_bytes();
        if is_grouped && self.dashed & first != 0 && before.is_ascii_digit() {
            return false;
        }
        if is_grouped && gap == Gap::Dash && next.is_ascii_digit() {
            return false;
        }
        std::str::from_utf8(&[a, b, c, d, e, f, g, h, i, j]).is_ok_and(|text| Identity::check(text).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_number_is_found_however_it_is_written() {
        for text in [
            "A123456789",
            "案主A123456789申請補助",
            "a123456789",
            "Ａ１２３４５６７８９",
            "身分證：A 123 456 789。",
            "A123-456-789",
            "A-1-2-3-4-5-6-7-8-9",
            "A1234\u{200b}56789",
            "A12345\n6789",
            "Ａ１２３　４５６　７８９",
            "A12345–6789",
            "①② A①②③④⑤⑥⑦⑧⑨",
            "𝐀𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
            "統一證號N800000006",
            "舊證號 NA00000000 ",
            "A123456788、A123456789",
            "115年 A123456789 3件",
            "A123456789-1",
            "X A123456789",
            "A.123.456.789",
        ] {
            assert!(contains_identity(text), "{text}");
        }
    }

    #[test]
    fn ordinary_numbers_pass() {
        for text in [
            "",
            "府社障字第1150012345號",
            "115-A-000123",
            "TP00000000000001",
            "TP12345678900001",
            "2.16.886.101.90010.20002",
            "376470000A",
            "04595257",
            "A123456788",
            "A1234567890",
            "BA123456789",
            "1A123456789",
            "A1-2345-6789-01",
            "115-A1-2345-6789",
            "辦理身心障礙者參加社會保險保險費補助，依身心障礙者權益保障法第73條審核自付額。",
            "電話 04-7222151 分機 1234",
            "民國115年11月23日至116年1月2日",
        ] {
            assert!(!contains_identity(text), "{text}");
        }
    }
}
