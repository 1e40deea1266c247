//! The lists of nouns that come by the dozen a year, as files: what was applied for, announced, told and acknowledged, and who
//! changed office.

use shared::{journal::words, notice::NoticeState};

use super::table::{STRIDE, Table, chinese, text};
use crate::{account, app::Act, custody, http::error::ApiError, liability, notice};

fn yes(is: bool) -> String {
    if is { "是" } else { "" }.to_owned()
}

fn status(name: &str) -> String {
    chinese(name, words::status(name))
}

/// 附表三 applications that the asker may see.
///
/// # Errors
/// The cursor is none of ours, or the database does not answer.
pub async fn applications(
    act: &mut Act<'_>,
    mut query: account::application::flow::Query,
) -> Result<Table, ApiError> {
    let head = ["編號", "類別", "同仁", "單位", "業務項目", "生效日", "申請人", "送陳時間", "狀態"];
    let mut table = Table::of(&head, []);
    query.limit = STRIDE;
    loop {
        let page = account::application::flow::list(act, &query).await?;
        table.rows.extend(page.items.into_iter().map(|row| {
            vec![
                row.id.to_string(),
                row.kind.zh_tw().to_owned(),
                row.person_name,
                row.unit_name,
                row.items.join("、"),
                text(row.effective_on),
                row.filed_by_name,
                row.submitted_at.to_rfc3339(),
                status(&row.status),
            ]
        }));
        query.cursor = page.next;
        if query.cursor.is_none() {
            return Ok(table);
        }
    }
}

/// Job changes that the asker may see.
///
/// # Errors
/// The cursor is none of ours, or the database does not answer.
pub async fn job_changes(
    act: &mut Act<'_>,
    mut query: account::job_change::flow::Query,
) -> Result<Table, ApiError> {
    let head = [
        "編號",
        "同仁",
        "單位",
        "異動類別",
        "新單位",
        "異動日",
        "文號",
        "預告人",
        "預告時間",
        "逾期",
        "狀態",
    ];
    let mut table = Table::of(&head, []);
    query.limit = STRIDE;
    loop {
        let page = account::job_change::flow::list(act, &query).await?;
        table.rows.extend(page.items.into_iter().map(|view| {
            vec![
                view.change.id.to_string(),
                view.change.person_name,
                view.unit_name,
                view.change.kind.zh_tw().to_owned(),
                view.to_unit_name,
                view.change.effective_on.to_string(),
                view.change.document_number,
                view.change.announced_by_name,
                view.change.announced_at.to_rfc3339(),
                yes(view.is_late),
                status(view.change.status.name()),
            ]
        }));
        query.cursor = page.next;
        if query.cursor.is_none() {
            return Ok(table);
        }
    }
}

/// Notices to the Bureau, for the manager.
///
/// # Errors
/// Not the manager, or the database does not answer.
pub async fn notices(act: &mut Act<'_>) -> Result<Table, ApiError> {
    let head = [
        "編號",
        "異動",
        "機關（單位）",
        "原任",
        "新任",
        "異動日",
        "期限",
        "發文日",
        "文號",
        "逾期",
        "逾期原因",
        "狀態",
    ];
    let mut table = Table::of(&head, []);
    let mut cursor = None;
    loop {
        let page = notice::flow::page(act, String::new(), cursor, STRIDE).await?;
        table.rows.extend(page.items.into_iter().map(|view| {
            let name = |one: Option<shared::notice::Holder>| one.map(|one| one.name).unwrap_or_default();
            let (sent_on, document, late_reason) = match view.notice.state {
                NoticeState::Sent { on, document_number, late_reason, .. } => {
                    (on.to_string(), document_number, late_reason)
                }
                NoticeState::Open | NoticeState::Withdrawn { .. } => Default::default(),
            };
            vec![
                view.notice.id.to_string(),
                view.notice.post.zh_tw().to_owned(),
                view.notice.of_name,
                name(view.notice.from),
                name(view.notice.to),
                view.notice.changed_on.to_string(),
                text(view.last_day),
                sent_on,
                document,
                yes(view.is_late),
                late_reason,
                status(&view.status),
            ]
        }));
        cursor = page.next;
        if cursor.is_none() {
            return Ok(table);
        }
    }
}

/// Changes of manager that the asker may see.
///
/// # Errors
/// The database does not answer.
pub async fn manager_changes(act: &mut Act<'_>) -> Result<Table, ApiError> {
    let head = ["編號", "表單", "原任", "新任", "事由", "異動日", "承接時間", "逾期", "移交清冊雜湊", "狀態"];
    let mut table = Table::of(&head, []);
    let mut cursor = None;
    loop {
        let page = custody::flow::page(act, String::new(), cursor, STRIDE).await?;
        table.rows.extend(page.items.into_iter().map(|view| {
            vec![
                view.change.id.to_string(),
                view.form_number,
                view.change.predecessor.name,
                view.change.successor.name,
                view.change.reason.zh_tw().to_owned(),
                view.change.transfer_on.to_string(),
                text(view.change.switch.map(|switch| switch.mark.at.to_rfc3339())),
                yes(view.is_late),
                view.list_hash,
                status(&view.status),
            ]
        }));
        cursor = page.next;
        if cursor.is_none() {
            return Ok(table);
        }
    }
}

/// The roster of a year's acknowledgments, for whoever oversees people.
///
/// # Errors
/// Nobody is overseen, or the database does not answer.
pub async fn liability(act: &mut Act<'_>, query: liability::http::Year) -> Result<Table, ApiError> {
    let roster = liability::flow::roster(act, query.of(act.today())?).await?;
    let row = |row: shared::api::v1::LiabilityRow| {
        vec![
            row.unit_name,
            row.person_name,
            row.title,
            row.state.word().to_owned(),
            text(row.at.map(|at| at.to_rfc3339())),
            text(row.due),
        ]
    };
    let head = ["單位", "姓名", "職稱", "狀態", "知悉時間", "期限"];
    Ok(Table::of(&head, roster.rows.into_iter().map(row)))
}
