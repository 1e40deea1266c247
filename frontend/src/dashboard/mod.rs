//! The manager's figures: late, due, by unit, over time, and the journal's health.

pub mod words;

use shared::api::v1::{Dashboard, Figure, UnitFigure};
use yew::prelude::*;

use crate::{
    component::{
        Bars, Cell, Chip, Column, Failed, Go, Lines, Notice, Row, Series, Table, Tone, Waiting, status_tone,
    },
    i18n::{Label, Lang, say},
    inquiry::Exports,
    route::Route,
    schedule::ScheduleSection,
    state::load::{use_app, use_load},
};

/// The page.
#[component]
pub fn DashboardPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let is_manager = app.session().is_some_and(|session| session.standing.is_manager);
    let loaded = use_load::<Dashboard>("/dashboard");
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(figures), _) => html! { <Figures figures={(**figures).clone()} /> },
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div>
                <Exports noun="duties" />
            </div>
            { body }
            if is_manager { <ScheduleSection /> }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct FiguresProps {
    figures: Dashboard,
}

#[component]
fn Figures(props: &FiguresProps) -> Html {
    let lang = use_app().lang;
    let figures = &props.figures;
    let late: i64 = figures.duties.iter().map(|duty| duty.late).sum();
    let soon: i64 = figures.duties.iter().map(|duty| duty.soon).sum();
    let open = |kind: &str| {
        let of_kind = figures.duties.iter().find(|duty| duty.kind == kind);
        of_kind.map_or(0, |duty| duty.late + duty.soon + duty.later)
    };
    let count = |name: &str| {
        figures.by_status.iter().find(|figure| figure.name == name).map_or(0, |figure| figure.count)
    };
    let tile = |class: &'static str,
                label: Label,
                figure: i64,
                to: Route,
                query: &'static str,
                note: Option<Label>| {
        html! {
            <Go {to} {query} class={classes!("tile", (figure > 0).then_some(class))}>
                <span class="tile__label">{ lang.of(label) }</span><span class="tile__figure">{ figure }</span>
                if let Some(note) = note { <span class="tile__note">{ lang.of(note) }</span> }
            </Go>
        }
    };
    let months: Vec<String> = figures.months.iter().map(|month| short_month(lang, &month.month)).collect();
    let series = |name: Label, figure: fn(&shared::api::v1::MonthFigure) -> i64| Series {
        name: lang.of(name).to_owned(),
        figures: figures.months.iter().map(figure).collect(),
    };
    let trend = vec![
        series(words::REGISTERED, |month| month.registered),
        series(words::CARRIED_OUT, |month| month.carried_out),
        series(words::REFUSED, |month| month.refused),
    ];
    let mut bars: Vec<(String, i64)> = figures
        .units
        .iter()
        .filter(|unit| unit.late > 0)
        .map(|unit| (unit.unit_name.clone(), unit.late))
        .collect();
    bars.sort_by_key(|(_, late)| -late);
    bars.truncate(10);
    html! {
        <>
            <div class="tiles">
                { tile("tile--late", words::LATE, late, Route::Duties, "?late=true", None) }
                { tile("tile--due", words::SOON, soon, Route::Duties, "", None) }
                { tile("", words::WAITING, count("submitted"), Route::Inquiries, "", None) }
                { tile("tile--due", words::TO_ACCOUNT, count("carried_out"), Route::Inquiries, "", None) }
                { tile("tile--due", words::IDLE, i64::from(figures.idle_accounts), Route::Accounts, "", Some(words::IDLE_NOTE)) }
                { tile("tile--due", words::LIABILITY, open("acknowledge_liability"), Route::Duties, "?kind=acknowledge_liability", Some(words::LIABILITY_NOTE)) }
                <JournalTile head={figures.journal.clone()} />
            </div>
            if !figures.journal.problems.is_empty() {
                <Notice tone={Tone::Stop} title={lang.fill(words::BROKEN, &[&figures.journal.problems.len()])}>
                    <ul>{ for figures.journal.problems.iter().map(|problem| html! { <li>{ problem }</li> }) }</ul>
                </Notice>
            }
            <div class="two two--even">
                <section class="card"><Lines title={lang.of(words::TREND)} steps={months} series={trend} /></section>
                <section class="card">
                    if bars.is_empty() { <h2 class="minor">{ lang.of(words::UNIT_LATE) }</h2><p class="quiet">{ lang.of(words::NOTHING_LATE) }</p> }
                    else { <Bars title={lang.of(words::UNIT_LATE)} {bars} unit={lang.of(words::COUNT)} is_late={true} /> }
                </section>
            </div>
            <section class="sect"><h2>{ lang.of(words::DUTIES) }</h2>{ duties(lang, figures) }</section>
            <section class="sect"><h2>{ lang.of(words::BY_UNIT) }</h2>{ units(lang, &figures.units) }</section>
            <div class="two two--even">
                <section class="sect"><h2>{ lang.of(words::STATES) }</h2>{ states(&figures.by_status, |name| say::status(lang, name)) }</section>
                <section class="sect"><h2>{ lang.of(words::PAPER) }</h2>{ states(&figures.printouts, |name| say::fate(lang, name)) }</section>
            </div>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct JournalTileProps {
    head: shared::api::v1::JournalHead,
}

#[component]
fn JournalTile(props: &JournalTileProps) -> Html {
    let lang = use_app().lang;
    let head = &props.head;
    let (class, word) = match (head.problems.is_empty(), head.verified_at) {
        (false, _) => ("tile tile--late", lang.fill(words::BROKEN, &[&head.problems.len()])),
        (true, None) => ("tile", lang.of(words::UNVERIFIED).to_owned()),
        (true, Some(_)) => ("tile tile--good", lang.of(words::SOUND).to_owned()),
    };
    html! {
        <Go to={Route::Journal} {class}>
            <span class="tile__label">{ lang.of(words::JOURNAL) }</span><span class="tile__figure">{ word }</span>
            <span class="tile__note">{ lang.fill(words::ENTRIES, &[&head.size]) }{ "　" }{ head.verified_at.map(|at| lang.moment(at)).unwrap_or_default() }</span>
        </Go>
    }
}

fn duties(lang: Lang, figures: &Dashboard) -> Html {
    let columns = vec![
        Column::text(lang.of(words::KIND)),
        Column::figure(lang.of(words::LATE)),
        Column::figure(lang.of(words::SOON)),
        Column::figure(lang.of(words::LATER)),
    ];
    let row = |duty: &shared::api::v1::DutyFigure| {
        let name = say::duty(lang, &duty.kind);
        Row {
            key: duty.kind.clone(),
            name: name.clone(),
            cells: vec![
                Cell::text(name),
                late_cell(duty.late),
                Cell::figure(duty.soon),
                Cell::figure(duty.later),
            ],
        }
    };
    html! { <Table caption={lang.of(words::DUTIES)} is_bare={true} {columns} rows={figures.duties.iter().map(row).collect::<Vec<_>>()} /> }
}

fn units(lang: Lang, units: &[UnitFigure]) -> Html {
    let columns = vec![
        Column::text(lang.of(words::UNIT)),
        Column::figure(lang.of(words::REGISTERED)),
        Column::figure(lang.of(words::WAITING)),
        Column::figure(lang.of(words::TO_ACCOUNT)),
        Column::figure(lang.of(words::LATE)),
    ];
    let row = |unit: &UnitFigure| Row {
        key: unit.unit.to_string(),
        name: unit.unit_name.clone(),
        cells: vec![
            Cell::text(unit.unit_name.clone()),
            Cell::figure(unit.registered),
            Cell::figure(unit.waiting),
            Cell::figure(unit.to_account),
            late_cell(unit.late),
        ],
    };
    html! { <Table caption={lang.of(words::BY_UNIT)} is_bare={true} {columns} rows={units.iter().map(row).collect::<Vec<_>>()} /> }
}

/// A late figure stands out by shape as well.
fn late_cell(late: i64) -> Cell {
    if late == 0 {
        return Cell::figure(0);
    }
    Cell::show(html! { <Chip text={late.to_string()} tone={Tone::Stop} /> }, format!("{late:020}"))
}

fn states<'a>(figures: &'a [Figure], name: impl Fn(&'a str) -> &'a str) -> Html {
    let line = |figure: &'a Figure| {
        html! {
            <li key={figure.name.clone()} class="row row--apart"><Chip text={name(&figure.name).to_owned()} tone={status_tone(&figure.name)} /><strong>{ figure.count }</strong></li>
        }
    };
    html! { <ul role="list" class="stack stack--tight">{ for figures.iter().map(line) }</ul> }
}

/// `2026-11` → `115/11`, `2026-11`.
fn short_month(lang: Lang, month: &str) -> String {
    match (lang, shared::field::RocMonth::parse(month)) {
        (Lang::ZhTw, Ok(parsed)) => parsed.slash(),
        _ => month.to_owned(),
    }
}
