//! The head of every page: product, county, person, language, colours.

use yew::prelude::*;

use crate::{
    component::{Button, Go, Look},
    i18n::{Lang, words},
    platform::{self, prefs},
    route::Route,
    session::{Role, leave},
    state::{
        load::use_app,
        shell::{Act, Theme},
    },
};

/// Draws the head.
#[component]
pub fn Head() -> Html {
    let app = use_app();
    let lang = app.lang;
    let speak = {
        let app = app.clone();
        let to = if lang == Lang::En { Lang::ZhTw } else { Lang::En };
        Callback::from(move |_: MouseEvent| {
            prefs::set("lang", Some(to.tag()));
            prefs::set_lang(to.tag());
            app.dispatch(Act::Speak(to));
        })
    };
    let (next_theme, theme_word) = match app.theme {
        Theme::System => (Theme::Light, words::THEME_SYSTEM),
        Theme::Light => (Theme::Dark, words::THEME_LIGHT),
        Theme::Dark => (Theme::System, words::THEME_DARK),
    };
    let dress = {
        let app = app.clone();
        Callback::from(move |()| {
            prefs::set("theme", next_theme.name());
            prefs::set_theme(next_theme.name());
            app.dispatch(Act::Dress(next_theme));
        })
    };
    let lock = {
        let app = app.clone();
        Callback::from(move |()| app.dispatch(Act::Lock(true)))
    };
    let go = {
        let app = app.clone();
        Callback::from(move |()| platform::spawn(leave(app.clone())))
    };
    let help = {
        let app = app.clone();
        Callback::from(move |()| app.dispatch(Act::Help(true)))
    };
    let county = if app.is_practice() { words::COUNTY_PRACTICE } else { words::COUNTY };
    let theme_aria = format!("{}：{}", lang.of(words::THEME), lang.of(theme_word));
    html! {
        <header class="head">
            <a class="colons" href="#head" id="head" accesskey="u" title={lang.of(words::HEAD_AREA)}>{ ":::" }</a>
            <Go to={Route::Work} class="brand">
                <span class="brand__seal" aria-hidden="true">{ "查" }</span>
                <span class="brand__name">{ "查調" }<small>{ "Chadiao" }</small></span>
            </Go>
            <span class="head__county">{ lang.of(county) }</span>
            <div class="head__tools">
                if let Some(session) = app.session() {
                    <span class="head__who">
                        <Go to={if session.inspection.is_some() { Route::Work } else { Route::Sessions }}>{ &session.standing.name }</Go>
                        <small>{ format!("{}　{}", session.unit_name, lang.of(Role::of(session).label())) }</small>
                    </span>
                }
                <Button look={Look::Small} text={lang.of(theme_word)} aria={theme_aria} onclick={dress} />
                <button type="button" class="btn btn--small" lang={if lang == Lang::En { "zh-Hant-TW" } else { "en" }} onclick={speak}
                    title={lang.of(words::LANGUAGE_HINT)}>{ lang.of(words::LANGUAGE) }</button>
                <Button look={Look::Small} text={lang.of(words::SHORTCUTS)} key_hint="?" onclick={help} />
                if let Some(session) = app.session() {
                    if session.inspection.is_none() {
                        <Go to={Route::NewIncident} class="btn btn--small" id="report-incident">{ lang.of(words::REPORT_INCIDENT) }</Go>
                    }
                    <Button look={Look::Small} text={lang.of(words::LOCK)} onclick={lock} />
                    <Button look={Look::Small} text={lang.of(words::SIGN_OUT)} onclick={go} />
                }
            </div>
        </header>
    }
}
