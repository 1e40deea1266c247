//! Where a device stands in the feed: the server's epoch, a place in commit order, and what the asker might see then.

use std::fmt;

/// Opaque to devices; only the server reads it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Goes up with each restore from a backup.
    pub epoch: i64,
    /// The last place in commit order that was sent.
    pub seq: i64,
    /// Digest of the asker's rights; other rights mean that everything is sent anew.
    pub scope: String,
}

/// The text is no cursor of this server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor of this server")]
pub struct BadCursor;

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}.{:x}.{}", self.epoch, self.seq, self.scope)
    }
}

impl std::str::FromStr for Cursor {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.splitn(3, '.');
        let mut number = || {
            let number = i64::from_str_radix(parts.next().ok_or(BadCursor)?, 16).map_err(|_| BadCursor)?;
            if number < 0 { Err(BadCursor) } else { Ok(number) }
        };
        let (epoch, seq) = (number()?, number()?);
        let scope = parts.next().ok_or(BadCursor)?;
        if scope.len() > 64 || !scope.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(BadCursor);
        }
        Ok(Self { epoch, seq, scope: scope.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_went_and_rubbish_does_not() {
        let cursor = Cursor { epoch: 3, seq: 4_711, scope: "ab12".into() };
        assert_eq!(cursor.to_string().parse::<Cursor>(), Ok(cursor));
        for rubbish in ["", "1", "1.2", "-1.2.a", "1.-2.a", "x.2.a", "1.2.ä", "1.2.a b"] {
            assert!(rubbish.parse::<Cursor>().is_err(), "{rubbish}");
        }
    }
}
