//! 查調登記: the main job, and everything that the regulation does not let happen on the way.

use acceptance::{App, Options, filed, kept, on_both, query};
use chrono::{Duration, NaiveDate};
use shared::{
    api::v1::{DraftView, InquiryRow, InquiryView, ItemView, Page},
    inquiry::InquiryAction,
    inventory::{ItemAction, ItemDraft},
    printout::{DestructionMethod, PrintoutAction},
};

on_both!(
    an_inquiry_goes_from_draft_to_closed,
    a_withdrawn_inquiry_is_over,
    an_inquiry_sent_back_is_mended_and_submitted_again,
    a_rejected_inquiry_is_over,
    a_refusal_needs_a_reason,
    nobody_approves_their_own_inquiry,
    another_units_supervisor_does_not_see_it_and_cannot_approve_it,
    a_deputy_named_in_advance_approves_and_both_names_stand,
    a_deputy_cannot_approve_after_their_last_day,
    an_approval_lapses_after_fourteen_days,
    a_query_before_the_approval_is_refused,
    a_query_in_the_future_is_refused,
    a_query_without_approval_is_refused,
    an_inquiry_is_not_closed_before_its_query_record_is_filed,
    an_item_whose_basis_is_repealed_takes_no_inquiry,
    an_item_that_does_not_cover_the_unit_takes_no_inquiry,
    a_form_with_an_identity_number_in_its_text_is_refused,
    a_draft_may_be_half_empty_but_is_not_submitted_so,
    a_draft_is_the_business_of_its_owner_alone,
    a_deleted_draft_is_gone,
    a_draft_keeps_what_was_typed_and_its_identity_comes_back_sealed,
    the_supervisor_sees_the_context_of_a_decision,
    many_decisions_at_once_each_have_their_own_outcome,
    lists_answer_their_filters,
    the_item_is_named_in_both_languages,
    the_form_number_follows_the_edition,
);

async fn an_inquiry_goes_from_draft_to_closed(app: App) {
    let (staff, supervisor) = (app.staff().await, app.supervisor().await);
    let draft = staff.draft(&app.form().await).await;
    assert!(draft.report.violations.is_empty(), "{:?}", draft.report);
    let inquiry = staff.submit(&draft).await;
    assert_eq!(inquiry.inquiry.status.name(), "submitted");
    assert_eq!(inquiry.form_number, "附表四");
    assert!(inquiry.inquiry.registration.subjects[0].identity.contains("*****"));

    let seen = supervisor.inquiry(inquiry.inquiry.id).await;
    assert!(seen.may.contains(&"approve".to_owned()), "{:?}", seen.may);
    let approved = supervisor.act(&seen, InquiryAction::approve()).await;
    assert_eq!(approved.inquiry.status.approval().unwrap().by_name, supervisor.me().await.standing.name);

    app.advance(Duration::minutes(5));
    let query = query(app.now(), vec![filed("府社障字第1150000001號"), kept("第三櫃")]);
    let carried_out = staff.act(&staff.inquiry(inquiry.inquiry.id).await, query).await;
    assert_eq!(carried_out.inquiry.status.name(), "carried_out");
    assert_eq!(carried_out.printouts.len(), 2);

    let filed_record =
        staff.act(&carried_out, InquiryAction::FileQueryRecord { place: "查詢紀錄專卷".into() }).await;
    let closed = staff.act(&filed_record, InquiryAction::Close).await;
    assert_eq!(closed.inquiry.status.name(), "closed");
    assert!(closed.duties.iter().all(|duty| duty.duty.record_kind == "printout"), "only paper is still owed");

    let sheet = closed
        .printouts
        .iter()
        .find(|sheet| sheet.window.is_some())
        .expect("the kept sheet has a window")
        .clone();
    let window = sheet.window.as_ref().unwrap();
    assert!(window.destroy_from > app.today() && window.destroy_by > window.destroy_from);
    app.advance(Duration::days(370));
    let staff = app.staff().await;
    let sheet = staff.handle(&sheet, PrintoutAction::ConfirmNotNeeded).await;
    let destroy = PrintoutAction::Destroy {
        on: app.today(),
        method: DestructionMethod::Shredded,
        witness: supervisor_id(&app).await,
        witness_name: String::new(),
        reason: String::new(),
    };
    let gone = staff.handle(&sheet, destroy).await;
    assert!(gone.window.is_none() && gone.may.is_empty(), "{gone:?}");
    assert!(staff.inquiry(inquiry.inquiry.id).await.duties.is_empty(), "nothing is owed any more");
}

async fn supervisor_id(app: &App) -> shared::id::PersonId {
    app.supervisor().await.me().await.standing.person
}

async fn a_withdrawn_inquiry_is_over(app: App) {
    let staff = app.staff().await;
    let inquiry = staff.register(&app.form().await).await;
    let withdrawn = staff.act(&inquiry, InquiryAction::Withdraw).await;
    assert_eq!(withdrawn.inquiry.status.name(), "withdrawn");
    assert!(withdrawn.may.is_empty() && withdrawn.duties.is_empty());
    let approve = InquiryAction::approve();
    app.supervisor().await.try_act(&withdrawn, approve).await.refused_by("P05-1-WRONG-STATE");
}

async fn an_inquiry_sent_back_is_mended_and_submitted_again(app: App) {
    let (staff, supervisor) = (app.staff().await, app.supervisor().await);
    let inquiry = staff.register(&app.form().await).await;
    let back = supervisor.act(&inquiry, InquiryAction::SendBack { note: "請補充必要性說明".into() }).await;
    assert_eq!(back.inquiry.status.name(), "sent_back");
    let path = format!("/inquiries/{}/draft", inquiry.inquiry.id);
    let draft: DraftView = staff.get(&path).send().await.ok();
    assert_eq!(draft.status, "sent_back");
    let mut form = draft.draft.clone();
    form.reason = "依身心障礙者權益保障法第73條,核定本月補助須知其自付保險費金額。".into();
    let saved: DraftView = staff.put(&path).if_match(draft.revision).json(&form).send().await.ok();
    let again = staff.submit(&saved).await;
    assert_eq!(again.inquiry.status.name(), "submitted");
    assert_eq!(again.inquiry.registration.reason, form.reason);
    assert_eq!(
        again.inquiry.registration.subjects, inquiry.inquiry.registration.subjects,
        "the sealed subject came along"
    );
    let approved = supervisor.act(&again, InquiryAction::approve()).await;
    assert_eq!(approved.inquiry.status.name(), "approved");
}

async fn a_rejected_inquiry_is_over(app: App) {
    let staff = app.staff().await;
    let inquiry = staff.register(&app.form().await).await;
    let note = "與本案無關".to_owned();
    let rejected = app.supervisor().await.act(&inquiry, InquiryAction::Reject { note }).await;
    assert_eq!(rejected.inquiry.status.name(), "rejected");
    staff.try_act(&rejected, InquiryAction::Withdraw).await.refused_by("P05-1-WRONG-STATE");
}

async fn a_refusal_needs_a_reason(app: App) {
    let supervisor = app.supervisor().await;
    let inquiry = app.staff().await.register(&app.form().await).await;
    for action in
        [InquiryAction::Reject { note: " ".into() }, InquiryAction::SendBack { note: String::new() }]
    {
        supervisor.try_act(&inquiry, action).await.refused_by("P05-1-NOTE-MISSING");
    }
}

async fn nobody_approves_their_own_inquiry(app: App) {
    let staff = app.staff().await;
    let inquiry = staff.register(&app.form().await).await;
    let answer = staff.try_act(&inquiry, InquiryAction::approve()).await;
    answer.refused_by("P05-1-OWN-INQUIRY");
    assert_eq!(staff.inquiry(inquiry.inquiry.id).await.inquiry.status.name(), "submitted");
}

async fn another_units_supervisor_does_not_see_it_and_cannot_approve_it(app: App) {
    let inquiry = app.staff().await.register(&app.form().await).await;
    let stranger = app.supervisor_elsewhere().await;
    let absent = uuid::Uuid::now_v7();
    let hidden = stranger.get(&format!("/inquiries/{}", inquiry.inquiry.id)).send().await;
    let missing = stranger.get(&format!("/inquiries/{absent}")).send().await;
    assert_eq!(hidden.problem(404), missing.problem(404), "hidden and absent look alike");
    stranger.try_act(&inquiry, InquiryAction::approve()).await.problem(404);
    let rows: Vec<InquiryRow> = stranger.all("/inquiries", 50).await;
    assert!(rows.iter().all(|row| row.id != inquiry.inquiry.id));
}

async fn a_deputy_named_in_advance_approves_and_both_names_stand(app: App) {
    let head = app.supervisor().await.me().await.standing;
    let deputy = app.name_deputy(&head, app.today(), app.today() + Duration::days(3)).await;
    let inquiry = app.staff().await.register(&app.form().await).await;
    assert!(
        inquiry.deciders.iter().any(|decider| decider.for_head.as_deref() == Some(head.name.as_str())),
        "{:?}",
        inquiry.deciders
    );
    let approved = deputy.act(&inquiry, InquiryAction::approve()).await;
    let decision = approved.inquiry.status.approval().unwrap();
    assert_eq!(decision.by_name, deputy.me().await.standing.name);
    assert_eq!(decision.for_head_name.as_ref(), Some(&head.name));
}

async fn a_deputy_cannot_approve_after_their_last_day(app: App) {
    let head = app.supervisor().await.me().await.standing;
    app.name_deputy(&head, app.today(), app.today()).await;
    let inquiry = app.staff().await.register(&app.form().await).await;
    app.advance(Duration::days(1));
    let deputy = app.deputy().await;
    let answer = deputy.try_act(&inquiry, InquiryAction::approve()).await;
    assert!([404, 422].contains(&answer.status.as_u16()), "{answer:?}");
    assert_eq!(app.staff().await.inquiry(inquiry.inquiry.id).await.inquiry.status.name(), "submitted");
}

/// Registers and has it approved.
async fn approved(app: &App) -> InquiryView {
    let inquiry = app.staff().await.register(&app.form().await).await;
    app.supervisor().await.act(&inquiry, InquiryAction::approve()).await
}

async fn an_approval_lapses_after_fourteen_days(app: App) {
    let (last_day, too_late) = (approved(&app).await, approved(&app).await);
    assert!(!last_day.is_lapsed);
    app.advance(Duration::days(14));
    let staff = app.staff().await;
    staff.act(&last_day, query(app.now(), vec![filed("115-社-001")])).await;
    app.advance(Duration::days(1));
    let staff = app.staff().await;
    assert!(staff.inquiry(too_late.inquiry.id).await.is_lapsed);
    let answer = staff.try_act(&too_late, query(app.now(), vec![filed("115-社-001")])).await;
    answer.refused_by("P05-1-APPROVAL-LAPSED");
    let lapsed: Vec<InquiryRow> = staff.all("/inquiries?lapsed=true&mine=true", 50).await;
    assert_eq!(lapsed.iter().filter(|row| row.id == too_late.inquiry.id).count(), 1);
}

async fn a_query_before_the_approval_is_refused(app: App) {
    let inquiry = approved(&app).await;
    let action = query(app.now() - Duration::minutes(5), vec![filed("115-社-001")]);
    app.staff().await.try_act(&inquiry, action).await.refused_by("P05-1-QUERIED-BEFORE-APPROVAL");
}

async fn a_query_in_the_future_is_refused(app: App) {
    let inquiry = approved(&app).await;
    let action = query(app.now() + Duration::minutes(5), vec![filed("115-社-001")]);
    app.staff().await.try_act(&inquiry, action).await.refused_by("P05-1-QUERIED-AHEAD");
}

async fn a_query_without_approval_is_refused(app: App) {
    let staff = app.staff().await;
    let inquiry = staff.register(&app.form().await).await;
    staff
        .try_act(&inquiry, query(app.now(), vec![filed("115-社-001")]))
        .await
        .refused_by("P05-1-WRONG-STATE");
}

async fn an_inquiry_is_not_closed_before_its_query_record_is_filed(app: App) {
    let staff = app.staff().await;
    let carried_out = staff.act(&approved(&app).await, query(app.now(), vec![filed("115-社-001")])).await;
    staff.try_act(&carried_out, InquiryAction::Close).await.refused_by("P05-6-QUERY-RECORD-MISSING");
    let place = InquiryAction::FileQueryRecord { place: "查詢紀錄專卷".into() };
    let filed = staff.act(&carried_out, place).await;
    assert_eq!(staff.act(&filed, InquiryAction::Close).await.inquiry.status.name(), "closed");
}

async fn an_item_whose_basis_is_repealed_takes_no_inquiry(app: App) {
    let staff = app.staff().await;
    let form = app.form().await;
    let draft = staff.draft(&form).await;
    let open = staff.register(&app.form().await).await;
    let item = app.item(&form.item).await;
    let impact: shared::api::v1::RepealImpact =
        app.manager().await.get(&format!("/items/{}/impact", item.id)).send().await.ok();
    assert!(impact.drafts >= 1 && impact.open_inquiries >= 1 && !impact.accounts.is_empty(), "{impact:?}");
    app.repeal(&item, app.today()).await;
    staff.try_submit(&draft).await.refused_by("P07-ITEM-REPEALED");
    assert_eq!(staff.inquiry(open.inquiry.id).await.inquiry.status.name(), "submitted");
}

async fn an_item_that_does_not_cover_the_unit_takes_no_inquiry(app: App) {
    let staff = app.staff().await;
    let elsewhere = app.supervisor_elsewhere().await.me().await.standing.unit;
    let unit = staff.me().await.standing.unit;
    let item = app.new_item("不再適用於本科之業務", vec![unit]).await;
    app.grant_to_staff(item.id, &["A"]).await;
    let draft = ItemDraft { units: vec![elsewhere], ..item.draft.clone() };
    let path = format!("/items/{}/actions", item.id);
    let revise = ItemAction::Revise { draft };
    app.manager().await.post(&path).if_match(item.revision).json(&revise).send().await.ok::<ItemView>();
    let mut form = app.form().await;
    form.item = item.id.to_string();
    form.data_items = vec!["A".into()];
    let draft = staff.draft(&form).await;
    staff.try_submit(&draft).await.refused_by("P03-UNIT-NOT-COVERED");
}

async fn a_form_with_an_identity_number_in_its_text_is_refused(app: App) {
    let staff = app.staff().await;
    let number = app.chance(acceptance::people::national_id);
    let mut form = app.form().await;
    form.remark = format!("另查{number}之配偶");
    let refused = staff
        .post("/inquiries")
        .json(&serde_json::json!({"id": uuid::Uuid::now_v7(), "draft": form}))
        .send()
        .await;
    if refused.status.is_success() {
        // A draft may hold anything, sealed; what counts is that it never becomes a record.
        let draft: DraftView = refused.ok();
        staff.try_submit(&draft).await.refused_by("P05-4-IDENTITY-IN-TEXT");
    } else {
        refused.refused_by("P05-4-IDENTITY-IN-TEXT");
    }
    let inquiry = staff.register(&app.form().await).await;
    let note = format!("{number}不符");
    let answer = app.supervisor().await.try_act(&inquiry, InquiryAction::SendBack { note }).await;
    answer.refused_by("P05-4-IDENTITY-IN-TEXT");
    assert!(!answer.text().contains(&number), "the refusal does not repeat the number");
}

async fn a_draft_may_be_half_empty_but_is_not_submitted_so(app: App) {
    let staff = app.staff().await;
    let draft = staff.draft(&shared::inquiry::InquiryDraft::default()).await;
    let answer = staff.try_submit(&draft).await;
    for code in
        ["P05-1-REASON-MISSING", "P05-1-CASE-NUMBER-MISSING", "P05-1-SUBJECTS-MISSING", "P03-ITEM-MISSING"]
    {
        answer.refused_by(code);
    }
}

async fn a_draft_is_the_business_of_its_owner_alone(app: App) {
    let draft = app.staff().await.draft(&app.form().await).await;
    let path = format!("/inquiries/{}/draft", draft.id);
    for other in [app.supervisor().await, app.supervisor_elsewhere().await, app.manager().await] {
        other.get(&path).send().await.problem(404);
        other.put(&path).if_match(draft.revision).json(&draft.draft).send().await.problem(404);
        other.try_submit(&draft).await.problem(404);
        other.delete(&path).if_match(draft.revision).send().await.problem(404);
    }
}

async fn a_deleted_draft_is_gone(app: App) {
    let staff = app.staff().await;
    let draft = staff.draft(&app.form().await).await;
    let path = format!("/inquiries/{}/draft", draft.id);
    assert!(staff.delete(&path).if_match(draft.revision).send().await.status.is_success());
    staff.get(&path).send().await.problem(404);
    let rows: Vec<InquiryRow> = staff.all("/inquiries?mine=true", 50).await;
    assert!(rows.iter().all(|row| row.id != draft.id));
}

async fn a_draft_keeps_what_was_typed_and_its_identity_comes_back_sealed(app: App) {
    let staff = app.staff().await;
    let mut form = app.form().await;
    form.reason = "未完".into();
    form.period_from = "115/1".into();
    let saved = staff.draft(&form).await;
    assert!(saved.report.has("P05-1-REASON-SHORT"), "{:?}", saved.report);
    let back: DraftView = staff.get(&format!("/inquiries/{}/draft", saved.id)).send().await.ok();
    assert_eq!((&back.draft.reason, &back.draft.period_from), (&form.reason, &form.period_from));
    let shared::inquiry::Identity::Typed(typed) = &form.subjects[0].identity else { unreachable!() };
    match &back.draft.subjects[0].identity {
        shared::inquiry::Identity::Sealed { masked, .. } => {
            assert_eq!(masked, &shared::inquiry::mask_identity(typed))
        }
        shared::inquiry::Identity::Typed(_) => panic!("a typed identity is never read back"),
    }
}

async fn the_supervisor_sees_the_context_of_a_decision(app: App) {
    let staff = app.staff().await;
    let form = app.form().await;
    let before = staff.register(&form).await;
    let mut again = app.form().await;
    again.subjects.clone_from(&form.subjects);
    let inquiry = staff.register(&again).await;
    let path = format!("/inquiries/{}/context", inquiry.inquiry.id);
    let context: shared::api::v1::DecisionContext = app.supervisor().await.get(&path).send().await.ok();
    assert_eq!(context.subjects_seen_before, 1);
    assert!(context.same_subject.iter().any(|row| row.id == before.inquiry.id));
    assert!(context.recent.iter().any(|row| row.id == before.inquiry.id));
}

async fn many_decisions_at_once_each_have_their_own_outcome(app: App) {
    let (staff, supervisor) = (app.staff().await, app.supervisor().await);
    let first = staff.register(&app.form().await).await;
    let second = staff.register(&app.form().await).await;
    let approve = serde_json::json!({"name": "approve"});
    let decisions = serde_json::json!({"decisions": [
        {"id": first.inquiry.id, "revision": first.inquiry.revision, "action": approve},
        {"id": second.inquiry.id, "revision": second.inquiry.revision + 7, "action": approve},
        {"id": uuid::Uuid::now_v7(), "revision": 1, "action": approve},
    ]});
    let answer = supervisor.post("/inquiries/decisions").json(&decisions).send().await.value();
    let outcomes: Vec<(bool, Option<u64>)> = answer
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| (one["is_done"] == true, one["problem"]["status"].as_u64()))
        .collect();
    assert_eq!(outcomes, [(true, None), (false, Some(412)), (false, Some(404))], "{answer}");
    assert_eq!(staff.inquiry(first.inquiry.id).await.inquiry.status.name(), "approved");
    assert_eq!(staff.inquiry(second.inquiry.id).await.inquiry.status.name(), "submitted");
}

async fn lists_answer_their_filters(app: App) {
    let (staff, supervisor) = (app.staff().await, app.supervisor().await);
    let draft = staff.draft(&app.form().await).await;
    let waiting = staff.register(&app.form().await).await;
    let decided = approved(&app).await;
    let number = &waiting.inquiry.registration.case_number;
    let ids = async |client: &acceptance::Client, filter: &str| {
        let rows: Vec<InquiryRow> = client.all(&format!("/inquiries?{filter}"), 50).await;
        rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    let mine = ids(&staff, "mine=true").await;
    assert!([draft.id, waiting.inquiry.id, decided.inquiry.id].iter().all(|id| mine.contains(id)));
    assert!(ids(&staff, "mine=true&status=draft").await.contains(&draft.id));
    assert!(!ids(&staff, "mine=true&status=draft").await.contains(&waiting.inquiry.id));
    let to_decide = ids(&supervisor, "to_decide=true").await;
    assert!(to_decide.contains(&waiting.inquiry.id) && !to_decide.contains(&decided.inquiry.id));
    assert!(!ids(&supervisor, "").await.contains(&draft.id), "a draft is nobody else's business");
    let found = ids(&staff, &format!("case_number={}", acceptance::url_part(number))).await;
    assert_eq!(found, [waiting.inquiry.id]);
    let by_item = ids(&staff, &format!("item={}&status=approved", decided.inquiry.registration.item)).await;
    assert!(by_item.contains(&decided.inquiry.id) && !by_item.contains(&waiting.inquiry.id));
    let page: Page<InquiryRow> = staff.get("/inquiries?limit=1").send().await.ok();
    assert_eq!(page.items.len(), 1);
}

async fn the_item_is_named_in_both_languages(app: App) {
    let staff = app.staff().await;
    let inquiry = staff.register(&app.form().await).await;
    let rows: Vec<InquiryRow> = staff.all("/inquiries?mine=true", 50).await;
    let row = rows.iter().find(|row| row.id == inquiry.inquiry.id).expect("in the list");
    for (name, name_en) in [(&row.item_name, &row.item_name_en), (&inquiry.item_name, &inquiry.item_name_en)]
    {
        assert!(name.contains('保'), "{name}");
        assert!(name_en.starts_with("Premium subsidy"), "{name_en}");
    }
    assert_eq!(inquiry.data_item_names.len(), inquiry.data_item_names_en.len());
    assert!(inquiry.data_item_names_en[0].starts_with("Monthly"), "{:?}", inquiry.data_item_names_en);
}

async fn the_form_number_follows_the_edition(app: App) {
    drop(app);
    for (amended_from, number) in [(None, "附表三"), (NaiveDate::from_ymd_opt(2024, 1, 1), "附表四")] {
        let app = App::sqlite_with(Options { amended_from, ..Options::default() }).await;
        let inquiry = app.staff().await.register(&app.form().await).await;
        assert_eq!(inquiry.form_number, number);
    }
}
