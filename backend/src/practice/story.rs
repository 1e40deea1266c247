//! Two years of cases, told as events in the order of time and lived through the same use-cases as everybody's.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashMap};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use shared::{
    EditionId, Editions, Record as _,
    account::Account,
    api::v1::NewDraft,
    id::{InquiryId, PersonId, PrintoutId},
    inquiry::{InquiryAction, InquiryDraft, Outcome, QueryDraft},
    printout::{DestructionMethod, FateDraft, PrintoutAction, PrintoutDraft},
    record::taiwan_midnight,
    taiwan_day,
};

use super::{
    chance::Chance,
    oversight::{self, Office},
    person,
};
use crate::{
    app::App,
    http::error::ApiError,
    inquiry, printout,
    registers::Registers,
    store::{
        StoreError, Tx, WriteError,
        behind::{self, Behind},
        seal::Sealer,
        writer::JobError,
    },
};

/// Something that happens in a case.
#[derive(Debug, Clone)]
enum Event {
    Draft(Box<InquiryDraft>),
    Submit,
    Act(Box<InquiryAction>),
    Paper(usize, PrintoutAction),
    Look,
    Office(Box<Office>),
}

impl Event {
    const fn name(&self) -> &'static str {
        match self {
            Self::Draft(_) => "draft",
            Self::Submit => "submit",
            Self::Act(_) => "act",
            Self::Paper(..) => "account for paper",
            Self::Look => "look at identities",
            Self::Office(office) => office.name(),
        }
    }
}

/// One event with its hour and its actor.
#[derive(Debug, Clone)]
pub struct Scene {
    case: usize,
    at: DateTime<Utc>,
    who: PersonId,
    event: Event,
}

/// Where a case stands: its inquiry and printouts with their revisions, and how much of it is still to come.
#[derive(Debug, Clone)]
struct Case {
    id: InquiryId,
    revision: i64,
    printouts: Vec<(PrintoutId, i64)>,
    left: usize,
}

/// A scene at its place: by the hour, then by the order in which it was told.
#[derive(Debug)]
struct Due {
    place: (DateTime<Utc>, usize, usize),
    scene: Scene,
}

impl PartialEq for Due {
    fn eq(&self, other: &Self) -> bool {
        self.place == other.place
    }
}

impl Eq for Due {}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Due {
    fn cmp(&self, other: &Self) -> Ordering {
        self.place.cmp(&other.place)
    }
}

/// Scenes to be lived in one transaction, with the cases that begin in them.
#[derive(Debug, Default)]
pub struct Chapter {
    scenes: Vec<Scene>,
    begin: HashMap<usize, Case>,
    /// What was sealed for the drafts among them, with what it says.
    boxes: Vec<(String, String)>,
}

impl Chapter {
    /// When it happens, scene by scene.
    pub fn instants(&self) -> impl Iterator<Item = DateTime<Utc>> {
        self.scenes.iter().map(|scene| scene.at)
    }

    /// Seals the identities of its drafts as a browser would, beside the one writer.
    ///
    /// # Errors
    /// There is no randomness.
    pub fn seal(&mut self, sealer: &Sealer) -> Result<(), StoreError> {
        for scene in &mut self.scenes {
            if let Event::Draft(draft) = &mut scene.event {
                self.boxes.extend(inquiry::seal::box_subjects(sealer, draft)?);
            }
        }
        Ok(())
    }
}

/// The cases that are under way, and the rows of theirs that are held back.
#[derive(Debug)]
pub struct Life {
    cases: HashMap<usize, Case>,
    /// None where each row is written as it is changed.
    behind: Option<Box<Behind>>,
}

impl Life {
    /// A life that begins at an instant; `goes_on` where there are inquiries of before.
    #[must_use]
    pub fn new(since: DateTime<Utc>, goes_on: bool, holds_back: bool) -> Self {
        let behind = holds_back.then(|| Box::new(Behind::new(since.timestamp_micros(), goes_on)));
        Self { cases: HashMap::new(), behind }
    }
}

/// A scene that the rules refuse, which is a mistake of this file.
#[derive(Debug)]
pub struct Broken {
    /// What was to happen.
    pub event: &'static str,
    /// When.
    pub at: DateTime<Utc>,
    /// Why it did not.
    pub error: ApiError,
}

impl JobError for Broken {
    fn broken(&self) -> Option<WriteError> {
        self.error.broken()
    }
}

/// All that is still to be lived. Cases are told when their time comes, so that a county of any size fits into memory.
#[derive(Debug)]
pub struct Past {
    teller: Teller,
    chance: Chance,
    count: u64,
    next: usize,
    now: DateTime<Utc>,
    scenes: BinaryHeap<Reverse<Due>>,
    begin: HashMap<usize, Case>,
}

impl Past {
    /// Tells `count` cases between two instants.
    pub fn tell(
        registers: &Registers,
        editions: Editions,
        chance: Chance,
        count: u64,
        since: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Self {
        let teller = Teller::new(registers, editions, since, now);
        let (scenes, begin) = (BinaryHeap::new(), HashMap::new());
        let mut past = Self { teller, chance, count, next: 0, now, scenes, begin };
        // What belongs to no case has a case number of its own that no case has.
        let office = oversight::tell(registers, editions, since, now);
        for (place, (at, who, office)) in office.into_iter().enumerate() {
            let event = Event::Office(Box::new(office));
            past.put(place, Scene { case: usize::MAX, at, who, event });
        }
        past
    }

    fn put(&mut self, place: usize, scene: Scene) {
        self.scenes.push(Reverse(Due { place: (scene.at, scene.case, place), scene }));
    }

    fn tell_next(&mut self) {
        let case = self.next;
        self.next += 1;
        let Some((first, scenes)) = self.teller.case(&mut self.chance, case, self.count) else { return };
        let id = InquiryId(self.chance.id(first.timestamp_millis()));
        let now = self.now;
        let scenes: Vec<Scene> = scenes.into_iter().filter(|scene| scene.at <= now).collect();
        self.begin.insert(case, Case { id, revision: 0, printouts: Vec::new(), left: scenes.len() });
        for (place, scene) in scenes.into_iter().enumerate() {
            self.put(place, scene);
        }
    }

    fn next_scene(&mut self) -> Option<Scene> {
        while usize::try_from(self.count).is_ok_and(|count| self.next < count) {
            let begins = self.teller.at(Teller::earliest(self.next, self.count));
            if self.scenes.peek().is_some_and(|Reverse(due)| due.scene.at < begins) {
                break;
            }
            self.tell_next();
        }
        self.scenes.pop().map(|Reverse(due)| due.scene)
    }

    /// The next scenes in the order of time.
    pub fn next_chapter(&mut self, most: usize) -> Option<Chapter> {
        let scenes: Vec<Scene> = std::iter::from_fn(|| self.next_scene()).take(most).collect();
        let begin = std::mem::take(&mut self.begin);
        (!scenes.is_empty()).then_some(Chapter { scenes, begin, boxes: Vec::new() })
    }
}

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
struct Teller {
    editions: Editions,
    desks: Vec<Desk>,
    since: DateTime<Utc>,
    span: TimeDelta,
}

impl Teller {
    fn new(registers: &Registers, editions: Editions, since: DateTime<Utc>, now: DateTime<Utc>) -> Self {
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
    fn at(&self, days: f64) -> DateTime<Utc> {
        let share = (days / 730.0).clamp(0.0, 1.0);
        let seconds = self.span.as_seconds_f64() * share;
        #[expect(clippy::cast_possible_truncation, reason = "microseconds of two years fit")]
        let micros = (seconds * 1e6) as i64;
        let at = self.since + TimeDelta::microseconds(micros);
        // A past of a few days is told faster than people keep hours.
        if self.span < TimeDelta::days(365) { at } else { in_office_hours(at).max(self.since) }
    }

    /// The day before which neither this case nor any later one begins.
    fn earliest(serial: usize, count: u64) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a place in two years")]
        let start = 1.0 + serial as f64 / count.max(1) as f64 * 728.9;
        start.min(LAST_TO_WAIT)
    }

    fn case(&self, chance: &mut Chance, serial: usize, count: u64) -> Option<(DateTime<Utc>, Vec<Scene>)> {
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

/// Lives a chapter inside the writer's transaction, where nobody else writes.
pub fn live(
    app: App,
    tx: &mut Tx,
    chapter: Chapter,
    mut life: Life,
) -> futures::future::BoxFuture<'_, Result<Life, Broken>> {
    Box::pin(async move {
        let Chapter { scenes, begin, boxes } = chapter;
        life.cases.extend(begin);
        if let Some(behind) = &mut life.behind {
            boxes.into_iter().for_each(|(sealed, plain)| behind.boxed(sealed, plain));
        }
        tx.behind = life.behind.take();
        let lived = live_all(&app, tx, &mut life.cases, scenes).await;
        // What another job writes is not held back.
        life.behind = tx.behind.take();
        lived.map(|()| life)
    })
}

async fn live_all(
    app: &App,
    tx: &mut Tx,
    cases: &mut HashMap<usize, Case>,
    scenes: Vec<Scene>,
) -> Result<(), Broken> {
    let mut last = None;
    for scene in scenes {
        let (event, at, number) = (scene.event.name(), scene.at, scene.case);
        let broken = |error| Broken { event, at, error };
        last = Some(at);
        if let Event::Office(office) = scene.event {
            live_office(app, tx, scene.who, at, *office).await.map_err(broken)?;
            continue;
        }
        let Some(case) = cases.get_mut(&number) else { continue };
        play(app, tx, case, scene).await.map_err(broken)?;
        case.left = case.left.saturating_sub(1);
    }
    let written = behind::write(tx).await;
    written.map_err(|error| Broken { event: "write", at: last.unwrap_or_default(), error: error.into() })?;
    let over = cases.extract_if(|_, case| case.left == 0);
    for (_, case) in over {
        if let Some(behind) = &mut tx.behind {
            behind.over(case.id.0, case.printouts.iter().map(|(id, _)| id.0));
        }
    }
    if let Some(behind) = &mut tx.behind {
        behind.forget_boxes();
    }
    Ok(())
}

/// What looks at the records of cases finds them written; it writes its own as it happens.
async fn live_office(
    app: &App,
    tx: &mut Tx,
    who: PersonId,
    at: DateTime<Utc>,
    office: Office,
) -> Result<(), ApiError> {
    if office.looks_at_cases() {
        behind::write(tx).await?;
    }
    let aside = tx.behind.take();
    let lived = oversight::live(app, tx, who, at, office).await;
    tx.behind = aside;
    lived
}

async fn play(app: &App, tx: &mut Tx, case: &mut Case, scene: Scene) -> Result<(), ApiError> {
    let act = &mut app.act_at(tx, scene.who, scene.at).await?;
    match scene.event {
        Event::Draft(draft) => {
            let (row, _) = inquiry::flow::enter_draft(act, NewDraft { id: case.id, draft: *draft }).await?;
            case.revision = row.revision;
        }
        Event::Submit => {
            case.revision = inquiry::flow::submitted(act, case.id, case.revision).await?.revision();
        }
        Event::Act(action) => {
            if let InquiryAction::CarryOut { printout_ids, .. } = &*action {
                case.printouts = printout_ids.iter().map(|id| (*id, 1)).collect();
            }
            case.revision = inquiry::flow::acted(act, case.id, case.revision, *action).await?.revision();
        }
        Event::Look => {
            inquiry::reveal::look(act, case.id, "核對公文所載姓名與統一編號").await?;
        }
        Event::Office(_) => {}
        Event::Paper(at, action) => {
            let Some((id, revision)) = case.printouts.get_mut(at) else { return Err(ApiError::NotFound) };
            *revision = printout::flow::acted(act, *id, *revision, action).await?.0.revision();
        }
    }
    Ok(())
}
