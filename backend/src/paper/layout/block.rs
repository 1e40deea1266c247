//! What stands inside a sheet: headings, text, ruled grids, tables whose heading is repeated, boxes to tick.

use shared::paper::{Block, Column, Field};

use super::{BODY, CELL, CM, CellKind, Element, GAP, LEADING, LEFT, Mark, PAD, Pen, Place, SMALL, many};

const HEADING: f32 = 13.0;
/// An empty field leaves room for a pen.
const PEN_ROOM: f32 = 22.4;
/// A side of a checkpoint's code: some three hundred characters want more room than a link.
const ANCHOR_SIDE: f32 = 4.2 * CM;
/// Lines of text between blocks of running text are wider apart than in cells.
const TEXT_LEADING: f32 = 1.6;
/// Of a row that is cut by a page, at least so many lines stand on either side.
const ORPHANS: usize = 2;

/// A cell before it is drawn.
struct Cell {
    width: f32,
    lines: Vec<String>,
    kind: CellKind,
}

/// The rows of one ruled block, drawn one after another.
struct Grid {
    element: usize,
    row: usize,
    /// Height of a row with nothing in it.
    least: f32,
}

impl Pen<'_> {
    /// Writes a block.
    pub(super) fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { text } => self.heading(text),
            Block::Text { text } => self.text(text),
            Block::Fields { rows } => self.fields(rows),
            Block::Table { columns, rows } => self.table(columns, rows),
            Block::Ticks { label, boxes } => {
                let words: Vec<String> = boxes.iter().map(shared::paper::Tick::words).collect();
                self.fields(&[vec![Field::new(label, words.join("\u{3000}"))]]);
            }
            Block::Anchor { text } => self.anchor(text),
        }
    }

    fn heading(&mut self, text: &str) {
        self.gap(GAP);
        // A heading does not stand alone at the end of a page.
        self.need(HEADING * LEADING + 4.0 * CELL * LEADING);
        let place = Place::Part(self.element(Element::Heading));
        for line in self.wrap(text, HEADING, self.measure()) {
            self.letter((LEFT, self.y), HEADING, &line, true, place);
            self.y += HEADING * LEADING;
        }
    }

    fn text(&mut self, text: &str) {
        self.gap(GAP / 2.0);
        for paragraph in text.split('\n') {
            let place = Place::Part(self.element(Element::Paragraph));
            for line in self.wrap(paragraph, BODY, self.measure()) {
                self.need(BODY * TEXT_LEADING);
                self.write((LEFT, self.y), BODY, &line, place);
                self.y += BODY * TEXT_LEADING;
            }
        }
    }

    /// The text with its code beside it, on one page.
    fn anchor(&mut self, text: &str) {
        let beside = self.measure() - ANCHOR_SIDE - GAP;
        let lines: Vec<String> = text.lines().flat_map(|line| self.wrap(line, SMALL, beside)).collect();
        self.gap(GAP);
        self.need(ANCHOR_SIDE.max(SMALL * LEADING * many(lines.len())));
        let top = self.y;
        let place = Place::Part(self.element(Element::Anchor));
        let (x, link) = (self.right - ANCHOR_SIDE, text.to_owned());
        self.mark(Mark::Code { x, y: top, side: ANCHOR_SIDE, link, place });
        let place = Place::Part(self.element(Element::Paragraph));
        for line in lines {
            self.write((LEFT, self.y), SMALL, &line, place);
            self.y += SMALL * LEADING;
        }
        self.y = self.y.max(top + ANCHOR_SIDE);
    }

    fn fields(&mut self, rows: &[Vec<Field>]) {
        let pairs = rows.iter().map(Vec::len).max().unwrap_or_default().max(1);
        let share = self.measure() / many(pairs);
        let labels = rows.iter().flatten().map(|field| self.text_width(&field.label, CELL));
        let label = (labels.fold(0.0, f32::max) + 2.0 * PAD + 0.5).min(share * 0.45);
        let mut grid = self.grid(PEN_ROOM);
        for row in rows.iter().filter(|row| !row.is_empty()) {
            let width = self.measure() / many(row.len());
            let mut cells = Vec::new();
            for field in row {
                cells.push(self.cell(&field.label, label, CellKind::RowHead));
                cells.push(self.cell(&field.value, width - label, CellKind::Value));
            }
            self.row(&mut grid, &cells, None);
        }
    }

    fn table(&mut self, columns: &[Column], rows: &[Vec<String>]) {
        let total = columns.iter().map(|column| f32::from(column.share.max(1))).sum::<f32>().max(1.0);
        let widths: Vec<f32> =
            columns.iter().map(|column| self.measure() * f32::from(column.share.max(1)) / total).collect();
        let heads = columns.iter().zip(&widths);
        let head: Vec<Cell> =
            heads.map(|(column, width)| self.cell(&column.title, *width, CellKind::ColumnHead)).collect();
        let mut grid = self.grid(CELL * LEADING + 2.0 * PAD);
        // A heading row takes at least one row with it.
        self.need(height(&head) + 2.0 * grid.least);
        self.row(&mut grid, &head, None);
        for row in rows {
            let texts = row.iter().map(String::as_str).chain(std::iter::repeat(""));
            let cells: Vec<Cell> =
                texts.zip(&widths).map(|(text, width)| self.cell(text, *width, CellKind::Value)).collect();
            self.row(&mut grid, &cells, Some(&head));
        }
    }

    fn grid(&mut self, least: f32) -> Grid {
        self.gap(GAP);
        Grid { element: self.element(Element::Table), row: 0, least }
    }

    fn cell(&self, text: &str, width: f32, kind: CellKind) -> Cell {
        Cell { width, lines: self.wrap(text, CELL, (width - 2.0 * PAD).max(CELL)), kind }
    }

    /// Draws a row; it is cut only where it fits no page.
    fn row(&mut self, grid: &mut Grid, cells: &[Cell], head: Option<&[Cell]>) {
        let line = CELL * LEADING;
        let head_height = head.map_or(0.0, height);
        let whole = self.bottom() - self.start - head_height;
        let mut drawn = 0;
        let lines = cells.iter().map(|cell| cell.lines.len()).max().unwrap_or_default().max(1);
        while drawn < lines {
            let rest = lines - drawn;
            let wanted = (many(rest) * line + 2.0 * PAD).max(if drawn == 0 { grid.least } else { 0.0 });
            let fitting = fitting((self.left_over() - 2.0 * PAD) / line).min(rest);
            let is_cut = wanted > self.left_over();
            if is_cut && (wanted <= whole || fitting < ORPHANS) && self.y > self.start + head_height {
                self.turn();
                self.repeat(head);
                continue;
            }
            let taken = if is_cut { fitting.max(1) } else { rest };
            let room = if is_cut { many(taken) * line + 2.0 * PAD } else { wanted };
            self.stretch(grid, cells, drawn..drawn + taken, room);
            drawn += taken;
            if drawn < lines {
                self.turn();
                self.repeat(head);
            }
        }
        grid.row += 1;
    }

    /// The heading row on a further page: read once, seen on each.
    fn repeat(&mut self, head: Option<&[Cell]>) {
        if let Some(head) = head {
            let lines = head.iter().map(|cell| cell.lines.len()).max().unwrap_or_default();
            self.draw(head, 0..lines, height(head), |_, _| Place::Artifact);
        }
    }

    fn stretch(&mut self, grid: &Grid, cells: &[Cell], lines: std::ops::Range<usize>, room: f32) {
        let (element, row) = (grid.element, grid.row);
        self.draw(cells, lines, room, |column, kind| Place::Cell { element, row, column, kind });
    }

    fn draw(
        &mut self,
        cells: &[Cell],
        lines: std::ops::Range<usize>,
        room: f32,
        place: impl Fn(usize, CellKind) -> Place,
    ) {
        let mut x = LEFT;
        for (column, cell) in cells.iter().enumerate() {
            if cell.kind != CellKind::Value {
                self.mark(Mark::Shade { x, y: self.y, width: cell.width, height: room });
            }
            self.frame((x, self.y), cell.width, room);
            let shown: Vec<&String> = cell.lines.iter().skip(lines.start).take(lines.len()).collect();
            let inside = many(shown.len()) * CELL * LEADING;
            // Values of a row with several lines begin at its top, everything else stands in the middle.
            let is_hung = lines.len() > 1 && cell.kind == CellKind::Value;
            let mut y = self.y + if is_hung { PAD } else { ((room - inside) / 2.0).max(PAD) };
            for text in shown {
                let slack = cell.width - 2.0 * PAD - self.text_width(text, CELL);
                let indent = if cell.kind == CellKind::ColumnHead { (slack / 2.0).max(0.0) } else { 0.0 };
                self.write((x + PAD + indent, y), CELL, text, place(column, cell.kind));
                y += CELL * LEADING;
            }
            x += cell.width;
        }
        self.y += room;
    }
}

fn height(cells: &[Cell]) -> f32 {
    let lines = cells.iter().map(|cell| cell.lines.len()).max().unwrap_or_default();
    many(lines) * CELL * LEADING + 2.0 * PAD
}

/// Whole lines in a room.
fn fitting(lines: f32) -> usize {
    (0_u16..=200).take_while(|count| f32::from(*count) <= lines + 0.01).count().saturating_sub(1)
}
