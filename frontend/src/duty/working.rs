//! How one duty's days were found, asked for when it is unfolded.

use shared::duty::{Duty, Working};
use yew::prelude::*;

use super::words;
use crate::{
    component::{self, Failed, Notice, Tone, Waiting},
    i18n::say,
    state::load::{use_app, use_load},
};

/// The duty.
#[derive(Properties, PartialEq)]
pub struct DutyWorkingProps {
    /// It.
    pub duty: Duty,
    /// It is late.
    pub is_late: bool,
}

/// Draws the days along the thread.
#[component]
pub fn DutyWorking(props: &DutyWorkingProps) -> Html {
    let lang = use_app().lang;
    let (record, kind) = (props.duty.record, props.duty.kind.name());
    let loaded = use_load::<Working>(&format!("/duties/{record}/{kind}/working"));
    match (&loaded.state.here, &loaded.state.fault) {
        (Some(working), _) => {
            let last = working.strict.or_else(|| working.steps.last().map(|step| step.date));
            let moved = working.moved.filter(|day| Some(*day) != working.strict);
            html! {
                <section class="stack stack--tight" aria-label={lang.fill(words::WORKING_OF, &[&say::duty(lang, kind)])}>
                    <p class="quiet">{ lang.citation(working.citation) }</p>
                    if let Some(end) = last { <component::Working steps={working.steps.clone()} {end} is_late={props.is_late} /> }
                    if let Some(day) = moved { <p>{ lang.fill(words::MOVED_TO, &[&lang.day(day)]) }</p> }
                    if let Some(missing) = &working.missing { <Notice tone={Tone::Warn}>{ lang.pick(missing) }</Notice> }
                </section>
            }
        }
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    }
}
