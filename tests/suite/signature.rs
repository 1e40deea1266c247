//! 核可簽章: where an item asks for it, an approval is signed with the supervisor's own card over the form as it stands.

use acceptance::{App, Client, card, on_both};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use chrono::Duration;
use shared::{
    api::v1::{
        ApprovalChallenge, DecisionItem, DecisionResult, Decisions, FormSeen, FormsToSign, InquiryView,
        ItemView,
    },
    id::PersonId,
    inquiry::{ApprovalSignature, InquiryAction, Status},
    inventory::{ItemAction, ItemDraft},
    session::CardRefusal::*,
};

on_both!(
    an_approval_is_signed_where_the_item_says_so,
    one_signature_approves_many,
    a_signature_approves_nothing_but_what_it_covers,
    nobody_signs_with_anothers_card,
);

/// The staff member's item asks for signatures from now on.
async fn ask_for_signatures(app: &App) {
    let (manager, id) = (app.manager().await, app.cast().grant.item);
    let item: ItemView = manager.get(&format!("/items/{id}")).send().await.ok();
    let draft = ItemDraft { must_sign: true, ..item.draft };
    let path = format!("/items/{id}/actions");
    let revise = ItemAction::Revise { draft };
    manager.post(&path).if_match(item.revision).json(&revise).send().await.ok::<ItemView>();
}

/// A browser of somebody that asked to sign, and what they sign with a card.
async fn sign(
    app: &App,
    by: &Client,
    card_of: PersonId,
    forms: &[&InquiryView],
) -> (Client, ApprovalSignature) {
    let forms =
        forms.iter().map(|form| FormSeen { id: form.inquiry.id, revision: form.inquiry.revision }).collect();
    let answer = by.post("/inquiries/decisions/challenge").json(&FormsToSign { forms }).send().await;
    let challenge: ApprovalChallenge = answer.ok();
    let card = card::card(&app.person(card_of).await.card_number);
    let message = BASE64.encode(card.sign(&challenge.text).unwrap());
    let signature =
        ApprovalSignature { text: challenge.text, message, covers: challenge.covers, list_of: None };
    (by.with_more_cookies(&answer), signature)
}

fn signed(signature: ApprovalSignature) -> InquiryAction {
    InquiryAction::Approve { note: String::new(), signature: Some(Box::new(signature)) }
}

async fn an_approval_is_signed_where_the_item_says_so(app: App) {
    let supervisor = app.supervisor().await;
    let before = app.staff().await.register(&app.form().await).await;
    assert!(!before.must_sign);
    supervisor.act(&before, InquiryAction::approve()).await;
    ask_for_signatures(&app).await;
    let form = app.staff().await.register(&app.form().await).await;
    assert!(form.must_sign);
    supervisor.try_act(&form, InquiryAction::approve()).await.refused_by("P05-1-SIGNATURE-MISSING");
    let (browser, signature) = sign(&app, &supervisor, app.cast().supervisor, &[&form]).await;
    let approved = browser.act(&form, signed(signature.clone())).await;
    let Status::Approved { decision } = &approved.inquiry.status else { panic!("{approved:?}") };
    let kept = decision.signature.as_ref().expect("the signature is kept");
    assert_eq!((&kept.message, &kept.covers), (&signature.message, &signature.covers));
    assert!(kept.list_of.is_some(), "by which list the certificate was good");
    let name = app.person(app.cast().supervisor).await.name;
    let sound = |view: &InquiryView| {
        view.signature.as_ref().is_some_and(|kept| kept.refusal.is_none() && kept.signed_by == name)
    };
    assert!(sound(&approved), "{:?}", approved.signature);
    // Years later, when the lists of that time are gone and the form has gone on.
    let queried = app.staff().await.act(&approved, acceptance::query(app.now(), Vec::new())).await;
    app.advance(Duration::days(900));
    assert!(sound(&app.supervisor().await.inquiry(queried.inquiry.id).await));
    assert_eq!(app.verify().await, Vec::<String>::new());
    // Behind the server's back: another reason under the same signature.
    app.run("UPDATE inquiries SET body = replace(body, '需核對', '想知道')").await.unwrap();
    let told = app.supervisor().await.inquiry(queried.inquiry.id).await.signature.expect("it is kept");
    assert_eq!(told.refusal, Some(OtherText.message()));
}

async fn one_signature_approves_many(app: App) {
    ask_for_signatures(&app).await;
    let (staff, supervisor) = (app.staff().await, app.supervisor().await);
    let mut forms = Vec::new();
    for _ in 0..3 {
        forms.push(staff.register(&app.form().await).await);
    }
    let all: Vec<_> = forms.iter().collect();
    let (browser, signature) = sign(&app, &supervisor, app.cast().supervisor, &all).await;
    let decisions = forms
        .iter()
        .map(|form| DecisionItem {
            id: form.inquiry.id,
            revision: form.inquiry.revision,
            action: signed(signature.clone()),
        })
        .collect();
    let results: Vec<DecisionResult> =
        browser.post("/inquiries/decisions").json(&Decisions { decisions }).send().await.ok();
    assert!(results.iter().all(|one| one.is_done), "{results:?}");
}

async fn a_signature_approves_nothing_but_what_it_covers(app: App) {
    ask_for_signatures(&app).await;
    let (staff, supervisor) = (app.staff().await, app.supervisor().await);
    let form = staff.register(&app.form().await).await;
    let other = staff.register(&app.form().await).await;
    let (browser, signature) = sign(&app, &supervisor, app.cast().supervisor, &[&form]).await;
    browser.try_act(&other, signed(signature.clone())).await.refused_card(OtherText);
    let mut widened = signature.clone();
    let (_, both) = sign(&app, &supervisor, app.cast().supervisor, &[&form, &other]).await;
    widened.covers = both.covers;
    browser.try_act(&other, signed(widened)).await.refused_card(OtherText);
    supervisor.try_act(&form, signed(signature.clone())).await.refused_card(NoChallenge);
    app.advance(Duration::seconds(181));
    browser.try_act(&form, signed(signature)).await.refused_card(Late);
    let (browser, signature) = sign(&app, &supervisor, app.cast().supervisor, &[&form]).await;
    browser.act(&form, signed(signature)).await;
}

async fn nobody_signs_with_anothers_card(app: App) {
    ask_for_signatures(&app).await;
    let form = app.staff().await.register(&app.form().await).await;
    let supervisor = app.supervisor().await;
    let (browser, signature) = sign(&app, &supervisor, app.cast().staff, &[&form]).await;
    browser.try_act(&form, signed(signature)).await.refused_card(NotRegistered);
}
