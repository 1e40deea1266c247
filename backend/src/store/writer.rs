//! The one writer: jobs wait in a bounded queue, those that wait are committed together, answers leave after the commit.

use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use futures::{FutureExt, future::BoxFuture};
use tokio::sync::{mpsc, oneshot, watch};

use super::{Db, StoreError, Tx, dialect};
use crate::{journal, planted};

/// Jobs that may wait before the server says it is busy.
const QUEUE: usize = 1_000;
/// Jobs committed together at most.
const BATCH: usize = 64;

/// Why a job was not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// The queue is full, or the server is stopping.
    #[error("the writer is busy")]
    Busy,
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// The transaction could not be committed; whether it was is unknown, and a retry with the same key tells.
    #[error("the transaction failed")]
    Failed,
    /// The disk did not confirm the transaction. Whether it stands is unknown, and this writer writes no more: what the
    /// kernel holds and what the disk holds may differ from here on.
    #[error("the disk did not confirm the transaction")]
    Unsynced,
}

/// Counters of the writer.
#[derive(Debug, Default)]
pub struct Counters {
    /// Transactions committed.
    pub batches: AtomicU64,
    /// Jobs run.
    pub jobs: AtomicU64,
    /// Most jobs committed together.
    pub largest: AtomicU64,
}

/// A handle to the writer; clones share it.
#[derive(Debug, Clone)]
pub struct Writer {
    queue: mpsc::Sender<Queued>,
    counters: Arc<Counters>,
    committed: watch::Receiver<()>,
}

/// A finished job: kept or rolled back, its failure if the connection is to blame, and how to answer.
struct Done {
    keep: bool,
    broken: Option<WriteError>,
    answer: Box<dyn FnOnce(Result<(), WriteError>) + Send>,
}

type Run = Box<dyn for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Done> + Send>;

struct Queued(Run);

/// An error of a job that knows whether the connection is to blame.
pub trait JobError: Send + 'static {
    /// The write error, when the connection cannot be used any more.
    fn broken(&self) -> Option<WriteError>;
    /// Whether the job's effect is kept although it answers with an error.
    fn keep(&self) -> bool {
        false
    }
}

impl JobError for StoreError {
    fn broken(&self) -> Option<WriteError> {
        match self {
            Self::Full => Some(WriteError::Full),
            Self::Unsynced => Some(WriteError::Unsynced),
            Self::Broken(_) => Some(WriteError::Failed),
            _ => None,
        }
    }
}

impl Writer {
    /// Starts the writer of a database.
    #[must_use]
    pub fn start(db: Db) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let counters = Arc::new(Counters::default());
        let (head, committed) = watch::channel(());
        tokio::spawn(run(db, waiting, Arc::clone(&counters), head));
        Self { queue, counters, committed }
    }

    /// Its counters.
    #[must_use]
    pub fn counters(&self) -> &Counters {
        &self.counters
    }

    /// Wakes whenever something was committed.
    #[must_use]
    pub fn committed(&self) -> watch::Receiver<()> {
        self.committed.clone()
    }

    /// Returns once the writer has stopped for good; then no write is taken any more and only a new process helps.
    pub async fn stopped(&self) {
        let mut committed = self.committed();
        while committed.changed().await.is_ok() {}
    }

    /// Runs a job inside the writer's transaction and answers after the commit. A dropped caller stops nothing.
    ///
    /// # Errors
    /// The job was not written; or, inside, the job's own refusal.
    pub async fn write<T, E, F>(&self, job: F) -> Result<Result<T, E>, WriteError>
    where
        T: Send + 'static,
        E: JobError,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let run: Run = Box::new(move |tx| {
            async move {
                let result = job(tx).await;
                let broken = result.as_ref().err().and_then(JobError::broken);
                let keep = broken.is_none() && result.as_ref().map_or_else(JobError::keep, |_| true);
                let answer = Box::new(move |committed: Result<(), WriteError>| {
                    // A refusal wrote nothing, so it stands whatever became of the batch.
                    let result =
                        if keep { committed.map(|()| result) } else { broken.map_or(Ok(result), Err) };
                    // The caller may have gone; the write stands all the same.
                    drop(answer.send(result));
                });
                Done { keep, broken, answer }
            }
            .boxed()
        });
        self.queue.try_send(Queued(run)).map_err(|_| WriteError::Busy)?;
        answered.await.unwrap_or(Err(WriteError::Failed))
    }
}

async fn run(db: Db, mut waiting: mpsc::Receiver<Queued>, counters: Arc<Counters>, head: watch::Sender<()>) {
    let mut batch = Vec::with_capacity(BATCH);
    while !batch.is_empty() || waiting.recv_many(&mut batch, BATCH).await > 0 {
        let waited = batch.len();
        let mut done = Vec::with_capacity(batch.len());
        let committed = commit_together(&db, &mut batch, &mut done).await;
        if committed.is_ok() {
            head.send_replace(());
        }
        let size = (waited - batch.len()) as u64;
        counters.batches.fetch_add(1, Ordering::Relaxed);
        counters.jobs.fetch_add(size, Ordering::Relaxed);
        counters.largest.fetch_max(size, Ordering::Relaxed);
        for job in done {
            (job.answer)(committed);
        }
        // A failure is the answer of the jobs that ran; those behind them get their own in the next transaction. Where none
        // could even begin, all are dropped, which their callers read as "failed".
        if batch.len() == waited {
            batch.clear();
        }
        // The planted bug is the control of the fsync test, which must see a server go on.
        if committed == Err(WriteError::Unsynced) && !planted::is(planted::TRUST_THE_DISK) {
            tracing::error!("the disk did not confirm a write: this server writes no more");
            return;
        }
    }
}

async fn commit_together(db: &Db, batch: &mut Vec<Queued>, done: &mut Vec<Done>) -> Result<(), WriteError> {
    let mut tx = db.write().await.map_err(|error| failed(&error))?;
    let outcome = run_batch(&mut tx, batch, done).await;
    if let Err(error) = outcome {
        // After any failed write the connection's state is unknown: after a full disk the database has rolled back
        // by itself, and the pool would hand out a connection that refuses to begin again for ever.
        tx.discard().await;
        return Err(error);
    }
    Ok(())
}

async fn run_batch(tx: &mut Tx, batch: &mut Vec<Queued>, done: &mut Vec<Done>) -> Result<(), WriteError> {
    dialect::begin(tx).await.map_err(|error| failed(&error))?;
    journal::store::load_frontier(tx).await.map_err(|error| failed(&error))?;
    let start = tx.frontier.size();
    let mut is_first = true;
    while !batch.is_empty() {
        let Queued(job) = batch.remove(0);
        tx.begin_job(is_first).await.map_err(|error| failed(&error))?;
        is_first = false;
        let Ok(job) = AssertUnwindSafe(job(tx)).catch_unwind().await else {
            tracing::error!("a write job panicked");
            return Err(WriteError::Failed);
        };
        let (keep, broken) = (job.keep, job.broken);
        let beside = tx.written().await;
        // The planted bug is the control of the kill test, which must see acknowledged writes lost.
        if planted::is(planted::ANSWER_BEFORE_COMMIT) {
            (job.answer)(Ok(()));
        } else {
            done.push(job);
        }
        if let Some(error) = broken {
            return Err(error);
        }
        beside.map_err(|error| failed(&error))?;
        if !keep {
            tx.undo_job().await.map_err(|error| failed(&error))?;
        }
    }
    if tx.frontier.size() != start {
        journal::store::save_frontier(tx).await.map_err(|error| failed(&error))?;
    }
    tx.execute("COMMIT").await.map_err(|error| failed(&error))
}

fn failed(error: &StoreError) -> WriteError {
    tracing::error!(error = format!("{error:?}"), "the writer's transaction failed");
    error.broken().unwrap_or(WriteError::Failed)
}
