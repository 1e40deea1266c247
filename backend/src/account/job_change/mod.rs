//! 職務異動預告: announced by hand or from the personnel office's file, settled by what becomes of the account.

pub mod flow;
pub mod http;
pub mod import;
