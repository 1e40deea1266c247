//! Approvals signed with the supervisor's card: what is to be signed, and whether what came back covers the form.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use shared::{
    api::v1::{ApprovalChallenge, FormSeen, KeptSignature},
    id::InquiryId,
    inquiry::{ApprovalSignature, Covered, InquiryAction, InquiryBody, Status, signature},
    session::{CardRefusal, Provider},
};

use super::{flow, store};
use crate::{
    app::{Act, App},
    card,
    http::{error::ApiError, extract::User},
    session::challenge,
};

/// A challenge over forms as they were seen, and the token by which the browser answers it.
///
/// # Errors
/// A form is out of sight or has moved on.
pub async fn challenge(
    app: &App,
    user: &User,
    audience: String,
    forms: &[FormSeen],
) -> Result<(ApprovalChallenge, String), ApiError> {
    let mut covers = Vec::with_capacity(forms.len());
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    for form in forms {
        let (row, _) = flow::visible(&mut act, form.id).await?;
        if row.revision != form.revision {
            return Err(ApiError::Stale { revision: row.revision });
        }
        covers.push(covered(&mut act, form.id, form.revision).await?);
    }
    drop(act);
    drop(tx);
    let (challenge, token) = challenge::issue(app, audience, signature::purpose(&covers)).await?;
    Ok((ApprovalChallenge { text: challenge.text, expires_at: challenge.expires_at, covers }, token))
}

async fn covered(act: &mut Act<'_>, inquiry: InquiryId, revision: i64) -> Result<Covered, ApiError> {
    let stored = store::content(act.tx, inquiry).await?.and_then(|content| content.body);
    let content = signature::content_hash(&stored.ok_or(ApiError::NotFound)?);
    Ok(Covered { inquiry, revision, content })
}

/// Verifies the signature that an approval carries: the browser's own challenge, over what it says it covers, by the card of
/// whoever acts.
///
/// # Errors
/// Why the signature is refused.
pub async fn verify(
    app: &App,
    user: &User,
    asker: Option<&str>,
    action: &mut InquiryAction,
) -> Result<(), ApiError> {
    let InquiryAction::Approve { signature: Some(given), .. } = action else { return Ok(()) };
    let given: &mut ApprovalSignature = given;
    let answered =
        challenge::answer(app, asker.ok_or(CardRefusal::NoChallenge)?, Provider::default(), &given.message)
            .await?;
    let purpose = format!("\npurpose: {}\n", signature::purpose(&given.covers));
    if answered.text != given.text || !given.text.contains(&purpose) {
        return Err(CardRefusal::OtherText.into());
    }
    let mut tx = app.db().read().await?;
    let registers = app.registers(&mut tx).await?;
    let own =
        registers.accounts.get(&user.standing.person).map(|account| account.draft().certificate.clone());
    if own.as_deref() != Some(&BASE64.encode(&answered.signer.leaf.der)) {
        return Err(CardRefusal::NotRegistered.into());
    }
    given.list_of = app.trust().await?.list_of(&answered.signer.leaf, app.clock().now());
    Ok(())
}

/// The signature that an approval carries is over this form as it stands.
///
/// # Errors
/// It is over another form, or over what the form was.
pub async fn expect_covered(
    act: &mut Act<'_>,
    id: InquiryId,
    revision: i64,
    action: &InquiryAction,
) -> Result<(), ApiError> {
    let InquiryAction::Approve { signature: Some(given), .. } = action else { return Ok(()) };
    let here = covered(act, id, revision).await?;
    if given.covers.contains(&here) { Ok(()) } else { Err(CardRefusal::OtherText.into()) }
}

/// What the signature kept with an approval amounts to: verified anew over the form as it stood when it was approved.
///
/// # Errors
/// The authorities cannot be read.
pub async fn kept(app: &App, body: &InquiryBody) -> Result<Option<KeptSignature>, ApiError> {
    let Some(decision) = body.status.approval() else { return Ok(None) };
    let Some(given) = &decision.signature else { return Ok(None) };
    let trust = app.trust().await?;
    let verified = BASE64
        .decode(&given.message)
        .map_err(|_| CardRefusal::Unreadable)
        .and_then(|message| card::verify_kept(&message, &given.text, &trust, decision.at));
    let over_this = verified.and_then(|signer| {
        let purpose = format!("\npurpose: {}\n", signature::purpose(&given.covers));
        let is_covered = as_approved(body, &given.covers).is_some_and(|here| given.covers.contains(&here));
        let is_over_this = is_covered && given.text.contains(&purpose);
        if is_over_this { Ok(signer) } else { Err(CardRefusal::OtherText) }
    });
    let list_of = given.list_of;
    Ok(Some(match over_this {
        Ok(signer) => KeptSignature { signed_by: signer.leaf.facts.name, list_of, refusal: None },
        Err(refusal) => KeptSignature { signed_by: String::new(), list_of, refusal: Some(refusal.message()) },
    }))
}

/// The form as it was when it waited for its decision: only its state and its revision have changed since.
fn as_approved(body: &InquiryBody, covers: &[Covered]) -> Option<Covered> {
    let revision = covers.iter().find(|covered| covered.inquiry == body.id)?.revision;
    let waiting = InquiryBody { revision, status: Status::Submitted, ..body.clone() };
    let content = signature::content_hash(&serde_json::to_string(&waiting).ok()?);
    Some(Covered { inquiry: body.id, revision, content })
}
