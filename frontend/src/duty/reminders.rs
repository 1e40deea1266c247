//! One's own reminders: a calendar address, and letters.

use shared::api::v1::{FeedAddress, FeedView, MailChoice, MailView};
use yew::prelude::*;

use super::words;
use crate::{
    component::{Button, Check, Look},
    platform::{
        self, clipboard,
        fetch::{self, Call},
        random,
    },
    state::load::{announce, complain, use_app, use_load},
};

/// Draws both.
#[component]
pub fn Reminders() -> Html {
    let lang = use_app().lang;
    html! {
        <section class="sect" id="reminders">
            <h2>{ lang.of(words::REMINDERS) }</h2>
            <div class="two two--even"><Feed /><Letters /></div>
        </section>
    }
}

#[component]
fn Feed() -> Html {
    let app = use_app();
    let lang = app.lang;
    let loaded = use_load::<FeedView>("/duties/feed");
    let made = use_state(|| None::<String>);
    let make = {
        let (app, made, again) = (app.clone(), made.clone(), loaded.again.clone());
        Callback::from(move |()| {
            let (app, made, again) = (app.clone(), made.clone(), again.clone());
            platform::spawn(async move {
                match fetch::change::<_, FeedAddress>("POST", "/duties/feed", None, &()).await {
                    Ok(feed) => {
                        made.set(Some(feed.address));
                        announce(&app, words::FEED_MADE);
                        again.emit(());
                    }
                    Err(fault) => complain(&app, &fault),
                }
            });
        })
    };
    let revoke = {
        let (app, made, again) = (app.clone(), made.clone(), loaded.again.clone());
        Callback::from(move |()| {
            let (app, made, again) = (app.clone(), made.clone(), again.clone());
            platform::spawn(async move {
                let call = Call { method: "DELETE", operation: random::id().ok(), ..Call::default() };
                match fetch::send("/duties/feed", call).await {
                    Ok(_) => {
                        made.set(None);
                        announce(&app, words::FEED_GONE);
                        again.emit(());
                    }
                    Err(fault) => complain(&app, &fault),
                }
            });
        })
    };
    let copy = {
        let (app, made) = (app.clone(), made.clone());
        Callback::from(move |()| {
            let (app, made) = (app.clone(), made.clone());
            platform::spawn(async move {
                if clipboard::put(made.as_deref().unwrap_or_default()).await {
                    announce(&app, words::FEED_COPIED);
                }
            });
        })
    };
    let since = loaded.state.here.as_ref().and_then(|feed| feed.made_at);
    html! {
        <div class="card stack stack--tight">
            <h3>{ lang.of(words::FEED_TITLE) }</h3>
            <p class="quiet">{ lang.of(words::FEED_LEAD) }</p>
            if let Some(at) = since { <p>{ lang.fill(words::FEED_SINCE, &[&lang.moment(at)]) }</p> }
            if let Some(address) = made.as_ref() {
                <div class="field">
                    <label class="field__label" for="feed-address">{ lang.of(words::FEED_ADDRESS) }</label>
                    <input id="feed-address" class="input" readonly={true} value={address.clone()} aria-describedby="feed-once" />
                    <p id="feed-once" class="quiet">{ lang.of(words::FEED_ONCE) }</p>
                </div>
                <span class="row"><Button look={Look::Primary} text={lang.of(words::FEED_COPY)} onclick={copy} /></span>
            }
            <span class="row">
                <Button id="feed-make" text={lang.of(if since.is_some() { words::FEED_ANEW } else { words::FEED_MAKE })} onclick={make} />
                if since.is_some() { <Button id="feed-revoke" look={Look::Danger} text={lang.of(words::FEED_REVOKE)} onclick={revoke} /> }
            </span>
        </div>
    }
}

#[component]
fn Letters() -> Html {
    let app = use_app();
    let lang = app.lang;
    let loaded = use_load::<MailView>("/mail");
    let choose = {
        let (app, again) = (app.clone(), loaded.again.clone());
        Callback::from(move |wants_reminders: bool| {
            let (app, again) = (app.clone(), again.clone());
            platform::spawn(async move {
                let choice = MailChoice { wants_reminders };
                match fetch::change::<_, MailView>("PUT", "/mail", None, &choice).await {
                    Ok(_) => announce(&app, words::MAIL_SAVED),
                    Err(fault) => complain(&app, &fault),
                }
                again.emit(());
            });
        })
    };
    let Some(mail) = &loaded.state.here else { return Html::default() };
    let to = if mail.address.is_empty() {
        lang.of(words::MAIL_NOWHERE).to_owned()
    } else {
        lang.fill(words::MAIL_TO, &[&mail.address])
    };
    html! {
        <div class="card stack stack--tight">
            <h3>{ lang.of(words::MAIL_TITLE) }</h3>
            <p class="quiet">{ to }</p>
            if !mail.is_on { <p>{ lang.of(words::MAIL_OFF) }</p> }
            <Check text={lang.of(words::MAIL_WANTED)} note={lang.of(words::MAIL_ALWAYS)} is_on={mail.wants_reminders} onchange={choose} />
        </div>
    }
}
