//! What an audit found to be serious is audited by manager, ethics and IT together: one report, three names.

use chrono::{DateTime, Utc};
use shared::{api::v1::JointAuditView, audit::JointAction, id::PersonId};

use crate::{
    app::{Act, App},
    audit::joint,
    http::error::ApiError,
    registers::Registers,
    store::Tx,
};

/// Whether nothing serious was found so far.
///
/// # Errors
/// The database does not answer.
pub async fn none_yet(
    app: &App,
    tx: &mut Tx,
    manager: PersonId,
    at: DateTime<Utc>,
) -> Result<bool, ApiError> {
    let act = &mut app.act_at(tx, manager, at).await?;
    Ok(joint::list(act).await?.items.is_empty())
}

/// The room that is open, if one is: the three are named, the report is written, and each of them signs it.
///
/// # Errors
/// A rule refuses it, which would be a mistake of this file, or the database does not answer.
pub async fn live(app: &App, tx: &mut Tx, manager: PersonId, at: DateTime<Utc>) -> Result<(), ApiError> {
    let act = &mut app.act_at(tx, manager, at).await?;
    let registers = act.registers();
    let (Some(ethics), Some(it)) = (head_of(&registers, "政風處"), head_of(&registers, "計畫處"))
    else {
        return Ok(());
    };
    let Some(mut view) = joint::list(act).await?.items.into_iter().next() else { return Ok(()) };
    let name = JointAction::Name { ethics: ethics.to_string(), it: it.to_string() };
    view = step(act, &view, name).await?;
    let report = JointAction::Write {
        facts: "調閱查詢紀錄與承辦案卷，查得一件查調對象與案件無關。".to_owned(),
        causes: "承辦人員誤用前案之名冊，未逐筆核對案號。".to_owned(),
        measures: "停止該批查調之利用並銷毀列印資料，全科重新講習，三個月內加抽查核。".to_owned(),
    };
    view = step(act, &view, report).await?;
    view = step(act, &view, JointAction::Sign).await?;
    for member in [ethics, it] {
        let act = &mut app.act_at(act.tx, member, at).await?;
        view = step(act, &view, JointAction::Sign).await?;
    }
    Ok(())
}

async fn step(
    act: &mut Act<'_>,
    view: &JointAuditView,
    action: JointAction,
) -> Result<JointAuditView, ApiError> {
    joint::act(act, view.joint.id, view.joint.revision, action).await
}

/// The head of a department by its name; the IT section is the planning department's.
fn head_of(registers: &Registers, unit: &str) -> Option<PersonId> {
    let is_head = |account: &&shared::account::Account| {
        !account.draft().heads.is_empty() && registers.unit_name(account.unit()) == unit
    };
    registers.accounts.values().find(is_head).map(|account| account.person())
}
