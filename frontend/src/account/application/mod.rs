//! Permissions: what I hold, and the applications that wait for somebody.

mod fields;
mod form;
mod view;
pub mod words;

use shared::{
    account::{Grant, application::ApplicationKind},
    api::v1::{ApplicationRow, ItemView, Page},
};
use yew::prelude::*;

pub use form::NewApplicationPage;
pub use view::ApplicationPage;

use crate::{
    component::{
        Cell, Chip, Column, Empty, Failed, Go, Pager, Row, Tab, Table, Tabs, Tone, Waiting, status_tone,
    },
    i18n::{Label, Lang, say},
    inquiry::Exports,
    inquiry::{encoded, use_items},
    route::Route,
    state::load::{use_app, use_load},
};

/// The kind in words.
pub(super) const fn kind_label(kind: ApplicationKind) -> Label {
    match kind {
        ApplicationKind::Add => words::ADD,
        ApplicationKind::Change => words::CHANGE,
        ApplicationKind::Revoke => words::REVOKE,
    }
}

/// A state in words: an approval here waits for the manager, which an inquiry's does not.
pub fn state(lang: Lang, name: &str) -> (String, Tone) {
    let (label, tone) = match name {
        "approved" => (words::S_APPROVED, Tone::Wait),
        "granted" => (words::S_GRANTED, Tone::Go),
        "set" => (words::S_SET, Tone::Done),
        "over" => (words::S_OVER, Tone::Plain),
        other => return (say::status(lang, other).to_owned(), status_tone(other)),
    };
    (lang.of(label).to_owned(), tone)
}

/// An item held, with its data items, in words.
pub(super) fn grant_words(lang: Lang, items: &[ItemView], grant: &Grant) -> String {
    let Some(item) = items.iter().find(|item| item.id == grant.item) else {
        return grant.data_items.join("、");
    };
    let data = item.draft.data_items.iter().filter(|data| grant.data_items.contains(&data.code));
    let data = data.map(|data| lang.name(&data.name, &data.name_en)).collect::<Vec<_>>().join("、");
    let name = lang.name(&item.draft.name, &item.draft.name_en);
    format!("{}　{name}（{data}）", item.draft.number)
}

/// Items held, one a line.
#[derive(Properties, PartialEq)]
pub struct GrantsProps {
    /// What is held.
    pub grants: Vec<Grant>,
    /// What stands where nothing is.
    pub none: Label,
}

/// Draws them.
#[component]
pub fn Grants(props: &GrantsProps) -> Html {
    let lang = use_app().lang;
    let items = use_items();
    let items = items.as_ref().map(|items| items.as_slice()).unwrap_or_default();
    if props.grants.is_empty() {
        return html! { <p class="quiet">{ lang.of(props.none) }</p> };
    }
    html! {
        <ul role="list" class="stack stack--tight">
            { for props.grants.iter().map(|grant| html! { <li key={grant.item.to_string()}>{ grant_words(lang, items, grant) }</li> }) }
        </ul>
    }
}

/// The page.
#[component]
pub fn ApplicationsPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let cursor = use_state(String::new);
    let session = app.session().cloned();
    let is_manager = session.as_ref().is_some_and(|session| session.standing.is_manager);
    let decides = session.as_ref().is_some_and(|session| !session.approves_for.is_empty());
    let mut lists: Vec<(&'static str, Label, &'static str)> = Vec::new();
    if decides {
        lists.push(("approve", words::TO_APPROVE, "to_approve=true"));
    }
    if is_manager {
        lists.push(("grant", words::TO_GRANT, "status=approved"));
        lists.push(("set", words::TO_SET, "status=granted"));
    }
    lists.push(("own", words::OWN, "mine=true"));
    if is_manager || decides {
        lists.push(("all", words::EVERY, ""));
    }
    let first = lists.first().map_or("own", |(key, ..)| *key);
    let open = use_state(move || first);
    let query = lists.iter().find(|(key, ..)| *key == *open).map_or("", |(.., query)| *query);
    let page = if cursor.is_empty() { String::new() } else { format!("&cursor={}", encoded(&cursor)) };
    let loaded = use_load::<Page<ApplicationRow>>(&format!("/applications?{query}&limit=50{page}"));
    let columns = vec![
        Column::text(lang.of(words::NAME)),
        Column::text(lang.of(words::KIND)),
        Column::text(lang.of(words::ITEMS)),
        Column::text(lang.of(words::EFFECTIVE)),
        Column::text(lang.of(words::STATUS)),
        Column::text(lang.of(words::FILED_AT)),
    ];
    let row = |row: &ApplicationRow| {
        let (status, tone) = state(lang, &row.status);
        let day = row.effective_on.map(|day| lang.day(day)).unwrap_or_default();
        Row {
            key: row.id.to_string(),
            name: row.person_name.clone(),
            cells: vec![
                Cell::show(
                    html! { <><Go to={Route::Application(row.id)} class="cell-main">{ &row.person_name }</Go><span class="cell-sub">{ &row.unit_name }</span></> },
                    row.person_name.clone(),
                ),
                Cell::text(lang.of(kind_label(row.kind))),
                Cell::text(row.items.join("、")),
                Cell::show(html! { <span class="nowrap">{ day.clone() }</span> }, day.clone()),
                Cell::show(html! { <Chip text={status.clone()} {tone} /> }, status),
                Cell::show(
                    html! { <span class="nowrap">{ lang.moment(row.submitted_at) }</span> },
                    row.submitted_at.to_rfc3339(),
                ),
            ],
        }
    };
    let title = lists.iter().find(|(key, ..)| *key == *open).map_or(words::EVERY, |(_, title, _)| *title);
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(found), _) if found.items.is_empty() => {
            html! { <Empty title={words::EMPTY} next={words::EMPTY_NEXT} /> }
        }
        (Some(found), _) => html! { <>
            <Table caption={lang.of(title)} is_bare={true} {columns} rows={found.items.iter().map(row).collect::<Vec<_>>()} />
            <Pager count={found.items.len()} next={found.next.clone()} is_further={!cursor.is_empty()} ongo={let cursor = cursor.clone(); move |to| cursor.set(to)} />
        </> },
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    let tabs: Vec<Tab> =
        lists.iter().map(|(key, title, _)| Tab { key, text: lang.of(*title).into(), count: None }).collect();
    let onopen = {
        let (open, cursor) = (open.clone(), cursor.clone());
        Callback::from(move |key| {
            cursor.set(String::new());
            open.set(key);
        })
    };
    let grants = session.as_ref().map(|session| session.standing.grants.clone()).unwrap_or_default();
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div>
                <span class="row"><Go to={Route::NewApplication} id="new-application" class="btn btn--primary">{ lang.of(words::NEW) }</Go><Exports noun="applications" /></span>
            </div>
            if !is_manager {
                <section class="card card--sunk stack stack--tight"><h2>{ lang.of(words::MINE) }</h2><Grants {grants} none={words::MINE_NONE} /></section>
            }
            <Tabs label={lang.of(words::TITLE)} {tabs} open={*open} {onopen}>{ body }</Tabs>
        </div>
    }
}
