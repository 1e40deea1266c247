//! What may be done with a notice: record that it was sent, correct its day, withdraw it.

use shared::{
    api::v1::NoticeView,
    field::{FieldKind, RocDate, tidy},
    notice::NoticeAction,
    violation::Violation,
};
use yew::prelude::*;

use super::words;
use crate::{
    component::{Button, DateField, Dialog, Look, Says, TextField},
    platform::{
        self, clock,
        fetch::{self, Fault},
    },
    state::{
        load::{announce, complain, use_app},
        shell::Act,
    },
};

#[derive(Debug, Clone, Copy, PartialEq)]
enum Doing {
    Nothing,
    Send,
    Redate,
    Withdraw,
}

/// Which notice.
#[derive(Properties, PartialEq)]
pub struct ActionsProps {
    /// The notice.
    pub view: NoticeView,
    /// Something was done.
    pub onchange: Callback<()>,
}

/// Draws the buttons and the small form behind each.
#[component]
pub fn Actions(props: &ActionsProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let doing = use_state(|| Doing::Nothing);
    let day = use_state(|| lang.day(clock::today()));
    let document = use_state(String::new);
    let reason = use_state(String::new);
    let report = use_state(Vec::<Violation>::new);
    let view = &props.view;
    let may = |name: &str| view.may.iter().any(|may| may == name);
    let save = {
        let (app, doing, report, onchange) =
            (app.clone(), doing.clone(), report.clone(), props.onchange.clone());
        let (day, document, reason) = (day.clone(), document.clone(), reason.clone());
        let (id, revision) = (view.notice.id, view.notice.revision);
        Callback::from(move |()| {
            let on = RocDate::parse(&tidy(FieldKind::RocDate, &day)).map(|day| day.date());
            let reason = (*reason).clone();
            let action = match (*doing, on) {
                (Doing::Send, Ok(on)) => {
                    NoticeAction::Send { on, document_number: (*document).clone(), late_reason: reason }
                }
                (Doing::Redate, Ok(changed_on)) => NoticeAction::Redate { changed_on, reason },
                (Doing::Withdraw, _) => NoticeAction::Withdraw { reason },
                _ => return app.dispatch(Act::Warn(lang.of(words::DAY_MISSING).to_owned())),
            };
            let (app, doing, report, onchange) =
                (app.clone(), doing.clone(), report.clone(), onchange.clone());
            platform::spawn(async move {
                let path = format!("/notices/{id}/actions");
                match fetch::change::<_, NoticeView>("POST", &path, Some(revision), &action).await {
                    Ok(_) => {
                        announce(&app, words::DONE);
                        report.set(Vec::new());
                        doing.set(Doing::Nothing);
                        onchange.emit(());
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
    let open = |what: Doing| {
        let (doing, report) = (doing.clone(), report.clone());
        Callback::from(move |()| {
            report.set(Vec::new());
            doing.set(what);
        })
    };
    let says =
        |path: &str| report.iter().filter(|violation| violation.path == path).cloned().collect::<Vec<_>>();
    const OWN: [&str; 4] = ["on", "document_number", "late_reason", "reason"];
    let rest: Vec<Violation> =
        report.iter().filter(|violation| !OWN.contains(&violation.path.as_str())).cloned().collect();
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |text| state.set(text))
    };
    let why = html! { <TextField id="notice-reason" label={words::REASON} value={(*reason).clone()} oninput={set(&reason)} says={says("reason")} /> };
    let (title, body) = match *doing {
        Doing::Nothing => (words::SEND, Html::default()),
        Doing::Send => (
            words::SEND,
            html! { <>
                <DateField id="notice-day" label={words::DAY} value={(*day).clone()} oninput={set(&day)} says={says("on")} />
                <TextField id="notice-document" label={words::DOCUMENT} value={(*document).clone()} oninput={set(&document)} says={says("document_number")} />
                <TextField id="notice-late" label={words::LATE_REASON} hint={words::LATE_HINT} value={(*reason).clone()} oninput={set(&reason)} is_optional={true} says={says("late_reason")} />
            </> },
        ),
        Doing::Redate => (
            words::REDATE,
            html! { <>
                <DateField id="notice-day" label={words::CHANGED_ON} value={(*day).clone()} oninput={set(&day)} />
                { why }
            </> },
        ),
        Doing::Withdraw => (words::WITHDRAW, why),
    };
    let look = if *doing == Doing::Withdraw { Look::Danger } else { Look::Primary };
    html! {
        <>
            <div class="row">
                if may("send") { <Button id="notice-send" look={Look::Primary} text={lang.of(words::SEND)} onclick={open(Doing::Send)} /> }
                if may("redate") { <Button id="notice-redate" text={lang.of(words::REDATE)} onclick={open(Doing::Redate)} /> }
                if may("withdraw") { <Button id="notice-withdraw" text={lang.of(words::WITHDRAW)} onclick={open(Doing::Withdraw)} /> }
            </div>
            if *doing != Doing::Nothing {
                <Dialog title={lang.of(title)} onclose={open(Doing::Nothing)}
                    foot={html! { <Button id="notice-save" {look} text={lang.of(title)} onclick={save} /> }}>
                    <Says id="notice-report" violations={rest} />
                    { body }
                </Dialog>
            }
        </>
    }
}
