//! Whose data is asked for is masked in every list, sealed at rest, and in no log line.

use acceptance::{App, canary, filed, kept, on_both, query};
use shared::inquiry::{Identity, InquiryAction};

on_both!(
    every_answer_masks_the_subjects,
    nothing_at_rest_names_a_subject,
    sealed_values_cannot_be_swapped_unseen,
);

async fn every_answer_masks_the_subjects(app: App) {
    let (staff, supervisor, manager) = (app.staff().await, app.supervisor().await, app.manager().await);
    let form = app.form().await;
    let Identity::Typed(identity) = &form.subjects[0].identity else { unreachable!() };
    let name = &form.subjects[0].name;
    let draft = staff.draft(&form).await;
    let inquiry = staff.submit(&draft).await;
    let approved = supervisor.act(&inquiry, InquiryAction::approve()).await;
    staff.act(&approved, query(app.now(), vec![filed("115-社-001"), kept("第三櫃")])).await;
    let id = inquiry.inquiry.id;
    for path in [
        "/inquiries".to_owned(),
        format!("/inquiries/{id}"),
        format!("/inquiries/{id}/context"),
        format!("/inquiries/{id}/paper?format=json"),
        "/printouts".to_owned(),
        "/printouts/paper?format=json".to_owned(),
        "/duties".to_owned(),
        "/dashboard".to_owned(),
        "/journal".to_owned(),
        "/sync/changes".to_owned(),
        "/exports/inquiries.csv".to_owned(),
        "/exports/printouts.csv".to_owned(),
        "/exports/duties.csv".to_owned(),
    ] {
        for person in [&staff, &supervisor, &manager] {
            let answer = person.get(&path).send().await;
            assert!(!answer.status.is_server_error(), "{path}: {answer:?}");
            assert!(!answer.text().contains(identity), "{path} shows a full identity");
            assert!(!answer.text().contains(name.as_str()), "{path} shows a full name");
        }
    }
}

async fn nothing_at_rest_names_a_subject(app: App) {
    let (staff, supervisor) = (app.staff().await, app.supervisor().await);
    let mut canaries = Vec::new();
    for round in 0..8 {
        let mut form = app.form().await;
        form.subjects.extend((0..2).map(|_| app.chance(acceptance::people::subject)));
        canaries.extend(form.subjects.iter().filter_map(|subject| match &subject.identity {
            Identity::Typed(text) => Some(text.clone()),
            Identity::Sealed { .. } => None,
        }));
        let draft = staff.draft(&form).await;
        if round % 2 == 0 {
            let inquiry = staff.submit(&draft).await;
            supervisor.act(&inquiry, InquiryAction::approve()).await;
        }
    }
    let found = canary::search(&canaries, &app.at_rest().await);
    assert!(found.is_empty(), "{found:?}");
}

async fn sealed_values_cannot_be_swapped_unseen(app: App) {
    let staff = app.staff().await;
    let (mine, other) = (staff.register(&app.form().await).await, staff.register(&app.form().await).await);
    let swap = format!(
        "UPDATE subjects SET identity = (SELECT identity FROM subjects WHERE inquiry_id = {}) WHERE inquiry_id = {}",
        app.sql_id(other.inquiry.id.0),
        app.sql_id(mine.inquiry.id.0)
    );
    app.tamper(&swap).await;
    let reason = shared::api::v1::RevealRequest { reason: "核對申請書所載身分".into() };
    let path = format!("/inquiries/{}/reveal", mine.inquiry.id);
    let answer = staff.post(&path).json(&reason).send().await;
    assert!(answer.status.is_server_error(), "a sealed value opens only in its own row");
    assert!(!answer.text().contains("*****"), "and the answer says nothing of it");
    let path = format!("/inquiries/{}/reveal", other.inquiry.id);
    assert!(staff.post(&path).json(&reason).send().await.status.is_success(), "its own row still opens");
}
