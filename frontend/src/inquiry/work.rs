//! My work: drafts, waiting, approved, to account for, closed; and what is due.

use shared::{
    api::v1::{DutyView, InquiryRow, Page},
    inquiry::{InquiryDraft, SubjectDraft, mask_name},
    sync::Local,
};
use yew::prelude::*;

use super::{rows::InquiryTable, words};
use crate::{
    component::{Empty, Failed, Go, Tab, Tabs, Waiting},
    i18n::Label,
    platform::{clock, fetch::Fault},
    route::Route,
    state::load::{use_app, use_load},
    sync::{Desk, use_desk},
};

type Group = (&'static str, Label, &'static [&'static str], Label);

const GROUPS: [Group; 5] = [
    ("drafts", words::TAB_DRAFTS, &["draft", "sent_back"], words::EMPTY_DRAFTS),
    ("waiting", words::TAB_WAITING, &["submitted"], words::EMPTY_WAITING),
    ("approved", words::TAB_APPROVED, &["approved"], words::EMPTY_APPROVED),
    ("account", words::TAB_ACCOUNT, &["carried_out"], words::EMPTY_ACCOUNT),
    ("done", words::TAB_DONE, &["closed", "rejected", "withdrawn"], words::EMPTY_DONE),
];

/// The page.
#[component]
pub fn WorkPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let desk = use_desk();
    let mine = use_load::<Page<InquiryRow>>("/inquiries?mine=true&limit=200");
    let duties = use_load::<Page<DutyView>>("/duties?mine=true&limit=200");
    let chosen = use_state(|| None::<&'static str>);

    let mut rows: Vec<InquiryRow> =
        mine.state.here.as_ref().map(|page| page.items.clone()).unwrap_or_default();
    if let Some(desk) = &desk {
        add_local(&mut rows, desk);
    }
    let in_group = |group: &Group| {
        rows.iter().filter(|row| group.2.contains(&row.status.as_str())).cloned().collect::<Vec<_>>()
    };
    let is_here = mine.state.here.is_some() || matches!(mine.state.fault, Some(Fault::Offline));
    // The first tab with something in it, until the person chooses one.
    let busiest = ["account", "approved", "drafts", "waiting"];
    let filled =
        |key: &&&'static str| GROUPS.iter().any(|group| group.0 == **key && !in_group(group).is_empty());
    let open = chosen.or_else(|| busiest.iter().find(|key| filled(key)).copied()).unwrap_or("drafts");
    let tabs = GROUPS.iter().map(|group| Tab {
        key: group.0,
        text: lang.of(group.1).into(),
        count: Some(in_group(group).len()),
    });
    let onopen = {
        let chosen = chosen.clone();
        Callback::from(move |key| chosen.set(Some(key)))
    };
    let group = GROUPS.iter().find(|group| group.0 == open).unwrap_or(&GROUPS[0]);
    let shown = in_group(group);
    let can_ask = app.session().is_some_and(|session| !session.standing.grants.is_empty());
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::WORK_TITLE) }</h1><p>{ lang.of(words::WORK_LEAD) }</p></div>
                if can_ask { <Go to={Route::NewInquiry} class="btn btn--primary">{ lang.of(crate::i18n::words::NAV_NEW) }</Go> }
            </div>
            if let Some(duties) = &duties.state.here { <DueTiles duties={duties.items.clone()} /> }
            if let Some(fault) = &mine.state.fault { <Failed fault={fault.clone()} again={mine.again.clone()} /> }
            if is_here {
                <Tabs label={lang.of(words::WORK_TITLE)} tabs={tabs.collect::<Vec<_>>()} {open} {onopen}>
                    if shown.is_empty() {
                        <Empty title={group.3} next={(open == "drafts" && can_ask).then_some(words::EMPTY_DRAFTS_NEXT)} />
                    } else {
                        <InquiryTable caption={lang.of(group.1)} rows={shown} />
                    }
                </Tabs>
            } else if mine.state.fault.is_none() { <Waiting /> }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct DueTilesProps {
    duties: Vec<DutyView>,
}

/// What is late and what is near, each a way to the list.
#[component]
fn DueTiles(props: &DueTilesProps) -> Html {
    const SOON: i64 = 7;
    let app = use_app();
    let lang = app.lang;
    let today = app.caps.as_ref().map_or_else(clock::today, |caps| caps.today);
    let late = props.duties.iter().filter(|duty| duty.is_late).count();
    let is_soon =
        |duty: &&DutyView| !duty.is_late && duty.duty.due.is_some_and(|due| (due - today).num_days() <= SOON);
    let soon = props.duties.iter().filter(is_soon).count();
    let tile = |class: &'static str, label: Label, figure: usize, query: &'static str| {
        html! {
            <Go to={Route::Duties} {query} class={classes!("tile", (figure > 0).then_some(class))}>
                <span class="tile__label">{ lang.of(label) }</span><span class="tile__figure">{ figure }</span>
            </Go>
        }
    };
    html! {
        <div class="tiles">
            { tile("tile--late", words::DUE_LATE, late, "?late=true") }
            { tile("tile--due", words::DUE_SOON, soon, "") }
            { tile("", words::DUE_ALL, props.duties.len(), "") }
        </div>
    }
}

/// Drafts the server does not list yet, as this computer has them.
fn add_local(rows: &mut Vec<InquiryRow>, desk: &Desk) {
    let known: std::collections::BTreeSet<_> = rows.iter().map(|row| row.id.0).collect();
    let drafts: Vec<(uuid::Uuid, InquiryDraft)> = desk.read(|client| {
        let ids: std::collections::BTreeSet<_> =
            client.server().keys().copied().chain(client.queue().iter().map(|entry| entry.id)).collect();
        let open = |id: &uuid::Uuid| match client.local(*id) {
            Local::Open(draft) if !known.contains(id) => Some((*id, draft.clone())),
            _ => None,
        };
        ids.iter().filter_map(open).collect()
    });
    let nobody = uuid::Uuid::nil();
    for (id, draft) in drafts {
        rows.insert(
            0,
            InquiryRow {
                must_sign: false,
                id: id.into(),
                revision: 0,
                status: "draft".into(),
                is_lapsed: false,
                unit: nobody.into(),
                unit_name: String::new(),
                applicant: nobody.into(),
                applicant_name: String::new(),
                item_number: String::new(),
                item_name: String::new(),
                item_name_en: String::new(),
                case_number: draft.case_number.clone(),
                subjects: u32::try_from(draft.subjects.len()).unwrap_or(u32::MAX),
                first_subject: draft.subjects.first().map(masked).unwrap_or_default(),
                submitted_at: None,
                queried_at: None,
                updated_at: made_at(id),
                due: None,
            },
        );
    }
}

fn masked(subject: &SubjectDraft) -> String {
    mask_name(&subject.name)
}

/// The identifier carries the moment it was made.
fn made_at(id: uuid::Uuid) -> chrono::DateTime<chrono::Utc> {
    let (seconds, nanos) = id.get_timestamp().map(|stamp| stamp.to_unix()).unwrap_or_default();
    chrono::DateTime::from_timestamp(i64::try_from(seconds).unwrap_or_default(), nanos).unwrap_or_default()
}
