//! Tables as they are, whatever their columns mean: rows out of either database, rows into either.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, bail};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD as BASE64};
use serde::{Deserialize, Serialize};
use sqlx::{
    AssertSqlSafe, Column as _, Row as _, TypeInfo as _, ValueRef as _, postgres::PgRow, query::Query,
    sqlite::SqliteRow,
};
use uuid::Uuid;

use crate::store::{Conn, StoreError, Tx};

/// The migrations' own table, which every database writes for itself.
const MIGRATIONS: &str = "_sqlx_migrations";

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub table: String,
    /// Its columns in the alphabet's order, for the databases need not agree on another.
    pub columns: Vec<String>,
}

/// One value: what both databases can hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Nothing.
    Null,
    /// A number, or a yes or no.
    Number(i64),
    /// A text.
    Text(String),
    /// Bytes, or an identifier.
    Bytes {
        /// Base64.
        b: String,
    },
}

/// How PostgreSQL holds a column; SQLite asks for nothing.
type Types = BTreeMap<String, String>;

/// Every table of ours, in the alphabet's order.
///
/// # Errors
/// The database does not answer.
pub async fn all(tx: &mut Tx) -> anyhow::Result<Vec<Table>> {
    let pairs: Vec<(String, String)> = match tx.conn().await? {
        Conn::Sqlite(conn) => {
            const SQL: &str = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c \
                WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'";
            sqlx::query_as(SQL).fetch_all(&mut **conn).await?
        }
        Conn::Postgres(conn) => {
            const SQL: &str = "SELECT table_name::text, column_name::text FROM information_schema.columns \
                WHERE table_schema = current_schema()";
            sqlx::query_as(SQL).fetch_all(&mut **conn).await?
        }
    };
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (table, column) in pairs.into_iter().filter(|(table, _)| table != MIGRATIONS) {
        tables.entry(table).or_default().insert(column);
    }
    let table = |(table, columns): (String, BTreeSet<String>)| Table {
        table,
        columns: columns.into_iter().collect(),
    };
    Ok(tables.into_iter().map(table).collect())
}

/// The schema's version: that of the last migration.
///
/// # Errors
/// The database does not answer.
pub async fn schema(tx: &mut Tx) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations";
    crate::on_tx!(tx, conn => sqlx::query_scalar(SQL).fetch_one(conn).await).map_err(StoreError::from)
}

/// The columns by which a table's rows are told apart, in order.
async fn key(tx: &mut Tx, table: &str) -> anyhow::Result<Vec<String>> {
    Ok(match tx.conn().await? {
        Conn::Sqlite(conn) => {
            const SQL: &str = "SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk";
            sqlx::query_scalar(SQL).bind(table).fetch_all(&mut **conn).await?
        }
        Conn::Postgres(conn) => {
            const SQL: &str = "SELECT a.attname::text FROM pg_index i \
                CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(n, place) \
                JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n \
                WHERE i.indisprimary AND i.indrelid = to_regclass($1) ORDER BY k.place";
            sqlx::query_scalar(SQL).bind(table).fetch_all(&mut **conn).await?
        }
    })
}

/// Gives every row of a table to `take`, in the order of its key.
///
/// # Errors
/// The database does not answer, holds a value of an unknown kind, or `take` refuses.
pub async fn rows(
    tx: &mut Tx,
    table: &Table,
    mut take: impl FnMut(Vec<Value>) -> anyhow::Result<()>,
) -> anyhow::Result<u64> {
    use futures::TryStreamExt as _;
    let order = key(tx, &table.table).await?;
    let order = if order.is_empty() { &table.columns } else { &order };
    let sql =
        format!("SELECT {} FROM \"{}\" ORDER BY {}", quoted(&table.columns), table.table, quoted(order));
    let mut count = 0;
    match tx.conn().await? {
        Conn::Sqlite(conn) => {
            let mut found = sqlx::query(AssertSqlSafe(sql)).fetch(&mut **conn);
            while let Some(row) = found.try_next().await? {
                take((0..table.columns.len()).map(|at| from_sqlite(&row, at)).collect::<Result<_, _>>()?)?;
                count += 1;
            }
        }
        Conn::Postgres(conn) => {
            let mut found = sqlx::query(AssertSqlSafe(sql)).fetch(&mut **conn);
            while let Some(row) = found.try_next().await? {
                take((0..table.columns.len()).map(|at| from_postgres(&row, at)).collect::<Result<_, _>>()?)?;
                count += 1;
            }
        }
    }
    Ok(count)
}

fn bytes(bytes: &[u8]) -> Value {
    Value::Bytes { b: BASE64.encode(bytes) }
}

fn from_sqlite(row: &SqliteRow, at: usize) -> anyhow::Result<Value> {
    let kind = {
        let raw = row.try_get_raw(at)?;
        if raw.is_null() {
            return Ok(Value::Null);
        }
        raw.type_info().name().to_owned()
    };
    Ok(match kind.as_str() {
        "INTEGER" | "BOOLEAN" => Value::Number(row.try_get_unchecked(at)?),
        "TEXT" => Value::Text(row.try_get_unchecked(at)?),
        "BLOB" => bytes(&row.try_get_unchecked::<Vec<u8>, _>(at)?),
        kind => bail!("column `{}` holds a {kind}, and a backup knows none", row.column(at).name()),
    })
}

fn from_postgres(row: &PgRow, at: usize) -> anyhow::Result<Value> {
    let kind = {
        let raw = row.try_get_raw(at)?;
        if raw.is_null() {
            return Ok(Value::Null);
        }
        raw.type_info().name().to_owned()
    };
    Ok(match kind.as_str() {
        "INT8" => Value::Number(row.try_get(at)?),
        "INT4" => Value::Number(row.try_get::<i32, _>(at)?.into()),
        "BOOL" => Value::Number(row.try_get::<bool, _>(at)?.into()),
        "TEXT" | "VARCHAR" => Value::Text(row.try_get(at)?),
        "UUID" => bytes(row.try_get::<Uuid, _>(at)?.as_bytes()),
        "BYTEA" => bytes(&row.try_get::<Vec<u8>, _>(at)?),
        kind => bail!("column `{}` holds a {kind}, and a backup knows none", row.column(at).name()),
    })
}

fn quoted(columns: &[String]) -> String {
    columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ")
}

/// Puts rows into a table, a statement a row.
#[derive(Debug)]
pub struct Filling {
    sql: String,
    table: Table,
    types: Types,
}

impl Filling {
    /// Prepares a table; what a fresh schema put into it goes.
    ///
    /// # Errors
    /// There is no such table with these columns, or the database does not answer.
    pub async fn begin(tx: &mut Tx, table: Table) -> anyhow::Result<Self> {
        let known = all(tx).await?.into_iter().find(|known| known.table == table.table);
        let known = known.with_context(|| format!("this version has no table `{}`", table.table))?;
        anyhow::ensure!(known.columns == table.columns, "table `{}` has other columns here", table.table);
        let types = types(tx, &table.table).await?;
        let (has_rows, empty) =
            (format!("SELECT COUNT(*) FROM \"{}\"", table.table), format!("DELETE FROM \"{}\"", table.table));
        let count: i64 =
            crate::on_tx!(tx, conn => sqlx::query_scalar(AssertSqlSafe(has_rows)).fetch_one(conn).await)?;
        if count > 0 {
            crate::on_tx!(tx, conn => sqlx::query(AssertSqlSafe(empty)).execute(conn).await.map(|_| ()))?;
        }
        let places: Vec<String> = (1..=table.columns.len()).map(|at| format!("${at}")).collect();
        let sql = format!(
            "INSERT INTO \"{}\" ({}) VALUES ({})",
            table.table,
            quoted(&table.columns),
            places.join(", ")
        );
        Ok(Self { sql, table, types })
    }

    /// Puts a row in.
    ///
    /// # Errors
    /// The row does not fit, or the database refuses.
    pub async fn put(&self, tx: &mut Tx, row: Vec<Value>) -> anyhow::Result<()> {
        anyhow::ensure!(
            row.len() == self.table.columns.len(),
            "a row of `{}` has other columns",
            self.table.table
        );
        match tx.conn().await? {
            Conn::Sqlite(conn) => {
                let mut query = sqlx::query(AssertSqlSafe(self.sql.clone()));
                for value in row {
                    query = match value {
                        Value::Null => query.bind(None::<i64>),
                        Value::Number(number) => query.bind(number),
                        Value::Text(text) => query.bind(text),
                        Value::Bytes { b } => query.bind(BASE64.decode(b)?),
                    };
                }
                query.execute(&mut **conn).await?;
            }
            Conn::Postgres(conn) => {
                let mut query = sqlx::query(AssertSqlSafe(self.sql.clone()));
                for (column, value) in self.table.columns.iter().zip(row) {
                    let kind = self.types.get(column).map_or("", |kind| kind);
                    query = bind_postgres(query, kind, value)
                        .with_context(|| format!("`{}`.`{column}`", self.table.table))?;
                }
                query.execute(&mut **conn).await?;
            }
        }
        Ok(())
    }
}

type PgQuery<'q> = Query<'q, sqlx::Postgres, <sqlx::Postgres as sqlx::Database>::Arguments>;

fn bind_postgres<'q>(query: PgQuery<'q>, kind: &str, value: Value) -> anyhow::Result<PgQuery<'q>> {
    Ok(match (kind, value) {
        ("bigint", Value::Null) => query.bind(None::<i64>),
        ("bigint", Value::Number(number)) => query.bind(number),
        ("boolean", Value::Null) => query.bind(None::<bool>),
        ("boolean", Value::Number(number)) => query.bind(number != 0),
        ("text", Value::Null) => query.bind(None::<String>),
        ("text", Value::Text(text)) => query.bind(text),
        ("uuid", Value::Null) => query.bind(None::<Uuid>),
        ("uuid", Value::Bytes { b }) => query.bind(Uuid::from_slice(&BASE64.decode(b)?)?),
        ("bytea", Value::Null) => query.bind(None::<Vec<u8>>),
        ("bytea", Value::Bytes { b }) => query.bind(BASE64.decode(b)?),
        (kind, _) => bail!("a value does not fit a column of {kind}"),
    })
}

async fn types(tx: &mut Tx, table: &str) -> anyhow::Result<Types> {
    const SQL: &str = "SELECT column_name::text, data_type::text FROM information_schema.columns \
        WHERE table_schema = current_schema() AND table_name = $1";
    Ok(match tx.conn().await? {
        Conn::Sqlite(_) => Types::new(),
        Conn::Postgres(conn) => {
            let pairs: Vec<(String, String)> = sqlx::query_as(SQL).bind(table).fetch_all(&mut **conn).await?;
            pairs.into_iter().collect()
        }
    })
}

/// Which table must be filled before which: pairs of the one that refers and the one referred to.
///
/// # Errors
/// The database does not answer.
pub async fn references(tx: &mut Tx) -> anyhow::Result<Vec<(String, String)>> {
    Ok(match tx.conn().await? {
        Conn::Sqlite(conn) => {
            const SQL: &str = "SELECT m.name, f.\"table\" FROM sqlite_master m, pragma_foreign_key_list(m.name) f \
                WHERE m.type = 'table'";
            sqlx::query_as(SQL).fetch_all(&mut **conn).await?
        }
        Conn::Postgres(conn) => {
            const SQL: &str = "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint \
                WHERE contype = 'f' AND connamespace = current_schema()::text::regnamespace";
            sqlx::query_as(SQL).fetch_all(&mut **conn).await?
        }
    })
}

/// Tables with those first to which others refer.
#[must_use]
pub fn in_order(tables: Vec<Table>, references: &[(String, String)]) -> Vec<Table> {
    let (mut rest, mut ordered) = (tables, Vec::<Table>::new());
    while !rest.is_empty() {
        let is_free = |table: &Table| {
            let mut needs = references.iter().filter(|(from, to)| *from == table.table && from != to);
            needs.all(|(_, to)| ordered.iter().any(|done| done.table == *to))
        };
        let (free, bound): (Vec<Table>, Vec<Table>) = rest.into_iter().partition(is_free);
        // A ring of references does not exist in our schema; were there one, its order would be as good as any.
        let is_ring = free.is_empty();
        ordered.extend(free);
        rest = bound;
        if is_ring {
            ordered.append(&mut rest);
        }
    }
    ordered
}
