//! One case: the paper, then the register, then a result for every subparagraph.

use shared::{
    api::v1::{AuditView, AuditedCase},
    audit::{
        AuditAction, AuditCase, Checkpoint, Difference, FindingDraft, PaperDraft, PaperNotes, Registered,
        Verdict,
    },
    field::{FieldKind, RocDate, tidy},
    id::AuditId,
    violation::Violation,
};
use yew::prelude::*;

use super::{use_people, words};
use crate::{
    component::{
        Button, Check, Chip, DateField, Dialog, Failed, Look, Notice, Says, Select, TextField, Tone, Waiting,
    },
    i18n::{Label, Lang},
    platform::{
        self,
        fetch::{self, Fault},
    },
    state::load::{announce, complain, use_app, use_load},
};

/// Which case.
#[derive(Properties, PartialEq)]
pub struct CaseDialogProps {
    /// The audit.
    pub audit: AuditId,
    /// Its revision.
    pub revision: i64,
    /// The case.
    pub case: AuditCase,
    /// The reader audits.
    pub audits: bool,
    /// The person closed it.
    pub onclose: Callback<()>,
    /// Something was done.
    pub onchange: Callback<()>,
}

/// Draws the case as far as it has come.
#[component]
pub fn CaseDialog(props: &CaseDialogProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let report = use_state(Vec::<Violation>::new);
    let send = {
        let (app, report, onchange) = (app.clone(), report.clone(), props.onchange.clone());
        let (audit, revision) = (props.audit, props.revision);
        Callback::from(move |action: AuditAction| {
            let (app, report, onchange) = (app.clone(), report.clone(), onchange.clone());
            platform::spawn(async move {
                let path = format!("/audits/{audit}/actions");
                match fetch::change::<_, AuditView>("POST", &path, Some(revision), &action).await {
                    Ok(_) => {
                        announce(&app, words::DONE);
                        report.set(Vec::new());
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
    let case = &props.case;
    let unveil = {
        let (send, case) = (send.clone(), case.case);
        Callback::from(move |()| send.emit(AuditAction::Unveil { case }))
    };
    let own = report.iter().filter(|one| !one.path.starts_with("lines[") && one.path != "paper.note");
    html! {
        <Dialog title={case.case_number.clone()} onclose={props.onclose.clone()} is_wide={true}>
            <Says id="case-report" violations={own.cloned().collect::<Vec<_>>()} />
            <section class="sect">
                <h3>{ lang.of(words::STEP_PAPER) }</h3>
                if let Some(paper) = &case.paper { { noted(lang, paper) } } else if props.audits {
                    <PaperForm case={case.case} onsend={send.clone()} report={(*report).clone()} />
                }
            </section>
            if case.paper.is_some() {
                <section class="sect">
                    <h3>{ lang.of(words::STEP_REGISTER) }</h3>
                    if case.revealed.is_some() { <Compared audit={props.audit} case={case.case} /> } else if props.audits {
                        <p class="faint">{ lang.of(words::UNVEIL_HINT) }</p>
                        <div><Button id="case-unveil" look={Look::Primary} text={lang.of(words::UNVEIL)} onclick={unveil} /></div>
                    }
                </section>
            }
            if case.revealed.is_some() {
                <section class="sect">
                    <h3>{ lang.of(words::STEP_JUDGE) }</h3>
                    if let Some(findings) = &case.findings {
                        <ul role="list" class="stack stack--tight">
                            { for findings.lines.iter().map(|line| html! {
                                <li key={line.checkpoint.name()} class="row row--apart">
                                    <span>{ lang.pick(&line.checkpoint.words()) }{ " " }<small class="faint">{ lang.citation(line.checkpoint.citation()) }</small>
                                        if !line.note.is_empty() { <span class="cell-sub">{ &line.note }</span> }</span>
                                    { verdict(lang, line.verdict) }
                                </li>
                            }) }
                        </ul>
                    } else if props.audits {
                        <Checklist case={case.case} onsend={send.clone()} report={(*report).clone()} />
                    }
                </section>
            }
        </Dialog>
    }
}

fn verdict(lang: Lang, verdict: Verdict) -> Html {
    let tone = match verdict {
        Verdict::Conforms => Tone::Done,
        Verdict::NotApplicable => Tone::Plain,
        Verdict::Deficient => Tone::Warn,
        Verdict::Serious => Tone::Stop,
    };
    html! { <Chip text={lang.pick(&verdict.words())} {tone} /> }
}

fn noted(lang: Lang, paper: &PaperNotes) -> Html {
    let notes = &paper.notes;
    let yes = |is: bool| if is { "✓" } else { "✗" };
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| lang.day(day)).unwrap_or_default();
    let count = |count: Option<u32>| count.map(|count| count.to_string()).unwrap_or_default();
    html! {
        <dl class="facts">
            <dt>{ lang.of(words::HAS_FORM) }</dt><dd>{ yes(notes.has_form) }{ " " }{ day(notes.approved_on) }</dd>
            <dt>{ lang.of(words::HAS_RECORD) }</dt><dd>{ yes(notes.has_query_record) }{ " " }{ day(notes.queried_on) }</dd>
            <dt>{ lang.of(words::PAPER_SUBJECTS) }</dt><dd>{ count(notes.subjects) }</dd>
            <dt>{ lang.of(words::PAPER_SHEETS) }</dt><dd>{ count(notes.sheets) }</dd>
            <dt>{ lang.of(words::NOTE) }</dt>
            <dd>{ &notes.note }<div class="faint">{ format!("{}　{}", paper.mark.by_name, lang.moment(paper.mark.at)) }</div></dd>
        </dl>
    }
}

#[derive(Properties, PartialEq)]
struct FormProps {
    case: shared::id::InquiryId,
    onsend: Callback<AuditAction>,
    report: Vec<Violation>,
}

#[component]
fn PaperForm(props: &FormProps) -> Html {
    let lang = use_app().lang;
    let (has_form, has_record) = (use_state(|| false), use_state(|| false));
    let (approved, queried) = (use_state(String::new), use_state(String::new));
    let (subjects, sheets, note) = (use_state(String::new), use_state(String::new), use_state(String::new));
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |to| state.set(to))
    };
    let tick = |state: &UseStateHandle<bool>| {
        let state = state.clone();
        Callback::from(move |to| state.set(to))
    };
    let save = {
        let (has_form, has_record) = (has_form.clone(), has_record.clone());
        let (approved, queried, subjects, sheets, note) =
            (approved.clone(), queried.clone(), subjects.clone(), sheets.clone(), note.clone());
        let (case, onsend) = (props.case, props.onsend.clone());
        Callback::from(move |()| {
            let day = |text: &str| RocDate::parse(&tidy(FieldKind::RocDate, text)).ok().map(|day| day.date());
            let paper = PaperDraft {
                has_form: *has_form,
                approved_on: day(&approved),
                has_query_record: *has_record,
                queried_on: day(&queried),
                subjects: subjects.trim().parse().ok(),
                sheets: sheets.trim().parse().ok(),
                note: (*note).clone(),
            };
            onsend.emit(AuditAction::NotePaper { case, paper });
        })
    };
    let says: Vec<Violation> = props.report.iter().filter(|one| one.path == "paper.note").cloned().collect();
    html! {
        <div class="stack">
            <p class="faint">{ lang.of(words::STEP_PAPER_HINT) }</p>
            <Check text={lang.of(words::HAS_FORM)} is_on={*has_form} onchange={tick(&has_form)} />
            <DateField id="paper-approved" label={words::PAPER_APPROVED} value={(*approved).clone()} oninput={set(&approved)} is_optional={true} />
            <Check text={lang.of(words::HAS_RECORD)} is_on={*has_record} onchange={tick(&has_record)} />
            <DateField id="paper-queried" label={words::PAPER_QUERIED} value={(*queried).clone()} oninput={set(&queried)} is_optional={true} />
            <TextField id="paper-subjects" label={words::PAPER_SUBJECTS} value={(*subjects).clone()} oninput={set(&subjects)} is_short={true} is_optional={true} />
            <TextField id="paper-sheets" label={words::PAPER_SHEETS} value={(*sheets).clone()} oninput={set(&sheets)} is_short={true} is_optional={true} />
            <TextField id="paper-note" label={words::NOTE} value={(*note).clone()} oninput={set(&note)} is_optional={true} {says} />
            <div><Button id="case-note" look={Look::Primary} text={lang.of(words::NOTE_PAPER)} onclick={save} /></div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ComparedProps {
    audit: AuditId,
    case: shared::id::InquiryId,
}

#[component]
fn Compared(props: &ComparedProps) -> Html {
    let lang = use_app().lang;
    let loaded = use_load::<AuditedCase>(&format!("/audits/{}/cases/{}", props.audit, props.case));
    match (&loaded.state.here, &loaded.state.fault) {
        (Some(seen), _) => html! { <>
            if seen.differences.is_empty() {
                <Notice tone={Tone::Done}><p>{ lang.of(words::AGREES) }</p></Notice>
            } else {
                <Notice tone={Tone::Warn}><p>{ lang.fill(words::DIFFERS, &[&differences(lang, &seen.differences)]) }</p></Notice>
            }
            { registered(lang, &seen.registered) }
        </> },
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    }
}

fn differences(lang: Lang, all: &[Difference]) -> String {
    let word = |one: &Difference| -> Label {
        match one {
            Difference::FormMissing => words::D_FORM,
            Difference::ApprovedOn => words::D_APPROVED,
            Difference::QueriedOn => words::D_QUERIED,
            Difference::Subjects => words::D_SUBJECTS,
            Difference::Sheets => words::D_SHEETS,
            Difference::QueryRecordMissing => words::D_RECORD,
            Difference::QueryRecordUnregistered => words::D_RECORD_MORE,
        }
    };
    all.iter().map(|one| lang.of(word(one))).collect::<Vec<_>>().join("、")
}

fn registered(lang: Lang, case: &Registered) -> Html {
    let at = |at: Option<chrono::DateTime<chrono::Utc>>| at.map(|at| lang.moment(at)).unwrap_or_default();
    html! {
        <dl class="facts">
            <dt>{ lang.of(words::APPLICANT) }</dt><dd>{ &case.applicant_name }</dd>
            <dt>{ lang.of(words::ITEM) }</dt><dd>{ &case.item }</dd>
            <dt>{ lang.of(words::DATA) }</dt><dd>{ case.data_items.join("、") }</dd>
            <dt>{ lang.of(words::WHY) }</dt><dd>{ &case.reason }</dd>
            <dt>{ lang.of(words::SUBJECTS) }</dt><dd>{ case.subjects.join("、") }</dd>
            <dt>{ lang.of(words::APPROVAL) }</dt><dd>{ format!("{}　{}", case.approver_name, at(case.approved_at)) }</dd>
            <dt>{ lang.of(words::QUERIED) }</dt><dd>{ at(case.queried_at) }</dd>
            <dt>{ lang.of(words::SHEETS) }</dt>
            <dd>{ lang.fill(words::SHEETS_OF, &[&case.sheets, &case.copies]) }<div class="faint">{ case.fates.join("；") }</div></dd>
            <dt>{ lang.of(words::RECORD_PLACE) }</dt><dd>{ &case.query_record_place }</dd>
        </dl>
    }
}

/// A line as it is being filled in; text as typed.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    checkpoint: Checkpoint,
    verdict: Verdict,
    note: String,
    correction: String,
    owner: String,
    due: String,
}

#[component]
fn Checklist(props: &FormProps) -> Html {
    let lang = use_app().lang;
    let people = use_people();
    let lines = use_state(|| {
        Checkpoint::ALL
            .map(|checkpoint| Line {
                checkpoint,
                verdict: Verdict::Conforms,
                note: String::new(),
                correction: String::new(),
                owner: String::new(),
                due: String::new(),
            })
            .to_vec()
    });
    let save = {
        let (lines, case, onsend) = (lines.clone(), props.case, props.onsend.clone());
        Callback::from(move |()| {
            let line = |line: &Line| FindingDraft {
                checkpoint: line.checkpoint,
                verdict: line.verdict,
                note: line.note.clone(),
                correction: line.correction.clone(),
                owner: line.owner.clone(),
                due: RocDate::parse(&tidy(FieldKind::RocDate, &line.due)).ok().map(|day| day.date()),
            };
            onsend.emit(AuditAction::Judge { case, lines: lines.iter().map(line).collect() });
        })
    };
    let options: Vec<(AttrValue, AttrValue)> = Verdict::ALL
        .map(|verdict| (AttrValue::from(verdict.name()), AttrValue::from(lang.pick(&verdict.words()))))
        .to_vec();
    let one = |(at, line): (usize, &Line)| {
        let set = |put: fn(&mut Line, String)| {
            let lines = lines.clone();
            Callback::from(move |to: String| {
                let mut next = (*lines).clone();
                if let Some(line) = next.get_mut(at) {
                    put(line, to);
                }
                lines.set(next);
            })
        };
        let says = |field: &str| {
            let path = format!("lines[{at}].{field}");
            props.report.iter().filter(|one| one.path == path).cloned().collect::<Vec<_>>()
        };
        let id = |field: &str| format!("line-{}-{field}", line.checkpoint.name());
        let judge = set(|line, to| {
            line.verdict =
                Verdict::ALL.into_iter().find(|verdict| verdict.name() == to).unwrap_or(line.verdict);
        });
        html! {
            <fieldset key={line.checkpoint.name()} class="field">
                <legend class="field__label">{ lang.pick(&line.checkpoint.words()) }{ " " }<small>{ lang.citation(line.checkpoint.citation()) }</small></legend>
                <Select id={id("verdict")} label={words::RESULT} options={options.clone()} value={line.verdict.name()} onchange={judge} />
                <TextField id={id("note")} label={words::FOUND} value={line.note.clone()} oninput={set(|line, to| line.note = to)} is_optional={!line.verdict.is_finding()} says={says("note")} />
                if line.verdict.is_finding() {
                    <TextField id={id("correction")} label={words::CORRECTION} value={line.correction.clone()} oninput={set(|line, to| line.correction = to)} says={says("correction")} />
                    <Select id={id("owner")} label={words::OWNER} options={people.clone()} value={line.owner.clone()} blank={lang.of(words::CHOOSE)} onchange={set(|line, to| line.owner = to)} says={says("owner")} />
                    <DateField id={id("due")} label={words::CORRECT_BY} value={line.due.clone()} oninput={set(|line, to| line.due = to)} says={says("due")} />
                }
            </fieldset>
        }
    };
    html! {
        <div class="stack">
            { for lines.iter().enumerate().map(one) }
            <div><Button id="case-judge" look={Look::Primary} text={lang.of(words::JUDGE)} onclick={save} /></div>
        </div>
    }
}
