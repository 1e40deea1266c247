//! 異動通知: whoever changes, the Bureau is told within seven days from the day after, and what is late stays so.

use acceptance::{App, Client, on_both};
use chrono::{Duration, NaiveDate};
use shared::{
    agency::{AgencyDraft, Contact},
    api::v1::{AgencyView, DutyView, NoticeView},
    id::UnitId,
    notice::{NoticeAction, NoticeState, Post},
};

on_both!(
    a_new_contact_is_told_within_seven_days,
    a_notice_that_goes_out_late_says_why_and_stays_late,
    a_notice_sent_after_its_day_is_not_sent_without_a_word,
    a_head_who_goes_and_one_who_comes_are_one_letter,
    a_head_whose_account_ends_is_told_from_that_day,
    a_mistaken_entry_is_withdrawn_and_a_wrong_day_corrected,
    only_the_manager_sees_and_sends_notices,
    the_first_contact_is_no_change,
    a_year_without_a_calendar_is_named,
    the_letter_is_printed_and_edited_by_the_manager_alone,
);

fn contact(name: &str) -> Contact {
    Contact { name: name.into(), title: "科員".into(), phone: "04-7222151".into(), ..Contact::default() }
}

/// Names the contact of the county government.
async fn name_contact(app: &App, contact: Contact) {
    let (manager, root) = (app.manager().await, app.root_unit().expect("the county government"));
    let path = format!("/agencies/{root}");
    let agency: AgencyView = manager.get(&path).send().await.ok();
    let draft = AgencyDraft { contact, ..agency.draft };
    manager.put(&path).if_match(agency.revision).json(&draft).send().await.ok::<AgencyView>();
}

async fn notices(app: &App, post: Post, of: UnitId) -> Vec<NoticeView> {
    let all: Vec<NoticeView> = app.manager().await.all("/notices", 100).await;
    all.into_iter().filter(|view| view.notice.post == post && view.notice.of == of).collect()
}

/// A fresh notice: the county's contact changed today.
async fn fresh(app: &App) -> NoticeView {
    name_contact(app, contact("林窗口")).await;
    name_contact(app, contact("周窗口")).await;
    let found = notices(app, Post::Contact, app.root_unit().expect("the county government")).await;
    let is_last = |view: &NoticeView| view.notice.to.as_ref().is_some_and(|one| one.name == "周窗口");
    found.into_iter().find(is_last).expect("a notice")
}

async fn act(who: &Client, view: &NoticeView, action: &NoticeAction) -> acceptance::Answer {
    let path = format!("/notices/{}/actions", view.notice.id);
    who.post(&path).if_match(view.notice.revision).json(action).send().await
}

fn send(on: NaiveDate, late_reason: &str) -> NoticeAction {
    let document_number = "府社障字第1150000201號".into();
    NoticeAction::Send { on, document_number, late_reason: late_reason.into() }
}

async fn a_new_contact_is_told_within_seven_days(app: App) {
    let view = fresh(&app).await;
    let manager = app.manager().await;
    assert_eq!(view.notice.from.as_ref().map(|one| one.name.as_str()), Some("林窗口"));
    assert_eq!(view.notice.to.as_ref().map(|one| one.name.as_str()), Some("周窗口"));
    // 2026-03-10 is a Tuesday; the seventh day after it too, and an office day.
    let period = view.period.as_ref().expect("the working");
    assert_eq!(period.statutory_last_day, app.today() + Duration::days(7));
    assert_eq!(period.working.len(), 4);
    let duties: Vec<DutyView> = manager.all("/duties?mine=true&kind=notify_bureau", 50).await;
    let duty = duties.iter().find(|duty| duty.duty.record == view.notice.id.0).expect("a duty");
    assert_eq!(duty.duty.due, Some(app.today() + Duration::days(7)));
    act(&manager, &view, &send(app.today() + Duration::days(1), "")).await.refused_by("P04-8-SENT-AHEAD");
    act(&manager, &view, &send(app.today() - Duration::days(1), ""))
        .await
        .refused_by("P04-8-SENT-BEFORE-CHANGE");
    app.advance(Duration::days(7));
    let manager = app.manager().await;
    let sent: NoticeView = act(&manager, &view, &send(app.today(), "")).await.ok();
    assert_eq!((sent.status.as_str(), sent.is_late), ("sent", false));
    let duties: Vec<DutyView> = manager.all("/duties?kind=notify_bureau", 50).await;
    assert!(duties.iter().all(|duty| duty.duty.record != view.notice.id.0));
    act(&manager, &sent, &send(app.today(), "")).await.refused_by("P04-8-NOTICE-OVER");
}

async fn a_notice_that_goes_out_late_says_why_and_stays_late(app: App) {
    let view = fresh(&app).await;
    app.advance(Duration::days(8));
    let manager = app.manager().await;
    let open: NoticeView = manager.get(&format!("/notices/{}", view.notice.id)).send().await.ok();
    assert!(open.is_late, "red while it is open");
    let redate = |days| NoticeAction::Redate {
        changed_on: app.today() + Duration::days(days),
        reason: "人事令生效日較晚".into(),
    };
    act(&manager, &view, &redate(1)).await.refused_by("P04-8-REDATE-AHEAD");
    let view: NoticeView = act(&manager, &view, &redate(0)).await.ok();
    assert!(view.is_late, "another day takes no lateness away");
    let sent: NoticeView = act(&manager, &view, &send(app.today(), "公文退件重發")).await.ok();
    assert!(sent.is_late, "red afterwards too");
    let NoticeState::Sent { late_reason, .. } = &sent.notice.state else { panic!("{sent:?}") };
    assert_eq!(late_reason, "公文退件重發");
}

async fn a_notice_sent_after_its_day_is_not_sent_without_a_word(app: App) {
    let view = fresh(&app).await;
    app.advance(Duration::days(8));
    let manager = app.manager().await;
    act(&manager, &view, &send(app.today(), "")).await.refused_by("P04-8-SENT-LATE");
}

async fn a_head_who_goes_and_one_who_comes_are_one_letter(app: App) {
    let unit = app.staff().await.me().await.standing.unit;
    app.change_account(app.cast().supervisor, |account| account.heads.retain(|headed| *headed != unit)).await;
    let gone = notices(&app, Post::Head, unit).await;
    assert_eq!(gone.len(), 1);
    assert_eq!(gone[0].notice.to, None, "nobody is named yet");
    app.change_account(app.cast().deputy, |account| account.heads.push(unit)).await;
    let told = notices(&app, Post::Head, unit).await;
    assert_eq!(told.len(), 1, "one letter tells both");
    assert!(told[0].notice.from.is_some() && told[0].notice.to.is_some());
    // The other way round: the new head is entered before the old one goes.
    app.change_account(app.cast().supervisor, |account| account.heads.push(unit)).await;
    app.change_account(app.cast().deputy, |account| account.heads.retain(|headed| *headed != unit)).await;
    assert_eq!(notices(&app, Post::Head, unit).await.len(), 2, "one more letter, not two");
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn a_head_whose_account_ends_is_told_from_that_day(app: App) {
    let unit = app.staff().await.me().await.standing.unit;
    let last = app.today() + Duration::days(3);
    app.change_account(app.cast().supervisor, |account| account.active_until = Some(last)).await;
    let found = notices(&app, Post::Head, unit).await;
    assert_eq!(found.iter().map(|view| view.notice.changed_on).collect::<Vec<_>>(), [last]);
}

async fn a_mistaken_entry_is_withdrawn_and_a_wrong_day_corrected(app: App) {
    let view = fresh(&app).await;
    let manager = app.manager().await;
    let earlier = app.today() - Duration::days(4);
    let blank = NoticeAction::Redate { changed_on: earlier, reason: String::new() };
    act(&manager, &view, &blank).await.refused_by("P04-8-REDATE-REASON-MISSING");
    let redate = NoticeAction::Redate { changed_on: earlier, reason: "人事令四日前生效".into() };
    let view: NoticeView = act(&manager, &view, &redate).await.ok();
    assert_eq!(view.last_day, Some(earlier + Duration::days(7)));
    assert_eq!(view.notice.redated.len(), 1);
    let blank = NoticeAction::Withdraw { reason: String::new() };
    act(&manager, &view, &blank).await.refused_by("P04-8-WITHDRAW-REASON-MISSING");
    let withdraw = NoticeAction::Withdraw { reason: "登錄錯誤,並無異動".into() };
    let view: NoticeView = act(&manager, &view, &withdraw).await.ok();
    assert_eq!((view.status.as_str(), view.may.len()), ("withdrawn", 0));
}

async fn only_the_manager_sees_and_sends_notices(app: App) {
    let view = fresh(&app).await;
    for person in [app.staff().await, app.supervisor().await] {
        person.get("/notices").send().await.problem(403);
        person.get(&format!("/notices/{}", view.notice.id)).send().await.problem(404);
        act(&person, &view, &send(app.today(), "")).await.problem(404);
    }
    let path = format!("/notices/{}/actions", view.notice.id);
    app.manager().await.post(&path).json(&send(app.today(), "")).send().await.problem(428);
    app.manager().await.post(&path).if_match(9).json(&send(app.today(), "")).send().await.problem(412);
}

async fn the_first_contact_is_no_change(app: App) {
    let manager = app.manager().await;
    let root = app.root_unit().expect("the county government");
    let unit = AgencyDraft { name: "測試科".into(), parent: Some(root), ..AgencyDraft::default() };
    let new = shared::api::v1::NewAgency { id: UnitId(uuid::Uuid::now_v7()), draft: unit };
    let made: AgencyView = manager.post("/agencies").json(&new).send().await.ok();
    let nameless =
        AgencyDraft { contact: Contact { phone: "1".into(), ..Contact::default() }, ..made.draft.clone() };
    let path = format!("/agencies/{}", made.id);
    manager.put(&path).if_match(1).json(&nameless).send().await.refused_by("P04-8-CONTACT-NAME-MISSING");
    let named = AgencyDraft { contact: contact("林窗口"), ..made.draft };
    manager.put(&path).if_match(1).json(&named).send().await.ok::<AgencyView>();
    assert!(notices(&app, Post::Contact, made.id).await.is_empty());
}

async fn a_year_without_a_calendar_is_named(app: App) {
    let far: NaiveDate = "2031-12-28".parse().expect("a day");
    app.advance(far - app.today());
    let view = fresh(&app).await;
    assert_eq!(view.period, None);
    assert!(view.period_error.as_ref().is_some_and(|error| error.en.contains("2032")), "{view:?}");
    assert_eq!(view.last_day, Some(far + Duration::days(7)), "the strict day needs no calendar");
}

async fn the_letter_is_printed_and_edited_by_the_manager_alone(app: App) {
    let view = fresh(&app).await;
    let path = format!("/notices/{}/paper", view.notice.id);
    let manager = app.manager().await;
    let pdf = manager.get(&path).send().await;
    assert_eq!(pdf.header("content-type"), "application/pdf");
    assert!(pdf.body.starts_with(b"%PDF"), "{pdf:?}");
    let odt = manager.get(&format!("{path}?format=odt")).send().await;
    assert!(odt.body.starts_with(b"PK"), "{odt:?}");
    let sheet: shared::paper::Sheet = manager.get(&format!("{path}?format=json")).send().await.ok();
    let text = format!("{sheet:?}");
    for part in ["勞動部勞工保險局", "林窗口", "周窗口", "彰化縣政府", "七日內"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    app.staff().await.get(&path).send().await.problem(404);
}
