//! 版本檔 (edition pack): what one county calls itself and decided, as a file that another county starts from.

use serde::{Deserialize, Serialize};

use super::{EditionDraft, SettingChange};
use crate::{
    agency::{Agency, AgencyDraft, AgencyKind},
    id::UnitId,
    regulation::Setting,
    violation::{Bilingual, Report},
};

/// The format this program writes and reads.
pub const FORMAT: &str = "chadiao-edition/1";

/// A county as its regulation names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct County {
    /// 縣政府.
    pub name: String,
    /// In English.
    pub name_en: String,
    /// 機關代碼.
    pub code: String,
    /// Agency OID.
    pub oid: String,
    /// The department that the original text binds, as it is called there.
    pub social_affairs: String,
    /// In English.
    pub social_affairs_en: String,
}

/// An edition of one county.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EditionPack {
    /// [`FORMAT`].
    pub format: String,
    /// Whose.
    pub county: County,
    /// What it decided, with its days.
    pub edition: EditionDraft,
}

/// Why a file is no edition pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// No JSON of this shape; the parser's words name the place.
    #[error("no edition pack: {0}")]
    Shape(String),
    /// Another format.
    #[error("an edition pack of format `{0}`; this program reads `{FORMAT}`")]
    Format(String),
    /// The county cannot be entered.
    #[error("the county of the edition pack cannot be entered")]
    County(Box<Report>),
}

impl PackError {
    /// What is wrong and what to do.
    #[must_use]
    pub fn message(&self) -> Bilingual {
        let (zh_tw, en) = match self {
            Self::Shape(place) => (
                format!("內容不是版本檔（{place}）。請選擇由本系統下載的版本檔。"),
                format!("{self}; choose a file that this program made"),
            ),
            Self::Format(other) => (
                format!("版本檔格式「{other}」不是「{FORMAT}」。請更新系統，或請對方以相同版本重新下載。"),
                self.to_string(),
            ),
            Self::County(report) => {
                let reasons = |pick: fn(&Bilingual) -> &str| {
                    report.violations.iter().map(|one| pick(&one.message)).collect::<Vec<_>>().join(" ")
                };
                (
                    format!("版本檔的縣府資料有誤：{}", reasons(|text| &text.zh_tw)),
                    format!("{self}: {}", reasons(|text| &text.en)),
                )
            }
        };
        Bilingual::filled(zh_tw, en)
    }
}

impl EditionPack {
    /// Reads a pack.
    ///
    /// # Errors
    /// Another shape or format, or a county without a name, code or OID.
    pub fn parse(text: &str) -> Result<Self, PackError> {
        let pack: Self = serde_json::from_str(text).map_err(|error| PackError::Shape(error.to_string()))?;
        if pack.format != FORMAT {
            return Err(PackError::Format(pack.format));
        }
        let root = AgencyDraft {
            kind: AgencyKind::Agency,
            name: pack.county.name.clone(),
            name_en: pack.county.name_en.clone(),
            code: pack.county.code.clone(),
            oid: pack.county.oid.clone(),
            ..AgencyDraft::default()
        };
        Agency::enter(UnitId(uuid::Uuid::nil()), root)
            .map_err(|report| PackError::County(Box::new(report)))?;
        Ok(pack)
    }
}

/// What a county decided, as changes that another one can take: every number that is not the first one.
#[must_use]
pub fn changes(
    settings: crate::regulation::Settings,
    source: impl Fn(Setting) -> String,
) -> Vec<SettingChange> {
    let changed = Setting::ALL.into_iter().filter(|setting| settings.of(*setting) != setting.first());
    changed
        .map(|setting| SettingChange { setting, value: settings.of(setting), source: source(setting) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack(format: &str, code: &str) -> String {
        format!(
            r#"{{"format":"{format}","county":{{"name":"示範縣政府","code":"{code}","oid":"2.16.886.101.90099.20002"}},"edition":{{"settings_from":"2027-01-01","settings":[{{"setting":"idle_days","value":90,"source":"府內決定"}}]}}}}"#
        )
    }

    #[test]
    fn a_pack_is_read_and_what_is_no_pack_is_named() {
        let read = EditionPack::parse(&pack(FORMAT, "399990000A")).unwrap();
        assert_eq!(read.edition.settings.len(), 1);
        assert_eq!(read.county.name, "示範縣政府");
        assert!(matches!(EditionPack::parse(&pack("else/1", "399990000A")), Err(PackError::Format(_))));
        assert!(matches!(EditionPack::parse(&pack(FORMAT, "39999")), Err(PackError::County(_))));
        assert!(matches!(EditionPack::parse("{}"), Err(PackError::Shape(_))));
    }

    #[test]
    fn what_was_never_decided_is_not_in_a_pack() {
        let settings = crate::regulation::Settings::FIRST.with(Setting::CyberHours, 8);
        let found = changes(settings, |_| "府內決定".into());
        assert_eq!(
            found.iter().map(|one| (one.setting, one.value)).collect::<Vec<_>>(),
            [(Setting::CyberHours, 8)]
        );
    }
}
