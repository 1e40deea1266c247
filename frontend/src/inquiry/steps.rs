//! The parts of the form along the thread, and what is still to be mended, each a way to its field.

use shared::violation::Violation;
use yew::prelude::*;

use super::words;
use crate::{
    component::{Notice, Tone},
    platform::focus,
    state::{
        editor::{Edit, Editor},
        load::use_app,
    },
};

/// What the fields tell the form. Made once: a field is drawn again only when its own text or verdict changed.
pub struct Hands {
    texts: Vec<(&'static str, Callback<String>, Callback<()>)>,
    /// A composition began or ended.
    pub compose: Callback<bool>,
    /// A data item was ticked or unticked.
    pub tick: Callback<(String, bool)>,
}

impl Hands {
    /// For the text fields at these paths.
    pub fn new(editor: UseReducerDispatcher<Editor>, paths: &[&'static str]) -> Self {
        let text = |path: &&'static str| {
            let (path, input, leave) = (*path, editor.clone(), editor.clone());
            let input = Callback::from(move |text| input.dispatch(Edit::Text(path, text)));
            (path, input, Callback::from(move |()| leave.dispatch(Edit::Leave(path.into()))))
        };
        let texts = paths.iter().map(text).collect();
        let compose = {
            let editor = editor.clone();
            Callback::from(move |is_on| editor.dispatch(Edit::Compose(is_on)))
        };
        let tick = Callback::from(move |(code, is_on)| {
            editor.dispatch(Edit::DataItem(code, is_on));
            editor.dispatch(Edit::Leave("data_items".into()));
        });
        Self { texts, compose, tick }
    }

    /// Typing into the field at `path`.
    pub fn text(&self, path: &str) -> Callback<String> {
        self.at(path).map(|(_, input, _)| input.clone()).unwrap_or_default()
    }

    /// Leaving it.
    pub fn leave(&self, path: &str) -> Callback<()> {
        self.at(path).map(|(.., leave)| leave.clone()).unwrap_or_default()
    }

    fn at(&self, path: &str) -> Option<&(&'static str, Callback<String>, Callback<()>)> {
        self.texts.iter().find(|(name, ..)| *name == path)
    }
}

/// What a part shows.
#[derive(Properties, PartialEq)]
pub struct PartProps {
    /// Its number, in Chinese.
    pub no: AttrValue,
    /// Its title.
    pub title: AttrValue,
    /// What it holds.
    pub children: Html,
}

/// One part of the form along the thread.
#[component]
pub fn Part(props: &PartProps) -> Html {
    html! {
        <section class="step">
            <span class="step__no" aria-hidden="true">{ &props.no }</span>
            <div class="step__body"><h2>{ &props.title }</h2>{ props.children.clone() }</div>
        </section>
    }
}

/// What is wrong with the form.
#[derive(Properties, PartialEq)]
pub struct SummaryProps {
    /// What is to be mended.
    pub violations: Vec<Violation>,
}

/// Everything to mend, each a way to its field.
#[component]
pub fn Summary(props: &SummaryProps) -> Html {
    const MOST: usize = 12;
    let lang = use_app().lang;
    let line = |(at, violation): (usize, &Violation)| {
        let target = field_id(&violation.path);
        let onclick = Callback::from(move |_: MouseEvent| focus::on_id(&target));
        let row = row_of(&violation.path)
            .map(|row| lang.fill(words::ROW, &[&(row + 1)]) + "：")
            .unwrap_or_default();
        html! { <li key={at}><button type="button" class="linklike" {onclick}>{ row }{ lang.pick(&violation.message) }</button></li> }
    };
    html! {
        <div id="form-errors" tabindex="-1">
            <Notice title={lang.of(words::MEND)} tone={Tone::Stop}>
                <ul>{ for props.violations.iter().take(MOST).enumerate().map(line) }</ul>
            </Notice>
        </div>
    }
}

/// `subjects[3].identity` → 3.
fn row_of(path: &str) -> Option<usize> {
    path.strip_prefix("subjects[")?.split(']').next()?.parse().ok()
}

/// `subjects[3].identity` → `s-3-identity`; other fields are named as in the form.
fn field_id(path: &str) -> String {
    match path.strip_prefix("subjects[").and_then(|rest| rest.split_once(']')) {
        Some((row, field)) => format!("s-{row}-{}", field.trim_start_matches('.')),
        None if path == "subjects" => "s-0-name".into(),
        None => path.split('[').next().unwrap_or(path).to_owned(),
    }
}
