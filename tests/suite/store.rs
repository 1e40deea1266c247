//! One SQL for two databases: every statement of every store is understood by both, and each guards itself.

use acceptance::{App, Database, Options, on_both};

on_both!(every_statement_is_understood, the_database_itself_refuses_to_change_the_journal,);

/// Sorts that stay small: one inquiry's own rows, who asked about one person, the pressing duties by unit, and what a
/// new device is sent first.
const SMALL: [&str; 6] = [
    "FROM inquiries i CROSS JOIN journal_entries",
    "p.inquiry_id = $1",
    "blind = $1",
    "due_on <= $2 GROUP BY",
    "FROM register_versions",
    "FROM figures",
];

/// Tables with a row for every inquiry or more: whoever walks one of them whole gets slower with the years.
const GROWING: [&str; 8] = [
    "inquiries",
    "subjects",
    "printouts",
    "duties",
    "journal_entries",
    "journal_hashes",
    "operations",
    "push_results",
];

#[tokio::test]
async fn nothing_walks_or_sorts_a_table_that_grows() {
    let app = App::sqlite_with(Options::default()).await;
    let mut slow = Vec::new();
    for sql in backend::store::statements() {
        for step in app.sqlite_plan(sql).await.expect(sql) {
            let walked = step.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next());
            let sorted = step.contains("TEMP B-TREE") && !SMALL.iter().any(|small| sql.contains(small));
            if walked.is_some_and(|table| GROWING.contains(&table)) || sorted {
                slow.push(format!("{step}: {sql}"));
            }
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}

async fn every_statement_is_understood(app: App) {
    let statements = backend::store::statements();
    assert!(statements.len() > 30, "{}", statements.len());
    for sql in statements {
        if let Err(error) = app.prepare(sql).await {
            // Without its bindings PostgreSQL cannot tell the type of an optional filter; the lists' own stories bind them.
            let is_untyped = error
                .as_database_error()
                .is_some_and(|error| matches!(error.code().as_deref(), Some("42P18" | "42P08")));
            if is_untyped {
                continue;
            }
            panic!("{:?} does not understand `{sql}`: {error}", app.database());
        }
    }
}

async fn the_database_itself_refuses_to_change_the_journal(app: App) {
    app.staff().await.register(&app.form().await).await;
    for sql in [
        "UPDATE journal_entries SET action = 'x' WHERE seq = 0",
        "DELETE FROM journal_entries WHERE seq = 0",
        "UPDATE journal_hashes SET place = place + 1000 WHERE place = 0",
        "DELETE FROM journal_hashes WHERE place = 0",
    ] {
        let error = app.run(sql).await.expect_err(sql).to_string();
        assert!(error.contains("journal") || app.database() == Database::Postgres, "{sql}: {error}");
    }
    assert_eq!(app.verify().await, Vec::<String>::new());
}
