//! 移交清冊 (4(4)): what changes hands, counted by kind and hashed, so that both confirm the same thing.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{id::PersonId, journal::hex};

/// One account of the roster (使用者名冊).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RosterLine {
    /// The person.
    pub person: PersonId,
    /// Revision of the account.
    pub revision: i64,
    /// Name.
    pub name: String,
    /// 職稱.
    pub title: String,
    /// Unit.
    pub unit_name: String,
    /// 我的E政府 account.
    pub egov_account: String,
    /// Numbers of the items held.
    pub items: Vec<String>,
    /// Active on the day of the list.
    pub is_active: bool,
    /// SHA-256 of the account as the register keeps it.
    pub sha256: String,
}

/// One form or record on file (附表二, 附表三, 稽核紀錄 …).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormLine {
    /// Its noun.
    pub kind: String,
    /// The record.
    pub record: Uuid,
    /// Its revision.
    pub revision: i64,
    /// Its state.
    pub status: String,
    /// The day it was made.
    pub made_on: NaiveDate,
    /// SHA-256 of the record as it is kept.
    pub sha256: String,
}

/// How many of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KindCount {
    /// The noun.
    pub kind: String,
    /// How many.
    pub count: u64,
}

/// The journal's head when the list was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JournalPlace {
    /// Entries.
    pub size: u64,
    /// Root of the tree, hexadecimal.
    pub root: String,
}

/// The list as it stood at its instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HandOverList {
    /// When it was made.
    pub at: DateTime<Utc>,
    /// 使用者名冊.
    pub roster: Vec<RosterLine>,
    /// Forms and records.
    pub forms: Vec<FormLine>,
    /// Counts by kind, the roster first.
    pub counts: Vec<KindCount>,
    /// The journal's head.
    pub journal: JournalPlace,
    /// SHA-256 of the canonical listing, hexadecimal.
    pub sha256: String,
}

impl HandOverList {
    /// Orders, counts and hashes what is handed over.
    #[must_use]
    pub fn of(
        at: DateTime<Utc>,
        mut roster: Vec<RosterLine>,
        mut forms: Vec<FormLine>,
        journal: JournalPlace,
    ) -> Self {
        roster.sort_by_key(|line| line.person);
        forms.sort_by(|a, b| (&a.kind, a.record).cmp(&(&b.kind, b.record)));
        let count = |lines: usize| u64::try_from(lines).unwrap_or(u64::MAX);
        let mut counts = vec![KindCount { kind: "account".to_owned(), count: count(roster.len()) }];
        for kind in forms.chunk_by(|a, b| a.kind == b.kind) {
            let Some(first) = kind.first() else { continue };
            counts.push(KindCount { kind: first.kind.clone(), count: count(kind.len()) });
        }
        let mut list = Self { at, roster, forms, counts, journal, sha256: String::new() };
        list.sha256 = list.digest();
        list
    }

    /// The listing that is hashed: a line each, in an order that does not depend on the database.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut text = format!(
            "chadiao hand-over 1\nat\t{}\njournal\t{}\t{}\n",
            crate::journal::instant(self.at),
            self.journal.size,
            self.journal.root
        );
        // Writing to a string cannot fail.
        for line in &self.roster {
            let _ = writeln!(text, "account\t{}\t{}\t{}", line.person, line.revision, line.sha256);
        }
        for line in &self.forms {
            let _ = writeln!(text, "{}\t{}\t{}\t{}", line.kind, line.record, line.revision, line.sha256);
        }
        text
    }

    /// SHA-256 of the listing.
    #[must_use]
    pub fn digest(&self) -> String {
        hex(&Sha256::digest(self.canonical().as_bytes()))
    }

    /// The hash in groups of eight, for reading it out to each other.
    #[must_use]
    pub fn grouped(&self) -> String {
        let letters: Vec<char> = self.sha256.chars().collect();
        letters.chunks(8).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }
}

/// SHA-256 of what a store keeps of one record, hexadecimal.
#[must_use]
pub fn hash_of(content: &str) -> String {
    hex(&Sha256::digest(content.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(n: u128, sha256: &str) -> RosterLine {
        RosterLine {
            person: PersonId(Uuid::from_u128(n)),
            revision: 1,
            name: "王小明".into(),
            title: "科員".into(),
            unit_name: "社會處".into(),
            egov_account: "a.b".into(),
            items: vec!["1".into()],
            is_active: true,
            sha256: sha256.into(),
        }
    }

    fn form(kind: &str, n: u128) -> FormLine {
        FormLine {
            kind: kind.into(),
            record: Uuid::from_u128(n),
            revision: 1,
            status: "closed".into(),
            made_on: "2026-01-05".parse().unwrap(),
            sha256: "00".into(),
        }
    }

    fn list(roster: Vec<RosterLine>, forms: Vec<FormLine>) -> HandOverList {
        let journal = JournalPlace { size: 7, root: "ab".into() };
        HandOverList::of("2026-03-10T02:00:00Z".parse().unwrap(), roster, forms, journal)
    }

    #[test]
    fn the_order_in_which_a_database_gives_the_rows_does_not_matter() {
        let one = list(vec![account(1, "aa"), account(2, "bb")], vec![form("notice", 4), form("audit", 5)]);
        let other = list(vec![account(2, "bb"), account(1, "aa")], vec![form("audit", 5), form("notice", 4)]);
        assert_eq!(one, other);
        let counts: Vec<_> = one.counts.iter().map(|count| (count.kind.as_str(), count.count)).collect();
        assert_eq!(counts, [("account", 2), ("audit", 1), ("notice", 1)]);
    }

    #[test]
    fn one_record_changed_or_left_out_is_another_hash() {
        let one = list(vec![account(1, "aa")], vec![form("notice", 4)]);
        assert_ne!(one.sha256, list(vec![account(1, "ab")], vec![form("notice", 4)]).sha256);
        assert_ne!(one.sha256, list(vec![account(1, "aa")], vec![]).sha256);
        assert_eq!(one.sha256, one.digest());
        assert_eq!(one.grouped().split(' ').count(), 8);
        assert_eq!(one.grouped().replace(' ', ""), one.sha256);
    }
}
