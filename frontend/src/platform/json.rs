//! One way in for JSON: every type is read from the same tree, so that each is compiled once and not once per source.

use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads a value from text; none when it is not what is expected.
#[must_use]
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    T::deserialize(serde_json::from_str::<Value>(text).ok()?).ok()
}
