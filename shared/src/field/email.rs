//! An e-mail address of a person who works for the county.

use std::fmt;

/// Longest address a mail server takes (RFC 5321).
const MOST: usize = 254;

/// An address such as `name@example.gov.tw`; plain ASCII, so that it cannot carry a header of its own into a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

/// The text is no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address such as `name@example.gov.tw`")]
pub struct NotAnEmail;

impl Email {
    /// Reads an address strictly: no quoting, no comments, a domain of at least two parts.
    ///
    /// # Errors
    /// It is none.
    pub fn parse(raw: &str) -> Result<Self, NotAnEmail> {
        let (local, domain) = raw.split_once('@').ok_or(NotAnEmail)?;
        let is_atom = |part: &str| {
            let mut bytes = part.bytes();
            !part.is_empty()
                && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&byte))
        };
        let is_label = |part: &str| {
            let is_plain = part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            (1..=63).contains(&part.len()) && is_plain && !part.starts_with('-') && !part.ends_with('-')
        };
        let is_address = raw.len() <= MOST
            && local.len() <= 64
            && local.split('.').all(is_atom)
            && domain.contains('.')
            && domain.split('.').all(is_label);
        if is_address { Ok(Self(raw.to_owned())) } else { Err(NotAnEmail) }
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_stands() {
        for text in ["name@example.gov.tw", "a.b+c@mail.chcg.gov.tw", "x@a-b.tw"] {
            assert_eq!(Email::parse(text).map(|email| email.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn what_is_no_address_or_could_carry_a_header_is_refused() {
        for text in [
            "",
            "name",
            "name@",
            "@example.tw",
            "name@tw",
            "a@b@c.tw",
            "a b@c.tw",
            "a..b@c.tw",
            ".a@c.tw",
            "a@-c.tw",
            "a@c..tw",
            "a@c.tw\r\nBcc: x@y.tw",
            "王@c.tw",
            "<a@c.tw>",
            "a@c.tw,b@c.tw",
        ] {
            assert_eq!(Email::parse(text), Err(NotAnEmail), "{text}");
        }
        assert!(Email::parse(&format!("{}@c.tw", "a".repeat(65))).is_err());
    }
}
