//! CMS SignedData as the card component makes it (RFC 5652), and whether it is by one person over one text.

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use chrono::{DateTime, Utc};
use cms::{
    cert::CertificateChoices,
    content_info::ContentInfo,
    signed_data::{SignedData, SignerIdentifier, SignerInfo},
};
use der::{
    Decode, Encode,
    asn1::{ObjectIdentifier, OctetString},
};
use sha2::{Digest, Sha256};
use shared::session::CardRefusal;
use x509_cert::{
    Certificate, attr::Attributes, ext::pkix::SubjectKeyIdentifier, spki::AlgorithmIdentifierOwned,
};

use super::{Leaf, Trust};

/// Larger messages are not read: one certificate and a short text are a few kilobytes.
const MOST: usize = 32 * 1024;

const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const RSA_SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");

/// Who signed, beyond doubt.
#[derive(Debug, Clone)]
pub struct Signer {
    /// Their certificate.
    pub leaf: Leaf,
}

/// Who signed a text at an instant: a trusted person's card, not revoked.
///
/// # Errors
/// The first reason to refuse, in the order of the questions.
pub fn verify(message: &[u8], text: &str, trust: &Trust, at: DateTime<Utc>) -> Result<Signer, CardRefusal> {
    let leaf = signer(message, text)?;
    trust.judge(&leaf, at)?;
    Ok(Signer { leaf })
}

/// Who signed a text that was kept: the card was a trusted person's at the instant it signed. Whether it was revoked then was
/// asked then; what happened to it since takes nothing back.
///
/// # Errors
/// The first reason to refuse.
pub fn verify_kept(
    message: &[u8],
    text: &str,
    trust: &Trust,
    at: DateTime<Utc>,
) -> Result<Signer, CardRefusal> {
    let leaf = signer(message, text)?;
    trust.vouch(&leaf, at)?;
    Ok(Signer { leaf })
}

/// The certificate that signed a text. Nothing in the message is believed but what the signature covers, and the text is
/// compared byte for byte with the one that was issued, never read back.
///
/// # Errors
/// The first reason to refuse, in the order of the questions.
fn signer(message: &[u8], text: &str) -> Result<Leaf, CardRefusal> {
    let signed = read(message)?;
    let [info] = signed.signer_infos.0.as_slice() else { return Err(CardRefusal::NotOneSigner) };
    let leaf = Leaf::of(signer_certificate(&signed, info).ok_or(CardRefusal::NoCertificate)?)?;
    expect_algorithms(info, &leaf)?;
    let content = content(&signed)?;
    if content.as_ref().is_some_and(|content| content != text.as_bytes()) {
        return Err(CardRefusal::OtherText);
    }
    let attributes = info.signed_attrs.as_ref().ok_or(CardRefusal::Attributes)?;
    let digest = message_digest(attributes).ok_or(CardRefusal::Attributes)?;
    if digest != Sha256::digest(text).as_slice() {
        // Without its content the message is over whatever its digest is of.
        return Err(if content.is_some() { CardRefusal::Attributes } else { CardRefusal::OtherText });
    }
    if leaf.facts.rsa_bits < 2048 {
        return Err(CardRefusal::WeakKey);
    }
    // What is signed is the attributes as a SET OF in DER, not the bytes as they came (RFC 5652 5.4).
    let covered = attributes.to_der().map_err(|_| CardRefusal::Attributes)?;
    check_signature(&leaf.certificate, &covered, info.signature.as_bytes())
        .map_err(|()| CardRefusal::BadSignature)?;
    Ok(leaf)
}

fn read(message: &[u8]) -> Result<SignedData, CardRefusal> {
    if message.len() > MOST {
        return Err(CardRefusal::Unreadable);
    }
    let outer = ContentInfo::from_der(message).map_err(|_| CardRefusal::Unreadable)?;
    if outer.content_type != SIGNED_DATA {
        return Err(CardRefusal::Unreadable);
    }
    outer.content.decode_as::<SignedData>().map_err(|_| CardRefusal::Unreadable)
}

/// The certificate that the signer's identifier names, never merely the first.
fn signer_certificate(signed: &SignedData, info: &SignerInfo) -> Option<Certificate> {
    let mut certificates = signed.certificates.as_ref()?.0.iter().filter_map(|choice| match choice {
        CertificateChoices::Certificate(certificate) => Some(certificate),
        CertificateChoices::Other(_) => None,
    });
    let is_signers = |certificate: &&Certificate| {
        let tbs = certificate.tbs_certificate();
        match &info.sid {
            SignerIdentifier::IssuerAndSerialNumber(named) => {
                named.issuer == *tbs.issuer() && named.serial_number == *tbs.serial_number()
            }
            SignerIdentifier::SubjectKeyIdentifier(named) => tbs
                .get_extension::<SubjectKeyIdentifier>()
                .is_ok_and(|found| found.is_some_and(|(_, id)| id == *named)),
        }
    };
    certificates.find(is_signers).cloned()
}

fn expect_algorithms(info: &SignerInfo, leaf: &Leaf) -> Result<(), CardRefusal> {
    let is_rsa = [RSA, RSA_SHA_256].contains(&info.signature_algorithm.oid);
    let key = leaf.certificate.tbs_certificate().subject_public_key_info();
    if info.digest_alg.oid == SHA_256 && is_rsa && key.algorithm.oid == RSA {
        return Ok(());
    }
    Err(CardRefusal::Algorithm)
}

/// The content inside the message, where it is not detached.
fn content(signed: &SignedData) -> Result<Option<Vec<u8>>, CardRefusal> {
    let inner = &signed.encap_content_info;
    if inner.econtent_type != DATA {
        return Err(CardRefusal::OtherText);
    }
    let Some(content) = &inner.econtent else { return Ok(None) };
    let octets = content.decode_as::<OctetString>().map_err(|_| CardRefusal::Unreadable)?;
    Ok(Some(octets.into_bytes().into()))
}

/// The digest among the signed attributes, if they are as RFC 5652 11 asks: content type and digest, once each, one value each.
fn message_digest(attributes: &Attributes) -> Option<Vec<u8>> {
    let only = |oid: ObjectIdentifier| {
        let mut found = attributes.iter().filter(|attribute| attribute.oid == oid);
        let attribute = found.next().filter(|_| found.next().is_none())?;
        let [value] = attribute.values.as_slice() else { return None };
        Some(value.clone())
    };
    if only(CONTENT_TYPE)?.decode_as::<ObjectIdentifier>().ok()? != DATA {
        return None;
    }
    Some(only(MESSAGE_DIGEST)?.decode_as::<OctetString>().ok()?.into_bytes().into())
}

/// Whether an authority signed a certificate. The algorithm stands in it twice, and both are what was used (RFC 5280 4.1.1.2).
pub fn check_issued(by: &Certificate, certificate: &Certificate) -> Result<(), ()> {
    let tbs = certificate.tbs_certificate();
    expect_rsa_sha256(certificate.signature_algorithm(), tbs.signature())?;
    check_signature(by, &tbs.to_der().map_err(|_| ())?, certificate.signature().as_bytes().ok_or(())?)
}

/// Both mentions of a signature's algorithm are RSA with SHA-256, and alike.
pub fn expect_rsa_sha256(
    outer: &AlgorithmIdentifierOwned,
    inner: &AlgorithmIdentifierOwned,
) -> Result<(), ()> {
    if outer == inner && outer.oid == RSA_SHA_256 { Ok(()) } else { Err(()) }
}

/// RSA PKCS#1 v1.5 with SHA-256 by a certificate's key.
pub fn check_signature(by: &Certificate, covered: &[u8], signature: &[u8]) -> Result<(), ()> {
    let key = by.tbs_certificate().subject_public_key_info();
    let bytes = key.subject_public_key.as_bytes().filter(|_| key.algorithm.oid == RSA).ok_or(())?;
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, bytes).verify(covered, signature).map_err(|_| ())
}
