//! What may be to be done: the name, the point and the words of every kind of duty.

use serde::{Deserialize, Serialize};

use crate::violation::{Bilingual, Citation};

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DutyKind {
    /// Decide on a submitted inquiry (5(1)).
    DecideInquiry,
    /// Mend and resubmit an inquiry that was sent back (5(1)).
    MendInquiry,
    /// Use an approval before it lapses (5(1)).
    UseApproval,
    /// Account for the query's paper and file its query record (5(5), 5(6)).
    AccountForPaper,
    /// Decide whether a printout is still needed, and destroy it if not (5(5)).
    DestroyPrintout,
    /// Have the next manager trained in security, and on record (4(2)).
    TrainManager,
    /// Report the change of manager to the platform (4(2)).
    ReportManagerChange,
    /// Take over as manager on or before the day of the transfer (4(3)).
    SwitchManager,
    /// Hand over by list, both confirming it (4(4)).
    HandOver,
    /// Tell the Bureau of a new contact, manager or head (4(8)).
    NotifyBureau,
    /// Approve or refuse an application for permissions (4(5)).
    ApprovePermission,
    /// Mend and file again an application that was sent back (4(5)).
    MendPermission,
    /// Grant or refuse an approved application (4(5)).
    GrantPermission,
    /// Set a granted permission (4(5)).
    SetPermission,
    /// Apply anew before a permission expires (4(5)).
    RenewPermission,
    /// Have the account changed before the job is (4(6)).
    ChangeAccountBefore,
    /// Adjust or close the account on or before the day of the job change (4(6)).
    AdjustAccount,
    /// Settle what a repeal takes down: accounts, drafts, open inquiries (7).
    SettleRepeal,
    /// Audit the cases of a half-year (8(1)).
    AuditHalfYear,
    /// Receive an audit's record for reference (8(2)).
    ReceiveAudit,
    /// Audit a serious anomaly jointly and report (8(2)).
    ReportJointAudit,
    /// Mend what was found (8(2)).
    MendFinding,
    /// Look again at what was mended (8(2)).
    RecheckFinding,
    /// Acknowledge the year's liability (10).
    AcknowledgeLiability,
    /// Tell the Bureau of an incident (11).
    TellBureauOfIncident,
    /// Report a cyber-security incident (11).
    ReportCyberIncident,
    /// Tell the people whose data an incident touched (11).
    NotifyPeopleOfIncident,
    /// Investigate and close an incident (11).
    CloseIncident,
    /// Review accounts and permissions once a year (6(1)).
    ReviewAccounts,
    /// Check keeping and destruction once a year (6(2)).
    ReviewDestruction,
    /// Audit data security once a year (8(3)).
    AuditSecurity,
    /// Watch a disposal as its witness (5(1): what is kept five years).
    ConfirmDisposal,
    /// Carry out a disposal that the witness agreed to (5(1)).
    ExecuteDisposal,
    /// Find out why the journal does not verify (9).
    CheckJournal,
    /// Renew the ISO 27001 certificate before it ends (9).
    RenewCertificate,
    /// Record what an inspection from outside looked at and found (8(4)).
    ConcludeInspection,
}

impl DutyKind {
    /// Every kind.
    pub const ALL: [Self; 36] = [
        Self::DecideInquiry,
        Self::MendInquiry,
        Self::UseApproval,
        Self::AccountForPaper,
        Self::DestroyPrintout,
        Self::TrainManager,
        Self::ReportManagerChange,
        Self::SwitchManager,
        Self::HandOver,
        Self::NotifyBureau,
        Self::ApprovePermission,
        Self::MendPermission,
        Self::GrantPermission,
        Self::SetPermission,
        Self::RenewPermission,
        Self::ChangeAccountBefore,
        Self::AdjustAccount,
        Self::SettleRepeal,
        Self::AuditHalfYear,
        Self::ReceiveAudit,
        Self::ReportJointAudit,
        Self::MendFinding,
        Self::RecheckFinding,
        Self::AcknowledgeLiability,
        Self::TellBureauOfIncident,
        Self::ReportCyberIncident,
        Self::NotifyPeopleOfIncident,
        Self::CloseIncident,
        Self::ReviewAccounts,
        Self::ReviewDestruction,
        Self::AuditSecurity,
        Self::ConfirmDisposal,
        Self::ExecuteDisposal,
        Self::CheckJournal,
        Self::RenewCertificate,
        Self::ConcludeInspection,
    ];

    /// The stable name used in storage and filters.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DecideInquiry => "decide_inquiry",
            Self::MendInquiry => "mend_inquiry",
            Self::UseApproval => "use_approval",
            Self::AccountForPaper => "account_for_paper",
            Self::DestroyPrintout => "destroy_printout",
            Self::TrainManager => "train_manager",
            Self::ReportManagerChange => "report_manager_change",
            Self::SwitchManager => "switch_manager",
            Self::HandOver => "hand_over",
            Self::NotifyBureau => "notify_bureau",
            Self::ApprovePermission => "approve_permission",
            Self::MendPermission => "mend_permission",
            Self::GrantPermission => "grant_permission",
            Self::SetPermission => "set_permission",
            Self::RenewPermission => "renew_permission",
            Self::ChangeAccountBefore => "change_account_before",
            Self::AdjustAccount => "adjust_account",
            Self::SettleRepeal => "settle_repeal",
            Self::AuditHalfYear => "audit_half_year",
            Self::ReceiveAudit => "receive_audit",
            Self::ReportJointAudit => "report_joint_audit",
            Self::MendFinding => "mend_finding",
            Self::RecheckFinding => "recheck_finding",
            Self::AcknowledgeLiability => "acknowledge_liability",
            Self::TellBureauOfIncident => "tell_bureau_of_incident",
            Self::ReportCyberIncident => "report_cyber_incident",
            Self::NotifyPeopleOfIncident => "notify_people_of_incident",
            Self::CloseIncident => "close_incident",
            Self::ReviewAccounts => "review_accounts",
            Self::ReviewDestruction => "review_destruction",
            Self::AuditSecurity => "audit_security",
            Self::ConfirmDisposal => "confirm_disposal",
            Self::ExecuteDisposal => "execute_disposal",
            Self::CheckJournal => "check_journal",
            Self::RenewCertificate => "renew_certificate",
            Self::ConcludeInspection => "conclude_inspection",
        }
    }

    /// The point it comes from.
    #[must_use]
    pub const fn citation(self) -> Citation {
        match self {
            Self::DecideInquiry
            | Self::MendInquiry
            | Self::UseApproval
            | Self::ConfirmDisposal
            | Self::ExecuteDisposal => Citation::item(5, 1),
            Self::AccountForPaper => Citation::item(5, 6),
            Self::DestroyPrintout => Citation::item(5, 5),
            Self::TrainManager | Self::ReportManagerChange => Citation::item(4, 2),
            Self::SwitchManager => Citation::item(4, 3),
            Self::HandOver => Citation::item(4, 4),
            Self::NotifyBureau => Citation::item(4, 8),
            Self::ApprovePermission
            | Self::MendPermission
            | Self::GrantPermission
            | Self::SetPermission
            | Self::RenewPermission => Citation::item(4, 5),
            Self::ChangeAccountBefore | Self::AdjustAccount => Citation::item(4, 6),
            Self::SettleRepeal => Citation::point(7),
            Self::AuditHalfYear => Citation::item(8, 1),
            Self::ReceiveAudit | Self::ReportJointAudit | Self::MendFinding | Self::RecheckFinding => {
                Citation::item(8, 2)
            }
            Self::AcknowledgeLiability => Citation::point(10),
            Self::TellBureauOfIncident
            | Self::ReportCyberIncident
            | Self::NotifyPeopleOfIncident
            | Self::CloseIncident => Citation::point(11),
            Self::ReviewAccounts => Citation::item(6, 1),
            Self::ReviewDestruction => Citation::item(6, 2),
            Self::AuditSecurity => Citation::item(8, 3),
            Self::CheckJournal | Self::RenewCertificate => Citation::point(9),
            Self::ConcludeInspection => Citation::item(8, 4),
        }
    }

    /// What is to be done, in words: what lists, letters and calendars call it.
    #[must_use]
    pub const fn words(self) -> Bilingual {
        match self {
            Self::DecideInquiry => Bilingual::fixed("審核查調登記", "Decide on an inquiry"),
            Self::MendInquiry => Bilingual::fixed("補正後再送陳", "Mend and resubmit"),
            Self::UseApproval => Bilingual::fixed("核可後辦理查調", "Use the approval"),
            Self::AccountForPaper => {
                Bilingual::fixed("交代列印資料與查詢紀錄", "Account for paper and query record")
            }
            Self::DestroyPrintout => Bilingual::fixed("檢視或銷毀列印資料", "Review or destroy a printout"),
            Self::TrainManager => {
                Bilingual::fixed("完成新任管理者資安教育訓練", "Have the next manager trained")
            }
            Self::ReportManagerChange => {
                Bilingual::fixed("管理者異動報請平臺處理", "Report the change of manager to the platform")
            }
            Self::SwitchManager => Bilingual::fixed("承接管理者職務", "Take over as manager"),
            Self::HandOver => Bilingual::fixed("列冊移交並確認", "Hand over by list and confirm"),
            Self::NotifyBureau => Bilingual::fixed("異動通知勞保局", "Tell the Bureau of a change"),
            Self::ApprovePermission => Bilingual::fixed("核可權限申請", "Approve an application"),
            Self::MendPermission => Bilingual::fixed("補正權限申請", "Mend an application"),
            Self::GrantPermission => Bilingual::fixed("核准權限申請", "Grant an application"),
            Self::SetPermission => Bilingual::fixed("設定權限", "Set a permission"),
            Self::RenewPermission => Bilingual::fixed("權限到期前再申請", "Apply anew before it expires"),
            Self::ChangeAccountBefore => {
                Bilingual::fixed("職務異動前辦理帳號異動", "Have the account changed before the job")
            }
            Self::AdjustAccount => Bilingual::fixed("調整或註銷帳號", "Adjust or close the account"),
            Self::SettleRepeal => {
                Bilingual::fixed("處理廢止項目的帳號與案件", "Settle what a repeal takes down")
            }
            Self::AuditHalfYear => Bilingual::fixed("完成半年查核", "Audit the half-year"),
            Self::ReceiveAudit => Bilingual::fixed("查核紀錄備查", "Receive an audit's record"),
            Self::ReportJointAudit => Bilingual::fixed("聯合稽核並作成報告", "Audit jointly and report"),
            Self::MendFinding => Bilingual::fixed("改善查核缺失", "Mend a finding"),
            Self::RecheckFinding => Bilingual::fixed("複查改善情形", "Look again at a finding"),
            Self::TellBureauOfIncident => {
                Bilingual::fixed("即時通報勞保局", "Tell the Bureau of an incident")
            }
            Self::ReportCyberIncident => Bilingual::fixed("資安事件通報", "Report a cyber-security incident"),
            Self::NotifyPeopleOfIncident => {
                Bilingual::fixed("個資事故通知", "Tell the people an incident touched")
            }
            Self::CloseIncident => Bilingual::fixed("事故調查與結案", "Investigate and close an incident"),
            Self::AcknowledgeLiability => {
                Bilingual::fixed("知悉本年法律責任", "Acknowledge this year's liability")
            }
            Self::ReviewAccounts => {
                Bilingual::fixed("年度帳號權限清查", "Review accounts and permissions of the year")
            }
            Self::ReviewDestruction => {
                Bilingual::fixed("年度資料保存及銷毀查核", "Check keeping and destruction of the year")
            }
            Self::AuditSecurity => Bilingual::fixed("年度資料安全稽核", "Audit data security of the year"),
            Self::ConfirmDisposal => Bilingual::fixed("監毀:核對銷毀清冊", "Witness a disposal"),
            Self::ExecuteDisposal => Bilingual::fixed("執行銷毀清冊", "Carry out a disposal"),
            Self::CheckJournal => {
                Bilingual::fixed("查明稽核軌跡異常", "Find out why the journal does not verify")
            }
            Self::RenewCertificate => {
                Bilingual::fixed("資安證書到期前換證", "Renew the security certificate before it ends")
            }
            Self::ConcludeInspection => {
                Bilingual::fixed("登錄外部查核結果", "Record the result of an inspection")
            }
        }
    }

    /// Whether its last day moves past days off: a day until which something may be used or on which an item closes is no act that is due, and
    /// neither a transfer nor any other job change waits for a working day. Hours run at once.
    #[must_use]
    pub const fn moves(self) -> bool {
        !matches!(
            self,
            Self::UseApproval
                | Self::SettleRepeal
                | Self::TrainManager
                | Self::ReportManagerChange
                | Self::SwitchManager
                | Self::HandOver
                | Self::ApprovePermission
                | Self::MendPermission
                | Self::GrantPermission
                | Self::SetPermission
                | Self::RenewPermission
                | Self::ChangeAccountBefore
                | Self::AdjustAccount
                | Self::TellBureauOfIncident
                | Self::ReportCyberIncident
                | Self::NotifyPeopleOfIncident
                | Self::CheckJournal
                | Self::RenewCertificate
        )
    }

    /// The kind of a stable name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it comes from a point: `5` means all of it, `5(1)` that item alone.
    #[must_use]
    pub fn is_of(self, point: Citation) -> bool {
        let own = self.citation();
        own == point || (point.item.is_none() && own.point == point.point)
    }
}
