//! Wire types, by version of the API.

pub mod v1;
