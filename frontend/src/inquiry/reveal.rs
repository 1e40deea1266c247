//! Full identities, once, for a reason, on the record; gone again after a minute.

use gloo::timers::callback::Timeout;
use shared::{
    api::v1::{RevealRequest, Revealed},
    id::InquiryId,
};
use yew::prelude::*;

use super::words;
use crate::{
    component::{Button, Dialog, Look, Notice, TextField, Tone},
    platform::{self, fetch},
    state::load::{complain, use_app},
};

const SHOWN_FOR: u32 = 60_000;

/// Whose identities.
#[derive(Properties, PartialEq)]
pub struct RevealProps {
    /// The inquiry.
    pub id: InquiryId,
    /// Done looking.
    pub onclose: Callback<()>,
}

/// Draws the question first, then the answer.
#[component]
pub fn RevealDialog(props: &RevealProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let reason = use_state(String::new);
    let shown = use_state(|| None::<Revealed>);
    {
        let onclose = props.onclose.clone();
        use_effect_with(shown.is_some(), move |is_shown| {
            let timeout = is_shown.then(|| Timeout::new(SHOWN_FOR, move || onclose.emit(())));
            move || drop(timeout)
        });
    }
    {
        let onclose = props.onclose.clone();
        use_effect_with(app.is_locked, move |is_locked| {
            if *is_locked {
                onclose.emit(());
            }
        });
    }
    let ask = {
        let (app, reason, shown, id) = (app.clone(), reason.clone(), shown.clone(), props.id);
        Callback::from(move |()| {
            let (app, shown) = (app.clone(), shown.clone());
            let request = RevealRequest { reason: (*reason).clone() };
            platform::spawn(async move {
                match fetch::change::<_, Revealed>("POST", &format!("/inquiries/{id}/reveal"), None, &request)
                    .await
                {
                    Ok(revealed) => shown.set(Some(revealed)),
                    Err(fault) => complain(&app, &fault),
                }
            });
        })
    };
    let foot = if shown.is_none() {
        html! { <Button id="reveal-do" look={Look::Primary} text={lang.of(words::REVEAL_DO)} onclick={ask} /> }
    } else {
        Html::default()
    };
    html! {
        <Dialog title={lang.of(words::REVEAL)} onclose={props.onclose.clone()} {foot}>
            if let Some(revealed) = &*shown {
                <Notice tone={Tone::Warn}><p>{ lang.of(words::REVEAL_HIDE) }</p></Notice>
                <div class="tablebox"><table class="table">
                    <thead><tr><th scope="col">{ lang.of(words::NAME) }</th><th scope="col">{ lang.of(words::IDENTITY) }</th></tr></thead>
                    <tbody>{ for revealed.subjects.iter().enumerate().map(|(at, subject)| html! {
                        <tr key={at}><td>{ &subject.name }</td><td class="masked">{ &subject.identity }</td></tr>
                    }) }</tbody>
                </table></div>
            } else {
                <p>{ lang.of(words::REVEAL_LEAD) }</p>
                <TextField id="reveal-reason" label={words::REVEAL_REASON} value={(*reason).clone()} oninput={move |text| reason.set(text)} />
            }
        </Dialog>
    }
}
