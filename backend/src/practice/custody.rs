//! The county's first weeks: its manager leaves, the successor takes over by list, and the Bureau is told.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use futures::future::BoxFuture;
use shared::{
    account::Account,
    agency::{Agency, AgencyDraft, AgencyKind, Contact},
    api::v1::{ManagerChangeView, NewManagerChange},
    custody::{ChangeAction, ChangeDraft, ChangeReason},
    id::{ManagerChangeId, NoticeId, PersonId, UnitId},
    notice::{Notice, NoticeAction},
    record::{Kept as _, Record as _, taiwan_midnight},
    taiwan_day,
};

use super::{chance::Chance, person, story::Broken};
use crate::{
    agency,
    app::{Act, App},
    custody,
    http::error::ApiError,
    notice,
    records::{self, store::Scope},
    registers::Registers,
    store::Tx,
};

/// Days before the two years of cases in which this happens.
pub const WEEKS_BEFORE: TimeDelta = TimeDelta::days(40);

/// The title by which the county knows its next manager.
pub const NEXT_TITLE: &str = "專員";

/// Who does what in these weeks.
#[derive(Debug, Clone)]
struct Plan {
    first_day: NaiveDate,
    from: PersonId,
    to: PersonId,
    county: UnitId,
    id: ManagerChangeId,
    contact: Contact,
}

impl Plan {
    /// An hour of a day of these weeks.
    fn at(&self, day: i64, minute: i64) -> DateTime<Utc> {
        taiwan_midnight(self.first_day) + TimeDelta::days(day) + TimeDelta::minutes(9 * 60 + minute)
    }
}

/// Lives the first weeks of a county that was entered on a day.
///
/// # Errors
/// A rule refuses what happens, which would be a mistake of this file, or the database does not answer.
pub fn first_weeks(app: App, tx: &mut Tx, entered: DateTime<Utc>) -> BoxFuture<'_, Result<(), Broken>> {
    Box::pin(async move {
        let broken = |event| move |error: ApiError| Broken { event, at: entered, error };
        let registers = app.registers(tx).await.map_err(|error| broken("look")(error.into()))?;
        let Some(plan) = plan(&registers, entered) else { return Ok(()) };
        change_manager(&app, tx, &plan).await.map_err(broken("change the manager"))?;
        tell_bureau(&app, tx, &plan).await.map_err(broken("tell the Bureau"))
    })
}

/// The day the county is first looked at: an agency has a new contact, and seven days begin to run.
///
/// # Errors
/// A rule refuses it, which would be a mistake of this file, or the database does not answer.
pub fn today(app: App, tx: &mut Tx, now: DateTime<Utc>) -> BoxFuture<'_, Result<(), Broken>> {
    Box::pin(async move {
        let broken = |error: ApiError| Broken { event: "name a contact", at: now, error };
        let registers = app.registers(tx).await.map_err(|error| broken(error.into()))?;
        let is_bureau = |agency: &&Agency| {
            let draft = agency.draft();
            draft.kind == AgencyKind::Agency && draft.parent.is_some()
        };
        let manager = registers.manager(taiwan_day(now)).map(Account::person);
        let bureau = registers.agencies.values().find(is_bureau).map(Agency::unit);
        let (Some(manager), Some(bureau)) = (manager, bureau) else { return Ok(()) };
        let mut act = app.act_at(tx, manager, now).await.map_err(broken)?;
        let next = contact(&mut Chance::new(60_013), "04-7115141");
        name_contact(&mut act, bureau, next).await.map_err(broken)
    })
}

fn plan(registers: &Registers, entered: DateTime<Utc>) -> Option<Plan> {
    let mut chance = Chance::new(40_013);
    let first_day = taiwan_day(entered);
    let from = registers.manager(first_day)?;
    let is_next = |account: &&Account| {
        account.unit() == from.unit()
            && account.draft().title == NEXT_TITLE
            && account.person() != from.person()
    };
    let to = registers.accounts.values().find(is_next)?;
    let county = registers.agencies.values().find(|agency| agency.draft().parent.is_none())?;
    Some(Plan {
        first_day,
        from: from.person(),
        to: to.person(),
        county: county.unit(),
        id: ManagerChangeId(chance.id(entered.timestamp_millis())),
        contact: contact(&mut chance, "04-7222151"),
    })
}

/// A made-up contact.
pub fn contact(chance: &mut Chance, phone: &str) -> Contact {
    Contact {
        name: person::name(chance),
        title: "科員".to_owned(),
        phone: phone.to_owned(),
        ..Contact::default()
    }
}

async fn change_manager(app: &App, tx: &mut Tx, plan: &Plan) -> Result<(), ApiError> {
    let draft = ChangeDraft {
        reason: ChangeReason::Leaves,
        transfer_on: plan.first_day.checked_add_days(chrono::Days::new(20)),
        successor: Some(plan.to),
        successor_phone: "04-7222151".to_owned(),
        ..ChangeDraft::default()
    };
    let mut act = app.act_at(tx, plan.from, plan.at(3, 0)).await?;
    let mut change = custody::flow::open(&mut act, NewManagerChange { id: plan.id, draft }).await?;
    let day = |days: i64| taiwan_day(plan.at(days, 0));
    let training =
        ChangeAction::RecordTraining { on: day(6), course: "資安通識教育訓練 3 小時".to_owned() };
    let report = ChangeAction::Report {
        on: day(8),
        document_number: format!("府社障字第{}0000017號", roc_year(day(8))),
        result: "已受理".to_owned(),
    };
    let stop = ChangeAction::StopPlatform {
        on: day(19),
        document_number: format!("府社障字第{}0000023號", roc_year(day(19))),
        result: "已停用".to_owned(),
    };
    let steps = [
        (plan.from, plan.at(6, 420), training),
        (plan.from, plan.at(8, 60), report),
        (plan.to, plan.at(19, 30), ChangeAction::Switch { late_reason: String::new() }),
        (plan.to, plan.at(19, 45), stop),
        (plan.to, plan.at(19, 60), ChangeAction::MakeList),
    ];
    for (who, at, action) in steps {
        change = step(app, tx, who, at, &change, action).await?;
    }
    let sha256 = change.change.hand_over.as_ref().map(|one| one.list.sha256.clone()).unwrap_or_default();
    for (who, minute) in [(plan.from, 120), (plan.to, 140)] {
        let confirm = ChangeAction::Confirm { sha256: sha256.clone(), stand_in_reason: String::new() };
        change = step(app, tx, who, plan.at(19, minute), &change, confirm).await?;
    }
    step(app, tx, plan.to, plan.at(19, 150), &change, ChangeAction::Close).await?;
    Ok(())
}

async fn step(
    app: &App,
    tx: &mut Tx,
    who: PersonId,
    at: DateTime<Utc>,
    change: &ManagerChangeView,
    action: ChangeAction,
) -> Result<ManagerChangeView, ApiError> {
    let mut act = app.act_at(tx, who, at).await?;
    custody::flow::act(&mut act, change.change.id, change.change.revision, action).await
}

/// The new manager is told of in time; the county's new contact a day late, and the record says why.
async fn tell_bureau(app: &App, tx: &mut Tx, plan: &Plan) -> Result<(), ApiError> {
    let mut act = app.act_at(tx, plan.to, plan.at(21, 30)).await?;
    send(&mut act, 29, "").await?;
    let mut act = app.act_at(tx, plan.to, plan.at(24, 60)).await?;
    name_contact(&mut act, plan.county, plan.contact.clone()).await?;
    let mut act = app.act_at(tx, plan.to, plan.at(32, 0)).await?;
    send(&mut act, 41, "承辦人請公傷假,代理人次日發文。").await
}

/// Sends every letter that is still to be sent.
async fn send(act: &mut Act<'_>, number: u32, late_reason: &str) -> Result<(), ApiError> {
    let open: Vec<Notice> = records::flow::all(act.tx, Scope::All, "to_send").await?;
    let on = act.today();
    for one in open {
        let action = NoticeAction::Send {
            on,
            document_number: format!("府社障字第{}{number:07}號", roc_year(on)),
            late_reason: late_reason.to_owned(),
        };
        notice::flow::act(act, NoticeId(one.id()), one.body().revision, action).await?;
    }
    Ok(())
}

/// Names the contact of an agency, which makes the notice by itself.
///
/// # Errors
/// A rule refuses it, or the database does not answer.
pub async fn name_contact(act: &mut Act<'_>, of: UnitId, contact: Contact) -> Result<(), ApiError> {
    let registers = act.registers();
    let Some(agency) = registers.agencies.get(&of) else { return Ok(()) };
    let draft = AgencyDraft { contact, ..agency.draft().clone() };
    agency::flow::change(act, of, agency.revision(), draft).await.map(drop)
}

fn roc_year(day: NaiveDate) -> i32 {
    use chrono::Datelike;
    day.year() - 1911
}
