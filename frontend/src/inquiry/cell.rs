//! One cell of the sheet of subjects: typed text is left alone, a sealed number shows its mask until typed again.

use gloo::events::EventListener;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::{component::Echo, platform::focus};

/// A cell.
#[derive(Properties, PartialEq)]
pub struct CellInputProps {
    /// Identifier.
    pub id: AttrValue,
    /// What it is, for screen readers.
    pub aria: AttrValue,
    /// What it shows.
    pub value: AttrValue,
    /// The value is a mask: typing starts afresh.
    #[prop_or_default]
    pub is_masked: bool,
    /// Something is wrong.
    #[prop_or_default]
    pub is_wrong: bool,
    /// What is wrong stands there.
    #[prop_or_default]
    pub described: Option<AttrValue>,
    /// Numbers are set in the even-width face.
    #[prop_or_default]
    pub is_code: bool,
    /// Each change, as typed.
    pub oninput: Callback<String>,
    /// The cell was left with this text in it; none when nothing was typed over a mask.
    pub onleave: Callback<Option<String>>,
    /// Enter or an arrow asks for the row this many below.
    pub onmove: Callback<i32>,
}

/// Draws the cell.
#[component]
pub fn CellInput(props: &CellInputProps) -> Html {
    let node = use_node_ref();
    let composing = use_mut_ref(|| false);
    let echo = (*use_memo((), |()| Echo::default())).clone();
    {
        let (node, composing, echo) = (node.clone(), composing.clone(), echo.clone());
        use_effect_with((props.value.clone(), props.is_masked), move |(value, is_masked)| {
            let Some(input) = node.cast::<HtmlInputElement>() else { return };
            // A mask never takes the place of what is being typed.
            let is_here = *is_masked && focus::has(&input);
            if !*composing.borrow() && !is_here && !echo.is_own(value) && input.value() != **value {
                input.set_value(value);
            }
        });
    }
    {
        let (node, composing) = (node.clone(), composing.clone());
        use_effect_with((), move |()| {
            let listen = |name: &'static str, is_on: bool| {
                let composing = composing.clone();
                node.cast::<web_sys::Element>().map(|element| {
                    EventListener::new(&element, name, move |_| *composing.borrow_mut() = is_on)
                })
            };
            let listeners = [listen("compositionstart", true), listen("compositionend", false)];
            move || drop(listeners)
        });
    }
    let onfocus = {
        let (node, is_masked, echo) = (node.clone(), props.is_masked, echo.clone());
        Callback::from(move |_: FocusEvent| {
            echo.forget();
            if let Some(input) = node.cast::<HtmlInputElement>().filter(|_| is_masked) {
                input.set_value("");
            }
        })
    };
    let oninput = {
        let (node, oninput, echo) = (node.clone(), props.oninput.clone(), echo);
        Callback::from(move |_: InputEvent| {
            if let Some(input) = node.cast::<HtmlInputElement>() {
                let text = input.value();
                echo.said(&text);
                oninput.emit(text);
            }
        })
    };
    let onblur = {
        let (node, is_masked) = (node.clone(), props.is_masked);
        let (onleave, mask) = (props.onleave.clone(), props.value.clone());
        Callback::from(move |_: FocusEvent| {
            let Some(input) = node.cast::<HtmlInputElement>() else { return };
            let text = input.value();
            if is_masked {
                if text.is_empty() {
                    input.set_value(&mask);
                }
                onleave.emit(None);
            } else {
                onleave.emit(Some(text));
            }
        })
    };
    let onkeydown = {
        let onmove = props.onmove.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.is_composing() || *composing.borrow() {
                return;
            }
            let by = match event.key().as_str() {
                "Enter" | "ArrowDown" => 1,
                "ArrowUp" => -1,
                _ => return,
            };
            event.prevent_default();
            onmove.emit(by);
        })
    };
    html! {
        <input ref={node} id={props.id.clone()} type="text" class={classes!("input", props.is_code.then_some("input--code"))} aria-label={props.aria.clone()}
            aria-invalid={props.is_wrong.then_some("true")} aria-describedby={props.described.clone()}
            placeholder={props.is_masked.then(|| props.value.clone())}
            {onfocus} {oninput} {onblur} {onkeydown} autocomplete="off" spellcheck="false" autocapitalize="off" />
    }
}
