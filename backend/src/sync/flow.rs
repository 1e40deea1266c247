//! What a device sends: each mutation in its turn, through the same use-cases as REST, its answer kept beside its effect.

use std::collections::BTreeMap;

use anyhow::Context;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::{
    api::v1::NewDraft,
    id::{InquiryId, PersonId},
    inquiry::{InquiryAction, InquiryDraft},
    sync::{
        ABSENT, DeviceId, FORBIDDEN, Intent, Mutation, Outcome, PushRequest, PushResponse, PushResult, State,
        TAKEN, Turn, Verdict, fingerprint, judge, refused, turn, upgrade,
    },
};
use uuid::Uuid;

use super::{PUSH_MOST, store};
use crate::{
    app::{Act, App},
    http::error::ApiError,
    inquiry,
    store::{StoreError, Tx, WriteError, seal::Place, writer::JobError},
};

/// Why a push ended without anything to keep.
enum Halt {
    /// Only judged: answered and rolled back.
    Judged(Box<PushResponse>),
    /// Not served.
    Api(ApiError),
}

impl JobError for Halt {
    fn broken(&self) -> Option<WriteError> {
        match self {
            Self::Judged(_) => None,
            Self::Api(error) => error.broken(),
        }
    }
}

/// Takes what a device sends, all of it in one transaction, each mutation in a savepoint of its own.
///
/// # Errors
/// The request cannot be served; what becomes of a mutation is an outcome, not an error.
pub async fn push(
    app: &App,
    person: PersonId,
    request: PushRequest,
    dry_run: bool,
) -> Result<PushResponse, ApiError> {
    upgrade(request.schema, serde_json::Value::Null).map_err(|_| ApiError::Upgrade)?;
    if u32::try_from(request.mutations.len()).map_or(true, |count| count > PUSH_MOST) {
        return Err(ApiError::bad_request(
            "一次送出的變更過多,請分批。",
            "Too many mutations in one push; send fewer.",
        ));
    }
    app.ensure_data_key().await?;
    let inside = app.clone();
    let written = app
        .writer()
        .write(move |tx| {
            Box::pin(async move {
                let response = take(&inside, tx, person, request).await.map_err(Halt::Api)?;
                if dry_run { Err(Halt::Judged(Box::new(response))) } else { Ok(response) }
            })
        })
        .await?;
    match written {
        Ok(response) => Ok(response),
        Err(Halt::Judged(response)) => Ok(*response),
        Err(Halt::Api(error)) => Err(error),
    }
}

async fn take(
    app: &App,
    tx: &mut Tx,
    person: PersonId,
    request: PushRequest,
) -> Result<PushResponse, ApiError> {
    let epoch = store::epoch(tx).await?;
    if request.epoch != epoch {
        return Err(ApiError::Reset);
    }
    let known = store::device(tx, request.device.0).await?;
    if known.is_some_and(|device| device.person_id != person.0) {
        return Err(ApiError::Forbidden);
    }
    let mut act = app.act(tx, person).await?;
    let at = act.now().timestamp_micros();
    if known.is_none() && !request.mutations.is_empty() {
        store::bind_device(act.tx, request.device.0, person.0, at).await?;
    }
    let last = known.map_or(0, |device| device.last_mid);
    let mut push = Push {
        device: request.device,
        schema: request.schema,
        refused: BTreeMap::new(),
        response: PushResponse {
            epoch,
            results: Vec::with_capacity(request.mutations.len()),
            last: u64::try_from(last).unwrap_or_default(),
            gap: false,
            fork: false,
            server_time: act.now(),
        },
    };
    let mut rest = request.mutations.as_slice();
    while let Some(first) = rest.first() {
        let size =
            rest.iter().take_while(|next| first.group.is_some() && next.group == first.group).count().max(1);
        let (together, after) = rest.split_at(size);
        if !push.serve(&mut act, together).await? {
            break;
        }
        rest = after;
    }
    if !request.mutations.is_empty() {
        let last = i64::try_from(push.response.last).unwrap_or(i64::MAX);
        store::save_device(act.tx, push.device.0, last, at).await?;
    }
    Ok(push.response)
}

/// A push on its way through.
struct Push {
    device: DeviceId,
    schema: u32,
    /// Records of which something was refused in this push, and which mutation that was: what follows builds on it.
    refused: BTreeMap<Uuid, u64>,
    response: PushResponse,
}

/// An answer as it is kept: what was asked, as a hash, and what came of it. Sealed, as a conflict names data subjects.
#[derive(Serialize, Deserialize)]
struct Kept {
    asked: Vec<u8>,
    outcome: Outcome,
}

impl Push {
    /// Serves one mutation, or a group of them all or not at all. False stops the push.
    async fn serve(&mut self, act: &mut Act<'_>, together: &[Mutation]) -> Result<bool, ApiError> {
        let frontier = act.tx.frontier.clone();
        act.tx.execute("SAVEPOINT together").await?;
        let mut done: Vec<(u64, Vec<u8>, Outcome)> = Vec::new();
        let mut goes_on = true;
        for mutation in together {
            let asked = Sha256::digest(fingerprint(mutation)).to_vec();
            let kept = self.kept(act, mutation.mid).await?;
            let is_same = kept.as_ref().is_some_and(|kept| kept.asked == asked);
            let last = done.last().map_or(self.response.last, |(mid, ..)| *mid);
            match (turn(last, mutation.mid, is_same), kept) {
                (Turn::Replay, Some(kept)) => {
                    let id = InquiryId(mutation.id);
                    let rev = inquiry::store::find(act.tx, id).await?.map(|row| row.revision);
                    let outcome = Outcome::Replayed { of: Box::new(kept.outcome), rev };
                    self.response.results.push(PushResult { mid: mutation.mid, outcome });
                }
                (Turn::Run, _) => {
                    let outcome = self.run(act, mutation).await?;
                    done.push((mutation.mid, asked, outcome));
                }
                (Turn::Gap, _) => {
                    self.response.gap = true;
                    goes_on = false;
                    break;
                }
                (Turn::Fork | Turn::Replay, _) => {
                    self.response.fork = true;
                    goes_on = false;
                    break;
                }
            }
        }
        let culprit = done.iter().find(|(.., outcome)| !outcome.is_accepted()).map(|(mid, ..)| *mid);
        if let Some(because) = culprit.filter(|_| together.len() > 1) {
            act.tx.execute("ROLLBACK TO SAVEPOINT together").await?;
            act.tx.frontier = frontier;
            for (.., outcome) in done.iter_mut().filter(|(.., outcome)| outcome.is_accepted()) {
                *outcome = Outcome::Deferred { because };
            }
        }
        act.tx.execute("RELEASE SAVEPOINT together").await?;
        for (mid, asked, outcome) in done {
            self.answer(act, mid, asked, outcome).await?;
        }
        Ok(goes_on)
    }

    async fn answer(
        &mut self,
        act: &mut Act<'_>,
        mid: u64,
        asked: Vec<u8>,
        outcome: Outcome,
    ) -> Result<(), ApiError> {
        let bytes =
            serde_json::to_vec(&Kept { asked, outcome: outcome.clone() }).context("outcome to JSON")?;
        let sealed = act.app().sealer().seal(&act.app().key_period(), self.place(mid), &bytes)?;
        let (number, at) = (i64::try_from(mid).unwrap_or(i64::MAX), act.now().timestamp_micros());
        store::keep_result(act.tx, self.device.0, number, &sealed, at).await?;
        self.response.last = mid;
        self.response.results.push(PushResult { mid, outcome });
        Ok(())
    }

    async fn kept(&self, act: &mut Act<'_>, mid: u64) -> Result<Option<Kept>, ApiError> {
        if mid > self.response.last {
            return Ok(None);
        }
        let number = i64::try_from(mid).unwrap_or(i64::MAX);
        let Some(sealed) = store::result(act.tx, self.device.0, number).await? else { return Ok(None) };
        let sealer = act.app().sealer().clone();
        let bytes = match sealer.open(self.place(mid), &sealed) {
            Ok(bytes) => bytes,
            // Another server may have made a data key since.
            Err(_) => {
                sealer.load(act.tx).await?;
                sealer.open(self.place(mid), &sealed)?
            }
        };
        let kept = serde_json::from_slice(&bytes)
            .with_context(|| format!("push_results.result of {} {mid}", self.device))?;
        Ok(Some(kept))
    }

    fn place(&self, mid: u64) -> Place {
        let part = i64::try_from(mid).unwrap_or(i64::MAX);
        Place { table: "push_results", column: "result", row: self.device.0, part }
    }

    /// Carries one mutation out, or undoes every trace of it and says why.
    async fn run(&mut self, act: &mut Act<'_>, mutation: &Mutation) -> Result<Outcome, ApiError> {
        if let Some(because) = self.refused.get(&mutation.id).copied() {
            return Ok(Outcome::Deferred { because });
        }
        let frontier = act.tx.frontier.clone();
        act.tx.execute("SAVEPOINT item").await?;
        let outcome = match self.carry_out(act, mutation).await {
            Ok(outcome) => outcome,
            Err(error) => Outcome::Rejected { report: report(error)? },
        };
        if !outcome.is_accepted() {
            act.tx.execute("ROLLBACK TO SAVEPOINT item").await?;
            act.tx.frontier = frontier;
            self.refused.insert(mutation.id, mutation.mid);
        }
        act.tx.execute("RELEASE SAVEPOINT item").await?;
        Ok(outcome)
    }

    async fn carry_out(&self, act: &mut Act<'_>, mutation: &Mutation) -> Result<Outcome, ApiError> {
        let intent = match Intent::read(self.schema, &mutation.name, mutation.args.clone()) {
            Ok(intent) => intent,
            Err(report) => return Ok(Outcome::Rejected { report }),
        };
        let id = InquiryId(mutation.id);
        let row = inquiry::store::find(act.tx, id).await?;
        let is_own = row.as_ref().is_some_and(|row| row.applicant_id == act.standing().person.0);
        let is_open = row.as_ref().is_some_and(|row| matches!(row.status.as_str(), "draft" | "sent_back"));
        let theirs =
            if is_own && is_open { Some(inquiry::flow::read_draft(act, id).await?.draft) } else { None };
        let rev = row.as_ref().map_or(0, |row| row.revision);
        let state = match (&row, &theirs) {
            (None, _) => State::Absent,
            (Some(_), _) if !is_own => State::Foreign,
            (Some(row), Some(draft)) => State::Open { rev, draft, is_registered: row.status != "draft" },
            (Some(_), None) => State::Frozen,
        };
        match judge(state, &intent) {
            Verdict::Answer(outcome) => Ok(outcome),
            Verdict::Create(draft) => {
                let sent = draft.clone();
                let view = inquiry::flow::create_draft(act, NewDraft { id, draft }).await?;
                Ok(kept(view.revision, view.draft, &sent, false))
            }
            Verdict::Save { draft, is_merged } => {
                let sent = draft.clone();
                let view = inquiry::flow::save_draft(act, id, rev, draft).await?;
                Ok(kept(view.revision, view.draft, &sent, is_merged))
            }
            Verdict::Submit => {
                let view = inquiry::flow::submit(act, id, rev).await?;
                Ok(Outcome::Applied { rev: view.inquiry.revision, draft: None })
            }
            Verdict::Withdraw => {
                let view = inquiry::flow::act(act, id, rev, InquiryAction::Withdraw).await?;
                Ok(Outcome::Applied { rev: view.inquiry.revision, draft: None })
            }
            Verdict::Discard => {
                inquiry::flow::delete_draft(act, id, rev).await?;
                Ok(Outcome::Applied { rev: 0, draft: None })
            }
        }
    }
}

/// The outcome of a saved form; typed identities come back sealed, and the device must know how.
fn kept(rev: i64, kept: InquiryDraft, sent: &InquiryDraft, is_merged: bool) -> Outcome {
    if is_merged {
        Outcome::Merged { rev, draft: kept }
    } else {
        Outcome::Applied { rev, draft: Some(kept).filter(|kept| kept != sent) }
    }
}

/// A use-case's refusal as a report. What is no refusal is an error of the whole push: then nothing of it is kept.
fn report(error: ApiError) -> Result<shared::Report, ApiError> {
    match error {
        ApiError::Refused(report) => Ok(*report),
        ApiError::Exists => Ok(refused(&TAKEN)),
        ApiError::NotFound => Ok(refused(&ABSENT)),
        ApiError::Forbidden => Ok(refused(&FORBIDDEN)),
        error => Err(error),
    }
}

/// Begins a new epoch: whoever restores a backup calls this before the server opens its door.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn begin_epoch(app: &App) -> Result<i64, ApiError> {
    let now = app.clock().now().timestamp();
    let written =
        app.writer().write(move |tx| Box::pin(async move { store::begin_epoch(tx, now).await })).await?;
    written.map_err(|error: StoreError| ApiError::from(error))
}
