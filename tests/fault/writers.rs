//! 64 people write at once, each request sent twice: nobody sees a failure, nothing is lost, nothing is there twice.

use std::sync::atomic::Ordering;

use acceptance::{App, load, on_both};
use shared::{
    api::v1::{DraftView, InquiryView, NewDraft},
    id::InquiryId,
    inquiry::InquiryAction,
};
use uuid::Uuid;

const WRITERS: usize = 64;
const ROUNDS: usize = 6;

on_both!(sixty_four_writers_at_once_lose_nothing_and_double_nothing,);

async fn sixty_four_writers_at_once_lose_nothing_and_double_nothing(app: App) {
    let (staff, supervisor) = (app.staff().await, app.supervisor().await);
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..WRITERS {
        let (staff, supervisor) = (staff.clone(), supervisor.clone());
        let mut forms = Vec::new();
        for _ in 0..ROUNDS {
            forms.push(app.form().await);
        }
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
                let inquiry: InquiryView = once.ok();
                assert!(twice.status.is_success(), "{twice:?}");
                let approved = supervisor.act(&inquiry, InquiryAction::Approve { note: String::new() }).await;
                assert_eq!(approved.inquiry.status.name(), "approved");
                done.push(draft.id.0);
            }
            done
        });
    }
    let done: Vec<Uuid> = tasks.join_all().await.into_iter().flatten().collect();
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
