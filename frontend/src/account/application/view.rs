//! One application: what changes, who has done what, and what whoever looks may do.

use shared::{
    account::{
        ApplicationDraft,
        application::{ApplicationAction, ApplicationStatus},
    },
    api::v1::ApplicationView,
    id::ApplicationId,
    inquiry::Decision,
    violation::Violation,
};
use yew::prelude::*;

use super::{Grants, fields::Fields, grant_words, kind_label, state, words};
use crate::{
    component::{Button, Chip, Dialog, Failed, Go, Look, Notice, Says, TextField, Tone, Waiting},
    i18n::{Label, Lang},
    inquiry::use_items,
    platform::{
        self,
        fetch::{self, Fault},
    },
    retention::KeptUntil,
    route::Route,
    state::load::{announce, complain, use_app, use_load},
};

/// Which application.
#[derive(Properties, PartialEq)]
pub struct ApplicationProps {
    /// The application.
    pub id: ApplicationId,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Asking {
    Nothing,
    SendBack,
    Reject,
    Withdraw,
    Mend,
}

/// The page.
#[component]
pub fn ApplicationPage(props: &ApplicationProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let loaded = use_load::<ApplicationView>(&format!("/applications/{}", props.id));
    let asking = use_state(|| Asking::Nothing);
    let note = use_state(String::new);
    let served = use_state(Vec::<Violation>::new);
    let is_busy = use_state(|| false);
    let Some(view) = loaded.state.here.clone() else {
        return match &loaded.state.fault {
            Some(fault) => {
                html! { <div class="page"><Failed fault={fault.clone()} again={loaded.again.clone()} /></div> }
            }
            None => html! { <div class="page"><Waiting /></div> },
        };
    };
    let run = {
        let (app, again, asking, note, served, is_busy) = (
            app.clone(),
            loaded.again.clone(),
            asking.clone(),
            note.clone(),
            served.clone(),
            is_busy.clone(),
        );
        let (id, revision) = (props.id, view.application.revision);
        Callback::from(move |action: ApplicationAction| {
            if *is_busy {
                return;
            }
            is_busy.set(true);
            let (app, again, asking, note, served, is_busy) =
                (app.clone(), again.clone(), asking.clone(), note.clone(), served.clone(), is_busy.clone());
            platform::spawn(async move {
                let path = format!("/applications/{id}/actions");
                match fetch::change::<_, ApplicationView>("POST", &path, Some(revision), &action).await {
                    Ok(_) => {
                        announce(&app, words::DONE);
                        asking.set(Asking::Nothing);
                        note.set(String::new());
                        served.set(Vec::new());
                    }
                    Err(fault) => {
                        if let Fault::Problem(problem) = &fault {
                            served.set(problem.violations.clone());
                        }
                        complain(&app, &fault);
                    }
                }
                is_busy.set(false);
                again.emit(());
            });
        })
    };
    let ask = |what: Asking| {
        let (asking, served) = (asking.clone(), served.clone());
        Callback::from(move |()| {
            served.set(Vec::new());
            asking.set(what);
        })
    };
    let may = |name: &str| view.may.iter().any(|open| open == name);
    let act = |action: ApplicationAction| run.reform(move |()| action.clone());
    let body = &view.application;
    let form = &body.form;
    let (status, tone) = state(lang, body.status.name());
    let unnoted = |make: fn(String) -> ApplicationAction| act(make(String::new()));
    let buttons = html! {
        <div class="actions">
            if may("approve") { <Button id="application-approve" look={Look::Primary} text={lang.of(words::APPROVE)} is_busy={*is_busy} onclick={unnoted(|note| ApplicationAction::Approve { note })} /> }
            if may("grant") { <Button id="application-grant" look={Look::Primary} text={lang.of(words::GRANT)} is_busy={*is_busy} onclick={unnoted(|note| ApplicationAction::Grant { note })} /> }
            if may("set") { <Button id="application-set" look={Look::Primary} text={lang.of(words::SET)} is_busy={*is_busy} onclick={act(ApplicationAction::Set)} /> }
            if may("resubmit") { <Button id="application-mend" look={Look::Primary} text={lang.of(words::MEND)} onclick={ask(Asking::Mend)} /> }
            if may("send_back") { <Button id="application-back" text={lang.of(words::SEND_BACK)} onclick={ask(Asking::SendBack)} /> }
            if may("reject") { <Button id="application-reject" look={Look::Danger} text={lang.of(words::REJECT)} onclick={ask(Asking::Reject)} /> }
            if may("withdraw") { <Button id="application-withdraw" text={lang.of(words::WITHDRAW)} onclick={ask(Asking::Withdraw)} /> }
            <Go to={Route::Sheet("applications", Some(body.id.0))} class="btn">{ lang.of(words::PRINT) }</Go>
        </div>
    };
    let fact =
        |label: Label, value: &str| html! { <><dt>{ lang.of(label) }</dt><dd>{ value.to_owned() }</dd></> };
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| lang.long_day(day)).unwrap_or_default();
    let dialog = match *asking {
        Asking::Nothing => Html::default(),
        Asking::Mend => {
            let onsend =
                run.reform(|draft: ApplicationDraft| ApplicationAction::Resubmit { draft: Box::new(draft) });
            let me = app.session().map(|session| session.standing.person);
            html! {
                <Dialog title={lang.of(words::MEND)} onclose={ask(Asking::Nothing)} is_wide={true}>
                    <Fields draft={form.clone()} holding={Some(view.holding.clone())} is_for_another={me != Some(body.person)} served={(*served).clone()} is_busy={*is_busy}
                        send={lang.of(words::SEND)} {onsend} />
                </Dialog>
            }
        }
        what => {
            let title = match what {
                Asking::SendBack => words::SEND_BACK,
                Asking::Reject => words::REJECT,
                _ => words::WITHDRAW,
            };
            let send = {
                let note = note.clone();
                run.reform(move |()| {
                    let note = (*note).clone();
                    match what {
                        Asking::SendBack => ApplicationAction::SendBack { note },
                        Asking::Reject => ApplicationAction::Reject { note },
                        _ => ApplicationAction::Withdraw { note },
                    }
                })
            };
            html! {
                <Dialog title={lang.of(title)} onclose={ask(Asking::Nothing)}
                    foot={html! { <Button id="application-note-send" look={Look::Primary} text={lang.of(title)} onclick={send} is_busy={*is_busy} /> }}>
                    <TextField id="application-note" label={words::NOTE} hint={words::NOTE_HINT} value={(*note).clone()} is_long={true} says={(*served).clone()}
                        oninput={let note = note.clone(); move |text| note.set(text)} />
                </Dialog>
            }
        }
    };
    let findings: Vec<Violation> = view.report.violations.clone();
    let is_new = view.holding.person.is_none();
    html! {
        <div class="page">
            <div class="page__head">
                <div>
                    <p class="page__mark">{ lang.fill(words::NUMBER, &[&view.form_number]) }</p>
                    <h1 id="page-title" tabindex="-1">{ lang.of(kind_label(form.kind)) }{ "　" }{ &form.name }</h1>
                </div>
                <Chip text={status} {tone} />
            </div>
            if may("set") {
                <Notice tone={Tone::Plain}><p>{ lang.of(words::SET_HINT) }</p>if is_new { <p>{ lang.of(words::SET_CARD) }</p> }</Notice>
            }
            { buttons }
            <div class="two">
                <div class="stack">
                    <section class="sect stack stack--tight"><h2>{ lang.of(words::DIFF) }</h2><Difference view={(*view).clone()} /></section>
                    <dl class="facts facts--wide">
                        { fact(words::UNIT, &view.unit_name) }
                        { fact(words::JOB, &form.title) }
                        { fact(words::EXTENSION, &form.extension) }
                        { fact(words::EMAIL, &form.email) }
                        { fact(words::EGOV, &form.egov_account) }
                        { fact(words::CARD, &form.card_number) }
                        { fact(words::LAST_FOUR, &form.id_last4) }
                        { fact(words::EFFECTIVE, &day(form.effective_on)) }
                        { fact(words::EXPIRES, &day(form.expires_on)) }
                        { fact(words::BASIS, &form.basis) }
                        { fact(words::REASON, &form.reason) }
                        { fact(words::FILED_BY, &body.filed_by_name) }
                    </dl>
                    <KeptUntil kind="application" id={body.id.0} for_manager={true} />
                </div>
                <aside class="card card--sunk stack">
                    <section class="stack stack--tight"><h2>{ lang.of(words::STEPS) }</h2>{ steps(lang, &view) }</section>
                    <section class="stack stack--tight"><h2>{ lang.of(words::HOLDS) }</h2>
                        if !view.holding_unit_name.is_empty() { <p class="quiet">{ &view.holding_unit_name }</p> }
                        <Grants grants={view.holding.grants.clone()} none={words::HOLDS_NONE} /></section>
                    <section class="stack stack--tight"><h2>{ lang.of(words::FINDINGS) }</h2>
                        if findings.is_empty() { <p class="quiet">{ lang.of(words::FINDINGS_NONE) }</p> }
                        <Says id="application-findings" violations={findings} /></section>
                    if let Some(last) = view.keep_through { <p class="quiet">{ lang.fill(words::KEEP, &[&lang.long_day(last)]) }</p> }
                </aside>
            </div>
            { dialog }
        </div>
    }
}

/// What was held when the form was filed, against what it asks for.
#[derive(Properties, PartialEq)]
struct DifferenceProps {
    view: ApplicationView,
}

#[component]
fn Difference(props: &DifferenceProps) -> Html {
    let lang = use_app().lang;
    let items = use_items();
    let items = items.as_ref().map(|items| items.as_slice()).unwrap_or_default();
    let body = &props.view.application;
    let is_revoke = body.form.kind == shared::account::application::ApplicationKind::Revoke;
    let asked = if is_revoke { &[][..] } else { &body.form.grants[..] };
    let gone = body
        .held
        .iter()
        .filter(|held| !asked.contains(held))
        .map(|grant| (words::DIFF_GONE, Tone::Stop, grant));
    let here = asked.iter().map(|grant| {
        let is_kept = body.held.contains(grant);
        let (word, tone) =
            if is_kept { (words::DIFF_KEPT, Tone::Plain) } else { (words::DIFF_ADDED, Tone::Go) };
        (word, tone, grant)
    });
    let lines: Vec<_> = here.chain(gone).collect();
    if lines.is_empty() {
        return html! { <p class="quiet">{ lang.of(words::DIFF_NONE) }</p> };
    }
    html! {
        <ul role="list" class="stack stack--tight">
            { for lines.iter().enumerate().map(|(at, (word, tone, grant))| html! {
                <li key={at} class="row row--apart"><span>{ grant_words(lang, items, grant) }</span><Chip text={lang.of(*word)} tone={*tone} /></li>
            }) }
        </ul>
    }
}

/// Who did what when, and whom it waits for.
fn steps(lang: Lang, view: &ApplicationView) -> Html {
    use ApplicationStatus as Is;
    let body = &view.application;
    let line = |label: Label, who: String, at: Option<chrono::DateTime<chrono::Utc>>, note: &str| {
        let class = if at.is_some() { "is-end" } else { "" };
        html! {
            <li {class}>
                <time>{ at.map(|at| lang.moment(at)).unwrap_or_default() }</time>
                <span>{ lang.fill(words::BY, &[&lang.of(label), &who]) }if !note.is_empty() { <small>{ note.to_owned() }</small> }</span>
            </li>
        }
    };
    let decided = |label: Label, decision: &Decision| {
        let head = decision.for_head_name.as_ref().map(|head| lang.fill(words::FOR_HEAD, &[head]));
        line(
            label,
            format!("{}{}", decision.by_name, head.unwrap_or_default()),
            Some(decision.at),
            &decision.note,
        )
    };
    let mut lines = vec![line(words::STEP_FILED, body.filed_by_name.clone(), Some(body.submitted_at), "")];
    let known = [
        (words::STEP_APPROVED, body.status.approval()),
        (words::STEP_GRANTED, body.status.grant()),
        (words::STEP_SET, body.status.set()),
    ];
    lines.extend(known.iter().filter_map(|(label, decision)| Some(decided(*label, (*decision)?))));
    let waits = |label: Label, who: &str| line(label, lang.fill(words::STEP_WAITS, &[&who]), None, "");
    match &body.status {
        Is::Submitted => {
            let names: Vec<&str> = view.deciders.iter().map(|one| one.name.as_str()).collect();
            lines.push(waits(words::STEP_APPROVED, &names.join("、")));
        }
        Is::Approved { .. } => lines.push(waits(words::STEP_GRANTED, &view.manager_name)),
        Is::Granted { .. } => lines.push(waits(words::STEP_SET, &view.manager_name)),
        Is::SentBack { decision } => lines.push(decided(words::STEP_BACK, decision)),
        Is::Rejected { decision } => lines.push(decided(words::STEP_REJECTED, decision)),
        Is::Withdrawn { at, note } => {
            lines.push(line(words::STEP_WITHDRAWN, String::new(), Some(*at), note));
        }
        Is::Over { at, .. } => lines.push(line(words::STEP_OVER, String::new(), Some(*at), "")),
        Is::Set { .. } => {}
    }
    html! { <ol class="working">{ for lines }</ol> }
}
