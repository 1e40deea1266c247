//! One of a list.

use shared::violation::{Severity, Violation};
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::Says;
use crate::{i18n::Label, state::load::use_app};

/// A choice among named values.
#[derive(Properties, PartialEq)]
pub struct SelectProps {
    /// Identifier.
    pub id: AttrValue,
    /// What is asked.
    pub label: Label,
    /// Value and name of each choice, in order.
    pub options: Vec<(AttrValue, AttrValue)>,
    /// The value chosen.
    pub value: AttrValue,
    /// Another was chosen.
    pub onchange: Callback<String>,
    /// What is wrong.
    #[prop_or_default]
    pub says: Vec<Violation>,
    /// What stands for "none chosen"; absent when one always is.
    #[prop_or_default]
    pub blank: Option<AttrValue>,
    /// Class of the whole.
    #[prop_or_default]
    pub class: Classes,
}

/// Draws a native choice: it works with every keyboard and screen reader.
#[component]
pub fn Select(props: &SelectProps) -> Html {
    let app = use_app();
    let onchange = {
        let onchange = props.onchange.clone();
        Callback::from(move |event: Event| {
            if let Some(select) =
                event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok())
            {
                onchange.emit(select.value());
            }
        })
    };
    let is_wrong = props.says.iter().any(|violation| violation.severity == Severity::Refusal);
    let says_id = format!("{}-says", props.id);
    let option = |(value, name): &(AttrValue, AttrValue)| {
        html! { <option key={value.to_string()} value={value.clone()} selected={*value == props.value}>{ name }</option> }
    };
    html! {
        <div class={classes!("field", props.class.clone())}>
            <label class="field__label" for={props.id.clone()}>{ app.lang.of(props.label) }</label>
            <select id={props.id.clone()} class="input" {onchange} aria-invalid={is_wrong.then_some("true")} aria-describedby={says_id.clone()}>
                if let Some(blank) = &props.blank {
                    <option key="" value="" selected={props.value.is_empty()}>{ blank }</option>
                }
                { for props.options.iter().map(option) }
            </select>
            <Says id={says_id} violations={props.says.clone()} />
        </div>
    }
}
