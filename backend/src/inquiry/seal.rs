//! What names a data subject, on its way into the seal and out of it.

use anyhow::Context;
use chrono::Datelike;
use shared::{
    field,
    id::InquiryId,
    inquiry::{Identity, InquiryDraft, MaskedSubject, PlainSubject, mask_name},
};

use super::store::{self, SubjectRow};
use crate::{
    app::Act,
    http::error::ApiError,
    store::{
        StoreError, Tx,
        seal::{Place, Sealer},
    },
};

const fn place(column: &'static str, id: InquiryId, part: i64) -> Place {
    let table = if part < 0 { "inquiries" } else { "subjects" };
    Place { table, column, row: id.0, part }
}

/// The draft with every typed number that is one boxed to the server's own key, as a browser would have done.
///
/// # Errors
/// There is no randomness.
pub fn boxed(act: &Act<'_>, mut draft: InquiryDraft) -> Result<InquiryDraft, ApiError> {
    box_subjects(act.app().sealer(), &mut draft)?;
    Ok(draft)
}

/// The same beside any act; gives what was boxed, with what it says.
///
/// # Errors
/// There is no randomness.
pub fn box_subjects(sealer: &Sealer, draft: &mut InquiryDraft) -> Result<Vec<(String, String)>, StoreError> {
    let mut boxes = Vec::new();
    for subject in &mut draft.subjects {
        if let Identity::Typed(text) = &subject.identity
            && let Ok(identity) = field::Identity::parse(text)
        {
            let sealed = sealer.close_box(identity.as_str())?;
            boxes.push((sealed.clone(), identity.as_str().to_owned()));
            subject.identity = Identity::Sealed { sealed, masked: identity.masked() };
        }
    }
    Ok(boxes)
}

/// The draft with every box opened, for the rules. A box that does not open reads as an empty number.
#[must_use]
pub fn opened(act: &Act<'_>, mut draft: InquiryDraft) -> InquiryDraft {
    for subject in &mut draft.subjects {
        if let Identity::Sealed { sealed, .. } = &subject.identity {
            // Whoever sealed it a moment ago need not be asked again.
            let known = act.tx.behind.as_ref().and_then(|behind| behind.unboxed(sealed)).cloned();
            let plain = known.or_else(|| act.app().sealer().open_box(sealed));
            subject.identity = Identity::Typed(plain.unwrap_or_default());
        }
    }
    draft
}

/// A draft's bytes as the database keeps them.
///
/// # Errors
/// They cannot be sealed.
pub fn draft_bytes(act: &Act<'_>, id: InquiryId, draft: &InquiryDraft) -> Result<Vec<u8>, ApiError> {
    let bytes = serde_json::to_vec(draft).context("draft to JSON")?;
    Ok(act.app().sealer().seal(&act.key_period(), place("draft", id, -1), &bytes)?)
}

/// The stored draft, boxes still closed.
///
/// # Errors
/// It does not open or parse.
pub async fn stored_draft(act: &mut Act<'_>, id: InquiryId) -> Result<InquiryDraft, ApiError> {
    let sealed =
        store::content(act.tx, id).await?.and_then(|content| content.draft).ok_or(ApiError::NotFound)?;
    let sealer = act.app().sealer().clone();
    let bytes = open(&sealer, act.tx, place("draft", id, -1), &sealed).await?;
    Ok(serde_json::from_slice(&bytes).with_context(|| format!("inquiries.draft of {id}"))?)
}

/// Subjects sealed for their table, with this year's keyed hash.
///
/// # Errors
/// They cannot be sealed.
pub fn subject_rows(
    act: &Act<'_>,
    id: InquiryId,
    subjects: &[PlainSubject],
) -> Result<Vec<SubjectRow>, ApiError> {
    let sealer = act.app().sealer();
    let (period, year) = (act.key_period(), act.today().year());
    let seal_one = |(ordinal, subject): (i64, &PlainSubject)| {
        Ok(SubjectRow {
            ordinal,
            name: sealer.seal(&period, place("name", id, ordinal), subject.name.as_bytes())?,
            identity: sealer.seal(&period, place("identity", id, ordinal), subject.identity.as_bytes())?,
            blind: sealer.blind("subject", year, &subject.identity),
            year: i64::from(year),
            mark: Some(sealer.mark(year, &subject.name, last_four(&subject.identity))),
        })
    };
    (0..).zip(subjects).map(seal_one).collect()
}

/// What an account holds of an identity.
#[must_use]
pub fn last_four(identity: &str) -> &str {
    identity.split_at_checked(identity.len().saturating_sub(4)).map_or("", |(_, tail)| tail)
}

/// An inquiry's subjects in full.
///
/// # Errors
/// They do not open.
pub async fn plain_subjects(act: &mut Act<'_>, id: InquiryId) -> Result<Vec<PlainSubject>, ApiError> {
    let sealer = act.app().sealer().clone();
    let mut plain = Vec::new();
    for row in store::subjects(act.tx, id).await? {
        let name = open(&sealer, act.tx, place("name", id, row.ordinal), &row.name).await?;
        let identity = open(&sealer, act.tx, place("identity", id, row.ordinal), &row.identity).await?;
        let text = |bytes| String::from_utf8(bytes).context("a sealed text is not UTF-8");
        plain.push(PlainSubject { name: text(name)?, identity: text(identity)? });
    }
    Ok(plain)
}

/// Opens a value; a key that another server made since is read first.
async fn open(sealer: &Sealer, tx: &mut Tx, place: Place, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
    match sealer.open(place, sealed) {
        Ok(plain) => Ok(plain),
        Err(_) => {
            sealer.load(tx).await?;
            sealer.open(place, sealed)
        }
    }
}

/// The first subject of a draft as a list may show it.
#[must_use]
pub fn first_subject(draft: &InquiryDraft) -> String {
    draft.subjects.first().map_or_else(String::new, |subject| {
        let identity = match &subject.identity {
            Identity::Sealed { masked, .. } => masked.clone(),
            Identity::Typed(_) => String::new(),
        };
        super::view::subject_label(&MaskedSubject { name: mask_name(&subject.name), identity })
    })
}
