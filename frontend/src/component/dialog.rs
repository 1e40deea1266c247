//! A native dialog: the browser keeps the keyboard inside and gives it back.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use crate::{i18n::words, platform::focus, state::load::use_app};

/// A dialog that is open as long as it is drawn.
#[derive(Properties, PartialEq)]
pub struct DialogProps {
    /// Its title.
    pub title: AttrValue,
    /// The person closed it, by key or button.
    pub onclose: Callback<()>,
    /// What it holds.
    pub children: Html,
    /// Its buttons.
    #[prop_or_default]
    pub foot: Html,
    /// For tables and comparisons.
    #[prop_or_default]
    pub is_wide: bool,
}

/// Draws and opens a dialog.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let app = use_app();
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>() {
                focus::open(&dialog);
            }
        });
    }
    let oncancel = {
        let onclose = props.onclose.clone();
        Callback::from(move |event: Event| {
            event.prevent_default();
            onclose.emit(());
        })
    };
    let onclick = props.onclose.reform(|_: MouseEvent| ());
    html! {
        <dialog ref={node} {oncancel} class={props.is_wide.then_some("wide")} aria-labelledby="dialog-title">
            <div class="dialog">
                <div class="dialog__head">
                    <h2 id="dialog-title">{ &props.title }</h2>
                    <button type="button" class="btn btn--plain" {onclick}>{ app.lang.of(words::CLOSE) }</button>
                </div>
                <div class="dialog__body">{ props.children.clone() }</div>
                if props.foot != Html::default() {
                    <div class="dialog__foot">{ props.foot.clone() }</div>
                }
            </div>
        </dialog>
    }
}
