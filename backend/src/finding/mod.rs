//! 改善事項 (8(2)): what audits and reconciliations found, mended and looked at again.

pub mod flow;
pub mod http;
