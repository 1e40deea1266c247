//! 修正試算: what another edition would change, judged by the rules themselves, and nothing of it written.

use std::collections::BTreeSet;

use acceptance::{App, on_both};
use shared::{EditionId, amendment::Impact, inquiry::InquiryAction};

on_both!(
    the_amendment_brings_in_units_items_and_people,
    going_back_takes_them_out_by_the_rule_that_does,
    trying_an_edition_writes_nothing_and_is_the_manager_s,
);

async fn tried(app: &App, before: &str, after: &str) -> Impact {
    let path = format!("/editions/impact?before={before}&after={after}");
    app.manager().await.get(&path).send().await.ok()
}

async fn the_amendment_brings_in_units_items_and_people(app: App) {
    let inquiry = app.staff().await.register(&app.form().await).await;
    app.supervisor().await.act(&inquiry, InquiryAction::approve()).await;
    let impact = tried(&app, "original", "amended").await;
    assert_eq!(
        (impact.before, impact.after, impact.on),
        (EditionId::Original, EditionId::Amended, app.today())
    );
    let forms: Vec<_> = impact.forms.iter().map(|form| form.after.as_str()).collect();
    assert_eq!(forms, ["附表一", "附表二", "附表三", "附表四"]);
    assert!(!impact.units.is_empty() && impact.units.iter().all(|unit| unit.is_bound));
    let staff = app.staff().await.me().await.standing.unit;
    assert!(impact.units.iter().all(|unit| unit.unit != staff), "Social Affairs was bound before");
    assert_eq!(impact.items.len(), 3, "three items beside the regulation's own");
    assert!(impact.items.iter().all(|item| item.is_allowed));
    assert!(!impact.people.is_empty() && impact.people.iter().all(|person| person.may));
    let outside: BTreeSet<_> = impact.units.iter().map(|unit| unit.name.as_str()).collect();
    assert!(impact.people.iter().all(|person| outside.contains(person.unit_name.as_str())));
    let approved = impact.open.iter().find(|open| open.kind == "inquiry" && open.status == "approved");
    assert!(approved.is_some_and(|open| open.records.contains(&inquiry.inquiry.id.0)));
    assert!(impact.duties.iter().any(|duty| duty.before.en == "the manager" && duty.after != duty.before));
    assert!(impact.audits.iter().all(|audit| audit.sample <= audit.cases.max(30)));
    assert_eq!(impact.texts.len(), 5);
}

async fn going_back_takes_them_out_by_the_rule_that_does(app: App) {
    let there = tried(&app, "original", "amended").await;
    let back = tried(&app, "amended", "original").await;
    assert!(back.people.iter().all(|person| !person.may));
    let of = |impact: &Impact| -> BTreeSet<_> {
        impact.people.iter().map(|person| (person.person, person.item.clone())).collect()
    };
    assert_eq!(of(&there), of(&back), "the way back undoes the way there");
    let codes: BTreeSet<_> =
        back.people.iter().flat_map(|person| &person.why).map(|why| &*why.code).collect();
    assert_eq!(codes, BTreeSet::from(["P01-UNIT-OUT-OF-SCOPE"]));
    let same = tried(&app, "amended", "amended").await;
    assert!(
        same.people.is_empty() && same.units.is_empty() && same.forms.is_empty() && same.texts.is_empty()
    );
}

async fn trying_an_edition_writes_nothing_and_is_the_manager_s(app: App) {
    app.manager().await;
    let entries = app.number("SELECT count(*) FROM journal_entries").await;
    tried(&app, "original", "amended").await;
    assert_eq!(app.number("SELECT count(*) FROM journal_entries").await, entries);
    let manager = app.manager().await;
    let usual: Impact = manager.get("/editions/impact").send().await.ok();
    assert_eq!((usual.before, usual.after), (EditionId::Amended, EditionId::Original));
    manager.get("/editions/impact?before=third").send().await.problem(400);
    for person in [app.staff().await, app.supervisor().await] {
        person.get("/editions/impact").send().await.problem(403);
    }
}
