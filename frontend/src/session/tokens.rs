//! API tokens: one's own, and for the manager everybody's (point 4(7)).

use shared::{
    api::v1::TokenView,
    session::{TokenScope, TokenState},
};
use yew::prelude::*;

use super::{token_new::NewTokenDialog, words};
use crate::{
    component::{Button, Cell, Chip, Column, Dialog, Empty, Failed, Go, Look, Row, Table, Tone, Waiting},
    i18n::{Label, words as common},
    platform::{
        self,
        fetch::{self, Call},
        random,
    },
    route::Route,
    state::load::{announce, complain, use_app, use_load},
};

/// A scope in words.
#[must_use]
pub const fn scope(scope: TokenScope) -> Label {
    match scope {
        TokenScope::Read => words::SCOPE_READ,
        TokenScope::Draft => words::SCOPE_DRAFT,
    }
}

const fn state(state: TokenState) -> (Label, Tone) {
    match state {
        TokenState::Live => (words::TOKEN_LIVE, Tone::Go),
        TokenState::Revoked => (words::TOKEN_REVOKED, Tone::Plain),
        TokenState::Stopped => (words::TOKEN_STOPPED, Tone::Plain),
        TokenState::Expired => (words::TOKEN_EXPIRED, Tone::Plain),
        TokenState::Idle => (words::TOKEN_IDLE, Tone::Plain),
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Doing {
    Nothing,
    Making,
    Revoking(Box<TokenView>),
}

/// The page.
#[component]
pub fn TokensPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let doing = use_state(|| Doing::Nothing);
    let is_manager = app.session().is_some_and(|session| session.standing.is_manager);
    let loaded = use_load::<Vec<TokenView>>(if is_manager { "/tokens?everybody=true" } else { "/tokens" });
    let to = |next: Doing| {
        let doing = doing.clone();
        Callback::from(move |()| doing.set(next.clone()))
    };
    let done = {
        let (doing, again) = (doing.clone(), loaded.again.clone());
        Callback::from(move |()| {
            doing.set(Doing::Nothing);
            again.emit(());
        })
    };
    let row = |token: &TokenView| {
        let (text, tone) = state(token.state);
        let scopes: Vec<&str> = token.scopes.iter().map(|one| lang.of(scope(*one))).collect();
        let seen = token.seen_at.map_or_else(
            || html! { lang.of(words::TOKEN_UNUSED) },
            |at| html! { <>{ lang.moment(at) }<span class="cell-sub">{ &token.seen_from }</span></> },
        );
        let revoke = if token.state == TokenState::Live {
            let aria = format!("{} {} {}", lang.of(words::REVOKE), token.name, token.person_name);
            html! { <Button look={Look::Small} text={lang.of(words::REVOKE)} {aria} onclick={to(Doing::Revoking(Box::new(token.clone())))} /> }
        } else {
            Html::default()
        };
        let mut cells = vec![
            Cell::show(
                html! { <><span class="cell-main">{ &token.name }</span><span class="cell-sub"><code>{ format!("{}…", token.head) }</code></span></> },
                token.name.clone(),
            ),
            Cell::text(scopes.join("、")),
            Cell::show(
                html! { <span class="nowrap">{ lang.day(token.until) }</span> },
                token.until.to_string(),
            ),
            Cell::show(seen, token.seen_at.map(|at| at.to_rfc3339()).unwrap_or_default()),
            Cell::show(html! { <Chip text={lang.of(text)} {tone} /> }, lang.of(text)),
            Cell::show(revoke, String::new()),
        ];
        if is_manager {
            cells.insert(0, Cell::text(token.person_name.clone()));
        }
        Row { key: token.id.to_string(), name: token.name.clone(), cells }
    };
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(found), _) if found.is_empty() => {
            html! { <Empty title={words::NO_TOKENS} next={words::NO_TOKENS_NEXT} /> }
        }
        (Some(found), _) => {
            let mut columns = vec![
                Column::text(lang.of(words::TOKEN_NAME)),
                Column::text(lang.of(words::TOKEN_SCOPES)),
                Column::text(lang.of(words::TOKEN_UNTIL)),
                Column::text(lang.of(words::SEEN)),
                Column::text(lang.of(words::TOKEN_STATE)),
                Column::plain(lang.of(words::REVOKE)),
            ];
            if is_manager {
                columns.insert(0, Column::text(lang.of(words::WHO)));
            }
            html! { <Table caption={lang.of(common::NAV_TOKENS)} is_bare={true} {columns} rows={found.iter().map(row).collect::<Vec<_>>()} /> }
        }
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div>
                    <h1 id="page-title" tabindex="-1">{ lang.of(common::NAV_TOKENS) }</h1>
                    <p>{ lang.of(words::TOKENS_LEAD) }</p>
                </div>
                <span class="row">
                    <Go to={Route::Sessions} class="btn">{ lang.of(common::NAV_SESSIONS) }</Go>
                    <Button id="new-token" look={Look::Primary} text={lang.of(words::NEW_TOKEN)} onclick={to(Doing::Making)} />
                </span>
            </div>
            { body }
            { match &*doing {
                Doing::Nothing => Html::default(),
                Doing::Making => html! { <NewTokenDialog onclose={done} /> },
                Doing::Revoking(token) => html! { <RevokeDialog token={(**token).clone()} onclose={to(Doing::Nothing)} ondone={done} /> },
            } }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct RevokeProps {
    token: TokenView,
    onclose: Callback<()>,
    ondone: Callback<()>,
}

#[component]
fn RevokeDialog(props: &RevokeProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let is_busy = use_state(|| false);
    let revoke = {
        let (is_busy, ondone, id) = (is_busy.clone(), props.ondone.clone(), props.token.id);
        Callback::from(move |()| {
            is_busy.set(true);
            let (app, is_busy, ondone) = (app.clone(), is_busy.clone(), ondone.clone());
            platform::spawn(async move {
                let operation = random::id().ok();
                let call = Call { method: "DELETE", operation, ..Call::default() };
                match fetch::send(&format!("/tokens/{id}"), call).await {
                    Ok(_) => {
                        announce(&app, words::REVOKED);
                        ondone.emit(());
                    }
                    Err(fault) => {
                        is_busy.set(false);
                        complain(&app, &fault);
                    }
                }
            });
        })
    };
    html! {
        <Dialog title={lang.fill(words::REVOKE_TITLE, &[&props.token.name])} onclose={props.onclose.clone()}
            foot={html! { <Button id="token-revoke" look={Look::Danger} text={lang.of(words::REVOKE)} is_busy={*is_busy} onclick={revoke} /> }}>
            <p>{ lang.of(words::REVOKE_LEAD) }</p>
            <p><code>{ format!("{}…", props.token.head) }</code></p>
        </Dialog>
    }
}
