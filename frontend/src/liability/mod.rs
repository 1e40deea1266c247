//! Liability: the text and one's own years, the roster for whoever oversees, referrals for the manager.

mod referral;
pub mod words;

use chrono::Datelike;
use shared::{
    api::v1::{Acknowledge, LiabilityRow, LiabilityView, Roster},
    liability::AcknowledgmentBody,
};
use yew::prelude::*;

use crate::{
    component::{
        Button, Cell, Chip, Column, Failed, Look, Notice, Row, Select, Tab, Table, Tabs, Tone, Waiting,
    },
    inquiry::Exports,
    oversight::acknowledgment,
    platform::{self, clock, fetch, locate},
    retention::RecordTools,
    state::load::{announce, complain, use_app, use_load},
};
use referral::Referrals;

/// The page.
#[component]
pub fn LiabilityPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let tab = use_state(|| "text");
    let (is_manager, oversees) = app.session().map_or((false, false), |session| {
        (session.standing.is_manager, session.standing.is_manager || !session.approves_for.is_empty())
    });
    let mut tabs = vec![Tab { key: "text", text: lang.of(words::TAB_TEXT).into(), count: None }];
    if oversees {
        tabs.push(Tab { key: "roster", text: lang.of(words::TAB_ROSTER).into(), count: None });
    }
    if is_manager {
        tabs.push(Tab { key: "referrals", text: lang.of(words::TAB_REFERRALS).into(), count: None });
    }
    let panel = match *tab {
        "roster" => html! { <RosterList /> },
        "referrals" => html! { <Referrals /> },
        _ => html! { <Text /> },
    };
    html! {
        <div class="page">
            <div class="page__head"><div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p class="noprint">{ lang.of(words::LEAD) }</p></div></div>
            if tabs.len() > 1 {
                <Tabs label={lang.of(words::TITLE)} {tabs} open={*tab} onopen={let tab = tab.clone(); move |key| tab.set(key)}>{ panel }</Tabs>
            } else { { panel } }
        </div>
    }
}

#[component]
fn Text() -> Html {
    let app = use_app();
    let lang = app.lang;
    let loaded = use_load::<LiabilityView>("/liability");
    let is_busy = use_state(|| false);
    let Some(view) = loaded.state.here.clone() else {
        return match &loaded.state.fault {
            Some(fault) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
            None => html! { <Waiting /> },
        };
    };
    let today = app.caps.as_ref().map_or_else(clock::today, |caps| caps.today);
    let this_year = view.years.iter().find(|year| year.year == today.year());
    let is_open = this_year.is_none_or(|year| year.acknowledged.is_none());
    let give = {
        let (app, hash, again, is_busy) =
            (app.clone(), view.text_hash.clone(), loaded.again.clone(), is_busy.clone());
        Callback::from(move |()| {
            is_busy.set(true);
            let (app, again, is_busy) = (app.clone(), again.clone(), is_busy.clone());
            let body = Acknowledge { text_hash: hash.clone() };
            platform::spawn(async move {
                let path = "/liability/acknowledgments";
                match fetch::change::<_, AcknowledgmentBody>("POST", path, None, &body).await {
                    Ok(_) => announce(&app, words::DONE),
                    Err(fault) => complain(&app, &fault),
                }
                is_busy.set(false);
                again.emit(());
            });
        })
    };
    let due = this_year.and_then(|year| year.due).filter(|_| is_open);
    let line = |year: &AcknowledgmentBody| match &year.acknowledged {
        Some(given) => html! {
            <li key={year.year}>{ lang.fill(words::YEAR_DONE, &[&lang.year(year.year), &lang.moment(given.at)]) }
                <span class="cell-sub">{ lang.fill(words::VERSION, &[&given.text_hash.chars().take(12).collect::<String>()]) }</span></li>
        },
        None => html! { <li key={year.year}>{ lang.fill(words::YEAR_OPEN, &[&lang.year(year.year)]) }</li> },
    };
    html! {
        <div class="two">
            <section class="sect measure">
                <ol class="stack">{ for view.text.iter().enumerate().map(|(at, text)| html! { <li key={at}>{ lang.pick(text) }</li> }) }</ol>
                <p class="faint">{ lang.fill(words::VERSION, &[&view.text_hash.chars().take(12).collect::<String>()]) }</p>
                if let Some(due) = due {
                    if due < today {
                        <Notice tone={Tone::Stop}><p>{ lang.fill(words::LATE, &[&lang.long_day(due)]) }</p></Notice>
                    } else {
                        <Notice tone={Tone::Warn}><p>{ lang.fill(words::DUE, &[&lang.long_day(due)]) }</p></Notice>
                    }
                }
                if is_open { <div class="actions"><Button id="acknowledge" look={Look::Primary} text={lang.of(words::ACKNOWLEDGE)} onclick={give} is_busy={*is_busy} /></div> }
            </section>
            <aside class="card card--sunk"><h2>{ lang.of(words::MINE) }</h2><ul role="list" class="stack stack--tight">{ for view.years.iter().map(line) }</ul></aside>
        </div>
    }
}

#[component]
fn RosterList() -> Html {
    let app = use_app();
    let lang = app.lang;
    let today = app.caps.as_ref().map_or_else(clock::today, |caps| caps.today);
    let year = use_state(|| today.year().to_string());
    let loaded = use_load::<Roster>(&format!("/liability/roster?year={}", *year));
    let years: Vec<(AttrValue, AttrValue)> = (0..5)
        .map(|back| today.year() - back)
        .map(|year| (year.to_string().into(), lang.year(year).into()))
        .collect();
    let columns = [words::UNIT, words::NAME, words::STATE, words::AT, words::DUE_COL]
        .map(|label| Column::text(lang.of(label)))
        .to_vec();
    let row = |row: &LiabilityRow| {
        let (word, tone) = acknowledgment(row.state);
        let at = row.at.map(|at| lang.moment(at)).unwrap_or_default();
        let due = row.due.map(|day| lang.day(day)).unwrap_or_default();
        Row {
            key: row.person.to_string(),
            name: row.person_name.clone(),
            cells: vec![
                Cell::text(row.unit_name.clone()),
                Cell::show(
                    html! { <>{ &row.person_name }<span class="cell-sub">{ &row.title }</span></> },
                    row.person_name.clone(),
                ),
                Cell::show(html! { <Chip text={lang.of(word)} {tone} /> }, lang.of(word)),
                Cell::show(
                    html! { <span class="nowrap">{ at }</span> },
                    row.at.map(|at| at.to_rfc3339()).unwrap_or_default(),
                ),
                Cell::show(
                    html! { <span class="row"><span class="nowrap">{ due }</span>
                        if let Some(id) = row.record { <RecordTools kind="acknowledgment" {id} name={row.person_name.clone()} /> }
                    </span> },
                    row.due.map(|day| day.to_string()).unwrap_or_default(),
                ),
            ],
        }
    };
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(roster), _) => {
            html! { <Table caption={lang.of(words::TAB_ROSTER)} is_bare={true} {columns} rows={roster.rows.iter().map(row).collect::<Vec<_>>()} /> }
        }
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    html! {
        <div class="stack">
            <div class="toolbar noprint">
                <Select id="f-year" label={words::ROSTER_YEAR} options={years} value={(*year).clone()} onchange={let year = year.clone(); move |to| year.set(to)} />
                <Button id="print" text={lang.of(words::PRINT)} onclick={Callback::from(|()| locate::print())} />
                <a class="btn" id="pdf" target="_blank" href={format!("/api/v1/liability/roster/sheet?year={}&format=pdf", *year)}>{ "PDF" }</a>
                <a class="btn" href={format!("/api/v1/liability/roster/sheet?year={}&format=odt", *year)}>{ "ODT" }</a>
                <Exports noun="liability" query={format!("&year={}", *year)} />
            </div>
            { body }
        </div>
    }
}
