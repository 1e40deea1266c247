//! 列印資料: every sheet has a fate, and none is destroyed early, late or alone without a word.

use acceptance::{App, Client, kept, on_both, query};
use chrono::{Duration, NaiveDate};
use shared::{
    api::v1::{InquiryView, PrintoutView},
    id::PersonId,
    inquiry::{InquiryAction, Outcome, QueryDraft},
    printout::{DestructionMethod, PrintoutAction},
};

on_both!(
    a_kept_sheet_is_filed_to_its_case_later,
    destroying_early_needs_a_reason,
    the_witness_is_another_person,
    a_sheet_is_not_confirmed_unneeded_before_its_year_is_over,
    destroying_late_needs_a_reason,
    a_destroyed_sheet_stays_destroyed,
    nothing_found_leaves_no_paper,
    a_sheet_without_pages_is_refused,
    lists_show_each_sheet_to_those_who_answer_for_it,
);

/// Registered, approved and carried out with one kept sheet.
async fn sheet(app: &App) -> (Client, InquiryView, PrintoutView) {
    let staff = app.staff().await;
    let inquiry = staff.register(&app.form().await).await;
    let approved = app.supervisor().await.act(&inquiry, InquiryAction::approve()).await;
    let done = staff.act(&approved, query(app.now(), vec![kept("第三櫃")])).await;
    let sheet = done.printouts[0].clone();
    (staff, done, sheet)
}

fn destroy(on: NaiveDate, witness: PersonId, reason: &str) -> PrintoutAction {
    PrintoutAction::Destroy {
        on,
        method: DestructionMethod::Shredded,
        witness,
        witness_name: String::new(),
        reason: reason.to_owned(),
    }
}

async fn witness(app: &App) -> PersonId {
    app.supervisor().await.me().await.standing.person
}

async fn a_kept_sheet_is_filed_to_its_case_later(app: App) {
    let (staff, _, sheet) = sheet(&app).await;
    let file = |number: &str| PrintoutAction::File { case_number: number.to_owned() };
    staff.try_handle(&sheet, file("")).await.refused_by("P05-5-CASE-FILE-MISSING");
    let filed = staff.handle(&sheet, file("府社障字第1150000077號")).await;
    assert!(filed.window.is_none(), "a filed sheet follows its case file");
    staff
        .try_handle(&filed, PrintoutAction::Keep { place: "第四櫃".into() })
        .await
        .refused_by("P05-5-PRINTOUT-SETTLED");
}

async fn destroying_early_needs_a_reason(app: App) {
    let (staff, _, sheet) = sheet(&app).await;
    let witness = witness(&app).await;
    staff.try_handle(&sheet, destroy(app.today(), witness, "")).await.refused_by("P05-5-DESTROYED-EARLY");
    let gone = staff.handle(&sheet, destroy(app.today(), witness, "列印錯誤,已重印")).await;
    assert!(gone.may.is_empty());
}

async fn the_witness_is_another_person(app: App) {
    let (staff, _, sheet) = sheet(&app).await;
    let me = staff.me().await.standing.person;
    staff.try_handle(&sheet, destroy(app.today(), me, "列印錯誤")).await.refused_by("P05-5-WITNESS-SAME");
}

async fn a_sheet_is_not_confirmed_unneeded_before_its_year_is_over(app: App) {
    let (_, _, sheet) = sheet(&app).await;
    let from = sheet.window.as_ref().expect("a window").destroy_from;
    app.advance(from - app.today() - Duration::days(1));
    app.staff()
        .await
        .try_handle(&sheet, PrintoutAction::ConfirmNotNeeded)
        .await
        .refused_by("P05-5-YEAR-NOT-OVER");
    app.advance(Duration::days(1));
    app.staff().await.handle(&sheet, PrintoutAction::ConfirmNotNeeded).await;
}

async fn destroying_late_needs_a_reason(app: App) {
    let (_, _, sheet) = sheet(&app).await;
    let by = sheet.window.as_ref().expect("a window").destroy_by;
    app.advance(by - app.today() + Duration::days(1));
    let (staff, witness) = (app.staff().await, witness(&app).await);
    let sheet = staff.handle(&sheet, PrintoutAction::ConfirmNotNeeded).await;
    staff.try_handle(&sheet, destroy(app.today(), witness, "")).await.refused_by("P05-5-DESTROYED-LATE");
    staff.handle(&sheet, destroy(app.today(), witness, "承辦人請假,逾期一日")).await;
}

async fn a_destroyed_sheet_stays_destroyed(app: App) {
    let (staff, _, sheet) = sheet(&app).await;
    let gone = staff.handle(&sheet, destroy(app.today(), witness(&app).await, "列印錯誤")).await;
    staff
        .try_handle(&gone, PrintoutAction::Keep { place: "第一櫃".into() })
        .await
        .refused_by("P05-5-PRINTOUT-SETTLED");
    staff.try_handle(&sheet, PrintoutAction::Keep { place: "第一櫃".into() }).await.problem(412);
}

async fn nothing_found_leaves_no_paper(app: App) {
    let staff = app.staff().await;
    let inquiry = staff.register(&app.form().await).await;
    let approved = app.supervisor().await.act(&inquiry, InquiryAction::approve()).await;
    let nothing = |printouts, printout_ids| InquiryAction::CarryOut {
        query: QueryDraft {
            queried_at: app.now(),
            outcome: Outcome::NothingFound,
            printouts,
            query_record_place: String::new(),
        },
        printout_ids,
    };
    // An identifier without paper is nobody's sheet.
    let paperless = nothing(Vec::new(), vec![shared::id::PrintoutId(uuid::Uuid::now_v7())]);
    assert_eq!(staff.try_act(&approved, paperless).await.status.as_u16(), 422);
    let done = staff.act(&approved, nothing(Vec::new(), Vec::new())).await;
    assert!(done.printouts.is_empty());
}

async fn a_sheet_without_pages_is_refused(app: App) {
    let staff = app.staff().await;
    let inquiry = staff.register(&app.form().await).await;
    let approved = app.supervisor().await.act(&inquiry, InquiryAction::approve()).await;
    let mut blank = kept("第三櫃");
    blank.pages = 0;
    staff.try_act(&approved, query(app.now(), vec![blank])).await.refused_by("P05-5-PAGES-MISSING");
}

async fn lists_show_each_sheet_to_those_who_answer_for_it(app: App) {
    let (staff, _, sheet) = sheet(&app).await;
    let has = async |client: &Client, filter: &str| {
        let rows: Vec<PrintoutView> = client.all(&format!("/printouts?{filter}"), 20).await;
        rows.iter().any(|row| row.printout.id == sheet.printout.id)
    };
    assert!(has(&staff, "mine=true&state=kept").await);
    assert!(!has(&staff, "mine=true&state=filed").await);
    assert!(has(&app.supervisor().await, "").await);
    assert!(has(&app.manager().await, "").await);
    let stranger = app.supervisor_elsewhere().await;
    assert!(!has(&stranger, "").await);
    stranger.get(&format!("/printouts/{}", sheet.printout.id)).send().await.problem(404);
    let far = app.today() + Duration::days(800);
    assert!(has(&staff, &format!("due_before={far}")).await);
    assert!(!has(&staff, &format!("due_before={}", app.today())).await);
}
