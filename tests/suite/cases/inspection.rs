//! What is made for inspectors, and the certificate.

use shared::{
    Kept as _, Record as _, Step,
    account::Standing,
    certificate::{Certificate, Replace},
    id::{CertificateId, PackId},
    pack::Pack,
    regulation::Settings,
};
use uuid::Uuid;

use super::{
    cases_file::Case,
    native::{Outcome, read},
};

pub fn judge(case: &Case) -> Outcome {
    let actor: Standing = read(case.acting());
    let step = Step {
        now: case.now,
        edition: case.edition,
        settings: Settings::FIRST,
        actor: &actor,
        must_sign: false,
    };
    match &*case.record {
        "pack" => Pack::make(PackId(Uuid::nil()), &read(case.draft("pack")), &step).into(),
        "certificate" => {
            Certificate::enter(CertificateId(Uuid::nil()), &read(case.draft("certificate")), &step).into()
        }
        _ => Certificate::restore(read(case.draft("certificate_body"))).step(&step, &Replace).into(),
    }
}
