//! Commands that open the records: what is not there is neither made nor called sound.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{Ended, run};

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
fn a_county_is_made_in_an_empty_database_and_grows_only_in_a_practice_one() {
    let house = House::new();
    assert_eq!(house.run(&["practice", "--inquiries", "3"]).code, Some(0));
    let grown = house.run(&["practice", "--inquiries", "3", "--seed", "2"]);
    assert_eq!(grown.code, Some(0), "{}", grown.err);
    let fresh = House::new();
    assert_eq!(fresh.run(&["migrate"]).code, Some(0));
    assert_eq!(fresh.run(&["practice", "--inquiries", "3"]).code, Some(0), "migrated and empty is empty");
}
