//! 資安證書: the county's ISO 27001 certificate and what the records here support.

pub mod words;

use shared::{
    Step,
    api::v1::{Certificates, NewCertificate},
    certificate::{CertificateBody, CertificateDraft},
    field::{FieldKind, RocDate, tidy},
    regulation::point_09,
    taiwan_day,
    violation::Violation,
};
use yew::prelude::*;

use crate::{
    component::{
        Button, Cell, Chip, Column, DateField, Dialog, Empty, Failed, Look, Row, Says, Table, TextField,
        Tone, Waiting,
    },
    i18n::Lang,
    platform::{
        self, clock,
        fetch::{self, Fault},
        random,
    },
    retention::RecordTools,
    state::load::{announce, complain, use_app, use_load},
};

/// The page.
#[component]
pub fn CertificatePage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let is_entering = use_state(|| false);
    let loaded = use_load::<Certificates>("/certificates");
    let is_manager = app.session().is_some_and(|session| session.standing.is_manager);
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(found), _) => shown(lang, found),
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    let close = {
        let is_entering = is_entering.clone();
        Callback::from(move |()| is_entering.set(false))
    };
    let onsaved = {
        let (close, again) = (close.clone(), loaded.again.clone());
        Callback::from(move |()| {
            close.emit(());
            again.emit(());
        })
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div>
                if is_manager {
                    <Button id="enter" look={Look::Primary} text={lang.of(words::ENTER)} onclick={let is_entering = is_entering.clone(); move |()| is_entering.set(true)} />
                }
            </div>
            { body }
            if *is_entering { <Form onclose={close} {onsaved} /> }
        </div>
    }
}

fn shown(lang: Lang, found: &Certificates) -> Html {
    let today = taiwan_day(clock::now());
    let columns = [
        words::STANDARD,
        words::NUMBER,
        words::ISSUER,
        words::SCOPE,
        words::ISSUED,
        words::EXPIRES,
        words::STATE,
    ]
    .map(|label| Column::text(lang.of(label)))
    .to_vec();
    let row = |one: &CertificateBody| {
        let (word, tone) = if one.replaced_at.is_some() {
            (words::REPLACED, Tone::Plain)
        } else if one.expires_on < today {
            (words::EXPIRED, Tone::Stop)
        } else {
            (words::PRESENT, Tone::Go)
        };
        Row {
            key: one.id.to_string(),
            name: one.number.clone(),
            cells: vec![
                Cell::text(one.standard.clone()),
                Cell::text(one.number.clone()),
                Cell::text(one.issuer.clone()),
                Cell::text(one.scope.clone()),
                Cell::show(
                    html! { <span class="nowrap">{ lang.day(one.issued_on) }</span> },
                    one.issued_on.to_string(),
                ),
                Cell::show(
                    html! { <span class="nowrap">{ lang.day(one.expires_on) }</span> },
                    one.expires_on.to_string(),
                ),
                Cell::show(
                    html! { <span class="row"><Chip text={lang.of(word)} {tone} /><RecordTools kind="certificate" id={one.id.0} name={one.number.clone()} /></span> },
                    lang.of(word),
                ),
            ],
        }
    };
    let heads =
        [words::CONTROL, words::WHAT, words::POINT].map(|label| Column::text(lang.of(label))).to_vec();
    let controls: Vec<Row> = found
        .controls
        .iter()
        .map(|control| {
            let point = if lang == Lang::En { &control.point_en } else { &control.point_zh_tw };
            Row {
                key: control.number.clone(),
                name: control.number.clone(),
                cells: vec![
                    Cell::text(control.number.clone()),
                    Cell::text(lang.pick(&control.words)),
                    Cell::text(point.clone()),
                ],
            }
        })
        .collect();
    html! { <>
        if found.certificates.is_empty() {
            <Empty title={words::NONE} />
        } else {
            <Table caption={lang.of(words::TITLE)} is_bare={true} {columns} rows={found.certificates.iter().map(row).collect::<Vec<_>>()} />
        }
        <h2>{ lang.of(words::CONTROLS) }</h2>
        <Table caption={lang.of(words::CONTROLS)} is_bare={true} columns={heads} rows={controls} />
    </> }
}

#[derive(Properties, PartialEq)]
struct FormProps {
    onclose: Callback<()>,
    onsaved: Callback<()>,
}

/// The form.
#[component]
fn Form(props: &FormProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let (number, standard, issuer) =
        (use_state(String::new), use_state(|| "ISO/IEC 27001:2022".to_owned()), use_state(String::new));
    let (scope, issued, expires) = (use_state(String::new), use_state(String::new), use_state(String::new));
    let is_tried = use_state(|| false);
    let served = use_state(Vec::<Violation>::new);
    let is_busy = use_state(|| false);
    let day = |text: &str| RocDate::parse(&tidy(FieldKind::RocDate, text)).ok().map(|day| day.date());
    let draft = CertificateDraft {
        number: (*number).clone(),
        standard: (*standard).clone(),
        issuer: (*issuer).clone(),
        scope: (*scope).clone(),
        issued_on: day(&issued),
        expires_on: day(&expires),
    };
    let report = app.session().map(|session| {
        let step = Step {
            now: clock::now(),
            edition: app.edition(),
            settings: app.settings(),
            actor: &session.standing,
            must_sign: false,
        };
        point_09::check(&draft, &step)
    });
    let found: Vec<Violation> = match report {
        Some(report) if *is_tried && !report.is_accepted() => report.violations,
        _ => (*served).clone(),
    };
    let says = |path: &str| -> Vec<Violation> {
        found.iter().filter(|violation| violation.path == path).cloned().collect()
    };
    let save = {
        let (app, onsaved) = (app.clone(), props.onsaved.clone());
        let (is_tried, served, is_busy) = (is_tried.clone(), served.clone(), is_busy.clone());
        Callback::from(move |()| {
            is_tried.set(true);
            let Ok(id) = random::id() else { return };
            let body = NewCertificate { id: id.into(), draft: draft.clone() };
            let (app, onsaved, served, is_busy) =
                (app.clone(), onsaved.clone(), served.clone(), is_busy.clone());
            is_busy.set(true);
            platform::spawn(async move {
                match fetch::change::<_, CertificateBody>("POST", "/certificates", None, &body).await {
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
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |text: String| state.set(text))
    };
    html! {
        <Dialog title={lang.of(words::ENTER)} onclose={props.onclose.clone()}
            foot={html! { <Button id="certificate-save" look={Look::Primary} text={lang.of(words::ENTER)} onclick={save} is_busy={*is_busy} /> }}>
            <Says id="certificate-says" violations={says("")} />
            <TextField id="certificate-standard" label={words::STANDARD} hint={words::STANDARD_HINT} value={(*standard).clone()} oninput={set(&standard)} says={says("standard")} />
            <TextField id="certificate-number" label={words::NUMBER} value={(*number).clone()} oninput={set(&number)} says={says("number")} />
            <TextField id="certificate-issuer" label={words::ISSUER} value={(*issuer).clone()} oninput={set(&issuer)} says={says("issuer")} />
            <TextField id="certificate-scope" label={words::SCOPE} value={(*scope).clone()} oninput={set(&scope)} is_optional={true} />
            <DateField id="certificate-issued" label={words::ISSUED} value={(*issued).clone()} oninput={set(&issued)} says={says("issued_on")} />
            <DateField id="certificate-expires" label={words::EXPIRES} value={(*expires).clone()} oninput={set(&expires)} says={says("expires_on")} />
        </Dialog>
    }
}
