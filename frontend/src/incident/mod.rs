//! Incidents: reported from any page in a minute, handled by the manager on one page.

mod act;
mod reach;
pub mod words;

use chrono::{DateTime, FixedOffset, NaiveTime, Utc};
use shared::{
    api::v1::{ClockView, IncidentView, NewIncident, Page},
    field::{FieldKind, RocDate, tidy},
    id::IncidentId,
    incident::{Entry, IncidentDraft, Nature},
    violation::Violation,
};
use yew::prelude::*;

use crate::{
    component::{
        Button, Cell, Check, Chip, Column, DateField, Empty, Failed, Go, Look, Pager, Row, Says, Select,
        Table, TextField, Tone, Waiting,
    },
    i18n::Lang,
    inquiry::encoded,
    paper::Papers,
    platform::{
        self, clock,
        fetch::{self, Fault},
        locate, random,
    },
    retention::KeptUntil,
    route::Route,
    state::{
        load::{announce, complain, use_app, use_load},
        shell::Act,
    },
};
use act::Actions;
use reach::Reach;

/// The list.
#[component]
pub fn IncidentsPage() -> Html {
    let lang = use_app().lang;
    let cursor = use_state(String::new);
    let page = if cursor.is_empty() { String::new() } else { format!("&cursor={}", encoded(&cursor)) };
    let loaded = use_load::<Page<IncidentView>>(&format!("/incidents?limit=50{page}"));
    let columns = [words::WHAT, words::UNIT, words::KNOWN, words::CLOCKS, words::STATE]
        .map(|label| Column::text(lang.of(label)))
        .to_vec();
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(found), _) if found.items.is_empty() => {
            html! { <Empty title={words::EMPTY} next={words::EMPTY_NEXT} /> }
        }
        (Some(found), _) => html! { <>
            <Table caption={lang.of(words::TITLE)} is_bare={true} {columns} rows={found.items.iter().map(|view| row(lang, view)).collect::<Vec<_>>()} />
            <Pager count={found.items.len()} next={found.next.clone()} is_further={!cursor.is_empty()} ongo={let cursor = cursor.clone(); move |to| cursor.set(to)} />
        </> },
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div>
                <Go to={Route::NewIncident} class="btn btn--primary">{ lang.of(words::REPORT) }</Go>
            </div>
            { body }
        </div>
    }
}

fn row(lang: Lang, view: &IncidentView) -> Row {
    let incident = &view.incident;
    let nature = lang.pick(&incident.nature.words());
    Row {
        key: incident.id.to_string(),
        name: nature.clone(),
        cells: vec![
            Cell::show(
                html! { <><Go to={Route::Incident(incident.id)} class="cell-main">{ &nature }</Go><span class="cell-sub">{ &incident.summary }</span></> },
                nature.clone(),
            ),
            Cell::text(incident.unit_name.clone()),
            Cell::show(
                html! { <span class="nowrap">{ lang.moment(incident.known_at) }</span> },
                incident.known_at.to_rfc3339(),
            ),
            Cell::show(
                html! { <span class="row">{ for view.clocks.iter().map(|clock| clock_chip(lang, clock)) }</span> },
                String::new(),
            ),
            Cell::show(chip(lang, &view.status), view.status.clone()),
        ],
    }
}

fn chip(lang: Lang, status: &str) -> Html {
    let (label, tone) = match status {
        "closed" => (words::CLOSED, Tone::Done),
        "contained" => (words::CONTAINED, Tone::Go),
        _ => (words::OPEN, Tone::Stop),
    };
    html! { <Chip text={lang.of(label)} {tone} /> }
}

fn clock_chip(lang: Lang, clock: &ClockView) -> Html {
    let tone = match (clock.told_at, clock.is_late) {
        (_, true) => Tone::Stop,
        (Some(_), false) => Tone::Done,
        (None, false) => Tone::Wait,
    };
    html! { <Chip text={lang.pick(&clock.clock.words())} {tone} /> }
}

/// A Taiwan day and a time of day, both as typed; none when either is none.
fn moment(day: &str, time: &str) -> Option<DateTime<Utc>> {
    let day = RocDate::parse(&tidy(FieldKind::RocDate, day)).ok()?.date();
    let time = NaiveTime::parse_from_str(time.trim(), "%H:%M").ok()?;
    let taiwan = FixedOffset::east_opt(8 * 3600)?;
    day.and_time(time).and_local_timezone(taiwan).single().map(|at| at.to_utc())
}

/// Now, as the two fields hold it.
fn now(lang: Lang) -> (String, String) {
    let text = lang.moment(clock::now());
    let (day, time) = text.split_once(' ').unwrap_or_default();
    (day.to_owned(), time.to_owned())
}

/// The form: a few fields, for whoever noticed it has a minute.
#[component]
pub fn NewIncidentPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let start = use_memo((), |()| now(lang));
    let nature = use_state(|| Nature::default().name().to_owned());
    let is_suspected = use_state(|| true);
    let (day, time) = (use_state(|| start.0.clone()), use_state(|| start.1.clone()));
    let (summary, measures) = (use_state(String::new), use_state(String::new));
    let report = use_state(Vec::<Violation>::new);
    let is_busy = use_state(|| false);
    let save = {
        let (app, report, is_busy) = (app.clone(), report.clone(), is_busy.clone());
        let (nature, is_suspected, day, time) =
            (nature.clone(), is_suspected.clone(), day.clone(), time.clone());
        let (summary, measures) = (summary.clone(), measures.clone());
        Callback::from(move |()| {
            let nature = Nature::ALL.into_iter().find(|one| one.name() == *nature).unwrap_or_default();
            let draft = IncidentDraft {
                nature,
                // The minute that runs is not over yet, and what was typed must not lie ahead of the server.
                known_at: moment(&day, &time).map(|at| at.min(clock::now())),
                is_suspected: *is_suspected,
                summary: (*summary).clone(),
                measures: (*measures).clone(),
            };
            let Ok(id) = random::id() else { return };
            let body = NewIncident { id: IncidentId(id), draft };
            is_busy.set(true);
            let (app, report, is_busy) = (app.clone(), report.clone(), is_busy.clone());
            platform::spawn(async move {
                match fetch::change::<_, IncidentView>("POST", "/incidents", None, &body).await {
                    Ok(view) => {
                        announce(&app, words::REPORTED);
                        let to = Route::Incident(view.incident.id);
                        locate::push(&to.path());
                        app.dispatch(Act::Go(to));
                    }
                    Err(fault) => {
                        if let Fault::Problem(problem) = &fault {
                            report.set(problem.violations.clone());
                        }
                        complain(&app, &fault);
                        is_busy.set(false);
                    }
                }
            });
        })
    };
    let says =
        |path: &str| report.iter().filter(|violation| violation.path == path).cloned().collect::<Vec<_>>();
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |to| state.set(to))
    };
    let natures: Vec<(AttrValue, AttrValue)> = Nature::ALL
        .map(|one| (AttrValue::from(one.name()), AttrValue::from(lang.pick(&one.words()))))
        .to_vec();
    html! {
        <div class="page">
            <div class="page__head"><div><h1 id="page-title" tabindex="-1">{ lang.of(words::REPORT) }</h1><p>{ lang.of(words::REPORT_LEAD) }</p></div></div>
            <section class="sect measure stack">
                <Says id="incident-report" violations={says("")} />
                <Select id="incident-nature" label={words::NATURE} options={natures} value={(*nature).clone()} onchange={set(&nature)} />
                <Check text={lang.of(words::IS_SUSPECTED)} is_on={*is_suspected} onchange={let is_suspected = is_suspected.clone(); move |to| is_suspected.set(to)} />
                <DateField id="incident-day" label={words::KNOWN_DAY} value={(*day).clone()} oninput={set(&day)} says={says("known_at")} />
                <TextField id="incident-time" label={words::KNOWN_TIME} hint={words::TIME_HINT} value={(*time).clone()} oninput={set(&time)} is_short={true} />
                <TextField id="incident-summary" label={words::SUMMARY} hint={words::SUMMARY_HINT} value={(*summary).clone()} oninput={set(&summary)} is_long={true} says={says("summary")} />
                <TextField id="incident-measures" label={words::MEASURES} value={(*measures).clone()} oninput={set(&measures)} is_optional={true} says={says("measures")} />
                <div class="actions"><Button id="incident-send" look={Look::Primary} text={lang.of(words::SEND)} onclick={save} is_busy={*is_busy} /></div>
            </section>
        </div>
    }
}

/// Which incident.
#[derive(Properties, PartialEq)]
pub struct IncidentPageProps {
    /// The incident.
    pub id: IncidentId,
}

/// One incident.
#[component]
pub fn IncidentPage(props: &IncidentPageProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let is_manager = app.session().is_some_and(|session| session.standing.is_manager);
    let loaded = use_load::<IncidentView>(&format!("/incidents/{}", props.id));
    let Some(view) = loaded.state.here.clone() else {
        return html! {
            <div class="page">
                if let Some(fault) = &loaded.state.fault { <Failed fault={fault.clone()} again={loaded.again.clone()} /> } else { <Waiting /> }
            </div>
        };
    };
    let incident = &view.incident;
    html! {
        <div class="page">
            <div class="page__head">
                <div><p class="page__mark">{ lang.of(words::TITLE) }</p>
                    <h1 id="page-title" tabindex="-1">{ lang.pick(&incident.nature.words()) }</h1><p>{ &incident.summary }</p></div>
                <span class="row">{ chip(lang, &view.status) }
                    if incident.is_suspected { <Chip text={lang.of(words::SUSPECTED)} tone={Tone::Warn} /> }
                    if is_manager { <Papers name="incidents" id={incident.id.0} /> }<crate::journal::ProofOf record={incident.id.0} />
                </span>
            </div>
            <dl class="facts">
                <dt>{ lang.of(words::KNOWN) }</dt><dd>{ lang.moment(incident.known_at) }</dd>
                <dt>{ lang.of(words::REPORTER) }</dt><dd>{ format!("{}　{}", incident.reporter.by_name, incident.unit_name) }</dd>
                { for view.clocks.iter().map(|clock| clock_line(lang, &view, clock)) }
                if let Some(day) = incident.contained_on {
                    <dt>{ lang.of(words::CONTAINED) }</dt><dd>{ lang.long_day(day) }
                        if let Some(by) = incident.report_by() { <div class="faint">{ lang.fill(words::REPORT_BY, &[&lang.day(by)]) }</div> }</dd>
                }
                if let Some(closed) = &incident.closed {
                    <dt>{ lang.of(words::CLOSED) }</dt><dd>{ &incident.conclusion }<div class="faint">{ format!("{}　{}", closed.by_name, lang.moment(closed.at)) }</div></dd>
                }
            </dl>
            <Actions view={(*view).clone()} onchange={loaded.again.clone()} />
            if is_manager { <Reach id={incident.id} revision={incident.revision} /> }
            <section class="sect">
                <h2>{ lang.of(words::TIMELINE) }</h2>
                <ol class="stack stack--tight" id="timeline">{ for incident.timeline.iter().enumerate().map(|(at, entry)| line(lang, at, entry)) }</ol>
            </section>
            <KeptUntil kind="incident" id={incident.id.0} for_manager={true} />
        </div>
    }
}

fn clock_line(lang: Lang, view: &IncidentView, clock: &ClockView) -> Html {
    let told = view.incident.told(clock.clock);
    let due = clock.due.map(|due| lang.fill(words::UNTIL, &[&lang.moment(due)])).unwrap_or_default();
    html! {
        <>
            <dt>{ lang.pick(&clock.clock.words()) }</dt>
            <dd><span class="row">
                if let Some(told) = told { <Chip text={lang.fill(words::TOLD_AT, &[&lang.moment(told.at)])} tone={if clock.is_late { Tone::Stop } else { Tone::Done }} /> }
                else { <Chip text={due} tone={if clock.is_late { Tone::Stop } else { Tone::Wait }} /> }
                if clock.is_late { <Chip text={lang.of(words::LATE)} tone={Tone::Stop} /> }
            </span>
            if let Some(told) = told {
                <div class="faint">{ format!("{}　{}", told.how, told.mark.by_name) }</div>
                if !told.late_reason.is_empty() { <div class="faint">{ lang.fill(words::LATE_WHY, &[&told.late_reason]) }</div> }
            }
            <div class="faint">{ lang.fill(words::CLOCK_HOURS, &[&clock.hours, &lang.pick(&clock.basis)]) }</div></dd>
        </>
    }
}

fn line(lang: Lang, at: usize, entry: &Entry) -> Html {
    html! {
        <li key={at}><strong>{ lang.pick(&entry.part.words()) }</strong>{ "　" }{ &entry.text }
            <div class="faint">{ format!("{}　{}", lang.moment(entry.at), entry.mark.by_name) }</div></li>
    }
}
