//! 保存與銷毀: what is due, what is held, what was disposed of; and on every record's page until when it is kept.

mod disposal;
mod due;
mod hold;
mod keeping;
pub mod words;

use shared::retention::{Keeping, RecordRef};
use uuid::Uuid;
use yew::prelude::*;

use crate::{
    component::{Chip, Go, Tab, Tabs, Tone},
    i18n::{Label, Lang, say},
    route::Route,
    state::load::use_app,
};
pub use disposal::DisposalPage;
use disposal::Disposals;
use due::Due;
use hold::Holds;
pub use keeping::{KeptUntil, RecordTools};

/// The page.
#[component]
pub fn RetentionPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let is_manager = app.session().is_some_and(|session| session.standing.is_manager);
    let tab = use_state(move || if is_manager { "due" } else { "disposals" });
    let one = |key: &'static str, label: Label| Tab { key, text: lang.of(label).into(), count: None };
    let tabs = if is_manager {
        vec![
            one("due", words::TAB_DUE),
            one("holds", words::TAB_HOLDS),
            one("disposals", words::TAB_DISPOSALS),
        ]
    } else {
        vec![one("disposals", words::TAB_DISPOSALS)]
    };
    let panel = match *tab {
        "due" => html! { <Due /> },
        "holds" => html! { <Holds /> },
        _ => html! { <Disposals /> },
    };
    html! {
        <div class="page">
            <div class="page__head"><div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div></div>
            <Tabs label={lang.of(words::TITLE)} {tabs} open={*tab} onopen={let tab = tab.clone(); move |key| tab.set(key)}>{ panel }</Tabs>
        </div>
    }
}

/// How a record is kept, as a chip.
fn chip(lang: Lang, keeping: Keeping) -> Html {
    let (label, tone) = match keeping {
        Keeping::Open => (words::KEEPING_OPEN, Tone::Plain),
        Keeping::Kept => (words::KEEPING_KEPT, Tone::Done),
        Keeping::Held => (words::KEEPING_HELD, Tone::Stop),
        Keeping::Needed => (words::KEEPING_NEEDED, Tone::Warn),
        Keeping::Due => (words::KEEPING_DUE, Tone::Go),
    };
    html! { <Chip text={lang.of(label)} {tone} /> }
}

/// A record by its noun and the end of its identifier: names stand on its page alone.
fn title(lang: Lang, of: &RecordRef) -> String {
    let id = of.id.to_string();
    let end: String = id.chars().skip(id.len().saturating_sub(6)).collect();
    format!("{} …{end}", say::noun(lang, &of.kind))
}

/// A link to a record's page, where there is one.
fn link(lang: Lang, of: &RecordRef) -> Html {
    let text = title(lang, of);
    match page(&of.kind, of.id) {
        Some(to) => html! { <Go {to} class="cell-main">{ text }</Go> },
        None => html! { <span class="cell-main">{ text }</span> },
    }
}

fn page(kind: &str, id: Uuid) -> Option<Route> {
    Some(match kind {
        "inquiry" => Route::Inquiry(id.into()),
        "printout" => Route::Printout(id.into()),
        "application" => Route::Application(id.into()),
        "manager_change" => Route::ManagerChange(id.into()),
        "notice" => Route::Notice(id.into()),
        "review" => Route::Review(id.into()),
        "disposal" => Route::Disposal(id.into()),
        "audit" => Route::Audit(id.into()),
        "joint_audit" => Route::JointAudit(id.into()),
        "incident" => Route::Incident(id.into()),
        "certificate" => Route::Certificate,
        "reconciliation" => Route::Reconciliations,
        _ => return None,
    })
}
