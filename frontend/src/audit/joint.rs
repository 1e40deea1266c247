//! A joint audit: what was found, the three, their one report.

use shared::{
    api::v1::JointAuditView,
    audit::{JointAction, JointMember, JointRole},
    id::JointAuditId,
    violation::Violation,
};
use yew::prelude::*;

use super::{period, use_people, words};
use crate::{
    component::{Button, Chip, Dialog, Failed, Go, Look, Says, Select, TextField, Tone, Waiting},
    i18n::{Label, Lang},
    paper::Papers,
    platform::{
        self,
        fetch::{self, Fault},
    },
    retention::KeptUntil,
    route::Route,
    state::load::{announce, complain, use_app, use_load},
};

pub(super) fn chip(lang: Lang, status: &str) -> Html {
    let (label, tone) = match status {
        "named" => (words::JOINT_NAMED, Tone::Go),
        "reported" => (words::JOINT_REPORTED, Tone::Wait),
        "signed" => (words::JOINT_SIGNED, Tone::Done),
        _ => (words::JOINT_OPENED, Tone::Stop),
    };
    html! { <Chip text={lang.of(label)} {tone} /> }
}

const fn role(role: JointRole) -> Label {
    match role {
        JointRole::Manager => words::MANAGER,
        JointRole::Ethics => words::ETHICS,
        JointRole::It => words::IT,
    }
}

/// Which joint audit.
#[derive(Properties, PartialEq)]
pub struct JointPageProps {
    /// The joint audit.
    pub id: JointAuditId,
}

/// The page.
#[component]
pub fn JointPage(props: &JointPageProps) -> Html {
    let lang = use_app().lang;
    let loaded = use_load::<JointAuditView>(&format!("/joint-audits/{}", props.id));
    let Some(view) = loaded.state.here.clone() else {
        return html! {
            <div class="page">
                if let Some(fault) = &loaded.state.fault { <Failed fault={fault.clone()} again={loaded.again.clone()} /> } else { <Waiting /> }
            </div>
        };
    };
    let joint = &view.joint;
    let member = |one: &JointMember| {
        let signed = match &one.signed {
            Some(mark) => {
                html! { <Chip text={lang.fill(words::SIGNED_AT, &[&lang.moment(mark.at)])} tone={Tone::Done} /> }
            }
            None => html! { <Chip text={lang.of(words::NOT_SIGNED)} tone={Tone::Wait} /> },
        };
        html! { <li key={one.person.to_string()} class="row row--apart"><span>{ format!("{}　{}", lang.of(role(one.role)), one.name) }<span class="cell-sub">{ &one.unit_name }</span></span>{ signed }</li> }
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div><p class="page__mark">{ lang.of(words::JOINT_TITLE) }</p><h1 id="page-title" tabindex="-1">{ &joint.case_number }</h1><p>{ lang.of(words::JOINT_LEAD) }</p></div>
                <span class="row">{ chip(lang, &view.status) }<Papers name="joint-audits" id={joint.id.0} /><crate::journal::ProofOf record={joint.id.0} /></span>
            </div>
            <dl class="facts">
                <dt>{ lang.of(words::UNIT) }</dt><dd><Go to={Route::Audit(joint.audit)}>{ format!("{}　{}", joint.unit_name, period(lang, joint.period)) }</Go></dd>
                <dt>{ lang.of(words::FOUND) }</dt>
                <dd>{ for joint.found.iter().map(|found| html! { <p>{ found }</p> }) }
                    <span class="cell-sub">{ lang.fill(words::FOUND_BY, &[&joint.opened.by_name, &lang.moment(joint.opened.at)]) }</span></dd>
                if !joint.members.is_empty() {
                    <dt>{ lang.of(words::MEMBERS) }</dt><dd><ul role="list" class="stack stack--tight">{ for joint.members.iter().map(member) }</ul></dd>
                }
                if let Some(report) = &joint.report {
                    <dt>{ lang.of(words::FACTS) }</dt><dd>{ &report.facts }</dd>
                    <dt>{ lang.of(words::CAUSES) }</dt><dd>{ &report.causes }</dd>
                    <dt>{ lang.of(words::MEASURES) }</dt><dd>{ &report.measures }</dd>
                }
            </dl>
            <Acts view={(*view).clone()} onchange={loaded.again.clone()} />
            <KeptUntil kind="joint_audit" id={view.joint.id.0} for_manager={true} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ActsProps {
    view: JointAuditView,
    onchange: Callback<()>,
}

#[component]
fn Acts(props: &ActsProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let people = use_people();
    let doing = use_state(|| None::<&'static str>);
    let report = use_state(Vec::<Violation>::new);
    let known = props.view.joint.report.clone();
    let text = |of: fn(&shared::audit::JointReport) -> &String| {
        known.as_ref().map(|known| of(known).clone()).unwrap_or_default()
    };
    let (first, second, third) = (
        use_state(|| text(|known| &known.facts)),
        use_state(|| text(|known| &known.causes)),
        use_state(|| text(|known| &known.measures)),
    );
    let (ethics, it) = (use_state(String::new), use_state(String::new));
    let send = {
        let (app, report, onchange, doing) =
            (app.clone(), report.clone(), props.onchange.clone(), doing.clone());
        let (id, revision) = (props.view.joint.id, props.view.joint.revision);
        Callback::from(move |action: JointAction| {
            let (app, report, onchange, doing) =
                (app.clone(), report.clone(), onchange.clone(), doing.clone());
            platform::spawn(async move {
                let path = format!("/joint-audits/{id}/actions");
                match fetch::change::<_, JointAuditView>("POST", &path, Some(revision), &action).await {
                    Ok(_) => {
                        announce(&app, words::DONE);
                        report.set(Vec::new());
                        doing.set(None);
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
    let save = {
        let (send, doing) = (send.clone(), doing.clone());
        let (first, second, third, ethics, it) =
            (first.clone(), second.clone(), third.clone(), ethics.clone(), it.clone());
        Callback::from(move |()| {
            send.emit(match *doing {
                Some("name") => JointAction::Name { ethics: (*ethics).clone(), it: (*it).clone() },
                _ => JointAction::Write {
                    facts: (*first).clone(),
                    causes: (*second).clone(),
                    measures: (*third).clone(),
                },
            });
        })
    };
    let sign = {
        let send = send.clone();
        Callback::from(move |()| send.emit(JointAction::Sign))
    };
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |to| state.set(to))
    };
    let open = |what: Option<&'static str>| {
        let doing = doing.clone();
        Callback::from(move |()| doing.set(what))
    };
    let says =
        |path: &str| report.iter().filter(|violation| violation.path == path).cloned().collect::<Vec<_>>();
    let may = |name: &str| props.view.may.iter().any(|may| may == name);
    let title = if *doing == Some("name") { words::NAME_MEMBERS } else { words::WRITE };
    html! {
        <>
            <div class="row">
                if may("name") { <Button id="joint-name" text={lang.of(words::NAME_MEMBERS)} onclick={open(Some("name"))} /> }
                if may("write") { <Button id="joint-write" text={lang.of(words::WRITE)} onclick={open(Some("write"))} /> }
                if may("sign") { <Button id="joint-sign" look={Look::Primary} text={lang.of(words::SIGN)} onclick={sign} /> }
            </div>
            if doing.is_some() {
                <Dialog title={lang.of(title)} onclose={open(None)} foot={html! { <Button id="joint-save" look={Look::Primary} text={lang.of(title)} onclick={save} /> }}>
                    <Says id="joint-report" violations={says("")} />
                    if *doing == Some("name") {
                        <Select id="joint-ethics" label={words::ETHICS} options={people.clone()} value={(*ethics).clone()} blank={lang.of(words::CHOOSE)} onchange={set(&ethics)} says={says("ethics")} />
                        <Select id="joint-it" label={words::IT} options={people} value={(*it).clone()} blank={lang.of(words::CHOOSE)} onchange={set(&it)} says={says("it")} />
                    } else {
                        <TextField id="joint-facts" label={words::FACTS} value={(*first).clone()} oninput={set(&first)} is_long={true} says={says("facts")} />
                        <TextField id="joint-causes" label={words::CAUSES} value={(*second).clone()} oninput={set(&second)} is_long={true} says={says("causes")} />
                        <TextField id="joint-measures" label={words::MEASURES} value={(*third).clone()} oninput={set(&third)} is_long={true} says={says("measures")} />
                    }
                </Dialog>
            }
        </>
    }
}
