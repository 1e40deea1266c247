//! 使用者權限異動申請: filed, approved, granted, set.

pub mod flow;
pub mod http;
mod view;

pub use view::{form_number, view};
