//! Rows from a spreadsheet or CSV file: which column is whose, without ever sending the text anywhere.

use shared::{
    field::{self, FieldKind, tidy},
    inquiry::{Identity, SubjectDraft},
};

/// Reads pasted or dropped text into subjects; headings and blank lines are left out.
#[must_use]
pub fn read(text: &str) -> Vec<SubjectDraft> {
    let rows: Vec<Vec<String>> =
        text.lines().map(cells).filter(|row| row.iter().any(|cell| !cell.is_empty())).collect();
    let (name_at, identity_at) = columns(&rows);
    rows.iter()
        .filter(|row| !is_heading(row))
        .map(|row| SubjectDraft {
            name: row.get(name_at).map(|name| name.trim().to_owned()).unwrap_or_default(),
            identity: Identity::Typed(
                row.get(identity_at).map(|text| tidy(FieldKind::Identity, text)).unwrap_or_default(),
            ),
        })
        .collect()
}

/// The columns of name and identity: by heading, or else by what most rows look like.
fn columns(rows: &[Vec<String>]) -> (usize, usize) {
    if let Some(head) = rows.first().filter(|row| is_heading(row)) {
        let identity = head.iter().position(|cell| is_identity_heading(cell));
        let name = head.iter().position(|cell| is_name_heading(cell));
        if let (Some(name), Some(identity)) = (name, identity) {
            return (name, identity);
        }
    }
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let looks = |at: usize| {
        rows.iter().filter(|row| row.get(at).is_some_and(|cell| looks_like_identity(cell))).count()
    };
    let identity = (0..width).max_by_key(|at| (looks(*at), usize::from(*at == 1))).unwrap_or(1);
    let is_name = |at: &usize| {
        *at != identity
            && rows
                .iter()
                .any(|row| row.get(*at).is_some_and(|cell| !cell.is_empty() && cell.parse::<u64>().is_err()))
    };
    ((0..width).find(is_name).unwrap_or(usize::from(identity == 0)), identity)
}

fn looks_like_identity(cell: &str) -> bool {
    let text = tidy(FieldKind::Identity, cell);
    field::Identity::check(&text).is_ok()
        || (text.chars().count() == 10 && text.starts_with(|c: char| c.is_ascii_uppercase()))
}

fn is_heading(row: &[String]) -> bool {
    row.iter().any(|cell| is_identity_heading(cell)) && !row.iter().any(|cell| looks_like_identity(cell))
}

fn is_identity_heading(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    ["身分證", "身份證", "統一編號", "統一證號", "identity", "national id"]
        .iter()
        .any(|word| lower.contains(word))
}

fn is_name_heading(cell: &str) -> bool {
    cell.contains("姓名") || cell.to_lowercase().contains("name")
}

/// The cells of one line: tabs as a spreadsheet copies them, or commas with quotes.
fn cells(line: &str) -> Vec<String> {
    if line.contains('\t') {
        return line.split('\t').map(unquoted).collect();
    }
    let (mut found, mut cell, mut is_quoted) = (Vec::new(), String::new(), false);
    for letter in line.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            ',' | ';' | '，' if !is_quoted => found.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    found.push(cell);
    found.iter().map(|cell| unquoted(cell)).collect()
}

fn unquoted(cell: &str) -> String {
    cell.trim().trim_matches('"').trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(subject: &SubjectDraft) -> (&str, &str) {
        match &subject.identity {
            Identity::Typed(text) => (subject.name.as_str(), text.as_str()),
            Identity::Sealed { .. } => panic!("nothing is sealed while it is read"),
        }
    }

    #[test]
    fn a_spreadsheet_with_headings_in_any_order() {
        let rows = read(
            "編號\t國民身分證統一編號\t姓名\n1\ta123456789\t測試甲\n\n2\tＡ１２３４５６７８９\t 測試乙 \n",
        );
        assert_eq!(
            rows.iter().map(typed).collect::<Vec<_>>(),
            [("測試甲", "A123456789"), ("測試乙", "A123456789")]
        );
    }

    #[test]
    fn a_csv_without_headings_is_read_by_its_looks() {
        let rows = read("A123456789,\"測試甲\"\r\nF131104093,測試乙");
        assert_eq!(
            rows.iter().map(typed).collect::<Vec<_>>(),
            [("測試甲", "A123456789"), ("測試乙", "F131104093")]
        );
    }

    #[test]
    fn wrong_numbers_are_kept_to_be_judged() {
        let rows = read("測試甲\tA12345\n測試乙\tA123456789");
        assert_eq!(
            rows.iter().map(typed).collect::<Vec<_>>(),
            [("測試甲", "A12345"), ("測試乙", "A123456789")]
        );
    }
}
