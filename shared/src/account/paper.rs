//! 附表三 and the roster of users on paper.

use super::application::{ApplicationBody, ApplicationKind};
use crate::{
    api::v1::RosterRow,
    field::{roc_slash, roc_text},
    id::ItemId,
    inquiry::Decision,
    inventory::ItemDraft,
    paper::{Block, Column, Field, Sheet, SignatureBox, Tick},
    record::taiwan_day,
    regulation::Form,
};

/// The form's title, as the regulation has it.
pub const APPLICATION_TITLE: &str = "勞保WebIR使用者權限異動申請表";
/// The roster's title (4(4), 6(1)).
pub const ROSTER_TITLE: &str = "勞保WebIR使用者名冊";

/// What an application says by identifier, in words.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// The agency.
    pub agency: &'a str,
    /// The unit applied for.
    pub unit: &'a str,
    /// The items a person of the unit may apply for, and those of the form.
    pub items: &'a [(ItemId, ItemDraft)],
}

/// 附表三 (original edition: 附表二) with what has happened to it so far.
#[must_use]
pub fn application(body: &ApplicationBody, named: &Named<'_>) -> Sheet {
    let form = &body.form;
    let kind = |kind: ApplicationKind| Tick { text: kind.zh_tw().to_owned(), is_on: kind == form.kind };
    let day = |day: Option<chrono::NaiveDate>| day.map(roc_text).unwrap_or_default();
    let mut blocks = vec![
        Block::Ticks { label: "申請類別".into(), boxes: ApplicationKind::ALL.map(kind).to_vec() },
        Block::Fields {
            rows: vec![
                vec![
                    Field::new("申請日期", roc_text(taiwan_day(body.submitted_at))),
                    Field::new("機關／單位", named.unit),
                ],
                vec![Field::new("姓名", &*form.name), Field::new("職稱", &*form.title)],
                vec![Field::new("分機", &*form.extension), Field::new("電子郵件", &*form.email)],
                vec![
                    Field::new("身分證字號末四碼", &*form.id_last4),
                    Field::new("我的E政府公務帳號", &*form.egov_account),
                ],
                vec![Field::new("自然人憑證卡號", &*form.card_number)],
                vec![
                    Field::new("生效日", day(form.effective_on)),
                    Field::new(
                        "有效期限",
                        form.expires_on.map_or_else(|| "至異動或註銷為止".into(), roc_text),
                    ),
                ],
                vec![Field::new("法令依據及業務說明", &*form.basis)],
                vec![Field::new("異動原因", &*form.reason)],
            ],
        },
        Block::Heading { text: "申請之業務項目及查詢項目".into() },
    ];
    blocks.extend(named.items.iter().map(|(id, item)| {
        let asked = form.grants.iter().find(|grant| grant.item == *id);
        let tick = |data: &crate::inventory::DataItem| Tick {
            text: data.name.clone(),
            is_on: asked.is_some_and(|grant| grant.data_items.contains(&data.code)),
        };
        Block::Ticks {
            label: format!("{}　{}", item.number, item.name),
            boxes: item.data_items.iter().map(tick).collect(),
        }
    }));
    if form.kind != ApplicationKind::Revoke {
        let pledge = "本人對經授權取得之勞保局資料負保密責任，僅供原申請目的使用，不任意影印或複製；對自然人憑證及PIN碼負保管及保密之責，帳號不借他人使用。";
        blocks.push(Block::Ticks {
            label: "保密切結".into(),
            boxes: vec![Tick { text: pledge.into(), is_on: form.is_confidential }],
        });
    }
    let keep = body.keep_through().map(roc_text);
    Sheet {
        title: APPLICATION_TITLE.into(),
        form_number: body.edition.form_number(Form::UserPermission).unwrap_or_default().into(),
        agency: named.agency.into(),
        keep: keep.map_or_else(|| "至少五年".into(), |last| format!("至少五年（至{last}）")),
        blocks,
        signatures: vec![
            SignatureBox::signed("填表人", &*body.filed_by_name, roc_text(taiwan_day(body.submitted_at))),
            signature("單位主管核可", body.status.approval()),
            signature("管理者核准", body.status.grant()),
            signature("權限設定完成", body.status.set()),
        ],
        link: format!("/applications/{}", body.id),
        note: "依第四點第五款：經所屬主管核可後向管理者提出申請，經核准後設定權限；由管理者保存至少五年。"
            .into(),
        ..Sheet::default()
    }
}

fn signature(role: &str, decision: Option<&Decision>) -> SignatureBox {
    let Some(decision) = decision else { return SignatureBox::blank(role) };
    let name = match &decision.for_head_name {
        Some(head) => format!("{}（代理{head}）", decision.by_name),
        None => decision.by_name.clone(),
    };
    SignatureBox::signed(role, name, roc_text(taiwan_day(decision.at)))
}

/// 使用者名冊, as filtered; `on` in words stands in the note.
#[must_use]
pub fn roster(agency: &str, rows: &[RosterRow], on: chrono::NaiveDate) -> Sheet {
    let columns = [
        ("單位", 14),
        ("姓名", 8),
        ("職稱", 8),
        ("分機", 6),
        ("E政府帳號", 12),
        ("業務項目及查詢項目", 28),
        ("啟用日", 8),
        ("停用日", 8),
        ("權限期限", 8),
    ];
    let day = |day: Option<chrono::NaiveDate>| day.map(roc_slash).unwrap_or_default();
    let row = |row: &RosterRow| {
        let items = row
            .items
            .iter()
            .map(|item| format!("{} {}（{}）", item.number, item.name, item.data_items.join("、")));
        let name = if row.is_manager { format!("{}（管理者）", row.name) } else { row.name.clone() };
        vec![
            row.unit_name.clone(),
            name,
            row.title.clone(),
            row.extension.clone(),
            row.egov_account.clone(),
            items.collect::<Vec<_>>().join("\n"),
            day(row.active_from),
            day(row.active_until),
            day(row.granted_until),
        ]
    };
    Sheet {
        title: ROSTER_TITLE.into(),
        agency: agency.into(),
        keep: "至少五年".into(),
        is_landscape: true,
        blocks: vec![
            Block::Fields {
                rows: vec![vec![
                    Field::new("基準日", roc_text(on)),
                    Field::new("帳號數", rows.len().to_string()),
                ]],
            },
            Block::Table {
                columns: columns.iter().map(|(title, share)| Column::new(*title, *share)).collect(),
                rows: rows.iter().map(row).collect(),
            },
        ],
        signatures: vec![SignatureBox::blank("管理者"), SignatureBox::blank("單位主管")],
        note: "依第六點第一款建立；重複、長期間置、職務調整、離職之帳號應即時調整或註銷。".into(),
        ..Sheet::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        account::{ApplicationDraft, Grant, application::ApplicationStatus},
        id::{ApplicationId, PersonId, UnitId},
        inventory::DataItem,
        regulation::EditionId,
    };

    fn filed(edition: EditionId) -> ApplicationBody {
        let nil = uuid::Uuid::nil();
        ApplicationBody {
            id: ApplicationId(nil),
            revision: 1,
            person: PersonId(nil),
            filed_by: PersonId(nil),
            filed_by_name: "林承辦".into(),
            unit: UnitId(nil),
            approving_unit: UnitId(nil),
            edition,
            submitted_at: "2026-11-23T02:00:00Z".parse().unwrap(),
            form: ApplicationDraft {
                name: "林承辦".into(),
                grants: vec![Grant { item: ItemId(nil), data_items: vec!["A".into()] }],
                ..ApplicationDraft::default()
            },
            held: Vec::new(),
            status: ApplicationStatus::Submitted,
        }
    }

    #[test]
    fn the_form_bears_the_number_of_its_edition_and_ticks_what_is_asked_for() {
        let data =
            |code: &str| DataItem {
                code: code.into(), name: format!("資料{code}"), name_en: String::new()
            };
        let item =
            ItemDraft { number: "1".into(), data_items: vec![data("A"), data("B")], ..ItemDraft::default() };
        let items = [(ItemId(uuid::Uuid::nil()), item)];
        let named = Named { agency: "彰化縣政府", unit: "社會處", items: &items };
        assert_eq!(application(&filed(EditionId::Original), &named).form_number, "附表二");
        let sheet = application(&filed(EditionId::Amended), &named);
        assert_eq!(sheet.form_number, "附表三");
        let ticked = sheet.blocks.iter().find_map(|block| match block {
            Block::Ticks { label, boxes } if label.starts_with('1') => {
                Some(boxes.iter().map(|tick| tick.is_on).collect::<Vec<_>>())
            }
            _ => None,
        });
        assert_eq!(ticked, Some(vec![true, false]));
        assert!(sheet.signatures.iter().skip(1).all(|signature| signature.name.is_empty()));
    }
}
