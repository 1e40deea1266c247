//! One audit: who audits, the draw, the cases with what was found.

use shared::{
    api::v1::AuditView,
    audit::{AuditCase, Round, Verdict},
    id::{AuditId, InquiryId},
};
use yew::prelude::*;

use super::{act::Actions, case::CaseDialog, chip, period, stratum, words};
use crate::{
    component::{Button, Cell, Chip, Column, Failed, Go, Look, Notice, Row, Table, Tone, Waiting},
    finding::FindingTable,
    i18n::Lang,
    paper::Papers,
    retention::KeptUntil,
    route::Route,
    state::load::{use_app, use_load},
};

/// Which audit.
#[derive(Properties, PartialEq)]
pub struct AuditPageProps {
    /// The audit.
    pub id: AuditId,
}

/// The page.
#[component]
pub fn AuditPage(props: &AuditPageProps) -> Html {
    let lang = use_app().lang;
    let loaded = use_load::<AuditView>(&format!("/audits/{}", props.id));
    let open = use_state(|| None::<InquiryId>);
    let Some(view) = loaded.state.here.clone() else {
        return html! {
            <div class="page">
                if let Some(fault) = &loaded.state.fault { <Failed fault={fault.clone()} again={loaded.again.clone()} /> } else { <Waiting /> }
            </div>
        };
    };
    let audit = &view.audit;
    let title = format!("{}　{}", audit.unit_name, period(lang, audit.period));
    let audits = view.may.iter().any(|may| may == "judge");
    let case = open.and_then(|case| audit.case(case)).cloned();
    html! {
        <div class="page">
            <div class="page__head">
                <div><p class="page__mark">{ lang.of(words::TITLE) }</p><h1 id="page-title" tabindex="-1">{ title }</h1></div>
                <span class="row">
                    { chip(lang, &view.status) }
                    if view.is_late { <Chip text={lang.of(words::LATE)} tone={Tone::Stop} /> }
                    <Papers name="audits" id={audit.id.0} /><crate::journal::ProofOf record={audit.id.0} />
                </span>
            </div>
            { facts(lang, &view) }
            if view.late > 0 {
                <Notice tone={Tone::Warn}><p>{ lang.fill(words::LATE_CASES, &[&view.late]) }</p></Notice>
            }
            <Actions view={(*view).clone()} onchange={loaded.again.clone()} />
            if !audit.rounds.is_empty() {
                <section class="sect">
                    <h2>{ lang.of(words::DRAWS) }</h2>
                    { rounds(lang, &audit.rounds) }
                    <p><Go to={Route::AuditDraw(audit.id)}>{ lang.of(words::DRAW_PAGE) }</Go></p>
                </section>
            }
            if !audit.cases.is_empty() {
                <section class="sect">
                    <h2>{ lang.of(words::CASES) }</h2>
                    { cases(lang, &audit.cases, audits, &open) }
                </section>
            }
            if !view.findings.is_empty() {
                <section class="sect">
                    <h2>{ lang.of(words::TAB_FINDINGS) }</h2>
                    <FindingTable views={view.findings.clone()} onchange={loaded.again.clone()} />
                </section>
            }
            <KeptUntil kind="audit" id={audit.id.0} for_manager={true} />
            if let Some(case) = case {
                <CaseDialog audit={audit.id} revision={audit.revision} {case} {audits}
                    onclose={let open = open.clone(); move |()| open.set(None)} onchange={loaded.again.clone()} />
            }
        </div>
    }
}

fn facts(lang: Lang, view: &AuditView) -> Html {
    let audit = &view.audit;
    let auditor = audit.auditor().map(|auditor| {
        html! { <>{ format!("{}　{}", auditor.name, auditor.title) }
            <div class="faint">{ format!("{}　{}", auditor.mark.by_name, lang.moment(auditor.mark.at)) }</div>
            if !auditor.reason.is_empty() { <div class="faint">{ lang.fill(words::REASON_KEPT, &[&auditor.reason]) }</div> }
        </> }
    });
    html! {
        <dl class="facts">
            <dt>{ lang.of(words::AUDITOR) }</dt><dd>{ auditor.unwrap_or_else(|| html! { { lang.of(words::OPEN) } }) }</dd>
            if let Some(due) = view.due { <dt>{ lang.of(words::DUE) }</dt><dd>{ lang.long_day(due) }</dd> }
            if let Some(sent) = &audit.sent {
                <dt>{ lang.of(words::SENT) }</dt><dd>{ format!("{}　{}", sent.by_name, lang.moment(sent.at)) }</dd>
                <dt>{ lang.of(words::CONCLUSION) }</dt><dd>{ &audit.conclusion }</dd>
            }
            if let Some(received) = &audit.received {
                <dt>{ lang.of(words::RECEIVED) }</dt><dd>{ format!("{}　{}", received.by_name, lang.moment(received.at)) }</dd>
            }
        </dl>
    }
}

fn rounds(lang: Lang, rounds: &[Round]) -> Html {
    let columns = vec![
        Column::text(lang.of(words::STRATUM)),
        Column::figure(lang.of(words::N)),
        Column::figure(lang.of(words::SAMPLE)),
        Column::text(lang.of(words::SEED)),
        Column::text(lang.of(words::ROOT)),
    ];
    let row = |(at, round): (usize, &Round)| {
        let seed = match &round.drawn {
            None => html! { <Chip text={lang.of(words::NO_SEED)} tone={Tone::Wait} /> },
            Some(drawn) => match &drawn.seed {
                None => html! { { lang.of(words::ALL_LOOKED_AT) } },
                Some(seed) => {
                    html! { <><code>{ seed.as_str() }</code><span class="cell-sub">{ format!("{}　{}", drawn.source, lang.day(drawn.published_on)) }</span></> }
                }
            },
        };
        let frozen = format!("{} {}", lang.of(words::FROZEN_AT), lang.moment(round.frozen.at));
        Row {
            key: at.to_string(),
            name: lang.of(stratum(round.stratum)).to_owned(),
            cells: vec![
                Cell::text(lang.of(stratum(round.stratum))),
                Cell::text(round.n.to_string()),
                Cell::text(round.drawn.as_ref().map(|drawn| drawn.sample.to_string()).unwrap_or_default()),
                Cell::show(seed, String::new()),
                Cell::show(
                    html! { <><code class="break">{ &round.root }</code><span class="cell-sub">{ frozen }</span></> },
                    round.root.clone(),
                ),
            ],
        }
    };
    html! { <Table caption={lang.of(words::DRAWS)} is_bare={true} {columns} rows={rounds.iter().enumerate().map(row).collect::<Vec<_>>()} /> }
}

fn cases(lang: Lang, cases: &[AuditCase], audits: bool, open: &UseStateHandle<Option<InquiryId>>) -> Html {
    let columns = vec![
        Column::text(lang.of(words::CASE)),
        Column::text(lang.of(words::STRATUM)),
        Column::text(lang.of(words::PAPER)),
        Column::text(lang.of(words::RESULT)),
        Column::plain(lang.of(words::LOOK)),
    ];
    let row = |known: &AuditCase| {
        let result = known.findings.as_ref().map(shared::audit::Findings::gravest);
        let tone = match result {
            None => Tone::Wait,
            Some(Verdict::Conforms | Verdict::NotApplicable) => Tone::Done,
            Some(Verdict::Deficient) => Tone::Warn,
            Some(Verdict::Serious) => Tone::Stop,
        };
        let text =
            result.map_or_else(|| lang.of(words::NOT_YET).to_owned(), |verdict| lang.pick(&verdict.words()));
        let onclick = {
            let (open, case) = (open.clone(), known.case);
            Callback::from(move |()| open.set(Some(case)))
        };
        let may_look = audits || known.revealed.is_some();
        Row {
            key: known.case.to_string(),
            name: known.case_number.clone(),
            cells: vec![
                Cell::text(known.case_number.clone()),
                Cell::text(lang.of(stratum(known.stratum))),
                Cell::text(if known.paper.is_some() { lang.of(words::NOTED) } else { "" }),
                Cell::show(html! { <Chip text={text.clone()} {tone} /> }, text),
                Cell::show(
                    html! { if may_look { <Button look={Look::Small} text={lang.of(words::LOOK)} aria={lang.fill(words::LOOK_AT, &[&known.case_number])} {onclick} /> } },
                    String::new(),
                ),
            ],
        }
    };
    html! { <Table caption={lang.of(words::CASES)} is_bare={true} {columns} rows={cases.iter().map(row).collect::<Vec<_>>()} /> }
}
