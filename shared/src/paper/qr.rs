//! The link of a sheet as a QR code: the same dark squares on the PDF and on the page that prints.

use fast_qr::{ECL, QRBuilder};

/// A square of light and dark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// How many squares a side has, without the quiet zone.
    pub side: usize,
    dark: Vec<bool>,
}

impl Code {
    /// The light border a reader needs, in squares.
    pub const QUIET: usize = 4;

    /// Runs of dark squares: column, row, length.
    pub fn runs(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        self.dark.chunks(self.side.max(1)).enumerate().flat_map(|(row, squares)| {
            let mut column = 0;
            squares.chunk_by(|left, right| left == right).filter_map(move |run| {
                let start = column;
                column += run.len();
                (run.first() == Some(&true)).then_some((start, row, run.len()))
            })
        })
    }

    /// The same as the path of an SVG whose unit is a square.
    #[must_use]
    pub fn path(&self) -> String {
        self.runs().map(|(column, row, length)| format!("M{column} {row}h{length}v1h-{length}z")).collect()
    }
}

/// The code of a link; none for an empty or endless one.
#[must_use]
pub fn qr(link: &str) -> Option<Code> {
    if link.is_empty() {
        return None;
    }
    let code = QRBuilder::new(link).ecl(ECL::M).build().ok()?;
    let dark = code.data.iter().take(code.size * code.size).map(|square| square.value()).collect();
    Some(Code { side: code.size, dark })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corner_marks_and_its_runs_cover_the_dark_squares_once() {
        let code = qr("https://chadiao.example.gov.tw/inquiries/0190b3a0").unwrap();
        assert!(code.side >= 21);
        let runs: Vec<_> = code.runs().collect();
        assert_eq!(runs.first(), Some(&(0, 0, 7)));
        assert!(runs.contains(&(code.side - 7, 0, 7)) && runs.contains(&(0, code.side - 1, 7)));
        assert_eq!(
            runs.iter().map(|(_, _, length)| length).sum::<usize>(),
            code.dark.iter().filter(|dark| **dark).count()
        );
    }

    #[test]
    fn no_link_and_an_endless_link_have_no_code() {
        assert_eq!(qr(""), None);
        assert_eq!(qr(&"x".repeat(5_000)), None);
    }
}
