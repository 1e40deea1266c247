//! A mail server that takes letters in and delivers none, and says what a test wants it to say.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader},
    net::TcpListener,
};
use tokio_rustls::{TlsAcceptor, rustls};

/// A letter as it was handed in.
#[derive(Debug, Clone)]
pub struct Received {
    /// The recipient of the envelope.
    pub to: String,
    /// Every byte of it.
    pub raw: String,
    /// Its decoded text.
    pub text: String,
}

/// The server; it ends with the test.
#[derive(Debug, Clone)]
pub struct Smtp {
    port: u16,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    received: Vec<Received>,
    answers: HashMap<String, &'static str>,
    is_down: bool,
}

impl Smtp {
    /// Starts one on a free port.
    pub async fn start() -> Self {
        Self::listen(None).await
    }

    /// Starts one that takes letters over TLS alone: from the first byte, or once asked by `STARTTLS`.
    ///
    /// # Panics
    /// If certificate and key do not fit.
    pub async fn start_tls(certificate: Vec<u8>, key: Vec<u8>, is_from_the_first_byte: bool) -> Self {
        let key = rustls::pki_types::PrivateKeyDer::try_from(key).expect("a private key");
        let config = rustls::ServerConfig::builder_with_provider(Arc::new(
            rustls::crypto::aws_lc_rs::default_provider(),
        ))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.into()], key)
        .expect("a certificate with its key");
        Self::listen(Some((TlsAcceptor::from(Arc::new(config)), is_from_the_first_byte))).await
    }

    async fn listen(tls: Option<(TlsAcceptor, bool)>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let state = Arc::<Mutex<State>>::default();
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                if lock(&shared).is_down {
                    continue;
                }
                let (tls, shared) = (tls.clone(), Arc::clone(&shared));
                tokio::spawn(async move {
                    match tls {
                        None => talk(stream, shared, "220 sink ready").await,
                        Some((acceptor, true)) => {
                            if let Ok(stream) = acceptor.accept(stream).await {
                                talk(stream, shared, "220 sink ready").await;
                            }
                        }
                        Some((acceptor, false)) => {
                            let Some(stream) = starttls(stream).await else { return };
                            if let Ok(stream) = acceptor.accept(stream).await {
                                talk(stream, shared, "").await;
                            }
                        }
                    }
                });
            }
        });
        Self { port, state }
    }

    /// Where it listens.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Answers a recipient with this from now on, such as `550 no such mailbox`; with `250 ok` it takes them in again.
    pub fn answer(&self, to: &str, answer: &'static str) {
        lock(&self.state).answers.insert(to.to_owned(), answer);
    }

    /// Hangs up on everybody, or no more.
    pub fn set_down(&self, is_down: bool) {
        lock(&self.state).is_down = is_down;
    }

    /// Every letter so far.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        lock(&self.state).received.clone()
    }
}

fn lock(state: &Mutex<State>) -> std::sync::MutexGuard<'_, State> {
    state.lock().expect("no server panicked")
}

/// Talks in the clear until TLS is asked for; anything else is refused.
async fn starttls<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S) -> Option<S> {
    stream.write_all(b"220 sink ready\r\n").await.ok()?;
    loop {
        let mut line = String::new();
        BufReader::with_capacity(1, &mut stream).read_line(&mut line).await.ok()?;
        let command = line.to_ascii_uppercase();
        let (say, is_asked): (&[u8], bool) = match command.trim() {
            "STARTTLS" => (b"220 go on\r\n", true),
            "" => return None,
            known if known.starts_with("EHLO") => (b"250-sink\r\n250 STARTTLS\r\n", false),
            _ => (b"530 by STARTTLS alone\r\n", false),
        };
        stream.write_all(say).await.ok()?;
        if is_asked {
            return Some(stream);
        }
    }
}

async fn talk<S: AsyncRead + AsyncWrite>(stream: S, state: Arc<Mutex<State>>, greeting: &str) {
    let (read, mut write) = tokio::io::split(stream);
    let mut lines = BufReader::new(read).lines();
    let mut to = String::new();
    let mut say = greeting.to_owned();
    loop {
        if !say.is_empty() && write.write_all(format!("{say}\r\n").as_bytes()).await.is_err() {
            return;
        }
        let Ok(Some(line)) = lines.next_line().await else { return };
        let command = line.to_ascii_uppercase();
        say = if command.starts_with("RCPT TO:<") {
            to = line[9..].split('>').next().unwrap_or_default().to_owned();
            (*lock(&state).answers.get(&to).unwrap_or(&"250 ok")).to_owned()
        } else if command == "DATA" {
            if write.write_all(b"354 go on\r\n").await.is_err() {
                return;
            }
            let mut raw = String::new();
            while let Ok(Some(line)) = lines.next_line().await {
                if line == "." {
                    break;
                }
                raw.push_str(&line);
                raw.push('\n');
            }
            let body: String =
                raw.split_once("\n\n").map(|(_, body)| body.split_whitespace().collect()).unwrap_or_default();
            let text = String::from_utf8(BASE64.decode(body).expect("base64")).expect("UTF-8");
            lock(&state).received.push(Received { to: to.clone(), raw, text });
            "250 taken in".to_owned()
        } else if command == "QUIT" {
            let _ = write.write_all(b"221 bye\r\n").await;
            return;
        } else {
            "250 ok".to_owned()
        };
    }
}
