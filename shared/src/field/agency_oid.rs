//! 機關 OID: an agency's or unit's place in the government's object identifier tree.

use crate::field::{problem::field_error, text::open_text};

open_text! {
    /// An agency OID such as `2.16.886.101.90010.20002`, 彰化縣政府.
    AgencyOid, AgencyOidError
}

/// The arc under which all government agencies stand.
const ROOT: &str = "2.16.886.101";

impl AgencyOid {
    /// Checks without keeping the value.
    ///
    /// # Errors
    /// Says what is wrong with the value.
    pub fn check(raw: &str) -> Result<(), AgencyOidError> {
        use AgencyOidError as Error;
        if raw.is_empty() {
            return Err(Error::Empty);
        }
        if !raw.is_ascii() {
            return Err(Error::HalfWidth);
        }
        let arcs = raw.strip_prefix(ROOT).and_then(|rest| rest.strip_prefix('.')).ok_or(Error::Root)?;
        for arc in arcs.split('.') {
            match arc.as_bytes() {
                [] => return Err(Error::EmptyArc),
                [b'0', _, ..] => return Err(Error::LeadingZero),
                digits if digits.iter().all(u8::is_ascii_digit) => {}
                _ => return Err(Error::Digits),
            }
        }
        Ok(())
    }
}

field_error! {
    /// Why a text is no agency OID.
    AgencyOidError {
        Empty => "FIELD-AGENCY-OID-EMPTY",
            "請輸入機關 OID。", "enter the agency OID";
        HalfWidth => "FIELD-AGENCY-OID-HALF-WIDTH",
            "請用半形數字與句點輸入機關 OID。", "type the agency OID in half-width digits and dots";
        Root => "FIELD-AGENCY-OID-ROOT",
            "政府機關 OID 以 2.16.886.101. 開頭，請查詢正確的 OID。",
            "an agency OID starts with 2.16.886.101. ; look up the right one";
        EmptyArc => "FIELD-AGENCY-OID-EMPTY-ARC",
            "OID 的句點前後都要有數字，結尾不可為句點，請更正。",
            "each dot of an OID stands between two numbers, and none at the end; correct it";
        LeadingZero => "FIELD-AGENCY-OID-LEADING-ZERO",
            "OID 的每段數字不可以 0 開頭，請更正。", "no number of an OID has a leading zero; correct it";
        Digits => "FIELD-AGENCY-OID-DIGITS",
            "OID 只能有數字與句點，請更正。", "an OID consists of digits and dots only; correct it";
    }
}
