//! The journal as people read it, and its verification.

mod checkpoints;
mod proof;
mod verify;
pub mod words;

use shared::{
    api::v1::{JournalHead, JournalRow, Page, PersonRow},
    field::{FieldKind, RocDate, tidy},
};
use yew::prelude::*;

pub use proof::ProofOf;
pub use verify::VerifyPage;

use checkpoints::Checkpoints;

use crate::{
    component::{
        Button, Cell, Column, DateField, Empty, Failed, Go, Look, Notice, Pager, Row, Select, Table, Tone,
        Waiting,
    },
    i18n::{say, words as common},
    inquiry::{Exports, Rows, encoded},
    platform::{self, fetch, locate},
    route::Route,
    state::load::{complain, use_app, use_load},
};

const KINDS: [&str; 9] =
    ["inquiry", "draft", "printout", "item", "agency", "account", "application", "job_change", "calendar"];

/// What the journal is narrowed to.
#[derive(Debug, Clone, PartialEq, Default)]
struct Filter {
    record: String,
    kind: String,
    person: String,
    from: String,
    to: String,
    cursor: String,
}

impl Filter {
    /// From the address: a record's page links to its own entries.
    fn here() -> Self {
        let here = locate::here();
        let record = here.split_once("record=").map(|(_, rest)| rest.split('&').next().unwrap_or_default());
        Self { record: record.unwrap_or_default().to_owned(), ..Self::default() }
    }

    /// The query without the page, for the list and the export alike.
    fn query(&self) -> String {
        let day = |raw: &str| {
            let day = RocDate::parse(&tidy(FieldKind::RocDate, raw));
            day.map(|day| day.date().to_string()).unwrap_or_default()
        };
        let parts = [
            ("record", encoded(&self.record)),
            ("kind", self.kind.clone()),
            ("person", self.person.clone()),
            ("from", day(&self.from)),
            ("to", day(&self.to)),
        ];
        let filled = parts.iter().filter(|(_, value)| !value.is_empty());
        filled.map(|(name, value)| format!("&{name}={value}")).collect()
    }
}

/// The page.
#[component]
pub fn JournalPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let filter = use_state(Filter::here);
    let people = use_load::<Rows<PersonRow>>("/people");
    let page =
        if filter.cursor.is_empty() { String::new() } else { format!("&cursor={}", encoded(&filter.cursor)) };
    let loaded = use_load::<Page<JournalRow>>(&format!("/journal?limit=100{}{page}", filter.query()));
    {
        let filter = filter.setter();
        use_effect_with(app.visits, move |_| filter.set(Filter::here()));
    }
    let set = |change: fn(&mut Filter, String)| {
        let filter = filter.clone();
        Callback::from(move |text: String| {
            let mut next = (*filter).clone();
            next.cursor.clear();
            change(&mut next, text);
            filter.set(next);
        })
    };
    let clear = {
        let filter = filter.clone();
        Callback::from(move |()| {
            locate::push(&Route::Journal.path());
            filter.set(Filter::default());
        })
    };
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
    let kinds =
        KINDS.iter().map(|name| (AttrValue::from(*name), AttrValue::from(say::noun(lang, name).to_owned())));
    let persons: Vec<(AttrValue, AttrValue)> = people.state.here.as_ref().map_or_else(Vec::new, |people| {
        let name = |one: &PersonRow| {
            (
                AttrValue::from(one.person.to_string()),
                AttrValue::from(format!("{} {}", one.name, one.unit_name)),
            )
        };
        people.rows().iter().map(name).collect()
    });
    let columns = vec![
        Column::figure(lang.of(words::SEQ)),
        Column::text(lang.of(words::AT)),
        Column::text(lang.of(words::WHO)),
        Column::text(lang.of(words::WHAT)),
        Column::text(lang.of(words::RECORD)),
        Column::figure(lang.of(words::REVISION)),
        Column::plain(lang.of(words::PROOF)),
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
                html! { <Go to={Route::Journal} query={format!("?record={}", row.record)}><code>{ row.record.to_string().chars().skip(24).collect::<String>() }</code></Go> },
                row.record.to_string(),
            ),
            Cell::figure(row.revision),
            Cell::show(
                html! {
                    <a class="btn btn--small" href={format!("/api/v1/journal/entries/{}/proof?content=true", row.seq)} download=""
                        title={row.leaf.clone()} aria-label={lang.fill(words::PROOF_OF, &[&row.seq])}>{ lang.of(words::PROOF) }</a>
                },
                String::new(),
            ),
        ],
    };
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(found), _) if found.items.is_empty() => html! { <Empty title={words::EMPTY} /> },
        (Some(found), _) => html! { <>
            <Table caption={lang.of(words::TITLE)} is_bare={true} {columns} rows={found.items.iter().map(row).collect::<Vec<_>>()} />
            <Pager count={found.items.len()} next={found.next.clone()} is_further={!filter.cursor.is_empty()}
                ongo={let filter = filter.clone(); move |cursor| filter.set(Filter { cursor, ..(*filter).clone() })} />
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
                if head.disposed > 0 { <p>{ lang.fill(words::DISPOSED, &[&head.disposed]) }</p> }
                <ul>{ for head.problems.iter().map(|problem| html! { <li>{ problem }</li> }) }</ul>
            </Notice>
        }
    });
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div>
                <span class="row">
                    <Exports noun="journal" query={filter.query()} />
                    <Button id="verify" look={Look::Primary} text={lang.of(words::VERIFY)} onclick={verify} is_busy={*is_busy} />
                </span>
            </div>
            { verdict.unwrap_or_default() }
            if !filter.record.is_empty() {
                <Notice title={lang.of(words::ONE_RECORD)} tone={Tone::Plain}>
                    <p class="row row--apart"><code>{ &filter.record }</code><Button text={lang.of(words::SHOW_ALL)} onclick={clear} /></p>
                </Notice>
            } else {
                <div class="toolbar" role="search">
                    <Select id="f-kind" label={words::KIND} options={kinds.collect::<Vec<_>>()} value={filter.kind.clone()} blank={lang.of(common::ANY)} onchange={set(|f, text| f.kind = text)} />
                    <Select id="f-person" label={words::WHO} options={persons} value={filter.person.clone()} blank={lang.of(common::ANY)} onchange={set(|f, text| f.person = text)} />
                    <DateField id="f-from" label={words::FROM_DAY} value={filter.from.clone()} is_slim={true} oninput={set(|f, text| f.from = text)} />
                    <DateField id="f-to" label={words::TO_DAY} value={filter.to.clone()} is_slim={true} oninput={set(|f, text| f.to = text)} />
                    <span class="toolbar__end"><Button text={lang.of(common::CLEAR)} onclick={clear} /></span>
                </div>
            }
            { body }
            <Checkpoints />
        </div>
    }
}
