//! Programs the tests need from outside: found where they lie, installed where that is ours to do.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};

use crate::ground::{find, output, program, run};

/// Something the tests need, and the Debian packages that bring it.
struct Need {
    what: &'static str,
    there: fn() -> bool,
    packages: &'static [&'static str],
}

const NEEDS: [Need; 5] = [
    Need {
        what: "Chromium",
        there: || chromium().is_some(),
        // Without a Chinese font every character is the same box.
        packages: &["chromium", "fonts-noto-cjk"],
    },
    Need { what: "PostgreSQL", there: postgres, packages: &["postgresql"] },
    Need { what: "Node.js 20 or later with npm", there: node, packages: &["nodejs", "npm"] },
    // The half-year draw has a second program in `docs`, whose opinion is asked; schemathesis lives in a venv.
    Need { what: "Python 3 with venv", there: python, packages: &["python3", "python3-venv"] },
    Need { what: "a C compiler", there: || find(&["cc"]).is_some(), packages: &["gcc", "libc6-dev"] },
];

/// Makes sure of every need: installs on Debian as root, else says what to install.
pub fn ensure() -> Result<()> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.there)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages).copied().collect();
    if Path::new("/etc/debian_version").exists() && is_root() {
        let apt = || {
            let mut apt = program("apt-get");
            apt.env("DEBIAN_FRONTEND", "noninteractive").arg("-qq");
            apt
        };
        run(apt().arg("update"))?;
        run(apt().args(["install", "--yes", "--no-install-recommends"]).args(&packages))?;
    }
    let still: Vec<&str> = missing.iter().filter(|need| !(need.there)()).map(|need| need.what).collect();
    if still.is_empty() {
        return Ok(());
    }
    bail!("the tests need {}; on Debian: apt-get install {}", still.join(", "), packages.join(" "))
}

/// The browser the tests drive; `CHROMIUM` names another.
pub fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from).filter(|file| file.is_file());
    named.or_else(|| find(&["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]))
}

/// A database server to start, or one that is named.
fn postgres() -> bool {
    if std::env::var_os("DATABASE_URL").is_some() || find(&["postgres"]).is_some() {
        return true;
    }
    let Ok(mut versions) = fs::read_dir("/usr/lib/postgresql") else { return false };
    versions.any(|version| version.is_ok_and(|version| version.path().join("bin/postgres").is_file()))
}

fn node() -> bool {
    let version = output(program("node").arg("--version"));
    let major = version
        .as_deref()
        .and_then(|text| text.trim_start_matches('v').split('.').next()?.parse::<u32>().ok());
    major.is_some_and(|major| major >= 20) && find(&["npm"]).is_some()
}

/// Schemathesis is put into a folder of its own.
fn python() -> bool {
    output(program("python3").args(["-c", "import ensurepip, venv"])).is_some()
}

fn is_root() -> bool {
    output(program("id").arg("-u")).is_some_and(|id| id == "0")
}
