//! 查調資料登記表 as typed: it may hold anything, and it is all the rules ever see of a form.

use std::fmt;

use serde::{
    Deserialize, Serialize,
    de::{MapAccess, Visitor, value::MapAccessDeserializer},
};

/// How a data subject's identity number stands in a draft.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum Identity {
    /// As typed; scripts send it so, and a browser only until the field is left.
    Typed(String),
    /// Sealed to the server's public key: a laptop can write it, never read it back.
    Sealed {
        /// The sealed box, base64url without padding.
        sealed: String,
        /// What screens may show: `A12*****89`.
        masked: String,
    },
}

impl Default for Identity {
    fn default() -> Self {
        Self::Typed(String::new())
    }
}

/// Read in one go: the derived way keeps a copy of the value to try each form on.
impl<'de> Deserialize<'de> for Identity {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(IdentityVisitor)
    }
}

struct IdentityVisitor;

impl<'de> Visitor<'de> for IdentityVisitor {
    type Value = Identity;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an identity number, typed or sealed")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Identity, E> {
        Ok(Identity::Typed(text.to_owned()))
    }

    fn visit_string<E: serde::de::Error>(self, text: String) -> Result<Identity, E> {
        Ok(Identity::Typed(text))
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Identity, M::Error> {
        #[derive(Deserialize)]
        struct Sealed {
            sealed: String,
            masked: String,
        }
        let Sealed { sealed, masked } = Sealed::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Identity::Sealed { sealed, masked })
    }
}

/// Never shows a typed number, in a log or a failing test alike.
impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Typed(text) if text.is_empty() => f.write_str("Identity(empty)"),
            Self::Typed(_) => f.write_str("Identity(typed)"),
            Self::Sealed { masked, .. } => write!(f, "Identity({masked})"),
        }
    }
}

/// 被查詢人 as typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SubjectDraft {
    /// 姓名.
    pub name: String,
    /// 國民身分證統一編號 or 統一證號.
    pub identity: Identity,
}

impl fmt::Debug for SubjectDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SubjectDraft").field("identity", &self.identity).finish_non_exhaustive()
    }
}

/// 附表四 (original edition: 附表三) as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct InquiryDraft {
    /// The business item, as an identifier.
    pub item: String,
    /// Codes of the data items asked for.
    pub data_items: Vec<String>,
    /// 被查詢人, one to a thousand.
    pub subjects: Vec<SubjectDraft>,
    /// 查調事由: the law relied on, and why the work needs the data.
    pub reason: String,
    /// 公文文號或案號.
    pub case_number: String,
    /// 查調資料期間 from, a month.
    pub period_from: String,
    /// 查調資料期間 to, a month.
    pub period_to: String,
    /// Why more is asked for than usual; needed for a long period or many data items (point 3).
    pub justification: String,
    /// 備註.
    pub remark: String,
}

/// What is asked for, once the rules agreed; names nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// The business item.
    pub item: crate::id::ItemId,
    /// Codes of the data items asked for.
    pub data_items: Vec<String>,
    /// 查調事由.
    pub reason: String,
    /// 公文文號或案號.
    pub case_number: String,
    /// First month, `2026-01`.
    pub period_from: String,
    /// Last month.
    pub period_to: String,
    /// Why more than usual.
    pub justification: String,
    /// 備註.
    pub remark: String,
    /// The subjects as screens may show them, in the order of the form.
    pub subjects: Vec<MaskedSubject>,
}

/// A data subject as everybody but the query itself sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MaskedSubject {
    /// `王○明`.
    pub name: String,
    /// `A12*****89`.
    pub identity: String,
}

/// A data subject in full: on its way into the seal, or out of it for one journaled look.
#[derive(Clone, PartialEq, Eq)]
pub struct PlainSubject {
    /// 姓名.
    pub name: String,
    /// Canonical identity number.
    pub identity: String,
}

impl PlainSubject {
    /// As everybody else sees them.
    #[must_use]
    pub fn masked(&self) -> MaskedSubject {
        MaskedSubject { name: mask_name(&self.name), identity: mask_identity(&self.identity) }
    }
}

impl fmt::Debug for PlainSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PlainSubject({})", mask_identity(&self.identity))
    }
}

/// `A123456789` → `A12*****89`; anything shorter than an identity number is hidden whole.
#[must_use]
pub fn mask_identity(identity: &str) -> String {
    let count = identity.chars().count();
    if count != 10 {
        return "*".repeat(count.min(10));
    }
    identity.chars().enumerate().map(|(at, c)| if (3..8).contains(&at) { '*' } else { c }).collect()
}

/// `王小明` → `王○明`, `王明` → `王○`; Latin names keep the first letter.
#[must_use]
pub fn mask_name(name: &str) -> String {
    let letters: Vec<char> = name.trim().chars().collect();
    match letters.as_slice() {
        [] => String::new(),
        [_] => "○".to_owned(),
        [first, _] => format!("{first}○"),
        [first, .., _] if first.is_ascii() => format!("{first}{}", "○".repeat(3)),
        [first, middle @ .., last] => format!("{first}{}{last}", "○".repeat(middle.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_leave_enough_to_recognise_and_too_little_to_know() {
        assert_eq!(mask_identity("A123456789"), "A12*****89");
        assert_eq!(mask_identity("A1234"), "*****");
        assert_eq!(mask_name("王小明"), "王○明");
        assert_eq!(mask_name("王明"), "王○");
        assert_eq!(mask_name("歐陽小明"), "歐○○明");
        assert_eq!(mask_name("Maria Santos"), "M○○○");
    }

    #[test]
    fn a_typed_identity_never_shows_in_debug_output() {
        let draft = SubjectDraft { name: "王小明".into(), identity: Identity::Typed("A123456789".into()) };
        let shown = format!("{draft:?}");
        assert!(!shown.contains("A123") && !shown.contains("王"), "{shown}");
    }
}
