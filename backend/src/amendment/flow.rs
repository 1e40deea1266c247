//! Trying an edition: registers and records as they are, judged by both.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use shared::{
    EditionId,
    account::Account,
    amendment::{self, AuditChange, Impact, ItemChange, OpenRecords, PersonChange, UnitChange},
    id::UnitId,
    inquiry::InquiryFacts,
    period::HalfYear,
    record::taiwan_midnight,
};

use super::store;
use crate::{app::Act, http::error::ApiError, inquiry};

/// Records of one state that are listed; the count tells of more.
const LISTED: i64 = 20;
/// Nouns of which something is under way when an edition takes force, with the states in which it is.
const NOUNS: [(&str, &[&str]); 3] = [
    ("inquiry", &["draft", "submitted", "sent_back", "approved", "carried_out"]),
    ("application", &["submitted", "sent_back", "approved", "granted"]),
    ("manager_change", &["preparing", "switched"]),
];

/// What `after` would change against `before`, on a day.
///
/// # Errors
/// Not the manager, or the database does not answer.
pub async fn impact(
    act: &mut Act<'_>,
    editions: (EditionId, EditionId),
    on: NaiveDate,
) -> Result<Impact, ApiError> {
    if !act.standing().is_manager {
        return Err(ApiError::Forbidden);
    }
    let (before, after) = editions;
    let audits = audits(act, editions, on).await?;
    Ok(Impact {
        before,
        after,
        on,
        texts: amendment::texts(before, after),
        forms: amendment::forms(before, after),
        units: units(act, editions, on),
        items: items(act, editions, on).await?,
        people: people(act, editions, on),
        duties: amendment::duties(editions, &audits),
        audits,
        open: open(act).await?,
    })
}

fn units(act: &Act<'_>, (before, after): (EditionId, EditionId), on: NaiveDate) -> Vec<UnitChange> {
    let registers = act.registers();
    let mut people: BTreeMap<UnitId, usize> = BTreeMap::new();
    for account in registers.accounts.values().filter(|account| account.is_active(on)) {
        *people.entry(account.unit()).or_default() += 1;
    }
    let changed = registers.agencies.keys().filter_map(|unit| {
        let is_social = registers.in_social_affairs(*unit);
        let is_bound = amendment::binds(after, is_social, on);
        (amendment::binds(before, is_social, on) != is_bound).then(|| UnitChange {
            unit: *unit,
            name: registers.unit_name(*unit),
            is_bound,
            people: people.get(unit).copied().unwrap_or_default(),
        })
    });
    changed.collect()
}

async fn items(
    act: &mut Act<'_>,
    (before, after): (EditionId, EditionId),
    on: NaiveDate,
) -> Result<Vec<ItemChange>, ApiError> {
    let registers = act.registers();
    let mut found = Vec::new();
    for item in registers.items.values().filter(|item| item.repeal().is_none_or(|repeal| repeal.on > on)) {
        let is_allowed = amendment::allows(after, item.draft());
        if amendment::allows(before, item.draft()) == is_allowed {
            continue;
        }
        let holds = |account: &&Account| {
            account.is_active(on) && account.grants(on).iter().any(|grant| grant.item == item.item())
        };
        let open = inquiry::store::open_under_item(act.tx, item.item()).await?;
        found.push(ItemChange {
            item: item.item(),
            number: item.draft().number.clone(),
            name: item.draft().name.clone(),
            is_allowed,
            holders: registers.accounts.values().filter(holds).count(),
            open: open.iter().map(|(_, count)| count).sum(),
        });
    }
    Ok(found)
}

fn people(act: &Act<'_>, editions: (EditionId, EditionId), on: NaiveDate) -> Vec<PersonChange> {
    let registers = act.registers();
    let mut found = Vec::new();
    for account in registers.accounts.values().filter(|account| account.is_active(on)) {
        for grant in account.grants(on) {
            let facts = InquiryFacts {
                applicant: registers.standing(account.person(), on),
                item: registers.item_facts(grant.item, on),
                in_social_affairs: Some(registers.in_social_affairs(account.unit())),
                usual: None,
            };
            let verdict = amendment::verdict(editions, grant.item, &grant.data_items, on, &facts);
            let Some((may, why)) = verdict else { continue };
            let item = registers.items.get(&grant.item);
            found.push(PersonChange {
                person: account.person(),
                name: account.draft().name.clone(),
                unit_name: registers.unit_name(account.unit()),
                item: item.map(|item| item.draft().number.clone()).unwrap_or_default(),
                may,
                why,
            });
        }
    }
    found.sort_by(|a, b| (&a.unit_name, &a.name, &a.item).cmp(&(&b.unit_name, &b.name, &b.item)));
    found
}

async fn audits(
    act: &mut Act<'_>,
    editions: (EditionId, EditionId),
    on: NaiveDate,
) -> Result<Vec<AuditChange>, ApiError> {
    let half = HalfYear::of(on);
    let instant = |day: Option<NaiveDate>| day.map(taiwan_midnight).unwrap_or_default().timestamp_micros();
    let (from, until) = (half.first_day(), half.last_day().and_then(|day| day.succ_opt()));
    let registers = act.registers();
    let mut found = Vec::new();
    for unit in registers.agencies.keys() {
        let count = store::cases(act.tx, unit.0, instant(from), instant(until)).await?;
        let cases = u64::try_from(count).unwrap_or_default();
        if cases > 0 {
            found.extend(amendment::audit(editions, *unit, registers.unit_name(*unit), cases));
        }
    }
    Ok(found)
}

async fn open(act: &mut Act<'_>) -> Result<Vec<OpenRecords>, ApiError> {
    let mut found = Vec::new();
    for (kind, states) in NOUNS {
        for status in states {
            let count = store::open(act.tx, kind, status).await?;
            if count > 0 {
                let records = store::latest(act.tx, kind, status, LISTED).await?;
                found.push(OpenRecords {
                    kind: kind.to_owned(),
                    status: (*status).to_owned(),
                    count,
                    records,
                });
            }
        }
    }
    Ok(found)
}
