//! A table of inquiries, the same wherever one is shown.

use std::collections::BTreeSet;

use shared::api::v1::InquiryRow;
use yew::prelude::*;

use super::words;
use crate::{
    component::{Cell, Chip, Column, Go, Row, Table, Tone, status_tone},
    i18n::say,
    platform::locate,
    route::Route,
    state::{load::use_app, shell::Act},
};

/// The table.
#[derive(Properties, PartialEq)]
pub struct InquiryTableProps {
    /// What it shows.
    pub caption: AttrValue,
    /// Its rows.
    pub rows: Vec<InquiryRow>,
    /// Show who applied.
    #[prop_or_default]
    pub with_applicant: bool,
    /// Rows can be picked.
    #[prop_or_default]
    pub onpick: Option<Callback<BTreeSet<String>>>,
    /// The rows picked.
    #[prop_or_default]
    pub picked: BTreeSet<String>,
    /// The row the keyboard is on changed.
    #[prop_or_default]
    pub oncurrent: Option<Callback<String>>,
    /// Beside something else: only what tells rows apart.
    #[prop_or_default]
    pub is_narrow: bool,
    /// Opening a row does this instead of going to its page.
    #[prop_or_default]
    pub onopen: Option<Callback<String>>,
}

/// Draws the table.
#[component]
pub fn InquiryTable(props: &InquiryTableProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let mut columns = vec![Column::text(lang.of(words::CASE))];
    if !props.is_narrow {
        columns.push(Column::text(lang.of(words::ITEM_COL)));
    }
    columns.push(Column::text(lang.of(words::SUBJECTS_COL)));
    if props.with_applicant {
        columns.push(Column::text(lang.of(words::APPLICANT)));
    }
    if !props.is_narrow {
        columns.extend([
            Column::text(lang.of(words::STATUS_COL)),
            Column::text(lang.of(words::DUE_COL)),
            Column::text(lang.of(words::UPDATED)),
        ]);
    }
    let today = app.caps.as_ref().map(|caps| caps.today);
    let row = |row: &InquiryRow| {
        let name = if row.case_number.is_empty() {
            lang.of(words::UNTITLED).to_owned()
        } else {
            row.case_number.clone()
        };
        let item = {
            let name = lang.name(&row.item_name, &row.item_name_en);
            format!("{}　{name}", row.item_number).trim().to_owned()
        };
        let is_narrow = props.is_narrow;
        let link = html! {
            <><Go to={target(row)} class="cell-main">{ &name }</Go>if is_narrow { <span class="cell-sub">{ &item }</span> }</>
        };
        let mut cells = vec![Cell::show(link, row.case_number.clone())];
        if !is_narrow {
            cells.push(Cell::text(item.clone()));
        }
        let submitted = row.submitted_at.unwrap_or(row.updated_at);
        let people = html! {
            <>
                <span class="nowrap">{ &row.first_subject }</span>
                if row.subjects > 1 { <span class="cell-sub">{ lang.fill(words::IN_ALL, &[&row.subjects]) }</span> }
                if is_narrow { <span class="cell-sub">{ lang.fill(words::SUBMITTED_ON, &[&lang.moment(submitted)]) }</span> }
            </>
        };
        cells.push(Cell::show(people, format!("{:06}", row.subjects)));
        if props.with_applicant {
            let sort = row.applicant_name.clone();
            cells.push(Cell::show(
                html! { <>{ &row.applicant_name }<span class="cell-sub">{ &row.unit_name }</span></> },
                sort,
            ));
        }
        if is_narrow {
            return Row { key: row.id.to_string(), name, cells };
        }
        let status = if row.is_lapsed { "lapsed" } else { row.status.as_str() };
        let due = row.due.map_or_else(Html::default, |due| {
            let is_late = today.is_some_and(|today| due < today);
            html! { if is_late { <Chip text={lang.day(due)} tone={Tone::Stop} /> } else { <span class="nowrap">{ lang.day(due) }</span> } }
        });
        cells.extend([
            Cell::show(
                html! { <Chip text={say::status(lang, status).to_owned()} tone={status_tone(status)} /> },
                status,
            ),
            Cell::show(due, row.due.map(|due| due.to_string()).unwrap_or_default()),
            Cell::show(
                html! { <span class="quiet">{ lang.moment(row.updated_at) }</span> },
                row.updated_at.to_rfc3339(),
            ),
        ]);
        Row { key: row.id.to_string(), name, cells }
    };
    let onopen = props.onopen.clone().unwrap_or_else(|| {
        let (rows, app) = (props.rows.clone(), app.clone());
        Callback::from(move |key: String| {
            if let Some(row) = rows.iter().find(|row| row.id.to_string() == key) {
                let route = target(row);
                locate::push(&route.path());
                app.dispatch(Act::Go(route));
            }
        })
    });
    html! {
        <Table caption={props.caption.clone()} is_bare={true} {columns} rows={props.rows.iter().map(row).collect::<Vec<_>>()} {onopen}
            onpick={props.onpick.clone()} picked={props.picked.clone()} oncurrent={props.oncurrent.clone()} />
    }
}

/// A draft opens as a form, anything else as a record.
fn target(row: &InquiryRow) -> Route {
    if row.status == "draft" { Route::Edit(row.id) } else { Route::Inquiry(row.id) }
}
