//! The regulation's editions: which text judges an act is decided by the day of the act.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// An edition of the regulation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EditionId {
    /// 現行規定: the Social Affairs department, one business item.
    Original,
    /// 修正規定: the county government and its subordinate agencies, any item of 附表一.
    #[default]
    Amended,
}

impl EditionId {
    /// Both, oldest first.
    pub const ALL: [Self; 2] = [Self::Original, Self::Amended];

    /// Whether this edition binds a unit, by whether it is of Social Affairs (point 1).
    #[must_use]
    pub const fn binds(self, in_social_affairs: bool) -> bool {
        matches!(self, Self::Amended) || in_social_affairs
    }

    /// The stable name used in storage and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Amended => "amended",
        }
    }

    /// The number of a form in this edition; the amended text put the inventory first and moved the others down.
    #[must_use]
    pub const fn form_number(self, form: Form) -> Option<&'static str> {
        match (self, form) {
            (Self::Original, Form::Inventory) => None,
            (Self::Original, Form::ManagerChange) | (Self::Amended, Form::Inventory) => Some("附表一"),
            (Self::Original, Form::UserPermission) | (Self::Amended, Form::ManagerChange) => Some("附表二"),
            (Self::Original, Form::InquiryRegister) | (Self::Amended, Form::UserPermission) => Some("附表三"),
            (Self::Amended, Form::InquiryRegister) => Some("附表四"),
        }
    }
}

/// The regulation's forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// 查詢勞保局資料業務項目清冊.
    Inventory,
    /// 電子查驗(WebIR)機關管理者異動申請表.
    ManagerChange,
    /// 勞保WebIR使用者權限異動申請表.
    UserPermission,
    /// 查調資料登記表.
    InquiryRegister,
}

/// When the amended text takes force: a setting, because the comparison table does not give the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Editions {
    /// First day of the amended edition; none while it is not in force.
    pub amended_from: Option<NaiveDate>,
}

impl Editions {
    /// The edition in force on a Taiwan day.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> EditionId {
        match self.amended_from {
            Some(from) if from <= day => EditionId::Amended,
            _ => EditionId::Original,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_register_is_form_three_before_and_form_four_after_the_amendment() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 1, d).unwrap();
        let editions = Editions { amended_from: Some(day(10)) };
        assert_eq!(editions.on(day(9)).form_number(Form::InquiryRegister), Some("附表三"));
        assert_eq!(editions.on(day(10)).form_number(Form::InquiryRegister), Some("附表四"));
        assert_eq!(Editions { amended_from: None }.on(day(31)), EditionId::Original);
    }
}
