//! Which text judges: the day it takes force, prepared and put in force, and what another edition would change.

mod prepare;
mod settings;
pub mod words;

use prepare::PrepareDialog;
use settings::ImpactDialog;
use shared::{
    EditionId,
    api::v1::{EditionDayView, EditionsView},
    edition::{EditionAction, EditionDraft, EditionPack, EditionStatus, SettingChange},
    violation::Violation,
};
use yew::prelude::*;

use crate::{
    component::{
        Button, Cell, Chip, Column, Dialog, Failed, Go, Look, Row, Says, Table, TextField, Tone, Waiting,
    },
    i18n::{Label, Lang},
    platform::{
        self,
        fetch::{self, Fault},
        file,
    },
    route::Route,
    state::{
        load::{announce, complain, use_app, use_load},
        shell::Act,
    },
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
    /// With whether the day of the amended text is asked for.
    Prepare(Box<EditionDraft>, bool),
    Try(Box<EditionDayView>),
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
    let text = use_state(String::new);
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
    let onfile = {
        let (app, asking) = (app.clone(), asking.clone());
        Callback::from(move |event: Event| {
            let Some(chosen) = file::chosen(&event) else { return };
            let (app, asking) = (app.clone(), asking.clone());
            platform::spawn(async move {
                let Ok(read) = file::text(&chosen).await else { return };
                match EditionPack::parse(&read) {
                    Ok(pack) => {
                        let has_text =
                            pack.edition.amended_from.is_some() && app.edition() == EditionId::Original;
                        asking.set(Asking::Prepare(Box::new(pack.edition), has_text));
                    }
                    Err(error) => app.dispatch(Act::Say(app.lang.pick(&error.message()))),
                }
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
        Asking::Prepare(start, has_text) => {
            let onsaved = done.reform(|()| Ok(()));
            html! { <PrepareDialog view={view.clone()} start={(**start).clone()} has_text={*has_text} onclose={ask(Asking::Nothing)} {onsaved} /> }
        }
        Asking::Try(view) => {
            html! { <ImpactDialog view={(**view).clone()} onclose={ask(Asking::Nothing)} /> }
        }
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
        let (try_it, withdraw) =
            (ask(Asking::Try(Box::new(view.clone()))), ask(Asking::Withdraw(Box::new(view.clone()))));
        day_row(lang, view, put, (try_it, withdraw))
    };
    let change = {
        let asking = asking.clone();
        Callback::from(move |(setting, value)| {
            let settings = vec![SettingChange { setting, value, source: String::new() }];
            let draft = EditionDraft { settings, ..EditionDraft::default() };
            asking.set(Asking::Prepare(Box::new(draft), false));
        })
    };
    let columns = vec![
        Column::text(lang.of(words::WHAT)),
        Column::text(lang.of(words::DOCUMENT)),
        Column::text(lang.of(words::STATE)),
        Column::text(lang.of(words::BY)),
        Column::plain(lang.of(words::ACTIONS)),
    ];
    let from =
        view.deciding.amended_from.map_or_else(|| lang.of(words::UNDECIDED).into(), |day| lang.long_day(day));
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div>
                <span class="row"><Go to={Route::Amendment} class="btn">{ lang.of(words::SIMULATE) }</Go>
                <Button id="edition-prepare" look={Look::Primary} text={lang.of(words::PREPARE)} onclick={ask(Asking::Prepare(Box::default(), true))} /></span>
            </div>
            <dl class="facts">
                <dt>{ lang.of(words::TODAY) }</dt><dd><strong>{ lang.of(name(view.edition)) }</strong></dd>
                <dt>{ lang.of(words::FROM_DAY) }</dt><dd>{ from }</dd>
            </dl>
            <section class="sect"><h2>{ lang.of(words::SETTINGS) }</h2>
                <p>{ lang.of(words::SETTINGS_LEAD) }</p>
                { settings::table(lang, &view.settings, &change) }
            </section>
            <section class="sect"><h2>{ lang.of(words::PACK) }</h2>
                <p>{ lang.of(words::PACK_LEAD) }</p>
                <div class="row">
                    <a class="btn btn--small" href="/api/v1/editions/pack" download="chadiao-edition.json">{ lang.of(words::PACK_GET) }</a>
                    <label class="field__label" for="pack-file">{ lang.of(words::PACK_LOAD) }</label>
                    <input id="pack-file" type="file" accept=".json,application/json" onchange={onfile} />
                </div>
            </section>
            <section class="sect"><h2>{ lang.of(words::DAYS) }</h2>
                if view.days.is_empty() { <p class="quiet">{ lang.of(words::NO_DAYS) }</p> }
                else { <Table caption={lang.of(words::DAYS)} is_bare={true} {columns} rows={view.days.iter().map(row).collect::<Vec<_>>()} /> }
            </section>
            { dialog }
        </div>
    }
}

fn day_row(
    lang: Lang,
    view: &EditionDayView,
    put: Callback<()>,
    (try_it, withdraw): (Callback<()>, Callback<()>),
) -> Row {
    let day = &view.day;
    let may = |name: &str| view.may.iter().any(|open| open == name);
    let (word, tone, who, at) = match &day.status {
        EditionStatus::Prepared => (words::PREPARED, Tone::Wait, &day.prepared_by_name, day.prepared_at),
        EditionStatus::InForce { by_name, at, .. } => (words::IN_FORCE, Tone::Done, by_name, *at),
        EditionStatus::Withdrawn { by_name, at, .. } => (words::WITHDRAWN, Tone::Plain, by_name, *at),
    };
    let text = day.amended_from.map(|from| format!("{}　{}", lang.day(from), lang.of(words::AMENDED)));
    let numbers = day.settings.iter().map(|change| {
        let from = day.settings_from.map(|from| lang.day(from)).unwrap_or_default();
        format!("{from}　{} → {}", lang.pick(&change.setting.about().words), change.value)
    });
    let what: Vec<String> = text.into_iter().chain(numbers).collect();
    Row {
        key: day.id.to_string(),
        name: what.join("、"),
        cells: vec![
            Cell::show(
                html! { <>{ for what.iter().map(|line| html! { <div>{ line }</div> }) }</> },
                what.join("、"),
            ),
            Cell::show(
                html! { <>{ &day.document_number }<span class="cell-sub">{ &day.remark }</span></> },
                day.document_number.clone(),
            ),
            Cell::show(html! { <Chip text={lang.of(word)} {tone} /> }, lang.of(word)),
            Cell::text(format!("{who}　{}", lang.moment(at))),
            Cell::show(
                html! { <span class="row">
                    if !day.settings.is_empty() { <Button look={Look::Small} text={lang.of(words::TRY)} onclick={try_it} /> }
                    if may("put_in_force") { <Button look={Look::Small} text={lang.of(words::PUT_IN_FORCE)} onclick={put} /> }
                    if may("withdraw") { <Button look={Look::Small} text={lang.of(words::WITHDRAW)} onclick={withdraw} /> }
                </span> },
                String::new(),
            ),
        ],
    }
}
