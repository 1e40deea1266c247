//! The authorities that issue citizen certificates, from files the county chose, with their revocation lists.

use std::{collections::HashSet, fs, path::Path};

use anyhow::{Context, anyhow, bail, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use der::{Decode, DecodePem, Encode};
use shared::session::CardRefusal;
use x509_cert::{
    Certificate,
    crl::CertificateList,
    ext::{
        Extension,
        pkix::{BasicConstraints, KeyUsage},
    },
};

use super::{
    Leaf, PRACTICE_MARK,
    certificate::{instant, rsa_bits},
    signed::{check_issued, check_signature, expect_rsa_sha256},
};

/// A list older than this says nothing, whatever it says of its next issue.
const LIST_AGE_MOST: TimeDelta = TimeDelta::hours(48);

/// The one critical extension a complete list may have (RFC 5280 5.2.5).
const DISTRIBUTION_POINT: &str = "2.5.29.28";

/// An authority.
#[derive(Debug)]
pub struct Authority {
    certificate: Certificate,
    list: Option<RevocationList>,
}

/// What an authority took back.
#[derive(Debug)]
pub struct RevocationList {
    this_update: DateTime<Utc>,
    next_update: DateTime<Utc>,
    serials: HashSet<Vec<u8>>,
}

/// Everybody who may vouch for a person.
#[derive(Debug, Default)]
pub struct Trust {
    authorities: Vec<Authority>,
}

impl Trust {
    /// Reads a folder: `.cer`, `.crt`, `.der` and `.pem` are authorities, `.crl` their lists. An absent folder trusts nobody.
    ///
    /// # Errors
    /// A file cannot be read, an authority's own issuer is missing, or a practice authority stands on a real server.
    pub fn load(folder: &Path, is_practice: bool) -> anyhow::Result<Self> {
        let mut trust = Self::default();
        let mut lists = Vec::new();
        if !folder.is_dir() {
            return Ok(trust);
        }
        let mut paths: Vec<_> =
            fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
        paths.sort();
        for path in paths {
            let kind =
                path.extension().and_then(|kind| kind.to_str()).unwrap_or_default().to_ascii_lowercase();
            let what = || format!("`{}`", path.display());
            match kind.as_str() {
                "cer" | "crt" | "der" | "pem" => {
                    trust.add(&fs::read(&path).with_context(what)?, is_practice).with_context(what)?;
                }
                "crl" => lists.push((fs::read(&path).with_context(what)?, path)),
                _ => {}
            }
        }
        trust.expect_whole()?;
        for (bytes, path) in lists {
            trust.add_list(&bytes).with_context(|| format!("`{}`", path.display()))?;
        }
        Ok(trust)
    }

    /// Adds an authority.
    ///
    /// # Errors
    /// The bytes are no authority's certificate, or a practice one where practice is not.
    pub fn add(&mut self, bytes: &[u8], is_practice: bool) -> anyhow::Result<()> {
        let certificate = if bytes.starts_with(b"-----") {
            Certificate::from_pem(bytes)
        } else {
            Certificate::from_der(bytes)
        };
        let certificate = certificate.context("no certificate in DER or PEM")?;
        let tbs = certificate.tbs_certificate();
        let basic = tbs.get_extension::<BasicConstraints>().context("basicConstraints")?;
        ensure!(basic.is_some_and(|(_, basic)| basic.ca), "this certificate is no authority's");
        let usage = tbs.get_extension::<KeyUsage>().context("keyUsage")?;
        ensure!(
            usage.is_none_or(|(_, usage)| usage.key_cert_sign()),
            "this authority's key may not sign certificates"
        );
        ensure!(
            rsa_bits(tbs.subject_public_key_info()) >= 2048,
            "an authority's key is RSA of 2048 bits or more"
        );
        ensure!(
            is_practice || !is_marked(&certificate),
            "this is a practice authority, which a real server does not trust: take it out of the folder"
        );
        self.authorities.push(Authority { certificate, list: None });
        Ok(())
    }

    /// Every authority that is not its own issuer has one among the others.
    fn expect_whole(&self) -> anyhow::Result<()> {
        for authority in &self.authorities {
            let tbs = authority.certificate.tbs_certificate();
            let vouched = self.authorities.iter().any(|other| {
                other.certificate.tbs_certificate().subject() == tbs.issuer()
                    && check_issued(&other.certificate, &authority.certificate).is_ok()
            });
            if !vouched {
                bail!(
                    "nobody in the folder vouches for `{}`: add the certificate of its issuer, `{}`",
                    tbs.subject(),
                    tbs.issuer()
                );
            }
        }
        Ok(())
    }

    /// Puts an authority's newest revocation list in place of an older one.
    ///
    /// # Errors
    /// The bytes are no list, or of no authority here.
    pub fn add_list(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        let parsed: Result<CertificateList, _> = if bytes.starts_with(b"-----") {
            CertificateList::from_pem(bytes)
        } else {
            CertificateList::from_der(bytes)
        };
        let parsed = parsed.context("no revocation list in DER or PEM")?;
        let is_partial =
            |extension: &Extension| extension.critical && extension.extn_id.to_string() != DISTRIBUTION_POINT;
        ensure!(
            !parsed.tbs_cert_list.crl_extensions.iter().flatten().any(is_partial),
            "this list is not a complete one, or says something that is not understood here"
        );
        expect_rsa_sha256(&parsed.signature_algorithm, &parsed.tbs_cert_list.signature)
            .map_err(|()| anyhow!("a list is signed with RSA and SHA-256"))?;
        let covered = parsed.tbs_cert_list.to_der()?;
        let signature = parsed.signature.as_bytes().context("the list has no whole signature")?;
        let issuer = self.authorities.iter_mut().find(|authority| {
            *authority.certificate.tbs_certificate().subject() == parsed.tbs_cert_list.issuer
                && check_signature(&authority.certificate, &covered, signature).is_ok()
        });
        let issuer = issuer.context("no authority in the folder signed this list")?;
        let tbs = &parsed.tbs_cert_list;
        let next = tbs
            .next_update
            .as_ref()
            .and_then(instant)
            .context("the list does not say when the next comes")?;
        let list = RevocationList {
            this_update: instant(&tbs.this_update).context("the list has no instant")?,
            next_update: next,
            serials: tbs
                .revoked_certificates
                .iter()
                .flatten()
                .map(|revoked| revoked.serial_number.as_bytes().to_vec())
                .collect(),
        };
        if issuer.list.as_ref().is_none_or(|known| known.this_update <= list.this_update) {
            issuer.list = Some(list);
        }
        Ok(())
    }

    fn is_practice(&self) -> bool {
        self.authorities.iter().any(|authority| is_marked(&authority.certificate))
    }

    /// How many authorities there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.authorities.len()
    }

    /// Whether nobody is trusted, so that nobody can sign in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.authorities.is_empty()
    }

    /// Whether a certificate is one of a trusted authority, for signing, of a person, in its time and not revoked.
    ///
    /// # Errors
    /// The first reason why not.
    pub fn judge(&self, leaf: &Leaf, at: DateTime<Utc>) -> Result<(), CardRefusal> {
        let issuer = self.vouch(leaf, at)?;
        let list = issuer.list.as_ref().ok_or(CardRefusal::StaleList)?;
        if at > list.next_update || at - list.this_update > LIST_AGE_MOST {
            return Err(CardRefusal::StaleList);
        }
        if list.serials.contains(leaf.serial()) {
            return Err(CardRefusal::Revoked);
        }
        Ok(())
    }

    /// The trusted authority of a certificate that is for signing, of a person and in its time.
    ///
    /// # Errors
    /// The first reason why not.
    pub fn vouch(&self, leaf: &Leaf, at: DateTime<Utc>) -> Result<&Authority, CardRefusal> {
        let issuer = self.issuer(leaf, at)?;
        leaf.facts.judge(at)?;
        Ok(issuer)
    }

    /// The instant of the revocation list by which a certificate is judged.
    #[must_use]
    pub fn list_of(&self, leaf: &Leaf, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.issuer(leaf, at).ok()?.list.as_ref().map(|list| list.this_update)
    }

    /// The authority whose key signed a certificate: names are alike across generations, so the key decides.
    fn issuer(&self, leaf: &Leaf, at: DateTime<Utc>) -> Result<&Authority, CardRefusal> {
        let tbs = leaf.certificate.tbs_certificate();
        let found = self.authorities.iter().find(|authority| {
            let own = authority.certificate.tbs_certificate();
            let validity = own.validity();
            let is_in_time = instant(&validity.not_before).is_some_and(|from| from <= at)
                && instant(&validity.not_after).is_some_and(|until| at <= until);
            own.subject() == tbs.issuer()
                && is_in_time
                && check_issued(&authority.certificate, &leaf.certificate).is_ok()
        });
        found.ok_or_else(|| {
            if is_marked(&leaf.certificate) && !self.is_practice() {
                CardRefusal::PracticeCard
            } else {
                CardRefusal::UnknownIssuer
            }
        })
    }
}

/// Whether a certificate says of itself that it is for practice.
fn is_marked(certificate: &Certificate) -> bool {
    let tbs = certificate.tbs_certificate();
    [tbs.issuer(), tbs.subject()].iter().any(|name| name.to_string().contains(PRACTICE_MARK))
}
