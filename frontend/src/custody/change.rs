//! One change of manager: countdown, steps with their dates, what is next, and who does it.

use shared::{
    api::v1::ManagerChangeView,
    custody::{ChangeReason, Confirmation, HandOver, Mark, Party},
    id::ManagerChangeId,
};
use yew::prelude::*;

use super::{act::StepForm, countdown, state, tone, words};
use crate::{
    component::{Cell, Chip, Column, Failed, Row, Table, Tone, Waiting},
    i18n::{Label, Lang, say},
    paper::Papers,
    retention::KeptUntil,
    state::load::{use_app, use_load},
};

/// Which change.
#[derive(Properties, PartialEq)]
pub struct ChangePageProps {
    /// The change.
    pub id: ManagerChangeId,
}

/// The page.
#[component]
pub fn ChangePage(props: &ChangePageProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let loaded = use_load::<ManagerChangeView>(&format!("/manager-changes/{}", props.id));
    let Some(view) = loaded.state.here.clone() else {
        return html! {
            <div class="page">
                if let Some(fault) = &loaded.state.fault { <Failed fault={fault.clone()} again={loaded.again.clone()} /> } else { <Waiting /> }
            </div>
        };
    };
    let change = &view.change;
    let again = loaded.again.clone();
    html! {
        <div class="page">
            <div class="page__head">
                <div><p class="page__mark">{ lang.fill(words::FORM, &[&view.form_number]) }</p>
                    <h1 id="page-title" tabindex="-1">{ format!("{} → {}", change.predecessor.name, change.successor.name) }</h1></div>
                <span class="row">
                    { countdown(lang, &view) }
                    <Chip text={lang.of(state(&view.status))} tone={tone(&view.status)} />
                    <Papers name="custody" id={change.id.0} />
                    <StepForm view={(*view).clone()} name="cancel" label={words::CANCEL} onchange={again.clone()} />
                </span>
            </div>
            { facts(lang, &view) }
            { steps(lang, &view, &again) }
            if let Some(hand_over) = &change.hand_over {
                <section class="sect">
                    <div class="sect__head"><h2>{ lang.of(words::LIST) }</h2><Papers name="hand-over" id={change.id.0} /></div>
                    { roster(lang, hand_over) }
                </section>
            }
            <KeptUntil kind="manager_change" id={change.id.0} for_manager={true} />
        </div>
    }
}

fn facts(lang: Lang, view: &ManagerChangeView) -> Html {
    let change = &view.change;
    let party = |party: &Party| {
        let reach = [&party.phone, &party.email].into_iter().filter(|text| !text.is_empty()).cloned();
        html! { <>{ format!("{}　{}", party.name, party.title) }<span class="cell-sub">{ reach.collect::<Vec<_>>().join("　") }</span></> }
    };
    let reason = match change.reason {
        ChangeReason::Transfer => words::TRANSFER_JOB,
        ChangeReason::Leaves => words::LEAVES,
        ChangeReason::Other => words::OTHER,
    };
    html! {
        <dl class="facts">
            <dt>{ lang.of(words::PREDECESSOR) }</dt><dd>{ party(&change.predecessor) }</dd>
            <dt>{ lang.of(words::SUCCESSOR) }</dt><dd>{ party(&change.successor) }</dd>
            <dt>{ lang.of(words::REASON) }</dt><dd>{ lang.of(reason) }{ "　" }{ &change.reason_note }</dd>
            <dt>{ lang.of(words::TRANSFER) }</dt><dd>{ lang.long_day(change.transfer_on) }</dd>
            if !change.absence.is_empty() { <dt>{ lang.of(words::ABSENCE) }</dt><dd>{ &change.absence }</dd> }
            if let Some(cancelled) = &change.cancelled {
                <dt>{ lang.of(words::CANCEL_REASON) }</dt><dd>{ &cancelled.reason }<span class="cell-sub">{ mark(lang, &cancelled.mark) }</span></dd>
            }
        </dl>
    }
}

fn mark(lang: Lang, mark: &Mark) -> String {
    lang.fill(words::BY_AT, &[&mark.by_name, &lang.moment(mark.at)])
}

/// What a step shows: done with its words, or still open with who is to do it.
struct Shown {
    title: Label,
    done: Option<Html>,
    waits: String,
    action: Option<(&'static str, Label)>,
}

fn steps(lang: Lang, view: &ManagerChangeView, again: &Callback<()>) -> Html {
    let shown = shown(lang, view);
    let is_open = view.change.is_open();
    let next = shown.iter().position(|step| step.done.is_none());
    const NUMBERS: [&str; 8] = ["一", "二", "三", "四", "五", "六", "七", "八"];
    let one = |(at, step): (usize, &Shown)| {
        let is_next = is_open && next == Some(at);
        let number = match lang {
            Lang::ZhTw => NUMBERS.get(at).copied().unwrap_or_default().to_owned(),
            Lang::En => (at + 1).to_string(),
        };
        html! {
            <section class="step" key={at} aria-current={is_next.then_some("step")}>
                <span class="step__no" aria-hidden="true">{ number }</span>
                <div class="step__body">
                    <div class="row row--apart">
                        <h2>{ lang.of(step.title) }</h2>
                        if is_next { <Chip text={lang.of(words::NEXT)} tone={Tone::Warn} /> }
                    </div>
                    if let Some(done) = &step.done { { done.clone() } }
                    else if is_open { <p class="quiet">{ &step.waits }</p> }
                    if let Some((name, label)) = step.action {
                        <div class="row"><StepForm view={view.clone()} {name} {label} onchange={again.clone()} {is_next} /></div>
                    }
                </div>
            </section>
        }
    };
    html! { <div id="steps">{ for shown.iter().enumerate().map(one) }</div> }
}

fn shown(lang: Lang, view: &ManagerChangeView) -> Vec<Shown> {
    let change = &view.change;
    let line = |text: String, sub: String| html! { <p>{ text }<span class="cell-sub">{ sub }</span></p> };
    let word = |on: chrono::NaiveDate, number: &str, result: &str, by: &Mark| {
        line(format!("{}　{number}　{result}", lang.day(on)), mark(lang, by))
    };
    let late = |reason: &str| {
        html! { if !reason.is_empty() { <p><Chip text={lang.of(words::LATE)} tone={Tone::Stop} />{ " " }{ reason }</p> } }
    };
    let waits = |label: Label| lang.of(label).to_owned();
    let hand_over = change.hand_over.as_ref();
    let is_confirmed =
        hand_over.is_some_and(|one| one.by_predecessor.is_some() && one.by_successor.is_some());
    let is_listed = hand_over.is_some();
    vec![
        Shown {
            title: words::STEP_OPEN,
            done: Some(
                html! { <>{ line(mark(lang, &change.opened), String::new()) }{ late(&change.late_reason) }</> },
            ),
            waits: String::new(),
            action: None,
        },
        Shown {
            title: words::STEP_TRAINING,
            done: change
                .training
                .as_ref()
                .map(|one| line(format!("{}　{}", lang.day(one.on), one.course), mark(lang, &one.mark))),
            waits: waits(words::WHO_TRAINING),
            action: Some(("record_training", words::RECORD)),
        },
        Shown {
            title: words::STEP_REPORT,
            done: change
                .report
                .as_ref()
                .map(|one| word(one.on, &one.document_number, &one.result, &one.mark)),
            waits: waits(words::WHO_TRAINING),
            action: Some(("report", words::RECORD)),
        },
        Shown {
            title: words::STEP_SWITCH,
            done: change.switch.as_ref().map(|one| {
                let who = lang.fill(words::SWITCHED_AT, &[&change.successor.name, &change.predecessor.name]);
                html! { <>{ line(lang.moment(one.mark.at), who) }{ late(&one.late_reason) }</> }
            }),
            waits: lang.fill(words::WHO_SWITCH, &[&change.successor.name]),
            action: Some(("switch", words::TAKE_OVER)),
        },
        Shown {
            title: words::STEP_STOP,
            done: change
                .platform_stop
                .as_ref()
                .map(|one| word(one.on, &one.document_number, &one.result, &one.mark)),
            waits: waits(words::WAITS),
            action: Some(("stop_platform", words::RECORD)),
        },
        Shown {
            title: words::STEP_LIST,
            done: hand_over.map(|one| listed(lang, view, one)),
            waits: waits(words::WAITS),
            action: Some(("make_list", if is_listed { words::MAKE_AGAIN } else { words::MAKE_LIST })),
        },
        Shown {
            title: words::STEP_CONFIRM,
            done: is_confirmed.then(|| hand_over.map(|one| confirmations(lang, view, one))).flatten(),
            waits: hand_over.map_or_else(|| waits(words::WAITS), |one| awaited(lang, view, one)),
            action: Some(("confirm", words::CONFIRM)),
        },
        Shown {
            title: words::STEP_CLOSE,
            done: change.closed.as_ref().map(|one| {
                let keeper = view
                    .keeper
                    .as_ref()
                    .map(|keeper| lang.fill(words::KEPT_BY, &[&keeper.name, &lang.moment(keeper.since)]));
                let through = view.keep_through.map(|day| lang.fill(words::KEEP_THROUGH, &[&lang.day(day)]));
                let kept = [keeper, through].into_iter().flatten().collect::<Vec<_>>().join("，");
                line(mark(lang, one), kept)
            }),
            waits: waits(words::WAITS),
            action: Some(("close", words::CLOSE)),
        },
    ]
}

fn listed(lang: Lang, view: &ManagerChangeView, hand_over: &HandOver) -> Html {
    let mut counts: Vec<String> = hand_over
        .list
        .counts
        .iter()
        .map(|count| lang.fill(words::COUNTED, &[&say::noun(lang, &count.kind), &count.count]))
        .collect();
    counts.push(lang.fill(words::JOURNAL_AT, &[&hand_over.list.journal.size]));
    html! {
        <>
            <p>{ counts.join("、") }<span class="cell-sub">{ mark(lang, &hand_over.mark) }</span></p>
            <p>{ lang.of(words::HASH) }<br /><code id="list-hash">{ &view.list_hash }</code></p>
        </>
    }
}

fn confirmations(lang: Lang, view: &ManagerChangeView, hand_over: &HandOver) -> Html {
    let one = |label: Label, name: &str, word: &Option<Confirmation>| {
        html! {
            if let Some(word) = word {
                <p>{ format!("{} {name}", lang.of(label)) }<span class="cell-sub">{ mark(lang, &word.mark) }{ " " }{ &word.stand_in_reason }</span></p>
            }
        }
    };
    html! {
        <>
            { one(words::PREDECESSOR, &view.change.predecessor.name, &hand_over.by_predecessor) }
            { one(words::SUCCESSOR, &view.change.successor.name, &hand_over.by_successor) }
        </>
    }
}

/// Who has not confirmed yet.
fn awaited(lang: Lang, view: &ManagerChangeView, hand_over: &HandOver) -> String {
    let names = [
        (&view.change.predecessor.name, hand_over.by_predecessor.is_none()),
        (&view.change.successor.name, hand_over.by_successor.is_none()),
    ];
    let open: Vec<_> =
        names.into_iter().filter(|(_, is_open)| *is_open).map(|(name, _)| name.clone()).collect();
    lang.fill(words::WHO_CONFIRM, &[&open.join("、")])
}

fn roster(lang: Lang, hand_over: &HandOver) -> Html {
    let columns = vec![
        Column::text(lang.of(words::NAME)),
        Column::text(lang.of(words::UNIT)),
        Column::text(lang.of(words::ACTIVE)),
    ];
    let row = |line: &shared::custody::RosterLine| Row {
        key: line.person.to_string(),
        name: line.name.clone(),
        cells: vec![
            Cell::text(format!("{}　{}", line.name, line.title)),
            Cell::text(line.unit_name.clone()),
            Cell::text(lang.of(if line.is_active { words::YES } else { words::NO }).to_owned()),
        ],
    };
    let rows = hand_over.list.roster.iter().map(row).collect::<Vec<_>>();
    html! {
        <details>
            <summary>{ lang.of(words::ROSTER) }</summary>
            <Table caption={lang.of(words::ROSTER)} is_bare={true} {columns} {rows} />
        </details>
    }
}
