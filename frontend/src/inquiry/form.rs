//! 附表四 on screen: judged at each keystroke, kept at each pause, submitted whole.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use shared::{
    api::v1::ItemView,
    id::InquiryId,
    inquiry::InquiryDraft,
    sync::{FieldConflict, Local},
};
use yew::prelude::*;

use super::{
    conflict::ConflictDialog,
    identity, items,
    keep::{Keep, Saved},
    steps::{Hands, Part, Summary},
    subjects::Subjects,
    words,
};
use crate::{
    component::{Button, Checks, DateField, Dialog, Empty, Look, Select, TextField, Tone, Waiting},
    i18n::words as common,
    platform::{self, clock, events, focus, locate, random},
    route::Route,
    state::{
        editor::{Ctx, Edit, Editor},
        load::{announce, use_app},
        shell::Act,
    },
    sync::{Desk, use_desk},
};

const PAUSE: u32 = 700;
const TEXTS: [&str; 6] = ["reason", "case_number", "period_from", "period_to", "justification", "remark"];

/// Which form.
#[derive(Properties, PartialEq)]
pub struct FormPageProps {
    /// The draft; none for a new one.
    #[prop_or_default]
    pub id: Option<InquiryId>,
}

/// Finds the draft on the desk and opens the form with it.
#[component]
pub fn FormPage(props: &FormPageProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let desk = use_desk();
    let items = items::use_items();
    let fresh = use_memo((), |()| random::id().map(InquiryId::from).ok());
    let opened = use_state(|| None::<InquiryDraft>);
    let waited = use_state(|| false);
    let Some(id) = props.id.or(*fresh) else { return Html::default() };

    {
        let (opened, desk, is_new) = (opened.clone(), desk.clone(), props.id.is_none());
        use_effect_with((desk, app.news, app.waiting), move |(desk, ..)| {
            if opened.is_some() {
                return;
            }
            let Some(desk) = desk else { return };
            let found = desk.read(|client| match client.local(id.0) {
                Local::Open(draft) => Some(draft.clone()),
                _ => None,
            });
            match found {
                Some(draft) => opened.set(Some(draft)),
                None if is_new => opened.set(Some(InquiryDraft::default())),
                None => desk.poked(),
            }
        });
    }
    {
        let waited = waited.clone();
        use_effect_with((), move |()| {
            let timeout = Timeout::new(6_000, move || waited.set(true));
            move || drop(timeout)
        });
    }
    let (Some(desk), Some(items), Some(draft)) = (desk, items, (*opened).clone()) else {
        return html! {
            <div class="page">
                if *waited && opened.is_none() {
                    <Empty title={words::DRAFT_GONE} />
                } else { <Waiting /> }
            </div>
        };
    };
    let Some(session) = app.session() else { return Html::default() };
    if session.standing.grants.is_empty() {
        return html! { <div class="page"><h1 id="page-title" tabindex="-1">{ lang.of(words::NEW_TITLE) }</h1><Empty title={words::NO_ITEMS} next={words::NO_ITEMS_NEXT} /></div> };
    }
    html! { <Form key={id.to_string()} {id} {draft} {desk} {items} is_new={props.id.is_none()} /> }
}

#[derive(Properties, PartialEq)]
struct FormProps {
    id: InquiryId,
    draft: InquiryDraft,
    desk: Desk,
    items: Rc<Vec<ItemView>>,
    is_new: bool,
}

#[component]
fn Form(props: &FormProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let id = props.id;
    let session = app.session().cloned();
    let key_to = app.caps.as_ref().and_then(|caps| identity::key_of(&caps.seal_to));
    let ctx = {
        let chosen = props.draft.item.clone();
        let facts =
            session.as_ref().map(|session| items::facts(session, &props.items, &chosen)).unwrap_or_default();
        let on = app.caps.as_ref().map_or_else(clock::today, |caps| caps.today);
        Ctx { on, edition: app.edition(), facts }
    };
    let editor = {
        let draft = props.draft.clone();
        use_reducer(move || Editor::new(draft, ctx))
    };
    let base = use_mut_ref(|| props.draft.clone());
    let saved_changes = use_mut_ref(|| 0_u32);
    let latest = use_mut_ref(|| 0_u32);
    *latest.borrow_mut() = editor.changes;
    let is_saving = use_memo((), |()| std::cell::Cell::new(false));
    let saved = use_state(|| Saved::Fresh);
    let conflict = use_state(|| None::<Vec<FieldConflict>>);
    let is_discarding = use_state(|| false);
    let is_submitting = use_state(|| false);
    let has_tried = use_state(|| false);

    let keep = Keep {
        desk: props.desk.clone(),
        id,
        editor: editor.clone(),
        base: base.clone(),
        saved_changes: saved_changes.clone(),
        latest: latest.clone(),
        is_saving: is_saving.clone(),
        saved: saved.clone(),
        conflict: conflict.clone(),
        key_to,
        app: app.clone(),
    };
    {
        let (keep, is_new) = (keep.clone(), props.is_new);
        use_effect_with((editor.changes, editor.is_sealing), move |(changes, is_sealing)| {
            let timeout = (*changes > 0 && !*is_sealing).then(|| {
                keep.saved.set(Saved::Dirty);
                Timeout::new(PAUSE, move || {
                    if is_new {
                        locate::replace(&Route::Edit(id).path());
                    }
                    platform::spawn(async move {
                        keep.run().await;
                    });
                })
            });
            move || drop(timeout)
        });
    }
    {
        // The server or another window moved: what was not touched here follows, the rest is merged at the next save.
        let keep = keep.clone();
        use_effect_with((app.news, app.waiting), move |_| keep.follow());
    }
    {
        let is_dirty = matches!(*saved, Saved::Dirty | Saved::Busy | Saved::Withheld);
        use_effect_with(is_dirty, |is_dirty| {
            let is_dirty = *is_dirty;
            let listener = events::on_leave(move || is_dirty);
            move || drop(listener)
        });
    }
    use_effect_with((), |()| identity::forget);
    // The measuring tools read the time from a keystroke to its verdict on the screen.
    use_effect_with(editor.changes, |_| clock::mark("verdict"));
    {
        let editor = editor.clone();
        use_effect_with(app.caps.clone(), move |caps| {
            if let Some(caps) = caps {
                let facts = editor.ctx().facts.clone();
                editor.dispatch(Edit::Judge(Ctx { on: caps.today, edition: caps.edition, facts }));
            }
        });
    }

    let submit = {
        let (keep, is_submitting, has_tried) = (keep.clone(), is_submitting.clone(), has_tried.clone());
        Callback::from(move |()| {
            keep.editor.dispatch(Edit::ShowAll);
            has_tried.set(true);
            if keep.editor.refusals() > 0 {
                platform::spawn(async {
                    clock::pause(50).await;
                    focus::on_id("form-errors");
                });
                return;
            }
            is_submitting.set(true);
            let (keep, is_submitting) = (keep.clone(), is_submitting.clone());
            platform::spawn(async move {
                keep.submit().await;
                is_submitting.set(false);
            });
        })
    };
    let ask_discard = |is_on: bool| {
        let is_discarding = is_discarding.clone();
        Callback::from(move |()| is_discarding.set(is_on))
    };
    let discard = {
        let keep = keep.clone();
        Callback::from(move |()| {
            let keep = keep.clone();
            platform::spawn(async move {
                let id = keep.id.0;
                let _ = keep.desk.change(move |client| client.withdraw(id)).await;
                keep.desk.tell();
                keep.desk.wake();
                announce(&keep.app, words::DISCARDED);
                locate::push(&Route::Work.path());
                keep.app.dispatch(Act::Go(Route::Work));
            });
        })
    };

    let hands = use_memo((), |()| Hands::new(editor.dispatcher(), &TEXTS));
    let (text, leave) = (|path: &str| hands.text(path), |path: &str| hands.leave(path));

    let granted =
        |item: &&ItemView| session.as_ref().is_some_and(|session| session.standing.grant(item.id).is_some());
    let item_options: Vec<(AttrValue, AttrValue)> = props
        .items
        .iter()
        .filter(granted)
        .filter(|item| item.repeal.is_none() || item.id.to_string() == editor.draft.item)
        .map(|item| {
            let name = lang.name(&item.draft.name, &item.draft.name_en);
            (item.id.to_string().into(), format!("{}　{name}", item.draft.number).into())
        })
        .collect();
    let choose = {
        let editor = editor.dispatcher();
        use_callback((session.clone(), props.items.clone()), move |chosen: String, (session, items)| {
            let facts =
                session.as_ref().map(|session| items::facts(session, items, &chosen)).unwrap_or_default();
            editor.dispatch(Edit::Item(chosen, facts));
        })
    };
    items::use_usual(&editor);
    let item = props.items.iter().find(|item| item.id.to_string() == editor.draft.item);
    let data_options: Vec<(AttrValue, AttrValue, AttrValue)> = item
        .map(|item| {
            let held = session.as_ref().and_then(|session| session.standing.grant(item.id));
            let is_held =
                |code: &str| held.is_some_and(|grant| grant.data_items.iter().any(|held| held == code));
            item.draft
                .data_items
                .iter()
                .filter(|data| is_held(&data.code))
                .map(|data| {
                    (
                        data.code.clone().into(),
                        lang.name(&data.name, &data.name_en).into(),
                        AttrValue::default(),
                    )
                })
                .collect()
        })
        .unwrap_or_default();
    let refusals = editor.refusals();
    let draft = &editor.draft;
    let says = |path: &str| editor.says(path);
    let state = match &*saved {
        Saved::Fresh if *draft == InquiryDraft::default() => lang.of(words::FRESH).to_owned(),
        Saved::Fresh => lang.of(words::LOADED).to_owned(),
        Saved::Dirty => lang.of(words::UNSAVED).to_owned(),
        Saved::Busy => lang.of(common::SAVING).to_owned(),
        Saved::At(at) => {
            let is_sent = props.desk.read(|client| client.entries(id.0).next().is_none());
            lang.fill(if is_sent { common::SAVED_SERVER } else { common::SAVED_HERE }, &[at])
        }
        Saved::Withheld => lang.of(words::NOT_SAVED_IDENTITY).to_owned(),
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::NEW_TITLE) }</h1><p>{ lang.of(words::NEW_LEAD) }</p></div>
                <span class="page__mark">{ app.edition().form_number(shared::regulation::Form::InquiryRegister).unwrap_or_default() }</span>
            </div>
            if *has_tried && refusals > 0 { <Summary violations={editor.all()} /> }
            <div>
                <Part no="一" title={lang.of(words::STEP_ITEM)}>
                    <Select id="item" class="measure" label={words::ITEM} options={item_options} value={draft.item.clone()} onchange={choose} says={says("item")}
                        blank={draft.item.is_empty().then(|| AttrValue::from(lang.of(words::ITEM_BLANK)))} />
                    if let Some(item) = item {
                        <dl class="facts">
                            <dt>{ lang.of(words::PURPOSE) }</dt><dd>{ &item.draft.purpose }</dd>
                            <dt>{ lang.of(words::BASIS) }</dt>
                            <dd>{ item.draft.bases.iter().map(|basis| basis.name.as_str()).collect::<Vec<_>>().join("；") }</dd>
                        </dl>
                        <Checks id="data_items" label={words::DATA_ITEMS} hint={words::DATA_ITEMS_HINT} options={data_options}
                            chosen={draft.data_items.clone()} onchange={hands.tick.clone()} says={says("data_items")} />
                    }
                </Part>
                <Part no="二" title={lang.of(words::STEP_SUBJECTS)}>
                    <Subjects editor={editor.clone()} {key_to} />
                </Part>
                <Part no="三" title={lang.of(words::STEP_REASON)}>
                    <TextField id="case_number" label={words::CASE_NUMBER} hint={words::CASE_HINT} value={draft.case_number.clone()} oninput={text("case_number")}
                        onleave={leave("case_number")} oncompose={hands.compose.clone()} says={says("case_number")} kind={shared::field::FieldKind::CaseNumber} class="measure" />
                    <TextField id="reason" label={words::REASON} hint={words::REASON_HINT} value={draft.reason.clone()} oninput={text("reason")}
                        onleave={leave("reason")} oncompose={hands.compose.clone()} says={says("reason")} is_long={true} class="measure" />
                    <div class="row row--top">
                        <DateField id="period_from" label={words::PERIOD_FROM} value={draft.period_from.clone()} oninput={text("period_from")}
                            onleave={leave("period_from")} says={says("period_from")} is_month={true} />
                        <DateField id="period_to" label={words::PERIOD_TO} value={draft.period_to.clone()} oninput={text("period_to")}
                            onleave={leave("period_to")} says={says("period_to")} is_month={true} />
                    </div>
                    <TextField id="justification" label={words::JUSTIFICATION} hint={words::JUSTIFICATION_HINT} value={draft.justification.clone()} oninput={text("justification")}
                        onleave={leave("justification")} oncompose={hands.compose.clone()} says={says("justification")} is_long={true} is_optional={true} class="measure" />
                    <TextField id="remark" label={words::REMARK} value={draft.remark.clone()} oninput={text("remark")}
                        onleave={leave("remark")} oncompose={hands.compose.clone()} says={says("remark")} is_optional={true} class="measure" />
                </Part>
                <Part no="四" title={lang.of(words::STEP_CHECK)}>
                    <p id="verdict" role="status">
                        if refusals == 0 {
                            <crate::component::Chip text={lang.of(words::CHECKS_GOOD)} tone={Tone::Done} />
                        } else {
                            <crate::component::Chip text={lang.fill(words::CHECKS_OPEN, &[&refusals])} tone={Tone::Warn} />
                        }
                    </p>
                    if !editor.report.deferred.is_empty() { <p class="faint">{ lang.of(common::DEFERRED) }{ "：" }{ deferred(lang, &editor.report) }</p> }
                </Part>
            </div>
            <div class="actions">
                <Button id="submit" look={Look::Primary} text={lang.of(if *is_submitting { words::SUBMITTING } else { words::SUBMIT })} onclick={submit} is_busy={*is_submitting} />
                <Button id="discard" text={lang.of(words::DISCARD)} onclick={ask_discard(true)} />
                <span class="actions__state" id="saved" role="status">{ state }</span>
            </div>
            if *is_discarding {
                <Dialog title={lang.of(words::DISCARD_SURE)} onclose={ask_discard(false)}
                    foot={html! { <Button id="discard-sure" look={Look::Danger} text={lang.of(words::DISCARD)} onclick={discard} /> }}>
                    <p>{ lang.of(words::DISCARD_WHAT) }</p>
                </Dialog>
            }
            if let Some(fields) = &*conflict {
                <ConflictDialog fields={fields.clone()} mine={draft.clone()} onchoose={keep.choose()} />
            }
        </div>
    }
}

/// The points whose checks wait for the server, each once.
fn deferred(lang: crate::i18n::Lang, report: &shared::violation::Report) -> String {
    let points: std::collections::BTreeSet<_> =
        report.deferred.iter().map(|deferred| deferred.citation).collect();
    points.into_iter().map(|citation| lang.citation(citation)).collect::<Vec<_>>().join("、")
}
