//! Pages to print from: any sheet the server draws, with the ways to take it along.

pub mod words;

use shared::{
    field::{FieldKind, RocDate, tidy},
    paper::Sheet,
};
use uuid::Uuid;
use yew::prelude::*;

use crate::{
    component::{Button, DateField, Failed, Go, Look, SheetView, Waiting},
    i18n::{Lang, words as common},
    platform::locate,
    route::{self, Route},
    state::load::{use_app, use_load},
};

/// The page of a sheet by its name in [`route::SHEETS`].
pub fn named(name: &str, id: Option<Uuid>) -> Html {
    let Some(sheet) = route::sheet(name) else { return Html::default() };
    let source = sheet.source(id);
    html! { <SheetPage {source} back={(sheet.back)(id)} is_dated={sheet.is_dated} /> }
}

/// Which record's sheet.
#[derive(Properties, PartialEq)]
pub struct PapersProps {
    /// Its name in [`route::SHEETS`].
    pub name: &'static str,
    /// The record.
    pub id: Uuid,
}

/// Draws the ways to a record's sheet: its page to print from, and the files.
#[component]
pub fn Papers(props: &PapersProps) -> Html {
    let lang = use_app().lang;
    let Some(sheet) = route::sheet(props.name) else { return Html::default() };
    let source = sheet.source(Some(props.id));
    let to = |format: &str| format!("/api/v1{source}?format={format}");
    html! {
        <span class="row">
            <Go to={Route::Sheet(props.name, Some(props.id))} class="btn btn--small">{ lang.of(words::PRINT) }</Go>
            <a class="btn btn--small" href={to("pdf")} target="_blank" rel="noopener">{ "PDF" }</a>
            <a class="btn btn--small" href={to("odt")} target="_blank" rel="noopener">{ "ODT" }</a>
        </span>
    }
}

/// Which sheet.
#[derive(Properties, PartialEq)]
pub struct SheetPageProps {
    /// Where the server has it, below `/api/v1`.
    pub source: AttrValue,
    /// Where to go back to.
    pub back: Route,
    /// Whether it is asked for as of a day.
    #[prop_or_default]
    pub is_dated: bool,
}

/// The page: the sheet as it will be printed, and the ways to take it along.
#[component]
pub fn SheetPage(props: &SheetPageProps) -> Html {
    let lang = use_app().lang;
    let on = use_state(String::new);
    let day = RocDate::parse(&tidy(FieldKind::RocDate, &on)).map(|day| format!("&on={}", day.date()));
    // What the list was narrowed to stands in the address.
    let asked = use_memo((), |()| locate::query());
    let query = day.unwrap_or_default() + &asked;
    let loaded = use_load::<Sheet>(&format!("{}?format=json{query}", props.source));
    let file = |format: &str, label| {
        let href = format!("/api/v1{}?format={format}{query}", props.source);
        html! { <a class="btn" {href} download="">{ lang.of(label) }</a> }
    };
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(sheet), _) => html! { <SheetView sheet={sheet.clone()} /> },
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    html! {
        <div class="page">
            <div class="row noprint">
                <Button id="print" look={Look::Primary} text={lang.of(words::PRINT)} onclick={Callback::from(|()| locate::print())} />
                { file("pdf", words::PDF) }
                { file("odt", words::ODT) }
                <Go to={props.back} class="btn">{ lang.of(common::BACK) }</Go>
            </div>
            if props.is_dated {
                <div class="toolbar noprint">
                    <DateField id="as-of" label={words::AS_OF} value={(*on).clone()} is_slim={true} oninput={let on = on.clone(); move |text| on.set(text)} />
                </div>
            }
            if lang == Lang::En { <p class="faint noprint">{ lang.of(words::CHINESE) }</p> }
            { body }
        </div>
    }
}
