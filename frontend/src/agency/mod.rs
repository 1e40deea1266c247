//! Agencies and units: the tree, and the manager's editor.

mod edit;
mod import;
pub mod words;

use std::collections::{BTreeMap, BTreeSet};

use shared::{agency::AgencyKind, api::v1::AgencyView, id::UnitId};
use yew::prelude::*;

use crate::{
    component::{Button, Cell, Chip, Column, Empty, Failed, Look, Row, Table, TextField, Tone, Waiting},
    i18n::{Lang, words as common},
    inquiry::{Exports, Rows},
    state::load::{use_app, use_load},
};
use edit::EditDialog;
use import::ImportDialog;

/// What is being edited.
#[derive(Debug, Clone, PartialEq)]
enum Editing {
    Nothing,
    Fresh,
    One(Box<AgencyView>),
}

/// The page.
#[component]
pub fn AgenciesPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let wanted = use_state(String::new);
    let editing = use_state(|| Editing::Nothing);
    let closed = use_state(BTreeSet::<UnitId>::new);
    let is_importing = use_state(|| false);
    let loaded = use_load::<Rows<AgencyView>>("/agencies?limit=500");
    let is_manager = app.session().is_some_and(|session| session.standing.is_manager);
    let all: Vec<AgencyView> =
        loaded.state.here.as_ref().map(|rows| rows.rows().to_vec()).unwrap_or_default();

    let mut columns = vec![
        Column::plain(lang.of(words::NAME)),
        Column::text(lang.of(words::KIND)),
        Column::text(lang.of(words::AGENCY_CODE)),
        Column::text(lang.of(words::OID)),
    ];
    if is_manager {
        columns.push(Column::plain(lang.of(common::EDIT)));
    }
    let has_children = |id: UnitId| all.iter().any(|agency| agency.draft.parent == Some(id));
    let row = |(agency, depth): &(AgencyView, usize)| {
        let name = lang.name(&agency.draft.name, &agency.draft.name_en);
        let indent = "　".repeat(*depth);
        let fold = fold(lang, &closed, agency.id, &name, has_children(agency.id));
        let is_agency = agency.draft.kind == AgencyKind::Agency;
        let (kind, tone) = if is_agency { (words::AGENCY, Tone::Go) } else { (words::UNIT, Tone::Plain) };
        let mut cells = vec![
            Cell::show(
                html! { <span class={if is_agency { "cell-main" } else { "" }}>{ indent }{ fold }{ &name }</span> },
                name.clone(),
            ),
            Cell::show(html! { <Chip text={lang.of(kind)} {tone} /> }, lang.of(kind)),
            Cell::show(html! { <code>{ &agency.draft.code }</code> }, agency.draft.code.clone()),
            Cell::show(html! { <code>{ &agency.draft.oid }</code> }, agency.draft.oid.clone()),
        ];
        if is_manager {
            let (editing, agency) = (editing.clone(), agency.clone());
            let onclick = Callback::from(move |()| editing.set(Editing::One(Box::new(agency.clone()))));
            let aria = format!("{} {name}", lang.of(common::EDIT));
            cells.push(Cell::show(
                html! { <Button look={Look::Small} text={lang.of(common::EDIT)} {aria} {onclick} /> },
                String::new(),
            ));
        }
        Row { key: agency.id.to_string(), name, cells }
    };
    let is_wanted = |(agency, _): &&(AgencyView, usize)| {
        let wanted = wanted.trim();
        wanted.is_empty()
            || agency.draft.name.contains(wanted)
            || agency.draft.code.contains(&wanted.to_ascii_uppercase())
    };
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(_), _) if all.is_empty() => html! { <Empty title={words::EMPTY} /> },
        (Some(_), _) => {
            // Whoever looks for something sees it, folded away or not.
            let is_open = |(agency, _): &&(AgencyView, usize)| {
                !wanted.trim().is_empty() || !is_under(&all, agency, &closed)
            };
            let rows = in_order(&all).iter().filter(is_wanted).filter(is_open).map(row).collect::<Vec<_>>();
            html! { <Table caption={lang.of(words::TITLE)} is_bare={true} {columns} {rows} /> }
        }
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    let stop = {
        let editing = editing.clone();
        Callback::from(move |()| editing.set(Editing::Nothing))
    };
    let saved = {
        let (editing, again) = (editing.clone(), loaded.again.clone());
        Callback::from(move |()| {
            editing.set(Editing::Nothing);
            again.emit(());
        })
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div>
                <span class="row">
                    <Exports noun="agencies" />
                    if is_manager { <Button id="import-agencies" text={lang.of(words::IMPORT)} onclick={let is_importing = is_importing.clone(); move |()| is_importing.set(true)} /> }
                    if is_manager { <Button id="new-agency" look={Look::Primary} text={lang.of(words::NEW)} onclick={let editing = editing.clone(); move |()| editing.set(Editing::Fresh)} /> }
                </span>
            </div>
            <div class="toolbar" role="search">
                <TextField id="f-find" class="field--wide" label={words::FIND} value={(*wanted).clone()} kind_attr="search" oninput={let wanted = wanted.clone(); move |text| wanted.set(text)} />
                <Button id="open-all" look={Look::Small} text={lang.of(words::OPEN_ALL)} onclick={let closed = closed.clone(); move |()| closed.set(BTreeSet::new())} />
                <Button id="close-all" look={Look::Small} text={lang.of(words::CLOSE_ALL)} onclick={let (closed, all) = (closed.clone(), all.clone()); move |()| closed.set(all.iter().filter(|agency| agency.draft.parent.is_some()).map(|agency| agency.id).collect())} />
            </div>
            { body }
            if *is_importing {
                <ImportDialog onclose={let is_importing = is_importing.clone(); move |()| is_importing.set(false)} onsaved={loaded.again.clone()} />
            }
            { match &*editing {
                Editing::Nothing => Html::default(),
                Editing::Fresh => html! { <EditDialog agency={None::<AgencyView>} all={all.clone()} onclose={stop} onsaved={saved} /> },
                Editing::One(agency) => html! { <EditDialog agency={Some((**agency).clone())} all={all.clone()} onclose={stop} onsaved={saved} /> },
            } }
        </div>
    }
}

/// The button that folds what stands below a node; a node with nothing below has none.
fn fold(
    lang: Lang,
    closed: &UseStateHandle<BTreeSet<UnitId>>,
    id: UnitId,
    name: &str,
    has_children: bool,
) -> Html {
    if !has_children {
        return Html::default();
    }
    let is_open = !closed.contains(&id);
    let label = if is_open { words::CLOSE_NODE } else { words::OPEN_NODE };
    let closed = closed.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        let mut next = (*closed).clone();
        if !next.remove(&id) {
            next.insert(id);
        }
        closed.set(next);
    });
    html! {
        <button type="button" class="btn btn--plain" {onclick} id={format!("fold-{id}")} aria-expanded={if is_open { "true" } else { "false" }} aria-label={lang.fill(label, &[&name])}>
            { if is_open { "▾" } else { "▸" } }
        </button>
    }
}

/// Whether a node above this one is folded.
fn is_under(all: &[AgencyView], agency: &AgencyView, closed: &BTreeSet<UnitId>) -> bool {
    let (mut at, mut seen) = (agency.draft.parent, BTreeSet::new());
    while let Some(parent) = at {
        if closed.contains(&parent) {
            return true;
        }
        if !seen.insert(parent) {
            return false;
        }
        at = all.iter().find(|node| node.id == parent).and_then(|node| node.draft.parent);
    }
    false
}

/// The tree as lines, each with its depth; a node whose parent is missing stands at the top.
fn in_order(all: &[AgencyView]) -> Vec<(AgencyView, usize)> {
    let known: std::collections::BTreeSet<UnitId> = all.iter().map(|agency| agency.id).collect();
    let mut below: BTreeMap<Option<UnitId>, Vec<&AgencyView>> = BTreeMap::new();
    for agency in all {
        let parent = agency.draft.parent.filter(|parent| known.contains(parent) && *parent != agency.id);
        below.entry(parent).or_default().push(agency);
    }
    for children in below.values_mut() {
        children.sort_by(|a, b| {
            (a.draft.kind == AgencyKind::Unit, &a.draft.code, a.id).cmp(&(
                b.draft.kind == AgencyKind::Unit,
                &b.draft.code,
                b.id,
            ))
        });
    }
    let mut lines = Vec::with_capacity(all.len());
    let mut stack: Vec<(&AgencyView, usize)> =
        below.get(&None).into_iter().flatten().rev().map(|agency| (*agency, 0)).collect();
    while let Some((agency, depth)) = stack.pop() {
        lines.push((agency.clone(), depth));
        stack
            .extend(below.get(&Some(agency.id)).into_iter().flatten().rev().map(|child| (*child, depth + 1)));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::agency::AgencyDraft;

    #[test]
    fn the_tree_reads_from_the_top_with_agencies_first() {
        let id = |n: u128| UnitId(uuid::Uuid::from_u128(n));
        let node = |n, parent: Option<u128>, kind, name: &str| AgencyView {
            id: id(n),
            revision: 1,
            draft: AgencyDraft { parent: parent.map(id), kind, name: name.into(), ..AgencyDraft::default() },
        };
        let all = [
            node(3, Some(1), AgencyKind::Unit, "社會處"),
            node(1, None, AgencyKind::Agency, "縣政府"),
            node(2, Some(1), AgencyKind::Agency, "衛生局"),
            node(4, Some(3), AgencyKind::Unit, "救助科"),
        ];
        let lines: Vec<(String, usize)> =
            in_order(&all).into_iter().map(|(agency, depth)| (agency.draft.name, depth)).collect();
        assert_eq!(
            lines,
            [("縣政府".into(), 0), ("衛生局".into(), 1), ("社會處".into(), 1), ("救助科".into(), 2)]
        );
    }
}
