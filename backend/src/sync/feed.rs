//! What changed since a device last asked, in commit order: a person's own records, and those they decide on.

use std::collections::BTreeSet;

use anyhow::Context;
use sha2::{Digest, Sha256};
use shared::{
    Record,
    api::v1::DraftView,
    id::{InquiryId, PersonId},
    inquiry::Inquiry,
    sync::{Change, ChangesResponse, Cursor, Op, Sum},
};
use uuid::Uuid;

use super::store::{self, Place, Source};
use crate::{
    app::{Act, App},
    http::error::ApiError,
    inquiry::{self, view},
    journal,
};

/// The noun of an open form in the feed; registered ones are [`Inquiry::KIND`].
pub const DRAFT: &str = "draft";

/// Changes since a cursor, or from the start.
///
/// # Errors
/// The cursor is of another epoch or another person: start over. Or the database does not answer.
pub async fn changes(
    app: &App,
    person: PersonId,
    since: Option<&str>,
    limit: i64,
) -> Result<ChangesResponse, ApiError> {
    let mut tx = app.db().read().await?;
    let epoch = store::epoch(&mut tx).await?;
    // Everything is read up to here, so that a write in between is left whole to the next page.
    let head = journal::store::head(&mut tx).await?.size;
    let mut act = app.act(&mut tx, person).await?;
    let sources = sources(&act);
    let scope = scope(&sources);
    let answer = |changes, seq, more, sum| ChangesResponse {
        epoch,
        changes,
        cursor: Cursor { epoch, seq, scope: scope.clone() }.to_string(),
        more,
        sum,
        server_time: app.clock().now(),
    };
    let from = match since.map(str::parse::<Cursor>) {
        None => 0,
        Some(Ok(cursor)) if cursor.epoch == epoch && cursor.seq <= head => {
            if cursor.scope != scope {
                // The asker's rights changed: what they may see no more goes, and what they may see comes anew.
                return Ok(answer(vec![purge(cursor.seq)], 0, true, None));
            }
            cursor.seq
        }
        Some(_) => return Err(ApiError::Reset),
    };
    let (places, more) = places(&mut act, &sources, from, head, limit).await?;
    let last = places.last().map_or(from, |place| place.seq + 1);
    let changes = changes_at(&mut act, places).await?;
    let sum = if more { None } else { sum(&mut act, &sources, head).await? };
    Ok(answer(changes, if more { last } else { head }, more, sum))
}

/// One's own, and those of each unit one decides for today.
fn sources(act: &Act<'_>) -> Vec<Source> {
    let standing = act.standing();
    let me = standing.person.0;
    let units: BTreeSet<Uuid> = standing.approves_for(act.today()).into_iter().map(|unit| unit.0).collect();
    std::iter::once(Source::Own(me))
        .chain(units.into_iter().map(|unit| Source::Unit { unit, but: me }))
        .collect()
}

/// A digest of what the asker may see.
fn scope(sources: &[Source]) -> String {
    let mut hash = Sha256::new_with_prefix(b"chadiao-scope/1\n");
    for source in sources {
        match source {
            Source::Own(person) => hash.update(person.as_bytes()),
            Source::Unit { unit, .. } => hash.update(unit.as_bytes()),
        }
    }
    hash.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

fn purge(seq: i64) -> Change {
    Change { seq, kind: Inquiry::KIND.to_owned(), id: None, rev: 0, op: Op::Purge, doc: None }
}

/// A page of places, each record at its last place in the page only; and whether there are more.
async fn places(
    act: &mut Act<'_>,
    sources: &[Source],
    from: i64,
    to: i64,
    limit: i64,
) -> Result<(Vec<Place>, bool), ApiError> {
    let mut places = Vec::new();
    for source in sources {
        places.extend(store::feed(act.tx, *source, from, to, limit + 1).await?);
    }
    // Whoever starts from nothing has nothing to lose.
    if from > 0 {
        let me = act.standing().person.0;
        places.extend(store::removed(act.tx, me, from, to, limit + 1).await?);
    }
    places.sort_unstable();
    places.dedup();
    let page = usize::try_from(limit).unwrap_or(1);
    let more = places.len() > page;
    places.truncate(page);
    Ok((places, more))
}

async fn changes_at(act: &mut Act<'_>, places: Vec<Place>) -> Result<Vec<Change>, ApiError> {
    let mut seen = BTreeSet::new();
    let mut changes = Vec::with_capacity(places.len());
    for place in places.into_iter().rev() {
        if seen.insert(place.record_id) {
            changes.push(change(act, place).await?);
        }
    }
    changes.reverse();
    Ok(changes)
}

/// The record as it is now: if it moved on since, its later place brings it again.
async fn change(act: &mut Act<'_>, place: Place) -> Result<Change, ApiError> {
    let id = InquiryId(place.record_id);
    let change = |kind: &str, rev, op, doc| Change {
        seq: place.seq,
        kind: kind.to_owned(),
        id: Some(place.record_id),
        rev,
        op,
        doc,
    };
    let Some(row) = inquiry::store::find(act.tx, id).await? else {
        return Ok(change(DRAFT, place.revision, Op::Del, None));
    };
    if !inquiry::flow::may_see(act, &row) {
        return Ok(change(Inquiry::KIND, row.revision, Op::Purge, None));
    }
    let is_own = row.applicant_id == act.standing().person.0;
    let rev = row.revision;
    let (kind, doc) = if is_own && matches!(row.status.as_str(), "draft" | "sent_back") {
        let draft: DraftView = inquiry::flow::read_draft(act, id).await?;
        (DRAFT, serde_json::to_value(draft).context("draft to JSON")?)
    } else {
        (Inquiry::KIND, serde_json::to_value(view::row(act, row)).context("row to JSON")?)
    };
    Ok(change(kind, rev, Op::Put, Some(doc)))
}

/// Hash over everything in scope, unless something was written meanwhile that the page does not show.
async fn sum(act: &mut Act<'_>, sources: &[Source], head: i64) -> Result<Option<String>, ApiError> {
    let mut sum = Sum::default();
    for source in sources {
        for (id, revision) in store::held(act.tx, *source).await? {
            sum.add(id, revision);
        }
    }
    let is_still = journal::store::head(act.tx).await?.size == head;
    Ok(is_still.then(|| sum.to_string()))
}
