use std::collections::BTreeMap;

use chrono::DateTime;
use uuid::Uuid;

use super::{
    super::{
        Edge,
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
        format!("log {}\nwitness ethics {}\nquorum all\n", self.log.verify_key(), self.witness.verify_key())
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
            path: path.iter().map(|span: &Span| BASE64.encode(span.root(&self.stored).unwrap())).collect(),
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
    let policy = house.policy().replace(&house.log.verify_key().to_string(), &other.verify_key().to_string());
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
