//! Handing a letter in.

use std::time::{Duration, SystemTime};

use anyhow::Context;
use chrono::{DateTime, Utc};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Body, Mailbox,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
    transport::smtp::{authentication::Credentials, extension::ClientId},
};
use shared::duty::Letter;

use crate::config::{MailSettings, MailTls};

/// How long a mail server may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// Characters of a mail server's answer that are kept.
const ANSWER_MOST: usize = 200;

/// A way to the mail server.
#[derive(Debug)]
pub struct Post {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    domain: String,
}

/// Why a letter was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    /// The server will never take it.
    #[error("refused: {0}")]
    Refused(String),
    /// It may be taken later.
    #[error("not now: {0}")]
    Later(String),
}

impl Post {
    /// Prepares the way; the password is read anew each time, so that a new one counts.
    ///
    /// # Errors
    /// A setting or the password file cannot be used.
    pub fn open(settings: &MailSettings) -> anyhow::Result<Self> {
        let MailSettings { server, port, tls, user, password_file, from, .. } = settings;
        let builder = match tls {
            MailTls::None => AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(server),
            MailTls::Starttls => AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(server)?,
            MailTls::Tls => AsyncSmtpTransport::<Tokio1Executor>::relay(server)?,
        };
        let from: Mailbox = from.parse().context("the sender is no address")?;
        let domain = from.email.domain().to_owned();
        let mut builder =
            builder.port(*port).timeout(Some(PATIENCE)).hello_name(ClientId::Domain(domain.clone()));
        if let (Some(user), Some(file)) = (user, password_file) {
            let password =
                std::fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))?;
            let password = password.trim_end_matches(['\r', '\n']).to_owned();
            builder = builder.credentials(Credentials::new(user.clone(), password));
        }
        Ok(Self { transport: builder.build(), from, domain })
    }

    /// Whether the server answers and takes the password.
    ///
    /// # Errors
    /// It does not.
    pub async fn knock(&self) -> Result<(), PostError> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(PostError::Later("the mail server does not answer".to_owned())),
            Err(error) => Err(PostError::Later(told(&error, ""))),
        }
    }

    /// Hands a letter in. The mark is the same for a letter that is sent again, so that a mailbox can tell.
    ///
    /// # Errors
    /// It was not taken.
    pub async fn send(
        &self,
        to: &str,
        letter: &Letter,
        mark: &str,
        now: DateTime<Utc>,
    ) -> Result<(), PostError> {
        let unfit = |error: String| PostError::Refused(error.replace(to, "…"));
        let message = self.message(to, letter, mark, now).map_err(|error| unfit(format!("{error:#}")))?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(PostError::Refused(told(&error, to))),
            Err(error) => Err(PostError::Later(told(&error, to))),
        }
    }

    fn message(&self, to: &str, letter: &Letter, mark: &str, now: DateTime<Utc>) -> anyhow::Result<Message> {
        let body = Body::new_with_encoding(letter.text.clone(), ContentTransferEncoding::Base64)
            .map_err(|_| anyhow::anyhow!("the text cannot be encoded"))?;
        // Nobody's out-of-office note need answer (RFC 3834).
        let automatic =
            HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
        Ok(Message::builder()
            .from(self.from.clone())
            .to(to.parse().context("not an address")?)
            .date(SystemTime::from(now))
            .message_id(Some(format!("<{mark}@{}>", self.domain)))
            .subject(&letter.subject)
            .raw_header(automatic)
            .header(ContentType::TEXT_PLAIN)
            .body(body)?)
    }
}

/// A failure in one line, without the address it was about.
fn told(error: &lettre::transport::smtp::Error, to: &str) -> String {
    use std::error::Error as _;
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        if !text.contains(&inner.to_string()) {
            text = format!("{text}: {inner}");
        }
        cause = inner.source();
    }
    let text = if to.is_empty() { text } else { text.replace(to, "…") };
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(ANSWER_MOST).collect()
}
