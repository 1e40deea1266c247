//! What a supervisor should see beside a form.

use shared::{
    api::v1::{DecisionContext, InquiryRow, InquiryView},
    id::InquiryId,
};
use yew::prelude::*;

use super::words;
use crate::{
    component::{Chip, Failed, Go, Says, Waiting, status_tone},
    i18n::say,
    inquiry::Facts,
    route::Route,
    state::load::{use_app, use_load},
};

/// Which inquiry.
#[derive(Properties, PartialEq)]
pub struct ContextProps {
    /// The inquiry.
    pub id: InquiryId,
}

/// Draws form and context.
#[component]
pub fn Context(props: &ContextProps) -> Html {
    let lang = use_app().lang;
    let view = use_load::<InquiryView>(&format!("/inquiries/{}", props.id));
    let context = use_load::<DecisionContext>(&format!("/inquiries/{}/context", props.id));
    let Some(form) = &view.state.here else {
        return match &view.state.fault {
            Some(fault) => html! { <Failed fault={fault.clone()} again={view.again.clone()} /> },
            None => html! { <Waiting /> },
        };
    };
    let rows = |rows: &[InquiryRow]| {
        let line = |row: &InquiryRow| {
            html! {
                <li key={row.id.to_string()} class="row row--apart">
                    <Go to={Route::Inquiry(row.id)}>{ &row.case_number }</Go>
                    <Chip text={say::status(lang, &row.status).to_owned()} tone={status_tone(&row.status)} />
                </li>
            }
        };
        html! { <ul role="list" class="stack stack--tight">{ for rows.iter().map(line) }</ul> }
    };
    html! {
        <div class="stack">
            <p><strong><Go to={Route::Inquiry(props.id)}>{ &form.inquiry.registration.case_number }</Go></strong>{ "　" }{ &form.inquiry.applicant_name }</p>
            <Facts view={(**form).clone()} />
            if let Some(context) = &context.state.here {
                <section class="stack stack--tight">
                    <h3>{ lang.of(words::FINDINGS) }</h3>
                    if context.report.violations.is_empty() { <p class="quiet">{ lang.of(words::FINDINGS_NONE) }</p> }
                    <Says id="context-says" violations={context.report.violations.clone()} />
                </section>
                <section class="stack stack--tight">
                    <h3>{ lang.of(words::SAME) }</h3>
                    <p class={if context.subjects_seen_before > 0 { "says says--warning" } else { "quiet" }}>
                        if context.subjects_seen_before > 0 { { lang.fill(words::SAME_SEEN, &[&context.subjects_seen_before]) } }
                        else { { lang.of(words::SAME_NONE) } }
                    </p>
                    { rows(&context.same_subject) }
                </section>
                <section class="stack stack--tight">
                    <h3>{ lang.of(words::RECENT) }</h3>
                    if context.recent.is_empty() { <p class="quiet">{ lang.of(words::RECENT_NONE) }</p> }
                    { rows(&context.recent) }
                </section>
            } else if context.state.fault.is_none() { <Waiting /> }
        </div>
    }
}
