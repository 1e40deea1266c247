//! Somebody acting at an instant: the one way to change a record.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use shared::{
    EditionId, Editions, account::Standing, edition, id::UnitId, period::Calendar, regulation::Settings,
    taiwan_day,
};

use super::{App, key_period_of};
use crate::{
    http::error::ApiError,
    journal::{self, store::NewEntry},
    registers::{self, Registers},
    store::{StoreError, Tx},
};

/// Somebody acting at an instant, inside a transaction.
#[derive(Debug)]
pub struct Act<'a> {
    /// The transaction.
    pub tx: &'a mut Tx,
    pub(super) app: &'a App,
    pub(super) registers: Arc<Registers>,
    pub(super) standing: Standing,
    pub(super) now: DateTime<Utc>,
}

impl Act<'_> {
    /// The server.
    #[must_use]
    pub fn app(&self) -> &App {
        self.app
    }

    /// The instant of the act.
    #[must_use]
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Its Taiwan day.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        taiwan_day(self.now)
    }

    /// The half-year whose key seals what the act writes: the record's own time decides when it is shredded.
    #[must_use]
    pub fn key_period(&self) -> String {
        key_period_of(self.now)
    }

    /// When the amended edition takes force, as of this transaction.
    #[must_use]
    pub fn editions(&self) -> Editions {
        edition::deciding(self.registers.editions.values(), self.app.config().editions)
    }

    /// The edition in force on that day.
    #[must_use]
    pub fn edition(&self) -> EditionId {
        self.editions().on(self.today())
    }

    /// The county's settings in force on that day.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.registers.settings(self.today())
    }

    /// Who acts.
    #[must_use]
    pub const fn standing(&self) -> &Standing {
        &self.standing
    }

    /// Their unit.
    #[must_use]
    pub const fn unit(&self) -> UnitId {
        self.standing.unit
    }

    /// The registers as of this transaction.
    #[must_use]
    pub fn registers(&self) -> Arc<Registers> {
        Arc::clone(&self.registers)
    }

    /// Looks at the registers again after the act itself changed them.
    ///
    /// # Errors
    /// A row does not parse, or the database does not answer.
    pub async fn refresh(&mut self) -> Result<(), ApiError> {
        self.registers = self.app.registers(self.tx).await?;
        let today = self.today();
        self.standing = self.registers.standing(self.standing.person, today).ok_or(ApiError::SignedOut)?;
        Ok(())
    }

    /// The official calendar, imported years included, as of this transaction.
    #[must_use]
    pub fn calendar(&self) -> &Calendar {
        &self.registers.calendar
    }

    /// Takes in what this act itself changed in the registers.
    ///
    /// # Errors
    /// A row does not parse, or the database does not answer.
    pub async fn look_again(&mut self) -> Result<(), StoreError> {
        let version = registers::store::version(self.tx).await?;
        self.registers = Arc::new(registers::store::load(self.tx, version).await?);
        Ok(())
    }

    /// Appends to the journal what was done.
    ///
    /// # Errors
    /// The entry cannot be written; then nothing of the act is.
    pub async fn journal(&mut self, entry: NewEntry) -> Result<(), ApiError> {
        let (person, edition) = (self.standing.person, self.edition());
        journal::store::append(self.tx, self.now, Some(person), edition, entry).await?;
        Ok(())
    }
}
