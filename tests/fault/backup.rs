//! A backup is whole or not there, and what is put back is what was there; whatever the disk does, and whoever kills it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::Duration,
};

use acceptance::{App, Database, on_both, postgres, scratch};
use backend::{journal::checkpoint::sign, schedule::flow::run_now, store::Db};

use crate::{COMMAND_LINE, disk::Unmount, number};

on_both!(
    a_backup_made_under_load_comes_back_in_either_database,
    the_records_move_to_the_other_database_and_the_journal_goes_on,
    a_backup_that_was_altered_or_cut_or_is_anothers_is_refused_by_name,
    an_older_backup_is_a_declared_restore,
);

/// A house with a signed journal, and its key file.
async fn furnish(app: &App) -> PathBuf {
    for _ in 0..4 {
        app.staff().await.register(&app.form().await).await;
    }
    run_now(app.server(), sign::JOB).await.expect("it runs");
    app.folder().join("keys/chadiao.keys")
}

fn chadiao(args: &[&str], keys: &Path) -> Output {
    Command::new(COMMAND_LINE).args(args).arg("--keys").arg(keys).output().expect("chadiao runs")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn done(output: &Output) -> String {
    assert!(output.status.success(), "{}", said(output));
    said(output)
}

/// Every row of every table, but for what the new home writes of itself.
async fn contents(url: &str) -> Vec<(String, Vec<String>)> {
    let db = Db::open_existing(url).await.expect("it opens");
    let mut tx = db.read().await.expect("a reader");
    let mut found = Vec::new();
    for table in backend::backup::table::all(&mut tx).await.expect("tables") {
        let mut rows = Vec::new();
        backend::backup::table::rows(&mut tx, &table, |row| {
            rows.push(serde_json::to_string(&row)?);
            Ok(())
        })
        .await
        .expect("rows");
        rows.sort();
        found.push((table.table, rows));
    }
    drop(tx);
    db.close().await;
    found
}

async fn fresh(database: Database, folder: &Path, name: &str) -> String {
    match database {
        Database::Sqlite => folder.join(format!("{name}/chadiao.sqlite")).display().to_string(),
        Database::Postgres => postgres::fresh_database().await,
    }
}

async fn a_backup_made_under_load_comes_back_in_either_database(app: App) {
    let keys = furnish(&app).await;
    let file = app.folder().join("night.chadiao-backup");
    let path = file.display().to_string();
    let (url, by) = (app.url().to_owned(), path.clone());
    let (made_by, key_file) = (by.clone(), keys.clone());
    let backup =
        tokio::task::spawn_blocking(move || chadiao(&["backup", &made_by, "--database", &url], &key_file));
    // Somebody works meanwhile.
    let staff = app.staff().await;
    while !backup.is_finished() {
        staff.register(&app.form().await).await;
    }
    done(&backup.await.expect("it ran"));
    assert!(said(&chadiao(&["restore", "--check", &path], &keys)).contains("whole"));
    let again = chadiao(&["backup", &path, "--database", app.url()], &keys);
    assert!(!again.status.success() && said(&again).contains("never overwrites"), "{}", said(&again));
    for database in [Database::Sqlite, Database::Postgres] {
        let url = fresh(database, &app.folder(), "back").await;
        let told = done(&chadiao(&["restore", &path, "--database", &url], &keys));
        assert!(told.contains("declared in the journal"), "{told}");
        assert_eq!(chadiao(&["journal", "verify", "--database", &url], &keys).status.code(), Some(0));
        let over = chadiao(&["restore", &path, "--database", &url], &keys);
        assert!(!over.status.success() && said(&over).contains("nothing is overwritten"), "{}", said(&over));
    }
}

async fn the_records_move_to_the_other_database_and_the_journal_goes_on(app: App) {
    let keys = furnish(&app).await;
    let other = match app.database() {
        Database::Sqlite => Database::Postgres,
        Database::Postgres => Database::Sqlite,
    };
    let url = fresh(other, &app.folder(), "moved").await;
    done(&chadiao(&["move", "--database", app.url(), "--to", &url], &keys));
    let rows = async |url: &str| {
        let mut rows = contents(url).await;
        // Whoever opens the records makes the data key of the present half-year.
        rows.retain(|(table, _)| table != "data_keys");
        rows
    };
    assert!(rows(app.url()).await == rows(&url).await, "every row is there as it was");
    // The same signer signs on: nothing was restored, only moved.
    done(&chadiao(&["schedule", "run", "checkpoint", "--database", &url], &keys));
    assert_eq!(chadiao(&["journal", "verify", "--database", &url], &keys).status.code(), Some(0));
    assert!(!keys.with_file_name("moving.chadiao-backup").exists());
}

async fn a_backup_that_was_altered_or_cut_or_is_anothers_is_refused_by_name(app: App) {
    let keys = furnish(&app).await;
    let file = app.folder().join("night.chadiao-backup");
    done(&chadiao(&["backup", &file.display().to_string(), "--database", app.url()], &keys));
    let honest = fs::read(&file).expect("it reads");
    let bent = app.folder().join("bent.chadiao-backup");
    let url = fresh(app.database(), &app.folder(), "bent").await;
    let tries = [
        (honest[..honest.len() / 2].to_vec(), "altered or cut"),
        (honest[..honest.len() - 1].to_vec(), "altered or cut"),
        ([honest.as_slice(), b"x"].concat(), "altered or cut"),
        (
            {
                let mut bytes = honest.clone();
                bytes[honest.len() / 2] ^= 1;
                bytes
            },
            "altered or cut",
        ),
        (b"PK and so on, and so on, and so on, and so on".to_vec(), "no backup"),
    ];
    for (bytes, reason) in tries {
        fs::write(&bent, bytes).expect("it writes");
        let refused = chadiao(&["restore", &bent.display().to_string(), "--database", &url], &keys);
        let told = said(&refused);
        assert!(!refused.status.success() && told.contains(reason), "{told}");
        assert!(told.contains("bent.chadiao-backup"), "the file is named: {told}");
    }
    let other = app.folder().join("other/chadiao.keys");
    backend::store::keys::KeyFile::fresh().expect("keys").write(&other).expect("it writes");
    let refused = chadiao(&["restore", &file.display().to_string(), "--database", &url], &other);
    assert!(said(&refused).contains("another key file"), "{}", said(&refused));
    // After all these, the honest one still goes into the same place.
    done(&chadiao(&["restore", &file.display().to_string(), "--database", &url], &keys));
}

async fn an_older_backup_is_a_declared_restore(app: App) {
    let keys = furnish(&app).await;
    let file = app.folder().join("old.chadiao-backup").display().to_string();
    done(&chadiao(&["backup", &file, "--database", app.url()], &keys));
    furnish(&app).await;
    let url = fresh(app.database(), &app.folder(), "older").await;
    done(&chadiao(&["restore", &file, "--database", &url], &keys));
    let rows = contents(&url).await;
    let journal = rows.iter().find(|(table, _)| table == "journal_entries").expect("the journal");
    assert!(journal.1.iter().any(|row| row.contains("journal.restore")));
    assert_eq!(chadiao(&["journal", "verify", "--database", &url], &keys).status.code(), Some(0));
    done(&chadiao(&["schedule", "run", "checkpoint", "--database", &url], &keys));
}

/// No backup, and no half of one.
fn nothing_is_left(folder: &Path) {
    let left: Vec<_> = fs::read_dir(folder)
        .expect("the folder reads")
        .filter_map(|file| file.ok()?.file_name().into_string().ok())
        .filter(|name| name != "ballast")
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_and_a_read_only_disk_are_clear_errors_and_leave_nothing() {
    let app = App::start(Database::Sqlite).await;
    let keys = furnish(&app).await;
    let folder = scratch::folder();
    let small = folder.path().join("small");
    fs::create_dir(&small).expect("a folder");
    let mount = |options: &str| {
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", options, "none"]).arg(&small).status();
        mounted.is_ok_and(|status| status.success())
    };
    if !mount("size=64k") {
        println!("NOT RUN: only root may mount a small disk");
        return;
    }
    let unmount = Unmount(small.clone());
    let file = small.join("night.chadiao-backup").display().to_string();
    let refused = chadiao(&["backup", &file, "--database", app.url()], &keys);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    assert!(
        said(&refused).contains("No space left") && said(&refused).contains("night"),
        "{}",
        said(&refused)
    );
    nothing_is_left(&small);
    // Restoring on a full disk: no half database.
    let roomy = app.folder().join("night.chadiao-backup").display().to_string();
    done(&chadiao(&["backup", &roomy, "--database", app.url()], &keys));
    let url = small.join("chadiao.sqlite").display().to_string();
    let refused = chadiao(&["restore", &roomy, "--database", &url], &keys);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    nothing_is_left(&small);
    drop(unmount);
    assert!(mount("size=64m,ro"), "root could mount before");
    let unmount = Unmount(small.clone());
    let refused = chadiao(&["backup", &file, "--database", app.url()], &keys);
    assert!(said(&refused).contains("Read-only file system"), "{}", said(&refused));
    drop(unmount);
    assert_eq!(app.verify().await, Vec::<String>::new(), "the records are as they were");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_killed_at_any_moment_leaves_no_half_under_its_name() {
    let app = App::start(Database::Sqlite).await;
    let keys = furnish(&app).await;
    let tries = number("CHADIAO_KILLS", 200) / 10;
    let (mut whole, mut none) = (0, 0);
    for turn in 0..tries {
        let file = app.folder().join(format!("{turn}.chadiao-backup"));
        let mut child = Command::new(COMMAND_LINE)
            .args(["backup", "--database", app.url(), "--keys"])
            .arg(&keys)
            .arg(&file)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("chadiao runs");
        tokio::time::sleep(Duration::from_millis(turn * 40)).await;
        let _ = child.kill();
        let _ = child.wait();
        if file.exists() {
            done(&chadiao(&["restore", "--check", &file.display().to_string()], &keys));
            whole += 1;
        } else {
            none += 1;
            // What was left beside it does not stand in the way of the next.
            if turn % 7 == 0 {
                done(&chadiao(&["backup", &file.display().to_string(), "--database", app.url()], &keys));
            }
        }
    }
    println!("{whole} whole, {none} not there");
    assert!(none > 0, "the kills came in time");
}
