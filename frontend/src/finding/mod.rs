//! What is to be mended: a list with the small form behind each line.

pub mod words;

use shared::{
    api::v1::{FindingView, Page},
    field::{FieldKind, RocDate, tidy},
    finding::FindingAction,
    violation::Violation,
};
use yew::prelude::*;

use crate::{
    component::{
        Button, Cell, Check, Chip, Column, DateField, Dialog, Empty, Failed, Look, Pager, Row, Says, Select,
        Table, TextField, Tone, Waiting,
    },
    i18n::{Label, Lang, words as common},
    inquiry::encoded,
    platform::{
        self,
        fetch::{self, Fault},
    },
    retention::RecordTools,
    state::load::{announce, complain, use_app, use_load},
};

/// The page.
#[component]
pub fn FindingsPage() -> Html {
    let lang = use_app().lang;
    html! {
        <div class="page">
            <div class="page__head"><div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div></div>
            <Findings />
        </div>
    }
}

/// The list, as everybody sees their own.
#[component]
pub fn Findings() -> Html {
    let lang = use_app().lang;
    let state = use_state(|| "open".to_owned());
    let cursor = use_state(String::new);
    let page = if cursor.is_empty() { String::new() } else { format!("&cursor={}", encoded(&cursor)) };
    let loaded = use_load::<Page<FindingView>>(&format!("/findings?limit=50&status={}{page}", *state));
    let states = ["open", "settled", "mended"]
        .map(|name| (AttrValue::from(name), AttrValue::from(lang.of(state_name(name)))));
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(found), _) if found.items.is_empty() => {
            html! { <Empty title={words::EMPTY} next={words::EMPTY_NEXT} /> }
        }
        (Some(found), _) => html! { <>
            <FindingTable views={found.items.clone()} onchange={loaded.again.clone()} />
            <Pager count={found.items.len()} next={found.next.clone()} is_further={!cursor.is_empty()} ongo={let cursor = cursor.clone(); move |to| cursor.set(to)} />
        </> },
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    html! {
        <div class="stack">
            <div class="toolbar">
                <Select id="f-finding-state" label={words::STATE} options={states.to_vec()} value={(*state).clone()} blank={lang.of(common::ANY)}
                    onchange={let (state, cursor) = (state.clone(), cursor.clone()); move |to| { cursor.set(String::new()); state.set(to); }} />
            </div>
            { body }
        </div>
    }
}

fn state_name(name: &str) -> Label {
    match name {
        "settled" => words::SETTLED,
        "mended" => words::MENDED,
        _ => words::OPEN,
    }
}

fn tone(view: &FindingView) -> Tone {
    match view.status.as_str() {
        "mended" => Tone::Done,
        "settled" => Tone::Wait,
        _ if view.is_late => Tone::Stop,
        _ => Tone::Warn,
    }
}

/// Which findings.
#[derive(Properties, PartialEq)]
pub struct FindingTableProps {
    /// The findings.
    pub views: Vec<FindingView>,
    /// Something was done.
    pub onchange: Callback<()>,
}

/// Draws findings with what may be done about each.
#[component]
pub fn FindingTable(props: &FindingTableProps) -> Html {
    let lang = use_app().lang;
    let doing = use_state(|| None::<(FindingView, &'static str)>);
    let columns = vec![
        Column::text(lang.of(words::WHAT)),
        Column::text(lang.of(words::OWNER)),
        Column::text(lang.of(words::DUE)),
        Column::text(lang.of(words::STATE)),
    ];
    let rows: Vec<Row> = props.views.iter().map(|view| row(lang, view, &doing)).collect();
    let close = {
        let doing = doing.clone();
        Callback::from(move |()| doing.set(None))
    };
    let saved = {
        let (close, onchange) = (close.clone(), props.onchange.clone());
        Callback::from(move |()| {
            close.emit(());
            onchange.emit(());
        })
    };
    html! {
        <>
            <Table caption={lang.of(words::TITLE)} is_bare={true} {columns} {rows} />
            if let Some((view, name)) = &*doing {
                <Form view={view.clone()} name={*name} onclose={close} onsaved={saved} />
            }
        </>
    }
}

fn row(lang: Lang, view: &FindingView, doing: &UseStateHandle<Option<(FindingView, &'static str)>>) -> Row {
    let finding = &view.finding;
    let title = if finding.case_number.is_empty() { &finding.note } else { &finding.case_number };
    let settled = finding.settled.as_ref().or(finding.rechecks.last().map(|last| &last.settled));
    let said = settled
        .map(|settled| lang.fill(words::SAID, &[&settled.text, &lang.moment(settled.mark.at)]))
        .unwrap_or_default();
    let looked = finding.rechecks.iter().filter(|look| !look.is_mended);
    let button = |name: &'static str, label, aria| {
        let (doing, view) = (doing.clone(), view.clone());
        html! {
            if view.may.iter().any(|may| may == name) {
                <Button look={Look::Small} text={lang.of(label)} aria={lang.fill(aria, &[title])}
                    onclick={Callback::from(move |()| doing.set(Some((view.clone(), name))))} />
            }
        }
    };
    Row {
        key: finding.id.to_string(),
        name: title.clone(),
        cells: vec![
            Cell::show(
                html! { <>
                    <span class="cell-main">{ title }</span>{ " " }<span class="faint">{ lang.citation(finding.citation) }</span>
                    <span class="cell-sub">{ format!("{} → {}", finding.note, finding.correction) }</span>
                    if !said.is_empty() { <span class="cell-sub">{ said }</span> }
                    { for looked.map(|look| html! { <span class="cell-sub">{ lang.fill(words::LOOKED, &[&look.note]) }</span> }) }
                </> },
                title.clone(),
            ),
            Cell::show(
                html! { <>{ &finding.owner_name }<span class="cell-sub">{ &view.unit_name }</span></> },
                finding.owner_name.clone(),
            ),
            Cell::show(
                html! { <span class="nowrap">{ lang.day(finding.due) }</span> },
                finding.due.to_string(),
            ),
            Cell::show(
                html! { <span class="row"><Chip text={lang.of(state_name(&view.status))} tone={tone(view)} />
                { button("settle", words::SETTLE, words::SETTLE_OF) }{ button("recheck", words::RECHECK, words::RECHECK_OF) }<RecordTools kind="finding" id={finding.id.0} name={title.clone()} /></span> },
                view.status.clone(),
            ),
        ],
    }
}

#[derive(Properties, PartialEq)]
struct FormProps {
    view: FindingView,
    name: &'static str,
    onclose: Callback<()>,
    onsaved: Callback<()>,
}

#[component]
fn Form(props: &FormProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let (text, due) = (use_state(String::new), use_state(String::new));
    let is_mended = use_state(|| true);
    let report = use_state(Vec::<Violation>::new);
    let is_settling = props.name == "settle";
    let save = {
        let (app, text, due, is_mended, report) =
            (app.clone(), text.clone(), due.clone(), is_mended.clone(), report.clone());
        let (onsaved, id, revision) =
            (props.onsaved.clone(), props.view.finding.id, props.view.finding.revision);
        Callback::from(move |()| {
            let action = if is_settling {
                FindingAction::Settle { text: (*text).clone() }
            } else {
                let due = RocDate::parse(&tidy(FieldKind::RocDate, &due)).ok().map(|day| day.date());
                FindingAction::Recheck { is_mended: *is_mended, note: (*text).clone(), due }
            };
            let (app, report, onsaved) = (app.clone(), report.clone(), onsaved.clone());
            platform::spawn(async move {
                let path = format!("/findings/{id}/actions");
                match fetch::change::<_, FindingView>("POST", &path, Some(revision), &action).await {
                    Ok(_) => {
                        announce(&app, words::DONE);
                        onsaved.emit(());
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
    let title = lang.of(if is_settling { words::SETTLE } else { words::RECHECK });
    let field = if is_settling { ("text", words::TEXT) } else { ("note", words::NOTE) };
    html! {
        <Dialog title={title} onclose={props.onclose.clone()} foot={html! { <Button id="finding-save" look={Look::Primary} text={title} onclick={save} /> }}>
            <Says id="finding-report" violations={says("")} />
            <p>{ format!("{} → {}", props.view.finding.note, props.view.finding.correction) }</p>
            if !is_settling {
                <Check text={lang.of(words::IS_MENDED)} is_on={*is_mended} onchange={let is_mended = is_mended.clone(); move |is_on| is_mended.set(is_on)} />
            }
            <TextField id="finding-text" label={field.1} value={(*text).clone()} is_long={true} is_optional={!is_settling && *is_mended}
                oninput={let text = text.clone(); move |to| text.set(to)} says={says(field.0)} />
            if !is_settling && !*is_mended {
                <DateField id="finding-due" label={words::NEXT_DUE} value={(*due).clone()} oninput={let due = due.clone(); move |to| due.set(to)} says={says("due")} />
            }
        </Dialog>
    }
}
