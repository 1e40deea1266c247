//! What happens at the county beside its cases: liability is acknowledged every year, a colleague is referred for discipline,
//! and the inventory is revised for a day to come.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use shared::{
    EditionId, Editions,
    account::Account,
    api::v1::{NewHold, NewReferral},
    id::{ItemId, PersonId, ReferralId},
    inventory::{DataItem, ItemAction, ItemDraft},
    liability::{OutcomeDraft, ReferralDraft, text_hash},
    record::taiwan_midnight,
    taiwan_day,
};

use super::{audit, chance::Chance, incident, reconciliation, retention, review};
use crate::{app::App, http::error::ApiError, inventory, liability, registers::Registers, store::Tx};

/// Something that belongs to no case.
#[derive(Debug, Clone)]
pub enum Office {
    /// The year's first sign-in asks for the acknowledgment.
    Ask,
    /// It is given.
    Acknowledge,
    /// Somebody is referred.
    Refer(Box<NewReferral>),
    /// Their agency decided.
    Decide(ReferralId, OutcomeDraft),
    /// Something happened that the Bureau is told of.
    Incident(incident::Scene),
    /// A unit's half-year is audited.
    Audit(Box<audit::Scene>),
    /// A version that takes force later.
    Plan(ItemId, Box<ItemDraft>),
    /// A record is held.
    Hold(Box<NewHold>),
    /// Something of a yearly review.
    Review(review::Deed),
    /// The week to this day is held against the platform's record.
    Reconcile(NaiveDate),
}

impl Office {
    /// What it is, for the report of a broken rule.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Ask => "ask for an acknowledgment",
            Self::Acknowledge => "acknowledge liability",
            Self::Refer(_) => "refer for discipline",
            Self::Decide(..) => "record an outcome",
            Self::Incident(_) => "report an incident",
            Self::Audit(_) => "audit a half-year",
            Self::Plan(..) => "plan a version",
            Self::Hold(_) => "hold a record",
            Self::Review(deed) => deed.name(),
            Self::Reconcile(_) => "reconcile with the platform",
        }
    }
}

impl Office {
    /// Whether it reads what cases left: acknowledgments alone do not.
    pub const fn looks_at_cases(&self) -> bool {
        !matches!(self, Self::Ask | Self::Acknowledge)
    }
}

/// With its hour and who does it.
pub type Told = (DateTime<Utc>, PersonId, Office);

/// Everything of this kind between two instants; a past of a few days has none of it.
pub fn tell(
    registers: &Registers,
    editions: Editions,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Vec<Told> {
    let mut told = Vec::new();
    if now - since < TimeDelta::days(365) {
        return told;
    }
    for (place, account) in (0_u64..).zip(registers.accounts.values()) {
        acknowledgments(&mut told, account, place, taiwan_day(since), taiwan_day(now));
    }
    told.extend(discipline(registers, now).unwrap_or_default());
    told.extend(plan(registers, editions, now));
    told.extend(audit::tell(registers, since, now));
    told.extend(incident::tell(registers, now));
    told.extend(review::tell(registers, since, now));
    told.extend(retention::tell(registers, now));
    told.extend(reconciliation::tell(registers, since, now));
    told.retain(|(at, ..)| *at > since && *at <= now);
    told
}

/// Nine in the morning of a day, and some minutes.
pub fn morning(day: NaiveDate, minutes: u64) -> DateTime<Utc> {
    taiwan_midnight(day) + TimeDelta::minutes(540 + i64::try_from(minutes % 400).unwrap_or_default())
}

/// Asked for in the first days of each year, given within the month; this year by most.
fn acknowledgments(told: &mut Vec<Told>, account: &Account, place: u64, since: NaiveDate, today: NaiveDate) {
    for year in since.year()..=today.year() {
        let new_year = NaiveDate::from_ymd_opt(year, 1, 3 + u32::try_from(place % 5).unwrap_or_default());
        let Some(day) = new_year.map(|day| day.max(since + Days::new(1))) else { continue };
        if !account.is_active(day) {
            continue;
        }
        told.push((morning(day, place), account.person(), Office::Ask));
        let given = day + Days::new(1 + place * 7 % 25);
        let is_left_open = year == today.year() && place % 6 == 5;
        if !is_left_open && account.is_active(given) {
            told.push((morning(given, place), account.person(), Office::Acknowledge));
        }
    }
}

fn discipline(registers: &Registers, now: DateTime<Utc>) -> Option<Vec<Told>> {
    let today = taiwan_day(now);
    let manager = registers.manager(today)?.person();
    let mut chance = Chance::new(70_021);
    let about = registers
        .accounts
        .values()
        .find(|account| account.draft().heads.is_empty() && !account.draft().is_manager)?;
    let refer = |id, days: u64, number: &str| {
        let on = today.checked_sub_days(Days::new(days))?;
        let draft = ReferralDraft {
            person: about.person().to_string(),
            document_number: number.to_owned(),
            on: Some(on),
            reason: "列印資料未依期限銷毀,經內部查核發現".to_owned(),
        };
        Some((morning(on, 90), manager, Office::Refer(Box::new(NewReferral { id, draft }))))
    };
    let ids = [300, 20].map(|days| {
        let at = today.checked_sub_days(Days::new(days)).map(|day| morning(day, 90)).unwrap_or(now);
        ReferralId(chance.id(at.timestamp_millis()))
    });
    let [first, second] = ids;
    let decided = today.checked_sub_days(Days::new(260))?;
    let outcome = OutcomeDraft {
        outcome: "書面告誡,並列入平時考核".to_owned(),
        on: Some(decided),
        document_number: "府人考字第1140000012號".to_owned(),
    };
    Some(vec![
        refer(first, 300, "府政預字第1140000007號")?,
        (morning(decided, 120), manager, Office::Decide(first, outcome)),
        refer(second, 20, "府政預字第1150000003號")?,
    ])
}

/// A month ago the manager revised an item for the first day of next year.
fn plan(registers: &Registers, editions: Editions, now: DateTime<Utc>) -> Option<Told> {
    let today = taiwan_day(now);
    let manager = registers.manager(today)?.person();
    let item = registers.items.values().find(|item| item.draft().number == "2")?;
    let decided = today.checked_sub_days(Days::new(25))?;
    // The original edition has one item, and this is another.
    if editions.on(decided) == EditionId::Original {
        return None;
    }
    let mut draft = item.draft().clone();
    draft.in_force_from = NaiveDate::from_ymd_opt(today.year() + 1, 1, 1);
    draft.approved_by_document = "府社助字第1150000021號".into();
    draft.approved_on = Some(decided);
    draft.data_items.push(DataItem {
        code: "B03".into(),
        name: "勞保年金請領狀態".into(),
        name_en: "Whether a labour pension is drawn".into(),
    });
    Some((morning(decided, 200), manager, Office::Plan(item.item(), Box::new(draft))))
}

/// Lives it inside the writer's transaction.
///
/// # Errors
/// A rule refuses it, which would be a mistake of this file, or the database does not answer.
pub async fn live(
    app: &App,
    tx: &mut Tx,
    who: PersonId,
    at: DateTime<Utc>,
    office: Office,
) -> Result<(), ApiError> {
    if let Office::Audit(scene) = &office {
        return audit::live(app, tx, who, at, scene).await;
    }
    if let Office::Incident(scene) = office {
        return incident::live(app, tx, who, at, scene).await;
    }
    if let Office::Reconcile(to) = office {
        return reconciliation::live(app, tx, who, at, to).await;
    }
    let act = &mut app.act_at(tx, who, at).await?;
    match office {
        Office::Audit(_) | Office::Incident(_) | Office::Reconcile(_) => {}
        Office::Ask => drop(liability::flow::ask(act).await?),
        Office::Acknowledge => drop(liability::flow::acknowledge(act, &text_hash()).await?),
        Office::Refer(new) => drop(liability::flow::refer(act, *new).await?),
        Office::Decide(id, outcome) => drop(liability::flow::decide(act, id, 1, &outcome).await?),
        Office::Plan(id, draft) => {
            let action = ItemAction::Revise { draft: *draft };
            inventory::flow::act(act, id, 1, &action).await?;
        }
        Office::Hold(new) => drop(crate::retention::flow::hold(act, *new).await?),
        Office::Review(deed) => review::live(act, deed).await?,
    }
    Ok(())
}
