//! "Was she authorised for that item on that day?": ask, read, print.

use shared::{
    api::v1::{ItemView, Oversight},
    field::{FieldKind, RocDate, tidy},
    oversight::{Authorisation, Question},
};
use yew::prelude::*;

use super::words;
use crate::{
    component::{
        Button, Cell, Chip, Column, DateField, Failed, Look, Notice, Row, Select, Table, Tone, Waiting,
    },
    i18n::{Label, Lang, say},
    inquiry::{Rows, encoded},
    platform::{clock, locate},
    state::{
        load::{use_app, use_load},
        shell::Act,
    },
};

/// The page.
#[component]
pub fn AuthorisationPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let today = app.caps.as_ref().map_or_else(clock::today, |caps| caps.today);
    let (person, item, data) = (use_state(String::new), use_state(String::new), use_state(String::new));
    let day = use_state(|| lang.day(today));
    let asked = use_state(String::new);
    let people = use_load::<Oversight>("/oversight?from=1970-01-01");
    let items = use_load::<Rows<ItemView>>("/items?limit=200");
    let answer = use_load::<Authorisation>(&asked);
    let people: Vec<(AttrValue, AttrValue)> = people
        .state
        .here
        .iter()
        .flat_map(|seen| seen.people.iter())
        .map(|person| {
            (person.person.to_string().into(), format!("{} {}", person.name, person.unit_name).into())
        })
        .collect();
    let known: Vec<ItemView> = items.state.here.as_ref().map(|rows| rows.rows().to_vec()).unwrap_or_default();
    let data_items: Vec<(AttrValue, AttrValue)> = known
        .iter()
        .filter(|known| known.id.to_string() == *item)
        .flat_map(|known| {
            known
                .draft
                .data_items
                .iter()
                .chain(known.coming.iter().flat_map(|next| next.draft.data_items.iter()))
        })
        .map(|data| (data.code.clone().into(), lang.name(&data.name, &data.name_en).into()))
        .fold(Vec::new(), |mut all, one| {
            if !all.contains(&one) {
                all.push(one);
            }
            all
        });
    let options: Vec<(AttrValue, AttrValue)> = known
        .iter()
        .map(|item| {
            let name = lang.name(&item.draft.name, &item.draft.name_en);
            (item.id.to_string().into(), format!("{} {name}", item.draft.number).into())
        })
        .collect();
    let ask = {
        let (app, person, item, data, day, asked) =
            (app.clone(), person.clone(), item.clone(), data.clone(), day.clone(), asked.clone());
        Callback::from(move |()| {
            let Ok(on) = RocDate::parse(&tidy(FieldKind::RocDate, &day)) else {
                return app.dispatch(Act::Warn(lang.of(crate::i18n::words::DATE_HINT).to_owned()));
            };
            if person.is_empty() || item.is_empty() {
                return;
            }
            let data = if data.is_empty() { String::new() } else { format!("&data_item={}", encoded(&data)) };
            asked.set(format!("/accounts/{}/authorisation?item={}&on={}{data}", *person, *item, on.date()));
        })
    };
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |text: String| state.set(text))
    };
    let onitem = {
        let (item, data) = (item.clone(), data.clone());
        Callback::from(move |to: String| {
            data.set(String::new());
            item.set(to);
        })
    };
    let body = match (&answer.state.here, &answer.state.fault) {
        _ if asked.is_empty() => Html::default(),
        (Some(answer), _) => {
            shown(lang, answer, &asked.replacen("/authorisation?", "/authorisation/sheet?", 1))
        }
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={answer.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    html! {
        <div class="page">
            <div class="page__head"><div><h1 id="page-title" tabindex="-1">{ lang.of(words::AUTH_TITLE) }</h1><p class="noprint">{ lang.of(words::AUTH_LEAD) }</p></div></div>
            <div class="toolbar noprint">
                <Select id="f-person" class="field--wide" label={words::PERSON} options={people} value={(*person).clone()} blank={""} onchange={set(&person)} />
                <Select id="f-item" class="field--wide" label={words::ITEM} {options} value={(*item).clone()} blank={""} onchange={onitem} />
                <Select id="f-data" class="field--wide" label={words::DATA_ITEM} options={data_items} value={(*data).clone()} blank={lang.of(words::DATA_ANY)} onchange={set(&data)} />
                <DateField id="f-day" label={words::DAY} is_slim={true} value={(*day).clone()} oninput={set(&day)} />
                <Button id="ask" look={Look::Primary} text={lang.of(words::ASK)} onclick={ask} is_disabled={person.is_empty() || item.is_empty()} />
            </div>
            <div aria-live="polite">{ body }</div>
        </div>
    }
}

const fn question(question: Question) -> Label {
    match question {
        Question::Scope => words::Q_SCOPE,
        Question::ItemInForce => words::Q_ITEM,
        Question::BasisStands => words::Q_BASIS,
        Question::UnitCovered => words::Q_UNIT,
        Question::DataItemListed => words::Q_LISTED,
        Question::AccountActive => words::Q_ACTIVE,
        Question::Card => words::Q_CARD,
        Question::EgovAccount => words::Q_EGOV,
        Question::ItemGranted => words::Q_GRANTED,
        Question::DataItemGranted => words::Q_DATA_GRANTED,
    }
}

fn shown(lang: Lang, answer: &Authorisation, sheet: &str) -> Html {
    let (verdict, tone) = if answer.is_authorised { (words::YES, Tone::Go) } else { (words::NO, Tone::Stop) };
    let about = format!("{} {} {}", answer.item_number, answer.item_name, answer.data_items.join("、"));
    let who = format!("{} {} {}", answer.unit_name, answer.title, answer.person_name);
    let checks: Vec<Row> = answer
        .checks
        .iter()
        .map(|check| {
            let (word, tone) =
                if check.holds { (words::HOLDS, Tone::Go) } else { (words::FAILS, Tone::Stop) };
            let name = lang.of(question(check.question)).to_owned();
            Row {
                key: name.clone(),
                cells: vec![
                    Cell::text(lang.citation(check.citation)),
                    Cell::text(name.clone()),
                    Cell::show(html! { <Chip text={lang.of(word)} {tone} /> }, lang.of(word)),
                ],
                name,
            }
        })
        .collect();
    let documents: Vec<Row> = answer
        .documents
        .iter()
        .map(|document| Row {
            key: format!("{}-{}-{}", document.kind, document.id, document.revision),
            name: document.title.clone(),
            cells: vec![
                Cell::text(say::noun(lang, &document.kind).to_owned()),
                Cell::text(document.title.clone()),
                Cell::figure(document.revision),
                Cell::show(
                    html! { <span class="nowrap">{ lang.moment(document.at) }</span> },
                    document.at.to_rfc3339(),
                ),
                Cell::text(document.by.clone()),
            ],
        })
        .collect();
    let heads =
        |labels: &[Label]| labels.iter().map(|label| Column::text(lang.of(*label))).collect::<Vec<_>>();
    html! {
        <div class="stack" id="answer">
            <Notice {tone} title={lang.of(verdict)}>
                <p>{ lang.fill(words::ANSWER, &[&lang.long_day(answer.on), &who, &about]) }</p>
                <p class="row noprint">
                    <Button id="print" text={lang.of(words::PRINT)} onclick={Callback::from(|()| locate::print())} />
                    <a class="btn" id="pdf" target="_blank" href={format!("/api/v1{sheet}&format=pdf")}>{ "PDF" }</a>
                    <a class="btn" href={format!("/api/v1{sheet}&format=odt")}>{ "ODT" }</a>
                </p>
            </Notice>
            <section class="sect"><h2>{ lang.of(words::CHECKS) }</h2>
                <Table caption={lang.of(words::CHECKS)} is_bare={true} columns={heads(&[words::POINT, words::QUESTION, words::RESULT])} rows={checks} /></section>
            <section class="sect"><h2>{ lang.of(words::DOCUMENTS) }</h2>
                <Table caption={lang.of(words::DOCUMENTS)} is_bare={true} columns={heads(&[words::DOCUMENT, words::TITLE_COL, words::REVISION, words::ENTERED, words::BY])} rows={documents} /></section>
        </div>
    }
}
