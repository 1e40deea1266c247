//! The practice county: lived under the real rules from its first day, with somebody for every refusal.

use std::collections::BTreeSet;

use acceptance::{App, Options, on_both};
use backend::practice::{self, Pace, Size};
use shared::{
    api::v1::{AccountView, DutyView, InspectedRecord, InspectedRow, OwnInspection, PracticePerson},
    duty::Level,
};

on_both!(
    a_county_grows_and_no_rule_refuses_any_of_it,
    each_half_year_has_a_key_of_its_own,
    nobody_signs_in_with_an_account_that_is_over,
    some_of_what_is_late_has_escalated,
    an_inspector_reads_every_kind_of_record_in_words,
    rows_held_back_are_the_rows_written_one_by_one,
);

/// What two counties of the same seed have in common, table by table: everything but seals, salts and the numbers of duties.
const TABLES: [&str; 9] = [
    "SELECT COALESCE(body, '') || '|' || status || '|' || CAST(revision AS TEXT) || '|' || case_number || '|' || first_subject \
     || '|' || CAST(subject_count AS TEXT) || '|' || edition || '|' || CAST(COALESCE(submitted_at, 0) AS TEXT) || '|' \
     || CAST(COALESCE(queried_at, 0) AS TEXT) || '|' || COALESCE(use_by, '') || '|' || COALESCE(due_on, '') || '|' \
     || CAST(updated_at AS TEXT) || '|' || CASE WHEN draft IS NULL THEN '' ELSE 'draft' END AS line FROM inquiries ORDER BY 1",
    "SELECT i.case_number || '|' || CAST(s.ordinal AS TEXT) || '|' || CAST(s.year AS TEXT) || '|' || CAST(length(s.name) AS TEXT) \
     || '|' || CAST(length(s.mark) AS TEXT) FROM subjects s JOIN inquiries i ON i.id = s.inquiry_id ORDER BY 1",
    "SELECT body || '|' || state || '|' || CAST(revision AS TEXT) || '|' || COALESCE(due_on, '') || '|' || queried_on || '|' \
     || CAST(pages AS TEXT) || '|' || CAST(copies AS TEXT) || '|' || CAST(updated_at AS TEXT) FROM printouts ORDER BY 1",
    "SELECT kind || '|' || record_kind || '|' || about || '|' || from_on || '|' || COALESCE(due_on, '') || '|' \
     || COALESCE(adjusted_on, '') || '|' || CASE WHEN inquiry_id IS NULL THEN '' ELSE 'inquiry' END FROM duties ORDER BY 1",
    "SELECT month || '|' || name || '|' || CAST(count AS TEXT) FROM figures ORDER BY 1",
    "SELECT code || '|' || path || '|' || body || '|' || CAST(at AS TEXT) FROM hints ORDER BY 1",
    "SELECT data_item || '|' || month || '|' || CAST(count AS TEXT) FROM item_usage ORDER BY 1",
    "SELECT action || '|' || kind || '|' || CAST(revision AS TEXT) || '|' || CAST(seq AS TEXT) || '|' || CAST(at AS TEXT) \
     FROM journal_entries ORDER BY 1",
    "SELECT CAST(place AS TEXT) FROM journal_hashes ORDER BY 1",
];

async fn a_county_grows_and_no_rule_refuses_any_of_it(app: App) {
    for seed in [2, 3] {
        // Later cases begin where the first ones ended, so they are told in no time at all.
        practice::fill_with(app.server(), Size { inquiries: 60 }, seed).await.expect("no rule refuses it");
    }
    assert_eq!(app.verify().await, Vec::<String>::new());
    assert_eq!(app.number("SELECT count(*) FROM inquiries").await, 24 + 60 + 60);
}

async fn each_half_year_has_a_key_of_its_own(app: App) {
    // Two years lie in five half-years; what is shredded with a key is what was sealed in its time.
    assert_eq!(app.number("SELECT count(DISTINCT period) FROM data_keys").await, 5);
    let sealed = "SELECT count(DISTINCT substr(name, 2, 4)) FROM subjects";
    assert!(app.number(sealed).await >= 4);
}

async fn nobody_signs_in_with_an_account_that_is_over(app: App) {
    let accounts: Vec<AccountView> = app.manager().await.all("/accounts", 100).await;
    let over = accounts.iter().find(|account| !account.is_active).expect("somebody");
    let people: Vec<PracticePerson> = app.stranger().get("/practice/people").send().await.ok();
    assert!(people.iter().any(|person| person.person == over.id));
    let answer = app.stranger().try_sign_in(over.id).await;
    assert_eq!(answer.problem(403).kind, "/problems/account-inactive");
}

async fn some_of_what_is_late_has_escalated(app: App) {
    practice::fill_with(app.server(), Size { inquiries: 120 }, 2).await.expect("no rule refuses it");
    app.advance(chrono::Duration::days(60));
    practice::fill_with(app.server(), Size { inquiries: 1 }, 3).await.expect("no rule refuses it");
    let late: Vec<DutyView> = app.manager().await.all("/duties?mine=true&late=true", 100).await;
    assert!(
        late.iter().any(|duty| duty.escalated.is_some_and(|one| one.level == Level::Manager)),
        "{late:?}"
    );
    assert!(app.number("SELECT count(*) FROM escalations").await >= 2);
    assert!(app.number("SELECT count(*) FROM journal_entries WHERE action = 'duty.escalate'").await >= 2);
}

async fn an_inspector_reads_every_kind_of_record_in_words(app: App) {
    let people: Vec<PracticePerson> = app.stranger().get("/practice/people").send().await.ok();
    let guest = people.iter().find(|person| person.title == "查核人員").expect("an inspector's card");
    let inspector = app.stranger().sign_in(guest.person).await;
    let own: OwnInspection = inspector.get("/inspection").send().await.ok();
    assert!(own.kinds.len() > 10, "{own:?}");
    let is_name = |text: &str| {
        let is_sign = |sign: u8| sign.is_ascii_lowercase() || sign == b'_';
        text.split(' ').any(|part| !part.is_empty() && part.bytes().all(is_sign))
    };
    let mut raw = BTreeSet::new();
    for kind in own.kinds {
        let path = format!("/inspection/records?kind={}", kind.kind);
        for row in inspector.all::<InspectedRow>(&path, 100).await {
            let path = format!("/inspection/records/{}/{}", kind.kind, row.record);
            let record: InspectedRecord = inspector.get(&path).send().await.ok();
            for field in record.fields {
                // What stands there in English is a text, and one word of it may look like a name.
                let is_english = field.words.zh_tw.contains("英文");
                let is_raw = !is_english && !field.value.zh_tw.contains(' ') && is_name(&field.value.zh_tw);
                if is_raw || is_name(&field.words.zh_tw) {
                    raw.insert(format!("{}: {} = {}", kind.kind, field.words.zh_tw, field.value.zh_tw));
                }
            }
        }
    }
    assert!(raw.is_empty(), "names of ours instead of words: {raw:#?}");
}

/// Holding back is another order of writing and no other way: the same records, duties, figures and entries.
async fn rows_held_back_are_the_rows_written_one_by_one(app: App) {
    // Chapters far shorter than a case, so that rows are taken up again after they were written.
    let paces = [
        Pace { scenes: 40, holds_back: true },
        Pace { scenes: 40, holds_back: false },
        Pace { scenes: 1_000_000, holds_back: true },
    ];
    let mut counties = Vec::new();
    for pace in paces {
        let options = Options { size: Size { inquiries: 150 }, pace, ..Options::default() };
        let county = App::start_with(app.database(), options).await;
        assert_eq!(county.verify().await, Vec::<String>::new());
        let mut tables = Vec::new();
        for sql in TABLES {
            tables.push(county.lines(sql).await);
        }
        counties.push(tables);
    }
    for (sql, table) in TABLES.iter().zip(0..) {
        let [held, plain, whole] = [0, 1, 2].map(|pace: usize| &counties[pace][table]);
        assert!(!plain.is_empty(), "{sql}");
        assert_eq!(held, plain, "{sql}");
        assert_eq!(whole, plain, "{sql}");
    }
}
