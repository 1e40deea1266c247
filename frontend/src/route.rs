//! Every address of the web app, both ways: from path to page and back.

use shared::id::{
    ApplicationId, AuditId, DisposalId, IncidentId, InquiryId, InspectionId, ItemId, JobChangeId,
    JointAuditId, ManagerChangeId, NoticeId, PersonId, PrintoutId, ReviewId,
};
use uuid::Uuid;

/// A sheet that has a page of its own to be printed from.
#[derive(Debug, Clone, Copy)]
pub struct SheetOf {
    /// Its name in addresses: `/paper/items`.
    pub name: &'static str,
    /// Where the server has it below `/api/v1`; `{id}` stands for the record's identifier.
    pub source: &'static str,
    /// Where to go back to.
    pub back: fn(Option<Uuid>) -> Route,
    /// Whether it is asked for as of a day.
    pub is_dated: bool,
}

/// Every such sheet; a new one is a line here.
pub const SHEETS: [SheetOf; 12] = [
    SheetOf { name: "items", source: "/items/paper", back: |_| Route::Items, is_dated: true },
    SheetOf { name: "printouts", source: "/printouts/paper", back: |_| Route::Printouts, is_dated: false },
    SheetOf { name: "roster", source: "/accounts/roster/paper", back: |_| Route::Roster, is_dated: false },
    SheetOf {
        name: "applications",
        source: "/applications/{id}/paper",
        back: |id| id.map_or(Route::Applications, |id| Route::Application(id.into())),
        is_dated: false,
    },
    SheetOf {
        name: "custody",
        source: "/manager-changes/{id}/paper",
        back: |id| id.map_or(Route::Custody, |id| Route::ManagerChange(id.into())),
        is_dated: false,
    },
    SheetOf {
        name: "hand-over",
        source: "/manager-changes/{id}/list/paper",
        back: |id| id.map_or(Route::Custody, |id| Route::ManagerChange(id.into())),
        is_dated: false,
    },
    SheetOf {
        name: "notices",
        source: "/notices/{id}/paper",
        back: |id| id.map_or(Route::Notices, |id| Route::Notice(id.into())),
        is_dated: false,
    },
    SheetOf {
        name: "disposals",
        source: "/disposals/{id}/paper",
        back: |id| id.map_or(Route::Retention, |id| Route::Disposal(id.into())),
        is_dated: false,
    },
    SheetOf {
        name: "reviews",
        source: "/reviews/{id}/paper",
        back: |id| id.map_or(Route::Reviews, |id| Route::Review(id.into())),
        is_dated: false,
    },
    SheetOf {
        name: "audits",
        source: "/audits/{id}/paper",
        back: |id| id.map_or(Route::Audits, |id| Route::Audit(id.into())),
        is_dated: false,
    },
    SheetOf {
        name: "joint-audits",
        source: "/joint-audits/{id}/paper",
        back: |id| id.map_or(Route::Audits, |id| Route::JointAudit(id.into())),
        is_dated: false,
    },
    SheetOf {
        name: "incidents",
        source: "/incidents/{id}/paper",
        back: |id| id.map_or(Route::Incidents, |id| Route::Incident(id.into())),
        is_dated: false,
    },
];

/// The sheet of a name.
#[must_use]
pub fn sheet(name: &str) -> Option<&'static SheetOf> {
    const ALL: &[SheetOf] = &SHEETS;
    ALL.iter().find(|sheet| sheet.name == name)
}

impl SheetOf {
    /// Where the server has the sheet of a record, below `/api/v1`.
    #[must_use]
    pub fn source(&self, id: Option<Uuid>) -> String {
        id.map_or_else(|| self.source.to_owned(), |id| self.source.replace("{id}", &id.to_string()))
    }
}

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Route {
    /// My work.
    #[default]
    Work,
    /// Every inquiry I may see.
    Inquiries,
    /// A fresh draft.
    NewInquiry,
    /// One inquiry.
    Inquiry(InquiryId),
    /// Its form, while it may be edited.
    Edit(InquiryId),
    /// Its form on paper.
    Paper(InquiryId),
    /// A sheet by its name in [`SHEETS`], of the record where it is one's.
    Sheet(&'static str, Option<Uuid>),
    /// Inquiries that wait for my decision.
    Approvals,
    /// Printouts.
    Printouts,
    /// One printout.
    Printout(PrintoutId),
    /// Duties with their dates.
    Duties,
    /// The manager's figures.
    Dashboard,
    /// The inventory of business items.
    Items,
    /// A fresh item.
    NewItem,
    /// One item with its history.
    Item(ItemId),
    /// Agencies and units.
    Agencies,
    /// Accounts.
    Accounts,
    /// The manager in office, those before, and their changes.
    Custody,
    /// One change of manager.
    ManagerChange(ManagerChangeId),
    /// Notices to the Bureau.
    Notices,
    /// One notice.
    Notice(NoticeId),
    /// What another edition would change.
    Amendment,
    /// What is due, held and disposed of.
    Retention,
    /// One disposal.
    Disposal(DisposalId),
    /// The yearly reviews.
    Reviews,
    /// One of them.
    Review(ReviewId),
    /// The roster of users.
    Roster,
    /// Applications for permissions.
    Applications,
    /// A fresh one.
    NewApplication,
    /// One that a job change asks for.
    ApplicationFor(JobChangeId),
    /// One of them.
    Application(ApplicationId),
    /// Job changes announced ahead.
    JobChanges,
    /// Which text judges.
    Editions,
    /// The journal.
    Journal,
    /// A proof, verified in the browser; for everybody.
    Verify,
    /// Packs for inspectors.
    Packs,
    /// Inspectors' leaves.
    Inspections,
    /// One of them.
    Leave(InspectionId),
    /// Records of a noun, as an inspector reads them.
    Inspected(&'static str),
    /// One of them.
    InspectedRecord(&'static str, Uuid),
    /// The ISO 27001 certificate.
    Certificate,
    /// The regulation, point by point.
    Regulation,
    /// What waits on this computer.
    Outbox,
    /// Where my card is in use.
    Sessions,
    /// The people I oversee.
    Oversight,
    /// One of them.
    Overseen(PersonId),
    /// Whether somebody was authorised on a day.
    Authorisation,
    /// Liability, acknowledged once a year.
    Liability,
    /// Incidents.
    Incidents,
    /// A fresh one.
    NewIncident,
    /// One of them.
    Incident(IncidentId),
    /// The platform's query record against the register.
    Reconciliations,
    /// Half-year audits.
    Audits,
    /// One of them.
    Audit(AuditId),
    /// Its draw, recomputed.
    AuditDraw(AuditId),
    /// A draw recomputed from what is pasted.
    CheckDraw,
    /// One joint audit.
    JointAudit(JointAuditId),
    /// What is to be mended.
    Findings,
    /// My API tokens.
    Tokens,
    /// No such page.
    Lost,
}

/// A noun that an inspector may read.
fn inspected(kind: &str) -> Option<&'static str> {
    shared::inspection::KINDS.into_iter().find(|known| *known == kind)
}

impl Route {
    /// The page at a path; a query after `?` is the page's own business.
    #[must_use]
    pub fn of(path: &str) -> Self {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let found = match parts.as_slice() {
            [] => Some(Self::Work),
            ["inquiries"] => Some(Self::Inquiries),
            ["inquiries", "new"] => Some(Self::NewInquiry),
            ["inquiries", id] => id.parse().ok().map(Self::Inquiry),
            ["inquiries", id, "edit"] => id.parse().ok().map(Self::Edit),
            ["inquiries", id, "print"] => id.parse().ok().map(Self::Paper),
            ["paper", name] => sheet(name).map(|sheet| Self::Sheet(sheet.name, None)),
            ["paper", name, id] => match (sheet(name), id.parse()) {
                (Some(sheet), Ok(id)) => Some(Self::Sheet(sheet.name, Some(id))),
                _ => None,
            },
            ["approvals"] => Some(Self::Approvals),
            ["printouts"] => Some(Self::Printouts),
            ["printouts", id] => id.parse().ok().map(Self::Printout),
            ["duties"] => Some(Self::Duties),
            ["dashboard"] => Some(Self::Dashboard),
            ["items"] => Some(Self::Items),
            ["items", "new"] => Some(Self::NewItem),
            ["items", id] => id.parse().ok().map(Self::Item),
            ["agencies"] => Some(Self::Agencies),
            ["accounts"] => Some(Self::Accounts),
            ["custody"] => Some(Self::Custody),
            ["custody", id] => id.parse().ok().map(Self::ManagerChange),
            ["notices"] => Some(Self::Notices),
            ["notices", id] => id.parse().ok().map(Self::Notice),
            ["amendment"] => Some(Self::Amendment),
            ["retention"] => Some(Self::Retention),
            ["disposals", id] => id.parse().ok().map(Self::Disposal),
            ["reviews"] => Some(Self::Reviews),
            ["reviews", id] => id.parse().ok().map(Self::Review),
            ["roster"] => Some(Self::Roster),
            ["applications"] => Some(Self::Applications),
            ["applications", "new"] => Some(Self::NewApplication),
            ["applications", "new", id] => id.parse().ok().map(Self::ApplicationFor),
            ["applications", id] => id.parse().ok().map(Self::Application),
            ["job-changes"] => Some(Self::JobChanges),
            ["editions"] => Some(Self::Editions),
            ["journal"] => Some(Self::Journal),
            ["journal", "verify"] => Some(Self::Verify),
            ["packs"] => Some(Self::Packs),
            ["inspections"] => Some(Self::Inspections),
            ["inspections", id] => id.parse().ok().map(Self::Leave),
            ["inspection", kind] => inspected(kind).map(Self::Inspected),
            ["inspection", kind, id] => match (inspected(kind), id.parse()) {
                (Some(kind), Ok(id)) => Some(Self::InspectedRecord(kind, id)),
                _ => None,
            },
            ["certificate"] => Some(Self::Certificate),
            ["regulation"] => Some(Self::Regulation),
            ["sessions"] => Some(Self::Sessions),
            ["oversight"] => Some(Self::Oversight),
            ["oversight", id] => id.parse().ok().map(Self::Overseen),
            ["authorisation"] => Some(Self::Authorisation),
            ["liability"] => Some(Self::Liability),
            ["incidents"] => Some(Self::Incidents),
            ["incidents", "new"] => Some(Self::NewIncident),
            ["incidents", id] => id.parse().ok().map(Self::Incident),
            ["reconciliations"] => Some(Self::Reconciliations),
            ["audits"] => Some(Self::Audits),
            ["audits", id] => id.parse().ok().map(Self::Audit),
            ["audits", id, "draw"] => id.parse().ok().map(Self::AuditDraw),
            ["draw"] => Some(Self::CheckDraw),
            ["joint-audits", id] => id.parse().ok().map(Self::JointAudit),
            ["findings"] => Some(Self::Findings),
            ["tokens"] => Some(Self::Tokens),
            ["outbox"] => Some(Self::Outbox),
            _ => None,
        };
        found.unwrap_or(Self::Lost)
    }

    /// The page's path.
    #[must_use]
    pub fn path(self) -> String {
        match self {
            Self::Work | Self::Lost => "/".into(),
            Self::Inquiries => "/inquiries".into(),
            Self::NewInquiry => "/inquiries/new".into(),
            Self::Inquiry(id) => format!("/inquiries/{id}"),
            Self::Edit(id) => format!("/inquiries/{id}/edit"),
            Self::Paper(id) => format!("/inquiries/{id}/print"),
            Self::Sheet(name, None) => format!("/paper/{name}"),
            Self::Sheet(name, Some(id)) => format!("/paper/{name}/{id}"),
            Self::Approvals => "/approvals".into(),
            Self::Printouts => "/printouts".into(),
            Self::Printout(id) => format!("/printouts/{id}"),
            Self::Duties => "/duties".into(),
            Self::Dashboard => "/dashboard".into(),
            Self::Items => "/items".into(),
            Self::NewItem => "/items/new".into(),
            Self::Item(id) => format!("/items/{id}"),
            Self::Agencies => "/agencies".into(),
            Self::Accounts => "/accounts".into(),
            Self::Custody => "/custody".into(),
            Self::ManagerChange(id) => format!("/custody/{id}"),
            Self::Notices => "/notices".into(),
            Self::Notice(id) => format!("/notices/{id}"),
            Self::Amendment => "/amendment".into(),
            Self::Retention => "/retention".into(),
            Self::Disposal(id) => format!("/disposals/{id}"),
            Self::Reviews => "/reviews".into(),
            Self::Review(id) => format!("/reviews/{id}"),
            Self::Roster => "/roster".into(),
            Self::Applications => "/applications".into(),
            Self::NewApplication => "/applications/new".into(),
            Self::ApplicationFor(id) => format!("/applications/new/{id}"),
            Self::Application(id) => format!("/applications/{id}"),
            Self::JobChanges => "/job-changes".into(),
            Self::Editions => "/editions".into(),
            Self::Journal => "/journal".into(),
            Self::Verify => "/journal/verify".into(),
            Self::Packs => "/packs".into(),
            Self::Inspections => "/inspections".into(),
            Self::Leave(id) => format!("/inspections/{id}"),
            Self::Inspected(kind) => format!("/inspection/{kind}"),
            Self::InspectedRecord(kind, id) => format!("/inspection/{kind}/{id}"),
            Self::Certificate => "/certificate".into(),
            Self::Regulation => "/regulation".into(),
            Self::Outbox => "/outbox".into(),
            Self::Sessions => "/sessions".into(),
            Self::Oversight => "/oversight".into(),
            Self::Overseen(id) => format!("/oversight/{id}"),
            Self::Authorisation => "/authorisation".into(),
            Self::Liability => "/liability".into(),
            Self::Incidents => "/incidents".into(),
            Self::NewIncident => "/incidents/new".into(),
            Self::Incident(id) => format!("/incidents/{id}"),
            Self::Reconciliations => "/reconciliations".into(),
            Self::Audits => "/audits".into(),
            Self::Audit(id) => format!("/audits/{id}"),
            Self::AuditDraw(id) => format!("/audits/{id}/draw"),
            Self::CheckDraw => "/draw".into(),
            Self::JointAudit(id) => format!("/joint-audits/{id}"),
            Self::Findings => "/findings".into(),
            Self::Tokens => "/tokens".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_found_again_by_its_path() {
        let id: uuid::Uuid = "01890000-0000-7000-8000-000000000001".parse().unwrap();
        let pages = [
            Route::Work,
            Route::Inquiries,
            Route::NewInquiry,
            Route::Inquiry(id.into()),
            Route::Edit(id.into()),
            Route::Paper(id.into()),
            Route::Sheet("items", None),
            Route::Sheet("printouts", Some(id)),
            Route::Approvals,
            Route::Printouts,
            Route::Printout(id.into()),
            Route::Duties,
            Route::Dashboard,
            Route::Items,
            Route::NewItem,
            Route::Item(id.into()),
            Route::Agencies,
            Route::Accounts,
            Route::Custody,
            Route::ManagerChange(id.into()),
            Route::Notices,
            Route::Notice(id.into()),
            Route::Amendment,
            Route::Retention,
            Route::Disposal(id.into()),
            Route::Reviews,
            Route::Review(id.into()),
            Route::Roster,
            Route::Applications,
            Route::NewApplication,
            Route::ApplicationFor(id.into()),
            Route::Application(id.into()),
            Route::JobChanges,
            Route::Editions,
            Route::Journal,
            Route::Verify,
            Route::Packs,
            Route::Inspections,
            Route::Leave(id.into()),
            Route::Inspected("inquiry"),
            Route::InspectedRecord("inquiry", id),
            Route::Certificate,
            Route::Regulation,
            Route::Outbox,
            Route::Sessions,
            Route::Oversight,
            Route::Overseen(id.into()),
            Route::Authorisation,
            Route::Liability,
            Route::Incidents,
            Route::NewIncident,
            Route::Incident(id.into()),
            Route::Reconciliations,
            Route::Audits,
            Route::Audit(id.into()),
            Route::AuditDraw(id.into()),
            Route::CheckDraw,
            Route::JointAudit(id.into()),
            Route::Findings,
            Route::Tokens,
        ];
        for page in pages {
            assert_eq!(Route::of(&page.path()), page);
        }
        for screen in shared::regulation::PROMISES.iter().flat_map(|promise| promise.screens) {
            assert_ne!(Route::of(screen), Route::Lost, "{screen} is on the page of the regulation");
        }
        assert_eq!(Route::of("/inquiries/not-an-id"), Route::Lost);
        assert_eq!(Route::of("/paper/secrets"), Route::Lost);
        assert_eq!(Route::of("/duties?late=true"), Route::Duties);
    }
}
