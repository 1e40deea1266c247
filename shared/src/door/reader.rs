//! Forms judged one after the other: what they share is read once.

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{
    request::{review, unreadable},
    text::write_report,
};
use crate::{
    inquiry::{InquiryCtx, InquiryDraft, InquiryFacts},
    regulation::{self, EditionId},
    violation::Report,
};

/// Reads and judges form after form. The facts of a form are mostly those of the form before it, as in the rows of a
/// paste or a form sent again while it is typed; when they end the text as they did before, they are not read again.
/// Verdicts do not depend on it.
#[derive(Debug, Default)]
pub struct Reader {
    /// How the text before ended: from the comma before its facts to its last brace.
    tail: String,
    /// The facts that stand there.
    facts: InquiryFacts,
    /// A text without its tail.
    head: String,
}

/// A [`super::ReviewRequest`] whose facts are still text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts<'a> {
    #[serde(default, borrow)]
    on: Option<&'a str>,
    #[serde(default)]
    edition: Option<EditionId>,
    draft: InquiryDraft,
    #[serde(default, borrow, deserialize_with = "given")]
    facts: Option<&'a RawValue>,
}

/// Facts that are `null` are no facts left out, but wrong.
fn given<'de, D: Deserializer<'de>>(from: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(from).map(Some)
}

impl Parts<'_> {
    /// Nothing when the day is in another spelling than programs write.
    fn review(&self, facts: &InquiryFacts, today: NaiveDate) -> Option<Report> {
        let on = self.on.map_or(Some(today), iso_day)?;
        let edition = self.edition.unwrap_or_default();
        Some(regulation::review(&self.draft, &InquiryCtx { on, edition, facts }))
    }
}

impl Reader {
    /// The report on one form.
    pub fn review(&mut self, json: &str, today: NaiveDate) -> Report {
        let same = self.review_same_facts(json, today);
        // Whatever cannot be read this way is read from the start by the way that says why.
        same.or_else(|| self.review_new_facts(json, today)).unwrap_or_else(|| review(json, today))
    }

    /// When the text ends like the one before. What is left of it is whole JSON with a brace for the tail only if the
    /// tail stands outside every string and bracket, so the facts are the same facts.
    fn review_same_facts(&mut self, json: &str, today: NaiveDate) -> Option<Report> {
        if self.tail.is_empty() {
            return None;
        }
        let at = json.len().checked_sub(self.tail.len())?;
        let (head, tail) = json.split_at_checked(at)?;
        if !is_same(tail.as_bytes(), self.tail.as_bytes()) {
            return None;
        }
        self.head.clear();
        self.head.push_str(head);
        self.head.push('}');
        let parts: Parts = serde_json::from_str(&self.head).ok()?;
        // Facts in the head too would be facts twice.
        if parts.facts.is_some() { None } else { parts.review(&self.facts, today) }
    }

    fn review_new_facts(&mut self, json: &str, today: NaiveDate) -> Option<Report> {
        let parts: Parts = serde_json::from_str(json).ok()?;
        let Some(raw) = parts.facts else { return parts.review(&InquiryFacts::default(), today) };
        self.facts = serde_json::from_str(raw.get()).ok()?;
        self.tail.clear();
        self.tail.push_str(tail(json, raw.get()).unwrap_or_default());
        parts.review(&self.facts, today)
    }

    /// Appends the report on one form.
    pub fn review_to(&mut self, out: &mut Vec<u8>, json: &str, today: NaiveDate) {
        write_report(out, &self.review(json, today));
    }

    /// Appends one report per form: lines for lines, an array for an array.
    pub fn review_many_to(&mut self, out: &mut Vec<u8>, text: &str, today: NaiveDate) {
        if !text.trim_ascii_start().starts_with('[') {
            let mut rest = text;
            while !rest.is_empty() {
                let end = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
                let (line, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
                rest = after.get(1..).unwrap_or_default();
                if !line.trim_ascii().is_empty() {
                    self.review_to(out, line, today);
                    out.push(b'\n');
                }
            }
            return;
        }
        out.push(b'[');
        match serde_json::from_str::<Vec<&RawValue>>(text) {
            Ok(forms) => {
                for (at, form) in forms.iter().enumerate() {
                    if at > 0 {
                        out.push(b',');
                    }
                    self.review_to(out, form.get(), today);
                }
            }
            Err(error) => write_report(out, &unreadable(&error)),
        }
        out.push(b']');
    }
}

/// `2026-11-23`, and no other spelling.
fn iso_day(text: &str) -> Option<NaiveDate> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
    let number = |digits: &[u8]| {
        digits
            .iter()
            .try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
    };
    let year = i32::try_from(number(&[y1, y2, y3, y4])?).ok()?;
    NaiveDate::from_ymd_opt(year, number(&[m1, m2])?, number(&[d1, d2])?)
}

/// The end of a text from the comma before its facts, when they are its last member.
fn tail<'a>(json: &'a str, facts: &str) -> Option<&'a str> {
    let at = facts.as_ptr().addr().checked_sub(json.as_ptr().addr())?;
    let before = json.get(..at)?.trim_ascii_end().strip_suffix(':')?;
    let before = before.trim_ascii_end().strip_suffix("\"facts\"")?.trim_ascii_end().strip_suffix(',')?;
    let after = json.get(at + facts.len()..)?;
    if after.trim_ascii() == "}" { json.get(before.len()..) } else { None }
}

/// Eight bytes at a time: in WebAssembly the built-in comparison goes byte by byte.
fn is_same(left: &[u8], right: &[u8]) -> bool {
    let (left_eights, left_rest) = left.as_chunks::<8>();
    let (right_eights, right_rest) = right.as_chunks::<8>();
    left_rest == right_rest
        && left_eights.len() == right_eights.len()
        && left_eights
            .iter()
            .zip(right_eights)
            .all(|(left, right)| u64::from_ne_bytes(*left) == u64::from_ne_bytes(*right))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: NaiveDate = NaiveDate::MIN;

    #[test]
    fn a_reader_says_what_reading_each_form_alone_says() {
        let forms = [
            r#"{"draft":{"item":"x"},"facts":{"in_social_affairs":true}}"#,
            r#"{"draft":{"item":"y"},"facts":{"in_social_affairs":true}}"#,
            r#"{"edition":"original","draft":{"item":"y"},"facts":{"in_social_affairs":true}}"#,
            r#"{"draft":{"item":"y"},"facts":{"in_social_affairs":false}}"#,
            r#"{"edition":"original","draft":{"item":"y"} , "facts" : {"in_social_affairs":false} }"#,
            r#"{"draft":{"item":"y"} , "facts" : {"in_social_affairs":false} }"#,
            r#"{"facts":{"in_social_affairs":true},"draft":{"item":"y"},"facts":{"in_social_affairs":false}}"#,
            r#"{"facts":{"in_social_affairs":false},"edition":"original","draft":{"item":"y"}}"#,
            r#"{"draft":{"reason":","facts":{"in_social_affairs":false}}"#,
            r#"{"draft":{"item":"y","facts":{"in_social_affairs":false}}"#,
            r#"{"on":"2026-02-30","draft":{"item":"y"},"facts":{"in_social_affairs":false}}"#,
            r#"{"on":"2026-02-28","draft":{"period_from":"115/03"},"facts":{"in_social_affairs":false}}"#,
            r#"{"on":"+2026-02-28","draft":{"period_from":"115/03"},"facts":{"in_social_affairs":false}}"#,
            r#"{"on":null,"draft":{"item":"y"},"facts":{"in_social_affairs":false}}"#,
            r#"{"on":5,"draft":{"item":"y"},"facts":{"in_social_affairs":false}}"#,
            r#"{"draft":{"item":"y"},"facts":null}"#,
            r#"{"draft":{"item":"y"},"facts":{"a":1}}"#,
            r#"{,"facts":{"in_social_affairs":false}}"#,
            r#"{"item":"y"}"#,
            "{}",
            "{",
        ];
        let mut reader = Reader::default();
        // Each after each, itself included.
        for first in forms {
            for second in forms {
                for json in [first, second] {
                    assert_eq!(reader.review(json, DAY), review(json, DAY), "{json}");
                }
            }
        }
    }

    fn many(text: &str) -> String {
        let mut out = Vec::new();
        Reader::default().review_many_to(&mut out, text, DAY);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn many_forms_keep_their_shape() {
        assert_eq!(many("{}\n\n \r\n{}\r\n").lines().count(), 2);
        assert_eq!(many("").len(), 0);
        for (forms, count) in [("[]", 0), ("[{},{}]", 2), ("[1,\"[\"]", 2), ("[{}", 1)] {
            let answer: Vec<Report> = serde_json::from_str(&many(forms)).unwrap();
            assert_eq!(answer.len(), count, "{forms}");
        }
    }
}
