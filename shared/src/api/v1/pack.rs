//! Packs for inspectors on the wire.

use serde::{Deserialize, Serialize};

use crate::{id::PackId, pack::PackDraft};

/// A pack to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPack {
    /// Its identifier, made by the sender.
    pub id: PackId,
    /// What is asked for.
    pub draft: PackDraft,
}
