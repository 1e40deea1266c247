//! 附表二 and 移交清冊 of a change, as sheets.

use shared::{
    Kept as _,
    agency::Agency,
    custody::{
        ChangeBody,
        paper::{self, Letterhead},
    },
    field::roc_text,
    id::ManagerChangeId,
    notice::{Notice, NoticeState, Post},
    paper::{Sheet, moment},
    period, taiwan_day,
};

use super::flow::visible;
use crate::{
    app::Act,
    http::error::ApiError,
    journal::checkpoint::proof,
    records::{self, store::Scope},
};

/// What every sheet of the manager's says beside its record: the county as the register has it, and who prints.
#[must_use]
pub fn letterhead(act: &Act<'_>) -> Letterhead {
    let registers = act.registers();
    let root = registers.agencies.values().find(|agency| agency.draft().parent.is_none()).map(Agency::draft);
    let codes = root.iter().flat_map(|draft| [draft.code.clone(), draft.oid.clone()]);
    Letterhead {
        agency: root.map(|draft| draft.name.clone()).unwrap_or_default(),
        codes: codes.filter(|code| !code.is_empty()).collect::<Vec<_>>().join("／"),
        printed_by: act.standing().name.clone(),
        printed_at: moment(act.now()),
        ..Letterhead::default()
    }
}

/// The form.
///
/// # Errors
/// The change is out of sight, or the database does not answer.
pub async fn form(act: &mut Act<'_>, id: ManagerChangeId) -> Result<Sheet, ApiError> {
    let change = visible(act, id).await?;
    let notified = notified(act, change.body()).await?;
    let head = Letterhead { notified, ..kept(act, change.body()) };
    Ok(paper::form(change.body(), &head))
}

/// The list; as absent as the change where it was not made yet.
///
/// # Errors
/// The change is out of sight or has no list, or the database does not answer.
pub async fn list(act: &mut Act<'_>, id: ManagerChangeId) -> Result<Sheet, ApiError> {
    let change = visible(act, id).await?;
    let mut sheet = paper::list(change.body(), &kept(act, change.body())).ok_or(ApiError::NotFound)?;
    sheet.blocks.extend(proof::anchor(act.tx).await?.into_iter().flatten());
    Ok(sheet)
}

fn kept(act: &Act<'_>, body: &ChangeBody) -> Letterhead {
    let closed_on = body.closed.as_ref().map(|mark| taiwan_day(mark.at));
    let kept = closed_on.and_then(|day| period::retention_strict(day).ok());
    Letterhead { keep_through: kept.map(|days| days.keep_through), ..letterhead(act) }
}

/// When the Bureau was told of this change, with the letter's number; empty until then.
async fn notified(act: &mut Act<'_>, body: &ChangeBody) -> Result<String, ApiError> {
    let Some(switch) = &body.switch else { return Ok(String::new()) };
    let sent: Vec<Notice> = records::flow::all(act.tx, Scope::All, "sent").await?;
    // The notice was made in the switch's own transaction, at its instant.
    let of_switch =
        |notice: &&Notice| notice.body().post == Post::Manager && notice.body().made_at == switch.mark.at;
    Ok(match sent.iter().find(of_switch).map(|notice| &notice.body().state) {
        Some(NoticeState::Sent { on, document_number, .. }) => {
            format!("{}　{document_number}", roc_text(*on))
        }
        _ => String::new(),
    })
}
