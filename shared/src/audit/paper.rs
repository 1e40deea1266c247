//! 查核紀錄 and 聯合稽核報告 on paper.

use super::{AuditBody, Checkpoint, JointBody, Round, Stratum, Verdict};
use crate::{
    custody::paper::Letterhead,
    field::{roc_slash, roc_text},
    finding::FindingBody,
    paper::{Block, Column, Field, Sheet, SignatureBox, moment},
    taiwan_day,
};

const fn stratum(stratum: Stratum) -> &'static str {
    match stratum {
        Stratum::Main => "本期",
        Stratum::Late => "遲到",
    }
}

const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Conforms => "符合",
        Verdict::NotApplicable => "－",
        Verdict::Deficient => "缺失",
        Verdict::Serious => "重大異常",
    }
}

fn keep(head: &Letterhead) -> String {
    match head.keep_through {
        Some(day) => format!("5年（保存至{}）", roc_text(day)),
        None => "5年".to_owned(),
    }
}

/// The record of an audit, with what is to be mended.
#[must_use]
pub fn record(body: &AuditBody, findings: &[FindingBody], head: &Letterhead) -> Sheet {
    let auditor = body.auditor();
    let name = auditor.map(|auditor| format!("{}　{}", auditor.title, auditor.name)).unwrap_or_default();
    let mut fields = vec![
        vec![Field::new("受查單位", &body.unit_name), Field::new("查核期別", body.period.zh_tw())],
        vec![
            Field::new("查核人員", name),
            Field::new("指派", auditor.map(|auditor| moment(auditor.mark.at)).unwrap_or_default()),
        ],
    ];
    if let Some(auditor) = auditor.filter(|auditor| !auditor.reason.is_empty()) {
        fields.push(vec![Field::new("例外指派理由", &auditor.reason)]);
    }
    let mut blocks = vec![
        Block::Fields { rows: fields },
        Block::Heading { text: "一、抽樣".to_owned() },
        draws(&body.rounds),
        Block::Heading { text: "二、逐案查核".to_owned() },
        cases(body),
    ];
    blocks.push(Block::Heading { text: "三、缺失與改善".to_owned() });
    blocks.push(corrections(findings));
    blocks.push(Block::Heading { text: "四、結論".to_owned() });
    blocks.push(Block::Text { text: body.conclusion.clone() });
    let received = body.received.as_ref();
    Sheet {
        title: "使用勞保局資料半年內部查核紀錄".to_owned(),
        agency: head.agency.clone(),
        keep: keep(head),
        is_landscape: true,
        blocks,
        signatures: vec![
            match &body.sent {
                Some(sent) => SignatureBox::signed("查核人員", &sent.by_name, moment(sent.at)),
                None => SignatureBox::blank("查核人員"),
            },
            SignatureBox::blank("單位主管"),
            match received {
                Some(mark) => SignatureBox::signed("管理者備查", &mark.by_name, moment(mark.at)),
                None => SignatureBox::blank("管理者備查"),
            },
        ],
        link: format!("/audits/{}", body.id),
        note: "抽樣以凍結之母體與外部種子計算，任何人得以公布之資料重算（第八點第一款）；備查為知悉留存，非核准（第八點第二款）。"
            .to_owned(),
        printed_by: head.printed_by.clone(),
        printed_at: head.printed_at.clone(),
        ..Sheet::default()
    }
}

fn draws(rounds: &[Round]) -> Block {
    let columns = [("層", 1), ("母體", 1), ("抽樣", 1), ("凍結時間", 3), ("母體樹根", 6), ("種子及來源", 6)];
    let row = |round: &Round| {
        let seed = match &round.drawn {
            None => String::new(),
            Some(drawn) => match &drawn.seed {
                None => "全查，不需種子".to_owned(),
                Some(seed) => format!("{seed}（{}，{}）", drawn.source, roc_slash(drawn.published_on)),
            },
        };
        vec![
            stratum(round.stratum).to_owned(),
            round.n.to_string(),
            round.drawn.as_ref().map(|drawn| drawn.sample.to_string()).unwrap_or_default(),
            moment(round.frozen.at),
            round.root.clone(),
            seed,
        ]
    };
    Block::Table {
        columns: columns.map(|(title, share)| Column::new(title, share)).to_vec(),
        rows: rounds.iter().map(row).collect(),
    }
}

fn cases(body: &AuditBody) -> Block {
    let mut columns = vec![Column::new("項次", 1), Column::new("公文文號或案號", 5), Column::new("層", 1)];
    columns.extend(
        Checkpoint::ALL.map(|checkpoint| Column::new(checkpoint.citation().zh_tw().replace("第", ""), 2)),
    );
    columns.push(Column::new("說明", 6));
    let row = |(at, case): (usize, &super::AuditCase)| {
        let lines = case.findings.as_ref().map(|findings| findings.lines.as_slice()).unwrap_or_default();
        let mut row = vec![(at + 1).to_string(), case.case_number.clone(), stratum(case.stratum).to_owned()];
        row.extend(Checkpoint::ALL.map(|checkpoint| {
            let line = lines.iter().find(|line| line.checkpoint == checkpoint);
            line.map(|line| verdict(line.verdict).to_owned()).unwrap_or_default()
        }));
        let notes = lines.iter().map(|line| line.note.as_str()).filter(|note| !note.is_empty());
        row.push(notes.collect::<Vec<_>>().join("；"));
        row
    };
    Block::Table { columns, rows: body.cases.iter().enumerate().map(row).collect() }
}

fn corrections(findings: &[FindingBody]) -> Block {
    if findings.is_empty() {
        return Block::Text { text: "無。".to_owned() };
    }
    let columns =
        [("案號", 4), ("規定", 2), ("缺失", 5), ("改善措施", 5), ("負責人", 2), ("期限", 2), ("複查", 4)];
    let row = |body: &FindingBody| {
        let recheck = body.rechecks.last().map(|last| {
            let outcome = if last.is_mended { "已改善" } else { "未改善" };
            format!("{outcome}（{}，{}）", last.mark.by_name, roc_slash(taiwan_day(last.mark.at)))
        });
        vec![
            body.case_number.clone(),
            body.citation.zh_tw(),
            body.note.clone(),
            body.correction.clone(),
            body.owner_name.clone(),
            roc_slash(body.due),
            recheck.unwrap_or_default(),
        ]
    };
    Block::Table {
        columns: columns.map(|(title, share)| Column::new(title, share)).to_vec(),
        rows: findings.iter().map(row).collect(),
    }
}

/// The report of a joint audit, with its three names.
#[must_use]
pub fn joint(body: &JointBody, head: &Letterhead) -> Sheet {
    let part = |of: fn(&super::JointReport) -> &String| {
        body.report.as_ref().map(|report| of(report).clone()).unwrap_or_default()
    };
    let sign = |member: &super::JointMember| {
        let role = format!("{}（{}）", member.role.zh_tw(), member.unit_name);
        match &member.signed {
            Some(mark) => SignatureBox::signed(role, &member.name, moment(mark.at)),
            None => SignatureBox::signed(role, &member.name, String::new()),
        }
    };
    let signatures = if body.members.is_empty() {
        super::JointRole::ALL.map(|role| SignatureBox::blank(role.zh_tw())).to_vec()
    } else {
        body.members.iter().map(sign).collect()
    };
    Sheet {
        title: "使用勞保局資料聯合稽核報告".to_owned(),
        agency: head.agency.clone(),
        keep: keep(head),
        blocks: vec![
            Block::Fields {
                rows: vec![
                    vec![
                        Field::new("受查單位", &body.unit_name),
                        Field::new("查核期別", body.period.zh_tw()),
                    ],
                    vec![
                        Field::new("公文文號或案號", &body.case_number),
                        Field::new("發現", format!("{}　{}", body.opened.by_name, moment(body.opened.at))),
                    ],
                ],
            },
            Block::Heading { text: "一、查核發現之重大異常".to_owned() },
            Block::Text { text: body.found.join("\n") },
            Block::Heading { text: "二、事實".to_owned() },
            Block::Text { text: part(|report| &report.facts) },
            Block::Heading { text: "三、原因".to_owned() },
            Block::Text { text: part(|report| &report.causes) },
            Block::Heading { text: "四、處理措施".to_owned() },
            Block::Text { text: part(|report| &report.measures) },
        ],
        signatures,
        link: format!("/joint-audits/{}", body.id),
        note: "由管理者會同政風單位及資訊單位進行聯合稽核（第八點第二款）。".to_owned(),
        printed_by: head.printed_by.clone(),
        printed_at: head.printed_at.clone(),
        ..Sheet::default()
    }
}
