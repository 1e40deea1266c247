//! 管理者異動: exactly one manager, before, after and while two servers are asked to switch at once.

use acceptance::{App, Client, Database, on_both};
use chrono::Duration;
use shared::{
    account::AccountDraft,
    agency::AgencyDraft,
    api::v1::{
        AccountView, AgencyView, Candidate, ManagerChangeView, ManagerTerm, NewAccount, NewManagerChange,
        NoticeView, Page,
    },
    custody::{ChangeAction, ChangeDraft},
    id::{ManagerChangeId, PersonId},
    notice::Post,
};
use uuid::Uuid;

on_both!(
    a_change_of_manager_goes_from_the_form_to_the_confirmed_list,
    nobody_else_opens_sees_or_moves_a_change,
    the_register_of_accounts_makes_and_unmakes_no_manager,
    a_step_out_of_order_is_refused,
    a_late_switch_needs_a_reason_and_stays_red,
    the_head_of_social_affairs_stands_in_for_a_manager_who_is_gone,
    a_change_that_was_given_up_leaves_the_manager_in_office,
    the_office_goes_to_and_fro_and_is_never_empty_or_held_twice,
    what_the_office_owes_passes_with_it,
    the_duties_follow_the_steps,
);

/// Who takes over in these stories.
async fn candidate(app: &App) -> PersonId {
    let all: Vec<Candidate> = app.manager().await.get("/manager/candidates").send().await.ok();
    let ready = |one: &&Candidate| one.report.is_accepted() && one.person != app.cast().staff;
    all.iter().find(ready).expect("somebody who may take over").person
}

fn form(app: &App, successor: PersonId, days: i64) -> NewManagerChange {
    let draft = ChangeDraft {
        transfer_on: Some(app.today() + Duration::days(days)),
        successor: Some(successor),
        successor_phone: "04-7222151".into(),
        ..ChangeDraft::default()
    };
    NewManagerChange { id: ManagerChangeId(Uuid::now_v7()), draft }
}

async fn open(app: &App, manager: &Client, successor: PersonId) -> ManagerChangeView {
    manager.post("/manager-changes").json(&form(app, successor, 7)).send().await.ok()
}

async fn go(who: &Client, change: &ManagerChangeView, action: &ChangeAction) -> ManagerChangeView {
    try_go(who, change, action).await.ok()
}

async fn try_go(who: &Client, change: &ManagerChangeView, action: &ChangeAction) -> acceptance::Answer {
    let path = format!("/manager-changes/{}/actions", change.change.id);
    who.post(&path).if_match(change.change.revision).json(action).send().await
}

fn training(app: &App) -> ChangeAction {
    ChangeAction::RecordTraining { on: app.today(), course: "資安通識教育訓練".into() }
}

fn report(app: &App) -> ChangeAction {
    ChangeAction::Report {
        on: app.today(),
        document_number: "府社障字第1150000101號".into(),
        result: String::new(),
    }
}

fn stop(app: &App) -> ChangeAction {
    ChangeAction::StopPlatform {
        on: app.today(),
        document_number: "府社障字第1150000102號".into(),
        result: "已停用".into(),
    }
}

fn switch() -> ChangeAction {
    ChangeAction::Switch { late_reason: String::new() }
}

fn confirm(change: &ManagerChangeView) -> ChangeAction {
    let sha256 = change.change.hand_over.as_ref().expect("a list").list.sha256.clone();
    ChangeAction::Confirm { sha256, stand_in_reason: String::new() }
}

/// Everything up to the switch.
async fn ready(app: &App, manager: &Client, successor: PersonId) -> ManagerChangeView {
    let change = open(app, manager, successor).await;
    let change = go(manager, &change, &training(app)).await;
    go(manager, &change, &report(app)).await
}

async fn terms(who: &Client) -> Vec<ManagerTerm> {
    who.get("/manager/history").send().await.ok()
}

/// Asserts that exactly one is in office and that the terms join without a gap, and gives them.
async fn one_manager(who: &Client) -> Vec<ManagerTerm> {
    let terms = terms(who).await;
    for (one, next) in terms.iter().zip(terms.iter().skip(1)) {
        assert_eq!(one.until, Some(next.from), "no minute without a manager, none with two: {terms:?}");
    }
    assert_eq!(terms.iter().filter(|term| term.until.is_none()).count(), 1, "{terms:?}");
    terms
}

async fn a_change_of_manager_goes_from_the_form_to_the_confirmed_list(app: App) {
    let (manager, before) = (app.manager().await, app.cast().manager);
    let next = candidate(&app).await;
    let successor = app.be(next).await;
    let change = open(&app, &manager, next).await;
    assert_eq!(
        (change.status.as_str(), change.form_number.as_str(), change.days_left),
        ("preparing", "附表二", 7)
    );
    let change = go(&manager, &change, &training(&app)).await;
    let change = go(&manager, &change, &report(&app)).await;
    assert!(!change.may.contains(&"switch".to_owned()), "the manager does not switch for the successor");
    let seen: ManagerChangeView =
        successor.get(&format!("/manager-changes/{}", change.change.id)).send().await.ok();
    assert!(seen.may.contains(&"switch".to_owned()), "{:?}", seen.may);
    let change = go(&successor, &seen, &switch()).await;
    assert_eq!(change.status, "switched");
    let at = change.change.switch.as_ref().expect("the switch").mark.at;
    let terms = one_manager(&successor).await;
    let last = terms.last().expect("a term");
    assert_eq!((last.person, last.from), (next, at), "the journal's instant is the form's");
    let path = format!("/manager/history?at={}", (at - Duration::minutes(1)).format("%Y-%m-%dT%H:%M:%SZ"));
    let then: Vec<ManagerTerm> = successor.get(&path).send().await.ok();
    assert_eq!(
        then.iter().map(|term| term.person).collect::<Vec<_>>(),
        [before],
        "who was it a minute earlier"
    );
    assert_eq!(change.keeper.as_ref().map(|keeper| keeper.person), Some(next), "custody passed");
    manager.get("/accounts").send().await.problem(403);
    let accounts: Vec<AccountView> = successor.all("/accounts", 100).await;
    assert_eq!(accounts.iter().filter(|account| account.draft.is_manager).count(), 1);

    let change = go(&successor, &change, &stop(&app)).await;
    let change = go(&successor, &change, &ChangeAction::MakeList).await;
    let list = &change.change.hand_over.as_ref().expect("the list").list;
    assert_eq!(list.roster.len(), accounts.len());
    assert_eq!(list.digest(), list.sha256);
    assert_eq!(change.list_hash.replace(' ', ""), list.sha256);
    assert!(list.journal.size > 0);
    assert!(list.counts.iter().any(|count| count.kind == "notice" && count.count > 0), "{:?}", list.counts);
    let change = go(&manager, &change, &confirm(&change)).await;
    try_go(&successor, &change, &ChangeAction::Close).await.refused_by("P04-4-NOT-CONFIRMED");
    let change = go(&successor, &change, &confirm(&change)).await;
    let change = go(&successor, &change, &ChangeAction::Close).await;
    assert_eq!(change.status, "closed");
    let path = format!("/manager-changes/{}", change.change.id);
    for sheet in ["paper", "list/paper"] {
        let pdf = manager.get(&format!("{path}/{sheet}")).send().await;
        assert!(pdf.body.starts_with(b"%PDF"), "{pdf:?}");
        app.staff().await.get(&format!("{path}/{sheet}")).send().await.problem(404);
    }
    let sheet: shared::paper::Sheet =
        successor.get(&format!("{path}/list/paper?format=json")).send().await.ok();
    assert!(format!("{sheet:?}").contains(&change.list_hash), "the hash is printed in its groups");
    assert_eq!(change.keep_through, app.today().checked_add_months(chrono::Months::new(60)));
    try_go(&successor, &change, &ChangeAction::MakeList).await.refused_by("P04-2-CHANGE-OVER");

    let notices: Vec<NoticeView> = successor.all("/notices", 100).await;
    let told = notices.iter().find(|view| view.notice.post == Post::Manager).expect("the Bureau is told");
    assert_eq!(told.notice.keeper, next);
    assert_eq!(told.notice.from.as_ref().map(|one| one.name.clone()), Some(change.change.predecessor.name));
    assert_eq!(told.last_day, Some(app.today() + Duration::days(7)));
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn nobody_else_opens_sees_or_moves_a_change(app: App) {
    let (manager, next) = (app.manager().await, candidate(&app).await);
    let staff = app.staff().await;
    staff.post("/manager-changes").json(&form(&app, next, 7)).send().await.refused_by("P04-2-NOT-OPENER");
    let nobody: Vec<Candidate> = staff.get("/manager/candidates").send().await.ok();
    assert!(nobody.is_empty(), "who opens no change has nobody to choose from");
    let change = open(&app, &manager, next).await;
    manager.post("/manager-changes").json(&form(&app, next, 7)).send().await.refused_by("P04-2-CHANGE-OPEN");
    staff.get(&format!("/manager-changes/{}", change.change.id)).send().await.problem(404);
    try_go(&staff, &change, &training(&app)).await.problem(404);
    let all: Vec<ManagerChangeView> = staff.all("/manager-changes", 50).await;
    assert!(all.is_empty(), "{all:?}");
    let own: Vec<ManagerChangeView> = app.be(next).await.all("/manager-changes", 50).await;
    assert!(own.iter().any(|one| one.change.id == change.change.id));
}

async fn the_register_of_accounts_makes_and_unmakes_no_manager(app: App) {
    let manager = app.manager().await;
    let path = format!("/accounts/{}", app.cast().deputy);
    let other: AccountView = manager.get(&path).send().await.ok();
    let crowned = AccountDraft { is_manager: true, ..other.draft.clone() };
    manager
        .put(&path)
        .if_match(other.revision)
        .json(&crowned)
        .send()
        .await
        .refused_by("P04-2-MANAGER-ELSEWHERE");
    let new = NewAccount {
        id: PersonId(Uuid::now_v7()),
        draft: AccountDraft {
            egov_account: "second.manager".into(),
            card_number: "AB98765432109876".into(),
            certificate: String::new(),
            id_last4: String::new(),
            grants: Vec::new(),
            heads: Vec::new(),
            deputy_for: Vec::new(),
            ..crowned
        },
    };
    manager.post("/accounts").json(&new).send().await.refused_by("P04-2-MANAGER-ELSEWHERE");
    let path = format!("/accounts/{}", app.cast().manager);
    let own: AccountView = manager.get(&path).send().await.ok();
    let abdicated = AccountDraft { is_manager: false, ..own.draft.clone() };
    manager
        .put(&path)
        .if_match(own.revision)
        .json(&abdicated)
        .send()
        .await
        .refused_by("P04-2-MANAGER-ELSEWHERE");
    let ended = AccountDraft { active_until: Some(app.today()), ..own.draft.clone() };
    manager.put(&path).if_match(own.revision).json(&ended).send().await.refused_by("P04-3-MANAGER-ENDS");
    let cardless = AccountDraft { certificate: String::new(), ..own.draft.clone() };
    manager.put(&path).if_match(own.revision).json(&cardless).send().await.refused_by("P04-3-MANAGER-ENDS");
    let units: Page<AgencyView> = manager.get("/agencies").send().await.ok();
    let top = units.items.iter().find(|unit| unit.draft.parent.is_none()).expect("the county government");
    let moved = AccountDraft { unit: top.id.to_string(), ..own.draft.clone() };
    manager.put(&path).if_match(own.revision).json(&moved).send().await.refused_by("P04-2-MANAGER-OUTSIDE");
    let house = units.items.into_iter().find(|unit| unit.draft.is_social_affairs).expect("Social Affairs");
    let renamed = AgencyDraft { is_social_affairs: false, ..house.draft };
    let path = format!("/agencies/{}", house.id);
    manager
        .put(&path)
        .if_match(house.revision)
        .json(&renamed)
        .send()
        .await
        .refused_by("P04-2-MANAGER-OUTSIDE");
    one_manager(&manager).await;
}

async fn a_step_out_of_order_is_refused(app: App) {
    let (manager, next) = (app.manager().await, candidate(&app).await);
    let successor = app.be(next).await;
    let change = open(&app, &manager, next).await;
    try_go(&successor, &change, &switch()).await.refused_by("P04-2-TRAINING-MISSING");
    try_go(&successor, &change, &ChangeAction::MakeList).await.refused_by("P04-3-NOT-SWITCHED");
    let ahead = ChangeAction::RecordTraining { on: app.today() + Duration::days(1), course: String::new() };
    try_go(&manager, &change, &ahead).await.refused_by("P04-2-DAY-AHEAD");
    let change = go(&manager, &change, &training(&app)).await;
    try_go(&successor, &change, &switch()).await.refused_by("P04-2-REPORT-MISSING");
    let change = go(&manager, &change, &report(&app)).await;
    try_go(&manager, &change, &switch()).await.refused_by("P04-3-NOT-THE-SUCCESSOR");
    let path = format!("/manager-changes/{}/actions", change.change.id);
    successor.post(&path).json(&switch()).send().await.problem(428);
    successor.post(&path).if_match(1).json(&switch()).send().await.problem(412);
    successor
        .post(&path)
        .if_match(change.change.revision)
        .json(&switch())
        .dry_run()
        .send()
        .await
        .ok::<ManagerChangeView>();
    assert_eq!(one_manager(&manager).await.last().map(|term| term.person), Some(app.cast().manager));
}

async fn a_late_switch_needs_a_reason_and_stays_red(app: App) {
    let (manager, next) = (app.manager().await, candidate(&app).await);
    let late = NewManagerChange {
        draft: ChangeDraft { transfer_on: Some(app.today()), ..form(&app, next, 0).draft },
        ..form(&app, next, 0)
    };
    manager.post("/manager-changes").json(&late).send().await.refused_by("P04-3-OPENED-LATE");
    let change = ready(&app, &manager, next).await;
    app.advance(Duration::days(8));
    let successor = app.be(next).await;
    try_go(&successor, &change, &switch()).await.refused_by("P04-3-SWITCHED-LATE");
    let reasoned = ChangeAction::Switch { late_reason: "新任管理者請病假".into() };
    let change = go(&successor, &change, &reasoned).await;
    assert!(change.is_late);
    assert_eq!(change.change.switch.as_ref().map(|one| one.late_reason.as_str()), Some("新任管理者請病假"));
    let notices: Vec<NoticeView> = successor.all("/notices", 100).await;
    let told = notices.iter().find(|view| view.notice.post == Post::Manager).expect("the Bureau is told");
    assert_eq!(told.notice.changed_on, change.change.transfer_on, "a late switch wins no time");
}

/// The head of the department itself, who is not a section's.
async fn head_of_social_affairs(app: &App) -> Client {
    let manager = app.manager().await;
    let agencies: Vec<AgencyView> = manager.all("/agencies", 100).await;
    let department =
        agencies.iter().find(|agency| agency.draft.is_social_affairs).expect("Social Affairs").id;
    let accounts: Vec<AccountView> = manager.all("/accounts", 100).await;
    let head =
        accounts.iter().find(|account| account.draft.heads.contains(&department)).expect("its head").id;
    app.be(head).await
}

async fn the_head_of_social_affairs_stands_in_for_a_manager_who_is_gone(app: App) {
    let (head, next) = (head_of_social_affairs(&app).await, candidate(&app).await);
    let mut new = form(&app, next, 3);
    head.post("/manager-changes").json(&new).send().await.refused_by("P04-2-ABSENCE-MISSING");
    new.draft.absence = "原管理者已離職".into();
    let change: ManagerChangeView = head.post("/manager-changes").json(&new).send().await.ok();
    let change = go(&head, &change, &training(&app)).await;
    let change = go(&head, &change, &report(&app)).await;
    let successor = app.be(next).await;
    let change = go(&successor, &change, &switch()).await;
    let change = go(&successor, &change, &ChangeAction::MakeList).await;
    try_go(&head, &change, &confirm(&change)).await.refused_by("P04-4-STAND-IN-REASON-MISSING");
    let ChangeAction::Confirm { sha256, .. } = confirm(&change) else { unreachable!() };
    let stand_in = ChangeAction::Confirm { sha256, stand_in_reason: "原管理者已離職".into() };
    let change = go(&head, &change, &stand_in).await;
    let word = change.change.hand_over.as_ref().and_then(|one| one.by_predecessor.clone()).expect("a word");
    assert_eq!(word.stand_in_reason, "原管理者已離職");
    one_manager(&head).await;
}

async fn a_change_that_was_given_up_leaves_the_manager_in_office(app: App) {
    let (manager, next) = (app.manager().await, candidate(&app).await);
    let change = ready(&app, &manager, next).await;
    let blank = ChangeAction::Cancel { reason: String::new() };
    try_go(&manager, &change, &blank).await.refused_by("P04-2-CANCEL-REASON-MISSING");
    let change = go(&manager, &change, &ChangeAction::Cancel { reason: "異動取消".into() }).await;
    assert_eq!(change.status, "cancelled");
    try_go(&app.be(next).await, &change, &switch()).await.refused_by("P04-2-CHANGE-OVER");
    assert_eq!(one_manager(&manager).await.last().map(|term| term.person), Some(app.cast().manager));
    open(&app, &manager, next).await;
}

/// One whole change between two people.
async fn hand_over(app: &App, from: PersonId, to: PersonId) {
    let (manager, successor) = (app.be(from).await, app.be(to).await);
    let change = ready(app, &manager, to).await;
    let change = go(&successor, &change, &switch()).await;
    let change = go(&successor, &change, &stop(app)).await;
    let change = go(&successor, &change, &ChangeAction::MakeList).await;
    let change = go(&manager, &change, &confirm(&change)).await;
    let change = go(&successor, &change, &confirm(&change)).await;
    go(&successor, &change, &ChangeAction::Close).await;
}

async fn the_office_goes_to_and_fro_and_is_never_empty_or_held_twice(app: App) {
    let (one, other) = (app.cast().manager, candidate(&app).await);
    let past = terms(&app.staff().await).await.len();
    for round in 0..3 {
        hand_over(&app, one, other).await;
        app.advance(Duration::minutes(1));
        hand_over(&app, other, one).await;
        app.advance(Duration::minutes(1));
        assert_eq!(one_manager(&app.staff().await).await.len(), past + 2 * (round + 1));
    }
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn what_the_office_owes_passes_with_it(app: App) {
    let (one, other) = (app.cast().manager, candidate(&app).await);
    let report = serde_json::json!({"id": Uuid::now_v7(), "draft": {
        "known_at": app.now(), "nature": "loss", "summary": "列印資料遺失"}});
    app.staff().await.post("/incidents").json(&report).send().await.ok::<serde_json::Value>();
    let certificate = serde_json::json!({"id": Uuid::now_v7(), "draft": {
        "number": "IS 1", "standard": "ISO/IEC 27001:2022", "issuer": "BSI", "scope": "全府",
        "issued_on": app.today(), "expires_on": app.today() + Duration::days(60)}});
    app.be(one).await.post("/certificates").json(&certificate).send().await.ok::<serde_json::Value>();
    let owed = async |who: PersonId| {
        let all: Vec<shared::api::v1::DutyView> = app.be(who).await.all("/duties?mine=true", 100).await;
        let of_office = ["notice", "review", "audit", "joint_audit", "incident", "certificate"];
        let kinds = all.into_iter().map(|view| view.duty.record_kind);
        kinds.filter(|kind| of_office.iter().any(|one| one == kind)).collect::<Vec<_>>()
    };
    let before = owed(one).await;
    for kind in ["notice", "review", "incident", "certificate"] {
        assert!(before.iter().any(|owed| owed == kind), "{kind} of {before:?}");
    }
    hand_over(&app, one, other).await;
    assert_eq!(owed(one).await, Vec::<String>::new());
    let after = owed(other).await;
    assert!(after.len() >= before.len(), "{before:?} became {after:?}");
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn the_duties_follow_the_steps(app: App) {
    let (manager, next) = (app.manager().await, candidate(&app).await);
    let successor = app.be(next).await;
    let kinds = async |who: &Client| {
        let all: Vec<shared::api::v1::DutyView> = who.all("/duties?mine=true", 100).await;
        let of_change = all.into_iter().filter(|view| view.duty.record_kind == "manager_change");
        let mut kinds: Vec<_> = of_change.map(|view| view.duty.kind.name()).collect();
        kinds.sort_unstable();
        kinds
    };
    let change = open(&app, &manager, next).await;
    assert_eq!(kinds(&manager).await, ["report_manager_change"]);
    assert_eq!(kinds(&successor).await, ["switch_manager", "train_manager"]);
    let change = go(&manager, &change, &training(&app)).await;
    let change = go(&manager, &change, &report(&app)).await;
    assert_eq!(kinds(&manager).await, Vec::<&str>::new());
    assert_eq!(kinds(&successor).await, ["switch_manager"]);
    let change = go(&successor, &change, &switch()).await;
    let change = go(&successor, &change, &ChangeAction::MakeList).await;
    assert_eq!(kinds(&manager).await, ["hand_over"]);
    let change = go(&manager, &change, &confirm(&change)).await;
    assert_eq!(kinds(&manager).await, Vec::<&str>::new());
    assert_eq!(kinds(&successor).await, ["hand_over"]);
    drop(change);
}

/// Two servers on one database are asked for the same switch at the same moment, again and again.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_servers_that_switch_at_once_one_does() {
    let app = App::start(Database::Postgres).await;
    let beside = app.beside(true).await.expect("a second server");
    let people = [app.cast().manager, candidate(&app).await];
    for round in 0..4 {
        let (from, to) = (people[round % 2], people[(round + 1) % 2]);
        let (manager, here) = (app.be(from).await, app.be(to).await);
        let there = here.at(beside.base());
        let change = ready(&app, &manager, to).await;
        let action = switch();
        let (one, other) = tokio::join!(try_go(&here, &change, &action), try_go(&there, &change, &action));
        let done = [&one, &other].into_iter().filter(|answer| answer.status.is_success()).count();
        assert_eq!(done, 1, "{one:?} {other:?}");
        let terms = one_manager(&here).await;
        assert_eq!(terms.last().map(|term| term.person), Some(to));
        assert_eq!(terms, one_manager(&there).await);
        let change: ManagerChangeView =
            here.get(&format!("/manager-changes/{}", change.change.id)).send().await.ok();
        let change = go(&there, &change, &stop(&app)).await;
        let change = go(&here, &change, &ChangeAction::MakeList).await;
        let change = go(&manager, &change, &confirm(&change)).await;
        let change = go(&there, &change, &confirm(&change)).await;
        go(&here, &change, &ChangeAction::Close).await;
        app.advance(Duration::minutes(1));
    }
}

/// The same with two forms: of two that are opened at once, one is.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_servers_that_open_a_change_at_once_one_does() {
    let app = App::start(Database::Postgres).await;
    let beside = app.beside(true).await.expect("a second server");
    let (here, next) = (app.manager().await, candidate(&app).await);
    let there = here.at(beside.base());
    let (first, second) = (form(&app, next, 7), form(&app, next, 7));
    let (one, other) = tokio::join!(
        here.post("/manager-changes").json(&first).send(),
        there.post("/manager-changes").json(&second).send()
    );
    let refused = if one.status.is_success() { other } else { one };
    refused.refused_by("P04-2-CHANGE-OPEN");
    let all: Vec<ManagerChangeView> = here.all("/manager-changes?status=preparing", 50).await;
    assert_eq!(all.len(), 1);
}
