//! A private PostgreSQL for the tests: one server per machine, shared by every test process, a fresh database for each
//! test. `DATABASE_URL` names a server to use instead.

use std::{
    fs::{self, File},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

use sqlx::{Connection as _, Executor as _, PgConnection, postgres::PgConnectOptions};

/// The superuser of the private server.
const USER: &str = "chadiao";

/// Makes an empty database and gives its URL.
///
/// # Panics
/// No PostgreSQL can be found or started: install one, or set `DATABASE_URL`.
pub async fn fresh_database() -> String {
    let server = tokio::task::spawn_blocking(server).await.expect("PostgreSQL starts");
    let name = format!("chadiao_{}", uuid::Uuid::now_v7().simple());
    let options: PgConnectOptions = server.parse().expect("a PostgreSQL URL");
    let mut admin = PgConnection::connect_with(&options).await.expect("PostgreSQL answers");
    admin
        .execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")))
        .await
        .expect("a database is made");
    admin.close().await.expect("the connection closes");
    server
        .rsplit_once('/')
        .map(|(host, _)| format!("{host}/{name}"))
        .expect("a PostgreSQL URL names a database")
}

/// The URL of the server, started when it is not yet there.
fn server() -> String {
    static SERVER: OnceLock<String> = OnceLock::new();
    SERVER
        .get_or_init(|| {
            std::env::var("DATABASE_URL")
                .ok()
                .filter(|url| url.starts_with("postgres"))
                .unwrap_or_else(private)
        })
        .clone()
}

fn private() -> String {
    // In memory where possible: fsync stays on, as the server under test demands, and costs nothing.
    let folder = crate::scratch::parent().join("chadiao-acceptance-postgres");
    fs::create_dir_all(&folder).expect("a folder for PostgreSQL");
    let open = |name: &str| File::create(folder.join(name)).expect("a lock file");
    // Held for the life of this process: the keeper stops the server once nobody holds it for a while.
    let users = Box::leak(Box::new(open("users.lock")));
    users.lock_shared().expect("a shared lock");
    let start = open("start.lock");
    start.lock().expect("the start lock");
    let url = |port: u16| format!("postgres://{USER}@127.0.0.1:{port}/postgres");
    let known = fs::read_to_string(folder.join("port")).ok().and_then(|text| text.parse().ok());
    if let Some(port) = known.filter(|port| std::net::TcpStream::connect(("127.0.0.1", *port)).is_ok()) {
        return url(port);
    }
    url(begin(&folder))
}

fn begin(folder: &Path) -> u16 {
    let data = folder.join("data");
    let _ = fs::remove_dir_all(&data);
    fs::create_dir_all(&data).expect("a data folder");
    let owner = owner();
    if let Some(owner) = owner {
        run(Command::new("chown").arg(owner).arg(&data));
    }
    let bin = programs();
    let as_owner = |program: &str| match owner {
        Some(owner) => {
            let mut command = Command::new("runuser");
            command.args(["-u", owner, "--"]).arg(bin.join(program));
            command
        }
        None => Command::new(bin.join(program)),
    };
    run(as_owner("initdb")
        .args(["--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C", "-U", USER, "-D"])
        .arg(&data));
    let port = free_port();
    let settings = format!(
        "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=400 \
         -c shared_buffers=64MB"
    );
    run(as_owner("pg_ctl")
        .arg("-D")
        .arg(&data)
        .arg("-l")
        .arg(data.join("log"))
        .args(["-w", "-o", &settings, "start"]));
    fs::write(folder.join("port"), port.to_string()).expect("the port is noted");
    keep(folder, as_owner("pg_ctl").arg("-D").arg(&data).args(["-m", "immediate", "stop"]));
    port
}

/// Leaves a watcher behind that stops the server when no test process has used it for ten seconds.
fn keep(folder: &Path, stop: &Command) {
    let stop: Vec<String> = std::iter::once(stop.get_program())
        .chain(stop.get_args())
        .map(|part| format!("'{}'", part.to_string_lossy()))
        .collect();
    let script = format!(
        "cd '{folder}' || exit; idle=0; while :; do sleep 1; \
         if flock -xn users.lock true; then idle=$((idle+1)); else idle=0; fi; [ $idle -lt 10 ] && continue; \
         flock start.lock sh -c \"flock -xn users.lock true && {stop} >/dev/null 2>&1 && rm -rf port data\" && exit; idle=0; done",
        folder = folder.display(),
        stop = stop.join(" "),
    );
    run(Command::new("setsid").args(["--fork", "sh", "-c", &script]));
}

/// PostgreSQL refuses to run as root; then it runs as its own user, or as nobody.
fn owner() -> Option<&'static str> {
    let id = |args: &[&str]| {
        Command::new("id").args(args).stderr(Stdio::null()).output().ok().filter(|out| out.status.success())
    };
    let is_root = id(&["-u"]).is_some_and(|out| out.stdout.trim_ascii() == b"0");
    is_root.then(|| if id(&["-u", "postgres"]).is_some() { "postgres" } else { "nobody" })
}

/// The folder of initdb and pg_ctl: Debian keeps them out of PATH.
fn programs() -> PathBuf {
    let in_path = std::env::var_os("PATH")
        .into_iter()
        .flat_map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
    let installed = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"));
    in_path
        .chain(installed)
        .find(|folder| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file())
        .expect("PostgreSQL is installed (initdb, pg_ctl), or DATABASE_URL names a server")
}

/// A port that nobody listens on now.
#[must_use]
pub fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("an address").port()
}

fn run(command: &mut Command) {
    let output =
        command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(output.is_ok_and(|status| status.success()), "`{command:?}` succeeds");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn each_test_has_a_database_of_its_own() {
        let (one, two) = (fresh_database().await, fresh_database().await);
        assert_ne!(one, two);
        let mut db = PgConnection::connect(&one).await.unwrap();
        db.execute("CREATE TABLE mine (id int)").await.unwrap();
        let fsync = db.fetch_one("SHOW fsync").await.unwrap();
        assert_eq!(sqlx::Row::get::<String, _>(&fsync, 0), "on", "it keeps its word like a real one");
        let mut db = PgConnection::connect(&two).await.unwrap();
        assert!(db.execute("SELECT * FROM mine").await.is_err());
    }
}
