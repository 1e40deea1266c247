//! A line of a review in its table.

use shared::{
    api::v1::ReviewView,
    review::{AccountLine, Line, MeasureLine, Progress, Subject, Verdict},
};
use yew::prelude::*;

use super::{act::CarryOutButton, progress, words};
use crate::{
    account::application::state as application_state,
    component::{Button, Cell, Chip, Go, Look, Row, Says, Tone},
    i18n::{Label, Lang},
    route::Route,
};

/// Draws a line; `decide` opens the form that decides on it.
pub fn row(
    lang: Lang,
    view: &ReviewView,
    line: &Line,
    decide: &Callback<Vec<u32>>,
    onchange: &Callback<()>,
) -> Row {
    let name = name(lang, &line.subject);
    Row {
        key: line.number.to_string(),
        name: name.clone(),
        cells: vec![
            Cell::figure(i64::from(line.number)),
            Cell::show(subject(lang, &line.subject), name),
            Cell::show(
                html! { <Says id={format!("line-{}-says", line.number)} violations={line.flags.clone()} /> },
                line.flags.first().map(|flag| flag.code.to_string()).unwrap_or_default(),
            ),
            Cell::show(
                decision(lang, view, line, decide),
                line.decision.as_ref().map_or("", |decision| decision.verdict.name()),
            ),
            Cell::show(carried(lang, view, line, onchange), String::new()),
        ],
    }
}

/// What a line is called.
pub fn name(lang: Lang, subject: &Subject) -> String {
    match subject {
        Subject::Account(one) => one.name.clone(),
        Subject::Printout(one) => lang.fill(words::PRINTOUT, &[&one.case_number]),
        Subject::QueryRecord(one) => lang.fill(words::QUERY_RECORD, &[&one.case_number]),
        Subject::Measure(one) => lang.pick(&one.measure.words()),
    }
}

fn subject(lang: Lang, subject: &Subject) -> Html {
    let title = name(lang, subject);
    match subject {
        Subject::Account(one) => account(lang, one, &title),
        Subject::Printout(one) => html! { <>
            <Go to={Route::Printout(one.printout)} class="cell-main">{ title }</Go>
            <span class="cell-sub">{ format!("{} {}", one.unit_name, one.holder_name) }</span>
            <span class="cell-sub">{ lang.fill(words::QUERIED, &[&lang.day(one.queried_on), &one.sheets]) }</span>
        </> },
        Subject::QueryRecord(one) => html! { <>
            <Go to={Route::Inquiry(one.inquiry)} class="cell-main">{ title }</Go>
            <span class="cell-sub">{ lang.fill(words::QUERIED, &[&lang.day(one.queried_on), &one.applicant_name]) }</span>
            <span class="cell-sub">{ &one.unit_name }</span>
        </> },
        Subject::Measure(one) => measure(lang, one, &title),
    }
}

fn account(lang: Lang, one: &AccountLine, title: &str) -> Html {
    let numbers = one.items.iter().map(|item| item.number.as_str()).collect::<Vec<_>>().join("、");
    let holds = if one.items.is_empty() {
        lang.of(words::HOLDS_NOTHING).to_owned()
    } else {
        lang.fill(words::ITEMS_HELD, &[&numbers])
    };
    let used = one.last_inquiry_on.map_or_else(
        || lang.of(words::NEVER).to_owned(),
        |day| lang.fill(words::LAST_USED, &[&lang.day(day)]),
    );
    html! { <>
        <strong>{ title }</strong>{ " " }{ &one.title }
        if one.is_manager { { " " }<Chip text={lang.of(words::IS_MANAGER)} /> }
        <span class="cell-sub">{ &one.unit_name }</span>
        <span class="cell-sub">{ holds }{ "；" }{ used }</span>
    </> }
}

fn measure(lang: Lang, one: &MeasureLine, title: &str) -> Html {
    html! { <>
        <strong>{ title }</strong>
        if one.figures.is_empty() { <span class="cell-sub">{ lang.of(words::BY_PEOPLE) }</span> }
        { for one.figures.iter().map(|figure| html! { <span class="cell-sub">{ format!("{}：{}", lang.pick(&figure.name), figure.value) }</span> }) }
    </> }
}

/// What a verdict is called on a line.
pub fn verdict_label(subject: &Subject, verdict: Verdict) -> Label {
    match (subject, verdict) {
        (Subject::Measure(_), Verdict::Keep) => words::IN_ORDER,
        (_, Verdict::Keep) => words::KEEP,
        (_, Verdict::Adjust) => words::ADJUST_SHORT,
        (_, Verdict::Revoke) => words::REVOKE_SHORT,
        (_, Verdict::Remedy) => words::REMEDY_SHORT,
    }
}

fn decision(lang: Lang, view: &ReviewView, line: &Line, decide: &Callback<Vec<u32>>) -> Html {
    let number = line.number;
    let is_settled =
        line.carried.is_some() && matches!(progress(view, line), Progress::UnderWay | Progress::Done);
    let may = view.may.iter().any(|may| may == "decide") && !is_settled;
    let onclick = decide.reform(move |()| vec![number]);
    let named = if line.decision.is_some() { words::DECIDE_AGAIN_LINE } else { words::DECIDE_LINE };
    let aria = lang.fill(named, &[&number]);
    let button = |label| html! { <Button id={format!("decide-{number}")} look={Look::Small} text={lang.of(label)} {aria} {onclick} /> };
    match &line.decision {
        None if may => button(words::DECIDE),
        None => Html::default(),
        Some(made) => {
            let tone = if made.verdict == Verdict::Keep { Tone::Done } else { Tone::Warn };
            html! { <>
                <Chip text={lang.of(verdict_label(&line.subject, made.verdict))} {tone} />
                if !made.reason.is_empty() { <span class="cell-sub">{ &made.reason }</span> }
                if !made.remedy.is_empty() { <span class="cell-sub">{ format!("{}：{}", lang.of(words::REMEDY), made.remedy) }</span> }
                <span class="cell-sub">{ lang.fill(words::DECIDED_BY, &[&made.mark.by_name, &lang.moment(made.mark.at)]) }</span>
                if may { { button(words::DECIDE_AGAIN) } }
            </> }
        }
    }
}

fn carried(lang: Lang, view: &ReviewView, line: &Line, onchange: &Callback<()>) -> Html {
    let made = line.carried.as_ref();
    let application = made.and_then(|carried| carried.application).map(|id| {
        let status = view.standings.iter().find(|one| one.line == line.number).map(|one| &*one.application);
        let (word, _) = application_state(lang, status.unwrap_or_default());
        html! { <span class="cell-sub"><Go to={Route::Application(id)}>{ lang.fill(words::SEE_APPLICATION, &[&word]) }</Go></span> }
    });
    let note = made.filter(|carried| !carried.note.is_empty()).map(|carried| {
        html! { <span class="cell-sub">{ &carried.note }</span> }
    });
    if let Some(day) = line.settled_on {
        return html! { <><Chip text={lang.fill(words::SETTLED, &[&lang.day(day)])} tone={Tone::Done} />{ application }{ note }</> };
    }
    let may = view.may.iter().any(|may| may == "decide");
    let is_here = matches!(line.subject, Subject::Account(_) | Subject::Measure(_));
    match progress(view, line) {
        Progress::Nothing => Html::default(),
        Progress::Done => {
            html! { <><Chip text={lang.of(words::DONE)} tone={Tone::Done} />{ application }{ note }</> }
        }
        Progress::UnderWay => {
            html! { <><Chip text={lang.of(words::UNDER_WAY)} tone={Tone::Wait} />{ application }</> }
        }
        Progress::ToDo => html! { <>
            <Chip text={lang.of(words::TO_DO)} tone={Tone::Stop} />
            { application }
            if is_here && may {
                <CarryOutButton id={view.review.id} revision={view.review.revision} line={line.clone()} onchange={onchange.clone()} />
            } else if !is_here { <span class="cell-sub">{ lang.of(words::ON_ITS_PAGE) }</span> }
        </> },
    }
}
