//! What stands on a sheet of paper, before anybody draws it: one model for the PDF, the editable file and the page that
//! prints, so that they cannot say different things. Each noun makes its own [`Sheet`] in `<noun>/paper.rs`.

mod qr;

pub use qr::{Code, qr};

use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};

use crate::{field::roc_text, record::TAIWAN_OFFSET_SECONDS, taiwan_day};

/// The language of every sheet, whatever the page around it speaks.
pub const LANGUAGE: &str = "zh-Hant-TW";

/// A printed form, list or letter. The words are Chinese: paper is filed in the language of record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sheet {
    /// The title, such as 勞保WebIR使用者權限異動申請表.
    pub title: String,
    /// The form's number in the edition in force, such as 附表三; empty for letters and lists of our own.
    pub form_number: String,
    /// The agency, above the title.
    pub agency: String,
    /// 檔號 and 保存年限, at the upper right; empty where there is none.
    pub file_number: String,
    /// Until when it is kept, in words.
    pub keep: String,
    /// A4 on its side, for wide registers.
    pub is_landscape: bool,
    /// From top to bottom.
    pub blocks: Vec<Block>,
    /// Boxes for signatures at the end, with the name and date where something was signed in the product.
    pub signatures: Vec<SignatureBox>,
    /// Path of the record's page, as a QR code; never a name or number of anybody. Empty for none.
    pub link: String,
    /// Across the sheet, where a data subject is named: who printed it.
    pub watermark: String,
    /// Small print at the end, such as the reading of the law that a date follows.
    pub note: String,
    /// By whom, 列印人.
    pub printed_by: String,
    /// When, in words: 民國115年11月23日 14:05.
    pub printed_at: String,
}

/// A printing: who, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printing {
    /// The printer's name.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl Sheet {
    /// The sheet as printed by somebody at an instant.
    #[must_use]
    pub fn printed(self, printing: &Printing) -> Self {
        Self { printed_by: printing.by.clone(), printed_at: moment(printing.at), ..self }
    }

    /// The same with the printer and the instant across it, for a sheet that names data subjects, masked as they are.
    #[must_use]
    pub fn watermarked(self, printing: &Printing) -> Self {
        let watermark = format!("{}\u{3000}{}", printing.by, moment(printing.at));
        Self { watermark, ..self.printed(printing) }
    }

    /// 第幾頁，共幾頁.
    #[must_use]
    pub fn page_words(page: usize, pages: usize) -> String {
        format!("第 {page} 頁，共 {pages} 頁")
    }

    /// Who printed it and when, at the foot of each page; empty where neither is known.
    #[must_use]
    pub fn printed_words(&self) -> String {
        let parts = [("列印人：", &self.printed_by), ("列印時間：", &self.printed_at)];
        let told = parts.iter().filter(|(_, value)| !value.is_empty());
        told.map(|(label, value)| format!("{label}{value}")).collect::<Vec<_>>().join("\u{3000}")
    }

    /// The lines at the upper right, those that are known.
    #[must_use]
    pub fn filing_words(&self) -> Vec<String> {
        let parts = [("檔　　號：", &self.file_number), ("保存年限：", &self.keep)];
        let known = parts.iter().filter(|(_, value)| !value.is_empty());
        known.map(|(label, value)| format!("{label}{value}")).collect()
    }
}

/// An instant as paper writes it, in Taiwan's time: 民國115年11月23日 14:05.
#[must_use]
pub fn moment(at: DateTime<Utc>) -> String {
    let time = match FixedOffset::east_opt(TAIWAN_OFFSET_SECONDS) {
        Some(offset) => at.with_timezone(&offset).time(),
        None => at.time(),
    };
    format!("{} {}", roc_text(taiwan_day(at)), time.format("%H:%M"))
}

/// One stretch of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// A heading inside the sheet.
    Heading {
        /// Its text.
        text: String,
    },
    /// Running text; line breaks stand.
    Text {
        /// Its text.
        text: String,
    },
    /// Labels with values in a ruled grid, several pairs a row.
    Fields {
        /// Rows of pairs; a row with one pair takes the whole width.
        rows: Vec<Vec<Field>>,
    },
    /// A ruled table whose heading row is repeated on every page.
    Table {
        /// Its columns.
        columns: Vec<Column>,
        /// Its rows, as many cells each.
        rows: Vec<Vec<String>>,
    },
    /// Boxes to tick, ticked or not.
    Ticks {
        /// What they are about.
        label: String,
        /// The boxes.
        boxes: Vec<Tick>,
    },
    /// The journal's checkpoint, as text and as a QR code: a filed sheet then guards the journal too.
    Anchor {
        /// The signed note.
        text: String,
    },
}

/// A label with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Field {
    /// The label.
    pub label: String,
    /// The value; empty leaves room for a pen.
    pub value: String,
}

impl Field {
    /// A label with its value.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into() }
    }
}

/// A table's column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Its share of the width, against the other columns' shares.
    pub share: u16,
}

impl Column {
    /// A column with its share of the width.
    pub fn new(title: impl Into<String>, share: u16) -> Self {
        Self { title: title.into(), share }
    }
}

/// A box to tick.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tick {
    /// What it says.
    pub text: String,
    /// Whether it is ticked.
    pub is_on: bool,
}

impl Tick {
    /// A box with its words.
    pub fn new(text: impl Into<String>, is_on: bool) -> Self {
        Self { text: text.into(), is_on }
    }

    /// The box as a character, with its words; the space between them holds a line together.
    #[must_use]
    pub fn words(&self) -> String {
        format!("{}\u{a0}{}", if self.is_on { '☑' } else { '☐' }, self.text)
    }
}

/// A box to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignatureBox {
    /// Who signs, such as 單位主管核可.
    pub role: String,
    /// Who signed in the product; empty leaves room for a seal.
    pub name: String,
    /// When, in words.
    pub at: String,
}

impl SignatureBox {
    /// A box nobody has signed yet.
    pub fn blank(role: impl Into<String>) -> Self {
        Self { role: role.into(), name: String::new(), at: String::new() }
    }

    /// A box with a name and a date.
    pub fn signed(role: impl Into<String>, name: impl Into<String>, at: impl Into<String>) -> Self {
        Self { role: role.into(), name: name.into(), at: at.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_in_the_years_of_the_republic_and_in_taiwans_time() {
        let at = DateTime::from_timestamp(1_795_449_900, 0).map(moment);
        assert_eq!(at.as_deref(), Some("民國115年11月24日 00:05"));
    }

    #[test]
    fn what_is_not_known_leaves_no_empty_label() {
        let sheet = Sheet { keep: "5年".to_owned(), ..Sheet::default() };
        assert_eq!(sheet.filing_words(), ["保存年限：5年"]);
        assert_eq!(sheet.printed_words(), "");
    }
}
