//! The practice county: lived under the real rules from its first day, with somebody for every refusal.

use acceptance::{App, on_both};
use backend::practice::{self, Size};
use shared::{
    api::v1::{AccountView, DutyView, PracticePerson},
    duty::Level,
};

on_both!(
    a_county_grows_and_no_rule_refuses_any_of_it,
    each_half_year_has_a_key_of_its_own,
    nobody_signs_in_with_an_account_that_is_over,
    some_of_what_is_late_has_escalated,
);

async fn a_county_grows_and_no_rule_refuses_any_of_it(app: App) {
    for seed in [2, 3] {
        // Later cases begin where the first ones ended, so they are told in no time at all.
        practice::fill_with(app.server(), Size { inquiries: 60 }, seed).await.expect("no rule refuses it");
    }
    assert_eq!(app.verify().await, Vec::<String>::new());
    assert_eq!(app.number("SELECT count(*) FROM inquiries").await, 24 + 60 + 60);
}

async fn each_half_year_has_a_key_of_its_own(app: App) {
    // Two years lie in five half-years; what is shredded with a key is what was sealed in its time.
    assert_eq!(app.number("SELECT count(DISTINCT period) FROM data_keys").await, 5);
    let sealed = "SELECT count(DISTINCT substr(name, 2, 4)) FROM subjects";
    assert!(app.number(sealed).await >= 4);
}

async fn nobody_signs_in_with_an_account_that_is_over(app: App) {
    let accounts: Vec<AccountView> = app.manager().await.all("/accounts", 100).await;
    let over = accounts.iter().find(|account| !account.is_active).expect("somebody");
    let people: Vec<PracticePerson> = app.stranger().get("/practice/people").send().await.ok();
    assert!(people.iter().any(|person| person.person == over.id));
    let answer = app.stranger().try_sign_in(over.id).await;
    assert_eq!(answer.problem(403).kind, "/problems/account-inactive");
}

async fn some_of_what_is_late_has_escalated(app: App) {
    practice::fill_with(app.server(), Size { inquiries: 120 }, 2).await.expect("no rule refuses it");
    app.advance(chrono::Duration::days(60));
    practice::fill_with(app.server(), Size { inquiries: 1 }, 3).await.expect("no rule refuses it");
    let late: Vec<DutyView> = app.manager().await.all("/duties?mine=true&late=true", 100).await;
    assert!(
        late.iter().any(|duty| duty.escalated.is_some_and(|one| one.level == Level::Manager)),
        "{late:?}"
    );
    assert!(app.number("SELECT count(*) FROM escalations").await >= 2);
    assert!(app.number("SELECT count(*) FROM journal_entries WHERE action = 'duty.escalate'").await >= 2);
}
