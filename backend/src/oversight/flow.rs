//! Whom somebody oversees, and what is shown of them.

use std::collections::BTreeMap;

use anyhow::Context;
use chrono::{Datelike, Days, NaiveDate};
use serde::Deserialize;
use shared::{
    account::Account,
    api::v1::{
        AcknowledgmentState, DataItemUsage, HintRow, ItemUsage, Oversight, Page, PersonFigures,
        PersonOversight, RevealRow,
    },
    id::{InquiryId, ItemId, PersonId},
    journal::Entry,
    regulation::point_03,
};
use uuid::Uuid;

use super::store::{self, Figures, Reveal, Stretch};
use crate::{
    app::Act,
    duty,
    http::{error::ApiError, page},
    inquiry::{self, view::instant},
    liability, printout,
};

/// Days shown when none are asked for, today included.
const USUAL_DAYS: u64 = 29;
/// Lines of each list behind the figures.
const LINES: i64 = 200;
/// Months that tell whether a data item is in use.
const USE_MONTHS: u32 = 12;

/// Over which days and whom.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct Query {
    /// First Taiwan day; thirty days back when left out.
    pub from: Option<NaiveDate>,
    /// Last Taiwan day; today when left out.
    pub to: Option<NaiveDate>,
    /// Only people of this unit.
    pub unit: Option<Uuid>,
    /// Only this person.
    pub person: Option<Uuid>,
    /// Where to go on.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200.
    pub limit: Option<i64>,
}

impl Query {
    fn days(&self, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let to = self.to.unwrap_or(today);
        (self.from.or_else(|| to.checked_sub_days(Days::new(USUAL_DAYS))).unwrap_or(to), to)
    }
}

fn stretch((from, to): (NaiveDate, NaiveDate)) -> Stretch {
    Stretch {
        from: page::midnight(from),
        until: page::midnight(to.succ_opt().unwrap_or(to)),
        first: from.to_string(),
        last: to.to_string(),
    }
}

/// Whether whoever acts oversees a person: the manager everybody, a supervisor those who answer to a unit of theirs, nobody
/// themselves.
#[must_use]
pub fn oversees(act: &Act<'_>, person: PersonId) -> bool {
    let standing = act.standing();
    if standing.is_manager {
        return true;
    }
    let registers = act.registers();
    let Some(other) = registers.standing(person, act.today()) else { return false };
    other.person != standing.person && standing.approves_for(act.today()).contains(&other.answers_to())
}

/// Those whoever acts oversees; refused to whoever oversees nobody by their office.
///
/// # Errors
/// Whoever acts heads no unit and is not the manager.
pub fn people(act: &Act<'_>) -> Result<Vec<Account>, ApiError> {
    let standing = act.standing();
    if !standing.is_manager && standing.approves_for(act.today()).is_empty() {
        return Err(ApiError::Forbidden);
    }
    let registers = act.registers();
    Ok(registers.accounts.values().filter(|account| oversees(act, account.person())).cloned().collect())
}

/// The people and their figures.
///
/// # Errors
/// Nobody is overseen, or the database does not answer.
pub async fn overview(act: &mut Act<'_>, query: &Query) -> Result<Oversight, ApiError> {
    let (from, to) = query.days(act.today());
    let over = stretch((from, to));
    let year = act.today().year();
    let states = liability::flow::states(act, year).await?;
    let mut people = Vec::new();
    for account in self::people(act)? {
        let is_wanted = query.unit.is_none_or(|unit| account.unit().0 == unit)
            && query.person.is_none_or(|person| account.person().0 == person);
        if is_wanted {
            let figures = figures(act, &account, &over, &states).await?;
            let did_something =
                figures.registered + figures.carried_out + figures.pages + figures.reveals > 0;
            if figures.is_active || did_something {
                people.push(figures);
            }
        }
    }
    people.sort_by(|a, b| (&a.unit_name, &a.name).cmp(&(&b.unit_name, &b.name)));
    Ok(Oversight { from, to, people })
}

async fn figures(
    act: &mut Act<'_>,
    account: &Account,
    over: &Stretch,
    states: &BTreeMap<PersonId, AcknowledgmentState>,
) -> Result<PersonFigures, ApiError> {
    let person = account.person();
    let today = act.today();
    let Figures { registered, subjects, carried_out, pages, copies, reveals, hints, last_at } =
        store::figures(act.tx, person, over).await?;
    let late = duty::store::late_of(act.tx, person, &today.to_string()).await?;
    Ok(PersonFigures {
        person,
        name: account.draft().name.clone(),
        title: account.draft().title.clone(),
        unit: account.unit(),
        unit_name: act.registers().unit_name(account.unit()),
        is_active: account.is_active(today),
        registered,
        subjects,
        carried_out,
        pages,
        copies,
        reveals,
        hints,
        late,
        last_active_at: last_at.map(instant),
        acknowledgment: states.get(&person).copied().unwrap_or(AcknowledgmentState::NotAsked),
    })
}

/// The lists behind one person's figures.
///
/// # Errors
/// The person is not overseen, or the database does not answer.
pub async fn person(act: &mut Act<'_>, id: PersonId, query: &Query) -> Result<PersonOversight, ApiError> {
    if !oversees(act, id) {
        return Err(ApiError::NotFound);
    }
    let account = act.registers().accounts.get(&id).cloned().ok_or(ApiError::NotFound)?;
    let (from, to) = query.days(act.today());
    let over = stretch((from, to));
    let states = liability::flow::states(act, act.today().year()).await?;
    let figures = figures(act, &account, &over, &states).await?;
    let mut inquiries = Vec::new();
    for inquiry in store::inquiries(act.tx, id, &over, LINES).await? {
        if let Some(row) =
            inquiry::store::find(act.tx, inquiry).await?.filter(|row| inquiry::flow::may_see(act, row))
        {
            inquiries.push(inquiry::view::row(act, row));
        }
    }
    let looks = store::reveals(act.tx, Some(id), i64::MAX, &over, LINES).await?;
    let late = duty::store::Filter { due_before: Some(act.today()), ..duty::store::Filter::default() };
    let scope = duty::store::Scope::Person(id);
    let duties = duty::store::list(act.tx, scope, &late, ("", Uuid::nil()), LINES).await?;
    Ok(PersonOversight {
        from,
        to,
        printouts: printout::flow::of_days(act, id, from, to, LINES).await?,
        reveals: reveal_rows(act, looks).await?,
        hints: hint_rows(act, id, &over).await?,
        duties: duties
            .into_iter()
            .filter_map(|row| Some(duty::view(act, row.duty()?, row.inquiry_id.map(InquiryId), row.about)))
            .collect(),
        inquiries,
        figures,
    })
}

/// The case number of an inquiry that the reader may see; empty otherwise.
async fn case_number(act: &mut Act<'_>, inquiry: InquiryId) -> Result<String, ApiError> {
    let row = inquiry::store::find(act.tx, inquiry).await?;
    Ok(row.filter(|row| inquiry::flow::may_see(act, row)).map(|row| row.case_number).unwrap_or_default())
}

async fn hint_rows(act: &mut Act<'_>, person: PersonId, over: &Stretch) -> Result<Vec<HintRow>, ApiError> {
    let mut rows = Vec::new();
    for hint in store::hints(act.tx, person, over, LINES).await? {
        let inquiry = InquiryId(hint.inquiry_id);
        rows.push(HintRow {
            inquiry,
            case_number: case_number(act, inquiry).await?,
            person,
            person_name: act.registers().person_name(person),
            at: instant(hint.at),
            hint: serde_json::from_str(&hint.body).with_context(|| format!("hints.body of {inquiry}"))?,
        });
    }
    Ok(rows)
}

async fn reveal_rows(act: &mut Act<'_>, looks: Vec<Reveal>) -> Result<Vec<RevealRow>, ApiError> {
    let mut rows = Vec::new();
    for look in looks {
        let inquiry = InquiryId(look.record_id);
        let person = PersonId(look.actor_id.unwrap_or_default());
        let entry: Entry = serde_json::from_slice(&look.bytes)
            .with_context(|| format!("journal_entries.bytes of {}", look.seq))?;
        rows.push(RevealRow {
            seq: look.seq,
            at: instant(look.at),
            person,
            person_name: act.registers().person_name(person),
            inquiry,
            case_number: case_number(act, inquiry).await?,
            reason: entry.note,
        });
    }
    Ok(rows)
}

/// Looks at full identities of the people overseen, newest first.
///
/// # Errors
/// Nobody is overseen, the cursor is none of ours, or the database does not answer.
pub async fn reveals(act: &mut Act<'_>, query: &Query) -> Result<Page<RevealRow>, ApiError> {
    let limit = page::limit(query.limit);
    let before = match &query.cursor {
        None => i64::MAX,
        Some(cursor) => cursor.parse().map_err(|_| page::no_cursor())?,
    };
    let over = stretch(query.days(act.today()));
    let overseen = people(act)?;
    let is_wanted = |account: &&Account| {
        query.person.is_none_or(|person| account.person().0 == person)
            && query.unit.is_none_or(|unit| account.unit().0 == unit)
    };
    let mut looks = Vec::new();
    if act.standing().is_manager && query.person.is_none() && query.unit.is_none() {
        looks = store::reveals(act.tx, None, before, &over, limit + 1).await?;
    } else {
        for account in overseen.iter().filter(is_wanted) {
            looks.extend(store::reveals(act.tx, Some(account.person()), before, &over, limit + 1).await?);
        }
        looks.sort_by_key(|look| std::cmp::Reverse(look.seq));
    }
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = looks.len() > wanted;
    looks.truncate(wanted);
    let next = looks.last().filter(|_| more).map(|look| look.seq.to_string());
    Ok(Page { items: reveal_rows(act, looks).await?, next })
}

/// How often the data items of an item are asked for, with advice on those that nobody asks for (point 3).
///
/// # Errors
/// There is no such item, or the database does not answer.
pub async fn usage(act: &mut Act<'_>, id: ItemId) -> Result<ItemUsage, ApiError> {
    let (registers, today) = (act.registers(), act.today());
    let row = registers.item_on(id, today).ok_or(ApiError::NotFound)?;
    let facts = registers.item_facts(id, today).ok_or(ApiError::NotFound)?;
    let uses = store::uses(act.tx, id).await?;
    let since = today.checked_sub_months(chrono::Months::new(USE_MONTHS)).unwrap_or(today);
    let since = since.format("%Y-%m").to_string();
    let last =
        |code: &str| uses.iter().rev().find(|(known, ..)| known == code).map(|(_, month, _)| month.clone());
    let asked = |code: &str| {
        uses.iter()
            .filter(|(known, month, _)| known == code && *month >= since)
            .map(|(.., count)| count)
            .sum()
    };
    // A row is judged by the item's own first day: a version of yesterday has not been idle for a year.
    let first = registers.item_versions.get(&id).and_then(|versions| versions.first());
    let from = first.and_then(shared::inventory::takes_force_on).or(facts.in_force_from);
    let mut report = shared::Report::default();
    if facts.repealed_on.is_none_or(|closed| closed > today) {
        point_03::check_unused(&mut report, row, from, today, last);
    }
    let data_items = row
        .data_items
        .iter()
        .map(|data| DataItemUsage {
            code: data.code.clone(),
            name: data.name.clone(),
            name_en: data.name_en.clone(),
            asked: asked(&data.code),
            last_month: last(&data.code),
        })
        .collect();
    Ok(ItemUsage { data_items, report })
}
