//! The numbers that hold, and what a prepared change of them would have made of the year before.

use shared::{
    amendment::SettingImpact,
    api::v1::{EditionDayView, SettingRow},
    regulation::Setting,
};
use yew::prelude::*;

use super::words;
use crate::{
    component::{Button, Cell, Column, Dialog, Failed, Look, Row, Table, Waiting},
    i18n::Lang,
    state::load::{use_app, use_load},
};

/// The table of the numbers that hold today.
pub fn table(lang: Lang, rows: &[SettingRow], onchange: &Callback<(Setting, u32)>) -> Html {
    let columns = [words::SETTING, words::VALUE, words::POINT, words::SOURCE, words::SINCE]
        .map(|label| Column::text(lang.of(label)));
    let columns: Vec<Column> = columns.into_iter().chain([Column::plain(lang.of(words::ACTIONS))]).collect();
    let row = |one: &SettingRow| {
        let about = one.setting.about();
        let since = one.since.map_or_else(|| lang.of(words::FROM_START).to_owned(), |day| lang.day(day));
        let next = one.next.map(|next| lang.fill(words::NEXT, &[&lang.day(next.from), &next.value]));
        let called = lang.pick(&about.words);
        let change = onchange.reform({
            let (setting, value) = (one.setting, one.value);
            move |()| (setting, value)
        });
        Row {
            key: one.setting.name().to_owned(),
            name: called.clone(),
            cells: vec![
                Cell::text(called.clone()),
                Cell::figure(i64::from(one.value)),
                Cell::text(lang.citation(about.citation)),
                Cell::text(lang.pick(&one.source)),
                Cell::show(
                    html! { <>{ &since }if let Some(next) = &next { <span class="cell-sub">{ next }</span> }</> },
                    since.clone(),
                ),
                Cell::show(
                    html! { <span class="nowrap"><Button id={format!("change-{}", one.setting.name())} look={Look::Small} text={lang.of(words::CHANGE)} onclick={change} /></span> },
                    String::new(),
                ),
            ],
        }
    };
    html! { <Table caption={lang.of(words::SETTINGS)} is_bare={true} {columns} rows={rows.iter().map(row).collect::<Vec<_>>()} /> }
}

/// Which change is tried.
#[derive(Properties, PartialEq)]
pub struct ImpactProps {
    /// It.
    pub view: EditionDayView,
    /// Done with it.
    pub onclose: Callback<()>,
}

/// What the numbers of a prepared change would have made of the year before.
#[component]
pub fn ImpactDialog(props: &ImpactProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let loaded = use_load::<Vec<SettingImpact>>(&format!("/editions/{}/impact", props.view.day.id));
    let columns =
        [words::SETTING, words::CHANGED, words::COUNTED, words::BY_BEFORE, words::BY_AFTER, words::DIFFERS]
            .map(|label| Column::text(lang.of(label)))
            .to_vec();
    let row = |one: &SettingImpact| {
        let called = lang.pick(&one.setting.about().words);
        let figure = |count: usize| Cell::figure(i64::try_from(count).unwrap_or(i64::MAX));
        Row {
            key: one.setting.name().to_owned(),
            name: called.clone(),
            cells: vec![
                Cell::text(called),
                Cell::text(format!("{} → {}", one.before, one.after)),
                Cell::text(lang.pick(&one.what)),
                figure(one.count_before),
                figure(one.count_after),
                Cell::text(one.names.join("、")),
            ],
        }
    };
    html! {
        <Dialog title={lang.of(words::TRY)} onclose={props.onclose.clone()} is_wide={true}>
            <p>{ lang.of(words::TRY_LEAD) }</p>
            if let Some(found) = &loaded.state.here {
                <Table caption={lang.of(words::TRY)} is_bare={true} {columns} rows={found.iter().map(row).collect::<Vec<_>>()} />
            } else if let Some(fault) = &loaded.state.fault {
                <Failed fault={fault.clone()} again={loaded.again.clone()} />
            } else {
                <Waiting />
            }
        </Dialog>
    }
}
