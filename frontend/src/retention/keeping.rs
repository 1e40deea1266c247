//! On a record's page: until when it is kept and why, and the hold that keeps it longer.

use shared::{
    api::v1::{KeepingView, NewHold},
    retention::{HoldBody, HoldDraft, RecordRef},
    violation::Violation,
};
use uuid::Uuid;
use yew::prelude::*;

use super::{chip, hold::LiftButton, title, words};
use crate::{
    component::{Button, Dialog, Look, Says, TextField, Working},
    journal::ProofOf,
    platform::{
        self,
        fetch::{self, Fault},
        random,
    },
    state::load::{announce, complain, use_app, use_load},
};

/// Which record.
#[derive(Properties, PartialEq)]
pub struct KeptProps {
    /// The noun, as in the journal.
    pub kind: &'static str,
    /// The record.
    pub id: Uuid,
    /// Whether the manager alone is shown it, where others see the page of a record that is not in their keeping.
    #[prop_or_default]
    pub for_manager: bool,
}

/// Draws it; nothing where the server says nothing of it.
#[component]
pub fn KeptUntil(props: &KeptProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let is_manager = app.session().is_some_and(|session| session.standing.is_manager);
    let is_shown = is_manager || !props.for_manager;
    let path = if is_shown { format!("/retention/{}/{}", props.kind, props.id) } else { String::new() };
    let loaded = use_load::<KeepingView>(&path);
    let proof = html! { <ProofOf record={props.id} /> };
    let Some(view) = loaded.state.here.clone() else { return proof };
    html! {
        <section class="sect noprint" id="kept-until">
            <div class="sect__head"><h2>{ lang.of(words::KEPT_UNTIL) }</h2>{ proof }</div>
            <p class="row">
                { chip(lang, view.keeping) }
                if let Some(years) = &view.years { <strong>{ lang.fill(words::UNTIL, &[&lang.long_day(years.keep_through)]) }</strong> }
                <span>{ lang.pick(&view.why) }</span>
            </p>
            if view.rests > 0 { <p class="faint">{ lang.fill(words::RESTS, &[&view.rests]) }</p> }
            if let Some(years) = &view.years {
                <details><summary>{ lang.of(words::WORKING) }</summary><Working steps={years.working.clone()} end={years.keep_through} is_late={false} /></details>
            }
            if let Some(hold) = &view.hold {
                <p class="row"><span>{ lang.fill(words::HELD_BECAUSE, &[&hold.reason, &lang.fill(words::BY, &[&hold.set.by_name, &lang.moment(hold.set.at)])]) }</span>
                    if view.may_hold { <LiftButton id={hold.id} revision={hold.revision} name={title(lang, &view.of)} onchange={loaded.again.clone()} /> }</p>
            } else if view.may_hold {
                <HoldButton of={view.of.clone()} onchange={loaded.again.clone()} />
            }
        </section>
    }
}

/// Which record of a list.
#[derive(Properties, PartialEq)]
pub struct ToolsProps {
    /// The noun, as in the journal.
    pub kind: &'static str,
    /// The record.
    pub id: Uuid,
    /// What it is called, for whoever hears the page.
    pub name: AttrValue,
}

/// For the manager, in the row of a record that has no page of its own: its proof, and until when it is kept.
#[component]
pub fn RecordTools(props: &ToolsProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let is_open = use_state(|| false);
    let is_manager = app.session().is_some_and(|session| session.standing.is_manager);
    let turn = |to: bool| {
        let is_open = is_open.clone();
        Callback::from(move |()| is_open.set(to))
    };
    let aria = format!("{} {}", lang.of(words::KEPT_UNTIL), props.name);
    html! {
        <>
            <ProofOf record={props.id} name={props.name.clone()} />
            if is_manager { <Button look={Look::Small} text={lang.of(words::KEPT_UNTIL)} {aria} onclick={turn(true)} /> }
            if *is_open {
                <Dialog title={props.name.clone()} onclose={turn(false)}><KeptUntil kind={props.kind} id={props.id} /></Dialog>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct HoldProps {
    of: RecordRef,
    onchange: Callback<()>,
}

#[component]
fn HoldButton(props: &HoldProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let is_open = use_state(|| false);
    let reason = use_state(String::new);
    let served = use_state(Vec::<Violation>::new);
    let save = {
        let (app, reason, served, is_open) = (app.clone(), reason.clone(), served.clone(), is_open.clone());
        let (of, onchange) = (props.of.clone(), props.onchange.clone());
        Callback::from(move |()| {
            let Ok(id) = random::id() else { return };
            let (app, served, is_open, onchange) =
                (app.clone(), served.clone(), is_open.clone(), onchange.clone());
            let draft = HoldDraft { of: of.clone(), reason: (*reason).clone() };
            platform::spawn(async move {
                let body = NewHold { id: id.into(), draft };
                match fetch::change::<_, HoldBody>("POST", "/holds", None, &body).await {
                    Ok(_) => {
                        announce(&app, words::DONE);
                        is_open.set(false);
                        onchange.emit(());
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
    let (of_reason, rest): (Vec<_>, Vec<_>) = served.iter().cloned().partition(|one| one.path == "reason");
    let turn = |to: bool| {
        let is_open = is_open.clone();
        Callback::from(move |()| is_open.set(to))
    };
    html! {
        <>
            <div><Button id="hold" look={Look::Small} text={lang.of(words::HOLD)} onclick={turn(true)} /></div>
            if *is_open {
                <Dialog title={lang.of(words::HOLD)} onclose={turn(false)} foot={html! { <Button id="hold-save" look={Look::Primary} text={lang.of(words::HOLD)} onclick={save} /> }}>
                    <Says id="hold-says" violations={rest} />
                    <TextField id="hold-reason" label={words::HOLD_REASON} value={(*reason).clone()} is_long={true} says={of_reason}
                        oninput={let reason = reason.clone(); move |text| reason.set(text)} />
                </Dialog>
            }
        </>
    }
}
