//! Duties: everything with a date, strict day first, with the day it moves to and the last office day before.

mod filter;
mod reminders;
pub mod words;
mod working;

use std::collections::BTreeSet;

use shared::{
    api::v1::{DutyView, Page},
    duty::Level,
};
use yew::prelude::*;

use self::{
    filter::{Filter, Toolbar},
    reminders::Reminders,
    working::DutyWorking,
};
use crate::{
    component::{Cell, Chip, Column, Empty, Failed, Go, Pager, Row, Table, Tone, Waiting},
    i18n::{say, words as common},
    inquiry::{Exports, encoded},
    route::Route,
    state::load::{App, use_app, use_load},
};

/// The page.
#[component]
pub fn DutyPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let is_wide =
        app.session().is_some_and(|session| session.standing.is_manager || !session.approves_for.is_empty());
    let filter = use_state(|| Filter::of_address(!is_wide));
    let open = use_state(BTreeSet::<String>::new);
    let query = filter.query();
    let page =
        if filter.cursor.is_empty() { String::new() } else { format!("&cursor={}", encoded(&filter.cursor)) };
    let loaded = use_load::<Page<DutyView>>(&format!("/duties?limit=100{query}{page}"));
    let fold = {
        let open = open.clone();
        Callback::from(move |key: String| {
            let mut next = (*open).clone();
            if !next.remove(&key) {
                next.insert(key);
            }
            open.set(next);
        })
    };
    let onchange = {
        let filter = filter.clone();
        // Whoever sees only their own cannot clear that away.
        Callback::from(move |next: Filter| filter.set(Filter { is_mine: next.is_mine || !is_wide, ..next }))
    };
    let ongo = {
        let filter = filter.clone();
        Callback::from(move |cursor| filter.set(Filter { cursor, ..(*filter).clone() }))
    };
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(found), _) => {
            let rows: Vec<Row> = found.items.iter().map(|view| row(&app, view, &open, &fold)).collect();
            let unfolded: Vec<(String, Html)> = found
                .items
                .iter()
                .filter(|view| open.contains(&key(view)))
                .map(|view| {
                    (key(view), html! { <DutyWorking duty={view.duty.clone()} is_late={view.is_late} /> })
                })
                .collect();
            let columns = vec![
                Column::text(lang.of(words::WHAT)),
                Column::text(lang.of(words::ABOUT)),
                Column::text(lang.of(words::WHO)),
                Column::text(lang.of(words::FROM)),
                Column::text(lang.of(common::STRICT_DAY)),
                Column::text(lang.of(common::MOVED_DAY)),
                Column::plain(lang.of(words::WORKING)),
            ];
            html! {
                if rows.is_empty() { <Empty title={words::EMPTY} next={words::EMPTY_NEXT} /> } else {
                    <Table caption={lang.of(words::TITLE)} is_bare={true} {columns} rows={rows.clone()} {unfolded} />
                    <Pager count={rows.len()} next={found.next.clone()} is_further={!filter.cursor.is_empty()} {ongo} />
                }
            }
        }
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div>
                <Exports noun="duties" {query} />
            </div>
            <Toolbar filter={(*filter).clone()} {onchange} {is_wide} />
            { body }
            <Reminders />
        </div>
    }
}

/// What identifies a duty on the page.
fn key(view: &DutyView) -> String {
    format!("{}-{}", view.duty.record, view.duty.kind.name())
}

fn row(app: &App, view: &DutyView, open: &BTreeSet<String>, fold: &Callback<String>) -> Row {
    let lang = app.lang;
    let duty = &view.duty;
    let name = say::duty(lang, duty.kind.name());
    let due = match duty.due {
        Some(due) if view.is_late => html! { <Chip text={lang.day(due)} tone={Tone::Stop} /> },
        Some(due) => html! { <span class="nowrap">{ lang.day(due) }</span> },
        None => html! { <span class="quiet">{ lang.of(words::AT_ONCE) }</span> },
    };
    let escalated = view.escalated.map(|escalation| {
        let text = match escalation.level {
            Level::Head => words::TO_HEAD,
            Level::Manager => words::TO_MANAGER,
        };
        html! { <span class="cell-sub">{ lang.fill(text, &[&lang.day(escalation.since)]) }</span> }
    });
    let moved = duty.due_adjusted.filter(|day| Some(*day) != duty.due);
    let about = html! { <><Go to={opens(view)} class="cell-main">{ &view.about }</Go><span class="cell-sub">{ &view.unit_name }</span></> };
    let key = key(view);
    let is_open = open.contains(&key);
    let unfold = {
        let (fold, key) = (fold.clone(), key.clone());
        Callback::from(move |_: MouseEvent| fold.emit(key.clone()))
    };
    let aria = lang.fill(words::WORKING_OF, &[&name]);
    let working = html! {
        <button type="button" class="btn btn--small" onclick={unfold} aria-expanded={if is_open { "true" } else { "false" }}
            aria-controls={is_open.then(|| format!("more-{key}"))} aria-label={aria}>{ lang.of(words::WORKING) }</button>
    };
    Row {
        name: name.clone(),
        cells: vec![
            Cell::show(
                html! { <>{ &name }<span class="cell-sub">{ lang.citation(duty.kind.citation()) }</span></> },
                name.clone(),
            ),
            Cell::show(about, view.about.clone()),
            Cell::text(view.person_name.clone()),
            Cell::show(html! { <span class="nowrap">{ lang.day(duty.from) }</span> }, duty.from.to_string()),
            Cell::show(
                html! { <>{ due }{ escalated.unwrap_or_default() }</> },
                duty.due.map_or_else(|| "9".to_owned(), |due| due.to_string()),
            ),
            Cell::show(
                html! { <span class="nowrap quiet">{ moved.map(|day| lang.day(day)).unwrap_or_default() }</span> },
                moved.map(|day| day.to_string()).unwrap_or_default(),
            ),
            Cell::show(working, String::new()),
        ],
        key,
    }
}

/// The page of whatever a duty hangs on: one line a noun.
fn opens(view: &DutyView) -> Route {
    let record = view.duty.record;
    match view.duty.record_kind.as_ref() {
        "inquiry" => Route::Inquiry(record.into()),
        "application" => Route::Application(record.into()),
        "job_change" => Route::JobChanges,
        "printout" => Route::Printout(record.into()),
        "manager_change" => Route::ManagerChange(record.into()),
        "notice" => Route::Notice(record.into()),
        "item" => Route::Item(record.into()),
        "audit" => Route::Audit(record.into()),
        "incident" => Route::Incident(record.into()),
        "joint_audit" => Route::JointAudit(record.into()),
        "finding" => Route::Findings,
        "review" => Route::Review(record.into()),
        "disposal" => Route::Disposal(record.into()),
        "acknowledgment" => Route::Liability,
        "journal" => Route::Journal,
        "certificate" => Route::Certificate,
        "inspection" => Route::Leave(record.into()),
        _ => view.inquiry.map_or(Route::Duties, Route::Inquiry),
    }
}

/// The duties of one record.
#[derive(Properties, PartialEq)]
pub struct DutyListProps {
    /// The duties.
    pub duties: Vec<DutyView>,
}

/// Draws them as a short list.
#[component]
pub fn DutyList(props: &DutyListProps) -> Html {
    let lang = use_app().lang;
    html! {
        <ul role="list" class="stack stack--tight">
            { for props.duties.iter().enumerate().map(|(at, view)| html! {
                <li key={at} class="row row--apart">
                    <span>{ say::duty(lang, view.duty.kind.name()) }</span>
                    if let Some(due) = view.duty.due {
                        <Chip text={lang.day(due)} tone={if view.is_late { Tone::Stop } else { Tone::Warn }} />
                    }
                </li>
            }) }
        </ul>
    }
}
