//! The switch (4(3)): the successor's manager account is added and the predecessor's stopped, in one transaction, at one instant.

use anyhow::anyhow;
use shared::{
    Kept as _, OfOffice,
    account::Account,
    audit::{Audit, JointAudit},
    certificate::Certificate,
    custody::{ChangeReason, ManagerChange},
    id::{PersonId, UnitId},
    incident::Incident,
    inspection::Inspection,
    notice::{Changed, Holder, Notice, Post},
    review::Review,
};

use crate::{
    app::Act,
    http::error::ApiError,
    notice,
    records::{self, store::Scope},
    registers::{flow::put, store},
};

/// Moves the office. INVARIANT: before and after this transaction exactly one manager is in office.
///
/// # Errors
/// The registers have moved on since they were judged, or the database refuses.
pub async fn switch(act: &mut Act<'_>, change: &ManagerChange) -> Result<(), ApiError> {
    let registers = act.registers();
    // Another server's switch would have moved the version; what was judged on old registers is not written.
    if !store::claim(act.tx, &registers.version).await? {
        return Err(ApiError::Stale { revision: change.body().revision - 1 });
    }
    let body = change.body();
    let account = |person: PersonId| registers.accounts.get(&person).cloned().ok_or(ApiError::NotFound);
    let (predecessor, successor) = (account(body.predecessor.person)?, account(body.successor.person)?);
    let last_day = (body.reason == ChangeReason::Leaves).then(|| body.transfer_on.max(act.today()));
    let successor = successor.with_office();
    put(act, &successor, successor.draft(), "account.take_office").await?;
    let predecessor = predecessor.without_office(last_day);
    put(act, &predecessor, predecessor.draft(), "account.leave_office").await?;
    act.refresh().await?;
    let today = act.today();
    let in_office = act.registers().accounts.values().filter(|one| is_in_office(one, today)).count();
    if in_office != 1 {
        return Err(ApiError::Internal(anyhow!("a switch would leave {in_office} managers in office")));
    }
    let holder = |account: &Account, phone: &str, email: &str| Holder {
        name: account.draft().name.clone(),
        title: account.draft().title.clone(),
        phone: phone.to_owned(),
        email: email.to_owned(),
    };
    pass_all(act, predecessor.person(), (successor.person(), successor.unit())).await?;
    let changed = Changed {
        post: Post::Manager,
        of: body.unit,
        of_name: act.registers().unit_name(body.unit),
        from: Some(holder(&predecessor, &body.predecessor.phone, "")),
        to: Some(holder(&successor, &body.successor.phone, &body.successor.email)),
        on: body.changed_on().unwrap_or(today),
    };
    notice::flow::announce(act, changed).await
}

/// What is left to be done in the office is left to whoever holds it now.
async fn pass_all(act: &mut Act<'_>, from: PersonId, to: (PersonId, UnitId)) -> Result<(), ApiError> {
    pass::<Notice>(act, from, to, "notice.pass").await?;
    pass::<Review>(act, from, to, "review.pass").await?;
    pass::<Audit>(act, from, to, "audit.pass").await?;
    pass::<JointAudit>(act, from, to, "joint_audit.pass").await?;
    pass::<Incident>(act, from, to, "incident.pass").await?;
    pass::<Inspection>(act, from, to, "inspection.pass").await?;
    pass::<Certificate>(act, from, to, "certificate.pass").await
}

async fn pass<R: OfOffice>(
    act: &mut Act<'_>,
    from: PersonId,
    to: (PersonId, UnitId),
    action: &'static str,
) -> Result<(), ApiError> {
    let registers = act.registers();
    for record in records::flow::all::<R>(act.tx, Scope::All, "").await? {
        if record.duties(&registers.calendar).iter().any(|duty| duty.person == Some(from)) {
            records::flow::change(act, &record.passed_to(to), action).await?;
        }
    }
    Ok(())
}

fn is_in_office(account: &Account, on: chrono::NaiveDate) -> bool {
    account.draft().is_manager && account.is_active(on)
}
