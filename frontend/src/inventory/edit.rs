//! The editor of a row of 附表一, judged by point 2 while it is typed.

use shared::{
    api::v1::{AgencyView, ItemView, NewItem},
    field::{FieldKind, RocDate, tidy},
    id::ItemId,
    inventory::{Basis, BasisKind, DataItem, ItemAction, ItemDraft},
    regulation::point_02,
    violation::{Report, Violation},
};
use yew::prelude::*;

use super::words;
use crate::{
    component::{Button, Check, Checks, DateField, Look, Notice, Select, TextField, Tone},
    i18n::words as common,
    inquiry::Rows,
    platform::{
        self,
        fetch::{self, Fault},
        locate, random,
    },
    route::Route,
    state::{
        load::{announce, complain_of_saving, use_app, use_load},
        shell::Act,
    },
};

/// A fresh item.
#[component]
pub fn NewItemPage() -> Html {
    let app = use_app();
    let go = {
        let app = app.clone();
        Callback::from(move |route: Route| {
            locate::push(&route.path());
            app.dispatch(Act::Go(route));
        })
    };
    html! { <Editor item={None::<ItemView>} onsaved={go.reform(Route::Item)} onstop={go.reform(|()| Route::Items)} /> }
}

/// What is edited.
#[derive(Properties, PartialEq)]
pub struct EditorProps {
    /// The item as it stands; none for a fresh one.
    pub item: Option<ItemView>,
    /// It was saved.
    pub onsaved: Callback<ItemId>,
    /// Not now.
    pub onstop: Callback<()>,
}

/// Draws the editor.
#[component]
pub fn Editor(props: &EditorProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let draft = {
        // A revision goes on from what was planned last, so that no plan is lost by correcting today's row.
        let first = props.item.as_ref().map(latest).unwrap_or_else(blank);
        use_state(move || first)
    };
    let from = {
        let day = props.item.as_ref().and_then(|item| latest(item).in_force_from);
        use_state(move || day.map(|day| lang.day(day)).unwrap_or_default())
    };
    let decided = {
        let day = props.item.as_ref().and_then(|item| latest(item).approved_on);
        use_state(move || day.map(|day| lang.day(day)).unwrap_or_default())
    };
    let has_tried = use_state(|| false);
    let served = use_state(Vec::<Violation>::new);
    let revision = use_state(|| props.item.as_ref().map_or(0, |item| item.revision));
    let is_busy = use_state(|| false);
    let agencies = use_load::<Rows<AgencyView>>("/agencies?limit=500");

    let whole = ItemDraft {
        in_force_from: RocDate::parse(&tidy(FieldKind::RocDate, &from)).ok().map(|day| day.date()),
        approved_on: RocDate::parse(&tidy(FieldKind::RocDate, &decided)).ok().map(|day| day.date()),
        ..(*draft).clone()
    };
    let report: Report = point_02::check_item(&whole, app.edition());
    let says = |path: &str| -> Vec<Violation> {
        let own = report.at(path).filter(|_| *has_tried);
        own.chain(served.iter().filter(|violation| violation.path == path)).cloned().collect()
    };
    let change = {
        let (draft, served) = (draft.clone(), served.clone());
        Callback::from(move |edit: Box<dyn FnOnce(&mut ItemDraft)>| {
            let mut next = (*draft).clone();
            edit(&mut next);
            served.set(Vec::new());
            draft.set(next);
        })
    };
    let text = |set: fn(&mut ItemDraft, String)| {
        change.reform(move |text: String| {
            Box::new(move |draft: &mut ItemDraft| set(draft, text)) as Box<dyn FnOnce(&mut ItemDraft)>
        })
    };
    let save = {
        let (app, whole, has_tried, served, is_busy) =
            (app.clone(), whole.clone(), has_tried.clone(), served.clone(), is_busy.clone());
        let (item, onsaved, is_good) = (props.item.clone(), props.onsaved.clone(), report.is_accepted());
        let revision = revision.clone();
        Callback::from(move |()| {
            has_tried.set(true);
            if !is_good {
                return;
            }
            is_busy.set(true);
            let (app, whole, served, is_busy, item, onsaved) =
                (app.clone(), whole.clone(), served.clone(), is_busy.clone(), item.clone(), onsaved.clone());
            let revision = revision.clone();
            platform::spawn(async move {
                let answer = match &item {
                    Some(item) => {
                        let action = ItemAction::Revise { draft: whole };
                        fetch::change::<_, ItemView>(
                            "POST",
                            &format!("/items/{}/actions", item.id),
                            Some(*revision),
                            &action,
                        )
                        .await
                    }
                    None => match random::id() {
                        Ok(id) => {
                            fetch::change::<_, ItemView>(
                                "POST",
                                "/items",
                                None,
                                &NewItem { id: id.into(), draft: whole },
                            )
                            .await
                        }
                        Err(_) => return,
                    },
                };
                is_busy.set(false);
                match answer {
                    Ok(item) => {
                        announce(&app, words::SAVED);
                        onsaved.emit(item.id);
                    }
                    Err(fault) => {
                        if let Fault::Problem(problem) = &fault {
                            served.set(problem.violations.clone());
                        }
                        if let Some(now) = complain_of_saving(&app, &fault) {
                            revision.set(now);
                        }
                    }
                }
            });
        })
    };
    let units: Vec<(AttrValue, AttrValue, AttrValue)> = agencies
        .state
        .here
        .iter()
        .flat_map(|rows| rows.rows().iter())
        .map(|agency| {
            (
                agency.id.to_string().into(),
                lang.name(&agency.draft.name, &agency.draft.name_en).into(),
                agency.draft.code.clone().into(),
            )
        })
        .collect();
    let tick = change.reform(|(unit, is_on): (String, bool)| {
        Box::new(move |draft: &mut ItemDraft| {
            let Ok(unit) = unit.parse() else { return };
            draft.units.retain(|kept| *kept != unit);
            if is_on {
                draft.units.push(unit);
            }
        }) as Box<dyn FnOnce(&mut ItemDraft)>
    });
    let title = if props.item.is_some() { words::REVISE } else { words::NEW };
    let rest: Vec<&Violation> =
        report.violations.iter().filter(|violation| *has_tried && violation.path.is_empty()).collect();
    html! {
        <div class="page">
            <h1 id="page-title" tabindex="-1">{ lang.of(title) }</h1>
            if !rest.is_empty() {
                <Notice tone={Tone::Stop}><ul>{ for rest.iter().map(|violation| html! { <li>{ lang.pick(&violation.message) }</li> }) }</ul></Notice>
            }
            <div class="stack measure">
                <TextField id="number" label={words::NUMBER} value={draft.number.clone()} oninput={text(|d, t| d.number = t)} says={says("number")} is_short={true} />
                <TextField id="name" label={words::NAME} value={draft.name.clone()} oninput={text(|d, t| d.name = t)} says={says("name")} />
                <TextField id="name_en" label={words::NAME_EN} value={draft.name_en.clone()} oninput={text(|d, t| d.name_en = t)} says={says("name_en")} is_optional={true} />
                <TextField id="purpose" label={words::PURPOSE} value={draft.purpose.clone()} oninput={text(|d, t| d.purpose = t)} says={says("purpose")} is_long={true} />
                <Bases bases={draft.bases.clone()} says={all_under(&report, "bases", *has_tried)} onchange={change.reform(|bases: Vec<Basis>| Box::new(move |d: &mut ItemDraft| d.bases = bases) as Box<dyn FnOnce(&mut ItemDraft)>)} />
                <DataItems items={draft.data_items.clone()} says={all_under(&report, "data_items", *has_tried)} onchange={change.reform(|items: Vec<DataItem>| Box::new(move |d: &mut ItemDraft| d.data_items = items) as Box<dyn FnOnce(&mut ItemDraft)>)} />
                <Checks id="units" label={words::UNITS} hint={words::UNITS_HINT} options={units} chosen={draft.units.iter().map(ToString::to_string).collect::<Vec<_>>()} onchange={tick} says={says("units")} />
                <DateField id="in_force_from" label={words::FROM} value={(*from).clone()} oninput={let from = from.clone(); move |text| from.set(text)} says={says("in_force_from")} />
                <TextField id="approved_by_document" label={words::DOCUMENT} value={draft.approved_by_document.clone()} oninput={text(|d, t| d.approved_by_document = t)} says={says("approved_by_document")} />
                <DateField id="approved_on" label={words::DECIDED_ON} value={(*decided).clone()} oninput={let decided = decided.clone(); move |text| decided.set(text)} says={says("approved_on")} />
                <Check text={lang.of(words::MUST_SIGN)} is_on={draft.must_sign} onchange={change.reform(|is_on: bool| Box::new(move |d: &mut ItemDraft| d.must_sign = is_on) as Box<dyn FnOnce(&mut ItemDraft)>)} />
            </div>
            <div class="actions">
                <Button id="save" look={Look::Primary} text={lang.of(common::SAVE)} onclick={save} is_busy={*is_busy} />
                <Button text={lang.of(common::CANCEL)} onclick={props.onstop.clone()} />
            </div>
        </div>
    }
}

/// The row that was entered last, planned or in force.
fn latest(item: &ItemView) -> ItemDraft {
    item.coming.last().map_or_else(|| item.draft.clone(), |version| version.draft.clone())
}

/// A fresh row starts with one basis and one data item to fill in.
fn blank() -> ItemDraft {
    ItemDraft { bases: vec![Basis::default()], data_items: vec![DataItem::default()], ..ItemDraft::default() }
}

fn all_under(report: &Report, path: &str, is_on: bool) -> Vec<Violation> {
    report.violations.iter().filter(|violation| is_on && violation.path.starts_with(path)).cloned().collect()
}

#[derive(Properties, PartialEq)]
struct BasesProps {
    bases: Vec<Basis>,
    says: Vec<Violation>,
    onchange: Callback<Vec<Basis>>,
}

#[component]
fn Bases(props: &BasesProps) -> Html {
    let lang = use_app().lang;
    let edit = |at: usize, change: fn(&mut Basis, String)| {
        let (bases, onchange) = (props.bases.clone(), props.onchange.clone());
        Callback::from(move |text: String| {
            let mut bases = bases.clone();
            if let Some(basis) = bases.get_mut(at) {
                change(basis, text);
            }
            onchange.emit(bases);
        })
    };
    let add = {
        let (bases, onchange) = (props.bases.clone(), props.onchange.clone());
        Callback::from(move |()| onchange.emit([bases.clone(), vec![Basis::default()]].concat()))
    };
    let kinds: Vec<(AttrValue, AttrValue)> =
        vec![("law".into(), lang.of(words::LAW).into()), ("policy".into(), lang.of(words::POLICY).into())];
    let line = |(at, basis): (usize, &Basis)| {
        let remove = {
            let (bases, onchange) = (props.bases.clone(), props.onchange.clone());
            Callback::from(move |()| onchange.emit(without(&bases, at)))
        };
        let kind = if basis.kind == BasisKind::Law { "law" } else { "policy" };
        html! {
            <div class="card card--sunk" key={at}>
                <Select id={format!("basis-{at}-kind")} label={words::BASIS_KIND} options={kinds.clone()} value={kind}
                    onchange={edit(at, |basis, text| basis.kind = if text == "law" { BasisKind::Law } else { BasisKind::Policy })} />
                <TextField id={format!("basis-{at}-name")} label={words::BASIS_NAME} value={basis.name.clone()} oninput={edit(at, |basis, text| basis.name = text)} />
                if basis.kind == BasisKind::Policy {
                    <TextField id={format!("basis-{at}-plan")} label={words::PLAN} value={basis.plan.clone()} oninput={edit(at, |basis, text| basis.plan = text)} />
                    <TextField id={format!("basis-{at}-plan-number")} label={words::PLAN_NUMBER} value={basis.plan_number.clone()} oninput={edit(at, |basis, text| basis.plan_number = text)} />
                }
                if props.bases.len() > 1 { <div><Button look={Look::Plain} text={lang.of(common::REMOVE)} onclick={remove} /></div> }
            </div>
        }
    };
    html! {
        <fieldset class="field stack stack--tight">
            <legend class="field__label">{ lang.of(words::BASES) }</legend>
            { for props.bases.iter().enumerate().map(line) }
            <div><Button look={Look::Small} text={lang.of(words::ADD_BASIS)} onclick={add} /></div>
            <crate::component::Says id="bases-says" violations={props.says.clone()} />
        </fieldset>
    }
}

#[derive(Properties, PartialEq)]
struct DataItemsProps {
    items: Vec<DataItem>,
    says: Vec<Violation>,
    onchange: Callback<Vec<DataItem>>,
}

#[component]
fn DataItems(props: &DataItemsProps) -> Html {
    let lang = use_app().lang;
    let edit = |at: usize, change: fn(&mut DataItem, String)| {
        let (items, onchange) = (props.items.clone(), props.onchange.clone());
        Callback::from(move |text: String| {
            let mut items = items.clone();
            if let Some(item) = items.get_mut(at) {
                change(item, text);
            }
            onchange.emit(items);
        })
    };
    let add = {
        let (items, onchange) = (props.items.clone(), props.onchange.clone());
        Callback::from(move |()| onchange.emit([items.clone(), vec![DataItem::default()]].concat()))
    };
    let line = |(at, item): (usize, &DataItem)| {
        let remove = {
            let (items, onchange) = (props.items.clone(), props.onchange.clone());
            Callback::from(move |()| onchange.emit(without(&items, at)))
        };
        html! {
            <div class="row row--top" key={at}>
                <TextField id={format!("data-{at}-code")} label={words::DATA_CODE} value={item.code.clone()} oninput={edit(at, |item, text| item.code = text)} is_short={true} />
                <TextField class="grow" id={format!("data-{at}-name")} label={words::DATA_NAME} value={item.name.clone()} oninput={edit(at, |item, text| item.name = text)} />
                <TextField class="grow" id={format!("data-{at}-en")} label={words::NAME_EN} value={item.name_en.clone()} oninput={edit(at, |item, text| item.name_en = text)} is_optional={true} />
                if props.items.len() > 1 { <Button look={Look::Plain} text={lang.of(common::REMOVE)} onclick={remove} /> }
            </div>
        }
    };
    html! {
        <fieldset class="field stack stack--tight">
            <legend class="field__label">{ lang.of(words::DATA_ITEMS) }</legend>
            { for props.items.iter().enumerate().map(line) }
            <div><Button look={Look::Small} text={lang.of(words::ADD_DATA)} onclick={add} /></div>
            <crate::component::Says id="data-says" violations={props.says.clone()} />
        </fieldset>
    }
}

fn without<T: Clone>(rows: &[T], at: usize) -> Vec<T> {
    rows.iter().enumerate().filter(|(row, _)| *row != at).map(|(_, row)| row.clone()).collect()
}
