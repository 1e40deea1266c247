//! Identifiers: UUIDv7, made by whoever makes the record, one type per noun so that they cannot be mixed up.

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub uuid::Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<uuid::Uuid> for $name {
            fn from(id: uuid::Uuid) -> Self {
                Self(id)
            }
        }
    };
}

id!(
    /// A person who works for the county: 使用者, 主管 or 管理者.
    PersonId
);
id!(
    /// An agency or one of its units: 機關, 單位.
    UnitId
);
id!(
    /// A business item of the inventory: 業務項目.
    ItemId
);
id!(
    /// A registration of an inquiry: 查調登記.
    InquiryId
);
id!(
    /// A printout: 列印資料.
    PrintoutId
);
id!(
    /// A change of manager: 管理者異動.
    ManagerChangeId
);
id!(
    /// A notice to the Bureau: 異動通知.
    NoticeId
);
id!(
    /// An application for permissions: 使用者權限異動申請表.
    ApplicationId
);
id!(
    /// A job change announced ahead: 職務異動預告.
    JobChangeId
);
id!(
    /// Somebody's acknowledgment of a year's liability: 法律責任告知.
    AcknowledgmentId
);
id!(
    /// A referral for discipline: 移送議處.
    ReferralId
);
id!(
    /// An API token of a person: 權杖.
    TokenId
);
id!(
    /// A unit's audit of a half-year: 半年內部查核.
    AuditId
);
id!(
    /// What an audit or a reconciliation found, to be mended: 改善事項.
    FindingId
);
id!(
    /// A joint audit of a serious anomaly: 聯合稽核.
    JointAuditId
);
id!(
    /// An incident: 事故通報.
    IncidentId
);
id!(
    /// A yearly review: 年度清查、查核或稽核.
    ReviewId
);
id!(
    /// A day from which the amended text is to judge: 規定施行日.
    EditionDayId
);
id!(
    /// A reconciliation with the platform's query record: 對帳.
    ReconciliationId
);
id!(
    /// A hold on a record: 保留註記.
    HoldId
);
id!(
    /// A disposal of records: 銷毀清冊.
    DisposalId
);
id!(
    /// A pack for an inspection: 查核資料包.
    PackId
);
id!(
    /// An inspector's leave to look: 查核權限.
    InspectionId
);
id!(
    /// An ISO 27001 certificate: 資安證書.
    CertificateId
);
