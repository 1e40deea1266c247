//! What surrounds the content: heading, binding line, watermark, signatures, page numbers.

use shared::paper::{Sheet, SignatureBox};

use super::{
    BINDING, BODY, CELL, CM, CellKind, Element, GAP, LEADING, LEFT, Layout, Mark, PAD, Page, Pen, Place,
    SMALL, TOP, many,
};

/// Boxes in a row; more stand below.
const BOXES: usize = 4;
/// A box takes a seal.
const BOX_HEIGHT: f32 = 2.4 * CM;
/// A side of the code on paper, quiet zone and all: its squares are then wide enough for any phone.
const CODE_SIDE: f32 = 2.4 * CM;
const TITLE: f32 = 18.0;
const AGENCY: f32 = 15.0;

impl Pen<'_> {
    /// Begins a page: watermark, binding line, and from the second page on which sheet this is.
    pub(super) fn turn(&mut self) {
        let is_first = self.pages.is_empty();
        self.pages.push(Page { width: self.width, height: self.height, marks: Vec::new() });
        self.y = TOP;
        self.watermark();
        self.binding();
        if !is_first {
            let words = format!("{}　{}（續）", self.sheet.form_number, self.sheet.title);
            self.write((LEFT, TOP - SMALL * LEADING - 4.0), SMALL, words.trim(), Place::Artifact);
        }
        self.start = self.y;
    }

    fn watermark(&mut self) {
        let text = self.sheet.watermark.clone();
        if text.is_empty() {
            return;
        }
        let size = (self.width * 0.9 / self.faces.width(&text).max(1.0)).clamp(12.0, 30.0);
        for part in [0.2, 0.5, 0.8] {
            let middle = (f32::midpoint(LEFT, self.right), self.height * part);
            self.mark(Mark::Watermark { text: text.clone(), middle, size });
        }
    }

    fn binding(&mut self) {
        let (top, bottom) = (1.5 * CM, self.height - 1.5 * CM);
        let step = (bottom - top) / 4.0;
        let mut from = top;
        for (at, word) in (1_u8..).zip(["裝", "訂", "線"]) {
            let middle = top + step * f32::from(at);
            self.dashes(from, middle - 12.0);
            self.write((BINDING - SMALL / 2.0, middle - SMALL * LEADING / 2.0), SMALL, word, Place::Artifact);
            from = middle + 12.0;
        }
        self.dashes(from, bottom);
    }

    fn dashes(&mut self, from: f32, to: f32) {
        self.mark(Mark::Rule { from: (BINDING, from), to: (BINDING, to), width: 0.5, is_dashed: true });
    }

    /// Form number, file number and term, agency and title.
    pub(super) fn head(&mut self) {
        let sheet = self.sheet;
        let filing = sheet.filing_words();
        if !sheet.form_number.is_empty() || !filing.is_empty() {
            let element = self.element(Element::Paragraph);
            let size = SMALL + 1.0;
            let top = TOP - 1.1 * CM;
            self.write((LEFT, top), BODY, &sheet.form_number, Place::Part(element));
            let widest = filing.iter().map(|line| self.text_width(line, size)).fold(0.0, f32::max);
            let mut y = top;
            for line in &filing {
                self.write((self.right - widest, y), size, line, Place::Part(element));
                y += size * LEADING;
            }
            self.y = self.y.max(y);
        }
        if !sheet.agency.is_empty() {
            let element = self.element(Element::Paragraph);
            self.centred(&sheet.agency, AGENCY, element);
        }
        let element = self.element(Element::Title);
        self.centred(&sheet.title, TITLE, element);
        self.y += GAP;
    }

    fn centred(&mut self, text: &str, size: f32, element: usize) {
        for line in self.wrap(text, size, self.measure()) {
            let x = LEFT + (self.measure() - self.text_width(&line, size)) / 2.0;
            self.write((x, self.y), size, &line, Place::Part(element));
            self.y += size * LEADING;
        }
    }

    /// The boxes to sign in, kept together, with the code of the link beside them.
    pub(super) fn signatures(&mut self) {
        let sheet = self.sheet;
        if sheet.signatures.is_empty() {
            return;
        }
        let rows: Vec<&[SignatureBox]> = sheet.signatures.chunks(BOXES).collect();
        self.gap(GAP);
        self.need(BOX_HEIGHT * many(rows.len()));
        let beside = if sheet.link.is_empty() { 0.0 } else { CODE_SIDE + GAP };
        if beside > 0.0 {
            self.code();
        }
        let element = self.element(Element::Table);
        for (row, boxes) in rows.into_iter().enumerate() {
            self.need(BOX_HEIGHT);
            let width = (self.measure() - beside) / many(boxes.len().max(1));
            let mut x = LEFT;
            for (at, one) in boxes.iter().enumerate() {
                self.signature((x, self.y), width, one, (element, row, at));
                x += width;
            }
            self.y += BOX_HEIGHT;
        }
    }

    fn signature(
        &mut self,
        (x, y): (f32, f32),
        width: f32,
        one: &SignatureBox,
        (element, row, at): (usize, usize, usize),
    ) {
        self.frame((x, y), width, BOX_HEIGHT);
        let role = Place::Cell { element, row, column: 2 * at, kind: CellKind::RowHead };
        let value = Place::Cell { element, row, column: 2 * at + 1, kind: CellKind::Value };
        let inside = width - 2.0 * PAD;
        let mut below_role = y + PAD;
        for line in self.wrap(&one.role, CELL, inside) {
            self.write((x + PAD, below_role), CELL, &line, role);
            below_role += CELL * LEADING;
        }
        let centre =
            |pen: &Self, text: &str, size: f32| x + (width - pen.text_width(text, size)).max(0.0) / 2.0;
        // The date keeps to the bottom and the name stands above it, however many lines the role took.
        let dates = self.wrap(&one.at, SMALL, inside);
        let names = self.wrap(&one.name, BODY, inside);
        let mut at_y =
            y + BOX_HEIGHT - PAD - SMALL * LEADING * many(dates.len()) - BODY * LEADING * many(names.len());
        at_y = at_y.max(below_role);
        for (lines, size) in [(names, BODY), (dates, SMALL)] {
            for line in lines {
                let line_x = centre(self, &line, size);
                self.write((line_x, at_y), size, &line, value);
                at_y += size * LEADING;
            }
        }
    }

    /// Four rules.
    pub(super) fn frame(&mut self, (x, y): (f32, f32), width: f32, height: f32) {
        for (from, to) in [
            ((x, y), (x + width, y)),
            ((x, y + height), (x + width, y + height)),
            ((x, y), (x, y + height)),
            ((x + width, y), (x + width, y + height)),
        ] {
            self.rule(from, to);
        }
    }

    /// The code of the link at the right, once.
    fn code(&mut self) {
        let place = Place::Part(self.element(Element::Figure));
        let link = self.sheet.link.clone();
        self.mark(Mark::Code { x: self.right - CODE_SIDE, y: self.y, side: CODE_SIDE, link, place });
    }

    /// Small print, with the code beside it where no boxes had room for it.
    pub(super) fn foot(&mut self) {
        let sheet = self.sheet;
        let has_code = !sheet.link.is_empty() && sheet.signatures.is_empty();
        if !has_code && sheet.note.is_empty() {
            return;
        }
        self.gap(GAP / 2.0);
        self.need(if has_code { CODE_SIDE } else { SMALL * LEADING });
        let (page, top) = (self.pages.len(), self.y);
        if has_code {
            self.code();
        }
        if !sheet.note.is_empty() {
            let place = Place::Part(self.element(Element::Paragraph));
            let beside = if has_code { CODE_SIDE + GAP } else { 0.0 };
            for line in self.wrap(&sheet.note, SMALL, self.measure() - beside) {
                self.need(SMALL * LEADING);
                self.write((LEFT, self.y), SMALL, &line, place);
                self.y += SMALL * LEADING;
            }
        }
        if has_code && self.pages.len() == page {
            self.y = self.y.max(top + CODE_SIDE);
        }
    }

    /// Page numbers and who printed it, once it is known how many pages there are.
    pub(super) fn finish(mut self) -> Layout {
        let total = self.pages.len();
        let printed = self.sheet.printed_words();
        let y = self.height - 1.5 * CM + SMALL;
        for number in 1..=total {
            let words = Sheet::page_words(number, total);
            let x = self.right - self.text_width(&words, SMALL);
            let small = |x, text: &str| Mark::Text {
                x,
                y,
                size: SMALL,
                text: text.to_owned(),
                is_strong: false,
                place: Place::Artifact,
            };
            let marks = [small(LEFT, &printed), small(x, &words)];
            if let Some(page) = self.pages.get_mut(number - 1) {
                page.marks.extend(marks);
            }
        }
        Layout { pages: self.pages, elements: self.elements }
    }
}
