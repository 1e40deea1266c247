//! 排程: what the servers do by themselves. Each job is one row: whoever holds its lease runs it, so that among many servers
//! it runs once; a lease that ran out is anybody's, and a run that was missed is caught up once.

pub mod flow;
pub mod http;
pub mod jobs;
pub mod plan;
pub mod store;
