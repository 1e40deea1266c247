//! 對帳: the platform's own query record against the register, four piles, each line that does not match with an owner.

use acceptance::{Answer, App, Client, filed, on_both, query, url_part};
use backend::{
    exchange::{Table, ods, xlsx},
    practice::platform,
};
use chrono::Duration;
use shared::{
    api::v1::{AccountView, DutyView, FindingView, Page, ReconciliationView},
    field::RocDate,
    inquiry::{Identity, InquiryAction, InquiryDraft},
    reconciliation::{Differs, Pile, ReconciliationBody},
};

on_both!(
    what_was_queried_is_held_against_what_was_approved,
    a_file_is_refused_with_its_reason_and_only_the_manager_brings_one,
    a_hundred_rows_that_cannot_be_read_cost_nobody_else,
    a_spreadsheet_is_read_like_the_text_it_was_saved_from,
    a_file_that_is_no_record_says_what_to_do,
    the_practice_countys_record_has_some_of_everything,
);

fn identity(form: &InquiryDraft) -> &str {
    let Identity::Typed(identity) = &form.subjects[0].identity else { panic!("typed") };
    identity
}

async fn send(who: &Client, app: &App, csv: &str, columns: [&str; 3]) -> Answer {
    bring(who, app, "text/csv", csv.as_bytes(), columns, "").await
}

async fn bring(who: &Client, app: &App, kind: &str, bytes: &[u8], columns: [&str; 3], sheet: &str) -> Answer {
    let [day, account, identity] = columns.map(url_part);
    let (today, sheet) = (app.today(), url_part(sheet));
    let path = format!(
        "/reconciliations?from={today}&to={today}&queried_on={day}&account={account}&identity={identity}&sheet={sheet}"
    );
    who.post(&path).bytes(kind, bytes.to_vec()).send().await
}

const COLUMNS: [&str; 3] = ["查詢日期", "帳號", "證號"];

async fn account(app: &App) -> String {
    let path = format!("/accounts/{}", app.cast().staff);
    app.manager().await.get(&path).send().await.ok::<AccountView>().draft.egov_account
}

async fn approved(app: &App) -> (InquiryDraft, shared::api::v1::InquiryView) {
    let form = app.form().await;
    let inquiry = app.staff().await.register(&form).await;
    (form, app.supervisor().await.act(&inquiry, InquiryAction::approve()).await)
}

async fn what_was_queried_is_held_against_what_was_approved(app: App) {
    let account = account(&app).await;
    let mut forms = Vec::new();
    for is_carried_out in [true, false, false] {
        let (form, inquiry) = approved(&app).await;
        if is_carried_out {
            let done = query(app.now(), vec![filed("府社障字第1150000077號")]);
            app.staff().await.act(&inquiry, done).await;
        }
        forms.push((form, inquiry.inquiry.id));
    }
    let stranger = app.form().await;
    let today = app.today();
    // Matched, queried and not recorded here, queried without any approval; the third form is not in it, and a column that
    // says what the Bureau's data says is never read.
    let csv = format!(
        "查詢日期,帳號,證號,投保薪資\n{today} 10:05,{account},{},四萬五千八百\n{today},{account},{},1\n{today},nobody.here,{},1\n",
        identity(&forms[0].0),
        identity(&forms[1].0),
        identity(&stranger),
    );
    let manager = app.manager().await;
    let answer = send(&manager, &app, &csv, COLUMNS).await;
    let view: ReconciliationView = answer.ok();
    let made = &view.reconciliation;
    assert_eq!((made.rows, made.matched, made.unapproved, made.differing), (3, 1, 1, 1), "{made:?}");
    let of = |pile| made.lines.iter().filter(move |line| line.pile == pile);
    assert!(of(Pile::NeverQueried).any(|line| line.inquiry == Some(forms[2].1)), "{made:?}");
    let differing = of(Pile::Differing).next().expect("one");
    assert_eq!(
        (differing.inquiry, differing.differs.as_slice()),
        (Some(forms[1].1), [Differs::NotRecorded].as_slice())
    );
    assert_eq!(view.findings.len(), made.lines.len(), "each line has an owner");
    let month = today.format("%Y-%m").to_string();
    let months = made.months.iter().find(|one| one.month == month).expect("this month");
    assert_eq!(months.platform, 3);
    // Nobody is named, and nothing of the Bureau's data is there.
    for text in [answer.text(), app.logs()] {
        assert!(!text.contains(identity(&stranger)) && !text.contains("四萬五千八百"), "{text}");
    }
    let staff = app.staff().await;
    let mine: Vec<DutyView> = staff.all("/duties?mine=true&kind=mend_finding", 50).await;
    assert!(mine.iter().any(|duty| duty.duty.due == Some(today + Duration::days(30))), "{mine:?}");
    let theirs: Vec<FindingView> = staff.all("/findings", 50).await;
    assert!(theirs.iter().any(|one| one.finding.inquiry == Some(forms[1].1)));
    let all: Page<ReconciliationBody> = manager.get("/reconciliations").send().await.ok();
    assert_eq!(all.items[0].columns.queried_on, "查詢日期", "the mapping is offered again");
    let again: ReconciliationView = manager.get(&format!("/reconciliations/{}", made.id)).send().await.ok();
    assert_eq!(again, view);
    staff.get(&format!("/reconciliations/{}", made.id)).send().await.problem(404);
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn a_file_is_refused_with_its_reason_and_only_the_manager_brings_one(app: App) {
    let csv = "查詢日期,帳號,證號\n2026-03-10,a,A123456789\n";
    let staff = app.staff().await;
    send(&staff, &app, csv, COLUMNS).await.refused_by("P04-2-NOT-THE-MANAGER");
    staff.get("/reconciliations").send().await.problem(403);
    let manager = app.manager().await;
    send(&manager, &app, csv, ["日期", "帳號", "證號"]).await.refused_by("P05-6-RECONCILE-COLUMN");
    send(&manager, &app, "查詢日期,帳號,證號\n", COLUMNS).await.refused_by("P05-6-RECONCILE-EMPTY");
    let path = "/reconciliations?queried_on=a&account=b&identity=c";
    manager.post(path).bytes("text/csv", "a,b,c\n1,2,3\n").send().await.refused_by("P05-6-RECONCILE-DAYS");
}

async fn a_hundred_rows_that_cannot_be_read_cost_nobody_else(app: App) {
    let (form, inquiry) = approved(&app).await;
    app.staff().await.act(&inquiry, query(app.now(), vec![filed("府社障字第1150000077號")])).await;
    let mut csv = "查詢日期,帳號,證號\n".to_owned();
    for _ in 0..100 {
        csv += "某日,a,不是證號\n";
    }
    csv += &format!("{},{},{}\n", app.today(), account(&app).await, identity(&form));
    let manager = app.manager().await;
    let view: ReconciliationView = send(&manager, &app, &csv, COLUMNS).await.ok();
    let made = &view.reconciliation;
    assert_eq!((made.rows, made.matched, made.unreadable.len()), (101, 1, 100));
    assert_eq!(made.unreadable.first(), Some(&2));
}

async fn a_spreadsheet_is_read_like_the_text_it_was_saved_from(app: App) {
    let (form, inquiry) = approved(&app).await;
    app.staff().await.act(&inquiry, query(app.now(), vec![filed("府社障字第1150000077號")])).await;
    let stranger = app.form().await;
    let (account, today) = (account(&app).await, RocDate::from_date(app.today()).expect("a year of ours"));
    // The export begins with a title, as the platform's do.
    let row = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
    let table = Table::of(
        &["查詢紀錄清冊", "", "", ""],
        [
            row(["查詢日期", "帳號", "證號", "投保薪資"]),
            row([&format!("{} 10:05", today.slash()), &account, identity(&form), "四萬五千八百"]),
            row([&today.compact(), "nobody.here", identity(&stranger), "1"]),
            row(["某日", "a", "不是證號", ""]),
        ],
    );
    let manager = app.manager().await;
    let big5 = |text: Vec<u8>| {
        let text = String::from_utf8(text).expect("text");
        encoding_rs::BIG5.encode(text.trim_start_matches('\u{feff}')).0.into_owned()
    };
    let files = [
        ("text/csv", table.csv().expect("csv")),
        ("text/csv", big5(table.csv().expect("csv"))),
        ("application/vnd.oasis.opendocument.spreadsheet", ods::write(&table).expect("ods")),
        ("application/octet-stream", xlsx::write(&table).expect("xlsx")),
    ];
    let mut found = Vec::new();
    for (kind, bytes) in files {
        let answer = bring(&manager, &app, kind, &bytes, COLUMNS, "").await;
        let view: ReconciliationView = answer.ok();
        for text in [answer.text(), app.logs()] {
            assert!(!text.contains(identity(&stranger)) && !text.contains("四萬五千八百"), "{text}");
        }
        let made = view.reconciliation;
        assert_eq!((made.rows, made.matched, made.unapproved, made.unreadable.clone()), (3, 1, 1, vec![5]));
        found.push((made.lines, made.months));
    }
    assert!(found.windows(2).all(|pair| pair[0] == pair[1]), "{found:?}");
    let bytes = xlsx::write(&table).expect("xlsx");
    bring(&manager, &app, "text/csv", &bytes, COLUMNS, "紀錄").await.refused_by("P05-6-RECONCILE-SHEET");
    let named = bring(&manager, &app, "text/csv", &bytes, COLUMNS, "Sheet1").await;
    assert_eq!(named.ok::<ReconciliationView>().reconciliation.columns.sheet, "Sheet1");
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn a_file_that_is_no_record_says_what_to_do(app: App) {
    let manager = app.manager().await;
    let files: [(&[u8], &str); 4] = [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存為"),
        (b"%PDF-1.7", "CSV"),
        (b"PK\x03\x04 and no more", "重新匯出"),
        (b"\x89PNG\r\n\x1a\n\0\0", "CSV"),
    ];
    for (bytes, words) in files {
        let problem =
            bring(&manager, &app, "application/octet-stream", bytes, COLUMNS, "").await.problem(400);
        let said = serde_json::to_string(&problem).expect("JSON");
        assert!(said.contains(words), "{said}");
    }
}

async fn the_practice_countys_record_has_some_of_everything(app: App) {
    let from = app.today() - Duration::days(700);
    let table = platform::record(app.server(), from, app.today()).await.expect("a practice county");
    assert!(table.rows.len() > 12, "{}", table.rows.len());
    let [day, account, identity] = platform::COLUMNS.map(url_part);
    let path = format!(
        "/reconciliations?from={from}&to={}&queried_on={day}&account={account}&identity={identity}",
        app.today()
    );
    let bytes = xlsx::write(&table).expect("xlsx");
    let answer = app.manager().await.post(&path).bytes("application/octet-stream", bytes).send().await;
    let made = answer.ok::<ReconciliationView>().reconciliation;
    assert_eq!((made.rows, made.unreadable.len()), (table.rows.len() as u64, 0));
    assert!(made.matched > 8 && made.unapproved >= 3 && made.never_queried >= 1, "{made:?}");
    let differs = |what| made.lines.iter().any(|line| line.differs.contains(&what));
    assert!(differs(Differs::Day) && made.differing >= 1, "{made:?}");
}
