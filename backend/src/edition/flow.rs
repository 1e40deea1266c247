//! Preparing a day, putting it in force, taking it back.

use shared::{
    Record,
    agency::Agency,
    api::v1::{EditionDayView, EditionsView, NewEditionDay},
    edition::{self, County, Edition, EditionAction, EditionDraft, EditionPack},
    id::EditionDayId,
};

use crate::{
    app::Act,
    http::error::ApiError,
    registers::flow::{at_revision, expect_new, put, refused, step},
};

/// Which text judges, and every prepared day.
#[must_use]
pub fn view(act: &Act<'_>) -> EditionsView {
    let registers = act.registers();
    EditionsView {
        edition: act.edition(),
        deciding: act.editions(),
        started_with: act.app().config().editions,
        settings: edition::rows(registers.editions.values(), act.today()),
        days: registers.editions.values().rev().map(|edition| day(act, edition)).collect(),
    }
}

fn day(act: &Act<'_>, edition: &Edition) -> EditionDayView {
    let step = step(act);
    let tries = [
        ("put_in_force", EditionAction::PutInForce),
        // Any words will do to ask whether it may be taken back.
        ("withdraw", EditionAction::Withdraw { reason: "?".to_owned() }),
    ];
    let may = tries.into_iter().filter(|(_, action)| edition.clone().step(&step, action).is_ok());
    EditionDayView { day: edition.body().clone(), may: may.map(|(name, _)| name.to_owned()).collect() }
}

/// The county's edition as a file: its name, the day of the amended text, and the numbers it decided.
///
/// # Errors
/// Not the manager.
pub fn pack(act: &Act<'_>) -> Result<EditionPack, ApiError> {
    if !act.standing().is_manager {
        return Err(ApiError::Forbidden);
    }
    let (registers, today) = (act.registers(), act.today());
    let agencies = || registers.agencies.values().map(Agency::draft);
    let root = agencies().find(|agency| agency.parent.is_none()).cloned().unwrap_or_default();
    let bound = agencies().find(|agency| agency.is_social_affairs).cloned().unwrap_or_default();
    let source = |setting| edition::source(registers.editions.values(), setting, today).zh_tw.into_owned();
    let settings = edition::changes(act.settings(), source);
    Ok(EditionPack {
        format: edition::FORMAT.to_owned(),
        county: County {
            name: root.name,
            name_en: root.name_en,
            code: root.code,
            oid: root.oid,
            social_affairs: bound.name,
            social_affairs_en: bound.name_en,
        },
        edition: EditionDraft {
            amended_from: act.editions().amended_from,
            settings_from: (!settings.is_empty()).then_some(today),
            settings,
            ..EditionDraft::default()
        },
    })
}

/// Prepares a day.
///
/// # Errors
/// The report that refuses it.
pub async fn prepare(act: &mut Act<'_>, new: NewEditionDay) -> Result<EditionDayView, ApiError> {
    expect_new(act.registers().editions.contains_key(&new.id))?;
    let edition = {
        let registers = act.registers();
        let settings = |day| registers.settings(day);
        Edition::prepare(new.id, &new.draft, act.editions(), settings, &step(act)).map_err(refused)?
    };
    put(act, &edition, edition.body(), "edition.prepare").await?;
    Ok(day(act, &edition))
}

/// Acts on a prepared day.
///
/// # Errors
/// The report that refuses it, or it has moved on.
pub async fn act_on(
    act: &mut Act<'_>,
    id: EditionDayId,
    revision: i64,
    action: EditionAction,
) -> Result<EditionDayView, ApiError> {
    let edition = at_revision(act.registers().editions.get(&id), revision)?;
    let edition = edition.step(&step(act), &action).map_err(refused)?;
    put(act, &edition, edition.body(), action.name()).await?;
    Ok(day(act, &edition))
}
