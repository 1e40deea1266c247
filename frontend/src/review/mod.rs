//! 年度清查與稽核: the three reviews of each year, and one of them with its frozen list.

mod act;
mod line;
pub mod words;

use std::collections::BTreeSet;

use shared::{
    api::v1::{Page, ReviewRow, ReviewView},
    custody::Mark,
    id::ReviewId,
    review::{Line, Progress, ReviewKind, ReviewState},
};
use yew::prelude::*;

use crate::{
    component::{
        Button, Cell, Chip, Column, Empty, Failed, Go, Look, Notice, Pager, Row, Tab, Table, Tabs, Tone,
        Waiting,
    },
    i18n::{Label, Lang},
    inquiry::encoded,
    paper::Papers,
    retention::KeptUntil,
    route::Route,
    state::load::{use_app, use_load},
};
use act::{BeginButton, DecideDialog, SignButton};

/// The list.
#[component]
pub fn ReviewsPage() -> Html {
    let lang = use_app().lang;
    let cursor = use_state(String::new);
    let page = if cursor.is_empty() { String::new() } else { format!("&cursor={}", encoded(&cursor)) };
    let loaded = use_load::<Page<ReviewRow>>(&format!("/reviews?limit=60{page}"));
    let columns = [words::WHAT, words::DUE, words::STATE, words::LINES, words::SIGNED_AT]
        .map(|label| Column::text(lang.of(label)))
        .to_vec();
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(page), _) if page.items.is_empty() => {
            html! { <Empty title={words::EMPTY} next={words::EMPTY_NEXT} /> }
        }
        (Some(page), _) => html! { <>
            <Table caption={lang.of(words::TITLE)} is_bare={true} {columns} rows={page.items.iter().map(|row| list_row(lang, row)).collect::<Vec<_>>()} />
            <Pager count={page.items.len()} next={page.next.clone()} is_further={!cursor.is_empty()} ongo={let cursor = cursor.clone(); move |to| cursor.set(to)} />
        </> },
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div>
            </div>
            { body }
        </div>
    }
}

fn list_row(lang: Lang, row: &ReviewRow) -> Row {
    let name = title(lang, row.kind, row.year);
    let due = row.due.map(|day| {
        if row.is_late {
            html! { <Chip text={lang.day(day)} tone={Tone::Stop} /> }
        } else {
            html! { <span class="nowrap">{ lang.day(day) }</span> }
        }
    });
    let lines = if row.status == "due" {
        String::new()
    } else {
        lang.fill(words::LINES_OF, &[&row.lines, &row.flagged, &row.undecided])
    };
    Row {
        key: row.id.to_string(),
        name: name.clone(),
        cells: vec![
            Cell::show(
                html! { <Go to={Route::Review(row.id)} class="cell-main">{ &name }</Go> },
                name.clone(),
            ),
            Cell::show(due.unwrap_or_default(), row.due.map(|day| day.to_string()).unwrap_or_default()),
            Cell::show(state_chip(lang, &row.status), row.status.clone()),
            Cell::text(lines),
            Cell::text(row.closed_at.map(|at| lang.moment(at)).unwrap_or_default()),
        ],
    }
}

fn title(lang: Lang, kind: ReviewKind, year: i32) -> String {
    let kind = match kind {
        ReviewKind::Accounts => words::ACCOUNTS,
        ReviewKind::Destruction => words::DESTRUCTION,
        ReviewKind::Security => words::SECURITY,
    };
    let shown = match lang {
        Lang::ZhTw => year - 1911,
        Lang::En => year,
    };
    lang.fill(words::OF_YEAR, &[&shown, &lang.of(kind)])
}

fn state_chip(lang: Lang, status: &str) -> Html {
    let (label, tone) = match status {
        "open" => (words::STATE_OPEN, Tone::Warn),
        "closed" => (words::STATE_CLOSED, Tone::Done),
        _ => (words::STATE_DUE, Tone::Wait),
    };
    html! { <Chip text={lang.of(label)} {tone} /> }
}

/// Which review.
#[derive(Properties, PartialEq)]
pub struct ReviewPageProps {
    /// The review.
    pub id: ReviewId,
}

/// One review.
#[component]
pub fn ReviewPage(props: &ReviewPageProps) -> Html {
    let lang = use_app().lang;
    let loaded = use_load::<ReviewView>(&format!("/reviews/{}", props.id));
    let Some(view) = loaded.state.here.clone() else {
        return html! {
            <div class="page">
                if let Some(fault) = &loaded.state.fault { <Failed fault={fault.clone()} again={loaded.again.clone()} /> } else { <Waiting /> }
            </div>
        };
    };
    let review = &view.review;
    let may = |name: &str| view.may.iter().any(|may| may == name);
    html! {
        <div class="page">
            <div class="page__head">
                <div><p class="page__mark">{ lang.of(words::TITLE) }{ " " }{ lang.citation(review.kind.citation()) }</p>
                    <h1 id="page-title" tabindex="-1">{ title(lang, review.kind, review.year) }</h1></div>
                <span class="row">
                    { state_chip(lang, &view.status) }
                    if view.is_late { <Chip text={lang.of(words::LATE)} tone={Tone::Stop} /> }
                    if view.status != "due" { <Papers name="reviews" id={review.id.0} /> }
                    if may("close") { <SignButton id={review.id} revision={review.revision} onchange={loaded.again.clone()} /> }
                </span>
            </div>
            { facts(lang, &view) }
            if may("open") {
                <Notice><p>{ lang.of(words::BEGIN_HINT) }</p></Notice>
                <BeginButton id={review.id} revision={review.revision} onchange={loaded.again.clone()} />
            }
            if !review.figures.is_empty() {
                <section class="sect"><h2>{ lang.of(words::FIGURES) }</h2>
                    <dl class="facts">{ for review.figures.iter().map(|figure| html! { <><dt>{ lang.pick(&figure.name) }</dt><dd>{ &figure.value }</dd></> }) }</dl>
                </section>
            }
            if view.status != "due" { <Lines view={(*view).clone()} onchange={loaded.again.clone()} /> }
            <KeptUntil kind="review" id={review.id.0} />
        </div>
    }
}

fn facts(lang: Lang, view: &ReviewView) -> Html {
    let by = |mark: &Mark| format!("{}　{}", mark.by_name, lang.moment(mark.at));
    let (opened, closed) = match &view.review.state {
        ReviewState::Due => (None, None),
        ReviewState::Open { opened } => (Some(opened), None),
        ReviewState::Closed { opened, closed, note } => (Some(opened), Some((closed, note))),
    };
    html! {
        <dl class="facts">
            if let Some(due) = view.due { <dt>{ lang.of(words::DUE) }</dt><dd><strong>{ lang.long_day(due) }</strong></dd> }
            <dt>{ lang.of(words::KEEPER) }</dt><dd>{ &view.keeper_name }</dd>
            if let Some(opened) = opened { <dt>{ lang.of(words::OPENED) }</dt><dd>{ by(opened) }</dd> }
            if let Some((closed, note)) = closed {
                <dt>{ lang.of(words::SIGNED_AT) }</dt><dd>{ by(closed) }</dd>
                <dt>{ lang.of(words::RESULT) }</dt><dd>{ note }</dd>
            }
        </dl>
    }
}

#[derive(Properties, PartialEq)]
struct LinesProps {
    view: ReviewView,
    onchange: Callback<()>,
}

fn progress(view: &ReviewView, line: &Line) -> Progress {
    let known = view.standings.iter().find(|standing| standing.line == line.number);
    known.map_or(Progress::Nothing, |standing| standing.progress)
}

/// The frozen list: what was found, decided and carried out, several lines decided at once.
#[component]
fn Lines(props: &LinesProps) -> Html {
    let lang = use_app().lang;
    let tab = use_state(|| "all");
    let picked = use_state(BTreeSet::<String>::new);
    let deciding = use_state(Vec::<u32>::new);
    let view = &props.view;
    let is_of = |tab: &str, line: &Line| match tab {
        "flagged" => !line.flags.is_empty(),
        "undecided" => line.decision.is_none(),
        "to_do" => matches!(progress(view, line), Progress::ToDo | Progress::UnderWay),
        _ => true,
    };
    let count = |name: &str| Some(view.review.lines.iter().filter(|line| is_of(name, line)).count());
    let tabs = [
        ("all", words::TAB_ALL),
        ("flagged", words::TAB_FLAGGED),
        ("undecided", words::TAB_UNDECIDED),
        ("to_do", words::TAB_TO_DO),
    ]
    .map(|(key, label): (&'static str, Label)| Tab { key, text: lang.of(label).into(), count: count(key) })
    .to_vec();
    let may_decide = view.may.iter().any(|may| may == "decide");
    let decide = {
        let deciding = deciding.clone();
        Callback::from(move |lines: Vec<u32>| deciding.set(lines))
    };
    let shown: Vec<&Line> = view.review.lines.iter().filter(|line| is_of(*tab, line)).collect();
    let columns = vec![
        Column::figure(lang.of(words::NUMBER)),
        Column::text(lang.of(words::SUBJECT)),
        Column::text(lang.of(words::FLAGS)),
        Column::text(lang.of(words::DECISION)),
        Column::plain(lang.of(words::CARRIED)),
    ];
    let rows: Vec<Row> =
        shown.iter().map(|line| line::row(lang, view, line, &decide, &props.onchange)).collect();
    let numbers: Vec<u32> = picked.iter().filter_map(|key| key.parse().ok()).collect();
    let onpick = may_decide.then(|| {
        let picked = picked.clone();
        Callback::from(move |keys| picked.set(keys))
    });
    let close = {
        let (deciding, picked) = (deciding.clone(), picked.clone());
        Callback::from(move |()| {
            deciding.set(Vec::new());
            picked.set(BTreeSet::new());
        })
    };
    let done = {
        let (close, onchange) = (close.clone(), props.onchange.clone());
        Callback::from(move |()| {
            close.emit(());
            onchange.emit(());
        })
    };
    let lines: Vec<Line> = deciding.iter().filter_map(|number| view.review.line(*number)).cloned().collect();
    if view.review.lines.is_empty() {
        return html! { <Notice tone={Tone::Done}><p>{ lang.of(words::NO_FINDINGS) }</p></Notice> };
    }
    html! {
        <section class="sect">
            <h2>{ lang.of(words::LIST) }</h2>
            <Tabs label={lang.of(words::LIST)} {tabs} open={*tab} onopen={let tab = tab.clone(); move |key| tab.set(key)}>
                if may_decide && !numbers.is_empty() {
                    <div class="row"><Button id="review-decide-many" look={Look::Primary} text={lang.fill(words::DECIDE_MANY, &[&numbers.len()])} onclick={decide.reform(move |()| numbers.clone())} /></div>
                }
                if rows.is_empty() {
                    <Empty title={words::NONE_HERE} />
                } else {
                    <Table caption={lang.of(words::LIST)} is_bare={true} {columns} {rows} {onpick} picked={(*picked).clone()} />
                }
            </Tabs>
            if !lines.is_empty() {
                <DecideDialog id={view.review.id} revision={view.review.revision} {lines} onclose={close} ondone={done} />
            }
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_is_called_by_the_year_of_its_language() {
        assert_eq!(title(Lang::ZhTw, ReviewKind::Accounts, 2026), "115 年 帳號權限清查");
        assert_eq!(title(Lang::En, ReviewKind::Security, 2026), "2026 Data security");
    }
}
