//! Tables that sort, can be walked with the keyboard and picked from; headings stay in sight.

use std::collections::BTreeSet;

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{Button, Look};
use crate::{
    i18n::{Label, words},
    platform::{events, focus},
    state::load::use_app,
};

/// Where a column's content stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Text.
    #[default]
    Start,
    /// Figures.
    End,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its heading.
    pub title: AttrValue,
    /// Where its content stands.
    pub align: Align,
    /// Rows can be sorted by it.
    pub is_sorted: bool,
}

impl Column {
    /// A column of text that can be sorted.
    #[must_use]
    pub fn text(title: impl Into<AttrValue>) -> Self {
        Self { title: title.into(), align: Align::Start, is_sorted: true }
    }

    /// A column of figures that can be sorted.
    #[must_use]
    pub fn figure(title: impl Into<AttrValue>) -> Self {
        Self { title: title.into(), align: Align::End, is_sorted: true }
    }

    /// A column of buttons.
    #[must_use]
    pub fn plain(title: impl Into<AttrValue>) -> Self {
        Self { title: title.into(), align: Align::Start, is_sorted: false }
    }
}

/// What stands in a cell, and by what it sorts.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// What is drawn.
    pub show: Html,
    /// By what it sorts: figures are padded so that text order is theirs.
    pub sort: String,
}

impl Cell {
    /// Text that sorts as it reads.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        /// From this many characters on a cell keeps room for a few words a line.
        const LONG: usize = 10;
        let text = text.into();
        let show = match text.chars().nth(LONG) {
            Some(_) => html! { <span class="cell-text">{ text.clone() }</span> },
            None => html! { { text.clone() } },
        };
        Self { show, sort: text }
    }

    /// A figure.
    #[must_use]
    pub fn figure(figure: i64) -> Self {
        Self { show: html! { { figure } }, sort: format!("{figure:020}") }
    }

    /// Anything, sorted by something else.
    #[must_use]
    pub fn show(show: Html, sort: impl Into<String>) -> Self {
        Self { show, sort: sort.into() }
    }
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What identifies it.
    pub key: String,
    /// What it is called, for its tick box.
    pub name: String,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A table.
#[derive(Properties, PartialEq)]
pub struct TableProps {
    /// What it is, for screen readers and above it.
    pub caption: AttrValue,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// A row was opened by key; rows then can be walked with j and k.
    #[prop_or_default]
    pub onopen: Option<Callback<String>>,
    /// Rows can be picked.
    #[prop_or_default]
    pub onpick: Option<Callback<BTreeSet<String>>>,
    /// The rows picked.
    #[prop_or_default]
    pub picked: BTreeSet<String>,
    /// The row the keyboard is on changed.
    #[prop_or_default]
    pub oncurrent: Option<Callback<String>>,
    /// The caption is for screen readers only.
    #[prop_or_default]
    pub is_bare: bool,
    /// What is unfolded below a row, by the row's key.
    #[prop_or_default]
    pub unfolded: Vec<(String, Html)>,
}

/// Draws a table.
#[component]
pub fn Table(props: &TableProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let sort = use_state(|| None::<(usize, bool)>);
    let current = use_state(|| None::<String>);

    let mut rows: Vec<&Row> = props.rows.iter().collect();
    if let Some((column, is_down)) = *sort {
        let key = |row: &&Row| row.cells.get(column).map(|cell| cell.sort.clone()).unwrap_or_default();
        rows.sort_by(|a, b| if is_down { key(b).cmp(&key(a)) } else { key(a).cmp(&key(b)) });
    }
    let order: Vec<String> = rows.iter().map(|row| row.key.clone()).collect();

    {
        let walk = props.onopen.clone().map(|onopen| (onopen, props.onpick.clone(), props.oncurrent.clone()));
        let deps = (order.clone(), (*current).clone(), props.picked.clone(), walk);
        let current = current.clone();
        use_effect_with(deps, move |(order, now, picked, walk)| {
            let listener = walk.clone().map(|(onopen, onpick, oncurrent)| {
                let (order, now, picked) = (order.clone(), now.clone(), picked.clone());
                events::on_key(move |key| {
                    let at = now.as_ref().and_then(|now| order.iter().position(|key| key == now));
                    let to = match key {
                        "j" => at.map_or(0, |at| (at + 1).min(order.len().saturating_sub(1))),
                        "k" => at.map_or(0, |at| at.saturating_sub(1)),
                        "o" | "Enter" => {
                            if let Some(now) = &now {
                                onopen.emit(now.clone());
                            }
                            return now.is_some();
                        }
                        "x" => {
                            if let (Some(now), Some(onpick)) = (&now, &onpick) {
                                onpick.emit(toggled(&picked, now));
                            }
                            return true;
                        }
                        _ => return false,
                    };
                    if let Some(key) = order.get(to) {
                        focus::on_id(&format!("row-{key}"));
                        current.set(Some(key.clone()));
                        if let Some(oncurrent) = &oncurrent {
                            oncurrent.emit(key.clone());
                        }
                    }
                    true
                })
            });
            move || drop(listener)
        });
    }

    let head = |(at, column): (usize, &Column)| {
        let state = sort.as_ref().filter(|(by, _)| *by == at).map(|(_, is_down)| *is_down);
        let aria = state.map(|is_down| if is_down { "descending" } else { "ascending" });
        let sort = sort.clone();
        let onclick = Callback::from(move |_: MouseEvent| sort.set(Some((at, state == Some(false)))));
        let class = (column.align == Align::End).then_some("num");
        html! {
            <th key={at} scope="col" {class} aria-sort={aria}>
                if column.is_sorted {
                    <button type="button" class="sort" {onclick}>{ &column.title }</button>
                } else { { &column.title } }
            </th>
        }
    };
    let pick_all = props.onpick.as_ref().map(|onpick| {
        let is_all = !order.is_empty() && order.iter().all(|key| props.picked.contains(key));
        let (onpick, order) = (onpick.clone(), order.clone());
        let onchange = Callback::from(move |_: Event| {
            onpick.emit(if is_all { BTreeSet::new() } else { order.iter().cloned().collect() });
        });
        html! { <th scope="col" class="pick"><input type="checkbox" checked={is_all} {onchange} aria-label={lang.of(words::SELECT_ALL)} /></th> }
    });
    let body = |row: &&Row| {
        let is_picked = props.picked.contains(&row.key);
        let pick = props.onpick.as_ref().map(|onpick| {
            let (onpick, picked, key) = (onpick.clone(), props.picked.clone(), row.key.clone());
            let onchange = Callback::from(move |event: Event| {
                if event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()).is_some() {
                    onpick.emit(toggled(&picked, &key));
                }
            });
            let aria = lang.fill(words::SELECT_ROW, &[&row.name]);
            html! { <td class="pick"><input type="checkbox" checked={is_picked} {onchange} aria-label={aria} /></td> }
        });
        let cell = |(at, cell): (usize, &Cell)| {
            let class = props.columns.get(at).filter(|column| column.align == Align::End).map(|_| "num");
            html! { <td key={at} {class}>{ cell.show.clone() }</td> }
        };
        let is_current = (*current).as_ref() == Some(&row.key);
        let more = props.unfolded.iter().find(|(key, _)| *key == row.key).map(|(key, more)| {
            let across = props.columns.len() + usize::from(props.onpick.is_some());
            html! { <tr key={format!("{key}-more")} id={format!("more-{key}")}><td colspan={across.to_string()}>{ more.clone() }</td></tr> }
        });
        html! {
            <>
            <tr key={row.key.clone()} id={format!("row-{}", row.key)} class={is_current.then_some("is-current")}
                tabindex={props.onopen.is_some().then_some("-1")}
                aria-selected={props.onpick.is_some().then_some(if is_picked { "true" } else { "false" })}>
                { pick.unwrap_or_default() }
                { for row.cells.iter().enumerate().map(cell) }
            </tr>
            { more.unwrap_or_default() }
            </>
        }
    };
    html! {
        <div class="tablebox" role="region" tabindex="0" aria-label={props.caption.clone()}>
            <table class="table">
                <caption class={props.is_bare.then_some("sr")}>{ &props.caption }</caption>
                <thead><tr>{ pick_all.unwrap_or_default() }{ for props.columns.iter().enumerate().map(head) }</tr></thead>
                <tbody>{ for rows.iter().map(body) }</tbody>
            </table>
        </div>
    }
}

fn toggled(picked: &BTreeSet<String>, key: &str) -> BTreeSet<String> {
    let mut picked = picked.clone();
    if !picked.remove(key) {
        picked.insert(key.to_owned());
    }
    picked
}

/// The foot of a paged list.
#[derive(Properties, PartialEq)]
pub struct PagerProps {
    /// Rows on this page.
    pub count: usize,
    /// The next page's cursor, where there is one.
    pub next: Option<String>,
    /// This is not the first page.
    pub is_further: bool,
    /// Go to a cursor; empty is the first page.
    pub ongo: Callback<String>,
    /// What counts rows, when not the usual.
    #[prop_or(words::ROWS_SHOWN)]
    pub label: Label,
}

/// Draws how many rows there are and the way on.
#[component]
pub fn Pager(props: &PagerProps) -> Html {
    let lang = use_app().lang;
    let first = props.ongo.reform(|()| String::new());
    let next = {
        let cursor = props.next.clone().unwrap_or_default();
        props.ongo.reform(move |()| cursor.clone())
    };
    html! {
        <div class="pager">
            <span>{ lang.fill(props.label, &[&props.count]) }</span>
            <span class="row">
                if props.is_further { <Button look={Look::Small} text={lang.of(words::FIRST_PAGE)} onclick={first} /> }
                if props.next.is_some() { <Button look={Look::Small} text={lang.of(words::NEXT_PAGE)} onclick={next} /> }
            </span>
        </div>
    }
}
