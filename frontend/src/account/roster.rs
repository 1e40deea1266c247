//! The roster of users: who may use what, since when, by which form.

use shared::api::v1::{AgencyView, Page, RosterRow};
use yew::prelude::*;

use super::words;
use crate::{
    component::{Cell, Chip, Column, Empty, Failed, Go, Row, Select, Table, Tone, Waiting},
    i18n::words as common,
    inquiry::{Exports, Rows, use_items},
    route::Route,
    state::load::{use_app, use_load},
};

/// The page.
#[component]
pub fn RosterPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let unit = use_state(String::new);
    let item = use_state(String::new);
    let state = use_state(|| "active".to_owned());
    let agencies = use_load::<Rows<AgencyView>>("/agencies?limit=500");
    let items = use_items();
    let parts = [("unit", &*unit), ("item", &*item), ("state", &*state)];
    let query: String = parts
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("&{name}={value}"))
        .collect();
    let asked = query.trim_start_matches('&').to_owned();
    let loaded = use_load::<Page<RosterRow>>(&format!("/accounts/roster?{asked}"));
    let columns = vec![
        Column::text(lang.of(words::NAME)),
        Column::text(lang.of(words::UNIT)),
        Column::text(lang.of(words::ROSTER_ITEMS)),
        Column::text(lang.of(words::FROM)),
        Column::text(lang.of(words::ROSTER_UNTIL)),
        Column::text(lang.of(words::ROSTER_STATE)),
        Column::text(lang.of(words::ROSTER_FORM)),
    ];
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| lang.day(day)).unwrap_or_default();
    let row = |row: &RosterRow| {
        let (word, tone) = match row.state.as_str() {
            "active" => (words::ACTIVE, Tone::Go),
            "ahead" => (words::AHEAD, Tone::Wait),
            _ => (words::STOPPED, Tone::Plain),
        };
        let held = row.items.iter().map(|item| {
            html! { <li key={item.number.clone()}>{ &item.number }{ "　" }{ &item.name }<span class="cell-sub">{ item.data_items.join("、") }</span></li> }
        });
        let form = match (row.application, row.set_at) {
            (Some(id), Some(at)) => {
                html! { <><Go to={Route::Application(id)}>{ lang.moment(at) }</Go><span class="cell-sub">{ &row.set_by_name }</span></> }
            }
            _ if row.items.is_empty() => Html::default(),
            _ => html! { <span class="quiet">{ lang.of(words::ROSTER_PAPER) }</span> },
        };
        Row {
            key: row.person.to_string(),
            name: row.name.clone(),
            cells: vec![
                Cell::show(
                    html! { <><span class="cell-main">{ &row.name }</span><span class="cell-sub">{ &row.title }{ " " }{ &row.extension }</span></> },
                    row.name.clone(),
                ),
                Cell::text(row.unit_name.clone()),
                Cell::show(
                    html! { <ul role="list">{ for held }</ul> },
                    row.items.iter().map(|item| item.number.clone()).collect::<String>(),
                ),
                Cell::show(
                    html! { <span class="nowrap">{ day(row.active_from) }</span> },
                    row.active_from.map(|day| day.to_string()).unwrap_or_default(),
                ),
                Cell::show(
                    html! { <><span class="nowrap">{ day(row.active_until) }</span><span class="cell-sub">{ day(row.granted_until) }</span></> },
                    row.active_until.or(row.granted_until).map(|day| day.to_string()).unwrap_or_default(),
                ),
                Cell::show(
                    html! { <><Chip text={lang.of(word)} {tone} />if !row.has_certificate { <span class="cell-sub">{ lang.of(words::UNBOUND) }</span> }</> },
                    lang.of(word),
                ),
                Cell::show(form, row.set_at.map(|at| at.to_rfc3339()).unwrap_or_default()),
            ],
        }
    };
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(found), _) if found.items.is_empty() => html! { <Empty title={words::EMPTY} /> },
        (Some(found), _) => html! { <>
            <Table caption={lang.of(words::ROSTER)} is_bare={true} {columns} rows={found.items.iter().map(row).collect::<Vec<_>>()} />
            <p class="quiet">{ lang.fill(words::ROSTER_COUNT, &[&found.items.len()]) }</p>
        </> },
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    let units: Vec<(AttrValue, AttrValue)> = agencies
        .state
        .here
        .iter()
        .flat_map(|rows| rows.rows().iter())
        .map(|agency| {
            (agency.id.to_string().into(), lang.name(&agency.draft.name, &agency.draft.name_en).into())
        })
        .collect();
    let item_options: Vec<(AttrValue, AttrValue)> = items
        .iter()
        .flat_map(|items| items.iter())
        .map(|item| {
            let name = lang.name(&item.draft.name, &item.draft.name_en);
            (item.id.to_string().into(), format!("{}　{name}", item.draft.number).into())
        })
        .collect();
    let states: Vec<(AttrValue, AttrValue)> =
        [("active", words::ACTIVE), ("ahead", words::AHEAD), ("over", words::STOPPED)]
            .into_iter()
            .map(|(name, label)| (name.into(), lang.of(label).into()))
            .collect();
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |to: String| state.set(to))
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::ROSTER) }</h1><p>{ lang.of(words::ROSTER_LEAD) }</p></div>
                <span class="row">
                    <Exports noun="roster" query={query.clone()} />
                    <Go to={Route::Sheet("roster", None)} query={format!("?{asked}")} class="btn">{ lang.of(words::ROSTER_PRINT) }</Go>
                </span>
            </div>
            <div class="toolbar" role="search">
                <Select id="f-unit" class="field--wide" label={words::UNIT} options={units} value={(*unit).clone()} blank={lang.of(common::ANY)} onchange={set(&unit)} />
                <Select id="f-item" class="field--wide" label={words::ROSTER_ITEMS} options={item_options} value={(*item).clone()} blank={lang.of(common::ANY)} onchange={set(&item)} />
                <Select id="f-state" label={words::ROSTER_STATE} options={states} value={(*state).clone()} blank={lang.of(common::ANY)} onchange={set(&state)} />
            </div>
            { body }
        </div>
    }
}
