//! What the rules need to know besides the form; what is unknown here is left to the server.

use serde::{Deserialize, Serialize};

use crate::{
    account::Grant,
    id::{PersonId, UnitId},
    inventory::ItemFacts,
};

/// What the register says of the person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Holding {
    /// Whose; none where there is no account.
    pub person: Option<PersonId>,
    /// Whether the account is there and not over.
    pub is_open: bool,
    /// The unit it is of.
    pub unit: Option<UnitId>,
    /// Items held today.
    pub grants: Vec<Grant>,
    /// Units headed.
    pub heads: Vec<UnitId>,
}

/// What the other accounts say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Others {
    /// Somebody else's has this card.
    pub has_card: bool,
    /// The person has another that is not over.
    pub has_account: bool,
}

/// Facts about the world on the day of the act.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ApplicationFacts {
    /// The person's account, or that there is none.
    pub holding: Option<Holding>,
    /// The units above the one applied for, nearest first.
    pub parents: Option<Vec<UnitId>>,
    /// The ticked items that the inventory has.
    pub items: Option<Vec<ItemFacts>>,
    /// The other accounts.
    pub others: Option<Others>,
}
