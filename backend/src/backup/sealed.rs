//! The file: compressed, then sealed piece by piece (STREAM over AES-256-GCM) under a key derived from the key file, so that
//! pieces are neither changed, nor moved, nor left out, and a file that was cut has no end.

use std::io::{self, Read, Write};

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{
        Payload,
        stream::{DecryptorBE32, EncryptorBE32},
    },
};
use anyhow::{Context, bail, ensure};
use hkdf::Hkdf;
use sha2::Sha256;

use crate::{clock, store::keys::KeyFile};

/// What a backup begins with.
const MAGIC: &[u8; 16] = b"chadiao-backup1\n";
/// Bytes sealed together.
const PIECE: usize = 64 * 1024;
/// What sealing adds to a piece.
const TAG: usize = 16;
const SALT: usize = 16;
const MARK: usize = 8;
/// Nonce of the stream: what STREAM leaves of twelve bytes.
const NONCE: usize = 7;
const HEAD: usize = MAGIC.len() + SALT + MARK + NONCE;

/// The key of one backup, and the mark by which a file says which key file it wants.
fn keys(file: &KeyFile, salt: &[u8; SALT]) -> anyhow::Result<([u8; 32], [u8; MARK])> {
    let derived = Hkdf::<Sha256>::new(Some(salt), &file.wrap);
    let (mut key, mut mark) = ([0; 32], [0; MARK]);
    let both = derived
        .expand(b"chadiao backup key 1", &mut key)
        .and_then(|()| derived.expand(b"chadiao backup mark 1", &mut mark));
    both.map_err(|_| anyhow::anyhow!("no key can be derived"))?;
    Ok((key, mark))
}

/// Seals what is written to it. [`Sealing::finish`] writes the end; without it the file does not open.
pub struct Sealing<W: Write> {
    out: W,
    head: [u8; HEAD],
    stream: EncryptorBE32<Aes256Gcm>,
    piece: Vec<u8>,
}

impl<W: Write> Sealing<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// There is no randomness, or the file cannot be written.
    pub fn begin(mut out: W, file: &KeyFile) -> anyhow::Result<Self> {
        let (salt, nonce): ([u8; SALT], [u8; NONCE]) = (clock::random()?, clock::random()?);
        let (key, mark) = keys(file, &salt)?;
        let head = [MAGIC.as_slice(), &salt, &mark, &nonce].concat();
        let head: [u8; HEAD] = head.try_into().map_err(|_| anyhow::anyhow!("the head has its length"))?;
        out.write_all(&head)?;
        let stream = EncryptorBE32::from_aead(Aes256Gcm::new(&key.into()), nonce.as_slice().into());
        Ok(Self { out, head, stream, piece: Vec::with_capacity(PIECE) })
    }

    /// Writes the end and gives the file back.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn finish(self) -> anyhow::Result<W> {
        let Self { mut out, head, stream, piece } = self;
        let sealed = stream
            .encrypt_last(Payload { msg: &piece, aad: &head })
            .map_err(|_| anyhow::anyhow!("the end could not be sealed"))?;
        out.write_all(&sealed)?;
        Ok(out)
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full piece goes once it is known that it is not the last.
        if self.piece.len() == PIECE {
            let sealed = self
                .stream
                .encrypt_next(Payload { msg: &self.piece, aad: &self.head })
                .map_err(|_| io::Error::other("a piece could not be sealed"))?;
            self.out.write_all(&sealed)?;
            self.piece.clear();
        }
        let taken = bytes.len().min(PIECE - self.piece.len());
        self.piece.extend_from_slice(bytes.get(..taken).unwrap_or_default());
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Opens a sealed file as it is read.
pub struct Opening<R: Read> {
    input: R,
    head: [u8; HEAD],
    stream: Option<DecryptorBE32<Aes256Gcm>>,
    sealed: Vec<u8>,
    plain: Vec<u8>,
    at: usize,
}

impl<R: Read> Opening<R> {
    /// Begins to read a file.
    ///
    /// # Errors
    /// It is no backup, or is sealed under another key file.
    pub fn begin(mut input: R, file: &KeyFile) -> anyhow::Result<Self> {
        let mut head = [0; HEAD];
        input.read_exact(&mut head).context("this is no backup, or it was cut")?;
        let (magic, rest) = head.split_first_chunk().context("the head has its length")?;
        ensure!(magic == MAGIC, "this is no backup of chadiao, or one of another version");
        let (salt, rest) = rest.split_first_chunk::<SALT>().context("the head has its length")?;
        let (mark, nonce) = rest.split_first_chunk::<MARK>().context("the head has its length")?;
        let (key, expected) = keys(file, salt)?;
        if *mark != expected {
            bail!(
                "this backup is sealed under another key file: give the one that was in use when it was made"
            );
        }
        let stream = DecryptorBE32::from_aead(Aes256Gcm::new(&key.into()), nonce.into());
        let mut opening =
            Self { input, head, stream: Some(stream), sealed: Vec::new(), plain: Vec::new(), at: 0 };
        opening.fetch()?;
        Ok(opening)
    }

    /// Reads one byte more than a piece, so that the last one is known.
    fn fetch(&mut self) -> io::Result<()> {
        let wanted = u64::try_from(PIECE + TAG + 1 - self.sealed.len()).unwrap_or_default();
        self.input.by_ref().take(wanted).read_to_end(&mut self.sealed).map(drop)
    }

    fn open(&mut self) -> io::Result<()> {
        let altered = || {
            io::Error::new(
                io::ErrorKind::InvalidData,
                "the backup was altered or cut: nothing of it is put back",
            )
        };
        let Some(mut stream) = self.stream.take() else { return Ok(()) };
        if self.sealed.len() > PIECE + TAG {
            let rest = self.sealed.split_off(PIECE + TAG);
            let piece = Payload { msg: &self.sealed, aad: &self.head };
            self.plain = stream.decrypt_next(piece).map_err(|_| altered())?;
            self.sealed = rest;
            self.stream = Some(stream);
            self.fetch()?;
        } else {
            let piece = Payload { msg: &self.sealed, aad: &self.head };
            self.plain = stream.decrypt_last(piece).map_err(|_| altered())?;
            self.sealed.clear();
        }
        self.at = 0;
        Ok(())
    }
}

impl<R: Read> Read for Opening<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.plain.len() {
            if self.stream.is_none() {
                return Ok(0);
            }
            self.open()?;
        }
        let rest = self.plain.get(self.at..).unwrap_or_default();
        let taken = rest.len().min(out.len());
        out.get_mut(..taken).unwrap_or_default().copy_from_slice(rest.get(..taken).unwrap_or_default());
        self.at += taken;
        Ok(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(file: &KeyFile, text: &[u8]) -> Vec<u8> {
        let mut sealing = Sealing::begin(Vec::new(), file).unwrap();
        sealing.write_all(text).unwrap();
        sealing.finish().unwrap()
    }

    fn opened(file: &KeyFile, bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
        let mut text = Vec::new();
        Opening::begin(bytes, file)?.read_to_end(&mut text)?;
        Ok(text)
    }

    #[test]
    fn every_length_opens_as_it_was_sealed() {
        let file = KeyFile::fresh().unwrap();
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7] {
            let text = vec![7; length];
            assert!(opened(&file, &sealed(&file, &text)).unwrap() == text, "{length}");
        }
    }

    #[test]
    fn a_backup_that_was_cut_lengthened_bent_or_put_in_another_order_does_not_open() {
        let file = KeyFile::fresh().unwrap();
        let honest = sealed(&file, &vec![7; 3 * PIECE + 100]);
        let swapped = {
            let mut bytes = honest.clone();
            let (one, two) = (HEAD..HEAD + PIECE + TAG, HEAD + PIECE + TAG..HEAD + 2 * (PIECE + TAG));
            let kept = bytes[one.clone()].to_vec();
            bytes.copy_within(two.clone(), one.start);
            bytes[two].copy_from_slice(&kept);
            bytes
        };
        let bent = |at: usize| {
            let mut bytes = honest.clone();
            bytes[at] ^= 1;
            bytes
        };
        for bytes in [
            honest[..HEAD + PIECE + TAG].to_vec(),
            honest[..honest.len() - 1].to_vec(),
            [honest.as_slice(), b"x"].concat(),
            swapped,
            bent(HEAD + 5),
            bent(honest.len() - 1),
            bent(HEAD - 1),
        ] {
            let error = opened(&file, &bytes).unwrap_err();
            assert!(error.to_string().contains("altered or cut"), "{error:#}");
        }
    }

    #[test]
    fn another_key_file_is_named_as_the_reason() {
        let bytes = sealed(&KeyFile::fresh().unwrap(), b"x");
        let error = opened(&KeyFile::fresh().unwrap(), &bytes).unwrap_err();
        assert!(error.to_string().contains("another key file"), "{error:#}");
        assert!(opened(&KeyFile::fresh().unwrap(), b"PK").is_err());
    }
}
