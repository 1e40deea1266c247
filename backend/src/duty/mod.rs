//! 待辦與期限 in the database and on the wire.

pub mod feed;
pub mod flow;
pub mod http;
pub mod store;

use shared::{
    api::v1::DutyView,
    duty::{Duty, escalation},
    id::InquiryId,
};

use crate::app::Act;

/// A duty with its words. Its moved day is reckoned anew: a year of the calendar may have come since it was written.
#[must_use]
pub fn view(act: &Act<'_>, duty: Duty, inquiry: Option<InquiryId>, about: String) -> DutyView {
    let registers = act.registers();
    let duty = duty.adjusted(act.calendar());
    // What a unit owes is its head's to do, or a deputy's.
    let heads =
        || registers.deciders(duty.unit, act.today()).into_iter().map(|one| one.name).collect::<Vec<_>>();
    let person_name = duty.person.map_or_else(|| heads().join("、"), |person| registers.person_name(person));
    DutyView {
        unit_name: registers.unit_name(duty.unit),
        person_name,
        about,
        inquiry,
        is_late: duty.is_late(act.today()),
        escalated: escalation(&duty, act.today(), &act.settings()),
        duty,
    }
}
