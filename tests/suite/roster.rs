//! 使用者名冊: who may use what, since when, by which form; each sees their own people.

use acceptance::{App, on_both};
use shared::{
    api::v1::RosterRow,
    paper::{Block, Sheet},
};

on_both!(
    the_roster_says_what_each_holds_and_by_which_form,
    a_supervisor_sees_their_own_people_and_staff_themselves,
    the_roster_is_a_sheet_and_a_file,
);

async fn the_roster_says_what_each_holds_and_by_which_form(app: App) {
    let filed = app.apply(app.cast().staff, |form| form.reason = "業務調整".into()).await;
    let set = app.settle_application(filed).await;
    let manager = app.manager().await;
    let all: Vec<RosterRow> = manager.all("/accounts/roster?state=", 500).await;
    assert!(all.iter().any(|row| row.state == "over") && all.iter().any(|row| row.is_manager));
    let theirs = all.iter().find(|row| row.person == app.cast().staff).unwrap();
    assert_eq!(theirs.application, Some(set.application.id));
    assert_eq!(theirs.set_by_name, manager.me().await.standing.name);
    assert!(!theirs.items[0].data_items.is_empty());
    let holders: Vec<RosterRow> =
        manager.all(&format!("/accounts/roster?item={}", app.cast().grant.item), 500).await;
    assert!(holders.len() < all.len() && holders.iter().all(|row| !row.items.is_empty()));
    let unit = app.staff().await.me().await.standing.unit;
    let here: Vec<RosterRow> = manager.all(&format!("/accounts/roster?unit={unit}&state=active"), 500).await;
    assert!(here.iter().all(|row| row.unit == unit && row.state == "active"));
}

async fn a_supervisor_sees_their_own_people_and_staff_themselves(app: App) {
    let supervisor = app.supervisor().await;
    let units = supervisor.me().await.approves_for;
    let theirs: Vec<RosterRow> = supervisor.all("/accounts/roster?state=", 500).await;
    assert!(theirs.len() > 1 && theirs.iter().all(|row| units.contains(&row.unit)));
    let own: Vec<RosterRow> = app.staff().await.all("/accounts/roster?state=", 500).await;
    assert_eq!(own.iter().map(|row| row.person).collect::<Vec<_>>(), [app.cast().staff]);
    app.stranger().get("/accounts/roster").send().await.problem(401);
}

async fn the_roster_is_a_sheet_and_a_file(app: App) {
    let manager = app.manager().await;
    let sheet: Sheet = manager.get("/accounts/roster/paper?format=json").send().await.ok();
    assert!(sheet.is_landscape && sheet.printed_by == manager.me().await.standing.name);
    let rows = sheet.blocks.iter().find_map(|block| match block {
        Block::Table { rows, .. } => Some(rows.len()),
        _ => None,
    });
    assert!(rows.is_some_and(|rows| rows > 20));
    let file = manager.get("/exports/roster.csv").send().await;
    assert!(file.text().contains("業務項目") && file.text().lines().count() > 20);
    let ods = manager.get("/exports/roster.ods").send().await;
    assert!(ods.status.is_success() && ods.body.starts_with(b"PK"));
    let own = app.staff().await.get("/exports/roster.csv").send().await;
    assert_eq!(own.text().lines().count(), 2, "the heading and oneself");
}
