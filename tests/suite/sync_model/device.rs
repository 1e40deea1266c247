//! A device of the model: the core, its disk, its person, and an editor that may have been open for a while.

use acceptance::chance::Chance;
use shared::{
    inquiry::{Identity, InquiryDraft, SubjectDraft},
    sync::{
        Client, DeviceId, Effects, EntryState, Intent, Local, Merge, Outcome, PushResponse, Refused, merge,
    },
};
use uuid::Uuid;

use crate::{
    oracle::{Oracle, PLACES, place_mut},
    run::Bug,
};

pub struct Device {
    pub client: Client,
    disk: Client,
    editor: Option<(Uuid, InquiryDraft)>,
    pub is_signed_in: bool,
}

impl Device {
    pub fn new(device: DeviceId) -> Self {
        let client = Client::new(device);
        Self { disk: client.clone(), client, editor: None, is_signed_in: true }
    }

    pub fn store(&mut self) {
        self.disk = self.client.clone();
    }

    /// The planted bug: the cursor reaches the disk, the records do not.
    pub fn store_cursor_only(&mut self) {
        let mut disk = serde_json::to_value(&self.disk).expect("a client");
        let now = serde_json::to_value(&self.client).expect("a client");
        for key in ["cursor", "epoch", "is_pull_due"] {
            disk[key] = now[key].clone();
        }
        self.disk = serde_json::from_value(disk).expect("a client");
    }

    /// The page is gone; what the disk holds comes back, through its serialised form as in a browser.
    pub fn crash(&mut self) {
        let disk = serde_json::to_string(&self.disk).expect("a client");
        self.client = serde_json::from_str(&disk).expect("a client");
        self.editor = None;
    }

    /// One thing a person does.
    pub fn act(&mut self, chance: &mut Chance, oracle: &mut Oracle, ids: &mut Vec<Uuid>, tokens: &mut u64) {
        let some = |chance: &mut Chance, ids: &[Uuid]| {
            ids.get(usize::try_from(chance.below(ids.len() as u64)).expect("small")).copied()
        };
        match chance.below(20) {
            0 => {
                let id = Uuid::from_u128(u128::from(chance.bits()) << 64 | u128::from(chance.bits()));
                ids.push(id);
                let mut draft = blank(chance);
                for at in [0, 4] {
                    retype(oracle, &mut draft, id, at, tokens, "");
                }
                match chance.below(25) {
                    0 => retype(oracle, &mut draft, id, 3, tokens, "bad"),
                    1 => retype(oracle, &mut draft, id, 3, tokens, "huge"),
                    _ => {}
                }
                let _ = self.client.save(id, &InquiryDraft::default(), draft);
            }
            1..=6 => {
                if let Some(id) = some(chance, ids)
                    && let Local::Open(draft) = self.client.local(id)
                {
                    self.editor = Some((id, draft.clone()));
                }
            }
            7..=13 => {
                let Some((id, base)) = self.editor.take() else { return };
                let mut draft = base.clone();
                let at = usize::try_from(chance.below(PLACES as u64)).expect("small");
                retype(oracle, &mut draft, id, at, tokens, "");
                let _ = self.client.save(id, &base, draft);
            }
            14 => {
                if let Some(id) = some(chance, ids)
                    && let Local::Open(draft) = self.client.local(id)
                {
                    let seen = draft.clone();
                    if self.client.submit(id).is_ok() {
                        oracle.submitted(id, &seen);
                    }
                }
            }
            15 => {
                if let Some(id) = some(chance, ids)
                    && chance.coin()
                    && self.client.withdraw(id).is_ok()
                {
                    oracle.took_back(id);
                }
            }
            _ => {
                let refused =
                    self.client.queue().iter().find(|entry| entry.refused().is_some()).map(|entry| entry.id);
                if let Some(id) = refused {
                    self.decide(chance, oracle, id, tokens);
                }
            }
        }
    }

    /// The person looks at a refusal and decides.
    pub fn decide(&mut self, chance: &mut Chance, oracle: &mut Oracle, id: Uuid, tokens: &mut u64) {
        let Some(entry) = self.client.entries(id).find(|entry| entry.refused().is_some()).cloned() else {
            return;
        };
        match entry.refused() {
            Some(Refused::Conflict { .. }) => {
                let Some(choice) = self.client.choice(id) else { return };
                let mut chosen = choice.draft;
                for field in &choice.fields {
                    let at = match field.field.as_str() {
                        "reason" => 0,
                        "case_number" => 1,
                        "justification" => 2,
                        "remark" => 3,
                        _ => 4 + usize::from(chance.coin()),
                    };
                    if chance.coin() {
                        retype(oracle, &mut chosen, id, at, tokens, "");
                    }
                }
                if self.client.entries(id).any(|entry| matches!(entry.intent, Intent::Submit { .. })) {
                    oracle.submitted(id, &chosen);
                }
                self.client.resolve(id, &chosen);
            }
            Some(_) if chance.below(4) == 0 => self.client.retry(id),
            Some(_) => self.client.dismiss(id),
            None => {}
        }
    }

    /// What the oracle must know before an answer is taken in.
    pub fn note(&self, oracle: &mut Oracle, response: &PushResponse) {
        for result in &response.results {
            let is_it = |state: &EntryState| matches!(state, EntryState::Sent { mid } if *mid == result.mid);
            let Some(entry) = self.client.queue().iter().find(|entry| is_it(&entry.state)) else { continue };
            if result.outcome.is_accepted() {
                match &entry.intent {
                    Intent::Create { draft } => oracle.acknowledged(draft, None),
                    Intent::Patch { base, draft } => oracle.acknowledged(draft, Some(base)),
                    Intent::Submit { .. } | Intent::Withdraw { .. } => {}
                }
            }
            if let Outcome::Merged { draft, .. } = result.outcome.first()
                && let (Some(mine), Intent::Patch { base, .. }) = (entry.intent.draft(), &entry.intent)
                && !matches!(merge(base, mine, draft), Merge::Clean(_))
            {
                oracle.fail(format!("{} was merged over its own contents", entry.id));
            }
        }
    }

    /// What a refusal shows: the refused form and everything of the same record behind it.
    pub fn shown(&self, oracle: &mut Oracle, effects: &Effects) {
        for id in &effects.refused {
            for entry in self.client.entries(*id) {
                if let Some(draft) = entry.intent.draft() {
                    oracle.shown(draft);
                }
            }
        }
    }

    pub fn is_jammed_by(&self, bug: Bug) -> bool {
        bug == Bug::JammedQueue && self.client.queue().iter().any(|entry| entry.refused().is_some())
    }
}

fn blank(chance: &mut Chance) -> InquiryDraft {
    let row = |identity| SubjectDraft { name: String::new(), identity };
    let typed = if chance.below(4) == 0 { Identity::Typed("1".into()) } else { Identity::default() };
    InquiryDraft { subjects: vec![row(typed), row(Identity::default())], ..InquiryDraft::default() }
}

fn retype(oracle: &mut Oracle, draft: &mut InquiryDraft, id: Uuid, at: usize, tokens: &mut u64, tail: &str) {
    if let Some(text) = place_mut(draft, at) {
        *tokens += 1;
        let token = format!("{id}/{tokens}{tail}");
        oracle.typed(&token, text);
        *text = token;
    }
}
