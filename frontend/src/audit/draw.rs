//! The draw recomputed in the browser by the same code as on the server: from what is published, or from what is pasted.

use shared::{
    api::v1::{PublishedDraw, PublishedRound},
    audit::{Population, Seed, Stratum, Ticket},
    id::{AuditId, InquiryId, UnitId},
    journal::hex,
};
use yew::prelude::*;

use super::{period, stratum, words};
use crate::{
    component::{
        Button, Cell, Column, Failed, Go, Look, Notice, Row, Select, Table, TextField, Tone, Waiting,
    },
    i18n::{Lang, words as common},
    route::Route,
    state::load::{use_app, use_load},
};

/// Tickets shown of a round; the rest are counted.
const SHOWN: usize = 200;

/// Which audit.
#[derive(Properties, PartialEq)]
pub struct DrawPageProps {
    /// The audit.
    pub id: AuditId,
}

/// The page of a published draw.
#[component]
pub fn DrawPage(props: &DrawPageProps) -> Html {
    let lang = use_app().lang;
    let loaded = use_load::<PublishedDraw>(&format!("/audits/{}/draw", props.id));
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(draw), _) => html! { <>
            <p class="page__mark">{ format!("{}　{}", draw.unit_name, period(lang, draw.period)) }</p>
            { for draw.rounds.iter().enumerate().map(|(at, round)| html! { <section class="sect" key={at}>
                <h2>{ lang.fill(words::ROUND, &[&(at + 1), &lang.of(stratum(round.round.stratum))]) }</h2>
                { checked(lang, draw, round) }
            </section> }) }
        </> },
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::CHECK_TITLE) }</h1><p>{ lang.of(words::CHECK_LEAD) }</p></div>
                <Go to={Route::Audit(props.id)} class="btn">{ lang.of(common::BACK) }</Go>
            </div>
            { body }
        </div>
    }
}

/// What this browser makes of a published round.
fn checked(lang: Lang, draw: &PublishedDraw, published: &PublishedRound) -> Html {
    let round = &published.round;
    let population = Population::of(draw.period, draw.unit, round.stratum, published.cases.clone());
    let root = hex(&population.root());
    let seed = round.drawn.as_ref().and_then(|drawn| drawn.seed.as_ref());
    let own = seed.map(|seed| population.draw(seed));
    let root_word = if root == round.root {
        html! { <Notice tone={Tone::Done}><p id="root-agrees">{ lang.of(words::ROOT_AGREES) }</p><code class="break">{ &root }</code></Notice> }
    } else {
        html! { <Notice tone={Tone::Stop}><p>{ lang.of(words::ROOT_DIFFERS) }</p><code class="break">{ &root }</code></Notice> }
    };
    let ticket_word = match (&own, &round.drawn) {
        (Some(own), _) if *own == published.tickets => {
            let drawn = own.iter().filter(|ticket| ticket.is_drawn).count();
            html! { <Notice tone={Tone::Done}><p id="tickets-agree">{ lang.fill(words::TICKETS_AGREE, &[&own.len(), &drawn]) }</p></Notice> }
        }
        (Some(_), _) => {
            html! { <Notice tone={Tone::Stop}><p>{ lang.of(words::TICKETS_DIFFER) }</p></Notice> }
        }
        (None, Some(_)) => html! { <Notice><p>{ lang.of(words::ALL_LOOKED_AT) }</p></Notice> },
        (None, None) => html! { <Notice tone={Tone::Warn}><p>{ lang.of(words::NO_SEED) }</p></Notice> },
    };
    html! { <>
        { root_word }
        if let Some(seed) = seed { <p>{ lang.of(words::SEED) }{ " " }<code>{ seed.as_str() }</code></p> }
        { ticket_word }
        { tickets(lang, &own.unwrap_or_default()) }
    </> }
}

fn tickets(lang: Lang, all: &[Ticket]) -> Html {
    if all.is_empty() {
        return Html::default();
    }
    let columns = [words::CASE, words::TICKET, words::IS_DRAWN].map(|label| Column::text(lang.of(label)));
    let row = |ticket: &Ticket| Row {
        key: ticket.case.to_string(),
        name: ticket.case.to_string(),
        cells: vec![
            Cell::show(html! { <code>{ ticket.case.to_string() }</code> }, ticket.case.to_string()),
            Cell::show(html! { <code class="break">{ &ticket.ticket }</code> }, ticket.ticket.clone()),
            Cell::text(if ticket.is_drawn { "✓" } else { "" }),
        ],
    };
    let rows: Vec<Row> = all.iter().take(SHOWN).map(row).collect();
    html! { <Table caption={lang.of(words::DRAWS)} is_bare={true} columns={columns.to_vec()} {rows} /> }
}

/// What somebody computed from what they pasted.
#[derive(Debug, Clone, PartialEq)]
struct Computed {
    n: usize,
    root: String,
    tickets: Vec<Ticket>,
}

fn compute(lang: Lang, [half, unit, stratum, seed, cases]: [&str; 5]) -> Result<Computed, String> {
    let period = half.trim().to_uppercase().parse().map_err(|_| lang.of(words::BAD_PERIOD).to_owned())?;
    let unit: UnitId = unit.trim().parse().map_err(|_| lang.of(words::BAD_UNIT).to_owned())?;
    let seed = Seed::parse(seed).map_err(|_| lang.of(words::BAD_SEED).to_owned())?;
    let stratum = if stratum == Stratum::Late.name() { Stratum::Late } else { Stratum::Main };
    let mut known = Vec::new();
    for (at, line) in cases.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let case: Result<InquiryId, _> = line.trim().parse();
        known.push(case.map_err(|_| lang.fill(words::BAD_CASE, &[&(at + 1)]))?);
    }
    let population = Population::of(period, unit, stratum, known);
    Ok(Computed {
        n: population.cases().len(),
        root: hex(&population.root()),
        tickets: population.draw(&seed),
    })
}

/// The page for what is pasted.
#[component]
pub fn CheckDrawPage() -> Html {
    let lang = use_app().lang;
    let (half, unit, seed, cases) =
        (use_state(String::new), use_state(String::new), use_state(String::new), use_state(String::new));
    let level = use_state(|| Stratum::Main.name().to_owned());
    let result = use_state(|| None::<Result<Computed, String>>);
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |to| state.set(to))
    };
    let go = {
        let result = result.clone();
        let (half, unit, level, seed, cases) =
            (half.clone(), unit.clone(), level.clone(), seed.clone(), cases.clone());
        Callback::from(move |()| {
            let found =
                compute(lang, [half.as_str(), unit.as_str(), level.as_str(), seed.as_str(), cases.as_str()]);
            result.set(Some(found));
        })
    };
    let strata = [Stratum::Main, Stratum::Late]
        .map(|one| (AttrValue::from(one.name()), AttrValue::from(lang.of(stratum(one)))));
    html! {
        <div class="page">
            <div class="page__head"><div><h1 id="page-title" tabindex="-1">{ lang.of(words::CHECK_TITLE) }</h1><p>{ lang.of(words::CHECK_LEAD) }</p></div></div>
            <section class="sect measure stack">
                <h2>{ lang.of(words::PASTE) }</h2>
                <TextField id="draw-period" label={words::PERIOD} hint={words::PERIOD_HINT} value={(*half).clone()} oninput={set(&half)} is_short={true} />
                <TextField id="draw-unit" label={words::PASTE_UNIT} value={(*unit).clone()} oninput={set(&unit)} />
                <Select id="draw-stratum" label={words::STRATUM} options={strata.to_vec()} value={(*level).clone()} onchange={set(&level)} />
                <TextField id="draw-seed" label={words::SEED} value={(*seed).clone()} oninput={set(&seed)} />
                <TextField id="draw-cases" label={words::PASTE_CASES} value={(*cases).clone()} oninput={set(&cases)} is_long={true} />
                <div><Button id="draw-compute" look={Look::Primary} text={lang.of(words::COMPUTE)} onclick={go} /></div>
            </section>
            { match &*result {
                None => Html::default(),
                Some(Err(why)) => html! { <Notice tone={Tone::Stop}><p>{ why }</p></Notice> },
                Some(Ok(found)) => html! { <>
                    <Notice tone={Tone::Done}><p id="draw-result" class="break">{ lang.fill(words::COMPUTED, &[&found.n, &found.root, &found.tickets.iter().filter(|ticket| ticket.is_drawn).count()]) }</p></Notice>
                    { tickets(lang, &found.tickets) }
                </> },
            } }
        </div>
    }
}
