//! What another edition would change, list by list.

use shared::{
    EditionId,
    edition::{Change, Simulation},
    field::{FieldKind, RocDate, tidy},
};
use yew::prelude::*;

use super::{name, words};
use crate::{
    component::{Cell, Chip, Column, DateField, Failed, Go, Row, Select, Table, Tone, Waiting},
    i18n::{Label, Lang, say},
    platform::clock,
    route::Route,
    state::load::{use_app, use_load},
};

/// Draws the question and the answer.
#[component]
pub fn SimulationView() -> Html {
    let lang = use_app().lang;
    let from = use_state(|| EditionId::Original.name().to_owned());
    let to = use_state(|| EditionId::Amended.name().to_owned());
    let on = use_state(|| lang.day(clock::today()));
    let day = RocDate::parse(&tidy(FieldKind::RocDate, &on)).map(|day| format!("&on={}", day.date()));
    let query = day.unwrap_or_default();
    let loaded = use_load::<Simulation>(&format!("/editions/simulation?from={}&to={}{query}", *from, *to));
    let options = || {
        EditionId::ALL
            .map(|edition| (AttrValue::from(edition.name()), AttrValue::from(lang.of(name(edition)))))
            .to_vec()
    };
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |value: String| state.set(value))
    };
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(found), _) => answer(lang, found),
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    html! {
        <section class="sect" id="simulation">
            <h2>{ lang.of(words::SIMULATE) }</h2>
            <p class="quiet">{ lang.of(words::SIM_LEAD) }</p>
            <div class="toolbar">
                <Select id="sim-from" label={words::FROM} options={options()} value={(*from).clone()} onchange={set(&from)} />
                <Select id="sim-to" label={words::TO} options={options()} value={(*to).clone()} onchange={set(&to)} />
                <DateField id="sim-on" label={words::ON} is_slim={true} value={(*on).clone()} oninput={set(&on)} />
            </div>
            <div class="stack" aria-live="polite">{ body }</div>
        </section>
    }
}

fn change(lang: Lang, change: Change) -> Cell {
    let (word, tone) = match change {
        Change::Enters => (words::ENTERS, Tone::Go),
        Change::Leaves => (words::LEAVES, Tone::Stop),
    };
    Cell::show(html! { <Chip text={lang.of(word)} {tone} /> }, lang.of(word))
}

fn list(lang: Lang, title: String, heads: &[Label], rows: Vec<Vec<Cell>>) -> Html {
    let columns = heads.iter().map(|label| Column::text(lang.of(*label))).collect::<Vec<_>>();
    let rows: Vec<Row> = rows
        .into_iter()
        .enumerate()
        .map(|(at, cells)| Row { key: at.to_string(), name: at.to_string(), cells })
        .collect();
    html! {
        <section class="stack stack--tight">
            <h3>{ format!("{title}　{}", rows.len()) }</h3>
            if rows.is_empty() { <p class="quiet">{ lang.of(words::SAME) }</p> }
            else { <Table caption={title} is_bare={true} {columns} {rows} /> }
        </section>
    }
}

fn answer(lang: Lang, found: &Simulation) -> Html {
    let terms = found.terms.iter().map(|term| {
        vec![
            Cell::text(lang.citation(term.citation)),
            Cell::text(lang.pick(&term.about).to_owned()),
            Cell::text(lang.pick(&term.from).to_owned()),
            Cell::text(lang.pick(&term.to).to_owned()),
        ]
    });
    let forms = found.forms.iter().map(|form| {
        vec![Cell::text(form.form.clone()), Cell::text(form.from.clone()), Cell::text(form.to.clone())]
    });
    let units = found.units.iter().map(|unit| {
        vec![Cell::text(unit.name.clone()), Cell::figure(unit.accounts), change(lang, unit.change)]
    });
    let people = found.people.iter().map(|person| {
        vec![
            Cell::text(person.name.clone()),
            Cell::text(person.unit_name.clone()),
            Cell::text(person.items.join("、")),
            change(lang, person.change),
        ]
    });
    let items = found
        .items
        .iter()
        .map(|item| vec![Cell::text(format!("{}　{}", item.number, item.name)), change(lang, item.change)]);
    let inquiries = found.inquiries.iter().map(|inquiry| {
        vec![
            Cell::show(
                html! { <><Go to={Route::Inquiry(inquiry.inquiry)}>{ &inquiry.case_number }</Go><span class="cell-sub">{ &inquiry.unit_name }</span></> },
                inquiry.case_number.clone(),
            ),
            Cell::text(inquiry.applicant_name.clone()),
            Cell::text(say::status(lang, &inquiry.status).to_owned()),
            Cell::text(inquiry.gone.join(" ")),
            Cell::text(inquiry.new.join(" ")),
        ]
    });
    let kept: Vec<String> = found
        .keep_their_number
        .iter()
        .map(|(noun, count)| format!("{} {count}", say::noun(lang, noun)))
        .collect();
    html! {
        <>
            { list(lang, lang.of(words::TERMS).into(), &[words::POINT, words::ABOUT, words::FROM, words::TO], terms.collect()) }
            { list(lang, lang.of(words::FORMS).into(), &[words::FORM, words::FROM, words::TO], forms.collect()) }
            <p class="quiet">{ lang.fill(words::KEEP, &[&kept.join("、")]) }</p>
            { list(lang, lang.of(words::UNITS).into(), &[words::UNIT, words::ACCOUNTS, words::CHANGE], units.collect()) }
            { list(lang, lang.of(words::PEOPLE).into(), &[words::PERSON, words::UNIT, words::ITEMS_HELD, words::CHANGE], people.collect()) }
            { list(lang, lang.of(words::ITEMS).into(), &[words::ITEM, words::CHANGE], items.collect()) }
            { list(lang, lang.fill(words::INQUIRIES, &[&found.inquiries_judged]), &[words::CASE, words::PERSON, words::STATE, words::GONE, words::NEW], inquiries.collect()) }
        </>
    }
}
