//! A rule's entry in the registry: its code, its point, its weight, and what it tells people.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    field::roc_slash,
    violation::{Bilingual, Citation, Report, Severity, Violation},
};

/// One rule: what a [`Violation`] of it says. A value for each lives beside the check that raises it.
#[derive(Debug, Clone, Serialize)]
pub struct Rule {
    /// Stable code: point, item, what, how.
    pub code: &'static str,
    /// The point it comes from.
    pub citation: Citation,
    /// Whether it refuses.
    pub severity: Severity,
    /// What is wrong and what to do next; `{name}` stands for a value.
    pub message: Bilingual,
}

impl Rule {
    /// A rule that refuses.
    #[must_use]
    pub const fn refusal(
        code: &'static str,
        citation: Citation,
        zh_tw: &'static str,
        en: &'static str,
    ) -> Self {
        Self { code, citation, severity: Severity::Refusal, message: Bilingual::fixed(zh_tw, en) }
    }

    /// A rule that lets the form through and shows the finding to whoever approves or audits.
    #[must_use]
    pub const fn warning(
        code: &'static str,
        citation: Citation,
        zh_tw: &'static str,
        en: &'static str,
    ) -> Self {
        Self { code, citation, severity: Severity::Warning, message: Bilingual::fixed(zh_tw, en) }
    }

    /// A rule that only asks for a second look: it explains itself and refuses nothing.
    #[must_use]
    pub const fn advice(
        code: &'static str,
        citation: Citation,
        zh_tw: &'static str,
        en: &'static str,
    ) -> Self {
        Self { code, citation, severity: Severity::Advice, message: Bilingual::fixed(zh_tw, en) }
    }

    /// The violation of this rule at a place.
    #[must_use]
    pub fn at(&self, path: impl Into<String>) -> Violation {
        Violation {
            code: self.code.into(),
            path: path.into(),
            citation: self.citation,
            severity: self.severity,
            message: self.message.clone(),
        }
    }

    /// The violation with `{name}` places filled; values never name a data subject.
    #[must_use]
    pub fn filled(&self, path: impl Into<String>, values: &[(&str, &dyn std::fmt::Display)]) -> Violation {
        let mut violation = self.at(path);
        let (mut zh_tw, mut en) = (violation.message.zh_tw.into_owned(), violation.message.en.into_owned());
        for (name, value) in values {
            let (place, value) = (format!("{{{name}}}"), value.to_string());
            zh_tw = zh_tw.replace(&place, &value);
            en = en.replace(&place, &value);
        }
        violation.message = Bilingual::filled(zh_tw, en);
        violation
    }

    /// The same where `{day}` is a day: of the Republic in Chinese, Gregorian in English.
    #[must_use]
    pub fn dated(
        &self,
        path: impl Into<String>,
        day: NaiveDate,
        values: &[(&str, &dyn std::fmt::Display)],
    ) -> Violation {
        let mut violation = self.filled(path, values);
        violation.message = Bilingual::filled(
            violation.message.zh_tw.replace("{day}", &roc_slash(day)),
            violation.message.en.replace("{day}", &day.to_string()),
        );
        violation
    }
}

impl Report {
    /// Records a breach.
    pub fn breach(&mut self, rule: &Rule, path: impl Into<String>) {
        self.violations.push(rule.at(path));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_told_in_each_language_s_own_years() {
        const LATE: Rule = Rule::refusal(
            "P04-8-LATE",
            Citation::item(4, 8),
            "已逾{day} {days} 日",
            "{days} days past {day}",
        );
        let message = LATE.dated("on", "2026-11-13".parse().unwrap(), &[("days", &3)]).message;
        assert_eq!(message, Bilingual::fixed("已逾115/11/13 3 日", "3 days past 2026-11-13"));
    }
}
