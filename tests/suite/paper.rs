//! Paper: what is printed says what the record says, numbers its pages, and names no data subject in full.

use acceptance::{App, kept, on_both, paper::pdf_pages, query};
use chrono::{Datelike, Duration};
use shared::{
    api::v1::ItemView,
    inquiry::{Identity, InquiryAction},
    inventory::ItemAction,
    paper::{Block, Sheet},
    printout::{DestructionMethod, PrintoutAction},
};

on_both!(
    the_form_of_an_inquiry_is_printed_with_its_subjects_masked,
    whoever_may_read_an_inquiry_may_print_it_and_nobody_else,
    a_form_with_many_subjects_has_its_heading_on_every_page,
    a_sheet_comes_as_a_pdf_a_text_document_or_json_and_as_nothing_else,
    the_inventory_is_printed_as_it_stood_on_a_day,
    the_list_of_destruction_names_who_destroyed_and_who_watched,
);

async fn the_form_of_an_inquiry_is_printed_with_its_subjects_masked(app: App) {
    let staff = app.staff().await;
    let mut form = app.form().await;
    // A name that nobody of the county has, so that finding it means something.
    form.subjects[0].name = "諸葛測驗".to_owned();
    let Identity::Typed(identity) = form.subjects[0].identity.clone() else { unreachable!() };
    let inquiry = staff.register(&form).await;
    let approved = app.supervisor().await.act(&inquiry, InquiryAction::approve()).await;
    let done = staff.act(&approved, query(app.now(), vec![kept("第三櫃")])).await;
    let answer = staff.get(&format!("/inquiries/{}/paper", done.inquiry.id)).send().await;
    assert!(answer.status.is_success(), "{answer:?}");
    assert_eq!(answer.header("content-type"), "application/pdf");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.header("content-disposition").is_ascii());
    let pages = pdf_pages(&answer.body);
    assert_eq!(pages.len(), 1, "a short form is one page");
    let text = pages.join("\n");
    let year = format!("民國{}年", app.today().year() - 1911);
    let me = staff.me().await.standing.name;
    for word in [
        &done.form_number,
        "查調資料登記表",
        &year,
        &Sheet::page_words(1, pages.len()),
        &form.case_number,
        &done.inquiry.registration.subjects[0].name,
        &done.inquiry.registration.subjects[0].identity,
        "第三櫃",
        &format!("列印人：{me}"),
    ] {
        assert!(text.contains(word), "`{word}` in {text}");
    }
    assert!(!text.contains(&identity) && !text.contains(&form.subjects[0].name), "{text}");
    assert!(!answer.header("content-disposition").contains(&form.case_number));
}

async fn whoever_may_read_an_inquiry_may_print_it_and_nobody_else(app: App) {
    let inquiry = app.staff().await.register(&app.form().await).await;
    let path = format!("/inquiries/{}/paper?format=json", inquiry.inquiry.id);
    for reader in [app.staff().await, app.supervisor().await, app.manager().await] {
        let sheet: Sheet = reader.get(&path).send().await.ok();
        assert!(sheet.watermark.starts_with(&reader.me().await.standing.name), "{}", sheet.watermark);
        assert!(sheet.link.starts_with("http") && sheet.link.ends_with(&inquiry.inquiry.id.to_string()));
    }
    app.supervisor_elsewhere().await.get(&path).send().await.problem(404);
    app.stranger().get(&path).send().await.problem(401);
    app.stranger().get("/items/paper").send().await.problem(401);
    app.stranger().get("/printouts/paper").send().await.problem(401);
}

async fn a_form_with_many_subjects_has_its_heading_on_every_page(app: App) {
    let mut form = app.form().await;
    form.subjects.extend((0..199).map(|_| app.chance(acceptance::people::subject)));
    form.justification = "整批複核，依計畫逐案比對全體受補助人。".into();
    let staff = app.staff().await;
    let inquiry = staff.register(&form).await;
    let answer = staff.get(&format!("/inquiries/{}/paper?format=pdf", inquiry.inquiry.id)).send().await;
    let pages = pdf_pages(&answer.body);
    assert!(pages.len() > 4, "{}", pages.len());
    let listed: Vec<&String> = pages.iter().filter(|text| text.contains("*****")).collect();
    assert!(listed.iter().all(|text| text.contains("被查詢人姓名")));
    let all = pages.join("\n");
    for subject in &form.subjects {
        let Identity::Typed(identity) = &subject.identity else { unreachable!() };
        assert!(!all.contains(identity) && !all.contains(&subject.name));
    }
    for masked in &inquiry.inquiry.registration.subjects {
        assert!(all.contains(&masked.identity), "{}", masked.identity);
    }
}

async fn a_sheet_comes_as_a_pdf_a_text_document_or_json_and_as_nothing_else(app: App) {
    let staff = app.staff().await;
    let odt = staff.get("/items/paper?format=odt").send().await;
    assert_eq!(odt.header("content-type"), "application/vnd.oasis.opendocument.text");
    assert!(odt.body.starts_with(b"PK") && odt.header("content-disposition").ends_with(".odt\""));
    let sheet: Sheet = staff.get("/items/paper?format=json").send().await.ok();
    assert!(!sheet.blocks.is_empty());
    staff.get("/items/paper?format=docx").send().await.problem(400);
    staff.get("/items/paper?on=yesterday").send().await.problem(400);
}

async fn the_inventory_is_printed_as_it_stood_on_a_day(app: App) {
    let unit = app.staff().await.me().await.standing.unit;
    let item = app.new_item("原名", vec![unit]).await;
    let first = app.today();
    app.advance(Duration::days(2));
    let mut draft = item.draft.clone();
    draft.name = "新名".into();
    let manager = app.manager().await;
    let path = format!("/items/{}/actions", item.id);
    let revised =
        manager.post(&path).if_match(item.revision).json(&ItemAction::Revise { draft }).send().await;
    revised.ok::<ItemView>();
    let names = |sheet: &Sheet| -> Vec<String> {
        let rows = sheet.blocks.iter().filter_map(|block| match block {
            Block::Table { rows, .. } => Some(rows.iter().map(|row| row[1].clone())),
            _ => None,
        });
        rows.flatten().collect()
    };
    let now: Sheet = manager.get("/items/paper?format=json").send().await.ok();
    assert!(names(&now).iter().any(|name| name == "新名") && names(&now).iter().all(|name| name != "原名"));
    let then: Sheet = manager.get(&format!("/items/paper?format=json&on={first}")).send().await.ok();
    assert!(names(&then).iter().any(|name| name == "原名") && names(&then).iter().all(|name| name != "新名"));
    let long_ago: Sheet = manager.get("/items/paper?format=json&on=1999-01-01").send().await.ok();
    assert!(names(&long_ago).is_empty());
    let pdf = manager.get("/items/paper").send().await;
    assert!(pdf_pages(&pdf.body).join("\n").contains("業務項目清冊"));
}

async fn the_list_of_destruction_names_who_destroyed_and_who_watched(app: App) {
    let staff = app.staff().await;
    let inquiry = staff.register(&app.form().await).await;
    let approved = app.supervisor().await.act(&inquiry, InquiryAction::approve()).await;
    let done = staff.act(&approved, query(app.now(), vec![kept("第三櫃")])).await;
    let witness = app.supervisor().await.me().await.standing;
    let number = &done.inquiry.registration.case_number;
    let list = async || {
        let answer = app.staff().await.get("/printouts/paper?mine=true").send().await;
        pdf_pages(&answer.body).join("\n").replace(['\n', ' '], "")
    };
    assert!(!list().await.contains(&number[..12]), "what is kept is not on the list");
    let destroy = PrintoutAction::Destroy {
        on: app.today(),
        method: DestructionMethod::Shredded,
        witness: witness.person,
        witness_name: String::new(),
        reason: "列印錯誤，已重印".into(),
    };
    staff.handle(&done.printouts[0], destroy).await;
    let text = list().await;
    for word in [&number[..12], &witness.name, &staff.me().await.standing.name, "碎紙", "銷毀清冊"] {
        assert!(text.contains(word), "`{word}` in {text}");
    }
    let elsewhere = app.supervisor_elsewhere().await.get("/printouts/paper").send().await;
    assert!(!pdf_pages(&elsewhere.body).join("\n").replace(['\n', ' '], "").contains(&number[..12]));
}
