//! What the Bureau is told: every change of contact, manager or head, until when, and whether the letter went out.

mod act;
pub mod words;

use shared::{
    api::v1::{NoticeView, Page},
    id::NoticeId,
    notice::{Holder, NoticeState, Post},
};
use yew::prelude::*;

use crate::{
    component::{
        Cell, Chip, Column, Empty, Failed, Go, Notice, Pager, Row, Select, Table, Tone, Waiting, Working,
    },
    i18n::{Label, Lang, words as common},
    inquiry::Exports,
    inquiry::encoded,
    paper::Papers,
    retention::KeptUntil,
    route::Route,
    state::load::{use_app, use_load},
};
use act::Actions;

/// The list.
#[component]
pub fn NoticesPage() -> Html {
    let lang = use_app().lang;
    let state = use_state(String::new);
    let cursor = use_state(String::new);
    let mut query = String::new();
    if !state.is_empty() {
        query.push_str(&format!("&status={}", *state));
    }
    let page = if cursor.is_empty() { String::new() } else { format!("&cursor={}", encoded(&cursor)) };
    let loaded = use_load::<Page<NoticeView>>(&format!("/notices?limit=50{query}{page}"));
    let columns = vec![
        Column::text(lang.of(words::WHAT)),
        Column::text(lang.of(words::CHANGED_ON)),
        Column::text(lang.of(words::LAST_DAY)),
        Column::text(lang.of(words::STATE)),
    ];
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(page), _) if page.items.is_empty() => {
            html! { <Empty title={words::EMPTY} next={words::EMPTY_NEXT} /> }
        }
        (Some(page), _) => html! { <>
            <Table caption={lang.of(words::TITLE)} is_bare={true} {columns} rows={page.items.iter().map(|view| row(lang, view)).collect::<Vec<_>>()} />
            <Pager count={page.items.len()} next={page.next.clone()} is_further={!cursor.is_empty()} ongo={let cursor = cursor.clone(); move |to| cursor.set(to)} />
        </> },
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    let states = ["to_send", "sent", "withdrawn"]
        .map(|name| (AttrValue::from(name), AttrValue::from(lang.of(state_name(name)))));
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div>
                <span class="row"><Exports noun="notices" /></span>
            </div>
            <div class="toolbar">
                <Select id="f-state" label={words::STATE} options={states.to_vec()} value={(*state).clone()} blank={lang.of(common::ANY)}
                    onchange={let (state, cursor) = (state.clone(), cursor.clone()); move |to| { cursor.set(String::new()); state.set(to); }} />
            </div>
            { body }
        </div>
    }
}

fn row(lang: Lang, view: &NoticeView) -> Row {
    let notice = &view.notice;
    let name = title(lang, view);
    let last = view.last_day.map(|day| {
        if view.is_late {
            html! { <Chip text={lang.day(day)} tone={Tone::Stop} /> }
        } else {
            html! { <span class="nowrap">{ lang.day(day) }</span> }
        }
    });
    Row {
        key: notice.id.to_string(),
        name: name.clone(),
        cells: vec![
            Cell::show(
                html! { <><Go to={Route::Notice(notice.id)} class="cell-main">{ &name }</Go><span class="cell-sub">{ from_to(lang, view) }</span></> },
                name.clone(),
            ),
            Cell::show(
                html! { <span class="nowrap">{ lang.day(notice.changed_on) }</span> },
                notice.changed_on.to_string(),
            ),
            Cell::show(
                last.unwrap_or_default(),
                view.last_day.map(|day| day.to_string()).unwrap_or_default(),
            ),
            Cell::show(states(lang, view), view.status.clone()),
        ],
    }
}

fn title(lang: Lang, view: &NoticeView) -> String {
    let post = match view.notice.post {
        Post::Contact => words::CONTACT,
        Post::Manager => words::MANAGER,
        Post::Head => words::HEAD,
    };
    lang.fill(words::OF, &[&view.notice.of_name, &lang.of(post)])
}

fn from_to(lang: Lang, view: &NoticeView) -> String {
    let name = |holder: &Option<Holder>| {
        holder.as_ref().map_or_else(|| lang.of(words::NOBODY).to_owned(), |holder| holder.name.clone())
    };
    lang.fill(words::FROM_TO, &[&name(&view.notice.from), &name(&view.notice.to)])
}

fn state_name(name: &str) -> Label {
    match name {
        "sent" => words::SENT,
        "withdrawn" => words::WITHDRAWN,
        _ => words::TO_SEND,
    }
}

/// The state, and beside it that it is late: a letter sent after its day stays red.
fn states(lang: Lang, view: &NoticeView) -> Html {
    let tone = match view.status.as_str() {
        "sent" => Tone::Done,
        "withdrawn" => Tone::Plain,
        _ => Tone::Wait,
    };
    html! {
        <span class="row">
            <Chip text={lang.of(state_name(&view.status))} {tone} />
            if view.is_late { <Chip text={lang.of(words::LATE)} tone={Tone::Stop} /> }
        </span>
    }
}

/// Which notice.
#[derive(Properties, PartialEq)]
pub struct NoticePageProps {
    /// The notice.
    pub id: NoticeId,
}

/// One notice.
#[component]
pub fn NoticePage(props: &NoticePageProps) -> Html {
    let lang = use_app().lang;
    let loaded = use_load::<NoticeView>(&format!("/notices/{}", props.id));
    let Some(view) = loaded.state.here.clone() else {
        return html! {
            <div class="page">
                if let Some(fault) = &loaded.state.fault { <Failed fault={fault.clone()} again={loaded.again.clone()} /> } else { <Waiting /> }
            </div>
        };
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div><p class="page__mark">{ lang.of(words::TITLE) }</p>
                    <h1 id="page-title" tabindex="-1">{ title(lang, &view) }</h1></div>
                <span class="row">{ states(lang, &view) }<Papers name="notices" id={view.notice.id.0} /></span>
            </div>
            { facts(lang, &view) }
            if let Some(period) = &view.period {
                <details open={true}>
                    <summary>{ lang.of(words::WORKING) }</summary>
                    <Working steps={period.working.clone()} end={period.statutory_last_day} is_late={view.is_late} />
                </details>
            }
            if let Some(error) = &view.period_error { <Notice tone={Tone::Stop}><p>{ lang.pick(error) }</p></Notice> }
            <Actions view={(*view).clone()} onchange={loaded.again.clone()} />
            <KeptUntil kind="notice" id={view.notice.id.0} />
        </div>
    }
}

fn facts(lang: Lang, view: &NoticeView) -> Html {
    let notice = &view.notice;
    let holder = |holder: &Option<Holder>| match holder {
        None => html! { lang.of(words::NOBODY) },
        Some(one) => {
            let reach = [&one.phone, &one.email].into_iter().filter(|text| !text.is_empty()).cloned();
            html! { <>{ format!("{}　{}", one.name, one.title) }<span class="cell-sub">{ reach.collect::<Vec<_>>().join("　") }</span></> }
        }
    };
    let moved = view.period.as_ref().filter(|period| period.adjusted_last_day != period.statutory_last_day);
    html! {
        <dl class="facts">
            <dt>{ lang.of(words::FROM) }</dt><dd>{ holder(&notice.from) }</dd>
            <dt>{ lang.of(words::TO) }</dt><dd>{ holder(&notice.to) }</dd>
            <dt>{ lang.of(words::CHANGED_ON) }</dt>
            <dd>{ lang.long_day(notice.changed_on) }
                { for notice.redated.iter().map(|one| html! { <span class="cell-sub">{ lang.fill(words::REDATED, &[&lang.day(one.was), &one.reason]) }</span> }) }
            </dd>
            if let Some(day) = view.last_day {
                <dt>{ lang.of(words::LAST_DAY) }</dt>
                <dd><strong>{ lang.long_day(day) }</strong>
                    if let Some(period) = moved { <span class="cell-sub">{ lang.fill(words::MOVED, &[&lang.day(period.adjusted_last_day)]) }</span> }
                </dd>
            }
            <dt>{ lang.of(words::KEEPER) }</dt><dd>{ &view.keeper_name }</dd>
            { sent(lang, &notice.state) }
        </dl>
    }
}

fn sent(lang: Lang, state: &NoticeState) -> Html {
    match state {
        NoticeState::Open => Html::default(),
        NoticeState::Sent { on, document_number, late_reason, mark } => html! {
            <><dt>{ lang.of(words::SENT) }</dt>
            <dd>{ lang.fill(words::SENT_ON, &[&lang.day(*on), document_number]) }
                <span class="cell-sub">{ format!("{}　{}", mark.by_name, lang.moment(mark.at)) }</span>
                if !late_reason.is_empty() { <span class="cell-sub">{ format!("{}：{late_reason}", lang.of(words::LATE_REASON)) }</span> }
            </dd></>
        },
        NoticeState::Withdrawn { reason, mark } => html! {
            <><dt>{ lang.of(words::WITHDRAWN) }</dt>
            <dd>{ reason }<span class="cell-sub">{ format!("{}　{}", mark.by_name, lang.moment(mark.at)) }</span></dd></>
        },
    }
}
