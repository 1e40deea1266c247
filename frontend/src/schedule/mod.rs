//! The schedule: what ran last, what became of it, what is due when, and which reminders did not go.

pub mod words;

use shared::api::v1::{JobView, MailState, MailTrouble, Schedule};
use yew::prelude::*;

use crate::{
    component::{Cell, Chip, Column, Failed, Notice, Row, Table, Tone, Waiting},
    i18n::Lang,
    state::load::{use_app, use_load},
};

/// A section for the manager's page.
#[component]
pub fn ScheduleSection() -> Html {
    let lang = use_app().lang;
    let loaded = use_load::<Schedule>("/schedule");
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(schedule), _) => html! { <>{ mail(lang, &schedule.mail) }{ jobs(lang, &schedule.jobs) }</> },
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    html! { <section class="sect" id="schedule"><h2>{ lang.of(words::TITLE) }</h2>{ body }</section> }
}

fn jobs(lang: Lang, jobs: &[JobView]) -> Html {
    let columns = vec![
        Column::text(lang.of(words::JOB)),
        Column::text(lang.of(words::LAST)),
        Column::text(lang.of(words::RESULT)),
        Column::text(lang.of(words::NEXT)),
    ];
    let row = |job: &JobView| {
        let name = lang.pick(&job.title);
        let (text, tone) = match (job.is_running, job.is_good, job.failures) {
            (true, ..) => (lang.of(words::RUNNING).to_owned(), Tone::Go),
            (false, None, _) => (lang.of(words::NEVER).to_owned(), Tone::Plain),
            (false, Some(true), _) => (lang.of(words::GOOD).to_owned(), Tone::Done),
            (false, Some(false), 0) => (lang.of(words::BAD).to_owned(), Tone::Stop),
            (false, Some(false), failures) => (lang.fill(words::AGAIN, &[&failures]), Tone::Warn),
        };
        let note = job.note.as_ref().map(|note| lang.pick(note)).unwrap_or_default();
        let last = job.ended_at.map(|at| lang.moment(at)).unwrap_or_default();
        Row {
            key: job.job.clone(),
            name: name.clone(),
            cells: vec![
                Cell::text(name),
                Cell::show(
                    html! { <span class="nowrap">{ last }</span> },
                    job.ended_at.map(|at| at.to_rfc3339()).unwrap_or_default(),
                ),
                Cell::show(
                    html! { <><Chip text={text.clone()} {tone} /><span class="cell-sub">{ note }</span></> },
                    text.clone(),
                ),
                Cell::show(
                    html! { <span class="nowrap">{ lang.moment(job.due_at) }</span> },
                    job.due_at.to_rfc3339(),
                ),
            ],
        }
    };
    html! { <Table caption={lang.of(words::TITLE)} is_bare={true} {columns} rows={jobs.iter().map(row).collect::<Vec<_>>()} /> }
}

fn mail(lang: Lang, mail: &MailState) -> Html {
    if !mail.is_on {
        return html! { <p class="quiet">{ lang.of(words::MAIL_OFF) }</p> };
    }
    if mail.trouble.is_empty() {
        return Html::default();
    }
    let title = lang.fill(words::TROUBLE, &[&mail.trouble.len()]);
    let columns = vec![
        Column::text(lang.of(words::WHO)),
        Column::text(lang.of(words::DAY)),
        Column::text(lang.of(words::STATE)),
        Column::text(lang.of(words::SAID)),
    ];
    let row = |trouble: &MailTrouble| {
        let state = match trouble.state.as_str() {
            "refused" => words::REFUSED,
            "sending" => words::SENDING,
            _ => words::FAILED,
        };
        Row {
            key: format!("{}-{}", trouble.person, trouble.day),
            name: trouble.person_name.clone(),
            cells: vec![
                Cell::text(trouble.person_name.clone()),
                Cell::show(
                    html! { <span class="nowrap">{ lang.day(trouble.day) }</span> },
                    trouble.day.to_string(),
                ),
                Cell::text(lang.of(state)),
                Cell::text(trouble.error.clone()),
            ],
        }
    };
    let rows = mail.trouble.iter().map(row).collect::<Vec<_>>();
    html! {
        <Notice tone={Tone::Warn} title={title.clone()}>
            <Table caption={title} is_bare={true} {columns} {rows} />
        </Notice>
    }
}
