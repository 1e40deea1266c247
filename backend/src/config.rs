//! Settings of a server.

use std::{net::SocketAddr, path::PathBuf};

use anyhow::{Context, ensure};
use shared::{
    Editions,
    edition::EditionPack,
    field::Email,
    session::{LOCK_MINUTES_MOST, SignApprovals},
};

use crate::{limit::Limits, store};

/// Where the card component listens on every PC that has one.
pub const CARD_COMPONENT: &str = "http://localhost:61161";

/// The files of a TLS server, in PEM.
#[derive(Debug, Clone)]
pub struct TlsFiles {
    /// The chain, its own certificate first.
    pub certificate: PathBuf,
    /// The key.
    pub key: PathBuf,
}

/// How the mail server is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum MailTls {
    /// In the clear; only without a password.
    None,
    /// Begun in the clear and then by TLS, or not at all.
    Starttls,
    /// By TLS from the first byte.
    Tls,
}

impl MailTls {
    /// The port it usually has.
    #[must_use]
    pub const fn port(self) -> u16 {
        match self {
            Self::None => 25,
            Self::Starttls => 587,
            Self::Tls => 465,
        }
    }
}

/// Where reminders are handed in.
#[derive(Debug, Clone)]
pub struct MailSettings {
    /// The mail server's name.
    pub server: String,
    /// Its port.
    pub port: u16,
    /// How it is spoken to.
    pub tls: MailTls,
    /// Who hands in.
    pub user: Option<String>,
    /// The file that holds the password, readable by its owner alone.
    pub password_file: Option<PathBuf>,
    /// Whose letters they are; what cannot be delivered comes back there.
    pub from: String,
    /// Who is told besides the manager when the journal does not verify.
    pub ethics: Vec<String>,
}

impl MailSettings {
    fn check(&self) -> anyhow::Result<()> {
        ensure!(
            Email::parse(&self.from).is_ok(),
            "reminders come from an address, and `{}` is none",
            self.from
        );
        for address in &self.ethics {
            ensure!(
                Email::parse(address).is_ok(),
                "the ethics office has an address, and `{address}` is none"
            );
        }
        ensure!(
            self.user.is_some() == self.password_file.is_some(),
            "a mail user and a password file go together"
        );
        ensure!(
            self.tls != MailTls::None || self.user.is_none(),
            "a password is never sent in the clear: use starttls or tls"
        );
        let Some(file) = &self.password_file else { return Ok(()) };
        let about = std::fs::metadata(file).with_context(|| format!("cannot read `{}`", file.display()))?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            ensure!(
                about.permissions().mode() & 0o077 == 0,
                "`{}` holds a password and others can read it: chmod 0400",
                file.display()
            );
        }
        ensure!(about.is_file(), "`{}` is no file", file.display());
        Ok(())
    }
}

/// What a server is started with.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where it listens.
    pub bind: SocketAddr,
    /// Path of an SQLite file, or a PostgreSQL URL.
    pub database: String,
    /// The key file, outside the database's folder.
    pub keys: PathBuf,
    /// The folder of the authorities whose cards sign in, with their revocation lists.
    pub authorities: PathBuf,
    /// The folder of the practice authority and its cards.
    pub cards: PathBuf,
    /// Origin of this server as browsers know it; by default the one they say they asked.
    pub origin: Option<String>,
    /// Whether supervisors sign their approvals.
    pub sign_approvals: SignApprovals,
    /// TLS without a proxy.
    pub tls: Option<TlsFiles>,
    /// Proxies in front of this server whose word on the caller is taken; 0 is none.
    pub proxy_hops: u8,
    /// Minutes without input after which screens lock.
    pub lock_minutes: u32,
    /// How much anybody may ask for.
    pub limits: Limits,
    /// Origin of the card component on a person's PC.
    pub card_component: String,
    /// Practice county, on loopback alone.
    pub is_practice: bool,
    /// When the amended edition takes force.
    pub editions: Editions,
    /// Where reminders are handed in; none is ever sent without.
    pub mail: Option<MailSettings>,
    /// Whose practice county is founded; Changhua's without.
    pub county: Option<EditionPack>,
}

impl Config {
    /// Refuses settings that would open a door.
    ///
    /// # Errors
    /// Practice sign-in on an address that others can reach, TLS or mail without an origin, or a password others can read.
    pub fn check(&self) -> anyhow::Result<()> {
        ensure!(
            self.county.is_none() || self.is_practice,
            "an edition pack founds a practice county; of a real one the manager loads it on the page of editions"
        );
        ensure!(
            !self.is_practice || self.bind.ip().is_loopback(),
            "practice cards belong to nobody, so practice is served on loopback only, and `{}` is not: bind 127.0.0.1 or leave --practice out",
            self.bind.ip()
        );
        ensure!(
            (1..=LOCK_MINUTES_MOST).contains(&self.lock_minutes),
            "--lock-minutes is 1 to {LOCK_MINUTES_MOST}: point 5(3) asks for a screen that locks when its person is away"
        );
        ensure!(
            self.tls.is_none() || self.is_secure(),
            "with TLS, --origin says by which `https://` address browsers know this server: cards sign for it alone"
        );
        if let Some(mail) = &self.mail {
            ensure!(self.origin.is_some(), "with reminders, --origin says where their links lead");
            mail.check()?;
        }
        Ok(())
    }

    /// Whether browsers reach this server over TLS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.origin.as_ref().is_some_and(|origin| origin.starts_with("https://"))
    }

    /// The database's folder, for an SQLite file.
    #[must_use]
    pub fn database_folder(&self) -> Option<PathBuf> {
        store::folder(&self.database)
    }
}
