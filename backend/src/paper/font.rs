//! The typeface of paper: 全字庫正楷體, packed into the program, and what is done about a character it lacks.

use std::sync::{Arc, OnceLock};

use anyhow::Context;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::{
    FontRef, GlyphId as SkrifaGlyphId, MetadataProvider, charmap::Charmap, instance, metrics::GlyphMetrics,
};

/// Cut by `backend/fonts/cut.py`: Big5 whole, the Hong Kong supplement's rarer names, signs and boxes.
const PACKED: &[u8] = include_bytes!("../../fonts/tw-kai.ttf.br");
/// The unpacked size, so that it is unpacked without growing.
const UNPACKED: usize = 22_239_812;

/// Where Debian's `fonts-cns11643-kai` puts the whole typeface: the rarest names are then drawn too.
const BESIDE: [&str; 3] = [
    "/usr/share/fonts/truetype/cns11643/TW-Kai-98_1.ttf",
    "/usr/share/fonts/truetype/cns11643/TW-Kai-Ext-B-98_1.ttf",
    "/usr/share/fonts/truetype/cns11643/TW-Kai-Plus-98_1.ttf",
];

/// How wide a character is that no font has: a box with its number.
pub const BOX: f32 = 1.0;

/// One font file. It lives as long as the program.
pub struct Face {
    font: Font,
    map: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    em: f32,
}

/// Text that is drawn in one go.
#[derive(Debug)]
pub struct Run<'a> {
    /// Its characters.
    pub text: &'a str,
    /// How it is drawn.
    pub ink: Ink,
    /// Its width, in ems.
    pub width: f32,
}

/// How a run is drawn.
#[derive(Debug)]
pub enum Ink {
    /// With glyphs of a font.
    Glyphs(Font, Vec<KrillaGlyph>),
    /// As a box with the character's number: it is seen that something stands there, and what.
    Number(String),
}

impl Face {
    fn new(data: Vec<u8>) -> Option<Self> {
        let data: &'static [u8] = Box::leak(data.into_boxed_slice());
        let font = Font::new(data.into(), 0)?;
        let reader = FontRef::new(data).ok()?;
        let metrics = reader.glyph_metrics(instance::Size::unscaled(), instance::LocationRef::default());
        Some(Self { em: font.units_per_em(), font, map: reader.charmap(), metrics })
    }

    fn glyph(&self, c: char) -> Option<(SkrifaGlyphId, f32)> {
        let glyph = self.map.map(c)?;
        Some((glyph, self.metrics.advance_width(glyph).unwrap_or(self.em) / self.em))
    }
}

/// Every font there is: the packed one, then those beside the program, looked for once one is missed.
pub struct Faces {
    packed: Face,
    beside: OnceLock<Vec<Face>>,
}

impl Faces {
    /// The one set of the program, unpacked at its first use.
    ///
    /// # Errors
    /// The packed font is damaged.
    pub fn get() -> anyhow::Result<Arc<Self>> {
        static FACES: OnceLock<Arc<Faces>> = OnceLock::new();
        if let Some(faces) = FACES.get() {
            return Ok(Arc::clone(faces));
        }
        let mut data = Vec::with_capacity(UNPACKED);
        brotli_decompressor::BrotliDecompress(&mut &*PACKED, &mut data).context("the packed font")?;
        let packed = Face::new(data).context("the packed font is no font")?;
        Ok(Arc::clone(FACES.get_or_init(|| Arc::new(Self { packed, beside: OnceLock::new() }))))
    }

    fn beside(&self) -> &[Face] {
        self.beside.get_or_init(|| {
            BESIDE.iter().filter_map(|path| std::fs::read(path).ok()).filter_map(Face::new).collect()
        })
    }

    fn glyph(&self, c: char) -> Option<(&Face, SkrifaGlyphId, f32)> {
        // The font has one space for both.
        let c = if c == '\u{a0}' { ' ' } else { c };
        if let Some((glyph, width)) = self.packed.glyph(c) {
            return Some((&self.packed, glyph, width));
        }
        self.beside().iter().find_map(|face| face.glyph(c).map(|(glyph, width)| (face, glyph, width)))
    }

    /// A character's width, in ems.
    #[must_use]
    pub fn width_of(&self, c: char) -> f32 {
        if is_unseen(c) {
            return 0.0;
        }
        self.glyph(c).map_or(BOX, |(_, _, width)| width)
    }

    /// A text's width, in ems.
    #[must_use]
    pub fn width(&self, text: &str) -> f32 {
        text.chars().map(|c| self.width_of(c)).sum()
    }

    /// A line's runs, one font each.
    #[must_use]
    pub fn runs<'a>(&self, text: &'a str) -> Vec<Run<'a>> {
        let mut runs: Vec<Run<'a>> = Vec::new();
        // Where the last run began.
        let mut start = 0;
        for (at, c) in text.char_indices().filter(|(_, c)| !is_unseen(*c)) {
            let end = at + c.len_utf8();
            let Some((face, glyph, width)) = self.glyph(c) else {
                start = at;
                let text = text.get(at..end).unwrap_or_default();
                runs.push(Run { text, ink: Ink::Number(format!("{:04X}", u32::from(c))), width: BOX });
                continue;
            };
            let drawn =
                |range| KrillaGlyph::new(GlyphId::new(glyph.to_u32()), width, 0.0, 0.0, 0.0, range, None);
            match runs.last_mut() {
                Some(Run { text: so_far, ink: Ink::Glyphs(font, glyphs), width: total })
                    if *font == face.font =>
                {
                    glyphs.push(drawn(at - start..end - start));
                    *so_far = text.get(start..end).unwrap_or_default();
                    *total += width;
                }
                _ => {
                    start = at;
                    let text = text.get(at..end).unwrap_or_default();
                    let ink = Ink::Glyphs(face.font.clone(), vec![drawn(0..end - at)]);
                    runs.push(Run { text, ink, width });
                }
            }
        }
        runs
    }
}

/// Characters that say how text is set and leave no mark.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_county_writes_is_in_the_packed_font() {
        let faces = Faces::get().unwrap();
        for c in "彰化縣政府查詢勞保局資料業務項目清冊，\u{3000}。、；：「」『』（）《》—…☐☑□■○●※0123456789ABCxyz０１２ㄅㄆ㈠①堃喆犇峯温游芊霈".chars() {
            assert!(faces.packed.glyph(c).is_some(), "{c}");
        }
        for lead in 0xa4_u8..=0xf9 {
            for trail in (0x40_u8..=0x7e).chain(0xa1..=0xfe) {
                let bytes = [lead, trail];
                let (text, _, is_broken) = encoding_rs::BIG5.decode(&bytes);
                // The rows between the two levels and after the second belong to the Hong Kong supplement.
                if is_broken || (0xc6..=0xc8).contains(&lead) || (lead == 0xf9 && trail > 0xd5) {
                    continue;
                }
                assert!(text.chars().all(|c| faces.packed.glyph(c).is_some()), "{text}");
            }
        }
    }

    #[test]
    fn a_character_that_no_font_has_becomes_a_box_with_its_number() {
        let faces = Faces::get().unwrap();
        let runs = faces.runs("王\u{f0000}明");
        let texts: Vec<&str> = runs.iter().map(|run| run.text).collect();
        assert_eq!(texts, ["王", "\u{f0000}", "明"]);
        assert!(matches!(&runs[1].ink, Ink::Number(number) if number == "F0000"));
        assert_eq!(faces.width_of('\u{f0000}'), BOX);
    }

    #[test]
    fn marks_without_ink_take_no_room() {
        let faces = Faces::get().unwrap();
        assert_eq!(faces.width("\u{a0}"), faces.width(" "));
        assert_eq!(faces.width("葛\u{e0100}"), faces.width("葛"));
    }
}
