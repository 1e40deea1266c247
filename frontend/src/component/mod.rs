//! What pages are made of: functions that draw, without a word of any noun.

mod button;
mod chart;
mod checks;
mod dialog;
mod echo;
mod field;
mod says;
mod select;
mod sheet;
mod status;
mod table;
mod tabs;
mod toasts;
mod wait;
mod working;

pub use button::{Button, Go, Look};
pub use chart::{Bars, Lines, Series};
pub use checks::{Check, Checks, Radios};
pub use dialog::Dialog;
pub use echo::Echo;
pub use field::{DateField, TextField};
pub use says::Says;
pub use select::Select;
pub use sheet::SheetView;
pub use status::{Chip, Notice, Tone, status_tone};
pub use table::{Cell, Column, Pager, Row, Table};
pub use tabs::{Tab, Tabs};
pub use toasts::Toasts;
pub use wait::{Empty, Failed, Waiting};
pub use working::Working;
