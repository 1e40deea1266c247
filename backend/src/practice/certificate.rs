//! The practice county has a certificate that ends before long, so that its expiry is seen to be watched.

use anyhow::{Context, anyhow};
use chrono::Days;
use shared::{api::v1::NewCertificate, certificate::CertificateDraft, id::CertificateId, taiwan_day};
use uuid::Uuid;

use crate::{app::App, certificate::flow};

/// Days until it ends.
const LEFT: Days = Days::new(75);
/// Days since it was given: three years, less what is left.
const HELD: Days = Days::new(1_020);

/// Enters it, as the manager would; nothing where there is one.
///
/// # Errors
/// There is no manager, or the database does not answer.
pub async fn enter(app: &App) -> anyhow::Result<()> {
    let today = taiwan_day(app.clock().now());
    let manager = {
        let mut tx = app.db().read().await?;
        let registers = app.registers(&mut tx).await?;
        registers.manager(today).context("the practice county has a manager")?.person()
    };
    let draft = CertificateDraft {
        number: "IS 707070".into(),
        standard: "ISO/IEC 27001:2022".into(),
        issuer: "練習驗證公司".into(),
        scope: "縣政府資訊機房與共用系統".into(),
        issued_on: today.checked_sub_days(HELD),
        expires_on: today.checked_add_days(LEFT),
    };
    let inside = app.clone();
    let written = app.writer().write(move |tx| {
        Box::pin(async move {
            let act = &mut inside.act(tx, manager).await?;
            if flow::list(act).await?.certificates.is_empty() {
                flow::enter(act, NewCertificate { id: CertificateId(Uuid::now_v7()), draft }).await?;
            }
            Ok(())
        })
    });
    let entered: Result<(), crate::http::error::ApiError> =
        written.await.map_err(|error| anyhow!("{error}"))?;
    entered.map_err(|error| anyhow!("{error:?}"))
}
