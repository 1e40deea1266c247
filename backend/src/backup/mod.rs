//! 備份與復原: every row of every table in one sealed file, the same for both databases; made while the server runs, checked by
//! restoring it, and put back whole or not at all.

pub mod flow;
pub mod sealed;
pub mod table;
