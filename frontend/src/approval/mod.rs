//! Deciding with context: the queue at the left, what matters for the decision at the right, everything by keyboard.

mod context;
mod decide;
pub mod words;

use std::collections::BTreeSet;

use shared::{
    api::v1::{ApplicationRow, FormSeen, InquiryRow, Page},
    inquiry::InquiryAction,
};
use yew::prelude::*;

use crate::{
    component::{Button, Dialog, Empty, Failed, Go, Look, Notice, TextField, Tone, Waiting},
    inquiry::InquiryTable,
    platform::{self, events},
    route::Route,
    session::{CardDone, CardPanel, CardTask, use_practice_card},
    state::load::{use_app, use_load},
};
use context::Context;
use decide::decide;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Asking {
    Nothing,
    SendBack,
    Reject,
    Sign,
}

/// The supervisor's page.
#[component]
pub fn ApprovalsPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let loaded = use_load::<Page<InquiryRow>>("/inquiries?to_decide=true&status=submitted&limit=100");
    let permissions = use_load::<Page<ApplicationRow>>("/applications?to_approve=true&limit=50");
    let asked = permissions.state.here.as_ref().map_or(0, |page| page.items.len());
    let picked = use_state(BTreeSet::<String>::new);
    let current = use_state(|| None::<String>);
    let asking = use_state(|| Asking::Nothing);
    let note = use_state(String::new);
    let is_busy = use_state(|| false);

    let rows: Vec<InquiryRow> = loaded.state.here.as_ref().map(|page| page.items.clone()).unwrap_or_default();
    // What was decided meanwhile is picked no more.
    let picked_here: BTreeSet<String> =
        rows.iter().map(|row| row.id.to_string()).filter(|key| picked.contains(key)).collect();
    let here = current
        .as_ref()
        .and_then(|key| rows.iter().find(|row| row.id.to_string() == *key))
        .or_else(|| rows.first())
        .cloned();
    // Picked rows are decided together; without any, the one in sight.
    let chosen: Vec<InquiryRow> = if picked_here.is_empty() {
        here.clone().into_iter().collect()
    } else {
        rows.iter().filter(|row| picked_here.contains(&row.id.to_string())).cloned().collect()
    };
    let run = {
        let (app, again, picked, asking, note, is_busy) = (
            app.clone(),
            loaded.again.clone(),
            picked.clone(),
            asking.clone(),
            note.clone(),
            is_busy.clone(),
        );
        let chosen = chosen.clone();
        Callback::from(move |action: InquiryAction| {
            if *is_busy || chosen.is_empty() {
                return;
            }
            is_busy.set(true);
            let (app, again, picked, asking, note, is_busy) =
                (app.clone(), again.clone(), picked.clone(), asking.clone(), note.clone(), is_busy.clone());
            let chosen = chosen.clone();
            platform::spawn(async move {
                let left = decide(&app, &chosen, &action).await;
                picked.set(left);
                asking.set(Asking::Nothing);
                note.set(String::new());
                is_busy.set(false);
                again.emit(());
            });
        })
    };
    let approve = {
        let (run, asking) = (run.clone(), asking.clone());
        let must_sign = chosen.iter().any(|row| row.must_sign);
        Callback::from(move |()| {
            if must_sign {
                asking.set(Asking::Sign);
            } else {
                run.emit(InquiryAction::approve());
            }
        })
    };
    let card_number = use_practice_card(app.session().map(|session| session.standing.person));
    {
        let (approve, asking, has_any) = (approve.clone(), asking.clone(), !chosen.is_empty());
        use_effect_with((chosen.clone(), *is_busy), move |_| {
            let listener = events::on_key(move |key| match key {
                "a" if has_any => {
                    approve.emit(());
                    true
                }
                "r" if has_any => {
                    asking.set(Asking::SendBack);
                    true
                }
                _ => false,
            });
            move || drop(listener)
        });
    }
    let ask = |what: Asking| {
        let asking = asking.clone();
        Callback::from(move |()| asking.set(what))
    };
    let oncurrent = {
        let current = current.clone();
        Callback::from(move |key: String| current.set(Some(key)))
    };
    let onpick = {
        let picked = picked.clone();
        Callback::from(move |keys| picked.set(keys))
    };
    let approve_text = if picked_here.len() > 1 {
        lang.fill(words::APPROVE_MANY, &[&picked_here.len()])
    } else {
        lang.of(words::APPROVE).to_owned()
    };
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(_), _) if rows.is_empty() => html! { <Empty title={words::EMPTY} next={words::EMPTY_NEXT} /> },
        (Some(_), _) => html! {
            <div class="two">
                <div class="stack">
                    <InquiryTable caption={lang.of(words::TITLE)} rows={rows.clone()} with_applicant={true} is_narrow={true} onpick={Some(onpick)} picked={picked_here}
                        oncurrent={Some(oncurrent)} />
                    <div class="actions">
                        <Button id="approve" look={Look::Primary} text={approve_text.clone()} key_hint="a" onclick={approve} is_busy={*is_busy} />
                        <Button id="send-back" text={lang.of(words::SEND_BACK)} key_hint="r" onclick={ask(Asking::SendBack)} />
                        <Button id="reject" look={Look::Danger} text={lang.of(words::REJECT)} onclick={ask(Asking::Reject)} />
                    </div>
                </div>
                <aside class="card card--sunk" aria-live="polite">
                    <h2>{ lang.of(words::CONTEXT) }</h2>
                    if let Some(row) = &here { <Context key={row.id.to_string()} id={row.id} /> } else { <p>{ lang.of(words::PICK_ONE) }</p> }
                </aside>
            </div>
        },
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    let dialog = match *asking {
        Asking::Nothing => Html::default(),
        Asking::Sign => {
            let forms = chosen.iter().map(|row| FormSeen { id: row.id, revision: row.revision }).collect();
            let ondone = run.reform(|done| match done {
                CardDone::Approval(signature) => {
                    InquiryAction::Approve { note: String::new(), signature: Some(signature) }
                }
                CardDone::SignedIn(_) => InquiryAction::approve(),
            });
            html! {
                <Dialog title={lang.of(words::SIGN)} onclose={ask(Asking::Nothing)}>
                    <p>{ lang.of(words::SIGN_LEAD) }</p>
                    <ul>{ for chosen.iter().map(|row| html! { <li key={row.id.to_string()}>{ &row.case_number }{ "　" }{ &row.applicant_name }</li> }) }</ul>
                    <CardPanel id="sign" {card_number} task={CardTask::Approve(forms)} action={approve_text.clone()} {ondone} />
                </Dialog>
            }
        }
        what => {
            let is_back = what == Asking::SendBack;
            let (title, hint) = if is_back {
                (words::SEND_BACK, words::NOTE_BACK)
            } else {
                (words::REJECT, words::NOTE_REJECT)
            };
            let send = {
                let note = note.clone();
                run.reform(move |()| {
                    let note = (*note).clone();
                    if is_back { InquiryAction::SendBack { note } } else { InquiryAction::Reject { note } }
                })
            };
            html! {
                <Dialog title={lang.of(title)} onclose={ask(Asking::Nothing)}
                    foot={html! { <Button id="note-send" look={Look::Primary} text={lang.of(title)} onclick={send} is_busy={*is_busy} /> }}>
                    <ul>{ for chosen.iter().map(|row| html! { <li key={row.id.to_string()}>{ &row.case_number }{ "　" }{ &row.applicant_name }</li> }) }</ul>
                    <TextField id="note" label={words::NOTE} {hint} value={(*note).clone()} is_long={true} oninput={let note = note.clone(); move |text| note.set(text)} />
                </Dialog>
            }
        }
    };
    html! {
        <div class="page">
            <div class="page__head"><div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div></div>
            if asked > 0 {
                <Notice tone={Tone::Plain}>
                    <p class="row row--apart">{ lang.fill(words::PERMISSIONS, &[&asked]) }<Go to={Route::Applications}>{ lang.of(words::PERMISSIONS_OPEN) }</Go></p>
                </Notice>
            }
            { body }
            { dialog }
        </div>
    }
}
