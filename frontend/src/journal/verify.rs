//! A proof or a bundle, verified in the browser: nothing leaves the computer, and nobody has to sign in.

use shared::journal::{
    bundle,
    verdict::{Outcome, Verdict},
};
use web_sys::File;
use yew::prelude::*;

use super::words;
use crate::{
    component::{Notice, TextField, Tone},
    i18n::say,
    platform::{
        self,
        fetch::{self, Call},
        file,
    },
    state::load::{complain, use_app},
};

/// The page.
#[component]
pub fn VerifyPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let policy = use_state(String::new);
    let text = use_state(String::new);
    let name = use_state(String::new);
    let is_over = use_state(|| false);
    {
        let policy = policy.setter();
        use_effect_with((), move |()| {
            platform::spawn(async move {
                // Where the server has none yet, or is out of reach, a policy is brought along.
                if let Ok(answer) = fetch::send("/journal/policy", Call::default()).await {
                    policy.set(answer.text);
                }
            });
        });
    }
    let take = {
        let (app, text, name) = (app.clone(), text.setter(), name.setter());
        Callback::from(move |chosen: File| {
            let (app, text, name) = (app.clone(), text.clone(), name.clone());
            platform::spawn(async move {
                match file::text(&chosen).await {
                    Ok(read) => {
                        name.set(chosen.name());
                        text.set(read);
                    }
                    Err(_) => complain(&app, &fetch::Fault::Garbled(0)),
                }
            });
        })
    };
    let ondrop = {
        let (take, text, name, is_over) = (take.clone(), text.setter(), name.setter(), is_over.clone());
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            is_over.set(false);
            match file::dropped(&event) {
                Some(Ok(file)) => take.emit(file),
                Some(Err(dropped)) => {
                    name.set(String::new());
                    text.set(dropped);
                }
                None => {}
            }
        })
    };
    let over = |is: bool| {
        let is_over = is_over.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            is_over.set(is);
        })
    };
    let onfile = Callback::from(move |event: Event| {
        if let Some(file) = file::chosen(&event) {
            take.emit(file);
        }
    });
    let verdict = use_memo(((*text).clone(), (*policy).clone()), |(text, policy)| {
        (!text.is_empty()).then(|| bundle::verify(text, policy, None))
    });
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::VERIFY_FILE) }</h1><p>{ lang.of(words::VERIFY_LEAD) }</p></div>
            </div>
            <div class={classes!("drop", is_over.then_some("drop--over"))} {ondrop} ondragover={over(true)} ondragleave={over(false)}>
                <span class="row">
                    <span class="faint">{ lang.of(words::DROP) }</span>
                    <label class="btn" for="proof-file">{ lang.of(words::CHOOSE) }</label>
                    <input id="proof-file" class="sr" type="file" accept=".json,.jsonl,.txt,application/json" onchange={onfile} />
                    <code>{ &*name }</code>
                </span>
            </div>
            if let Some(verdict) = &*verdict { <VerdictView verdict={verdict.clone()} /> }
            <TextField id="policy" label={words::POLICY_FIELD} hint={words::POLICY_HINT} value={(*policy).clone()} is_long={true}
                oninput={let policy = policy.clone(); move |typed| policy.set(typed)} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct VerdictProps {
    verdict: Verdict,
}

#[component]
fn VerdictView(props: &VerdictProps) -> Html {
    let lang = use_app().lang;
    let Verdict {
        outcome,
        origin,
        size,
        root,
        contents,
        checkpoints,
        covered,
        witnessed,
        entry,
        findings,
        remarks,
        ..
    } = &props.verdict;
    let (title, tone) = match outcome {
        Outcome::Sound => (words::IS_SOUND, Tone::Done),
        Outcome::Unchecked => (words::IS_UNCHECKED, Tone::Warn),
        Outcome::Tampered => (words::IS_TAMPERED, Tone::Stop),
    };
    html! {
        <div id="verdict">
            <Notice title={lang.of(title)} {tone}>
                <ul>{ for findings.iter().map(|finding| html! { <li>{ lang.pick(&finding.message) }</li> }) }</ul>
                if let Some(entry) = entry {
                    <p>{ lang.fill(words::ENTRY_IS, &[&entry.seq, &entry.at]) }{ " " }
                        { say::noun(lang, &entry.kind).to_owned() }{ " · " }{ say::action(lang, &entry.action).to_owned() }{ " " }
                        <code>{ entry.record.to_string() }</code></p>
                }
                <p>{ lang.fill(words::COUNTS, &[size, checkpoints, contents]) }</p>
                { for witnessed.iter().map(|one| html! { <p>{ lang.fill(words::WITNESSED_BY, &[covered, &one.name, &lang.moment(one.at)]) }</p> }) }
                { for remarks.iter().map(|remark| html! { <p class="faint">{ lang.pick(remark) }</p> }) }
                <p class="faint">{ origin }{ " " }<code>{ root }</code></p>
            </Notice>
        </div>
    }
}
