//! What every noun implements, so that one write path serves them all.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    account::Standing,
    duty::Duty,
    id::{PersonId, UnitId},
    period::Calendar,
    regulation::{EditionId, Settings},
    violation::Report,
};

/// Taiwan has had one offset and no summer time since 1980; every legal day is a Taiwan day.
pub(crate) const TAIWAN_OFFSET_SECONDS: i32 = 8 * 3600;

/// The Taiwan calendar day of an instant.
#[must_use]
pub fn taiwan_day(at: DateTime<Utc>) -> NaiveDate {
    match FixedOffset::east_opt(TAIWAN_OFFSET_SECONDS) {
        Some(offset) => at.with_timezone(&offset).date_naive(),
        None => at.date_naive(),
    }
}

/// The instant at which a Taiwan day begins.
#[must_use]
pub fn taiwan_midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc() - TimeDelta::seconds(i64::from(TAIWAN_OFFSET_SECONDS))
}

/// Who acts, when, and by which edition: what a step may rely on besides the record and its facts.
#[derive(Debug, Clone)]
pub struct Step<'a> {
    /// The instant of the act, by the server's clock.
    pub now: DateTime<Utc>,
    /// The edition in force on the day of the act.
    pub edition: EditionId,
    /// The county's settings in force on that day.
    pub settings: Settings,
    /// The person who acts, as known on that day.
    pub actor: &'a Standing,
    /// Whether an approval is signed with the card here, by the item or by the county's setting.
    pub must_sign: bool,
}

impl Step<'_> {
    /// The Taiwan day of the act.
    #[must_use]
    pub fn on(&self) -> NaiveDate {
        taiwan_day(self.now)
    }
}

/// A record of the regulation: it changes only by actions that may be refused.
///
/// INVARIANT: implementors keep their fields private and are never deserialised from a client's bytes;
/// the store gives a record back through its own `restore`.
pub trait Record: Serialize + Sized {
    /// The noun, as in the journal, the sync feed and the folders.
    const KIND: &'static str;
    /// What can be done to it.
    type Action;

    /// Its identifier.
    fn id(&self) -> Uuid;
    /// Its revision: 1 when made, one more with each accepted action.
    fn revision(&self) -> i64;
    /// The name of its state, stable for storage and filters.
    fn status(&self) -> &'static str;
    /// Judges an action and carries it out, or says why not.
    ///
    /// # Errors
    /// The report that refuses the action.
    fn step(self, step: &Step<'_>, action: &Self::Action) -> Result<Self, Report>;
}

/// A record of the common table, where the nouns are kept that come by the dozen a year: what the store asks of it.
pub trait Kept: Record {
    /// What is stored of it; names no data subject.
    type Body: Serialize + DeserializeOwned;

    /// Gives back what the store kept; the store alone calls this.
    fn restore(body: Self::Body) -> Self;
    /// What the record says.
    fn body(&self) -> &Self::Body;
    /// The unit it belongs to.
    fn unit(&self) -> UnitId;
    /// The person it is of, where it is of one.
    fn person(&self) -> Option<PersonId>;
    /// What it is about in a few words, for lists of duties.
    fn about(&self) -> String;
    /// What it leaves to be done in its present state; a day that needs an unknown year of the calendar has no moved day.
    fn duties(&self, calendar: &Calendar) -> Vec<Duty>;
}

/// A record that leaves something to be done by whoever is manager.
pub trait OfOffice: Kept {
    /// The office changed hands: what is left to be done is left to this person of this unit.
    #[must_use]
    fn passed_to(self, keeper: (PersonId, UnitId)) -> Self;
}
