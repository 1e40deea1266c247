//! What the page knows: plain reducers without browser types, tested natively.

pub mod editor;
pub mod load;
pub mod shell;
