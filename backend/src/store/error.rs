//! What a database can fail with, told apart by what the server does next.

/// A database failure.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk is full; nothing of the transaction is kept.
    #[error("the disk is full")]
    Full,
    /// The disk did not confirm a write, and nothing can be believed of it until it is read afresh.
    #[error("the disk did not confirm a write")]
    Unsynced,
    /// A row with this key stands there already.
    #[error("a row with this key exists")]
    Exists,
    /// A row no longer parses.
    #[error("{table}.{column} of {row} does not parse")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row.
        row: String,
    },
    /// Something could not be sealed or opened.
    #[error("seal: {0}")]
    Seal(&'static str),
    /// The clock went back, and deadlines with it.
    #[error("the clock stands before the journal's last entry")]
    ClockWentBack,
    /// The database does not answer, or answers with a failure of its own.
    #[error("the database failed")]
    Broken(#[source] sqlx::Error),
}

/// SQLite's primary result code for a full disk.
const SQLITE_FULL: &str = "13";
/// SQLite's extended result codes for an fsync of a file and of a folder that failed. PostgreSQL ends by itself on one.
const SQLITE_UNSYNCED: [&str; 2] = ["1034", "1290"];
/// PostgreSQL's SQLSTATE for a full disk.
const POSTGRES_DISK_FULL: &str = "53100";

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let Some(database) = error.as_database_error() else { return Self::Broken(error) };
        if database.is_unique_violation() {
            return Self::Exists;
        }
        match database.code().as_deref() {
            Some(SQLITE_FULL | POSTGRES_DISK_FULL) => Self::Full,
            Some(code) if SQLITE_UNSYNCED.contains(&code) => Self::Unsynced,
            _ => Self::Broken(error),
        }
    }
}
