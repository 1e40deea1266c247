//! The practice authority and its cards: real certificates with real keys, of people who do not exist. They open practice
//! servers alone: the authority carries a mark that every other server refuses.

use std::{
    fs,
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::Context;
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use chrono::{DateTime, TimeDelta, Utc};
use cms::{
    cert::{CertificateChoices, IssuerAndSerialNumber},
    content_info::{CmsVersion, ContentInfo},
    signed_data::{
        CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
    },
};
use der::{
    Any, Decode, Encode,
    asn1::{ObjectIdentifier, OctetString, PrintableStringRef, SetOfVec},
};
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CustomExtension, DistinguishedName,
    DnType, IsCa, Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose, PKCS_RSA_SHA256, PublicKeyData,
    RevokedCertParams, RsaKeySize, SerialNumber, SigningKey as _, date_time_ymd,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use x509_cert::{
    Certificate,
    attr::{Attribute, Attributes},
    ext::pkix::SubjectDirectoryAttributes,
    spki::AlgorithmIdentifierOwned,
};

use crate::{
    card::{Leaf, PRACTICE_MARK, Trust},
    clock,
};

/// Whom a card is made for.
#[derive(Debug, Clone)]
pub struct Holder {
    /// Two letters and fourteen digits.
    pub number: String,
    /// The name on it.
    pub name: String,
    /// Last four digits of the identity number.
    pub last4: String,
}

/// The authority that issues practice cards.
#[derive(Debug)]
pub struct Office {
    folder: PathBuf,
    key: KeyPair,
    certificate: Vec<u8>,
}

/// A card: a certificate and the key to it.
#[derive(Debug)]
pub struct Card {
    key: KeyPair,
    /// DER.
    pub certificate: Vec<u8>,
}

const AUTHORITY: &str = "authority";
/// Numbers of cards that were taken back, one a line.
const REVOKED: &str = "revoked";

impl Office {
    /// Opens the authority in a folder, or founds it there.
    ///
    /// # Errors
    /// The folder cannot be read or written, or what lies there is damaged.
    pub fn open(folder: &Path) -> anyhow::Result<Self> {
        if !place(folder, AUTHORITY).exists() {
            Self::found(folder)?;
        }
        let (key, certificate) = read_pair(folder, AUTHORITY)?;
        Ok(Self { folder: folder.to_owned(), key, certificate })
    }

    fn found(folder: &Path) -> anyhow::Result<()> {
        fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
        let key = new_key()?;
        let certificate = authority_params().self_signed(&key)?;
        write_pair(folder, AUTHORITY, &key, certificate.der())
    }

    /// A holder's card, made when first asked for.
    ///
    /// # Errors
    /// It cannot be made, read or written.
    pub fn card_of(&self, holder: &Holder) -> anyhow::Result<Card> {
        if let Some(card) = self.card(&holder.number)? {
            if card.leaf()?.facts.belongs_to(&holder.name, &holder.last4).is_ok() {
                return Ok(card);
            }
            // Another county's: the number goes to somebody else.
            fs::remove_file(place(&self.folder, &holder.number))?;
        }
        let key = new_key()?;
        let certificate = self.certify(&params(holder)?, &key)?;
        write_pair(&self.folder, &holder.number, &key, &certificate)?;
        self.card(&holder.number)?.context("a card that was just made")
    }

    /// The cards of many holders, made on every core: a key takes a while.
    ///
    /// # Errors
    /// One cannot be made, read or written.
    pub fn cards_of(&self, holders: &[Holder]) -> anyhow::Result<Vec<Card>> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let some = |holders: &[Holder]| holders.iter().map(|holder| self.card_of(holder)).collect();
        let made: anyhow::Result<Vec<Vec<Card>>> = std::thread::scope(|scope| {
            let makers: Vec<_> = holders
                .chunks(holders.len().div_ceil(cores).max(1))
                .map(|holders| scope.spawn(move || some(holders)))
                .collect();
            let lost = |_| Err(anyhow::anyhow!("a card was not made"));
            makers.into_iter().map(|maker| maker.join().unwrap_or_else(lost)).collect()
        });
        Ok(made?.into_iter().flatten().collect())
    }

    /// Its own certificate, in DER.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// A certificate over a key, in DER.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn certify(&self, params: &CertificateParams, key: &impl PublicKeyData) -> anyhow::Result<Vec<u8>> {
        Ok(params.signed_by(key, &Issuer::from_params(&authority_params(), &self.key))?.der().to_vec())
    }

    /// The card with a number, if there is one.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn card(&self, number: &str) -> anyhow::Result<Option<Card>> {
        let is_number = !number.is_empty() && number.chars().all(|one| one.is_ascii_alphanumeric());
        if !is_number || !place(&self.folder, number).exists() {
            return Ok(None);
        }
        let (key, certificate) = read_pair(&self.folder, number)?;
        Ok(Some(Card { key, certificate }))
    }

    /// Trust in this authority, with a revocation list issued now.
    ///
    /// # Errors
    /// The list cannot be made.
    pub fn trust(&self, at: DateTime<Utc>) -> anyhow::Result<Trust> {
        let mut trust = Trust::default();
        trust.add(&self.certificate, true)?;
        trust.add_list(&self.list(at)?)?;
        Ok(trust)
    }

    /// Its revocation list as issued at an instant, in DER.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn list(&self, at: DateTime<Utc>) -> anyhow::Result<Vec<u8>> {
        let this_update = OffsetDateTime::from_unix_timestamp(at.timestamp())?;
        let numbers = fs::read_to_string(self.folder.join(REVOKED)).unwrap_or_default();
        let mut revoked_certs = Vec::new();
        for number in numbers.lines() {
            let Some(card) = self.card(number.trim())? else { continue };
            revoked_certs.push(RevokedCertParams {
                serial_number: SerialNumber::from_slice(card.leaf()?.serial()),
                revocation_time: this_update,
                reason_code: None,
                invalidity_date: None,
            });
        }
        let params = CertificateRevocationListParams {
            this_update,
            next_update: OffsetDateTime::from_unix_timestamp((at + TimeDelta::days(2)).timestamp())?,
            crl_number: SerialNumber::from(u64::try_from(at.timestamp())?),
            issuing_distribution_point: None,
            revoked_certs,
            key_identifier_method: KeyIdMethod::Sha256,
        };
        Ok(params.signed_by(&Issuer::from_params(&authority_params(), &self.key))?.der().to_vec())
    }
}

impl Card {
    /// A card of a key and a certificate over it.
    #[must_use]
    pub const fn new(key: KeyPair, certificate: Vec<u8>) -> Self {
        Self { key, certificate }
    }

    /// A signature over bytes, as the chip makes it: RSA PKCS#1 v1.5 with SHA-256.
    ///
    /// # Errors
    /// The key refuses.
    pub fn sign_bytes(&self, bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
        Ok(self.key.sign(bytes)?)
    }

    /// What its certificate says.
    ///
    /// # Errors
    /// The certificate is damaged.
    pub fn leaf(&self) -> anyhow::Result<Leaf> {
        Leaf::read(&self.certificate).map_err(|refusal| anyhow::anyhow!("a practice card: {refusal}"))
    }

    /// Signs a text as the component on a PC has a card do: CMS SignedData in DER with the text inside.
    ///
    /// # Errors
    /// The message cannot be built.
    pub fn sign(&self, text: &str) -> anyhow::Result<Vec<u8>> {
        let oid = ObjectIdentifier::new_unwrap;
        let (data, rsa, sha256) =
            (oid("1.2.840.113549.1.7.1"), oid("1.2.840.113549.1.1.1"), oid("2.16.840.1.101.3.4.2.1"));
        let digest = Sha256::digest(text);
        let attribute = |name: &str, value: Any| -> anyhow::Result<Attribute> {
            Ok(Attribute { oid: oid(name), values: SetOfVec::try_from(vec![value])? })
        };
        let attributes: Attributes = SetOfVec::try_from(vec![
            attribute("1.2.840.113549.1.9.3", Any::encode_from(&data)?)?,
            attribute("1.2.840.113549.1.9.4", Any::encode_from(&OctetString::new(digest.as_slice())?)?)?,
        ])?;
        let signature = self.sign_bytes(&attributes.to_der()?)?;
        let certificate = Certificate::from_der(&self.certificate)?;
        let tbs = certificate.tbs_certificate();
        let digest_alg = AlgorithmIdentifierOwned { oid: sha256, parameters: None };
        let info = SignerInfo {
            version: CmsVersion::V1,
            sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
                issuer: tbs.issuer().clone(),
                serial_number: tbs.serial_number().clone(),
            }),
            digest_alg: digest_alg.clone(),
            signed_attrs: Some(attributes),
            signature_algorithm: AlgorithmIdentifierOwned { oid: rsa, parameters: Some(Any::null()) },
            signature: OctetString::new(signature)?,
            unsigned_attrs: None,
        };
        let signed = SignedData {
            version: CmsVersion::V1,
            digest_algorithms: SetOfVec::try_from(vec![digest_alg])?,
            encap_content_info: EncapsulatedContentInfo {
                econtent_type: data,
                econtent: Some(Any::encode_from(&OctetString::new(text.as_bytes())?)?),
            },
            certificates: Some(CertificateSet::try_from(vec![CertificateChoices::Certificate(certificate)])?),
            crls: None,
            signer_infos: SignerInfos::try_from(vec![info])?,
        };
        let outer =
            ContentInfo { content_type: oid("1.2.840.113549.1.7.2"), content: Any::encode_from(&signed)? };
        Ok(outer.to_der()?)
    }
}

/// A fresh RSA-2048 key, as on the cards.
///
/// # Errors
/// The operating system has no randomness.
pub fn new_key() -> anyhow::Result<KeyPair> {
    Ok(KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048)?)
}

fn authority_params() -> CertificateParams {
    let mut params = CertificateParams::default();
    let mut name = DistinguishedName::new();
    name.push(DnType::CountryName, "TW");
    name.push(DnType::OrganizationName, PRACTICE_MARK);
    name.push(DnType::OrganizationalUnitName, "練習憑證管理中心");
    params.distinguished_name = name;
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2049, 12, 31));
    params
}

/// A certificate of the shape the citizen certificate authority gives a person's signing key.
///
/// # Errors
/// The holder's digits or name do not fit a certificate.
pub fn params(holder: &Holder) -> anyhow::Result<CertificateParams> {
    let mut params = CertificateParams::default();
    let mut name = DistinguishedName::new();
    name.push(DnType::CountryName, "TW");
    name.push(DnType::CommonName, holder.name.as_str());
    let serial: String = holder.number.chars().filter(char::is_ascii_digit).collect();
    name.push(DnType::CustomDnType(vec![2, 5, 4, 5]), format!("{serial:0>16}"));
    params.distinguished_name = name;
    params.serial_number = Some(SerialNumber::from_slice(&positive(clock::random()?)));
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.use_authority_key_identifier_extension = true;
    params.custom_extensions =
        vec![CustomExtension::from_oid_content(&[2, 5, 29, 9], person_attributes(&holder.last4)?)];
    (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2045, 1, 1));
    Ok(params)
}

/// A serial number is positive and keeps its length (RFC 5280 4.1.2.2).
fn positive(mut bytes: [u8; 16]) -> [u8; 16] {
    if let Some(first) = bytes.first_mut() {
        *first = *first & 0x7f | 0x40;
    }
    bytes
}

/// subjectDirectoryAttributes: a natural person, and the last four digits.
fn person_attributes(last4: &str) -> anyhow::Result<Vec<u8>> {
    let oid = ObjectIdentifier::new_unwrap;
    let attribute = |name: &str, value: Any| -> anyhow::Result<Attribute> {
        Ok(Attribute { oid: oid(name), values: SetOfVec::try_from(vec![value])? })
    };
    let attributes = SubjectDirectoryAttributes(vec![
        attribute("2.16.886.1.100.2.1", Any::encode_from(&oid("2.16.886.1.100.3.1.1"))?)?,
        attribute("2.16.886.1.100.2.51", Any::encode_from(&PrintableStringRef::new(last4)?)?)?,
    ]);
    Ok(attributes.to_der()?)
}

#[derive(Serialize, Deserialize)]
struct Stored {
    key: String,
    certificate: String,
}

fn place(folder: &Path, name: &str) -> PathBuf {
    folder.join(name).with_extension("card")
}

fn read_pair(folder: &Path, name: &str) -> anyhow::Result<(KeyPair, Vec<u8>)> {
    let path = place(folder, name);
    let what = || format!("`{}` is no practice card", path.display());
    let stored: Stored = serde_json::from_slice(&fs::read(&path).with_context(what)?).with_context(what)?;
    let key = BASE64.decode(stored.key).with_context(what)?;
    let key = KeyPair::from_pkcs8_der_and_sign_algo(&key.into(), &PKCS_RSA_SHA256).with_context(what)?;
    Ok((key, BASE64.decode(stored.certificate).with_context(what)?))
}

/// It appears whole or not at all; of two that make the same at once, the first stands.
fn write_pair(folder: &Path, name: &str, key: &KeyPair, certificate: &[u8]) -> anyhow::Result<()> {
    let stored = Stored { key: BASE64.encode(key.serialized_der()), certificate: BASE64.encode(certificate) };
    let mark: [u8; 8] = clock::random()?;
    let draft = folder.join(format!("{name}.{:016x}", u64::from_be_bytes(mark)));
    let mut made = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    made.write_all(&serde_json::to_vec(&stored)?)?;
    let linked = fs::hard_link(&draft, place(folder, name));
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(error).with_context(|| format!("cannot write `{}`", place(folder, name).display()))
        }
        _ => Ok(()),
    }
}
