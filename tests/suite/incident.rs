//! 事故通報: reported by anybody in a few words, three clocks, what it touches, and the report to the Bureau.

use acceptance::{Answer, App, Client, filed, on_both, query};
use chrono::Duration;
use serde_json::{Value, json};
use shared::{
    api::v1::{DutyView, IncidentReach, IncidentView, Page},
    incident::Clock,
    inquiry::InquiryAction,
    paper::Sheet,
};
use uuid::Uuid;

on_both!(
    anybody_reports_and_the_manager_handles_it_to_the_end,
    what_is_touched_is_one_question_and_names_nobody_in_clear,
    an_incident_is_for_its_reporter_and_the_manager,
);

async fn report(app: &App, who: &Client, draft: Value) -> Answer {
    let mut whole = json!({"known_at": app.now(), "nature": "loss", "summary": "列印資料遺失"});
    for (key, value) in draft.as_object().expect("fields") {
        whole[key] = value.clone();
    }
    who.post("/incidents").json(&json!({"id": Uuid::now_v7(), "draft": whole})).send().await
}

async fn act(who: &Client, view: &IncidentView, action: Value) -> Answer {
    let path = format!("/incidents/{}/actions", view.incident.id);
    who.post(&path).if_match(view.incident.revision).json(&action).send().await
}

async fn anybody_reports_and_the_manager_handles_it_to_the_end(app: App) {
    let staff = app.staff().await;
    report(&app, &staff, json!({"summary": ""})).await.refused_by("P11-SUMMARY-MISSING");
    report(&app, &staff, json!({"summary": "A123456789 的資料"})).await.refused_by("P05-4-IDENTITY-IN-TEXT");
    let later = app.now() + Duration::hours(1);
    report(&app, &staff, json!({"known_at": later})).await.refused_by("P11-AHEAD");
    let view: IncidentView = report(&app, &staff, json!({"measures": "封鎖櫃子"})).await.ok();
    assert_eq!(view.clocks.iter().map(|clock| clock.clock).collect::<Vec<_>>(), [Clock::Bureau]);
    let manager = app.manager().await;
    let duties: Vec<DutyView> = manager.all("/duties?mine=true&kind=tell_bureau_of_incident", 50).await;
    assert!(duties.iter().any(|duty| duty.duty.record == view.incident.id.0));
    let known = view.incident.known_at;
    app.advance(Duration::hours(2));
    let manager = app.manager().await;
    let tell = |clock: &str, late: &str| json!({"name": "tell", "clock": clock, "at": known + Duration::minutes(90), "how": "電話告知王科員", "late_reason": late});
    act(&app.staff().await, &view, tell("bureau", "x")).await.refused_by("P11-NOT-YOURS");
    act(&manager, &view, tell("bureau", "")).await.refused_by("P11-LATE-REASON-MISSING");
    act(&manager, &view, tell("cyber", "")).await.refused_by("P11-CLOCK-NOT-RUNNING");
    let assess = json!({"name": "assess", "clocks": ["cyber", "personal_data"], "scope": {}});
    let view: IncidentView = act(&manager, &view, assess).await.ok();
    assert_eq!(view.clocks[2].due, Some(known + Duration::hours(72)), "hours stop for no holiday");
    let mut view: IncidentView = act(&manager, &view, tell("bureau", "當時無人接聽")).await.ok();
    assert!(view.clocks[0].is_late, "late stays late");
    let close = json!({"name": "close", "conclusion": "已尋回並改善保管"});
    act(&manager, &view, close.clone()).await.refused_by("P11-STILL-RUNNING");
    for clock in ["cyber", "personal_data"] {
        view = act(&manager, &view, tell(clock, "逾時")).await.ok();
    }
    for part in ["responsibility", "limitation"] {
        let note = json!({"name": "note", "part": part, "at": known, "text": "已釐清"});
        view = act(&app.staff().await, &view, note).await.ok();
    }
    act(&manager, &view, close.clone()).await.refused_by("P11-NOT-CONTAINED");
    view = act(&manager, &view, json!({"name": "contain", "on": app.today()})).await.ok();
    view = act(&manager, &view, close).await.ok();
    assert_eq!((view.status.as_str(), view.may.len()), ("closed", 0));
    let duties: Vec<DutyView> = manager.all("/duties?mine=true&point=11", 50).await;
    assert!(duties.iter().all(|duty| duty.duty.record != view.incident.id.0));
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn what_is_touched_is_one_question_and_names_nobody_in_clear(app: App) {
    let form = app.form().await;
    let inquiry = app.staff().await.register(&form).await;
    let inquiry = app.supervisor().await.act(&inquiry, InquiryAction::approve()).await;
    app.staff().await.act(&inquiry, query(app.now(), vec![filed("府社障字第1150000077號")])).await;
    let manager = app.manager().await;
    let view: IncidentView = report(&app, &manager, json!({"nature": "leak"})).await.ok();
    let path = format!("/incidents/{}/reach", view.incident.id);
    let nothing: IncidentReach = manager.get(&path).send().await.ok();
    assert_eq!(nothing, IncidentReach::default(), "nobody said yet what may be touched");
    let scope = json!({"person": app.cast().staff, "from": app.today(), "to": app.today()});
    let view: IncidentView =
        act(&manager, &view, json!({"name": "assess", "clocks": [], "scope": scope})).await.ok();
    let answer = manager.get(&path).send().await;
    let reach: IncidentReach = answer.ok();
    assert!(reach.inquiries >= 1 && reach.pages >= 2 && reach.subjects >= 1, "{reach:?}");
    assert!(reach.rows.iter().any(|row| row.id == inquiry.inquiry.id));
    assert_eq!(reach.accounts.iter().map(|one| one.person).collect::<Vec<_>>(), [app.cast().staff]);
    let shared::inquiry::Identity::Typed(identity) = &form.subjects[0].identity else { panic!("typed") };
    assert!(!answer.text().contains(identity.as_str()), "masked");
    let sheet: Sheet =
        manager.get(&format!("/incidents/{}/paper?format=json", view.incident.id)).send().await.ok();
    let text = format!("{sheet:?}");
    for part in ["事故通報單", "勞動部勞工保險局", "涉及查調件數", "列印資料遺失"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains(identity.as_str()));
}

async fn an_incident_is_for_its_reporter_and_the_manager(app: App) {
    let staff = app.staff().await;
    let view: IncidentView = report(&app, &staff, json!({})).await.ok();
    let path = format!("/incidents/{}", view.incident.id);
    staff.get(&path).send().await.ok::<IncidentView>();
    for stranger in [app.supervisor().await, app.deputy().await] {
        stranger.get(&path).send().await.problem(404);
        act(&stranger, &view, json!({"name": "contain", "on": app.today()})).await.problem(404);
        let mine: Page<IncidentView> = stranger.get("/incidents").send().await.ok();
        assert!(mine.items.iter().all(|one| one.incident.id != view.incident.id));
    }
    staff.get(&format!("{path}/reach")).send().await.problem(404);
    staff.get(&format!("{path}/paper")).send().await.problem(404);
    let again = json!({"id": view.incident.id, "draft": {"known_at": app.now(), "summary": "再報"}});
    staff.post("/incidents").json(&again).send().await.problem(409);
}
