//! Lists as files, forms from files: no identities go out, and one bad row costs nobody else's.

pub mod http;
pub mod import;
mod lists;
pub mod ods;
pub mod sheet;
mod table;
pub mod xlsx;

pub use import::{Depth, import_inquiries, import_items, rows};
pub use ods::escape;
pub use table::Table;
