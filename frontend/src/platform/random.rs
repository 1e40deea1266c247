//! Randomness from the browser, for identifiers and for sealing.

use super::Refused;

/// Fresh random bytes.
///
/// # Errors
/// The browser has no source of randomness.
pub fn bytes<const N: usize>() -> Result<[u8; N], Refused> {
    let mut bytes = [0; N];
    let crypto = gloo::utils::window().crypto().map_err(super::refused("crypto"))?;
    crypto.get_random_values_with_u8_array(&mut bytes).map_err(super::refused("getRandomValues"))?;
    Ok(bytes)
}

/// A fresh UUIDv7: records and operations are named by whoever makes them.
///
/// # Errors
/// The browser has no source of randomness.
pub fn id() -> Result<uuid::Uuid, Refused> {
    let millis = u64::try_from(super::clock::now().timestamp_millis()).unwrap_or_default();
    Ok(uuid::Builder::from_unix_timestamp_millis(millis, &bytes()?).into_uuid())
}
