//! The first manager and the authorities of a real server: nobody made up, no account by default, lists that must be fresh.

use std::{fs, path::Path, process::Command};

use acceptance::{Client, card, scratch};
use backend::{
    card::Trust,
    clock::Clock,
    config::{CARD_COMPONENT, Config},
    practice::cards::{Card, Holder, new_key, params},
};
use chrono::{DateTime, Duration, Utc};
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, DnType, IsCa, Issuer, KeyIdMethod,
    KeyPair, KeyUsagePurpose, RevokedCertParams, SerialNumber,
};
use shared::{Editions, session::CardRefusal::*};

/// An authority such as the Ministry's, made for one test.
struct Authority {
    params: CertificateParams,
    key: KeyPair,
}

impl Authority {
    fn found() -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name = Default::default();
        params.distinguished_name.push(DnType::CountryName, "TW");
        params.distinguished_name.push(DnType::OrganizationalUnitName, "測試憑證管理中心");
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        Self { params, key: new_key().unwrap() }
    }

    fn write_to(&self, folder: &Path) {
        fs::create_dir_all(folder).unwrap();
        fs::write(folder.join("authority.cer"), self.params.self_signed(&self.key).unwrap().der()).unwrap();
    }

    fn issue(&self, holder: &Holder) -> Card {
        let key = new_key().unwrap();
        let issuer = Issuer::from_params(&self.params, &self.key);
        let certificate = params(holder).unwrap().signed_by(&key, &issuer).unwrap().der().to_vec();
        Card::new(key, certificate)
    }

    fn list(&self, folder: &Path, at: DateTime<Utc>, revoked: &[&Card]) {
        let moment = |at: DateTime<Utc>| time::OffsetDateTime::from_unix_timestamp(at.timestamp()).unwrap();
        let list = CertificateRevocationListParams {
            this_update: moment(at),
            next_update: moment(at + Duration::days(7)),
            crl_number: SerialNumber::from(1_u64),
            issuing_distribution_point: None,
            revoked_certs: revoked
                .iter()
                .map(|card| RevokedCertParams {
                    serial_number: SerialNumber::from_slice(card.leaf().unwrap().serial()),
                    revocation_time: moment(at),
                    reason_code: None,
                    invalidity_date: None,
                })
                .collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        let signed = list.signed_by(&Issuer::from_params(&self.params, &self.key)).unwrap();
        fs::write(folder.join("list.crl"), signed.der()).unwrap();
    }
}

/// `chadiao enrol` in a folder; its exit code and what it said.
fn enrol(folder: &Path, name: &str, certificate: &Path) -> (Option<i32>, String) {
    let ended = Command::new(env!("CARGO_BIN_EXE_command-line"))
        .args(["enrol", "--name", name, "--egov-account", "manager", "--card-number", "AB00000000000001"])
        .args(["--id-last4", "6789", "--certificate"])
        .arg(certificate)
        .arg("--database")
        .arg(folder.join("db/c.sqlite"))
        .arg("--keys")
        .arg(folder.join("keys/k"))
        .arg("--authorities")
        .arg(folder.join("authorities"))
        .output()
        .unwrap();
    let said = [ended.stdout, ended.stderr].concat();
    (ended.status.code(), String::from_utf8_lossy(&said).into_owned())
}

#[tokio::test]
async fn the_first_manager_is_enrolled_on_the_server_and_signs_in_with_a_real_chain() {
    let house = scratch::folder();
    let authorities = house.path().join("authorities");
    let authority = Authority::found();
    authority.write_to(&authorities);
    let holder = Holder { number: "AB00000000000001".into(), name: "王管理".into(), last4: "6789".into() };
    let (manager, lost) = (authority.issue(&holder), authority.issue(&holder));
    let certificate = house.path().join("manager.cer");
    fs::write(&certificate, &manager.certificate).unwrap();

    let (code, said) = enrol(house.path(), "王管理", &certificate);
    assert_ne!(code, Some(0));
    assert!(said.contains("revocation list is missing"), "{said}");
    let now = DateTime::from_timestamp(chrono::Local::now().timestamp(), 0).unwrap();
    authority.list(&authorities, now, &[&lost]);
    let (code, said) = enrol(house.path(), "李別人", &certificate);
    assert!(code != Some(0) && said.contains("name on the certificate"), "{said}");
    let (code, said) = enrol(house.path(), "王管理", &certificate);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = enrol(house.path(), "王管理", &certificate);
    assert!(code != Some(0) && said.contains("one manager already"), "{said}");

    let clock = Clock::standing_at(now);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let bind = listener.local_addr().unwrap();
    let config = Config {
        bind,
        database: house.path().join("db/c.sqlite").display().to_string(),
        keys: house.path().join("keys/k"),
        authorities: authorities.clone(),
        cards: house.path().join("none"),
        origin: None,
        tls: None,
        sign_approvals: shared::session::SignApprovals::default(),
        proxy_hops: 1,
        lock_minutes: 2,
        limits: backend::limit::Limits::default(),
        card_component: CARD_COMPONENT.into(),
        is_practice: false,
        editions: Editions { amended_from: None },
        mail: None,
        county: None,
    };
    let server = backend::app::App::open(config, clock.clone()).await.unwrap();
    let served = server.clone();
    tokio::spawn(backend::app::serve(server, listener));
    let stranger = Client::stranger(&format!("http://{bind}"));
    stranger.get("/practice/people").send().await.problem(404);
    let answer = stranger.try_card(&manager).await;
    assert!(answer.status.is_success(), "{answer:?}");
    let me = stranger.with_cookies(&answer).me().await;
    assert!(me.standing.is_manager && !me.is_practice && me.standing.has_card);
    assert_eq!(me.lock_minutes, 2, "the county's own setting reaches the page");
    stranger.try_card(&lost).await.refused_card(Revoked);
    stranger.try_card(&card::card_of("ZZ00000000000020", "王管理", "6789")).await.refused_card(PracticeCard);
    let imitation = Authority::found().issue(&holder);
    stranger.try_card(&imitation).await.refused_card(UnknownIssuer);

    a_list_is_fetched_where_it_is_published(&served, &authority, &authorities, now).await;

    // A list that nobody renews stops sign-in; a fresh one opens it again.
    let later = now + Duration::hours(49);
    clock.set(later);
    stranger.try_card(&manager).await.refused_card(StaleList);
    authority.list(&authorities, later, &[&lost]);
    clock.set(later + Duration::minutes(6));
    assert!(stranger.try_card(&manager).await.status.is_success());
}

/// Answers one request with these bytes; the address to ask.
fn publish(bytes: Vec<u8>) -> String {
    use std::io::{Read as _, Write as _};
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}/complete.crl", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]).unwrap();
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", bytes.len())
            .unwrap();
        stream.write_all(&bytes).unwrap();
    });
    url
}

async fn a_list_is_fetched_where_it_is_published(
    app: &backend::app::App,
    authority: &Authority,
    folder: &Path,
    at: DateTime<Utc>,
) {
    let lists = || {
        let names =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.ends_with(".crl")).count()
    };
    assert_eq!(lists(), 1);
    backend::card::renew::renew(app, &publish(b"<html>maintenance</html>".to_vec()))
        .await
        .expect_err("no list");
    let elsewhere = scratch::folder();
    Authority::found().list(elsewhere.path(), at, &[]);
    let foreign = fs::read(elsewhere.path().join("list.crl")).unwrap();
    backend::card::renew::renew(app, &publish(foreign)).await.expect_err("of nobody we trust");
    assert_eq!(lists(), 1, "what is no list of ours does not lie there");
    authority.list(elsewhere.path(), at, &[]);
    let list = fs::read(elsewhere.path().join("list.crl")).unwrap();
    backend::card::renew::renew(app, &publish(list)).await.expect("a list");
    assert_eq!(lists(), 2);
}

#[test]
fn a_real_server_refuses_what_is_no_authority_of_its_own() {
    let folder = scratch::folder();
    let load =
        || Trust::load(folder.path(), false).err().map(|error| format!("{error:#}")).unwrap_or_default();
    assert_eq!(Trust::load(folder.path(), false).unwrap().len(), 0);
    fs::write(folder.path().join("a.cer"), card::office().certificate()).unwrap();
    assert!(load().contains("practice authority"), "{}", load());
    let authority = Authority::found();
    let holder = Holder { number: "AB00000000000001".into(), name: "王管理".into(), last4: "6789".into() };
    fs::write(folder.path().join("a.cer"), &authority.issue(&holder).certificate).unwrap();
    assert!(load().contains("no authority's"), "{}", load());
    let mut between = authority.params.clone();
    between.distinguished_name.push(DnType::CommonName, "分支");
    let key = new_key().unwrap();
    let issuer = Issuer::from_params(&authority.params, &authority.key);
    fs::write(folder.path().join("a.cer"), between.signed_by(&key, &issuer).unwrap().der()).unwrap();
    assert!(load().contains("nobody in the folder vouches"), "{}", load());
    authority.write_to(folder.path());
    assert_eq!(Trust::load(folder.path(), false).unwrap().len(), 2, "with its issuer beside it");
    fs::write(folder.path().join("b.crl"), b"no list").unwrap();
    assert!(load().contains("b.crl"), "the file is named: {}", load());
}
