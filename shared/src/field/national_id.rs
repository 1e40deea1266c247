//! 國民身分證統一編號: one letter, 1 or 2, eight digits, of which the last checks the others.

use crate::field::{checksum, problem::field_error, text::personal_text};

personal_text! {
    /// A national id such as `N123456780` (synthetic).
    NationalId, NationalIdError
}

impl NationalId {
    /// Checks without keeping the value.
    ///
    /// # Errors
    /// Says what is wrong with the value.
    pub fn check(raw: &str) -> Result<(), NationalIdError> {
        use NationalIdError as Error;
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
        if !matches!(second, b'1' | b'2') {
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
    /// Why a text is no national id.
    NationalIdError {
        Empty => "FIELD-NATIONAL-ID-EMPTY",
            "請輸入國民身分證統一編號。", "enter the national id";
        HalfWidth => "FIELD-NATIONAL-ID-HALF-WIDTH",
            "請用半形英文字母與數字輸入國民身分證統一編號。", "type the national id in half-width letters and digits";
        Length => "FIELD-NATIONAL-ID-LENGTH",
            "國民身分證統一編號為十碼，請核對有無漏字、多字或空白。",
            "a national id has ten characters; look for a missing or extra character or a blank";
        Letter => "FIELD-NATIONAL-ID-LETTER",
            "國民身分證統一編號第一碼須為大寫英文字母，請更正。", "a national id starts with a capital letter; correct the first character";
        Second => "FIELD-NATIONAL-ID-SECOND",
            "國民身分證統一編號第二碼須為 1 或 2；外籍人士請改填統一證號。",
            "the second character of a national id is 1 or 2; for a foreigner enter the UI number instead";
        Digits => "FIELD-NATIONAL-ID-DIGITS",
            "國民身分證統一編號後八碼須為數字，請更正。", "the last eight characters of a national id are digits; correct them";
        Checksum => "FIELD-NATIONAL-ID-CHECKSUM",
            "國民身分證統一編號檢查碼不符，請與證件逐字核對。",
            "the check digit of the national id does not fit; compare each character with the document";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mistake_has_its_own_reason() {
        use NationalIdError as Error;
        for (raw, reason) in [
            ("", Error::Empty),
            ("Ａ123456789", Error::HalfWidth),
            ("A12345678٩", Error::HalfWidth),
            ("A", Error::Length),
            ("A12345678", Error::Length),
            ("A1234567890", Error::Length),
            ("A123456789\n", Error::Length),
            ("a123456789", Error::Letter),
            ("1123456789", Error::Letter),
            ("A323456789", Error::Second),
            ("A12345678\0", Error::Digits),
            ("A12345678-", Error::Digits),
            ("A123456788", Error::Checksum),
        ] {
            assert_eq!(NationalId::check(raw), Err(reason), "{raw:?}");
        }
        assert_eq!(NationalId::check("A123456789"), Ok(()));
    }

    #[test]
    fn neither_debug_nor_display_shows_the_whole_value() {
        let id = NationalId::parse("A123456789").unwrap();
        assert_eq!(format!("{id:?} {id}"), "NationalId(A12*****89) A12*****89");
    }
}
