//! How a deadline came about, day by day.

use chrono::NaiveDate;
use shared::period::Step;
use yew::prelude::*;

use crate::state::load::use_app;

/// A period's working.
#[derive(Properties, PartialEq)]
pub struct WorkingProps {
    /// Its days, in order.
    pub steps: Vec<Step>,
    /// The day that judges.
    pub end: NaiveDate,
    /// It is over and was not met.
    #[prop_or_default]
    pub is_late: bool,
}

/// Draws the days along the thread.
#[component]
pub fn Working(props: &WorkingProps) -> Html {
    let lang = use_app().lang;
    let one = |(at, step): (usize, &Step)| {
        let is_end = step.date == props.end;
        let class = is_end.then_some(if props.is_late { "is-late" } else { "is-end" });
        let text = lang.pick(&step.text);
        // The rules write the day into the sentence; here it stands before it, so only the reason is kept.
        let reason =
            text.split_once(['：', ':']).map_or(text.as_str(), |(_, reason)| reason.trim()).to_owned();
        html! {
            <li key={at} {class}><time datetime={step.date.to_string()}>{ lang.day(step.date) }</time><span>{ reason }</span></li>
        }
    };
    html! { <ol class="working">{ for props.steps.iter().enumerate().map(one) }</ol> }
}
