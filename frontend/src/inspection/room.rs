//! The room in which an inspector reads: the first page, the records of a noun, one record.

use shared::{
    api::v1::{
        InspectedKind, InspectedRecord, InspectedRow, InspectedSubject, JournalRow, OwnInspection, Page,
    },
    pack::PackBody,
    violation::Citation,
};
use uuid::Uuid;
use yew::prelude::*;

use super::{days, scope, words};
use crate::{
    component::{Button, Cell, Column, Empty, Failed, Go, Look, Pager, Row, Table, Waiting},
    i18n::{Lang, say},
    inquiry::encoded,
    journal::ProofOf,
    platform::{self, fetch},
    route::Route,
    state::load::{complain, use_app, use_load},
};

/// The inspector's first page: order, days left, scope, and what there is, by point.
#[component]
pub fn OwnPage() -> Html {
    let lang = use_app().lang;
    let loaded = use_load::<OwnInspection>("/inspection");
    let packs = use_load::<Page<PackBody>>("/packs?limit=200");
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(own), _) => first(lang, own),
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    let packs = packs.state.here.as_ref().map(|page| {
        html! {
            <section class="sect"><h2>{ lang.of(words::PACKS) }</h2>
                if page.items.is_empty() { <p class="quiet">{ lang.of(words::PACKS_NONE) }</p> }
                <ul>{ for page.items.iter().map(|pack| html! {
                    <li>{ days(lang, pack.from, pack.to) }{ " " }<a class="btn btn--small" href={format!("/api/v1/packs/{}/file", pack.id)} download="">{ lang.of(words::DOWNLOAD) }</a></li>
                }) }</ul>
            </section>
        }
    });
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::ROOM_TITLE) }</h1><p>{ lang.of(words::ROOM_LEAD) }</p></div>
            </div>
            { body }
            { packs.unwrap_or_default() }
        </div>
    }
}

fn first(lang: Lang, own: &OwnInspection) -> Html {
    let leave = &own.view.inspection;
    let mut points: Vec<u8> = own.kinds.iter().map(|kind| kind.point).collect();
    points.dedup();
    let entry = |kind: &InspectedKind| {
        let Some(name) = shared::inspection::KINDS.into_iter().find(|name| *name == kind.kind) else {
            return Html::default();
        };
        let words = say::noun(lang, name).to_owned();
        let count = lang.fill(words::COUNT, &[&kind.count]);
        html! { <li>if kind.count > 0 { <Go to={Route::Inspected(name)}>{ words }</Go> } else { { words } }{ "　" }<span class="quiet">{ count }</span></li> }
    };
    html! { <>
        <dl class="facts">
            <dt>{ lang.of(words::ORDER) }</dt><dd>{ &leave.order }</dd>
            <dt>{ lang.of(words::DAYS) }</dt><dd>{ days(lang, leave.opens_on, leave.closes_on) }{ "　" }<strong>{ lang.fill(words::DAYS_LEFT, &[&own.view.days_left]) }</strong></dd>
            <dt>{ lang.of(words::PERIOD) }</dt><dd>{ days(lang, leave.from, leave.to) }</dd>
            <dt>{ lang.of(words::SCOPE) }</dt><dd>{ scope(lang, &own.view) }</dd>
        </dl>
        <h2 id="inspected">{ lang.of(words::RECORDS) }</h2>
        { for points.iter().map(|point| html! {
            <section class="sect"><h3>{ lang.citation(Citation::point(*point)) }</h3>
                <ul>{ for own.kinds.iter().filter(|kind| kind.point == *point).map(entry) }</ul></section>
        }) }
    </> }
}

/// Which noun.
#[derive(Properties, PartialEq)]
pub struct ListProps {
    /// The noun.
    pub kind: &'static str,
}

/// The records of a noun within the scope.
#[component]
pub fn ListPage(props: &ListProps) -> Html {
    let lang = use_app().lang;
    let cursor = use_state(String::new);
    let page = if cursor.is_empty() { String::new() } else { format!("&cursor={}", encoded(&cursor)) };
    let path = format!("/inspection/records?kind={}&limit=50{page}", props.kind);
    let loaded = use_load::<Page<InspectedRow>>(&path);
    let kind = props.kind;
    let name = say::noun(lang, kind).to_owned();
    let columns = [words::ABOUT, words::UNIT, words::LAST].map(|label| Column::text(lang.of(label))).to_vec();
    let row = |row: &InspectedRow| {
        let about = if row.about.is_empty() { row.record.to_string() } else { row.about.clone() };
        Row {
            key: row.record.to_string(),
            name: about.clone(),
            cells: vec![
                Cell::show(
                    html! { <Go to={Route::InspectedRecord(kind, row.record)} class="cell-main">{ &about }</Go> },
                    about.clone(),
                ),
                Cell::text(row.unit_name.clone()),
                Cell::show(
                    html! { <span class="nowrap">{ lang.moment(row.at) }</span> },
                    row.at.to_rfc3339(),
                ),
            ],
        }
    };
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(found), _) if found.items.is_empty() => html! { <Empty title={words::LIST_NONE} /> },
        (Some(found), _) => html! { <>
            <Table caption={name.clone()} is_bare={true} {columns} rows={found.items.iter().map(row).collect::<Vec<_>>()} />
            <Pager count={found.items.len()} next={found.next.clone()} is_further={!cursor.is_empty()}
                ongo={let cursor = cursor.clone(); move |next| cursor.set(next)} />
        </> },
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div><p class="page__mark">{ lang.of(words::ROOM_TITLE) }</p><h1 id="page-title" tabindex="-1">{ name }</h1></div>
                <Go to={Route::Work} class="btn">{ lang.of(words::BACK) }</Go>
            </div>
            { body }
        </div>
    }
}

/// Which record.
#[derive(Properties, PartialEq)]
pub struct RecordProps {
    /// The noun.
    pub kind: &'static str,
    /// The record.
    pub id: Uuid,
}

/// One record, identities masked until they are asked for and the order allows it.
#[component]
pub fn RecordPage(props: &RecordProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let path = format!("/inspection/records/{}/{}", props.kind, props.id);
    let loaded = use_load::<InspectedRecord>(&path);
    let full = use_state(|| None::<Vec<InspectedSubject>>);
    let reveal = {
        let (app, full) = (app.clone(), full.clone());
        Callback::from(move |()| {
            let (app, full, path) = (app.clone(), full.clone(), format!("{path}/reveal"));
            platform::spawn(async move {
                match fetch::change::<_, Vec<InspectedSubject>>("POST", &path, None, &()).await {
                    Ok(found) => full.set(Some(found)),
                    Err(fault) => complain(&app, &fault),
                }
            });
        })
    };
    let Some(record) = loaded.state.here.clone() else {
        return html! {
            <div class="page">
                if let Some(fault) = &loaded.state.fault { <Failed fault={fault.clone()} again={loaded.again.clone()} /> } else { <Waiting /> }
            </div>
        };
    };
    let subjects = full.as_ref().unwrap_or(&record.subjects);
    html! {
        <div class="page">
            <div class="page__head">
                <div><p class="page__mark">{ say::noun(lang, &record.kind).to_owned() }{ "　" }{ &record.unit_name }</p>
                    <h1 id="page-title" tabindex="-1">{ if record.about.is_empty() { record.record.to_string() } else { record.about.clone() } }</h1></div>
                <span class="row"><ProofOf record={record.record} /><Go to={Route::Inspected(props.kind)} class="btn">{ say::noun(lang, props.kind).to_owned() }</Go></span>
            </div>
            if !subjects.is_empty() {
                <section class="sect">
                    <h2>{ lang.of(words::SUBJECTS) }</h2>
                    if record.may_unmask && full.is_none() { <Button id="unmask" look={Look::Small} text={lang.of(words::REVEAL)} onclick={reveal} /> }
                    { people(lang, subjects) }
                </section>
            }
            <h2>{ lang.of(words::SAYS) }</h2>
            <dl class="facts">{ for record.fields.iter().map(|field| html! { <><dt>{ lang.pick(&field.words) }</dt><dd>{ lang.pick(&field.value) }</dd></> }) }</dl>
            <h2>{ lang.of(words::HISTORY) }</h2>
            { history(lang, &record.history) }
        </div>
    }
}

fn people(lang: Lang, subjects: &[InspectedSubject]) -> Html {
    let columns = vec![Column::text(lang.of(words::SUBJECTS)), Column::text(lang.of(words::IDENTITY))];
    let row = |(at, one): (usize, &InspectedSubject)| Row {
        key: at.to_string(),
        name: one.name.clone(),
        cells: vec![Cell::text(one.name.clone()), Cell::text(one.identity.clone())],
    };
    let rows: Vec<Row> = subjects.iter().enumerate().map(row).collect();
    html! { <Table caption={lang.of(words::SUBJECTS)} is_bare={true} {columns} {rows} /> }
}

fn history(lang: Lang, rows: &[JournalRow]) -> Html {
    let columns = [words::AT, words::WHO, words::WHAT].map(|label| Column::text(lang.of(label))).to_vec();
    let row = |row: &JournalRow| Row {
        key: row.seq.to_string(),
        name: row.seq.to_string(),
        cells: vec![
            Cell::show(html! { <span class="nowrap">{ lang.moment(row.at) }</span> }, row.at.to_rfc3339()),
            Cell::text(row.actor_name.clone()),
            Cell::text(say::action(lang, &row.action).to_owned()),
        ],
    };
    let rows: Vec<Row> = rows.iter().map(row).collect();
    html! { <Table caption={lang.of(words::HISTORY)} is_bare={true} {columns} {rows} /> }
}
