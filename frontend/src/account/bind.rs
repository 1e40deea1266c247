//! Registering a card: the certificate in the reader becomes the account's (point 4(7)).

use shared::{
    session::{CardAnswer, CardTrouble, certificate_request},
    violation::Violation,
};
use yew::prelude::*;

use super::words;
use crate::{
    component::{Button, Chip, Look, Says, Tone},
    platform::{self, card::Popup},
    state::{load::use_app, shell::Act},
};

/// What is bound.
#[derive(Properties, PartialEq)]
pub struct BindCardProps {
    /// The card's number as typed; names the practice card.
    pub card_number: AttrValue,
    /// Whether a certificate is bound.
    pub is_bound: bool,
    /// A certificate (base64 DER) and its card's number were read.
    pub onread: Callback<(String, String)>,
    /// What is wrong with it.
    pub says: Vec<Violation>,
}

/// Says whether a card is registered, and reads the one in the reader.
#[component]
pub fn BindCard(props: &BindCardProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let is_busy = use_state(|| false);
    let read = {
        let (app, is_busy, onread, slot) =
            (app.clone(), is_busy.clone(), props.onread.clone(), props.card_number.clone());
        Callback::from(move |()| {
            let component = app.caps.as_ref().map(|caps| caps.card_component.clone()).unwrap_or_default();
            let popup = Popup::open(&component);
            is_busy.set(true);
            let (app, is_busy, onread, slot) = (app.clone(), is_busy.clone(), onread.clone(), slot.clone());
            platform::spawn(async move {
                // A real reader holds one card; the practice one is told which.
                let slot = if app.is_practice() { slot.as_str() } else { "" };
                let found = match popup {
                    Ok(popup) => certificate(popup, slot).await,
                    Err(trouble) => Err(trouble),
                };
                is_busy.set(false);
                match found {
                    Ok(found) => onread.emit(found),
                    Err(trouble) => app.dispatch(Act::Warn(app.lang.pick(&trouble.message()))),
                }
            });
        })
    };
    let (text, tone) = if props.is_bound { (words::BOUND, Tone::Done) } else { (words::UNBOUND, Tone::Warn) };
    html! {
        <div class="field">
            <span class="field__label">{ lang.of(words::CERTIFICATE) }</span>
            <div class="row">
                <Chip text={lang.of(text)} {tone} />
                <Button id="account-bind" look={Look::Small} text={lang.of(words::READ_CARD)} is_busy={*is_busy} onclick={read} />
            </div>
            <Says id="account-bind-says" violations={props.says.clone()} />
        </div>
    }
}

async fn certificate(popup: Popup, slot: &str) -> Result<(String, String), CardTrouble> {
    popup.ready().await?;
    match popup.ask(&certificate_request(slot)).await {
        CardAnswer::Certificate { certificate, card_number } => Ok((certificate, card_number)),
        CardAnswer::Trouble(trouble) => Err(trouble),
        CardAnswer::Ready | CardAnswer::Signed { .. } => Err(CardTrouble::Stuck),
    }
}
