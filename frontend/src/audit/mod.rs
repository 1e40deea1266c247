//! Half-year audits: the list, one audit with its draw and its cases, the draw recomputed, joint audits.

mod act;
mod case;
mod draw;
mod joint;
mod page;
pub mod words;

use shared::{
    api::v1::{AuditRow, JointAuditView, Page},
    audit::Stratum,
};
use yew::prelude::*;

pub use draw::{CheckDrawPage, DrawPage};
pub use joint::JointPage;
pub use page::AuditPage;

use crate::{
    component::{
        Button, Cell, Chip, Column, Empty, Failed, Go, Look, Pager, Row, Tab, Table, Tabs, Tone, Waiting,
    },
    finding::{self, Findings},
    i18n::{Label, Lang},
    inquiry::encoded,
    route::Route,
    state::load::{use_app, use_load},
};

/// The page.
#[component]
pub fn AuditsPage() -> Html {
    let lang = use_app().lang;
    let tab = use_state(|| "audits");
    let tabs = vec![
        Tab { key: "audits", text: lang.of(words::TAB_AUDITS).into(), count: None },
        Tab { key: "findings", text: lang.of(finding::words::TITLE).into(), count: None },
        Tab { key: "joint", text: lang.of(words::TAB_JOINT).into(), count: None },
    ];
    let panel = match *tab {
        "findings" => html! { <Findings /> },
        "joint" => html! { <Joints /> },
        _ => html! { <Audits /> },
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div>
                <Go to={Route::CheckDraw} class="btn">{ lang.of(words::CHECK_TITLE) }</Go>
            </div>
            <Tabs label={lang.of(words::TITLE)} {tabs} open={*tab} onopen={let tab = tab.clone(); move |key| tab.set(key)}>{ panel }</Tabs>
        </div>
    }
}

#[component]
fn Audits() -> Html {
    let app = use_app();
    let lang = app.lang;
    let cursor = use_state(String::new);
    let is_opening = use_state(|| false);
    let page = if cursor.is_empty() { String::new() } else { format!("&cursor={}", encoded(&cursor)) };
    let loaded = use_load::<Page<AuditRow>>(&format!("/audits?limit=50{page}"));
    let may_open =
        app.session().is_some_and(|session| session.standing.is_manager || !session.approves_for.is_empty());
    let columns = [words::PERIOD, words::UNIT, words::AUDITOR, words::PROGRESS, words::DUE, words::STATE]
        .map(|label| Column::text(lang.of(label)))
        .to_vec();
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(found), _) if found.items.is_empty() => {
            html! { <Empty title={words::EMPTY} next={words::EMPTY_NEXT} /> }
        }
        (Some(found), _) => html! { <>
            <Table caption={lang.of(words::TITLE)} is_bare={true} {columns} rows={found.items.iter().map(|row| line(lang, row)).collect::<Vec<_>>()} />
            <Pager count={found.items.len()} next={found.next.clone()} is_further={!cursor.is_empty()} ongo={let cursor = cursor.clone(); move |to| cursor.set(to)} />
        </> },
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    html! {
        <div class="stack">
            if may_open {
                <div><Button id="open-audit" text={lang.of(words::OPEN_AUDIT)} onclick={let is_opening = is_opening.clone(); move |()| is_opening.set(true)} /></div>
            }
            { body }
            if *is_opening {
                <act::OpenDialog onclose={let is_opening = is_opening.clone(); move |()| is_opening.set(false)} />
            }
        </div>
    }
}

fn line(lang: Lang, row: &AuditRow) -> Row {
    let period = period(lang, row.period);
    let due = row.due.map(|day| {
        if row.is_late {
            html! { <Chip text={lang.day(day)} tone={Tone::Stop} /> }
        } else {
            html! { <span class="nowrap">{ lang.day(day) }</span> }
        }
    });
    Row {
        key: row.id.to_string(),
        name: format!("{period} {}", row.unit_name),
        cells: vec![
            Cell::show(
                html! { <Go to={Route::Audit(row.id)} class="cell-main">{ &period }</Go> },
                row.period.to_string(),
            ),
            Cell::text(row.unit_name.clone()),
            Cell::text(row.auditor_name.clone()),
            Cell::text(lang.fill(words::PROGRESS_OF, &[&row.n, &row.sample, &row.judged])),
            Cell::show(due.unwrap_or_default(), row.due.map(|day| day.to_string()).unwrap_or_default()),
            Cell::show(
                html! { <span class="row">{ chip(lang, &row.status) }
                if row.late > 0 { <Chip text={lang.fill(words::LATE_CASES, &[&row.late])} tone={Tone::Warn} /> }</span> },
                row.status.clone(),
            ),
        ],
    }
}

/// `115年上半年`, `2026H1`.
fn period(lang: Lang, period: shared::period::HalfYear) -> String {
    match lang {
        Lang::ZhTw => period.zh_tw(),
        Lang::En => period.to_string(),
    }
}

fn chip(lang: Lang, status: &str) -> Html {
    let (label, tone) = match status {
        "appointed" => (words::APPOINTED, Tone::Wait),
        "frozen" => (words::FROZEN, Tone::Wait),
        "drawn" => (words::DRAWN, Tone::Go),
        "sent" => (words::SENT, Tone::Wait),
        "received" => (words::RECEIVED, Tone::Done),
        _ => (words::OPEN, Tone::Warn),
    };
    html! { <Chip text={lang.of(label)} {tone} /> }
}

const fn stratum(stratum: Stratum) -> Label {
    match stratum {
        Stratum::Main => words::MAIN,
        Stratum::Late => words::LATE_STRATUM,
    }
}

#[component]
fn Joints() -> Html {
    let lang = use_app().lang;
    let loaded = use_load::<Page<JointAuditView>>("/joint-audits");
    let columns =
        [words::CASE, words::UNIT, words::PERIOD, words::STATE].map(|label| Column::text(lang.of(label)));
    let row = |view: &JointAuditView| Row {
        key: view.joint.id.to_string(),
        name: view.joint.case_number.clone(),
        cells: vec![
            Cell::show(
                html! { <Go to={Route::JointAudit(view.joint.id)} class="cell-main">{ &view.joint.case_number }</Go> },
                view.joint.case_number.clone(),
            ),
            Cell::text(view.joint.unit_name.clone()),
            Cell::text(period(lang, view.joint.period)),
            Cell::show(joint::chip(lang, &view.status), view.status.clone()),
        ],
    };
    match (&loaded.state.here, &loaded.state.fault) {
        (Some(found), _) if found.items.is_empty() => {
            html! { <Empty title={words::JOINT_EMPTY} next={words::JOINT_EMPTY_NEXT} /> }
        }
        (Some(found), _) => {
            html! { <Table caption={lang.of(words::TAB_JOINT)} is_bare={true} columns={columns.to_vec()} rows={found.items.iter().map(row).collect::<Vec<_>>()} /> }
        }
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    }
}

/// People for a choice: name and unit.
#[hook]
fn use_people() -> Vec<(AttrValue, AttrValue)> {
    let people = use_load::<crate::inquiry::Rows<shared::api::v1::PersonRow>>("/people");
    people
        .state
        .here
        .iter()
        .flat_map(|rows| rows.rows().iter())
        .map(|row| (row.person.to_string().into(), format!("{}　{}", row.name, row.unit_name).into()))
        .collect()
}

/// The one thing to do, or one among others.
const fn look(is_primary: bool) -> Look {
    if is_primary { Look::Primary } else { Look::Line }
}
