//! What leaves the house to be verified by others: one entry with its proof, or the whole journal as a bundle.

mod walk;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde::{Deserialize, Serialize};

use super::{
    Entry, Hash,
    checkpoint::{Checkpoint, Policy, Seen, successors},
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
        walk::bundle(&mut verdict, &head, text, &policy, seen);
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
mod tests;
