//! The lengths of periods, each named with the sentence it comes from. Both editions of the regulation agree on them.

use chrono::NaiveDate;

use crate::{Bilingual, Citation, regulation::Dated};

/// A length that the regulation or a setting of the edition fixes.
#[derive(Debug, Clone)]
pub struct LegalNumber {
    /// In the unit that the name says, by the day from which it holds.
    pub value: Dated<u32>,
    /// The point it stands in.
    pub citation: Citation,
    /// The words it comes from, or the reading behind it.
    pub basis: Bilingual,
}

impl LegalNumber {
    /// The length in force on a day.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> u32 {
        self.value.on(day)
    }
}

/// Days to tell the Bureau of a change of contact, manager or unit head.
pub const NOTICE_DAYS: LegalNumber = LegalNumber {
    value: Dated::always(7),
    citation: Citation::item(4, 8),
    basis: Bilingual::fixed("異動翌日起七日內", "within seven days from the day after the change"),
};

/// Years that a printout which is not filed to a case is kept.
pub const PAPER_YEARS: LegalNumber = LegalNumber {
    value: Dated::always(1),
    citation: Citation::item(5, 5),
    basis: Bilingual::fixed("查調日翌日起一年後", "one year from the day after the query"),
};

/// Months for destroying it after that.
pub const DESTRUCTION_MONTHS: LegalNumber = LegalNumber {
    value: Dated::always(1),
    citation: Citation::item(5, 5),
    basis: Bilingual::fixed("於一個月內銷毀", "destroyed within one month"),
};

/// Years that every form and record is kept at least.
pub const RETENTION_YEARS: LegalNumber = LegalNumber {
    value: Dated::always(5),
    citation: Citation::item(5, 1),
    // Our reading: the text gives no first day, so the five years start the day after the record's last event.
    basis: Bilingual::fixed("至少保存五年", "kept for at least five years"),
};

/// Months for the report on an incident after damage control or recovery is done.
pub const REPORT_MONTHS: LegalNumber = LegalNumber {
    value: Dated::always(1),
    citation: Citation::point(11),
    basis: Bilingual::fixed(
        "完成損害控制或復原後一個月內送交報告",
        "report within one month after damage control or recovery",
    ),
};

/// Months for the audit of a half-year after it is over.
pub const AUDIT_MONTHS: LegalNumber = LegalNumber {
    value: Dated::always(6),
    citation: Citation::item(8, 1),
    // Our reading: the text says "each half-year" and no day, so one audit falls due in each half-year: that of the one before.
    basis: Bilingual::fixed(
        "每半年查核一次,於次一半年內完成",
        "each half-year is audited before the next one ends",
    ),
};
