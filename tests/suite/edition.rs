//! 規定版本: which text judges is data with a day; what it would change is computed before the day.

use acceptance::{App, Database, Options, on_both, query};
use chrono::{Duration, NaiveDate};
use serde_json::json;
use shared::{
    EditionId,
    amendment::SettingImpact,
    api::v1::{EditionDayView, EditionsView, IncidentView, InquiryView, JournalRow},
    edition::{EditionAction, EditionDraft, EditionPack},
    inquiry::InquiryAction,
    regulation::Setting,
};
use uuid::Uuid;

on_both!(
    the_manager_prepares_a_day_tries_it_and_puts_it_in_force,
    a_day_that_is_past_or_without_its_document_is_refused,
    only_the_manager_sees_and_sets_editions,
    a_prepared_day_that_is_withdrawn_decides_nothing,
    a_number_holds_from_its_day_and_what_was_approved_before_keeps_its_own,
    a_prepared_number_is_tried_on_the_year_before_and_writes_nothing,
    an_incident_s_clock_goes_by_the_day_on_which_it_was_known,
    a_county_hands_its_edition_to_another,
    a_second_county_lives_by_its_own_pack,
);

/// The same county before the amendment, on the same kind of database.
async fn before_the_amendment(app: App) -> App {
    let database = if app.url().starts_with("postgres") { Database::Postgres } else { Database::Sqlite };
    App::start_with(database, Options { amended_from: None, ..Options::default() }).await
}

fn day(app: &App, days: i64) -> NaiveDate {
    app.today() + Duration::days(days)
}

async fn prepared(app: &App, from: NaiveDate) -> EditionDayView {
    let new = json!({"id": Uuid::now_v7(), "draft": {"amended_from": from, "document_number": "府社障字第1150000001號", "remark": ""}});
    app.manager().await.post("/editions").json(&new).send().await.ok()
}

async fn act(app: &App, day: &EditionDayView, action: &EditionAction) -> EditionDayView {
    let path = format!("/editions/{}/actions", day.day.id);
    app.manager().await.post(&path).if_match(day.day.revision).json(action).send().await.ok()
}

async fn editions(app: &App) -> EditionsView {
    app.manager().await.get("/editions").send().await.ok()
}

async fn the_manager_prepares_a_day_tries_it_and_puts_it_in_force(app: App) {
    let app = before_the_amendment(app).await;
    let from = day(&app, 3);
    let made = prepared(&app, from).await;
    assert_eq!(made.may, ["put_in_force", "withdraw"]);
    assert_eq!(editions(&app).await.deciding.amended_from, None, "what is prepared decides nothing");
    let done = act(&app, &made, &EditionAction::PutInForce).await;
    assert!(done.may.is_empty(), "{:?}", done.may);
    let known = editions(&app).await;
    assert_eq!((known.edition, known.deciding.amended_from), (EditionId::Original, Some(from)));
    let before: InquiryView = app.staff().await.register(&app.form().await).await;
    assert_eq!(before.form_number, "附表三");
    app.advance(Duration::days(3));
    assert_eq!(editions(&app).await.edition, EditionId::Amended);
    let after: InquiryView = app.staff().await.register(&app.form().await).await;
    assert_eq!(after.form_number, "附表四", "judged and numbered by the edition of its day");
    let again: InquiryView =
        app.staff().await.get(&format!("/inquiries/{}", before.inquiry.id)).send().await.ok();
    assert_eq!(again.form_number, "附表三", "what was made before keeps its number");
    let entries: Vec<JournalRow> = app.manager().await.all("/journal?kind=edition", 50).await;
    let actions: Vec<&str> = entries.iter().rev().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["edition.prepare", "edition.put_in_force"]);
    assert_eq!(app.verify().await, Vec::<String>::new());
    let late = json!({"id": Uuid::now_v7(), "draft": {"amended_from": day(&app, 9), "document_number": "x"}});
    app.manager().await.post("/editions").json(&late).send().await.refused_by("P01-EDITION-IN-FORCE");
}

async fn a_day_that_is_past_or_without_its_document_is_refused(app: App) {
    let app = before_the_amendment(app).await;
    let manager = app.manager().await;
    for (draft, code) in [
        (json!({"document_number": "府社障字第1150000001號"}), "P01-EDITION-DAY-MISSING"),
        (json!({"amended_from": app.today(), "document_number": "x"}), "P01-EDITION-DAY-PAST"),
        (json!({"amended_from": day(&app, 1)}), "P01-EDITION-DOCUMENT-MISSING"),
    ] {
        let new = json!({"id": Uuid::now_v7(), "draft": draft});
        manager.post("/editions").json(&new).send().await.refused_by(code);
    }
    let made = prepared(&app, day(&app, 1)).await;
    app.advance(Duration::days(1));
    let path = format!("/editions/{}/actions", made.day.id);
    let (manager, put) = (app.manager().await, EditionAction::PutInForce);
    manager.post(&path).if_match(1).json(&put).send().await.refused_by("P01-EDITION-DAY-PAST");
}

async fn only_the_manager_sees_and_sets_editions(app: App) {
    let app = before_the_amendment(app).await;
    let new = json!({"id": Uuid::now_v7(), "draft": {"amended_from": day(&app, 1), "document_number": "x"}});
    for client in [app.staff().await, app.supervisor().await] {
        assert_eq!(client.get("/editions").send().await.status, 403);
        client.post("/editions").json(&new).send().await.refused_by("P04-2-NOT-THE-MANAGER");
    }
}

async fn a_prepared_day_that_is_withdrawn_decides_nothing(app: App) {
    let app = before_the_amendment(app).await;
    let made = prepared(&app, day(&app, 1)).await;
    let path = format!("/editions/{}/actions", made.day.id);
    let silent = EditionAction::Withdraw { reason: String::new() };
    let manager = app.manager().await;
    manager.post(&path).if_match(1).json(&silent).send().await.refused_by("P01-EDITION-REASON-MISSING");
    act(&app, &made, &EditionAction::Withdraw { reason: "公布日延後".to_owned() }).await;
    app.advance(Duration::days(2));
    assert_eq!(editions(&app).await.edition, EditionId::Original);
    let (manager, put) = (app.manager().await, EditionAction::PutInForce);
    manager.post(&path).if_match(2).json(&put).send().await.refused_by("P01-EDITION-NOT-PREPARED");
}

/// Prepares a number from a day on.
async fn number(app: &App, setting: &str, value: u32, from: NaiveDate) -> EditionDayView {
    let change = json!({"setting": setting, "value": value, "source": "府內決定"});
    let draft =
        json!({"settings_from": from, "settings": [change], "document_number": "府社障字第1150000002號"});
    let new = json!({"id": Uuid::now_v7(), "draft": draft});
    app.manager().await.post("/editions").json(&new).send().await.ok()
}

async fn a_number_holds_from_its_day_and_what_was_approved_before_keeps_its_own(app: App) {
    let approved = async || {
        let made = app.staff().await.register(&app.form().await).await;
        app.supervisor().await.act(&made, InquiryAction::approve()).await
    };
    let made = number(&app, "unused_approval_days", 3, day(&app, 1)).await;
    act(&app, &made, &EditionAction::PutInForce).await;
    let before = approved().await;
    let rows = editions(&app).await.settings;
    let row = rows.iter().find(|row| row.setting == Setting::UnusedApprovalDays).unwrap();
    assert_eq!((row.value, row.next.map(|next| next.value)), (14, Some(3)));
    app.advance(Duration::days(1));
    let after = approved().await;
    let rows = editions(&app).await.settings;
    let row = rows.iter().find(|row| row.setting == Setting::UnusedApprovalDays).unwrap();
    assert_eq!((row.value, row.since, &*row.source.zh_tw), (3, Some(app.today()), "府內決定"));
    app.advance(Duration::days(4));
    let staff = app.staff().await;
    let refused = staff.try_act(&after, query(app.now(), Vec::new())).await;
    refused.refused_by("P05-1-APPROVAL-LAPSED");
    staff.act(&before, query(app.now(), Vec::new())).await;
}

async fn a_prepared_number_is_tried_on_the_year_before_and_writes_nothing(app: App) {
    let made = app.staff().await.register(&app.form().await).await;
    let approved = app.supervisor().await.act(&made, InquiryAction::approve()).await;
    app.advance(Duration::days(10));
    app.staff().await.act(&approved, query(app.now(), Vec::new())).await;
    let case = &made.inquiry.registration.case_number;
    // Signing in is an entry as well.
    let (manager, staff) = (app.manager().await, app.staff().await);
    let entries = app.entries().await.len();
    for (setting, value) in [("unused_approval_days", 5), ("idle_days", 30), ("manager_after_days", 14)] {
        let prepared = number(&app, setting, value, day(&app, 1)).await;
        let path = format!("/editions/{}/impact", prepared.day.id);
        let found: Vec<SettingImpact> = manager.get(&path).send().await.ok();
        let [one] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((one.setting.name(), one.after), (setting, value));
        match one.setting {
            Setting::UnusedApprovalDays => {
                assert!(one.count_after > one.count_before && one.names.contains(case), "{one:?}");
            }
            Setting::IdleDays => assert!(one.count_after >= one.count_before, "{one:?}"),
            _ => assert!(one.count_after <= one.count_before, "{one:?}"),
        }
        staff.get(&path).send().await.problem(403);
    }
    assert_eq!(app.entries().await.len(), entries + 3, "three were prepared, and nothing else was written");
}

async fn an_incident_s_clock_goes_by_the_day_on_which_it_was_known(app: App) {
    let made = number(&app, "bureau_hours", 6, day(&app, 1)).await;
    act(&app, &made, &EditionAction::PutInForce).await;
    let report = async |known_at| {
        let draft = json!({"known_at": known_at, "summary": "印表紙留在影印機上", "nature": "loss"});
        let new = json!({"id": Uuid::now_v7(), "draft": draft});
        app.manager().await.post("/incidents").json(&new).send().await.ok::<IncidentView>()
    };
    let yesterday = app.now();
    app.advance(Duration::days(1));
    let (before, after) = (report(yesterday).await, report(app.now()).await);
    assert_eq!((before.clocks[0].hours, after.clocks[0].hours), (1, 6));
    assert_eq!(&*after.clocks[0].basis.zh_tw, "府內決定", "with where the number comes from");
    assert!(before.clocks[0].is_late && !after.clocks[0].is_late);
}

async fn a_county_hands_its_edition_to_another(app: App) {
    let made = number(&app, "idle_days", 90, day(&app, 1)).await;
    act(&app, &made, &EditionAction::PutInForce).await;
    app.advance(Duration::days(1));
    let pack: EditionPack = app.manager().await.get("/editions/pack").send().await.ok();
    assert_eq!((&*pack.county.name, &*pack.county.social_affairs), ("彰化縣政府", "社會處"));
    assert_eq!(pack.edition.settings.len(), 1);
    let text = serde_json::to_string(&pack).unwrap();
    let read = EditionPack::parse(&text).expect("another county reads it");
    // What it decided becomes a change that the other county's manager prepares from a day of its own.
    let draft = EditionDraft {
        amended_from: None,
        settings_from: Some(day(&app, 5)),
        document_number: "山府社資字第1150000001號".to_owned(),
        ..read.edition
    };
    let new = json!({"id": Uuid::now_v7(), "draft": draft});
    app.manager().await.post("/editions").json(&new).send().await.ok::<EditionDayView>();
    app.staff().await.get("/editions/pack").send().await.problem(403);
}

async fn a_second_county_lives_by_its_own_pack(app: App) {
    let database = if app.url().starts_with("postgres") { Database::Postgres } else { Database::Sqlite };
    let pack = EditionPack::parse(include_str!("../../docs/editions/second-county.json")).expect("a pack");
    let amended_from = pack.edition.amended_from;
    let options = Options { county: Some(pack), amended_from, ..Options::default() };
    let other = App::start_with(database, options).await;
    let known = editions(&other).await;
    assert_eq!(known.deciding.amended_from, amended_from);
    let lapse = known.settings.iter().find(|row| row.setting == Setting::UnusedApprovalDays).unwrap();
    assert_eq!((lapse.value, &*lapse.source.zh_tw), (7, "山海縣查調作業須知第六點"));
    let made = other.staff().await.register(&other.form().await).await;
    let approved = other.supervisor().await.act(&made, InquiryAction::approve()).await;
    other.advance(Duration::days(8));
    let late = other.staff().await.try_act(&approved, query(other.now(), Vec::new())).await;
    late.refused_by("P05-1-APPROVAL-LAPSED");
    let pack: EditionPack = other.manager().await.get("/editions/pack").send().await.ok();
    assert_eq!((&*pack.county.name, &*pack.county.social_affairs), ("山海縣政府", "社會局"));
    assert_eq!(other.verify().await, Vec::<String>::new());
}
