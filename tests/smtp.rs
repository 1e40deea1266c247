//! A mail server that takes letters in and delivers none, and says what a test wants it to say.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

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
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let state = Arc::<Mutex<State>>::default();
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                if !lock(&shared).is_down {
                    tokio::spawn(talk(stream, Arc::clone(&shared)));
                }
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

async fn talk(stream: TcpStream, state: Arc<Mutex<State>>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut to = String::new();
    let mut say = "220 sink ready".to_owned();
    loop {
        if write.write_all(format!("{say}\r\n").as_bytes()).await.is_err() {
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
