//! 64 people write at once, each request sent twice: nobody sees a failure, nothing is lost, nothing is there twice.

use std::sync::atomic::Ordering;

use acceptance::{App, Client, Database, chance::Chance, load, on_both, people, process::House};
use shared::{
    api::v1::{DraftView, InquiryView, NewDraft},
    id::InquiryId,
    inquiry::{InquiryAction, InquiryDraft},
};
use uuid::Uuid;

use crate::{SERVER, month, planted};

const WRITERS: usize = 64;
const ROUNDS: usize = 6;

on_both!(sixty_four_writers_at_once_lose_nothing_and_double_nothing,);

/// Everybody registers their forms, each request sent twice at once; gives what was registered.
async fn register_at_once(staff: &Client, forms: Vec<Vec<InquiryDraft>>) -> Vec<InquiryView> {
    let mut tasks = tokio::task::JoinSet::new();
    for forms in forms {
        let staff = staff.clone();
        tasks.spawn(async move {
            let mut done = Vec::new();
            for form in forms {
                let new = NewDraft { id: InquiryId(Uuid::now_v7()), draft: form };
                let key = Uuid::now_v7().to_string();
                let create = staff.post("/inquiries").key(&key).json(&new);
                let (once, twice) = tokio::join!(create.clone().send(), create.send());
                let draft: DraftView = once.ok();
                assert_eq!(draft, twice.ok(), "both are told the same");
                let path = format!("/inquiries/{}/submit", draft.id);
                let submit = staff.post(&path).if_match(draft.revision);
                let (once, twice) = tokio::join!(submit.clone().send(), submit.send());
                assert!(twice.status.is_success(), "{twice:?}");
                done.push(once.ok());
            }
            done
        });
    }
    tasks.join_all().await.into_iter().flatten().collect()
}

async fn sixty_four_writers_at_once_lose_nothing_and_double_nothing(app: App) {
    let (staff, supervisor) = (app.staff().await, app.supervisor().await);
    let mut forms = Vec::new();
    for _ in 0..WRITERS {
        let mut own = Vec::new();
        for _ in 0..ROUNDS {
            own.push(app.form().await);
        }
        forms.push(own);
    }
    let mut tasks = tokio::task::JoinSet::new();
    for inquiry in register_at_once(&staff, forms).await {
        let supervisor = supervisor.clone();
        tasks.spawn(async move {
            let approved = supervisor.act(&inquiry, InquiryAction::approve()).await;
            assert_eq!(approved.inquiry.status.name(), "approved");
            inquiry.inquiry.id.0
        });
    }
    let done = tasks.join_all().await;
    assert_eq!(done.len(), WRITERS * ROUNDS);
    let stored = load::stored(app.url()).await;
    assert!(done.iter().all(|id| stored.get(id) == Some(&1)), "each is there, made once");
    let rows: Vec<shared::api::v1::InquiryRow> = supervisor.all("/inquiries?status=approved", 100).await;
    assert_eq!(rows.iter().filter(|row| done.contains(&row.id.0)).count(), done.len());
    let counters = app.server().writer().counters();
    let (batches, largest) =
        (counters.batches.load(Ordering::Relaxed), counters.largest.load(Ordering::Relaxed));
    println!("{:?}: {batches} batches, the largest of {largest}", app.database());
    assert!(largest > 1, "writes that wait are committed together");
    assert_eq!(app.verify().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_harness_sees_a_server_that_forgets_its_operations() {
    let house = House::build(Database::Sqlite).await;
    let server = house.serve(SERVER, &planted(Some("no-dedupe")));
    let staff = server.stranger().sign_in(house.cast.staff).await;
    let mut chance = Chance::new(29);
    let form = people::form(&mut chance, &house.cast.grant, &month());
    let tried = tokio::spawn(async move { register_at_once(&staff, vec![vec![form]]).await });
    assert!(tried.await.is_err_and(|error| error.is_panic()), "the fault was never seen");
}
