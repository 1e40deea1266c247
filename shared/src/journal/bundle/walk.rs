//! Reading a bundle: line by line, with the tree, the keys and the checkpoints growing beside it.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};

use super::{
    super::{
        Edge, Entry, Hash,
        checkpoint::{Policy, Seen, successor},
        leaf_hash,
        note::{Note, VerifyKey},
        verdict::{Outcome, Verdict},
    },
    CHANGE_KEY, Head, Line, RESTORE, checkpoint, content, count, hash, signed,
};

pub(super) fn bundle(verdict: &mut Verdict, head: &Head, text: &str, policy: &Policy, seen: Option<Seen>) {
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
