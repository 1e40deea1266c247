//! Ticks and choices.

use shared::violation::Violation;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::Says;
use crate::{i18n::Label, state::load::use_app};

/// A box to tick.
#[derive(Properties, PartialEq)]
pub struct CheckProps {
    /// What it means.
    pub text: AttrValue,
    /// A line below.
    #[prop_or_default]
    pub note: AttrValue,
    /// Ticked.
    pub is_on: bool,
    /// It was ticked or unticked.
    pub onchange: Callback<bool>,
    /// Cannot be changed.
    #[prop_or_default]
    pub is_disabled: bool,
}

/// Draws one box.
#[component]
pub fn Check(props: &CheckProps) -> Html {
    let onchange = {
        let onchange = props.onchange.clone();
        Callback::from(move |event: Event| onchange.emit(is_checked(&event)))
    };
    html! {
        <label class="check">
            <input type="checkbox" checked={props.is_on} {onchange} disabled={props.is_disabled} />
            <span>{ &props.text }if !props.note.is_empty() { <small>{ &props.note }</small> }</span>
        </label>
    }
}

/// Several boxes under one question.
#[derive(Properties, PartialEq)]
pub struct ChecksProps {
    /// Identifier.
    pub id: AttrValue,
    /// What is asked.
    pub label: Label,
    /// How to answer.
    #[prop_or_default]
    pub hint: Option<Label>,
    /// Value, name and note of each box.
    pub options: Vec<(AttrValue, AttrValue, AttrValue)>,
    /// The values ticked.
    pub chosen: Vec<String>,
    /// A value was ticked or unticked.
    pub onchange: Callback<(String, bool)>,
    /// What is wrong.
    #[prop_or_default]
    pub says: Vec<Violation>,
}

/// Draws boxes in a named group.
#[component]
pub fn Checks(props: &ChecksProps) -> Html {
    let app = use_app();
    let says_id = format!("{}-says", props.id);
    let one = |(value, name, note): &(AttrValue, AttrValue, AttrValue)| {
        let onchange = {
            let (onchange, value) = (props.onchange.clone(), value.to_string());
            Callback::from(move |is_on| onchange.emit((value.clone(), is_on)))
        };
        html! {
            <Check key={value.to_string()} text={name.clone()} note={note.clone()} {onchange} is_on={props.chosen.iter().any(|on| *on == **value)} />
        }
    };
    html! {
        <fieldset class="field" id={props.id.clone()} aria-describedby={says_id.clone()} data-wrong={(!props.says.is_empty()).then_some("true")}>
            <legend class="field__label">{ app.lang.of(props.label) }</legend>
            if let Some(hint) = props.hint { <p class="field__hint">{ app.lang.of(hint) }</p> }
            <div class="checks checks--cols">{ for props.options.iter().map(one) }</div>
            <Says id={says_id} violations={props.says.clone()} />
        </fieldset>
    }
}

/// One of a few, all in sight.
#[derive(Properties, PartialEq)]
pub struct RadiosProps {
    /// Name of the group, unique in the page.
    pub id: AttrValue,
    /// What is asked.
    pub label: Label,
    /// Value, name and note of each choice.
    pub options: Vec<(AttrValue, AttrValue, AttrValue)>,
    /// The value chosen.
    pub value: AttrValue,
    /// Another was chosen.
    pub onchange: Callback<String>,
    /// What is wrong.
    #[prop_or_default]
    pub says: Vec<Violation>,
}

/// Draws choices in a named group.
#[component]
pub fn Radios(props: &RadiosProps) -> Html {
    let app = use_app();
    let says_id = format!("{}-says", props.id);
    let one = |(value, name, note): &(AttrValue, AttrValue, AttrValue)| {
        let onchange = {
            let (onchange, value) = (props.onchange.clone(), value.to_string());
            Callback::from(move |_: Event| onchange.emit(value.clone()))
        };
        html! {
            <label class="check" key={value.to_string()}>
                <input type="radio" name={props.id.clone()} value={value.clone()} checked={*value == props.value} {onchange} />
                <span>{ name }if !note.is_empty() { <small>{ note }</small> }</span>
            </label>
        }
    };
    html! {
        <fieldset class="field" id={props.id.clone()} aria-describedby={says_id.clone()}>
            <legend class="field__label">{ app.lang.of(props.label) }</legend>
            <div class="choice">{ for props.options.iter().map(one) }</div>
            <Says id={says_id} violations={props.says.clone()} />
        </fieldset>
    }
}

fn is_checked(event: &Event) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
        .is_some_and(|input| input.checked())
}
