//! An application as people see it.

use shared::{
    account::application::{ApplicationAction, ApplicationBody, ApplicationStatus},
    api::v1::{ApplicationRow, ApplicationView},
    regulation::{Form, point_04},
};

use super::flow;
use crate::{
    app::Act,
    registers::{Registers, flow::step},
};

/// The number of the permission form by the edition under which it was filed.
#[must_use]
pub fn form_number(body: &ApplicationBody) -> &'static str {
    body.edition.form_number(Form::UserPermission).unwrap_or_default()
}

/// An application with what its deciders need to see.
#[must_use]
pub fn view(act: &Act<'_>, body: &ApplicationBody) -> ApplicationView {
    let registers = act.registers();
    let facts = flow::facts(act, &body.form, Some(body.person));
    let holding = facts.holding.clone().unwrap_or_default();
    let step = step(act);
    // Asked of the rules themselves, so that no button is offered that they refuse.
    let note = || "．".to_owned();
    let asked = [
        ("withdraw", ApplicationAction::Withdraw { note: String::new() }),
        ("send_back", ApplicationAction::SendBack { note: note() }),
        ("reject", ApplicationAction::Reject { note: note() }),
        ("approve", ApplicationAction::Approve { note: String::new() }),
        ("grant", ApplicationAction::Grant { note: String::new() }),
        ("set", ApplicationAction::Set),
    ];
    let is_open = |action: &ApplicationAction| {
        point_04::check_application_step(body, &step, action, &facts).is_accepted()
    };
    let mut may: Vec<String> =
        asked.iter().filter(|(_, action)| is_open(action)).map(|(name, _)| (*name).to_owned()).collect();
    let is_theirs = [body.person, body.filed_by].contains(&act.standing().person);
    if is_theirs && matches!(body.status, ApplicationStatus::SentBack { .. }) {
        may.push("resubmit".to_owned());
    }
    let manager =
        registers.accounts.values().find(|one| one.draft().is_manager && one.is_active(act.today()));
    ApplicationView {
        unit_name: registers.unit_name(body.unit),
        approving_unit_name: registers.unit_name(body.approving_unit),
        form_number: form_number(body).to_owned(),
        deciders: registers.deciders(body.approving_unit, act.today()),
        manager_name: manager.map(|account| account.draft().name.clone()).unwrap_or_default(),
        holding_unit_name: holding.unit.map(|unit| registers.unit_name(unit)).unwrap_or_default(),
        holding,
        may,
        // Once it is set the form has done its work, and the account it made is no second one.
        report: if body.status.ended_at().is_some() {
            shared::Report::default()
        } else {
            point_04::check_application(&body.form, None, act.today(), &facts)
        },
        keep_through: body.keep_through(),
        application: body.clone(),
    }
}

/// An application in a list.
#[must_use]
pub fn row(registers: &Registers, body: &ApplicationBody) -> ApplicationRow {
    let number =
        |item| registers.items.get(&item).map(|item| item.draft().number.clone()).unwrap_or_default();
    ApplicationRow {
        id: body.id,
        revision: body.revision,
        status: body.status.name().to_owned(),
        kind: body.form.kind,
        person: body.person,
        person_name: body.form.name.clone(),
        unit_name: registers.unit_name(body.unit),
        items: body.form.grants.iter().map(|grant| number(grant.item)).collect(),
        effective_on: body.form.effective_on,
        filed_by_name: body.filed_by_name.clone(),
        submitted_at: body.submitted_at,
    }
}
