//! Two hundred seeded identities go through every door; afterwards none of their bytes rests anywhere.

use acceptance::{
    App, Database, canary,
    chance::Chance,
    filed, kept, on_both,
    people::{self, national_id},
    process::House,
    query,
};
use shared::{
    api::v1::{DraftView, RevealRequest, Revealed},
    inquiry::{Identity, InquiryAction, SubjectDraft},
};

use crate::{SERVER, month, number, planted};

on_both!(two_hundred_identities_leave_no_trace, a_planted_identity_is_found,);

async fn two_hundred_identities_leave_no_trace(app: App) {
    let (staff, supervisor, manager) = (app.staff().await, app.supervisor().await, app.manager().await);
    let mut canaries: Vec<String> = (0..200).map(|_| app.chance(national_id)).collect();
    let numbers = canaries.clone();
    let mut typed = numbers.iter();
    let mut names = Vec::new();
    let mut subjects = |count| -> Vec<SubjectDraft> {
        let typed = typed.by_ref().take(count);
        typed
            .map(|id| {
                names.push(app.chance(people::rare_name));
                SubjectDraft {
                    name: names.last().cloned().unwrap_or_default(),
                    identity: Identity::Typed(id.clone()),
                }
            })
            .collect()
    };
    for _ in 0..12 {
        let mut form = app.form().await;
        form.subjects = subjects(10);
        let inquiry = staff.register(&form).await;
        let approved = supervisor.act(&inquiry, InquiryAction::approve()).await;
        let path = format!("/inquiries/{}/reveal", inquiry.inquiry.id);
        let reason = RevealRequest { reason: "核對申請書所載身分".into() };
        let revealed: Revealed = staff.post(&path).json(&reason).send().await.ok();
        assert_eq!(revealed.subjects.len(), 10);
        staff.act(&approved, query(app.now(), vec![filed("115-社-001"), kept("第三櫃")])).await;
    }
    for _ in 0..4 {
        // Forms that stay drafts, are judged only, are refused, or cannot even be read.
        let mut form = app.form().await;
        form.subjects = subjects(10);
        let draft: DraftView = staff.draft(&form).await;
        let path = format!("/inquiries/{}/draft", draft.id);
        staff.put(&path).if_match(draft.revision).json(&form).dry_run().send().await.ok::<DraftView>();
        let in_text = format!("{}之配偶", numbers[199]);
        form.remark = in_text.clone();
        staff.put(&path).if_match(draft.revision).json(&form).send().await;
        staff.post("/review").json(&serde_json::json!({ "draft": form })).send().await;
        let mut unreadable = serde_json::to_value(&form).unwrap();
        unreadable["subjects"][0]["note"] = in_text.into();
        assert_eq!(
            staff.put(&path).if_match(draft.revision).json(&unreadable).send().await.status.as_u16(),
            400
        );
    }
    let mut form = app.form().await;
    form.subjects = subjects(40);
    let header =
        "item,data_items,name,identity,reason,case_number,period_from,period_to,justification,remark\n";
    let rows = form.subjects.iter().filter_map(|subject| match &subject.identity {
        Identity::Typed(id) => {
            let (name, data) = (&subject.name, form.data_items.join(";"));
            let (item, reason, number, from) =
                (&form.item, &form.reason, &form.case_number, &form.period_from);
            Some(format!("{item},{data},{name},{id},\"{reason}\",{number},{from},{from},,\n"))
        }
        Identity::Sealed { .. } => None,
    });
    let file = header.to_owned() + &rows.collect::<String>();
    staff.post("/import/inquiries").bytes("text/csv", file).send().await;
    for list in ["inquiries", "printouts", "duties", "items", "accounts"] {
        manager.get(&format!("/exports/{list}.csv")).send().await;
    }
    assert!(typed.next().is_none() && names.len() == 200, "every canary was sent");
    // Whoever has the name has the person: it is sealed with the number.
    canaries.extend(names);
    let found = canary::search(&canaries, &app.at_rest().await);
    assert!(found.is_empty(), "{found:?}");
}

async fn a_planted_identity_is_found(app: App) {
    let canary = app.chance(national_id);
    app.staff().await.draft(&app.form().await).await;
    app.tamper(&format!("UPDATE inquiries SET case_number = '{canary}'")).await;
    let found = canary::search(&[canary], &app.at_rest().await);
    assert!(!found.is_empty(), "the search sees");
}

/// What a server in a process of its own leaves behind of a form that it kept and of one that it could not read.
async fn left_behind(bug: Option<&str>) -> Vec<canary::Finding> {
    let house = House::build(Database::Sqlite).await;
    let server = house.serve(SERVER, &planted(bug));
    let staff = server.stranger().sign_in(house.cast.staff).await;
    let form = people::form(&mut Chance::new(number("CHADIAO_SEED", 23)), &house.cast.grant, &month());
    let Identity::Typed(number) = form.subjects[0].identity.clone() else { unreachable!() };
    staff.register(&form).await;
    let mut unreadable = serde_json::to_value(&form).unwrap();
    unreadable["subjects"][0]["note"] = number.clone().into();
    let refused = staff.post("/inquiries").json(&unreadable).send().await;
    assert_eq!(refused.status.as_u16(), 400);
    server.kill();
    let places = canary::files(&[house.folder().to_owned()]);
    assert!(places.iter().any(|(place, _)| place.ends_with("server.log")), "the log is looked through");
    canary::search(&[number], &places)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_leaves_no_trace() {
    assert_eq!(left_behind(None).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_search_sees_a_server_that_writes_down_what_it_reads() {
    let found = left_behind(Some("loose-tongue")).await;
    assert!(found.iter().any(|finding| finding.place.ends_with("server.log")), "{found:?}");
}
