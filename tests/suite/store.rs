//! One SQL for two databases: every statement of every store is understood by both, and each guards itself.

use acceptance::{App, Database, on_both};

on_both!(every_statement_is_understood, the_database_itself_refuses_to_change_the_journal,);

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
