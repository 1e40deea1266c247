//! The personnel office's list: judged row by row first, then taken in.

use shared::{
    api::v1::{ImportResult, ImportRow},
    violation::Violation,
};
use yew::prelude::*;

use super::words;
use crate::{
    component::{Button, Chip, Dialog, Look, Says, Tone},
    platform::{
        self,
        fetch::{self, Call, Fault},
        file, random,
    },
    state::{
        load::{complain, use_app},
        shell::Act,
    },
};

/// What to do afterwards.
#[derive(Properties, PartialEq)]
pub struct ImportProps {
    /// Done with it.
    pub onclose: Callback<()>,
    /// Rows were taken in.
    pub onsaved: Callback<()>,
}

async fn send(text: &str, is_judged: bool) -> Result<Vec<ImportRow>, Fault> {
    let path = if is_judged { "/job-changes/import?dry_run=true" } else { "/job-changes/import" };
    let call = Call {
        method: "POST",
        body: Some(text),
        media_type: "text/csv",
        operation: random::id().ok(),
        ..Call::default()
    };
    fetch::send(path, call).await?.read()
}

/// Draws the choice of a file, what its rows amount to, and what became of them.
#[component]
pub fn ImportDialog(props: &ImportProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let text = use_state(String::new);
    let rows = use_state(Vec::<ImportRow>::new);
    let is_made = use_state(|| false);
    let onfile = {
        let (app, text, rows, is_made) = (app.clone(), text.clone(), rows.clone(), is_made.clone());
        Callback::from(move |event: Event| {
            let Some(chosen) = file::chosen(&event) else { return };
            let (app, text, rows, is_made) = (app.clone(), text.clone(), rows.clone(), is_made.clone());
            platform::spawn(async move {
                let Ok(read) = file::text(&chosen).await else { return };
                is_made.set(false);
                match send(&read, true).await {
                    Ok(found) => {
                        text.set(read);
                        rows.set(found);
                    }
                    Err(fault) => complain(&app, &fault),
                }
            });
        })
    };
    let good = rows.iter().filter(|row| row.result == ImportResult::Created).count();
    let import = {
        let (app, text, rows, is_made, onsaved) =
            (app.clone(), text.clone(), rows.clone(), is_made.clone(), props.onsaved.clone());
        Callback::from(move |()| {
            let (app, text, rows, is_made, onsaved) =
                (app.clone(), text.clone(), rows.clone(), is_made.clone(), onsaved.clone());
            platform::spawn(async move {
                match send(&text, false).await {
                    Ok(found) => {
                        let made = found.iter().filter(|row| row.result == ImportResult::Created).count();
                        app.dispatch(Act::Say(app.lang.fill(words::IMPORT_DONE, &[&made])));
                        rows.set(found);
                        is_made.set(true);
                        onsaved.emit(());
                    }
                    Err(fault) => complain(&app, &fault),
                }
            });
        })
    };
    let line = |row: &ImportRow| {
        let (word, tone) = match row.result {
            ImportResult::Created if *is_made => (words::MADE, Tone::Done),
            ImportResult::Created => (words::CREATED, Tone::Go),
            // A file of job changes makes announcements and changes none.
            ImportResult::Skipped | ImportResult::Changed => (words::SKIPPED, Tone::Plain),
            ImportResult::Refused => (words::REFUSED, Tone::Stop),
        };
        let violations: Vec<Violation> = row.report.violations.clone();
        html! {
            <li key={row.line.to_string()} class="stack stack--tight">
                <span class="row row--apart"><span>{ lang.of(words::LINE) }{ " " }{ row.line }</span><Chip text={lang.of(word)} {tone} /></span>
                <Says id={format!("import-says-{}", row.line)} {violations} />
            </li>
        }
    };
    html! {
        <Dialog title={lang.of(words::IMPORT)} onclose={props.onclose.clone()} is_wide={true}
            foot={html! { <Button id="import-send" look={Look::Primary} text={lang.fill(words::IMPORT_DO, &[&good])} onclick={import} is_disabled={good == 0 || *is_made} /> }}>
            <div class="stack">
                <p>{ lang.of(words::IMPORT_LEAD) }</p>
                <div class="field">
                    <label class="field__label" for="import-file">{ lang.of(words::IMPORT_FILE) }</label>
                    <input id="import-file" type="file" accept=".csv,text/csv" onchange={onfile} />
                </div>
                <ul role="list" class="stack stack--tight" aria-live="polite">{ for rows.iter().map(line) }</ul>
            </div>
        </Dialog>
    }
}
