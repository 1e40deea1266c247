//! A look at full identities: for a reason, journaled, shown to the supervisor of whoever looked.

use shared::{
    Record as _,
    api::v1::Revealed,
    id::{InquiryId, PersonId},
    inquiry::Inquiry,
    regulation::point_05,
};

use super::{flow::visible, seal, store::Row};
use crate::{
    app::{Act, App},
    http::error::ApiError,
    journal::store::NewEntry,
};

/// Full identities, once, for those who query or decide. The look is journaled; what was seen is kept nowhere, so this
/// is no operation whose answer could be given again.
///
/// # Errors
/// The inquiry is out of sight, or no reason was given.
pub async fn reveal(
    app: &App,
    person: PersonId,
    id: InquiryId,
    reason: String,
) -> Result<Revealed, ApiError> {
    let inside = app.clone();
    app.writer()
        .write(move |tx| {
            Box::pin(async move {
                let act = &mut inside.act(tx, person).await?;
                look(act, id, &reason).await
            })
        })
        .await?
}

/// The look itself, inside a transaction.
///
/// # Errors
/// As [`reveal`].
pub async fn look(act: &mut Act<'_>, id: InquiryId, reason: &str) -> Result<Revealed, ApiError> {
    let (row, _) = visible(act, id).await?;
    if !may_reveal(act, &row) {
        return Err(ApiError::Forbidden);
    }
    let report = point_05::check_reveal(reason);
    if !report.is_accepted() {
        return Err(ApiError::Refused(Box::new(report)));
    }
    let subjects = seal::plain_subjects(act, id).await?;
    let entry = NewEntry::looked("inquiry.reveal", Inquiry::KIND, id.0, row.revision, reason.trim());
    act.journal(entry).await?;
    Ok(Revealed { subjects: subjects.into_iter().map(Into::into).collect() })
}

/// Whether whoever acts may see full identities: the applicant, and those who decide. The manager keeps the registers and
/// has no case to work on.
fn may_reveal(act: &Act<'_>, row: &Row) -> bool {
    let decides = act.standing().approves_for(act.today()).iter().any(|unit| unit.0 == row.approving_unit_id);
    decides || row.applicant_id == act.standing().person.0
}
