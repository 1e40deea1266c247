//! One item: its row, its versions side by side, its repeal.

use shared::{
    api::v1::{ItemUsage, ItemVersion, ItemView},
    id::ItemId,
};
use yew::prelude::*;

use super::{
    diff::Diff,
    edit::Editor,
    repeal::{Left, RepealDialog},
    state, words,
};
use crate::{
    component::{Button, Chip, Failed, Look, Notice, Says, Select, Tone, Waiting},
    inquiry::Rows,
    state::load::{use_app, use_load},
};

/// Which item.
#[derive(Properties, PartialEq)]
pub struct ItemPageProps {
    /// The item.
    pub id: ItemId,
}

/// The page.
#[component]
pub fn ItemPage(props: &ItemPageProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let id = props.id;
    let loaded = use_load::<ItemView>(&format!("/items/{id}"));
    let versions = use_load::<Rows<ItemVersion>>(&format!("/items/{id}/versions"));
    let is_editing = use_state(|| false);
    let is_repealing = use_state(|| false);
    let Some(item) = loaded.state.here.clone() else {
        return html! {
            <div class="page">
                if let Some(fault) = &loaded.state.fault { <Failed fault={fault.clone()} again={loaded.again.clone()} /> } else { <Waiting /> }
            </div>
        };
    };
    let is_manager = app.session().is_some_and(|session| session.standing.is_manager);
    let again = {
        let (one, all, is_editing, is_repealing) =
            (loaded.again.clone(), versions.again.clone(), is_editing.clone(), is_repealing.clone());
        Callback::from(move |()| {
            is_editing.set(false);
            is_repealing.set(false);
            one.emit(());
            all.emit(());
        })
    };
    if *is_editing {
        let stop = {
            let is_editing = is_editing.clone();
            Callback::from(move |()| is_editing.set(false))
        };
        return html! { <Editor item={Some((*item).clone())} onsaved={again.reform(|_| ())} onstop={stop} /> };
    }
    let (tone, word) = state(&app, &item);
    let mut known: Vec<ItemVersion> =
        versions.state.here.as_ref().map(|rows| rows.rows().to_vec()).unwrap_or_default();
    known.sort_by_key(|version| std::cmp::Reverse(version.revision));
    let version = |(at, version): (usize, &ItemVersion)| {
        let before = known.get(at + 1).map(|before| before.draft.clone());
        html! {
            <li key={version.revision.to_string()} class={(at == 0).then_some("is-end")}>
                <time>{ lang.fill(words::VERSION, &[&version.revision]) }</time>
                <div>
                    <p class="quiet">{ lang.fill(words::BY, &[&version.by_name, &lang.moment(version.at)]) }</p>
                    <p class="row">
                        if let Some(from) = version.takes_force_on { <span class="quiet">{ lang.fill(words::TAKES_FORCE, &[&lang.day(from)]) }</span> }
                        if version.is_in_force { <Chip text={lang.of(words::NOW)} tone={Tone::Go} /> }
                    </p>
                    <Diff {before} after={version.draft.clone()} />
                    if let Some(repeal) = &version.repeal { <p>{ lang.fill(words::REPEALED_ON, &[&lang.day(repeal.on), &repeal.reason]) }</p> }
                </div>
            </li>
        }
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div>
                    <p class="page__mark">{ lang.of(words::NUMBER) }{ " " }{ &item.draft.number }</p>
                    <h1 id="page-title" tabindex="-1">{ lang.name(&item.draft.name, &item.draft.name_en) }</h1>
                </div>
                <span class="row">
                    <crate::journal::ProofOf record={id.0} />
                    <Chip text={lang.of(word)} {tone} />
                    if is_manager && item.repeal.is_none() {
                        <Button id="revise" look={Look::Primary} text={lang.of(words::REVISE)} onclick={let is_editing = is_editing.clone(); move |()| is_editing.set(true)} />
                        <Button id="repeal" look={Look::Danger} text={lang.of(words::REPEAL)} onclick={let is_repealing = is_repealing.clone(); move |()| is_repealing.set(true)} />
                    }
                </span>
            </div>
            if let Some(repeal) = &item.repeal {
                <Notice tone={Tone::Stop}><p>{ lang.fill(words::REPEALED_ON, &[&lang.day(repeal.on), &repeal.reason]) }</p></Notice>
                if is_manager { <Left {id} /> }
            }
            { for item.coming.iter().map(|next| html! {
                <Notice key={next.revision.to_string()} tone={Tone::Wait} title={lang.fill(words::PLANNED, &[&next.takes_force_on.map(|day| lang.long_day(day)).unwrap_or_default()])}>
                    <Diff before={Some(item.draft.clone())} after={next.draft.clone()} />
                </Notice>
            }) }
            <div class="two">
                <section class="sect">
                    <dl class="facts facts--wide">
                        <dt>{ lang.of(words::PURPOSE) }</dt><dd>{ &item.draft.purpose }</dd>
                        <dt>{ lang.of(words::BASES) }</dt>
                        <dd>{ for item.draft.bases.iter().map(|basis| html! { <div>{ &basis.name }{ " " }{ &basis.plan }{ " " }{ &basis.plan_number }</div> }) }</dd>
                        <dt>{ lang.of(words::DATA_ITEMS) }</dt>
                        <dd>{ for item.draft.data_items.iter().map(|data| html! { <div><code>{ &data.code }</code>{ "　" }{ lang.name(&data.name, &data.name_en) }</div> }) }</dd>
                        <dt>{ lang.of(words::FROM) }</dt><dd>{ item.takes_force_on.map(|day| lang.long_day(day)).unwrap_or_default() }</dd>
                        <dt>{ lang.of(words::MUST_SIGN) }</dt><dd>{ lang.of(if item.draft.must_sign { words::YES } else { words::NO }) }</dd>
                        <dt>{ lang.of(words::DOCUMENT) }</dt><dd>{ &item.draft.approved_by_document }{ " " }{ item.draft.approved_on.map(|day| lang.day(day)).unwrap_or_default() }</dd>
                        <dt>{ lang.of(words::UNITS) }</dt><dd><UnitNames units={item.draft.units.clone()} /></dd>
                    </dl>
                    if is_manager { <Usage {id} /> }
                    if known.len() > 2 { <Compare versions={known.clone()} /> }
                </section>
                <aside class="card card--sunk"><h2>{ lang.of(words::HISTORY) }</h2><ol class="working working--wide">{ for known.iter().enumerate().map(version) }</ol></aside>
            </div>
            if *is_repealing {
                <RepealDialog item={(*item).clone()} onclose={let is_repealing = is_repealing.clone(); move |()| is_repealing.set(false)} onsaved={again} />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct UnitNamesProps {
    units: Vec<shared::id::UnitId>,
}

#[component]
fn UnitNames(props: &UnitNamesProps) -> Html {
    let lang = use_app().lang;
    let agencies = use_load::<Rows<shared::api::v1::AgencyView>>("/agencies?limit=500");
    let name = |unit: &shared::id::UnitId| {
        let found = agencies
            .state
            .here
            .as_ref()
            .and_then(|rows| rows.rows().iter().find(|agency| agency.id == *unit));
        found.map_or_else(String::new, |agency| lang.name(&agency.draft.name, &agency.draft.name_en))
    };
    html! { { props.units.iter().map(name).collect::<Vec<_>>().join("、") } }
}

#[derive(Properties, PartialEq)]
struct UsageProps {
    id: ItemId,
}

/// How often the data items are asked for, with advice on those nobody asks for (point 3).
#[component]
fn Usage(props: &UsageProps) -> Html {
    let lang = use_app().lang;
    let usage = use_load::<ItemUsage>(&format!("/items/{}/usage", props.id));
    let Some(usage) = usage.state.here.clone() else { return Html::default() };
    html! {
        <div class="stack stack--tight">
            <h2>{ lang.of(words::USAGE) }</h2>
            <dl class="facts facts--wide">
                { for usage.data_items.iter().map(|data| html! {
                    <>
                        <dt>{ lang.name(&data.name, &data.name_en) }</dt>
                        <dd>{ match &data.last_month {
                            Some(month) => lang.fill(words::USAGE_LINE, &[&data.asked, &lang.month(month)]),
                            None => lang.of(words::USAGE_NEVER).to_owned(),
                        } }</dd>
                    </>
                }) }
            </dl>
            <Says id="usage-says" violations={usage.report.violations.clone()} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct CompareProps {
    versions: Vec<ItemVersion>,
}

/// Any two versions side by side.
#[component]
fn Compare(props: &CompareProps) -> Html {
    let lang = use_app().lang;
    let first = props.versions.last().map(|version| version.revision).unwrap_or_default();
    let last = props.versions.first().map(|version| version.revision).unwrap_or_default();
    let (old, new) = (use_state(|| first.to_string()), use_state(|| last.to_string()));
    let options: Vec<(AttrValue, AttrValue)> = props
        .versions
        .iter()
        .map(|version| {
            (version.revision.to_string().into(), lang.fill(words::VERSION, &[&version.revision]).into())
        })
        .collect();
    let draft = |wanted: &str| {
        let found = props.versions.iter().find(|version| version.revision.to_string() == wanted);
        found.map(|version| version.draft.clone())
    };
    html! {
        <div class="stack stack--tight">
            <h2>{ lang.of(words::COMPARE) }</h2>
            <div class="row">
                <Select id="compare-old" label={words::COMPARE_OLD} options={options.clone()} value={(*old).clone()} onchange={let old = old.clone(); move |to| old.set(to)} />
                <Select id="compare-new" label={words::COMPARE_NEW} {options} value={(*new).clone()} onchange={let new = new.clone(); move |to| new.set(to)} />
            </div>
            if let Some(after) = draft(&new) { <Diff before={draft(&old)} {after} /> }
        </div>
    }
}
