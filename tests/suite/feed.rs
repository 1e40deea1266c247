//! 行事曆訂閱: one's duties at a secret address, read without a session, dead when it is revoked or its account ends.

use acceptance::{App, Client, canary, kept, on_both, query};
use chrono::Duration;
use icalendar::{Calendar, Component as _, DatePerhapsTime};
use shared::{
    api::v1::{DutyView, FeedAddress, FeedView, InquiryView},
    inquiry::InquiryAction,
};

on_both!(
    a_calendar_shows_ones_own_duties_on_their_strict_days,
    a_head_s_calendar_holds_what_their_own_list_holds,
    a_calendar_names_no_case_and_nobody,
    an_address_is_dead_once_another_is_made_or_it_is_revoked,
    an_address_is_dead_when_its_account_ends,
    nobody_reads_a_calendar_without_its_secret,
);

async fn carried_out(app: &App) -> InquiryView {
    let staff = app.staff().await;
    let inquiry = staff.register(&app.form().await).await;
    let approved = app.supervisor().await.act(&inquiry, InquiryAction::approve()).await;
    staff.act(&approved, query(app.now(), vec![kept("第三櫃")])).await
}

async fn make(app: &App) -> String {
    make_by(&app.staff().await).await
}

async fn make_by(client: &Client) -> String {
    let made: FeedAddress = client.post("/duties/feed").send().await.ok();
    let (_, path) = made.address.split_once("/api/v1").expect("an address of the API");
    assert!(made.address.starts_with("http") && path.starts_with("/calendar/") && path.ends_with(".ics"));
    path.to_owned()
}

/// What a calendar program reads there.
async fn read(app: &App, path: &str) -> String {
    let answer = app.stranger().get(path).send().await;
    assert!(answer.status.is_success(), "{answer:?}");
    assert!(answer.header("content-type").starts_with("text/calendar"), "{answer:?}");
    answer.text()
}

async fn a_calendar_shows_ones_own_duties_on_their_strict_days(app: App) {
    carried_out(&app).await;
    let path = make(&app).await;
    let text = read(&app, &path).await;
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "lines are folded");
    let calendar: Calendar = text.parse().expect("RFC 5545");
    let destroy: Vec<_> = calendar
        .events()
        .filter(|event| event.get_summary() == Some("檢視或銷毀列印資料（第五點第五款）"))
        .collect();
    // Queried on 10 March 2026; the strict day is a Saturday, and it is the strict day that a calendar shows.
    let strict: chrono::NaiveDate = "2027-04-10".parse().expect("a day");
    let event = destroy.iter().find(|event| event.get_start() == Some(DatePerhapsTime::Date(strict)));
    let event = event.expect("the printout's last day");
    assert_eq!(event.get_end(), strict.succ_opt().map(DatePerhapsTime::Date), "the day after, by RFC 5545");
    let reminds = |line: &&str| line.starts_with("TRIGGER") && line.ends_with(":-PT259200S");
    let alarms = text.split("\r\n").filter(reminds).count();
    assert_eq!(alarms, calendar.events().count(), "each reminds three days, or 259,200 s, before: {text}");
    let again: Calendar = read(&app, &path).await.parse().expect("RFC 5545");
    let uids = |calendar: &Calendar| {
        let mut uids: Vec<_> = calendar.events().filter_map(|one| one.get_uid().map(str::to_owned)).collect();
        uids.sort();
        uids.dedup();
        uids
    };
    assert_eq!(uids(&calendar), uids(&again), "the same duty is the same event");
    assert_eq!(uids(&calendar).len(), calendar.events().count());
    assert!(event.get_timestamp().is_some());
    let view: FeedView = app.staff().await.get("/duties/feed").send().await.ok();
    assert_eq!(view.made_at, Some(app.now()));
}

async fn a_head_s_calendar_holds_what_their_own_list_holds(app: App) {
    carried_out(&app).await;
    // Late enough to be the head's business, though it is another's duty.
    app.advance(Duration::days(30));
    let head = app.supervisor().await;
    let mut listed: Vec<DutyView> = head.all("/duties?mine=true", 100).await;
    listed.retain(|view| view.duty.due.is_some());
    assert!(listed.iter().any(|view| view.duty.person.is_some_and(|person| person == app.cast().staff)));
    let calendar: Calendar = read(&app, &make_by(&head).await).await.parse().expect("RFC 5545");
    let mut shown: Vec<_> = calendar.events().filter_map(|event| event.get_start()).collect();
    let mut days: Vec<_> =
        listed.iter().filter_map(|view| view.duty.due.map(DatePerhapsTime::Date)).collect();
    shown.sort_by_key(|day| format!("{day:?}"));
    days.sort_by_key(|day| format!("{day:?}"));
    assert_eq!(shown, days);
}

async fn a_calendar_names_no_case_and_nobody(app: App) {
    let done = carried_out(&app).await;
    let me = app.staff().await.me().await;
    let mut canaries = vec![
        done.inquiry.registration.case_number.clone(),
        done.inquiry.id.to_string(),
        me.standing.name.clone(),
        me.standing.person.to_string(),
    ];
    canaries.extend(done.printouts.iter().map(|view| view.printout.id.to_string()));
    let text = read(&app, &make(&app).await).await;
    // Unfolded, so that nothing hides across a line's end.
    let plain = text.replace("\r\n ", "");
    let places = [("folded".to_owned(), text.into_bytes()), ("unfolded".to_owned(), plain.into_bytes())];
    assert_eq!(canary::search(&canaries, &places), []);
}

async fn an_address_is_dead_once_another_is_made_or_it_is_revoked(app: App) {
    let first = make(&app).await;
    let second = make(&app).await;
    app.stranger().get(&first).send().await.problem(404);
    read(&app, &second).await;
    let answer = app.staff().await.delete("/duties/feed").send().await;
    assert_eq!(answer.status.as_u16(), 204);
    app.stranger().get(&second).send().await.problem(404);
    let view: FeedView = app.staff().await.get("/duties/feed").send().await.ok();
    assert_eq!(view.made_at, None);
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn an_address_is_dead_when_its_account_ends(app: App) {
    let path = make(&app).await;
    read(&app, &path).await;
    let today = app.today();
    app.change_account(app.cast().staff, |account| account.active_until = Some(today)).await;
    read(&app, &path).await;
    app.advance(Duration::days(1));
    app.stranger().get(&path).send().await.problem(404);
}

async fn nobody_reads_a_calendar_without_its_secret(app: App) {
    make(&app).await;
    for path in ["/calendar/x.ics", "/calendar/.ics", "/calendar/x"] {
        app.stranger().get(path).send().await.problem(404);
    }
    app.stranger().get("/duties/feed").send().await.problem(401);
    app.stranger().post("/duties/feed").send().await.problem(401);
    app.stranger().delete("/duties/feed").send().await.problem(401);
}
