//! The rules behind a door for JavaScript: text in, text out, never throws.
//!
//! Texts cross in memory that a [`Door`] owns: the facade in `module/` encodes into it and decodes from it, which
//! costs neither an allocation nor a second copy. Days are counted from 1970-01-01 in Taiwan.

use chrono::NaiveDate;
use shared::door::{self, Editor, Reader, Slot};
use wasm_bindgen::prelude::wasm_bindgen;

/// Memory for one text each way, and the form that is being typed.
#[wasm_bindgen]
#[derive(Default)]
pub struct Door {
    input: Vec<u8>,
    answer: Vec<u8>,
    editor: Editor,
    reader: Reader,
}

#[wasm_bindgen]
impl Door {
    /// A door with nothing in it.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes room for a text of `size` bytes and says where it goes.
    pub fn reserve(&mut self, size: usize) -> usize {
        self.input.resize(size.max(self.input.len()), 0);
        self.input.as_ptr() as usize
    }

    /// Where the answer lies.
    pub fn answer(&self) -> usize {
        self.answer.as_ptr() as usize
    }

    /// Judges the text; the length of the answer, or 0 for an accepted form.
    pub fn review(&mut self, size: usize, today: i32) -> usize {
        self.answer.clear();
        self.reader.review_to(&mut self.answer, text(&self.input, size), day(today));
        self.length()
    }

    /// Judges every form of the text; the length of the answer.
    pub fn review_many(&mut self, size: usize, today: i32) -> usize {
        self.answer.clear();
        self.reader.review_many_to(&mut self.answer, text(&self.input, size), day(today));
        self.answer.len()
    }

    /// Opens the text as a form to be typed on.
    pub fn open(&mut self, size: usize, today: i32) {
        self.editor = Editor::open(text(&self.input, size), day(today));
    }

    /// Sets the field in a slot to the text; true when the report changed.
    pub fn set(&mut self, slot: u32, size: usize) -> bool {
        Slot::from_number(slot).is_some_and(|slot| self.editor.set(slot, text(&self.input, size)))
    }

    /// The report on the form being typed; the length of the answer, or 0 for an accepted form.
    pub fn report(&mut self) -> usize {
        self.answer.clear();
        self.editor.report_to(&mut self.answer);
        self.length()
    }
}

impl Door {
    fn length(&self) -> usize {
        if self.answer == door::ACCEPTED.as_bytes() { 0 } else { self.answer.len() }
    }
}

/// What was encoded into the memory.
fn text(input: &[u8], size: usize) -> &str {
    input.get(..size).and_then(|bytes| simdutf8::basic::from_utf8(bytes).ok()).unwrap_or_default()
}

fn day(number: i32) -> NaiveDate {
    NaiveDate::from_epoch_days(number).unwrap_or_default()
}

/// The slot of a path, where there is one.
#[wasm_bindgen]
pub fn slot(path: &str) -> Option<u32> {
    Slot::of(path).map(Slot::number)
}

macro_rules! answers { ($($name:ident($($text:ident),+))+) => { $(
    /// The answer of the same name in `shared::door`, as JSON text.
    #[wasm_bindgen]
    pub fn $name($($text: &str),+) -> String { door::$name($($text),+) }
)+ } }

answers! { explain(code) period(kind, date) sample_size(n) field(kind, value) tidy(kind, value) verify(text, policy) }
