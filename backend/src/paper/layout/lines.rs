//! Text into lines: where Unicode allows a break, so that no 。 begins a line and no 「 ends one.

use unicode_linebreak::{BreakOpportunity, linebreaks};

/// The lines of a text in a width; both in ems. Line breaks of the text stand; a word wider than the line is cut.
pub fn wrap(text: &str, width: f32, width_of: &dyn Fn(char) -> f32) -> Vec<String> {
    let measure = |part: &str| part.chars().map(width_of).sum::<f32>();
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0.0;
    let mut start = 0;
    for (end, kind) in linebreaks(text) {
        let part = text.get(start..end).unwrap_or_default();
        start = end;
        // Spaces at the end of a line hang over it.
        let seen = measure(part.trim_end());
        if used + seen > width + 0.01 && !line.is_empty() {
            lines.push(finished(&mut line));
            used = 0.0;
        }
        if seen > width {
            for c in part.chars() {
                if used + width_of(c) > width + 0.01 && !line.is_empty() {
                    lines.push(finished(&mut line));
                    used = 0.0;
                }
                line.push(c);
                used += width_of(c);
            }
        } else {
            line.push_str(part);
            used += measure(part);
        }
        let is_last = end == text.len() && !text.ends_with(['\n', '\r']);
        if kind == BreakOpportunity::Mandatory && !is_last {
            lines.push(finished(&mut line));
            used = 0.0;
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(finished(&mut line));
    }
    lines
}

fn finished(line: &mut String) -> String {
    let text = line.trim_end().to_owned();
    line.clear();
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, width: f32) -> Vec<String> {
        wrap(text, width, &|c| if c.is_ascii() { 0.5 } else { 1.0 })
    }

    #[test]
    fn no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() {
        assert_eq!(at("查詢勞保局資料。", 7.0), ["查詢勞保局資", "料。"]);
        assert_eq!(at("依據「本規定」辦理", 3.0), ["依據", "「本規", "定」辦", "理"]);
    }

    #[test]
    fn a_words_letters_stay_together_and_an_endless_word_is_cut() {
        assert_eq!(at("使用 WebIR 查", 4.0), ["使用", "WebIR 查"]);
        assert_eq!(at("0123456789", 2.0), ["0123", "4567", "89"]);
    }

    #[test]
    fn the_texts_own_line_breaks_stand() {
        assert_eq!(at("一\n\n二", 9.0), ["一", "", "二"]);
        assert_eq!(at("", 9.0), [""]);
    }
}
