//! Inquiries and printouts on the wire.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::problem::Problem;
use crate::{
    duty::{Duty, Escalation},
    id::{InquiryId, PersonId, PrintoutId, UnitId},
    inquiry::{Covered, InquiryAction, InquiryBody, InquiryDraft, PlainSubject},
    period,
    printout::PrintoutBody,
    regulation::EditionId,
    violation::{Bilingual, Report},
};

/// A draft as its owner gets it back: typed identities come back sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DraftView {
    /// The inquiry it will become.
    pub id: InquiryId,
    /// The server's revision, also the ETag.
    pub revision: i64,
    /// `draft` or `sent_back`.
    pub status: String,
    /// The form.
    pub draft: InquiryDraft,
    /// The server's verdict on it now.
    pub report: Report,
    /// When it was last saved.
    pub updated_at: DateTime<Utc>,
}

/// Creates a draft; the caller makes the identifier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDraft {
    /// UUIDv7 made by the caller.
    pub id: InquiryId,
    /// The form, whole or not.
    pub draft: InquiryDraft,
}

/// A registered inquiry with the names a person needs to read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InquiryView {
    /// The record.
    #[serde(flatten)]
    pub inquiry: InquiryBody,
    /// Unit name.
    pub unit_name: String,
    /// Item number in the inventory.
    pub item_number: String,
    /// Item name.
    pub item_name: String,
    /// Item name in English; empty where the inventory has none.
    #[serde(default)]
    pub item_name_en: String,
    /// Names of the data items asked for, in the order of the record.
    pub data_item_names: Vec<String>,
    /// The same in English, one for one; empty where the inventory has none.
    pub data_item_names_en: Vec<String>,
    /// Whether its approval is signed with the supervisor's card.
    pub must_sign: bool,
    /// The signature of the approval, verified anew.
    #[serde(default)]
    pub signature: Option<KeptSignature>,
    /// The purpose the item allows.
    pub purpose: String,
    /// 附表四 or 附表三, by the edition it was registered under.
    pub form_number: String,
    /// An approval that went unused too long.
    pub is_lapsed: bool,
    /// What is still to be done.
    pub duties: Vec<DutyView>,
    /// Its printouts.
    pub printouts: Vec<PrintoutView>,
    /// What the asker may do now: `withdraw`, `send_back`, `approve`, `reject`, `carry_out`, `file_query_record`, `close`.
    pub may: Vec<String>,
    /// Who may decide on it: names, deputies marked.
    pub deciders: Vec<Decider>,
}

/// Somebody who may decide on an inquiry today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Decider {
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The head stood in for, for a deputy.
    pub for_head: Option<String>,
}

/// One row of a list of inquiries; names nobody whose data is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InquiryRow {
    /// The inquiry.
    pub id: InquiryId,
    /// Revision.
    pub revision: i64,
    /// `draft` or a state of the record.
    pub status: String,
    /// Approved, unused, too late.
    pub is_lapsed: bool,
    /// Unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// Applicant.
    pub applicant: PersonId,
    /// Their name.
    pub applicant_name: String,
    /// Item number; empty in an unfinished draft.
    pub item_number: String,
    /// Item name.
    pub item_name: String,
    /// Whether its approval is signed with the supervisor's card.
    #[serde(default)]
    pub must_sign: bool,
    /// Item name in English; empty where the inventory has none.
    #[serde(default)]
    pub item_name_en: String,
    /// 公文文號或案號.
    pub case_number: String,
    /// How many subjects.
    pub subjects: u32,
    /// The first subject, masked.
    pub first_subject: String,
    /// When submitted.
    pub submitted_at: Option<DateTime<Utc>>,
    /// When the query was made.
    pub queried_at: Option<DateTime<Utc>>,
    /// Last change.
    pub updated_at: DateTime<Utc>,
    /// The next strict due day among its duties.
    pub due: Option<NaiveDate>,
}

/// What a supervisor should see beside a form before deciding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionContext {
    /// The applicant's inquiries in the last thirty days.
    pub recent: Vec<InquiryRow>,
    /// How many of this form's subjects were asked for before by anyone in the county, within this year and last.
    pub subjects_seen_before: u32,
    /// The inquiries that asked for them, as far as the asker may see.
    pub same_subject: Vec<InquiryRow>,
    /// Warnings and advice on the form.
    pub report: Report,
}

/// One decision among several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DecisionItem {
    /// The inquiry.
    pub id: InquiryId,
    /// The revision that was seen.
    pub revision: i64,
    /// Approve, send back or reject.
    pub action: InquiryAction,
}

/// Several decisions at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Decisions {
    /// At most a hundred; one that is refused holds up none of the others.
    pub decisions: Vec<DecisionItem>,
}

/// What became of one decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionResult {
    /// The inquiry.
    pub id: InquiryId,
    /// Whether it was taken.
    pub is_done: bool,
    /// Why not, where it was not.
    pub problem: Option<Problem>,
}

/// An explicit, journaled request for full identities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RevealRequest {
    /// Why the full value is needed; journaled.
    pub reason: String,
}

/// Full identities, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Revealed {
    /// In the order of the form.
    pub subjects: Vec<RevealedSubject>,
}

/// One data subject in full.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevealedSubject {
    /// 姓名.
    pub name: String,
    /// Identity number.
    pub identity: String,
}

impl std::fmt::Debug for RevealedSubject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RevealedSubject")
    }
}

impl From<PlainSubject> for RevealedSubject {
    fn from(subject: PlainSubject) -> Self {
        Self { name: subject.name, identity: subject.identity }
    }
}

/// A printout with its dates worked out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrintoutView {
    /// The record.
    #[serde(flatten)]
    pub printout: PrintoutBody,
    /// Case number of its inquiry.
    pub inquiry_case_number: String,
    /// Who holds it.
    pub holder_name: String,
    /// Unit name.
    pub unit_name: String,
    /// The year and the month after it, with working; none once filed or destroyed.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub window: Option<period::Printout>,
    /// Why no window could be worked out: the missing calendar year in words.
    pub window_error: Option<Bilingual>,
    /// What the asker may do: `file`, `keep`, `confirm_not_needed`, `destroy`.
    pub may: Vec<String>,
}

/// One row of the after-query form, a name for its identifier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrintoutRow {
    /// The printout.
    pub id: PrintoutId,
    /// Revision.
    pub revision: i64,
}

/// A duty with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DutyView {
    /// The duty.
    #[serde(flatten)]
    pub duty: Duty,
    /// Unit name.
    pub unit_name: String,
    /// Who owes it, in words.
    pub person_name: String,
    /// What it is about, in a few words: a case number, a colleague's name.
    pub about: String,
    /// The inquiry to open, where it is about one; otherwise `record_kind` and `record` say what to open.
    pub inquiry: Option<InquiryId>,
    /// Overdue by the strict day.
    pub is_late: bool,
    /// Late enough to be shown to the head of the unit, or to the manager, and since when.
    #[serde(default)]
    pub escalated: Option<Escalation>,
}

/// The form as printed: who, when, and by which form number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditionView {
    /// The edition.
    pub edition: EditionId,
    /// Its form numbers: inventory, manager change, user permission, inquiry register.
    pub form_numbers: Vec<Option<String>>,
}

/// What a signature that was kept with an approval amounts to today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeptSignature {
    /// The name on the certificate; empty where it cannot be read.
    pub signed_by: String,
    /// The instant of the revocation list by which the certificate was good when it signed.
    pub list_of: Option<DateTime<Utc>>,
    /// Why the signature is not sound; none when it is over this form, by a trusted card in its time.
    pub refusal: Option<Bilingual>,
}

/// Forms to be approved with one signature, as they were seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FormsToSign {
    /// The forms, at most a hundred.
    pub forms: Vec<FormSeen>,
}

/// A form as it was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FormSeen {
    /// The inquiry.
    pub id: InquiryId,
    /// Its revision.
    pub revision: i64,
}

/// What a card is to sign for approvals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApprovalChallenge {
    /// The text, to be signed byte for byte.
    pub text: String,
    /// Until when.
    pub expires_at: DateTime<Utc>,
    /// What the text's hash is over.
    pub covers: Vec<Covered>,
}
