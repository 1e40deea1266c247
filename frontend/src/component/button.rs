//! Buttons and links to our own pages.

use yew::prelude::*;

use crate::{
    platform::locate,
    route::Route,
    state::{load::use_app, shell::Act},
};

/// How a button looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// A line.
    #[default]
    Line,
    /// Filled: the one thing to do here.
    Primary,
    /// In vermilion: refuses or destroys.
    Danger,
    /// Text only.
    Plain,
    /// A small line, for rows.
    Small,
}

impl Look {
    const fn class(self) -> &'static str {
        match self {
            Self::Line => "btn",
            Self::Primary => "btn btn--primary",
            Self::Danger => "btn btn--danger",
            Self::Plain => "btn btn--plain",
            Self::Small => "btn btn--small",
        }
    }
}

/// A button.
#[derive(Properties, PartialEq)]
pub struct ButtonProps {
    /// What it does.
    pub text: AttrValue,
    /// Doing it.
    pub onclick: Callback<()>,
    /// How it looks.
    #[prop_or_default]
    pub look: Look,
    /// It is being done.
    #[prop_or_default]
    pub is_busy: bool,
    /// It cannot be done now.
    #[prop_or_default]
    pub is_disabled: bool,
    /// The key that does the same.
    #[prop_or_default]
    pub key_hint: Option<AttrValue>,
    /// Identifier, for focus.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// A fuller name where the text alone is ambiguous.
    #[prop_or_default]
    pub aria: Option<AttrValue>,
}

/// Draws a button that cannot be pressed twice while it works.
#[component]
pub fn Button(props: &ButtonProps) -> Html {
    let onclick = {
        let (onclick, is_busy) = (props.onclick.clone(), props.is_busy);
        Callback::from(move |_: MouseEvent| {
            if !is_busy {
                onclick.emit(());
            }
        })
    };
    html! {
        <button type="button" id={props.id.clone()} class={props.look.class()} {onclick} disabled={props.is_disabled}
            aria-busy={props.is_busy.then_some("true")} aria-label={props.aria.clone()}>
            { &props.text }
            if let Some(key) = &props.key_hint {
                <kbd aria-hidden="true">{ key }</kbd>
            }
        </button>
    }
}

/// A link to one of our pages.
#[derive(Properties, PartialEq)]
pub struct GoProps {
    /// Where to.
    pub to: Route,
    /// What it says.
    pub children: Html,
    /// Class.
    #[prop_or_default]
    pub class: Classes,
    /// A query after the path, with its `?`.
    #[prop_or_default]
    pub query: AttrValue,
    /// The page is this one.
    #[prop_or_default]
    pub is_current: bool,
    /// Access key.
    #[prop_or_default]
    pub id: Option<AttrValue>,
}

/// Draws a real link, so that it can be opened in another tab, and follows it without a reload.
#[component]
pub fn Go(props: &GoProps) -> Html {
    let app = use_app();
    let path = format!("{}{}", props.to.path(), props.query);
    let onclick = {
        let (path, to) = (path.clone(), props.to);
        Callback::from(move |event: MouseEvent| {
            if event.ctrl_key() || event.meta_key() || event.shift_key() || event.button() != 0 {
                return;
            }
            event.prevent_default();
            locate::push(&path);
            app.dispatch(Act::Go(to));
        })
    };
    html! {
        <a href={path} id={props.id.clone()} class={props.class.clone()} {onclick} aria-current={props.is_current.then_some("page")}>
            { props.children.clone() }
        </a>
    }
}
