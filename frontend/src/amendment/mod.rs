//! 修正試算: two editions on this county's records, side by side.

pub mod words;

use shared::{
    amendment::Impact,
    field::{FieldKind, RocDate, tidy},
    regulation::EditionId,
};
use uuid::Uuid;
use yew::prelude::*;

use crate::{
    component::{Cell, Chip, Column, DateField, Failed, Go, Row, Says, Select, Table, Tone, Waiting},
    i18n::{Label, Lang, say},
    route::Route,
    state::load::{use_app, use_load},
};

/// The page.
#[component]
pub fn AmendmentPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let is_back = app.caps.as_ref().is_some_and(|caps| caps.edition == EditionId::Amended);
    let direction = use_state(move || if is_back { "original" } else { "amended" }.to_owned());
    let on = use_state(String::new);
    let day = RocDate::parse(&tidy(FieldKind::RocDate, &on)).map(|day| format!("&on={}", day.date()));
    let before = if *direction == "amended" { "original" } else { "amended" };
    let query = format!("/editions/impact?before={before}&after={}{}", *direction, day.unwrap_or_default());
    let loaded = use_load::<Impact>(&query);
    let options: Vec<(AttrValue, AttrValue)> = vec![
        ("amended".into(), lang.of(words::TO_AMENDED).into()),
        ("original".into(), lang.of(words::TO_ORIGINAL).into()),
    ];
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(impact), _) => show(lang, impact),
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    html! {
        <div class="page">
            <div class="page__head"><div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div></div>
            <div class="toolbar">
                <Select id="direction" label={words::DIRECTION} {options} value={(*direction).clone()} onchange={let direction = direction.clone(); move |to| direction.set(to)} />
                <DateField id="tried-on" label={words::ON} value={(*on).clone()} is_slim={true} oninput={let on = on.clone(); move |text| on.set(text)} />
            </div>
            { body }
        </div>
    }
}

fn show(lang: Lang, impact: &Impact) -> Html {
    html! {
        <div class="stack">
            { section(lang, words::TEXTS, &[words::ABOUT, words::BEFORE, words::AFTER], texts(lang, impact)) }
            { section(lang, words::FORMS, &[words::ABOUT, words::BEFORE, words::AFTER], forms(lang, impact)) }
            { section(lang, words::UNITS, &[words::UNIT, words::AFTER, words::PEOPLE_COUNT], units(lang, impact)) }
            { section(lang, words::ITEMS, &[words::ITEM, words::AFTER, words::HOLDERS, words::OPEN_COUNT], items(lang, impact)) }
            { section(lang, words::PEOPLE, &[words::PERSON, words::UNIT, words::ITEM, words::AFTER, words::WHY], people(lang, impact)) }
            { section(lang, words::DUTIES, &[words::DUTY, words::BEFORE, words::AFTER, words::COUNT], duties(lang, impact)) }
            { section(lang, words::AUDITS, &[words::UNIT, words::CASES, words::SAMPLE], audits(impact)) }
            <p class="faint">{ lang.of(words::OPEN_HINT) }</p>
            { section(lang, words::OPEN, &[words::RECORD, words::STATE, words::COUNT, words::LATEST], open(lang, impact)) }
        </div>
    }
}

fn section(lang: Lang, title: Label, columns: &[Label], rows: Vec<Row>) -> Html {
    let columns: Vec<Column> = columns.iter().map(|label| Column::text(lang.of(*label))).collect();
    html! {
        <section class="sect">
            <h2>{ lang.of(title) }{ " " }<span class="tab__count">{ rows.len() }</span></h2>
            if rows.is_empty() {
                <p class="quiet">{ lang.of(words::SAME) }</p>
            } else {
                <Table caption={lang.of(title)} is_bare={true} {columns} {rows} />
            }
        </section>
    }
}

fn row(key: impl ToString, name: &str, rest: Vec<Cell>) -> Row {
    let cells = std::iter::once(Cell::text(name)).chain(rest).collect();
    Row { key: key.to_string(), name: name.to_owned(), cells }
}

fn turned(lang: Lang, is_on: bool, (on, off): (Label, Label)) -> Cell {
    let (label, tone) = if is_on { (on, Tone::Go) } else { (off, Tone::Stop) };
    Cell::show(html! { <Chip text={lang.of(label)} {tone} /> }, lang.of(label))
}

fn count(number: usize) -> Cell {
    Cell::figure(i64::try_from(number).unwrap_or(i64::MAX))
}

fn texts(lang: Lang, impact: &Impact) -> Vec<Row> {
    let one = |(at, text): (usize, &shared::amendment::TextChange)| {
        row(
            at,
            &lang.pick(&text.about),
            vec![Cell::text(lang.pick(&text.before)), Cell::text(lang.pick(&text.after))],
        )
    };
    impact.texts.iter().enumerate().map(one).collect()
}

fn forms(lang: Lang, impact: &Impact) -> Vec<Row> {
    let number = |text: &str| {
        Cell::text(if text.is_empty() { lang.of(words::NO_FORM).to_owned() } else { text.to_owned() })
    };
    let one = |(at, form): (usize, &shared::amendment::FormChange)| {
        row(at, &lang.pick(&form.name), vec![number(&form.before), number(&form.after)])
    };
    impact.forms.iter().enumerate().map(one).collect()
}

fn units(lang: Lang, impact: &Impact) -> Vec<Row> {
    let one = |unit: &shared::amendment::UnitChange| {
        let bound = turned(lang, unit.is_bound, (words::BOUND, words::UNBOUND));
        row(unit.unit, &unit.name, vec![bound, count(unit.people)])
    };
    impact.units.iter().map(one).collect()
}

fn items(lang: Lang, impact: &Impact) -> Vec<Row> {
    let one = |item: &shared::amendment::ItemChange| {
        let name = format!("{} {}", item.number, item.name);
        let allowed = turned(lang, item.is_allowed, (words::ALLOWED, words::NOT_ALLOWED));
        let link = html! { <Go to={Route::Item(item.item)} class="cell-main">{ &name }</Go> };
        Row {
            key: item.item.to_string(),
            name: name.clone(),
            cells: vec![Cell::show(link, name), allowed, count(item.holders), Cell::figure(item.open)],
        }
    };
    impact.items.iter().map(one).collect()
}

fn people(lang: Lang, impact: &Impact) -> Vec<Row> {
    let one = |(at, person): (usize, &shared::amendment::PersonChange)| {
        let why = html! { <Says id={format!("why-{at}")} violations={person.why.clone()} /> };
        let code = person.why.first().map(|one| one.code.to_string()).unwrap_or_default();
        row(
            format!("{}-{at}", person.person),
            &person.name,
            vec![
                Cell::text(person.unit_name.clone()),
                Cell::text(person.item.clone()),
                turned(lang, person.may, (words::MAY, words::MAY_NOT)),
                Cell::show(why, code),
            ],
        )
    };
    impact.people.iter().enumerate().map(one).collect()
}

fn duties(lang: Lang, impact: &Impact) -> Vec<Row> {
    let one = |(at, duty): (usize, &shared::amendment::DutyChange)| {
        let rest =
            vec![Cell::text(lang.pick(&duty.before)), Cell::text(lang.pick(&duty.after)), count(duty.count)];
        row(at, &lang.pick(&duty.what), rest)
    };
    impact.duties.iter().enumerate().map(one).collect()
}

fn audits(impact: &Impact) -> Vec<Row> {
    let figure = |number: u64| Cell::figure(i64::try_from(number).unwrap_or(i64::MAX));
    let one = |audit: &shared::amendment::AuditChange| {
        row(audit.unit, &audit.name, vec![figure(audit.cases), figure(audit.sample)])
    };
    impact.audits.iter().map(one).collect()
}

fn open(lang: Lang, impact: &Impact) -> Vec<Row> {
    let link = |kind: &str, id: Uuid| {
        let to = match kind {
            "inquiry" => Route::Inquiry(id.into()),
            "application" => Route::Application(id.into()),
            _ => Route::ManagerChange(id.into()),
        };
        let name: String = id.to_string().chars().skip(30).collect();
        html! { <><Go {to}>{ format!("…{name}") }</Go>{ " " }</> }
    };
    let one = |records: &shared::amendment::OpenRecords| {
        let latest = html! { <>{ for records.records.iter().take(5).map(|id| link(&records.kind, *id)) }</> };
        row(
            format!("{}-{}", records.kind, records.status),
            say::noun(lang, &records.kind),
            vec![
                Cell::text(say::status(lang, &records.status)),
                Cell::figure(records.count),
                Cell::show(latest, String::new()),
            ],
        )
    };
    impact.open.iter().map(one).collect()
}
