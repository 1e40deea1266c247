//! Which text judges: the day it takes force, prepared and put in force, and what another edition would change.

pub mod words;

use shared::{
    EditionId,
    api::v1::{EditionDayView, EditionsView, NewEditionDay},
    edition::{EditionAction, EditionDraft, EditionStatus},
    field::{FieldKind, RocDate, tidy},
    violation::Violation,
};
use yew::prelude::*;

use crate::{
    component::{
        Button, Cell, Chip, Column, DateField, Dialog, Failed, Go, Look, Row, Says, Table, TextField, Tone,
        Waiting,
    },
    i18n::{Label, Lang},
    platform::{
        self,
        fetch::{self, Fault},
        random,
    },
    route::Route,
    state::load::{announce, complain, use_app, use_load},
};

/// What an edition is called.
const fn name(edition: EditionId) -> Label {
    match edition {
        EditionId::Original => words::ORIGINAL,
        EditionId::Amended => words::AMENDED,
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Asking {
    Nothing,
    Prepare,
    Withdraw(Box<EditionDayView>),
}

/// The page.
#[component]
pub fn EditionsPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let loaded = use_load::<EditionsView>("/editions");
    let asking = use_state(|| Asking::Nothing);
    let served = use_state(Vec::<Violation>::new);
    let (day, document, text) = (use_state(String::new), use_state(String::new), use_state(String::new));
    let done = {
        let (app, asking, served, again) =
            (app.clone(), asking.clone(), served.clone(), loaded.again.clone());
        Callback::from(move |answer: Result<(), Fault>| match answer {
            Ok(()) => {
                announce(&app, words::DONE);
                served.set(Vec::new());
                asking.set(Asking::Nothing);
                again.emit(());
            }
            Err(fault) => {
                if let Fault::Problem(problem) = &fault {
                    served.set(problem.violations.clone());
                }
                complain(&app, &fault);
            }
        })
    };
    let act = {
        let done = done.clone();
        Callback::from(move |(view, action): (EditionDayView, EditionAction)| {
            let done = done.clone();
            platform::spawn(async move {
                let path = format!("/editions/{}/actions", view.day.id);
                let answer =
                    fetch::change::<_, EditionDayView>("POST", &path, Some(view.day.revision), &action);
                done.emit(answer.await.map(|_| ()));
            });
        })
    };
    let prepare = {
        let (done, day, document, text) = (done, day.clone(), document.clone(), text.clone());
        Callback::from(move |()| {
            let Ok(id) = random::id() else { return };
            let done = done.clone();
            let draft = EditionDraft {
                amended_from: RocDate::parse(&tidy(FieldKind::RocDate, &day)).ok().map(|day| day.date()),
                document_number: (*document).clone(),
                remark: (*text).clone(),
            };
            platform::spawn(async move {
                let new = NewEditionDay { id: id.into(), draft };
                let answer = fetch::change::<_, EditionDayView>("POST", "/editions", None, &new);
                done.emit(answer.await.map(|_| ()));
            });
        })
    };
    let Some(view) = loaded.state.here.clone() else {
        return html! {
            <div class="page">
                if let Some(fault) = &loaded.state.fault { <Failed fault={fault.clone()} again={loaded.again.clone()} /> } else { <Waiting /> }
            </div>
        };
    };
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |to| state.set(to))
    };
    let ask = |what: Asking| {
        let (asking, served, text) = (asking.clone(), served.clone(), text.clone());
        Callback::from(move |()| {
            served.set(Vec::new());
            text.set(String::new());
            asking.set(what.clone());
        })
    };
    let says =
        |path: &str| served.iter().filter(|violation| violation.path == path).cloned().collect::<Vec<_>>();
    let rest: Vec<Violation> = served.iter().filter(|one| one.path.is_empty()).cloned().collect();
    let dialog = match &*asking {
        Asking::Nothing => Html::default(),
        Asking::Prepare => html! {
            <Dialog title={lang.of(words::PREPARE)} onclose={ask(Asking::Nothing)}
                foot={html! { <Button id="edition-save" look={Look::Primary} text={lang.of(words::SAVE)} onclick={prepare} /> }}>
                <DateField id="edition-day" label={words::DAY} value={(*day).clone()} oninput={set(&day)} says={says("amended_from")} />
                <TextField id="edition-document" label={words::DOCUMENT} value={(*document).clone()} oninput={set(&document)} says={says("document_number")} />
                <TextField id="edition-remark" label={words::REMARK} is_optional={true} value={(*text).clone()} oninput={set(&text)} says={says("remark")} />
                <Says id="edition-says" violations={rest.clone()} />
            </Dialog>
        },
        Asking::Withdraw(view) => {
            let onclick = {
                let (act, view, text) = (act.clone(), (**view).clone(), text.clone());
                Callback::from(move |()| {
                    act.emit((view.clone(), EditionAction::Withdraw { reason: (*text).clone() }));
                })
            };
            html! {
                <Dialog title={lang.of(words::WITHDRAW)} onclose={ask(Asking::Nothing)}
                    foot={html! { <Button id="edition-withdraw" look={Look::Danger} text={lang.of(words::WITHDRAW)} {onclick} /> }}>
                    <TextField id="edition-reason" label={words::REASON} value={(*text).clone()} oninput={set(&text)} says={says("reason")} />
                    <Says id="edition-says" violations={rest.clone()} />
                </Dialog>
            }
        }
    };
    let row = |view: &EditionDayView| {
        let put = act.reform({
            let view = view.clone();
            move |()| (view.clone(), EditionAction::PutInForce)
        });
        day_row(lang, view, put, ask(Asking::Withdraw(Box::new(view.clone()))))
    };
    let columns = vec![
        Column::text(lang.of(words::DAY)),
        Column::text(lang.of(words::DOCUMENT)),
        Column::text(lang.of(words::STATE)),
        Column::text(lang.of(words::BY)),
        Column::plain(""),
    ];
    let from =
        view.deciding.amended_from.map_or_else(|| lang.of(words::UNDECIDED).into(), |day| lang.long_day(day));
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div>
                <span class="row"><Go to={Route::Amendment} class="btn">{ lang.of(words::SIMULATE) }</Go>
                <Button id="edition-prepare" look={Look::Primary} text={lang.of(words::PREPARE)} onclick={ask(Asking::Prepare)} /></span>
            </div>
            <dl class="facts">
                <dt>{ lang.of(words::TODAY) }</dt><dd><strong>{ lang.of(name(view.edition)) }</strong></dd>
                <dt>{ lang.of(words::FROM_DAY) }</dt><dd>{ from }</dd>
            </dl>
            <section class="sect"><h2>{ lang.of(words::DAYS) }</h2>
                if view.days.is_empty() { <p class="quiet">{ lang.of(words::NO_DAYS) }</p> }
                else { <Table caption={lang.of(words::DAYS)} is_bare={true} {columns} rows={view.days.iter().map(row).collect::<Vec<_>>()} /> }
            </section>
            { dialog }
        </div>
    }
}

fn day_row(lang: Lang, view: &EditionDayView, put: Callback<()>, withdraw: Callback<()>) -> Row {
    let day = &view.day;
    let may = |name: &str| view.may.iter().any(|open| open == name);
    let (word, tone, who, at) = match &day.status {
        EditionStatus::Prepared => (words::PREPARED, Tone::Wait, &day.prepared_by_name, day.prepared_at),
        EditionStatus::InForce { by_name, at, .. } => (words::IN_FORCE, Tone::Done, by_name, *at),
        EditionStatus::Withdrawn { by_name, at, .. } => (words::WITHDRAWN, Tone::Plain, by_name, *at),
    };
    Row {
        key: day.id.to_string(),
        name: lang.day(day.amended_from),
        cells: vec![
            Cell::text(lang.day(day.amended_from)),
            Cell::show(
                html! { <>{ &day.document_number }<span class="cell-sub">{ &day.remark }</span></> },
                day.document_number.clone(),
            ),
            Cell::show(html! { <Chip text={lang.of(word)} {tone} /> }, lang.of(word)),
            Cell::text(format!("{who}　{}", lang.moment(at))),
            Cell::show(
                html! { <span class="row">
                    if may("put_in_force") { <Button look={Look::Small} text={lang.of(words::PUT_IN_FORCE)} onclick={put} /> }
                    if may("withdraw") { <Button look={Look::Small} text={lang.of(words::WITHDRAW)} onclick={withdraw} /> }
                </span> },
                String::new(),
            ),
        ],
    }
}
