//! What a verification found.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Entry;
use crate::violation::Bilingual;

/// What can be said of what was verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing is wrong with it.
    #[default]
    Sound,
    /// It cannot be checked: unreadable, or signed by nobody who counts.
    Unchecked,
    /// It is not what it was.
    Tampered,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Finding {
    /// The first entry it is about, where it is about one.
    pub seq: Option<u64>,
    /// How bad it is.
    pub outcome: Outcome,
    /// What, and what to do next.
    pub message: Bilingual,
}

/// A witness that signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Witnessed {
    /// Its name.
    pub name: String,
    /// When it signed.
    pub at: DateTime<Utc>,
}

impl Witnessed {
    /// A witness and its Unix second.
    #[must_use]
    pub fn at(name: &str, seconds: u64) -> Self {
        let at = i64::try_from(seconds).ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
        Self { name: name.to_owned(), at: at.unwrap_or_default() }
    }
}

/// The result of a verification, the same in the browser, on the command line and on the server.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Verdict {
    /// All in all.
    pub outcome: Outcome,
    /// `proof`, `bundle`, or empty where it is neither.
    pub kind: String,
    /// The log.
    pub origin: String,
    /// Entries that were looked at, or under the proof's checkpoint.
    pub size: u64,
    /// Their root, base64.
    pub root: String,
    /// Contents that were hashed anew and compared with what was committed to.
    pub contents: u64,
    /// Checkpoints that were compared with the entries.
    pub checkpoints: u64,
    /// Entries under the newest checkpoint that counts.
    pub covered: u64,
    /// Who witnessed that one.
    pub witnessed: Vec<Witnessed>,
    /// The entry that a proof proves.
    pub entry: Option<Entry>,
    /// What is wrong, first entries first.
    pub findings: Vec<Finding>,
    /// What is worth knowing and not wrong.
    pub remarks: Vec<Bilingual>,
}

impl Verdict {
    /// Adds something that is wrong.
    pub(super) fn find(&mut self, outcome: Outcome, seq: Option<u64>, zh_tw: String, en: String) {
        self.outcome = self.outcome.max(outcome);
        self.findings.push(Finding { seq, outcome, message: Bilingual::filled(zh_tw, en) });
    }

    /// Something was changed, from this entry on.
    pub(super) fn tampered(&mut self, seq: u64, zh_tw: &str, en: &str) {
        let (zh_tw, en) = (format!("第 {seq} 筆：{zh_tw}"), format!("entry {seq}: {en}"));
        self.find(Outcome::Tampered, Some(seq), zh_tw, en);
    }

    /// It cannot be checked.
    pub(super) fn unchecked(&mut self, zh_tw: impl Into<String>, en: impl Into<String>) {
        self.find(Outcome::Unchecked, None, zh_tw.into(), en.into());
    }

    /// Something worth knowing.
    pub(super) fn remark(&mut self, zh_tw: String, en: String) {
        self.remarks.push(Bilingual::filled(zh_tw, en));
    }

    /// The same with the first entries first.
    pub(super) fn sorted(mut self) -> Self {
        self.findings.sort_by_key(|finding| finding.seq.unwrap_or(u64::MAX));
        self
    }
}
