//! Two incidents: one that was handled to its end, and a suspicion that was reported this week.

use chrono::{DateTime, TimeDelta, Utc};
use shared::{
    api::v1::{IncidentView, NewIncident},
    id::{IncidentId, PersonId},
    incident::{Clock, IncidentAction, IncidentDraft, Nature, Part, Scope},
    taiwan_day,
};

use super::oversight::Office;
use crate::{
    app::{Act, App},
    http::error::ApiError,
    incident::flow,
    records,
    registers::Registers,
    store::Tx,
};

/// An incident.
#[derive(Debug, Clone, Copy)]
pub struct Scene {
    is_handled: bool,
}

/// Both, with who reports them.
pub fn tell(registers: &Registers, now: DateTime<Utc>) -> Vec<(DateTime<Utc>, PersonId, Office)> {
    let today = taiwan_day(now);
    let may = |account: &&shared::account::Account| {
        account.is_active(today) && account.draft().heads.is_empty() && !account.draft().is_manager
    };
    let Some(reporter) = registers.accounts.values().find(may) else { return Vec::new() };
    let scene = |days, is_handled| {
        let at = now - TimeDelta::days(days);
        (at, reporter.person(), Office::Incident(Scene { is_handled }))
    };
    vec![scene(190, true), scene(2, false)]
}

/// Lives an incident inside the writer's transaction: everybody acts in turn, at the same instant.
///
/// # Errors
/// A rule refuses it, which would be a mistake of this file, or the database does not answer.
pub async fn live(
    app: &App,
    tx: &mut Tx,
    reporter: PersonId,
    at: DateTime<Utc>,
    scene: Scene,
) -> Result<(), ApiError> {
    let act = &mut app.act_at(tx, reporter, at).await?;
    let draft = if scene.is_handled {
        IncidentDraft {
            nature: Nature::Loss,
            known_at: Some(at),
            is_suspected: false,
            summary: "一件已附卷之列印資料調卷時遺漏一張".into(),
            measures: "封存卷宗並清點同批列印資料".into(),
        }
    } else {
        IncidentDraft {
            nature: Nature::Misuse,
            known_at: Some(at),
            is_suspected: true,
            summary: "疑似於下班時間查詢與承辦案件無關之資料".into(),
            measures: String::new(),
        }
    };
    let id = IncidentId(records::flow::fresh_id(act));
    let view = flow::report(act, NewIncident { id, draft }).await?;
    let manager = act.registers().manager(act.today()).map(|account| account.person());
    let Some(manager) = manager.filter(|_| scene.is_handled) else { return Ok(()) };
    let act = &mut app.act_at(act.tx, manager, at).await?;
    handle(act, view, at, reporter).await
}

async fn handle(
    act: &mut Act<'_>,
    view: IncidentView,
    at: DateTime<Utc>,
    reporter: PersonId,
) -> Result<(), ApiError> {
    let day = taiwan_day(at);
    let scope =
        Scope { person: Some(reporter), unit: None, from: Some(day - TimeDelta::days(60)), to: Some(day) };
    let note = |part, text: &str| IncidentAction::Note { part, at, text: text.to_owned() };
    let steps = [
        IncidentAction::Tell {
            clock: Clock::Bureau,
            at,
            how: "電話告知承辦科，並傳送通報單".into(),
            late_reason: String::new(),
        },
        IncidentAction::Assess { clocks: Vec::new(), scope },
        note(Part::Responsibility, "調卷人未依規定清點，由單位主管督導改善"),
        note(Part::Limitation, "遺漏之列印資料已於同卷宗夾層尋獲，未外流"),
        IncidentAction::Contain { on: day },
        IncidentAction::Close { conclusion: "資料尋獲，未外洩；調卷改採雙人清點。".into() },
    ];
    let mut view = view;
    for step in steps {
        view = flow::act(act, view.incident.id, view.incident.revision, step).await?;
    }
    Ok(())
}
