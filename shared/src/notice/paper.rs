//! The letter to the Bureau (函), in the form of official documents: 主旨, 說明, 正本, 副本.

use super::{Holder, NoticeBody, NoticeState, Post};
use crate::{
    custody::paper::Letterhead,
    field::roc_text,
    paper::{Block, Column, Field, Sheet, SignatureBox},
    regulation::{Form, point_04::notice::last_day},
};

/// Whom the letter goes to.
const BUREAU: &str = "勞動部勞工保險局";

/// The letter; its day and number are left for the pen until the sending is on record.
#[must_use]
pub fn letter(body: &NoticeBody, head: &Letterhead) -> Sheet {
    let (sent_on, number) = match &body.state {
        NoticeState::Sent { on, document_number, .. } => (roc_text(*on), document_number.clone()),
        NoticeState::Open | NoticeState::Withdrawn { .. } => {
            ("中華民國　　年　　月　　日".to_owned(), String::new())
        }
    };
    let post = body.post.zh_tw();
    let changed_on = roc_text(body.changed_on);
    let subject = format!("主旨：檢送本府（{}）使用勞保WebIR之{post}異動資料，請　查照。", body.of_name);
    let attached = match (body.post, body.edition.form_number(Form::ManagerChange)) {
        (Post::Manager, Some(number)) => {
            format!("\n三、檢附電子查驗(WebIR)機關管理者異動申請表（{number}）影本 1 份。")
        }
        _ => String::new(),
    };
    let explained = format!(
        "說明：\n一、依本府使用勞動部勞工保險局業務資料管理規定第四點第八款辦理：機關聯繫窗口、管理者及單位主管異動時，應於異動翌日起七日內通知貴局。\n二、旨揭人員於{changed_on}異動，異動情形如下表{}。{attached}",
        last_day(body.changed_on).map(|day| format!("（通知期限：{}）", roc_text(day))).unwrap_or_default()
    );
    let value = |of: fn(&Holder) -> &String, holder: Option<&Holder>| {
        holder.map_or_else(|| "—".to_owned(), |holder| of(holder).clone())
    };
    let row = |label: &str, of: fn(&Holder) -> &String| {
        vec![label.to_owned(), value(of, body.from.as_ref()), value(of, body.to.as_ref())]
    };
    Sheet {
        title: "函".to_owned(),
        agency: head.agency.clone(),
        keep: "5年".to_owned(),
        blocks: vec![
            Block::Fields {
                rows: vec![
                    vec![Field::new("受文者", BUREAU)],
                    vec![Field::new("發文日期", sent_on), Field::new("發文字號", number)],
                    vec![Field::new("速別", "普通件"), Field::new("密等及解密條件或保密期限", "普通")],
                ],
            },
            Block::Text { text: subject },
            Block::Text { text: explained },
            Block::Table {
                columns: vec![
                    Column::new(format!("{post}（{}）", body.of_name), 2),
                    Column::new("原任", 3),
                    Column::new("新任", 3),
                ],
                rows: vec![
                    row("姓名", |holder| &holder.name),
                    row("職稱", |holder| &holder.title),
                    row("電話", |holder| &holder.phone),
                    row("電子郵件", |holder| &holder.email),
                ],
            },
            Block::Text { text: format!("正本：{BUREAU}\n副本：本府社會處") },
        ],
        signatures: vec![
            SignatureBox::blank("承辦人"),
            SignatureBox::blank("單位主管"),
            SignatureBox::blank("機關首長（或授權人）"),
        ],
        link: format!("/notices/{}", body.id),
        printed_by: head.printed_by.clone(),
        printed_at: head.printed_at.clone(),
        ..Sheet::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::{NoticeId, PersonId, UnitId},
        regulation::EditionId,
    };
    use uuid::Uuid;

    #[test]
    fn the_letter_says_who_came_for_whom_and_until_when_it_was_due() {
        let holder = |name: &str| Some(Holder { name: name.into(), ..Holder::default() });
        let mut body = NoticeBody {
            id: NoticeId(Uuid::from_u128(1)),
            revision: 1,
            edition: EditionId::Amended,
            post: Post::Manager,
            of: UnitId(Uuid::from_u128(2)),
            of_name: "社會處".into(),
            from: holder("黃管理"),
            to: holder("許新任"),
            changed_on: "2026-11-16".parse().unwrap(),
            redated: Vec::new(),
            unit: UnitId(Uuid::from_u128(2)),
            keeper: PersonId(Uuid::from_u128(3)),
            made_at: "2026-11-16T02:00:00Z".parse().unwrap(),
            state: NoticeState::Open,
        };
        let text = serde_json::to_string(&letter(&body, &Letterhead::default())).unwrap();
        for part in ["黃管理", "許新任", "民國115年11月16日", "民國115年11月23日", "附表二"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
        body.post = Post::Head;
        body.to = None;
        let text = serde_json::to_string(&letter(&body, &Letterhead::default())).unwrap();
        assert!(!text.contains("附表二") && text.contains("—"), "{text}");
    }
}
