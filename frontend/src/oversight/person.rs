//! The lists behind one person's figures.

use shared::{
    api::v1::{DutyView, HintRow, PersonOversight, PrintoutView},
    id::PersonId,
};
use yew::prelude::*;

use super::{Reveals, case, days, use_days, words};
use crate::{
    component::{Cell, Chip, Column, Failed, Go, Notice, Row, Says, Tab, Table, Tabs, Tone, Waiting},
    i18n::{Lang, say},
    inquiry::InquiryTable,
    platform::{clock, locate},
    route::Route,
    state::load::{use_app, use_load},
};

const LISTS: [&str; 5] = ["inquiries", "paper", "reveals", "hints", "duties"];

/// Which person.
#[derive(Properties, PartialEq)]
pub struct PersonPageProps {
    /// The person.
    pub id: PersonId,
}

/// The page.
#[component]
pub fn PersonPage(props: &PersonPageProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let today = app.caps.as_ref().map_or_else(clock::today, |caps| caps.today);
    let (from, to, query) = use_days(today, lang);
    let asked = use_memo((), |()| locate::here());
    {
        // The days come along from the page before.
        let (from, to, asked) = (from.clone(), to.clone(), asked.clone());
        use_effect_with((), move |()| {
            let day = |name: &str| part(&asked, name).and_then(|text| text.parse().ok());
            if let (Some(first), Some(last)) = (day("from"), day("to")) {
                from.set(lang.day(first));
                to.set(lang.day(last));
            }
        });
    }
    let list = use_state(|| {
        let wanted = part(&asked, "list").unwrap_or_default();
        LISTS.into_iter().find(|list| *list == wanted).unwrap_or("inquiries")
    });
    let loaded = use_load::<PersonOversight>(&format!("/oversight/people/{}?{query}", props.id));
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(seen), _) => lists(lang, seen, &list),
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    let figures = loaded.state.here.as_ref().map(|seen| seen.figures.clone());
    html! {
        <div class="page">
            <div class="page__head">
                <div>
                    <p class="page__mark"><Go to={Route::Oversight}>{ lang.of(words::BACK) }</Go></p>
                    <h1 id="page-title" tabindex="-1">{ figures.as_ref().map_or_else(|| lang.of(words::TITLE).to_owned(), |figures| figures.name.clone()) }</h1>
                    if let Some(figures) = &figures { <p>{ &figures.unit_name }{ " " }{ &figures.title }</p> }
                </div>
            </div>
            <div class="toolbar">{ days(&from, &to) }</div>
            { body }
        </div>
    }
}

/// A part of a query string.
fn part(path: &str, name: &str) -> Option<String> {
    let (_, query) = path.split_once('?')?;
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

fn lists(lang: Lang, seen: &PersonOversight, list: &UseStateHandle<&'static str>) -> Html {
    let tab = |key, label, count| Tab { key, text: lang.of(label).into(), count: Some(count) };
    let tabs = vec![
        tab("inquiries", words::REGISTERED, seen.inquiries.len()),
        tab("paper", words::PAPER, seen.printouts.len()),
        tab("reveals", words::REVEALS, seen.reveals.len()),
        tab("hints", words::HINTS, seen.hints.len()),
        tab("duties", words::LATE, seen.duties.len()),
    ];
    let none = || html! { <p class="quiet">{ lang.of(words::NONE) }</p> };
    let panel = match **list {
        "paper" if seen.printouts.is_empty() => none(),
        "paper" => paper(lang, &seen.printouts),
        "reveals" => html! { <Reveals rows={seen.reveals.clone()} /> },
        "hints" if seen.hints.is_empty() => none(),
        "hints" => hints(lang, &seen.hints),
        "duties" if seen.duties.is_empty() => none(),
        "duties" => duties(lang, &seen.duties),
        _ if seen.inquiries.is_empty() => none(),
        _ => html! { <InquiryTable caption={lang.of(words::REGISTERED)} rows={seen.inquiries.clone()} /> },
    };
    html! {
        <Tabs label={lang.of(words::TITLE)} {tabs} open={**list} onopen={let list = list.clone(); move |key| list.set(key)}>{ panel }</Tabs>
    }
}

fn paper(lang: Lang, printouts: &[PrintoutView]) -> Html {
    let columns = vec![
        Column::text(lang.of(words::CASE)),
        Column::text(lang.of(words::QUERIED_ON)),
        Column::figure(lang.of(words::PAGES)),
        Column::figure(lang.of(words::COPIES)),
        Column::text(lang.of(words::STATE)),
    ];
    let row = |view: &PrintoutView| {
        let paper = &view.printout;
        let state = match paper.fate {
            shared::printout::Fate::Filed { .. } => "filed",
            shared::printout::Fate::Kept { .. } => "kept",
            shared::printout::Fate::NotNeeded { .. } => "not_needed",
            shared::printout::Fate::Destroyed(_) => "destroyed",
        };
        Row {
            key: paper.id.to_string(),
            name: view.inquiry_case_number.clone(),
            cells: vec![
                Cell::show(
                    html! { <Go to={Route::Printout(paper.id)} class="cell-main">{ &view.inquiry_case_number }</Go> },
                    view.inquiry_case_number.clone(),
                ),
                Cell::show(
                    html! { <span class="nowrap">{ lang.day(paper.queried_on) }</span> },
                    paper.queried_on.to_string(),
                ),
                Cell::figure(paper.pages.into()),
                Cell::figure(paper.copies.into()),
                Cell::text(say::fate(lang, state).to_owned()),
            ],
        }
    };
    html! { <Table caption={lang.of(words::PAPER)} is_bare={true} {columns} rows={printouts.iter().map(row).collect::<Vec<_>>()} /> }
}

fn hints(lang: Lang, hints: &[HintRow]) -> Html {
    let columns = vec![
        Column::text(lang.of(words::WHEN)),
        Column::text(lang.of(words::CASE)),
        Column::text(lang.of(words::FINDING)),
    ];
    let row = |hint: &HintRow| {
        let key = format!("{}-{}-{}", hint.inquiry, hint.hint.code, hint.hint.path);
        Row {
            cells: vec![
                Cell::show(
                    html! { <span class="nowrap">{ lang.moment(hint.at) }</span> },
                    hint.at.to_rfc3339(),
                ),
                case(lang, hint.inquiry, &hint.case_number),
                Cell::show(
                    html! { <Says id={format!("hint-{key}")} violations={vec![hint.hint.clone()]} /> },
                    hint.hint.code.to_string(),
                ),
            ],
            name: hint.case_number.clone(),
            key,
        }
    };
    html! {
        <>
            <Notice tone={Tone::Plain}><p>{ lang.of(words::HINT_NOTE) }</p></Notice>
            <Table caption={lang.of(words::HINTS)} is_bare={true} {columns} rows={hints.iter().map(row).collect::<Vec<_>>()} />
        </>
    }
}

fn duties(lang: Lang, duties: &[DutyView]) -> Html {
    let columns = vec![
        Column::text(lang.of(words::DUTY)),
        Column::text(lang.of(words::CASE)),
        Column::text(lang.of(words::DUE)),
    ];
    let row = |view: &DutyView| {
        let name = say::duty(lang, view.duty.kind.name()).to_owned();
        let due = view.duty.due.map(|day| html! { <Chip text={lang.day(day)} tone={Tone::Stop} /> });
        Row {
            key: format!("{}-{}", view.duty.record, view.duty.kind.name()),
            cells: vec![
                Cell::text(name.clone()),
                Cell::text(view.about.clone()),
                Cell::show(
                    due.unwrap_or_default(),
                    view.duty.due.map(|day| day.to_string()).unwrap_or_default(),
                ),
            ],
            name,
        }
    };
    html! { <Table caption={lang.of(words::LATE)} is_bare={true} {columns} rows={duties.iter().map(row).collect::<Vec<_>>()} /> }
}
