//! 公文文號 or 案號: what ties an inquiry to a case.

use crate::field::{contains_identity, problem::field_error, text::open_text};

open_text! {
    /// A document number such as `府社障字第1150012345號`, or a plain case number such as `115-A-000123`.
    CaseNumber, CaseNumberError
}

/// Shorter cannot tell two cases apart.
const LEAST: usize = 3;
/// Longer is a sentence, not a number.
const MOST: usize = 60;

impl CaseNumber {
    /// Checks without keeping the value.
    ///
    /// # Errors
    /// Says what is wrong with the value.
    pub fn check(raw: &str) -> Result<(), CaseNumberError> {
        use CaseNumberError as Error;
        if raw.is_empty() {
            return Err(Error::Empty);
        }
        // A letter is at most four bytes: what cannot fit is refused before it is read.
        let length = if raw.len() > MOST * 4 { MOST + 1 } else { raw.chars().count() };
        if length > MOST {
            return Err(Error::TooLong);
        }
        if length < LEAST {
            return Err(Error::TooShort);
        }
        if !raw.chars().all(is_allowed) {
            return Err(Error::Character);
        }
        if !raw.bytes().any(|byte| byte.is_ascii_digit()) {
            return Err(Error::NoDigit);
        }
        if contains_identity(raw) {
            return Err(Error::Identity);
        }
        Ok(())
    }
}

/// Half-width letters and digits, Chinese characters, and the marks that document numbers use.
fn is_allowed(letter: char) -> bool {
    matches!(letter,
        'A'..='Z' | 'a'..='z' | '0'..='9'
        | '-' | '/' | '_' | '.' | '(' | ')' | '[' | ']' | '〔' | '〕' | '、' | '〇'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{2f7ff}' | '\u{30000}'..='\u{323af}')
}

field_error! {
    /// Why a text is no document or case number.
    CaseNumberError {
        Empty => "FIELD-CASE-NUMBER-EMPTY",
            "請輸入公文文號或案號。", "enter the document number or case number";
        TooShort => "FIELD-CASE-NUMBER-TOO-SHORT",
            "文號或案號至少三個字，請輸入完整號碼。", "a document or case number has at least three characters; enter it in full";
        TooLong => "FIELD-CASE-NUMBER-TOO-LONG",
            "文號或案號至多六十個字；說明請填在查調事由。",
            "a document or case number has at most sixty characters; explanations belong to the reason";
        Character => "FIELD-CASE-NUMBER-CHARACTER",
            "文號或案號只能有中文、半形英數字及 - / _ . ( )，不含空白，請更正。",
            "a document or case number has Chinese characters, half-width letters, digits and - / _ . ( ), and no blanks; correct it";
        NoDigit => "FIELD-CASE-NUMBER-NO-DIGIT",
            "文號或案號須有號碼，例如 府社障字第1150012345號。", "a document or case number has digits, such as 府社障字第1150012345號";
        Identity => "FIELD-CASE-NUMBER-IDENTITY",
            "文號或案號不可含身分證統一編號或統一證號，請改用公文文號或案號。",
            "a document or case number must not contain a national id or UI number; use the number of the document or case";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn document_and_case_numbers_are_told_from_everything_else() {
        use CaseNumberError as Error;
        for raw in
            ["府社障字第1150012345號", "115-A-000123", "衛部救字第1150000001號", "(115)府教特字第001號"]
        {
            assert_eq!(CaseNumber::check(raw), Ok(()), "{raw}");
        }
        for (raw, reason) in [
            ("", Error::Empty),
            ("12", Error::TooShort),
            (&*"1".repeat(61), Error::TooLong),
            ("府社障字第 1150012345 號", Error::Character),
            ("１１５００１２", Error::Character),
            ("115\x001", Error::Character),
            ("府社障字", Error::NoDigit),
            ("案A123456789號", Error::Identity),
            ("A123-456-789", Error::Identity),
        ] {
            assert_eq!(CaseNumber::check(raw), Err(reason), "{raw:?}");
        }
    }
}
