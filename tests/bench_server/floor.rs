//! What the databases do by themselves, in the same run: the server cannot be faster than this.

use std::{
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use sqlx::{
    Connection as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use super::{probe::Samples, row, say};

/// SQLite's own inserts, one and sixty-four a commit.
pub async fn sqlite(folder: &Path, span: Duration) -> anyhow::Result<()> {
    let options = SqliteConnectOptions::new()
        .filename(folder.join("floor.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut db = SqliteConnection::connect_with(&options).await?;
    sqlx::query("CREATE TABLE floor (id BLOB PRIMARY KEY, body TEXT NOT NULL) STRICT")
        .execute(&mut db)
        .await?;
    let body = "x".repeat(1_500);
    for rows in [1, 64] {
        let (mut samples, until) = (Samples::default(), Instant::now() + span / 2);
        while Instant::now() < until {
            let begun = Instant::now();
            let mut tx = db.begin().await?;
            for _ in 0..rows {
                let id = uuid::Uuid::now_v7().as_bytes().to_vec();
                sqlx::query("INSERT INTO floor VALUES ($1, $2)")
                    .bind(id)
                    .bind(&body)
                    .execute(&mut *tx)
                    .await?;
            }
            tx.commit().await?;
            for _ in 0..rows {
                samples.add(begun.elapsed());
            }
        }
        row(&format!("floor: SQLite by itself, {rows} rows a commit"), &samples, span / 2, None);
    }
    Ok(())
}

/// pgbench's own inserts on the same PostgreSQL.
pub fn postgres(url: &str, seconds: u64) {
    let psql = |sql: &str| {
        Command::new("psql").args([url, "-qc", sql]).status().is_ok_and(|status| status.success())
    };
    let program = ["/usr/lib/postgresql/15/bin/pgbench", "pgbench"]
        .into_iter()
        .find(|program| Command::new(program).arg("--version").output().is_ok());
    let script = std::env::temp_dir().join("chadiao-floor.sql");
    let insert = "INSERT INTO floor (body) VALUES (repeat('x', 1500));\n";
    let is_ready = psql("CREATE TABLE floor (id bigserial PRIMARY KEY, body text)")
        && std::fs::write(&script, insert).is_ok();
    let (Some(program), true) = (program, is_ready) else {
        return say("floor: pgbench is not installed", "");
    };
    for clients in ["1", "16"] {
        let seconds = (seconds / 2).max(1).to_string();
        let script = script.display().to_string();
        let run = Command::new(program)
            .args(["-n", "-c", clients, "-j", "2", "-T", &seconds, "-f", &script, url])
            .output();
        let text = run.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
        let rate = text.lines().find(|line| line.starts_with("tps")).unwrap_or("no figure");
        say(&format!("floor: pgbench insert, {clients} clients"), rate);
    }
}
