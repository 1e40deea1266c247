//! 管理者異動: the guided change of the one manager, the switch at one instant, and the list that changes hands.

pub mod flow;
mod history;
pub mod http;
mod list;
pub mod paper;
mod switch;

pub use history::terms;
