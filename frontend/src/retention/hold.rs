//! Holds: which stand, why, and how they are lifted.

use shared::{
    api::v1::Page,
    id::HoldId,
    retention::{HoldAction, HoldBody},
    violation::Violation,
};
use yew::prelude::*;

use super::{link, title, words};
use crate::{
    component::{
        Button, Cell, Chip, Column, Dialog, Empty, Failed, Look, Row, Says, Table, TextField, Tone, Waiting,
    },
    platform::{
        self,
        fetch::{self, Fault},
    },
    state::load::{announce, complain, use_app, use_load},
};

/// The list.
#[component]
pub fn Holds() -> Html {
    let lang = use_app().lang;
    let loaded = use_load::<Page<HoldBody>>("/holds?limit=200");
    let columns = [words::RECORD, words::HOLD_REASON, words::SET_BY, words::STATE]
        .map(|label| Column::text(lang.of(label)))
        .to_vec();
    let row = |hold: &HoldBody| {
        let name = title(lang, &hold.of);
        let state = match &hold.lifted {
            Some(lifted) => {
                html! { <><Chip text={lang.of(words::LIFTED)} /><span class="cell-sub">{ &lifted.reason }</span>
                <span class="cell-sub">{ lang.fill(words::BY, &[&lifted.mark.by_name, &lang.moment(lifted.mark.at)]) }</span></> }
            }
            None => html! { <span class="row"><Chip text={lang.of(words::STANDING)} tone={Tone::Stop} />
            <LiftButton id={hold.id} revision={hold.revision} name={name.clone()} onchange={loaded.again.clone()} /></span> },
        };
        Row {
            key: hold.id.to_string(),
            name: name.clone(),
            cells: vec![
                Cell::show(link(lang, &hold.of), name),
                Cell::text(hold.reason.clone()),
                Cell::text(lang.fill(words::BY, &[&hold.set.by_name, &lang.moment(hold.set.at)])),
                Cell::show(state, if hold.lifted.is_some() { "1" } else { "0" }),
            ],
        }
    };
    match (&loaded.state.here, &loaded.state.fault) {
        (Some(page), _) if page.items.is_empty() => {
            html! { <Empty title={words::NO_HOLDS} next={words::NO_HOLDS_NEXT} /> }
        }
        (Some(page), _) => {
            html! { <Table caption={lang.of(words::TAB_HOLDS)} is_bare={true} {columns} rows={page.items.iter().map(row).collect::<Vec<_>>()} /> }
        }
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    }
}

/// Which hold.
#[derive(Properties, PartialEq)]
pub struct LiftProps {
    /// The hold.
    pub id: HoldId,
    /// Its revision.
    pub revision: i64,
    /// What it holds, in words.
    pub name: String,
    /// It was lifted.
    pub onchange: Callback<()>,
}

/// The button that lifts a hold, and the form behind it.
#[component]
pub fn LiftButton(props: &LiftProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let is_open = use_state(|| false);
    let reason = use_state(String::new);
    let served = use_state(Vec::<Violation>::new);
    let save = {
        let (app, reason, served, is_open) = (app.clone(), reason.clone(), served.clone(), is_open.clone());
        let (id, revision, onchange) = (props.id, props.revision, props.onchange.clone());
        Callback::from(move |()| {
            let (app, served, is_open, onchange) =
                (app.clone(), served.clone(), is_open.clone(), onchange.clone());
            let action = HoldAction::Lift { reason: (*reason).clone() };
            platform::spawn(async move {
                let path = format!("/holds/{id}/actions");
                match fetch::change::<_, HoldBody>("POST", &path, Some(revision), &action).await {
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
    let title = lang.fill(words::LIFT_OF, &[&props.name]);
    html! {
        <>
            <Button look={Look::Small} text={lang.of(words::LIFT)} aria={title.clone()} onclick={turn(true)} />
            if *is_open {
                <Dialog {title} onclose={turn(false)} foot={html! { <Button id="lift-save" look={Look::Primary} text={lang.of(words::LIFT)} onclick={save} /> }}>
                    <Says id="lift-says" violations={rest} />
                    <TextField id="lift-reason" label={words::LIFT_REASON} value={(*reason).clone()} is_long={true} says={of_reason}
                        oninput={let reason = reason.clone(); move |text| reason.set(text)} />
                </Dialog>
            }
        </>
    }
}
