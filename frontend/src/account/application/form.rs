//! A fresh application: for oneself, for a colleague, or for somebody who has no account yet.

use shared::{
    account::{
        ApplicationDraft,
        application::{ApplicationKind, Holding},
    },
    api::v1::{AccountView, ApplicationView, JobChangeView, NewApplication, PersonRow},
    id::JobChangeId,
    violation::Violation,
};
use yew::prelude::*;

use super::{fields::Fields, words};
use crate::{
    component::{Failed, Select, Waiting},
    inquiry::Rows,
    platform::{
        self,
        fetch::{self, Fault},
        locate, random,
    },
    route::Route,
    state::{
        load::{announce, complain, use_app, use_load},
        shell::Act,
    },
};

/// What the register says of an account as anybody who may read it sees it.
pub(super) fn holding_of(account: &AccountView) -> Holding {
    let draft = &account.draft;
    Holding {
        person: Some(account.id),
        is_open: account.is_active || draft.active_until.is_none(),
        unit: draft.unit.parse().ok(),
        grants: draft.grants.clone(),
        heads: draft.heads.clone(),
    }
}

/// What asks for it.
#[derive(Properties, PartialEq)]
pub struct NewApplicationProps {
    /// The job change announced ahead, where one does.
    #[prop_or_default]
    pub change: Option<JobChangeId>,
}

/// The page.
#[component]
pub fn NewApplicationPage(props: &NewApplicationProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let me = app.session().map(|session| session.standing.person);
    let is_manager = app.session().is_some_and(|session| session.standing.is_manager);
    let heads = app.session().map(|session| session.approves_for.clone()).unwrap_or_default();
    let asks_for_others = is_manager || !heads.is_empty();
    let asked = props.change;
    let change = use_load::<JobChangeView>(&asked.map(|id| format!("/job-changes/{id}")).unwrap_or_default());
    let chosen = use_state(move || me.map(|me| me.to_string()).unwrap_or_default());
    {
        let chosen = chosen.clone();
        let person = change.state.here.as_ref().map(|view| view.change.person);
        use_effect_with(person, move |person| {
            if let Some(person) = person {
                chosen.set(person.to_string());
            }
        });
    }
    let people = use_load::<Rows<PersonRow>>(if asks_for_others { "/people" } else { "" });
    let path = if chosen.is_empty() { String::new() } else { format!("/accounts/{}", *chosen) };
    let account = use_load::<AccountView>(&path);
    let served = use_state(Vec::<Violation>::new);
    let is_busy = use_state(|| false);
    let onsend = {
        let (app, served, is_busy) = (app.clone(), served.clone(), is_busy.clone());
        Callback::from(move |draft: ApplicationDraft| {
            let Ok(id) = random::id() else { return };
            let (app, served, is_busy) = (app.clone(), served.clone(), is_busy.clone());
            is_busy.set(true);
            platform::spawn(async move {
                let new = NewApplication { id: id.into(), draft };
                match fetch::change::<_, ApplicationView>("POST", "/applications", None, &new).await {
                    Ok(view) => {
                        announce(&app, words::SENT);
                        let to = Route::Application(view.application.id);
                        locate::push(&to.path());
                        app.dispatch(Act::Go(to));
                    }
                    Err(fault) => {
                        if let Fault::Problem(problem) = &fault {
                            served.set(problem.violations.clone());
                        }
                        complain(&app, &fault);
                    }
                }
                is_busy.set(false);
            });
        })
    };
    let pick = {
        let (chosen, served) = (chosen.clone(), served.clone());
        Callback::from(move |person: String| {
            served.set(Vec::new());
            chosen.set(person);
        })
    };
    let options: Vec<(AttrValue, AttrValue)> = people
        .state
        .here
        .iter()
        .flat_map(|rows| rows.rows().iter())
        .filter(|one| is_manager || heads.contains(&one.unit) || Some(one.person) == me)
        .map(|one| {
            let name = if Some(one.person) == me {
                format!("{}　{}", lang.of(words::MYSELF), one.name)
            } else {
                format!("{}　{}", one.name, one.unit_name)
            };
            (one.person.to_string().into(), name.into())
        })
        .collect();
    let fields = |key: String, draft: ApplicationDraft, holding: Holding| {
        html! {
            <Fields {key} {draft} holding={Some(holding)} is_for_another={*chosen != me.map(|me| me.to_string()).unwrap_or_default()} served={(*served).clone()}
                is_busy={*is_busy} send={lang.of(words::SEND)} onsend={onsend.clone()} />
        }
    };
    let body = if asked.is_some() && change.state.here.is_none() {
        match &change.state.fault {
            Some(fault) => html! { <Failed fault={fault.clone()} again={change.again.clone()} /> },
            None => html! { <Waiting /> },
        }
    } else if chosen.is_empty() {
        let unit = heads.first().map(ToString::to_string).unwrap_or_default();
        let draft = ApplicationDraft { unit, ..ApplicationDraft::default() };
        fields("new".to_owned(), draft, Holding::default())
    } else {
        match (&account.state.here, &account.state.fault) {
            (Some(account), _) => {
                let holding = holding_of(account);
                let is_add = holding.grants.is_empty() || !holding.is_open;
                let kind = if is_add { ApplicationKind::Add } else { ApplicationKind::Change };
                let announced = change.state.here.as_ref().filter(|view| view.change.person == account.id);
                let draft = match announced {
                    Some(view) => ApplicationDraft::of_job_change(&view.change, &account.draft),
                    None => ApplicationDraft::of(kind, account.id, &account.draft),
                };
                fields(account.id.to_string(), draft, holding)
            }
            (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={account.again.clone()} /> },
            (None, None) => html! { <Waiting /> },
        }
    };
    html! {
        <div class="page">
            <div class="page__head"><div><h1 id="page-title" tabindex="-1">{ lang.of(words::NEW) }</h1><p>{ lang.of(words::LEAD) }</p></div></div>
            if asks_for_others {
                <Select id="application-person" label={words::PERSON} {options} value={(*chosen).clone()} blank={lang.of(words::NEW_PERSON)} onchange={pick} />
            }
            { body }
        </div>
    }
}
