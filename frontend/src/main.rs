//! The web app: draws what the rules say while a person types.

mod account;
mod agency;
mod amendment;
mod app;
mod approval;
mod audit;
mod certificate;
mod component;
mod custody;
mod dashboard;
mod duty;
mod edition;
mod finding;
mod i18n;
mod incident;
mod inquiry;
mod inspection;
mod inventory;
mod journal;
mod liability;
mod notice;
mod oversight;
mod pack;
mod paper;
mod part;
mod platform;
mod printout;
mod reconciliation;
mod regulation;
mod retention;
mod review;
mod route;
mod schedule;
mod session;
mod shell;
mod state;
mod sync;

fn main() {
    if let Some(root) = platform::root() {
        yew::Renderer::<app::App>::with_root(root).render();
    }
}

/// Every noun's words, for the test that reads them all.
#[cfg(test)]
fn words_of_all_nouns() -> Vec<&'static [(&'static str, i18n::Label)]> {
    vec![
        session::words::ALL,
        regulation::words::ALL,
        inquiry::words::ALL,
        sync::words::ALL,
        duty::words::ALL,
        schedule::words::ALL,
        printout::words::ALL,
        approval::words::ALL,
        dashboard::words::ALL,
        inventory::words::ALL,
        agency::words::ALL,
        account::words::ALL,
        custody::words::ALL,
        edition::words::ALL,
        notice::words::ALL,
        amendment::words::ALL,
        retention::words::ALL,
        review::words::ALL,
        account::application::words::ALL,
        account::job_change::words::ALL,
        journal::words::ALL,
        paper::words::ALL,
        pack::words::ALL,
        inspection::words::ALL,
        certificate::words::ALL,
        liability::words::ALL,
        audit::words::ALL,
        finding::words::ALL,
        incident::words::ALL,
        reconciliation::words::ALL,
        oversight::words::ALL,
    ]
}
