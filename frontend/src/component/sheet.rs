//! A sheet as a page: the same model and the same words as the PDF, for eyes, screen readers and the printer.

use std::rc::Rc;

use shared::paper::{self, Block, Code, Column, Field, Sheet, SignatureBox, Tick};
use yew::prelude::*;

/// Which sheet.
#[derive(Properties, PartialEq)]
pub struct SheetViewProps {
    /// The sheet.
    pub sheet: Rc<Sheet>,
}

/// Draws it. It is a Chinese document whatever the language of the page.
#[component]
pub fn SheetView(props: &SheetViewProps) -> Html {
    let sheet = &props.sheet;
    html! {
        <article class={classes!("paper", sheet.is_landscape.then_some("paper--wide"))} lang={paper::LANGUAGE}>
            if !sheet.watermark.is_empty() {
                <div class="paper__mark" aria-hidden="true" data-mark={sheet.watermark.clone()}></div>
            }
            <header class="paper__head">
                <span>{ &sheet.form_number }</span>
                <span>{ for sheet.filing_words().into_iter().map(|line| html! { <span class="paper__line">{ line }</span> }) }</span>
            </header>
            if !sheet.agency.is_empty() { <p class="paper__agency">{ &sheet.agency }</p> }
            <h1 id="page-title" tabindex="-1">{ &sheet.title }</h1>
            { for sheet.blocks.iter().map(block) }
            <div class="paper__end">
                <div class="paper__boxes">{ for sheet.signatures.chunks(4).map(signatures) }</div>
                { code(&sheet.link) }
            </div>
            <footer class="paper__foot">
                if !sheet.note.is_empty() { <p>{ &sheet.note }</p> }
                <p>{ sheet.printed_words() }</p>
            </footer>
        </article>
    }
}

fn block(block: &Block) -> Html {
    match block {
        Block::Heading { text } => html! { <h2>{ text }</h2> },
        Block::Text { text } => html! { <p class="paper__text">{ text }</p> },
        Block::Fields { rows } => fields(rows),
        Block::Table { columns, rows } => table(columns, rows),
        Block::Ticks { label, boxes } => {
            let words = boxes.iter().map(Tick::words).collect::<Vec<_>>().join("\u{3000}");
            fields(&[vec![Field::new(label, words)]])
        }
        Block::Anchor { text } => {
            html! { <div class="paper__end"><pre class="paper__anchor">{ text }</pre>{ code(text) }</div> }
        }
    }
}

fn fields(rows: &[Vec<Field>]) -> Html {
    let pairs = rows.iter().map(Vec::len).max().unwrap_or_default();
    let row = |row: &Vec<Field>| {
        let last = row.len().saturating_sub(1);
        let cell = |(at, field): (usize, &Field)| {
            // The last value takes what the row leaves.
            let span = if at == last { 2 * (pairs - row.len()) + 1 } else { 1 };
            html! { <><th scope="row">{ &field.label }</th><td colspan={span.to_string()}>{ &field.value }</td></> }
        };
        html! { <tr>{ for row.iter().enumerate().map(cell) }</tr> }
    };
    html! { <table class="paper__fields"><tbody>{ for rows.iter().filter(|row| !row.is_empty()).map(row) }</tbody></table> }
}

fn table(columns: &[Column], rows: &[Vec<String>]) -> Html {
    let total = columns.iter().map(|column| u32::from(column.share.max(1))).sum::<u32>().max(1);
    // A short row is ruled to the end.
    let whole = |row: &Vec<String>| {
        row.clone().into_iter().chain(std::iter::repeat(String::new())).take(columns.len())
    };
    let width = |column: &Column| format!("{}%", u32::from(column.share.max(1)) * 100 / total);
    // A table of many columns keeps them readable on a narrow screen, and is moved sideways there.
    let many = (columns.len() > 3).then_some("paper__table--many");
    let name = columns.iter().map(|column| column.title.as_str()).collect::<Vec<_>>().join("、");
    html! {
        <div class="paper__scroll" role="region" tabindex="0" aria-label={name}>
        <table class={classes!("paper__table", many)}>
            <colgroup>{ for columns.iter().map(|column| html! { <col width={width(column)} /> }) }</colgroup>
            <thead><tr>{ for columns.iter().map(|column| html! { <th scope="col">{ &column.title }</th> }) }</tr></thead>
            <tbody>{ for rows.iter().map(|row| html! { <tr>{ for whole(row).map(|cell| html! { <td>{ cell }</td> }) }</tr> }) }</tbody>
        </table>
        </div>
    }
}

fn signatures(boxes: &[SignatureBox]) -> Html {
    let one = |one: &SignatureBox| {
        html! { <div><dt>{ &one.role }</dt><dd>{ &one.name }<span class="paper__line">{ &one.at }</span></dd></div> }
    };
    html! { <dl class="paper__sign">{ for boxes.iter().map(one) }</dl> }
}

fn code(link: &str) -> Html {
    let Some(code) = paper::qr(link) else { return Html::default() };
    let side = code.side + 2 * Code::QUIET;
    let view = format!("-{quiet} -{quiet} {side} {side}", quiet = Code::QUIET);
    html! {
        <svg class="paper__code" viewBox={view} role="img" aria-label={link.to_owned()} shape-rendering="crispEdges">
            <path d={code.path()} fill="#000" />
        </svg>
    }
}
