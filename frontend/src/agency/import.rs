//! The tree from a file: tried first, then taken in, row by row.

use shared::api::v1::{ImportResult, ImportRow};
use yew::prelude::*;

use super::words;
use crate::{
    component::{Button, Cell, Chip, Column, Dialog, Look, Row, Says, Table, Tone},
    platform::{
        self,
        fetch::{self, Call},
        file, random,
    },
    state::load::{complain, use_app},
};

/// What happens around the dialog.
#[derive(Properties, PartialEq)]
pub struct ImportProps {
    /// Not now.
    pub onclose: Callback<()>,
    /// Rows were taken in.
    pub onsaved: Callback<()>,
}

/// Draws the dialog.
#[component]
pub fn ImportDialog(props: &ImportProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let text = use_state(String::new);
    let rows = use_state(Vec::<ImportRow>::new);
    let is_busy = use_state(|| false);
    let onchange = {
        let (app, text, rows) = (app.clone(), text.clone(), rows.clone());
        Callback::from(move |event: Event| {
            let Some(chosen) = file::chosen(&event) else { return };
            let (app, text, rows) = (app.clone(), text.clone(), rows.clone());
            platform::spawn(async move {
                match file::text(&chosen).await {
                    Ok(read) => {
                        rows.set(Vec::new());
                        text.set(read);
                    }
                    Err(_) => complain(&app, &fetch::Fault::Garbled(0)),
                }
            });
        })
    };
    let send = |is_trial: bool| {
        let (app, text, rows, is_busy) = (app.clone(), text.clone(), rows.clone(), is_busy.clone());
        let onsaved = props.onsaved.clone();
        Callback::from(move |()| {
            is_busy.set(true);
            let (app, text, rows, is_busy) = (app.clone(), text.clone(), rows.clone(), is_busy.clone());
            let onsaved = onsaved.clone();
            platform::spawn(async move {
                let Ok(operation) = random::id() else { return };
                let path = if is_trial { "/agencies/import?dry_run=true" } else { "/agencies/import" };
                let call = Call {
                    method: "POST",
                    body: Some(&text),
                    media_type: "text/csv",
                    operation: Some(operation),
                    ..Call::default()
                };
                match fetch::send(path, call).await.and_then(|answer| answer.read::<Vec<ImportRow>>()) {
                    Ok(answer) => {
                        rows.set(answer);
                        if !is_trial {
                            onsaved.emit(());
                        }
                    }
                    Err(fault) => complain(&app, &fault),
                }
                is_busy.set(false);
            });
        })
    };
    let row = |row: &ImportRow| {
        let (word, tone) = match row.result {
            ImportResult::Created => (words::CREATED, Tone::Go),
            ImportResult::Changed => (words::CHANGED, Tone::Wait),
            ImportResult::Skipped => (words::SKIPPED, Tone::Plain),
            ImportResult::Refused => (words::REFUSED, Tone::Stop),
        };
        Row {
            key: row.line.to_string(),
            name: row.line.to_string(),
            cells: vec![
                Cell::figure(i64::try_from(row.line).unwrap_or_default()),
                Cell::show(html! { <Chip text={lang.of(word)} {tone} /> }, lang.of(word)),
                Cell::show(
                    html! { <Says id={format!("line-{}", row.line)} violations={row.report.violations.clone()} /> },
                    String::new(),
                ),
            ],
        }
    };
    let columns = vec![
        Column::figure(lang.of(words::LINE)),
        Column::text(lang.of(words::RESULT)),
        Column::plain(lang.of(words::WHY)),
    ];
    let foot = html! {
        <>
            <Button id="import-try" text={lang.of(words::IMPORT_TRY)} onclick={send(true)} is_disabled={text.is_empty()} is_busy={*is_busy} />
            <Button id="import-do" look={Look::Primary} text={lang.of(words::IMPORT_DO)} onclick={send(false)} is_disabled={text.is_empty()} is_busy={*is_busy} />
        </>
    };
    html! {
        <Dialog title={lang.of(words::IMPORT)} onclose={props.onclose.clone()} {foot} is_wide={true}>
            <p>{ lang.of(words::IMPORT_LEAD) }</p>
            <div class="field">
                <label class="field__label" for="import-file">{ lang.of(words::IMPORT_FILE) }</label>
                <input type="file" id="import-file" accept=".csv,text/csv" {onchange} />
            </div>
            if !rows.is_empty() { <Table caption={lang.of(words::IMPORT)} is_bare={true} {columns} rows={rows.iter().map(row).collect::<Vec<_>>()} /> }
        </Dialog>
    }
}
