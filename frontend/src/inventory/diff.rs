//! What changed between two versions of an item, place by place, marked in words as well as in colour.

use shared::{
    api::v1::AgencyView,
    id::UnitId,
    inventory::{BasisKind, ItemDraft},
};
use yew::prelude::*;

use super::words;
use crate::{
    i18n::{Label, Lang},
    inquiry::Rows,
    state::load::{use_app, use_load},
};

/// One place before and after.
#[derive(Debug, Clone, PartialEq)]
struct Place {
    label: Label,
    before: Vec<String>,
    after: Vec<String>,
}

/// Two versions.
#[derive(Properties, PartialEq)]
pub struct DiffProps {
    /// The earlier one; none for the first.
    pub before: Option<ItemDraft>,
    /// The later one.
    pub after: ItemDraft,
}

/// Draws the places that differ.
#[component]
pub fn Diff(props: &DiffProps) -> Html {
    let lang = use_app().lang;
    let before = props.before.clone().unwrap_or_default();
    // A page shows many versions, and few of them need a name.
    let is_moved = before.units != props.after.units;
    let agencies = use_load::<Rows<AgencyView>>(if is_moved { "/agencies?limit=500" } else { "" });
    let unit = |unit: UnitId| {
        let known = agencies.state.here.as_ref();
        let found = known.and_then(|rows| rows.rows().iter().find(|agency| agency.id == unit));
        found.map_or_else(|| unit.to_string(), |agency| lang.name(&agency.draft.name, &agency.draft.name_en))
    };
    let places: Vec<Place> = places(lang, &before, &props.after, &unit)
        .into_iter()
        .filter(|place| place.before != place.after)
        .collect();
    let draw = |place: &Place| {
        let gone = place.before.iter().filter(|line| !line.is_empty() && !place.after.contains(line));
        let come = place.after.iter().filter(|line| !line.is_empty() && !place.before.contains(line));
        html! {
            <>
                <dt>{ lang.of(place.label) }</dt>
                <dd>
                    { for gone.map(|line| html! { <div>{ "− " }<del>{ line }</del></div> }) }
                    { for come.map(|line| html! { <div>{ "＋ " }<ins>{ line }</ins></div> }) }
                </dd>
            </>
        }
    };
    html! {
        if places.is_empty() { <p class="faint">{ lang.of(words::NO_CHANGE) }</p> }
        else { <dl class="facts diff">{ for places.iter().map(draw) }</dl> }
    }
}

fn places(lang: Lang, before: &ItemDraft, after: &ItemDraft, unit: &dyn Fn(UnitId) -> String) -> Vec<Place> {
    let lines = |label: Label, of: &dyn Fn(&ItemDraft) -> Vec<String>| Place {
        label,
        before: of(before),
        after: of(after),
    };
    vec![
        lines(words::NUMBER, &|draft| vec![draft.number.clone()]),
        lines(words::NAME, &|draft| vec![draft.name.clone()]),
        lines(words::NAME_EN, &|draft| vec![draft.name_en.clone()]),
        lines(words::PURPOSE, &|draft| vec![draft.purpose.clone()]),
        lines(words::BASES, &|draft| {
            let line = |basis: &shared::inventory::Basis| {
                let kind = if basis.kind == BasisKind::Law { words::LAW } else { words::POLICY };
                format!("{}：{} {} {}", lang.of(kind), basis.name, basis.plan, basis.plan_number)
                    .trim()
                    .to_owned()
            };
            draft.bases.iter().map(line).collect()
        }),
        lines(words::DATA_ITEMS, &|draft| {
            draft.data_items.iter().map(|data| format!("{} {}", data.code, data.name)).collect()
        }),
        lines(words::UNITS, &|draft| draft.units.iter().map(|one| unit(*one)).collect()),
        lines(words::FROM, &|draft| vec![draft.in_force_from.map(|day| lang.day(day)).unwrap_or_default()]),
        lines(words::MUST_SIGN, &|draft| {
            vec![lang.of(if draft.must_sign { words::YES } else { words::NO }).to_owned()]
        }),
        lines(words::DOCUMENT, &|draft| vec![draft.approved_by_document.clone()]),
        lines(words::DECIDED_ON, &|draft| {
            vec![draft.approved_on.map(|day| lang.day(day)).unwrap_or_default()]
        }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changed_is_a_difference() {
        let before = ItemDraft { name: "補助".into(), purpose: "核算".into(), ..ItemDraft::default() };
        let after = ItemDraft { purpose: "核算補助".into(), ..before.clone() };
        let changed: Vec<Label> = places(Lang::ZhTw, &before, &after, &|unit| unit.to_string())
            .into_iter()
            .filter(|place| place.before != place.after)
            .map(|place| place.label)
            .collect();
        assert_eq!(changed, [words::PURPOSE]);
    }

    #[test]
    fn a_unit_added_is_told_by_its_name() {
        let (one, other) = (UnitId(uuid::Uuid::from_u128(1)), UnitId(uuid::Uuid::from_u128(2)));
        let before = ItemDraft { units: vec![one], ..ItemDraft::default() };
        let after = ItemDraft { units: vec![one, other], ..ItemDraft::default() };
        let name = |unit: UnitId| if unit == one { "社會處" } else { "勞工處" }.to_owned();
        let units = places(Lang::ZhTw, &before, &after, &name);
        let units = units.iter().find(|place| place.label == words::UNITS);
        assert_eq!(
            units.map(|place| place.after.clone()),
            Some(vec!["社會處".to_owned(), "勞工處".to_owned()])
        );
    }
}
