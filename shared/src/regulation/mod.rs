//! The regulation, point by point: one file a point, one function that judges a form.

mod dated;
mod edition;
pub mod point_01;
pub mod point_02;
pub mod point_03;
pub mod point_04;
pub mod point_05;
pub mod point_06;
pub mod point_07;
pub mod point_08;
pub mod point_09;
pub mod point_10;
pub mod point_11;
mod promise;
pub mod rule;
mod settings;
mod unenforced;

use serde::Serialize;

pub use dated::Dated;
pub use edition::{EditionId, Editions, Form};
pub use promise::{Kind, PROMISES, Promise};
pub use rule::Rule;
pub use settings::{About, Setting, Settings};
pub use unenforced::{UNENFORCED, Unenforced};

use crate::{
    id::ItemId,
    inquiry::{InquiryCtx, InquiryDraft},
    violation::{Bilingual, Citation, Report, Severity},
};

/// A point as the registry knows it.
#[derive(Debug, Clone, Serialize)]
pub struct Point {
    /// 第幾點.
    pub number: u8,
    /// What it asks, in our words.
    pub summary: Bilingual,
    /// What it raises.
    #[serde(skip)]
    pub rules: &'static [&'static Rule],
}

/// Every point that software enforces. Deleting a point's file and its line here removes its rules whole.
pub const POINTS: [Point; 11] = [
    Point { number: 1, summary: point_01::SUMMARY, rules: point_01::RULES },
    Point { number: 2, summary: point_02::SUMMARY, rules: point_02::RULES },
    Point { number: 3, summary: point_03::SUMMARY, rules: point_03::RULES },
    Point { number: 4, summary: point_04::SUMMARY, rules: point_04::RULES },
    Point { number: 5, summary: point_05::SUMMARY, rules: point_05::RULES },
    Point { number: 6, summary: point_06::SUMMARY, rules: point_06::RULES },
    Point { number: 7, summary: point_07::SUMMARY, rules: point_07::RULES },
    Point { number: 8, summary: point_08::SUMMARY, rules: point_08::RULES },
    Point { number: 9, summary: point_09::SUMMARY, rules: point_09::RULES },
    Point { number: 10, summary: point_10::SUMMARY, rules: point_10::RULES },
    Point { number: 11, summary: point_11::SUMMARY, rules: point_11::RULES },
];

/// Judges an inquiry's form: the one function that every door asks.
#[must_use]
pub fn review(draft: &InquiryDraft, ctx: &InquiryCtx<'_>) -> Report {
    let mut report = Report::default();
    // Read once: this runs on every keystroke.
    let item = draft.item.parse().ok();
    point_01::check(&mut report, ctx);
    point_03::check(&mut report, draft, item, ctx);
    point_07::check(&mut report, item, ctx);
    point_04::check(&mut report, draft, item, ctx);
    point_05::check(&mut report, draft, ctx);
    report
}

/// Whether somebody might ask for data items under an item, by the facts of a day: the part of a form's verdict that is
/// about permission.
#[must_use]
pub fn authorise(item: ItemId, data_items: &[String], ctx: &InquiryCtx<'_>) -> Report {
    let mut report = Report::default();
    let draft =
        InquiryDraft { item: item.to_string(), data_items: data_items.to_vec(), ..InquiryDraft::default() };
    point_01::check(&mut report, ctx);
    point_03::check_listed(&mut report, &draft, Some(item), ctx);
    point_07::check(&mut report, Some(item), ctx);
    point_04::check(&mut report, &draft, Some(item), ctx);
    report
}

/// A rule with the words of its point: what "explain" shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Explanation {
    /// The code.
    pub code: &'static str,
    /// Its weight.
    pub severity: Severity,
    /// Its point.
    pub citation: Citation,
    /// 第五點第一款.
    pub citation_zh_tw: String,
    /// point 5(1).
    pub citation_en: String,
    /// What is wrong and what to do.
    pub message: Bilingual,
    /// What the point asks.
    pub point: Bilingual,
}

/// Every rule, in the order of the regulation.
#[must_use]
pub fn catalogue() -> Vec<Explanation> {
    let of = |point: &Point| {
        let summary = point.summary.clone();
        point.rules.iter().map(move |rule| Explanation {
            code: rule.code,
            severity: rule.severity,
            citation: rule.citation,
            citation_zh_tw: rule.citation.zh_tw(),
            citation_en: rule.citation.en(),
            message: rule.message.clone(),
            point: summary.clone(),
        })
    };
    POINTS.iter().flat_map(of).collect()
}

/// One rule explained; none when no rule has the code.
#[must_use]
pub fn explain(code: &str) -> Option<Explanation> {
    catalogue().into_iter().find(|explanation| explanation.code == code)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_name_their_point() {
        let catalogue = catalogue();
        let codes: BTreeSet<_> = catalogue.iter().map(|rule| rule.code).collect();
        assert_eq!(codes.len(), catalogue.len());
        for rule in &catalogue {
            assert!(rule.code.starts_with(&format!("P{:02}-", rule.citation.point)), "{}", rule.code);
            assert!(!rule.message.zh_tw.is_empty() && !rule.message.en.is_empty());
        }
    }
}
