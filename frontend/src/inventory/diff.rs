//! What changed between two versions of an item, place by place, marked in words as well as in colour.

use shared::inventory::{BasisKind, ItemDraft};
use yew::prelude::*;

use super::words;
use crate::{
    i18n::{Label, Lang},
    state::load::use_app,
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
    let places: Vec<Place> =
        places(lang, &before, &props.after).into_iter().filter(|place| place.before != place.after).collect();
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

fn places(lang: Lang, before: &ItemDraft, after: &ItemDraft) -> Vec<Place> {
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
        lines(words::UNITS, &|draft| vec![draft.units.len().to_string()]),
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
        let changed: Vec<Label> = places(Lang::ZhTw, &before, &after)
            .into_iter()
            .filter(|place| place.before != place.after)
            .map(|place| place.label)
            .collect();
        assert_eq!(changed, [words::PURPOSE]);
    }
}
