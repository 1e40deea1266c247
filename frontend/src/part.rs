//! Parts of the app that come over the network when they are first needed: each is a file of its own.

use std::cell::Cell;

use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::prelude::*;

use crate::{
    account::{
        AccountsPage, RosterPage,
        application::{ApplicationPage, ApplicationsPage, NewApplicationPage},
        job_change::JobChangesPage,
    },
    agency::AgenciesPage,
    amendment::AmendmentPage,
    approval::ApprovalsPage,
    audit::{AuditPage, AuditsPage, CheckDrawPage, DrawPage, JointPage},
    certificate::CertificatePage,
    component::{Failed, Waiting},
    custody::{ChangePage, CustodyPage},
    dashboard::DashboardPage,
    duty::DutyPage,
    edition::EditionsPage,
    finding::FindingsPage,
    incident::{IncidentPage, IncidentsPage, NewIncidentPage},
    inquiry::{FormPage, ListPage, ViewPage, WorkPage},
    inspection::{InspectionsPage, LeavePage, ListPage as InspectedPage, OwnPage, RecordPage},
    inventory::{ItemPage, ItemsPage, NewItemPage},
    journal::{JournalPage, VerifyPage},
    liability::LiabilityPage,
    notice::{NoticePage, NoticesPage},
    oversight::{AuthorisationPage, OversightPage, PersonPage},
    pack::PacksPage,
    paper,
    paper::SheetPage,
    platform::{self, fetch::Fault, focus},
    printout::{PrintoutPage, PrintoutsPage},
    reconciliation::ReconciliationsPage,
    regulation::{Explain, RegulationPage},
    retention::{DisposalPage, RetentionPage},
    review::{ReviewPage, ReviewsPage},
    route::Route,
    session::{SessionsPage, TokensPage},
    shell::KeyHelp,
    state::load::use_app,
    sync::{Desk, OutboxPage, Sitting},
};

/// What a part draws.
#[derive(Clone, PartialEq)]
pub enum Shown {
    /// A page.
    Page(Route),
    /// An inspector's first page.
    Room,
    /// Nothing: it opens the signed-in person's desk and hands it over.
    Desk(UseStateSetter<Option<Desk>>),
    /// What is behind the finding that was asked about.
    Explanation,
    /// The keys that work everywhere.
    Keys,
}

type Draw = fn(Shown) -> Html;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Desk,
    Form,
    Records,
    Registers,
    Permissions,
    Audits,
}

const PARTS: [Part; 6] =
    [Part::Desk, Part::Form, Part::Records, Part::Registers, Part::Permissions, Part::Audits];

thread_local! {
    /// What has arrived; a part stays for as long as the page does.
    static ARRIVED: [Cell<Option<Draw>>; PARTS.len()] = const { [const { Cell::new(None) }; PARTS.len()] };
}

impl Part {
    const fn of(shown: &Shown) -> Self {
        match shown {
            Shown::Desk(_) | Shown::Keys | Shown::Page(Route::Work | Route::Outbox) => Self::Desk,
            // Where the rules are, their texts are too.
            Shown::Explanation | Shown::Page(Route::NewInquiry | Route::Edit(_) | Route::Regulation) => {
                Self::Form
            }
            Shown::Room
            | Shown::Page(
                Route::Dashboard
                | Route::Items
                | Route::NewItem
                | Route::Item(_)
                | Route::Agencies
                | Route::Accounts
                | Route::Custody
                | Route::ManagerChange(_)
                | Route::Notices
                | Route::Notice(_)
                | Route::Amendment
                | Route::Retention
                | Route::Disposal(_)
                | Route::Reviews
                | Route::Review(_)
                | Route::Editions
                | Route::Journal
                | Route::Verify
                | Route::Packs
                | Route::Inspections
                | Route::Leave(_)
                | Route::Inspected(_)
                | Route::InspectedRecord(..)
                | Route::Certificate
                | Route::Oversight
                | Route::Overseen(_)
                | Route::Authorisation
                | Route::Liability,
            ) => Self::Registers,
            Shown::Page(
                Route::Applications
                | Route::NewApplication
                | Route::ApplicationFor(_)
                | Route::Application(_)
                | Route::JobChanges
                | Route::Roster,
            ) => Self::Permissions,
            Shown::Page(
                Route::Audits
                | Route::Audit(_)
                | Route::AuditDraw(_)
                | Route::CheckDraw
                | Route::JointAudit(_)
                | Route::Findings
                | Route::Reconciliations
                | Route::Incidents
                | Route::NewIncident
                | Route::Incident(_),
            ) => Self::Audits,
            Shown::Page(_) => Self::Records,
        }
    }

    fn arrived(self) -> Option<Draw> {
        ARRIVED.with(|parts| parts.get(self as usize).and_then(Cell::get))
    }

    async fn fetch(self) -> Option<Draw> {
        let draw = match self {
            Self::Desk => desk().await,
            Self::Form => form().await,
            Self::Records => records().await,
            Self::Registers => registers().await,
            Self::Permissions => permissions().await,
            Self::Audits => audits().await,
        };
        let draw = draw.ok();
        ARRIVED.with(|parts| {
            if let Some(place) = parts.get(self as usize) {
                place.set(draw);
            }
        });
        draw
    }
}

/// Fetches what the person has not opened yet, so that it is there at a click and without a network.
pub async fn fetch_all() {
    for part in PARTS {
        if part.arrived().is_none() {
            part.fetch().await;
        }
    }
}

#[wasm_split(desk, fallible)]
fn desk() -> Result<Draw, SplitLoaderError> {
    Ok(|shown| match shown {
        Shown::Desk(desk) => html! { <Sitting {desk} /> },
        Shown::Keys => html! { <KeyHelp /> },
        Shown::Page(Route::Outbox) => html! { <OutboxPage /> },
        _ => html! { <WorkPage /> },
    })
}

#[wasm_split(form, fallible)]
fn form() -> Result<Draw, SplitLoaderError> {
    Ok(|shown| match shown {
        Shown::Explanation => html! { <Explain /> },
        Shown::Page(Route::Regulation) => html! { <RegulationPage /> },
        Shown::Page(Route::Edit(id)) => html! { <FormPage {id} /> },
        _ => html! { <FormPage /> },
    })
}

#[wasm_split(records, fallible)]
fn records() -> Result<Draw, SplitLoaderError> {
    Ok(|shown| match shown {
        Shown::Page(Route::Inquiry(id)) => html! { <ViewPage {id} /> },
        Shown::Page(Route::Paper(id)) => {
            html! { <SheetPage source={format!("/inquiries/{id}/paper")} back={Route::Inquiry(id)} /> }
        }
        Shown::Page(Route::Sheet(name, id)) => paper::named(name, id),
        Shown::Page(Route::Duties) => html! { <DutyPage /> },
        Shown::Page(Route::Sessions) => html! { <SessionsPage /> },
        Shown::Page(Route::Tokens) => html! { <TokensPage /> },
        Shown::Page(Route::Printouts) => html! { <PrintoutsPage /> },
        Shown::Page(Route::Printout(id)) => html! { <PrintoutPage {id} /> },
        Shown::Page(Route::Approvals) => html! { <ApprovalsPage /> },
        _ => html! { <ListPage /> },
    })
}

#[wasm_split(registers, fallible)]
fn registers() -> Result<Draw, SplitLoaderError> {
    Ok(|shown| match shown {
        Shown::Page(Route::Items) => html! { <ItemsPage /> },
        Shown::Page(Route::NewItem) => html! { <NewItemPage /> },
        Shown::Page(Route::Item(id)) => html! { <ItemPage {id} /> },
        Shown::Page(Route::Agencies) => html! { <AgenciesPage /> },
        Shown::Page(Route::Accounts) => html! { <AccountsPage /> },
        Shown::Page(Route::Custody) => html! { <CustodyPage /> },
        Shown::Page(Route::ManagerChange(id)) => html! { <ChangePage {id} /> },
        Shown::Page(Route::Editions) => html! { <EditionsPage /> },
        Shown::Page(Route::Notices) => html! { <NoticesPage /> },
        Shown::Page(Route::Notice(id)) => html! { <NoticePage {id} /> },
        Shown::Page(Route::Amendment) => html! { <AmendmentPage /> },
        Shown::Page(Route::Retention) => html! { <RetentionPage /> },
        Shown::Page(Route::Disposal(id)) => html! { <DisposalPage {id} /> },
        Shown::Page(Route::Reviews) => html! { <ReviewsPage /> },
        Shown::Page(Route::Review(id)) => html! { <ReviewPage {id} /> },
        Shown::Page(Route::Journal) => html! { <JournalPage /> },
        Shown::Page(Route::Verify) => html! { <VerifyPage /> },
        Shown::Room => html! { <OwnPage /> },
        Shown::Page(Route::Inspections) => html! { <InspectionsPage /> },
        Shown::Page(Route::Leave(id)) => html! { <LeavePage {id} /> },
        Shown::Page(Route::Inspected(kind)) => html! { <InspectedPage {kind} /> },
        Shown::Page(Route::InspectedRecord(kind, id)) => html! { <RecordPage {kind} {id} /> },
        Shown::Page(Route::Packs) => html! { <PacksPage /> },
        Shown::Page(Route::Certificate) => html! { <CertificatePage /> },
        Shown::Page(Route::Oversight) => html! { <OversightPage /> },
        Shown::Page(Route::Overseen(id)) => html! { <PersonPage {id} /> },
        Shown::Page(Route::Authorisation) => html! { <AuthorisationPage /> },
        Shown::Page(Route::Liability) => html! { <LiabilityPage /> },
        _ => html! { <DashboardPage /> },
    })
}

#[wasm_split(permissions, fallible)]
fn permissions() -> Result<Draw, SplitLoaderError> {
    Ok(|shown| match shown {
        Shown::Page(Route::NewApplication) => html! { <NewApplicationPage /> },
        Shown::Page(Route::ApplicationFor(change)) => html! { <NewApplicationPage {change} /> },
        Shown::Page(Route::Application(id)) => html! { <ApplicationPage {id} /> },
        Shown::Page(Route::JobChanges) => html! { <JobChangesPage /> },
        Shown::Page(Route::Roster) => html! { <RosterPage /> },
        _ => html! { <ApplicationsPage /> },
    })
}

#[wasm_split(audits, fallible)]
fn audits() -> Result<Draw, SplitLoaderError> {
    Ok(|shown| match shown {
        Shown::Page(Route::Audit(id)) => html! { <AuditPage {id} /> },
        Shown::Page(Route::AuditDraw(id)) => html! { <DrawPage {id} /> },
        Shown::Page(Route::CheckDraw) => html! { <CheckDrawPage /> },
        Shown::Page(Route::JointAudit(id)) => html! { <JointPage {id} /> },
        Shown::Page(Route::Findings) => html! { <FindingsPage /> },
        Shown::Page(Route::Reconciliations) => html! { <ReconciliationsPage /> },
        Shown::Page(Route::Incidents) => html! { <IncidentsPage /> },
        Shown::Page(Route::NewIncident) => html! { <NewIncidentPage /> },
        Shown::Page(Route::Incident(id)) => html! { <IncidentPage {id} /> },
        _ => html! { <AuditsPage /> },
    })
}

/// Something that a part draws.
#[derive(Properties, PartialEq)]
pub struct PartViewProps {
    /// What.
    pub shown: Shown,
}

/// Draws it, at once when its part is there.
#[component]
pub fn PartView(props: &PartViewProps) -> Html {
    let app = use_app();
    let part = Part::of(&props.shown);
    let draw = use_state(|| part.arrived());
    let is_lost = use_state(|| false);
    let fetch = {
        let (draw, is_lost) = (draw.setter(), is_lost.setter());
        Callback::from(move |()| {
            let (draw, is_lost) = (draw.clone(), is_lost.clone());
            is_lost.set(false);
            platform::spawn(async move {
                let arrived = part.fetch().await;
                is_lost.set(arrived.is_none());
                draw.set(arrived);
            });
        })
    };
    {
        let (fetch, is_here) = (fetch.clone(), draw.is_some());
        use_effect_with(app.is_online, move |_| {
            if !is_here {
                fetch.emit(());
            }
        });
    }
    {
        // A page that had to be fetched missed the moment when the keyboard was put on its heading.
        let is_late = use_mut_ref(|| draw.is_none() && matches!(props.shown, Shown::Page(_) | Shown::Room));
        let has_moved = app.visits > 0;
        use_effect_with(draw.is_some(), move |is_here| {
            if *is_here && is_late.replace(false) && has_moved {
                focus::on_id("page-title");
            }
        });
    }
    match *draw {
        Some(draw) => draw(props.shown.clone()),
        None if !matches!(props.shown, Shown::Page(_) | Shown::Room) => Html::default(),
        None if *is_lost => {
            html! { <div class="page"><Failed fault={Fault::Offline} again={fetch} /></div> }
        }
        None => html! { <div class="page"><Waiting /></div> },
    }
}
