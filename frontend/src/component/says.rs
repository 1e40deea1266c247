//! What a field says: the finding, and one click away the point it comes from.

use shared::violation::{Severity, Violation};
use yew::prelude::*;

use crate::{
    i18n::words,
    state::{load::use_app, shell::Act},
};

/// The findings at one place.
#[derive(Properties, PartialEq)]
pub struct SaysProps {
    /// Identifier for `aria-describedby`.
    pub id: AttrValue,
    /// The findings.
    pub violations: Vec<Violation>,
}

/// Draws findings; the place stays in the page even when empty, so that screen readers announce what comes.
#[component]
pub fn Says(props: &SaysProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let one = |violation: &Violation| {
        let class = match violation.severity {
            Severity::Refusal => "says",
            Severity::Warning => "says says--warning",
            Severity::Advice => "says says--advice",
        };
        let onclick = {
            let (app, violation) = (app.clone(), violation.clone());
            Callback::from(move |_: MouseEvent| app.dispatch(Act::Explain(Some(violation.clone()))))
        };
        html! {
            <p key={violation.code.to_string()} {class}>
                <span>
                    { lang.pick(&violation.message) }{ " " }
                    <button type="button" class="linklike says__point" {onclick} title={lang.of(words::EXPLAIN)}>
                        { lang.citation(violation.citation) }
                    </button>
                </span>
            </p>
        }
    };
    html! {
        <div id={props.id.clone()} class="field__says" aria-live="polite">
            { for props.violations.iter().map(one) }
        </div>
    }
}
