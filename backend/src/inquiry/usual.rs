//! What a unit usually asks for under an item, so that whoever asks for far more is made to think (point 3).

use shared::{
    field,
    id::{InquiryId, ItemId, UnitId},
    inquiry::{InquiryBody, InquiryDraft, Usual},
    regulation::point_03,
};

use super::store;
use crate::{app::Act, http::error::ApiError};

/// What a unit usually asks for under a form's item, where the form asks for so much that it matters (point 3).
///
/// # Errors
/// The database does not answer.
pub async fn usual_for(
    act: &mut Act<'_>,
    draft: &InquiryDraft,
    unit: UnitId,
    but: InquiryId,
) -> Result<Option<Usual>, ApiError> {
    match draft.item.parse() {
        Ok(item) if point_03::may_be_unusual(draft, act.today()) => {
            usual(act, item, unit, but).await.map(Some)
        }
        _ => Ok(None),
    }
}

/// What a unit usually asks for under an item, one form left out.
///
/// # Errors
/// The database does not answer.
pub async fn usual(act: &mut Act<'_>, item: ItemId, unit: UnitId, but: InquiryId) -> Result<Usual, ApiError> {
    let limit = i64::try_from(point_03::USUAL_FORMS).unwrap_or(i64::MAX);
    let forms = store::latest_of(act.tx, unit, item, but, limit).await?;
    let size = |(subjects, body): (i64, String)| {
        let body: InquiryBody = serde_json::from_str(&body).ok()?;
        let month = |text: &str| field::RocMonth::parse(text).ok();
        let months = month(&body.registration.period_from)?.span(month(&body.registration.period_to)?);
        Some((u32::try_from(subjects).ok()?, months))
    };
    Ok(Usual::of(&forms.into_iter().filter_map(size).collect::<Vec<_>>()))
}
