//! The one manager: who is in office, who was, and the changes with their steps.

mod act;
mod change;
mod open;
pub mod words;

use shared::api::v1::{Candidate, ManagerChangeView, ManagerTerm, Page};
use yew::prelude::*;

pub use change::ChangePage;

use crate::{
    component::{Button, Cell, Chip, Column, Empty, Failed, Go, Look, Row, Table, Tone, Waiting},
    i18n::{Label, Lang},
    inquiry::Exports,
    inquiry::Rows,
    route::Route,
    state::load::{use_app, use_load},
};
use open::OpenDialog;

/// The page.
#[component]
pub fn CustodyPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let is_opening = use_state(|| false);
    let changes = use_load::<Page<ManagerChangeView>>("/manager-changes?limit=100");
    let terms = use_load::<Rows<ManagerTerm>>("/manager/history");
    let may_open =
        app.session().is_some_and(|session| session.standing.is_manager || !session.approves_for.is_empty());
    let candidates = use_load::<Rows<Candidate>>(if may_open { "/manager/candidates" } else { "" });
    let candidates = candidates.state.here.as_ref().map(|rows| rows.rows().to_vec()).unwrap_or_default();
    let list = match (&changes.state.here, &changes.state.fault) {
        (Some(page), _) if page.items.is_empty() => {
            html! { <Empty title={words::EMPTY} next={words::EMPTY_NEXT} /> }
        }
        (Some(page), _) => table(lang, &page.items),
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={changes.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    let is_open =
        changes.state.here.as_ref().is_some_and(|page| page.items.iter().any(|one| one.change.is_open()));
    let opened = {
        let (is_opening, again) = (is_opening.clone(), changes.again.clone());
        Callback::from(move |()| {
            is_opening.set(false);
            again.emit(());
        })
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div>
                if !candidates.is_empty() && !is_open {
                    <Button id="open-change" look={Look::Primary} text={lang.of(words::OPEN_CHANGE)} onclick={let is_opening = is_opening.clone(); move |()| is_opening.set(true)} />
                }
                <span class="row"><Exports noun="manager-changes" /></span>
            </div>
            if let Some(terms) = &terms.state.here { { office(lang, terms.rows()) } }
            <section class="sect"><h2>{ lang.of(words::CHANGES) }</h2>{ list }</section>
            if *is_opening {
                <OpenDialog {candidates} onclose={let is_opening = is_opening.clone(); move |()| is_opening.set(false)} onopened={opened} />
            }
        </div>
    }
}

/// Who is in office, and everybody before, to the minute.
fn office(lang: Lang, terms: &[ManagerTerm]) -> Html {
    let columns = vec![
        Column::text(lang.of(words::NAME)),
        Column::text(lang.of(words::FROM)),
        Column::text(lang.of(words::UNTIL)),
    ];
    let row = |term: &ManagerTerm| {
        let until = match term.until {
            Some(until) => html! { <span class="nowrap">{ lang.moment(until) }</span> },
            None => html! { <Chip text={lang.of(words::NOW)} tone={Tone::Go} /> },
        };
        Row {
            key: format!("{}-{}", term.person, term.from),
            name: term.name.clone(),
            cells: vec![
                Cell::text(term.name.clone()),
                Cell::show(
                    html! { <span class="nowrap">{ lang.moment(term.from) }</span> },
                    term.from.to_rfc3339(),
                ),
                Cell::show(until, term.until.map(|until| until.to_rfc3339()).unwrap_or_default()),
            ],
        }
    };
    let rows = terms.iter().rev().map(row).collect::<Vec<_>>();
    let now = terms.iter().rfind(|term| term.until.is_none());
    html! {
        <section class="sect">
            <h2>{ lang.of(words::TERMS) }</h2>
            if let Some(now) = now {
                <p>{ lang.of(words::IN_OFFICE) }{ "：" }<strong id="in-office">{ &now.name }</strong>{ "　" }{ lang.fill(words::SINCE, &[&lang.moment(now.from)]) }</p>
            }
            <Table caption={lang.of(words::TERMS)} is_bare={true} {columns} {rows} />
        </section>
    }
}

fn table(lang: Lang, changes: &[ManagerChangeView]) -> Html {
    let columns = vec![
        Column::text(lang.of(words::WHO)),
        Column::text(lang.of(words::TRANSFER)),
        Column::text(lang.of(words::STATE)),
    ];
    let row = |view: &ManagerChangeView| {
        let change = &view.change;
        let name = format!("{} → {}", change.predecessor.name, change.successor.name);
        Row {
            key: change.id.to_string(),
            name: name.clone(),
            cells: vec![
                Cell::show(
                    html! { <Go to={Route::ManagerChange(change.id)} class="cell-main">{ &name }</Go> },
                    name.clone(),
                ),
                Cell::show(
                    html! { <span class="nowrap">{ lang.day(change.transfer_on) }{ " " }{ countdown(lang, view) }</span> },
                    change.transfer_on.to_string(),
                ),
                Cell::show(
                    html! { <Chip text={lang.of(state(&view.status))} tone={tone(&view.status)} /> },
                    view.status.clone(),
                ),
            ],
        }
    };
    let rows = changes.iter().map(row).collect::<Vec<_>>();
    html! { <Table caption={lang.of(words::CHANGES)} is_bare={true} {columns} {rows} /> }
}

/// How far the day of the transfer is, as long as the office has not changed hands; red once it is late.
fn countdown(lang: Lang, view: &ManagerChangeView) -> Html {
    if view.is_late && view.status != "preparing" {
        return html! { <Chip text={lang.of(words::LATE)} tone={Tone::Stop} /> };
    }
    if view.status != "preparing" {
        return Html::default();
    }
    let (text, tone) = match view.days_left {
        left if left > 0 => {
            (lang.fill(words::DAYS_LEFT, &[&left]), if left > 7 { Tone::Wait } else { Tone::Warn })
        }
        0 => (lang.of(words::TODAY).to_owned(), Tone::Warn),
        left => (lang.fill(words::DAYS_OVER, &[&-left]), Tone::Stop),
    };
    html! { <Chip {text} {tone} /> }
}

fn state(status: &str) -> Label {
    match status {
        "switched" => words::SWITCHED,
        "closed" => words::CLOSED,
        "cancelled" => words::CANCELLED,
        _ => words::PREPARING,
    }
}

fn tone(status: &str) -> Tone {
    match status {
        "preparing" => Tone::Wait,
        "switched" => Tone::Warn,
        "closed" => Tone::Done,
        _ => Tone::Plain,
    }
}
