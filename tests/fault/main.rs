//! The promises under fault, each harness with a control that must fail, so that it is known to see.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a harness reports by panicking"
)]

mod power_cut;
