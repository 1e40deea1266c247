//! 機關與單位: a tree that only the manager keeps.

use acceptance::{App, on_both};
use shared::{
    agency::{AgencyDraft, AgencyKind},
    api::v1::{AgencyView, NewAgency},
    id::UnitId,
};
use uuid::Uuid;

on_both!(
    the_manager_enters_and_amends_a_unit,
    only_the_manager_keeps_the_tree,
    an_agency_without_a_code_is_refused,
    the_practice_county_is_there_with_its_published_codes,
);

fn unit(app: &App, name: &str) -> NewAgency {
    let draft = AgencyDraft { name: name.to_owned(), parent: app.root_unit(), ..AgencyDraft::default() };
    NewAgency { id: UnitId(Uuid::now_v7()), draft }
}

async fn the_manager_enters_and_amends_a_unit(app: App) {
    let manager = app.manager().await;
    let made: AgencyView = manager.post("/agencies").json(&unit(&app, "測試科")).send().await.ok();
    assert_eq!((made.revision, made.draft.name.as_str()), (1, "測試科"));
    let path = format!("/agencies/{}", made.id);
    let draft = AgencyDraft { name: "測試二科".into(), ..made.draft };
    let amended: AgencyView = manager.put(&path).if_match(1).json(&draft).send().await.ok();
    assert_eq!((amended.revision, amended.draft.name.as_str()), (2, "測試二科"));
    let read = manager.get(&path).send().await;
    assert_eq!(read.header("etag"), "\"2\"");
    assert_eq!(read.ok::<AgencyView>(), amended);
}

async fn only_the_manager_keeps_the_tree(app: App) {
    let new = unit(&app, "私設科");
    for person in [app.staff().await, app.supervisor().await] {
        let answer = person.post("/agencies").json(&new).send().await;
        assert!([403, 422].contains(&answer.status.as_u16()), "{answer:?}");
    }
    app.manager().await.get(&format!("/agencies/{}", new.id)).send().await.problem(404);
}

async fn an_agency_without_a_code_is_refused(app: App) {
    let manager = app.manager().await;
    let mut new = unit(&app, "某機關");
    new.draft.kind = AgencyKind::Agency;
    manager.post("/agencies").json(&new).send().await.refused_by("P01-AGENCY-CODE-MISSING");
    new.draft.code = "ABC".into();
    manager.post("/agencies").json(&new).send().await.refused_by("P01-AGENCY-CODE-INVALID");
}

async fn the_practice_county_is_there_with_its_published_codes(app: App) {
    let all: Vec<AgencyView> = app.staff().await.all("/agencies", 100).await;
    let county = all.iter().find(|agency| agency.draft.code == "376470000A").expect("the county government");
    assert_eq!(county.draft.name, "彰化縣政府");
    assert!(county.draft.parent.is_none());
    assert!(all.iter().any(|agency| agency.draft.is_social_affairs));
    assert!(
        all.iter()
            .filter(|agency| agency.draft.kind == AgencyKind::Agency)
            .all(|agency| !agency.draft.code.is_empty())
    );
}
