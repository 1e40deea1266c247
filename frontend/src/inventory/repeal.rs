//! The end of an item: what it takes down, and what is still to be settled of it.

use shared::{
    api::v1::{ItemView, RepealImpact},
    field::{FieldKind, RocDate, tidy},
    id::ItemId,
    inventory::{ItemAction, Repeal},
    violation::Violation,
};
use yew::prelude::*;

use super::words;
use crate::{
    component::{Button, DateField, Dialog, Go, Look, Notice, Says, TextField, Tone},
    i18n::Lang,
    platform::{
        self,
        fetch::{self, Fault},
    },
    route::Route,
    state::load::{announce, complain, use_app, use_load},
};

/// Accounts, drafts and inquiries that rest on the item, by name and number.
fn listed(lang: Lang, impact: &RepealImpact) -> Html {
    html! {
        <>
            <p>{ lang.fill(words::IMPACT_COUNTS, &[&impact.drafts, &impact.open_inquiries]) }</p>
            if !impact.accounts.is_empty() { <p>{ lang.of(words::IMPACT_ACCOUNTS) }{ "：" }{ impact.accounts.join("、") }</p> }
            if !impact.draft_owners.is_empty() { <p>{ lang.of(words::IMPACT_OWNERS) }{ "：" }{ impact.draft_owners.join("、") }</p> }
            if !impact.inquiries.is_empty() {
                <p>{ lang.of(words::IMPACT_INQUIRIES) }{ "：" }</p>
                <ul>{ for impact.inquiries.iter().map(|row| html! { <li key={row.id.to_string()}><Go to={Route::Inquiry(row.id)}>{ &row.case_number }</Go>{ "　" }{ &row.applicant_name }</li> }) }</ul>
            }
        </>
    }
}

/// Which item.
#[derive(Properties, PartialEq)]
pub struct LeftProps {
    /// The item.
    pub id: ItemId,
}

/// What is left to settle of a repeal, for the manager.
#[component]
pub fn Left(props: &LeftProps) -> Html {
    let lang = use_app().lang;
    let impact = use_load::<RepealImpact>(&format!("/items/{}/impact", props.id));
    match &impact.state.here {
        Some(impact) if impact.is_settled() => html! { <p class="quiet">{ lang.of(words::LEFT_NONE) }</p> },
        Some(impact) => {
            html! { <Notice tone={Tone::Warn} title={lang.of(words::LEFT)}>{ listed(lang, impact) }</Notice> }
        }
        None => Html::default(),
    }
}

/// Which item is repealed.
#[derive(Properties, PartialEq)]
pub struct RepealProps {
    /// The item.
    pub item: ItemView,
    /// Not now.
    pub onclose: Callback<()>,
    /// It was recorded.
    pub onsaved: Callback<()>,
}

/// Draws what the repeal takes down, and asks for its day and document.
#[component]
pub fn RepealDialog(props: &RepealProps) -> Html {
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
                <Notice tone={Tone::Warn} title={lang.of(words::IMPACT)}>{ listed(lang, impact) }</Notice>
            }
            <Says id="repeal-says" violations={(*report).clone()} />
            <DateField id="repeal-day" label={words::REPEAL_ON} value={(*day).clone()} oninput={let day = day.clone(); move |text| day.set(text)} />
            <TextField id="repeal-reason" label={words::REPEAL_REASON} value={(*reason).clone()} oninput={let reason = reason.clone(); move |text| reason.set(text)} />
        </Dialog>
    }
}
