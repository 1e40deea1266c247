//! A word about a state, and a word to the reader.

use yew::prelude::*;

/// What a state or a notice amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Neither good nor bad.
    #[default]
    Plain,
    /// Waits for somebody.
    Wait,
    /// May go ahead.
    Go,
    /// Over and well.
    Done,
    /// Look at it.
    Warn,
    /// Late or refused.
    Stop,
}

/// The tone of a status of any noun.
#[must_use]
pub fn status_tone(name: &str) -> Tone {
    match name {
        "submitted" | "kept" => Tone::Wait,
        "approved" | "in_force" => Tone::Go,
        "closed" | "filed" | "destroyed" => Tone::Done,
        "sent_back" | "carried_out" | "not_needed" => Tone::Warn,
        "rejected" | "lapsed" | "repealed" => Tone::Stop,
        _ => Tone::Plain,
    }
}

/// A status.
#[derive(Properties, PartialEq)]
pub struct ChipProps {
    /// The word.
    pub text: AttrValue,
    /// Its tone.
    #[prop_or_default]
    pub tone: Tone,
}

/// Draws a status as word, tint and shape.
#[component]
pub fn Chip(props: &ChipProps) -> Html {
    let tone = match props.tone {
        Tone::Plain => None,
        Tone::Wait => Some("chip--wait"),
        Tone::Go => Some("chip--go"),
        Tone::Done => Some("chip--done"),
        Tone::Warn => Some("chip--warn"),
        Tone::Stop => Some("chip--stop"),
    };
    html! { <span class={classes!("chip", tone)}>{ &props.text }</span> }
}

/// A word to the reader.
#[derive(Properties, PartialEq)]
pub struct NoticeProps {
    /// Its title.
    #[prop_or_default]
    pub title: AttrValue,
    /// Its tone.
    #[prop_or_default]
    pub tone: Tone,
    /// What it says.
    #[prop_or_default]
    pub children: Html,
}

/// Draws a notice; bad news is announced at once.
#[component]
pub fn Notice(props: &NoticeProps) -> Html {
    let tone = match props.tone {
        Tone::Plain | Tone::Wait => None,
        Tone::Go | Tone::Done => Some("notice--good"),
        Tone::Warn => Some("notice--warn"),
        Tone::Stop => Some("notice--stop"),
    };
    let role = if props.tone == Tone::Stop { "alert" } else { "status" };
    html! {
        <div class={classes!("notice", tone)} {role}>
            if !props.title.is_empty() { <p class="notice__title">{ &props.title }</p> }
            { props.children.clone() }
        </div>
    }
}
