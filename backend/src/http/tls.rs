//! TLS by rustls, from certificate files: handshakes run beside each other, so that a slow one holds nobody up.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::mpsc,
    time::timeout,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    },
    server::TlsStream,
};

use crate::config::TlsFiles;

/// Connections whose handshake is done and that wait to be served.
const WAITING: usize = 64;
/// Whoever takes longer over a handshake is dropped.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// A listener whose connections speak TLS.
pub struct TlsListener {
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    address: SocketAddr,
}

/// Speaks TLS 1.2 and 1.3 on a listener.
///
/// # Errors
/// A file cannot be read, holds nothing of its kind, or key and certificate do not belong together.
pub fn listen(listener: TcpListener, files: &TlsFiles) -> anyhow::Result<TlsListener> {
    let what = |path: &std::path::Path| format!("`{}`", path.display());
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(&files.certificate)
        .and_then(Iterator::collect)
        .with_context(|| what(&files.certificate))?;
    let key = PrivateKeyDer::from_pem_file(&files.key).with_context(|| what(&files.key))?;
    let mut config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .context("the TLS key and certificate do not belong together")?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let address = listener.local_addr()?;
    let (done, ready) = mpsc::channel(WAITING);
    tokio::spawn(accept(listener, acceptor, done));
    Ok(TlsListener { ready, address })
}

async fn accept(
    listener: TcpListener,
    acceptor: TlsAcceptor,
    done: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>,
) {
    while !done.is_closed() {
        let Ok((stream, peer)) = listener.accept().await else {
            // Out of file handles, say: others are closed in a moment.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let (acceptor, done) = (acceptor.clone(), done.clone());
        tokio::spawn(async move {
            if let Ok(Ok(stream)) = timeout(HANDSHAKE, acceptor.accept(stream)).await {
                let _ = done.send((stream, peer)).await;
            }
        });
    }
}

impl axum::serve::Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            // The task that accepts is gone only when the runtime goes.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        Ok(self.address)
    }
}
