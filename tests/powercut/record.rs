//! The recording half: builds the shim, gives its environment, reads its record.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

/// Length of a line's head in the record: kind, file, offset, length.
const HEAD: usize = 1 + 1 + 8 + 4;
/// The kind of a line that a test wrote itself: somebody was told that their write is safe.
const ACKNOWLEDGED: u8 = 9;

/// A file the shim watches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watched {
    /// The database.
    Database,
    /// Its write-ahead log.
    Log,
    /// Its rollback journal.
    Journal,
}

/// What happened, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Bytes were handed to the kernel.
    Write { file: Watched, offset: usize, bytes: Vec<u8> },
    /// The file's length was set.
    Truncate { file: Watched, length: usize },
    /// All of the file so far is on the disk.
    Sync { file: Watched },
    /// The file was removed.
    Unlink { file: Watched },
    /// A client was told that this is stored.
    Acknowledged(Vec<u8>),
}

/// A fault ordered from the shim.
#[derive(Debug, Clone, Copy)]
pub enum FaultKind {
    /// fsync answers EIO.
    Sync,
    /// Writes answer ENOSPC.
    Full,
}

/// A database file under watch.
#[derive(Debug)]
pub struct Disk {
    database: PathBuf,
    record: PathBuf,
    fault: PathBuf,
}

impl Disk {
    /// Watches `database`; record and fault order live in `folder`.
    #[must_use]
    pub fn new(database: &Path, folder: &Path) -> Self {
        Self {
            database: database.to_owned(),
            record: folder.join("disk.record"),
            fault: folder.join("disk.fault"),
        }
    }

    /// The environment of a server under watch.
    #[must_use]
    pub fn environment(&self, is_recorded: bool) -> Vec<(String, String)> {
        let text = |path: &Path| path.to_string_lossy().into_owned();
        let mut pairs = vec![
            ("LD_PRELOAD".to_owned(), text(shim())),
            ("CHADIAO_DISK_FILE".to_owned(), text(&self.database)),
            ("CHADIAO_DISK_FAULT".to_owned(), text(&self.fault)),
        ];
        if is_recorded {
            pairs.push(("CHADIAO_DISK_RECORD".to_owned(), text(&self.record)));
        }
        pairs
    }

    /// Begins the record with the files as they are now, all of it on the disk.
    pub fn begin(&self) {
        let database = self.database.to_string_lossy().into_owned();
        let mut record = Vec::new();
        for (number, path) in [(0, database.clone()), (1, format!("{database}-wal"))] {
            let Ok(bytes) = fs::read(path) else { continue };
            record.extend(line(1, number, 0, &bytes));
            record.extend(line(3, number, 0, &[]));
        }
        fs::write(&self.record, record).expect("the record is begun");
    }

    /// Orders a fault, from now until [`Disk::mend`].
    pub fn fail(&self, kind: FaultKind) {
        fs::write(
            &self.fault,
            match kind {
                FaultKind::Sync => "f",
                FaultKind::Full => "s",
            },
        )
        .expect("a fault is ordered");
    }

    /// Takes the fault away.
    pub fn mend(&self) {
        let _ = fs::remove_file(&self.fault);
    }

    /// Notes that somebody was told `what` is stored. The note lies after the answer, so a cut before it proves nothing.
    pub fn acknowledged(&self, what: &[u8]) {
        let mut file =
            fs::OpenOptions::new().append(true).create(true).open(&self.record).expect("the record opens");
        file.write_all(&line(ACKNOWLEDGED, 0, 0, what)).expect("the record takes a line");
    }

    /// Everything that happened so far.
    #[must_use]
    pub fn events(&self) -> Vec<Event> {
        read(&fs::read(&self.record).expect("the record is there"))
    }
}

fn line(kind: u8, file: u8, offset: u64, data: &[u8]) -> Vec<u8> {
    let mut line = vec![kind, file];
    line.extend(offset.to_ne_bytes());
    line.extend((data.len() as u32).to_ne_bytes());
    line.extend(data);
    line
}

fn read(mut bytes: &[u8]) -> Vec<Event> {
    let mut events = Vec::new();
    while bytes.len() >= HEAD {
        let (head, rest) = bytes.split_at(HEAD);
        let offset = u64::from_ne_bytes(head[2..10].try_into().expect("eight bytes")) as usize;
        let length = u32::from_ne_bytes(head[10..14].try_into().expect("four bytes")) as usize;
        let (data, rest) = rest.split_at(length);
        let file = match head[1] {
            0 => Watched::Database,
            1 => Watched::Log,
            _ => Watched::Journal,
        };
        events.push(match head[0] {
            1 => Event::Write { file, offset, bytes: data.to_vec() },
            2 => Event::Truncate { file, length: offset },
            3 => Event::Sync { file },
            4 => Event::Unlink { file },
            _ => Event::Acknowledged(data.to_vec()),
        });
        bytes = rest;
    }
    events
}

/// Compiles the shim once.
fn shim() -> &'static Path {
    static SHIM: OnceLock<PathBuf> = OnceLock::new();
    SHIM.get_or_init(|| {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("powercut/disk.c");
        let folder = crate::scratch::parent().join("chadiao-acceptance-shim");
        fs::create_dir_all(&folder).expect("a folder for the shim");
        // Other test processes may be loading the one that is there, so it is replaced whole.
        let library = folder.join("disk.so");
        let fresh = folder.join(format!("{}.so", std::process::id()));
        let compiled = Command::new("gcc")
            .args(["-O2", "-Wall", "-Wextra", "-shared", "-fPIC", "-o"])
            .args([&fresh, &source])
            .arg("-ldl")
            .status()
            .expect("gcc runs: the power-cut harness needs a C compiler");
        assert!(compiled.success(), "the shim compiles");
        fs::rename(&fresh, &library).expect("the shim takes its place");
        library
    })
}
