//! 對帳 (5(1), 5(6)): the platform's own query record against the register. What names a data subject is compared as a keyed
//! hash and kept nowhere.

mod matching;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use matching::{Differs, Key, Month, Pair, Piles, PlatformRow, RegisterRow, months, reconcile};

use crate::{
    custody::Mark,
    duty::Duty,
    id::{InquiryId, PersonId, ReconciliationId, UnitId},
    period::Calendar,
    record::{Kept, Record, Step},
    regulation::point_05::reconciliation,
    violation::Report,
};

/// Which columns of the file hold what, by their headings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReconciliationColumns))]
#[serde(default, deny_unknown_fields)]
pub struct Columns {
    /// The day of the query.
    pub queried_on: String,
    /// The user's account.
    pub account: String,
    /// The identity asked for.
    pub identity: String,
    /// The sheet of a spreadsheet; empty for the first that holds anything.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sheet: String,
}

/// What is to be reconciled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// First day of the file.
    pub from: Option<NaiveDate>,
    /// Last day of the file.
    pub to: Option<NaiveDate>,
    /// Which columns hold what.
    pub columns: Columns,
}

/// What the file is, before any row is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct File {
    /// The names of its sheets; none where it is no spreadsheet.
    pub sheets: Vec<String>,
    /// Its headings.
    pub headings: Vec<String>,
    /// Its rows.
    pub rows: usize,
}

/// On which pile a line lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReconciliationPile))]
#[serde(rename_all = "snake_case")]
pub enum Pile {
    /// The same on both sides but for what is named.
    Differing,
    /// Queried there without an approval here.
    Unapproved,
    /// Approved here and never queried there.
    NeverQueried,
}

/// A line that does not match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReconciliationLine))]
pub struct Line {
    /// On which pile.
    pub pile: Pile,
    /// The line of the file, where it is of one.
    pub line: Option<u32>,
    /// The day of the query or of the approval.
    pub on: NaiveDate,
    /// Who; empty where nobody here has the account.
    pub user_name: String,
    /// The inquiry, where there is one.
    pub inquiry: Option<InquiryId>,
    /// 公文文號或案號.
    pub case_number: String,
    /// In what the two differ.
    pub differs: Vec<Differs>,
}

/// The store's picture of a reconciliation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReconciliationBody {
    /// The reconciliation.
    pub id: ReconciliationId,
    /// Its revision: it is made once and stays.
    pub revision: i64,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Which columns held what; offered again the next time.
    pub columns: Columns,
    /// Who made it.
    pub mark: Mark,
    /// The manager's unit.
    pub unit: UnitId,
    /// Rows of the file.
    pub rows: u64,
    /// Lines that could not be read.
    pub unreadable: Vec<u32>,
    /// Same person, user and day on both sides.
    pub matched: u64,
    /// Queried there without an approval here.
    pub unapproved: u64,
    /// Approved here and never queried there.
    pub never_queried: u64,
    /// On both sides, differing.
    pub differing: u64,
    /// The queries of either side by month.
    pub months: Vec<Month>,
    /// What does not match; each is a finding with an owner.
    pub lines: Vec<Line>,
}

/// What a reconciliation came to.
#[derive(Debug, Clone, Default)]
pub struct Compared {
    /// The piles' sizes: matched, unapproved, never queried, differing.
    pub counts: [u64; 4],
    /// By month.
    pub months: Vec<Month>,
    /// What does not match.
    pub lines: Vec<Line>,
    /// Lines that could not be read.
    pub unreadable: Vec<u32>,
}

/// A reconciliation the rules agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Reconciliation(ReconciliationBody);

impl Reconciliation {
    /// Puts a reconciliation on record.
    ///
    /// # Errors
    /// The report that refuses it.
    pub fn make(
        id: ReconciliationId,
        asked: &Asked,
        file: &File,
        compared: Compared,
        step: &Step<'_>,
    ) -> Result<Self, Report> {
        let report = reconciliation::check(asked, file, step);
        let (Some(from), Some(to)) = (asked.from, asked.to) else { return Err(report) };
        if !report.is_accepted() {
            return Err(report);
        }
        let [matched, unapproved, never_queried, differing] = compared.counts;
        Ok(Self(ReconciliationBody {
            id,
            revision: 1,
            from,
            to,
            columns: asked.columns.clone(),
            mark: Mark::of(step),
            unit: step.actor.unit,
            rows: file.rows as u64,
            unreadable: compared.unreadable,
            matched,
            unapproved,
            never_queried,
            differing,
            months: compared.months,
            lines: compared.lines,
        }))
    }
}

impl Record for Reconciliation {
    const KIND: &'static str = "reconciliation";
    type Action = ();

    fn id(&self) -> Uuid {
        self.0.id.0
    }

    fn revision(&self) -> i64 {
        self.0.revision
    }

    fn status(&self) -> &'static str {
        if self.0.lines.is_empty() { "matched" } else { "differing" }
    }

    /// Nothing changes any more: what is to be done hangs on the findings.
    fn step(self, _step: &Step<'_>, (): &()) -> Result<Self, Report> {
        Ok(self)
    }
}

impl Kept for Reconciliation {
    type Body = ReconciliationBody;

    fn restore(body: ReconciliationBody) -> Self {
        Self(body)
    }

    fn body(&self) -> &ReconciliationBody {
        &self.0
    }

    fn unit(&self) -> UnitId {
        self.0.unit
    }

    fn person(&self) -> Option<PersonId> {
        Some(self.0.mark.by)
    }

    fn about(&self) -> String {
        format!("{}－{}", self.0.from, self.0.to)
    }

    fn duties(&self, _calendar: &Calendar) -> Vec<Duty> {
        Vec::new()
    }
}
