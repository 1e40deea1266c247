//! The measurements, each one row of a table.

mod floor;
mod probe;

use std::time::{Duration, Instant};

use acceptance::{
    Client, Database,
    chance::Chance,
    people,
    process::{House, Process},
    url_part,
};
use shared::{
    api::v1::{NewDraft, ReconciliationView},
    id::InquiryId,
};
use uuid::Uuid;

use probe::Samples;

/// Runs everything and prints it.
pub async fn run(inquiries: u64, seconds: u64) -> anyhow::Result<()> {
    let program = std::env::current_exe()?;
    let program = program.to_str().expect("a path in UTF-8").to_owned();
    let span = Duration::from_secs(seconds);
    println!("| what | rate | p50 | p99 | CPU each |\n|---|---|---|---|---|");
    for database in [Database::Sqlite, Database::Postgres] {
        let name = format!("{database:?}");
        let house = on_disk(database).await;
        start_up(&name, &house, &program);
        let server = house.serve(&program, &[]);
        let staff = server.stranger().sign_in(house.cast.staff).await;
        say(&format!("{name}: memory at rest"), &format!("{:.1} MB", probe::resident_mb(server.id())));
        for clients in [1, 16, 64, 500] {
            let label = format!("{name}: create, {clients} clients");
            let begun = Instant::now();
            let (samples, cpu) = creates(&house, &server, &staff, clients, span).await;
            // The last requests end after the span: what counts is how long all of it took.
            row(&label, &samples, begun.elapsed(), Some(cpu));
        }
        say(&format!("{name}: memory after load"), &format!("{:.1} MB", probe::resident_mb(server.id())));
        match database {
            Database::Sqlite => floor::sqlite(house.folder(), span).await?,
            Database::Postgres => floor::postgres(&house.url, seconds),
        }
        drop(server);
        if inquiries > 0 {
            reads(&name, &house, &program, inquiries, span).await;
        }
    }
    Ok(())
}

/// A house on the machine's disk, not in memory, where SQLite is concerned.
async fn on_disk(database: Database) -> House {
    let folder =
        tempfile::Builder::new().prefix("bench-server-").tempdir_in("target").expect("a folder on disk");
    let data = folder.path().join("data");
    House::build_in(database, folder, &data).await
}

fn start_up(name: &str, house: &House, program: &str) {
    let mut starts = Samples::default();
    for _ in 0..7 {
        let begun = Instant::now();
        // The address is printed once the server listens; connections from then on are answered.
        let server = house.serve(program, &[]);
        let address = server.base().trim_start_matches("http://").to_owned();
        std::net::TcpStream::connect(address).expect("it listens");
        starts.add(begun.elapsed());
        server.kill();
    }
    say(&format!("{name}: start to first connection"), &format!("{:.0} ms", starts.percentile(50) * 1e3));
}

async fn creates(
    house: &House,
    server: &Process,
    staff: &Client,
    clients: usize,
    span: Duration,
) -> (Samples, f64) {
    let month = shared::taiwan_day(chrono::Utc::now()).format("%Y-%m").to_string();
    let before = probe::cpu_seconds(server.id());
    let until = Instant::now() + span;
    let mut tasks = tokio::task::JoinSet::new();
    for client in 0..clients {
        let (staff, grant, month) = (staff.clone(), house.cast.grant.clone(), month.clone());
        tasks.spawn(async move {
            let mut chance = Chance::new(client as u64);
            let mut samples = Samples::default();
            while Instant::now() < until {
                let new = NewDraft {
                    id: InquiryId(Uuid::now_v7()),
                    draft: people::form(&mut chance, &grant, &month),
                };
                let request = staff.post("/inquiries").json(&new);
                let begun = Instant::now();
                let answer = request.send().await;
                if answer.status.is_success() {
                    samples.add(begun.elapsed());
                } else {
                    samples.refuse(answer.status.as_u16());
                }
            }
            samples
        });
    }
    let mut all = Samples::default();
    for samples in tasks.join_all().await {
        all.merge(samples);
    }
    let cpu = (probe::cpu_seconds(server.id()) - before) / all.count().max(1) as f64;
    (all, cpu)
}

async fn reads(name: &str, house: &House, program: &str, inquiries: u64, span: Duration) {
    let begun = Instant::now();
    house.populate(inquiries).await;
    say(
        &format!("{name}: filled with {inquiries} inquiries"),
        &format!("{:.0} s", begun.elapsed().as_secs_f64()),
    );
    let server = house.serve(program, &[]);
    let (staff, manager) = (
        server.stranger().sign_in(house.cast.staff).await,
        server.stranger().sign_in(house.cast.manager).await,
    );
    for (label, client, path) in [
        ("list of 50, all", &manager, "/inquiries?limit=50"),
        ("list of 50, by state", &manager, "/inquiries?limit=50&status=closed"),
        ("list of 50, mine", &staff, "/inquiries?limit=50&mine=true"),
        ("duties, 50", &manager, "/duties?limit=50"),
        ("dashboard", &manager, "/dashboard"),
    ] {
        for clients in [1, 16] {
            let begun = Instant::now();
            let (samples, cpu) = gets(&server, client, path, clients, span / 2).await;
            row(&format!("{name}: {label}, {clients} clients"), &samples, begun.elapsed(), Some(cpu));
        }
    }
    reconciles(name, house, &manager).await;
    say(&format!("{name}: memory after reads"), &format!("{:.1} MB", probe::resident_mb(server.id())));
}

/// A year of the platform's own record against the register: contract, 100,000 rows in under 10 s.
async fn reconciles(name: &str, house: &House, manager: &Client) {
    let (from, to, rows, bytes) = house.platform_record(365).await;
    let [day, account, identity] = backend::practice::platform::COLUMNS.map(url_part);
    let path = format!(
        "/reconciliations?from={from}&to={to}&queried_on={day}&account={account}&identity={identity}"
    );
    let begun = Instant::now();
    let answer = manager.post(&path).bytes("text/csv", bytes).send().await;
    let taken = begun.elapsed().as_secs_f64();
    let made = answer.ok::<ReconciliationView>().reconciliation;
    let found =
        format!("{} matched, {} not", made.matched, made.unapproved + made.never_queried + made.differing);
    say(&format!("{name}: {rows} rows of the platform reconciled ({found})"), &format!("{taken:.1} s"));
}

async fn gets(
    server: &Process,
    client: &Client,
    path: &str,
    clients: usize,
    span: Duration,
) -> (Samples, f64) {
    let before = probe::cpu_seconds(server.id());
    let until = Instant::now() + span;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..clients {
        let (client, path) = (client.clone(), path.to_owned());
        tasks.spawn(async move {
            let mut samples = Samples::default();
            while Instant::now() < until {
                let begun = Instant::now();
                let answer = client.get(&path).send().await;
                assert!(answer.status.is_success(), "{path}: {answer:?}");
                samples.add(begun.elapsed());
            }
            samples
        });
    }
    let mut all = Samples::default();
    for samples in tasks.join_all().await {
        all.merge(samples);
    }
    let cpu = (probe::cpu_seconds(server.id()) - before) / all.count().max(1) as f64;
    (all, cpu)
}

/// One row of the table.
pub(crate) fn row(label: &str, samples: &Samples, span: Duration, cpu: Option<f64>) {
    let (rate, refused) = (samples.count() as f64 / span.as_secs_f64(), samples.refused());
    let (p50, p99) = (samples.percentile(50) * 1e3, samples.percentile(99) * 1e3);
    let cpu = cpu.map(|cpu| format!("{:.2} ms", cpu * 1e3)).unwrap_or_default();
    println!("| {label}{refused} | {rate:.0}/s | {p50:.2} ms | {p99:.2} ms | {cpu} |");
}

/// One row with a single figure.
pub(crate) fn say(label: &str, figure: &str) {
    println!("| {label} | {figure} | | | |");
}
