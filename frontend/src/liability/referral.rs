//! Referrals for discipline: the manager's list, the form, the outcome.

use shared::{
    api::v1::{NewReferral, Page, PersonRow},
    field::{FieldKind, RocDate, tidy},
    liability::{OutcomeDraft, ReferralBody, ReferralDraft},
    violation::Violation,
};
use yew::prelude::*;

use super::words;
use crate::{
    component::{
        Button, Cell, Chip, Column, DateField, Dialog, Empty, Failed, Look, Row, Says, Select, Table,
        TextField, Tone, Waiting,
    },
    inquiry::Rows,
    platform::{
        self,
        fetch::{self, Fault},
        random,
    },
    retention::RecordTools,
    state::load::{announce, complain, use_app, use_load},
};

/// What is being written.
#[derive(Debug, Clone, PartialEq)]
enum Writing {
    Nothing,
    Fresh,
    Outcome(Box<ReferralBody>),
}

/// The list.
#[component]
pub fn Referrals() -> Html {
    let app = use_app();
    let lang = app.lang;
    let writing = use_state(|| Writing::Nothing);
    let loaded = use_load::<Page<ReferralBody>>("/referrals?limit=200");
    let columns = [words::NAME, words::DOCUMENT, words::DAY, words::REASON, words::OUTCOME]
        .map(|label| Column::text(lang.of(label)))
        .to_vec();
    let row = |referral: &ReferralBody| {
        let tools =
            html! { <RecordTools kind="referral" id={referral.id.0} name={referral.person_name.clone()} /> };
        let outcome = match &referral.outcome {
            Some(outcome) => {
                html! { <>{ &outcome.outcome }<span class="cell-sub">{ lang.day(outcome.on) }{ " " }{ &outcome.document_number }</span>{ tools }</> }
            }
            None => {
                let (writing, referral) = (writing.clone(), referral.clone());
                let aria = format!("{} {}", lang.of(words::RECORD_OUTCOME), referral.person_name);
                let onclick =
                    Callback::from(move |()| writing.set(Writing::Outcome(Box::new(referral.clone()))));
                html! { <span class="row"><Chip text={lang.of(words::OPEN)} tone={Tone::Wait} /><Button look={Look::Small} text={lang.of(words::RECORD_OUTCOME)} {aria} {onclick} />{ tools }</span> }
            }
        };
        Row {
            key: referral.id.to_string(),
            name: referral.person_name.clone(),
            cells: vec![
                Cell::text(referral.person_name.clone()),
                Cell::text(referral.document_number.clone()),
                Cell::show(
                    html! { <span class="nowrap">{ lang.day(referral.on) }</span> },
                    referral.on.to_string(),
                ),
                Cell::text(referral.reason.clone()),
                Cell::show(
                    outcome,
                    referral.outcome.as_ref().map(|outcome| outcome.outcome.clone()).unwrap_or_default(),
                ),
            ],
        }
    };
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(page), _) if page.items.is_empty() => html! { <Empty title={words::NONE} /> },
        (Some(page), _) => {
            html! { <Table caption={lang.of(words::TAB_REFERRALS)} is_bare={true} {columns} rows={page.items.iter().map(row).collect::<Vec<_>>()} /> }
        }
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    let close = {
        let writing = writing.clone();
        Callback::from(move |()| writing.set(Writing::Nothing))
    };
    let saved = {
        let (close, again) = (close.clone(), loaded.again.clone());
        Callback::from(move |()| {
            close.emit(());
            again.emit(());
        })
    };
    html! {
        <div class="stack">
            <div><Button id="refer" look={Look::Primary} text={lang.of(words::REFER)} onclick={let writing = writing.clone(); move |()| writing.set(Writing::Fresh)} /></div>
            { body }
            { match &*writing {
                Writing::Nothing => Html::default(),
                Writing::Fresh => html! { <Form referral={None::<ReferralBody>} onclose={close} onsaved={saved} /> },
                Writing::Outcome(referral) => html! { <Form referral={Some((**referral).clone())} onclose={close} onsaved={saved} /> },
            } }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct FormProps {
    /// The referral whose outcome is recorded; none for a fresh referral.
    referral: Option<ReferralBody>,
    onclose: Callback<()>,
    onsaved: Callback<()>,
}

/// Both forms: a document, a day and some words.
#[component]
fn Form(props: &FormProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let (person, document, day, text) =
        (use_state(String::new), use_state(String::new), use_state(String::new), use_state(String::new));
    let served = use_state(Vec::<Violation>::new);
    let is_busy = use_state(|| false);
    let is_fresh = props.referral.is_none();
    let people = use_load::<Rows<PersonRow>>(if is_fresh { "/people" } else { "" });
    let people: Vec<(AttrValue, AttrValue)> = people
        .state
        .here
        .iter()
        .flat_map(|rows| rows.rows().iter())
        .map(|row| (row.person.to_string().into(), format!("{} {}", row.name, row.unit_name).into()))
        .collect();
    let save = {
        let (app, person, document, day, text) =
            (app.clone(), person.clone(), document.clone(), day.clone(), text.clone());
        let (served, is_busy) = (served.clone(), is_busy.clone());
        let (referral, onsaved) = (props.referral.clone(), props.onsaved.clone());
        Callback::from(move |()| {
            let on = RocDate::parse(&tidy(FieldKind::RocDate, &day)).ok().map(|day| day.date());
            let (document_number, words) = ((*document).clone(), (*text).clone());
            let person = (*person).clone();
            let (app, served, is_busy) = (app.clone(), served.clone(), is_busy.clone());
            let (referral, onsaved) = (referral.clone(), onsaved.clone());
            is_busy.set(true);
            platform::spawn(async move {
                let answer = match (&referral, random::id()) {
                    (Some(referral), _) => {
                        let path = format!("/referrals/{}/outcome", referral.id);
                        let body = OutcomeDraft { outcome: words, on, document_number };
                        fetch::change::<_, ReferralBody>("POST", &path, Some(referral.revision), &body).await
                    }
                    (None, Ok(id)) => {
                        let draft = ReferralDraft { person, document_number, on, reason: words };
                        let body = NewReferral { id: id.into(), draft };
                        fetch::change::<_, ReferralBody>("POST", "/referrals", None, &body).await
                    }
                    (None, Err(_)) => return,
                };
                is_busy.set(false);
                match answer {
                    Ok(_) => {
                        announce(&app, super::words::SAVED);
                        onsaved.emit(());
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
    let says = |path: &str| -> Vec<Violation> {
        served.iter().filter(|violation| violation.path == path).cloned().collect()
    };
    let rest: Vec<Violation> = served.iter().filter(|violation| violation.path.is_empty()).cloned().collect();
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |text: String| state.set(text))
    };
    let (title, words_label, words_path, document_label) = if is_fresh {
        (words::REFER, words::REASON, "reason", words::DOCUMENT)
    } else {
        (words::RECORD_OUTCOME, words::OUTCOME, "outcome", words::OUTCOME_DOCUMENT)
    };
    html! {
        <Dialog title={lang.of(title)} onclose={props.onclose.clone()}
            foot={html! { <Button id="referral-save" look={Look::Primary} text={lang.of(title)} onclick={save} is_busy={*is_busy} /> }}>
            <Says id="referral-says" violations={rest} />
            if is_fresh {
                <Select id="referral-person" label={words::PERSON} options={people} value={(*person).clone()} blank={""} onchange={set(&person)} says={says("person")} />
            }
            <TextField id="referral-document" label={document_label} value={(*document).clone()} oninput={set(&document)} says={says("document_number")} is_optional={!is_fresh} />
            <DateField id="referral-day" label={words::DAY} value={(*day).clone()} oninput={set(&day)} says={says("on")} />
            <TextField id="referral-words" label={words_label} value={(*text).clone()} is_long={true} oninput={set(&text)} says={says(words_path)} />
        </Dialog>
    }
}
