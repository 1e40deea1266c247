//! Every address of the web app, both ways: from path to page and back.

use shared::id::{ApplicationId, InquiryId, ItemId, ManagerChangeId, NoticeId, PrintoutId};

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
    /// The roster of users.
    Roster,
    /// Applications for permissions.
    Applications,
    /// A fresh one.
    NewApplication,
    /// One of them.
    Application(ApplicationId),
    /// Job changes announced ahead.
    JobChanges,
    /// The journal.
    Journal,
    /// The regulation, point by point.
    Regulation,
    /// What waits on this computer.
    Outbox,
    /// Where my card is in use.
    Sessions,
    /// My API tokens.
    Tokens,
    /// No such page.
    Lost,
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
            ["roster"] => Some(Self::Roster),
            ["applications"] => Some(Self::Applications),
            ["applications", "new"] => Some(Self::NewApplication),
            ["applications", id] => id.parse().ok().map(Self::Application),
            ["job-changes"] => Some(Self::JobChanges),
            ["journal"] => Some(Self::Journal),
            ["regulation"] => Some(Self::Regulation),
            ["sessions"] => Some(Self::Sessions),
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
            Self::Roster => "/roster".into(),
            Self::Applications => "/applications".into(),
            Self::NewApplication => "/applications/new".into(),
            Self::Application(id) => format!("/applications/{id}"),
            Self::JobChanges => "/job-changes".into(),
            Self::Journal => "/journal".into(),
            Self::Regulation => "/regulation".into(),
            Self::Outbox => "/outbox".into(),
            Self::Sessions => "/sessions".into(),
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
            Route::Roster,
            Route::Applications,
            Route::NewApplication,
            Route::Application(id.into()),
            Route::JobChanges,
            Route::Journal,
            Route::Regulation,
            Route::Outbox,
            Route::Sessions,
            Route::Tokens,
        ];
        for page in pages {
            assert_eq!(Route::of(&page.path()), page);
        }
        assert_eq!(Route::of("/inquiries/not-an-id"), Route::Lost);
        assert_eq!(Route::of("/duties?late=true"), Route::Duties);
    }
}
