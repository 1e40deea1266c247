//! Accounts: the roster, and the manager's editor.

pub mod application;
pub mod bind;
mod deputies;
mod edit;
pub mod job_change;
mod roster;
pub mod words;

use shared::api::v1::AccountView;
use yew::prelude::*;

pub use roster::RosterPage;

use crate::{
    component::{Button, Cell, Chip, Column, Empty, Failed, Look, Row, Table, TextField, Tone, Waiting},
    i18n::words as common,
    inquiry::{Exports, Rows},
    state::load::{use_app, use_load},
};
use edit::EditDialog;

#[derive(Debug, Clone, PartialEq)]
enum Editing {
    Nothing,
    Fresh,
    One(Box<AccountView>),
}

/// The page.
#[component]
pub fn AccountsPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let wanted = use_state(String::new);
    let editing = use_state(|| Editing::Nothing);
    let loaded = use_load::<Rows<AccountView>>("/accounts?limit=500");
    let all: Vec<AccountView> =
        loaded.state.here.as_ref().map(|rows| rows.rows().to_vec()).unwrap_or_default();
    let columns = vec![
        Column::text(lang.of(words::NAME)),
        Column::text(lang.of(words::UNIT)),
        Column::text(lang.of(words::ROLE)),
        Column::figure(lang.of(words::ITEMS)),
        Column::text(lang.of(words::FROM)),
        Column::text(lang.of(words::ACTIVE)),
        Column::plain(lang.of(common::EDIT)),
    ];
    let row = |account: &AccountView| {
        let draft = &account.draft;
        let role = if draft.is_manager {
            words::MANAGER
        } else if draft.heads.is_empty() {
            words::USER
        } else {
            words::HEAD
        };
        let (state, tone) =
            if account.is_active { (words::ACTIVE, Tone::Go) } else { (words::STOPPED, Tone::Plain) };
        let edit = {
            let (editing, account) = (editing.clone(), account.clone());
            Callback::from(move |()| editing.set(Editing::One(Box::new(account.clone()))))
        };
        let aria = format!("{} {}", lang.of(common::EDIT), draft.name);
        Row {
            key: account.id.to_string(),
            name: draft.name.clone(),
            cells: vec![
                Cell::show(
                    html! { <><span class="cell-main">{ &draft.name }</span><span class="cell-sub">{ &draft.title }</span></> },
                    draft.name.clone(),
                ),
                Cell::text(account.unit_name.clone()),
                Cell::text(lang.of(role)),
                Cell::figure(i64::try_from(draft.grants.len()).unwrap_or_default()),
                Cell::show(
                    html! { <span class="nowrap">{ draft.active_from.map(|day| lang.day(day)).unwrap_or_default() }</span> },
                    draft.active_from.map(|day| day.to_string()).unwrap_or_default(),
                ),
                Cell::show(html! { <Chip text={lang.of(state)} {tone} /> }, lang.of(state)),
                Cell::show(
                    html! { <Button look={Look::Small} text={lang.of(common::EDIT)} {aria} onclick={edit} /> },
                    String::new(),
                ),
            ],
        }
    };
    let is_wanted = |account: &&AccountView| {
        let wanted = wanted.trim();
        wanted.is_empty() || account.draft.name.contains(wanted) || account.unit_name.contains(wanted)
    };
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(_), _) if all.is_empty() => html! { <Empty title={words::EMPTY} /> },
        (Some(_), _) => {
            html! { <Table caption={lang.of(words::TITLE)} is_bare={true} {columns} rows={all.iter().filter(is_wanted).map(row).collect::<Vec<_>>()} /> }
        }
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    let stop = {
        let editing = editing.clone();
        Callback::from(move |()| editing.set(Editing::Nothing))
    };
    let saved = {
        let (editing, again) = (editing.clone(), loaded.again.clone());
        Callback::from(move |()| {
            editing.set(Editing::Nothing);
            again.emit(());
        })
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div>
                <span class="row">
                    <Exports noun="accounts" />
                    <Button id="new-account" look={Look::Primary} text={lang.of(words::NEW)} onclick={let editing = editing.clone(); move |()| editing.set(Editing::Fresh)} />
                </span>
            </div>
            <div class="toolbar" role="search">
                <TextField id="f-find" class="field--wide" label={words::FIND} value={(*wanted).clone()} kind_attr="search" oninput={let wanted = wanted.clone(); move |text| wanted.set(text)} />
            </div>
            { body }
            { match &*editing {
                Editing::Nothing => Html::default(),
                Editing::Fresh => html! { <EditDialog account={None::<AccountView>} accounts={all.clone()} onclose={stop} onsaved={saved} /> },
                Editing::One(account) => html! { <EditDialog account={Some((**account).clone())} accounts={all.clone()} onclose={stop} onsaved={saved} /> },
            } }
        </div>
    }
}
