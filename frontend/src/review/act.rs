//! What is done with a review: begun, decided on, carried out, signed.

use shared::{
    api::v1::ReviewView,
    id::ReviewId,
    review::{Line, LineVerdict, ReviewAction, Subject, Verdict},
    violation::Violation,
};
use yew::prelude::*;

use super::{line::name, words};
use crate::{
    component::{Button, Checks, Dialog, Look, Radios, Says, TextField},
    platform::{
        self,
        fetch::{self, Fault},
    },
    state::load::{App, announce, complain, use_app},
};

/// Sends an action, keeps what the server found, and tells when it is done.
fn send(
    app: &App,
    (id, revision): (ReviewId, i64),
    action: ReviewAction,
    served: UseStateHandle<Vec<Violation>>,
    is_busy: UseStateHandle<bool>,
    ondone: Callback<()>,
) {
    let app = app.clone();
    is_busy.set(true);
    platform::spawn(async move {
        let path = format!("/reviews/{id}/actions");
        let answer = fetch::change::<_, ReviewView>("POST", &path, Some(revision), &action).await;
        is_busy.set(false);
        match answer {
            Ok(_) => {
                announce(&app, words::SAVED);
                served.set(Vec::new());
                ondone.emit(());
            }
            Err(fault) => {
                if let Fault::Problem(problem) = &fault {
                    served.set(problem.violations.clone());
                }
                complain(&app, &fault);
            }
        }
    });
}

/// Which review, and what to do once something was done.
#[derive(Properties, PartialEq)]
pub struct ActProps {
    /// The review.
    pub id: ReviewId,
    /// Its revision.
    pub revision: i64,
    /// Something was done.
    pub onchange: Callback<()>,
}

/// The button that begins it.
#[component]
pub fn BeginButton(props: &ActProps) -> Html {
    let app = use_app();
    let served = use_state(Vec::<Violation>::new);
    let is_busy = use_state(|| false);
    let onclick = {
        let (app, served, is_busy, onchange) =
            (app.clone(), served.clone(), is_busy.clone(), props.onchange.clone());
        let at = (props.id, props.revision);
        Callback::from(move |()| {
            send(&app, at, ReviewAction::Open, served.clone(), is_busy.clone(), onchange.clone());
        })
    };
    html! {
        <div class="actions">
            <Button id="review-begin" look={Look::Primary} text={app.lang.of(words::BEGIN)} {onclick} is_busy={*is_busy} />
            <Says id="review-begin-says" violations={(*served).clone()} />
        </div>
    }
}

/// The button that signs it, and the form behind it.
#[component]
pub fn SignButton(props: &ActProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let is_open = use_state(|| false);
    let note = use_state(String::new);
    let served = use_state(Vec::<Violation>::new);
    let is_busy = use_state(|| false);
    let save = {
        let (app, note, served, is_busy) = (app.clone(), note.clone(), served.clone(), is_busy.clone());
        let (at, is_open, onchange) = ((props.id, props.revision), is_open.clone(), props.onchange.clone());
        Callback::from(move |()| {
            let (is_open, onchange) = (is_open.clone(), onchange.clone());
            let done = Callback::from(move |()| {
                is_open.set(false);
                onchange.emit(());
            });
            let action = ReviewAction::Close { note: (*note).clone() };
            send(&app, at, action, served.clone(), is_busy.clone(), done);
        })
    };
    let (of_note, rest): (Vec<_>, Vec<_>) = served.iter().cloned().partition(|one| one.path == "note");
    let turn = |to: bool| {
        let (is_open, served) = (is_open.clone(), served.clone());
        Callback::from(move |()| {
            served.set(Vec::new());
            is_open.set(to);
        })
    };
    html! {
        <>
            <Button id="review-sign" look={Look::Primary} text={lang.of(words::SIGN)} onclick={turn(true)} />
            if *is_open {
                <Dialog title={lang.of(words::SIGN_TITLE)} onclose={turn(false)}
                    foot={html! { <Button id="review-sign-save" look={Look::Primary} text={lang.of(words::SIGN)} onclick={save} is_busy={*is_busy} /> }}>
                    <p>{ lang.of(words::SIGN_HINT) }</p>
                    <Says id="review-sign-says" violations={rest} />
                    <TextField id="review-note" label={words::RESULT} value={(*note).clone()} is_long={true} says={of_note}
                        oninput={let note = note.clone(); move |text| note.set(text)} />
                </Dialog>
            }
        </>
    }
}

/// Which line is carried out.
#[derive(Properties, PartialEq)]
pub struct CarryOutProps {
    /// The review.
    pub id: ReviewId,
    /// Its revision.
    pub revision: i64,
    /// The line.
    pub line: Line,
    /// It was done.
    pub onchange: Callback<()>,
}

/// The button that carries a decision out: it says first that an account changes by the form alone.
#[component]
pub fn CarryOutButton(props: &CarryOutProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let is_open = use_state(|| false);
    let note = use_state(String::new);
    let served = use_state(Vec::<Violation>::new);
    let is_busy = use_state(|| false);
    let number = props.line.number;
    let save = {
        let (app, note, served, is_busy) = (app.clone(), note.clone(), served.clone(), is_busy.clone());
        let (at, is_open, onchange) = ((props.id, props.revision), is_open.clone(), props.onchange.clone());
        Callback::from(move |()| {
            let (is_open, onchange) = (is_open.clone(), onchange.clone());
            let done = Callback::from(move |()| {
                is_open.set(false);
                onchange.emit(());
            });
            let action = ReviewAction::CarryOut { line: number, note: (*note).clone() };
            send(&app, at, action, served.clone(), is_busy.clone(), done);
        })
    };
    let turn = |to: bool| {
        let (is_open, served) = (is_open.clone(), served.clone());
        Callback::from(move |()| {
            served.set(Vec::new());
            is_open.set(to);
        })
    };
    let is_measure = matches!(props.line.subject, Subject::Measure(_));
    let (of_note, rest): (Vec<_>, Vec<_>) = served.iter().cloned().partition(|one| one.path == "note");
    let title = lang.fill(words::CARRY_OUT_LINE, &[&number]);
    html! {
        <>
            <Button id={format!("carry-{number}")} look={Look::Small} text={lang.of(words::CARRY_OUT)} aria={title.clone()} onclick={turn(true)} />
            if *is_open {
                <Dialog {title} onclose={turn(false)}
                    foot={html! { <Button id="carry-save" look={Look::Primary} text={lang.of(words::CARRY_OUT)} onclick={save} is_busy={*is_busy} /> }}>
                    <p><strong>{ name(lang, &props.line.subject) }</strong></p>
                    <Says id="carry-says" violations={rest} />
                    if is_measure {
                        <TextField id="carry-note" label={words::DONE_NOTE} value={(*note).clone()} is_long={true} says={of_note}
                            oninput={let note = note.clone(); move |text| note.set(text)} />
                    } else { <p>{ lang.of(words::CARRY_OUT_HINT) }</p> }
                </Dialog>
            }
        </>
    }
}

/// Which lines are decided on.
#[derive(Properties, PartialEq)]
pub struct DecideProps {
    /// The review.
    pub id: ReviewId,
    /// Its revision.
    pub revision: i64,
    /// The lines, one or several.
    pub lines: Vec<Line>,
    /// It was closed.
    pub onclose: Callback<()>,
    /// It was decided.
    pub ondone: Callback<()>,
}

/// The form that decides on lines: what becomes of them, why, and what stays.
#[component]
pub fn DecideDialog(props: &DecideProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let first = props.lines.first().cloned();
    let known = first.as_ref().and_then(|line| line.decision.clone()).filter(|_| props.lines.len() == 1);
    let before = known.clone();
    let verdict = use_state(move || before.as_ref().map_or(Verdict::Keep, |made| made.verdict));
    let before = known.clone();
    let reason = use_state(move || before.map(|made| made.reason).unwrap_or_default());
    let remedy = use_state(move || known.map(|made| made.remedy).unwrap_or_default());
    let stays = {
        let first = first.clone();
        use_state(move || used(first.as_ref()))
    };
    let served = use_state(Vec::<Violation>::new);
    let is_busy = use_state(|| false);
    let is_one = props.lines.len() == 1;
    // What all of the lines may become; items are ticked for one account at a time.
    let open = Verdict::ALL.into_iter().filter(|verdict| {
        props.lines.iter().all(|line| line.subject.verdicts().contains(verdict))
            && (is_one || *verdict != Verdict::Adjust)
    });
    let is_measure = first.as_ref().is_some_and(|line| matches!(line.subject, Subject::Measure(_)));
    let options = open
        .map(|verdict| {
            let label = match verdict {
                Verdict::Keep if is_measure => words::IN_ORDER,
                Verdict::Keep => words::KEEP,
                Verdict::Adjust => words::ADJUST,
                Verdict::Revoke => words::REVOKE,
                Verdict::Remedy if is_measure => words::FINDING,
                Verdict::Remedy => words::REMEDY_CHOICE,
            };
            (verdict.name().into(), lang.of(label).into(), AttrValue::default())
        })
        .collect::<Vec<_>>();
    let save = {
        let (app, served, is_busy, ondone) =
            (app.clone(), served.clone(), is_busy.clone(), props.ondone.clone());
        let (verdict, reason, remedy, stays) =
            (verdict.clone(), reason.clone(), remedy.clone(), stays.clone());
        let (at, lines) = ((props.id, props.revision), props.lines.clone());
        Callback::from(move |()| {
            let given = |line: &Line| LineVerdict {
                line: line.number,
                verdict: *verdict,
                reason: (*reason).clone(),
                remedy: if *verdict == Verdict::Remedy { (*remedy).clone() } else { String::new() },
                items: if *verdict == Verdict::Adjust {
                    stays.iter().filter_map(|id| id.parse().ok()).collect()
                } else {
                    Vec::new()
                },
            };
            let verdicts = lines.iter().map(given).collect();
            let action = ReviewAction::Decide { verdicts };
            send(&app, at, action, served.clone(), is_busy.clone(), ondone.clone());
        })
    };
    let says = |field: &str| -> Vec<Violation> {
        let mut found: Vec<Violation> =
            served.iter().filter(|one| one.path.ends_with(&format!("].{field}"))).cloned().collect();
        found.dedup_by(|a, b| a.code == b.code);
        found
    };
    let own = ["verdict", "reason", "remedy", "items"];
    let is_own = |one: &&Violation| own.iter().any(|field| one.path.ends_with(&format!("].{field}")));
    let rest: Vec<Violation> = served.iter().filter(|one| !is_own(one)).cloned().collect();
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |text: String| state.set(text))
    };
    let title = match &first {
        Some(line) if is_one => lang.fill(words::DECIDE_LINE, &[&line.number]),
        _ => lang.fill(words::DECIDE_MANY, &[&props.lines.len()]),
    };
    let names: Vec<String> = props.lines.iter().map(|line| name(lang, &line.subject)).collect();
    let flags: Vec<Violation> =
        if is_one { first.iter().flat_map(|line| line.flags.clone()).collect() } else { Vec::new() };
    let held = first.as_ref().map(|line| match &line.subject {
        Subject::Account(one) => one
            .items
            .iter()
            .map(|item| {
                let used = item.last_used_on.map_or_else(
                    || lang.of(words::NEVER).to_owned(),
                    |day| lang.fill(words::LAST_USED, &[&lang.day(day)]),
                );
                (item.item.to_string().into(), item.number.clone().into(), used.into())
            })
            .collect(),
        _ => Vec::new(),
    });
    let onverdict = {
        let verdict = verdict.clone();
        Callback::from(move |name: String| {
            if let Some(chosen) = Verdict::ALL.into_iter().find(|verdict| verdict.name() == name) {
                verdict.set(chosen);
            }
        })
    };
    let onstay = {
        let stays = stays.clone();
        Callback::from(move |(id, is_on): (String, bool)| {
            let mut kept: Vec<String> = stays.iter().filter(|one| **one != id).cloned().collect();
            if is_on {
                kept.push(id);
            }
            stays.set(kept);
        })
    };
    html! {
        <Dialog {title} onclose={props.onclose.clone()}
            foot={html! { <Button id="verdict-save" look={Look::Primary} text={lang.of(words::DECIDE)} onclick={save} is_busy={*is_busy} /> }}>
            <p><strong>{ names.join("、") }</strong></p>
            <Says id="verdict-flags" violations={flags} />
            <Says id="verdict-says" violations={rest} />
            <Radios id="verdict" label={words::VERDICT} {options} value={verdict.name()} onchange={onverdict} says={says("verdict")} />
            if *verdict == Verdict::Adjust {
                <Checks id="verdict-items" label={words::STAYS} options={held.unwrap_or_default()} chosen={(*stays).clone()} onchange={onstay} says={says("items")} />
            }
            <TextField id="verdict-reason" label={words::REASON} hint={words::REASON_HINT} value={(*reason).clone()} is_long={true} is_optional={*verdict == Verdict::Keep} oninput={set(&reason)} says={says("reason")} />
            if is_measure && *verdict == Verdict::Remedy {
                <TextField id="verdict-remedy" label={words::REMEDY} value={(*remedy).clone()} is_long={true} oninput={set(&remedy)} says={says("remedy")} />
            }
        </Dialog>
    }
}

/// The items that stay unless somebody ticks otherwise: those that were used and are the unit's.
fn used(line: Option<&Line>) -> Vec<String> {
    let Some(Subject::Account(account)) = line.map(|line| &line.subject) else { return Vec::new() };
    let kept = account.items.iter().filter(|item| item.last_used_on.is_some() && item.is_covered);
    kept.map(|item| item.item.to_string()).collect()
}
