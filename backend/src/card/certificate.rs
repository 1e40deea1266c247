//! What a certificate says.

use chrono::{DateTime, Utc};
use der::{Decode, Encode, Sequence, Tagged, asn1::Any, asn1::ObjectIdentifier, asn1::Uint};
use shared::session::{CardRefusal, CertificateFacts, Usage};
use x509_cert::{
    Certificate,
    ext::pkix::{BasicConstraints, KeyUsage, SubjectDirectoryAttributes},
    spki::SubjectPublicKeyInfoOwned,
    time::Time,
};

/// Attribute of the authority: what kind of subject.
const SUBJECT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.886.1.100.2.1");
/// Its value for a natural person.
const NATURAL_PERSON: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.886.1.100.3.1.1");
/// Attribute of the authority: the last four digits of the identity number.
const LAST_FOUR: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.886.1.100.2.51");

/// Extensions that are understood here; an unknown critical one refuses the certificate (RFC 5280 4.2).
const UNDERSTOOD: [&str; 5] = ["2.5.29.15", "2.5.29.19", "2.5.29.9", "2.5.29.32", "2.5.29.37"];

#[derive(Sequence)]
struct RsaPublicKey {
    modulus: Uint,
    exponent: Uint,
}

/// A person's certificate.
#[derive(Debug, Clone)]
pub struct Leaf {
    /// As it came.
    pub der: Vec<u8>,
    /// Read.
    pub certificate: Certificate,
    /// What it says.
    pub facts: CertificateFacts,
}

impl Leaf {
    /// Reads a certificate.
    ///
    /// # Errors
    /// [`CardRefusal::Unreadable`].
    pub fn read(der: &[u8]) -> Result<Self, CardRefusal> {
        let certificate = Certificate::from_der(der).map_err(|_| CardRefusal::Unreadable)?;
        Self::of(certificate)
    }

    /// What a certificate that was read says.
    ///
    /// # Errors
    /// [`CardRefusal::Unreadable`].
    pub fn of(certificate: Certificate) -> Result<Self, CardRefusal> {
        let der = certificate.to_der().map_err(|_| CardRefusal::Unreadable)?;
        let facts = facts(&certificate).ok_or(CardRefusal::Unreadable)?;
        Ok(Self { der, certificate, facts })
    }

    /// Its serial number.
    #[must_use]
    pub fn serial(&self) -> &[u8] {
        self.certificate.tbs_certificate().serial_number().as_bytes()
    }
}

/// An instant of a certificate.
#[must_use]
pub fn instant(time: &Time) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(i64::try_from(time.to_unix_duration().as_secs()).ok()?, 0)
}

/// Bits of an RSA key; 0 for any other key.
pub fn rsa_bits(key: &SubjectPublicKeyInfoOwned) -> u32 {
    const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
    let modulus = || {
        let bytes = key.subject_public_key.as_bytes().filter(|_| key.algorithm.oid == RSA)?;
        let key = RsaPublicKey::from_der(bytes).ok()?;
        // An exponent of 1 or an even one makes no key at all.
        let is_odd = key.exponent.as_bytes().last().is_some_and(|last| last % 2 == 1);
        (is_odd && key.exponent.as_bytes() != [1]).then_some(key.modulus)
    };
    let Some(modulus) = modulus() else { return 0 };
    let bytes = modulus.as_bytes();
    let first = bytes.first().copied().unwrap_or_default();
    let bits = bytes.len() * 8;
    u32::try_from(bits).unwrap_or_default().saturating_sub(first.leading_zeros())
}

fn facts(certificate: &Certificate) -> Option<CertificateFacts> {
    let tbs = certificate.tbs_certificate();
    let name = tbs.subject().common_name().ok()?.map(|name| name.value().into_owned()).unwrap_or_default();
    let mut last4 = String::new();
    let mut is_person = false;
    if let Some((_, attributes)) = tbs.get_extension::<SubjectDirectoryAttributes>().ok()? {
        for attribute in &attributes.0 {
            for value in attribute.values.iter() {
                if attribute.oid == LAST_FOUR {
                    last4 = text(value)?;
                }
                if attribute.oid == SUBJECT_TYPE {
                    is_person = value.decode_as::<ObjectIdentifier>().ok()? == NATURAL_PERSON;
                }
            }
        }
    }
    let key_usage = tbs.get_extension::<KeyUsage>().ok()?;
    let is_authority = tbs.get_extension::<BasicConstraints>().ok()?.is_some_and(|(_, basic)| basic.ca);
    let is_understood =
        tbs.extensions().into_iter().flatten().all(|extension| {
            !extension.critical || UNDERSTOOD.contains(&extension.extn_id.to_string().as_str())
        });
    let signs = key_usage.is_some_and(|(_, usage)| usage.digital_signature());
    let usage = if signs && !is_authority && is_understood { Usage::Sign } else { Usage::Other };
    Some(CertificateFacts {
        name,
        last4,
        is_person,
        not_before: instant(&tbs.validity().not_before)?,
        not_after: instant(&tbs.validity().not_after)?,
        usage,
        rsa_bits: rsa_bits(tbs.subject_public_key_info()),
    })
}

/// A PrintableString or a UTF8String: parsers of these cards have seen both.
fn text(value: &Any) -> Option<String> {
    match value.tag() {
        der::Tag::PrintableString | der::Tag::Utf8String => String::from_utf8(value.value().to_vec()).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_authoritys_attributes_are_read_as_published() {
        let vector: serde_json::Value =
            serde_json::from_str(include_str!("../../../tests/vectors/moica_sda_extension.json"))
                .expect("vector");
        let hex = vector["der_hex"].as_str().expect("hex");
        let der: Vec<u8> = (0..hex.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(hex.get(at..at + 2).unwrap_or_default(), 16).expect("hex"))
            .collect();
        let attributes = SubjectDirectoryAttributes::from_der(&der).expect("attributes");
        let find = |oid| attributes.0.iter().find(|one| one.oid == oid).and_then(|one| one.values.get(0));
        assert_eq!(find(LAST_FOUR).and_then(text).as_deref(), vector["last4"].as_str());
        let kind = find(SUBJECT_TYPE).and_then(|value| value.decode_as::<ObjectIdentifier>().ok());
        assert_eq!(kind, Some(NATURAL_PERSON));
        assert_eq!(vector["subject_type_oid"], NATURAL_PERSON.to_string());
    }
}
