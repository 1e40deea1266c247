//! How a case goes: who asks for what, who decides, what becomes of the paper, and on which day of the two years.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use shared::{
    EditionId, Editions,
    account::Account,
    id::{PersonId, PrintoutId},
    inquiry::{InquiryAction, InquiryDraft, Outcome, QueryDraft},
    printout::{DestructionMethod, FateDraft, PrintoutAction, PrintoutDraft},
    record::taiwan_midnight,
    taiwan_day,
};

use super::{
    super::{chance::Chance, person},
    Event, Scene,
};
use crate::registers::Registers;

/// Who inquires about what, and who decides.
#[derive(Debug)]
struct Desk {
    staff: PersonId,
    head: PersonId,
    item: String,
    data_items: Vec<String>,
    /// First day of the item: nobody inquired under it before.
    from: Option<NaiveDate>,
    /// Whether the original edition, too, is for this unit.
    in_social_affairs: bool,
    /// Last day of the account: what nobody is there to finish is not begun.
    until: Option<NaiveDate>,
}

impl Desk {
    fn is_open(&self, editions: Editions, from: NaiveDate, until: NaiveDate) -> bool {
        (self.in_social_affairs || editions.on(from) == EditionId::Amended)
            && self.from.is_some_and(|first| first <= from)
            && self.until.is_none_or(|last| until <= last)
    }
}

/// Days from a draft to the query record in its folder, at most.
const LONGEST_CASE: f64 = 8.0;
/// The day on which the cases begin that wait for their supervisors.
const LAST_TO_WAIT: f64 = 728.0;
/// Days from a query to the last sheet's destruction, at most: inside the month after the year, leap or not.
const LONGEST_PAPER: i64 = 390;

#[derive(Debug)]
pub(super) struct Teller {
    editions: Editions,
    desks: Vec<Desk>,
    since: DateTime<Utc>,
    span: TimeDelta,
}

impl Teller {
    pub(super) fn new(
        registers: &Registers,
        editions: Editions,
        since: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Self {
        let today = taiwan_day(now);
        let mut desks = Vec::new();
        let may_inquire =
            |account: &&Account| account.draft().heads.is_empty() && !account.draft().card_number.is_empty();
        for account in registers.accounts.values().filter(may_inquire) {
            for grant in &account.draft().grants {
                let head = registers
                    .deciders(account.unit(), today)
                    .into_iter()
                    .find(|decider| decider.for_head.is_none());
                let Some(head) = head else { continue };
                desks.push(Desk {
                    staff: account.person(),
                    head: head.person,
                    item: grant.item.to_string(),
                    data_items: grant.data_items.clone(),
                    from: registers.items.get(&grant.item).and_then(|item| item.draft().in_force_from),
                    in_social_affairs: registers.in_social_affairs(account.unit()),
                    until: account.draft().active_until,
                });
            }
        }
        Self { editions, desks, since, span: now - since }
    }

    /// An instant this far into the past's two years; a shorter past is told faster.
    pub(super) fn at(&self, days: f64) -> DateTime<Utc> {
        let share = (days / 730.0).clamp(0.0, 1.0);
        let seconds = self.span.as_seconds_f64() * share;
        #[expect(clippy::cast_possible_truncation, reason = "microseconds of two years fit")]
        let micros = (seconds * 1e6) as i64;
        let at = self.since + TimeDelta::microseconds(micros);
        // A past of a few days is told faster than people keep hours.
        if self.span < TimeDelta::days(365) { at } else { in_office_hours(at).max(self.since) }
    }

    /// The day before which neither this case nor any later one begins.
    pub(super) fn earliest(serial: usize, count: u64) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a place in two years")]
        let start = 1.0 + serial as f64 / count.max(1) as f64 * 728.9;
        start.min(LAST_TO_WAIT)
    }

    pub(super) fn case(
        &self,
        chance: &mut Chance,
        serial: usize,
        count: u64,
    ) -> Option<(DateTime<Utc>, Vec<Scene>)> {
        // The latest wait for their supervisors, so that whoever learns to approve has something to approve.
        let is_waiting = serial as u64 + (count / 8).min(12) >= count;
        #[expect(clippy::cast_precision_loss, reason = "a place in two years")]
        let start = if is_waiting {
            LAST_TO_WAIT + chance.below(1_000) as f64 / 1_000.0
        } else {
            1.0 + (serial as f64 + chance.below(1_000) as f64 / 1_000.0) / count.max(1) as f64 * 728.9
        };
        let first = self.at(start);
        let over = taiwan_day(self.at(start + LONGEST_CASE));
        let open: Vec<&Desk> =
            self.desks.iter().filter(|desk| desk.is_open(self.editions, taiwan_day(first), over)).collect();
        let desk = chance.one(&open).copied()?;
        let mut told = Told { scenes: Vec::new(), case: serial, desk, teller: self };
        let form = self.form(chance, desk, first);
        told.staff(start, Event::Draft(Box::new(form)));
        if chance.percent(3) {
            return Some((first, told.scenes));
        }
        told.staff(start + 0.01, Event::Submit);
        if is_waiting {
            return Some((first, told.scenes));
        }
        let decided = start + 0.02 + part(chance, 1.5);
        match chance.below(100) {
            0..=3 => {
                told.head(decided, InquiryAction::Reject { note: "所附資料不足以說明查調必要性。".into() })
            }
            4..=8 => {
                told.head(decided, InquiryAction::SendBack { note: "請補充依據之法令條文。".into() });
                if chance.percent(70) {
                    told.staff(decided + 0.3, Event::Submit);
                    self.carry_on(chance, &mut told, decided + 0.5);
                }
            }
            9..=10 => told.staff_acts(decided, InquiryAction::Withdraw),
            _ => self.carry_on(chance, &mut told, decided),
        }
        Some((first, told.scenes))
    }

    /// From the approval to the last sheet.
    fn carry_on(&self, chance: &mut Chance, told: &mut Told<'_>, decided: f64) {
        told.head(decided, InquiryAction::approve());
        if chance.percent(4) {
            return;
        }
        let queried = decided + 0.05 + part(chance, 3.0);
        let found = chance.percent(90);
        let mut printouts = Vec::new();
        // Whoever leaves the county keeps no paper that only they could destroy.
        let stays = told.desk.until.is_none();
        if found {
            let fate = if chance.percent(65) || !stays {
                FateDraft::Filed {
                    case_number: format!("府社障字第115{:07}號", chance.below(10_000_000))
                }
            } else {
                FateDraft::Kept { place: "科內資料櫃3號".into() }
            };
            printouts.push(PrintoutDraft {
                pages: 1 + u32::try_from(chance.below(4)).unwrap_or_default(),
                copies: u32::from(told.case % 11 == 3),
                fate,
            });
        }
        let is_kept = printouts.iter().any(|printout| matches!(printout.fate, FateDraft::Kept { .. }));
        let query = QueryDraft {
            queried_at: self.at(queried),
            outcome: if found { Outcome::Found } else { Outcome::NothingFound },
            printouts,
            query_record_place: if chance.percent(60) { "查詢紀錄專卷".into() } else { String::new() },
        };
        let printout_ids = query
            .printouts
            .iter()
            .map(|_| PrintoutId(chance.id(self.at(queried).timestamp_millis())))
            .collect();
        told.staff_acts(queried + 0.001, InquiryAction::CarryOut { query, printout_ids });
        if told.case % 7 == 2 {
            told.staff(queried + 0.002, Event::Look);
        }
        if chance.percent(3) {
            return;
        }
        told.staff_acts(queried + 0.2, InquiryAction::FileQueryRecord { place: "查詢紀錄專卷".into() });
        told.staff_acts(queried + 0.3, InquiryAction::Close);
        if is_kept && chance.percent(85) {
            // The year of the paper is a real one, however fast the rest of the past is told.
            let year_after = |days: i64| self.at(queried) + TimeDelta::days(days);
            told.staff_at(year_after(369), Event::Paper(0, PrintoutAction::ConfirmNotNeeded));
            let earlier = i64::try_from(chance.below(20)).unwrap_or_default();
            let destroyed = year_after(LONGEST_PAPER - earlier);
            let action = PrintoutAction::Destroy {
                on: taiwan_day(destroyed),
                method: DestructionMethod::Shredded,
                witness: told.desk.head,
                witness_name: String::new(),
                reason: String::new(),
            };
            told.staff_at(destroyed, Event::Paper(0, action));
        }
    }

    fn form(&self, chance: &mut Chance, desk: &Desk, at: DateTime<Utc>) -> InquiryDraft {
        let month = taiwan_day(at).format("%Y-%m").to_string();
        let people = if chance.percent(85) { 1 } else { 2 + chance.below(5) };
        InquiryDraft {
            item: desk.item.clone(),
            data_items: desk.data_items.first().cloned().into_iter().collect(),
            subjects: (0..people).map(|_| person::subject(chance)).collect(),
            reason: "依清冊所列法令辦理本案,須核對當事人之勞保資料以作成行政處分。".into(),
            case_number: format!("府社障字第115{:07}號", chance.below(10_000_000)),
            period_from: month.clone(),
            period_to: month,
            justification: String::new(),
            remark: String::new(),
        }
    }
}

/// The same day, between eight and five: people at a county work by day, and later stays later.
fn in_office_hours(at: DateTime<Utc>) -> DateTime<Utc> {
    let midnight = taiwan_midnight(taiwan_day(at));
    midnight + TimeDelta::hours(8) + (at - midnight) * 9 / 24
}

/// Part of so many days.
fn part(chance: &mut Chance, days: f64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a thousandth")]
    let share = chance.below(1_000) as f64 / 1_000.0;
    days * share
}

struct Told<'a> {
    scenes: Vec<Scene>,
    case: usize,
    desk: &'a Desk,
    teller: &'a Teller,
}

impl Told<'_> {
    fn staff(&mut self, days: f64, event: Event) {
        // What lies beyond the two years has not happened yet.
        if days < 730.0 {
            self.staff_at(self.teller.at(days), event);
        }
    }

    /// What comes after now is left out where all scenes are gathered.
    fn staff_at(&mut self, at: DateTime<Utc>, event: Event) {
        self.scenes.push(Scene { case: self.case, at, who: self.desk.staff, event });
    }

    fn staff_acts(&mut self, days: f64, action: InquiryAction) {
        self.staff(days, Event::Act(Box::new(action)));
    }

    fn head(&mut self, days: f64, action: InquiryAction) {
        let event = Event::Act(Box::new(action));
        if days < 730.0 {
            self.scenes.push(Scene { case: self.case, at: self.teller.at(days), who: self.desk.head, event });
        }
    }
}
