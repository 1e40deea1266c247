//! The journal as people read it, and its verification.

pub mod words;

use shared::api::v1::{JournalHead, JournalRow, Page};
use yew::prelude::*;

use crate::{
    component::{Button, Cell, Column, Empty, Failed, Look, Notice, Pager, Row, Table, Tone, Waiting},
    i18n::say,
    inquiry::encoded,
    platform::{self, fetch},
    state::load::{complain, use_app, use_load},
};

/// The page.
#[component]
pub fn JournalPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let cursor = use_state(String::new);
    let page = if cursor.is_empty() { String::new() } else { format!("&cursor={}", encoded(&cursor)) };
    let loaded = use_load::<Page<JournalRow>>(&format!("/journal?limit=100{page}"));
    let head = use_state(|| None::<JournalHead>);
    let is_busy = use_state(|| false);
    let verify = {
        let (app, head, is_busy) = (app.clone(), head.clone(), is_busy.clone());
        Callback::from(move |()| {
            let (app, head, is_busy) = (app.clone(), head.clone(), is_busy.clone());
            is_busy.set(true);
            platform::spawn(async move {
                match fetch::change::<_, JournalHead>("POST", "/journal/verify", None, &()).await {
                    Ok(found) => head.set(Some(found)),
                    Err(fault) => complain(&app, &fault),
                }
                is_busy.set(false);
            });
        })
    };
    let columns = vec![
        Column::figure(lang.of(words::SEQ)),
        Column::text(lang.of(words::AT)),
        Column::text(lang.of(words::WHO)),
        Column::text(lang.of(words::WHAT)),
        Column::text(lang.of(words::RECORD)),
        Column::figure(lang.of(words::REVISION)),
        Column::plain(lang.of(words::LEAF)),
    ];
    let row = |row: &JournalRow| Row {
        key: row.seq.to_string(),
        name: row.seq.to_string(),
        cells: vec![
            Cell::figure(row.seq),
            Cell::show(html! { <span class="nowrap">{ lang.moment(row.at) }</span> }, row.at.to_rfc3339()),
            Cell::text(row.actor_name.clone()),
            Cell::show(
                html! { <>{ say::action(lang, &row.action).to_owned() }<span class="cell-sub">{ say::noun(lang, &row.kind).to_owned() }</span></> },
                row.action.clone(),
            ),
            Cell::show(
                html! { <code class="faint">{ row.record.to_string().chars().skip(24).collect::<String>() }</code> },
                row.record.to_string(),
            ),
            Cell::figure(row.revision),
            Cell::show(
                html! { <code class="faint">{ row.leaf.chars().take(12).collect::<String>() }{ "…" }</code> },
                String::new(),
            ),
        ],
    };
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(found), _) if found.items.is_empty() => html! { <Empty title={words::EMPTY} /> },
        (Some(found), _) => html! { <>
            <Table caption={lang.of(words::TITLE)} is_bare={true} {columns} rows={found.items.iter().map(row).collect::<Vec<_>>()} />
            <Pager count={found.items.len()} next={found.next.clone()} is_further={!cursor.is_empty()} ongo={let cursor = cursor.clone(); move |to| cursor.set(to)} />
        </> },
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    let verdict = head.as_ref().map(|head| {
        let is_sound = head.problems.is_empty();
        let title = if is_sound {
            lang.fill(words::SOUND, &[&head.size])
        } else {
            lang.fill(words::BROKEN, &[&head.problems.len()])
        };
        html! {
            <Notice {title} tone={if is_sound { Tone::Done } else { Tone::Stop }}>
                <p>{ lang.of(words::ROOT) }{ " " }<code>{ &head.root }</code></p>
                <ul>{ for head.problems.iter().map(|problem| html! { <li>{ problem }</li> }) }</ul>
            </Notice>
        }
    });
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div>
                <Button id="verify" look={Look::Primary} text={lang.of(words::VERIFY)} onclick={verify} is_busy={*is_busy} />
            </div>
            { verdict.unwrap_or_default() }
            { body }
        </div>
    }
}
