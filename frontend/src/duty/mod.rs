//! Duties: everything with a date, strict day first, with the day it moves to and the last office day before.

pub mod words;

use shared::api::v1::{DutyView, Page};
use yew::prelude::*;

use crate::{
    component::{Cell, Check, Chip, Column, Empty, Failed, Go, Pager, Row, Select, Table, Tone, Waiting},
    i18n::{say, words as common},
    inquiry::{Exports, encoded},
    platform::locate,
    route::Route,
    state::load::{use_app, use_load},
};

const KINDS: [&str; 5] =
    ["decide_inquiry", "mend_inquiry", "use_approval", "account_for_paper", "destroy_printout"];

/// The page.
#[component]
pub fn DutyPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let late = use_state(|| locate::here().contains("late=true"));
    let is_wide =
        app.session().is_some_and(|session| session.standing.is_manager || !session.approves_for.is_empty());
    let mine = use_state(|| !is_wide);
    let kind = use_state(String::new);
    let cursor = use_state(String::new);
    let mut query = String::new();
    if *mine {
        query.push_str("&mine=true");
    }
    if *late {
        query.push_str("&late=true");
    }
    if !kind.is_empty() {
        query.push_str(&format!("&kind={}", *kind));
    }
    let page = if cursor.is_empty() { String::new() } else { format!("&cursor={}", encoded(&cursor)) };
    let loaded = use_load::<Page<DutyView>>(&format!("/duties?limit=100{query}{page}"));
    let kinds =
        KINDS.iter().map(|name| (AttrValue::from(*name), AttrValue::from(say::duty(lang, name).to_owned())));
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(found), _) => {
            let rows: Vec<Row> = found.items.iter().map(|duty| row(&app, duty)).collect();
            let columns = vec![
                Column::text(lang.of(words::WHAT)),
                Column::text(lang.of(words::ABOUT)),
                Column::text(lang.of(words::WHO)),
                Column::text(lang.of(words::FROM)),
                Column::text(lang.of(common::STRICT_DAY)),
                Column::text(lang.of(common::MOVED_DAY)),
            ];
            html! {
                if rows.is_empty() { <Empty title={words::EMPTY} next={words::EMPTY_NEXT} /> } else {
                    <Table caption={lang.of(words::TITLE)} is_bare={true} {columns} rows={rows.clone()} />
                    <Pager count={rows.len()} next={found.next.clone()} is_further={!cursor.is_empty()} ongo={let cursor = cursor.clone(); move |to| cursor.set(to)} />
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
            <div class="toolbar">
                <Select id="f-kind" class="field--wide" label={words::WHAT} options={kinds.collect::<Vec<_>>()} value={(*kind).clone()} blank={lang.of(common::ANY)}
                    onchange={let (kind, cursor) = (kind.clone(), cursor.clone()); move |to| { cursor.set(String::new()); kind.set(to); }} />
                <Check text={lang.of(words::ONLY_LATE)} is_on={*late} onchange={let (late, cursor) = (late.clone(), cursor.clone()); move |is_on| { cursor.set(String::new()); late.set(is_on); }} />
                if is_wide { <Check text={lang.of(words::ONLY_MINE)} is_on={*mine} onchange={let (mine, cursor) = (mine.clone(), cursor.clone()); move |is_on| { cursor.set(String::new()); mine.set(is_on); }} /> }
            </div>
            { body }
        </div>
    }
}

fn row(app: &crate::state::load::App, view: &DutyView) -> Row {
    let lang = app.lang;
    let duty = &view.duty;
    let name = say::duty(lang, duty.kind.name()).to_owned();
    let due = match duty.due {
        Some(due) if view.is_late => html! { <Chip text={lang.day(due)} tone={Tone::Stop} /> },
        Some(due) => html! { <span class="nowrap">{ lang.day(due) }</span> },
        None => html! { <span class="quiet">{ lang.of(words::AT_ONCE) }</span> },
    };
    let moved = duty.due_adjusted.filter(|day| Some(*day) != duty.due);
    let about = html! { <><Go to={opens(view)} class="cell-main">{ &view.about }</Go><span class="cell-sub">{ &view.unit_name }</span></> };
    Row {
        key: format!("{}-{}", duty.record, duty.kind.name()),
        name: name.clone(),
        cells: vec![
            Cell::show(
                html! { <>{ &name }<span class="cell-sub">{ lang.citation(duty.kind.citation()) }</span></> },
                name.clone(),
            ),
            Cell::show(about, view.about.clone()),
            Cell::text(view.person_name.clone()),
            Cell::show(html! { <span class="nowrap">{ lang.day(duty.from) }</span> }, duty.from.to_string()),
            Cell::show(due, duty.due.map_or_else(|| "9".to_owned(), |due| due.to_string())),
            Cell::show(
                html! { <span class="nowrap quiet">{ moved.map(|day| lang.day(day)).unwrap_or_default() }</span> },
                String::new(),
            ),
        ],
    }
}

/// The page of whatever a duty hangs on.
fn opens(view: &DutyView) -> Route {
    view.inquiry.map_or(Route::Duties, Route::Inquiry)
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
                    <span>{ say::duty(lang, view.duty.kind.name()).to_owned() }</span>
                    if let Some(due) = view.duty.due {
                        <Chip text={lang.day(due)} tone={if view.is_late { Tone::Stop } else { Tone::Warn }} />
                    }
                </li>
            }) }
        </ul>
    }
}
