//! Who plays whom in the stories: found among the practice county's people by what they may do.

use shared::{
    account::Grant,
    api::v1::{AccountView, AgencyView, ItemView, PracticePerson},
    id::{PersonId, UnitId},
};

use crate::client::Client;

/// Who plays whom.
#[derive(Debug, Clone)]
pub struct Cast {
    /// Holds an item that covers their unit.
    pub staff: PersonId,
    /// The item they use.
    pub grant: Grant,
    /// Heads that unit.
    pub supervisor: PersonId,
    /// Heads another unit.
    pub supervisor_elsewhere: PersonId,
    /// Somebody who may be named deputy.
    pub deputy: PersonId,
    /// The one manager.
    pub manager: PersonId,
    /// The county government.
    pub root: Option<UnitId>,
}

/// Finds them.
pub(crate) async fn cast(stranger: &Client) -> Cast {
    let people: Vec<PracticePerson> = stranger.get("/practice/people").send().await.ok();
    let manager = people.iter().find(|person| person.is_manager).expect("a manager").person;
    let desk = stranger.sign_in(manager).await;
    let accounts: Vec<AccountView> = desk.all("/accounts", 100).await;
    let accounts: Vec<&AccountView> = accounts
        .iter()
        .filter(|account| account.is_active && !account.draft.card_number.is_empty())
        .filter(|account| people.iter().any(|person| person.person == account.id))
        .collect();
    let items: Vec<ItemView> = desk.all("/items", 100).await;
    let agencies: Vec<AgencyView> = desk.all("/agencies", 100).await;
    let unit = |account: &AccountView| account.draft.unit.parse::<UnitId>().expect("a unit");
    let own = items
        .iter()
        .find(|item| item.draft.name.starts_with("身心障礙者參加社會保險"))
        .expect("the regulation's own item");
    let is_social = |unit: UnitId| {
        let mut at = Some(unit);
        std::iter::from_fn(|| {
            let node = agencies.iter().find(|agency| Some(agency.id) == at)?;
            at = node.draft.parent;
            Some(node.draft.is_social_affairs)
        })
        .any(|is| is)
    };
    let (staff, grant, supervisor) = accounts
        .iter()
        .filter(|account| {
            account.draft.heads.is_empty() && !account.draft.is_manager && is_social(unit(account))
        })
        .find_map(|staff| {
            let grant = staff
                .draft
                .grants
                .iter()
                .find(|grant| grant.item == own.id && own.covered.contains(&unit(staff)))?;
            let head = accounts
                .iter()
                .find(|head| head.draft.heads.contains(&unit(staff)) && !head.draft.is_manager)?;
            Some((*staff, grant.clone(), *head))
        })
        .expect("a staff member with an item and a head");
    let elsewhere = accounts
        .iter()
        .find(|other| {
            let heads = &other.draft.heads;
            !heads.is_empty()
                && !other.draft.is_manager
                && heads.iter().all(|headed| *headed != unit(staff) && !own.covered.contains(headed))
                && other.draft.deputy_for.iter().all(|deputy| deputy.unit != unit(staff))
        })
        .or_else(|| {
            accounts
                .iter()
                .find(|other| !other.draft.heads.is_empty() && !other.draft.heads.contains(&unit(staff)))
        })
        .expect("the head of another unit");
    let deputy = accounts
        .iter()
        .find(|other| {
            ![staff.id, supervisor.id, elsewhere.id, manager].contains(&other.id)
                && other.draft.deputy_for.is_empty()
                && other.draft.heads.is_empty()
        })
        .expect("somebody to be deputy");
    Cast {
        staff: staff.id,
        grant,
        supervisor: supervisor.id,
        supervisor_elsewhere: elsewhere.id,
        deputy: deputy.id,
        manager,
        root: agencies.iter().find(|agency| agency.draft.parent.is_none()).map(|agency| agency.id),
    }
}
