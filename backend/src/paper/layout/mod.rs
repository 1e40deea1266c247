//! Where everything on a sheet stands: A4 in points, from a [`Sheet`] to marks on pages. Drawing them is `pdf`'s.

mod block;
mod frame;
mod lines;

use shared::paper::Sheet;

use super::font::Faces;

/// Points in a centimetre.
const CM: f32 = 72.0 / 2.54;
const A4_SHORT: f32 = 21.0 * CM;
const A4_LONG: f32 = 29.7 * CM;
/// 公文撰作: top 2.5 cm, left 1.5 cm and 1 cm more for the binding, right 2.5 cm (1.5 cm on a wide register).
const TOP: f32 = 2.5 * CM;
const BOTTOM: f32 = 2.0 * CM;
const BINDING: f32 = 1.5 * CM;
const LEFT: f32 = 2.5 * CM;

/// Sizes of type.
const BODY: f32 = 12.0;
const CELL: f32 = 11.0;
const SMALL: f32 = 9.0;
/// Height of a line against its size.
const LEADING: f32 = 1.4;
/// Room between a rule and the text in its cell.
const PAD: f32 = 3.5;
/// Between blocks.
const GAP: f32 = 8.0;

/// A sheet laid out.
#[derive(Debug)]
pub struct Layout {
    /// Its pages.
    pub pages: Vec<Page>,
    /// What stands on them, in reading order.
    pub elements: Vec<Element>,
}

/// One page.
#[derive(Debug)]
pub struct Page {
    /// In points.
    pub width: f32,
    /// In points.
    pub height: f32,
    /// What is drawn, the undermost first.
    pub marks: Vec<Mark>,
}

/// What something is, for readers that do not see the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Element {
    /// The sheet's title.
    Title,
    /// A heading inside.
    Heading,
    /// Running text.
    Paragraph,
    /// A table or a ruled grid.
    Table,
    /// The code of the link.
    Figure,
    /// The code of the journal's checkpoint.
    Anchor,
}

/// To which element a mark belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Repeated on pages, or mere decoration.
    Artifact,
    /// The watermark.
    Watermark,
    /// Part of an element.
    Part(usize),
    /// A cell: element, row, column.
    Cell {
        /// The table.
        element: usize,
        /// Its row.
        row: usize,
        /// Its column.
        column: usize,
        /// What kind of cell.
        kind: CellKind,
    },
}

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// A value.
    Value,
    /// The heading of a column.
    ColumnHead,
    /// The label of what stands beside it.
    RowHead,
}

/// Something drawn.
#[derive(Debug)]
pub enum Mark {
    /// A line of text.
    Text {
        /// Left end.
        x: f32,
        /// Baseline, from the top.
        y: f32,
        /// Size of type.
        size: f32,
        /// The text.
        text: String,
        /// Thicker strokes.
        is_strong: bool,
        /// To what it belongs.
        place: Place,
    },
    /// A rule.
    Rule {
        /// From.
        from: (f32, f32),
        /// To.
        to: (f32, f32),
        /// Thickness.
        width: f32,
        /// Dashed, such as the binding line.
        is_dashed: bool,
    },
    /// The grey behind a heading cell.
    Shade {
        /// Left.
        x: f32,
        /// Top.
        y: f32,
        /// Width.
        width: f32,
        /// Height.
        height: f32,
    },
    /// Who printed it, slanting across the page.
    Watermark {
        /// The text.
        text: String,
        /// Middle of the line.
        middle: (f32, f32),
        /// Size of type.
        size: f32,
    },
    /// The code of the link.
    Code {
        /// Left.
        x: f32,
        /// Top.
        y: f32,
        /// Side, quiet zone and all.
        side: f32,
        /// The link.
        link: String,
        /// To what it belongs.
        place: Place,
    },
}

/// Lays a sheet out.
#[must_use]
pub fn lay(faces: &Faces, sheet: &Sheet) -> Layout {
    let mut pen = Pen::new(faces, sheet);
    pen.head();
    for block in &sheet.blocks {
        pen.block(block);
    }
    pen.signatures();
    pen.foot();
    pen.finish()
}

/// Writes down the page; begins another when one is full.
struct Pen<'a> {
    faces: &'a Faces,
    sheet: &'a Sheet,
    pages: Vec<Page>,
    elements: Vec<Element>,
    width: f32,
    height: f32,
    right: f32,
    /// Where the next thing goes, from the top.
    y: f32,
    /// Where this page's content began.
    start: f32,
}

impl<'a> Pen<'a> {
    fn new(faces: &'a Faces, sheet: &'a Sheet) -> Self {
        let (width, height, right) = if sheet.is_landscape {
            (A4_LONG, A4_SHORT, A4_LONG - 1.5 * CM)
        } else {
            (A4_SHORT, A4_LONG, A4_SHORT - 2.5 * CM)
        };
        let mut pen = Self {
            faces,
            sheet,
            pages: Vec::new(),
            elements: Vec::new(),
            width,
            height,
            right,
            y: TOP,
            start: TOP,
        };
        pen.turn();
        pen
    }

    /// The width of the text.
    fn measure(&self) -> f32 {
        self.right - LEFT
    }

    fn bottom(&self) -> f32 {
        self.height - BOTTOM
    }

    fn left_over(&self) -> f32 {
        self.bottom() - self.y
    }

    /// Begins a page unless this much room is left, or would not be on any page.
    fn need(&mut self, room: f32) {
        if self.left_over() < room && self.y > self.start {
            self.turn();
        }
    }

    fn gap(&mut self, room: f32) {
        if self.y > self.start {
            self.y += room;
        }
    }

    fn element(&mut self, element: Element) -> usize {
        self.elements.push(element);
        self.elements.len() - 1
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.marks.push(mark);
        }
    }

    /// One line whose top is at `y`.
    fn write(&mut self, at: (f32, f32), size: f32, text: &str, place: Place) {
        self.letter(at, size, text, false, place);
    }

    fn letter(&mut self, (x, y): (f32, f32), size: f32, text: &str, is_strong: bool, place: Place) {
        if !text.is_empty() {
            // A Kai glyph fills its square from 0.14 below the baseline to 0.86 above.
            let y = y + (LEADING - 1.0) / 2.0 * size + 0.86 * size;
            self.mark(Mark::Text { x, y, size, text: text.to_owned(), is_strong, place });
        }
    }

    fn rule(&mut self, from: (f32, f32), to: (f32, f32)) {
        self.mark(Mark::Rule { from, to, width: 0.6, is_dashed: false });
    }

    fn wrap(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        lines::wrap(text, width / size, &|c| self.faces.width_of(c))
    }

    fn text_width(&self, text: &str, size: f32) -> f32 {
        self.faces.width(text) * size
    }
}

/// A count as a factor of lengths.
fn many(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests;
