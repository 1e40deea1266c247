//! The county was inspected when its two years began, and an inspector is in the house today, with a card in the practice reader.

use anyhow::{Context as _, anyhow};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use chrono::{DateTime, Days, NaiveDate, Utc};
use shared::{
    api::v1::NewInspection,
    id::{InspectionId, PersonId},
    inspection::{InspectionAction, InspectionDraft},
    taiwan_day,
};

use super::{
    cards::{Holder, Office},
    chance::Chance,
};
use crate::{app::App, http::error::ApiError, inspection::flow};

/// Who inspected then, and who does today: order, name, digits, card.
const INSPECTORS: [(&str, &str, &str, &str); 2] = [
    ("保政字第11310000012號", "周查核", "2468", "IN11300000000001"),
    ("保政字第11560000010號", "許稽查", "1357", "IN11500000000002"),
];
/// Days that a leave of today still lasts.
const LASTS: Days = Days::new(13);
/// Days of what was done that it is about.
const BACK: Days = Days::new(365);

/// Lets an inspector in at an instant: the first of them finds nothing amiss and is done the same day.
///
/// # Errors
/// There is no manager, no card can be made, or the database refuses.
pub async fn visit(app: &App, chance: &mut Chance, at: DateTime<Utc>, is_past: bool) -> anyhow::Result<()> {
    let today = taiwan_day(at);
    let manager = {
        let mut tx = app.db().read().await?;
        let registers = app.registers(&mut tx).await?;
        registers.manager(today).context("the practice county has a manager")?.person()
    };
    let [then, now] = INSPECTORS;
    let (order, name, last4, number) = if is_past { then } else { now };
    let holder = Holder { number: number.into(), name: name.into(), last4: last4.into() };
    let cards = app.config().cards.clone();
    let made = move || Office::open(&cards)?.card_of(&holder);
    let card = tokio::task::spawn_blocking(made).await??;
    let draft = InspectionDraft {
        order: order.into(),
        name: name.into(),
        agency: "勞動部勞工保險局".into(),
        card_number: number.into(),
        id_last4: last4.into(),
        certificate: BASE64.encode(&card.certificate),
        opens_on: Some(today),
        closes_on: Some(if is_past { today } else { later(today) }),
        from: today.checked_sub_days(BACK),
        to: Some(if is_past { today } else { later(today) }),
        ..InspectionDraft::default()
    };
    let new = NewInspection { id: InspectionId(chance.id(at.timestamp_millis())), draft };
    let inside = app.clone();
    let written = app.writer().write(move |tx| Box::pin(live(inside, tx, (manager, at), new, is_past)));
    let lived = written.await.map_err(|error| anyhow!("{error}"))?;
    lived.map_err(|error| anyhow!("the practice county's inspection: {error:?}"))
}

fn later(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(LASTS).unwrap_or(day)
}

async fn live(
    app: App,
    tx: &mut crate::store::Tx,
    (manager, at): (PersonId, DateTime<Utc>),
    new: NewInspection,
    is_past: bool,
) -> Result<(), ApiError> {
    let act = &mut app.act_at(tx, manager, at).await?;
    let id = new.id;
    flow::grant(act, new).await?;
    if is_past {
        let end = InspectionAction::End { reason: "書面查核已完成".into() };
        let result = InspectionAction::Conclude {
            result: "抽閱登記、列印資料及帳號名冊,紀錄完整,未發現缺失。".into(),
            document: "保政字第11310000345號".into(),
        };
        flow::act_on(act, id, 1, &end).await?;
        flow::act_on(act, id, 2, &result).await?;
    }
    Ok(())
}
