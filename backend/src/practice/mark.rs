//! The mark of a practice database: made-up records and real ones never stand in one database.

use anyhow::{anyhow, ensure};

use crate::{
    app::App,
    journal, on_tx,
    store::{StoreError, Tx},
};

const READ: &str = "SELECT value FROM meta WHERE name = 'practice'";
const SET: &str = "UPDATE meta SET value = '1' WHERE name = 'practice'";

/// Whether a database is marked as practice.
///
/// # Errors
/// The database does not answer.
pub async fn is_marked(tx: &mut Tx) -> Result<bool, StoreError> {
    let mark: String = on_tx!(tx, conn => sqlx::query_scalar(READ).fetch_one(conn).await)?;
    Ok(mark == "1")
}

/// Marks an empty database as practice.
///
/// # Errors
/// It holds records and was never marked, or does not answer.
pub async fn claim(app: &App) -> anyhow::Result<()> {
    let claimed = app.writer().write(|tx| {
        Box::pin(async move {
            if is_marked(tx).await? {
                return Ok(true);
            }
            // Every change of a record has its entry, so a journal without entries is a database without records.
            if journal::store::head(tx).await?.size > 0 {
                return Ok(false);
            }
            on_tx!(tx, conn => sqlx::query(SET).execute(conn).await.map(|_| ()))?;
            Ok(true)
        })
    });
    let claimed = claimed.await.map_err(|error| anyhow!("{error}"))?;
    ensure!(
        claimed.map_err(|error: StoreError| anyhow::Error::new(error))?,
        "the database holds records and is not marked as practice: made-up people never come among real ones; \
         name an empty database, or leave practice out"
    );
    Ok(())
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] = &[READ, SET];
