//! A style sheet without what only its authors read.

/// Drops comments, indentation and blank lines; what stands in quotes stays as it is.
pub fn strip(sheet: &str) -> String {
    let mut kept = String::with_capacity(sheet.len());
    let mut quote = None;
    let mut letters = sheet.chars().peekable();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(_), '\\') => {
                kept.push(letter);
                kept.extend(letters.next());
            }
            (Some(open), _) => {
                if letter == open {
                    quote = None;
                }
                kept.push(letter);
            }
            (None, '/') if letters.peek() == Some(&'*') => {
                letters.next();
                skip_comment(&mut letters);
                // A comment parts two words as a blank does.
                if !kept.ends_with(char::is_whitespace) {
                    kept.push(' ');
                }
            }
            (None, '\n') => {
                let end = kept.trim_end_matches([' ', '\t', '\r']).len();
                kept.truncate(end);
                if !kept.is_empty() && !kept.ends_with('\n') {
                    kept.push('\n');
                }
            }
            (None, ' ' | '\t' | '\r') if kept.is_empty() || kept.ends_with('\n') => {}
            (None, _) => {
                if matches!(letter, '"' | '\'') {
                    quote = Some(letter);
                }
                kept.push(letter);
            }
        }
    }
    if !kept.is_empty() && !kept.ends_with('\n') {
        kept.push('\n');
    }
    kept
}

fn skip_comment(letters: &mut impl Iterator<Item = char>) {
    let mut last = ' ';
    for letter in letters {
        if last == '*' && letter == '/' {
            return;
        }
        last = letter;
    }
}

#[cfg(test)]
mod tests {
    use super::strip;

    #[test]
    fn comments_and_blank_lines_go() {
        assert_eq!(strip("/* a */\n\n.b {\n  color: red; /* c */\n}\n\n"), ".b {\ncolor: red;\n}\n");
    }

    #[test]
    fn quoted_text_stays() {
        assert_eq!(
            strip(".a::before { content: \"/* \\\" */  \"; }"),
            ".a::before { content: \"/* \\\" */  \"; }\n"
        );
    }

    #[test]
    fn a_comment_still_parts_words() {
        assert_eq!(strip("margin: 1px/**/2px"), "margin: 1px 2px\n");
    }

    #[test]
    fn a_comment_left_open_swallows_the_rest() {
        assert_eq!(strip("a{}\n/* open"), "a{}\n");
    }
}
