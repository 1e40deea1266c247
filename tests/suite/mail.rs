//! 提醒信: one letter a person and office day, never twice, naming no case and nobody; what did not go is shown.

use std::{fs, os::unix::fs::PermissionsExt as _};

use acceptance::{
    App, Database, canary, kept, on_both, people, query, scratch,
    smtp::{Received, Smtp},
};
use backend::{
    config::{Config, MailSettings, MailTls},
    journal::checkpoint::files::Files,
    schedule::{
        flow::{run_now, tick},
        jobs::{Report, Result as Outcome},
    },
};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use chrono::Duration;
use shared::{
    api::v1::{InquiryView, JobView, JournalRow, MailChoice, MailView, Schedule},
    id::PersonId,
    inquiry::{Identity, InquiryAction, SubjectDraft},
};

on_both!(
    everybody_gets_one_letter_a_day_whoever_sends_it,
    a_letter_names_no_case_and_nobody,
    on_a_day_off_nothing_is_sent,
    what_the_mail_server_refuses_is_shown_to_the_manager_and_not_sent_again,
    a_mail_server_that_is_down_is_tried_again_and_nothing_goes_twice,
    who_wants_no_reminders_gets_only_what_escalated,
    a_tampered_journal_is_told_to_the_manager_and_the_ethics_office,
    without_a_mail_server_nobody_is_written_to,
    settings_that_would_leak_a_password_are_refused,
);

/// Where the authorities of the operating system stand, for a program that is told so.
const AUTHORITIES: &str = "SSL_CERT_FILE";
/// Where the child of a test finds the mail server's certificate and key.
const FOLDER: &str = "CHADIAO_TEST_MAIL_FOLDER";

/// The authorities are read once in a process, so the story is told in a child that finds its own.
#[test]
fn letters_go_over_tls_to_a_server_whose_authority_is_trusted_and_to_no_other() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        return runtime.block_on(over_tls(folder.as_ref()));
    }
    let house = scratch::folder();
    for name in ["trusted", "unknown"] {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        fs::write(house.path().join(format!("{name}.pem")), made.cert.pem()).unwrap();
        fs::write(house.path().join(format!("{name}.cer")), made.cert.der()).unwrap();
        fs::write(house.path().join(format!("{name}.key")), made.signing_key.serialize_der()).unwrap();
    }
    let child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "mail::letters_go_over_tls_to_a_server_whose_authority_is_trusted_and_to_no_other"])
        .env(FOLDER, house.path())
        .env(AUTHORITIES, house.path().join("trusted.pem"))
        .output()
        .unwrap();
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stdout));
}

async fn over_tls(folder: &std::path::Path) {
    let app = App::start(Database::Sqlite).await;
    carried_out(&app, Vec::new()).await;
    let to = address(&app, app.cast().staff).await;
    let file = |name: &str| fs::read(folder.join(name)).unwrap();
    for (tls, is_from_the_first_byte) in [(MailTls::Tls, true), (MailTls::Starttls, false)] {
        for (authority, is_trusted) in [("unknown", false), ("trusted", true)] {
            let (certificate, key) = (file(&format!("{authority}.cer")), file(&format!("{authority}.key")));
            let smtp = Smtp::start_tls(certificate, key, is_from_the_first_byte).await;
            let mail = MailSettings { server: "localhost".into(), tls, ..settings(smtp.port()) };
            let server = app.server();
            let config = Config { mail: Some(mail), origin: Some(ORIGIN.into()), ..server.config().clone() };
            let server = backend::app::App::open(config, server.clock().clone()).await.expect("it opens");
            let report = remind(&server).await;
            let expected = if is_trusted { Outcome::Done } else { Outcome::Again };
            assert_eq!(report.result, expected, "{tls:?} to a server of {authority} authority: {report:?}");
            assert_eq!(!letters_to(&smtp.received(), &to).is_empty(), is_trusted, "{tls:?}, {authority}");
        }
        app.advance(Duration::days(1));
    }
}

const ORIGIN: &str = "https://chadiao.example.gov.tw";

fn settings(port: u16) -> MailSettings {
    MailSettings {
        server: "127.0.0.1".into(),
        port,
        tls: MailTls::None,
        user: None,
        password_file: None,
        from: "chadiao@example.gov.tw".into(),
        ethics: Vec::new(),
    }
}

/// Another server on the same records that hands letters in.
async fn posting(app: &App, smtp: &Smtp) -> backend::app::App {
    let server = app.server();
    let config =
        Config { mail: Some(settings(smtp.port())), origin: Some(ORIGIN.into()), ..server.config().clone() };
    backend::app::App::open(config, server.clock().clone()).await.expect("it opens")
}

async fn remind(server: &backend::app::App) -> Report {
    run_now(server, "reminders").await.expect("the job exists").expect("nobody else is at it")
}

async fn address(app: &App, person: PersonId) -> String {
    let account: shared::api::v1::AccountView =
        app.manager().await.get(&format!("/accounts/{person}")).send().await.ok();
    assert!(!account.draft.email.is_empty(), "practice people have an address");
    account.draft.email
}

fn letters_to<'a>(all: &'a [Received], to: &str) -> Vec<&'a Received> {
    all.iter().filter(|letter| letter.to == to).collect()
}

/// An inquiry whose paper is still to be accounted for, on the day of its query.
async fn carried_out(app: &App, subjects: Vec<SubjectDraft>) -> InquiryView {
    let (staff, mut form) = (app.staff().await, app.form().await);
    if !subjects.is_empty() {
        form.subjects = subjects;
    }
    let inquiry = staff.register(&form).await;
    let approved = app.supervisor().await.act(&inquiry, InquiryAction::approve()).await;
    staff.act(&approved, query(app.now(), vec![kept("第三櫃")])).await
}

async fn everybody_gets_one_letter_a_day_whoever_sends_it(app: App) {
    carried_out(&app, Vec::new()).await;
    let smtp = Smtp::start().await;
    let (here, there) = (posting(&app, &smtp).await, posting(&app, &smtp).await);
    let staff = address(&app, app.cast().staff).await;
    for day in 1..=2 {
        assert_eq!(remind(&here).await.result, Outcome::Done);
        remind(&there).await;
        remind(&here).await;
        let all = smtp.received();
        assert_eq!(letters_to(&all, &staff).len(), day, "one a day");
        app.advance(Duration::days(1));
    }
    let all = smtp.received();
    let letters = letters_to(&all, &staff);
    assert!(
        letters[0].text.contains("・交代列印資料與查詢紀錄（第五點第六款）：民國115年3月10日到期，1 件"),
        "{}",
        letters[0].text
    );
    assert!(letters[0].text.contains(&format!("{ORIGIN}/duties?mine=true&kind=account_for_paper")));
    assert!(letters[0].text.contains("You have"), "in both languages");
    assert!(letters[1].text.contains("【逾期】"), "a day later it is late: {}", letters[1].text);
    let raw = &letters[0].raw;
    assert!(raw.contains("Auto-Submitted: auto-generated") && raw.contains("Message-ID: <"), "{raw}");
    let head = address(&app, app.cast().supervisor).await;
    assert!(letters_to(&all, &head).iter().any(|letter| letter.text.contains("【逾期提報給您】")));
}

async fn a_letter_names_no_case_and_nobody(app: App) {
    let subjects: Vec<SubjectDraft> = (0..10)
        .map(|_| SubjectDraft {
            name: app.chance(people::rare_name),
            identity: Identity::Typed(app.chance(people::national_id)),
        })
        .collect();
    let mut canaries = Vec::new();
    for subject in &subjects {
        canaries.push(subject.name.clone());
        if let Identity::Typed(number) = &subject.identity {
            canaries.push(number.clone());
        }
    }
    let done = carried_out(&app, subjects).await;
    app.advance(Duration::days(3));
    canaries.push(done.inquiry.registration.case_number.clone());
    canaries.push(done.inquiry.id.to_string());
    let smtp = Smtp::start().await;
    remind(&posting(&app, &smtp).await).await;
    let all = smtp.received();
    assert!(all.len() >= 3, "owner, head and manager are written to");
    let places: Vec<(String, Vec<u8>)> = all
        .iter()
        .flat_map(|letter| [("raw", &letter.raw), ("text", &letter.text)])
        .map(|(place, text)| (place.to_owned(), text.clone().into_bytes()))
        .collect();
    assert_eq!(canary::search(&canaries, &places), []);
    let seen = canary::search(&["第五點第六款".to_owned()], &places);
    assert!(!seen.is_empty(), "the search sees what is there");
}

async fn on_a_day_off_nothing_is_sent(app: App) {
    carried_out(&app, Vec::new()).await;
    let smtp = Smtp::start().await;
    let server = posting(&app, &smtp).await;
    // The Saturday after.
    app.advance(Duration::days(4));
    let report = remind(&server).await;
    assert_eq!(report.result, Outcome::Done);
    assert!(report.note.en.contains("day off") && smtp.received().is_empty(), "{report:?}");
    app.advance(Duration::days(2));
    remind(&server).await;
    assert!(!smtp.received().is_empty(), "on Monday it is");
    // Nobody imported the calendar of 2028.
    app.advance(Duration::days(680));
    let report = remind(&server).await;
    assert_eq!(report.result, Outcome::Again);
    assert!(report.note.en.contains("2028"), "the year is named: {report:?}");
}

async fn schedule(app: &App) -> Schedule {
    app.manager().await.get("/schedule").send().await.ok()
}

async fn reminders(app: &App) -> JobView {
    schedule(app).await.jobs.into_iter().find(|job| job.job == "reminders").expect("the job")
}

async fn what_the_mail_server_refuses_is_shown_to_the_manager_and_not_sent_again(app: App) {
    carried_out(&app, Vec::new()).await;
    let smtp = Smtp::start().await;
    let (server, staff) = (posting(&app, &smtp).await, app.cast().staff);
    let to = address(&app, staff).await;
    smtp.answer(&to, "550 5.1.1 no such mailbox");
    assert_eq!(remind(&server).await.result, Outcome::Alarm);
    let trouble = schedule(&app).await.mail.trouble;
    let found = trouble.iter().find(|one| one.person == staff).expect("it is shown");
    assert_eq!((found.state.as_str(), found.attempts, found.day), ("refused", 1, app.today()));
    assert!(found.error.contains("no such mailbox") && !found.error.contains(&to), "{found:?}");
    assert_eq!(reminders(&app).await.is_good, Some(false));
    smtp.answer(&to, "250 ok");
    remind(&server).await;
    assert!(letters_to(&smtp.received(), &to).is_empty(), "a refusal stands for the day");
    app.advance(Duration::days(1));
    remind(&server).await;
    assert_eq!(letters_to(&smtp.received(), &to).len(), 1);
}

async fn a_mail_server_that_is_down_is_tried_again_and_nothing_goes_twice(app: App) {
    carried_out(&app, Vec::new()).await;
    let smtp = Smtp::start().await;
    let server = posting(&app, &smtp).await;
    let to = address(&app, app.cast().staff).await;
    tick(&server).await.unwrap();
    smtp.set_down(true);
    app.advance(Duration::hours(23));
    assert!(tick(&server).await.unwrap().contains(&"reminders"));
    let seen = reminders(&app).await;
    assert_eq!((seen.is_good, seen.failures), (Some(false), 1));
    assert_eq!(seen.due_at, app.now() + Duration::minutes(5), "and soon again");
    smtp.set_down(false);
    smtp.answer(&to, "451 4.2.1 try later");
    app.advance(Duration::minutes(5));
    assert!(tick(&server).await.unwrap().contains(&"reminders"));
    let sent = smtp.received().len();
    assert!(sent > 0 && letters_to(&smtp.received(), &to).is_empty(), "all but one went");
    assert_eq!(reminders(&app).await.failures, 2);
    smtp.answer(&to, "250 ok");
    app.advance(Duration::minutes(10));
    assert!(tick(&server).await.unwrap().contains(&"reminders"));
    assert_eq!(smtp.received().len(), sent + 1, "only the one that had not gone");
    assert_eq!(reminders(&app).await.is_good, Some(true));
    assert_eq!(schedule(&app).await.mail.trouble, []);
}

async fn who_wants_no_reminders_gets_only_what_escalated(app: App) {
    carried_out(&app, Vec::new()).await;
    let smtp = Smtp::start().await;
    let server = posting(&app, &smtp).await;
    let (staff, head) = (app.staff().await, app.supervisor().await);
    let view: MailView = staff.get("/mail").send().await.ok();
    assert!(view.wants_reminders && !view.is_on, "wanted until refused; this server sends none");
    for client in [&staff, &head] {
        let choice = MailChoice { wants_reminders: false };
        let view: MailView = client.put("/mail").json(&choice).send().await.ok();
        assert!(!view.wants_reminders);
    }
    app.advance(Duration::days(1));
    remind(&server).await;
    let all = smtp.received();
    assert!(letters_to(&all, &address(&app, app.cast().staff).await).is_empty());
    let address = address(&app, app.cast().supervisor).await;
    let letters = letters_to(&all, &address);
    assert!(letters.len() == 1 && letters[0].text.contains("【逾期提報給您】"), "{letters:?}");
    assert!(!letters[0].text.contains("【應即辦理】"), "and nothing else");
    let wanted = MailChoice { wants_reminders: true };
    app.staff().await.put("/mail").json(&wanted).send().await.ok::<MailView>();
    app.advance(Duration::days(1));
    remind(&server).await;
    assert_eq!(letters_to(&smtp.received(), &self::address(&app, app.cast().staff).await).len(), 1);
    let person = app.cast().staff;
    let rows: Vec<JournalRow> = app.manager().await.all(&format!("/journal?record={person}"), 100).await;
    assert_eq!(rows.iter().filter(|row| row.action == "mail.choose").count(), 2);
    app.stranger().get("/mail").send().await.problem(401);
    app.staff().await.put("/mail").json(&serde_json::json!({ "to": "x@y.tw" })).send().await.problem(400);
}

async fn a_tampered_journal_is_told_to_the_manager_and_the_ethics_office(app: App) {
    const ETHICS: &str = "ethics@example.gov.tw";
    carried_out(&app, Vec::new()).await;
    let smtp = Smtp::start().await;
    let config = app.server().config().clone();
    let mail = MailSettings { ethics: vec![ETHICS.into()], ..settings(smtp.port()) };
    let config = Config { mail: Some(mail), origin: Some(ORIGIN.into()), ..config };
    let server = backend::app::App::open(config, app.server().clock().clone()).await.expect("it opens");
    let verify =
        async || run_now(&server, "verification").await.unwrap().expect("nobody else is at it").result;
    assert_eq!(verify().await, Outcome::Done);
    assert!(smtp.received().is_empty(), "a sound journal is no news");
    // The signer remembers more than is there: as after a cut of the database.
    let state = Files::of(server.config()).state;
    let told = serde_json::json!({ "origin": "x", "size": 1_000, "root": BASE64.encode([0; 32]) });
    fs::write(&state, told.to_string()).unwrap();
    smtp.answer(ETHICS, "451 4.2.1 try later");
    assert_eq!(verify().await, Outcome::Alarm);
    let manager = address(&app, app.cast().manager).await;
    let all = smtp.received();
    let letters = letters_to(&all, &manager);
    assert!(letters.len() == 1 && letters_to(&all, ETHICS).is_empty(), "{all:?}");
    let text = &letters[0].text;
    assert!(text.contains("稽核軌跡") && text.contains("counts 1000 entries"), "{text}");
    assert!(text.contains(&format!("{ORIGIN}/journal")) && text.contains("does not verify"), "{text}");
    let mut tx = server.db().read().await.unwrap();
    let trouble = backend::mail::flow::state(&server, &mut tx).await.unwrap().trouble;
    drop(tx);
    let names: Vec<&str> = trouble.iter().map(|one| one.person_name.as_str()).collect();
    assert_eq!(names, [ETHICS], "the manager sees who was not reached");
    smtp.answer(ETHICS, "250 ok");
    for _ in 0..2 {
        assert_eq!(verify().await, Outcome::Alarm);
    }
    let all = smtp.received();
    assert_eq!((letters_to(&all, &manager).len(), letters_to(&all, ETHICS).len()), (1, 1), "one a day");
    fs::remove_file(&state).unwrap();
    assert_eq!(verify().await, Outcome::Done);
    assert_eq!(smtp.received().len(), 2);
}

async fn without_a_mail_server_nobody_is_written_to(app: App) {
    carried_out(&app, Vec::new()).await;
    let report = remind(app.server()).await;
    assert_eq!(report.result, Outcome::Done);
    assert!(report.note.en.contains("No mail server"));
    assert!(!schedule(&app).await.mail.is_on);
}

async fn settings_that_would_leak_a_password_are_refused(app: App) {
    let config = |origin: Option<&str>, mail: MailSettings| {
        let config =
            Config { mail: Some(mail), origin: origin.map(str::to_owned), ..app.server().config().clone() };
        config.check().err().map(|error| error.to_string()).unwrap_or_default()
    };
    let plain = settings(25);
    assert_eq!(config(Some(ORIGIN), plain.clone()), "");
    assert!(config(None, plain.clone()).contains("--origin"));
    assert!(
        config(Some(ORIGIN), MailSettings { from: "nobody".into(), ..plain.clone() }).contains("`nobody`")
    );
    let file = app.folder().join("smtp-password");
    fs::write(&file, "secret\n").expect("a file");
    let with = |tls, mode: u32| {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).expect("its mode");
        let mail = MailSettings {
            tls,
            user: Some("chadiao".into()),
            password_file: Some(file.clone()),
            ..plain.clone()
        };
        config(Some(ORIGIN), mail)
    };
    assert_eq!(with(MailTls::Starttls, 0o400), "");
    assert!(with(MailTls::Starttls, 0o444).contains("others can read it"));
    assert!(with(MailTls::None, 0o400).contains("never sent in the clear"));
}
