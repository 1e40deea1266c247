//! How the command line says where reminders are handed in.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use crate::config::{MailSettings, MailTls};

/// The mail server; without one no reminder is sent.
#[derive(Debug, Clone, Args)]
pub struct Mail {
    /// The mail server that takes reminders in.
    #[arg(long, env = "CHADIAO_SMTP_SERVER", requires = "mail_from")]
    smtp_server: Option<String>,
    /// Its port; by default 587 with starttls, 465 with tls, 25 with none.
    #[arg(long, env = "CHADIAO_SMTP_PORT")]
    smtp_port: Option<u16>,
    /// How it is spoken to.
    #[arg(long, env = "CHADIAO_SMTP_TLS", value_enum, default_value = "starttls")]
    smtp_tls: MailTls,
    /// Who hands in.
    #[arg(long, env = "CHADIAO_SMTP_USER", requires = "smtp_password_file")]
    smtp_user: Option<String>,
    /// The file that holds the password: mode 0400. The password itself is never given here or in the environment.
    #[arg(long, env = "CHADIAO_SMTP_PASSWORD_FILE", requires = "smtp_user")]
    smtp_password_file: Option<PathBuf>,
    /// Whose letters they are, such as `chadiao@example.gov.tw`; what cannot be delivered comes back there.
    #[arg(long, env = "CHADIAO_MAIL_FROM", requires = "smtp_server")]
    mail_from: Option<String>,
    /// Who is told besides the manager when the journal does not verify, such as the ethics office; may be repeated.
    #[arg(
        long = "ethics-address",
        env = "CHADIAO_ETHICS_ADDRESSES",
        value_delimiter = ' ',
        requires = "smtp_server"
    )]
    ethics: Vec<String>,
}

impl Mail {
    /// The settings; none without a mail server.
    ///
    /// # Errors
    /// There is a mail server and nobody whose letters they are.
    pub fn settings(self) -> anyhow::Result<Option<MailSettings>> {
        let Some(server) = self.smtp_server else { return Ok(None) };
        Ok(Some(MailSettings {
            server,
            port: self.smtp_port.unwrap_or(self.smtp_tls.port()),
            tls: self.smtp_tls,
            user: self.smtp_user,
            password_file: self.smtp_password_file,
            from: self.mail_from.context("--mail-from says whose letters reminders are")?,
            ethics: self.ethics,
        }))
    }
}
