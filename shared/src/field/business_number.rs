//! 統一編號 of businesses and institutions: eight digits, checked by the rule in force since April 2023.

use crate::field::{problem::field_error, text::open_text};

open_text! {
    /// A business number such as `04595257`.
    BusinessNumber, BusinessNumberError
}

/// What each digit is multiplied by.
const WEIGHTS: [u32; 8] = [1, 2, 1, 2, 1, 2, 4, 1];
/// The sum is a multiple of this since 2023-04; of ten before, so older numbers stay valid.
const MODULUS: u32 = 5;

impl BusinessNumber {
    /// Checks without keeping the value.
    ///
    /// # Errors
    /// Says what is wrong with the value.
    pub fn check(raw: &str) -> Result<(), BusinessNumberError> {
        use BusinessNumberError as Error;
        if raw.is_empty() {
            return Err(Error::Empty);
        }
        if !raw.is_ascii() {
            return Err(Error::HalfWidth);
        }
        let digits: [u8; 8] = raw.as_bytes().try_into().map_err(|_| Error::Length)?;
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(Error::Digits);
        }
        // Passes the arithmetic, but is only ever typed to get past a form.
        if digits == [b'0'; 8] {
            return Err(Error::Placeholder);
        }
        let products = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight);
        let sum: u32 = products.map(|product| product / 10 + product % 10).sum();
        // A seventh digit of 7 gives 28, whose digits add up to 10: it may count as 1 or as 0.
        let [.., seventh, _] = digits;
        if sum.is_multiple_of(MODULUS) || (seventh == b'7' && (sum + 1).is_multiple_of(MODULUS)) {
            return Ok(());
        }
        Err(Error::Checksum)
    }
}

field_error! {
    /// Why a text is no business number.
    BusinessNumberError {
        Empty => "FIELD-BUSINESS-NUMBER-EMPTY",
            "請輸入統一編號。", "enter the business number";
        HalfWidth => "FIELD-BUSINESS-NUMBER-HALF-WIDTH",
            "請用半形數字輸入統一編號。", "type the business number in half-width digits";
        Length => "FIELD-BUSINESS-NUMBER-LENGTH",
            "統一編號為八碼，請核對有無漏字、多字或空白。",
            "a business number has eight digits; look for a missing or extra digit or a blank";
        Digits => "FIELD-BUSINESS-NUMBER-DIGITS",
            "統一編號只能是數字，請更正。", "a business number consists of digits only; correct it";
        Placeholder => "FIELD-BUSINESS-NUMBER-PLACEHOLDER",
            "00000000 不是統一編號，請輸入實際號碼。", "00000000 is no business number; enter the real one";
        Checksum => "FIELD-BUSINESS-NUMBER-CHECKSUM",
            "統一編號檢查碼不符，請逐字核對。", "the check digit of the business number does not fit; compare each digit";
    }
}
