//! 職務代理人, named in advance: whom the person stands in for, where, and on which days.

use shared::{
    account::Deputyship,
    api::v1::{AccountView, AgencyView},
    field::{FieldKind, RocDate, tidy},
    violation::Violation,
};
use yew::prelude::*;

use super::words;
use crate::{
    component::{Button, DateField, Look, Says, Select},
    i18n::words as common,
    state::load::use_app,
};

/// What is edited.
#[derive(Properties, PartialEq)]
pub struct DeputiesProps {
    /// As they stand.
    pub deputies: Vec<Deputyship>,
    /// The accounts, of whom the heads may be stood in for.
    pub accounts: Vec<AccountView>,
    /// For the names of units.
    pub agencies: Vec<AgencyView>,
    /// They changed.
    pub onchange: Callback<Vec<Deputyship>>,
    /// What is wrong with them.
    pub says: Vec<Violation>,
}

/// Draws the list and what adds to it.
#[component]
pub fn Deputies(props: &DeputiesProps) -> Html {
    let lang = use_app().lang;
    let chosen = use_state(String::new);
    let from = use_state(String::new);
    let until = use_state(String::new);
    let unit_name = |unit| {
        let agency = props.agencies.iter().find(|agency| agency.id == unit);
        agency.map(|agency| lang.name(&agency.draft.name, &agency.draft.name_en)).unwrap_or_default()
    };
    let heads: Vec<_> = props
        .accounts
        .iter()
        .flat_map(|account| account.draft.heads.iter().map(move |unit| (account, *unit)))
        .collect();
    let options: Vec<(AttrValue, AttrValue)> = heads
        .iter()
        .map(|(account, unit)| {
            let name = format!("{}　{}", account.draft.name, unit_name(*unit));
            (format!("{} {unit}", account.id).into(), name.into())
        })
        .collect();
    let day = |text: &str| RocDate::parse(&tidy(FieldKind::RocDate, text)).ok().map(|day| day.date());
    let head = heads.iter().find(|(account, unit)| format!("{} {unit}", account.id) == *chosen);
    let fresh = head.zip(day(&from)).zip(day(&until)).map(|(((account, unit), from), until)| Deputyship {
        head: account.id,
        head_name: account.draft.name.clone(),
        unit: *unit,
        from,
        until,
    });
    let add = {
        let (deputies, onchange) = (props.deputies.clone(), props.onchange.clone());
        let (chosen, fresh) = (chosen.clone(), fresh.clone());
        Callback::from(move |()| {
            let Some(fresh) = fresh.clone() else { return };
            let mut next = deputies.clone();
            next.push(fresh);
            chosen.set(String::new());
            onchange.emit(next);
        })
    };
    let row = |(at, deputy): (usize, &Deputyship)| {
        let text =
            lang.fill(words::DEPUTIES, &[&deputy.head_name, &lang.day(deputy.from), &lang.day(deputy.until)]);
        let remove = {
            let (deputies, onchange) = (props.deputies.clone(), props.onchange.clone());
            Callback::from(move |()| {
                let mut next = deputies.clone();
                next.remove(at);
                onchange.emit(next);
            })
        };
        let aria = format!("{} {text}", lang.of(words::DEPUTY_END));
        html! {
            <li key={at} class="row row--apart">
                <span>{ &text }<span class="cell-sub">{ unit_name(deputy.unit) }</span></span>
                <Button look={Look::Small} text={lang.of(words::DEPUTY_END)} {aria} onclick={remove} />
            </li>
        }
    };
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |text| state.set(text))
    };
    html! {
        <fieldset class="stack stack--tight">
            <legend class="field__label">{ lang.of(words::DEPUTY) }</legend>
            <ul role="list" class="stack stack--tight">{ for props.deputies.iter().enumerate().map(row) }</ul>
            <Says id="deputies-says" violations={props.says.clone()} />
            <Select id="deputy-head" label={words::DEPUTY_HEAD} {options} value={(*chosen).clone()} blank={lang.of(common::NONE)} onchange={set(&chosen)} />
            <div class="row">
                <DateField id="deputy-from" label={words::DEPUTY_FROM} value={(*from).clone()} is_slim={true} oninput={set(&from)} />
                <DateField id="deputy-until" label={words::DEPUTY_UNTIL} value={(*until).clone()} is_slim={true} oninput={set(&until)} />
            </div>
            <div class="row"><Button id="deputy-add" text={lang.of(words::DEPUTY_ADD)} onclick={add} is_disabled={fresh.is_none()} /></div>
        </fieldset>
    }
}
