//! 主管監督: figures of one's people, every look at full identities, hints that hold up nothing, and who was authorised when.

use acceptance::{App, Client, Options, on_both, query};
use chrono::{Duration, TimeZone, Utc};
use shared::{
    api::v1::{
        DecisionContext, InquiryView, ItemUsage, Oversight, Page, PersonFigures, PersonOversight,
        RevealRequest, RevealRow, Revealed,
    },
    id::{ItemId, PersonId},
    inquiry::{Identity, InquiryAction, SubjectDraft},
    oversight::{Authorisation, Question},
    paper::Sheet,
    printout::{FateDraft, PrintoutDraft},
};

on_both!(
    the_figures_count_what_the_lists_behind_them_hold,
    each_sees_their_own_people_and_nobody_themselves,
    every_look_is_shown_to_the_supervisor_of_whoever_looked,
    the_same_subject_again_and_a_colleague_are_noticed_and_hold_up_nothing,
    far_more_subjects_than_usual_are_a_second_look_and_no_refusal,
    a_data_item_nobody_asks_for_is_shown_to_the_manager,
    whoever_held_the_item_on_a_day_was_authorised_by_the_documents_of_that_day,
    who_was_authorised_is_told_to_whoever_oversees_and_to_oneself,
);

async fn figures(client: &Client, person: PersonId) -> Option<PersonFigures> {
    let seen: Oversight = client.get("/oversight").send().await.ok();
    seen.people.into_iter().find(|figures| figures.person == person)
}

async fn detail(client: &Client, person: PersonId) -> PersonOversight {
    client.get(&format!("/oversight/people/{person}")).send().await.ok()
}

async fn reveal(client: &Client, inquiry: &InquiryView, reason: &str) -> Revealed {
    let path = format!("/inquiries/{}/reveal", inquiry.inquiry.id);
    client.post(&path).json(&RevealRequest { reason: reason.to_owned() }).send().await.ok()
}

async fn the_figures_count_what_the_lists_behind_them_hold(app: App) {
    let (staff, supervisor) = (app.staff().await, app.supervisor().await);
    let before = figures(&supervisor, app.cast().staff).await.expect("their staff");
    let mut form = app.form().await;
    form.subjects.push(app.chance(acceptance::people::subject));
    let approved = supervisor.act(&staff.register(&form).await, InquiryAction::approve()).await;
    let paper = PrintoutDraft { pages: 3, copies: 2, fate: FateDraft::Kept { place: "第三櫃".into() } };
    let done = staff.act(&approved, query(app.now(), vec![paper])).await;
    reveal(&staff, &done, "核對姓名").await;
    let after = figures(&supervisor, app.cast().staff).await.expect("their staff");
    let grown = |of: fn(&PersonFigures) -> i64| of(&after) - of(&before);
    assert_eq!(
        [
            grown(|f| f.registered),
            grown(|f| f.subjects),
            grown(|f| f.carried_out),
            grown(|f| f.pages),
            grown(|f| f.copies),
            grown(|f| f.reveals),
        ],
        [1, 2, 1, 3, 2, 1]
    );
    assert_eq!(after.last_active_at, Some(app.now()));
    let behind = detail(&supervisor, app.cast().staff).await;
    assert_eq!(behind.figures, after);
    assert_eq!(behind.inquiries.len() as i64, after.registered);
    let copies: u32 = behind.printouts.iter().map(|paper| paper.printout.copies).sum();
    let pages: u32 = behind.printouts.iter().map(|paper| paper.printout.pages).sum();
    assert_eq!((i64::from(pages), i64::from(copies)), (after.pages, after.copies));
    assert_eq!(behind.reveals.len() as i64, after.reveals);
    assert_eq!(behind.hints.len() as i64, after.hints);
    let long_ago: Oversight = supervisor.get("/oversight?from=2020-01-01&to=2020-01-31").send().await.ok();
    assert!(long_ago.people.iter().all(|figures| figures.registered == 0 && figures.pages == 0));
}

async fn each_sees_their_own_people_and_nobody_themselves(app: App) {
    let (staff, supervisor) = (app.cast().staff, app.cast().supervisor);
    assert!(figures(&app.supervisor().await, staff).await.is_some());
    assert!(figures(&app.supervisor().await, supervisor).await.is_none());
    assert!(figures(&app.supervisor_elsewhere().await, staff).await.is_none());
    assert!(figures(&app.manager().await, staff).await.is_some());
    let path = format!("/oversight/people/{staff}");
    app.supervisor_elsewhere().await.get(&path).send().await.problem(404);
    for path in ["/oversight", "/oversight/reveals"] {
        app.staff().await.get(path).send().await.problem(403);
    }
}

async fn every_look_is_shown_to_the_supervisor_of_whoever_looked(app: App) {
    let staff = app.staff().await;
    let inquiry = staff.register(&app.form().await).await;
    reveal(&staff, &inquiry, "核對戶籍姓名").await;
    let looks = async |client: Client| -> Vec<RevealRow> {
        let page: Page<RevealRow> = client.get("/oversight/reveals").send().await.ok();
        page.items.into_iter().filter(|look| look.inquiry == inquiry.inquiry.id).collect()
    };
    for client in [app.supervisor().await, app.manager().await] {
        let seen = looks(client).await;
        assert_eq!(seen.len(), 1);
        assert_eq!((seen[0].person, seen[0].reason.as_str()), (app.cast().staff, "核對戶籍姓名"));
        assert_eq!(seen[0].case_number, inquiry.inquiry.registration.case_number);
    }
    assert!(looks(app.supervisor_elsewhere().await).await.is_empty());
    // The supervisor's own look is their supervisor's to see, not their own.
    reveal(&app.supervisor().await, &inquiry, "審核需要").await;
    assert_eq!(looks(app.supervisor().await).await.len(), 1);
    assert_eq!(looks(app.manager().await).await.len(), 2);
}

async fn codes_at_approval(app: &App, inquiry: &InquiryView) -> Vec<String> {
    let path = format!("/inquiries/{}/context", inquiry.inquiry.id);
    let context: DecisionContext = app.supervisor().await.get(&path).send().await.ok();
    context.report.violations.into_iter().map(|found| found.code.into_owned()).collect()
}

async fn the_same_subject_again_and_a_colleague_are_noticed_and_hold_up_nothing(app: App) {
    let staff = app.staff().await;
    let first = app.form().await;
    let inquiry = staff.register(&first).await;
    assert!(codes_at_approval(&app, &inquiry).await.is_empty());
    let mut again = app.form().await;
    again.subjects = first.subjects.clone();
    let inquiry = staff.register(&again).await;
    assert!(codes_at_approval(&app, &inquiry).await.contains(&"P05-2-SUBJECT-AGAIN".to_owned()));
    app.supervisor().await.act(&inquiry, InquiryAction::approve()).await;
    // A colleague's name with digits that end as theirs do: the account holds no more of them.
    let colleague = app.manager().await.get(&format!("/accounts/{}", app.cast().deputy)).send().await;
    let colleague: shared::api::v1::AccountView = colleague.ok();
    let id = loop {
        let id = app.chance(acceptance::people::national_id);
        if id.ends_with(&colleague.draft.id_last4) {
            break id;
        }
    };
    let mut about = app.form().await;
    about.subjects = vec![SubjectDraft { name: colleague.draft.name.clone(), identity: Identity::Typed(id) }];
    let inquiry = app.staff().await.register(&about).await;
    assert!(codes_at_approval(&app, &inquiry).await.contains(&"P05-4-COLLEAGUE".to_owned()));
    let hints = detail(&app.supervisor().await, app.cast().staff).await.hints;
    let of_this: Vec<_> = hints.iter().filter(|hint| hint.inquiry == inquiry.inquiry.id).collect();
    assert!(of_this.iter().any(|hint| hint.hint.code == "P05-4-COLLEAGUE"), "{hints:?}");
    let text = serde_json::to_string(&hints).expect("JSON");
    assert!(!text.contains(&colleague.draft.name), "a hint names nobody");
}

#[tokio::test]
async fn a_form_at_ten_in_the_evening_is_noticed() {
    let start = Utc.with_ymd_and_hms(2026, 3, 10, 14, 0, 0).single().expect("an instant");
    let app = App::sqlite_with(Options { start, ..Options::default() }).await;
    let inquiry = app.staff().await.register(&app.form().await).await;
    assert!(codes_at_approval(&app, &inquiry).await.contains(&"P05-2-OFF-HOURS".to_owned()));
    let seen = figures(&app.supervisor().await, app.cast().staff).await.expect("their staff");
    assert!(seen.hints >= 1);
}

async fn far_more_subjects_than_usual_are_a_second_look_and_no_refusal(app: App) {
    let staff = app.staff().await;
    for _ in 0..6 {
        staff.register(&app.form().await).await;
    }
    let mut form = app.form().await;
    form.subjects = (0..12).map(|_| app.chance(acceptance::people::subject)).collect();
    let draft = staff.draft(&form).await;
    let found = draft.report.violations.iter().find(|found| found.code == "P03-SUBJECTS-UNUSUAL");
    assert!(found.is_some_and(|found| found.message.zh_tw.contains("12 人")), "{:?}", draft.report);
    let inquiry = staff.submit(&draft).await;
    assert!(codes_at_approval(&app, &inquiry).await.contains(&"P03-SUBJECTS-UNUSUAL".to_owned()));
}

async fn a_data_item_nobody_asks_for_is_shown_to_the_manager(app: App) {
    let unit = app.staff().await.me().await.standing.unit;
    let item = app.new_item("久未使用", vec![unit]).await;
    let path = format!("/items/{}/usage", item.id);
    let young: ItemUsage = app.manager().await.get(&path).send().await.ok();
    assert!(young.report.violations.is_empty(), "an item of today has not been idle for a year");
    app.advance(Duration::days(370));
    let old: ItemUsage = app.manager().await.get(&path).send().await.ok();
    assert!(old.report.has("P03-DATA-ITEM-UNUSED"));
    app.grant_to_staff(item.id, &["A"]).await;
    let mut form = app.form().await;
    (form.item, form.data_items) = (item.id.to_string(), vec!["A".into()]);
    app.staff().await.register(&form).await;
    let used: ItemUsage = app.manager().await.get(&path).send().await.ok();
    assert!(used.report.violations.is_empty());
    assert_eq!(used.data_items[0].asked, 1);
    app.staff().await.get(&path).send().await.problem(403);
}

async fn ask(client: &Client, person: PersonId, item: ItemId, rest: &str) -> Authorisation {
    let path = format!("/accounts/{person}/authorisation?item={item}{rest}");
    client.get(&path).send().await.ok()
}

fn no(answer: &Authorisation) -> Vec<Question> {
    answer.checks.iter().filter(|check| !check.holds).map(|check| check.question).collect()
}

async fn whoever_held_the_item_on_a_day_was_authorised_by_the_documents_of_that_day(app: App) {
    let staff = app.cast().staff;
    let unit = app.staff().await.me().await.standing.unit;
    let item = app.new_item("短期業務", vec![unit]).await;
    let entered = app.today();
    app.advance(Duration::days(10));
    app.grant_to_staff(item.id, &["A"]).await;
    let granted = app.today();
    app.advance(Duration::days(10));
    app.permissions_of_staff(|grants| grants.retain(|grant| grant.item != item.id)).await;
    let taken = app.today();
    app.advance(Duration::days(10));
    app.repeal(&item, app.today()).await;
    let manager = app.manager().await;
    let on = async |day: chrono::NaiveDate, data: &str| {
        ask(&manager, staff, item.id, &format!("&on={day}{data}")).await
    };
    assert_eq!(no(&on(entered, "").await), [Question::ItemGranted]);
    let yes = on(granted, "&data_item=A").await;
    assert!(yes.is_authorised && no(&yes).is_empty(), "{yes:?}");
    let account = yes.documents.iter().find(|document| document.kind == "account").expect("the account");
    assert!(account.revision >= 2 && !account.by.is_empty());
    assert!(yes.documents.iter().any(|document| document.kind == "item" && document.revision == 1));
    assert!(yes.documents.iter().all(|document| document.at <= yes.at));
    assert!(no(&on(granted, "&data_item=Z").await).contains(&Question::DataItemListed));
    assert_eq!(no(&on(taken, "").await), [Question::ItemGranted]);
    let closed = on(app.today(), "").await;
    assert_eq!(no(&closed), [Question::BasisStands, Question::ItemGranted]);
    // A minute before the grant was entered it was not there.
    let early = (app.now() - Duration::days(20) - Duration::minutes(1)).to_rfc3339();
    let early = ask(&manager, staff, item.id, &format!("&at={}", early.replace('+', "%2B"))).await;
    assert_eq!(no(&early), [Question::ItemGranted]);
    let sheet: Sheet = manager
        .get(&format!("/accounts/{staff}/authorisation/sheet?item={}&on={granted}&format=json", item.id))
        .send()
        .await
        .ok();
    assert!(serde_json::to_string(&sheet).expect("JSON").contains("有權限"));
}

async fn who_was_authorised_is_told_to_whoever_oversees_and_to_oneself(app: App) {
    let (staff, item) = (app.cast().staff, app.cast().grant.item);
    for client in [app.staff().await, app.supervisor().await, app.manager().await] {
        assert!(ask(&client, staff, item, "").await.is_authorised);
    }
    let path = format!("/accounts/{staff}/authorisation?item={item}");
    app.supervisor_elsewhere().await.get(&path).send().await.problem(404);
    let path = format!("/accounts/{}/authorisation?item={item}", app.cast().supervisor);
    app.staff().await.get(&path).send().await.problem(404);
}
