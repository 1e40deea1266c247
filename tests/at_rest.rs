//! Behind the server's back: what lies in the database, and what happens when somebody changes it there.

use sqlx::{
    AssertSqlSafe, Connection as _, Executor as _, PgConnection, Row as _, SqlSafeStr as _, SqliteConnection,
};

use crate::{
    app::{App, Database},
    canary,
};

impl App {
    /// Everything that rests anywhere: database, write-ahead log, logs.
    pub async fn at_rest(&self) -> Vec<(String, Vec<u8>)> {
        let mut places = vec![("log".to_owned(), self.logs().into_bytes())];
        match self.database() {
            Database::Sqlite => places.extend(canary::files(&[self.folder().join("data")])),
            Database::Postgres => {
                let mut db = self.postgres().await;
                for table in self.tables().await {
                    let rows = db
                        .fetch_all(AssertSqlSafe(format!("SELECT t::text FROM \"{table}\" t")))
                        .await
                        .expect("rows");
                    let text: String = rows.iter().map(|row| row.get::<String, _>(0) + "\n").collect();
                    places.push((table, text.into_bytes()));
                }
            }
        }
        assert!(
            places.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > 1000,
            "there is something to look through"
        );
        places
    }

    /// The schema as text: every table and column.
    pub async fn schema(&self) -> String {
        const SQLITE: &str = "SELECT coalesce(sql, '') FROM sqlite_master";
        const POSTGRES: &str = "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public'";
        self.texts(SQLITE, POSTGRES).await.join("\n")
    }

    async fn tables(&self) -> Vec<String> {
        const SQLITE: &str =
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
        const POSTGRES: &str = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'";
        self.texts(SQLITE, POSTGRES).await
    }

    async fn texts(&self, sqlite: &'static str, postgres: &'static str) -> Vec<String> {
        match self.database() {
            Database::Sqlite => {
                let rows = self.sqlite().await.fetch_all(sqlite).await.expect("rows");
                rows.iter().map(|row| row.get(0)).collect()
            }
            Database::Postgres => {
                let rows = self.postgres().await.fetch_all(postgres).await.expect("rows");
                rows.iter().map(|row| row.get(0)).collect()
            }
        }
    }

    /// An identifier as a literal of this database.
    #[must_use]
    pub fn sql_id(&self, id: uuid::Uuid) -> String {
        match self.database() {
            Database::Sqlite => format!("x'{}'", id.simple()),
            Database::Postgres => format!("'{id}'"),
        }
    }

    /// The bytes of every journal entry, in order.
    pub async fn entries(&self) -> Vec<Vec<u8>> {
        const ENTRIES: &str = "SELECT bytes FROM journal_entries ORDER BY seq";
        match self.database() {
            Database::Sqlite => {
                let rows = self.sqlite().await.fetch_all(ENTRIES).await.expect("rows");
                rows.iter().map(|row| row.get(0)).collect()
            }
            Database::Postgres => {
                let rows = self.postgres().await.fetch_all(ENTRIES).await.expect("rows");
                rows.iter().map(|row| row.get(0)).collect()
            }
        }
    }

    /// What a database says against a statement, without running it.
    pub async fn prepare(&self, sql: &'static str) -> Result<(), sqlx::Error> {
        match self.database() {
            Database::Sqlite => {
                self.sqlite().await.prepare(AssertSqlSafe(sql).into_sql_str()).await.map(|_| ())
            }
            Database::Postgres => {
                self.postgres().await.prepare(AssertSqlSafe(sql).into_sql_str()).await.map(|_| ())
            }
        }
    }

    /// How SQLite means to find what a statement asks for, a line a step.
    ///
    /// # Errors
    /// The database does not understand it.
    pub async fn sqlite_plan(&self, sql: &str) -> Result<Vec<String>, sqlx::Error> {
        let explain = format!("EXPLAIN QUERY PLAN {sql}");
        let rows = sqlx::query(AssertSqlSafe(explain)).fetch_all(&mut self.sqlite().await).await?;
        Ok(rows.iter().map(|row| row.get("detail")).collect())
    }

    /// Runs SQL as anybody with the database in hand might.
    ///
    /// # Errors
    /// The database refuses it.
    pub async fn run(&self, sql: &'static str) -> Result<(), sqlx::Error> {
        match self.database() {
            Database::Sqlite => self.sqlite().await.execute(sql).await.map(|_| ()),
            Database::Postgres => self.postgres().await.execute(sql).await.map(|_| ()),
        }
    }

    /// Runs SQL that no honest program would, with every trigger out of the way.
    pub async fn tamper(&self, sql: &str) {
        match self.database() {
            Database::Sqlite => {
                let mut db = self.sqlite().await;
                let triggers = db
                    .fetch_all("SELECT name FROM sqlite_master WHERE type = 'trigger'")
                    .await
                    .expect("triggers");
                for trigger in triggers {
                    let name: String = trigger.get(0);
                    db.execute(AssertSqlSafe(format!("DROP TRIGGER \"{name}\"")))
                        .await
                        .expect("the trigger goes");
                }
                db.execute("PRAGMA foreign_keys = OFF").await.expect("no keys");
                db.execute(AssertSqlSafe(sql.to_owned())).await.expect("the change goes in");
                db.close().await.expect("closed");
            }
            Database::Postgres => {
                let mut db = self.postgres().await;
                // As a superuser may: neither triggers nor foreign keys look at this session's changes.
                db.execute("SET session_replication_role = replica").await.expect("triggers are silent");
                db.execute(AssertSqlSafe(sql.to_owned())).await.expect("the change goes in");
                db.close().await.expect("closed");
            }
        }
    }

    /// The one number a statement answers with.
    pub async fn number(&self, sql: &'static str) -> i64 {
        match self.database() {
            Database::Sqlite => self.sqlite().await.fetch_one(sql).await.expect("a row").get(0),
            Database::Postgres => self.postgres().await.fetch_one(sql).await.expect("a row").get(0),
        }
    }

    /// The texts that a statement answers with, in its order.
    pub async fn lines(&self, sql: &'static str) -> Vec<String> {
        self.texts(sql, sql).await
    }

    /// What a verification of the journal finds; empty when sound.
    pub async fn verify(&self) -> Vec<String> {
        backend::journal::verify::run(self.server()).await.expect("verification runs").problems
    }

    async fn sqlite(&self) -> SqliteConnection {
        SqliteConnection::connect(&format!("sqlite://{}", self.url())).await.expect("the file opens")
    }

    async fn postgres(&self) -> PgConnection {
        PgConnection::connect(self.url()).await.expect("PostgreSQL answers")
    }
}
