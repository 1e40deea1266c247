//! What a list looks like as a file: a head and rows of text, nobody named whose data is asked for.

use shared::{
    agency::AgencyKind,
    api::v1::{AccountView, DutyView, InquiryRow, ItemView, JournalRow, PrintoutView},
    journal::words::{self, Words},
};

use crate::{account, app::Act, duty, http::error::ApiError, inquiry, inventory, journal, printout};

/// Rows a page while a list is gathered.
pub(super) const STRIDE: Option<i64> = Some(200);

/// A list as text.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Names of the columns.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    fn new(head: &[&str]) -> Self {
        Self::of(head, [])
    }

    /// A list that is at hand whole, such as a noun's that comes by the dozen a year.
    #[must_use]
    pub fn of(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Self {
        let head = head.iter().map(|&name| name.to_owned()).collect();
        Self { head, rows: rows.into_iter().collect() }
    }

    /// Comma-separated, with the mark that makes spreadsheets read UTF-8; cells that would run are defused.
    ///
    /// # Errors
    /// Never in practice: it is written in memory.
    pub fn csv(&self) -> anyhow::Result<Vec<u8>> {
        let mut writer = csv::Writer::from_writer(vec![0xef, 0xbb, 0xbf]);
        for row in std::iter::once(&self.head).chain(&self.rows) {
            writer.write_record(row.iter().map(|cell| defused(cell)))?;
        }
        Ok(writer.into_inner()?)
    }
}

/// A spreadsheet runs what starts like a formula; an apostrophe makes it text.
fn defused(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

pub(super) fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A stable name in the words of the columns' heads; what has none yet stays as it is.
pub(super) fn chinese(name: &str, words: Option<Words>) -> String {
    words.map_or(name, |(zh_tw, _)| zh_tw).to_owned()
}

/// The inquiries a query finds.
///
/// # Errors
/// The cursor is none of ours, or the database does not answer.
pub async fn inquiries(act: &mut Act<'_>, mut query: inquiry::list::Query) -> Result<Table, ApiError> {
    let mut table = Table::new(&[
        "編號",
        "狀態",
        "單位",
        "登記人",
        "項次",
        "業務項目",
        "文號或案號",
        "被查詢人數",
        "送陳時間",
        "查調時間",
        "期限",
    ]);
    query.limit = STRIDE;
    loop {
        let page = inquiry::list::page(act, &query).await?;
        let row = |row: InquiryRow| {
            vec![
                row.id.to_string(),
                chinese(&row.status, words::status(&row.status)),
                row.unit_name,
                row.applicant_name,
                row.item_number,
                row.item_name,
                row.case_number,
                row.subjects.to_string(),
                text(row.submitted_at.map(|at| at.to_rfc3339())),
                text(row.queried_at.map(|at| at.to_rfc3339())),
                text(row.due),
            ]
        };
        table.rows.extend(page.items.into_iter().map(row));
        query.cursor = page.next;
        if query.cursor.is_none() {
            return Ok(table);
        }
    }
}

/// The printouts a query finds.
///
/// # Errors
/// The cursor is none of ours, or the database does not answer.
pub async fn printouts(act: &mut Act<'_>, mut query: printout::flow::Query) -> Result<Table, ApiError> {
    let mut table = Table::new(&[
        "編號",
        "文號或案號",
        "單位",
        "保管人",
        "張數",
        "影印份數",
        "查調日",
        "狀態",
        "可銷毀起日",
        "銷毀期限",
    ]);
    query.limit = STRIDE;
    loop {
        let page = printout::flow::list(act, &query).await?;
        let row = |view: PrintoutView| {
            let state = shared::Record::status(&shared::printout::Printout::restore(view.printout.clone()));
            vec![
                view.printout.id.to_string(),
                view.inquiry_case_number,
                view.unit_name,
                view.holder_name,
                view.printout.pages.to_string(),
                view.printout.copies.to_string(),
                view.printout.queried_on.to_string(),
                chinese(state, words::fate(state)),
                text(view.window.as_ref().map(|window| window.destroy_from)),
                text(view.window.as_ref().map(|window| window.destroy_by)),
            ]
        };
        table.rows.extend(page.items.into_iter().map(row));
        query.cursor = page.next;
        if query.cursor.is_none() {
            return Ok(table);
        }
    }
}

/// The duties a query finds.
///
/// # Errors
/// The cursor is none of ours, or the database does not answer.
pub async fn duties(act: &mut Act<'_>, mut query: duty::http::Query) -> Result<Table, ApiError> {
    let mut table = Table::new(&["事項", "規定", "單位", "負責人", "文號或案號", "起日", "期限", "逾期"]);
    query.limit = STRIDE;
    loop {
        let page = duty::flow::page(act, &query).await?;
        let row = |view: DutyView| {
            vec![
                view.duty.kind.words().zh_tw.into_owned(),
                view.duty.kind.citation().zh_tw(),
                view.unit_name,
                view.person_name,
                view.about,
                view.duty.from.to_string(),
                text(view.duty.due),
                if view.is_late { "是" } else { "" }.to_owned(),
            ]
        };
        table.rows.extend(page.items.into_iter().map(row));
        query.cursor = page.next;
        if query.cursor.is_none() {
            return Ok(table);
        }
    }
}

/// The inventory.
///
/// # Errors
/// The database does not answer.
pub async fn items(act: &mut Act<'_>) -> Result<Table, ApiError> {
    let mut table =
        Table::new(&["項次", "業務項目", "適用機關", "依據", "使用目的", "查調資料項目", "生效日", "廢止日"]);
    let registers = act.registers();
    for id in registers.items.keys() {
        let view: ItemView = inventory::flow::view(act, *id).await?;
        let joined = |parts: Vec<String>| parts.join("、");
        table.rows.push(vec![
            view.draft.number,
            view.draft.name,
            joined(view.draft.units.iter().map(|unit| registers.unit_name(*unit)).collect()),
            joined(
                view.draft
                    .bases
                    .iter()
                    .map(|basis| {
                        format!("{} {} {}", basis.name, basis.plan, basis.plan_number).trim().to_owned()
                    })
                    .collect(),
            ),
            view.draft.purpose,
            joined(view.draft.data_items.iter().map(|data| data.name.clone()).collect()),
            text(view.takes_force_on),
            text(view.repeal.map(|repeal| repeal.on)),
        ]);
    }
    Ok(table)
}

/// The roster, for the manager.
#[must_use]
pub fn accounts(act: &Act<'_>) -> Table {
    let mut table = Table::new(&["姓名", "職稱", "單位", "啟用日", "停用日", "今日啟用", "管理者", "主管"]);
    let registers = act.registers();
    let yes = |is: bool| if is { "是" } else { "" }.to_owned();
    for account in registers.accounts.values() {
        let view: AccountView = account::flow::view(act, account);
        table.rows.push(vec![
            view.draft.name,
            view.draft.title,
            view.unit_name,
            text(view.draft.active_from),
            text(view.draft.active_until),
            yes(view.is_active),
            yes(view.draft.is_manager),
            yes(!view.draft.heads.is_empty()),
        ]);
    }
    table
}

/// 使用者名冊 as filtered: those whom the asker may see.
///
/// # Errors
/// The database does not answer.
pub async fn roster(act: &mut Act<'_>, query: account::roster::Query) -> Result<Table, ApiError> {
    let mut table = Table::new(&[
        "單位",
        "姓名",
        "職稱",
        "分機",
        "E政府帳號",
        "自然人憑證卡號",
        "憑證已登錄",
        "業務項目",
        "查詢項目",
        "啟用日",
        "停用日",
        "權限期限",
        "狀態",
        "管理者",
        "權限設定時間",
        "設定人",
    ]);
    let yes = |is: bool| if is { "是" } else { "" }.to_owned();
    for row in account::roster::rows(act, &query).await? {
        let items = row.items.iter().map(|item| format!("{} {}", item.number, item.name));
        let data = row.items.iter().map(|item| item.data_items.join("、"));
        let (items, data) = (items.collect::<Vec<_>>().join(";"), data.collect::<Vec<_>>().join(";"));
        table.rows.push(vec![
            row.unit_name,
            row.name,
            row.title,
            row.extension,
            row.egov_account,
            row.card_number,
            yes(row.has_certificate),
            items,
            data,
            text(row.active_from),
            text(row.active_until),
            text(row.granted_until),
            row.state,
            yes(row.is_manager),
            text(row.set_at.map(|at| at.to_rfc3339())),
            row.set_by_name,
        ]);
    }
    Ok(table)
}

/// Agencies and their units.
#[must_use]
pub fn agencies(act: &Act<'_>) -> Table {
    let mut table = Table::new(&["機關代碼", "OID", "名稱", "類別", "所屬"]);
    let registers = act.registers();
    for agency in registers.agencies.values() {
        let draft = agency.draft();
        let kind = if draft.kind == AgencyKind::Agency { "機關" } else { "單位" };
        table.rows.push(vec![
            draft.code.clone(),
            draft.oid.clone(),
            draft.name.clone(),
            kind.to_owned(),
            draft.parent.map(|parent| registers.unit_name(parent)).unwrap_or_default(),
        ]);
    }
    table
}

/// The journal's entries that a query finds, for the manager.
///
/// # Errors
/// The cursor is none of ours, or the database does not answer.
pub async fn journal(act: &mut Act<'_>, mut query: journal::http::Query) -> Result<Table, ApiError> {
    let mut table =
        Table::new(&["序號", "時間", "何人", "動作", "動作代碼", "類別", "紀錄", "版次", "葉雜湊"]);
    query.limit = STRIDE;
    loop {
        let page = journal::http::page(act, &query).await?;
        let row = |row: JournalRow| {
            vec![
                row.seq.to_string(),
                row.at.to_rfc3339(),
                row.actor_name,
                chinese(&row.action, words::action(&row.action)),
                // The stable name as well: filters and the leaf's hash go by it.
                row.action,
                chinese(&row.kind, words::noun(&row.kind)),
                row.record.to_string(),
                row.revision.to_string(),
                row.leaf,
            ]
        };
        table.rows.extend(page.items.into_iter().map(row));
        query.cursor = page.next;
        if query.cursor.is_none() {
            return Ok(table);
        }
    }
}
