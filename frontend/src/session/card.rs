//! Signing with the card, to sign in or to approve: the PIN goes from its field to the component on this PC, and is nowhere else.

use shared::{
    api::v1::{ApprovalChallenge, Challenge, FormSeen, FormsToSign, PracticePerson, SessionView, SignIn},
    inquiry::{ApprovalSignature, signature},
    session::{CardAnswer, CardTrouble, Provider, Purpose, SignRequest, SignText},
};
use yew::prelude::*;

use super::words;
use crate::{
    component::{Button, Look, Notice, Tone},
    platform::{
        self,
        card::Popup,
        fetch::{self, Fault},
        focus, locate,
    },
    state::load::{App, use_app, use_load, words_of},
};

/// The PIN of every practice card; a real one is never known here.
const PRACTICE_PIN: &str = "123456";

/// What a card is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum CardTask {
    /// To sign somebody in.
    SignIn,
    /// To sign the approval of forms, as they were seen.
    Approve(Vec<FormSeen>),
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum CardDone {
    /// Somebody is in.
    SignedIn(SessionView),
    /// The approval is signed.
    Approval(Box<ApprovalSignature>),
}

/// Whose card, in practice, what for, and what to do then.
#[derive(Properties, PartialEq)]
pub struct CardPanelProps {
    /// The practice card to use; none is whatever is in the reader.
    #[prop_or_default]
    pub card_number: AttrValue,
    /// What the button says.
    pub action: AttrValue,
    /// Identifier of the button.
    pub id: AttrValue,
    /// What for.
    pub task: CardTask,
    /// It signed.
    pub ondone: Callback<CardDone>,
}

/// Why nobody is signed in.
#[derive(Clone, PartialEq)]
enum Why {
    Card(CardTrouble),
    Server(Fault),
}

/// The field for the PIN and the button that signs.
#[component]
pub fn CardPanel(props: &CardPanelProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let pin = use_node_ref();
    let is_busy = use_state(|| false);
    let why = use_state(|| None::<Why>);
    {
        let (pin, is_practice, id) = (pin.clone(), app.is_practice(), props.id.clone());
        use_effect_with(props.card_number.clone(), move |number| {
            fill(&pin, is_practice);
            if !number.is_empty() {
                focus::on_id(&id);
            }
        });
    }
    let sign = {
        let (app, pin, is_busy, why) = (app.clone(), pin.clone(), is_busy.clone(), why.clone());
        let (slot, ondone, task) = (props.card_number.clone(), props.ondone.clone(), props.task.clone());
        Callback::from(move |()| {
            let typed =
                pin.cast::<web_sys::HtmlInputElement>().map(|field| field.value()).unwrap_or_default();
            if *is_busy {
                return;
            }
            if typed.is_empty() {
                why.set(Some(Why::Card(CardTrouble::PinMissing)));
                return;
            }
            fill(&pin, app.is_practice());
            why.set(None);
            // The popup is opened by the click itself, or the browser would not let it.
            let popup = Popup::open(component(&app).as_str());
            is_busy.set(true);
            let (is_busy, why, slot, ondone) = (is_busy.clone(), why.clone(), slot.clone(), ondone.clone());
            let task = task.clone();
            platform::spawn(async move {
                let done = match popup {
                    Ok(popup) => carry(popup, &typed, &slot, task).await,
                    Err(trouble) => Err(Why::Card(trouble)),
                };
                is_busy.set(false);
                match done {
                    Ok(done) => ondone.emit(done),
                    Err(reason) => why.set(Some(reason)),
                }
            });
        })
    };
    let onkeydown = {
        let sign = sign.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" {
                event.prevent_default();
                sign.emit(());
            }
        })
    };
    let told = why.as_ref().map(|why| match why {
        Why::Card(trouble) => lang.pick(&trouble.message()),
        Why::Server(fault) => words_of(&app, fault),
    });
    let hint = if app.is_practice() { words::PIN_PRACTICE } else { words::PIN_HINT };
    html! {
        <section class="stack stack--tight card-panel" aria-label={lang.of(words::CARD)}>
            <div class="field field--short">
                <label class="field__label" for="pin">{ lang.of(words::PIN) }</label>
                <p class="field__hint" id="pin-hint">{ lang.of(hint) }</p>
                // Not a field that browsers offer to remember.
                <input ref={pin} id="pin" class="input pin" type="text" inputmode="numeric" autocomplete="off" spellcheck="false"
                    maxlength="8" aria-describedby="pin-hint" {onkeydown} />
            </div>
            if let Some(told) = told {
                <Notice title={lang.of(words::NOT_SIGNED)} tone={Tone::Stop}><p role="alert" id="card-says">{ told }</p></Notice>
            }
            <div class="row"><Button id={props.id.clone()} look={Look::Primary} text={props.action.clone()} is_busy={*is_busy} onclick={sign} /></div>
            if *is_busy { <p class="quiet" role="status">{ lang.of(words::SIGNING) }</p> }
        </section>
    }
}

/// Empties the field; in practice, where every PIN is the same, puts that one in.
fn fill(pin: &NodeRef, is_practice: bool) {
    if let Some(field) = pin.cast::<web_sys::HtmlInputElement>() {
        field.set_value(if is_practice { PRACTICE_PIN } else { "" });
    }
}

fn component(app: &App) -> String {
    app.caps.as_ref().map(|caps| caps.card_component.clone()).unwrap_or_default()
}

async fn carry(popup: Popup, pin: &str, slot: &str, task: CardTask) -> Result<CardDone, Why> {
    popup.ready().await.map_err(Why::Card)?;
    match task {
        CardTask::SignIn => {
            let challenge: Challenge =
                fetch::change("POST", "/session/challenge", None, &()).await.map_err(Why::Server)?;
            let signature = sign(popup, &challenge.text, &Purpose::SignIn, pin, slot).await?;
            let session =
                fetch::change("POST", "/session", None, &SignIn { provider: Provider::default(), signature })
                    .await
                    .map_err(Why::Server)?;
            Ok(CardDone::SignedIn(session))
        }
        CardTask::Approve(forms) => {
            let forms = FormsToSign { forms };
            let asked = fetch::change("POST", "/inquiries/decisions/challenge", None, &forms);
            let ApprovalChallenge { text, covers, .. } = asked.await.map_err(Why::Server)?;
            let message = sign(popup, &text, &signature::purpose(&covers), pin, slot).await?;
            let signature = ApprovalSignature { text, message, covers, list_of: None };
            Ok(CardDone::Approval(Box::new(signature)))
        }
    }
}

/// Has the card sign a text, if it is for this origin and this purpose.
async fn sign(popup: Popup, text: &str, purpose: &Purpose, pin: &str, slot: &str) -> Result<String, Why> {
    if !SignText::is_for(text, &locate::origin(), purpose) {
        return Err(Why::Server(Fault::Garbled(200)));
    }
    let request = serde_json::to_string(&SignRequest::new(text, pin, slot)).unwrap_or_default();
    match popup.ask(&request).await {
        CardAnswer::Signed { signature } => Ok(signature),
        CardAnswer::Trouble(trouble) => Err(Why::Card(trouble)),
        CardAnswer::Ready | CardAnswer::Certificate { .. } => Err(Why::Card(CardTrouble::Stuck)),
    }
}

/// The practice card of a person; empty outside practice.
#[hook]
pub fn use_practice_card(person: Option<shared::id::PersonId>) -> AttrValue {
    let app = use_app();
    let people = use_load::<Vec<PracticePerson>>(if app.is_practice() { "/practice/people" } else { "" });
    let found =
        people.state.here.iter().flat_map(|people| people.iter()).find(|one| Some(one.person) == person);
    found.map(|one| AttrValue::from(one.card_number.clone())).unwrap_or_default()
}
