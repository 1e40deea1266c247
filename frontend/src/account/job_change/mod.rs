//! Job changes: announced by hand or from the personnel office's list, and what became of the accounts.

mod announce;
mod import;
pub mod words;

use shared::{
    account::job_change::{JobChangeAction, JobChangeKind, JobChangeStatus},
    api::v1::{JobChangeView, Page},
};
use yew::prelude::*;

use crate::{
    component::{
        Button, Cell, Chip, Column, Dialog, Empty, Failed, Go, Look, Notice, Pager, Row, Table, TextField,
        Tone, Waiting,
    },
    i18n::Label,
    inquiry::Exports,
    inquiry::encoded,
    platform::{
        self,
        fetch::{self, Fault},
    },
    retention::RecordTools,
    route::Route,
    state::load::{announce as say_done, complain, use_app, use_load},
};
use announce::AnnounceDialog;
use import::ImportDialog;

/// The kind in words.
pub(super) const fn kind_label(kind: JobChangeKind) -> Label {
    match kind {
        JobChangeKind::Transfer => words::TRANSFER,
        JobChangeKind::Leave => words::LEAVE,
        JobChangeKind::Departure => words::DEPARTURE,
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Asking {
    Nothing,
    Announce,
    Import,
    Withdraw(Box<JobChangeView>),
}

/// The page.
#[component]
pub fn JobChangesPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let cursor = use_state(String::new);
    let asking = use_state(|| Asking::Nothing);
    let note = use_state(String::new);
    let served = use_state(Vec::new);
    let page = if cursor.is_empty() { String::new() } else { format!("&cursor={}", encoded(&cursor)) };
    let loaded = use_load::<Page<JobChangeView>>(&format!("/job-changes?limit=50{page}"));
    let announces =
        app.session().is_some_and(|session| session.standing.is_manager || !session.approves_for.is_empty());
    let columns = vec![
        Column::text(lang.of(words::PERSON)),
        Column::text(lang.of(words::KIND)),
        Column::text(lang.of(words::DAY)),
        Column::text(lang.of(words::STATUS)),
        Column::text(lang.of(words::ANNOUNCED_BY)),
        Column::plain(lang.of(words::NEXT)),
    ];
    let row = |view: &JobChangeView| {
        let change = &view.change;
        let (word, tone) = match &change.status {
            JobChangeStatus::Announced => (words::S_ANNOUNCED, Tone::Wait),
            JobChangeStatus::Filed { .. } => (words::S_FILED, Tone::Go),
            JobChangeStatus::Settled { .. } => (words::S_SETTLED, Tone::Done),
            JobChangeStatus::Withdrawn { .. } => (words::S_WITHDRAWN, Tone::Plain),
        };
        let account = if view.is_account_open { words::ACCOUNT_OPEN } else { words::ACCOUNT_OVER };
        let withdraw = {
            let (asking, view) = (asking.clone(), view.clone());
            Callback::from(move |()| asking.set(Asking::Withdraw(Box::new(view.clone()))))
        };
        let application = match &change.status {
            JobChangeStatus::Filed { application } => Some(*application),
            JobChangeStatus::Settled { application, .. } => *application,
            _ => None,
        };
        Row {
            key: change.id.to_string(),
            name: change.person_name.clone(),
            cells: vec![
                Cell::show(
                    html! { <><span class="cell-main">{ &change.person_name }</span><span class="cell-sub">{ &view.unit_name }if !view.to_unit_name.is_empty() { { " → " }{ &view.to_unit_name } }</span></> },
                    change.person_name.clone(),
                ),
                Cell::show(
                    html! { <>{ lang.of(kind_label(change.kind)) }<span class="cell-sub">{ &change.document_number }</span></> },
                    change.kind.name(),
                ),
                Cell::show(
                    html! { <span class="row"><span class="nowrap">{ lang.day(change.effective_on) }</span>if view.is_late { <Chip text={lang.of(words::LATE)} tone={Tone::Stop} /> }</span> },
                    change.effective_on.to_string(),
                ),
                Cell::show(
                    html! { <><Chip text={lang.of(word)} {tone} /><span class="cell-sub">{ lang.of(account) }</span></> },
                    lang.of(word),
                ),
                Cell::text(change.announced_by_name.clone()),
                Cell::show(
                    html! { <span class="row">
                        if let Some(id) = application { <Go to={Route::Application(id)} class="btn btn--small">{ lang.of(words::SEE) }</Go> }
                        else if change.status.is_open() { <Go to={Route::ApplicationFor(change.id)} class="btn btn--small">{ lang.of(words::APPLY) }</Go> }
                        if view.may_withdraw { <Button look={Look::Small} text={lang.of(words::WITHDRAW)} aria={format!("{} {}", lang.of(words::WITHDRAW), change.person_name)} onclick={withdraw} /> }
                        <RecordTools kind="job_change" id={change.id.0} name={change.person_name.clone()} />
                    </span> },
                    String::new(),
                ),
            ],
        }
    };
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(found), _) if found.items.is_empty() => {
            html! { <Empty title={words::EMPTY} next={words::EMPTY_NEXT} /> }
        }
        (Some(found), _) => html! { <>
            <Table caption={lang.of(words::TITLE)} is_bare={true} {columns} rows={found.items.iter().map(row).collect::<Vec<_>>()} />
            <Pager count={found.items.len()} next={found.next.clone()} is_further={!cursor.is_empty()} ongo={let cursor = cursor.clone(); move |to| cursor.set(to)} />
        </> },
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    let ask = |what: Asking| {
        let (asking, served) = (asking.clone(), served.clone());
        Callback::from(move |()| {
            served.set(Vec::new());
            asking.set(what.clone());
        })
    };
    let saved = {
        let (asking, again) = (asking.clone(), loaded.again.clone());
        Callback::from(move |()| {
            asking.set(Asking::Nothing);
            again.emit(());
        })
    };
    let dialog = match &*asking {
        Asking::Nothing => Html::default(),
        Asking::Announce => html! { <AnnounceDialog onclose={ask(Asking::Nothing)} onsaved={saved} /> },
        Asking::Import => {
            html! { <ImportDialog onclose={ask(Asking::Nothing)} onsaved={loaded.again.clone()} /> }
        }
        Asking::Withdraw(view) => {
            let send = {
                let (app, note, served, saved) = (app.clone(), note.clone(), served.clone(), saved.clone());
                let (id, revision) = (view.change.id, view.change.revision);
                Callback::from(move |()| {
                    let (app, note, served, saved) =
                        (app.clone(), note.clone(), served.clone(), saved.clone());
                    let action = JobChangeAction::Withdraw { note: (*note).clone() };
                    platform::spawn(async move {
                        let path = format!("/job-changes/{id}/actions");
                        match fetch::change::<_, JobChangeView>("POST", &path, Some(revision), &action).await
                        {
                            Ok(_) => {
                                note.set(String::new());
                                say_done(&app, words::DONE);
                                saved.emit(());
                            }
                            Err(fault) => {
                                if let Fault::Problem(problem) = &fault {
                                    served.set(problem.violations.clone());
                                }
                                complain(&app, &fault);
                            }
                        }
                    });
                })
            };
            html! {
                <Dialog title={lang.of(words::WITHDRAW)} onclose={ask(Asking::Nothing)}
                    foot={html! { <Button id="withdraw-send" look={Look::Primary} text={lang.of(words::WITHDRAW)} onclick={send} /> }}>
                    <p>{ &view.change.person_name }{ "　" }{ lang.of(kind_label(view.change.kind)) }{ "　" }{ lang.day(view.change.effective_on) }</p>
                    <TextField id="withdraw-note" label={words::NOTE} value={(*note).clone()} is_long={true} says={(*served).clone()} oninput={let note = note.clone(); move |text| note.set(text)} />
                </Dialog>
            }
        }
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div>
                if announces {
                    <span class="row">
                        <Button id="import-job-changes" text={lang.of(words::IMPORT)} onclick={ask(Asking::Import)} />
                        <Button id="new-job-change" look={Look::Primary} text={lang.of(words::NEW)} onclick={ask(Asking::Announce)} />
                        <Exports noun="job-changes" />
                    </span>
                }
            </div>
            <Notice tone={Tone::Plain}><p>{ lang.of(words::NOTHING_SILENT) }</p></Notice>
            { body }
            { dialog }
        </div>
    }
}
