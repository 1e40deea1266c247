//! A form to be judged as JSON text, with or without facts.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    inquiry::{InquiryCtx, InquiryDraft, InquiryFacts},
    regulation::{self, EditionId, point_05},
    violation::Report,
};

/// A form to be judged, with as many facts as the asker has.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviewRequest {
    /// The Taiwan day of the act; the asker's today when absent.
    #[serde(default)]
    pub on: Option<NaiveDate>,
    /// The edition to judge by; the amended one when absent.
    #[serde(default)]
    pub edition: Option<EditionId>,
    /// The form.
    pub draft: InquiryDraft,
    /// What is known besides the form; what is not is deferred.
    #[serde(default)]
    pub facts: InquiryFacts,
}

impl ReviewRequest {
    /// Reads a request, or a bare draft, from JSON text.
    ///
    /// # Errors
    /// A report that says what cannot be read; it never repeats the text, which may name a person.
    pub fn parse(json: &str) -> Result<Self, Report> {
        // Serde would take a list's members for the fields of a form, one after the other.
        if json.trim_ascii_start().starts_with('[') {
            let no_object = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(json);
            return Err(no_object.err().as_ref().map(unreadable).unwrap_or_default());
        }
        match serde_json::from_str::<Self>(json) {
            Ok(request) => Ok(request),
            Err(whole) => match serde_json::from_str::<InquiryDraft>(json) {
                Ok(draft) => Ok(Self { draft, ..Self::default() }),
                Err(bare) => {
                    let is_request = serde_json::from_str::<serde_json::Value>(json)
                        .is_ok_and(|v| v.get("draft").is_some());
                    Err(unreadable(&if is_request { whole } else { bare }))
                }
            },
        }
    }

    /// The verdict.
    #[must_use]
    pub fn review(&self, today: NaiveDate) -> Report {
        let ctx = InquiryCtx {
            on: self.on.unwrap_or(today),
            edition: self.edition.unwrap_or_default(),
            facts: &self.facts,
        };
        regulation::review(&self.draft, &ctx)
    }
}

/// Judges one form given as JSON text: a [`ReviewRequest`] or a bare draft. Unreadable text gets a report too.
#[must_use]
pub fn review(json: &str, today: NaiveDate) -> Report {
    ReviewRequest::parse(json).map_or_else(|report| report, |request| request.review(today))
}

/// Serde's own message may quote the input, so only the place and the kind of trouble are told.
pub(super) fn unreadable(error: &serde_json::Error) -> Report {
    let kind = match error.classify() {
        serde_json::error::Category::Syntax => "not JSON",
        serde_json::error::Category::Eof => "the text ends too early",
        serde_json::error::Category::Data | serde_json::error::Category::Io => {
            "a field is unknown or of the wrong type"
        }
    };
    let what = format!("{kind} (line {}, column {})", error.line(), error.column());
    let mut report = Report::default();
    report.violations.push(point_05::UNREADABLE.filled("", &[("what", &what), ("what_en", &what)]));
    report
}
