//! 業務項目清冊 (附表一).

pub mod flow;
pub mod http;
pub mod repeal;
