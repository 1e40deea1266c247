//! The official calendar: a year is taken in whole from the government's own file, and everybody reckons with it afterwards.

use acceptance::{Answer, App, Client, filed, kept, on_both, query};
use chrono::{Datelike, Duration, NaiveDate};
use shared::{
    api::v1::{CalendarImport, CalendarResult, CalendarView, Capabilities, JournalRow, Page, PrintoutView},
    inquiry::InquiryAction,
    period::Calendar,
};

on_both!(
    an_imported_year_is_reckoned_with,
    each_faulty_row_is_named_and_nothing_is_taken_in,
    a_known_year_is_replaced_only_when_asked,
    only_the_manager_imports,
    judging_a_file_changes_nothing,
);

/// A year as the government would publish it, resting at weekends and on the days named.
fn file(year: i32, off: &[(u32, u32)]) -> String {
    let mut csv = "\u{feff}西元日期,星期,是否放假,備註\r\n".to_owned();
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    for day in first.iter_days().take_while(|day| day.year() == year) {
        let weekday =
            ["日", "一", "二", "三", "四", "五", "六"][day.weekday().num_days_from_sunday() as usize];
        let rests = matches!(weekday, "日" | "六") || off.contains(&(day.month(), day.day()));
        csv += &format!("{},{weekday},{},\r\n", day.format("%Y%m%d"), if rests { 2 } else { 0 });
    }
    csv
}

async fn import(client: &Client, how: &str, file: impl Into<Vec<u8>>) -> Answer {
    client.post(&format!("/import/calendar{how}")).bytes("text/csv", file.into()).send().await
}

async fn an_imported_year_is_reckoned_with(app: App) {
    // A query late in 2026 is destroyed early in 2028, a year nobody has published yet.
    app.advance(NaiveDate::from_ymd_opt(2026, 12, 14).unwrap() - app.today());
    let (staff, supervisor, manager) = (app.staff().await, app.supervisor().await, app.manager().await);
    let inquiry = staff.register(&app.form().await).await;
    let inquiry = supervisor.act(&supervisor.inquiry(inquiry.inquiry.id).await, approve()).await;
    app.advance(Duration::minutes(5));
    let done = query(app.now(), vec![filed("府社障字第1150000001號"), kept("第三櫃")]);
    staff.act(&staff.inquiry(inquiry.inquiry.id).await, done).await;
    let paper = |client: Client, id| async move {
        client
            .inquiry(id)
            .await
            .printouts
            .into_iter()
            .find(|paper| paper.window.is_some() || paper.window_error.is_some())
            .unwrap()
    };
    let before: PrintoutView = paper(staff.clone(), inquiry.inquiry.id).await;
    assert!(before.window_error.as_ref().unwrap().en.contains("2028"), "{before:?}");
    let known: Capabilities = staff.get("/sync/capabilities").send().await.ok();

    // 14 January 2028 is a Friday; with it off, the last day moves over the weekend.
    let taken: CalendarImport = import(&manager, "", file(2028, &[(1, 14)])).await.ok();
    assert_eq!((taken.year, taken.result, taken.revision), (2028, CalendarResult::Added, 1));
    let window = paper(staff.clone(), inquiry.inquiry.id).await.window.expect("the year is known now");
    assert_eq!(window.destroy_by.to_string(), "2028-01-14");
    assert_eq!(window.destroy_by_adjusted.to_string(), "2028-01-17");

    let view: CalendarView = staff.get("/calendar").send().await.ok();
    assert_eq!(view.imported, [2028]);
    assert_eq!(view.calendar.years().len(), Calendar::official().years().len() + 1);
    let now: Capabilities = staff.get("/sync/capabilities").send().await.ok();
    assert_eq!(now.calendar, view.version);
    assert!(now.calendar != known.calendar && now.hash != known.hash, "a device is told of the new days");
    let journal: Page<JournalRow> = manager.get("/journal?kind=calendar").send().await.ok();
    assert_eq!(journal.items.len(), 1);
    assert_eq!(app.verify().await, Vec::<String>::new());
}

const fn approve() -> InquiryAction {
    InquiryAction::approve()
}

async fn each_faulty_row_is_named_and_nothing_is_taken_in(app: App) {
    let manager = app.manager().await;
    let bad = file(2028, &[]).replace("20280105,三,0,", "20280105,三,1,").replace("20280110,一,0,\r\n", "");
    let problem = import(&manager, "", bad).await.problem(422);
    let found: Vec<_> =
        problem.violations.iter().map(|found| (found.code.as_ref(), found.path.as_str())).collect();
    assert_eq!(found, [("CALENDAR-FLAG", "lines[6]"), ("CALENDAR-INCOMPLETE", "")]);
    import(&manager, "", "<!DOCTYPE html>").await.refused_by("CALENDAR-HTML");
    let view: CalendarView = manager.get("/calendar").send().await.ok();
    assert!(view.imported.is_empty() && view.calendar == Calendar::official());
}

async fn a_known_year_is_replaced_only_when_asked(app: App) {
    let manager = app.manager().await;
    let shipped = include_str!("../../shared/data/calendar/2027.csv");
    let taken: CalendarImport = import(&manager, "", shipped).await.ok();
    assert_eq!((taken.result, taken.revision), (CalendarResult::Unchanged, 0));
    let amended = shipped.replace("20270105,二,0,", "20270105,二,2,");
    import(&manager, "", amended.clone()).await.refused_by("CALENDAR-YEAR-FROZEN");
    let taken: CalendarImport = import(&manager, "?replace=true", amended.clone()).await.ok();
    assert_eq!((taken.result, taken.revision), (CalendarResult::Replaced, 1));
    assert_eq!(taken.changed, [NaiveDate::from_ymd_opt(2027, 1, 5).unwrap()]);
    let again: CalendarImport = import(&manager, "", amended).await.ok();
    assert_eq!((again.result, again.revision), (CalendarResult::Unchanged, 1));
    let back: CalendarImport = import(&manager, "?replace=true", shipped).await.ok();
    assert_eq!(back.revision, 2);
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn only_the_manager_imports(app: App) {
    for person in [app.staff().await, app.supervisor().await] {
        import(&person, "", file(2028, &[])).await.problem(403);
    }
    import(&app.stranger(), "", file(2028, &[])).await.problem(401);
    let manager = app.manager().await;
    let form =
        manager.post("/import/calendar").bytes("text/plain", file(2028, &[]).into_bytes()).send().await;
    form.problem(400);
}

async fn judging_a_file_changes_nothing(app: App) {
    let manager = app.manager().await;
    let judged: CalendarImport = import(&manager, "?dry_run=true", file(2028, &[])).await.ok();
    assert_eq!(judged.result, CalendarResult::Added);
    let view: CalendarView = manager.get("/calendar").send().await.ok();
    assert!(view.imported.is_empty());
}
