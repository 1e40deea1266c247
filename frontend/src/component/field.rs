//! Text fields that leave typed text alone: 注音 composes in the browser's own field and we only listen.

use gloo::events::EventListener;
use shared::{
    field::{FieldKind, RocDate, RocMonth, tidy},
    violation::{Severity, Violation},
};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::{Echo, Says};
use crate::{
    i18n::{Label, words},
    state::load::use_app,
};

/// A text field.
#[derive(Properties, PartialEq)]
pub struct TextFieldProps {
    /// Identifier, unique in the page.
    pub id: AttrValue,
    /// What is asked.
    pub label: Label,
    /// How to answer.
    #[prop_or_default]
    pub hint: Option<Label>,
    /// What the form holds.
    pub value: AttrValue,
    /// Each change, exactly as typed.
    pub oninput: Callback<String>,
    /// The field was left.
    #[prop_or_default]
    pub onleave: Callback<()>,
    /// A composition began or ended.
    #[prop_or_default]
    pub oncompose: Callback<bool>,
    /// What is wrong, when it may be said.
    #[prop_or_default]
    pub says: Vec<Violation>,
    /// More than one line.
    #[prop_or_default]
    pub is_long: bool,
    /// May stay empty.
    #[prop_or_default]
    pub is_optional: bool,
    /// Cannot be changed.
    #[prop_or_default]
    pub is_fixed: bool,
    /// The kind of value, tidied when the field is left.
    #[prop_or_default]
    pub kind: Option<FieldKind>,
    /// How the page understands the value, under the field.
    #[prop_or_default]
    pub echo: Option<AttrValue>,
    /// Short values get a short field.
    #[prop_or_default]
    pub is_short: bool,
    /// Shown while empty.
    #[prop_or_default]
    pub placeholder: Option<AttrValue>,
    /// Class of the whole.
    #[prop_or_default]
    pub class: Classes,
    /// `search`, or text when absent.
    #[prop_or_default]
    pub kind_attr: Option<AttrValue>,
    /// The label is for screen readers only.
    #[prop_or_default]
    pub is_bare: bool,
}

/// Draws a text field.
///
/// INVARIANT: the field's value is never written while it is composing, nor with its own words coming back late; text is
/// neither trimmed nor converted before the field is left.
#[component]
pub fn TextField(props: &TextFieldProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let node = use_node_ref();
    let composing = use_mut_ref(|| false);
    let echo = (*use_memo((), |()| Echo::default())).clone();

    {
        let (node, composing, echo) = (node.clone(), composing.clone(), echo.clone());
        use_effect_with(props.value.clone(), move |value| {
            if !*composing.borrow() && !echo.is_own(value) {
                write(&node, value);
            }
        });
    }
    {
        let node = node.clone();
        let oncompose = props.oncompose.clone();
        use_effect_with((props.is_long, oncompose), move |(_, oncompose)| {
            let listen = |name: &'static str, is_on: bool| {
                let (composing, oncompose) = (composing.clone(), oncompose.clone());
                node.cast::<web_sys::Element>().map(|element| {
                    EventListener::new(&element, name, move |_| {
                        *composing.borrow_mut() = is_on;
                        oncompose.emit(is_on);
                    })
                })
            };
            let listeners = [listen("compositionstart", true), listen("compositionend", false)];
            move || drop(listeners)
        });
    }

    let oninput = {
        let (oninput, echo) = (props.oninput.clone(), echo.clone());
        Callback::from(move |event: InputEvent| {
            let text = value_of(&event);
            echo.said(&text);
            oninput.emit(text);
        })
    };
    let onfocus = {
        let echo = echo.clone();
        Callback::from(move |_: FocusEvent| echo.forget())
    };
    let onblur = {
        let (node, kind) = (node.clone(), props.kind);
        let (oninput, onleave) = (props.oninput.clone(), props.onleave.clone());
        Callback::from(move |_: FocusEvent| {
            if let Some(kind) = kind {
                let typed = read(&node);
                let tidied = tidy(kind, &typed);
                if tidied != typed {
                    write(&node, &tidied);
                    echo.said(&tidied);
                    oninput.emit(tidied);
                }
            }
            onleave.emit(());
        })
    };

    let is_wrong = props.says.iter().any(|violation| violation.severity == Severity::Refusal);
    let says_id = format!("{}-says", props.id);
    let hint_id = format!("{}-hint", props.id);
    let described = if props.hint.is_some() { format!("{hint_id} {says_id}") } else { says_id.clone() };
    let class = classes!(
        "input",
        props.is_short.then_some("input--short"),
        matches!(props.kind, Some(FieldKind::Identity | FieldKind::NationalId)).then_some("input--code")
    );
    let invalid = is_wrong.then_some("true");
    let required = (!props.is_optional && props.kind_attr.is_none()).then_some("true");
    html! {
        <div class={classes!("field", props.class.clone())}>
            <label class={if props.is_bare { "sr" } else { "field__label" }} for={props.id.clone()}>
                { lang.of(props.label) }
                if props.is_optional && !props.is_bare { <small>{ lang.of(words::OPTIONAL) }</small> }
            </label>
            if let Some(hint) = props.hint { <p class="field__hint" id={hint_id}>{ lang.of(hint) }</p> }
            if props.is_long {
                <textarea ref={node} id={props.id.clone()} {class} {onfocus} {oninput} {onblur} readonly={props.is_fixed} aria-required={required}
                    aria-invalid={invalid} aria-describedby={described} rows="4" placeholder={props.placeholder.clone()} />
            } else {
                <input ref={node} id={props.id.clone()} type={props.kind_attr.clone().unwrap_or("text".into())} {class} {onfocus} {oninput} {onblur}
                    readonly={props.is_fixed} aria-invalid={invalid} aria-describedby={described} aria-required={required}
                    placeholder={props.placeholder.clone()} autocomplete="off" spellcheck="false" autocapitalize="off" />
            }
            if let Some(echo) = &props.echo { <p class="field__echo">{ echo }</p> }
            <Says id={says_id} violations={props.says.clone()} />
        </div>
    }
}

/// A 民國 or ISO day or month, with the day in words under it.
#[derive(Properties, PartialEq)]
pub struct DateFieldProps {
    /// Identifier.
    pub id: AttrValue,
    /// What is asked.
    pub label: Label,
    /// What the form holds.
    pub value: AttrValue,
    /// Each change.
    pub oninput: Callback<String>,
    /// The field was left.
    #[prop_or_default]
    pub onleave: Callback<()>,
    /// What is wrong.
    #[prop_or_default]
    pub says: Vec<Violation>,
    /// A month instead of a day.
    #[prop_or_default]
    pub is_month: bool,
    /// May stay empty.
    #[prop_or_default]
    pub is_optional: bool,
    /// Class of the whole.
    #[prop_or_default]
    pub class: Classes,
    /// A filter: no hint, no echo.
    #[prop_or_default]
    pub is_slim: bool,
}

/// Draws a date field.
#[component]
pub fn DateField(props: &DateFieldProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let kind = if props.is_month { FieldKind::RocMonth } else { FieldKind::RocDate };
    let text = tidy(kind, &props.value);
    let echo = if props.is_month {
        RocMonth::parse(&text).ok().map(|month| lang.month(&month.to_string()))
    } else {
        RocDate::parse(&text).ok().map(|day| lang.long_day(day.date()))
    };
    let hint = if props.is_month { words::MONTH_HINT } else { words::DATE_HINT };
    html! {
        <TextField id={props.id.clone()} label={props.label} hint={(!props.is_slim).then_some(hint)} value={props.value.clone()}
            oninput={props.oninput.clone()} onleave={props.onleave.clone()} says={props.says.clone()} {kind} is_short={true}
            is_optional={props.is_optional && !props.is_slim} class={props.class.clone()}
            placeholder={props.is_slim.then(|| AttrValue::from(lang.of(hint)))}
            kind_attr={props.is_slim.then_some(AttrValue::Static("text"))}
            echo={echo.filter(|_| !props.is_slim).map(AttrValue::from)} />
    }
}

fn value_of(event: &InputEvent) -> String {
    let Some(target) = event.target() else { return String::new() };
    match target.dyn_into::<HtmlInputElement>() {
        Ok(input) => input.value(),
        Err(target) => target.dyn_into::<HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default(),
    }
}

fn read(node: &NodeRef) -> String {
    match node.cast::<HtmlInputElement>() {
        Some(input) => input.value(),
        None => node.cast::<HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default(),
    }
}

fn write(node: &NodeRef, value: &str) {
    if read(node) == value {
        return;
    }
    if let Some(input) = node.cast::<HtmlInputElement>() {
        input.set_value(value);
    } else if let Some(area) = node.cast::<HtmlTextAreaElement>() {
        area.set_value(value);
    }
}
