//! One inquiry: what was asked, where it stands, what may be done now.

use shared::{
    api::v1::InquiryView,
    id::InquiryId,
    inquiry::{Decision, InquiryAction, Status},
};
use yew::prelude::*;

use super::{query_form::QueryDialog, reveal::RevealDialog, words};
use crate::{
    component::{Button, Chip, Dialog, Failed, Go, Look, Notice, TextField, Tone, Waiting, status_tone},
    duty::DutyList,
    i18n::{Label, Lang, say},
    platform::{self, fetch},
    printout::PrintoutCard,
    retention::KeptUntil,
    route::Route,
    state::load::{App, announce, complain, use_app, use_load},
};

/// Which inquiry.
#[derive(Properties, PartialEq)]
pub struct ViewPageProps {
    /// The inquiry.
    pub id: InquiryId,
}

/// What is open over the page.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Over {
    Nothing,
    Query,
    Reveal,
    Record,
    Withdraw,
}

/// The page.
#[component]
pub fn ViewPage(props: &ViewPageProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let id = props.id;
    let loaded = use_load::<InquiryView>(&format!("/inquiries/{id}"));
    let over = use_state(|| Over::Nothing);
    let place = use_state(String::new);

    let Some(view) = loaded.state.here.clone() else {
        return html! {
            <div class="page">
                if let Some(fault) = &loaded.state.fault { <Failed fault={fault.clone()} again={loaded.again.clone()} /> } else { <Waiting /> }
            </div>
        };
    };
    let open = |what: Over| {
        let over = over.clone();
        Callback::from(move |()| over.set(what))
    };
    let close = open(Over::Nothing);
    let act = {
        let (app, again, over, revision) =
            (app.clone(), loaded.again.clone(), over.clone(), view.inquiry.revision);
        Callback::from(move |(action, done): (InquiryAction, Label)| {
            let (app, again, over) = (app.clone(), again.clone(), over.clone());
            platform::spawn(async move {
                if carry(&app, id, revision, &action, done).await {
                    over.set(Over::Nothing);
                }
                again.emit(());
            });
        })
    };
    let may = |name: &str| view.may.iter().any(|may| may == name);
    let status = view.inquiry.status.name();
    let is_mine = app.session().is_some_and(|session| session.standing.person == view.inquiry.applicant);
    let shown_status = if view.is_lapsed { "lapsed" } else { status };
    let registration = &view.inquiry.registration;
    html! {
        <div class="page">
            <div class="page__head">
                <div>
                    <p class="page__mark">{ &view.form_number }{ "　" }{ &view.unit_name }{ "　" }{ &view.inquiry.applicant_name }</p>
                    <h1 id="page-title" tabindex="-1">{ &registration.case_number }</h1>
                </div>
                <span class="row">
                    <Chip text={say::status(lang, shown_status).to_owned()} tone={status_tone(shown_status)} />
                    <Go to={Route::Paper(id)} class="btn">{ lang.of(words::SHOW_PAPER) }</Go>
                </span>
            </div>
            if view.is_lapsed { <Notice tone={Tone::Stop}><p>{ lang.of(words::LAPSED_NOTE) }</p></Notice> }
            if let Status::SentBack { decision } = &view.inquiry.status {
                <Notice tone={Tone::Warn} title={say::status(lang, "sent_back").to_owned()}><p class="pre">{ &decision.note }</p></Notice>
            }
            if let Status::Rejected { decision } = &view.inquiry.status {
                <Notice tone={Tone::Stop} title={say::status(lang, "rejected").to_owned()}><p class="pre">{ &decision.note }</p></Notice>
            }
            <div class="row">
                if may("carry_out") { <Button id="carry-out" look={Look::Primary} text={lang.of(words::CARRY_OUT)} onclick={open(Over::Query)} /> }
                if status == "sent_back" && is_mine { <Go to={Route::Edit(id)} class="btn btn--primary">{ lang.of(words::MEND_NOW) }</Go> }
                if may("file_query_record") { <Button id="file-record" text={lang.of(words::FILE_RECORD)} onclick={open(Over::Record)} /> }
                if may("close") {
                    <Button id="close" look={Look::Primary} text={lang.of(words::CLOSE)} onclick={act.reform(|()| (InquiryAction::Close, words::CLOSED))} />
                }
                if is_mine || may("approve") { <Button id="reveal" text={lang.of(words::REVEAL)} onclick={open(Over::Reveal)} /> }
                if may("withdraw") { <Button id="withdraw" text={lang.of(words::WITHDRAW)} onclick={open(Over::Withdraw)} /> }
            </div>
            <div class="two">
                <div class="stack">
                    <section class="sect">
                        <h2>{ lang.of(words::REGISTRATION) }</h2>
                        <Facts view={(*view).clone()} />
                    </section>
                    if !view.printouts.is_empty() {
                        <section class="sect">
                            <h2>{ lang.of(words::PRINTED) }</h2>
                            { for view.printouts.iter().map(|printout| html! {
                                <PrintoutCard key={printout.printout.id.to_string()} view={printout.clone()} onchange={loaded.again.clone()} />
                            }) }
                        </section>
                    }
                    <KeptUntil kind="inquiry" id={id.0} />
                </div>
                <aside class="stack">
                    <section class="card card--sunk"><h2>{ lang.of(words::HISTORY) }</h2><History view={(*view).clone()} /></section>
                    if !view.duties.is_empty() {
                        <section class="card card--sunk"><h2>{ lang.of(crate::i18n::words::NAV_DUTIES) }</h2><DutyList duties={view.duties.clone()} /></section>
                    }
                    if status == "submitted" {
                        <section class="card card--sunk"><h2>{ lang.of(words::WHO_DECIDES) }</h2>{ deciders(lang, &view) }</section>
                    }
                </aside>
            </div>
            { match *over {
                Over::Nothing => Html::default(),
                Over::Query => html! { <QueryDialog view={(*view).clone()} onclose={close} onsaved={let again = loaded.again.clone(); let over = over.clone(); move |()| { over.set(Over::Nothing); again.emit(()); }} /> },
                Over::Reveal => html! { <RevealDialog {id} onclose={close} /> },
                Over::Record => {
                    let save = { let (act, place) = (act, place.clone()); Callback::from(move |()| act.emit((InquiryAction::FileQueryRecord { place: (*place).clone() }, words::FILED_RECORD))) };
                    html! {
                        <Dialog title={lang.of(words::FILE_RECORD)} onclose={close} foot={html! { <Button id="record-save" look={Look::Primary} text={lang.of(words::SAVE_QUERY)} onclick={save} /> }}>
                            <TextField id="record-place" label={words::RECORD_PLACE} hint={words::RECORD_HINT} value={(*place).clone()} oninput={move |text| place.set(text)} />
                        </Dialog>
                    }
                }
                Over::Withdraw => {
                    let go = act.reform(|()| (InquiryAction::Withdraw, words::WITHDRAWN));
                    html! {
                        <Dialog title={lang.of(words::WITHDRAW)} onclose={close} foot={html! { <Button id="withdraw-sure" look={Look::Danger} text={lang.of(words::WITHDRAW)} onclick={go} /> }}>
                            <p>{ lang.of(words::WITHDRAW_SURE) }</p>
                        </Dialog>
                    }
                }
            } }
        </div>
    }
}

/// Sends an action; true when it was taken.
pub async fn carry(app: &App, id: InquiryId, revision: i64, action: &InquiryAction, done: Label) -> bool {
    match fetch::change::<_, InquiryView>("POST", &format!("/inquiries/{id}/actions"), Some(revision), action)
        .await
    {
        Ok(_) => {
            announce(app, done);
            true
        }
        Err(fault) => {
            complain(app, &fault);
            false
        }
    }
}

/// What was registered, for the applicant, the supervisor and the paper alike.
#[derive(Properties, PartialEq)]
pub struct FactsProps {
    /// The inquiry.
    pub view: InquiryView,
}

/// Draws the registration.
#[component]
pub fn Facts(props: &FactsProps) -> Html {
    const MOST: usize = 50;
    let lang = use_app().lang;
    let view = &props.view;
    let registration = &view.inquiry.registration;
    let period = lang.fill(
        words::PERIOD_SPAN,
        &[&lang.month(&registration.period_from), &lang.month(&registration.period_to)],
    );
    let data_items: Vec<String> = view
        .data_item_names
        .iter()
        .zip(&view.data_item_names_en)
        .map(|(name, en)| lang.name(name, en))
        .collect();
    let rest = registration.subjects.len().saturating_sub(MOST);
    html! {
        <dl class="facts facts--wide">
            <dt>{ lang.of(words::ITEM) }</dt><dd>{ format!("{}　{}", view.item_number, lang.name(&view.item_name, &view.item_name_en)) }</dd>
            <dt>{ lang.of(words::PURPOSE) }</dt><dd>{ &view.purpose }</dd>
            <dt>{ lang.of(words::DATA_ITEMS) }</dt><dd>{ data_items.join(lang.of(words::LIST_MARK)) }</dd>
            <dt>{ lang.of(words::REASON) }</dt><dd class="pre">{ &registration.reason }</dd>
            <dt>{ lang.of(words::PERIOD) }</dt><dd>{ period }</dd>
            if !registration.justification.is_empty() { <><dt>{ lang.of(words::JUSTIFICATION) }</dt><dd class="pre">{ &registration.justification }</dd></> }
            if !registration.remark.is_empty() { <><dt>{ lang.of(words::REMARK) }</dt><dd class="pre">{ &registration.remark }</dd></> }
            <dt>{ lang.of(words::SUBJECT_LIST) }</dt>
            <dd>
                <ol>
                    { for registration.subjects.iter().take(MOST).map(|subject| html! { <li>{ &subject.name }{ "　" }<span class="masked">{ &subject.identity }</span></li> }) }
                </ol>
                if rest > 0 { <p class="faint">{ lang.fill(words::COUNT, &[&registration.subjects.len()]) }</p> }
            </dd>
        </dl>
    }
}

#[component]
fn History(props: &FactsProps) -> Html {
    let lang = use_app().lang;
    let inquiry = &props.view.inquiry;
    let mut lines = vec![(
        lang.moment(inquiry.submitted_at),
        say::action(lang, "submit").to_owned(),
        inquiry.applicant_name.clone(),
    )];
    let decided = match &inquiry.status {
        Status::SentBack { decision } => Some((decision, "sent_back")),
        Status::Rejected { decision } => Some((decision, "rejected")),
        other => other.approval().map(|decision| (decision, "approved")),
    };
    if let Some((decision, name)) = decided {
        lines.push((lang.moment(decision.at), say::status(lang, name).to_owned(), decider(lang, decision)));
    }
    if let Some(query) = inquiry.status.query() {
        let outcome = match query.outcome {
            shared::inquiry::Outcome::Found => words::FOUND,
            shared::inquiry::Outcome::NothingFound => words::NOTHING,
        };
        lines.push((
            lang.moment(query.queried_at),
            say::action(lang, "carry_out").to_owned(),
            lang.of(outcome).to_owned(),
        ));
        if !query.query_record_place.is_empty() {
            lines.push((
                String::new(),
                lang.of(words::RECORD_PLACE).to_owned(),
                query.query_record_place.clone(),
            ));
        }
    }
    match &inquiry.status {
        Status::Closed { at, .. } => {
            lines.push((lang.moment(*at), say::status(lang, "closed").to_owned(), String::new()))
        }
        Status::Withdrawn { at } => {
            lines.push((lang.moment(*at), say::status(lang, "withdrawn").to_owned(), String::new()))
        }
        _ => {}
    }
    let last = lines.len().saturating_sub(1);
    let signature = props.view.signature.as_ref().map(|kept| match &kept.refusal {
        None => {
            let text = lang.fill(words::SIGNED_BY, &[&kept.signed_by]);
            html! { <Chip {text} tone={Tone::Done} /> }
        }
        Some(refusal) => html! {
            <><Chip text={lang.of(words::SIGNATURE_BROKEN)} tone={Tone::Stop} /><small>{ lang.pick(refusal) }</small></>
        },
    });
    html! {
        <>
        <ol class="working">
            { for lines.into_iter().enumerate().map(|(at, (when, what, who))| html! {
                <li key={at} class={(at == last).then_some("is-end")}><time>{ when }</time><span>{ what }if !who.is_empty() { <small>{ "　" }{ who }</small> }</span></li>
            }) }
        </ol>
        if let Some(signature) = signature { <p id="signature">{ signature }</p> }
        </>
    }
}

/// `陳主管（代 林科長）`.
fn decider(lang: Lang, decision: &Decision) -> String {
    match &decision.for_head_name {
        Some(head) => lang.fill(words::DEPUTY_FOR, &[&decision.by_name, head]),
        None => decision.by_name.clone(),
    }
}

fn deciders(lang: Lang, view: &InquiryView) -> Html {
    if view.deciders.is_empty() {
        return html! { <p class="says says--warning">{ lang.of(words::NO_DECIDERS) }</p> };
    }
    let one = |person: &shared::api::v1::Decider| match &person.for_head {
        Some(head) => lang.fill(words::DEPUTY_FOR, &[&person.name, head]),
        None => person.name.clone(),
    };
    html! { <ul role="list">{ for view.deciders.iter().map(|person| html! { <li>{ one(person) }</li> }) }</ul> }
}
