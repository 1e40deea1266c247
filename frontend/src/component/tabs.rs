//! Tabs, as the keyboard expects them: arrows move, one stop in the tab order.

use yew::prelude::*;

use crate::platform::focus;

/// One tab.
#[derive(Debug, Clone, PartialEq)]
pub struct Tab {
    /// Its name in code and in ids.
    pub key: &'static str,
    /// Its title.
    pub text: AttrValue,
    /// How many things are in it.
    pub count: Option<usize>,
}

/// A row of tabs above one panel.
#[derive(Properties, PartialEq)]
pub struct TabsProps {
    /// What the tabs are about, for screen readers.
    pub label: AttrValue,
    /// The tabs.
    pub tabs: Vec<Tab>,
    /// The open one.
    pub open: &'static str,
    /// Another was opened.
    pub onopen: Callback<&'static str>,
    /// What is in the open one.
    pub children: Html,
}

/// Draws tabs and the open panel.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let keys: Vec<&'static str> = props.tabs.iter().map(|tab| tab.key).collect();
    let onkeydown = {
        let (open, onopen) = (props.open, props.onopen.clone());
        Callback::from(move |event: KeyboardEvent| {
            let at = keys.iter().position(|key| *key == open).unwrap_or_default();
            let to = match event.key().as_str() {
                "ArrowRight" => (at + 1) % keys.len().max(1),
                "ArrowLeft" => (at + keys.len().saturating_sub(1)) % keys.len().max(1),
                "Home" => 0,
                "End" => keys.len().saturating_sub(1),
                _ => return,
            };
            if let Some(key) = keys.get(to) {
                event.prevent_default();
                onopen.emit(key);
                focus::on_id(&format!("tab-{key}"));
            }
        })
    };
    let one = |tab: &Tab| {
        let is_open = tab.key == props.open;
        let (key, onopen) = (tab.key, props.onopen.clone());
        let onclick = Callback::from(move |_: MouseEvent| onopen.emit(key));
        html! {
            <button type="button" key={tab.key} id={format!("tab-{}", tab.key)} class="tab" role="tab" {onclick}
                aria-selected={if is_open { "true" } else { "false" }} tabindex={if is_open { "0" } else { "-1" }} aria-controls="tab-panel">
                { &tab.text }
                if let Some(count) = tab.count { <span class="tab__count">{ count }</span> }
            </button>
        }
    };
    html! {
        <div class="stack">
            <div class="tabs" role="tablist" aria-label={props.label.clone()} {onkeydown}>{ for props.tabs.iter().map(one) }</div>
            <div id="tab-panel" role="tabpanel" aria-labelledby={format!("tab-{}", props.open)}>{ props.children.clone() }</div>
        </div>
    }
}
