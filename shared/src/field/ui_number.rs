//! 統一證號 of people without household registration: the form since 2021-01-02, and the old one still on older records.

use crate::field::{checksum, problem::field_error, text::personal_text};

personal_text! {
    /// A UI number such as `N800000006` or, in the old form, `NA00000000` (both synthetic).
    UiNumber, UiNumberError
}

/// Which of the two forms a UI number has, and what the form tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UiForm {
    /// Issued since 2021-01-02: letter, 8 or 9, eight digits.
    New(UiHolder),
    /// Issued before: two letters, eight digits.
    Old,
}

/// Whom a new UI number was issued to, by its third character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UiHolder {
    /// 0 to 6: 外國人、無國籍人.
    ForeignOrStateless,
    /// 7: 無戶籍國民.
    NationalWithoutRegistration,
    /// 8: 香港、澳門居民.
    HongKongOrMacao,
    /// 9: 大陸地區人民.
    Mainland,
}

impl UiNumber {
    /// Which form the number has.
    #[must_use]
    pub fn form(&self) -> UiForm {
        match self.as_str().as_bytes() {
            [_, b'8' | b'9', third, ..] => UiForm::New(match third {
                b'7' => UiHolder::NationalWithoutRegistration,
                b'8' => UiHolder::HongKongOrMacao,
                b'9' => UiHolder::Mainland,
                _ => UiHolder::ForeignOrStateless,
            }),
            _ => UiForm::Old,
        }
    }

    /// Checks without keeping the value.
    ///
    /// # Errors
    /// Says what is wrong with the value.
    pub fn check(raw: &str) -> Result<(), UiNumberError> {
        use UiNumberError as Error;
        if raw.is_empty() {
            return Err(Error::Empty);
        }
        if !raw.is_ascii() {
            return Err(Error::HalfWidth);
        }
        let &[letter, second, ref rest @ ..] = raw.as_bytes() else {
            return Err(Error::Length);
        };
        let rest: [u8; 8] = rest.try_into().map_err(|_| Error::Length)?;
        if !letter.is_ascii_uppercase() {
            return Err(Error::Letter);
        }
        if !matches!(second, b'8' | b'9' | b'A'..=b'D') {
            return Err(Error::Second);
        }
        if !rest.iter().all(u8::is_ascii_digit) {
            return Err(Error::Digits);
        }
        if !checksum::is_right(letter, second, rest) {
            return Err(Error::Checksum);
        }
        Ok(())
    }
}

field_error! {
    /// Why a text is no UI number.
    UiNumberError {
        Empty => "FIELD-UI-NUMBER-EMPTY",
            "請輸入統一證號。", "enter the UI number";
        HalfWidth => "FIELD-UI-NUMBER-HALF-WIDTH",
            "請用半形英文字母與數字輸入統一證號。", "type the UI number in half-width letters and digits";
        Length => "FIELD-UI-NUMBER-LENGTH",
            "統一證號為十碼，請核對有無漏字、多字或空白。",
            "a UI number has ten characters; look for a missing or extra character or a blank";
        Letter => "FIELD-UI-NUMBER-LETTER",
            "統一證號第一碼須為大寫英文字母，請更正。", "a UI number starts with a capital letter; correct the first character";
        Second => "FIELD-UI-NUMBER-SECOND",
            "統一證號第二碼須為 8 或 9（舊式為 A 至 D）；本國人請改填國民身分證統一編號。",
            "the second character of a UI number is 8 or 9 (A to D in the old form); for a citizen enter the national id instead";
        Digits => "FIELD-UI-NUMBER-DIGITS",
            "統一證號後八碼須為數字，請更正。", "the last eight characters of a UI number are digits; correct them";
        Checksum => "FIELD-UI-NUMBER-CHECKSUM",
            "統一證號檢查碼不符，請與證件逐字核對。",
            "the check digit of the UI number does not fit; compare each character with the document";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_tells_whom_it_was_issued_to() {
        let form = |raw: &str| UiNumber::parse(raw).unwrap().form();
        assert_eq!(form("A870000015"), UiForm::New(UiHolder::NationalWithoutRegistration));
        assert_eq!(form("A880000018"), UiForm::New(UiHolder::HongKongOrMacao));
        assert_eq!(form("N800000006"), UiForm::New(UiHolder::ForeignOrStateless));
        assert_eq!(form("NA00000000"), UiForm::Old);
    }
}
