//! What must hold, kept apart from the code under test: every text a person types is a token that occurs once, and the
//! oracle remembers over which text it was typed.

use std::collections::{BTreeMap, BTreeSet};

use shared::inquiry::InquiryDraft;
use uuid::Uuid;

/// The places of a form that the model's person types into.
pub const PLACES: usize = 6;

pub fn place(draft: &InquiryDraft, at: usize) -> String {
    match at {
        0 => draft.reason.clone(),
        1 => draft.case_number.clone(),
        2 => draft.justification.clone(),
        3 => draft.remark.clone(),
        row => draft.subjects.get(row - 4).map(|subject| subject.name.clone()).unwrap_or_default(),
    }
}

pub fn place_mut(draft: &mut InquiryDraft, at: usize) -> Option<&mut String> {
    match at {
        0 => Some(&mut draft.reason),
        1 => Some(&mut draft.case_number),
        2 => Some(&mut draft.justification),
        3 => Some(&mut draft.remark),
        row => draft.subjects.get_mut(row - 4).map(|subject| &mut subject.name),
    }
}

#[derive(Debug, Default, Clone)]
pub struct Oracle {
    /// Token → what stood there when it was typed.
    typed_over: BTreeMap<String, String>,
    /// Tokens that the server told a device it took.
    acknowledged: BTreeSet<String>,
    /// Tokens a refusal showed to the person.
    shown: BTreeSet<String>,
    /// Records whose person took them back.
    left: BTreeSet<Uuid>,
    /// What a person saw when submitting.
    submitted: BTreeMap<Uuid, Vec<String>>,
    /// The first thing that went wrong.
    pub wrong: Option<String>,
}

impl Oracle {
    pub fn typed(&mut self, token: &str, over: &str) {
        self.typed_over.insert(token.to_owned(), over.to_owned());
    }

    pub fn acknowledged(&mut self, draft: &InquiryDraft, base: Option<&InquiryDraft>) {
        for token in changed(base, draft) {
            self.acknowledged.insert(token);
        }
    }

    pub fn shown(&mut self, draft: &InquiryDraft) {
        self.shown.extend((0..PLACES).map(|at| place(draft, at)));
    }

    pub fn took_back(&mut self, id: Uuid) {
        self.left.insert(id);
    }

    pub fn submitted(&mut self, id: Uuid, seen: &InquiryDraft) {
        self.submitted.entry(id).or_default().push(words(seen));
    }

    /// The server registers a form: exactly one that its person had on the screen.
    pub fn registers(&mut self, id: Uuid, draft: &InquiryDraft) {
        if !self.submitted.get(&id).is_some_and(|seen| seen.contains(&words(draft))) {
            self.fail(format!("{id} was submitted as nobody saw it"));
        }
    }

    /// The server writes a form over another: each new text was typed over the one it replaces, and appears once.
    pub fn writes(
        &mut self,
        log: &mut BTreeSet<String>,
        before: Option<&InquiryDraft>,
        after: &InquiryDraft,
    ) {
        for at in 0..PLACES {
            let old = before.map(|draft| place(draft, at)).unwrap_or_default();
            let new = place(after, at);
            if old == new {
                continue;
            }
            if !self.descends(&new, &old) {
                self.fail(format!(
                    "`{new}` silently replaced `{old}`, typed over `{:?}`",
                    self.typed_over.get(&new)
                ));
            }
            if !new.is_empty() && !log.insert(new.clone()) {
                self.fail(format!("`{new}` was carried out twice"));
            }
        }
    }

    /// At the end, on the timeline that survived.
    pub fn finish(&mut self, log: &BTreeSet<String>) {
        let typed_over: BTreeSet<&String> = self.typed_over.values().collect();
        let lost = self.acknowledged.iter().find(|token| {
            !log.contains(*token) && !self.shown.contains(*token) && !typed_over.contains(token)
        });
        if let Some(token) = lost {
            let is_left = token
                .split_once('/')
                .is_some_and(|(id, _)| self.left.iter().any(|left| left.to_string() == id));
            if !is_left {
                let reason = format!("`{token}` was accepted and is lost");
                self.fail(reason);
            }
        }
    }

    pub fn fail(&mut self, reason: String) {
        self.wrong.get_or_insert(reason);
    }

    fn descends(&self, new: &str, old: &str) -> bool {
        let mut at = new;
        while !at.is_empty() {
            match self.typed_over.get(at) {
                Some(over) if over == old => return true,
                Some(over) => at = over,
                None => return false,
            }
        }
        old.is_empty()
    }
}

fn changed(base: Option<&InquiryDraft>, draft: &InquiryDraft) -> Vec<String> {
    (0..PLACES)
        .filter(|at| base.is_none_or(|base| place(base, *at) != place(draft, *at)))
        .map(|at| place(draft, at))
        .filter(|token| !token.is_empty())
        .collect()
}

fn words(draft: &InquiryDraft) -> String {
    (0..PLACES).map(|at| place(draft, at)).collect::<Vec<_>>().join("|")
}
