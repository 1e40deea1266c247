//! What was signed of the journal, and who witnessed it.

use shared::api::v1::CheckpointRow;
use yew::prelude::*;

use super::words;
use crate::{
    component::{Cell, Chip, Column, Go, Row, Table, Tone},
    inquiry::Rows,
    route::Route,
    state::load::{use_app, use_load},
};

/// Checkpoints shown.
const SHOWN: usize = 8;

/// Draws the newest.
#[component]
pub fn Checkpoints() -> Html {
    let lang = use_app().lang;
    let loaded = use_load::<Rows<CheckpointRow>>("/journal/checkpoints");
    let Some(found) = &loaded.state.here else { return Html::default() };
    let columns = vec![
        Column::figure(lang.of(words::ENTRIES)),
        Column::text(lang.of(words::SIGNED_AT)),
        Column::text(lang.of(words::WITNESSES)),
        Column::plain(lang.of(words::ROOT)),
    ];
    let row = |row: &CheckpointRow| Row {
        key: row.size.to_string(),
        name: row.size.to_string(),
        cells: vec![
            Cell::figure(row.size),
            Cell::show(html! { <span class="nowrap">{ lang.moment(row.at) }</span> }, row.at.to_rfc3339()),
            Cell::show(
                html! { <>
                    { for row.witnessed.iter().map(|one| html! { <span class="cell-sub">{ &one.name }{ " " }{ lang.moment(one.at) }</span> }) }
                    if row.witnessed.is_empty() { <Chip text={lang.of(words::NOBODY_YET)} tone={Tone::Wait} /> }
                </> },
                row.witnessed.len().to_string(),
            ),
            Cell::show(
                html! { <code class="faint">{ row.root.chars().take(12).collect::<String>() }{ "…" }</code> },
                String::new(),
            ),
        ],
    };
    html! {
        <section class="card">
            <div class="row row--apart">
                <h2 id="checkpoints">{ lang.of(words::CHECKPOINTS) }</h2>
                <span class="row">
                    <a class="btn btn--small" href="/api/v1/journal/policy" download="chadiao-journal.policy">{ lang.of(words::POLICY) }</a>
                    <Go to={Route::Verify} class="btn btn--small">{ lang.of(words::VERIFY_FILE) }</Go>
                </span>
            </div>
            if found.rows().is_empty() {
                <p class="faint">{ lang.of(words::NO_CHECKPOINT) }</p>
            } else {
                <Table caption={lang.of(words::CHECKPOINTS)} is_bare={true} {columns}
                    rows={found.rows().iter().take(SHOWN).map(row).collect::<Vec<_>>()} />
            }
        </section>
    }
}
