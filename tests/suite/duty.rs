//! 待辦: every deadline in one list, the same numbers on the dashboard, and both equal to a recount.

use acceptance::{App, Client, kept, on_both, query};
use chrono::Duration;
use shared::{
    api::v1::{Dashboard, DutyView, SessionView},
    duty::{DutyKind, Level, Working},
    inquiry::InquiryAction,
};

on_both!(
    each_state_leaves_its_own_duty,
    a_duty_past_its_strict_day_is_late,
    duties_of_another_unit_are_not_shown,
    the_dashboard_counts_what_the_lists_hold,
    staff_have_no_dashboard_of_the_county,
    the_list_is_narrowed_by_person_unit_point_and_day,
    a_filter_never_widens_what_somebody_sees,
    a_duty_shows_how_its_days_were_found,
    a_late_duty_comes_to_the_head_after_a_day_and_to_the_manager_after_three,
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

/// An inquiry whose query was carried out and whose paper is still to be accounted for.
async fn carried_out(app: &App) -> shared::api::v1::InquiryView {
    let staff = app.staff().await;
    let inquiry = staff.register(&app.form().await).await;
    let approved = app.supervisor().await.act(&inquiry, InquiryAction::approve()).await;
    staff.act(&approved, query(app.now(), vec![kept("第三櫃")])).await
}

async fn the_list_is_narrowed_by_person_unit_point_and_day(app: App) {
    let done = carried_out(&app).await;
    let (manager, me): (_, SessionView) = (app.manager().await, app.staff().await.me().await);
    let (person, unit) = (me.standing.person, me.standing.unit);
    let all: Vec<DutyView> = manager.all("/duties", 100).await;
    let same = |path: String, keep: fn(&DutyView, &SessionView) -> bool| {
        let (manager, me) = (manager.clone(), me.clone());
        let expected: Vec<DutyView> = all.iter().filter(|duty| keep(duty, &me)).cloned().collect();
        async move {
            let found: Vec<DutyView> = manager.all(&path, 3).await;
            assert_eq!(found, expected, "{path}");
            assert!(!found.is_empty(), "{path}");
        }
    };
    same(format!("/duties?person={person}"), |duty, me| duty.duty.person == Some(me.standing.person)).await;
    same(format!("/duties?unit={unit}"), |duty, me| duty.duty.unit == me.standing.unit).await;
    same(format!("/duties?unit={unit}&person={person}"), |duty, me| {
        duty.duty.unit == me.standing.unit && duty.duty.person == Some(me.standing.person)
    })
    .await;
    same("/duties?point=5(5)".into(), |duty, _| duty.duty.kind == DutyKind::DestroyPrintout).await;
    same("/duties?point=5".into(), |duty, _| duty.duty.kind.citation().point == 5).await;
    same("/duties?kind=account_for_paper&point=5(6)".into(), |duty, _| {
        duty.duty.kind == DutyKind::AccountForPaper
    })
    .await;
    let until = app.today();
    let found: Vec<DutyView> = manager.all(&format!("/duties?due_until={until}"), 100).await;
    assert!(found.iter().all(|duty| duty.duty.due.is_some_and(|due| due <= until)), "{found:?}");
    assert!(found.iter().any(|duty| duty.inquiry == Some(done.inquiry.id)));
    let none: Vec<DutyView> = manager.all("/duties?point=9", 100).await;
    assert!(none.is_empty());
    manager.get("/duties?point=5)1").send().await.problem(400);
}

async fn a_filter_never_widens_what_somebody_sees(app: App) {
    carried_out(&app).await;
    let me = app.staff().await.me().await;
    let stranger = app.supervisor_elsewhere().await;
    for path in
        [format!("/duties?person={}", me.standing.person), format!("/duties?unit={}", me.standing.unit)]
    {
        let found: Vec<DutyView> = stranger.all(&path, 100).await;
        assert!(found.is_empty(), "{path}: {found:?}");
    }
    let theirs: Vec<DutyView> =
        app.supervisor().await.all(&format!("/duties?person={}", me.standing.person), 100).await;
    assert!(!theirs.is_empty(), "a head narrows their unit's list to one of its people");
}

async fn a_duty_shows_how_its_days_were_found(app: App) {
    let done = carried_out(&app).await;
    let staff = app.staff().await;
    let printout = done.printouts.first().expect("a printout").printout.id;
    let path = format!("/duties/{printout}/destroy_printout/working");
    let found: Working = staff.get(&path).send().await.ok();
    // Queried on 10 March 2026: the month ends on 10 April 2027, a Saturday, and moves to the Monday.
    assert_eq!(found.citation.to_string(), "5(5)");
    assert_eq!(found.steps.first().map(|step| step.date), Some(app.today()));
    assert_eq!(found.strict.map(|day| day.to_string()).as_deref(), Some("2027-04-10"));
    assert_eq!(found.moved.map(|day| day.to_string()).as_deref(), Some("2027-04-12"));
    assert_eq!(found.missing, None);
    let listed: Vec<DutyView> = staff.all("/duties?mine=true&kind=destroy_printout", 100).await;
    let listed = listed.iter().find(|duty| duty.duty.record == printout.0).expect("it is listed");
    assert_eq!((listed.duty.due, listed.duty.due_adjusted), (found.strict, found.moved));
    app.supervisor().await.get(&path).send().await.ok::<Working>();
    app.supervisor_elsewhere().await.get(&path).send().await.problem(404);
    staff.get(&format!("/duties/{printout}/use_approval/working")).send().await.problem(404);
    // A query in 2027 needs the calendar of 2028, which nobody imported.
    app.advance(Duration::days(366));
    let later = carried_out(&app).await;
    let printout = later.printouts.first().expect("a printout").printout.id;
    let path = format!("/duties/{printout}/destroy_printout/working");
    let found: Working = app.staff().await.get(&path).send().await.ok();
    assert!(found.strict.is_some() && found.moved.is_none());
    assert!(found.missing.is_some_and(|words| words.en.contains("2028")), "the year is named");
}

async fn a_late_duty_comes_to_the_head_after_a_day_and_to_the_manager_after_three(app: App) {
    let done = carried_out(&app).await;
    let own = |client: Client| {
        let id = done.inquiry.id;
        async move {
            let duties: Vec<DutyView> = client.all("/duties?mine=true&kind=account_for_paper", 100).await;
            duties.into_iter().find(|duty| duty.inquiry == Some(id))
        }
    };
    assert_eq!(own(app.supervisor().await).await, None, "on its last day it is nobody else's");
    let due = app.today();
    app.advance(Duration::days(1));
    let heads = own(app.supervisor().await).await.expect("it is in the head's own list").escalated;
    assert_eq!(heads.map(|one| (one.level, one.since)), Some((Level::Head, due + Duration::days(1))));
    assert_eq!(own(app.manager().await).await, None);
    app.advance(Duration::days(2));
    let managers = own(app.manager().await).await.expect("it is in the manager's own list").escalated;
    assert_eq!(managers.map(|one| (one.level, one.since)), Some((Level::Manager, due + Duration::days(3))));
    assert!(
        own(app.staff().await).await.is_some_and(|duty| duty.escalated.is_some()),
        "its owner sees it too"
    );
    assert_eq!(own(app.supervisor_elsewhere().await).await, None);
}
