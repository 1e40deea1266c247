//! What travels between a device and the server.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{inquiry::InquiryDraft, sync::FieldConflict, violation::Report};

/// The protocol's name, as capabilities tell it.
pub const PROTOCOL: &str = "chadiao-sync/1";
/// The name under which a server-sent event says that something is new.
pub const POKE: &str = "changes";

/// A browser profile: UUIDv7 made once by the device; the server binds it to the first person who pushes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct DeviceId(pub Uuid);

impl std::fmt::Display for DeviceId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// One intent on its way. `name` and `args` are read one by one, so that an unreadable item costs no other its turn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Mutation {
    /// 1, 2, 3 … per device, without holes.
    pub mid: u64,
    /// `draft.create`, `draft.patch`, `draft.submit` or `draft.withdraw`.
    pub name: String,
    /// The record.
    pub id: Uuid,
    /// The revision the person saw, 0 when the server had none; information, as contents decide.
    #[serde(default)]
    pub base_rev: i64,
    /// What the name needs.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub args: Value,
    /// Neighbours with the same group are carried out all or not at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

/// `POST /sync/push`. Without mutations it asks how far the server has got with this device.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PushRequest {
    /// The device.
    pub device: DeviceId,
    /// The server's epoch as last heard; another one is answered 410.
    pub epoch: i64,
    /// Schema of the drafts.
    pub schema: u32,
    /// In order of `mid`.
    pub mutations: Vec<Mutation>,
}

/// What became of one mutation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PushOutcome))]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// Done as asked.
    Applied {
        /// The record's revision now.
        rev: i64,
        /// The form as kept, where it differs from what was sent (typed identities are sealed).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        draft: Option<InquiryDraft>,
    },
    /// Done, together with what somebody else changed elsewhere in the form.
    Merged {
        /// The record's revision now.
        rev: i64,
        /// The form as kept.
        draft: InquiryDraft,
    },
    /// Not done: the same place was changed by somebody else; a person chooses.
    Conflict {
        /// The record's revision now.
        rev: i64,
        /// Base, mine and theirs for each place.
        fields: Vec<FieldConflict>,
        /// The form as the server has it.
        theirs: InquiryDraft,
    },
    /// Not done: broken rules, the same list as the browser's own review.
    Rejected {
        /// Why.
        report: Report,
    },
    /// Not done because an earlier one, on which it builds, was not; it may be sent again under a new number.
    Deferred {
        /// That earlier one.
        because: u64,
    },
    /// Done or refused before; the answer of then.
    Replayed {
        /// That answer.
        #[cfg_attr(feature = "openapi", schema(no_recursion))]
        of: Box<Outcome>,
        /// The record's revision now, none when it is gone: the world may have moved on since that answer.
        rev: Option<i64>,
    },
}

impl Outcome {
    /// The outcome itself, whether told the first time or again.
    #[must_use]
    pub fn first(&self) -> &Self {
        match self {
            Self::Replayed { of, .. } => of.first(),
            other => other,
        }
    }

    /// Whether the mutation had its effect.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        matches!(self.first(), Self::Applied { .. } | Self::Merged { .. })
    }
}

/// The outcome of one mutation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushResult {
    /// The mutation.
    pub mid: u64,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// Answer to a push: one result for each mutation up to the first gap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushResponse {
    /// The server's epoch.
    pub epoch: i64,
    /// In the order sent.
    pub results: Vec<PushResult>,
    /// The last mutation of this device that the server has answered for.
    pub last: u64,
    /// A number was skipped: nothing from there on was looked at.
    pub gap: bool,
    /// A known number came with other contents: the device's memory was rolled back, and it needs a new identifier.
    pub fork: bool,
    /// The server's clock.
    pub server_time: DateTime<Utc>,
}

/// What happened to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// It is now as in `doc`.
    Put,
    /// It is gone.
    Del,
    /// The asker may no longer see it: erase it from the device.
    Purge,
}

/// One line of the feed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    /// Place in commit order.
    pub seq: i64,
    /// The noun: `draft`, `inquiry`.
    pub kind: String,
    /// The record; absent in a purge of everything of its kind.
    pub id: Option<Uuid>,
    /// Its revision.
    pub rev: i64,
    /// What happened.
    pub op: Op,
    /// The record, for `put`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub doc: Option<Value>,
}

/// `GET /sync/changes`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangesResponse {
    /// The server's epoch; a push repeats it.
    pub epoch: i64,
    /// In commit order.
    pub changes: Vec<Change>,
    /// Where the next page starts; opaque to the device.
    pub cursor: String,
    /// Whether there is more right now.
    pub more: bool,
    /// At the end of the feed: hash over the identifier and revision of every record in scope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sum: Option<String>,
    /// The server's clock.
    pub server_time: DateTime<Utc>,
}
