//! The file: a ZIP with one page that shows and verifies everything by itself, and the proofs beside it for other programs.
//! The same records give the same bytes.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use shared::journal::{fields, words};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use super::gather::{Content, Item};
use crate::http::assets;

/// The page around the content.
const PAGE: &str = include_str!("page.html");
/// The verifier as the web build leaves it.
const SCRIPT: &str = "pack/chadiao_rules.js";
const WASM: &str = "pack/chadiao_rules_bg.wasm";

/// Writes it.
///
/// # Errors
/// A proof cannot be written as JSON.
pub fn write(content: &Content) -> anyhow::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut put = |name: &str, bytes: &[u8]| -> anyhow::Result<()> {
        zip.start_file(name, options)?;
        Ok(zip.write_all(bytes)?)
    };
    put("index.html", page(content)?.as_bytes())?;
    put("journal.policy", content.policy.as_bytes())?;
    put("checkpoint.txt", content.checkpoint.as_bytes())?;
    for (point, items) in &content.points {
        for item in items {
            let name = format!("proofs/point-{point:02}/{:08}-{}.json", item.seq, item.kind);
            put(&name, &serde_json::to_vec_pretty(&item.proof)?)?;
        }
    }
    Ok(zip.finish()?.into_inner())
}

fn page(content: &Content) -> anyhow::Result<String> {
    let pack = &content.pack;
    let mut body = String::new();
    for (point, items) in &content.points {
        let words = shared::violation::Citation::point(*point);
        writeln!(
            body,
            "<section><h2 id=\"point-{point}\">{} <span lang=\"en\">{}</span>　{}</h2>",
            words.zh_tw(),
            words.en(),
            items.len()
        )?;
        for item in items {
            show(&mut body, item)?;
        }
        body.push_str("</section>\n");
    }
    let mut contents = String::new();
    for (point, items) in &content.points {
        let words = shared::violation::Citation::point(*point);
        write!(contents, "<li><a href=\"#point-{point}\">{}　{}</a></li>", words.zh_tw(), items.len())?;
    }
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
    let page = PAGE.replace("{scope}", &scope).replace("{contents}", &contents);
    let page =
        page.replace("{made}", &escape(&format!("{}　{}", pack.by_name, shared::paper::moment(pack.at))));
    let page = page.replace("{uncovered}", &content.uncovered.to_string());
    let (head, rest) = page.split_once("{body}").unwrap_or((&page, ""));
    let (between, rest) = rest.split_once("{policy}").unwrap_or((rest, ""));
    let (before_wasm, rest) = rest.split_once("{wasm}").unwrap_or((rest, ""));
    let (before_script, tail) = rest.split_once("{script}").unwrap_or((rest, ""));
    Ok([head, &body, between, &escape(&content.policy), before_wasm, &wasm, before_script, &script, tail]
        .concat())
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
        write!(out, "<dt>{zh_tw} <span lang=\"en\">{en}</span></dt><dd>{}</dd>", escape(value))?;
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
