//! 待辦: every deadline in one list, the same numbers on the dashboard, and both equal to a recount.

use acceptance::{App, Client, kept, on_both, query};
use chrono::Duration;
use shared::{
    api::v1::{Dashboard, DutyView},
    duty::DutyKind,
    inquiry::InquiryAction,
};

on_both!(
    each_state_leaves_its_own_duty,
    a_duty_past_its_strict_day_is_late,
    duties_of_another_unit_are_not_shown,
    the_dashboard_counts_what_the_lists_hold,
    staff_have_no_dashboard_of_the_county,
);

async fn kinds(client: &Client, record: uuid::Uuid) -> Vec<DutyKind> {
    let duties: Vec<DutyView> = client.all("/duties", 100).await;
    duties
        .iter()
        .filter(|duty| duty.inquiry.is_some_and(|inquiry| inquiry.0 == record))
        .map(|duty| duty.duty.kind)
        .collect()
}

async fn each_state_leaves_its_own_duty(app: App) {
    let (staff, supervisor) = (app.staff().await, app.supervisor().await);
    let inquiry = staff.register(&app.form().await).await;
    let id = inquiry.inquiry.id.0;
    assert_eq!(kinds(&supervisor, id).await, [DutyKind::DecideInquiry]);
    let approved = supervisor.act(&inquiry, InquiryAction::approve()).await;
    assert_eq!(kinds(&staff, id).await, [DutyKind::UseApproval]);
    let done = staff.act(&approved, query(app.now(), vec![kept("第三櫃")])).await;
    let mut open = kinds(&staff, id).await;
    open.sort_by_key(|kind| kind.name());
    assert_eq!(open, [DutyKind::AccountForPaper, DutyKind::DestroyPrintout]);
    let filed = staff.act(&done, InquiryAction::FileQueryRecord { place: "專卷".into() }).await;
    staff.act(&filed, InquiryAction::Close).await;
    assert_eq!(kinds(&staff, id).await, [DutyKind::DestroyPrintout]);
}

async fn a_duty_past_its_strict_day_is_late(app: App) {
    let staff = app.staff().await;
    let inquiry = staff.register(&app.form().await).await;
    let approved = app.supervisor().await.act(&inquiry, InquiryAction::approve()).await;
    staff.act(&approved, query(app.now(), vec![kept("第三櫃")])).await;
    app.advance(Duration::days(1));
    let late: Vec<DutyView> = app.staff().await.all("/duties?mine=true&late=true", 100).await;
    let mine: Vec<_> = late.iter().filter(|duty| duty.inquiry == Some(inquiry.inquiry.id)).collect();
    assert_eq!(mine.len(), 1, "{late:?}");
    assert!(mine[0].is_late && mine[0].duty.kind == DutyKind::AccountForPaper);
    assert_eq!(mine[0].about, inquiry.inquiry.registration.case_number);
}

async fn duties_of_another_unit_are_not_shown(app: App) {
    let inquiry = app.staff().await.register(&app.form().await).await;
    assert!(kinds(&app.supervisor_elsewhere().await, inquiry.inquiry.id.0).await.is_empty());
    assert!(!kinds(&app.manager().await, inquiry.inquiry.id.0).await.is_empty());
}

async fn the_dashboard_counts_what_the_lists_hold(app: App) {
    let (staff, supervisor) = (app.staff().await, app.supervisor().await);
    for round in 0..4 {
        let inquiry = staff.register(&app.form().await).await;
        match round {
            0 => drop(staff.act(&inquiry, InquiryAction::Withdraw).await),
            1 => drop(supervisor.act(&inquiry, InquiryAction::Reject { note: "不符".into() }).await),
            2 => {
                let approved = supervisor.act(&inquiry, InquiryAction::approve()).await;
                staff.act(&approved, query(app.now(), vec![kept("第三櫃")])).await;
            }
            _ => {}
        }
    }
    app.advance(Duration::days(1));
    let manager = app.manager().await;
    let dashboard: Dashboard = manager.get("/dashboard").send().await.ok();
    assert_eq!(dashboard.today, app.today());
    for figure in &dashboard.by_status {
        let rows: Vec<serde_json::Value> =
            manager.all(&format!("/inquiries?status={}", figure.name), 100).await;
        assert_eq!(rows.len() as i64, figure.count, "{figure:?}");
    }
    assert!(dashboard.by_status.iter().map(|figure| figure.count).sum::<i64>() >= 4);
    let duties: Vec<DutyView> = manager.all("/duties", 100).await;
    for figure in &dashboard.duties {
        let of_kind: Vec<_> = duties.iter().filter(|duty| duty.duty.kind.name() == figure.kind).collect();
        let late = of_kind.iter().filter(|duty| duty.is_late).count() as i64;
        assert_eq!(
            (figure.late, figure.late + figure.soon + figure.later),
            (late, of_kind.len() as i64),
            "{figure:?}"
        );
    }
    let late = duties.iter().filter(|duty| duty.is_late).count() as i64;
    assert_eq!(dashboard.units.iter().map(|unit| unit.late).sum::<i64>(), late);
    for figure in &dashboard.printouts {
        let rows: Vec<serde_json::Value> =
            manager.all(&format!("/printouts?state={}", figure.name), 100).await;
        assert_eq!(rows.len() as i64, figure.count, "{figure:?}");
    }
}

async fn staff_have_no_dashboard_of_the_county(app: App) {
    let answer = app.staff().await.get("/dashboard").send().await;
    assert!([403, 404].contains(&answer.status.as_u16()), "{answer:?}");
    let dashboard: Dashboard = app.supervisor().await.get("/dashboard").send().await.ok();
    let theirs = app.supervisor().await.me().await.approves_for;
    assert!(dashboard.units.iter().all(|unit| theirs.contains(&unit.unit)), "supervisors see their units");
}
