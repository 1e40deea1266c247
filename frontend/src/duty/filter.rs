//! What the list is narrowed to.

use shared::{
    api::v1::{AgencyView, PersonRow},
    duty::DutyKind,
    field::{FieldKind, RocDate, tidy},
};
use yew::prelude::*;

use super::words;
use crate::{
    component::{Button, Check, DateField, Select},
    i18n::words as common,
    inquiry::{Rows, encoded},
    platform::locate,
    state::load::{use_app, use_load},
};

/// The filters as they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// One's own.
    pub is_mine: bool,
    /// Past their strict day.
    pub is_late: bool,
    /// One kind.
    pub kind: String,
    /// One point.
    pub point: String,
    /// One unit.
    pub unit: String,
    /// One person.
    pub person: String,
    /// Due until this day, as typed.
    pub until: String,
    /// The page.
    pub cursor: String,
}

impl Filter {
    /// What the address asks for: letters and tiles lead here with a filter set.
    #[must_use]
    pub fn of_address(is_mine: bool) -> Self {
        let here = locate::here();
        let query = here.split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default();
        let has = |flag: &str| query.split('&').any(|pair| pair == flag);
        let kind = query.split('&').find_map(|pair| pair.strip_prefix("kind="));
        Self {
            is_mine: is_mine || has("mine=true"),
            is_late: has("late=true"),
            kind: kind.and_then(DutyKind::of).map(|kind| kind.name().to_owned()).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// The query without the page, for the list and the export alike.
    #[must_use]
    pub fn query(&self) -> String {
        let until = RocDate::parse(&tidy(FieldKind::RocDate, &self.until)).ok();
        let flag = |is_on: bool| if is_on { "true".to_owned() } else { String::new() };
        let parts = [
            ("mine", flag(self.is_mine)),
            ("late", flag(self.is_late)),
            ("kind", self.kind.clone()),
            ("point", encoded(&self.point)),
            ("unit", self.unit.clone()),
            ("person", self.person.clone()),
            ("due_until", until.map(|day| day.date().to_string()).unwrap_or_default()),
        ];
        let set = parts.iter().filter(|(_, value)| !value.is_empty());
        set.map(|(name, value)| format!("&{name}={value}")).collect()
    }
}

/// The filters and what happens when one changes.
#[derive(Properties, PartialEq)]
pub struct ToolbarProps {
    /// As they stand.
    pub filter: Filter,
    /// They changed.
    pub onchange: Callback<Filter>,
    /// The person sees more than their own.
    pub is_wide: bool,
}

/// Draws the filters.
#[component]
pub fn Toolbar(props: &ToolbarProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let session = app.session();
    let is_manager = session.is_some_and(|session| session.standing.is_manager);
    let units = session.map(|session| session.approves_for.clone()).unwrap_or_default();
    let people = use_load::<Vec<PersonRow>>(if props.is_wide { "/people" } else { "" });
    let agencies = use_load::<Rows<AgencyView>>(if props.is_wide { "/agencies?limit=500" } else { "" });
    let set = |change: fn(&mut Filter, String)| {
        let (filter, onchange) = (props.filter.clone(), props.onchange.clone());
        Callback::from(move |text: String| {
            let mut next = Filter { cursor: String::new(), ..filter.clone() };
            change(&mut next, text);
            onchange.emit(next);
        })
    };
    let tick = |change: fn(&mut Filter, bool)| {
        let (filter, onchange) = (props.filter.clone(), props.onchange.clone());
        Callback::from(move |is_on: bool| {
            let mut next = Filter { cursor: String::new(), ..filter.clone() };
            change(&mut next, is_on);
            onchange.emit(next);
        })
    };
    let kinds: Vec<(AttrValue, AttrValue)> =
        DutyKind::ALL.iter().map(|kind| (kind.name().into(), lang.pick(&kind.words()).into())).collect();
    let mut points: Vec<_> = DutyKind::ALL.iter().map(|kind| kind.citation()).collect();
    points.sort_unstable();
    points.dedup();
    let points: Vec<(AttrValue, AttrValue)> =
        points.into_iter().map(|point| (point.to_string().into(), lang.citation(point).into())).collect();
    let unit_options: Vec<(AttrValue, AttrValue)> = agencies
        .state
        .here
        .iter()
        .flat_map(|rows| rows.rows().iter())
        .filter(|agency| is_manager || units.contains(&agency.id))
        .map(|agency| {
            (agency.id.to_string().into(), lang.name(&agency.draft.name, &agency.draft.name_en).into())
        })
        .collect();
    let person_options: Vec<(AttrValue, AttrValue)> = people
        .state
        .here
        .iter()
        .flat_map(|people| people.iter())
        .filter(|person| is_manager || units.contains(&person.unit))
        .map(|person| {
            (person.person.to_string().into(), format!("{}　{}", person.name, person.unit_name).into())
        })
        .collect();
    let clear = {
        let onchange = props.onchange.clone();
        Callback::from(move |()| onchange.emit(Filter::default()))
    };
    let (filter, any) = (&props.filter, lang.of(common::ANY));
    html! {
        <div class="toolbar" role="search">
            <Select id="f-kind" class="field--wide" label={words::WHAT} options={kinds} value={filter.kind.clone()} blank={any} onchange={set(|f, text| f.kind = text)} />
            <Select id="f-point" label={words::POINT} options={points} value={filter.point.clone()} blank={any} onchange={set(|f, text| f.point = text)} />
            if props.is_wide {
                <Select id="f-unit" label={words::UNIT} options={unit_options} value={filter.unit.clone()} blank={any} onchange={set(|f, text| f.unit = text)} />
                <Select id="f-person" label={words::WHO} options={person_options} value={filter.person.clone()} blank={any} onchange={set(|f, text| f.person = text)} />
            }
            <DateField id="f-until" label={words::DUE_UNTIL} value={filter.until.clone()} is_slim={true} oninput={set(|f, text| f.until = text)} />
            <Check text={lang.of(words::ONLY_LATE)} is_on={filter.is_late} onchange={tick(|f, is_on| f.is_late = is_on)} />
            if props.is_wide {
                <Check text={lang.of(words::ONLY_MINE)} is_on={filter.is_mine} onchange={tick(|f, is_on| f.is_mine = is_on)} />
                <span class="toolbar__end"><Button text={lang.of(common::CLEAR)} onclick={clear} /></span>
            }
        </div>
    }
}
