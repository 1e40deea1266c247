//! Set-up and every routine: `cargo xtask` lists them.

mod bench;
mod fuzz;
mod ground;
mod lint;
mod module;
mod schemathesis;
mod serve;
mod setup;
mod stale;
mod test;
mod wasm;
mod web;

use std::{env, process::ExitCode};

use anyhow::{Result, bail};

const HELP: &str = "\
cargo xtask ROUTINE

  serve [--practice] [--release] [FLAG…]  build the web app and the server, serve on http://127.0.0.1:8080
  web [--release]                         build the web app into frontend/dist
  test [rules|api|module|browser|attack]  try every promise, or one stage of it
  module                                  build the rules as an ES module into target/module
  lint                                    format and clippy, natively and for wasm
  docs                                    build the documentation of every crate
  stale                                   compare committed generated files; UPDATE=1 rewrites them
  schemathesis [SECONDS]                  send the API everything its document allows and much that it forbids
  bench rules|server|web                  measure
  fuzz [EXECUTIONS|seed]                  search for bytes that a card's reader does not survive; UPDATE=1 keeps the corpus
";

fn main() -> ExitCode {
    match routine() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn routine() -> Result<()> {
    let mut words: Vec<String> = env::args().skip(1).collect();
    let count = words.len();
    words.retain(|word| word != "--release");
    let release = words.len() != count;
    let mut words = words.into_iter();
    let name = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    match name.as_str() {
        "web" => web::build(release),
        "serve" => serve::serve(release, &rest),
        "test" => test::test(rest.first().map(String::as_str)),
        "module" => module::build().map(drop),
        "lint" => lint::lint(),
        "docs" => lint::docs(),
        "stale" => stale::stale(),
        "fuzz" => fuzz::fuzz(&rest),
        "schemathesis" => schemathesis::long(rest.first().map(String::as_str)),
        "bench" => bench::bench(rest.first().map(String::as_str), rest.get(1..).unwrap_or_default()),
        "" | "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        _ => bail!("there is no routine `{name}`\n\n{HELP}"),
    }
}
