//! 附表二 on screen: why, when, and who takes over, judged while it is typed.

use shared::{
    Report,
    api::v1::{Candidate, ManagerChangeView, NewManagerChange},
    custody::{ChangeDraft, ChangeReason},
    field::{FieldKind, RocDate, tidy},
    regulation::point_04::manager,
    violation::Violation,
};
use yew::prelude::*;

use super::words;
use crate::{
    component::{Button, DateField, Dialog, Look, Says, Select, TextField},
    platform::{
        self, clock,
        fetch::{self, Fault},
        random,
    },
    state::load::{announce, complain, use_app},
};

/// What the form needs.
#[derive(Properties, PartialEq)]
pub struct OpenProps {
    /// Who might take over.
    pub candidates: Vec<Candidate>,
    /// Not now.
    pub onclose: Callback<()>,
    /// It was opened.
    pub onopened: Callback<()>,
}

/// Draws the form.
#[component]
pub fn OpenDialog(props: &OpenProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let draft = use_state(ChangeDraft::default);
    let day = use_state(String::new);
    let has_tried = use_state(|| false);
    let served = use_state(Vec::<Violation>::new);
    let today = app.caps.as_ref().map_or_else(clock::today, |caps| caps.today);
    let is_manager = app.session().is_some_and(|session| session.standing.is_manager);
    let transfer_on = RocDate::parse(&tidy(FieldKind::RocDate, &day)).ok().map(|day| day.date());
    let typed = ChangeDraft { transfer_on, ..(*draft).clone() };
    let mut report = Report::default();
    manager::check_draft(&mut report, &typed, today);
    let says = |path: &str| -> Vec<Violation> {
        let here = report.at(path).filter(|_| *has_tried);
        here.chain(served.iter().filter(|violation| violation.path == path)).cloned().collect()
    };
    let rest: Vec<Violation> = served.iter().filter(|violation| violation.path.is_empty()).cloned().collect();
    let text = |set: fn(&mut ChangeDraft, String)| {
        let (draft, served) = (draft.clone(), served.clone());
        Callback::from(move |text: String| {
            let mut next = (*draft).clone();
            set(&mut next, text);
            served.set(Vec::new());
            draft.set(next);
        })
    };
    let save = {
        let (app, has_tried, served) = (app.clone(), has_tried.clone(), served.clone());
        let (onopened, is_good) = (props.onopened.clone(), report.is_accepted());
        let typed = typed.clone();
        Callback::from(move |()| {
            has_tried.set(true);
            if !is_good {
                return;
            }
            let Ok(id) = random::id() else { return };
            let (app, served, onopened) = (app.clone(), served.clone(), onopened.clone());
            let new = NewManagerChange { id: id.into(), draft: typed.clone() };
            platform::spawn(async move {
                match fetch::change::<_, ManagerChangeView>("POST", "/manager-changes", None, &new).await {
                    Ok(_) => {
                        announce(&app, words::OPENED);
                        onopened.emit(());
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
    let reasons: Vec<(AttrValue, AttrValue)> =
        [("transfer", words::TRANSFER_JOB), ("leaves", words::LEAVES), ("other", words::OTHER)]
            .map(|(name, label)| (AttrValue::from(name), AttrValue::from(lang.of(label))))
            .into();
    let people: Vec<(AttrValue, AttrValue)> = props
        .candidates
        .iter()
        .map(|one| {
            let name = format!("{}　{}{}", one.name, one.unit_name, one.title);
            let name = if one.report.is_accepted() { name } else { lang.fill(words::NOT_READY, &[&name]) };
            (one.person.to_string().into(), name.into())
        })
        .collect();
    let chosen = props.candidates.iter().find(|one| Some(one.person) == draft.successor);
    let mut successor_says = says("successor");
    successor_says.extend(chosen.iter().flat_map(|one| one.report.violations.iter().cloned()));
    successor_says.dedup_by(|a, b| a.code == b.code);
    let reason = match draft.reason {
        ChangeReason::Transfer => "transfer",
        ChangeReason::Leaves => "leaves",
        ChangeReason::Other => "other",
    };
    let is_late = transfer_on.is_some_and(|day| day <= today);
    html! {
        <Dialog title={lang.of(words::OPEN_CHANGE)} onclose={props.onclose.clone()}
            foot={html! { <Button id="change-save" look={Look::Primary} text={lang.of(words::OPEN_CHANGE)} onclick={save} /> }}>
            <Says id="change-report" violations={rest} />
            <Select id="change-reason" label={words::REASON} options={reasons} value={reason} onchange={text(|d, t| d.reason = match t.as_str() {
                "leaves" => ChangeReason::Leaves,
                "other" => ChangeReason::Other,
                _ => ChangeReason::Transfer,
            })} />
            if draft.reason == ChangeReason::Other {
                <TextField id="change-reason-note" label={words::REASON_NOTE} value={draft.reason_note.clone()} oninput={text(|d, t| d.reason_note = t)} says={says("reason_note")} />
            }
            <DateField id="change-day" label={words::TRANSFER} value={(*day).clone()} oninput={let day = day.clone(); move |text| day.set(text)} says={says("transfer_on")} />
            if is_late {
                <TextField id="change-late" label={words::LATE_REASON} value={draft.late_reason.clone()} oninput={text(|d, t| d.late_reason = t)} says={says("late_reason")} />
            }
            <Select id="change-successor" label={words::SUCCESSOR} options={people} value={draft.successor.map(|one| one.to_string()).unwrap_or_default()}
                blank={lang.of(words::SUCCESSOR_BLANK)} onchange={text(|d, t| d.successor = t.parse().ok())} says={successor_says} />
            <TextField id="change-successor-phone" label={words::SUCCESSOR_PHONE} value={draft.successor_phone.clone()} oninput={text(|d, t| d.successor_phone = t)} is_optional={true} is_short={true} />
            <TextField id="change-successor-email" label={words::SUCCESSOR_EMAIL} value={draft.successor_email.clone()} oninput={text(|d, t| d.successor_email = t)} is_optional={true} />
            <TextField id="change-predecessor-phone" label={words::PREDECESSOR_PHONE} value={draft.predecessor_phone.clone()} oninput={text(|d, t| d.predecessor_phone = t)} is_optional={true} is_short={true} />
            if !is_manager {
                <TextField id="change-absence" label={words::ABSENCE} value={draft.absence.clone()} oninput={text(|d, t| d.absence = t)} says={says("absence")} />
            }
        </Dialog>
    }
}
