//! Somebody with the database in hand moves a sealed identity to another row: it opens nowhere but in its own.

use acceptance::{Database, chance::Chance, load, people, process::House};
use shared::{
    api::v1::{InquiryView, RevealRequest},
    inquiry::Identity,
};

use crate::{SERVER, month, number, planted};

/// Whether a moved identity shows itself in its new row, and whether it still does in its own.
async fn move_an_identity(database: Database, bug: Option<&str>) -> (bool, bool) {
    let house = House::build(database).await;
    let server = house.serve(SERVER, &planted(bug));
    let staff = server.stranger().sign_in(house.cast.staff).await;
    let mut chance = Chance::new(number("CHADIAO_SEED", 17));
    let mut form = || people::form(&mut chance, &house.cast.grant, &month());
    let (here, there) = (form(), form());
    let Identity::Typed(moved) = &there.subjects[0].identity else { unreachable!() };
    let (here, there) = (staff.register(&here).await, staff.register(&there).await);
    let id = |view: &InquiryView| match database {
        Database::Sqlite => format!("x'{}'", view.inquiry.id.0.simple()),
        Database::Postgres => format!("'{}'", view.inquiry.id),
    };
    let take = format!("(SELECT identity FROM subjects WHERE inquiry_id = {})", id(&there));
    let put = format!("UPDATE subjects SET identity = {take} WHERE inquiry_id = {}", id(&here));
    load::execute(&house.url, &put).await;
    let mut shown = Vec::new();
    for view in [&here, &there] {
        let reason = RevealRequest { reason: "核對申請書所載身分".into() };
        let path = format!("/inquiries/{}/reveal", view.inquiry.id);
        shown.push(staff.post(&path).json(&reason).send().await.text().contains(moved));
    }
    (shown[0], shown[1])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moved_identity_opens_nowhere() {
    for database in [Database::Sqlite, Database::Postgres] {
        assert_eq!(move_an_identity(database, None).await, (false, true), "{database:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_harness_sees_a_seal_that_is_not_bound_to_its_row() {
    assert_eq!(move_an_identity(Database::Sqlite, Some("no-binding")).await, (true, true));
}
