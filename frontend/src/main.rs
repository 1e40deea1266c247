//! The web app: draws what the rules say while a person types.

mod app;
mod component;
mod duty;
mod i18n;
mod inquiry;
mod platform;
mod printout;
mod regulation;
mod route;
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
        printout::words::ALL,
    ]
}
