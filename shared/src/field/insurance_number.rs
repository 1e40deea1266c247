//! 勞保保險證號: eight digits, and beside them in its own field one check letter whose rule is not published.

use crate::field::{problem::field_error, text::open_text};

open_text! {
    /// An insured unit's number such as `01234567`; leading zeros count.
    InsuranceNumber, InsuranceNumberError
}

open_text! {
    /// The check letter printed after an insurance number.
    CheckLetter, CheckLetterError
}

impl InsuranceNumber {
    /// Checks without keeping the value.
    ///
    /// # Errors
    /// Says what is wrong with the value.
    pub fn check(raw: &str) -> Result<(), InsuranceNumberError> {
        use InsuranceNumberError as Error;
        if raw.is_empty() {
            return Err(Error::Empty);
        }
        if !raw.is_ascii() {
            return Err(Error::HalfWidth);
        }
        if raw.len() != 8 {
            return Err(Error::Length);
        }
        if !raw.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Error::Digits);
        }
        Ok(())
    }
}

impl CheckLetter {
    /// Checks without keeping the value.
    ///
    /// # Errors
    /// Says what is wrong with the value.
    pub fn check(raw: &str) -> Result<(), CheckLetterError> {
        match raw.as_bytes() {
            [] => Err(CheckLetterError::Empty),
            [b'A'..=b'Z'] => Ok(()),
            _ => Err(CheckLetterError::Letter),
        }
    }
}

field_error! {
    /// Why a text is no insurance number.
    InsuranceNumberError {
        Empty => "FIELD-INSURANCE-NUMBER-EMPTY",
            "請輸入保險證號。", "enter the insurance number";
        HalfWidth => "FIELD-INSURANCE-NUMBER-HALF-WIDTH",
            "請用半形數字輸入保險證號。", "type the insurance number in half-width digits";
        Length => "FIELD-INSURANCE-NUMBER-LENGTH",
            "保險證號為八碼數字（檢查碼另填），前面的 0 不可省略。",
            "an insurance number has eight digits, leading zeros included; the check letter has its own field";
        Digits => "FIELD-INSURANCE-NUMBER-DIGITS",
            "保險證號只能是數字，英文檢查碼請填在檢查碼欄。",
            "an insurance number consists of digits only; put the check letter into its own field";
    }
}

field_error! {
    /// Why a text is no check letter.
    CheckLetterError {
        Empty => "FIELD-CHECK-LETTER-EMPTY",
            "請輸入保險證號檢查碼。", "enter the check letter";
        Letter => "FIELD-CHECK-LETTER-LETTER",
            "檢查碼為一個半形大寫英文字母，請更正。", "the check letter is one half-width capital letter; correct it";
    }
}
