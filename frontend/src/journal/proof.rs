//! On a record's page: the proof of its newest change, for those who may have it.

use uuid::Uuid;
use yew::prelude::*;

use super::words;
use crate::state::load::use_app;

/// Which record.
#[derive(Properties, PartialEq)]
pub struct ProofProps {
    /// The record.
    pub record: Uuid,
    /// What the record is called, where a page shows several.
    #[prop_or_default]
    pub name: Option<AttrValue>,
}

/// Draws the button; nothing for whoever is neither the manager nor an inspector.
#[component]
pub fn ProofOf(props: &ProofProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let may =
        app.session().is_some_and(|session| session.standing.is_manager || session.inspection.is_some());
    if !may {
        return Html::default();
    }
    let href = format!("/api/v1/journal/records/{}/proof?content=true", props.record);
    let aria = props.name.as_ref().map(|name| format!("{} {name}", lang.of(words::PROOF_OF_RECORD)));
    html! {
        <a class="btn btn--small noprint" {href} download="" title={lang.of(words::PROOF_HINT)} aria-label={aria}>{ lang.of(words::PROOF_OF_RECORD) }</a>
    }
}
