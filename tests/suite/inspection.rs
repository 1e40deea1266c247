//! 查核權限: an inspector from outside signs in with their card while the leave lasts, sees what is within its scope, changes
//! nothing, and every look is in the journal.

use acceptance::{App, Client, card, on_both};
use backend::{journal::checkpoint::sign, schedule::flow::run_now};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use chrono::Duration;
use serde_json::{Value, json};
use shared::{
    api::v1::{
        DutyView, InspectedRecord, InspectedRow, InspectedSubject, InspectionPage, InspectionView,
        JournalRow, OwnInspection, Page, SessionRow,
    },
    inquiry::{Identity, InquiryAction},
    journal::{bundle::verify, verdict::Outcome},
    pack::PackBody,
    session::CardRefusal,
};
use uuid::Uuid;

on_both!(
    an_inspector_signs_in_while_the_leave_lasts_and_not_a_day_longer,
    an_inspector_sees_what_is_within_the_scope_and_changes_nothing,
    identities_stay_masked_unless_the_order_asks_for_them_and_each_look_is_told,
    a_scope_of_one_unit_hides_every_other,
    the_manager_grants_ends_and_concludes,
    what_is_granted_wrongly_is_refused_by_its_field,
    an_inspector_has_the_proof_of_what_they_see_and_the_pack_of_their_order,
);

const NUMBER: &str = "IN00000000000001";
const ORDER: &str = "保政字第11560000010號";

fn asked(app: &App, change: impl FnOnce(&mut Value)) -> Value {
    let held = card::card_of(NUMBER, "林查核", "4321");
    let mut draft = json!({
        "order": ORDER, "name": "林查核", "agency": "勞動部勞工保險局", "card_number": NUMBER, "id_last4": "4321",
        "certificate": BASE64.encode(&held.certificate), "opens_on": app.today(),
        "closes_on": app.today() + Duration::days(6), "from": app.today() - Duration::days(60), "to": app.today()
    });
    change(&mut draft);
    json!({"id": Uuid::now_v7(), "draft": draft})
}

async fn grant(app: &App, change: impl FnOnce(&mut Value)) -> InspectionView {
    app.manager().await.post("/inspections").json(&asked(app, change)).send().await.ok()
}

async fn inspector(app: &App) -> Client {
    let answer = app.stranger().try_card(&card::card_of(NUMBER, "林查核", "4321")).await;
    assert!(answer.status.is_success(), "{answer:?}");
    app.stranger().with_cookies(&answer)
}

async fn listed(who: &Client, kind: &str) -> Vec<InspectedRow> {
    who.all(&format!("/inspection/records?kind={kind}"), 200).await
}

async fn an_inspector_signs_in_while_the_leave_lasts_and_not_a_day_longer(app: App) {
    let held = card::card_of(NUMBER, "林查核", "4321");
    app.stranger().try_card(&held).await.refused_card(CardRefusal::NotRegistered);
    grant(&app, |draft| {
        draft["opens_on"] = json!(app.today() + Duration::days(1));
    })
    .await;
    app.stranger().try_card(&held).await.refused_card(CardRefusal::NotRegistered);
    app.advance(Duration::days(1));
    let who = inspector(&app).await;
    let me = who.me().await;
    let leave = me.inspection.expect("a leave");
    assert_eq!((leave.state.as_str(), leave.days_left), ("open", 6));
    assert_eq!((me.standing.name.as_str(), me.unit_name.as_str()), ("林查核", "勞動部勞工保險局"));
    let sessions: Vec<SessionRow> = app.manager().await.get("/sessions?everybody=true").send().await.ok();
    assert!(sessions.iter().any(|session| session.person_name == "勞動部勞工保險局 林查核"));
    app.advance(Duration::days(6));
    who.get("/session").send().await.problem(401);
    app.stranger().try_card(&held).await.refused_card(CardRefusal::NotRegistered);
}

async fn an_inspector_sees_what_is_within_the_scope_and_changes_nothing(app: App) {
    let inquiry = app.staff().await.register(&app.form().await).await.inquiry.id;
    grant(&app, |draft| draft["points"] = json!([5, 9])).await;
    let who = inspector(&app).await;
    let own: OwnInspection = who.get("/inspection").send().await.ok();
    assert!(own.kinds.iter().all(|kind| [5, 9].contains(&kind.point)), "{own:?}");
    let rows = listed(&who, "inquiry").await;
    let counted = own.kinds.iter().find(|kind| kind.kind == "inquiry").expect("inquiries").count;
    assert_eq!(usize::try_from(counted).unwrap(), rows.len());
    assert!(rows.iter().any(|row| row.record == inquiry.0));
    let record: InspectedRecord =
        who.get(&format!("/inspection/records/inquiry/{inquiry}")).send().await.ok();
    assert!(record.fields.iter().any(|field| field.words.zh_tw == "案號"), "{record:?}");
    let is_name = |text: &str| text.bytes().all(|sign| sign.is_ascii_lowercase() || sign == b'_');
    let raw: Vec<_> = record.fields.iter().filter(|field| is_name(&field.value.zh_tw)).collect();
    assert!(raw.is_empty(), "names of ours instead of words: {raw:?}");
    assert!(record.history.iter().any(|row| row.action.ends_with("submit")));
    who.get("/certificates").send().await.ok::<Value>();
    // What is outside: another point, other pages, and every write.
    let outside = who.get("/inspection/records?kind=account").send().await.problem(403);
    assert_eq!(outside.violations[0].code, "P08-4-INSPECTOR-OUTSIDE");
    who.get(&format!("/inspection/records/account/{}", app.cast().staff)).send().await.problem(404);
    who.get(&format!("/inspection/records/inquiry/{}", Uuid::now_v7())).send().await.problem(404);
    let page = who.get("/inquiries").send().await.problem(403);
    assert_eq!(page.violations[0].code, "P08-4-INSPECTOR-OUTSIDE");
    let form = json!({"id": Uuid::now_v7(), "draft": app.form().await});
    let write = who.post("/inquiries/drafts").json(&form).send().await;
    let write = if write.status == 405 { who.post("/incidents").json(&form).send().await } else { write };
    assert_eq!(write.problem(403).violations[0].code, "P08-4-INSPECTOR-READS-ONLY");
    // Before the period nothing was done.
    assert!(rows.iter().all(|row| row.at >= app.now() - Duration::days(62)));
    app.staff().await.get("/inspection").send().await.problem(403);
}

async fn identities_stay_masked_unless_the_order_asks_for_them_and_each_look_is_told(app: App) {
    let form = app.form().await;
    let inquiry = app.staff().await.register(&form).await.inquiry.id;
    let Identity::Typed(identity) = &form.subjects[0].identity else { unreachable!() };
    let path = format!("/inspection/records/inquiry/{inquiry}");
    let masked = grant(&app, |_| {}).await;
    let who = inspector(&app).await;
    let answer = who.get(&path).send().await;
    assert!(!answer.text().contains(identity) && !answer.text().contains(&form.subjects[0].name));
    let record: InspectedRecord = answer.ok();
    assert_eq!((record.subjects.len(), record.may_unmask), (form.subjects.len(), false));
    let refused = who.post(&format!("{path}/reveal")).send().await.problem(403);
    assert_eq!(refused.violations[0].code, "P08-4-INSPECTOR-MASKED");
    let end = json!({"name": "end", "reason": "改依新來文"});
    let at = format!("/inspections/{}/actions", masked.inspection.id);
    app.manager().await.post(&at).if_match(1).json(&end).send().await.ok::<InspectionView>();
    let full = grant(&app, |draft| draft["is_unmasked"] = json!(true)).await;
    let who = inspector(&app).await;
    let record: InspectedRecord = who.get(&path).send().await.ok();
    assert!(record.may_unmask && record.subjects[0].identity != *identity, "masked until it is asked for");
    let seen: Vec<InspectedSubject> = who.post(&format!("{path}/reveal")).send().await.ok();
    assert_eq!(seen[0].identity, *identity);
    let page: InspectionPage =
        app.manager().await.get(&format!("/inspections/{}", full.inspection.id)).send().await.ok();
    let looks: Vec<_> = page.looks.iter().map(|look| look.action.as_str()).collect();
    assert_eq!(looks, ["inspection.reveal_to_inspector", "inspection.look", "session.sign_in"]);
    let rows: Vec<JournalRow> = app.manager().await.all(&format!("/journal?record={inquiry}"), 50).await;
    assert_eq!(rows[0].actor_name, "勞動部勞工保險局 林查核", "the journal names who looked");
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn a_scope_of_one_unit_hides_every_other(app: App) {
    let inquiry = app.staff().await.register(&app.form().await).await.inquiry.id;
    let other = app.supervisor_elsewhere().await.me().await.standing.heads[0];
    let unit = app.staff().await.me().await.standing.unit;
    let elsewhere = grant(&app, |draft| draft["units"] = json!([other])).await;
    assert_eq!(elsewhere.unit_names.len(), 1);
    let who = inspector(&app).await;
    who.get(&format!("/inspection/records/inquiry/{inquiry}")).send().await.problem(404);
    assert!(listed(&who, "inquiry").await.iter().all(|row| row.record != inquiry.0));
    let at = format!("/inspections/{}/actions", elsewhere.inspection.id);
    let end = json!({"name": "end", "reason": "範圍有誤"});
    app.manager().await.post(&at).if_match(1).json(&end).send().await.ok::<InspectionView>();
    who.get("/inspection").send().await.problem(401);
    grant(&app, |draft| draft["units"] = json!([unit])).await;
    let who = inspector(&app).await;
    who.get(&format!("/inspection/records/inquiry/{inquiry}")).send().await.ok::<InspectedRecord>();
    let own: OwnInspection = who.get("/inspection").send().await.ok();
    let counted = own.kinds.iter().find(|kind| kind.kind == "inquiry").expect("inquiries").count;
    assert_eq!(usize::try_from(counted).unwrap(), listed(&who, "inquiry").await.len());
}

async fn the_manager_grants_ends_and_concludes(app: App) {
    let (manager, staff) = (app.manager().await, app.staff().await);
    staff
        .post("/inspections")
        .json(&asked(&app, |_| {}))
        .send()
        .await
        .refused_by("P08-4-LEAVE-NOT-THE-MANAGER");
    staff.get("/inspections").send().await.problem(403);
    let granted = grant(&app, |_| {}).await;
    let at = format!("/inspections/{}/actions", granted.inspection.id);
    let end = json!({"name": "end", "reason": "查核完成"});
    staff.post(&at).if_match(1).json(&end).send().await.problem(404);
    let conclude =
        json!({"name": "conclude", "result": "受查紀錄完整,無缺失", "document": "保政字第11560000099號"});
    manager.post(&at).if_match(1).json(&conclude).send().await.refused_by("P08-4-LEAVE-LASTS");
    let ended: InspectionView = manager.post(&at).if_match(1).json(&end).send().await.ok();
    assert_eq!(ended.state, "over");
    let kind = "/duties?kind=conclude_inspection&mine=true";
    let due: Page<DutyView> = manager.get(kind).send().await.ok();
    assert!(due.items.iter().any(|duty| duty.duty.record == granted.inspection.id.0));
    manager.post(&at).if_match(2).json(&end).send().await.refused_by("P08-4-LEAVE-OVER");
    let concluded: InspectionView = manager.post(&at).if_match(2).json(&conclude).send().await.ok();
    assert_eq!(concluded.state, "concluded");
    let due: Page<DutyView> = manager.get(kind).send().await.ok();
    assert!(due.items.iter().all(|duty| duty.duty.record != granted.inspection.id.0));
    let leaves: Page<InspectionView> = manager.get("/inspections").send().await.ok();
    assert_eq!(leaves.items[0], concluded);
    let rows: Vec<JournalRow> = manager.all(&format!("/journal?record={}", granted.inspection.id), 10).await;
    let actions: Vec<_> = rows.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(actions, ["inspection.record_result", "inspection.end_leave", "inspection.grant_leave"]);
}

async fn what_is_granted_wrongly_is_refused_by_its_field(app: App) {
    let manager = app.manager().await;
    let refused = async |change: &dyn Fn(&mut Value), code: &str| {
        manager.post("/inspections").json(&asked(&app, |draft| change(draft))).send().await.refused_by(code);
    };
    refused(&|draft| draft["order"] = json!(""), "P08-4-LEAVE-ORDER-MISSING").await;
    refused(&|draft| draft["closes_on"] = json!(app.today() + Duration::days(31)), "P08-4-LEAVE-TOO-LONG")
        .await;
    refused(&|draft| draft["units"] = json!([Uuid::now_v7()]), "P08-4-SCOPE-UNIT-UNKNOWN").await;
    refused(&|draft| draft["certificate"] = json!(""), "P08-4-INSPECTOR-CARD-MISSING").await;
    let colleague: shared::api::v1::AccountView =
        manager.get(&format!("/accounts/{}", app.cast().staff)).send().await.ok();
    let theirs = |draft: &mut Value| draft["certificate"] = json!(colleague.draft.certificate);
    refused(&theirs, "P08-4-INSPECTOR-HAS-ACCOUNT").await;
    let misnamed = asked(&app, |draft| draft["name"] = json!("林別人"));
    manager.post("/inspections").json(&misnamed).send().await.problem(403);
    grant(&app, |_| {}).await;
    refused(&|_| {}, "P08-4-INSPECTOR-HAS-ACCOUNT").await;
}

async fn an_inspector_has_the_proof_of_what_they_see_and_the_pack_of_their_order(app: App) {
    let inquiry = app.staff().await.register(&app.form().await).await;
    app.supervisor().await.act(&inquiry, InquiryAction::approve()).await;
    let inquiry = inquiry.inquiry.id;
    let manager = app.manager().await;
    let pack = async |change: Value| -> PackBody {
        let mut draft = json!({"from": app.today(), "to": app.today(), "points": [5], "order": ORDER});
        for (name, value) in change.as_object().expect("fields") {
            draft[name] = value.clone();
        }
        manager.post("/packs").json(&json!({"id": Uuid::now_v7(), "draft": draft})).send().await.ok()
    };
    let own = pack(json!({})).await;
    let mut others = Vec::new();
    for change in [
        json!({"is_unmasked": true}),
        json!({"order": "保政字第2號"}),
        json!({"points": [5, 6]}),
        json!({"points": []}),
        json!({"from": app.today() - Duration::days(61)}),
    ] {
        others.push(pack(change).await);
    }
    grant(&app, |draft| draft["points"] = json!([5])).await;
    run_now(app.server(), sign::JOB).await.unwrap().expect("it ran");
    let who = inspector(&app).await;
    let packs: Page<PackBody> = who.get("/packs").send().await.ok();
    assert_eq!(packs.items.iter().map(|pack| pack.id).collect::<Vec<_>>(), [own.id]);
    assert!(who.get(&format!("/packs/{}/file", own.id)).send().await.status.is_success());
    for other in others {
        who.get(&format!("/packs/{}/file", other.id)).send().await.problem(404);
    }
    let rows: Vec<JournalRow> = manager.all(&format!("/journal?record={inquiry}"), 10).await;
    let proof = who.get(&format!("/journal/entries/{}/proof?content=true", rows[0].seq)).send().await;
    let policy = app.stranger().get("/journal/policy").send().await.text();
    assert_eq!(verify(&proof.text(), &policy, None).outcome, Outcome::Sound);
    let leave: Vec<JournalRow> = manager.all("/journal?kind=inspection", 10).await;
    who.get(&format!("/journal/entries/{}/proof", leave[0].seq)).send().await.problem(404);
    assert!(who.get("/journal/checkpoints").send().await.status.is_success());
    assert!(who.post("/journal/verify").send().await.status.is_success());
    who.get("/journal").send().await.problem(403);
}
