//! Recomputes the whole journal from its entries, compares it with the stored tree and head, and replays what entries
//! say of records against the live tables.

use std::collections::{BTreeMap, HashMap};

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use shared::{
    api::v1::JournalHead,
    journal::{Edge, Entry, commitment, instant, leaf_hash},
};
use sqlx::FromRow;
use uuid::Uuid;

use super::{
    checkpoint::files::{Files, StoredSeen},
    signed::Held,
    store,
};
use crate::{
    app::App,
    inquiry::view,
    on_tx, planted,
    store::{Db, StoreError, Tx},
};

/// Entries read at a time.
const STRIDE: i64 = 5_000;

/// What every record's last entry says of it: where, and which content it committed to.
type Last = HashMap<Uuid, (i64, Entry)>;

/// Verifies the journal; what is found names the first bad entry of each kind.
///
/// # Errors
/// The database does not answer, so that nothing can be said.
pub async fn run(app: &App) -> Result<JournalHead, StoreError> {
    run_with(app, None).await
}

/// The same, held to what a witness saw besides.
///
/// # Errors
/// The database does not answer, so that nothing can be said.
pub async fn run_with(app: &App, witness: Option<&StoredSeen>) -> Result<JournalHead, StoreError> {
    let mut problems = Vec::new();
    let held = Held::of(&Files::of(app.config()), witness, &mut problems);
    let mut tx = app.db().snapshot().await?;
    let result = verify(&mut tx, held, problems).await;
    tx.end().await?;
    let (head, disposed, problems) = result?;
    let head = JournalHead {
        disposed,
        size: head.size,
        root: BASE64.encode(&head.root),
        verified_at: Some(app.clock().now()),
        problems,
    };
    app.remember_verified(head.clone());
    Ok(head)
}

/// What is wrong with the journal of a database alone, whoever signs it and wherever it lies.
///
/// # Errors
/// The database does not answer, so that nothing can be said.
pub async fn of(db: &Db) -> Result<Vec<String>, StoreError> {
    let mut tx = db.snapshot().await?;
    let mut problems = Vec::new();
    let held = Held::of(&Files::none(), None, &mut problems);
    let result = verify(&mut tx, held, problems).await;
    tx.end().await?;
    result.map(|(_, _, problems)| problems)
}

async fn verify(
    tx: &mut Tx,
    held: Held,
    mut problems: Vec<String>,
) -> Result<(store::Head, u64, Vec<String>), StoreError> {
    let head = store::head(tx).await?;
    let mut held = held.read(tx).await?;
    let (edge, last) = entries(tx, &mut held, &mut problems).await?;
    held.compare(edge.size(), &mut problems);
    let size = i64::try_from(edge.size()).unwrap_or(i64::MAX);
    if size != head.size {
        problems.push(format!(
            "entry {}: the head counts {} entries, {size} are there: truncated",
            size.min(head.size),
            head.size
        ));
    } else if edge.root().as_slice() != head.root || edge.bytes() != head.edge {
        problems.push("head: its root is not that of the entries".to_owned());
    }
    // The planted bugs, here and in `entries`, are the controls of the tampering tests, which must see nothing found.
    if !planted::is(planted::TRUST_THE_ROWS) {
        records(tx, &last, &mut problems).await?;
    }
    problems.sort_by_key(|problem| first_number(problem));
    let disposed = last.values().filter(|(_, entry)| entry.action.ends_with(DISPOSED)).count();
    Ok((head, u64::try_from(disposed).unwrap_or(u64::MAX), problems))
}

fn first_number(problem: &str) -> u64 {
    let digits: String =
        problem.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(u64::MAX)
}

const HASHES: &str = "SELECT place, hash FROM journal_hashes WHERE place >= $1 ORDER BY place LIMIT $2";

/// Reads every entry in order, rebuilding the tree beside the stored one.
async fn entries(
    tx: &mut Tx,
    held: &mut Held,
    problems: &mut Vec<String>,
) -> Result<(Edge, Last), StoreError> {
    let (mut edge, mut last) = (Edge::default(), Last::new());
    let (mut from, mut at) = (0, i64::MIN);
    let mut stored = StoredHashes::default();
    let mut is_sound = true;
    loop {
        let rows = store::since(tx, from, STRIDE).await?;
        let Some(end) = rows.last().map(|row| row.seq + 1) else { break };
        for row in rows {
            let expected = i64::try_from(edge.size()).unwrap_or(i64::MAX);
            let mut problem = |what: &str| {
                // Once one entry is bad every later node of the tree differs, so only the first is named.
                if is_sound {
                    problems.push(format!("entry {}: {what}", expected.min(row.seq)));
                }
                is_sound = false;
            };
            if row.seq != expected {
                problem("the sequence has a gap: an entry is missing");
            }
            let entry: Option<Entry> = serde_json::from_slice(&row.bytes).ok();
            match &entry {
                None => problem("its bytes are no entry"),
                Some(entry) => {
                    if !agrees(entry, &row) {
                        problem("its bytes and its columns differ");
                    }
                    if row.at < at.saturating_sub(2_000_000) {
                        problem("it is older than the one before");
                    }
                }
            }
            for (place, hash) in edge.append(leaf_hash(&row.bytes)) {
                let is_same = stored.next(tx, place).await?.as_deref() == Some(hash.as_slice());
                if !is_same && !planted::is(planted::TRUST_THE_TREE) {
                    problem("the stored tree says otherwise: the entry or the tree was altered");
                }
            }
            if let Some(root) = held.roots.get_mut(&edge.size()) {
                *root = Some(edge.root());
            }
            at = at.max(row.at);
            if let Some(entry) = entry.filter(|entry| !entry.commitment.is_empty() || is_gone(&entry.action))
            {
                last.insert(row.record_id, (row.seq, entry));
            }
        }
        from = end;
    }
    Ok((edge, last))
}

/// Whether an entry says that its record is there no more: taken back as a draft, or disposed of when its time was over.
fn is_gone(action: &str) -> bool {
    action.ends_with(".delete") || action.ends_with(DISPOSED)
}

/// What the journal calls the disposal of any record.
const DISPOSED: &str = ".dispose";

fn agrees(entry: &Entry, row: &store::Row) -> bool {
    i64::try_from(entry.seq) == Ok(row.seq)
        && entry.at == instant(view::instant(row.at))
        && entry.actor == row.actor_id
        && entry.action == row.action
        && entry.kind == row.kind
        && entry.record == row.record_id
        && entry.revision == row.revision
}

/// The stored tree, read in storage order a stretch at a time.
#[derive(Default)]
struct StoredHashes {
    ahead: BTreeMap<i64, Vec<u8>>,
}

impl StoredHashes {
    async fn next(&mut self, tx: &mut Tx, place: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let place = i64::try_from(place).unwrap_or(i64::MAX);
        if !self.ahead.contains_key(&place) {
            let rows: Vec<(i64, Vec<u8>)> = on_tx!(tx, conn => sqlx::query_as(HASHES).bind(place).bind(2 * STRIDE).fetch_all(conn).await)?;
            self.ahead = rows.into_iter().collect();
        }
        Ok(self.ahead.remove(&place))
    }
}

const SALTS: &str = "SELECT seq, salt FROM journal_salts WHERE seq >= $1 ORDER BY seq LIMIT $2";
const INQUIRIES: &str =
    "SELECT id, revision, status, draft, body FROM inquiries WHERE id > $1 ORDER BY id LIMIT $2";
const PRINTOUTS: &str = "SELECT id, revision, body FROM printouts WHERE id > $1 ORDER BY id LIMIT $2";
const RECORDS: &str = "SELECT id, revision, body FROM records WHERE id > $1 ORDER BY id LIMIT $2";
const REGISTERS: &str =
    "SELECT id, revision, body FROM register_versions WHERE is_latest AND id > $1 ORDER BY id LIMIT $2";

#[derive(FromRow)]
struct Live {
    id: Uuid,
    revision: i64,
    body: String,
}

#[derive(FromRow)]
struct LiveInquiry {
    id: Uuid,
    revision: i64,
    status: String,
    draft: Option<Vec<u8>>,
    body: Option<String>,
}

/// Compares every live record with the last entry about it.
async fn records(tx: &mut Tx, last: &Last, problems: &mut Vec<String>) -> Result<(), StoreError> {
    let salts = salts(tx).await?;
    let mut check = Check { last, salts: &salts, seen: 0, problems };
    let mut after = Uuid::nil();
    loop {
        let rows: Vec<LiveInquiry> =
            on_tx!(tx, conn => sqlx::query_as(INQUIRIES).bind(after).bind(STRIDE).fetch_all(conn).await)?;
        let Some(end) = rows.last().map(|row| row.id) else { break };
        for row in rows {
            check.inquiry(&row);
        }
        after = end;
    }
    for (sql, table) in [(PRINTOUTS, "printouts"), (RECORDS, "records"), (REGISTERS, "register_versions")] {
        let mut after = Uuid::nil();
        loop {
            let rows: Vec<Live> =
                on_tx!(tx, conn => sqlx::query_as(sql).bind(after).bind(STRIDE).fetch_all(conn).await)?;
            let Some(end) = rows.last().map(|row| row.id) else { break };
            for row in rows {
                check.record(table, row.id, row.revision, row.body.as_bytes());
            }
            after = end;
        }
    }
    let expected = last.values().filter(|(_, entry)| !is_gone(&entry.action)).count();
    if check.seen < expected {
        let missing = expected - check.seen;
        check.problems.push(format!("records: {missing} that the journal knows are missing from the tables"));
    }
    Ok(())
}

async fn salts(tx: &mut Tx) -> Result<HashMap<i64, Vec<u8>>, StoreError> {
    let (mut found, mut from) = (HashMap::new(), 0);
    loop {
        let rows: Vec<(i64, Vec<u8>)> =
            on_tx!(tx, conn => sqlx::query_as(SALTS).bind(from).bind(STRIDE).fetch_all(conn).await)?;
        let Some(end) = rows.last().map(|(seq, _)| seq + 1) else { break };
        found.extend(rows);
        from = end;
    }
    Ok(found)
}

struct Check<'a> {
    last: &'a Last,
    salts: &'a HashMap<i64, Vec<u8>>,
    seen: usize,
    problems: &'a mut Vec<String>,
}

impl Check<'_> {
    /// An inquiry's content is its sealed form while it is edited, and its record afterwards.
    fn inquiry(&mut self, row: &LiveInquiry) {
        let is_edited = self.last.get(&row.id).is_some_and(|(_, entry)| entry.action.starts_with("draft."));
        let content = if is_edited { row.draft.as_deref() } else { row.body.as_deref().map(str::as_bytes) };
        self.record("inquiries", row.id, row.revision, content.unwrap_or_default());
        let says = row.body.as_ref().and_then(|body| serde_json::from_str::<serde_json::Value>(body).ok());
        let state =
            says.as_ref().and_then(|body| body.pointer("/status/state")).and_then(|state| state.as_str());
        if state.is_some_and(|state| state != row.status) {
            let seq = self.last.get(&row.id).map_or(-1, |(seq, _)| *seq);
            self.problems
                .push(format!("entry {seq}: inquiries.status of {} is not what the record says", row.id));
        }
    }

    fn record(&mut self, table: &str, id: Uuid, revision: i64, content: &[u8]) {
        let Some((seq, entry)) = self.last.get(&id) else {
            self.problems.push(format!("{table}: {id} stands there without any entry"));
            return;
        };
        self.seen += 1;
        if entry.revision != revision {
            self.problems.push(format!(
                "entry {seq}: {table} holds revision {revision} of {id}, the journal {}",
                entry.revision
            ));
            return;
        }
        // A salt goes with its record alone: without it nothing could be said of a record that stands there.
        let problem = match self.salts.get(seq) {
            None => "has lost its salt",
            Some(salt) if commitment(salt, content) != entry.commitment => "is not what was committed to",
            Some(_) => return,
        };
        self.problems.push(format!("entry {seq}: {table} of {id} {problem}"));
    }
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] = &[HASHES, SALTS, INQUIRIES, PRINTOUTS, RECORDS, REGISTERS];
