//! What the manager does to a leave: ends it before its day, records what came of it.

use shared::{api::v1::InspectionView, inspection::InspectionAction, violation::Violation};
use yew::prelude::*;

use super::words;
use crate::{
    component::{Button, Dialog, Look, Says, TextField},
    platform::{
        self,
        fetch::{self, Fault},
    },
    state::load::{announce, complain, use_app},
};

#[derive(Debug, Clone, Copy, PartialEq)]
enum Doing {
    Nothing,
    End,
    Conclude,
}

/// Which leave.
#[derive(Properties, PartialEq)]
pub struct ActionsProps {
    /// The leave.
    pub view: InspectionView,
    /// Something was done.
    pub onchange: Callback<()>,
}

/// Draws the buttons and the form behind each.
#[component]
pub fn Actions(props: &ActionsProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let doing = use_state(|| Doing::Nothing);
    let (text, document) = (use_state(String::new), use_state(String::new));
    let report = use_state(Vec::<Violation>::new);
    let save = {
        let (app, doing, report, onchange) =
            (app.clone(), doing.clone(), report.clone(), props.onchange.clone());
        let (text, document) = (text.clone(), document.clone());
        let (id, revision) = (props.view.inspection.id, props.view.inspection.revision);
        Callback::from(move |()| {
            let action = match *doing {
                Doing::Nothing => return,
                Doing::End => InspectionAction::End { reason: (*text).clone() },
                Doing::Conclude => {
                    InspectionAction::Conclude { result: (*text).clone(), document: (*document).clone() }
                }
            };
            let (app, doing, report, onchange) =
                (app.clone(), doing.clone(), report.clone(), onchange.clone());
            platform::spawn(async move {
                let path = format!("/inspections/{id}/actions");
                match fetch::change::<_, InspectionView>("POST", &path, Some(revision), &action).await {
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
        let (doing, report, text) = (doing.clone(), report.clone(), text.clone());
        Callback::from(move |()| {
            report.set(Vec::new());
            text.set(String::new());
            doing.set(what);
        })
    };
    let says =
        |path: &str| report.iter().filter(|violation| violation.path == path).cloned().collect::<Vec<_>>();
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |text| state.set(text))
    };
    let (title, look) = match *doing {
        Doing::Conclude => (words::CONCLUDE, Look::Primary),
        _ => (words::END, Look::Danger),
    };
    let body = match *doing {
        Doing::Nothing => Html::default(),
        Doing::End => html! {
            <TextField id="leave-reason" label={words::END_REASON} value={(*text).clone()} oninput={set(&text)} is_long={true} says={says("reason")} />
        },
        Doing::Conclude => html! { <>
            <TextField id="leave-result" label={words::RESULT} value={(*text).clone()} oninput={set(&text)} is_long={true} says={says("result")} />
            <TextField id="leave-document" label={words::RESULT_DOCUMENT} value={(*document).clone()} oninput={set(&document)} is_optional={true} />
        </> },
    };
    let state = props.view.state.as_str();
    html! {
        <>
            <div class="row">
                if matches!(state, "open" | "waiting") { <Button id="leave-end" look={Look::Danger} text={lang.of(words::END)} onclick={open(Doing::End)} /> }
                if state == "over" { <Button id="leave-conclude" look={Look::Primary} text={lang.of(words::CONCLUDE)} onclick={open(Doing::Conclude)} /> }
            </div>
            if *doing != Doing::Nothing {
                <Dialog title={lang.of(title)} onclose={open(Doing::Nothing)}
                    foot={html! { <Button id="leave-save" {look} text={lang.of(title)} onclick={save} /> }}>
                    <Says id="leave-says" violations={says("")} />
                    { body }
                </Dialog>
            }
        </>
    }
}
