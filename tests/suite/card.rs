//! 憑證登入 under attack: each forgery is refused for its own reason, and its nearest honest neighbour is not.

use std::fs;

use acceptance::{App, Client, Options, card, on_both, scratch};
use backend::{
    card::verify,
    practice::cards::{Card, Holder, Office, new_key, params},
};
use chrono::Duration;
use cms::{content_info::ContentInfo, signed_data::SignedData};
use der::{Any, Decode, Encode, asn1::ObjectIdentifier, asn1::OctetString, asn1::SetOfVec};
use rcgen::{CertificateParams, IsCa, KeyUsagePurpose, PublicKeyData, SignatureAlgorithm, date_time_ymd};
use shared::{
    account::AccountDraft,
    api::v1::AccountView,
    session::CardRefusal::{self, *},
};
use x509_cert::attr::Attribute;

on_both!(
    a_signature_opens_one_session,
    a_signature_given_too_late_opens_none,
    a_signature_over_another_text_opens_nothing,
    a_signature_answers_the_browser_that_asked,
    a_card_nobody_registered_opens_nothing,
    a_card_is_one_persons,
    a_card_registered_must_be_the_persons_own,
);

async fn staff_card(app: &App) -> Card {
    card::card(&app.person(app.cast().staff).await.card_number)
}

async fn a_signature_opens_one_session(app: App) {
    let card = staff_card(&app).await;
    let (browser, text) = app.stranger().challenge().await;
    let message = card.sign(&text).unwrap();
    let answers = futures(&browser, &message, 20).await;
    let opened: Vec<_> = answers.iter().filter(|answer| answer.status.is_success()).collect();
    assert_eq!(opened.len(), 1, "of twenty at once, one");
    for answer in answers.iter().filter(|answer| !answer.status.is_success()) {
        answer.refused_card(NoChallenge);
    }
    browser.answer(&message).await.refused_card(NoChallenge);
    app.stranger().answer(&message).await.refused_card(NoChallenge);
}

async fn futures(browser: &Client, message: &[u8], count: usize) -> Vec<acceptance::Answer> {
    let tasks: Vec<_> = (0..count)
        .map(|_| {
            let (browser, message) = (browser.clone(), message.to_vec());
            tokio::spawn(async move { browser.answer(&message).await })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}

async fn a_signature_given_too_late_opens_none(app: App) {
    let card = staff_card(&app).await;
    for (seconds, is_late) in [(180, false), (181, true)] {
        let (browser, text) = app.stranger().challenge().await;
        app.advance(Duration::seconds(seconds));
        let answer = browser.answer(&card.sign(&text).unwrap()).await;
        if is_late { answer.refused_card(Late) } else { assert!(answer.status.is_success(), "{answer:?}") }
    }
}

async fn a_signature_over_another_text_opens_nothing(app: App) {
    let card = staff_card(&app).await;
    let (browser, text) = app.stranger().challenge().await;
    let origin = app.base();
    for other in [
        text.replace(origin, "https://elsewhere.example"),
        text.replace("purpose: sign-in", "purpose: approve 00"),
        text.trim_end().to_owned(),
        "TBS".to_owned(),
    ] {
        assert_ne!(other, text);
        browser.answer(&card.sign(&other).unwrap()).await.refused_card(OtherText);
    }
    assert!(
        browser.answer(&card.sign(&text).unwrap()).await.status.is_success(),
        "a refusal uses nothing up"
    );
}

async fn a_signature_answers_the_browser_that_asked(app: App) {
    let card = staff_card(&app).await;
    let (_, text) = app.stranger().challenge().await;
    let (other, _) = app.stranger().challenge().await;
    other.answer(&card.sign(&text).unwrap()).await.refused_card(OtherText);
}

async fn a_card_nobody_registered_opens_nothing(app: App) {
    let stranger = card::card_of("ZZ00000000000001", "陌生人", "0001");
    app.stranger().try_card(&stranger).await.refused_card(NotRegistered);
    // The same name and digits on another card are not the card that was registered.
    let account = account(&app).await;
    let twin = card::card_of("ZZ00000000000002", &account.draft.name, &account.draft.id_last4);
    app.stranger().try_card(&twin).await.refused_card(NotRegistered);
}

async fn account(app: &App) -> AccountView {
    app.manager().await.get(&format!("/accounts/{}", app.cast().staff)).send().await.ok()
}

async fn a_card_is_one_persons(app: App) {
    let mine = account(&app).await.draft;
    let path = format!("/accounts/{}", app.cast().deputy);
    let other: AccountView = app.manager().await.get(&path).send().await.ok();
    let taken = AccountDraft {
        certificate: mine.certificate,
        name: mine.name,
        id_last4: mine.id_last4,
        ..other.draft
    };
    app.manager().await.put(&path).if_match(other.revision).json(&taken).send().await.refused_card(Taken);
}

async fn a_card_registered_must_be_the_persons_own(app: App) {
    let account = account(&app).await;
    let path = format!("/accounts/{}", account.id);
    let bind = async |card: &Card, revision: i64| {
        let certificate = base64(&card.certificate);
        let draft = AccountDraft { certificate, ..account.draft.clone() };
        app.manager().await.put(&path).if_match(revision).json(&draft).send().await
    };
    let (name, last4) = (&account.draft.name, &account.draft.id_last4);
    let other_name = card::card_of("ZZ00000000000003", "別人", last4);
    bind(&other_name, account.revision).await.refused_card(OtherName);
    let other_digits = card::card_of("ZZ00000000000004", name, "0000");
    bind(&other_digits, account.revision).await.refused_card(OtherDigits);
    let renewed = card::card_of("ZZ00000000000005", name, last4);
    let bound: AccountView = bind(&renewed, account.revision).await.ok();
    app.stranger().try_card(&staff_card(&app).await).await.refused_card(NotRegistered);
    assert!(app.stranger().try_card(&renewed).await.status.is_success(), "the renewed card is hers");
    assert_eq!(bound.revision, account.revision + 1);
}

fn base64(bytes: &[u8]) -> String {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    STANDARD.encode(bytes)
}

#[tokio::test]
async fn a_revoked_card_is_out_as_soon_as_the_list_says_so() {
    let cards = scratch::folder();
    for entry in fs::read_dir(card::folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, cards.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    let app = App::sqlite_with(Options { cards: Some(cards.path().to_owned()), ..Options::default() }).await;
    let card = staff_card(&app).await;
    assert!(app.stranger().try_card(&card).await.status.is_success());
    fs::write(cards.path().join("revoked"), app.person(app.cast().staff).await.card_number).unwrap();
    app.advance(Duration::minutes(6));
    app.stranger().try_card(&card).await.refused_card(Revoked);
}

const TEXT: &str = "CHADIAO-SIGN 1\naud: http://test\npurpose: sign-in\n";

/// What the verifier says of a message over [`TEXT`], for the practice authority.
fn judge(message: &[u8]) -> Result<(), CardRefusal> {
    let at = chrono::DateTime::from_timestamp(1_773_000_000, 0).unwrap();
    let trust = card::office().trust(at).unwrap();
    verify(message, TEXT, &trust, at).map(|_| ())
}

fn holder() -> Holder {
    Holder { number: "ZZ00000000000009".into(), name: "測試員".into(), last4: "6789".into() }
}

fn honest() -> Card {
    card::office().card_of(&holder()).unwrap()
}

/// A card whose certificate differs from an honest one in one thing.
fn odd(change: impl FnOnce(&mut CertificateParams)) -> Card {
    let mut params = params(&holder()).unwrap();
    change(&mut params);
    let key = new_key().unwrap();
    let certificate = card::office().certify(&params, &key).unwrap();
    Card::new(key, certificate)
}

#[test]
fn a_certificate_that_is_not_for_signing_in_is_refused_for_what_is_wrong_with_it() {
    assert_eq!(judge(&honest().sign(TEXT).unwrap()), Ok(()));
    assert_eq!(judge(&odd(|_| ()).sign(TEXT).unwrap()), Ok(()), "a fresh one like it");
    let expired = odd(|params| params.not_after = date_time_ymd(2026, 3, 1));
    let future = odd(|params| params.not_before = date_time_ymd(2027, 1, 1));
    let encrypts = odd(|params| params.key_usages = vec![KeyUsagePurpose::KeyEncipherment]);
    let says_nothing = odd(|params| params.key_usages = Vec::new());
    let authority = odd(|params| params.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained));
    let company = odd(|params| params.custom_extensions.clear());
    let unknown = odd(|params| {
        let mut extension = rcgen::CustomExtension::from_oid_content(&[1, 2, 3, 4], vec![5, 0]);
        extension.set_criticality(true);
        params.custom_extensions.push(extension);
    });
    for (card, refusal) in [
        (expired, Expired),
        (future, NotYetValid),
        (encrypts, WrongUsage),
        (says_nothing, WrongUsage),
        (authority, WrongUsage),
        (company, NotAPerson),
        (unknown, WrongUsage),
    ] {
        assert_eq!(judge(&card.sign(TEXT).unwrap()), Err(refusal));
    }
}

#[test]
fn a_short_key_is_refused_before_anything_it_signed_is_believed() {
    /// A public key of 1024 bits; nobody has the other half.
    struct Short;
    impl PublicKeyData for Short {
        fn der_bytes(&self) -> &[u8] {
            static KEY: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
            KEY.get_or_init(|| {
                let mut key = vec![0x30, 0x81, 0x89, 0x02, 0x81, 0x81, 0x00, 0xc1];
                key.extend([0x55; 127]);
                key.extend([0x02, 0x03, 0x01, 0x00, 0x01]);
                key
            })
        }
        fn algorithm(&self) -> &'static SignatureAlgorithm {
            &rcgen::PKCS_RSA_SHA256
        }
    }
    let certificate = card::office().certify(&params(&holder()).unwrap(), &Short).unwrap();
    let card = Card::new(new_key().unwrap(), certificate);
    assert_eq!(judge(&card.sign(TEXT).unwrap()), Err(WeakKey));
}

#[test]
fn an_authority_nobody_trusts_vouches_for_nobody() {
    let elsewhere = scratch::folder();
    let office = Office::open(elsewhere.path()).unwrap();
    let card = office.card_of(&holder()).unwrap();
    assert_eq!(judge(&card.sign(TEXT).unwrap()), Err(UnknownIssuer), "the same names, another key");
    let alone = new_key().unwrap();
    let certificate = params(&holder()).unwrap().self_signed(&alone).unwrap().der().to_vec();
    assert_eq!(judge(&Card::new(alone, certificate).sign(TEXT).unwrap()), Err(UnknownIssuer));
}

/// A message that differs from what an honest card made in what `change` does to it.
fn altered(card: &Card, change: impl FnOnce(&mut SignedData)) -> Vec<u8> {
    let outer = ContentInfo::from_der(&card.sign(TEXT).unwrap()).unwrap();
    let mut signed: SignedData = outer.content.decode_as().unwrap();
    change(&mut signed);
    ContentInfo { content_type: outer.content_type, content: Any::encode_from(&signed).unwrap() }
        .to_der()
        .unwrap()
}

fn change_signer(signed: &mut SignedData, change: impl FnOnce(&mut cms::signed_data::SignerInfo)) {
    let mut info = signed.signer_infos.0.get(0).unwrap().clone();
    change(&mut info);
    signed.signer_infos = vec![info].try_into().unwrap();
}

fn attribute(oid: &str, value: Any) -> Attribute {
    Attribute { oid: ObjectIdentifier::new_unwrap(oid), values: SetOfVec::try_from(vec![value]).unwrap() }
}

#[test]
fn a_message_that_was_tampered_with_is_refused_for_what_was_done() {
    let card = honest();
    let sha1 = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
    let ecdsa = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
    let change = |change: fn(&mut cms::signed_data::SignerInfo)| {
        altered(&card, |signed| change_signer(signed, change))
    };
    let other_text = altered(&card, |signed| {
        signed.encap_content_info.econtent =
            Some(Any::encode_from(&OctetString::new(*b"TBS").unwrap()).unwrap());
    });
    let detached = altered(&card, |signed| signed.encap_content_info.econtent = None);
    assert_eq!(judge(&detached), Ok(()), "the digest says which text");
    let nobody = altered(&card, |signed| signed.signer_infos = Vec::new().try_into().unwrap());
    let two = altered(&card, |signed| {
        let first = signed.signer_infos.0.get(0).unwrap().clone();
        let mut second = first.clone();
        second.signature = OctetString::new([1; 256]).unwrap();
        signed.signer_infos = vec![first, second].try_into().unwrap();
    });
    let without = altered(&card, |signed| signed.certificates = None);
    let anothers = {
        let other = card::card_of("ZZ00000000000010", "別人", "0000");
        let theirs = ContentInfo::from_der(&other.sign(TEXT).unwrap()).unwrap();
        let theirs: SignedData = theirs.content.decode_as().unwrap();
        altered(&card, |signed| signed.certificates = theirs.certificates)
    };
    let cases = [
        (other_text, OtherText),
        (nobody, NotOneSigner),
        (two, NotOneSigner),
        (without, NoCertificate),
        (anothers, NoCertificate),
        (change(|info| info.signed_attrs = None), Attributes),
        (change(|info| info.signed_attrs = Some(SetOfVec::new())), Attributes),
        (
            change(|info| {
                // Signed over the attributes as they were, so one more breaks the signature.
                let attributes = info.signed_attrs.as_mut().unwrap();
                let moment = Any::encode_from(&OctetString::new(*b"later").unwrap()).unwrap();
                attributes.insert(attribute("1.2.840.113549.1.9.5", moment)).unwrap();
            }),
            BadSignature,
        ),
        (
            change(|info| {
                // A second digest beside the first.
                let other = Any::encode_from(&OctetString::new([7; 32]).unwrap()).unwrap();
                info.signed_attrs.as_mut().unwrap().insert(attribute("1.2.840.113549.1.9.4", other)).unwrap();
            }),
            Attributes,
        ),
        (change(|info| info.signature = OctetString::new([1; 256]).unwrap()), BadSignature),
        (altered(&card, |signed| change_signer(signed, |info| info.digest_alg.oid = sha1)), Algorithm),
        (
            altered(&card, |signed| change_signer(signed, |info| info.signature_algorithm.oid = ecdsa)),
            Algorithm,
        ),
    ];
    for (at, (message, refusal)) in cases.into_iter().enumerate() {
        assert_eq!(judge(&message), Err(refusal), "case {at}");
    }
}

#[test]
fn a_message_cut_short_or_bent_never_signs_in_and_never_stops_the_server() {
    let message = honest().sign(TEXT).unwrap();
    for end in 0..message.len() {
        assert!(judge_quick(&message[..end]).is_err(), "the first {end} bytes");
    }
    let longer = [message.as_slice(), &[0]].concat();
    assert_eq!(judge_quick(&longer), Err(Unreadable), "nothing stands behind it");
    assert_eq!(judge_quick(&vec![0x30; 40_000]), Err(Unreadable), "too long to be read");
    let rounds: u64 = std::env::var("CHADIAO_FUZZ").ok().and_then(|text| text.parse().ok()).unwrap_or(20_000);
    let mut chance = acceptance::chance::Chance::new(15);
    for _ in 0..rounds {
        let mut bent = message.clone();
        for _ in 0..=chance.below(3) {
            let at = chance.below(bent.len() as u64) as usize;
            bent[at] ^= 1 << chance.below(8);
        }
        if bent != message {
            // Bits that nothing covers may change, such as the unsigned version; who signed never does.
            if let Ok(signer) = quick(&bent) {
                let differs = signer.iter().zip(honest_certificate()).position(|(one, other)| one != other);
                assert_eq!(differs, None, "somebody else signed in: byte {differs:?} of {}", signer.len());
            }
        }
    }
}

fn honest_certificate() -> &'static [u8] {
    static CERTIFICATE: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    CERTIFICATE.get_or_init(|| honest().certificate)
}

fn quick(message: &[u8]) -> Result<Vec<u8>, CardRefusal> {
    static TRUST: std::sync::OnceLock<backend::card::Trust> = std::sync::OnceLock::new();
    let at = chrono::DateTime::from_timestamp(1_773_000_000, 0).unwrap();
    let trust = TRUST.get_or_init(|| card::office().trust(at).unwrap());
    verify(message, TEXT, trust, at).map(|signer| signer.leaf.der)
}

fn judge_quick(message: &[u8]) -> Result<(), CardRefusal> {
    quick(message).map(|_| ())
}
