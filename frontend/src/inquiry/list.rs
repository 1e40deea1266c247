//! Every inquiry a person may see, filtered and exported without identities.

use shared::{
    api::v1::{InquiryRow, Page},
    field::{FieldKind, RocDate, tidy},
};
use yew::prelude::*;

use super::{items, rows::InquiryTable, words};
use crate::{
    component::{Button, DateField, Empty, Failed, Pager, Select, TextField, Waiting},
    i18n::{say, words as common},
    state::load::{use_app, use_load},
};

const STATUSES: [&str; 7] =
    ["submitted", "sent_back", "approved", "carried_out", "closed", "rejected", "withdrawn"];

/// What the list is narrowed to.
#[derive(Debug, Clone, PartialEq, Default)]
struct Filter {
    status: String,
    item: String,
    case_number: String,
    from: String,
    to: String,
    cursor: String,
}

impl Filter {
    /// The query without the page, for the list and the export alike.
    fn query(&self) -> String {
        let day = |raw: &str| {
            RocDate::parse(&tidy(FieldKind::RocDate, raw))
                .map(|day| day.date().to_string())
                .unwrap_or_default()
        };
        let parts = [
            ("status", self.status.clone()),
            ("item", self.item.clone()),
            ("case_number", encoded(self.case_number.trim())),
            ("from", day(&self.from)),
            ("to", day(&self.to)),
        ];
        parts
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("&{name}={value}"))
            .collect()
    }
}

/// Percent-encodes everything that is not plainly allowed in a query.
#[must_use]
pub fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

/// The page.
#[component]
pub fn ListPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let filter = use_state(Filter::default);
    let items = items::use_items();
    let cursor =
        if filter.cursor.is_empty() { String::new() } else { format!("&cursor={}", encoded(&filter.cursor)) };
    let found = use_load::<Page<InquiryRow>>(&format!("/inquiries?limit=50{}{cursor}", filter.query()));

    let set = |change: fn(&mut Filter, String)| {
        let filter = filter.clone();
        Callback::from(move |text: String| {
            let mut next = (*filter).clone();
            next.cursor.clear();
            change(&mut next, text);
            filter.set(next);
        })
    };
    let statuses = STATUSES
        .iter()
        .map(|name| (AttrValue::from(*name), AttrValue::from(say::status(lang, name).to_owned())));
    let item_options = items.iter().flat_map(|items| items.iter()).map(|item| {
        (
            AttrValue::from(item.id.to_string()),
            AttrValue::from(format!(
                "{} {}",
                item.draft.number,
                lang.name(&item.draft.name, &item.draft.name_en)
            )),
        )
    });
    let clear = {
        let filter = filter.clone();
        Callback::from(move |()| filter.set(Filter::default()))
    };
    let body = match (&found.state.here, &found.state.fault) {
        (Some(page), _) => html! {
            if page.items.is_empty() { <Empty title={words::EMPTY_LIST} /> } else {
                <InquiryTable caption={lang.of(words::LIST_TITLE)} rows={page.items.clone()} with_applicant={true} />
                <Pager count={page.items.len()} next={page.next.clone()} is_further={!filter.cursor.is_empty()}
                    ongo={let filter = filter.clone(); move |cursor| filter.set(Filter { cursor, ..(*filter).clone() })} />
            }
        },
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={found.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::LIST_TITLE) }</h1><p>{ lang.of(words::LIST_LEAD) }</p></div>
                <Exports noun="inquiries" query={filter.query()} />
            </div>
            <div class="toolbar" role="search">
                <TextField id="f-case" class="field--wide" label={words::CASE} value={filter.case_number.clone()} kind_attr="search" oninput={set(|f, text| f.case_number = text)} />
                <Select id="f-status" label={words::STATUS_COL} options={statuses.collect::<Vec<_>>()} value={filter.status.clone()} blank={lang.of(common::ANY)} onchange={set(|f, text| f.status = text)} />
                <Select id="f-item" label={words::ITEM_COL} options={item_options.collect::<Vec<_>>()} value={filter.item.clone()} blank={lang.of(common::ANY)} onchange={set(|f, text| f.item = text)} />
                <DateField id="f-from" label={words::FROM_DAY} value={filter.from.clone()} is_slim={true} oninput={set(|f, text| f.from = text)} />
                <DateField id="f-to" label={words::TO_DAY} value={filter.to.clone()} is_slim={true} oninput={set(|f, text| f.to = text)} />
                <span class="toolbar__end"><Button text={lang.of(common::CLEAR)} onclick={clear} /></span>
            </div>
            { body }
        </div>
    }
}

/// The ways to take a list along, without identities.
#[derive(Properties, PartialEq)]
pub struct ExportsProps {
    /// Which list.
    pub noun: AttrValue,
    /// Its filters, each with a leading `&`.
    #[prop_or_default]
    pub query: AttrValue,
}

/// Draws the links; the server makes the files.
#[component]
pub fn Exports(props: &ExportsProps) -> Html {
    let lang = use_app().lang;
    let query = props.query.strip_prefix('&').map(|query| format!("?{query}")).unwrap_or_default();
    let link = |kind: &str, label| {
        html! { <a class="btn btn--small" href={format!("/api/v1/exports/{}.{kind}{query}", props.noun)} download="">{ lang.of(label) }</a> }
    };
    html! { <span class="row">{ link("csv", common::EXPORT_CSV) }{ link("ods", common::EXPORT_ODS) }</span> }
}
