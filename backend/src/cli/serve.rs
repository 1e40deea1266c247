//! `chadiao serve`.

use std::{
    io::{IsTerminal, Write, stderr, stdout},
    net::SocketAddr,
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Context, ensure};
use clap::{Args, ValueEnum};
use shared::session::{LOCK_MINUTES, SignApprovals};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use super::{House, complain, limits::LimitFlags, mail::Mail, open::on_runtime};
use crate::{
    app::{self, App},
    card,
    clock::Clock,
    config::{Config, TlsFiles},
    journal, practice, schedule,
};

/// Serve the web app and the API.
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    house: House,
    /// Where to listen.
    #[arg(long, env = "CHADIAO_BIND", default_value = "127.0.0.1:8080")]
    bind: SocketAddr,
    /// The practice county with a card reader of its own, on loopback alone; an empty database is filled first.
    #[arg(long)]
    practice: bool,
    /// Where the practice card reader listens; a free port where that one is taken.
    #[arg(long, env = "CHADIAO_CARD_READER", default_value = "127.0.0.1:61161")]
    card_reader: SocketAddr,
    /// The origin browsers know this server by, such as `https://chadiao.example.gov.tw`: cards sign for it alone.
    #[arg(long, env = "CHADIAO_ORIGIN")]
    origin: Option<String>,
    /// TLS without a proxy: the certificate chain in PEM.
    #[arg(long, env = "CHADIAO_TLS_CERTIFICATE", requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    /// Its key in PEM.
    #[arg(long, env = "CHADIAO_TLS_KEY", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
    /// Where an authority publishes its revocation list: fetched hourly into the folder of authorities; may be repeated.
    #[arg(long = "crl-url", env = "CHADIAO_CRL_URLS", value_delimiter = ' ')]
    crl_urls: Vec<String>,
    /// Whether supervisors sign their approvals with the card.
    #[arg(long, env = "CHADIAO_SIGN_APPROVALS", value_enum, default_value = "by-item")]
    sign_approvals: Signing,
    /// Minutes without input after which screens lock (point 5(3)).
    #[arg(long, env = "CHADIAO_LOCK_MINUTES", default_value_t = LOCK_MINUTES)]
    lock_minutes: u32,
    #[command(flatten)]
    limits: LimitFlags,
    /// How many proxies in front of this server set `X-Forwarded-For`.
    #[arg(long, env = "CHADIAO_PROXY_HOPS", default_value_t = 0)]
    proxy_hops: u8,
    #[command(flatten)]
    mail: Mail,
}

/// Inquiries of a practice county that was just made.
const PRACTICE_INQUIRIES: u64 = 120;

/// When approvals are signed.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Signing {
    /// Never.
    Never,
    /// For the items that say so.
    ByItem,
    /// Always.
    Always,
}

impl From<Signing> for SignApprovals {
    fn from(signing: Signing) -> Self {
        match signing {
            Signing::Never => Self::Never,
            Signing::ByItem => Self::ByItem,
            Signing::Always => Self::Always,
        }
    }
}

impl Serve {
    /// Serves until told to stop.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
        tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_ansi(stderr().is_terminal())
            .with_writer(stderr)
            .init();
        on_runtime(async move {
            let mut config = Config {
                bind: self.bind,
                is_practice: self.practice,
                origin: self.origin,
                proxy_hops: self.proxy_hops,
                lock_minutes: self.lock_minutes,
                limits: self.limits.into(),
                sign_approvals: self.sign_approvals.into(),
                tls: self
                    .tls_certificate
                    .zip(self.tls_key)
                    .map(|(certificate, key)| TlsFiles { certificate, key }),
                mail: self.mail.settings()?,
                ..self.house.config()
            };
            if self.practice {
                config.card_component = start_card_reader(&config, self.card_reader).await?;
            }
            let app = App::open(config, Clock::real()).await?;
            if self.practice && practice::is_empty(&app).await? {
                complain("making the practice county …");
                practice::fill(&app, practice::Size { inquiries: PRACTICE_INQUIRIES }).await?;
            }
            if self.practice {
                practice::certificate::enter(&app).await?;
                // A practice county that was put back from somewhere is served all the same.
                if let Err(error) = practice::witness::witness(&app).await {
                    tracing::warn!(error = format!("{error:#}"), "the practice journal was not witnessed");
                }
            }
            if !self.practice && app.trust().await?.is_empty() {
                let folder = app.config().authorities.display();
                tracing::warn!(%folder, "no authority's certificate is in the folder, so no card signs in yet");
            }
            if !self.practice && app.is_practice_database() {
                tracing::warn!(
                    "this is a practice database served without --practice: nobody can sign in to it"
                );
            }
            let listener = TcpListener::bind(self.bind)
                .await
                .with_context(|| format!("cannot listen on {}", self.bind))?;
            let scheme = if app.config().tls.is_some() { "https" } else { "http" };
            writeln!(stdout(), "{scheme}://{}", listener.local_addr()?)?;
            if !self.crl_urls.is_empty() {
                tokio::spawn(card::renew::keep_renewing(app.clone(), self.crl_urls));
            }
            verify_in_background(app.clone());
            tokio::spawn(schedule::flow::keep(app.clone()));
            app::serve(app, listener).await?;
            Ok(ExitCode::SUCCESS)
        })
    }
}

/// Starts the practice county's card reader; gives the origin under which pages find it.
async fn start_card_reader(config: &Config, bind: SocketAddr) -> anyhow::Result<String> {
    ensure!(
        bind.ip().is_loopback(),
        "the practice card reader is served on loopback only, and `{bind}` is not"
    );
    let listener = match TcpListener::bind(bind).await {
        Ok(listener) => listener,
        // A real component has the port.
        Err(_) => TcpListener::bind((bind.ip(), 0)).await.context("no port for the practice card reader")?,
    };
    let origin = format!("http://localhost:{}", listener.local_addr()?.port());
    let router = practice::reader::router(config.cards.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(origin)
}

/// The journal is verified at every start, beside the first requests.
fn verify_in_background(app: App) {
    tokio::spawn(async move {
        match journal::alarm::verify(&app).await {
            Ok(head) if head.problems.is_empty() => {
                tracing::info!(entries = head.size, "the journal is sound")
            }
            Ok(head) => tracing::error!(first = head.problems.first(), "the journal was tampered with"),
            Err(error) => tracing::error!(error = format!("{error:?}"), "the journal cannot be checked"),
        }
    });
}
