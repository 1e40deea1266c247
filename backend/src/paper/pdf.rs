//! A sheet as a PDF: text that can be searched and read aloud, the typeface cut to what is used, the same bytes each time.

use std::{collections::BTreeMap, f32::consts::FRAC_PI_6, num::NonZeroU16};

use anyhow::{Context, anyhow};
use chrono::{Datelike, NaiveTime, Timelike};
use krilla::{
    Document, SerializeSettings,
    color::luma,
    configure::{Archival, ConfigurationBuilder},
    geom::{PathBuilder, Point, Rect, Transform},
    metadata::{DateTime, Metadata},
    num::NormalizedF32,
    page::PageSettings,
    paint::{Fill, Stroke, StrokeDash},
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, ContentTag, Identifier, SpanTag, TableHeaderScope, Tag, TagGroup, TagTree,
    },
};
use shared::{
    field::RocDate,
    paper::{self, Sheet},
};

use super::{
    font::{Faces, Ink},
    layout::{self, CellKind, Element, Layout, Mark, Place},
};

/// The file.
///
/// # Errors
/// The packed font is damaged, or the writer of PDFs refuses what it was given.
pub fn write(sheet: &Sheet) -> anyhow::Result<Vec<u8>> {
    let faces = Faces::get()?;
    let layout = layout::lay(&faces, sheet);
    // Files of a county are kept: PDF/A-2, which forbids characters of private use and wants a date; plain where it cannot be.
    draw(&faces, sheet, &layout, true).or_else(|_| draw(&faces, sheet, &layout, false))
}

fn draw(faces: &Faces, sheet: &Sheet, layout: &Layout, is_archival: bool) -> anyhow::Result<Vec<u8>> {
    let mut settings = SerializeSettings::default();
    if is_archival {
        let archival = ConfigurationBuilder::new().with_archival_validator(Archival::A2_A).finish();
        settings.configuration = archival.map_err(|error| anyhow!("PDF/A-2a: {error:?}"))?;
    }
    let mut document = Document::new_with(settings);
    let mut tags = Tags::default();
    for page in &layout.pages {
        let size = PageSettings::from_wh(page.width, page.height).context("size of the page")?;
        let mut open = document.start_page_with(size);
        let mut surface = open.surface();
        for mark in &page.marks {
            Brush { faces, surface: &mut surface, tags: &mut tags }.mark(mark);
        }
        surface.finish();
        open.finish();
    }
    document.set_tag_tree(tags.tree(sheet, layout));
    let mut metadata = Metadata::new()
        .title(sheet.title.clone())
        .language(paper::LANGUAGE.to_owned())
        .creator("Chadiao 查調".to_owned())
        .producer("Chadiao 查調".to_owned());
    if let Some(date) = printed(&sheet.printed_at) {
        metadata = metadata.creation_date(date);
    }
    document.set_metadata(metadata);
    document.finish().map_err(|error| anyhow!("{error:?}"))
}

/// The moment of printing from its words: the sheet alone decides what is in the file.
fn printed(words: &str) -> Option<DateTime> {
    let (day, time) = words.split_once(' ')?;
    let day = RocDate::parse(day).ok()?.date();
    let time = NaiveTime::parse_from_str(time, "%H:%M").ok()?;
    let part = |number: u32| u8::try_from(number).ok();
    let date = DateTime::new(u16::try_from(day.year()).ok()?).month(part(day.month())?).day(part(day.day())?);
    Some(
        date.hour(part(time.hour())?)
            .minute(part(time.minute())?)
            .second(0)
            .utc_offset_hour(8)
            .utc_offset_minute(0),
    )
}

/// A row's cells by column.
type Row = BTreeMap<usize, (CellKind, Vec<Identifier>)>;

/// What was drawn, by where it belongs.
#[derive(Default)]
struct Tags {
    parts: BTreeMap<usize, Vec<Identifier>>,
    tables: BTreeMap<usize, BTreeMap<usize, Row>>,
}

impl Tags {
    fn keep(&mut self, place: Place, identifier: Identifier) {
        match place {
            Place::Artifact | Place::Watermark => {}
            Place::Part(element) => self.parts.entry(element).or_default().push(identifier),
            Place::Cell { element, row, column, kind } => {
                let rows = self.tables.entry(element).or_default();
                let cell = rows.entry(row).or_default().entry(column).or_insert((kind, Vec::new()));
                cell.1.push(identifier);
            }
        }
    }

    fn tree(mut self, sheet: &Sheet, layout: &Layout) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(paper::LANGUAGE.to_owned()));
        for (at, element) in layout.elements.iter().enumerate() {
            let group = match element {
                Element::Title => group(Tag::Hn(level(1), None).into(), self.parts.remove(&at)),
                Element::Heading => group(Tag::Hn(level(2), None).into(), self.parts.remove(&at)),
                Element::Paragraph => group(Tag::P.into(), self.parts.remove(&at)),
                Element::Figure => {
                    let alt = format!("QR 碼：{}", sheet.link);
                    group(Tag::Figure(Some(alt)).into(), self.parts.remove(&at))
                }
                Element::Anchor => {
                    let alt = "QR 碼：稽核軌跡檢查點".to_owned();
                    group(Tag::Figure(Some(alt)).into(), self.parts.remove(&at))
                }
                Element::Table => self.table(at),
            };
            tree.push(group);
        }
        tree
    }

    fn table(&mut self, element: usize) -> TagGroup {
        let mut table = TagGroup::new(Tag::Table);
        for (_, cells) in self.tables.remove(&element).unwrap_or_default() {
            let mut row = TagGroup::new(Tag::TR);
            for (_, (kind, identifiers)) in cells {
                let tag = match kind {
                    CellKind::Value => Tag::TD.into(),
                    CellKind::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
                    CellKind::RowHead => Tag::TH(TableHeaderScope::Row).into(),
                };
                row.push(group(tag, Some(identifiers)));
            }
            table.push(row);
        }
        table
    }
}

fn group(tag: krilla::tagging::TagKind, identifiers: Option<Vec<Identifier>>) -> TagGroup {
    let mut group = TagGroup::new(tag);
    for identifier in identifiers.unwrap_or_default() {
        group.push(identifier);
    }
    group
}

fn level(level: u16) -> NonZeroU16 {
    NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN)
}

/// Draws marks on one page.
struct Brush<'a, 'b> {
    faces: &'a Faces,
    surface: &'a mut Surface<'b>,
    tags: &'a mut Tags,
}

impl Brush<'_, '_> {
    fn mark(&mut self, mark: &Mark) {
        match mark {
            Mark::Text { x, y, size, text, is_strong, place } => {
                self.black();
                if *is_strong {
                    self.surface.set_stroke(Some(stroke(0.4, false)));
                }
                self.text((*x, *y), *size, text, *place);
                self.surface.set_stroke(None);
            }
            Mark::Rule { from, to, width, is_dashed } => self.artifact(ArtifactType::Layout, |surface| {
                let mut path = PathBuilder::new();
                path.move_to(from.0, from.1);
                path.line_to(to.0, to.1);
                surface.set_fill(None);
                surface.set_stroke(Some(stroke(*width, *is_dashed)));
                if let Some(path) = path.finish() {
                    surface.draw_path(&path);
                }
                surface.set_stroke(None);
            }),
            Mark::Shade { x, y, width, height } => self.artifact(ArtifactType::Layout, |surface| {
                surface.set_fill(Some(Fill { paint: luma::Color::new(240).into(), ..Fill::default() }));
                rectangle(surface, (*x, *y), (*width, *height));
            }),
            Mark::Watermark { text, middle, size } => {
                self.surface.set_fill(Some(Fill {
                    paint: luma::Color::new(120).into(),
                    opacity: NormalizedF32::new(0.16).unwrap_or(NormalizedF32::ONE),
                    ..Fill::default()
                }));
                let half = self.faces.width(text) * size / 2.0;
                self.surface.push_transform(&Transform::from_translate(middle.0, middle.1));
                self.surface.push_transform(&Transform::from_rotate(-FRAC_PI_6.to_degrees()));
                self.text((-half, 0.0), *size, text, Place::Watermark);
                self.surface.pop();
                self.surface.pop();
            }
            Mark::Code { x, y, side, link, place } => self.code((*x, *y), *side, link, *place),
        }
    }

    fn black(&mut self) {
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(Fill::default()));
    }

    fn artifact(&mut self, kind: ArtifactType, draw: impl FnOnce(&mut Surface<'_>)) {
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
        draw(self.surface);
        self.surface.end_tagged();
    }

    fn open(&mut self, place: Place, actual: Option<&str>) {
        let artifact = |kind| ContentTag::Artifact(Artifact::with_kind(kind));
        let tag = match place {
            Place::Artifact => artifact(ArtifactType::PaginationOther),
            Place::Watermark => artifact(ArtifactType::Watermark),
            Place::Part(_) | Place::Cell { .. } => {
                ContentTag::Span(SpanTag::empty().with_actual_text(actual))
            }
        };
        let identifier = self.surface.start_tagged(tag);
        self.tags.keep(place, identifier);
    }

    /// One line from its baseline.
    fn text(&mut self, (mut x, y): (f32, f32), size: f32, text: &str, place: Place) {
        for run in self.faces.runs(text) {
            match run.ink {
                Ink::Glyphs(font, glyphs) => {
                    self.open(place, None);
                    self.surface.draw_glyphs(Point::from_xy(x, y), &glyphs, font, run.text, size, false);
                    self.surface.end_tagged();
                }
                Ink::Number(number) => {
                    self.open(place, Some(run.text));
                    self.number((x, y), size, &number);
                    self.surface.end_tagged();
                }
            }
            x += run.width * size;
        }
    }

    /// The number of a character in a box of its size: two rows of digits.
    fn number(&mut self, (x, y): (f32, f32), size: f32, number: &str) {
        let fill = self.surface.get_fill().cloned();
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(stroke(0.4, false)));
        rectangle(self.surface, (x + 0.06 * size, y - 0.82 * size), (0.88 * size, 0.92 * size));
        self.surface.set_stroke(None);
        self.surface.set_fill(fill);
        let half = number.len().div_ceil(2);
        let small = 0.36 * size;
        for (row, digits) in [number.get(..half), number.get(half..)].into_iter().flatten().enumerate() {
            let from_left = x + (size - self.faces.width(digits) * small) / 2.0;
            let baseline = y - if row == 0 { 0.44 } else { 0.04 } * size;
            let mut at = from_left;
            for run in self.faces.runs(digits) {
                if let Ink::Glyphs(font, glyphs) = run.ink {
                    self.surface.draw_glyphs(
                        Point::from_xy(at, baseline),
                        &glyphs,
                        font,
                        run.text,
                        small,
                        false,
                    );
                }
                at += run.width * small;
            }
        }
    }

    fn code(&mut self, (x, y): (f32, f32), side: f32, link: &str, place: Place) {
        let Some(code) = paper::qr(link) else { return };
        let squares = |count: usize| f32::from(u16::try_from(count).unwrap_or(u16::MAX));
        let unit = side / squares(code.side + 2 * paper::Code::QUIET);
        let quiet = unit * squares(paper::Code::QUIET);
        let mut path = PathBuilder::new();
        for (column, row, length) in code.runs() {
            let (left, top) = (x + quiet + squares(column) * unit, y + quiet + squares(row) * unit);
            if let Some(run) = Rect::from_xywh(left, top, squares(length) * unit, unit) {
                path.push_rect(run);
            }
        }
        self.black();
        self.open(place, None);
        if let Some(path) = path.finish() {
            self.surface.draw_path(&path);
        }
        self.surface.end_tagged();
    }
}

fn rectangle(surface: &mut Surface<'_>, (x, y): (f32, f32), (width, height): (f32, f32)) {
    let mut path = PathBuilder::new();
    if let Some(rectangle) = Rect::from_xywh(x, y, width, height) {
        path.push_rect(rectangle);
    }
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

fn stroke(width: f32, is_dashed: bool) -> Stroke {
    Stroke {
        paint: luma::Color::black().into(),
        width,
        dash: is_dashed.then(|| StrokeDash { array: vec![3.0, 3.0], offset: 0.0 }),
        ..Stroke::default()
    }
}

#[cfg(test)]
mod tests;
