//! Where a card is in use: one's own sessions, and for the manager everybody's (point 4(7)).

use shared::api::v1::SessionRow;
use yew::prelude::*;

use super::{arrive, words};
use crate::{
    component::{Button, Cell, Chip, Column, Failed, Go, Look, Row, Table, Tone, Waiting},
    i18n::words as common,
    platform::{
        self,
        fetch::{self, Call},
        random,
    },
    route::Route,
    state::load::{announce, complain, use_app, use_load},
};

/// The page.
#[component]
pub fn SessionsPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let is_manager = app.session().is_some_and(|session| session.standing.is_manager);
    let path = if is_manager { "/sessions?everybody=true" } else { "/sessions" };
    let loaded = use_load::<Vec<SessionRow>>(path);
    let end = {
        let (app, again) = (app.clone(), loaded.again.clone());
        Callback::from(move |id: String| {
            let (app, again) = (app.clone(), again.clone());
            platform::spawn(async move {
                let operation = random::id().ok();
                let call = Call { method: "DELETE", operation, ..Call::default() };
                match fetch::send(&format!("/sessions/{id}"), call).await {
                    Ok(_) => {
                        announce(&app, words::ENDED);
                        again.emit(());
                        arrive(app).await;
                    }
                    Err(fault) => complain(&app, &fault),
                }
            });
        })
    };
    let row = |session: &SessionRow| {
        let (end, id) = (end.clone(), session.id.to_string());
        let last = if session.is_this {
            html! { <Chip text={lang.of(words::THIS)} tone={Tone::Done} /> }
        } else {
            let aria = format!("{} {} {}", lang.of(words::END), session.person_name, session.address);
            html! { <Button look={Look::Small} text={lang.of(words::END)} {aria} onclick={move |()| end.emit(id.clone())} /> }
        };
        Row {
            key: session.id.to_string(),
            name: session.person_name.clone(),
            cells: vec![
                Cell::text(session.person_name.clone()),
                Cell::text(session.address.clone()),
                Cell::show(html! { lang.moment(session.began_at) }, session.began_at.to_rfc3339()),
                Cell::show(html! { lang.moment(session.seen_at) }, session.seen_at.to_rfc3339()),
                Cell::show(last, String::new()),
            ],
        }
    };
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(found), _) => {
            let columns = vec![
                Column::text(lang.of(words::WHO)),
                Column::text(lang.of(words::ADDRESS)),
                Column::text(lang.of(words::SINCE)),
                Column::text(lang.of(words::SEEN)),
                Column::text(lang.of(common::EDIT)),
            ];
            html! { <Table caption={lang.of(common::NAV_SESSIONS)} is_bare={true} {columns} rows={found.iter().map(row).collect::<Vec<_>>()} /> }
        }
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(common::NAV_SESSIONS) }</h1><p>{ lang.of(words::PLACES_LEAD) }</p></div>
                <Go to={Route::Tokens} class="btn">{ lang.of(common::NAV_TOKENS) }</Go>
            </div>
            { body }
        </div>
    }
}
