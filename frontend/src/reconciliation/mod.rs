//! The platform's query record against the register: a file in, four piles out, each line with an owner.

pub mod words;

use shared::{
    api::v1::{Page, ReconciliationView},
    field::{FieldKind, RocDate, tidy},
    reconciliation::{Differs, Line, Month, Pile, ReconciliationBody},
    violation::Violation,
};
use yew::prelude::*;

use crate::{
    component::{
        Button, Cell, Chip, Column, DateField, Empty, Failed, Look, Row, Says, Table, TextField, Tone,
        Waiting,
    },
    i18n::{Label, Lang},
    inquiry::encoded,
    platform::{
        self,
        fetch::{self, Call, Fault},
        file, random,
    },
    retention::RecordTools,
    state::{
        load::{complain, use_app, use_load},
        shell::Act,
    },
};

/// The page.
#[component]
pub fn ReconciliationsPage() -> Html {
    let lang = use_app().lang;
    let loaded = use_load::<Page<ReconciliationBody>>("/reconciliations?limit=50");
    let open = use_state(|| None::<uuid::Uuid>);
    let done = {
        let (open, again) = (open.clone(), loaded.again.clone());
        Callback::from(move |view: ReconciliationView| {
            open.set(Some(view.reconciliation.id.0));
            again.emit(());
        })
    };
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(found), _) => html! { <>
            // The mapping that worked last is offered again.
            <Form key={found.items.first().map(|last| last.id.to_string()).unwrap_or_default()} last={found.items.first().cloned()} ondone={done} />
            if let Some(id) = *open { <Result {id} /> }
            <section class="sect"><h2>{ lang.of(words::PAST) }</h2>
                if found.items.is_empty() { <Empty title={words::EMPTY} next={words::EMPTY_NEXT} /> } else { { past(lang, &found.items, &open) } }
            </section>
        </> },
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    html! {
        <div class="page">
            <div class="page__head"><div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div></div>
            { body }
        </div>
    }
}

fn past(lang: Lang, all: &[ReconciliationBody], open: &UseStateHandle<Option<uuid::Uuid>>) -> Html {
    let mut columns = vec![Column::text(lang.of(words::DAYS))];
    columns.extend(
        [words::ROWS, words::MATCHED, words::UNAPPROVED, words::NEVER_QUERIED, words::DIFFERING]
            .map(|label| Column::figure(lang.of(label))),
    );
    columns.push(Column::text(lang.of(words::MADE)));
    columns.push(Column::plain(lang.of(words::OPEN)));
    let row = |one: &ReconciliationBody| {
        let days = format!("{}－{}", lang.day(one.from), lang.day(one.to));
        let onclick = {
            let (open, id) = (open.clone(), one.id.0);
            Callback::from(move |()| open.set(Some(id)))
        };
        let mut cells =
            vec![Cell::show(html! { <span class="nowrap">{ &days }</span> }, one.from.to_string())];
        cells.extend(
            [one.rows, one.matched, one.unapproved, one.never_queried, one.differing]
                .map(|count| Cell::text(count.to_string())),
        );
        cells.push(Cell::show(
            html! { <>{ &one.mark.by_name }<span class="cell-sub">{ lang.moment(one.mark.at) }</span></> },
            one.mark.at.to_rfc3339(),
        ));
        cells.push(Cell::show(
            html! { <span class="row"><Button look={Look::Small} text={lang.of(words::OPEN)} aria={lang.fill(words::OPEN_OF, &[&days])} {onclick} /><RecordTools kind="reconciliation" id={one.id.0} name={days.clone()} /></span> },
            String::new(),
        ));
        Row { key: one.id.to_string(), name: days, cells }
    };
    html! { <Table caption={lang.of(words::PAST)} is_bare={true} {columns} rows={all.iter().map(row).collect::<Vec<_>>()} /> }
}

#[derive(Properties, PartialEq)]
struct FormProps {
    last: Option<ReconciliationBody>,
    ondone: Callback<ReconciliationView>,
}

#[component]
fn Form(props: &FormProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let known = props.last.as_ref().map(|last| last.columns.clone()).unwrap_or_default();
    let (from, to) = (use_state(String::new), use_state(String::new));
    let (queried_on, account, identity, sheet) = (
        use_state(|| known.queried_on.clone()),
        use_state(|| known.account.clone()),
        use_state(|| known.identity.clone()),
        use_state(|| known.sheet.clone()),
    );
    let chosen = use_state(|| None::<web_sys::File>);
    let report = use_state(Vec::<Violation>::new);
    let is_busy = use_state(|| false);
    let onfile = {
        let chosen = chosen.clone();
        Callback::from(move |event: Event| chosen.set(file::chosen(&event)))
    };
    let go = {
        let (app, chosen, report, is_busy, ondone) =
            (app.clone(), chosen.clone(), report.clone(), is_busy.clone(), props.ondone.clone());
        let (from, to) = (from.clone(), to.clone());
        let (queried_on, account, identity, sheet) =
            (queried_on.clone(), account.clone(), identity.clone(), sheet.clone());
        Callback::from(move |()| {
            let Some(chosen) = (*chosen).clone() else {
                return app.dispatch(Act::Warn(app.lang.of(words::NO_FILE).to_owned()));
            };
            let day = |name: &str, text: &str| {
                let day = RocDate::parse(&tidy(FieldKind::RocDate, text)).ok();
                day.map(|day| format!("{name}={}&", day.date())).unwrap_or_default()
            };
            let path = format!(
                "/reconciliations?{}{}queried_on={}&account={}&identity={}&sheet={}",
                day("from", &from),
                day("to", &to),
                encoded(&queried_on),
                encoded(&account),
                encoded(&identity),
                encoded(&sheet)
            );
            is_busy.set(true);
            let (app, report, is_busy, ondone) =
                (app.clone(), report.clone(), is_busy.clone(), ondone.clone());
            platform::spawn(async move {
                match send(&path, &chosen).await {
                    Ok(view) => {
                        let made = &view.reconciliation;
                        let text = app.lang.fill(words::DONE, &[&made.matched, &made.lines.len()]);
                        app.dispatch(Act::Say(text));
                        report.set(Vec::new());
                        ondone.emit(view);
                    }
                    Err(fault) => {
                        if let Fault::Problem(problem) = &fault {
                            report.set(problem.violations.clone());
                        }
                        complain(&app, &fault);
                    }
                }
                is_busy.set(false);
            });
        })
    };
    let says =
        |path: &str| report.iter().filter(|violation| violation.path == path).cloned().collect::<Vec<_>>();
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |to| state.set(to))
    };
    html! {
        <section class="sect measure stack">
            <Says id="reconcile-report" violations={says("")} />
            <div class="field">
                <label class="field__label" for="reconcile-file">{ lang.of(words::FILE) }</label>
                <input id="reconcile-file" type="file" accept={ACCEPTED} onchange={onfile} />
            </div>
            <DateField id="reconcile-from" label={words::FROM} value={(*from).clone()} oninput={set(&from)} says={says("from")} />
            <DateField id="reconcile-to" label={words::TO} value={(*to).clone()} oninput={set(&to)} />
            <fieldset class="field"><legend class="field__label">{ lang.of(words::COLUMNS) }</legend>
                <TextField id="reconcile-day" label={words::QUERIED_ON} value={(*queried_on).clone()} oninput={set(&queried_on)} says={says("queried_on")} />
                <TextField id="reconcile-account" label={words::ACCOUNT} value={(*account).clone()} oninput={set(&account)} says={says("account")} />
                <TextField id="reconcile-identity" label={words::IDENTITY} value={(*identity).clone()} oninput={set(&identity)} says={says("identity")} />
                <TextField id="reconcile-sheet" label={words::SHEET} hint={words::SHEET_HINT} value={(*sheet).clone()} oninput={set(&sheet)} says={says("sheet")} />
            </fieldset>
            <div><Button id="reconcile-go" look={Look::Primary} text={lang.of(words::GO)} onclick={go} is_busy={*is_busy} /></div>
        </section>
    }
}

/// What the server reads: it goes there as it is, so that it is read by one reader alone.
const ACCEPTED: &str = ".csv,text/csv,.xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,.ods,application/vnd.oasis.opendocument.spreadsheet";

async fn send(path: &str, chosen: &web_sys::File) -> std::result::Result<ReconciliationView, Fault> {
    let bytes = file::bytes(chosen).await.map_err(|_| Fault::Offline)?;
    let media_type = chosen.type_();
    let call = Call {
        method: "POST",
        bytes: Some(&bytes),
        media_type: if media_type.is_empty() { "application/octet-stream" } else { &media_type },
        operation: random::id().ok(),
        ..Call::default()
    };
    fetch::send(path, call).await?.read()
}

#[derive(Properties, PartialEq)]
struct ResultProps {
    id: uuid::Uuid,
}

#[component]
fn Result(props: &ResultProps) -> Html {
    let lang = use_app().lang;
    let loaded = use_load::<ReconciliationView>(&format!("/reconciliations/{}", props.id));
    let Some(view) = loaded.state.here.clone() else {
        return match &loaded.state.fault {
            Some(fault) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
            None => html! { <Waiting /> },
        };
    };
    let made = &view.reconciliation;
    let figure = |label: Label, count: u64, tone| html! { <Chip text={format!("{} {count}", lang.of(label))} {tone} /> };
    let tone = |count| if count == 0 { Tone::Done } else { Tone::Stop };
    let months = [
        Column::text(lang.of(words::MONTH)),
        Column::figure(lang.of(words::PLATFORM)),
        Column::figure(lang.of(words::REGISTER)),
    ];
    let month = |month: &Month| Row {
        key: month.month.clone(),
        name: month.month.clone(),
        cells: vec![
            Cell::show(html! { { lang.month(&month.month) } }, month.month.clone()),
            Cell::text(month.platform.to_string()),
            Cell::text(month.register.to_string()),
        ],
    };
    let columns = [words::PILE, words::LINE, words::DAY, words::USER, words::CASE, words::DIFFERS]
        .map(|label| Column::text(lang.of(label)));
    html! {
        <section class="sect stack" id="reconciled">
            <h2>{ format!("{}－{}", lang.long_day(made.from), lang.long_day(made.to)) }</h2>
            <p class="row">
                { figure(words::MATCHED, made.matched, Tone::Done) }
                { figure(words::UNAPPROVED, made.unapproved, tone(made.unapproved)) }
                { figure(words::NEVER_QUERIED, made.never_queried, tone(made.never_queried)) }
                { figure(words::DIFFERING, made.differing, tone(made.differing)) }
                if !made.unreadable.is_empty() { <Chip text={lang.fill(words::UNREADABLE, &[&made.unreadable.len()])} tone={Tone::Warn} /> }
            </p>
            <h3>{ lang.of(words::MONTHS) }</h3>
            <Table caption={lang.of(words::MONTHS)} is_bare={true} columns={months.to_vec()} rows={made.months.iter().map(month).collect::<Vec<_>>()} />
            if !made.lines.is_empty() {
                <h3>{ lang.of(words::LINES) }</h3>
                <p class="faint">{ lang.of(words::FINDINGS) }</p>
                <Table caption={lang.of(words::LINES)} is_bare={true} columns={columns.to_vec()} rows={made.lines.iter().enumerate().map(|(at, one)| line(lang, at, one)).collect::<Vec<_>>()} />
            }
        </section>
    }
}

fn line(lang: Lang, at: usize, one: &Line) -> Row {
    let pile = lang.of(match one.pile {
        Pile::Unapproved => words::UNAPPROVED,
        Pile::NeverQueried => words::NEVER_QUERIED,
        Pile::Differing => words::DIFFERING,
    });
    let differs = one.differs.iter().map(|what| {
        lang.of(match what {
            Differs::User => words::D_USER,
            Differs::Day => words::D_DAY,
            Differs::BeforeApproval => words::D_BEFORE,
            Differs::NotRecorded => words::D_NOT_RECORDED,
        })
    });
    Row {
        key: at.to_string(),
        name: pile.to_owned(),
        cells: vec![
            Cell::text(pile),
            Cell::text(one.line.map(|line| line.to_string()).unwrap_or_default()),
            Cell::show(html! { <span class="nowrap">{ lang.day(one.on) }</span> }, one.on.to_string()),
            Cell::text(one.user_name.clone()),
            Cell::text(one.case_number.clone()),
            Cell::text(differs.collect::<Vec<_>>().join("、")),
        ],
    }
}
