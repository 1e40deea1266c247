//! Living what was told: each scene through the use-case that everybody's goes through.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use shared::{Record as _, api::v1::NewDraft, id::PersonId, inquiry::InquiryAction};

use super::{
    super::oversight::{self, Office},
    Broken, Case, Chapter, Event, Life, Scene,
};
use crate::{
    app::App,
    http::error::ApiError,
    inquiry, printout,
    store::{Tx, behind},
};

/// Scenes between two writes of the cases that are over: while one is written, the next are lived.
const WRITTEN_EVERY: usize = 8_192;

/// Lives a chapter inside the writer's transaction, where nobody else writes.
pub fn live(
    app: App,
    tx: &mut Tx,
    chapter: Chapter,
    mut life: Life,
) -> futures::future::BoxFuture<'_, Result<Life, Broken>> {
    Box::pin(async move {
        let Chapter { scenes, begin, boxes } = chapter;
        life.cases.extend(begin);
        if let Some(behind) = &mut life.behind {
            boxes.into_iter().for_each(|(sealed, plain)| behind.boxed(sealed, plain));
        }
        tx.behind = life.behind.take();
        let lived = live_all(&app, tx, &mut life.cases, scenes).await;
        // What another job writes is not held back.
        life.behind = tx.behind.take();
        lived.map(|()| life)
    })
}

async fn live_all(
    app: &App,
    tx: &mut Tx,
    cases: &mut HashMap<usize, Case>,
    scenes: Vec<Scene>,
) -> Result<(), Broken> {
    let (mut over, mut since) = (Vec::new(), 0);
    for scene in scenes {
        let (event, at, number) = (scene.event.name(), scene.at, scene.case);
        let broken = |error| Broken { event, at, error };
        if let Event::Office(office) = scene.event {
            live_office(app, tx, scene.who, at, *office).await.map_err(broken)?;
            continue;
        }
        let Some(case) = cases.get_mut(&number) else { continue };
        play(app, tx, case, scene).await.map_err(broken)?;
        case.left = case.left.saturating_sub(1);
        if case.left == 0 {
            over.push((case.id.0, case.printouts.iter().map(|(id, _)| id.0).collect()));
            cases.remove(&number);
        }
        since += 1;
        if since >= WRITTEN_EVERY {
            since = 0;
            behind::write_over(tx, std::mem::take(&mut over)).await;
        }
    }
    behind::write_over(tx, over).await;
    behind::write(tx).await;
    if let Some(behind) = &mut tx.behind {
        behind.forget_boxes();
    }
    Ok(())
}

/// What looks at the records of cases finds them written; it writes its own as it happens.
async fn live_office(
    app: &App,
    tx: &mut Tx,
    who: PersonId,
    at: DateTime<Utc>,
    office: Office,
) -> Result<(), ApiError> {
    if office.looks_at_cases() {
        behind::write(tx).await;
    }
    let aside = tx.behind.take();
    let lived = oversight::live(app, tx, who, at, office).await;
    tx.behind = aside;
    lived
}

async fn play(app: &App, tx: &mut Tx, case: &mut Case, scene: Scene) -> Result<(), ApiError> {
    let act = &mut app.act_at(tx, scene.who, scene.at).await?;
    match scene.event {
        Event::Draft(draft) => {
            let (row, _) = inquiry::flow::enter_draft(act, NewDraft { id: case.id, draft: *draft }).await?;
            case.revision = row.revision;
        }
        Event::Submit => {
            case.revision = inquiry::flow::submitted(act, case.id, case.revision).await?.revision();
        }
        Event::Act(action) => {
            if let InquiryAction::CarryOut { printout_ids, .. } = &*action {
                case.printouts = printout_ids.iter().map(|id| (*id, 1)).collect();
            }
            case.revision = inquiry::flow::acted(act, case.id, case.revision, *action).await?.revision();
        }
        Event::Look => {
            inquiry::reveal::look(act, case.id, "核對公文所載姓名與統一編號").await?;
        }
        Event::Office(_) => {}
        Event::Paper(at, action) => {
            let Some((id, revision)) = case.printouts.get_mut(at) else { return Err(ApiError::NotFound) };
            *revision = printout::flow::acted(act, *id, *revision, action).await?.0.revision();
        }
    }
    Ok(())
}
