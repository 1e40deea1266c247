//! Signed notes (C2SP signed-note): a text, and below it who signed it. Ed25519, as logs and witnesses sign.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

/// What a key's signature means, the byte by which key identifiers tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// A plain signature of the text.
    Signature,
    /// A witness's co-signature of a checkpoint, with its time (C2SP cosignature/v1).
    Cosignature,
}

impl Means {
    const fn byte(self) -> u8 {
        match self {
            Self::Signature => 1,
            Self::Cosignature => 4,
        }
    }
}

/// A public key with its owner's name, written `name+id+key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyKey {
    name: String,
    means: Means,
    key: VerifyingKey,
}

/// Why a key cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// A name is not empty and has neither spaces nor a plus sign.
    #[error("a key's name has neither spaces nor a plus sign")]
    Name,
    /// It is no key of ours.
    #[error("this is no verifier key: it is written `name+id+key` on one line")]
    Form,
    /// The identifier is that of another key.
    #[error("the key's identifier does not fit the key: it was copied wrongly")]
    Identifier,
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains('+') && !name.chars().any(char::is_whitespace)
}

impl VerifyKey {
    /// Reads a key.
    ///
    /// # Errors
    /// It is none, or was copied wrongly.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let (name, rest) = text.trim().split_once('+').ok_or(KeyError::Form)?;
        let (id, key) = rest.split_once('+').ok_or(KeyError::Form)?;
        if !is_name(name) {
            return Err(KeyError::Name);
        }
        let bytes = BASE64.decode(key).map_err(|_| KeyError::Form)?;
        let means = match bytes.first() {
            Some(1) => Means::Signature,
            Some(4) => Means::Cosignature,
            _ => return Err(KeyError::Form),
        };
        let key = bytes.get(1..).and_then(|key| key.try_into().ok()).ok_or(KeyError::Form)?;
        let key = VerifyingKey::from_bytes(key).map_err(|_| KeyError::Form)?;
        let found = Self { name: name.to_owned(), means, key };
        if super::hex(&found.id()) == id.to_ascii_lowercase() { Ok(found) } else { Err(KeyError::Identifier) }
    }

    /// Whose it is.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What its signatures mean.
    #[must_use]
    pub const fn means(&self) -> Means {
        self.means
    }

    /// By which signatures name it.
    #[must_use]
    pub fn id(&self) -> [u8; 4] {
        let mut hash = Sha256::new();
        hash.update(&self.name);
        hash.update([b'\n', self.means.byte()]);
        hash.update(self.key.as_bytes());
        let [a, b, c, d, ..]: super::Hash = hash.finalize().into();
        [a, b, c, d]
    }

    /// The instant of a valid signature by this key under a note: Unix seconds of a co-signature, 0 of a plain one.
    #[must_use]
    pub fn verify(&self, note: &Note) -> Option<u64> {
        note.lines.iter().filter(|line| line.name == self.name && line.id == self.id()).find_map(|line| {
            let (time, signature, text) = match self.means {
                Means::Signature => (0, line.signature.as_slice(), note.text.clone()),
                Means::Cosignature => {
                    let (time, signature) = line.signature.split_first_chunk::<8>()?;
                    let time = u64::from_be_bytes(*time);
                    (time, signature, cosigned(time, &note.text))
                }
            };
            let signature = Signature::from_slice(signature).ok()?;
            self.key.verify_strict(text.as_bytes(), &signature).ok().map(|()| time)
        })
    }
}

impl fmt::Display for VerifyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = [[self.means.byte()].as_slice(), self.key.as_bytes()].concat();
        write!(f, "{}+{}+{}", self.name, super::hex(&self.id()), BASE64.encode(key))
    }
}

fn cosigned(time: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

/// A secret key with its owner's name.
pub struct SignKey {
    name: String,
    means: Means,
    key: SigningKey,
}

impl fmt::Debug for SignKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignKey({})", self.name)
    }
}

impl SignKey {
    /// A key from 32 random bytes.
    ///
    /// # Errors
    /// The name cannot stand in a note.
    pub fn new(name: &str, means: Means, secret: &[u8; 32]) -> Result<Self, KeyError> {
        if !is_name(name) {
            return Err(KeyError::Name);
        }
        Ok(Self { name: name.to_owned(), means, key: SigningKey::from_bytes(secret) })
    }

    /// Its public half.
    #[must_use]
    pub fn verify_key(&self) -> VerifyKey {
        VerifyKey { name: self.name.clone(), means: self.means, key: self.key.verifying_key() }
    }

    /// Signs a text at an instant (Unix seconds); a plain signature has no instant.
    #[must_use]
    pub fn sign(&self, text: &str, time: u64) -> Line {
        let signature = match self.means {
            Means::Signature => self.key.sign(text.as_bytes()).to_vec(),
            Means::Cosignature => {
                let signature = self.key.sign(cosigned(time, text).as_bytes()).to_bytes();
                [time.to_be_bytes().as_slice(), &signature].concat()
            }
        };
        Line { name: self.name.clone(), id: self.verify_key().id(), signature }
    }
}

/// One signature under a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    name: String,
    id: [u8; 4],
    signature: Vec<u8>,
}

impl Line {
    /// Reads one line.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let (name, signature) = line.strip_prefix("— ")?.split_once(' ')?;
        let bytes = BASE64.decode(signature).ok()?;
        let (id, signature) = bytes.split_first_chunk::<4>()?;
        is_name(name).then(|| Self { name: name.to_owned(), id: *id, signature: signature.to_vec() })
    }

    /// Who says to have signed.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// By which key, in hexadecimal.
    #[must_use]
    pub fn key(&self) -> String {
        super::hex(&self.id)
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [self.id.as_slice(), &self.signature].concat();
        write!(f, "— {} {}", self.name, BASE64.encode(bytes))
    }
}

/// A text with its signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The text, its last line break included.
    pub text: String,
    /// Who signed.
    pub lines: Vec<Line>,
}

impl Note {
    /// Reads a note; none when the text is no note. A signature that cannot be read makes it none, as the format asks.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (body, signatures) = text.rsplit_once("\n\n")?;
        let lines: Option<Vec<Line>> = signatures.lines().map(Line::parse).collect();
        let lines = lines.filter(|lines| !lines.is_empty())?;
        signatures.ends_with('\n').then(|| Self { text: format!("{body}\n"), lines })
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(means: Means) -> (VerifyKey, Note) {
        let key = SignKey::new("example.gov.tw/log", means, &[7; 32]).unwrap();
        let text = "example.gov.tw/log\n3\nAAAA\n".to_owned();
        let lines = vec![key.sign(&text, 1_700_000_000)];
        (key.verify_key(), Note { text, lines })
    }

    #[test]
    fn a_note_and_its_key_are_read_as_they_were_written_and_verify() {
        for (means, time) in [(Means::Signature, 0), (Means::Cosignature, 1_700_000_000)] {
            let (key, note) = note(means);
            assert_eq!(VerifyKey::parse(&key.to_string()), Ok(key.clone()));
            let read = Note::parse(&note.to_string()).unwrap();
            assert_eq!(read, note);
            assert_eq!(key.verify(&read), Some(time));
        }
    }

    #[test]
    fn a_changed_text_another_key_and_another_time_do_not_verify() {
        let (key, mut note) = note(Means::Cosignature);
        let other = SignKey::new("example.gov.tw/log", Means::Cosignature, &[8; 32]).unwrap();
        assert_eq!(other.verify_key().verify(&note), None);
        note.lines[0].signature[7] ^= 1;
        assert_eq!(key.verify(&note), None);
        note.lines[0].signature[7] ^= 1;
        note.text = note.text.replace('3', "4");
        assert_eq!(key.verify(&note), None);
    }

    #[test]
    fn a_key_that_was_copied_wrongly_is_no_key() {
        let text = note(Means::Signature).0.to_string();
        assert_eq!(VerifyKey::parse(&text.replace("log+", "lag+")), Err(KeyError::Identifier));
        assert_eq!(VerifyKey::parse("example"), Err(KeyError::Form));
        assert_eq!(Note::parse("no signature\n"), None);
    }
}
