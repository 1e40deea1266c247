//! Two years of cases, told as events in the order of time and lived through the same use-cases as everybody's.

mod live;
mod teller;

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashMap};

use chrono::{DateTime, Utc};
use shared::{
    Editions,
    id::{InquiryId, PersonId, PrintoutId},
    inquiry::{InquiryAction, InquiryDraft},
    printout::PrintoutAction,
};

pub use live::live;
use teller::Teller;

use super::{
    chance::Chance,
    oversight::{self, Office},
};
use crate::{
    http::error::ApiError,
    inquiry,
    registers::Registers,
    store::{StoreError, WriteError, behind::Behind, seal::Sealer, writer::JobError},
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
