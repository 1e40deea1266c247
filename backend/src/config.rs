//! Settings of a server.

use std::{net::SocketAddr, path::PathBuf};

use anyhow::ensure;
use shared::Editions;

use crate::store;

/// What a server is started with.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where it listens.
    pub bind: SocketAddr,
    /// Path of an SQLite file, or a PostgreSQL URL.
    pub database: String,
    /// The key file, outside the database's folder.
    pub keys: PathBuf,
    /// Practice county: sign-in without a card, on loopback alone.
    pub is_practice: bool,
    /// When the amended edition takes force.
    pub editions: Editions,
}

impl Config {
    /// Refuses settings that would open a door.
    ///
    /// # Errors
    /// Practice sign-in on an address that others can reach.
    pub fn check(&self) -> anyhow::Result<()> {
        ensure!(
            !self.is_practice || self.bind.ip().is_loopback(),
            "practice sign-in needs no card, so it is served on loopback only, and `{}` is not: bind 127.0.0.1 or leave --practice out",
            self.bind.ip()
        );
        Ok(())
    }

    /// The database's folder, for an SQLite file.
    #[must_use]
    pub fn database_folder(&self) -> Option<PathBuf> {
        store::folder(&self.database)
    }
}
