//! Looks for seeded identity numbers where none may be: plain, UTF-16, base64, hexadecimal.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

/// How many first bytes of a pattern the search looks up.
const HEAD: usize = 6;

/// A seeded number found where it may not be; says which and how, never the number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Which of the seeded numbers, counted from 0.
    pub canary: usize,
    /// As what.
    pub encoding: &'static str,
    /// Where.
    pub place: String,
}

/// Searches byte strings, each with the name of its place.
#[must_use]
pub fn search(canaries: &[String], places: &[(String, Vec<u8>)]) -> Vec<Finding> {
    let patterns = patterns(canaries);
    let mut heads: HashMap<[u8; HEAD], Vec<usize>> = HashMap::new();
    // Most positions are passed over by this table alone.
    let mut pairs = vec![false; 1 << 16];
    for (at, pattern) in patterns.iter().enumerate() {
        let head: [u8; HEAD] =
            pattern.bytes[..HEAD].try_into().expect("patterns are longer than their heads");
        heads.entry(head).or_default().push(at);
        pairs[usize::from(head[0]) << 8 | usize::from(head[1])] = true;
    }
    let mut found = Vec::new();
    for (place, bytes) in places {
        for (at, window) in bytes.windows(HEAD).enumerate() {
            if !pairs[usize::from(window[0]) << 8 | usize::from(window[1])] {
                continue;
            }
            let Some(candidates) = heads.get(window) else { continue };
            for pattern in candidates.iter().map(|candidate| &patterns[*candidate]) {
                if bytes[at..].starts_with(&pattern.bytes) {
                    found.push(Finding {
                        canary: pattern.canary,
                        encoding: pattern.encoding,
                        place: place.clone(),
                    });
                }
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Every file below the given paths, with its bytes.
#[must_use]
pub fn files(paths: &[PathBuf]) -> Vec<(String, Vec<u8>)> {
    let mut places = Vec::new();
    for path in paths {
        collect(path, &mut places);
    }
    places
}

fn collect(path: &Path, places: &mut Vec<(String, Vec<u8>)>) {
    if path.is_dir() && !path.is_symlink() {
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            collect(&entry.path(), places);
        }
    } else if path.is_file()
        && let Ok(bytes) = fs::read(path)
    {
        places.push((path.display().to_string(), bytes));
    }
}

struct Pattern {
    canary: usize,
    encoding: &'static str,
    bytes: Vec<u8>,
}

fn patterns(canaries: &[String]) -> Vec<Pattern> {
    let mut patterns = Vec::new();
    for (canary, text) in canaries.iter().enumerate() {
        let mut add = |encoding, bytes: Vec<u8>| patterns.push(Pattern { canary, encoding, bytes });
        add("plain", text.clone().into_bytes());
        add("plain, small letters", text.to_lowercase().into_bytes());
        add("UTF-16 LE", text.encode_utf16().flat_map(u16::to_le_bytes).collect());
        add("UTF-16 BE", text.encode_utf16().flat_map(u16::to_be_bytes).collect());
        add("hexadecimal", text.bytes().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect());
        for shift in 0..3 {
            let core = base64_core(text.as_bytes(), shift);
            let web: Vec<u8> = core
                .iter()
                .map(|letter| match letter {
                    b'+' => b'-',
                    b'/' => b'_',
                    other => *other,
                })
                .collect();
            if web != core {
                add("base64 for the web", web);
            }
            add("base64", core);
        }
    }
    patterns
}

/// The letters that a text has in base64 whatever stands around it, when it begins `shift` bytes into a group of three.
fn base64_core(text: &[u8], shift: usize) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let padded: Vec<u8> = std::iter::repeat_n(0, shift).chain(text.iter().copied()).collect();
    let bits = |at: usize| {
        (0..6).fold(0_usize, |value, bit| {
            let bit = at * 6 + bit;
            value << 1 | usize::from(padded[bit / 8] >> (7 - bit % 8) & 1)
        })
    };
    // Only letters whose six bits all come from the text.
    let (first, last) = ((shift * 8).div_ceil(6), padded.len() * 8 / 6);
    (first..last).map(|at| LETTERS[bits(at)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_planted_number_is_found_in_every_dress() {
        let mut chance = crate::chance::Chance::new(3);
        let canary = crate::people::national_id(&mut chance);
        let utf16 = |big: bool| {
            let to = if big { u16::to_be_bytes } else { u16::to_le_bytes };
            format!("x{canary}y").encode_utf16().flat_map(to).collect::<Vec<u8>>()
        };
        let mut dresses = vec![format!("id={canary}&").into_bytes(), utf16(true), utf16(false)];
        for shift in 0..3 {
            // Whole groups before and after, so that the core is what any encoder would write.
            dresses.push(base64_core(format!("{}{canary}{{}}", "x".repeat(shift + 3)).as_bytes(), 0));
        }
        for (at, dress) in dresses.into_iter().enumerate() {
            assert!(
                !search(std::slice::from_ref(&canary), &[("here".to_owned(), dress)]).is_empty(),
                "dress {at}"
            );
        }
        assert!(
            search(&[canary], &[("here".to_owned(), b"nothing of the kind, only A12*****89".to_vec())])
                .is_empty()
        );
    }
}
