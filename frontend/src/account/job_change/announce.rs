//! Announcing a job change by hand.

use shared::{
    account::{
        JobChangeDraft,
        job_change::{JobChangeFacts, JobChangeKind},
    },
    api::v1::{AgencyView, JobChangeView, NewJobChange, PersonRow},
    field::{FieldKind, RocDate, tidy},
    regulation::point_04,
    violation::Violation,
};
use yew::prelude::*;

use super::{kind_label, words};
use crate::{
    component::{Button, DateField, Dialog, Look, Radios, Says, Select, TextField},
    inquiry::Rows,
    platform::{
        self, clock,
        fetch::{self, Fault},
        random,
    },
    state::load::{announce, complain, use_app, use_load},
};

/// What to do afterwards.
#[derive(Properties, PartialEq)]
pub struct AnnounceProps {
    /// Not now.
    pub onclose: Callback<()>,
    /// It was announced.
    pub onsaved: Callback<()>,
}

/// Draws the form.
#[component]
pub fn AnnounceDialog(props: &AnnounceProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let people = use_load::<Rows<PersonRow>>("/people");
    let agencies = use_load::<Rows<AgencyView>>("/agencies?limit=500");
    let draft = use_state(JobChangeDraft::default);
    let day = use_state(String::new);
    let has_tried = use_state(|| false);
    let served = use_state(Vec::<Violation>::new);
    let is_busy = use_state(|| false);
    let parsed = RocDate::parse(&tidy(FieldKind::RocDate, &day)).ok().map(|day| day.date());
    let whole = JobChangeDraft { effective_on: parsed, ..(*draft).clone() };
    let today = app.caps.as_ref().map_or_else(clock::today, |caps| caps.today);
    // Whose account it is and whether it is announced already is the server's to say.
    let report = point_04::check_job_change(&whole, None, today, &JobChangeFacts::default());
    let says = |path: &str| -> Vec<Violation> {
        let typed = report.at(path).filter(|_| *has_tried);
        let mut found: Vec<Violation> =
            typed.chain(served.iter().filter(|violation| violation.path == path)).cloned().collect();
        found.dedup_by(|a, b| a.code == b.code);
        found
    };
    let set = |change: fn(&mut JobChangeDraft, String)| {
        let (draft, served) = (draft.clone(), served.clone());
        Callback::from(move |text: String| {
            let mut next = (*draft).clone();
            change(&mut next, text);
            served.set(Vec::new());
            draft.set(next);
        })
    };
    let session = app.session().cloned();
    let is_theirs = |one: &&PersonRow| {
        session
            .as_ref()
            .is_some_and(|session| session.standing.is_manager || session.approves_for.contains(&one.unit))
    };
    let persons: Vec<(AttrValue, AttrValue)> = people
        .state
        .here
        .iter()
        .flat_map(|rows| rows.rows().iter())
        .filter(is_theirs)
        .map(|one| (one.person.to_string().into(), format!("{}　{}", one.name, one.unit_name).into()))
        .collect();
    let units: Vec<(AttrValue, AttrValue)> = agencies
        .state
        .here
        .iter()
        .flat_map(|rows| rows.rows().iter())
        .map(|agency| {
            (agency.id.to_string().into(), lang.name(&agency.draft.name, &agency.draft.name_en).into())
        })
        .collect();
    let kinds: Vec<(AttrValue, AttrValue, AttrValue)> = JobChangeKind::ALL
        .iter()
        .map(|kind| (kind.name().into(), lang.of(kind_label(*kind)).into(), AttrValue::default()))
        .collect();
    let send = {
        let (app, has_tried, served, is_busy) =
            (app.clone(), has_tried.clone(), served.clone(), is_busy.clone());
        let (onsaved, is_good, whole) = (props.onsaved.clone(), report.is_accepted(), whole.clone());
        Callback::from(move |()| {
            has_tried.set(true);
            let Ok(id) = random::id() else { return };
            if !is_good {
                return;
            }
            let (app, served, is_busy, onsaved) =
                (app.clone(), served.clone(), is_busy.clone(), onsaved.clone());
            let new = NewJobChange { id: id.into(), draft: whole.clone() };
            is_busy.set(true);
            platform::spawn(async move {
                match fetch::change::<_, JobChangeView>("POST", "/job-changes", None, &new).await {
                    Ok(_) => {
                        announce(&app, words::SAVED);
                        onsaved.emit(());
                    }
                    Err(fault) => {
                        if let Fault::Problem(problem) = &fault {
                            served.set(problem.violations.clone());
                        }
                        complain(&app, &fault);
                    }
                }
                is_busy.set(false);
            });
        })
    };
    html! {
        <Dialog title={lang.of(words::NEW)} onclose={props.onclose.clone()}
            foot={html! { <Button id="job-change-send" look={Look::Primary} text={lang.of(words::NEW)} onclick={send} is_busy={*is_busy} /> }}>
            <div class="stack">
                <Select id="job-change-person" label={words::PERSON} options={persons} value={whole.person.map(|person| person.to_string()).unwrap_or_default()} blank={lang.of(words::PERSON_BLANK)}
                    onchange={set(|d, text| d.person = text.parse().ok())} says={says("person")} />
                <Radios id="job-change-kind" label={words::KIND} options={kinds} value={whole.kind.name()}
                    onchange={set(|d, text| d.kind = JobChangeKind::parse(&text).unwrap_or_default())} />
                if whole.kind == JobChangeKind::Transfer {
                    <Select id="job-change-unit" label={words::TO_UNIT} options={units} value={whole.to_unit.map(|unit| unit.to_string()).unwrap_or_default()} blank={lang.of(words::PERSON_BLANK)}
                        onchange={set(|d, text| d.to_unit = text.parse().ok())} says={says("to_unit")} />
                }
                <DateField id="job-change-day" label={words::DAY} value={(*day).clone()} oninput={let day = day.clone(); move |text| day.set(text)} says={says("effective_on")} />
                <p class="field__hint">{ lang.of(words::DAY_HINT) }</p>
                <TextField id="job-change-document" label={words::DOCUMENT} value={whole.document_number.clone()} oninput={set(|d, text| d.document_number = text)} says={says("document_number")} />
                <Says id="job-change-says" violations={says("")} />
            </div>
        </Dialog>
    }
}
