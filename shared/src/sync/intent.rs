//! What a person meant, as opposed to which row to write.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    inquiry::InquiryDraft,
    regulation::point_05,
    sync::{
        refusal::{UNKNOWN_NAME, refused},
        schema,
    },
    violation::Report,
};

/// An intent with what it needs; on the wire its name and its `args`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", content = "args", deny_unknown_fields)]
pub enum Intent {
    /// Start a draft.
    #[serde(rename = "draft.create")]
    Create {
        /// The form.
        draft: InquiryDraft,
    },
    /// Change a draft.
    #[serde(rename = "draft.patch")]
    Patch {
        /// The form as the person had it before them.
        base: Box<InquiryDraft>,
        /// The form as they left it.
        draft: InquiryDraft,
    },
    /// 送陳.
    #[serde(rename = "draft.submit")]
    Submit {
        /// [`super::mark`] of the form as the person saw it: nobody submits what they have not seen.
        mark: String,
    },
    /// Discards a draft, or 撤回 a submitted form.
    #[serde(rename = "draft.withdraw")]
    Withdraw {
        /// [`super::mark`] of the form as the person saw it; decides for drafts only.
        mark: String,
    },
}

impl Intent {
    /// Every name, as capabilities may tell it.
    pub const NAMES: [&'static str; 4] = ["draft.create", "draft.patch", "draft.submit", "draft.withdraw"];

    /// The name on the wire.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Create { .. } => "draft.create",
            Self::Patch { .. } => "draft.patch",
            Self::Submit { .. } => "draft.submit",
            Self::Withdraw { .. } => "draft.withdraw",
        }
    }

    /// The arguments on the wire.
    #[must_use]
    pub fn args(&self) -> Value {
        let mut whole = serde_json::to_value(self).unwrap_or_default();
        whole.get_mut("args").map(Value::take).unwrap_or_default()
    }

    /// The form this intent leaves, for those that change it.
    #[must_use]
    pub const fn draft(&self) -> Option<&InquiryDraft> {
        match self {
            Self::Create { draft } | Self::Patch { draft, .. } => Some(draft),
            Self::Submit { .. } | Self::Withdraw { .. } => None,
        }
    }

    /// Reads one from the wire.
    ///
    /// # Errors
    /// The report that rejects the item; it never repeats the arguments, which may name a person.
    pub fn read(schema: u32, name: &str, args: Value) -> Result<Self, Report> {
        if !Self::NAMES.contains(&name) {
            return Err(refused(&UNKNOWN_NAME));
        }
        let unreadable = |what: &dyn std::fmt::Display| {
            let mut report = Report::default();
            report.violations.push(point_05::UNREADABLE.filled("", &[("what", what), ("what_en", what)]));
            report
        };
        let args = schema::upgrade(schema, args).map_err(|error| unreadable(&error))?;
        serde_json::from_value(serde_json::json!({ "name": name, "args": args }))
            .map_err(|_| unreadable(&"a field is unknown or of the wrong type"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_intent_travels_as_name_and_arguments() {
        let draft = InquiryDraft { reason: "核定補助".into(), ..InquiryDraft::default() };
        let intents = [
            Intent::Create { draft: draft.clone() },
            Intent::Patch { base: Box::default(), draft },
            Intent::Submit { mark: "00".into() },
            Intent::Withdraw { mark: "00".into() },
        ];
        for (intent, name) in intents.into_iter().zip(Intent::NAMES) {
            assert_eq!(intent.name(), name);
            assert_eq!(Intent::read(schema::SCHEMA, name, intent.args()), Ok(intent));
        }
    }

    #[test]
    fn what_cannot_be_read_is_rejected_without_being_repeated() {
        let args = serde_json::json!({ "draft": { "reason": 7, "secret": "A123456789" } });
        let report = Intent::read(schema::SCHEMA, "draft.create", args).expect_err("unreadable");
        assert!(report.has("P05-1-UNREADABLE"));
        assert!(!serde_json::to_string(&report).expect("json").contains("A123456789"));
        let unknown = Intent::read(schema::SCHEMA, "draft.approve", Value::Null).expect_err("unknown");
        assert!(unknown.has("P05-1-MUTATION-UNKNOWN"));
    }
}
