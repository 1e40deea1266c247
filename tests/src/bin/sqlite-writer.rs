//! The smallest honest writer, and with `NORMAL` the dishonest one: the power-cut harness is tried on both, so that
//! it is known to see. Usage: `sqlite-writer FILE FULL|NORMAL ROWS`; prints each row's key once it is stored.

#![allow(clippy::indexing_slicing, reason = "a tool of the tests: wrong arguments may end it")]

use std::{io::Write as _, str::FromStr as _};

use anyhow::Context as _;
use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let (file, level, rows) = (&arguments[1], &arguments[2], arguments[3].parse::<u64>().context("rows")?);
    let options = SqliteConnectOptions::from_str(file)?
        .create_if_missing(true)
        .pragma("journal_mode", "WAL")
        .pragma("synchronous", level.clone())
        .pragma("wal_autocheckpoint", "60");
    let mut db = SqliteConnection::connect_with(&options).await?;
    sqlx::query("CREATE TABLE kept (id BLOB PRIMARY KEY, body TEXT NOT NULL) STRICT")
        .execute(&mut db)
        .await?;
    println!();
    for row in 0..rows {
        let key = row.to_be_bytes().to_vec();
        sqlx::query("INSERT INTO kept VALUES ($1, $2)")
            .bind(&key)
            .bind("x".repeat(700))
            .execute(&mut db)
            .await?;
        println!("{row}");
        std::io::stdout().flush()?;
    }
    // Like a server that is switched off: nothing is closed.
    std::process::abort();
}
