//! 查核權限: the manager's page of inspectors' leaves, and the room in which an inspector reads.

mod act;
mod grant;
mod room;
pub mod words;

pub use room::{ListPage, OwnPage, RecordPage};

use shared::{
    api::v1::{InspectionPage, InspectionView, Look as Looked, Page},
    id::InspectionId,
};
use yew::prelude::*;

use crate::{
    component::{Button, Cell, Chip, Column, Empty, Failed, Go, Look, Row, Table, Tone, Waiting},
    i18n::{Label, Lang, say},
    retention::KeptUntil,
    route::Route,
    state::load::{use_app, use_load},
};

/// Every leave.
#[component]
pub fn InspectionsPage() -> Html {
    let lang = use_app().lang;
    let is_granting = use_state(|| false);
    let loaded = use_load::<Page<InspectionView>>("/inspections?limit=200");
    let columns = [words::ORDER, words::NAME, words::DAYS, words::PERIOD, words::SCOPE, words::STATE]
        .map(|label| Column::text(lang.of(label)))
        .to_vec();
    let row = |view: &InspectionView| {
        let leave = &view.inspection;
        Row {
            key: leave.id.to_string(),
            name: leave.order.clone(),
            cells: vec![
                Cell::show(
                    html! { <Go to={Route::Leave(leave.id)} class="cell-main">{ &leave.order }</Go> },
                    leave.order.clone(),
                ),
                Cell::show(
                    html! { <>{ &leave.name }<span class="cell-sub">{ &leave.agency }</span></> },
                    leave.name.clone(),
                ),
                Cell::show(
                    html! { <span class="nowrap">{ days(lang, leave.opens_on, leave.closes_on) }</span> },
                    leave.opens_on.to_string(),
                ),
                Cell::show(
                    html! { <span class="nowrap">{ days(lang, leave.from, leave.to) }</span> },
                    leave.from.to_string(),
                ),
                Cell::text(scope(lang, view)),
                Cell::show(state(lang, view), view.state.clone()),
            ],
        }
    };
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(page), _) if page.items.is_empty() => html! { <Empty title={words::NONE} /> },
        (Some(page), _) => {
            html! { <Table caption={lang.of(words::TITLE)} is_bare={true} {columns} rows={page.items.iter().map(row).collect::<Vec<_>>()} /> }
        }
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    let turn = |to: bool| {
        let is_granting = is_granting.clone();
        Callback::from(move |()| is_granting.set(to))
    };
    let onsaved = {
        let (is_granting, again) = (is_granting.clone(), loaded.again.clone());
        Callback::from(move |()| {
            is_granting.set(false);
            again.emit(());
        })
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div>
                <span class="row">
                    <Go to={Route::Packs} class="btn">{ lang.of(words::MAKE_PACK) }</Go>
                    <Button id="grant-leave" look={Look::Primary} text={lang.of(words::GRANT)} onclick={turn(true)} />
                </span>
            </div>
            { body }
            if *is_granting { <grant::GrantDialog onclose={turn(false)} {onsaved} /> }
        </div>
    }
}

/// Which leave.
#[derive(Properties, PartialEq)]
pub struct LeaveProps {
    /// The leave.
    pub id: InspectionId,
}

/// One leave: its scope, what was looked at, what came of it.
#[component]
pub fn LeavePage(props: &LeaveProps) -> Html {
    let lang = use_app().lang;
    let loaded = use_load::<InspectionPage>(&format!("/inspections/{}", props.id));
    let Some(page) = loaded.state.here.clone() else {
        return html! {
            <div class="page">
                if let Some(fault) = &loaded.state.fault { <Failed fault={fault.clone()} again={loaded.again.clone()} /> } else { <Waiting /> }
            </div>
        };
    };
    let view = &page.view;
    let leave = &view.inspection;
    html! {
        <div class="page">
            <div class="page__head">
                <div><p class="page__mark">{ lang.of(words::TITLE) }</p><h1 id="page-title" tabindex="-1">{ &leave.order }</h1></div>
                <span class="row">{ state(lang, view) }</span>
            </div>
            <dl class="facts">
                <dt>{ lang.of(words::NAME) }</dt><dd>{ &leave.name }<span class="cell-sub">{ &leave.agency }</span></dd>
                <dt>{ lang.of(words::DAYS) }</dt><dd>{ days(lang, leave.opens_on, leave.closes_on) }</dd>
                <dt>{ lang.of(words::PERIOD) }</dt><dd>{ days(lang, leave.from, leave.to) }</dd>
                <dt>{ lang.of(words::SCOPE) }</dt><dd>{ scope(lang, view) }</dd>
                <dt>{ lang.of(words::GRANTED_BY) }</dt><dd>{ &leave.by_name }<span class="cell-sub">{ lang.moment(leave.at) }</span></dd>
                if let Some(ended) = &leave.ended {
                    <dt>{ lang.of(words::ENDED) }</dt><dd>{ &ended.reason }<span class="cell-sub">{ format!("{}　{}", ended.by_name, lang.moment(ended.at)) }</span></dd>
                }
                if let Some(done) = &leave.concluded {
                    <dt>{ lang.of(words::RESULT) }</dt><dd>{ &done.result }<span class="cell-sub">{ format!("{}　{}　{}", done.document, done.by_name, lang.moment(done.at)) }</span></dd>
                }
            </dl>
            <act::Actions view={view.clone()} onchange={loaded.again.clone()} />
            <h2>{ lang.of(words::LOOKS) }</h2>
            if page.looks.is_empty() { <Empty title={words::LOOKS_NONE} /> } else { { looks(lang, &page.looks) } }
            <KeptUntil kind="inspection" id={leave.id.0} />
        </div>
    }
}

fn looks(lang: Lang, looks: &[Looked]) -> Html {
    let columns = [words::AT, words::WHAT, words::RECORD].map(|label| Column::text(lang.of(label))).to_vec();
    let row = |(at, look): (usize, &Looked)| Row {
        key: at.to_string(),
        name: look.record.to_string(),
        cells: vec![
            Cell::show(html! { <span class="nowrap">{ lang.moment(look.at) }</span> }, look.at.to_rfc3339()),
            Cell::text(say::action(lang, &look.action).to_owned()),
            Cell::show(
                html! { <>{ say::noun(lang, &look.kind).to_owned() }{ " " }<Go to={Route::Journal} query={format!("?record={}", look.record)}><code>{ look.record.to_string().chars().skip(24).collect::<String>() }</code></Go></> },
                look.kind.clone(),
            ),
        ],
    };
    let rows: Vec<Row> = looks.iter().enumerate().map(row).collect();
    html! { <Table caption={lang.of(words::LOOKS)} is_bare={true} {columns} {rows} /> }
}

fn days(lang: Lang, from: chrono::NaiveDate, to: chrono::NaiveDate) -> String {
    format!("{} – {}", lang.day(from), lang.day(to))
}

/// The scope in a line: points and units.
pub fn scope(lang: Lang, view: &InspectionView) -> String {
    let leave = &view.inspection;
    let points = if leave.points.is_empty() {
        lang.of(words::ALL_POINTS).to_owned()
    } else {
        let points: Vec<String> = leave
            .points
            .iter()
            .map(|point| lang.citation(shared::violation::Citation::point(*point)))
            .collect();
        points.join("、")
    };
    let units = if view.unit_names.is_empty() {
        lang.of(words::ALL_UNITS).to_owned()
    } else {
        view.unit_names.join("、")
    };
    let masked = lang.of(if leave.is_unmasked { words::UNMASKED } else { words::MASKED });
    format!("{points}　{units}　{masked}")
}

fn state(lang: Lang, view: &InspectionView) -> Html {
    let (word, tone): (Label, Tone) = match view.state.as_str() {
        "open" => (words::OPEN, Tone::Go),
        "waiting" => (words::WAITING, Tone::Plain),
        "concluded" => (words::CONCLUDED, Tone::Done),
        _ => (words::OVER, Tone::Wait),
    };
    html! { <Chip text={lang.of(word)} {tone} /> }
}
