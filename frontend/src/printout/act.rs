//! What may be done with a printout: file it, keep it elsewhere, confirm it is not needed, record its destruction.

use shared::{
    api::v1::{PersonRow, PrintoutView},
    field::{FieldKind, RocDate, tidy},
    id::PersonId,
    printout::{DestructionMethod, PrintoutAction},
    violation::Violation,
};
use yew::prelude::*;

use super::words;
use crate::{
    component::{Button, DateField, Dialog, Look, Says, Select, TextField},
    i18n::Label,
    inquiry::Rows,
    platform::{
        self, clock,
        fetch::{self, Fault},
    },
    state::load::{announce, complain, use_app, use_load},
};

#[derive(Debug, Clone, Copy, PartialEq)]
enum Doing {
    Nothing,
    File,
    Keep,
    Destroy,
}

/// Which printout.
#[derive(Properties, PartialEq)]
pub struct ActionsProps {
    /// The printout.
    pub view: PrintoutView,
    /// Something was done.
    pub onchange: Callback<()>,
}

/// Draws the buttons and the small form behind each.
#[component]
pub fn Actions(props: &ActionsProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let doing = use_state(|| Doing::Nothing);
    let place = use_state(String::new);
    let day = use_state(|| lang.day(clock::today()));
    let method = use_state(|| "shredded".to_owned());
    let witness = use_state(String::new);
    let reason = use_state(String::new);
    let report = use_state(Vec::<Violation>::new);
    let people = use_load::<Rows<PersonRow>>(if *doing == Doing::Destroy { "/people" } else { "" });
    let view = &props.view;
    let may = |name: &str| view.may.iter().any(|may| may == name);
    if view.may.is_empty() {
        return Html::default();
    }
    let send = {
        let (app, doing, report, onchange) =
            (app.clone(), doing.clone(), report.clone(), props.onchange.clone());
        let (id, revision) = (view.printout.id, view.printout.revision);
        Callback::from(move |action: PrintoutAction| {
            let (app, doing, report, onchange) =
                (app.clone(), doing.clone(), report.clone(), onchange.clone());
            platform::spawn(async move {
                let path = format!("/printouts/{id}/actions");
                match fetch::change::<_, PrintoutView>("POST", &path, Some(revision), &action).await {
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
    let says = |path: &str| {
        report.iter().filter(|violation| violation.path.ends_with(path)).cloned().collect::<Vec<_>>()
    };
    let rest: Vec<Violation> = report
        .iter()
        .filter(|violation| {
            !["place", "case_number", "on", "witness", "reason"]
                .iter()
                .any(|path| violation.path.ends_with(path))
        })
        .cloned()
        .collect();
    let save_place = {
        let (send, place, is_filed) = (send.clone(), place.clone(), *doing == Doing::File);
        Callback::from(move |()| {
            let text = (*place).clone();
            send.emit(if is_filed {
                PrintoutAction::File { case_number: text }
            } else {
                PrintoutAction::Keep { place: text }
            });
        })
    };
    let save_destroy = {
        let (send, app) = (send.clone(), app.clone());
        let (day, method, witness, reason) = (day.clone(), method.clone(), witness.clone(), reason.clone());
        Callback::from(move |()| {
            let on = RocDate::parse(&tidy(FieldKind::RocDate, &day)).map(|day| day.date());
            let (Ok(on), Ok(witness)) = (on, witness.parse::<PersonId>()) else {
                return app
                    .dispatch(crate::state::shell::Act::Warn(lang.of(words::WITNESS_BLANK).to_owned()));
            };
            let method = match method.as_str() {
                "incinerated" => DestructionMethod::Incinerated,
                "pulped" => DestructionMethod::Pulped,
                _ => DestructionMethod::Shredded,
            };
            send.emit(PrintoutAction::Destroy {
                on,
                method,
                witness,
                witness_name: String::new(),
                reason: (*reason).clone(),
            });
        })
    };
    let confirm = send.reform(|()| PrintoutAction::ConfirmNotNeeded);
    let me = app.session().map(|session| session.standing.person);
    let witnesses: Vec<(AttrValue, AttrValue)> = people
        .state
        .here
        .iter()
        .flat_map(|rows| rows.rows().iter())
        .filter(|person| Some(person.person) != me)
        .map(|person| {
            (person.person.to_string().into(), format!("{}　{}", person.name, person.unit_name).into())
        })
        .collect();
    let methods: Vec<(AttrValue, AttrValue)> =
        [("shredded", words::SHREDDED), ("incinerated", words::INCINERATED), ("pulped", words::PULPED)]
            .map(|(name, label): (&'static str, Label)| (name.into(), lang.of(label).into()))
            .into();
    let close = open(Doing::Nothing);
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |text| state.set(text))
    };
    html! {
        <>
            <div class="row">
                if may("file") { <Button look={Look::Small} text={lang.of(words::FILE)} onclick={open(Doing::File)} /> }
                if may("keep") { <Button look={Look::Small} text={lang.of(words::KEEP)} onclick={open(Doing::Keep)} /> }
                if may("confirm_not_needed") { <Button look={Look::Small} text={lang.of(words::CONFIRM)} onclick={confirm} /> }
                if may("destroy") { <Button look={Look::Small} text={lang.of(words::DESTROY)} onclick={open(Doing::Destroy)} /> }
            </div>
            if *doing == Doing::File || *doing == Doing::Keep {
                <Dialog title={lang.of(if *doing == Doing::File { words::FILE } else { words::KEEP })} onclose={close.clone()}
                    foot={html! { <Button id="place-save" look={Look::Primary} text={lang.of(crate::i18n::words::SAVE)} onclick={save_place} /> }}>
                    <Says id="place-report" violations={rest.clone()} />
                    <TextField id="printout-place" label={if *doing == Doing::File { words::CASE } else { words::PLACE }} value={(*place).clone()} oninput={set(&place)}
                        says={[says("place"), says("case_number")].concat()} />
                </Dialog>
            }
            if *doing == Doing::Destroy {
                <Dialog title={lang.of(words::DESTROY)} onclose={close}
                    foot={html! { <Button id="destroy-save" look={Look::Danger} text={lang.of(words::DESTROY)} onclick={save_destroy} /> }}>
                    <Says id="destroy-report" violations={rest} />
                    <DateField id="destroy-day" label={words::DESTROYED_ON} value={(*day).clone()} oninput={set(&day)} says={says("on")} />
                    <Select id="destroy-method" label={words::METHOD} options={methods} value={(*method).clone()} onchange={set(&method)} />
                    <Select id="destroy-witness" label={words::WITNESS} options={witnesses} value={(*witness).clone()} blank={lang.of(words::WITNESS_BLANK)} onchange={set(&witness)} says={says("witness")} />
                    <TextField id="destroy-reason" label={words::REASON} hint={words::REASON_HINT} value={(*reason).clone()} oninput={set(&reason)} is_optional={true} says={says("reason")} />
                </Dialog>
            }
        </>
    }
}
