//! Making an API token: what it is for, judged while it is typed, and then the token itself, shown this once.

use chrono::Days;
use shared::{
    api::v1::{MadeToken, NewToken},
    field::{FieldKind, RocDate, tidy},
    id::TokenId,
    regulation::point_04,
    session::{TokenDraft, TokenScope},
    taiwan_day,
    violation::Violation,
};
use yew::prelude::*;

use super::{tokens::scope, words};
use crate::{
    component::{Button, Checks, DateField, Dialog, Look, TextField},
    i18n::words as common,
    platform::{
        self, clock,
        fetch::{self, Fault},
        file, random,
    },
    state::load::{announce, complain, use_app},
};

/// Days a token lasts unless its maker says otherwise.
const USUAL_DAYS: u64 = 30;

/// The dialog.
#[derive(Properties, PartialEq)]
pub struct NewTokenProps {
    /// It was closed; perhaps a token was made.
    pub onclose: Callback<()>,
}

/// Asks what the token is for, and shows it.
#[component]
pub fn NewTokenDialog(props: &NewTokenProps) -> Html {
    let made = use_state(|| None::<String>);
    match &*made {
        Some(token) => html! { <Shown token={token.clone()} onclose={props.onclose.clone()} /> },
        None => {
            let onmade = Callback::from(move |token| made.set(Some(token)));
            html! { <Asked {onmade} onclose={props.onclose.clone()} /> }
        }
    }
}

#[derive(Properties, PartialEq)]
struct AskedProps {
    onmade: Callback<String>,
    onclose: Callback<()>,
}

#[component]
fn Asked(props: &AskedProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let today = app.caps.as_ref().map_or_else(|| taiwan_day(clock::now()), |caps| caps.today);
    let name = use_state(String::new);
    let scopes = use_state(|| vec![TokenScope::Read]);
    let until = use_state(|| {
        today.checked_add_days(Days::new(USUAL_DAYS)).map(|day| lang.day(day)).unwrap_or_default()
    });
    let has_tried = use_state(|| false);
    let is_busy = use_state(|| false);
    let served = use_state(Vec::<Violation>::new);
    let id = use_state(|| random::id().ok());
    let day = RocDate::parse(&tidy(FieldKind::RocDate, &until)).ok().map(|day| day.date());
    let draft = TokenDraft { name: (*name).clone(), scopes: (*scopes).clone(), until: day };
    let report = point_04::check_token_draft(&draft, today);
    let says = |path: &str| -> Vec<Violation> {
        let seen = report.at(path).filter(|_| *has_tried);
        seen.chain(served.iter().filter(|violation| violation.path == path)).cloned().collect()
    };
    let set = |state: &UseStateHandle<String>| {
        let (state, served) = (state.clone(), served.clone());
        Callback::from(move |text| {
            served.set(Vec::new());
            state.set(text);
        })
    };
    let tick = {
        let (scopes, served) = (scopes.clone(), served.clone());
        Callback::from(move |(value, is_on): (String, bool)| {
            let Some(ticked) = TokenScope::of(&value) else { return };
            let mut next = (*scopes).clone();
            next.retain(|kept| *kept != ticked);
            if is_on {
                next.push(ticked);
            }
            served.set(Vec::new());
            scopes.set(next);
        })
    };
    let make = {
        let (has_tried, is_busy, served, onmade) =
            (has_tried.clone(), is_busy.clone(), served.clone(), props.onmade.clone());
        let (is_good, draft, id) = (report.is_accepted(), draft.clone(), *id);
        Callback::from(move |()| {
            has_tried.set(true);
            let Some(id) = id.filter(|_| is_good) else { return };
            is_busy.set(true);
            let (app, is_busy, served, onmade) =
                (app.clone(), is_busy.clone(), served.clone(), onmade.clone());
            let new = NewToken { id: TokenId(id), draft: draft.clone() };
            platform::spawn(async move {
                let answer = fetch::change::<_, MadeToken>("POST", "/tokens", None, &new).await;
                is_busy.set(false);
                match answer {
                    // The answer may have been lost on its way: the token is made and nobody will ever see it.
                    Ok(made) => onmade.emit(made.token.unwrap_or_default()),
                    Err(fault) => {
                        if let Fault::Problem(problem) = &fault {
                            served.set(problem.violations.clone());
                        }
                        complain(&app, &fault);
                    }
                }
            });
        })
    };
    let options: Vec<(AttrValue, AttrValue, AttrValue)> = TokenScope::ALL
        .into_iter()
        .map(|one| {
            let note = match one {
                TokenScope::Read => words::SCOPE_READ_NOTE,
                TokenScope::Draft => words::SCOPE_DRAFT_NOTE,
            };
            (one.name().into(), lang.of(scope(one)).into(), lang.of(note).into())
        })
        .collect();
    let chosen: Vec<String> = scopes.iter().map(|one| one.name().to_owned()).collect();
    html! {
        <Dialog title={lang.of(words::NEW_TOKEN)} onclose={props.onclose.clone()}
            foot={html! { <Button id="token-make" look={Look::Primary} text={lang.of(words::MAKE_TOKEN)} is_busy={*is_busy} onclick={make} /> }}>
            <div class="stack">
                <p>{ lang.of(words::NEW_TOKEN_LEAD) }</p>
                <TextField id="token-name" label={words::TOKEN_NAME} hint={words::TOKEN_NAME_HINT} value={(*name).clone()} oninput={set(&name)} says={says("name")} />
                <Checks id="token-scopes" label={words::TOKEN_SCOPES} {options} {chosen} onchange={tick} says={says("scopes")} />
                <DateField id="token-until" label={words::TOKEN_UNTIL} value={(*until).clone()} oninput={set(&until)} says={says("until")} />
            </div>
        </Dialog>
    }
}

#[derive(Properties, PartialEq)]
struct ShownProps {
    token: AttrValue,
    onclose: Callback<()>,
}

#[component]
fn Shown(props: &ShownProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let copy = {
        let (app, token) = (app.clone(), props.token.clone());
        Callback::from(move |()| {
            let (app, token) = (app.clone(), token.clone());
            platform::spawn(async move {
                let is_copied = file::copy(&token).await.is_ok();
                announce(&app, if is_copied { words::COPIED } else { words::NOT_COPIED });
            });
        })
    };
    let foot =
        html! { <Button id="token-done" text={lang.of(common::CLOSE)} onclick={props.onclose.clone()} /> };
    if props.token.is_empty() {
        return html! {
            <Dialog title={lang.of(words::TOKEN_MADE)} onclose={props.onclose.clone()} {foot}><p>{ lang.of(words::TOKEN_LOST) }</p></Dialog>
        };
    }
    html! {
        <Dialog title={lang.of(words::TOKEN_MADE)} onclose={props.onclose.clone()} {foot}>
            <div class="stack">
                <p>{ lang.of(words::TOKEN_ONCE) }</p>
                <TextField id="token-shown" label={words::TOKEN_ITSELF} value={props.token.clone()} oninput={Callback::noop()} is_fixed={true} />
                <div class="row"><Button id="token-copy" look={Look::Primary} text={lang.of(words::COPY)} onclick={copy} /></div>
                <p>{ lang.of(words::TOKEN_USE) }</p>
                <p><code>{ "Authorization: Bearer chadiao_pat_…" }</code></p>
            </div>
        </Dialog>
    }
}
