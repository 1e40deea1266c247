//! 附表二 and 移交清冊 as sheets of paper.

use chrono::NaiveDate;

use super::{ChangeBody, ChangeReason, Confirmation, HandOver, Mark, Party, PlatformWord};
use crate::{
    field::roc_text,
    paper::{Block, Column, Field, Sheet, SignatureBox, Tick, moment},
    record::taiwan_day,
    regulation::Form,
    retention::paper::noun,
};

/// What a sheet says beside the record: the agency as the register has it, and who prints.
#[derive(Debug, Clone, Default)]
pub struct Letterhead {
    /// 機關全銜.
    pub agency: String,
    /// 機關代碼 and OID, those that are known.
    pub codes: String,
    /// By whom it is printed.
    pub printed_by: String,
    /// When, in words.
    pub printed_at: String,
    /// Last day of its keeping; none while it is open.
    pub keep_through: Option<NaiveDate>,
    /// The day the Bureau was told, with the letter's number; empty until then.
    pub notified: String,
}

fn keep(head: &Letterhead) -> String {
    match head.keep_through {
        Some(day) => format!("5年（保存至{}）", roc_text(day)),
        None => "5年".to_owned(),
    }
}

/// 附表二: 電子查驗(WebIR)機關管理者異動申請表; its number follows the edition it was opened under.
#[must_use]
pub fn form(body: &ChangeBody, head: &Letterhead) -> Sheet {
    let row = |label: &str, value: String| vec![Field::new(label, value)];
    let pair = |one: (&str, String), other: (&str, String)| {
        vec![Field::new(one.0, one.1), Field::new(other.0, other.1)]
    };
    let switched = body.switch.as_ref().map(|one| moment(one.mark.at)).unwrap_or_default();
    let reasons = ChangeReason::ALL.map(|reason| {
        let note = if reason == ChangeReason::Other { body.reason_note.as_str() } else { "" };
        Tick { text: format!("{}{note}", reason.zh_tw()), is_on: reason == body.reason }
    });
    let training = body.training.as_ref().map(|one| format!("{}　{}", roc_text(one.on), one.course));
    let mut dates = vec![
        row("職務異動日", roc_text(body.transfer_on)),
        row("資安教育訓練完成日", training.unwrap_or_default()),
        row("報送電子化政府服務平臺（日期、文號、結果）", platform(body.report.as_ref())),
        row("平臺停用原管理者帳號（日期、文號、結果）", platform(body.platform_stop.as_ref())),
        row("移交清冊（使用者名冊、稽核紀錄）", body.hand_over.as_ref().map(handed_over).unwrap_or_default()),
        row("通知勞動部勞工保險局（日期、文號）", head.notified.clone()),
    ];
    let late = body.switch.as_ref().map_or("", |one| one.late_reason.as_str());
    for (label, reason) in [
        ("由主管代為提出之原因", body.absence.as_str()),
        ("逾期提出之原因", body.late_reason.as_str()),
        ("逾期承接之原因", late),
    ] {
        if !reason.is_empty() {
            dates.push(row(label, reason.to_owned()));
        }
    }
    let opened = roc_text(taiwan_day(body.opened.at));
    Sheet {
        title: "電子查驗(WebIR)機關管理者異動申請表".to_owned(),
        form_number: body.edition.form_number(Form::ManagerChange).unwrap_or_default().to_owned(),
        agency: head.agency.clone(),
        keep: keep(head),
        blocks: vec![
            Block::Fields {
                rows: vec![
                    pair(("申請日期", opened), ("機關代碼／OID", head.codes.clone())),
                    row("機關名稱", head.agency.clone()),
                ],
            },
            // A change of manager stops one account and adds another: 變更, as the form's three boxes have it.
            Block::Ticks {
                label: "異動類別".to_owned(),
                boxes: ["新增", "變更", "註銷"]
                    .map(|text| Tick { text: text.to_owned(), is_on: text == "變更" })
                    .to_vec(),
            },
            Block::Ticks { label: "異動原因".to_owned(), boxes: reasons.to_vec() },
            Block::Heading { text: "原管理者".to_owned() },
            Block::Fields { rows: party(&body.predecessor, "帳號停用日期時間", &switched) },
            Block::Heading { text: "新任管理者".to_owned() },
            Block::Fields { rows: party(&body.successor, "帳號啟用日期時間", &switched) },
            Block::Text { text: "新任管理者之自然人憑證：☑ 已綁定並上傳".to_owned() },
            Block::Heading { text: "辦理情形".to_owned() },
            Block::Fields { rows: dates },
        ],
        signatures: vec![
            signed("承辦人", &body.opened),
            SignatureBox::blank("單位主管"),
            SignatureBox::blank("機關首長（或授權人）"),
        ],
        link: format!("/custody/{}", body.id),
        note: "新任管理者應保存本表五年（第四點第二款）。".to_owned(),
        printed_by: head.printed_by.clone(),
        printed_at: head.printed_at.clone(),
        ..Sheet::default()
    }
}

fn party(party: &Party, label: &str, at: &str) -> Vec<Vec<Field>> {
    let mut rows = vec![
        vec![Field::new("姓名", &*party.name), Field::new("職稱", &*party.title)],
        vec![Field::new("電話", &*party.phone), Field::new("我的E政府帳號", &*party.egov_account)],
    ];
    if !party.email.is_empty() {
        rows.push(vec![Field::new("電子郵件", &*party.email)]);
    }
    rows.push(vec![Field::new(label, at)]);
    rows
}

fn platform(word: Option<&PlatformWord>) -> String {
    word.map(|one| format!("{}　{}　{}", roc_text(one.on), one.document_number, one.result))
        .unwrap_or_default()
}

fn handed_over(hand_over: &HandOver) -> String {
    let roster = hand_over.list.roster.len();
    let forms = hand_over.list.forms.len();
    format!("{}產生：使用者名冊 {roster} 筆、表單及紀錄 {forms} 筆", moment(hand_over.list.at))
}

fn signed(role: &str, mark: &Mark) -> SignatureBox {
    SignatureBox::signed(role, &*mark.by_name, moment(mark.at))
}

/// 移交清冊, as it was frozen; none while there is none.
#[must_use]
pub fn list(body: &ChangeBody, head: &Letterhead) -> Option<Sheet> {
    let hand_over = body.hand_over.as_ref()?;
    let list = &hand_over.list;
    let number = |at: usize| (at + 1).to_string();
    let roster = list.roster.iter().enumerate().map(|(at, line)| {
        let state = if line.is_active { "啟用" } else { "停用" };
        vec![
            number(at),
            line.name.clone(),
            format!("{}{}", line.unit_name, line.title),
            line.egov_account.clone(),
            line.items.join("、"),
            state.to_owned(),
            short(&line.sha256),
        ]
    });
    let forms = list.forms.iter().enumerate().map(|(at, line)| {
        vec![
            number(at),
            kind_name(&line.kind).to_owned(),
            line.record.to_string(),
            roc_text(line.made_on),
            short(&line.sha256),
        ]
    });
    let counts =
        list.counts.iter().map(|count| vec![kind_name(&count.kind).to_owned(), count.count.to_string()]);
    let journal = format!("稽核軌跡 {} 筆，樹根 {}", list.journal.size, list.journal.root);
    let column = Column::new;
    let box_of = |role: &str, word: &Option<Confirmation>| match word {
        Some(word) => signed(role, &word.mark),
        None => SignatureBox::blank(role),
    };
    let is_stood_in = hand_over.by_predecessor.as_ref().is_some_and(|word| !word.stand_in_reason.is_empty());
    let predecessor =
        if is_stood_in { "原管理者（由社會處主管代為確認）" } else { "原管理者" };
    Some(Sheet {
        title: "管理者移交清冊".to_owned(),
        agency: head.agency.clone(),
        keep: keep(head),
        is_landscape: true,
        blocks: vec![
            Block::Fields {
                rows: vec![
                    vec![
                        Field::new("原管理者", &*body.predecessor.name),
                        Field::new("新任管理者", &*body.successor.name),
                        Field::new("清冊產生時間", moment(list.at)),
                    ],
                    vec![Field::new("清冊雜湊值（SHA-256）", list.grouped())],
                    vec![Field::new("稽核軌跡", journal)],
                ],
            },
            Block::Heading { text: "一、件數".to_owned() },
            Block::Table { columns: vec![column("類別", 3), column("件數", 1)], rows: counts.collect() },
            Block::Heading { text: "二、使用者名冊".to_owned() },
            Block::Table {
                columns: vec![
                    column("序", 1),
                    column("姓名", 2),
                    column("單位職稱", 4),
                    column("我的E政府帳號", 3),
                    column("業務項目", 2),
                    column("狀態", 1),
                    column("雜湊值", 3),
                ],
                rows: roster.collect(),
            },
            Block::Heading { text: "三、表單及紀錄".to_owned() },
            Block::Table {
                columns: vec![
                    column("序", 1),
                    column("類別", 3),
                    column("紀錄識別碼", 6),
                    column("建立日", 3),
                    column("雜湊值", 3),
                ],
                rows: forms.collect(),
            },
        ],
        signatures: vec![
            box_of(predecessor, &hand_over.by_predecessor),
            box_of("新任管理者", &hand_over.by_successor),
            SignatureBox::blank("監交人"),
        ],
        link: format!("/custody/{}", body.id),
        note: "雙方確認同一雜湊值；清冊內容自產生時起凍結，逐筆雜湊值列前十六碼（第四點第四款）。".to_owned(),
        printed_by: head.printed_by.clone(),
        printed_at: head.printed_at.clone(),
        ..Sheet::default()
    })
}

fn short(sha256: &str) -> String {
    sha256.chars().take(16).collect()
}

/// The county's word for what a line is; accounts are handed over as the roster.
fn kind_name(kind: &str) -> &str {
    if kind == "account" { "使用者名冊" } else { noun(kind) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        custody::{FormLine, HandOverList, JournalPlace, Switch},
        id::{ManagerChangeId, PersonId, UnitId},
        regulation::EditionId,
    };
    use uuid::Uuid;

    fn body(edition: EditionId) -> ChangeBody {
        let party = |n, name: &str| Party {
            person: PersonId(Uuid::from_u128(n)),
            name: name.into(),
            title: "專員".into(),
            phone: "04-7222151".into(),
            email: String::new(),
            egov_account: "a.b".into(),
        };
        let mark = |n, name: &str, at: &str| Mark {
            at: at.parse().unwrap(),
            by: PersonId(Uuid::from_u128(n)),
            by_name: name.into(),
        };
        ChangeBody {
            id: ManagerChangeId(Uuid::from_u128(9)),
            revision: 5,
            edition,
            unit: UnitId(Uuid::from_u128(3)),
            reason: ChangeReason::Leaves,
            reason_note: String::new(),
            transfer_on: "2026-12-01".parse().unwrap(),
            predecessor: party(1, "黃管理"),
            successor: party(2, "許新任"),
            opened: mark(1, "黃管理", "2026-11-16T02:00:00Z"),
            absence: String::new(),
            late_reason: String::new(),
            training: None,
            report: None,
            switch: Some(Switch {
                mark: mark(2, "許新任", "2026-11-30T08:05:30Z"),
                late_reason: String::new(),
            }),
            platform_stop: None,
            hand_over: None,
            closed: None,
            cancelled: None,
        }
    }

    #[test]
    fn the_form_s_number_follows_the_edition_and_both_accounts_change_at_one_minute() {
        let sheet = form(&body(EditionId::Amended), &Letterhead::default());
        assert_eq!(sheet.form_number, "附表二");
        assert_eq!(form(&body(EditionId::Original), &Letterhead::default()).form_number, "附表一");
        let text = serde_json::to_string(&sheet).unwrap();
        assert_eq!(text.matches("民國115年11月30日 16:05").count(), 2, "{text}");
        assert!(text.contains(r#"{"text":"離職","is_on":true}"#), "{text}");
    }

    #[test]
    fn there_is_no_list_on_paper_before_there_is_one() {
        let mut body = body(EditionId::Amended);
        assert_eq!(list(&body, &Letterhead::default()), None);
        let journal = JournalPlace { size: 7, root: "ab".into() };
        // Every noun whose records are kept, for any of them may be handed over.
        let forms = crate::retention::ENDED.iter().map(|(kind, _)| FormLine {
            kind: (*kind).into(),
            record: Uuid::nil(),
            revision: 1,
            status: "closed".into(),
            made_on: "2026-01-05".parse().unwrap(),
            sha256: "00".into(),
        });
        let frozen = HandOverList::of(body.opened.at, Vec::new(), forms.collect(), journal);
        let (mark, grouped) = (body.opened.clone(), frozen.grouped());
        body.hand_over = Some(HandOver { list: frozen, mark, by_predecessor: None, by_successor: None });
        let sheet = list(&body, &Letterhead::default()).unwrap();
        assert!(serde_json::to_string(&sheet).unwrap().contains(&grouped));
        assert_eq!(sheet.signatures.len(), 3);
        let tables = sheet.blocks.iter().filter_map(|block| match block {
            Block::Table { rows, .. } => Some(rows),
            _ => None,
        });
        for row in tables.flatten() {
            let kind = if row.len() == 2 { &row[0] } else { &row[1] };
            assert!(!kind.is_ascii(), "a stable name on paper: {row:?}");
        }
    }
}
