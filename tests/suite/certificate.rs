//! 資安證書: entered by the manager, watched before it ends, replaced by the next.

use acceptance::{App, on_both};
use chrono::{Duration, NaiveDate};
use serde_json::{Value, json};
use shared::{
    api::v1::{Certificates, DutyView, JournalRow, Page},
    certificate::CertificateBody,
};
use uuid::Uuid;

on_both!(
    a_certificate_is_watched_until_the_next_takes_its_place,
    what_is_entered_wrongly_is_refused_by_its_field,
    everybody_reads_it_and_the_manager_alone_enters_it,
);

fn asked(number: &str, issued: NaiveDate, expires: NaiveDate) -> Value {
    let draft = json!({
        "number": number, "standard": "ISO/IEC 27001:2022", "issuer": "BSI", "scope": "全府",
        "issued_on": issued, "expires_on": expires,
    });
    json!({"id": Uuid::now_v7(), "draft": draft})
}

async fn duties(app: &App) -> Vec<DutyView> {
    let page: Page<DutyView> =
        app.manager().await.get("/duties?kind=renew_certificate&mine=true").send().await.ok();
    page.items
}

async fn a_certificate_is_watched_until_the_next_takes_its_place(app: App) {
    let (issued, expires) = (app.today() - Duration::days(900), app.today() + Duration::days(60));
    let manager = app.manager().await;
    let first: CertificateBody =
        manager.post("/certificates").json(&asked("IS 1", issued, expires)).send().await.ok();
    let open = duties(&app).await;
    assert_eq!((open.len(), open[0].duty.due, open[0].duty.record), (1, Some(expires), first.id.0));
    let later = app.today() + Duration::days(1_000);
    let second: CertificateBody =
        manager.post("/certificates").json(&asked("IS 2", app.today(), later)).send().await.ok();
    let open = duties(&app).await;
    assert_eq!((open.len(), open[0].duty.due), (1, Some(later)), "only the present one is watched");
    let listed: Certificates = manager.get("/certificates").send().await.ok();
    assert_eq!(listed.certificates.iter().map(|one| one.id).collect::<Vec<_>>(), [second.id, first.id]);
    assert!(listed.certificates[0].replaced_at.is_none() && listed.certificates[1].replaced_at.is_some());
    assert!(listed.controls.len() > 8 && listed.controls.iter().all(|control| !control.words.en.is_empty()));
    let rows: Vec<JournalRow> = manager.all(&format!("/journal?record={}", first.id), 10).await;
    let actions: Vec<_> = rows.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(actions, ["certificate.replace", "certificate.enter"]);
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn what_is_entered_wrongly_is_refused_by_its_field(app: App) {
    let manager = app.manager().await;
    let day = app.today();
    for (path, value, code) in [
        ("number", json!(" "), "P09-NUMBER-MISSING"),
        ("standard", json!(""), "P09-STANDARD-MISSING"),
        ("issuer", json!(""), "P09-ISSUER-MISSING"),
        ("issued_on", Value::Null, "P09-DAY-MISSING"),
        ("expires_on", json!(day - Duration::days(1)), "P09-DAYS-REVERSED"),
        ("issued_on", json!(day + Duration::days(1)), "P09-ISSUED-AHEAD"),
    ] {
        let mut body = asked("IS 1", day, day + Duration::days(10));
        body["draft"][path] = value;
        let problem = manager.post("/certificates").json(&body).send().await.problem(422);
        let found: Vec<_> =
            problem.violations.iter().map(|one| (one.code.to_string(), one.path.to_string())).collect();
        assert_eq!(found, [(code.to_owned(), path.to_owned())]);
    }
}

async fn everybody_reads_it_and_the_manager_alone_enters_it(app: App) {
    let staff = app.staff().await;
    let body = asked("IS 1", app.today(), app.today() + Duration::days(10));
    staff.post("/certificates").json(&body).send().await.refused_by("P09-NOT-THE-MANAGER");
    let listed: Certificates = staff.get("/certificates").send().await.ok();
    assert!(listed.certificates.is_empty());
    app.stranger().get("/certificates").send().await.problem(401);
}
