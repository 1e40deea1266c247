//! A person at their desk: opened at sign-in, kept up to date, closed when somebody else sits down.

use yew::prelude::*;

use super::Desk;
use crate::{
    inquiry::take_along,
    part,
    platform::{self, clock, events, offline, poke},
    state::{load::use_app, shell::Act},
};

/// Lets the first page have the network to itself, in milliseconds.
const QUIET: u32 = 1_000;

/// Where the desk is handed over.
#[derive(Properties, PartialEq)]
pub struct SittingProps {
    /// To every page; none when it is closed.
    pub desk: UseStateSetter<Option<Desk>>,
}

/// Draws nothing; mounted for as long as one person is signed in.
#[component]
pub fn Sitting(props: &SittingProps) -> Html {
    let app = use_app();
    let desk = use_state(|| None::<Desk>);
    {
        let (app, here, everywhere) = (app.clone(), desk.setter(), props.desk.clone());
        let holder = use_mut_ref(|| None::<Desk>);
        let has_left = use_mut_ref(|| false);
        let person = app.session().map(|session| session.standing.person);
        use_effect_with((), move |()| {
            if let Some(person) = person {
                let (holder, has_left, everywhere) = (holder.clone(), has_left.clone(), everywhere.clone());
                platform::spawn(async move {
                    let opened = Desk::open(app, person.0).await;
                    // Who left while it was being opened does not come back to work on the next person's screen.
                    if *has_left.borrow() {
                        return opened.iter().for_each(Desk::close);
                    }
                    if let Some(desk) = &opened {
                        desk.tell();
                        desk.signed_in();
                        platform::spawn(take_along());
                        platform::spawn(async {
                            clock::pause(QUIET).await;
                            part::fetch_all().await;
                            // Its worker then finds everything in the browser's cache.
                            offline::register();
                        });
                    }
                    holder.borrow_mut().clone_from(&opened);
                    here.set(opened.clone());
                    everywhere.set(opened);
                });
            }
            move || {
                *has_left.borrow_mut() = true;
                if let Some(desk) = holder.borrow_mut().take() {
                    desk.close();
                }
                everywhere.set(None);
            }
        });
    }
    let desk = (*desk).clone();
    use_effect_with(desk.clone(), |desk| {
        let desk = desk.clone();
        let listener = events::on_visibility(move |is_hidden| {
            if let Some(desk) = desk.as_ref().filter(|_| !is_hidden) {
                desk.poked();
            }
        });
        move || drop(listener)
    });
    use_effect_with((desk, app.is_online), move |(desk, is_online)| {
        let ear = desk.clone().filter(|_| *is_online).and_then(|desk| {
            desk.poked();
            poke::listen(move || {
                desk.poked();
                app.dispatch(Act::News);
            })
        });
        move || drop(ear)
    });
    Html::default()
}
