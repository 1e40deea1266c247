//! What may be done with an incident: add to its timeline, record who was told, assess, contain, close.

use shared::{
    api::v1::{IncidentView, PersonRow},
    field::{FieldKind, RocDate, tidy},
    incident::{Clock, IncidentAction, Part, Scope},
    violation::Violation,
};
use yew::prelude::*;

use super::{moment, now, words};
use crate::{
    component::{Button, Checks, DateField, Dialog, Look, Says, Select, TextField},
    i18n::Label,
    inquiry::Rows,
    platform::{
        self,
        fetch::{self, Fault},
    },
    state::{
        load::{announce, complain, use_app, use_load},
        shell::Act,
    },
};

#[derive(Debug, Clone, Copy, PartialEq)]
enum Doing {
    Tell,
    Note,
    Assess,
    Contain,
    Close,
}

impl Doing {
    const ALL: [(Self, &'static str, Label); 5] = [
        (Self::Tell, "tell", words::TELL),
        (Self::Note, "note", words::NOTE),
        (Self::Assess, "assess", words::ASSESS),
        (Self::Contain, "contain", words::CONTAIN),
        (Self::Close, "close", words::CLOSE),
    ];

    fn title(self) -> Label {
        Self::ALL.into_iter().find(|(what, ..)| *what == self).map_or(words::NOTE, |(.., title)| title)
    }
}

/// Which incident.
#[derive(Properties, PartialEq)]
pub struct ActionsProps {
    /// The incident.
    pub view: IncidentView,
    /// Something was done.
    pub onchange: Callback<()>,
}

/// Draws the buttons and the small form behind each.
#[component]
pub fn Actions(props: &ActionsProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let start = use_memo((), |()| now(lang));
    let view = &props.view;
    let known = &view.incident;
    let doing = use_state(|| None::<Doing>);
    let (day, time) = (use_state(|| start.0.clone()), use_state(|| start.1.clone()));
    let (text, more) = (use_state(String::new), use_state(String::new));
    let clock = use_state(|| Clock::Bureau.name().to_owned());
    let part = use_state(|| Part::Fact.name().to_owned());
    let clocks = use_state(|| known.clocks.clone());
    let person = use_state(|| known.scope.person.map(|one| one.to_string()).unwrap_or_default());
    let unit = use_state(|| known.scope.unit.map(|one| one.to_string()).unwrap_or_default());
    let from = use_state(|| known.scope.from.map(|day| lang.day(day)).unwrap_or_default());
    let to = use_state(|| known.scope.to.map(|day| lang.day(day)).unwrap_or_default());
    let report = use_state(Vec::<Violation>::new);
    let people = use_load::<Rows<PersonRow>>(if *doing == Some(Doing::Assess) { "/people" } else { "" });
    let rows = people.state.here.as_ref().map(|rows| rows.rows().to_vec()).unwrap_or_default();
    let save = {
        let (app, doing, report, onchange) =
            (app.clone(), doing.clone(), report.clone(), props.onchange.clone());
        let (day, time, text, more) = (day.clone(), time.clone(), text.clone(), more.clone());
        let (clock, part, clocks) = (clock.clone(), part.clone(), clocks.clone());
        let (person, unit, from, to) = (person.clone(), unit.clone(), from.clone(), to.clone());
        let (id, revision) = (known.id, known.revision);
        Callback::from(move |()| {
            let parsed =
                |text: &str| RocDate::parse(&tidy(FieldKind::RocDate, text)).ok().map(|day| day.date());
            // The minute that runs is not over yet, and what was typed must not lie ahead of the server.
            let at = moment(&day, &time).map(|at| at.min(platform::clock::now()));
            let clock = Clock::ALL.into_iter().find(|one| one.name() == *clock).unwrap_or(Clock::Bureau);
            let part = Part::ALL.into_iter().find(|one| one.name() == *part).unwrap_or(Part::Fact);
            let (text, more) = ((*text).clone(), (*more).clone());
            let action = match (*doing, at, parsed(&day)) {
                (Some(Doing::Tell), Some(at), _) => {
                    IncidentAction::Tell { clock, at, how: text, late_reason: more }
                }
                (Some(Doing::Note), Some(at), _) => IncidentAction::Note { part, at, text },
                (Some(Doing::Assess), ..) => IncidentAction::Assess {
                    clocks: (*clocks).clone(),
                    scope: Scope {
                        person: person.parse().ok(),
                        unit: unit.parse().ok(),
                        from: parsed(&from),
                        to: parsed(&to),
                    },
                },
                (Some(Doing::Contain), _, Some(on)) => IncidentAction::Contain { on },
                (Some(Doing::Close), ..) => IncidentAction::Close { conclusion: text },
                _ => return app.dispatch(Act::Warn(app.lang.of(words::BAD_TIME).to_owned())),
            };
            let (app, doing, report, onchange) =
                (app.clone(), doing.clone(), report.clone(), onchange.clone());
            platform::spawn(async move {
                let path = format!("/incidents/{id}/actions");
                match fetch::change::<_, IncidentView>("POST", &path, Some(revision), &action).await {
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
            if what.is_some() && *doing != what {
                text.set(String::new());
                more.set(String::new());
            }
            doing.set(what);
        })
    };
    let says =
        |path: &str| report.iter().filter(|violation| violation.path == path).cloned().collect::<Vec<_>>();
    const OWN: [&str; 7] = ["at", "how", "late_reason", "text", "on", "scope.from", "conclusion"];
    let rest: Vec<Violation> =
        report.iter().filter(|violation| !OWN.contains(&violation.path.as_str())).cloned().collect();
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |to| state.set(to))
    };
    let when = |path: &str| {
        html! { <>
            <DateField id="incident-day" label={words::DAY} value={(*day).clone()} oninput={set(&day)} says={says(path)} />
            <TextField id="incident-time" label={words::TIME} hint={words::TIME_HINT} value={(*time).clone()} oninput={set(&time)} is_short={true} />
        </> }
    };
    let running: Vec<(AttrValue, AttrValue)> = known
        .running()
        .map(|one| (AttrValue::from(one.name()), AttrValue::from(lang.pick(&one.words()))))
        .collect();
    let tick = {
        let clocks = clocks.clone();
        Callback::from(move |(name, is_on): (String, bool)| {
            let mut next = (*clocks).clone();
            next.retain(|one| one.name() != name);
            next.extend(Clock::ALL.into_iter().filter(|one| is_on && one.name() == name));
            clocks.set(next);
        })
    };
    let form = doing.map(|what| match what {
        Doing::Tell => html! { <>
            <Select id="incident-clock" label={words::CLOCK} options={running.clone()} value={(*clock).clone()} onchange={set(&clock)} />
            { when("at") }
            <TextField id="incident-how" label={words::HOW} value={(*text).clone()} oninput={set(&text)} says={says("how")} />
            <TextField id="incident-late" label={words::LATE_REASON} value={(*more).clone()} oninput={set(&more)} is_optional={true} says={says("late_reason")} />
        </> },
        Doing::Note => {
            let parts = Part::ALL
                .map(|one| (AttrValue::from(one.name()), AttrValue::from(lang.pick(&one.words()))));
            html! { <>
                <Select id="incident-part" label={words::PART} options={parts.to_vec()} value={(*part).clone()} onchange={set(&part)} />
                { when("at") }
                <TextField id="incident-text" label={words::TEXT} hint={words::SUMMARY_HINT} value={(*text).clone()} oninput={set(&text)} is_long={true} says={says("text")} />
            </> }
        }
        Doing::Assess => {
            let all = [Clock::Cyber, Clock::PersonalData].into_iter();
            let options: Vec<_> = all
                .filter_map(|one| view.clocks.iter().chain(&view.resting).find(|line| line.clock == one))
                .map(|line| {
                    let limit = lang.fill(words::CLOCK_HOURS, &[&line.hours, &lang.pick(&line.basis)]);
                    (line.clock.name().into(), lang.pick(&line.clock.words()).into(), limit.into())
                })
                .collect();
            let chosen: Vec<String> = clocks.iter().map(|one| one.name().to_owned()).collect();
            let mut units: Vec<(AttrValue, AttrValue)> = rows
                .iter()
                .map(|row| (row.unit.to_string().into(), row.unit_name.clone().into()))
                .collect();
            units.sort();
            units.dedup();
            let people: Vec<(AttrValue, AttrValue)> = rows
                .iter()
                .map(|row| (row.person.to_string().into(), format!("{}　{}", row.name, row.unit_name).into()))
                .collect();
            html! { <>
                <p class="faint">{ lang.of(words::ASSESS_HINT) }</p>
                <Checks id="incident-clocks" label={words::RUNS} {options} {chosen} onchange={tick} />
                <Select id="incident-person" label={words::PERSON} options={people} value={(*person).clone()} blank={lang.of(words::ANY)} onchange={set(&person)} />
                <Select id="incident-unit" label={words::UNIT} options={units} value={(*unit).clone()} blank={lang.of(words::ANY)} onchange={set(&unit)} />
                <DateField id="incident-from" label={words::FROM} value={(*from).clone()} oninput={set(&from)} is_optional={true} says={says("scope.from")} />
                <DateField id="incident-to" label={words::TO} value={(*to).clone()} oninput={set(&to)} is_optional={true} />
            </> }
        }
        Doing::Contain => html! { <DateField id="incident-on" label={words::CONTAINED_ON} value={(*day).clone()} oninput={set(&day)} says={says("on")} /> },
        Doing::Close => html! { <TextField id="incident-conclusion" label={words::CONCLUSION} value={(*text).clone()} oninput={set(&text)} is_long={true} says={says("conclusion")} /> },
    });
    let may = |name: &str| view.may.iter().any(|may| may == name);
    let button = |(what, name, title): &(Doing, &'static str, Label)| {
        let look = if *what == Doing::Tell { Look::Primary } else { Look::Line };
        html! { if may(name) || *what == Doing::Close && may("contain") { <Button key={*name} id={format!("incident-{name}")} {look} text={lang.of(*title)} onclick={open(Some(*what))} /> } }
    };
    html! {
        <>
            <div class="row">{ for Doing::ALL.iter().map(button) }</div>
            if let (Some(what), Some(form)) = (*doing, form) {
                <Dialog title={lang.of(what.title())} onclose={open(None)}
                    foot={html! { <Button id="incident-save" look={Look::Primary} text={lang.of(what.title())} onclick={save} /> }}>
                    <Says id="incident-says" violations={rest} />
                    { form }
                </Dialog>
            }
        </>
    }
}
