//! Who is signed in, and who may sign in in the practice county.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    account::Standing,
    id::{PersonId, UnitId},
    regulation::{EditionId, Editions, Settings},
    session::{LOCK_MINUTES, Provider},
};

/// What a card is to sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Challenge {
    /// The text, to be signed byte for byte.
    pub text: String,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// The answer to a challenge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Whose signature it is; the card's when not said.
    #[serde(default)]
    pub provider: Provider,
    /// CMS SignedData in DER over the challenge's text, base64.
    pub signature: String,
}

/// A person one may be in the practice county.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PracticePerson {
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// Whether they head a unit.
    pub is_supervisor: bool,
    /// Whether they are the manager.
    pub is_manager: bool,
    /// The number of their practice card; empty where they have none.
    pub card_number: String,
}

/// The session as the browser needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionView {
    /// Who is signed in, with all the facts the rules ask about.
    pub standing: Standing,
    /// Title.
    pub title: String,
    /// Name of the unit.
    pub unit_name: String,
    /// Units whose inquiries this person may decide today.
    pub approves_for: Vec<UnitId>,
    /// Whether the unit belongs to the Social Affairs department (point 1, original edition).
    pub in_social_affairs: bool,
    /// When the session ends at the latest.
    pub expires_at: DateTime<Utc>,
    /// Other sessions of the same card that last: one card is one person's, at one place (4(7)).
    #[serde(default)]
    pub elsewhere: u32,
    /// For the manager: people whose card is in use at more than one place; 0 for anybody else.
    #[serde(default)]
    pub shared_cards: u32,
    /// The leave of an inspector from outside, who looks and changes nothing (8(4)).
    #[serde(default)]
    pub inspection: Option<Box<super::InspectionView>>,
    /// Practice county.
    pub is_practice: bool,
    /// Minutes without input after which the screen locks (5(3)).
    #[serde(default = "usual_lock")]
    pub lock_minutes: u32,
}

const fn usual_lock() -> u32 {
    LOCK_MINUTES
}

/// A session that lasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionRow {
    /// By which it is ended.
    pub id: uuid::Uuid,
    /// Whose.
    pub person: PersonId,
    /// Their name.
    pub person_name: String,
    /// From where.
    pub address: String,
    /// Since when.
    pub began_at: DateTime<Utc>,
    /// Last used, to the minute.
    pub seen_at: DateTime<Utc>,
    /// Until when at most.
    pub ends_at: DateTime<Utc>,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// What this server is and by which rules it judges; needs no session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Capabilities {
    /// `chadiao-sync/1`.
    pub protocol: String,
    /// Lowest draft schema taken.
    pub schema_min: u32,
    /// Highest draft schema taken.
    pub schema_max: u32,
    /// When the amended edition takes force.
    pub editions: Editions,
    /// The edition in force today.
    pub edition: EditionId,
    /// The county's settings in force today.
    #[serde(default)]
    pub settings: Settings,
    /// Hash of the rule catalogue.
    pub rules: String,
    /// Hash of the official calendar.
    pub calendar: String,
    /// The server's X25519 public key, base64url without padding, to which browsers seal identities.
    pub seal_to: String,
    /// The server's day in Taiwan.
    pub today: NaiveDate,
    /// The server's clock.
    pub server_time: DateTime<Utc>,
    /// Practice county, on loopback.
    pub is_practice: bool,
    /// Origin of the card component on the person's PC.
    pub card_component: String,
    /// Mutations per push at most.
    pub push_most: u32,
    /// Hash of all of the above but the clock and the component; `X-Chadiao-Caps` carries it.
    pub hash: String,
}
