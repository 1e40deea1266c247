//! Disposals: the list of them, and one with what the witness and the manager may do.

use shared::{
    api::v1::{DisposalView, Page},
    id::DisposalId,
    retention::{DisposalAction, DisposalBody, DisposalLine, DisposalState},
    violation::Violation,
};
use yew::prelude::*;

use super::{chip, link, title, words};
use crate::{
    component::{
        Button, Cell, Chip, Column, Dialog, Empty, Failed, Go, Look, Notice, Pager, Row, Says, Table,
        TextField, Tone, Waiting,
    },
    i18n::Lang,
    inquiry::encoded,
    paper::Papers,
    platform::{
        self,
        fetch::{self, Fault},
    },
    route::Route,
    state::load::{announce, complain, use_app, use_load},
};

/// The list.
#[component]
pub fn Disposals() -> Html {
    let lang = use_app().lang;
    let cursor = use_state(String::new);
    let page = if cursor.is_empty() { String::new() } else { format!("&cursor={}", encoded(&cursor)) };
    let loaded = use_load::<Page<DisposalBody>>(&format!("/disposals?limit=50{page}"));
    let columns = [words::TAB_DISPOSALS, words::REASON, words::PROPOSED, words::WITNESS, words::STATE]
        .map(|label| Column::text(lang.of(label)))
        .to_vec();
    let row = |body: &DisposalBody| {
        let name = lang.fill(words::OF_COUNT, &[&body.lines.len()]);
        Row {
            key: body.id.to_string(),
            name: name.clone(),
            cells: vec![
                Cell::show(
                    html! { <Go to={Route::Disposal(body.id)} class="cell-main">{ &name }</Go> },
                    name.clone(),
                ),
                Cell::text(body.reason.clone()),
                Cell::text(lang.fill(words::BY, &[&body.proposed.by_name, &lang.moment(body.proposed.at)])),
                Cell::text(body.witness_name.clone()),
                Cell::show(state(lang, &body.state), String::new()),
            ],
        }
    };
    match (&loaded.state.here, &loaded.state.fault) {
        (Some(page), _) if page.items.is_empty() => html! { <Empty title={words::NO_DISPOSALS} /> },
        (Some(page), _) => html! { <>
            <Table caption={lang.of(words::TAB_DISPOSALS)} is_bare={true} {columns} rows={page.items.iter().map(row).collect::<Vec<_>>()} />
            <Pager count={page.items.len()} next={page.next.clone()} is_further={!cursor.is_empty()} ongo={let cursor = cursor.clone(); move |to| cursor.set(to)} />
        </> },
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    }
}

fn state(lang: Lang, state: &DisposalState) -> Html {
    let (label, tone) = match state {
        DisposalState::Proposed => (words::S_PROPOSED, Tone::Wait),
        DisposalState::Confirmed { .. } => (words::S_CONFIRMED, Tone::Warn),
        DisposalState::Executed { .. } => (words::S_EXECUTED, Tone::Done),
        DisposalState::Withdrawn { .. } => (words::S_WITHDRAWN, Tone::Plain),
    };
    html! { <Chip text={lang.of(label)} {tone} /> }
}

/// Which disposal.
#[derive(Properties, PartialEq)]
pub struct DisposalPageProps {
    /// The disposal.
    pub id: DisposalId,
}

/// One disposal.
#[component]
pub fn DisposalPage(props: &DisposalPageProps) -> Html {
    let lang = use_app().lang;
    let loaded = use_load::<DisposalView>(&format!("/disposals/{}", props.id));
    let Some(view) = loaded.state.here.clone() else {
        return html! {
            <div class="page">
                if let Some(fault) = &loaded.state.fault { <Failed fault={fault.clone()} again={loaded.again.clone()} /> } else { <Waiting /> }
            </div>
        };
    };
    let body = &view.disposal;
    let columns = [words::RECORD, words::UNIT, words::LAST_ON, words::KEEP_THROUGH, words::NOW]
        .map(|label| Column::text(lang.of(label)))
        .to_vec();
    let rows: Vec<Row> =
        body.lines.iter().enumerate().map(|(at, line)| line_row(lang, &view, line, at)).collect();
    html! {
        <div class="page">
            <div class="page__head">
                <div><p class="page__mark">{ lang.of(words::TITLE) }</p>
                    <h1 id="page-title" tabindex="-1">{ lang.fill(words::OF_COUNT, &[&body.lines.len()]) }</h1></div>
                <span class="row">{ state(lang, &body.state) }<Papers name="disposals" id={body.id.0} /><crate::journal::ProofOf record={body.id.0} /></span>
            </div>
            { facts(lang, body) }
            <Actions view={(*view).clone()} onchange={loaded.again.clone()} />
            <Table caption={lang.of(words::TAB_DISPOSALS)} is_bare={true} {columns} {rows} />
        </div>
    }
}

fn line_row(lang: Lang, view: &DisposalView, line: &DisposalLine, at: usize) -> Row {
    let name = title(lang, &line.of);
    let day = |day: chrono::NaiveDate| {
        Cell::show(html! { <span class="nowrap">{ lang.day(day) }</span> }, day.to_string())
    };
    let (record, now) = match &view.disposal.state {
        DisposalState::Executed { spared, .. } => match spared.iter().find(|one| one.id == line.of.id) {
            Some(one) => {
                let why = lang.fill(words::SPARED, &[&lang.pick(&one.why)]);
                (link(lang, &line.of), html! { <Chip text={why} tone={Tone::Warn} /> })
            }
            None => (html! { { &name } }, html! { <Chip text={lang.of(words::GONE)} tone={Tone::Done} /> }),
        },
        _ => (link(lang, &line.of), view.now.get(at).map(|keeping| chip(lang, *keeping)).unwrap_or_default()),
    };
    Row {
        key: line.of.id.to_string(),
        name: name.clone(),
        cells: vec![
            Cell::show(record, name),
            Cell::text(line.unit_name.clone()),
            day(line.last_on),
            day(line.keep_through),
            Cell::show(now, String::new()),
        ],
    }
}

fn facts(lang: Lang, body: &DisposalBody) -> Html {
    let by = |mark: &shared::custody::Mark| lang.fill(words::BY, &[&mark.by_name, &lang.moment(mark.at)]);
    let (witnessed, executed, given_up) = match &body.state {
        DisposalState::Proposed => (None, None, None),
        DisposalState::Confirmed { witnessed } => (Some(witnessed), None, None),
        DisposalState::Executed { witnessed, executed, .. } => (Some(witnessed), Some(executed), None),
        DisposalState::Withdrawn { reason, mark } => (None, None, Some((reason, mark))),
    };
    html! {
        <dl class="facts">
            <dt>{ lang.of(words::REASON) }</dt><dd>{ &body.reason }</dd>
            <dt>{ lang.of(words::PROPOSED) }</dt><dd>{ by(&body.proposed) }</dd>
            <dt>{ lang.of(words::WITNESS) }</dt><dd>{ &body.witness_name }</dd>
            if let Some(mark) = witnessed { <dt>{ lang.of(words::CONFIRMED) }</dt><dd>{ by(mark) }</dd> }
            if let Some(mark) = executed { <dt>{ lang.of(words::EXECUTED) }</dt><dd>{ by(mark) }</dd> }
            if let Some((reason, mark)) = given_up { <dt>{ lang.of(words::S_WITHDRAWN) }</dt><dd>{ reason }<span class="cell-sub">{ by(mark) }</span></dd> }
        </dl>
    }
}

#[derive(Properties, PartialEq)]
struct ActionsProps {
    view: DisposalView,
    onchange: Callback<()>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Asking {
    Nothing,
    Execute,
    Withdraw,
}

#[component]
fn Actions(props: &ActionsProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let asking = use_state(|| Asking::Nothing);
    let reason = use_state(String::new);
    let served = use_state(Vec::<Violation>::new);
    let is_busy = use_state(|| false);
    let (id, revision) = (props.view.disposal.id, props.view.disposal.revision);
    let run = {
        let (app, asking, served, is_busy, onchange) =
            (app.clone(), asking.clone(), served.clone(), is_busy.clone(), props.onchange.clone());
        Callback::from(move |action: DisposalAction| {
            let (app, asking, served, is_busy, onchange) =
                (app.clone(), asking.clone(), served.clone(), is_busy.clone(), onchange.clone());
            is_busy.set(true);
            platform::spawn(async move {
                let path = format!("/disposals/{id}/actions");
                let answer = fetch::change::<_, DisposalView>("POST", &path, Some(revision), &action).await;
                is_busy.set(false);
                match answer {
                    Ok(_) => {
                        announce(&app, words::DONE);
                        served.set(Vec::new());
                        asking.set(Asking::Nothing);
                        onchange.emit(());
                    }
                    Err(fault) => {
                        if let Fault::Problem(problem) = &fault {
                            served.set(problem.violations.clone());
                        }
                        complain(&app, &fault);
                    }
                }
            });
        })
    };
    let may = |name: &str| props.view.may.iter().any(|may| may == name);
    let ask = |what: Asking| {
        let (asking, served) = (asking.clone(), served.clone());
        Callback::from(move |()| {
            served.set(Vec::new());
            asking.set(what);
        })
    };
    let (of_reason, rest): (Vec<_>, Vec<_>) = served.iter().cloned().partition(|one| one.path == "reason");
    let (label, body, action) = match *asking {
        Asking::Withdraw => (
            words::WITHDRAW,
            html! { <TextField id="withdraw-reason" label={words::WITHDRAW_REASON} value={(*reason).clone()} is_long={true} says={of_reason}
            oninput={let reason = reason.clone(); move |text| reason.set(text)} /> },
            DisposalAction::Withdraw { reason: (*reason).clone() },
        ),
        _ => (
            words::EXECUTE,
            html! { <Notice tone={Tone::Warn}><p>{ lang.of(words::EXECUTE_HINT) }</p></Notice> },
            DisposalAction::Execute,
        ),
    };
    html! {
        <>
            <div class="actions">
                if may("confirm") { <Button id="disposal-confirm" look={Look::Primary} text={lang.of(words::CONFIRM)} is_busy={*is_busy} onclick={run.reform(|()| DisposalAction::Confirm)} /> }
                if may("execute") { <Button id="disposal-execute" look={Look::Danger} text={lang.of(words::EXECUTE)} onclick={ask(Asking::Execute)} /> }
                if may("withdraw") { <Button id="disposal-withdraw" text={lang.of(words::WITHDRAW)} onclick={ask(Asking::Withdraw)} /> }
            </div>
            if *asking != Asking::Nothing {
                <Dialog title={lang.of(label)} onclose={ask(Asking::Nothing)}
                    foot={html! { <Button id="disposal-act" look={Look::Danger} text={lang.of(label)} is_busy={*is_busy} onclick={run.reform(move |()| action.clone())} /> }}>
                    <Says id="disposal-act-says" violations={rest} />
                    { body }
                </Dialog>
            }
        </>
    }
}
