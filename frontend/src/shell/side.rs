//! The menu: only what the person's role can do.

use yew::prelude::*;

use crate::{
    component::Go,
    i18n::{Label, words},
    route::Route,
    session::Role,
    state::load::use_app,
};

type Group = (Label, &'static [(Route, Label)]);

const DESK: Group = (
    words::MY_DESK,
    &[
        (Route::Work, words::NAV_WORK),
        (Route::NewInquiry, words::NAV_NEW),
        (Route::Printouts, words::NAV_PRINTOUTS),
        (Route::Duties, words::NAV_DUTIES),
        (Route::Applications, words::NAV_APPLICATIONS),
        (Route::Audits, words::NAV_AUDITS),
    ],
);
const DECIDING: Group = (
    words::DECIDING,
    &[
        (Route::Approvals, words::NAV_APPROVALS),
        (Route::Inquiries, words::NAV_PEOPLE),
        (Route::Oversight, words::NAV_OVERSIGHT),
        (Route::Authorisation, words::NAV_AUTHORISATION),
        (Route::Audits, words::NAV_AUDITS),
        (Route::Applications, words::NAV_APPLICATIONS),
        (Route::JobChanges, words::NAV_JOB_CHANGES),
        (Route::Roster, words::NAV_ROSTER),
    ],
);
const MANAGING: Group = (
    words::MANAGING,
    &[
        (Route::Dashboard, words::NAV_DASHBOARD),
        (Route::Inquiries, words::NAV_ALL),
        (Route::Items, words::NAV_ITEMS),
        (Route::Agencies, words::NAV_AGENCIES),
        (Route::Accounts, words::NAV_ACCOUNTS),
        (Route::Custody, words::NAV_CUSTODY),
        (Route::Notices, words::NAV_NOTICES),
        (Route::Applications, words::NAV_APPLICATIONS),
        (Route::JobChanges, words::NAV_JOB_CHANGES),
        (Route::Roster, words::NAV_ROSTER),
        (Route::Reviews, words::NAV_REVIEWS),
        (Route::Retention, words::NAV_RETENTION),
        (Route::Amendment, words::NAV_AMENDMENT),
        (Route::Oversight, words::NAV_OVERSIGHT),
        (Route::Authorisation, words::NAV_AUTHORISATION),
        (Route::Audits, words::NAV_AUDITS),
        (Route::Reconciliations, words::NAV_RECONCILIATIONS),
        (Route::Incidents, words::NAV_INCIDENTS),
        (Route::Editions, words::NAV_EDITIONS),
        (Route::Journal, words::NAV_JOURNAL),
        (Route::Packs, words::NAV_PACKS),
        (Route::Inspections, crate::inspection::words::TITLE),
        (Route::Certificate, words::NAV_CERTIFICATE),
        (Route::Tokens, words::NAV_TOKENS),
    ],
);
const READING: Group = (
    words::RULES,
    &[
        (Route::Items, words::NAV_ITEMS),
        (Route::Incidents, words::NAV_INCIDENTS),
        (Route::Regulation, words::NAV_REGULATION),
        (Route::Liability, words::NAV_LIABILITY),
        (Route::Tokens, words::NAV_TOKENS),
    ],
);
const READING_SUPERVISOR: Group = (
    words::RULES,
    &[
        (Route::Items, words::NAV_ITEMS),
        (Route::Custody, words::NAV_CUSTODY),
        (Route::Incidents, words::NAV_INCIDENTS),
        (Route::Regulation, words::NAV_REGULATION),
        (Route::Liability, words::NAV_LIABILITY),
        (Route::Tokens, words::NAV_TOKENS),
    ],
);
const READING_MANAGER: Group =
    (words::RULES, &[(Route::Regulation, words::NAV_REGULATION), (Route::Liability, words::NAV_LIABILITY)]);

const INSPECTING: Group = (
    words::ROLE_INSPECTOR,
    &[
        (Route::Work, crate::inspection::words::ROOM_TITLE),
        (Route::Certificate, words::NAV_CERTIFICATE),
        (Route::Regulation, words::NAV_REGULATION),
        (Route::Verify, words::NAV_VERIFY),
    ],
);

/// Draws the menu of the signed-in person.
#[component]
pub fn Side() -> Html {
    let app = use_app();
    let lang = app.lang;
    let Some(session) = app.session() else { return Html::default() };
    let mut groups = Vec::new();
    let has_grants = !session.standing.grants.is_empty();
    match Role::of(session) {
        Role::Inspector => groups.push(INSPECTING),
        Role::Staff => groups.extend([DESK, READING]),
        Role::Supervisor => {
            groups.push(DECIDING);
            groups.extend(if has_grants { Some(DESK) } else { None });
            if !has_grants {
                groups.push((
                    words::MY_DESK,
                    &[(Route::Work, words::NAV_WORK), (Route::Duties, words::NAV_DUTIES)],
                ));
            }
            groups.push(READING_SUPERVISOR);
        }
        Role::Manager => {
            groups.push(MANAGING);
            groups.push((
                words::MY_DESK,
                &[(Route::Duties, words::NAV_DUTIES), (Route::Printouts, words::NAV_PRINTOUTS)],
            ));
            if !session.approves_for.is_empty() {
                groups.push(DECIDING);
            }
            groups.push(READING_MANAGER);
        }
    }
    let entry = |(route, label): &(Route, Label)| {
        html! {
            <li key={route.path()}><Go to={*route} is_current={app.route == *route}>{ lang.of(*label) }</Go></li>
        }
    };
    html! {
        <nav class="side" aria-label={lang.of(words::MENU)} id="menu">
            <a class="colons" href="#menu" accesskey="l" title={lang.of(words::MENU)}>{ ":::" }</a>
            <div class="side__inner">
                { for groups.iter().map(|(title, entries)| html! {
                    <>
                        <p class="side__group">{ lang.of(*title) }</p>
                        <ul>{ for entries.iter().map(entry) }</ul>
                    </>
                }) }
            </div>
        </nav>
    }
}
