//! The inventory: every item with what it rests on, its versions side by side, and its editor.

mod diff;
mod edit;
mod item;
mod repeal;
pub mod words;

use shared::{
    api::v1::ItemView,
    field::{FieldKind, RocDate, tidy},
};
use yew::prelude::*;

use crate::{
    component::{Cell, Chip, Column, DateField, Empty, Failed, Go, Row, Table, TextField, Tone, Waiting},
    i18n::Label,
    inquiry::{Exports, Rows},
    platform::{clock, locate},
    route::Route,
    state::{
        load::{App, use_app, use_load},
        shell::Act,
    },
};

pub use edit::NewItemPage;
pub use item::ItemPage;

/// The list.
#[component]
pub fn ItemsPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let wanted = use_state(String::new);
    let day = use_state(String::new);
    let on = RocDate::parse(&tidy(FieldKind::RocDate, &day)).ok().map(|day| day.date());
    let filter = on.map(|on| format!("&in_force_on={on}")).unwrap_or_default();
    let loaded = use_load::<Rows<ItemView>>(&format!("/items?limit=200{filter}"));
    let is_manager = app.session().is_some_and(|session| session.standing.is_manager);
    let columns = vec![
        Column::text(lang.of(words::NUMBER)),
        Column::text(lang.of(words::NAME)),
        Column::text(lang.of(words::PURPOSE)),
        Column::figure(lang.of(words::DATA_ITEMS)),
        Column::text(lang.of(words::FROM)),
        Column::text(lang.of(words::STATUS)),
    ];
    let row = |item: &ItemView| {
        let name = lang.name(&item.draft.name, &item.draft.name_en);
        let (tone, state) = state(&app, item);
        Row {
            key: item.id.to_string(),
            name: name.clone(),
            cells: vec![
                Cell::show(html! { { &item.draft.number } }, format!("{:0>8}", item.draft.number)),
                Cell::show(
                    html! { <Go to={Route::Item(item.id)} class="cell-main">{ &name }</Go> },
                    name.clone(),
                ),
                Cell::text(item.draft.purpose.clone()),
                Cell::figure(i64::try_from(item.draft.data_items.len()).unwrap_or_default()),
                Cell::show(
                    html! { <span class="nowrap">{ item.takes_force_on.map(|day| lang.day(day)).unwrap_or_default() }</span> },
                    item.takes_force_on.map(|day| day.to_string()).unwrap_or_default(),
                ),
                Cell::show(html! { <Chip text={lang.of(state)} {tone} /> }, lang.of(state)),
            ],
        }
    };
    let onopen = {
        let app = app.clone();
        Callback::from(move |key: String| {
            if let Ok(id) = key.parse() {
                locate::push(&Route::Item(id).path());
                app.dispatch(Act::Go(Route::Item(id)));
            }
        })
    };
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(items), _) if items.rows().is_empty() => {
            html! { <Empty title={words::EMPTY} next={words::EMPTY_NEXT} /> }
        }
        (Some(items), _) => {
            let is_wanted = |item: &&ItemView| {
                let wanted = wanted.trim();
                wanted.is_empty() || item.draft.name.contains(wanted) || item.draft.purpose.contains(wanted)
            };
            html! { <Table caption={lang.of(words::TITLE)} is_bare={true} {columns} rows={items.rows().iter().filter(is_wanted).map(row).collect::<Vec<_>>()} {onopen} /> }
        }
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div>
                <span class="row">
                    <Go to={Route::Sheet("items", None)} class="btn btn--small">{ lang.of(crate::paper::words::PRINT) }</Go>
                    <Exports noun="items" />
                    if is_manager { <Go to={Route::NewItem} class="btn btn--primary">{ lang.of(words::NEW) }</Go> }
                </span>
            </div>
            <div class="toolbar" role="search">
                <TextField id="f-find" class="field--wide" label={words::FIND} value={(*wanted).clone()} kind_attr="search" oninput={let wanted = wanted.clone(); move |text| wanted.set(text)} />
                <DateField id="f-day" label={words::AS_OF} is_slim={true} value={(*day).clone()} oninput={let day = day.clone(); move |text| day.set(text)} />
            </div>
            { body }
        </div>
    }
}

/// Where an item stands today.
pub(super) fn state(app: &App, item: &ItemView) -> (Tone, Label) {
    let today = app.caps.as_ref().map_or_else(clock::today, |caps| caps.today);
    if item.repeal.as_ref().is_some_and(|repeal| repeal.on <= today) {
        (Tone::Stop, words::REPEALED)
    } else if item.takes_force_on.is_none_or(|from| from > today) {
        (Tone::Wait, words::NOT_YET)
    } else {
        (Tone::Go, words::IN_FORCE)
    }
}
