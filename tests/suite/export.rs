//! Exports: lists as files, no identities in them, no cell that a spreadsheet would run.

use acceptance::{App, on_both, people};

on_both!(
    a_file_speaks_the_words_of_the_screen,
    a_list_is_exported_without_identities,
    a_formula_in_a_text_is_defused,
    an_export_shows_what_the_asker_may_see,
    spreadsheets_come_as_open_documents,
    an_import_judges_row_by_row,
);

async fn a_list_is_exported_without_identities(app: App) {
    let staff = app.staff().await;
    let form = app.form().await;
    staff.register(&form).await;
    let answer = staff.get("/exports/inquiries.csv").send().await;
    assert!(answer.header("content-type").starts_with("text/csv"), "{answer:?}");
    assert!(answer.header("content-disposition").contains("attachment"));
    assert!(answer.body.starts_with(&[0xef, 0xbb, 0xbf]), "a spreadsheet needs the mark to read UTF-8");
    let shared::inquiry::Identity::Typed(identity) = &form.subjects[0].identity else { unreachable!() };
    assert!(answer.text().contains(&form.case_number));
    assert!(!answer.text().contains(identity) && !answer.text().contains(&form.subjects[0].name));
}

async fn a_file_speaks_the_words_of_the_screen(app: App) {
    app.staff().await.register(&app.form().await).await;
    let manager = app.manager().await;
    for (list, word, name) in [
        ("inquiries", "陳核中", "submitted"),
        ("duties", "審核查調登記", "decide_inquiry"),
        ("journal", "送陳,inquiry.submit,查調登記", ",inquiry,"),
        ("applications", "設定完成", "set"),
        ("job-changes", "離職", "leave"),
        ("manager-changes", "結案", "closed"),
        ("liability", "已知悉", "acknowledged"),
    ] {
        let text = manager.get(&format!("/exports/{list}.csv")).send().await.text();
        assert!(text.contains(word) && !text.contains(name), "{list}: {text}");
    }
}

async fn a_formula_in_a_text_is_defused(app: App) {
    let manager = app.manager().await;
    let unit = app.staff().await.me().await.standing.unit;
    for start in ["=", "+", "-", "@", "\t="] {
        app.new_item(&format!("{start}HYPERLINK(\"x\")"), vec![unit]).await;
    }
    let text = manager.get("/exports/items.csv").send().await.text();
    let cells = text.trim_start_matches('\u{feff}').lines().flat_map(|line| line.split(','));
    for cell in cells {
        let cell = cell.trim_matches('"');
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "`{cell}` would run");
    }
    assert!(text.contains("HYPERLINK"));
}

async fn an_export_shows_what_the_asker_may_see(app: App) {
    let inquiry = app.staff().await.register(&app.form().await).await;
    let number = &inquiry.inquiry.registration.case_number;
    assert!(app.manager().await.get("/exports/inquiries.csv").send().await.text().contains(number));
    assert!(
        !app.supervisor_elsewhere().await.get("/exports/inquiries.csv").send().await.text().contains(number)
    );
    for list in ["accounts", "notices", "liability"] {
        let answer = app.staff().await.get(&format!("/exports/{list}.csv")).send().await;
        assert!([403, 404].contains(&answer.status.as_u16()), "{list}: {answer:?}");
    }
}

async fn spreadsheets_come_as_open_documents(app: App) {
    let manager = app.manager().await;
    app.staff().await.register(&app.form().await).await;
    for list in [
        "inquiries",
        "printouts",
        "duties",
        "items",
        "accounts",
        "agencies",
        "journal",
        "roster",
        "applications",
        "job-changes",
        "notices",
        "manager-changes",
        "liability",
    ] {
        let answer = manager.get(&format!("/exports/{list}.ods")).send().await;
        assert!(answer.status.is_success(), "{list}: {answer:?}");
        assert!(
            answer.body.starts_with(b"PK")
                && answer.header("content-type").contains("opendocument.spreadsheet"),
            "{list}"
        );
        let kind =
            answer.body.windows(46).any(|part| part == b"application/vnd.oasis.opendocument.spreadsheet");
        assert!(kind, "the file says what it is");
    }
}

async fn an_import_judges_row_by_row(app: App) {
    let staff = app.staff().await;
    let form = app.form().await;
    let header =
        "item,data_items,name,identity,reason,case_number,period_from,period_to,justification,remark";
    let row = |identity: &str| {
        let item = &form.item;
        let data = form.data_items.join(";");
        let (reason, number) = (&form.reason, &form.case_number);
        format!(
            "{item},{data},王測試,{identity},\"{reason}\",{number},{},{},,",
            form.period_from, form.period_to
        )
    };
    let good = app.chance(people::national_id);
    let file = format!("{header}\n{}\n{}\n", row(&good), row("A123456788"));
    let answer = staff.post("/import/inquiries").bytes("text/csv", file.clone()).dry_run().send().await;
    assert!(answer.status.is_success(), "{answer:?}");
    let before: Vec<serde_json::Value> = staff.all("/inquiries?mine=true", 50).await;
    let rows = staff.post("/import/inquiries").bytes("text/csv", file).send().await.value();
    let results: Vec<_> =
        rows.as_array().unwrap().iter().map(|row| row["result"].as_str().unwrap().to_owned()).collect();
    assert_eq!(results, ["created", "refused"], "{rows}");
    assert!(!rows.to_string().contains(&good), "the answer names nobody");
    let after: Vec<serde_json::Value> = staff.all("/inquiries?mine=true", 50).await;
    assert_eq!(after.len(), before.len() + 1, "one bad row costs nobody else's, and judging wrote nothing");
}
