//! Inquiries: the form, what waits, what comes after the query, the paper.

mod work;

mod cell;
mod conflict;
mod form;
mod identity;
mod items;
mod keep;
mod paste;
mod steps;
mod subjects;

mod list;
mod rows;

mod query_form;
mod reveal;
mod view;

pub mod words;

pub use form::FormPage;
pub use items::{Rows, facts_of, take_along, use_items};
pub use list::{Exports, ListPage, encoded};
pub use rows::InquiryTable;
pub use view::{Facts, ViewPage, carry};
pub use work::WorkPage;
