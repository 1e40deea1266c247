//! 機關與單位: a tree that only the manager keeps.

use acceptance::{App, on_both};
use shared::{
    agency::{AgencyDraft, AgencyKind},
    api::v1::{AgencyView, ImportResult, ImportRow, NewAgency},
    id::UnitId,
};
use uuid::Uuid;

on_both!(
    the_manager_enters_and_amends_a_unit,
    only_the_manager_keeps_the_tree,
    an_agency_without_a_code_is_refused,
    the_practice_county_is_there_with_its_published_codes,
    a_unit_stands_below_one_that_is_there_and_never_below_itself,
    a_file_of_the_tree_is_taken_in_row_by_row_and_twice_changes_nothing,
    a_file_is_judged_without_a_trace_and_only_the_manager_brings_one,
);

async fn a_unit_stands_below_one_that_is_there_and_never_below_itself(app: App) {
    let manager = app.manager().await;
    let mut new = unit(&app, "無根科");
    new.draft.parent = Some(UnitId(Uuid::now_v7()));
    manager.post("/agencies").json(&new).send().await.refused_by("P01-PARENT-MISSING");
    let upper: AgencyView = manager.post("/agencies").json(&unit(&app, "上科")).send().await.ok();
    let mut lower = unit(&app, "下股");
    lower.draft.parent = Some(upper.id);
    let lower: AgencyView = manager.post("/agencies").json(&lower).send().await.ok();
    let draft = AgencyDraft { parent: Some(lower.id), ..upper.draft.clone() };
    let path = format!("/agencies/{}", upper.id);
    manager.put(&path).if_match(1).json(&draft).send().await.refused_by("P01-PARENT-CYCLE");
}

/// A new agency below the county, a section of it, a row that stands nowhere, and a code that is none.
const FILE: &str = "code,oid,name,name_en,parent,kind\n\
    376470600A,,文化局,Cultural Affairs Bureau,376470000A,agency\n\
    ,,圖書資訊科,Library Section,376470600A,unit\n\
    376470700A,,某局,,999999999Z,agency\n\
    ABC,,壞碼局,,376470000A,agency\n";

async fn a_file_of_the_tree_is_taken_in_row_by_row_and_twice_changes_nothing(app: App) {
    let manager = app.manager().await;
    let send = async |file: &str| -> Vec<ImportRow> {
        manager.post("/agencies/import").bytes("text/csv", file.to_owned()).send().await.ok()
    };
    let results = |rows: &[ImportRow]| rows.iter().map(|row| row.result).collect::<Vec<_>>();
    let first = send(FILE).await;
    use ImportResult::{Changed, Created, Refused, Skipped};
    assert_eq!(results(&first), [Created, Created, Refused, Refused]);
    assert!(first[2].report.has("P01-PARENT-MISSING") && first[3].report.has("P01-AGENCY-CODE-INVALID"));
    let all: Vec<AgencyView> = manager.all("/agencies", 100).await;
    let bureau = all.iter().find(|agency| agency.draft.code == "376470600A").expect("the bureau");
    let section = all.iter().find(|agency| agency.draft.name == "圖書資訊科").expect("the section");
    assert_eq!((bureau.draft.parent, section.draft.parent), (app.root_unit(), Some(bureau.id)));
    assert_eq!(results(&send(FILE).await), [Skipped, Skipped, Refused, Refused]);
    let renamed = send(&FILE.replace("文化局", "文化觀光局")).await;
    assert_eq!(results(&renamed), [Changed, Skipped, Refused, Refused]);
    assert_eq!(renamed[0].id, Some(bureau.id.0));
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn a_file_is_judged_without_a_trace_and_only_the_manager_brings_one(app: App) {
    let manager = app.manager().await;
    let ask = manager.post("/agencies/import").bytes("text/csv", FILE.to_owned()).dry_run();
    let rows: Vec<ImportRow> = ask.send().await.ok();
    assert_eq!(rows.iter().filter(|row| row.result == ImportResult::Created).count(), 2);
    let all: Vec<AgencyView> = manager.all("/agencies", 100).await;
    assert!(all.iter().all(|agency| agency.draft.code != "376470600A"));
    let staff = app.staff().await;
    let answer = staff.post("/agencies/import").bytes("text/csv", FILE.to_owned()).send().await;
    answer.problem(403);
}

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
