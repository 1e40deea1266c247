//! Schemas of a draft. There is one so far; when the second comes, its step from the first stands here as a pure function.

use serde_json::Value;

/// The schema this program writes.
pub const SCHEMA: u32 = 1;
/// The oldest schema this program still reads.
pub const SCHEMA_MIN: u32 = 1;

/// A schema this program cannot read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// 426: the device must load the new program; its drafts stay with it.
    #[error("schema `{0}` is older than the oldest taken")]
    TooOld(u32),
    /// The server is older than the device.
    #[error("schema `{0}` is newer than this program")]
    TooNew(u32),
}

/// Brings what an older program wrote up to [`SCHEMA`].
///
/// # Errors
/// The schema is outside [`SCHEMA_MIN`]..=[`SCHEMA`].
pub fn upgrade(schema: u32, document: Value) -> Result<Value, SchemaError> {
    if schema < SCHEMA_MIN {
        return Err(SchemaError::TooOld(schema));
    }
    if schema > SCHEMA {
        return Err(SchemaError::TooNew(schema));
    }
    Ok(document)
}
