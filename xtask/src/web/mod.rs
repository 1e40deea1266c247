//! The web app as files: bound wasm, one style sheet, hashed names, compressed beforehand.

mod css;
mod dist;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::Options;

use self::dist::Dist;
pub use self::dist::put;
use crate::{
    ground::{root, wasm_target},
    wasm,
};

/// Builds `frontend` into `frontend/dist`, touching only what differs.
pub fn build(release: bool) -> Result<()> {
    // The parts are cut out along the linker's own notes.
    let bound = bind(&wasm::build("frontend", wasm::profile(release), &["--emit-relocs"])?, release)?;
    let frontend = root().join("frontend");
    let mut dist = Dist::new(frontend.join("dist"), release);

    let mut worker = None;
    for file in files(&frontend.join("static"))? {
        // The worker answers for the whole site only from the top folder, under a name that stays.
        if file.ends_with("sw.js") {
            worker = Some(file);
        } else {
            dist.asset(&logical(&file)?, &fs::read(&file)?)?;
        }
    }
    dist.asset("app.css", dist.fill(&style(&frontend.join("style"))?)?.as_bytes())?;
    dist.asset("frontend_bg.wasm", &fs::read(bound.join("frontend_bg.wasm"))?)?;
    let mut parts = fs::read_to_string(bound.join(PARTS))?;
    for file in files(&bound)? {
        let name = logical(&file)?;
        // Each is there for the ones it draws; the whole was cut up.
        if parts.contains(&format!("\"./{name}\"")) && name.ends_with(".wasm") {
            let path = dist.asset(&name, &fs::read(&file)?)?;
            parts = parts.replace(&format!("\"./{name}\""), &format!("\"{path}\""));
        }
    }
    let script = fs::read_to_string(bound.join(SCRIPT))?;
    dist.circle([(SCRIPT, script), (PARTS, parts)])?;
    for (name, bytes) in snippets(&bound)? {
        dist.file(&format!("assets/{name}"), &bytes)?;
    }
    for (name, bytes) in verifier(release)? {
        dist.file(&format!("pack/{name}"), &bytes)?;
    }
    // A file and not a line in the page: the content security policy allows no inline script.
    dist.asset("boot.js", dist.fill(BOOT)?.as_bytes())?;

    let page = fs::read_to_string(frontend.join("index.html")).context("frontend/index.html")?;
    dist.file("index.html", dist.fill(&page)?.as_bytes())?;
    if let Some(worker) = worker {
        dist.file("sw.js", dist.fill(&fs::read_to_string(worker)?)?.as_bytes())?;
    }
    dist.finish()
}

/// The script around the main part, and the one that fetches the others; each imports the other.
const SCRIPT: &str = "frontend.js";
const PARTS: &str = "parts.js";

const BOOT: &str =
    "import init from \"{{frontend.js}}\";\ninit({ module_or_path: \"{{frontend_bg.wasm}}\" });\n";

/// Makes the script around the wasm; skipped while the wasm is the one that was bound last.
fn bind(wasm: &Path, release: bool) -> Result<PathBuf> {
    let folder = wasm_target().join("bound").join(wasm::profile(release));
    let facts = fs::metadata(wasm).with_context(|| wasm.display().to_string())?;
    let stamp = format!("{} {} {:?}", env!("CARGO_PKG_VERSION"), facts.len(), facts.modified()?);
    let stamp_file = folder.join("stamp");
    if fs::read_to_string(&stamp_file).is_ok_and(|last| last == stamp) {
        return Ok(folder);
    }
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder)?;
    let main = split(wasm, &folder)?;
    Bindgen::new()
        .input_path(main)
        .out_name("frontend")
        .web(true)?
        .typescript(false)
        // What the parts find in the main one.
        .keep_lld_exports(true)
        // The loader says where the wasm is, under its hashed name.
        .omit_default_module_path(true)
        .remove_name_section(release)
        .remove_producers_section(release)
        .generate(&folder)?;
    fs::write(stamp_file, stamp)?;
    Ok(folder)
}

/// The module alone, which the server puts into packs for inspectors.
fn verifier(release: bool) -> Result<Vec<(String, Vec<u8>)>> {
    let wasm = wasm::build("chadiao-rules", wasm::profile(release), &[])?;
    let folder = wasm_target().join("bound/pack");
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder)?;
    Bindgen::new()
        .input_path(&wasm)
        .web(true)?
        .typescript(false)
        // The page brings the bytes along.
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&folder)?;
    let file = |path: PathBuf| Ok((logical(&path)?, fs::read(&path)?));
    files(&folder)?.into_iter().map(file).collect()
}

/// Cuts the parts out of the wasm, at the functions marked in `frontend/src/part.rs`; returns what stays.
fn split(wasm: &Path, folder: &Path) -> Result<PathBuf> {
    let (whole, main) = (fs::read(wasm)?, folder.join("main.wasm"));
    let (link, script) = (format!("./{PARTS}"), format!("./{SCRIPT}"));
    let mut options = Options::new(&whole);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = &link;
    options.main_module = &script;
    wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:#}"))?;
    Ok(main)
}

/// All style sheets in the order of their names.
fn style(folder: &Path) -> Result<String> {
    let mut all = String::new();
    for file in files(folder)?.iter().filter(|file| file.extension().is_some_and(|ending| ending == "css")) {
        all.push_str(&css::strip(&fs::read_to_string(file)?));
    }
    Ok(all)
}

/// Scripts that crates bring along; the bound script names them by their path, so the path stays.
fn snippets(bound: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![bound.join("snippets")];
    while let Some(folder) = folders.pop().filter(|folder| folder.exists()) {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(bound)?.to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read(&path)?);
            }
        }
    }
    Ok(found)
}

/// The files of a folder in the order of their names; none where there is no folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn logical(file: &Path) -> Result<String> {
    let name = file.file_name().with_context(|| file.display().to_string())?;
    Ok(name.to_string_lossy().into_owned())
}
