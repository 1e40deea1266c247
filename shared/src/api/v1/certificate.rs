//! Certificates on the wire.

use serde::{Deserialize, Serialize};

use crate::{
    certificate::{CertificateBody, CertificateDraft},
    id::CertificateId,
    violation::Bilingual,
};

/// A certificate to enter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCertificate {
    /// Its identifier, made by the sender.
    pub id: CertificateId,
    /// What is entered.
    pub draft: CertificateDraft,
}

/// A control that the records here support.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ControlRow {
    /// Its number in annex A.
    pub number: String,
    /// What it is about, and which records show it.
    pub words: Bilingual,
    /// The point of the regulation, 第五點第一款.
    pub point_zh_tw: String,
    /// The same, point 5(1).
    pub point_en: String,
}

/// The certificates and the controls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Certificates {
    /// The newest first; the first that was not replaced is the present one.
    pub certificates: Vec<CertificateBody>,
    /// What the records here are evidence of.
    pub controls: Vec<ControlRow>,
}
