//! Who was manager when, to the instant: read off the versions of the accounts, which nobody can change unseen.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use shared::{account::AccountDraft, api::v1::ManagerTerm, id::PersonId};
use uuid::Uuid;

use crate::{
    inquiry::view::instant,
    registers::store::{self, VersionOf},
    store::{StoreError, Tx},
};

/// Every manager's time in office, oldest first.
///
/// # Errors
/// A row does not parse, or the database does not answer.
pub async fn terms(tx: &mut Tx) -> Result<Vec<ManagerTerm>, StoreError> {
    let mut versions = store::versions_of(tx, "account").await?;
    // The office is taken before it is given up, in one instant: in that order the terms join without a gap.
    versions.sort_by_key(|version| (version.at, version.id, version.revision));
    let mut open: BTreeMap<Uuid, ManagerTerm> = BTreeMap::new();
    let mut closed = Vec::new();
    for version in versions {
        let VersionOf { id, body, at, .. } = version;
        let draft: AccountDraft = serde_json::from_str(&body).map_err(|_| StoreError::Inconsistent {
            table: "register_versions",
            column: "body",
            row: id.to_string(),
        })?;
        match (open.remove(&id), draft.is_manager) {
            (Some(term), true) => drop(open.insert(id, term)),
            (None, true) => {
                let term =
                    ManagerTerm { person: PersonId(id), name: draft.name, from: instant(at), until: None };
                open.insert(id, term);
            }
            (Some(term), false) => closed.push(ManagerTerm { until: Some(instant(at)), ..term }),
            (None, false) => {}
        }
    }
    closed.extend(open.into_values());
    closed.sort_by_key(|term| (term.from, term.until.is_none()));
    Ok(closed)
}

/// Whoever is in office now, and since when.
#[must_use]
pub fn in_office(terms: &[ManagerTerm]) -> Option<&ManagerTerm> {
    terms.iter().rfind(|term| term.until.is_none())
}

/// Whether a term covers an instant.
#[must_use]
pub fn covers(term: &ManagerTerm, at: DateTime<Utc>) -> bool {
    term.from <= at && term.until.is_none_or(|until| at < until)
}
