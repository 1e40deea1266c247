//! What a card is asked to sign, and whether what came back is that, once, in time, by a person's own card.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD as BASE64, URL_SAFE_NO_PAD as BASE64URL},
};
use chrono::TimeDelta;
use sha2::{Digest, Sha256};
use shared::{
    api::v1::Challenge,
    session::{CHALLENGE_SECONDS, CardRefusal, Provider, Purpose, SignText},
};

use super::store::{self, Pending};
use crate::{
    app::App,
    card::{self, Signer},
    clock,
    http::error::ApiError,
    store::StoreError,
};

/// Issues a challenge to a browser: what to sign, and the token by which it answers.
///
/// # Errors
/// It cannot be kept.
pub async fn issue(app: &App, audience: String, purpose: Purpose) -> Result<(Challenge, String), ApiError> {
    let token = BASE64URL.encode(clock::random::<32>()?);
    let now = app.clock().now();
    let expires_at = now + TimeDelta::seconds(CHALLENGE_SECONDS);
    let text = SignText {
        audience,
        purpose,
        challenge: BASE64URL.encode(clock::random::<32>()?),
        asker: BASE64URL.encode(Sha256::digest(&token)),
        issued: now,
        expires: expires_at,
    }
    .to_string();
    let pending = Pending {
        asker: Sha256::digest(&token).to_vec(),
        text: text.clone(),
        expires_at: expires_at.timestamp_micros(),
    };
    let written = app
        .writer()
        .write(move |tx| Box::pin(async move { store::ask(tx, &pending, now.timestamp_micros()).await }))
        .await?;
    written.map_err(|error: StoreError| ApiError::from(error))?;
    Ok((Challenge { text, expires_at }, token))
}

/// A signature that answers a browser's challenge; still to be used up, in the transaction that acts on it.
#[derive(Debug)]
pub struct Answered {
    /// Who signed.
    pub signer: Signer,
    /// What was signed.
    pub text: String,
    asker: Vec<u8>,
}

/// Who signed the challenge of a browser.
///
/// # Errors
/// Why the card is refused.
pub async fn answer(
    app: &App,
    asker: &str,
    provider: Provider,
    signature: &str,
) -> Result<Answered, ApiError> {
    let asker = Sha256::digest(asker).to_vec();
    let mut tx = app.db().read().await?;
    let pending = store::pending(&mut tx, &asker).await?.ok_or(CardRefusal::NoChallenge)?;
    drop(tx);
    let now = app.clock().now();
    if pending.expires_at < now.timestamp_micros() {
        return Err(CardRefusal::Late.into());
    }
    // Components wrap their base64 in lines.
    let packed: String = signature.chars().filter(|one| !one.is_ascii_whitespace()).collect();
    let message = BASE64.decode(packed).map_err(|_| CardRefusal::Unreadable)?;
    let trust = app.trust().await?;
    let verified = match provider {
        Provider::CitizenCertificate => card::verify(&message, &pending.text, &trust, now),
    };
    let signer = verified.inspect_err(|refusal| {
        tracing::warn!(code = refusal.code(), "a card was refused");
    })?;
    Ok(Answered { signer, asker, text: pending.text })
}

impl Answered {
    /// SHA-256 of the certificate that signed.
    #[must_use]
    pub fn card(&self) -> Vec<u8> {
        Sha256::digest(&self.signer.leaf.der).to_vec()
    }

    /// Uses the challenge up: of a thousand that answer it with the same signature, one gets this far.
    ///
    /// # Errors
    /// It was used meanwhile.
    pub async fn use_up(&self, tx: &mut crate::store::Tx) -> Result<(), ApiError> {
        if store::use_up(tx, &self.asker, &self.text).await? {
            return Ok(());
        }
        Err(CardRefusal::NoChallenge.into())
    }
}
