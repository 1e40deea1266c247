//! What waits on this computer, and what came back refused.

use shared::sync::{Entry, EntryState, Intent, Local, Refused};
use yew::prelude::*;

use super::{use_desk, words};
use crate::{
    component::{Button, Chip, Empty, Go, Look, Notice, Tone},
    i18n::{Label, words as common},
    platform::{self, file, vault},
    route::Route,
    state::load::{announce, use_app},
};

/// The queue's page.
#[component]
pub fn OutboxPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let desk = use_desk();
    let is_kept = use_state(|| true);
    {
        let is_kept = is_kept.clone();
        use_effect_with((), move |()| platform::spawn(async move { is_kept.set(vault::persist().await) }));
    }
    let entries: Vec<Entry> =
        desk.as_ref().map(|desk| desk.read(|client| client.queue().to_vec())).unwrap_or_default();
    let export = {
        let desk = desk.clone();
        Callback::from(move |()| {
            let Some(desk) = &desk else { return };
            let drafts = desk.read(|client| {
                let ids = client.server().keys().copied().chain(client.queue().iter().map(|entry| entry.id));
                let ids: std::collections::BTreeSet<_> = ids.collect();
                let open = |id| match client.local(id) {
                    Local::Open(draft) => Some((id, draft.clone())),
                    _ => None,
                };
                ids.into_iter().filter_map(open).collect::<Vec<_>>()
            });
            if let Ok(text) = serde_json::to_string_pretty(&drafts) {
                let _ = file::save("chadiao-drafts.json", "application/json", &text);
            }
        })
    };
    let row = |(at, entry): (usize, &Entry)| {
        let (tone, state) = state(entry);
        let act = |work: fn(&mut shared::sync::Client, uuid::Uuid), label: Option<Label>| {
            let (desk, app, id) = (desk.clone(), app.clone(), entry.id);
            Callback::from(move |()| {
                let Some(desk) = desk.clone() else { return };
                let app = app.clone();
                platform::spawn(async move {
                    desk.change(move |client| work(client, id)).await;
                    desk.tell();
                    desk.wake();
                    if let Some(label) = label {
                        announce(&app, label);
                    }
                });
            })
        };
        html! {
            <tr key={at}>
                <td>{ lang.of(intent(&entry.intent)) }</td>
                <td><Chip text={lang.of(state)} {tone} />{ " " }<Why entry={entry.clone()} /></td>
                <td>
                    <span class="row">
                        <Go to={Route::Edit(entry.id.into())} class="btn btn--small">{ lang.of(common::OPEN) }</Go>
                        if matches!(entry.refused(), Some(Refused::Rules { .. } | Refused::Http { .. })) {
                            <Button look={Look::Small} text={lang.of(words::RETRY)} onclick={act(shared::sync::Client::retry, None)} />
                        }
                        if entry.refused().is_some() {
                            <Button look={Look::Small} text={lang.of(words::DISMISS)} onclick={act(shared::sync::Client::dismiss, Some(words::DISMISSED))} />
                        }
                    </span>
                </td>
            </tr>
        }
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div>
                <Button text={lang.of(words::EXPORT)} onclick={export} />
            </div>
            if !*is_kept { <Notice tone={Tone::Warn}><p>{ lang.of(words::NOT_PERSISTED) }</p></Notice> }
            if entries.is_empty() {
                <Empty title={words::EMPTY} next={words::EMPTY_NEXT} />
            } else {
                <div class="tablebox"><table class="table">
                    <caption class="sr">{ lang.of(words::TITLE) }</caption>
                    <thead><tr><th scope="col">{ lang.of(words::WHAT) }</th><th scope="col">{ lang.of(words::STATE) }</th><th scope="col">{ lang.of(common::OPEN) }</th></tr></thead>
                    <tbody>{ for entries.iter().enumerate().map(row) }</tbody>
                </table></div>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct WhyProps {
    entry: Entry,
}

#[component]
fn Why(props: &WhyProps) -> Html {
    let lang = use_app().lang;
    match props.entry.refused() {
        Some(Refused::Rules { report }) => html! {
            { for report.violations.iter().take(3).map(|violation| html! { <span class="says">{ lang.pick(&violation.message) }</span> }) }
        },
        Some(Refused::Http { status }) => {
            html! { <span class="says">{ lang.fill(words::SERVER_REFUSED, &[status]) }</span> }
        }
        Some(Refused::Conflict { .. }) | None => Html::default(),
    }
}

const fn intent(intent: &Intent) -> Label {
    match intent {
        Intent::Create { .. } => words::CREATE,
        Intent::Patch { .. } => words::PATCH,
        Intent::Submit { .. } => words::SUBMIT,
        Intent::Withdraw { .. } => words::WITHDRAW,
    }
}

fn state(entry: &Entry) -> (Tone, Label) {
    match &entry.state {
        EntryState::Waiting => (Tone::Wait, words::WAITING),
        EntryState::Sent { .. } => (Tone::Go, words::SENT),
        EntryState::Refused(why) if matches!(**why, Refused::Conflict { .. }) => {
            (Tone::Warn, words::CONFLICT)
        }
        EntryState::Refused(_) => (Tone::Stop, words::REFUSED),
    }
}
