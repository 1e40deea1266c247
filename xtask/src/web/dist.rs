//! The folder the server embeds: only what differs is written, so the server is not rebuilt for nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

/// The files of one build of the web app.
pub struct Dist {
    folder: PathBuf,
    release: bool,
    /// Logical name → path on the server.
    names: BTreeMap<String, String>,
    written: BTreeSet<PathBuf>,
    /// Bytes as sent to a browser that takes brotli.
    sent: usize,
}

impl Dist {
    /// Starts a build; `release` compresses as well as can be.
    pub fn new(folder: PathBuf, release: bool) -> Self {
        Self { folder, release, names: BTreeMap::new(), written: BTreeSet::new(), sent: 0 }
    }

    /// Adds a file under a name that changes with its content, to be kept by browsers for ever; returns its path.
    pub fn asset(&mut self, name: &str, bytes: &[u8]) -> Result<String> {
        let path = self.name(name, &self.hash(bytes))?;
        self.file(path.trim_start_matches('/'), bytes)?;
        Ok(path)
    }

    /// Adds two scripts that import each other: both names change with the content of either.
    pub fn circle(&mut self, scripts: [(&str, String); 2]) -> Result<()> {
        let hash = self.hash(scripts.each_ref().map(|(_, text)| text.as_bytes()).concat().as_slice());
        let paths = scripts.iter().map(|(name, _)| self.name(name, &hash)).collect::<Result<Vec<_>>>()?;
        for ((_, text), path) in scripts.iter().zip(&paths) {
            let mut text = text.clone();
            for ((name, _), path) in scripts.iter().zip(&paths) {
                text = text.replace(&format!("from \"./{name}\""), &format!("from \"{path}\""));
            }
            self.file(path.trim_start_matches('/'), text.as_bytes())?;
        }
        Ok(())
    }

    fn name(&mut self, name: &str, hash: &str) -> Result<String> {
        let (stem, ending) = name.rsplit_once('.').with_context(|| format!("`{name}` has no ending"))?;
        let path = format!("/assets/{stem}-{hash}.{ending}");
        self.names.insert(name.to_owned(), path.clone());
        Ok(path)
    }

    /// Adds a file under this very name, with its compressed twins.
    pub fn file(&mut self, path: &str, bytes: &[u8]) -> Result<()> {
        let file = self.folder.join(path);
        let twin = |ending: &str| file.with_file_name(format!("{}.{ending}", file_name(&file)));
        let same = fs::read(&file).is_ok_and(|old| old == bytes);
        // A hash in the name covers how well it was compressed, see `hash`; other files are small.
        if !same || !path.starts_with("assets/") || !twin("br").exists() || !twin("gz").exists() {
            let small = self.brotli(bytes)?;
            put(&twin("br"), &small)?;
            put(&twin("gz"), &gzip(bytes, self.release)?)?;
            put(&file, bytes)?;
        }
        self.sent += fs::metadata(twin("br"))?.len() as usize;
        self.written.extend([twin("br"), twin("gz"), file]);
        Ok(())
    }

    /// Replaces each `{{name}}` by the path of that asset, and `{{assets}}` by all paths as JSON.
    pub fn fill(&self, text: &str) -> Result<String> {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let (name, left) = after.split_once("}}").context("`{{` without `}}`")?;
            filled.push_str(before);
            if name == "assets" {
                filled.push_str(&serde_json::to_string(&self.names.values().collect::<Vec<_>>())?);
            } else {
                filled.push_str(self.names.get(name).with_context(|| format!("there is no asset `{name}`"))?);
            }
            rest = left;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    /// Writes the manifest and removes what an earlier build left behind.
    pub fn finish(mut self) -> Result<()> {
        let manifest = self.folder.join("manifest.json");
        put(&manifest, format!("{}\n", serde_json::to_string_pretty(&self.names)?).as_bytes())?;
        self.written.insert(manifest);
        sweep(&self.folder, &self.written)?;
        eprintln!("xtask: web app of {} KiB as sent (brotli)", self.sent.div_ceil(1024));
        Ok(())
    }

    /// Covers the kind of build too, so that a release never keeps what a quick build compressed.
    fn hash(&self, bytes: &[u8]) -> String {
        let digest = Sha256::new().chain_update([u8::from(self.release)]).chain_update(bytes).finalize();
        digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    fn brotli(&self, bytes: &[u8]) -> Result<Vec<u8>> {
        let mut small = Vec::new();
        let quality = if self.release { 11 } else { 5 };
        brotli::CompressorWriter::new(&mut small, 1 << 16, quality, 22).write_all(bytes)?;
        Ok(small)
    }
}

fn gzip(bytes: &[u8], release: bool) -> Result<Vec<u8>> {
    let mut writer =
        GzEncoder::new(Vec::new(), if release { Compression::best() } else { Compression::fast() });
    writer.write_all(bytes)?;
    Ok(writer.finish()?)
}

/// Writes a file unless it already says so.
pub fn put(file: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(file).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, bytes).with_context(|| file.display().to_string())
}

fn file_name(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn sweep(folder: &Path, keep: &BTreeSet<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sweep(&path, keep)?;
            // Fails, and should, while something is in it.
            fs::remove_dir(&path).ok();
        } else if !keep.contains(&path) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}
