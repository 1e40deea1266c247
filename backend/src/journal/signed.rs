//! Compares the journal with everything that was ever signed of it: checkpoints, co-signatures, the signer's memory, and a
//! witness's. Whoever rewrites the database whole still cannot rewrite these.

use std::collections::BTreeMap;

use shared::journal::{
    Hash,
    bundle::CHANGE_KEY,
    checkpoint::{Checkpoint, Policy, Seen},
    hex,
    note::{Line, Means, Note, VerifyKey},
};

use super::checkpoint::{
    files::{self, Files, StoredSeen},
    sign, store,
};
use crate::store::{StoreError, Tx};

/// Rows read at a time.
const STRIDE: i64 = 2_000;

/// What the journal is held to.
#[derive(Debug, Default)]
pub struct Held {
    checkpoints: Vec<store::Row>,
    cosigned: Vec<store::Cosigned>,
    keys: Vec<VerifyKey>,
    changes: usize,
    policy: Option<Policy>,
    key_file: Option<VerifyKey>,
    memories: Vec<(&'static str, Seen)>,
    /// The root of each size that something was signed of, as the entries give it.
    pub roots: BTreeMap<u64, Option<Hash>>,
}

impl Held {
    /// Reads the files; one that cannot be used is a problem of its own. They are read before the database is looked at:
    /// what was signed by then is in it, and what is signed meanwhile is nobody's mistake.
    pub fn of(files: &Files, witness: Option<&StoredSeen>, problems: &mut Vec<String>) -> Self {
        let mut held = Self::default();
        let mut take = |result: anyhow::Result<()>| {
            if let Err(error) = result {
                problems.push(format!("{error:#}"));
            }
        };
        take(files.policy().map(|policy| held.policy = policy));
        take(
            files::read_key(&files.key, Means::Signature)
                .map(|key| held.key_file = key.map(|key| key.verify_key())),
        );
        take(files::read_seen(&files.state).and_then(|seen| {
            let seen = seen.map(|seen| seen.seen()).transpose()?;
            held.memories.extend(seen.map(|seen| ("the signer", seen)));
            Ok(())
        }));
        if let Some(witness) = witness {
            take(witness.seen().map(|seen| held.memories.push(("the witness", seen))));
        }
        held
    }

    /// Reads what the database holds of it.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn read(mut self, tx: &mut Tx) -> Result<Self, StoreError> {
        let held = &mut self;
        held.keys = sign::keys(tx).await?;
        held.changes = store::about_itself(tx, [CHANGE_KEY, CHANGE_KEY]).await?.len();
        let mut after = -1;
        loop {
            let rows = store::all(tx, after, STRIDE).await?;
            let Some(last) = rows.last() else { break };
            held.cosigned.extend(store::cosigned(tx, after + 1, last.size).await?);
            after = last.size;
            held.checkpoints.extend(rows);
        }
        let sizes = held.checkpoints.iter().map(|row| row.size.unsigned_abs());
        let sizes: Vec<u64> = sizes.chain(held.memories.iter().map(|(_, seen)| seen.size)).collect();
        held.roots = sizes.into_iter().map(|size| (size, None)).collect();
        Ok(self)
    }

    /// Says what does not fit the `size` entries that are there.
    pub fn compare(&self, size: u64, problems: &mut Vec<String>) {
        self.compare_keys(problems);
        // Where the entry that names the key is gone with others, the key file and the policy still know it.
        let known: Vec<&VerifyKey> = match self.keys.as_slice() {
            [] => self.key_file.iter().chain(self.policy.iter().map(|policy| &policy.log)).collect(),
            keys => keys.iter().collect(),
        };
        // Once one root is wrong every later one is, so only the first is named.
        let mut is_sound = true;
        for row in &self.checkpoints {
            let at = row.size;
            let note = Note::parse(&row.note);
            let checkpoint = note.as_ref().and_then(|note| Checkpoint::parse(&note.text));
            let Some((mut note, checkpoint)) = note.zip(checkpoint) else {
                problems.push(format!("checkpoint {at}: it does not read: it was altered"));
                continue;
            };
            let is_signed = |key: &&VerifyKey| key.name() == checkpoint.origin && key.verify(&note).is_some();
            if checkpoint.size != at.unsigned_abs() || !known.iter().any(is_signed) {
                problems
                    .push(format!("checkpoint {at}: it is not signed by the journal's key: it was altered"));
                continue;
            }
            if is_sound {
                is_sound = self.fits("a checkpoint", checkpoint.size, &checkpoint.root, size, problems);
            }
            note.lines = self.lines(at);
            for line in &note.lines {
                let witness = self.policy.iter().flat_map(|policy| &policy.witnesses);
                let of_line = |key: &&VerifyKey| key.name() == line.name() && hex(&key.id()) == line.key();
                // A witness whose key the policy does not name any more can neither vouch nor accuse.
                if witness.into_iter().find(of_line).is_some_and(|key| key.verify(&note).is_none()) {
                    problems
                        .push(format!("checkpoint {at}: the co-signature of {} is not of it", line.name()));
                }
            }
        }
        for (who, seen) in &self.memories {
            self.fits(who, seen.size, &seen.root, size, problems);
        }
    }

    fn lines(&self, size: i64) -> Vec<Line> {
        let of_size = self.cosigned.iter().filter(|cosigned| cosigned.size == size);
        of_size.filter_map(|cosigned| Line::parse(&cosigned.line)).collect()
    }

    fn compare_keys(&self, problems: &mut Vec<String>) {
        if self.keys.len() != self.changes + usize::from(!self.keys.is_empty()) {
            problems.push("keys: a change of the journal's key is not signed by the key before".to_owned());
        }
        if self.keys.is_empty() && !self.checkpoints.is_empty() {
            problems
                .push("keys: there are checkpoints, and no entry names the key that signs them".to_owned());
        }
        if let (Some(held), Some(last)) = (&self.key_file, self.keys.last())
            && held != last
        {
            problems.push("keys: the signing key file is not the key that the journal names".to_owned());
        }
        if let Some(policy) = self.policy.as_ref().filter(|_| !self.keys.is_empty())
            && !self.keys.contains(&policy.log)
        {
            problems.push("keys: the policy's log is not this journal: it was replaced whole".to_owned());
        }
    }

    fn fits(&self, who: &str, signed: u64, root: &Hash, size: u64, problems: &mut Vec<String>) -> bool {
        if signed > size {
            problems.push(format!(
                "entry {size}: {who} counts {signed} entries, {size} are there: cut, or an old backup"
            ));
            return false;
        }
        if self.roots.get(&signed).copied().flatten() != Some(*root) && signed > 0 {
            let below = self.checkpoints.iter().map(|row| row.size.unsigned_abs()).filter(|at| *at < signed);
            let from = below.max().unwrap_or(0);
            problems.push(format!(
                "entry {from}: from there to entry {} something was rewritten: {who} saw another root of {signed}",
                signed.saturating_sub(1)
            ));
            return false;
        }
        true
    }
}
