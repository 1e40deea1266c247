//! 法律責任: everybody acknowledges it once a year, in person; the manager records what is referred for discipline.

use acceptance::{App, Client, on_both};
use chrono::{Datelike, Duration};
use shared::{
    api::v1::{
        Acknowledge, AcknowledgmentState, DutyView, LiabilityView, NewReferral, Oversight, Page, Roster,
    },
    duty::DutyKind,
    id::{PersonId, ReferralId},
    liability::{AcknowledgmentBody, OutcomeDraft, ReferralBody, ReferralDraft},
    paper::Sheet,
};
use uuid::Uuid;

on_both!(
    the_year_s_first_sign_in_leaves_a_duty_that_acknowledging_settles,
    it_is_given_once_and_for_the_text_that_was_read,
    whoever_is_late_is_red_for_the_supervisor_and_may_still_inquire,
    the_roster_of_a_year_is_for_whoever_oversees_and_prints,
    the_manager_records_a_referral_and_what_came_of_it,
    a_referral_is_nobody_s_but_the_manager_s,
);

async fn acknowledge(client: &Client) -> AcknowledgmentBody {
    let view: LiabilityView = client.get("/liability").send().await.ok();
    let body = Acknowledge { text_hash: view.text_hash };
    client.post("/liability/acknowledgments").json(&body).send().await.ok()
}

async fn open_duties(client: &Client) -> Vec<DutyView> {
    client.all("/duties?mine=true&kind=acknowledge_liability", 50).await
}

/// Somebody who signs in for the first time in a new year.
async fn next_year(app: &App) -> Client {
    app.advance(Duration::days(i64::from(366 - app.today().ordinal()) + 5));
    app.staff().await
}

async fn the_year_s_first_sign_in_leaves_a_duty_that_acknowledging_settles(app: App) {
    let staff = next_year(&app).await;
    let duty = open_duties(&staff).await.pop().expect("a duty");
    assert_eq!(duty.duty.kind, DutyKind::AcknowledgeLiability);
    assert_eq!(duty.duty.due, Some(app.today() + Duration::days(30)));
    app.advance(Duration::hours(9));
    assert_eq!(open_duties(&app.staff().await).await.len(), 1, "a second sign-in asks no second time");
    let given = acknowledge(&app.staff().await).await;
    assert_eq!(given.year, app.today().year());
    assert!(open_duties(&app.staff().await).await.is_empty());
    let view: LiabilityView = app.staff().await.get("/liability").send().await.ok();
    assert!(view.years[0].acknowledged.as_ref().is_some_and(|given| given.text_hash == view.text_hash));
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn it_is_given_once_and_for_the_text_that_was_read(app: App) {
    let staff = next_year(&app).await;
    let other = Acknowledge { text_hash: "0".repeat(64) };
    let path = "/liability/acknowledgments";
    staff.post(path).json(&other).send().await.refused_by("P10-TEXT-CHANGED");
    let given = acknowledge(&staff).await;
    let again = Acknowledge { text_hash: given.acknowledged.expect("given").text_hash };
    staff.post(path).json(&again).send().await.refused_by("P10-ALREADY-ACKNOWLEDGED");
}

async fn whoever_is_late_is_red_for_the_supervisor_and_may_still_inquire(app: App) {
    next_year(&app).await;
    app.advance(Duration::days(31));
    let seen: Oversight = app.supervisor().await.get("/oversight").send().await.ok();
    let figures = seen.people.iter().find(|person| person.person == app.cast().staff).expect("their staff");
    assert_eq!(figures.acknowledgment, AcknowledgmentState::Late);
    assert!(figures.late >= 1);
    app.staff().await.register(&app.form().await).await;
}

async fn the_roster_of_a_year_is_for_whoever_oversees_and_prints(app: App) {
    let staff = next_year(&app).await;
    acknowledge(&staff).await;
    let year = app.today().year();
    let of = |roster: &Roster, person: PersonId| {
        roster.rows.iter().find(|row| row.person == person).map(|row| row.state)
    };
    for odd in ["-2147483648", "1911", "10000"] {
        let path = format!("/liability/roster/sheet?year={odd}");
        app.manager().await.get(&path).send().await.problem(400);
    }
    let path = format!("/liability/roster?year={year}");
    let theirs: Roster = app.supervisor().await.get(&path).send().await.ok();
    assert_eq!(of(&theirs, app.cast().staff), Some(AcknowledgmentState::Acknowledged));
    assert_eq!(of(&theirs, app.cast().supervisor), None, "nobody oversees themselves");
    let all: Roster = app.manager().await.get(&path).send().await.ok();
    assert_eq!(of(&all, app.cast().supervisor), Some(AcknowledgmentState::Open));
    assert!(all.rows.iter().any(|row| row.state == AcknowledgmentState::NotAsked));
    app.staff().await.get(&path).send().await.problem(403);
    let sheet: Sheet = app
        .manager()
        .await
        .get(&format!("/liability/roster/sheet?year={year}&format=json"))
        .send()
        .await
        .ok();
    assert!(!sheet.printed_by.is_empty() && serde_json::to_string(&sheet).unwrap().contains("本年未登入"));
}

fn referral(app: &App) -> NewReferral {
    let draft = ReferralDraft {
        person: app.cast().staff.to_string(),
        document_number: "府人考字第1150000001號".into(),
        on: Some(app.today()),
        reason: "未依規定銷毀列印資料".into(),
    };
    NewReferral { id: ReferralId(Uuid::now_v7()), draft }
}

async fn the_manager_records_a_referral_and_what_came_of_it(app: App) {
    let manager = app.manager().await;
    let mut unknown = referral(&app);
    unknown.draft.person = Uuid::now_v7().to_string();
    manager.post("/referrals").json(&unknown).send().await.refused_by("P10-5-REFERRAL-PERSON-MISSING");
    let made: ReferralBody = manager.post("/referrals").json(&referral(&app)).send().await.ok();
    let path = format!("/referrals/{}/outcome", made.id);
    let outcome =
        OutcomeDraft {
            outcome: "申誡一次".into(), on: Some(app.today()), document_number: String::new()
        };
    manager.post(&path).json(&outcome).send().await.problem(428);
    let decided: ReferralBody = manager.post(&path).if_match(1).json(&outcome).send().await.ok();
    assert_eq!(decided.outcome.map(|outcome| outcome.outcome).as_deref(), Some("申誡一次"));
    manager.post(&path).if_match(2).json(&outcome).send().await.refused_by("P10-5-REFERRAL-CLOSED");
    let listed: Page<ReferralBody> = manager.get("/referrals").send().await.ok();
    assert!(listed.items.iter().any(|referral| referral.id == made.id));
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn a_referral_is_nobody_s_but_the_manager_s(app: App) {
    let made: ReferralBody = app.manager().await.post("/referrals").json(&referral(&app)).send().await.ok();
    for person in [app.staff().await, app.supervisor().await] {
        person.get("/referrals").send().await.problem(403);
        person.post("/referrals").json(&referral(&app)).send().await.refused_by("P04-2-NOT-THE-MANAGER");
        let path = format!("/referrals/{}/outcome", made.id);
        person.post(&path).if_match(1).json(&OutcomeDraft::default()).send().await.problem(404);
    }
}
