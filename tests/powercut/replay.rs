//! The replaying half: what the disk may hold when the power goes at a given event.

use std::{collections::BTreeSet, fs, path::Path};

use super::record::{Event, Watched};
use crate::chance::Chance;

/// A disk writes a sector whole or not at all.
const SECTOR: usize = 512;

/// What becomes of the writes that were not yet synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tail {
    /// All lost.
    None,
    /// All arrived.
    All,
    /// Any of them arrived.
    Some,
    /// Some arrived whole, others only in part.
    Torn,
}

impl Tail {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::None, Self::All, Self::Some, Self::Torn];
}

#[derive(Debug, Clone, Default)]
struct File {
    durable: Vec<u8>,
    pending: Vec<Change>,
    exists: bool,
}

#[derive(Debug, Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Truncate(usize),
}

/// The disk and what was promised, as events go by.
#[derive(Debug, Clone, Default)]
pub struct Image {
    files: [File; 3],
    at: usize,
    acknowledged: BTreeSet<Vec<u8>>,
}

impl Image {
    /// Lets the events up to `end` happen.
    pub fn advance(&mut self, events: &[Event], end: usize) {
        for event in &events[self.at..end] {
            self.happen(event);
        }
        self.at = end;
    }

    /// What clients were told is stored.
    #[must_use]
    pub fn acknowledged(&self) -> &BTreeSet<Vec<u8>> {
        &self.acknowledged
    }

    fn happen(&mut self, event: &Event) {
        match event {
            Event::Write { file, offset, bytes } => {
                let file = &mut self.files[*file as usize];
                file.exists = true;
                file.pending.push(Change::Write(*offset, bytes.clone()));
            }
            Event::Truncate { file, length } => {
                self.files[*file as usize].pending.push(Change::Truncate(*length))
            }
            Event::Sync { file } => {
                let file = &mut self.files[*file as usize];
                file.exists = true;
                for change in std::mem::take(&mut file.pending) {
                    apply(&mut file.durable, &change);
                }
            }
            // Directory entries are outside this model: a removal is taken to last.
            Event::Unlink { file } => self.files[*file as usize] = File::default(),
            Event::Acknowledged(what) => {
                self.acknowledged.insert(what.clone());
            }
        }
    }

    /// Writes what the disk holds after the cut as `name` and its companions into `folder`.
    pub fn write(&self, folder: &Path, name: &str, tail: Tail, chance: &mut Chance) {
        for (file, watched) in self.files.iter().zip([Watched::Database, Watched::Log, Watched::Journal]) {
            let path = folder.join(match watched {
                Watched::Database => name.to_owned(),
                Watched::Log => format!("{name}-wal"),
                Watched::Journal => format!("{name}-journal"),
            });
            if file.exists {
                fs::write(path, file.after(tail, chance)).expect("the image is written");
            } else {
                let _ = fs::remove_file(path);
            }
        }
        let _ = fs::remove_file(folder.join(format!("{name}-shm")));
    }
}

impl File {
    fn after(&self, tail: Tail, chance: &mut Chance) -> Vec<u8> {
        let mut bytes = self.durable.clone();
        for change in &self.pending {
            let arrives = match tail {
                Tail::None => false,
                Tail::All => true,
                Tail::Some | Tail::Torn => chance.coin(),
            };
            match change {
                _ if arrives => apply(&mut bytes, change),
                Change::Write(offset, data) if tail == Tail::Torn => tear(&mut bytes, *offset, data, chance),
                _ => {}
            }
        }
        bytes
    }
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Truncate(length) => bytes.resize(*length, 0),
        Change::Write(offset, data) => {
            if bytes.len() < offset + data.len() {
                bytes.resize(offset + data.len(), 0);
            }
            bytes[*offset..offset + data.len()].copy_from_slice(data);
        }
    }
}

/// Some sectors of a write arrive, others keep what was there.
fn tear(bytes: &mut Vec<u8>, offset: usize, data: &[u8], chance: &mut Chance) {
    let mut from = 0;
    while from < data.len() {
        let to = data.len().min(((offset + from) / SECTOR + 1) * SECTOR - offset);
        if chance.coin() {
            apply(bytes, &Change::Write(offset + from, data[from..to].to_vec()));
        }
        from = to;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_synced_survives_the_worst_cut() {
        let write = |offset, byte| Event::Write { file: Watched::Database, offset, bytes: vec![byte; 1024] };
        let events = [write(0, 1), Event::Sync { file: Watched::Database }, write(512, 2)];
        let mut image = Image::default();
        image.advance(&events, 3);
        let mut chance = Chance::new(1);
        assert_eq!(image.files[0].after(Tail::None, &mut chance), vec![1; 1024]);
        assert_eq!(image.files[0].after(Tail::All, &mut chance).len(), 1536);
        let torn = image.files[0].after(Tail::Torn, &mut chance);
        assert!(
            torn.chunks(SECTOR).all(|sector| sector.iter().all(|byte| *byte == sector[0])),
            "sectors are whole"
        );
    }
}
