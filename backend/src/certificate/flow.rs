//! Entering a certificate, which takes the place of the one before, and listing them.

use shared::{
    Kept as _, Record as _,
    api::v1::{Certificates, ControlRow, NewCertificate},
    certificate::{CONTROLS, Certificate, CertificateBody, Replace},
};

use crate::{
    app::Act,
    http::error::ApiError,
    records::{flow as records, store::Scope},
    registers::flow::{refused, step},
};

/// Enters a certificate; the present one is replaced in the same transaction.
///
/// # Errors
/// The report that refuses it.
pub async fn enter(act: &mut Act<'_>, new: NewCertificate) -> Result<CertificateBody, ApiError> {
    let fresh = Certificate::enter(new.id, &new.draft, &step(act)).map_err(refused)?;
    let present: Vec<Certificate> = records::all(act.tx, Scope::All, "present").await?;
    for before in present {
        let before = before.step(&step(act), &Replace).map_err(refused)?;
        records::change(act, &before, "certificate.replace").await?;
    }
    records::enter(act, &fresh, "certificate.enter").await?;
    Ok(fresh.body().clone())
}

/// The certificates, and what the records here support.
///
/// # Errors
/// The database does not answer.
pub async fn list(act: &mut Act<'_>) -> Result<Certificates, ApiError> {
    let all: Vec<Certificate> = records::all(act.tx, Scope::All, "").await?;
    let control = |control: &shared::certificate::Control| ControlRow {
        number: control.number.to_owned(),
        words: control.words.clone(),
        point_zh_tw: control.citation.zh_tw(),
        point_en: control.citation.en(),
    };
    Ok(Certificates {
        certificates: all.iter().map(|one| one.body().clone()).collect(),
        controls: CONTROLS.iter().map(control).collect(),
    })
}
