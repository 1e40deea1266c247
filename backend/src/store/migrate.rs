//! Brings a schema up to date from the migrations built into the binary.

use anyhow::Context;
use sqlx::migrate::Migrator;

use super::Db;

static SQLITE: Migrator = sqlx::migrate!("../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../migrations/postgres");

/// Runs what is missing.
///
/// # Errors
/// A migration fails, or a released one was changed.
pub async fn run(db: &Db) -> anyhow::Result<()> {
    match db {
        Db::Sqlite { writer, .. } => SQLITE.run(writer).await,
        Db::Postgres(pool) => POSTGRES.run(pool).await,
    }
    .context("the schema could not be brought up to date")
}

/// Brings an empty database to an earlier schema, as a backup needs it.
///
/// # Errors
/// This version does not know that schema, or a migration fails.
pub async fn run_to(db: &Db, version: i64) -> anyhow::Result<()> {
    anyhow::ensure!(
        SQLITE.version_exists(version),
        "the backup is of schema {version}, which this version does not know: use the version it was made with"
    );
    match db {
        Db::Sqlite { writer, .. } => SQLITE.run_to(version, writer).await,
        Db::Postgres(pool) => POSTGRES.run_to(version, pool).await,
    }
    .context("the schema could not be made")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_migration_has_its_twin() {
        let names = |migrator: &Migrator| -> Vec<_> {
            migrator.iter().map(|migration| (migration.version, migration.description.clone())).collect()
        };
        assert_eq!(names(&SQLITE), names(&POSTGRES));
    }
}
