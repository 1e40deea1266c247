//! What leaves the house to be verified by others: one entry with its proof, or the whole journal as a bundle.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde::{Deserialize, Serialize};

use super::{
    Edge, Entry, Hash,
    checkpoint::{Checkpoint, Policy, Seen, successor, successors},
    commitment, hex, leaf_hash,
    note::{Note, VerifyKey},
    proof,
    verdict::{Outcome, Verdict, Witnessed},
};

/// The action of the entry that names the log's first key; its note is the key.
pub const FIRST_KEY: &str = "journal.first_key";
/// The action of the entry that changes the key; its note is the old key's signed statement.
pub const CHANGE_KEY: &str = "journal.change_key";
/// The action of the entry that declares a restore; its note says what was lost.
pub const RESTORE: &str = "journal.restore";

/// One entry with its proof: a small file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// The version of this form: 1.
    pub chadiao_proof: u32,
    /// The entry's number.
    pub index: u64,
    /// Its canonical bytes, as text.
    pub entry: String,
    /// From its leaf to the root: base64 hashes, the lowest first.
    pub path: Vec<String>,
    /// The checkpoint, signed by the log and by who witnessed it.
    pub checkpoint: String,
    /// The changes of the log's key, each signed by the key before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// The salt of the content's commitment, in hexadecimal, where the content comes along.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub salt: String,
    /// The content the entry committed to, base64.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub content: String,
}

/// The first line of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The version of this form: 1.
    pub chadiao_bundle: u32,
    /// The log.
    pub origin: String,
    /// Entries that follow.
    pub size: u64,
}

/// Every further line of a bundle: entries in order, then checkpoints.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// An entry's canonical bytes, as text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub entry: String,
    /// Its leaf as the log keeps it, base64.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub leaf: String,
    /// The salt of its commitment, hexadecimal.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub salt: String,
    /// The content it committed to, base64.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub content: String,
    /// A checkpoint with its signatures.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub checkpoint: String,
}

/// Verifies a proof or a bundle by a policy; `seen` is what a witness saw last, where that is known.
#[must_use]
pub fn verify(text: &str, policy: &str, seen: Option<Seen>) -> Verdict {
    let mut verdict = Verdict::default();
    let policy = match Policy::parse(policy) {
        Ok(policy) => policy,
        Err(error) => {
            verdict.unchecked(
                format!("驗證規則檔無法使用：{error}"),
                format!("the policy cannot be used: {error}"),
            );
            return verdict;
        }
    };
    verdict.origin = policy.log.name().to_owned();
    let first = text.lines().next().unwrap_or_default();
    if let Ok(head) = serde_json::from_str::<Head>(first) {
        verdict.kind = "bundle".to_owned();
        bundle(&mut verdict, &head, text, &policy, seen);
    } else if let Ok(proof) = serde_json::from_str::<Proof>(text) {
        verdict.kind = "proof".to_owned();
        prove(&mut verdict, &proof, &policy);
    } else {
        verdict.unchecked(
            "這不是本系統的證明檔或軌跡檔，或已毀損；請重新下載。",
            "this is neither a proof nor a bundle of a journal, or it is damaged: download it again",
        );
    }
    verdict.sorted()
}

fn prove(verdict: &mut Verdict, proof: &Proof, policy: &Policy) {
    let Some((note, checkpoint)) = checkpoint(&proof.checkpoint) else {
        verdict.unchecked("檢查點無法讀取。", "the checkpoint cannot be read");
        return;
    };
    let changes: Vec<Note> = proof.keys.iter().filter_map(|text| Note::parse(text)).collect();
    let keys = successors(&policy.log, &changes);
    (verdict.size, verdict.root) = (checkpoint.size, BASE64.encode(checkpoint.root));
    verdict.checkpoints = 1;
    let is_signed = signed(verdict, &keys, &note, &checkpoint);
    let path: Option<Vec<Hash>> = proof.path.iter().map(|text| hash(text)).collect();
    let leaf = leaf_hash(proof.entry.as_bytes());
    let is_in =
        path.is_some_and(|path| proof::includes(leaf, proof.index, checkpoint.size, &path, &checkpoint.root));
    if !is_in {
        let (zh_tw, en) = (
            "不在檢查點的樹裡：內容或證明被改過。",
            "it is not in the checkpoint's tree: it or its proof was altered",
        );
        verdict.tampered(proof.index, zh_tw, en);
    }
    match serde_json::from_str::<Entry>(&proof.entry) {
        Ok(entry) if entry.seq == proof.index => {
            content(verdict, &entry, &proof.salt, &proof.content);
            verdict.entry = Some(entry);
        }
        _ => verdict.tampered(proof.index, "不是這個序號的紀錄。", "it is not the entry of this number"),
    }
    if is_signed {
        count(verdict, policy, &[(checkpoint, note)]);
    }
}

/// Whether the log signed a checkpoint; says what is wrong where not.
fn signed(verdict: &mut Verdict, keys: &[VerifyKey], note: &Note, checkpoint: &Checkpoint) -> bool {
    let size = checkpoint.size;
    if keys.iter().any(|key| key.name() == checkpoint.origin && key.verify(note).is_some()) {
        return true;
    }
    let claims = |key: &VerifyKey| {
        note.lines.iter().any(|line| line.name() == key.name() && line.key() == hex(&key.id()))
    };
    if keys.iter().any(claims) {
        let (zh_tw, en) = (
            format!("{size} 筆的檢查點：簽章與內容不符，被改過。"),
            format!("checkpoint of {size} entries: its signature is not of this text: it was altered"),
        );
        verdict.find(Outcome::Tampered, Some(size.saturating_sub(1)), zh_tw, en);
    } else {
        verdict.unchecked(
            format!("{size} 筆的檢查點：不是驗證規則檔所列金鑰簽的。"),
            format!("checkpoint of {size} entries: it is not signed by the policy's log"),
        );
    }
    false
}

/// Looks for the newest checkpoint with enough witnesses.
fn count(verdict: &mut Verdict, policy: &Policy, signed: &[(Checkpoint, Note)]) {
    let counted = signed.iter().rev().find_map(|(checkpoint, note)| {
        let witnesses = policy.witnessed(note);
        (witnesses.len() >= policy.quorum).then_some((checkpoint.size, witnesses))
    });
    match counted {
        Some((size, witnesses)) => {
            verdict.covered = size;
            verdict.witnessed =
                witnesses.into_iter().map(|(key, time)| Witnessed::at(key.name(), time)).collect();
        }
        None => verdict.unchecked(
            format!("驗證規則要求 {} 位見證者簽章，檢查點不足。", policy.quorum),
            format!("the policy asks for {} witnesses, and no checkpoint has them", policy.quorum),
        ),
    }
}

/// Hashes a content anew, where it came along.
fn content(verdict: &mut Verdict, entry: &Entry, salt: &str, content: &str) {
    if salt.is_empty() && content.is_empty() {
        return;
    }
    let bytes = unhex(salt).zip(BASE64.decode(content).ok());
    if bytes.is_some_and(|(salt, content)| commitment(&salt, &content) == entry.commitment) {
        verdict.contents += 1;
    } else {
        let (zh_tw, en) =
            ("內容不是當時承諾的內容，被改過。", "its content is not what was committed to: it was altered");
        verdict.tampered(entry.seq, zh_tw, en);
    }
}

fn bundle(verdict: &mut Verdict, head: &Head, text: &str, policy: &Policy, seen: Option<Seen>) {
    if head.chadiao_bundle != 1 || head.origin != policy.log.name() {
        verdict.unchecked(
            "這是另一個軌跡的檔案，或另一個版本。",
            "this bundle is of another log or another version",
        );
        return;
    }
    let mut walk = Walk::new(&policy.log);
    let mut notes = Vec::new();
    for (number, line) in (2..).zip(text.lines().skip(1)) {
        match serde_json::from_str::<Line>(line) {
            Ok(line) if line.checkpoint.is_empty() => walk.entry(verdict, &line),
            Ok(line) => {
                notes.extend(checkpoint(&line.checkpoint).map(|(note, checkpoint)| (checkpoint, note)))
            }
            Err(_) => verdict.unchecked(
                format!("第 {number} 行無法讀取：檔案毀損或被截斷。"),
                format!("line {number} cannot be read: the file is damaged or was cut"),
            ),
        }
    }
    notes.sort_by_key(|(checkpoint, _)| checkpoint.size);
    let size = walk.edge.size();
    (verdict.size, verdict.root) = (size, BASE64.encode(walk.edge.root()));
    if size != head.size {
        let (zh_tw, en) = ("從這裡起的紀錄不見了。", "the entries from here on are missing");
        verdict.tampered(size.min(head.size), zh_tw, en);
    }
    let mut signed_ones = Vec::new();
    let mut last_good = 0;
    for (checkpoint, note) in notes {
        let is_signed = signed(verdict, &walk.keys, &note, &checkpoint);
        verdict.checkpoints += 1;
        // What the log did not sign accuses nobody but itself.
        if !is_signed {
            continue;
        }
        if walk.roots.get(&checkpoint.size) == Some(&checkpoint.root) {
            last_good = checkpoint.size;
        } else if checkpoint.size > size {
            verdict.tampered(
                size,
                "檢查點之後的紀錄不見了。",
                "a checkpoint counts more entries: from here on they are missing",
            );
        } else if walk.is_sound {
            walk.is_sound = false;
            let (zh_tw, en) = (
                format!(
                    "自此至第 {} 筆之間有紀錄被改過：樹根與檢查點不符。",
                    checkpoint.size.saturating_sub(1)
                ),
                format!(
                    "between here and entry {} something was altered: the root is not the checkpoint's",
                    checkpoint.size.saturating_sub(1)
                ),
            );
            verdict.tampered(last_good, &zh_tw, &en);
        }
        signed_ones.push((checkpoint, note));
    }
    if signed_ones.is_empty() {
        verdict.unchecked("沒有可用的檢查點。", "there is no checkpoint that counts");
    } else {
        count(verdict, policy, &signed_ones);
    }
    if let Some(seen) = seen {
        compare(verdict, &walk, seen);
    }
    if verdict.covered < size {
        verdict.remark(
            format!("第 {} 筆起尚無足夠簽章的檢查點。", verdict.covered),
            format!("entries from {} on have no checkpoint that counts yet", verdict.covered),
        );
    }
}

/// Compares with what a witness saw.
fn compare(verdict: &mut Verdict, walk: &Walk, seen: Seen) {
    let size = walk.edge.size();
    if seen.size > size {
        let (zh_tw, en) = (
            format!("見證者看過 {} 筆，這裡只有 {size} 筆：被截斷，或是舊備份。", seen.size),
            format!("the witness saw {} entries and {size} are here: cut, or an old backup", seen.size),
        );
        verdict.tampered(size, &zh_tw, &en);
    } else if walk.roots.get(&seen.size) != Some(&seen.root) {
        let (zh_tw, en) = ("見證者看過的紀錄被改寫。", "what the witness saw was rewritten");
        verdict.find(
            Outcome::Tampered,
            Some(seen.size.saturating_sub(1)),
            format!("前 {} 筆：{zh_tw}", seen.size),
            format!("the first {} entries: {en}", seen.size),
        );
    }
}

/// Every entry in order, with the roots of every size.
struct Walk {
    edge: Edge,
    roots: BTreeMap<u64, Hash>,
    keys: Vec<VerifyKey>,
    is_sound: bool,
}

impl Walk {
    fn new(first: &VerifyKey) -> Self {
        let edge = Edge::default();
        let roots = BTreeMap::from([(0, edge.root())]);
        Self { edge, roots, keys: vec![first.clone()], is_sound: true }
    }

    fn entry(&mut self, verdict: &mut Verdict, line: &Line) {
        let expected = self.edge.size();
        let leaf = leaf_hash(line.entry.as_bytes());
        let mut wrong = |zh_tw: &str, en: &str| {
            // Once one entry is bad every later root differs, so only the first is named.
            if self.is_sound {
                verdict.tampered(expected, zh_tw, en);
            }
            self.is_sound = false;
        };
        if hash(&line.leaf) != Some(leaf) {
            wrong("內容與它的葉雜湊不符，被改過。", "it is not what its leaf is the hash of: it was altered");
        }
        self.edge.append(leaf);
        self.roots.insert(self.edge.size(), self.edge.root());
        let Ok(entry) = serde_json::from_str::<Entry>(&line.entry) else {
            wrong("不是一筆紀錄。", "it is no entry");
            return;
        };
        if entry.seq != expected {
            wrong(
                "序號不連續：有紀錄被刪或換位。",
                "the sequence has a gap: an entry is missing or was moved",
            );
        }
        content(verdict, &entry, &line.salt, &line.content);
        match entry.action.as_str() {
            CHANGE_KEY => {
                let change = Note::parse(&entry.note).and_then(|note| successor(&self.keys, &note));
                match change {
                    Some(key) => self.keys.push(key),
                    None => verdict.tampered(
                        expected,
                        "金鑰更換未經原金鑰簽章。",
                        "the change of key is not signed by the key before",
                    ),
                }
            }
            RESTORE => verdict.remark(
                format!("第 {expected} 筆：{} 宣告由備份復原（{}）。", entry.at, entry.note),
                format!(
                    "entry {expected}: a restore from a backup was declared on {} ({})",
                    entry.at, entry.note
                ),
            ),
            _ => {}
        }
    }
}

fn checkpoint(text: &str) -> Option<(Note, Checkpoint)> {
    let note = Note::parse(text)?;
    let checkpoint = Checkpoint::parse(&note.text)?;
    Some((note, checkpoint))
}

fn hash(text: &str) -> Option<Hash> {
    BASE64.decode(text).ok()?.try_into().ok()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let bytes = pairs.iter().map(|[high, low]| Some(digit(high)? << 4 | digit(low)?)).collect();
    if rest.is_empty() { bytes } else { None }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::{
        super::{
            checkpoint::change_key,
            instant,
            note::{Means, SignKey},
            proof::Span,
        },
        *,
    };

    const SIZE: u64 = 21;
    const TIME: u64 = 1_770_000_000;

    struct House {
        lines: Vec<Line>,
        stored: BTreeMap<u64, Hash>,
        roots: Vec<Hash>,
        log: SignKey,
        witness: SignKey,
    }

    impl House {
        fn new() -> Self {
            let log = SignKey::new("county/journal", Means::Signature, &[1; 32]).unwrap();
            let witness = SignKey::new("ethics", Means::Cosignature, &[2; 32]).unwrap();
            let mut house = Self {
                lines: vec![],
                stored: BTreeMap::new(),
                roots: vec![Edge::default().root()],
                log,
                witness,
            };
            let mut edge = Edge::default();
            for seq in 0..SIZE {
                let content = format!("record {seq}");
                let entry = Entry {
                    seq,
                    at: instant(DateTime::from_timestamp(1_770_000_000, 0).unwrap()),
                    actor: None,
                    action: "item.enter".into(),
                    kind: "item".into(),
                    record: Uuid::from_u128(seq.into()),
                    revision: 1,
                    edition: "amended".into(),
                    commitment: commitment(&[9; 16], content.as_bytes()),
                    note: String::new(),
                };
                let bytes = entry.bytes().unwrap();
                house.stored.extend(edge.append(leaf_hash(&bytes)));
                house.roots.push(edge.root());
                house.lines.push(Line {
                    leaf: BASE64.encode(leaf_hash(&bytes)),
                    entry: String::from_utf8(bytes).unwrap(),
                    salt: hex(&[9; 16]),
                    content: BASE64.encode(content),
                    ..Line::default()
                });
            }
            house
        }

        fn root(&self, size: u64) -> Hash {
            self.roots[usize::try_from(size).unwrap()]
        }

        fn note(&self, by: &SignKey, size: u64) -> String {
            let origin = "county/journal".to_owned();
            let text = Checkpoint { origin, size, root: self.root(size) }.to_string();
            let lines = vec![by.sign(&text, 0), self.witness.sign(&text, TIME)];
            Note { text, lines }.to_string()
        }

        fn policy(&self) -> String {
            format!(
                "log {}\nwitness ethics {}\nquorum all\n",
                self.log.verify_key(),
                self.witness.verify_key()
            )
        }

        fn bundle(&self, change: impl FnOnce(&mut Vec<Line>)) -> String {
            let mut lines = self.lines.clone();
            let checkpoint = |size| Line { checkpoint: self.note(&self.log, size), ..Line::default() };
            lines.extend([7, 14, SIZE].map(checkpoint));
            change(&mut lines);
            let head = Head { chadiao_bundle: 1, origin: "county/journal".into(), size: SIZE };
            let lines = lines.iter().map(|line| serde_json::to_string(line).unwrap());
            std::iter::once(serde_json::to_string(&head).unwrap()).chain(lines).collect::<Vec<_>>().join("\n")
        }

        fn judge(&self, change: impl FnOnce(&mut Vec<Line>)) -> Verdict {
            verify(&self.bundle(change), &self.policy(), None)
        }

        fn proof(&self, index: u64, size: u64) -> Proof {
            let line = &self.lines[usize::try_from(index).unwrap()];
            let path = proof::inclusion(index, size);
            Proof {
                chadiao_proof: 1,
                index,
                entry: line.entry.clone(),
                path: path
                    .iter()
                    .map(|span: &Span| BASE64.encode(span.root(&self.stored).unwrap()))
                    .collect(),
                checkpoint: self.note(&self.log, size),
                keys: vec![],
                salt: line.salt.clone(),
                content: line.content.clone(),
            }
        }

        fn prove(&self, proof: &Proof) -> Verdict {
            verify(&serde_json::to_string(proof).unwrap(), &self.policy(), None)
        }
    }

    #[test]
    fn an_untouched_bundle_is_sound_and_every_content_is_hashed_anew() {
        let verdict = House::new().judge(|_| {});
        assert_eq!(
            (verdict.outcome, verdict.size, verdict.contents),
            (Outcome::Sound, SIZE, SIZE),
            "{verdict:?}"
        );
        assert_eq!((verdict.checkpoints, verdict.covered), (3, SIZE));
        assert_eq!(verdict.witnessed[0].name, "ethics");
    }

    #[test]
    fn every_tampering_with_a_bundle_names_the_first_bad_entry() {
        let house = House::new();
        let leaf = |line: &mut Line| line.leaf = BASE64.encode(leaf_hash(line.entry.as_bytes()));
        let found = |what: &str, first: u64, change: &dyn Fn(&mut Vec<Line>)| {
            let verdict = house.judge(change);
            assert_eq!(verdict.outcome, Outcome::Tampered, "{what}: {verdict:?}");
            assert_eq!(verdict.findings[0].seq, Some(first), "{what}: {verdict:?}");
        };
        found("an edited entry", 9, &|lines| lines[9].entry = lines[9].entry.replace("enter", "repeal"));
        found("an edited content", 5, &|lines| lines[5].content = BASE64.encode("another"));
        found("a deleted entry", 3, &|lines| drop(lines.remove(3)));
        found("swapped entries", 4, &|lines| lines.swap(4, 5));
        found("entries cut off", 15, &|lines| drop(lines.drain(15..usize::try_from(SIZE).unwrap())));
        // Whoever forges the leaf too is seen by the next checkpoint: it is after the seventh.
        found("a forged entry", 7, &|lines| {
            lines[9].entry = lines[9].entry.replace("enter", "repeal");
            leaf(&mut lines[9]);
        });
        found("an edited checkpoint", 12, &|lines| {
            let at = usize::try_from(SIZE).unwrap() + 1;
            lines[at].checkpoint = lines[at].checkpoint.replacen("14", "13", 1);
        });
    }

    #[test]
    fn what_a_witness_saw_must_still_be_there() {
        let house = House::new();
        let judge = |size, root| verify(&house.bundle(|_| {}), &house.policy(), Some(Seen { size, root }));
        assert_eq!(judge(11, house.root(11)).outcome, Outcome::Sound);
        assert_eq!(judge(11, house.root(10)).outcome, Outcome::Tampered);
        let cut = judge(SIZE + 1, house.root(1));
        assert_eq!((cut.outcome, cut.findings[0].seq), (Outcome::Tampered, Some(SIZE)));
    }

    #[test]
    fn what_nobody_signed_who_counts_cannot_be_checked() {
        let house = House::new();
        let other = SignKey::new("county/journal", Means::Signature, &[3; 32]).unwrap();
        let policy =
            house.policy().replace(&house.log.verify_key().to_string(), &other.verify_key().to_string());
        assert_eq!(verify(&house.bundle(|_| {}), &policy, None).outcome, Outcome::Unchecked);
        assert_eq!(verify("{}", &house.policy(), None).outcome, Outcome::Unchecked);
        assert_eq!(verify(&house.bundle(|_| {}), "log nonsense", None).outcome, Outcome::Unchecked);
        let mut proof = house.proof(3, 14);
        proof.checkpoint = proof
            .checkpoint
            .lines()
            .filter(|line| !line.contains("ethics"))
            .fold(String::new(), |text, line| text + line + "\n");
        let verdict = house.prove(&proof);
        assert_eq!((verdict.outcome, verdict.findings.len()), (Outcome::Unchecked, 1), "{verdict:?}");
    }

    #[test]
    fn a_proof_of_every_entry_is_sound_and_a_bent_one_is_not() {
        let house = House::new();
        for index in 0..14 {
            let verdict = house.prove(&house.proof(index, 14));
            assert_eq!((verdict.outcome, verdict.contents), (Outcome::Sound, 1), "{verdict:?}");
        }
        let bent = |change: fn(&mut Proof)| {
            let mut proof = house.proof(6, 14);
            change(&mut proof);
            let verdict = house.prove(&proof);
            assert_eq!(verdict.outcome, Outcome::Tampered, "{verdict:?}");
        };
        bent(|proof| proof.index = 7);
        bent(|proof| proof.entry = proof.entry.replace("amended", "original"));
        bent(|proof| proof.content = BASE64.encode("another"));
        bent(|proof| drop(proof.path.pop()));
        bent(|proof| proof.checkpoint = proof.checkpoint.replacen("14", "15", 1));
    }

    #[test]
    fn a_key_counts_once_the_key_before_it_says_so() {
        let house = House::new();
        let new = SignKey::new("county/journal", Means::Signature, &[4; 32]).unwrap();
        let mut proof = Proof { checkpoint: house.note(&new, 14), ..house.proof(2, 14) };
        assert_eq!(house.prove(&proof).outcome, Outcome::Unchecked);
        proof.keys = vec![change_key(&house.log, &new.verify_key()).to_string()];
        assert_eq!(house.prove(&proof).outcome, Outcome::Sound);
        proof.keys = vec![change_key(&new, &new.verify_key()).to_string()];
        assert_eq!(house.prove(&proof).outcome, Outcome::Unchecked, "nobody vouches for themselves");
    }
}
