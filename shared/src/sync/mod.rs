//! `chadiao-sync/1`, pure: what travels, how two versions of a form become one, what the server answers, and what
//! a device does next. No clock, network or storage; times and chance arrive as arguments.
//!
//! ```text
//! person → Client::save/submit → queue → Client::next → Step ─ the shell carries it out ─→ Event → Client::apply → Effects
//!                                                         │
//!                                        server: turn → Intent::read → judge → the noun's own use-case
//! ```
//!
//! INVARIANT: nothing a person wrote is dropped or overwritten unless that person says so.

mod apply;
mod client;
mod conflict;
mod cursor;
mod digest;
mod intent;
mod judge;
mod plan;
mod refusal;
mod schema;
mod wire;

pub use apply::{CacheWrite, Effects, Event, Failure};
pub use client::{Choice, Client, Entry, EntryState, Known, Local, Refused, SaveError};
pub use conflict::{FieldConflict, Merge, merge};
pub use cursor::{BadCursor, Cursor};
pub use digest::{Sum, fingerprint, mark};
pub use intent::Intent;
pub use judge::{State, Turn, Verdict, judge, turn};
pub use plan::{Step, World, back_off};
pub use refusal::{ABSENT, FORBIDDEN, FROZEN, RULES, TAKEN, UNKNOWN_NAME, refused};
pub use schema::{SCHEMA, SCHEMA_MIN, SchemaError, upgrade};
pub use wire::{
    Change, ChangesResponse, DeviceId, Mutation, Op, Outcome, POKE, PROTOCOL, PushRequest, PushResponse,
    PushResult,
};
