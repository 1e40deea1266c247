//! A rule's entry in the registry: its code, its point, its weight, and what it tells people.

use serde::Serialize;

use crate::violation::{Bilingual, Citation, Report, Severity, Violation};

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
}

impl Report {
    /// Records a breach.
    pub fn breach(&mut self, rule: &Rule, path: impl Into<String>) {
        self.violations.push(rule.at(path));
    }
}
