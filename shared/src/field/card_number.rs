//! 自然人憑證卡號: two letters and fourteen digits; no check digit is known.

use crate::field::{problem::field_error, text::open_text};

open_text! {
    /// A citizen certificate's card number such as `TP00000000000001` (synthetic).
    CardNumber, CardNumberError
}

impl CardNumber {
    /// Checks without keeping the value.
    ///
    /// # Errors
    /// Says what is wrong with the value.
    pub fn check(raw: &str) -> Result<(), CardNumberError> {
        use CardNumberError as Error;
        if raw.is_empty() {
            return Err(Error::Empty);
        }
        if !raw.is_ascii() {
            return Err(Error::HalfWidth);
        }
        let &[first, second, ref digits @ ..] = raw.as_bytes() else {
            return Err(Error::Length);
        };
        if digits.len() != 14 {
            return Err(Error::Length);
        }
        if !first.is_ascii_uppercase() || !second.is_ascii_uppercase() {
            return Err(Error::Letters);
        }
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(Error::Digits);
        }
        Ok(())
    }
}

field_error! {
    /// Why a text is no card number.
    CardNumberError {
        Empty => "FIELD-CARD-NUMBER-EMPTY",
            "請輸入自然人憑證卡號。", "enter the card number";
        HalfWidth => "FIELD-CARD-NUMBER-HALF-WIDTH",
            "請用半形英文字母與數字輸入卡號。", "type the card number in half-width letters and digits";
        Length => "FIELD-CARD-NUMBER-LENGTH",
            "自然人憑證卡號為十六碼（兩個英文字母加十四個數字），請核對卡片正面。",
            "a card number has sixteen characters, two letters and fourteen digits; compare with the front of the card";
        Letters => "FIELD-CARD-NUMBER-LETTERS",
            "卡號前兩碼須為大寫英文字母，請更正。", "a card number starts with two capital letters; correct them";
        Digits => "FIELD-CARD-NUMBER-DIGITS",
            "卡號後十四碼須為數字，請更正。", "the last fourteen characters of a card number are digits; correct them";
    }
}
