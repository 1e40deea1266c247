//! Signing in with the card in the reader; in practice, with the card of one of its people.

use shared::api::v1::PracticePerson;
use yew::prelude::*;

use super::{
    card::{CardDone, CardPanel, CardTask},
    meet, remember_cover, words,
};
use crate::{
    component::{Empty, Failed, TextField, Waiting},
    platform::locate,
    route::Route,
    state::{
        load::{use_app, use_load},
        shell::Act,
    },
};

/// The sign-in page.
#[component]
pub fn SignInPage() -> Html {
    let app = use_app();
    let lang = app.lang;
    let wanted = use_state(String::new);
    let is_practice = app.is_practice();
    let people = use_load::<Vec<PracticePerson>>(if is_practice { "/practice/people" } else { "" });

    let chosen = use_state(|| None::<PracticePerson>);
    let onchoose = {
        let chosen = chosen.clone();
        Callback::from(move |person| chosen.set(Some(person)))
    };
    let ondone = {
        let app = app.clone();
        Callback::from(move |done: CardDone| {
            let CardDone::SignedIn(session) = done else { return };
            remember_cover(false);
            let first = if session.standing.is_manager { Route::Dashboard } else { Route::Work };
            meet(&app, session);
            if app.route == Route::Work {
                locate::replace(&first.path());
                app.dispatch(Act::Go(first));
            }
        })
    };
    let panel = |card_number: &str, name: &str| {
        html! { <CardPanel id="sign-in" task={CardTask::SignIn} card_number={card_number.to_owned()} action={lang.fill(words::SIGN_IN, &[&name]).trim().to_owned()} ondone={ondone.clone()} /> }
    };

    let body = if app.caps.is_some() && !is_practice {
        html! { <><p class="quiet">{ lang.of(words::CARD_LEAD) }</p>{ panel("", "") }</> }
    } else if let Some(people_here) = &people.state.here {
        let matching = |person: &&PracticePerson| {
            let wanted = wanted.trim();
            wanted.is_empty()
                || person.name.contains(wanted)
                || person.unit_name.contains(wanted)
                || person.title.contains(wanted)
        };
        let group = |title: crate::i18n::Label, is_in: fn(&PracticePerson) -> bool| {
            let found: Vec<&PracticePerson> =
                people_here.iter().filter(|person| is_in(person)).filter(matching).collect();
            html! {
                if !found.is_empty() {
                    <section class="stack stack--tight">
                        <h2 class="minor">{ lang.of(title) }</h2>
                        <div class="people">{ for found.into_iter().map(|person| html! { <Person key={person.person.to_string()} is_chosen={chosen.as_ref() == Some(person)} person={person.clone()} onchoose={onchoose.clone()} /> }) }</div>
                    </section>
                }
            }
        };
        html! {
            if people_here.is_empty() {
                <Empty title={words::NOBODY} next={words::NOBODY_NEXT} />
            } else {
                <p class="quiet">{ lang.of(words::PRACTICE_LEAD) }</p>
                if let Some(person) = &*chosen { { panel(&person.card_number, &person.name) } }
                if people_here.len() > 12 {
                    <TextField id="find" label={words::SEARCH} value={(*wanted).clone()} kind_attr="search" is_short={true}
                        oninput={let wanted = wanted.clone(); move |text| wanted.set(text)} />
                }
                { group(words::INSPECTORS, |person| person.unit.0.is_nil()) }
                { group(words::MANAGERS, |person| person.is_manager) }
                { group(words::SUPERVISORS, |person| person.is_supervisor && !person.is_manager) }
                { group(words::STAFF, |person| !person.is_supervisor && !person.is_manager && !person.unit.0.is_nil()) }
            }
        }
    } else if let Some(fault) = &people.state.fault {
        html! { <Failed fault={fault.clone()} again={people.again.clone()} /> }
    } else {
        html! { <Waiting /> }
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div>
            </div>
            <div class="stack">{ body }</div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct PersonProps {
    person: PracticePerson,
    is_chosen: bool,
    onchoose: Callback<PracticePerson>,
}

#[component]
fn Person(props: &PersonProps) -> Html {
    let person = &props.person;
    let onclick = {
        let (onchoose, person) = (props.onchoose.clone(), person.clone());
        Callback::from(move |_: MouseEvent| onchoose.emit(person.clone()))
    };
    html! {
        <button type="button" class="person" {onclick} aria-pressed={props.is_chosen.to_string()} data-person={person.person.to_string()}>
            <b>{ &person.name }</b><span>{ &person.title }</span><small>{ &person.unit_name }</small>
        </button>
    }
}
