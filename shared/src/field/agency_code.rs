//! 機關代碼: ten characters from the government's table; there is no check digit, so only the form is judged.

use crate::field::{problem::field_error, text::open_text};

open_text! {
    /// An agency code such as `376470000A`, 彰化縣政府.
    AgencyCode, AgencyCodeError
}

impl AgencyCode {
    /// Checks without keeping the value.
    ///
    /// # Errors
    /// Says what is wrong with the value.
    pub fn check(raw: &str) -> Result<(), AgencyCodeError> {
        use AgencyCodeError as Error;
        if raw.is_empty() {
            return Err(Error::Empty);
        }
        if !raw.is_ascii() {
            return Err(Error::HalfWidth);
        }
        let &[first, a, b, c, fifth, d, e, f, g, last] = raw.as_bytes() else {
            return Err(Error::Length);
        };
        let is_either = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        let has_digits = [a, b, c, d, e, f, g].iter().all(u8::is_ascii_digit);
        if is_either(first) && is_either(fifth) && has_digits && last.is_ascii_uppercase() {
            return Ok(());
        }
        Err(Error::Shape)
    }
}

field_error! {
    /// Why a text is no agency code.
    AgencyCodeError {
        Empty => "FIELD-AGENCY-CODE-EMPTY",
            "請輸入機關代碼。", "enter the agency code";
        HalfWidth => "FIELD-AGENCY-CODE-HALF-WIDTH",
            "請用半形英文字母與數字輸入機關代碼。", "type the agency code in half-width letters and digits";
        Length => "FIELD-AGENCY-CODE-LENGTH",
            "機關代碼為十碼，例如 376470000A；內部單位沒有機關代碼，請改填 OID 或留空。",
            "an agency code has ten characters such as 376470000A; an internal unit has none: use its OID or leave it empty";
        Shape => "FIELD-AGENCY-CODE-SHAPE",
            "機關代碼格式不符，例如 376470000A 或 A095A0000Q，最後一碼為大寫英文字母，請更正。",
            "an agency code looks like 376470000A or A095A0000Q and ends with a capital letter; correct it";
    }
}
