//! Printouts: where every sheet is, until when, and what became of it.

mod act;
pub mod words;

use shared::{
    api::v1::{Page, PrintoutView},
    field::{FieldKind, RocDate, tidy},
    id::PrintoutId,
    printout::{DestructionMethod, Fate},
    record::Record,
};
use yew::prelude::*;

use crate::{
    component::{
        Cell, Check, Chip, Column, DateField, Empty, Failed, Go, Pager, Row, Select, Table, Tone, Waiting,
        Working, status_tone,
    },
    i18n::{Label, Lang, say, words as common},
    inquiry::{Exports, encoded},
    platform::locate,
    retention::KeptUntil,
    route::Route,
    state::{
        load::{use_app, use_load},
        shell::Act,
    },
};

const STATES: [&str; 4] = ["kept", "not_needed", "filed", "destroyed"];

/// The list.
#[component]
pub fn PrintoutsPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let state = use_state(String::new);
    let before = use_state(String::new);
    let mine = use_state(|| app.session().is_some_and(|session| !session.standing.is_manager));
    let cursor = use_state(String::new);
    let mut query = String::new();
    if !state.is_empty() {
        query.push_str(&format!("&state={}", *state));
    }
    if let Ok(day) = RocDate::parse(&tidy(FieldKind::RocDate, &before)) {
        query.push_str(&format!("&due_before={}", day.date()));
    }
    if *mine {
        query.push_str("&mine=true");
    }
    let page = if cursor.is_empty() { String::new() } else { format!("&cursor={}", encoded(&cursor)) };
    let loaded = use_load::<Page<PrintoutView>>(&format!("/printouts?limit=50{query}{page}"));
    let columns = vec![
        Column::text(lang.of(words::CASE)),
        Column::text(lang.of(words::QUERIED)),
        Column::figure(lang.of(words::PAGES)),
        Column::text(lang.of(words::HOLDER)),
        Column::text(lang.of(words::STATE)),
        Column::text(lang.of(words::WINDOW)),
    ];
    let today = app.caps.as_ref().map(|caps| caps.today);
    let row = |view: &PrintoutView| {
        let name = fate_name(view);
        let window = view.window.as_ref().map(|window| {
            let is_late = today.is_some_and(|today| window.destroy_by < today);
            let text = lang.fill(words::WINDOW_SPAN, &[&lang.day(window.destroy_from), &lang.day(window.destroy_by)]);
            html! { if is_late { <Chip {text} tone={Tone::Stop} /> } else { <span class="nowrap">{ text }</span> } }
        });
        let sort =
            view.window.as_ref().map_or_else(|| "9".to_owned(), |window| window.destroy_by.to_string());
        Row {
            key: view.printout.id.to_string(),
            name: view.inquiry_case_number.clone(),
            cells: vec![
                Cell::show(
                    html! { <Go to={Route::Printout(view.printout.id)} class="cell-main">{ &view.inquiry_case_number }</Go> },
                    view.inquiry_case_number.clone(),
                ),
                Cell::show(
                    html! { <span class="nowrap">{ lang.day(view.printout.queried_on) }</span> },
                    view.printout.queried_on.to_string(),
                ),
                Cell::figure(i64::from(view.printout.pages)),
                Cell::show(
                    html! { <>{ &view.holder_name }<span class="cell-sub">{ &view.unit_name }</span></> },
                    view.holder_name.clone(),
                ),
                Cell::show(
                    html! { <Chip text={say::fate(lang, name).to_owned()} tone={status_tone(name)} /> },
                    name,
                ),
                Cell::show(window.unwrap_or_default(), sort),
            ],
        }
    };
    let onopen = Callback::from(move |key: String| {
        if let Ok(id) = key.parse::<PrintoutId>() {
            locate::push(&Route::Printout(id).path());
            app.dispatch(Act::Go(Route::Printout(id)));
        }
    });
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(page), _) if page.items.is_empty() => {
            html! { <Empty title={words::EMPTY} next={words::EMPTY_NEXT} /> }
        }
        (Some(page), _) => html! { <>
            <Table caption={lang.of(words::TITLE)} is_bare={true} {columns} rows={page.items.iter().map(row).collect::<Vec<_>>()} {onopen} />
            <Pager count={page.items.len()} next={page.next.clone()} is_further={!cursor.is_empty()} ongo={let cursor = cursor.clone(); move |to| cursor.set(to)} />
        </> },
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    let states =
        STATES.iter().map(|name| (AttrValue::from(*name), AttrValue::from(say::fate(lang, name).to_owned())));
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div>
                <span class="row">
                    <Go to={Route::Sheet("printouts", None)} class="btn btn--small">{ lang.of(crate::paper::words::DESTRUCTION_LIST) }</Go>
                    <Exports noun="printouts" {query} />
                </span>
            </div>
            <div class="toolbar">
                <Select id="f-state" label={words::STATE} options={states.collect::<Vec<_>>()} value={(*state).clone()} blank={lang.of(common::ANY)}
                    onchange={let (state, cursor) = (state.clone(), cursor.clone()); move |to| { cursor.set(String::new()); state.set(to); }} />
                <DateField id="f-before" label={words::DUE_BEFORE} value={(*before).clone()} is_slim={true}
                    oninput={let (before, cursor) = (before.clone(), cursor.clone()); move |to| { cursor.set(String::new()); before.set(to); }} />
                <Check text={lang.of(words::MINE)} is_on={*mine} onchange={let (mine, cursor) = (mine.clone(), cursor.clone()); move |is_on| { cursor.set(String::new()); mine.set(is_on); }} />
            </div>
            { body }
        </div>
    }
}

/// Which printout.
#[derive(Properties, PartialEq)]
pub struct PrintoutPageProps {
    /// The printout.
    pub id: PrintoutId,
}

/// One printout.
#[component]
pub fn PrintoutPage(props: &PrintoutPageProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let loaded = use_load::<PrintoutView>(&format!("/printouts/{}", props.id));
    html! {
        <div class="page">
            if let Some(view) = &loaded.state.here {
                <div class="page__head">
                    <div><p class="page__mark">{ lang.of(words::TITLE) }</p>
                        <h1 id="page-title" tabindex="-1"><Go to={Route::Inquiry(view.printout.inquiry)}>{ &view.inquiry_case_number }</Go></h1></div>
                </div>
                <PrintoutCard view={(**view).clone()} onchange={loaded.again.clone()} is_open={true} />
                <KeptUntil kind="printout" id={props.id.0} />
            } else if let Some(fault) = &loaded.state.fault {
                <Failed fault={fault.clone()} again={loaded.again.clone()} />
            } else { <Waiting /> }
        </div>
    }
}

/// A printout in sight.
#[derive(Properties, PartialEq)]
pub struct PrintoutCardProps {
    /// The printout.
    pub view: PrintoutView,
    /// Something was done with it.
    pub onchange: Callback<()>,
    /// The working is shown at once.
    #[prop_or_default]
    pub is_open: bool,
}

/// Draws a printout with its dates, their working, and what may be done.
#[component]
pub fn PrintoutCard(props: &PrintoutCardProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let view = &props.view;
    let name = fate_name(view);
    let today = app.caps.as_ref().map(|caps| caps.today);
    // On its own page it stands right below the title.
    let heading = if props.is_open { "h2" } else { "h3" };
    html! {
        <section class="card">
            <div class="card__head">
                <@{heading} class="card__title">{ lang.fill(words::PAGES_AND, &[&view.printout.pages, &view.printout.copies]) }</@>
                <Chip text={say::fate(lang, name).to_owned()} tone={status_tone(name)} />
            </div>
            <dl class="facts">
                <dt>{ lang.of(words::QUERIED) }</dt><dd>{ lang.day(view.printout.queried_on) }</dd>
                <dt>{ lang.of(words::HOLDER) }</dt><dd>{ format!("{}　{}", view.holder_name, view.unit_name) }</dd>
                { fate_facts(lang, &view.printout.fate) }
                if let Some(window) = &view.window {
                    <dt>{ lang.of(words::WINDOW) }</dt>
                    <dd>
                        <strong>{ lang.fill(words::WINDOW_SPAN, &[&lang.day(window.destroy_from), &lang.day(window.destroy_by)]) }</strong>
                        if window.destroy_by != window.destroy_by_adjusted {
                            { " " }<span class="cell-sub faint">{ lang.fill(words::MOVED, &[&lang.day(window.destroy_by_adjusted)]) }</span>
                        }
                    </dd>
                }
            </dl>
            if let Some(window) = &view.window {
                <details open={props.is_open}>
                    <summary>{ lang.of(words::WORKING) }</summary>
                    <Working steps={window.working.clone()} end={window.destroy_by} is_late={today.is_some_and(|today| window.destroy_by < today)} />
                </details>
            }
            if let Some(error) = &view.window_error { <p class="says says--warning">{ lang.pick(error) }</p> }
            <act::Actions view={view.clone()} onchange={props.onchange.clone()} />
        </section>
    }
}

fn fate_facts(lang: Lang, fate: &Fate) -> Html {
    match fate {
        Fate::Filed { case_number, on } => {
            html! { <><dt>{ lang.of(words::FILE) }</dt><dd>{ format!("{case_number}　{}", lang.day(*on)) }</dd></> }
        }
        Fate::Kept { place } | Fate::NotNeeded { place, .. } => {
            html! { <><dt>{ lang.of(words::PLACE) }</dt><dd>{ place }</dd></> }
        }
        Fate::Destroyed(done) => html! {
            <><dt>{ lang.of(method(done.method)) }</dt><dd>
                { lang.fill(words::DESTROYED_BY, &[&done.by_name, &done.witness_name, &lang.day(done.on)]) }
                if !done.reason.is_empty() { <span class="cell-sub">{ &done.reason }</span> }
            </dd></>
        },
    }
}

const fn method(method: DestructionMethod) -> Label {
    match method {
        DestructionMethod::Shredded => words::SHREDDED,
        DestructionMethod::Incinerated => words::INCINERATED,
        DestructionMethod::Pulped => words::PULPED,
    }
}

/// The stable name of where a printout is in its life.
fn fate_name(view: &PrintoutView) -> &'static str {
    shared::printout::Printout::restore(view.printout.clone()).status()
}
