//! Checkpoints (C2SP tlog-checkpoint): how many entries there were and what their root was, as a text to sign; what is
//! asked of a witness (C2SP tlog-witness), and which signatures count (C2SP tlog-policy, one group).

use std::fmt::{self, Write as _};

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

use super::{
    Hash,
    note::{Line, Means, Note, SignKey, VerifyKey},
    proof,
};

/// The tree at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log.
    pub origin: String,
    /// Entries.
    pub size: u64,
    /// Root.
    pub root: Hash,
}

impl Checkpoint {
    /// Reads the text of a note.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let origin = lines.next().filter(|origin| !origin.is_empty())?.to_owned();
        let number = lines.next()?;
        let size: u64 = number.parse().ok()?;
        let root = BASE64.decode(lines.next()?).ok()?.try_into().ok()?;
        // One spelling alone, so that two texts are never one checkpoint.
        let read = Self { origin, size, root };
        (read.to_string() == text).then_some(read)
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, BASE64.encode(self.root))
    }
}

/// What is asked of a witness: a checkpoint, and the proof that it goes on from what the witness saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The size the witness saw last.
    pub old: u64,
    /// From there to the checkpoint.
    pub path: Vec<Hash>,
    /// The checkpoint, signed by the log.
    pub note: Note,
}

impl Request {
    /// Reads a request.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (head, note) = text.split_once("\n\n")?;
        let mut lines = head.lines();
        let old = lines.next()?.strip_prefix("old ")?.parse().ok()?;
        let path: Option<Vec<Hash>> =
            lines.map(|line| BASE64.decode(line).ok().and_then(|hash| hash.try_into().ok())).collect();
        Some(Self { old, path: path?, note: Note::parse(note)? })
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        self.path.iter().try_for_each(|hash| writeln!(f, "{}", BASE64.encode(hash)))?;
        write!(f, "\n{}", self.note)
    }
}

/// What a witness remembers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Entries.
    pub size: u64,
    /// Root.
    pub root: Hash,
}

/// Why a witness does not sign.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WitnessError {
    /// It is no checkpoint of this log, or the log did not sign it.
    #[error("this is no checkpoint signed by the log whose key was given")]
    NotTheLogs,
    /// The proof begins elsewhere; ask again from what was seen.
    #[error("the proof begins at {old} entries, and {seen} were seen last: ask for one from there")]
    OtherStart {
        /// Where it begins.
        old: u64,
        /// Where it should.
        seen: u64,
    },
    /// Entries that were seen are gone.
    #[error(
        "entry {size}: the log now has {size} entries and had {seen}: it was cut, or an old backup was put back"
    )]
    Shorter {
        /// Entries now.
        size: u64,
        /// Entries seen.
        seen: u64,
    },
    /// What was seen was rewritten.
    #[error("the first {seen} entries are no longer those that were seen: the log was rewritten")]
    Rewritten {
        /// Entries seen.
        seen: u64,
    },
}

impl WitnessError {
    /// Whether it accuses the log, rather than the request.
    #[must_use]
    pub const fn is_tampering(&self) -> bool {
        matches!(self, Self::Shorter { .. } | Self::Rewritten { .. })
    }
}

/// Judges a checkpoint by what a witness saw last; gives what it has then seen.
///
/// # Errors
/// The log did not sign it, or it does not go on from what was seen.
pub fn judge(log: &[VerifyKey], seen: Option<Seen>, request: &Request) -> Result<Seen, WitnessError> {
    let is_signed = |key: &VerifyKey| key.means() == Means::Signature && key.verify(&request.note).is_some();
    let checkpoint = Checkpoint::parse(&request.note.text).ok_or(WitnessError::NotTheLogs)?;
    if !log.iter().any(|key| key.name() == checkpoint.origin && is_signed(key)) {
        return Err(WitnessError::NotTheLogs);
    }
    let now = Seen { size: checkpoint.size, root: checkpoint.root };
    let Some(seen) = seen.filter(|seen| seen.size > 0) else { return Ok(now) };
    if now.size < seen.size {
        return Err(WitnessError::Shorter { size: now.size, seen: seen.size });
    }
    if now.size > seen.size && request.old != seen.size {
        return Err(WitnessError::OtherStart { old: request.old, seen: seen.size });
    }
    let path = if now.size == seen.size { &[] } else { request.path.as_slice() };
    if proof::continues((seen.size, &seen.root), (now.size, &now.root), path) {
        Ok(now)
    } else {
        Err(WitnessError::Rewritten { seen: seen.size })
    }
}

/// Which signatures make a checkpoint count: the log's, and those of enough witnesses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The log's key as it was when the policy was written; later ones follow from it.
    pub log: VerifyKey,
    /// The witnesses.
    pub witnesses: Vec<VerifyKey>,
    /// How many of them must have signed.
    pub quorum: usize,
}

/// Why a policy file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the policy: {what}")]
pub struct PolicyError {
    /// Which line; 0 is none of them.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

impl Policy {
    /// Reads a policy: `log KEY`, `witness NAME KEY` a line, `quorum none`, `quorum all` or `quorum NUMBER`; `#` begins a
    /// remark.
    ///
    /// # Errors
    /// A line is none of these, or there is no log.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let (mut log, mut witnesses, mut quorum) = (None, Vec::new(), None);
        for (number, line) in (1..).zip(text.lines()) {
            let wrong = |what: &dyn fmt::Display| PolicyError { line: number, what: what.to_string() };
            let key = |text: &str| VerifyKey::parse(text).map_err(|error| wrong(&error));
            let words: Vec<&str> = line.split('#').next().unwrap_or_default().split_whitespace().collect();
            match words.as_slice() {
                [] => {}
                ["log", text] if log.is_none() => log = Some(key(text)?),
                ["log", ..] => return Err(wrong(&"one log with its key, once")),
                ["witness", _, text] => {
                    let key = key(text)?;
                    if key.means() != Means::Cosignature {
                        return Err(wrong(&"this is no witness's key"));
                    }
                    witnesses.push(key);
                }
                ["quorum", "none"] => quorum = Some(0),
                ["quorum", "all"] => quorum = Some(usize::MAX),
                ["quorum", text] => {
                    quorum = Some(text.parse().map_err(|_| wrong(&"a quorum is `none`, `all` or a number"))?);
                }
                _ => {
                    return Err(wrong(
                        &"a line is `log KEY`, `witness NAME KEY` or `quorum none|all|NUMBER`",
                    ));
                }
            }
        }
        let log = log.ok_or(PolicyError { line: 0, what: "there is no `log KEY`".to_owned() })?;
        let quorum = quorum.unwrap_or(usize::MAX);
        if quorum != usize::MAX && quorum > witnesses.len() {
            let what = format!("the quorum is {quorum} of {} witnesses", witnesses.len());
            return Err(PolicyError { line: 0, what });
        }
        let quorum = quorum.min(witnesses.len());
        Ok(Self { log, witnesses, quorum })
    }

    /// The witnesses that signed a note, each with its time.
    #[must_use]
    pub fn witnessed(&self, note: &Note) -> Vec<(&VerifyKey, u64)> {
        self.witnesses.iter().filter_map(|key| key.verify(note).map(|time| (key, time))).collect()
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "log {}", self.log)?;
        for key in &self.witnesses {
            writeln!(f, "witness {} {key}", key.name())?;
        }
        match self.quorum {
            0 => writeln!(f, "quorum none"),
            number => writeln!(f, "quorum {number}"),
        }
    }
}

/// The first line of a change of the log's key.
const KEY_CHANGE: &str = "chadiao journal key change";

/// The statement by which an old key names its successor, signed by the old one.
#[must_use]
pub fn change_key(old: &SignKey, new: &VerifyKey) -> Note {
    let mut text = format!("{KEY_CHANGE}\n");
    // Writing to a text cannot fail.
    let _ = write!(text, "{}\n{new}\n", old.verify_key());
    let line: Line = old.sign(&text, 0);
    Note { text, lines: vec![line] }
}

/// The keys that follow from one: each named by the one before, in a note that the one before signed.
#[must_use]
pub fn successors<'n>(first: &VerifyKey, changes: impl IntoIterator<Item = &'n Note>) -> Vec<VerifyKey> {
    let mut keys = vec![first.clone()];
    for note in changes {
        if let Some(new) = successor(&keys, note) {
            keys.push(new);
        }
    }
    keys
}

/// The key that a note names, where one of these keys says so.
#[must_use]
pub fn successor(keys: &[VerifyKey], note: &Note) -> Option<VerifyKey> {
    let mut lines = note.text.lines();
    let is_change = lines.next() == Some(KEY_CHANGE);
    let (old, new) = (VerifyKey::parse(lines.next()?).ok()?, VerifyKey::parse(lines.next()?).ok()?);
    let is_ours = is_change && lines.next().is_none() && keys.contains(&old) && new.name() == old.name();
    (is_ours && old.verify(note).is_some()).then_some(new)
}

#[cfg(test)]
mod tests {
    use super::{super::Edge, *};
    use crate::journal::leaf_hash;

    fn log() -> SignKey {
        SignKey::new("county/journal", Means::Signature, &[1; 32]).unwrap()
    }

    /// The trees of every size up to one, and a request from one size to another.
    fn roots(most: u64, salt: u64) -> Vec<Hash> {
        let mut edge = Edge::default();
        let mut roots = vec![edge.root()];
        for n in 0..most {
            edge.append(leaf_hash(&(n * salt).to_be_bytes()));
            roots.push(edge.root());
        }
        roots
    }

    fn request(old: u64, size: u64, salt: u64) -> Request {
        let mut edge = Edge::default();
        let stored = (0..size).flat_map(|n| edge.append(leaf_hash(&(n * salt).to_be_bytes()))).collect();
        let text = Checkpoint { origin: "county/journal".into(), size, root: edge.root() }.to_string();
        let lines = vec![log().sign(&text, 0)];
        let path = proof::consistency(old, size).iter().map(|span| span.root(&stored).unwrap()).collect();
        Request { old, path, note: Note { text, lines } }
    }

    #[test]
    fn a_witness_signs_what_goes_on_from_what_it_saw_and_names_what_does_not() {
        let keys = [log().verify_key()];
        let seen = Seen { size: 5, root: roots(9, 1)[5] };
        assert_eq!(judge(&keys, None, &request(0, 5, 1)), Ok(seen));
        let read = Request::parse(&request(5, 9, 1).to_string()).unwrap();
        assert_eq!(judge(&keys, Some(seen), &read).map(|seen| seen.size), Ok(9));
        assert_eq!(judge(&keys, Some(seen), &request(5, 5, 1)), Ok(seen));
        assert_eq!(judge(&keys, Some(seen), &request(5, 9, 2)), Err(WitnessError::Rewritten { seen: 5 }));
        assert_eq!(judge(&keys, Some(seen), &request(5, 5, 2)), Err(WitnessError::Rewritten { seen: 5 }));
        assert_eq!(
            judge(&keys, Some(seen), &request(3, 4, 1)),
            Err(WitnessError::Shorter { size: 4, seen: 5 })
        );
        assert_eq!(
            judge(&keys, Some(seen), &request(4, 9, 1)),
            Err(WitnessError::OtherStart { old: 4, seen: 5 })
        );
        let other = SignKey::new("county/journal", Means::Signature, &[2; 32]).unwrap().verify_key();
        assert_eq!(judge(&[other], Some(seen), &request(5, 9, 1)), Err(WitnessError::NotTheLogs));
    }

    #[test]
    fn a_policy_is_read_as_it_was_written_and_a_wrong_line_is_named() {
        let witness = SignKey::new("ethics", Means::Cosignature, &[2; 32]).unwrap().verify_key();
        let text =
            format!("# what counts\nlog {}\n\nwitness ethics {witness}\nquorum all\n", log().verify_key());
        let policy = Policy::parse(&text).unwrap();
        assert_eq!((policy.quorum, policy.witnesses.len()), (1, 1));
        assert_eq!(Policy::parse(&policy.to_string()), Ok(policy));
        for (wrong, line) in [
            ("log nonsense".to_owned(), 1),
            (text.replace("quorum all", "quorum 2"), 0),
            (text.replace("quorum all", "quorums all"), 5),
            (format!("witness w {}\n", log().verify_key()), 1),
            (String::new(), 0),
        ] {
            assert_eq!(Policy::parse(&wrong).map_err(|error| error.line), Err(line), "{wrong}");
        }
    }
}
