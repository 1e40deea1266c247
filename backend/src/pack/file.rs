//! The file: a ZIP with one page that shows and verifies everything by itself, and the proofs beside it for other programs.
//! The same records give the same bytes.

use std::{
    fmt::Write as _,
    io::Write as _,
    sync::{Arc, Mutex},
};

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use shared::{
    journal::{fields, values, words},
    violation::Citation,
};
use zip::{
    CompressionMethod, DateTime, ZipWriter,
    write::{SimpleFileOptions, StreamWriter},
};

use super::gather::{Item, Plan};
use crate::http::assets;

/// The page around the content.
const PAGE: &str = include_str!("page.html");
/// The verifier as the web build leaves it.
const SCRIPT: &str = "pack/chadiao_rules.js";
const WASM: &str = "pack/chadiao_rules_bg.wasm";

/// Records that one page shows while somebody waits for a browser to verify them.
const PAGE_ITEMS: usize = 2_000;

/// A page of a pack that has several.
#[derive(Debug)]
struct Sheet {
    point: u8,
    file: String,
    count: usize,
}

/// The file while it is written: what is ready is taken out, so that no pack is held whole.
#[derive(Debug)]
pub struct File<'a> {
    plan: &'a Plan,
    zip: ZipWriter<StreamWriter<Ready>>,
    ready: Ready,
    /// The page that is being filled: its sections, and how many items are in it.
    body: String,
    count: usize,
    /// Items of each point on that page.
    points: Vec<(u8, usize)>,
    sheets: Vec<Sheet>,
    has_several: bool,
}

/// Bytes that are ready to go.
#[derive(Debug, Clone, Default)]
struct Ready(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Ready {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().map_err(|_| std::io::Error::other("a writer panicked"))?.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> File<'a> {
    /// Begins it.
    ///
    /// # Errors
    /// The ZIP cannot be written.
    pub fn begin(plan: &'a Plan) -> anyhow::Result<Self> {
        let ready = Ready::default();
        let mut file = Self {
            plan,
            zip: ZipWriter::new_stream(ready.clone()),
            ready,
            body: String::new(),
            count: 0,
            points: Vec::new(),
            sheets: Vec::new(),
            has_several: plan.rows.len() > PAGE_ITEMS,
        };
        file.put("journal.policy", plan.policy.as_bytes())?;
        file.put("checkpoint.txt", plan.note.to_string().as_bytes())?;
        Ok(file)
    }

    /// Adds a record; they come by point, in the order of the journal.
    ///
    /// # Errors
    /// A proof cannot be written.
    pub fn add(&mut self, point: u8, item: &Item) -> anyhow::Result<()> {
        let is_next = self.points.last().is_none_or(|(last, _)| *last != point);
        if self.has_several && (self.count == PAGE_ITEMS || is_next) {
            self.turn()?;
        }
        let name = format!("proofs/point-{point:02}/{:08}-{}.json", item.seq, item.kind);
        self.put(&name, &serde_json::to_vec_pretty(&item.proof)?)?;
        match self.points.last_mut().filter(|(last, _)| *last == point) {
            Some((_, count)) => *count += 1,
            None => {
                if !self.points.is_empty() {
                    self.body.push_str("</section>\n");
                }
                let words = Citation::point(point);
                let (zh_tw, en) = (words.zh_tw(), words.en());
                writeln!(
                    self.body,
                    "<section><h2 id=\"point-{point}\">{zh_tw} <span lang=\"en\">{en}</span></h2>"
                )?;
                self.points.push((point, 1));
            }
        }
        self.count += 1;
        show(&mut self.body, item)
    }

    /// Closes a page of several.
    fn turn(&mut self) -> anyhow::Result<()> {
        let Some((point, _)) = self.points.first().copied() else { return Ok(()) };
        let part = self.sheets.iter().filter(|sheet| sheet.point == point).count() + 1;
        let file = format!("point-{point:02}-{part:03}.html");
        self.body.push_str("</section>\n");
        let contents = "<li><a href=\"index.html\">目錄 <span lang=\"en\">contents</span></a></li>";
        let page = page(self.plan, contents, &self.body)?;
        self.put(&file, page.as_bytes())?;
        self.sheets.push(Sheet { point, file, count: self.count });
        self.body.clear();
        self.points.clear();
        self.count = 0;
        Ok(())
    }

    /// Ends it with the page that opens first.
    ///
    /// # Errors
    /// The ZIP cannot be written.
    pub fn end(mut self) -> anyhow::Result<Vec<u8>> {
        let mut contents = String::new();
        if self.has_several {
            self.turn()?;
            for sheet in &self.sheets {
                let (words, file, count) = (Citation::point(sheet.point).zh_tw(), &sheet.file, sheet.count);
                write!(contents, "<li><a href=\"{file}\">{words}　{count}　{file}</a></li>")?;
            }
        } else {
            if !self.points.is_empty() {
                self.body.push_str("</section>\n");
            }
            for (point, count) in &self.points {
                let words = Citation::point(*point).zh_tw();
                write!(contents, "<li><a href=\"#point-{point}\">{words}　{count}</a></li>")?;
            }
        }
        let page = page(self.plan, &contents, &self.body)?;
        self.put("index.html", page.as_bytes())?;
        let ready = self.ready.clone();
        self.zip.finish()?;
        taken(&ready)
    }

    /// What is ready to go.
    ///
    /// # Errors
    /// A writer panicked.
    pub fn take(&mut self) -> anyhow::Result<Vec<u8>> {
        taken(&self.ready)
    }

    fn put(&mut self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        self.zip.start_file(name, options)?;
        Ok(self.zip.write_all(bytes)?)
    }
}

fn taken(ready: &Ready) -> anyhow::Result<Vec<u8>> {
    let mut bytes = ready.0.lock().map_err(|_| anyhow::anyhow!("a writer panicked"))?;
    Ok(std::mem::take(&mut *bytes))
}

fn page(plan: &Plan, contents: &str, body: &str) -> anyhow::Result<String> {
    let pack = &plan.pack;
    let scope = format!(
        "{} – {}　{}　{}",
        shared::field::roc_text(pack.from),
        shared::field::roc_text(pack.to),
        escape(&pack.order),
        if pack.is_unmasked { "完整個資 full identities" } else { "個資已遮罩 identities masked" }
    );
    // A server without its web app has no verifier to hand out; the page then names the command line.
    let verifier = assets::read(SCRIPT).zip(assets::read(WASM));
    let (script, wasm) = match verifier {
        Some((script, wasm)) => (String::from_utf8(script)?, BASE64.encode(wasm)),
        None => (String::new(), String::new()),
    };
    // Longest values last, so that nothing in a record is taken for a place of the page.
    let page = PAGE.replace("{scope}", &scope).replace("{contents}", contents);
    let page =
        page.replace("{made}", &escape(&format!("{}　{}", pack.by_name, shared::paper::moment(pack.at))));
    let page = page.replace("{uncovered}", &plan.uncovered.to_string());
    let (head, rest) = page.split_once("{body}").unwrap_or((&page, ""));
    let (between, rest) = rest.split_once("{policy}").unwrap_or((rest, ""));
    let (before_wasm, rest) = rest.split_once("{wasm}").unwrap_or((rest, ""));
    let (before_script, tail) = rest.split_once("{script}").unwrap_or((rest, ""));
    let policy = escape(&plan.policy);
    Ok([head, body, between, &policy, before_wasm, &wasm, before_script, &script, tail].concat())
}

fn show(out: &mut String, item: &Item) -> anyhow::Result<()> {
    // A name that a later version adds stands as it is.
    let (zh_tw, en) = words::noun(&item.kind).unwrap_or((&item.kind, ""));
    let (did, done) = words::action(&item.action).unwrap_or((&item.action, ""));
    write!(
        out,
        "<details id=\"entry-{seq}\"><summary><span class=\"verdict\" data-for=\"{seq}\">未驗證 not verified</span> #{seq} {zh_tw} \
         <span lang=\"en\">{en}</span>　{action} <span lang=\"en\">{done}</span>　{at}　{who}</summary><dl>",
        seq = item.seq,
        action = escape(did),
        done = escape(done),
        at = escape(&item.at),
        who = escape(&item.who),
    )?;
    for (name, value) in &item.fields {
        let (zh_tw, en) = fields::place(name);
        let (zh_tw, en) = (escape(&zh_tw), escape(&en));
        let value = match values::word(value) {
            Some((zh_tw, en)) => format!("{zh_tw} <span lang=\"en\">{en}</span>"),
            None => escape(value),
        };
        write!(out, "<dt>{zh_tw} <span lang=\"en\">{en}</span></dt><dd>{value}</dd>")?;
    }
    out.push_str("</dl>");
    if !item.subjects.is_empty() {
        out.push_str("<table><caption>被查詢人 Subjects</caption><tbody>");
        for (name, identity) in &item.subjects {
            write!(out, "<tr><td>{}</td><td>{}</td></tr>", escape(name), escape(identity))?;
        }
        out.push_str("</tbody></table>");
    }
    // A script's end inside a record must not end the script.
    let proof = serde_json::to_string(&item.proof)?.replace('<', "\\u003c");
    writeln!(
        out,
        "<script type=\"application/json\" class=\"proof\" data-seq=\"{}\">{proof}</script></details>",
        item.seq
    )?;
    Ok(())
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
