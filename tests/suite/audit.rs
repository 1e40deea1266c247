//! 內部查核: appointed by the unit, drawn so that anybody recomputes it, the paper before the register, and one report of three
//! where it is serious.

use acceptance::{Answer, App, Client, Database, Options, filed, on_both, query};
use chrono::{DateTime, Duration, TimeZone, Utc};
use serde_json::{Value, json};
use shared::{
    api::v1::{
        AuditRow, AuditView, AuditedCase, DutyView, FindingView, InquiryView, JointAuditView, Page,
        PublishedDraw,
    },
    audit::{Checkpoint, Difference, Population},
    id::{AuditId, InquiryId},
    inquiry::InquiryAction,
    journal::hex,
};
use uuid::Uuid;

on_both!(
    a_half_year_is_audited_from_the_appointment_to_the_reference,
    anybody_recomputes_the_draw_and_what_comes_late_is_drawn_apart,
    an_audit_is_for_its_unit_its_auditor_and_the_manager,
    a_serious_anomaly_opens_a_joint_audit_of_three,
    the_schedule_opens_what_is_due_and_counts_what_came_late,
);

/// Under the original edition the manager audits, so that this is no story of both databases' options.
#[tokio::test(flavor = "multi_thread")]
async fn under_the_original_edition_the_manager_audits_and_closes() {
    let options = Options { amended_from: None, ..Options::default() };
    let app = App::start_with(Database::Sqlite, options).await;
    pass_to(&app, july(2));
    let (manager, unit) = (app.manager().await, unit(&app).await);
    let audit = open(&manager, &unit).await;
    let head = app.supervisor().await;
    let auditor = json!({"name": "appoint", "auditor": app.cast().manager});
    act(&head, &audit, auditor.clone()).await.refused_by("P04-2-NOT-THE-MANAGER");
    let audit: AuditView = act(&manager, &audit, auditor).await.ok();
    assert_eq!(audit.audit.auditor().map(|one| one.reason.as_str()), Some(""));
    let mut audit: AuditView = act(&manager, &audit, json!({"name": "freeze"})).await.ok();
    for case in audit.audit.cases.clone() {
        audit = look_at(&manager, &audit, case.case, json!([])).await;
    }
    let audit: AuditView =
        act(&manager, &audit, json!({"name": "finish", "conclusion": "符合規定"})).await.ok();
    assert_eq!(audit.status, "received", "nobody is left to send it to");
}

fn july(day: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 7, day, 2, 0, 0).single().expect("an instant")
}

fn pass_to(app: &App, at: DateTime<Utc>) {
    app.advance(at - app.now());
}

async fn unit(app: &App) -> String {
    app.staff().await.me().await.standing.unit.to_string()
}

async fn approved(app: &App) -> InquiryView {
    let inquiry = app.staff().await.register(&app.form().await).await;
    app.supervisor().await.act(&inquiry, InquiryAction::approve()).await
}

/// A case that was queried and accounted for.
async fn queried(app: &App) -> InquiryView {
    let inquiry = approved(app).await;
    app.staff().await.act(&inquiry, query(app.now(), vec![filed("府社障字第1150000077號")])).await
}

async fn open(who: &Client, unit: &str) -> AuditView {
    let new = json!({"id": Uuid::now_v7(), "period": "2026H1", "unit": unit});
    who.post("/audits").json(&new).send().await.ok()
}

async fn act(who: &Client, view: &AuditView, action: Value) -> Answer {
    let path = format!("/audits/{}/actions", view.audit.id);
    who.post(&path).if_match(view.audit.revision).json(&action).send().await
}

/// An audit with somebody of another unit appointed, once the half-year is over.
async fn appointed(app: &App) -> (Client, AuditView) {
    pass_to(app, july(2));
    let head = app.supervisor().await;
    let audit = open(&head, &unit(app).await).await;
    let auditor = app.cast().supervisor_elsewhere;
    let audit = act(&head, &audit, json!({"name": "appoint", "auditor": auditor})).await.ok();
    (app.be(auditor).await, audit)
}

/// The checklist with the given lines in place of those that conform.
fn lines(other: &Value) -> Vec<Value> {
    let line = |checkpoint: Checkpoint| {
        let found =
            other.as_array().expect("lines").iter().find(|line| line["checkpoint"] == checkpoint.name());
        found.cloned().unwrap_or_else(|| json!({"checkpoint": checkpoint.name(), "verdict": "conforms"}))
    };
    Checkpoint::ALL.map(line).to_vec()
}

/// Paper, register, findings.
async fn look_at(who: &Client, audit: &AuditView, case: InquiryId, other: Value) -> AuditView {
    let paper = json!({"has_form": true, "has_query_record": true});
    let audit: AuditView =
        act(who, audit, json!({"name": "note_paper", "case": case, "paper": paper})).await.ok();
    let audit: AuditView = act(who, &audit, json!({"name": "unveil", "case": case})).await.ok();
    act(who, &audit, json!({"name": "judge", "case": case, "lines": lines(&other)})).await.ok()
}

fn deficient(app: &App, verdict: &str) -> Value {
    json!([{
        "checkpoint": "query_record", "verdict": verdict, "note": "查無查詢紀錄", "correction": "補印並歸檔",
        "owner": app.cast().staff, "due": (app.today() + Duration::days(30))
    }])
}

async fn a_half_year_is_audited_from_the_appointment_to_the_reference(app: App) {
    let case = queried(&app).await.inquiry.id;
    let (auditor, audit) = appointed(&app).await;
    let audit: AuditView = act(&auditor, &audit, json!({"name": "freeze"})).await.ok();
    assert_eq!(audit.status, "drawn", "fewer than thirty are all looked at");
    assert!(audit.audit.cases.iter().any(|known| known.case == case));
    let path = format!("/audits/{}/cases/{case}", audit.audit.id);
    act(&auditor, &audit, json!({"name": "unveil", "case": case})).await.refused_by("P08-1-PAPER-FIRST");
    auditor.get(&path).send().await.refused_by("P08-1-PAPER-FIRST");
    let paper = json!({"has_form": true, "subjects": 7, "sheets": 2, "note": "卷內"});
    let audit: AuditView =
        act(&auditor, &audit, json!({"name": "note_paper", "case": case, "paper": paper})).await.ok();
    let mut audit: AuditView = act(&auditor, &audit, json!({"name": "unveil", "case": case})).await.ok();
    let seen: AuditedCase = auditor.get(&path).send().await.ok();
    assert_eq!(seen.differences, [Difference::Subjects], "{seen:?}");
    assert!(seen.registered.subjects.iter().all(|subject| subject.contains('*')), "masked");
    let judge = json!({"name": "judge", "case": case, "lines": lines(&deficient(&app, "deficient"))});
    audit = act(&auditor, &audit, judge).await.ok();
    assert_eq!(audit.findings.len(), 1);
    for other in audit.audit.cases.clone().into_iter().filter(|known| known.case != case) {
        audit = look_at(&auditor, &audit, other.case, json!([])).await;
    }
    let finish = json!({"name": "finish", "conclusion": "一件缺失，其餘符合"});
    let audit: AuditView = act(&auditor, &audit, finish).await.ok();
    assert_eq!((audit.status.as_str(), audit.is_late), ("sent", false));
    // 備查: received, not approved.
    let manager = app.manager().await;
    let mine: Vec<DutyView> = manager.all("/duties?mine=true&kind=receive_audit", 50).await;
    assert!(mine.iter().any(|duty| duty.duty.record == audit.audit.id.0));
    act(&auditor, &audit, json!({"name": "receive"})).await.refused_by("P04-2-NOT-THE-MANAGER");
    let audit: AuditView = act(&manager, &audit, json!({"name": "receive"})).await.ok();
    assert_eq!(audit.status, "received");
    mended(&app, &auditor, &audit.findings[0]).await;
    let sheet: shared::paper::Sheet =
        manager.get(&format!("/audits/{}/paper?format=json", audit.audit.id)).send().await.ok();
    let text = format!("{sheet:?}");
    for part in ["半年內部查核紀錄", "全查", "補印並歸檔", "已改善", "備查"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(app.verify().await, Vec::<String>::new());
}

/// Done by its owner, looked at again by the auditor.
async fn mended(app: &App, auditor: &Client, finding: &FindingView) {
    let path = format!("/findings/{}", finding.finding.id);
    let owner = app.staff().await;
    let mine: Vec<DutyView> = owner.all("/duties?mine=true&kind=mend_finding", 50).await;
    assert!(mine.iter().any(|duty| duty.duty.record == finding.finding.id.0));
    let handle = async |who: &Client, revision: i64, action: Value| {
        who.post(&format!("{path}/actions")).if_match(revision).json(&action).send().await
    };
    let settle = json!({"name": "settle", "text": "已補印，存第三櫃"});
    handle(auditor, 1, settle.clone()).await.refused_by("P08-2-NOT-THE-OWNER");
    let settled: FindingView = handle(&owner, 1, settle).await.ok();
    let look = json!({"name": "recheck", "is_mended": true});
    handle(&owner, 2, look.clone()).await.refused_by("P08-2-NOT-THE-CHECKER");
    let done: FindingView = handle(auditor, settled.finding.revision, look).await.ok();
    assert_eq!(done.status, "mended");
    let mine: Vec<FindingView> = owner.all("/findings", 50).await;
    assert!(mine.iter().any(|one| one.finding.id == finding.finding.id));
    app.be(app.cast().deputy).await.get(&path).send().await.problem(404);
}

async fn anybody_recomputes_the_draw_and_what_comes_late_is_drawn_apart(app: App) {
    for _ in 0..31 {
        queried(&app).await;
    }
    pass_to(&app, Utc.with_ymd_and_hms(2026, 6, 30, 2, 0, 0).single().expect("an instant"));
    let late = approved(&app).await;
    let queried_at = app.now();
    let (auditor, audit) = appointed(&app).await;
    let audit: AuditView = act(&auditor, &audit, json!({"name": "freeze"})).await.ok();
    let n = audit.audit.rounds[0].n;
    assert!(audit.status == "frozen" && n > 30, "{audit:?}");
    // The root stands in the journal before there is a seed.
    let committed = "SELECT count(*) FROM journal_entries WHERE action = 'audit.commit_population'";
    let published = "SELECT count(*) FROM journal_entries WHERE action = 'audit.publish_seed'";
    let before = (app.number(committed).await, app.number(published).await);
    let seed = |seed: &str, on| json!({"name": "enter_seed", "seed": seed, "source": "政風處見證擲骰", "published_on": on});
    let dice = "3 5 2 6 1 4 4 2 6 5 3 1 2 2 6 4";
    act(&auditor, &audit, seed("1 2 3", app.today())).await.refused_by("P08-1-SEED-SHORT");
    act(&auditor, &audit, seed(dice, app.today() - Duration::days(1)))
        .await
        .refused_by("P08-1-SEED-BEFORE-FREEZE");
    let audit: AuditView = act(&auditor, &audit, seed(dice, app.today())).await.ok();
    assert_eq!(audit.audit.cases.len() as u64, shared::audit::sample_size(n));
    act(&auditor, &audit, seed(dice, app.today())).await.refused_by("P08-1-WRONG-STATE");
    assert_eq!((app.number(committed).await, app.number(published).await), (before.0, before.1 + 1));
    // Somebody who has nothing to do with it recomputes it.
    let draw: PublishedDraw =
        app.staff().await.get(&format!("/audits/{}/draw", audit.audit.id)).send().await.ok();
    let round = &draw.rounds[0];
    let population = Population::of(draw.period, draw.unit, round.round.stratum, round.cases.clone());
    assert_eq!(hex(&population.root()), round.round.root);
    let seed_of = round.round.drawn.as_ref().and_then(|drawn| drawn.seed.clone()).expect("a seed");
    assert_eq!(population.draw(&seed_of), round.tickets);
    let drawn: Vec<InquiryId> =
        round.tickets.iter().filter(|ticket| ticket.is_drawn).map(|ticket| ticket.case).collect();
    assert_eq!(drawn, audit.audit.cases.iter().map(|case| case.case).collect::<Vec<_>>());
    // A query of the half-year that is recorded after the freeze is drawn from apart.
    let done = query(queried_at, vec![filed("府社障字第1150000078號")]);
    app.staff().await.act(&late, done).await;
    let finish = json!({"name": "finish", "conclusion": "符合"});
    act(&auditor, &audit, finish).await.refused_by("P08-2-LATE-CASES-OPEN");
    let audit: AuditView = act(&auditor, &audit, json!({"name": "freeze"})).await.ok();
    assert_eq!(audit.audit.rounds.len(), 2);
    assert!(audit.audit.cases.iter().any(|case| case.case == late.inquiry.id));
    act(&auditor, &audit, json!({"name": "freeze"})).await.refused_by("P08-1-NOTHING-LATE");
}

async fn an_audit_is_for_its_unit_its_auditor_and_the_manager(app: App) {
    pass_to(&app, july(2));
    let unit = unit(&app).await;
    let new = |period: &str, unit: &str| json!({"id": Uuid::now_v7(), "period": period, "unit": unit});
    let staff = app.staff().await;
    staff.post("/audits").json(&new("2026H1", &unit)).send().await.refused_by("P08-1-NOT-THE-UNIT");
    let head = app.supervisor().await;
    head.post("/audits").json(&new("2026H2", &unit)).send().await.refused_by("P08-1-PERIOD-NOT-OVER");
    head.post("/audits").json(&new("2026H1", "?")).send().await.refused_by("P08-1-UNIT-MISSING");
    let audit = open(&head, &unit).await;
    head.post("/audits").json(&new("2026H1", &unit)).send().await.refused_by("P08-1-AUDIT-EXISTS");
    let path = format!("/audits/{}", audit.audit.id);
    for stranger in [&staff, &app.supervisor_elsewhere().await] {
        stranger.get(&path).send().await.problem(404);
        act(stranger, &audit, json!({"name": "freeze"})).await.problem(404);
    }
    let appoint = |who, reason: &str| json!({"name": "appoint", "auditor": who, "reason": reason});
    act(&head, &audit, appoint(app.cast().manager, "")).await.refused_by("P08-1-EXCEPTION-REASON-MISSING");
    act(&head, &audit, json!({"name": "appoint", "auditor": "?"})).await.refused_by("P08-1-AUDITOR-MISSING");
    let manager = app.manager().await;
    act(&manager, &audit, appoint(app.cast().deputy, "")).await.refused_by("P08-1-NOT-THE-UNIT");
    let audit: AuditView = act(&head, &audit, appoint(app.cast().manager, "人力不足")).await.ok();
    assert_eq!(audit.audit.auditor().expect("one").exceptions, ["P08-1-AUDITOR-IS-MANAGER"]);
    head.post(&format!("{path}/actions")).json(&json!({"name": "freeze"})).send().await.problem(428);
    let rows: Vec<AuditRow> = head.all("/audits", 50).await;
    assert!(rows.iter().any(|row| row.id == audit.audit.id && row.status == "appointed"));
    let missing = AuditId(Uuid::now_v7());
    manager.get(&format!("/audits/{missing}")).send().await.problem(404);
}

async fn a_serious_anomaly_opens_a_joint_audit_of_three(app: App) {
    let case = queried(&app).await.inquiry.id;
    let (auditor, audit) = appointed(&app).await;
    let audit: AuditView = act(&auditor, &audit, json!({"name": "freeze"})).await.ok();
    look_at(&auditor, &audit, case, deficient(&app, "serious")).await;
    let manager = app.manager().await;
    let rooms: Page<JointAuditView> = manager.get("/joint-audits").send().await.ok();
    let room = rooms.items.iter().find(|room| room.joint.case == case).expect("a room").clone();
    let duties: Vec<DutyView> = manager.all("/duties?mine=true&kind=report_joint_audit", 50).await;
    assert!(duties.iter().any(|duty| duty.duty.record == room.joint.id.0));
    let path = format!("/joint-audits/{}", room.joint.id);
    let handle = async |who: &Client, revision: i64, action: Value| {
        who.post(&format!("{path}/actions")).if_match(revision).json(&action).send().await
    };
    let (ethics, it) = (app.cast().deputy, app.cast().supervisor_elsewhere);
    app.be(ethics).await.get(&path).send().await.problem(404);
    let name = json!({"name": "name", "ethics": ethics, "it": it});
    let same = json!({"name": "name", "ethics": ethics, "it": ethics});
    handle(&manager, 1, same).await.refused_by("P08-2-SAME-PERSON");
    let named: JointAuditView = handle(&manager, 1, name).await.ok();
    assert_eq!(named.joint.members.len(), 3);
    let ethics = app.be(ethics).await;
    let write =
        json!({"name": "write", "facts": "一件未經核可", "causes": "代理未設定", "measures": "停權並檢討"});
    let mut view: JointAuditView = handle(&ethics, named.joint.revision, write).await.ok();
    for who in [&ethics, &app.be(it).await, &manager] {
        view = handle(who, view.joint.revision, json!({"name": "sign"})).await.ok();
    }
    assert_eq!(view.status, "signed");
    let sheet: shared::paper::Sheet = ethics.get(&format!("{path}/paper?format=json")).send().await.ok();
    assert_eq!(sheet.signatures.iter().filter(|one| !one.name.is_empty() && !one.at.is_empty()).count(), 3);
    app.staff().await.get(&path).send().await.problem(404);
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn the_schedule_opens_what_is_due_and_counts_what_came_late(app: App) {
    pass_to(&app, Utc.with_ymd_and_hms(2026, 6, 30, 2, 0, 0).single().expect("an instant"));
    let late = approved(&app).await;
    let queried_at = app.now();
    pass_to(&app, july(2));
    let run = async || {
        backend::schedule::flow::run_now(app.server(), "audits").await.expect("it runs");
    };
    run().await;
    run().await;
    let unit = unit(&app).await;
    let head = app.supervisor().await;
    let of_unit = async |head: &Client| -> Vec<AuditRow> {
        let rows: Vec<AuditRow> = head.all("/audits", 50).await;
        rows.into_iter()
            .filter(|row| row.unit.to_string() == unit && row.period.to_string() == "2026H1")
            .collect()
    };
    let rows = of_unit(&head).await;
    assert_eq!(rows.iter().map(|row| row.status.as_str()).collect::<Vec<_>>(), ["open"], "once");
    let duties: Vec<DutyView> = head.all("/duties?mine=true&kind=audit_half_year", 50).await;
    let duty = duties.iter().find(|duty| duty.duty.record == rows[0].id.0).expect("a duty");
    assert_eq!(duty.duty.due.map(|due| due.to_string()).as_deref(), Some("2026-12-31"));
    let audit: AuditView = head.get(&format!("/audits/{}", rows[0].id)).send().await.ok();
    let auditor = app.cast().supervisor_elsewhere;
    let audit: AuditView = act(&head, &audit, json!({"name": "appoint", "auditor": auditor})).await.ok();
    act(&app.be(auditor).await, &audit, json!({"name": "freeze"})).await.ok::<AuditView>();
    app.staff().await.act(&late, query(queried_at, vec![filed("府社障字第1150000078號")])).await;
    run().await;
    assert_eq!(of_unit(&head).await[0].late, 1);
    assert_eq!(app.verify().await, Vec::<String>::new());
}
