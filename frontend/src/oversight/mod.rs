//! What a supervisor sees of their people, and the manager of everybody's.

mod authorisation;
mod person;
pub mod words;

use chrono::{Days, NaiveDate};
use shared::{
    api::v1::{AcknowledgmentState, Oversight, Page, PersonFigures, RevealRow},
    field::{FieldKind, RocDate, tidy},
};
use yew::prelude::*;

use crate::{
    component::{
        Cell, Chip, Column, DateField, Empty, Failed, Go, Pager, Row, Select, Tab, Table, Tabs, Tone, Waiting,
    },
    i18n::{Label, Lang, words as common},
    inquiry::encoded,
    platform::clock,
    route::Route,
    state::load::{use_app, use_load},
};

pub use authorisation::AuthorisationPage;
pub use person::PersonPage;

/// Days shown when none are typed, today included.
const USUAL_DAYS: u64 = 29;

/// The days a page is about, as typed; until both are days the last ones stand.
#[hook]
fn use_days(today: NaiveDate, lang: Lang) -> (UseStateHandle<String>, UseStateHandle<String>, String) {
    let first = today.checked_sub_days(Days::new(USUAL_DAYS)).unwrap_or(today);
    let (from, to) = (use_state(|| lang.day(first)), use_state(|| lang.day(today)));
    let last = use_mut_ref(String::new);
    let day = |text: &str| RocDate::parse(&tidy(FieldKind::RocDate, text)).ok().map(|day| day.date());
    if let (Some(from), Some(to)) = (day(&from), day(&to)) {
        *last.borrow_mut() = format!("from={from}&to={to}");
    }
    let query = last.borrow().clone();
    (from, to, query)
}

/// The fields of the days.
fn days(from: &UseStateHandle<String>, to: &UseStateHandle<String>) -> Html {
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |text| state.set(text))
    };
    html! {
        <>
            <DateField id="f-from" label={words::FROM} is_slim={true} value={(**from).clone()} oninput={set(from)} />
            <DateField id="f-to" label={words::TO} is_slim={true} value={(**to).clone()} oninput={set(to)} />
        </>
    }
}

/// The page.
#[component]
pub fn OversightPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let today = app.caps.as_ref().map_or_else(clock::today, |caps| caps.today);
    let (from, to, query) = use_days(today, lang);
    let unit = use_state(String::new);
    let tab = use_state(|| "people");
    let cursor = use_state(String::new);
    let loaded = use_load::<Oversight>(&format!("/oversight?{query}"));
    let more = if cursor.is_empty() { String::new() } else { format!("&cursor={}", encoded(&cursor)) };
    let looks = use_load::<Page<RevealRow>>(&if *tab == "reveals" {
        format!("/oversight/reveals?{query}&limit=100{more}")
    } else {
        String::new()
    });
    let people: Vec<PersonFigures> =
        loaded.state.here.as_ref().map(|seen| seen.people.clone()).unwrap_or_default();
    let mut units: Vec<(AttrValue, AttrValue)> = people
        .iter()
        .map(|person| (person.unit.to_string().into(), person.unit_name.clone().into()))
        .collect();
    units.sort();
    units.dedup();
    let shown: Vec<Row> = people
        .iter()
        .filter(|person| unit.is_empty() || person.unit.to_string() == **unit)
        .map(|person| row(lang, person, &query))
        .collect();
    let tabs = vec![
        Tab { key: "people", text: lang.of(words::TAB_PEOPLE).into(), count: Some(shown.len()) },
        Tab { key: "reveals", text: lang.of(words::TAB_REVEALS).into(), count: None },
    ];
    let panel = match *tab {
        "reveals" => match (&looks.state.here, &looks.state.fault) {
            (Some(page), _) => html! {
                <>
                    <Reveals rows={page.items.clone()} />
                    <Pager count={page.items.len()} next={page.next.clone()} is_further={!cursor.is_empty()} ongo={let cursor = cursor.clone(); move |to| cursor.set(to)} />
                </>
            },
            (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={looks.again.clone()} /> },
            (None, None) => html! { <Waiting /> },
        },
        _ if shown.is_empty() => html! { <Empty title={words::EMPTY} next={words::EMPTY_NEXT} /> },
        _ => {
            html! { <Table caption={lang.of(words::TITLE)} is_bare={true} columns={columns(lang)} rows={shown} /> }
        }
    };
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(_), _) => html! {
            <Tabs label={lang.of(words::TITLE)} {tabs} open={*tab} onopen={let tab = tab.clone(); move |key| tab.set(key)}>{ panel }</Tabs>
        },
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    html! {
        <div class="page">
            <div class="page__head"><div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div></div>
            <div class="toolbar">
                { days(&from, &to) }
                if units.len() > 1 {
                    <Select id="f-unit" class="field--wide" label={words::UNIT} options={units} value={(*unit).clone()} blank={lang.of(common::ANY)} onchange={let unit = unit.clone(); move |to| unit.set(to)} />
                }
            </div>
            { body }
        </div>
    }
}

fn columns(lang: Lang) -> Vec<Column> {
    let figures = [
        words::REGISTERED,
        words::SUBJECTS,
        words::CARRIED_OUT,
        words::PAGES,
        words::COPIES,
        words::REVEALS,
        words::HINTS,
        words::LATE,
    ];
    let mut columns = vec![Column::text(lang.of(words::NAME))];
    columns.extend(figures.map(|label| Column::figure(lang.of(label))));
    columns.extend([words::LAST, words::LIABILITY].map(|label| Column::text(lang.of(label))));
    columns
}

fn row(lang: Lang, person: &PersonFigures, query: &str) -> Row {
    let to = Route::Overseen(person.person);
    // A figure of nothing opens nothing.
    let figure = |count: i64, list: &str| {
        let show = if count == 0 {
            html! { <span class="faint">{ 0 }</span> }
        } else {
            html! { <Go {to} query={format!("{query}&list={list}")}>{ count }</Go> }
        };
        Cell::show(show, format!("{count:020}"))
    };
    let name = html! {
        <><Go {to} query={query.to_owned()} class="cell-main">{ &person.name }</Go><span class="cell-sub">{ &person.unit_name }{ " " }{ &person.title }</span></>
    };
    let (state, tone) = acknowledgment(person.acknowledgment);
    let last = person.last_active_at;
    Row {
        key: person.person.to_string(),
        name: person.name.clone(),
        cells: vec![
            Cell::show(name, format!("{} {}", person.unit_name, person.name)),
            figure(person.registered, "inquiries"),
            figure(person.subjects, "inquiries"),
            figure(person.carried_out, "inquiries"),
            figure(person.pages, "paper"),
            figure(person.copies, "paper"),
            figure(person.reveals, "reveals"),
            figure(person.hints, "hints"),
            figure(person.late, "duties"),
            Cell::show(
                html! { <span class="nowrap">{ last.map(|at| lang.moment(at)).unwrap_or_default() }</span> },
                last.map(|at| at.to_rfc3339()).unwrap_or_default(),
            ),
            Cell::show(html! { <Chip text={lang.of(state)} {tone} /> }, lang.of(state)),
        ],
    }
}

/// The words of a person's acknowledgment; late is red.
pub const fn acknowledgment(state: AcknowledgmentState) -> (Label, Tone) {
    match state {
        AcknowledgmentState::Acknowledged => (words::STATE_ACKNOWLEDGED, Tone::Go),
        AcknowledgmentState::Open => (words::STATE_OPEN, Tone::Wait),
        AcknowledgmentState::Late => (words::STATE_LATE, Tone::Stop),
        AcknowledgmentState::NotAsked => (words::STATE_NOT_ASKED, Tone::Plain),
    }
}

#[derive(Properties, PartialEq)]
struct RevealsProps {
    rows: Vec<RevealRow>,
}

/// Looks at full identities, with their reasons.
#[component]
fn Reveals(props: &RevealsProps) -> Html {
    let lang = use_app().lang;
    if props.rows.is_empty() {
        return html! { <p class="quiet">{ lang.of(words::NONE) }</p> };
    }
    let columns = vec![
        Column::text(lang.of(words::WHEN)),
        Column::text(lang.of(words::WHO)),
        Column::text(lang.of(words::CASE)),
        Column::text(lang.of(words::REASON)),
    ];
    let row = |look: &RevealRow| Row {
        key: look.seq.to_string(),
        name: look.person_name.clone(),
        cells: vec![
            Cell::show(html! { <span class="nowrap">{ lang.moment(look.at) }</span> }, look.at.to_rfc3339()),
            Cell::text(look.person_name.clone()),
            case(lang, look.inquiry, &look.case_number),
            Cell::text(look.reason.clone()),
        ],
    };
    html! { <Table caption={lang.of(words::TAB_REVEALS)} is_bare={true} {columns} rows={props.rows.iter().map(row).collect::<Vec<_>>()} /> }
}

/// The way to an inquiry, where the reader may see it.
fn case(lang: Lang, inquiry: shared::id::InquiryId, case_number: &str) -> Cell {
    let show = if case_number.is_empty() {
        Html::default()
    } else {
        let aria = format!("{} {case_number}", lang.of(words::OPEN_INQUIRY));
        html! { <span title={aria}><Go to={Route::Inquiry(inquiry)}>{ case_number }</Go></span> }
    };
    Cell::show(show, case_number)
}
