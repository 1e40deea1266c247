//! What may be done with an audit as a whole: open, appoint, freeze, enter the seed, finish, receive.

use shared::{
    api::v1::{AgencyView, AuditView, NewAudit},
    audit::AuditAction,
    field::{FieldKind, RocDate, tidy},
    id::AuditId,
    violation::Violation,
};
use yew::prelude::*;

use super::{look, use_people, words};
use crate::{
    component::{Button, DateField, Dialog, Look, Notice, Says, Select, TextField, Tone},
    i18n::Label,
    inquiry::Rows,
    platform::{
        self, clock,
        fetch::{self, Fault},
        locate, random,
    },
    route::Route,
    state::{
        load::{announce, complain, use_app, use_load},
        shell::Act,
    },
};

/// Closing it.
#[derive(Properties, PartialEq)]
pub struct OpenProps {
    /// The person closed it.
    pub onclose: Callback<()>,
}

/// Opens an audit that was not opened by itself.
#[component]
pub fn OpenDialog(props: &OpenProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let (period, unit) = (use_state(String::new), use_state(String::new));
    let report = use_state(Vec::<Violation>::new);
    let units = use_load::<Rows<AgencyView>>("/agencies");
    let units: Vec<(AttrValue, AttrValue)> = units
        .state
        .here
        .iter()
        .flat_map(|rows| rows.rows().iter())
        .map(|unit| (unit.id.to_string().into(), unit.draft.name.clone().into()))
        .collect();
    let save = {
        let (app, period, unit, report) = (app.clone(), period.clone(), unit.clone(), report.clone());
        Callback::from(move |()| {
            let Ok(period) = period.trim().to_uppercase().parse() else {
                return app.dispatch(Act::Warn(app.lang.of(words::BAD_PERIOD).to_owned()));
            };
            let Ok(id) = random::id() else { return };
            let body = NewAudit { id: AuditId(id), period, unit: (*unit).clone() };
            let (app, report) = (app.clone(), report.clone());
            platform::spawn(async move {
                match fetch::change::<_, AuditView>("POST", "/audits", None, &body).await {
                    Ok(view) => {
                        let to = Route::Audit(view.audit.id);
                        locate::push(&to.path());
                        app.dispatch(Act::Go(to));
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
    let says =
        |path: &str| report.iter().filter(|violation| violation.path == path).cloned().collect::<Vec<_>>();
    let title = lang.of(words::OPEN_AUDIT);
    html! {
        <Dialog {title} onclose={props.onclose.clone()} foot={html! { <Button id="audit-save" look={Look::Primary} text={title} onclick={save} /> }}>
            <Says id="audit-report" violations={says("")} />
            <TextField id="audit-period" label={words::PERIOD} hint={words::PERIOD_HINT} value={(*period).clone()} is_short={true}
                oninput={let period = period.clone(); move |to| period.set(to)} says={says("period")} />
            <Select id="audit-unit" label={words::UNIT} options={units} value={(*unit).clone()} blank={lang.of(words::CHOOSE)}
                onchange={let unit = unit.clone(); move |to| unit.set(to)} says={says("unit")} />
        </Dialog>
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Doing {
    Appoint,
    Freeze,
    EnterSeed,
    Finish,
    Receive,
}

impl Doing {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Appoint, "appoint"),
        (Self::Freeze, "freeze"),
        (Self::EnterSeed, "enter_seed"),
        (Self::Finish, "finish"),
        (Self::Receive, "receive"),
    ];

    fn title(self, view: &AuditView) -> Label {
        match self {
            Self::Appoint if view.audit.appointments.is_empty() => words::APPOINT,
            Self::Appoint => words::APPOINT_AGAIN,
            Self::Freeze if view.audit.rounds.is_empty() => words::FREEZE,
            Self::Freeze => words::FREEZE_LATE,
            Self::EnterSeed => words::ENTER_SEED,
            Self::Finish => words::FINISH,
            Self::Receive => words::RECEIVE,
        }
    }
}

/// Which audit.
#[derive(Properties, PartialEq)]
pub struct ActionsProps {
    /// The audit.
    pub view: AuditView,
    /// Something was done.
    pub onchange: Callback<()>,
}

/// Draws the buttons and the small form behind each.
#[component]
pub fn Actions(props: &ActionsProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let doing = use_state(|| None::<Doing>);
    let people = use_people();
    let (who, text, more) = (use_state(String::new), use_state(String::new), use_state(String::new));
    let day = use_state(|| lang.day(clock::today()));
    let report = use_state(Vec::<Violation>::new);
    let view = &props.view;
    let save = {
        let (app, doing, report, onchange) =
            (app.clone(), doing.clone(), report.clone(), props.onchange.clone());
        let (who, text, more, day) = (who.clone(), text.clone(), more.clone(), day.clone());
        let (id, revision) = (view.audit.id, view.audit.revision);
        Callback::from(move |()| {
            let on = RocDate::parse(&tidy(FieldKind::RocDate, &day)).ok().map(|day| day.date());
            let (text, more) = ((*text).clone(), (*more).clone());
            let action = match *doing {
                None => return,
                Some(Doing::Appoint) => AuditAction::Appoint { auditor: (*who).clone(), reason: text },
                Some(Doing::Freeze) => AuditAction::Freeze,
                Some(Doing::EnterSeed) => {
                    AuditAction::EnterSeed { seed: text, source: more, published_on: on }
                }
                Some(Doing::Finish) => AuditAction::Finish { conclusion: text },
                Some(Doing::Receive) => AuditAction::Receive,
            };
            let (app, doing, report, onchange) =
                (app.clone(), doing.clone(), report.clone(), onchange.clone());
            platform::spawn(async move {
                let path = format!("/audits/{id}/actions");
                match fetch::change::<_, AuditView>("POST", &path, Some(revision), &action).await {
                    Ok(_) => {
                        announce(&app, words::DONE);
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
    let open = |what: Option<Doing>| {
        let (doing, report, text, more) = (doing.clone(), report.clone(), text.clone(), more.clone());
        Callback::from(move |()| {
            report.set(Vec::new());
            if *doing != what {
                text.set(String::new());
                more.set(String::new());
            }
            doing.set(what);
        })
    };
    let says =
        |path: &str| report.iter().filter(|violation| violation.path == path).cloned().collect::<Vec<_>>();
    const OWN: [&str; 6] = ["auditor", "reason", "seed", "source", "published_on", "conclusion"];
    let rest: Vec<Violation> =
        report.iter().filter(|violation| !OWN.contains(&violation.path.as_str())).cloned().collect();
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |to| state.set(to))
    };
    let hint = |label| html! { <p class="faint">{ lang.of(label) }</p> };
    let form = doing.map(|what| match what {
        Doing::Appoint => html! { <>
            { hint(words::APPOINT_HINT) }
            <Select id="audit-auditor" label={words::AUDITOR} options={people.clone()} value={(*who).clone()} blank={lang.of(words::CHOOSE)} onchange={set(&who)} says={says("auditor")} />
            <TextField id="audit-reason" label={words::REASON} value={(*text).clone()} oninput={set(&text)} is_optional={true} says={says("reason")} />
        </> },
        Doing::Freeze => html! { <Notice tone={Tone::Warn}><p>{ lang.of(words::FREEZE_HINT) }</p></Notice> },
        Doing::EnterSeed => html! { <>
            <TextField id="audit-seed" label={words::SEED} hint={words::SEED_HINT} value={(*text).clone()} oninput={set(&text)} says={says("seed")} />
            <TextField id="audit-source" label={words::SOURCE} hint={words::SOURCE_HINT} value={(*more).clone()} oninput={set(&more)} says={says("source")} />
            <DateField id="audit-day" label={words::PUBLISHED_ON} value={(*day).clone()} oninput={set(&day)} says={says("published_on")} />
        </> },
        Doing::Finish => html! { <TextField id="audit-conclusion" label={words::CONCLUSION} value={(*text).clone()} oninput={set(&text)} is_long={true} says={says("conclusion")} /> },
        Doing::Receive => hint(words::RECEIVE_HINT),
    });
    let may = |name: &str| view.may.iter().any(|may| may == name);
    let first = Doing::ALL.iter().find(|(what, name)| may(name) && *what != Doing::Appoint);
    let button = |(what, name): &(Doing, &'static str)| {
        let is_primary = first.is_none() || first.is_some_and(|(first, _)| first == what);
        html! {
            if may(name) { <Button key={*name} id={format!("audit-{name}")} look={look(is_primary)} text={lang.of(what.title(view))} onclick={open(Some(*what))} /> }
        }
    };
    html! {
        <>
            <div class="row">{ for Doing::ALL.iter().map(button) }</div>
            if let (Some(what), Some(form)) = (*doing, form) {
                <Dialog title={lang.of(what.title(view))} onclose={open(None)}
                    foot={html! { <Button id="audit-save" look={Look::Primary} text={lang.of(what.title(view))} onclick={save} /> }}>
                    <Says id="audit-report" violations={rest} />
                    { form }
                </Dialog>
            }
        </>
    }
}
