//! Commands that open the records: what is not there is neither made nor called sound.

use std::{
    fs,
    path::{Path, PathBuf},
};

use backend::{app::App, clock::Clock, config::Config};
use shared::{Editions, account::AccountDraft};

use crate::{Ended, root, run};

/// A place for a database and its keys, away from each other.
struct House(tempfile::TempDir);

impl House {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn database(&self) -> PathBuf {
        self.0.path().join("db/chadiao.sqlite")
    }

    fn keys(&self) -> PathBuf {
        self.0.path().join("keys/chadiao.keys")
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        let (database, keys) = (self.database(), self.keys());
        let house = ["--database", database.to_str().unwrap(), "--keys", keys.to_str().unwrap()];
        run(&[arguments, &house].concat())
    }

    fn is_empty(&self) -> bool {
        fn any(folder: &Path) -> bool {
            fs::read_dir(folder).unwrap().any(|entry| {
                let path = entry.unwrap().path();
                path.is_file() || any(&path)
            })
        }
        !any(self.0.path())
    }
}

const PERSON: &str = "01990000-0000-7000-8000-0000000000a1";

#[test]
fn a_database_that_is_not_there_is_an_error_and_is_not_made() {
    let house = House::new();
    for (arguments, code) in [
        (&["journal", "verify"][..], 1),
        (&["journal", "verify", "--json"], 1),
        (&["keys", "rotate"], 2),
        (&["import", "inquiries", "/dev/null", "--as", PERSON], 2),
        (&["import", "inventory", "/dev/null", "--as", PERSON], 2),
        (&["schedule", "list"], 2),
        (&["schedule", "run", "escalation"], 2),
    ] {
        let ended = house.run(arguments);
        assert_eq!((ended.code, ended.out.as_str()), (Some(code), ""), "{arguments:?}: {}", ended.err);
        assert!(ended.err.contains("there is no database at"), "{arguments:?}: {}", ended.err);
        assert!(house.is_empty(), "{arguments:?} made something");
    }
}

#[test]
fn a_file_that_holds_no_records_is_not_called_sound() {
    let house = House::new();
    fs::create_dir_all(house.database().parent().unwrap()).unwrap();
    for content in [
        &b""[..],
        b"this is no database, but it is long enough to be read as the header of one. ".repeat(9).as_slice(),
    ] {
        fs::write(house.database(), content).unwrap();
        assert_eq!(house.run(&["journal", "verify"]).code, Some(1));
        assert_eq!(house.run(&["keys", "rotate"]).code, Some(2));
        assert!(!house.keys().exists());
    }
}

#[test]
fn a_lost_key_file_is_not_made_anew() {
    let house = House::new();
    assert_eq!(house.run(&["migrate"]).code, Some(0));
    fs::remove_file(house.keys()).unwrap();
    let ended = house.run(&["journal", "verify"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.err.contains("key file") && !house.keys().exists(), "{}", ended.err);
}

#[test]
fn a_sound_journal_is_verified_and_its_keys_are_renewed() {
    let house = House::new();
    assert_eq!(house.run(&["practice", "--inquiries", "6"]).code, Some(0));
    assert_eq!(house.run(&["journal", "verify"]).code, Some(0));
    let head = &house.run(&["journal", "verify", "--json"]).lines()[0];
    assert_eq!(head["problems"].as_array().unwrap().len(), 0);
    let before = fs::read(house.keys()).unwrap();
    assert_eq!(house.run(&["keys", "rotate"]).code, Some(0));
    assert_ne!(fs::read(house.keys()).unwrap(), before);
    assert_eq!(fs::read(house.keys().with_extension("old")).unwrap(), before);
    assert_eq!(house.run(&["journal", "verify"]).code, Some(0));
}

#[test]
fn keys_beside_the_database_are_refused_however_it_is_named() {
    let house = House::new();
    let database = house.database();
    let neighbour = database.with_file_name("chadiao.keys");
    for prefix in ["", "sqlite:", "sqlite://"] {
        let url = format!("{prefix}{}", database.display());
        let ended = run(&["migrate", "--database", &url, "--keys", neighbour.to_str().unwrap()]);
        assert_eq!(ended.code, Some(2), "{url}");
        assert!(ended.err.contains("beside the database"), "{url}: {}", ended.err);
    }
}

#[test]
fn practice_is_refused_where_others_can_reach_it() {
    let house = House::new();
    let ended = house.run(&["serve", "--practice", "--bind", "0.0.0.0:0"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("loopback") && house.is_empty(), "{}", ended.err);
}

#[test]
fn a_screen_that_never_locks_is_refused() {
    let house = House::new();
    for minutes in ["0", "16"] {
        let ended = house.run(&["serve", "--bind", "127.0.0.1:0", "--lock-minutes", minutes]);
        assert_eq!(ended.code, Some(2));
        assert!(ended.err.contains("point 5(3)") && house.is_empty(), "{}", ended.err);
    }
}

#[test]
fn a_county_is_made_in_an_empty_database_and_grows_only_in_a_practice_one() {
    let house = House::new();
    assert_eq!(house.run(&["practice", "--inquiries", "3"]).code, Some(0));
    let grown = house.run(&["practice", "--inquiries", "3", "--seed", "2"]);
    assert_eq!(grown.code, Some(0), "{}", grown.err);
    let fresh = House::new();
    assert_eq!(fresh.run(&["migrate"]).code, Some(0));
    assert_eq!(fresh.run(&["practice", "--inquiries", "3"]).code, Some(0), "migrated and empty is empty");
}

/// The manager, and somebody who inquires about the first item.
fn people(house: &House) -> (String, String) {
    let config = Config {
        bind: ([127, 0, 0, 1], 0).into(),
        database: house.database().display().to_string(),
        keys: house.keys(),
        authorities: house.keys().with_file_name("authorities"),
        cards: house.keys().with_file_name("practice-cards"),
        origin: None,
        tls: None,
        sign_approvals: shared::session::SignApprovals::default(),
        proxy_hops: 0,
        lock_minutes: shared::session::LOCK_MINUTES,
        limits: backend::limit::Limits::default(),
        card_component: backend::config::CARD_COMPONENT.into(),
        is_practice: false,
        editions: Editions { amended_from: chrono::NaiveDate::from_ymd_opt(2026, 1, 1) },
        mail: None,
        county: None,
    };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let app = App::open_existing(config, Clock::real()).await.expect("it opens");
        let registers = app.registers(&mut app.db().read().await.expect("a connection")).await.expect("rows");
        app.db().close().await;
        let find = |fits: &dyn Fn(&AccountDraft) -> bool| {
            let account = registers.accounts.values().find(|account| fits(account.draft()));
            account.expect("somebody").person().to_string()
        };
        let first = registers.items.values().find(|item| item.draft().number == "1").expect("it").item();
        let is_staff = |draft: &AccountDraft| {
            draft.heads.is_empty()
                && draft.active_until.is_none()
                && draft.grants.iter().any(|grant| grant.item == first)
        };
        (find(&|draft| draft.is_manager), find(&is_staff))
    })
}

#[test]
fn a_file_of_inquiries_is_taken_in_row_by_row_and_once() {
    let house = House::new();
    assert_eq!(house.run(&["practice", "--inquiries", "3"]).code, Some(0));
    let (_, staff) = people(&house);
    let csv = house.0.path().join("rows.csv");
    let row = |name: &str, identity: &str| {
        format!(
            "1,A01,{name},{identity},依身心障礙者權益保障法核定保險費補助金額,府社障字第1150012345號,115/10,115/10\n"
        )
    };
    let head = "item,data_items,name,identity,reason,case_number,period_from,period_to\n";
    let text = format!("{head}{}{}{}", row("王小明", "A123456789"), row("林小美", "A123456788"), "1,A01\n");
    fs::write(&csv, format!("\u{feff}{text}")).unwrap();
    let import = ["import", "inquiries", csv.to_str().unwrap(), "--as", &staff];
    let judged = house.run(&[&import[..], &["--dry-run"]].concat());
    assert_eq!(judged.code, Some(1), "{}", judged.err);
    let taken = house.run(&import);
    assert_eq!(taken.code, Some(1), "{}", taken.err);
    let results = |ended: &Ended| -> Vec<_> {
        ended.lines().iter().map(|row| (row["line"].clone(), row["result"].clone())).collect()
    };
    assert_eq!(
        results(&taken),
        [(2.into(), "created".into()), (3.into(), "refused".into()), (4.into(), "refused".into())]
    );
    assert_eq!(results(&judged), results(&taken));
    assert!(!taken.out.contains("A12345678") && !taken.out.contains("小美"), "nobody is named");
    assert_eq!(house.run(&import).out, taken.out, "the same file twice is the same file once");
    assert_eq!(house.run(&["journal", "verify"]).code, Some(0));
}

#[test]
fn a_year_of_the_calendar_is_taken_in_whole() {
    let house = House::new();
    assert_eq!(house.run(&["practice", "--inquiries", "3"]).code, Some(0));
    let (manager, staff) = people(&house);
    let shipped = fs::read_to_string(root().join("shared/data/calendar/2027.csv")).unwrap();
    let file = house.0.path().join("2027.csv");
    let path = file.to_str().unwrap();
    let import = |person: &str, more: &[&str]| {
        house.run(&[&["import", "calendar", path, "--as", person], more].concat())
    };
    // Older files come in Big5.
    let amended = shipped.replace("20270105,二,0,", "20270105,二,2,");
    fs::write(&file, encoding_rs::BIG5.encode(amended.trim_start_matches('\u{feff}')).0).unwrap();
    let frozen = import(&manager, &[]);
    assert_eq!((frozen.code, &frozen.lines()[0]["code"]), (Some(1), &"CALENDAR-YEAR-FROZEN".into()));
    assert_eq!(import(&staff, &["--replace"]).code, Some(1));
    let replaced = import(&manager, &["--replace"]);
    assert_eq!(replaced.code, Some(0), "{}", replaced.err);
    assert_eq!(replaced.lines()[0]["changed"], serde_json::json!(["2027-01-05"]));
    fs::write(&file, shipped.replace("20270105,二,0,", "20270105,三,0,")).unwrap();
    let faulty = import(&manager, &["--replace"]);
    assert_eq!((faulty.code, &faulty.lines()[0]["path"]), (Some(1), &"lines[6]".into()));
    assert_eq!(house.run(&["journal", "verify"]).code, Some(0));
}

#[test]
fn a_job_is_run_by_hand_and_listed_with_its_last_run() {
    let house = House::new();
    assert_eq!(house.run(&["migrate"]).code, Some(0));
    let ran = house.run(&["schedule", "run", "verification"]);
    assert_eq!((ran.code, ran.out.trim()), (Some(0), "0 entries, sound."), "{}", ran.err);
    let ran = house.run(&["schedule", "run", "reminders"]);
    assert_eq!(
        (ran.code, ran.out.trim()),
        (Some(0), "No mail server is set: nothing is sent."),
        "{}",
        ran.err
    );
    let listed = house.run(&["schedule", "list"]);
    let jobs: Vec<serde_json::Value> =
        listed.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let job = |name: &str| jobs.iter().find(|job| job["job"] == name).expect("the job");
    assert_eq!(
        (&job("verification")["is_good"], &job("escalation")["is_good"]),
        (&true.into(), &serde_json::Value::Null)
    );
    let unknown = house.run(&["schedule", "run", "no-such-job"]);
    assert!(unknown.code == Some(2) && unknown.err.contains("there are escalation, "), "{}", unknown.err);
}

#[test]
fn a_mail_server_without_a_sender_or_an_origin_is_refused() {
    let house = House::new();
    assert_eq!(house.run(&["migrate"]).code, Some(0));
    let run = |more: &[&str]| {
        house.run(&[&["schedule", "run", "reminders", "--smtp-server", "mail.example"], more].concat())
    };
    assert!(run(&[]).err.contains("--mail-from"));
    assert!(run(&["--mail-from", "chadiao@example.gov.tw"]).err.contains("--origin"));
    let ended = run(&["--mail-from", "nobody", "--origin", "https://chadiao.example"]);
    assert!(ended.code == Some(2) && ended.err.contains("`nobody`"), "{}", ended.err);
}
