//! 資安證書: the county's ISO 27001 certificate, its expiry, and the controls that this system's records support (point 9).

mod control;

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use control::{CONTROLS, Control};

use crate::{
    duty::{Duty, DutyKind},
    id::{CertificateId, PersonId, UnitId},
    period::Calendar,
    record::{Kept, OfOffice, Record, Step},
    regulation::point_09,
    violation::Report,
};

/// What is entered; may hold anything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CertificateDraft {
    /// Its number.
    pub number: String,
    /// The standard, such as `ISO/IEC 27001:2022`.
    pub standard: String,
    /// Who certified.
    pub issuer: String,
    /// What it covers.
    pub scope: String,
    /// First day.
    pub issued_on: Option<NaiveDate>,
    /// Last day.
    pub expires_on: Option<NaiveDate>,
}

/// The store's picture of a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CertificateBody {
    /// The record.
    pub id: CertificateId,
    /// Its revision.
    pub revision: i64,
    /// Its number.
    pub number: String,
    /// The standard.
    pub standard: String,
    /// Who certified.
    pub issuer: String,
    /// What it covers.
    pub scope: String,
    /// First day.
    pub issued_on: NaiveDate,
    /// Last day.
    pub expires_on: NaiveDate,
    /// The manager who watches its expiry.
    pub by: PersonId,
    /// Their name.
    pub by_name: String,
    /// Their unit.
    pub unit: UnitId,
    /// Who sees to it: whoever is manager.
    pub keeper: PersonId,
    /// When it was entered.
    pub at: DateTime<Utc>,
    /// When a later one took its place.
    pub replaced_at: Option<DateTime<Utc>>,
}

/// A certificate that the rules agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Certificate(CertificateBody);

/// A later certificate takes its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replace;

impl Certificate {
    /// Enters a certificate.
    ///
    /// # Errors
    /// The report that refuses it.
    pub fn enter(id: CertificateId, draft: &CertificateDraft, step: &Step<'_>) -> Result<Self, Report> {
        let report = point_09::check(draft, step);
        match (draft.issued_on, draft.expires_on) {
            (Some(issued_on), Some(expires_on)) if report.is_accepted() => Ok(Self(CertificateBody {
                id,
                revision: 1,
                number: draft.number.trim().to_owned(),
                standard: draft.standard.trim().to_owned(),
                issuer: draft.issuer.trim().to_owned(),
                scope: draft.scope.trim().to_owned(),
                issued_on,
                expires_on,
                by: step.actor.person,
                by_name: step.actor.name.clone(),
                unit: step.actor.unit,
                keeper: step.actor.person,
                at: step.now,
                replaced_at: None,
            })),
            _ => Err(report),
        }
    }
}

impl OfOffice for Certificate {
    fn passed_to(self, keeper: (PersonId, UnitId)) -> Self {
        let mut body = self.0;
        body.revision += 1;
        (body.keeper, body.unit) = keeper;
        Self(body)
    }
}

impl Record for Certificate {
    const KIND: &'static str = "certificate";
    type Action = Replace;

    fn id(&self) -> Uuid {
        self.0.id.0
    }

    fn revision(&self) -> i64 {
        self.0.revision
    }

    fn status(&self) -> &'static str {
        if self.0.replaced_at.is_some() { "replaced" } else { "present" }
    }

    fn step(self, step: &Step<'_>, _: &Replace) -> Result<Self, Report> {
        let report = point_09::check_replace(&self.0, step);
        if !report.is_accepted() {
            return Err(report);
        }
        Ok(Self(CertificateBody { revision: self.0.revision + 1, replaced_at: Some(step.now), ..self.0 }))
    }
}

impl Kept for Certificate {
    type Body = CertificateBody;

    fn restore(body: CertificateBody) -> Self {
        Self(body)
    }

    fn body(&self) -> &CertificateBody {
        &self.0
    }

    fn unit(&self) -> UnitId {
        self.0.unit
    }

    fn person(&self) -> Option<PersonId> {
        Some(self.0.by)
    }

    fn about(&self) -> String {
        format!("{} {}", self.0.standard, self.0.number)
    }

    fn duties(&self, calendar: &Calendar) -> Vec<Duty> {
        if self.0.replaced_at.is_some() {
            return Vec::new();
        }
        let ahead = Days::new(point_09::WATCH_DAYS.on(self.0.expires_on));
        vec![
            Duty {
                kind: DutyKind::RenewCertificate,
                record_kind: Self::KIND.into(),
                record: self.0.id.0,
                unit: self.0.unit,
                person: Some(self.0.keeper),
                from: self.0.expires_on.checked_sub_days(ahead).unwrap_or(self.0.issued_on),
                due: Some(self.0.expires_on),
                due_adjusted: None,
            }
            .adjusted(calendar),
        ]
    }
}
