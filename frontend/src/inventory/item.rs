//! One item: its row, its versions side by side, its repeal.

use shared::{
    api::v1::{ItemVersion, ItemView, RepealImpact},
    field::{FieldKind, RocDate, tidy},
    id::ItemId,
    inventory::{ItemAction, Repeal},
    violation::Violation,
};
use yew::prelude::*;

use super::{diff::Diff, edit::Editor, state, words};
use crate::{
    component::{Button, Chip, DateField, Dialog, Failed, Look, Notice, Says, TextField, Tone, Waiting},
    inquiry::Rows,
    platform::{
        self,
        fetch::{self, Fault},
    },
    state::load::{announce, complain, use_app, use_load},
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
                    <Chip text={lang.of(word)} {tone} />
                    if is_manager && item.repeal.is_none() {
                        <Button id="revise" look={Look::Primary} text={lang.of(words::REVISE)} onclick={let is_editing = is_editing.clone(); move |()| is_editing.set(true)} />
                        <Button id="repeal" look={Look::Danger} text={lang.of(words::REPEAL)} onclick={let is_repealing = is_repealing.clone(); move |()| is_repealing.set(true)} />
                    }
                </span>
            </div>
            if let Some(repeal) = &item.repeal {
                <Notice tone={Tone::Stop}><p>{ lang.fill(words::REPEALED_ON, &[&lang.day(repeal.on), &repeal.reason]) }</p></Notice>
            }
            <div class="two">
                <section class="sect">
                    <dl class="facts facts--wide">
                        <dt>{ lang.of(words::PURPOSE) }</dt><dd>{ &item.draft.purpose }</dd>
                        <dt>{ lang.of(words::BASES) }</dt>
                        <dd>{ for item.draft.bases.iter().map(|basis| html! { <div>{ &basis.name }{ " " }{ &basis.plan }</div> }) }</dd>
                        <dt>{ lang.of(words::DATA_ITEMS) }</dt>
                        <dd>{ for item.draft.data_items.iter().map(|data| html! { <div><code>{ &data.code }</code>{ "　" }{ lang.name(&data.name, &data.name_en) }</div> }) }</dd>
                        <dt>{ lang.of(words::FROM) }</dt><dd>{ item.draft.in_force_from.map(|day| lang.long_day(day)).unwrap_or_default() }</dd>
                        <dt>{ lang.of(words::MUST_SIGN) }</dt><dd>{ lang.of(if item.draft.must_sign { words::YES } else { words::NO }) }</dd>
                        <dt>{ lang.of(words::DOCUMENT) }</dt><dd>{ &item.draft.approved_by_document }</dd>
                        <dt>{ lang.of(words::UNITS) }</dt><dd><UnitNames units={item.draft.units.clone()} /></dd>
                    </dl>
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
struct RepealProps {
    item: ItemView,
    onclose: Callback<()>,
    onsaved: Callback<()>,
}

#[component]
fn RepealDialog(props: &RepealProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let impact = use_load::<RepealImpact>(&format!("/items/{}/impact", props.item.id));
    let day = use_state(String::new);
    let reason = use_state(String::new);
    let report = use_state(Vec::<Violation>::new);
    let save = {
        let (app, day, reason, report, onsaved) =
            (app.clone(), day.clone(), reason.clone(), report.clone(), props.onsaved.clone());
        let (id, revision) = (props.item.id, props.item.revision);
        Callback::from(move |()| {
            let Ok(on) = RocDate::parse(&tidy(FieldKind::RocDate, &day)) else {
                return app.dispatch(crate::state::shell::Act::Warn(
                    lang.of(crate::i18n::words::DATE_HINT).to_owned(),
                ));
            };
            let action = ItemAction::Repeal(Repeal { on: on.date(), reason: (*reason).clone() });
            let (app, report, onsaved) = (app.clone(), report.clone(), onsaved.clone());
            platform::spawn(async move {
                match fetch::change::<_, ItemView>(
                    "POST",
                    &format!("/items/{id}/actions"),
                    Some(revision),
                    &action,
                )
                .await
                {
                    Ok(_) => {
                        announce(&app, words::DONE_REPEAL);
                        onsaved.emit(());
                    }
                    Err(fault) => {
                        if let Fault::Problem(problem) = &fault {
                            report.set(problem.violations.clone());
                        }
                        complain(&app, &fault);
                    }
                }
            });
        })
    };
    html! {
        <Dialog title={lang.of(words::REPEAL)} onclose={props.onclose.clone()}
            foot={html! { <Button id="repeal-save" look={Look::Danger} text={lang.of(words::REPEAL)} onclick={save} /> }}>
            if let Some(impact) = &impact.state.here {
                <Notice tone={Tone::Warn} title={lang.of(words::IMPACT)}>
                    <p>{ lang.fill(words::IMPACT_COUNTS, &[&impact.drafts, &impact.open_inquiries]) }</p>
                    if !impact.accounts.is_empty() { <p>{ lang.of(words::IMPACT_ACCOUNTS) }{ "：" }{ impact.accounts.join("、") }</p> }
                </Notice>
            }
            <Says id="repeal-says" violations={(*report).clone()} />
            <DateField id="repeal-day" label={words::REPEAL_ON} value={(*day).clone()} oninput={let day = day.clone(); move |text| day.set(text)} />
            <TextField id="repeal-reason" label={words::REPEAL_REASON} value={(*reason).clone()} oninput={let reason = reason.clone(); move |text| reason.set(text)} />
        </Dialog>
    }
}
