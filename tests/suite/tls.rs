//! TLS without a proxy: cookies that only TLS carries, and no connection that holds up the others.

use std::fs;

use acceptance::{app, scratch};
use backend::{
    app::App,
    clock::Clock,
    config::{Config, TlsFiles},
};
use reqwest::{Certificate, Client};
use serde_json::Value;

#[tokio::test]
async fn a_server_speaks_tls_and_its_cookies_are_bound_to_it() {
    let house = scratch::folder();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let files = TlsFiles { certificate: house.path().join("tls.pem"), key: house.path().join("tls.key") };
    fs::write(&files.certificate, made.cert.pem()).unwrap();
    fs::write(&files.key, made.signing_key.serialize_pem()).unwrap();
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let bind = listener.local_addr().unwrap();
    let origin = format!("https://localhost:{}", bind.port());
    let url = house.path().join("db/c.sqlite").display().to_string();
    let config = Config {
        tls: Some(files),
        origin: Some(origin.clone()),
        is_practice: false,
        ..app::config(bind, &url, &house.path().join("keys/k"))
    };
    let nameless = Config { origin: None, ..config.clone() };
    assert!(App::open(nameless, Clock::real()).await.is_err(), "cards must know for whom they sign");
    let server = App::open(config, Clock::real()).await.unwrap();
    tokio::spawn(backend::app::serve(server, listener));

    let root = Certificate::from_pem(made.cert.pem().as_bytes()).unwrap();
    let client = Client::builder().tls_certs_only([root]).no_proxy().build().unwrap();
    // Somebody who connects and says nothing.
    let _silent = tokio::net::TcpStream::connect(bind).await.unwrap();
    let capabilities = client.get(format!("{origin}/api/v1/sync/capabilities")).send().await.unwrap();
    assert!(capabilities.status().is_success());
    assert!(capabilities.headers().contains_key("strict-transport-security"));
    let asked = client
        .post(format!("{origin}/api/v1/session/challenge"))
        .header("idempotency-key", "1")
        .send()
        .await
        .unwrap();
    let cookie = asked.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.starts_with("__Host-chadiao_asker=") && cookie.contains("; Secure"), "{cookie}");
    let challenge: Value = asked.json().await.unwrap();
    assert!(challenge["text"].as_str().unwrap().contains(&format!("aud: {origin}\n")), "{challenge}");
    let plain = Client::builder().no_proxy().build().unwrap();
    assert!(plain.get(format!("http://{bind}/")).send().await.is_err(), "plain HTTP is not answered");
}
