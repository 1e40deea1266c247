//! The small form behind each step of a change of manager.

use shared::{
    api::v1::ManagerChangeView,
    custody::ChangeAction,
    field::{FieldKind, RocDate, tidy},
    violation::Violation,
};
use yew::prelude::*;

use super::words;
use crate::{
    component::{Button, DateField, Dialog, Look, Notice, Says, TextField, Tone},
    i18n::Label,
    platform::{
        self, clock,
        fetch::{self, Fault},
    },
    state::{
        load::{announce, complain, use_app},
        shell::Act,
    },
};

/// Which step of which change.
#[derive(Properties, PartialEq)]
pub struct StepFormProps {
    /// The change.
    pub view: ManagerChangeView,
    /// The action's name.
    pub name: &'static str,
    /// What the button says.
    pub label: Label,
    /// Something was done.
    pub onchange: Callback<()>,
    /// The step that comes next is filled.
    #[prop_or_default]
    pub is_next: bool,
}

/// Draws the button, and behind it the form.
#[component]
pub fn StepForm(props: &StepFormProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let is_open = use_state(|| false);
    let day = use_state(|| lang.day(clock::today()));
    let first = use_state(String::new);
    let second = use_state(String::new);
    let report = use_state(Vec::<Violation>::new);
    let name = props.name;
    let view = &props.view;
    if !view.may.iter().any(|may| may == name) {
        return Html::default();
    }
    let send = {
        let (app, is_open, report, onchange) =
            (app.clone(), is_open.clone(), report.clone(), props.onchange.clone());
        let (id, revision) = (view.change.id, view.change.revision);
        Callback::from(move |action: ChangeAction| {
            let (app, is_open, report, onchange) =
                (app.clone(), is_open.clone(), report.clone(), onchange.clone());
            platform::spawn(async move {
                let path = format!("/manager-changes/{id}/actions");
                match fetch::change::<_, ManagerChangeView>("POST", &path, Some(revision), &action).await {
                    Ok(_) => {
                        announce(&app, words::DONE);
                        report.set(Vec::new());
                        is_open.set(false);
                        onchange.emit(());
                        // The office may have changed hands: menu and role follow the server's word.
                        if matches!(action, ChangeAction::Switch { .. }) {
                            platform::spawn(crate::session::arrive(app.clone()));
                        }
                    }
                    Err(fault) => {
                        if let Fault::Problem(problem) = &fault {
                            report.set(problem.violations.clone());
                        }
                        complain(&app, &fault);
                    }
                }
            });
        })
    };
    let save = {
        let (app, send) = (app.clone(), send.clone());
        let (day, first, second) = (day.clone(), first.clone(), second.clone());
        let sha256 = view.change.hand_over.as_ref().map(|one| one.list.sha256.clone()).unwrap_or_default();
        Callback::from(move |()| {
            let on = RocDate::parse(&tidy(FieldKind::RocDate, &day)).map(|day| day.date());
            let (first, second) = ((*first).clone(), (*second).clone());
            let action = match (name, on) {
                ("record_training", Ok(on)) => ChangeAction::RecordTraining { on, course: first },
                ("report", Ok(on)) => ChangeAction::Report { on, document_number: first, result: second },
                ("stop_platform", Ok(on)) => {
                    ChangeAction::StopPlatform { on, document_number: first, result: second }
                }
                ("switch", _) => ChangeAction::Switch { late_reason: first },
                ("make_list", _) => ChangeAction::MakeList,
                ("confirm", _) => ChangeAction::Confirm { sha256: sha256.clone(), stand_in_reason: first },
                ("close", _) => ChangeAction::Close,
                ("cancel", _) => ChangeAction::Cancel { reason: first },
                _ => return app.dispatch(Act::Warn(lang.of(words::DAY_MISSING).to_owned())),
            };
            send.emit(action);
        })
    };
    let says =
        |path: &str| report.iter().filter(|violation| violation.path == path).cloned().collect::<Vec<_>>();
    const OWN: [&str; 5] = ["on", "document_number", "late_reason", "stand_in_reason", "reason"];
    let rest: Vec<Violation> =
        report.iter().filter(|violation| !OWN.contains(&violation.path.as_str())).cloned().collect();
    let look = if props.is_next { Look::Primary } else { Look::Small };
    let open = {
        let (is_open, save) = (is_open.clone(), save.clone());
        // What asks nothing is done at once.
        Callback::from(
            move |()| if matches!(name, "make_list" | "close") { save.emit(()) } else { is_open.set(true) },
        )
    };
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |text| state.set(text))
    };
    let change = &view.change;
    let me = app.session().map(|session| session.standing.person);
    let is_party = me.is_some_and(|me| change.is_party(me));
    let dated = || html! { <DateField id="step-day" label={words::ON} value={(*day).clone()} oninput={set(&day)} says={says("on")} /> };
    let body = match name {
        "record_training" => html! { <>
            { dated() }
            <TextField id="step-course" label={words::COURSE} value={(*first).clone()} oninput={set(&first)} is_optional={true} />
        </> },
        "report" | "stop_platform" => html! { <>
            { dated() }
            <TextField id="step-document" label={words::DOCUMENT} value={(*first).clone()} oninput={set(&first)} says={says("document_number")} />
            <TextField id="step-result" label={words::RESULT} value={(*second).clone()} oninput={set(&second)} is_optional={true} />
        </> },
        "switch" => html! { <>
            <Notice tone={Tone::Warn}><p>{ lang.fill(words::TAKE_OVER_SURE, &[&change.predecessor.name]) }</p></Notice>
            if view.days_left < 0 {
                <TextField id="step-late" label={words::LATE_REASON} value={(*first).clone()} oninput={set(&first)} says={says("late_reason")} />
            }
        </> },
        "confirm" => html! { <>
            <p>{ lang.of(words::CONFIRM_SURE) }</p>
            <p><code>{ &view.list_hash }</code></p>
            if !is_party {
                <TextField id="step-stand-in" label={words::STAND_IN} value={(*first).clone()} oninput={set(&first)} says={says("stand_in_reason")} />
            }
        </> },
        _ => html! {
            <TextField id="step-reason" label={words::CANCEL_REASON} value={(*first).clone()} oninput={set(&first)} says={says("reason")} />
        },
    };
    let id = format!("step-{}", name.replace('_', "-"));
    html! {
        <>
            <Button id={id} {look} text={lang.of(props.label)} onclick={open} />
            if *is_open {
                <Dialog title={lang.of(props.label)} onclose={let is_open = is_open.clone(); move |()| is_open.set(false)}
                    foot={html! { <Button id="step-save" look={if name == "cancel" { Look::Danger } else { Look::Primary }} text={lang.of(props.label)} onclick={save} /> }}>
                    <Says id="step-report" violations={rest} />
                    { body }
                </Dialog>
            }
        </>
    }
}
