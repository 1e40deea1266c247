//! What the schedule does for reviews: a year's three campaigns are owed from its first night on, whether or not the manager
//! comes.

use chrono::Datelike as _;
use shared::{
    review::{Review, ReviewKind, review_id},
    taiwan_day,
};

use crate::{
    app::App,
    records::{flow, flow::Unattended, store},
    schedule::jobs::{self, Report},
};

/// Makes what the year asks for and nobody made yet; twice is as once.
///
/// # Errors
/// The database does not answer.
pub async fn run(app: App) -> anyhow::Result<Report> {
    let now = app.clock().now();
    let today = taiwan_day(now);
    let by = Unattended { now, edition: app.editions().on(today) };
    let inside = app.clone();
    let made = jobs::write(&app, move |tx| {
        Box::pin(async move {
            let registers = inside.registers(tx).await?;
            let Some(manager) = registers.manager(today) else { return Ok(0) };
            let keeper = (manager.person(), manager.unit());
            let mut made = 0;
            for kind in ReviewKind::ALL {
                if store::find(tx, "review", review_id(kind, today.year()).0).await?.is_none() {
                    let review = Review::owed(kind, today.year(), keeper, by.edition, today);
                    flow::enter_unattended(tx, &registers.calendar, by, &review, "review.owe").await?;
                    made += 1;
                }
            }
            Ok(made)
        })
    })
    .await?;
    Ok(Report::done(format!("立案 {made} 件。"), format!("{made} made.")))
}
