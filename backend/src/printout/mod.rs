//! 列印資料 (5(5)): where every sheet is, until when, and how it ended.

pub mod flow;
pub mod http;
pub mod store;
