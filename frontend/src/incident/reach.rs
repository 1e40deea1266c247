//! What an incident may touch: one button, then inquiries by number with masked names, people, printouts and accounts.

use shared::{
    api::v1::{IncidentReach, TouchedInquiry},
    id::IncidentId,
};
use yew::prelude::*;

use super::words;
use crate::{
    component::{Button, Cell, Column, Empty, Failed, Go, Row, Table, Waiting},
    route::Route,
    state::load::{use_app, use_load},
};

/// Which incident.
#[derive(Properties, PartialEq)]
pub struct ReachProps {
    /// The incident.
    pub id: IncidentId,
    /// Its revision: another scope is another answer.
    pub revision: i64,
}

/// Draws the button, and what it found.
#[component]
pub fn Reach(props: &ReachProps) -> Html {
    let lang = use_app().lang;
    let is_open = use_state(|| false);
    let path = if *is_open { format!("/incidents/{}/reach", props.id) } else { String::new() };
    let loaded = use_load::<IncidentReach>(&path);
    let body = match (&loaded.state.here, &loaded.state.fault) {
        _ if !*is_open => Html::default(),
        (Some(reach), _) if reach.inquiries == 0 => html! { <Empty title={words::REACH_NONE} /> },
        (Some(reach), _) => {
            let figures: [&dyn std::fmt::Display; 5] =
                [&reach.inquiries, &reach.subjects, &reach.printouts, &reach.pages, &reach.accounts.len()];
            let columns = [words::CASE, words::PERSON, words::UNIT, words::SUBJECTS, words::SHEETS]
                .map(|label| Column::text(lang.of(label)))
                .to_vec();
            let accounts = reach.accounts.iter().map(|one| format!("{}（{}）", one.name, one.inquiries));
            html! { <>
                <p id="reach-figures"><strong>{ lang.fill(words::REACH_FIGURES, &figures) }</strong></p>
                <p>{ accounts.collect::<Vec<_>>().join("、") }</p>
                <Table caption={lang.of(words::REACH)} is_bare={true} {columns} rows={reach.rows.iter().map(row).collect::<Vec<_>>()} />
            </> }
        }
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    {
        let again = loaded.again.clone();
        use_effect_with(props.revision, move |_| again.emit(()));
    }
    html! {
        <section class="sect">
            <h2>{ lang.of(words::REACH) }</h2>
            if !*is_open { <div><Button id="show-reach" text={lang.of(words::SHOW_REACH)} onclick={let is_open = is_open.clone(); move |()| is_open.set(true)} /></div> }
            { body }
        </section>
    }
}

fn row(touched: &TouchedInquiry) -> Row {
    Row {
        key: touched.id.to_string(),
        name: touched.case_number.clone(),
        cells: vec![
            Cell::show(
                html! { <Go to={Route::Inquiry(touched.id)} class="cell-main">{ &touched.case_number }</Go> },
                touched.case_number.clone(),
            ),
            Cell::text(touched.applicant_name.clone()),
            Cell::text(touched.unit_name.clone()),
            Cell::text(touched.subjects.join("、")),
            Cell::text(touched.pages.to_string()),
        ],
    }
}
