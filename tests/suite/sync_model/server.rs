//! The server of the model: a map, a journal and the memory of what each device was answered, all of it in one backup.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use shared::{
    inquiry::{Identity, InquiryDraft},
    sync::{
        Change, ChangesResponse, Cursor, DeviceId, Failure, Intent, Mutation, Op, Outcome, PushRequest,
        PushResponse, PushResult, State, Sum, Turn, UNKNOWN_NAME, Verdict, fingerprint, judge, refused, turn,
    },
};
use uuid::Uuid;

use crate::{oracle::Oracle, run::Bug};

#[derive(Debug, Clone)]
pub struct Record {
    pub rev: i64,
    pub draft: InquiryDraft,
    pub is_submitted: bool,
}

#[derive(Debug, Clone, Default)]
struct Device {
    last: u64,
    answered: BTreeMap<u64, (Vec<u8>, Outcome)>,
}

#[derive(Debug, Clone, Default)]
pub struct Server {
    pub epoch: i64,
    pub records: BTreeMap<Uuid, Record>,
    /// (record, revision) in commit order; the place is the sequence.
    journal: Vec<Uuid>,
    devices: BTreeMap<DeviceId, Device>,
    /// Boxes sealed so far.
    pub boxes: u64,
    /// Every token ever written on this timeline.
    pub written: BTreeSet<String>,
}

impl Server {
    pub fn new(epoch: i64) -> Self {
        Self { epoch, ..Self::default() }
    }

    pub fn push(
        &mut self,
        oracle: &mut Oracle,
        request: &PushRequest,
        now: u64,
        bug: Bug,
    ) -> Result<PushResponse, Failure> {
        if request.epoch != self.epoch {
            return Err(Failure::Gone);
        }
        if request.mutations.iter().any(is_too_large) {
            return Err(Failure::Final { status: 413 });
        }
        let mut device = self.devices.get(&request.device).cloned().unwrap_or_default();
        let mut response = PushResponse {
            epoch: self.epoch,
            results: Vec::new(),
            last: device.last,
            gap: false,
            fork: false,
            server_time: time(now),
        };
        for mutation in &request.mutations {
            let print = fingerprint(mutation);
            let answered = device.answered.get(&mutation.mid);
            let its_turn =
                turn(device.last, mutation.mid, answered.is_some_and(|(stored, _)| *stored == print));
            let outcome = match (its_turn, answered) {
                (Turn::Replay, Some((_, outcome))) if bug != Bug::NoDedupe => Outcome::Replayed {
                    of: Box::new(outcome.clone()),
                    rev: self.records.get(&mutation.id).map(|record| record.rev),
                },
                (Turn::Gap, _) => {
                    response.gap = true;
                    break;
                }
                (Turn::Fork, _) => {
                    response.fork = true;
                    break;
                }
                _ => {
                    let outcome = self.carry_out(oracle, mutation, bug);
                    device.last = device.last.max(mutation.mid);
                    device.answered.insert(mutation.mid, (print, outcome.clone()));
                    outcome
                }
            };
            response.results.push(PushResult { mid: mutation.mid, outcome });
        }
        response.last = device.last;
        self.devices.insert(request.device, device);
        Ok(response)
    }

    fn carry_out(&mut self, oracle: &mut Oracle, mutation: &Mutation, bug: Bug) -> Outcome {
        let intent = match Intent::read(1, &mutation.name, mutation.args.clone()) {
            Ok(intent) => intent,
            Err(report) => return Outcome::Rejected { report },
        };
        // Stands for any broken rule.
        if intent.draft().is_some_and(|draft| draft.remark.ends_with("bad")) {
            return Outcome::Rejected { report: refused(&UNKNOWN_NAME) };
        }
        let record = self.records.get(&mutation.id);
        let state = match record {
            None => State::Absent,
            Some(record) if record.is_submitted => State::Frozen,
            Some(record) => State::Open { rev: record.rev, draft: &record.draft, is_registered: false },
        };
        let verdict = match (judge(state, &intent), intent.draft(), state) {
            (_, Some(draft), State::Open { .. }) if bug == Bug::LastWriteWins => {
                Verdict::Save { draft: draft.clone(), is_merged: false }
            }
            (verdict, ..) => verdict,
        };
        let before = record.map(|record| record.draft.clone());
        let rev = record.map_or(1, |record| record.rev + 1);
        match verdict {
            Verdict::Answer(outcome) => outcome,
            Verdict::Create(draft) => self.write(oracle, mutation.id, rev, None, draft, false),
            Verdict::Save { draft, is_merged } => {
                self.write(oracle, mutation.id, rev, before, draft, is_merged)
            }
            Verdict::Submit | Verdict::Withdraw => {
                if verdict == Verdict::Submit
                    && let Some(draft) = &before
                {
                    oracle.registers(mutation.id, draft);
                }
                if let Some(record) = self.records.get_mut(&mutation.id) {
                    record.is_submitted = true;
                    record.rev = rev;
                }
                self.journal.push(mutation.id);
                Outcome::Applied { rev, draft: None }
            }
            Verdict::Discard => {
                self.records.remove(&mutation.id);
                self.journal.push(mutation.id);
                Outcome::Applied { rev: 0, draft: None }
            }
        }
    }

    fn write(
        &mut self,
        oracle: &mut Oracle,
        id: Uuid,
        rev: i64,
        before: Option<InquiryDraft>,
        draft: InquiryDraft,
        is_merged: bool,
    ) -> Outcome {
        self.boxes += 1;
        let kept = sealed(draft.clone(), self.boxes);
        oracle.writes(&mut self.written, before.as_ref(), &kept);
        self.records.insert(id, Record { rev, draft: kept.clone(), is_submitted: false });
        self.journal.push(id);
        if is_merged {
            Outcome::Merged { rev, draft: kept }
        } else {
            Outcome::Applied { rev, draft: Some(kept).filter(|kept| *kept != draft) }
        }
    }

    pub fn changes(
        &self,
        since: Option<&str>,
        page: usize,
        has_sum: bool,
        now: u64,
    ) -> Result<ChangesResponse, Failure> {
        let from = match since {
            None => 0,
            Some(text) => {
                let cursor: Cursor = text.parse().map_err(|_| Failure::Gone)?;
                if cursor.epoch != self.epoch {
                    return Err(Failure::Gone);
                }
                usize::try_from(cursor.seq).map_err(|_| Failure::Gone)?
            }
        };
        let rows = self.journal.get(from..).unwrap_or_default();
        let changes: Vec<Change> = rows
            .iter()
            .take(page)
            .zip(from + 1..)
            .map(|(id, seq)| self.change(*id, i64::try_from(seq).unwrap_or_default()))
            .collect();
        let more = rows.len() > changes.len();
        let seq = i64::try_from(from + changes.len()).unwrap_or_default();
        Ok(ChangesResponse {
            epoch: self.epoch,
            changes,
            cursor: Cursor { epoch: self.epoch, seq, scope: "a".into() }.to_string(),
            more,
            sum: (has_sum && !more).then(|| self.sum()),
            server_time: time(now),
        })
    }

    fn change(&self, id: Uuid, seq: i64) -> Change {
        match self.records.get(&id) {
            None => Change { seq, kind: "draft".into(), id: Some(id), rev: 0, op: Op::Del, doc: None },
            Some(record) => {
                let kind = if record.is_submitted { "inquiry" } else { "draft" };
                let doc = if record.is_submitted {
                    serde_json::json!({})
                } else {
                    serde_json::json!({ "draft": record.draft })
                };
                Change { seq, kind: kind.into(), id: Some(id), rev: record.rev, op: Op::Put, doc: Some(doc) }
            }
        }
    }

    fn sum(&self) -> String {
        let mut sum = Sum::default();
        for (id, record) in &self.records {
            sum.add(*id, record.rev);
        }
        sum.to_string()
    }
}

/// As the real server does: a typed identity is kept sealed, and never twice in the same box.
fn sealed(mut draft: InquiryDraft, number: u64) -> InquiryDraft {
    for subject in &mut draft.subjects {
        if let Identity::Typed(text) = &subject.identity
            && !text.is_empty()
        {
            subject.identity = Identity::Sealed { sealed: format!("{text}:{number}"), masked: "*".into() };
        }
    }
    draft
}

fn is_too_large(mutation: &Mutation) -> bool {
    mutation
        .args
        .pointer("/draft/remark")
        .and_then(|remark| remark.as_str())
        .is_some_and(|text| text.ends_with("huge"))
}

fn time(now: u64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(i64::try_from(now).unwrap_or_default()).unwrap_or_default()
}
