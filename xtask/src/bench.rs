//! Measurements; each prints what it compares side by side in one run.

use std::path::Path;

use anyhow::{Result, bail, ensure};

use crate::{
    ground::{cargo, chadiao, program, root, run},
    module, serve, setup, test, web,
};

/// Runs the measurement of the rules, the server or the web app.
pub fn bench(which: Option<&str>, rest: &[String]) -> Result<()> {
    match which {
        Some("rules") => {
            let script = script("tests/bench_rules/main.mjs")?;
            let module = module::build()?;
            test::npm_ci(&root().join("tests/bench_rules"))?;
            run(program("node").env("CHADIAO_MODULE", module).arg(script).args(rest))
        }
        Some("server") => {
            script("tests/src/bin/bench-server.rs")?;
            run(cargo()
                .args([
                    "run",
                    "--locked",
                    "--release",
                    "--package",
                    "acceptance",
                    "--bin",
                    "bench-server",
                    "--",
                ])
                .args(rest))
        }
        Some("web") => {
            let script = script("tests/bench_web/main.mjs")?;
            setup::ensure()?;
            web::build(true)?;
            serve::build(true)?;
            test::npm_ci(&root().join("tests/browser"))?;
            run(program("node").env("CHADIAO", chadiao(true)).arg(script).args(rest))
        }
        _ => bail!("which measurement: rules, server or web"),
    }
}

fn script(path: &str) -> Result<std::path::PathBuf> {
    let file = root().join(Path::new(path));
    ensure!(file.exists(), "this measurement is not written yet: {path}");
    Ok(file)
}
