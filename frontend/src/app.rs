//! The whole page: state at the top, frame around, page inside.

use shared::session::{LOCK_MINUTES, LOCK_WARNING_SECONDS};
use yew::prelude::*;

use crate::{
    component::{Empty, Go, Toasts, Waiting},
    i18n::{Lang, words},
    part::{PartView, Shown},
    platform::{self, clock, events, focus, locate, prefs},
    route::Route,
    session::{LockScreen, SignInPage, arrive, look_around},
    shell::{Banners, Foot, Head, Side, use_page_keys},
    state::{
        load::App as Handle,
        shell::{Act, Presence, Shell, Theme},
    },
    sync::Desk,
};

/// The app.
#[component]
pub fn App() -> Html {
    let app = use_reducer(|| {
        let lang = match prefs::get("lang").as_deref() {
            Some("en") => Lang::En,
            _ => Lang::ZhTw,
        };
        let theme = Theme::of(prefs::get("theme").as_deref());
        prefs::set_lang(lang.tag());
        prefs::set_theme(theme.name());
        Shell {
            lang,
            theme,
            route: Route::of(&locate::here()),
            is_online: events::is_online(),
            ..Shell::default()
        }
    });
    let desk = use_state(|| None::<Desk>);
    use_world(&app);
    use_page_keys(&app);
    use_title(&app);
    use_company(&app);

    let person = app.session().map(|session| session.standing.person);
    let frame = format!("frame-{}", person.map(|person| person.to_string()).unwrap_or_default());
    html! {
        <ContextProvider<Handle> context={app.clone()}>
        <ContextProvider<Option<Desk>> context={(*desk).clone()}>
            if let Some(session) = app.session().filter(|session| session.inspection.is_none()) {
                <PartView key={session.standing.person.to_string()} shown={Shown::Desk(desk.setter())} />
            }
            if app.is_locked { <LockScreen key="cover" /> }
            // Behind the cover a page goes, unless somebody was writing on it; nobody else comes back to what they wrote.
            if !app.is_locked || focus::is_in_dialog() || focus::has_work() { <Frame key={frame} /> }
            <Toasts />
        </ContextProvider<Option<Desk>>>
        </ContextProvider<Handle>>
    }
}

#[component]
fn Frame() -> Html {
    let app = crate::state::load::use_app();
    let lang = app.lang;
    let is_bare = app.session().is_none();
    html! {
        <div class={classes!("shell", is_bare.then_some("shell--bare"))} hidden={app.is_locked}>
            <div class="skips">
                <a href="#main" onclick={to_id("main")}>{ lang.of(words::SKIP_MAIN) }</a>
                if !is_bare { <a href="#menu">{ lang.of(words::SKIP_NAV) }</a> }
            </div>
            <Head />
            <Banners />
            <Side />
            <main class="work" id="main" tabindex="-1">
                <a class="colons" href="#main" accesskey="c" title={lang.of(words::MAIN_AREA)} onclick={to_id("main")}>{ ":::" }</a>
                <Page key={app.route.path()} />
            </main>
            <Foot />
            if app.explaining.is_some() { <PartView shown={Shown::Explanation} /> }
            if app.is_helping { <PartView shown={Shown::Keys} /> }
        </div>
    }
}

#[component]
fn Page() -> Html {
    let app = crate::state::load::use_app();
    match app.presence {
        Presence::Unknown => return html! { <div class="page"><Waiting /></div> },
        Presence::Nobody if !matches!(app.route, Route::Regulation | Route::Verify) => {
            return html! { <SignInPage /> };
        }
        Presence::Nobody | Presence::Somebody(_) => {}
    }
    if app.session().is_some_and(|session| session.inspection.is_some()) {
        return inspected(app.lang, app.route);
    }
    match app.route {
        Route::Lost => html! {
            <div class="page">
                <h1 class="sr" id="page-title" tabindex="-1">{ app.lang.of(words::NOT_FOUND) }</h1>
                <Empty title={words::NOT_FOUND} next={words::NOT_FOUND_NEXT}>
                    <Go to={Route::Work} class="btn">{ app.lang.of(words::GO_HOME) }</Go>
                </Empty>
            </div>
        },
        route => html! { <PartView shown={Shown::Page(route)} /> },
    }
}

/// What an inspector is shown: the room, what everybody may read, and nothing else.
fn inspected(lang: Lang, route: Route) -> Html {
    match route {
        Route::Work => html! { <PartView shown={Shown::Room} /> },
        Route::Inspected(_)
        | Route::InspectedRecord(..)
        | Route::Regulation
        | Route::Verify
        | Route::Certificate => html! { <PartView shown={Shown::Page(route)} /> },
        _ => html! {
            <div class="page">
                <h1 class="sr" id="page-title" tabindex="-1">{ lang.of(crate::inspection::words::OUTSIDE) }</h1>
                <Empty title={crate::inspection::words::OUTSIDE} next={crate::inspection::words::OUTSIDE_NEXT}>
                    <Go to={Route::Work} class="btn">{ lang.of(crate::inspection::words::BACK) }</Go>
                </Empty>
            </div>
        },
    }
}

/// What reaches the page from outside: the server, the network, the browser's own buttons, an empty chair.
#[hook]
fn use_world(app: &Handle) {
    let minutes = app.session().map_or(LOCK_MINUTES, |session| session.lock_minutes);
    let (app, sitter) = (app.clone(), app.clone());
    use_effect_with((), move |()| {
        platform::spawn(arrive(app.clone()));
        let step = {
            let app = app.clone();
            locate::on_step(move || app.dispatch(Act::Go(Route::of(&locate::here()))))
        };
        let network = {
            let app = app.clone();
            events::on_network(move |is_online| {
                app.dispatch(Act::Connect(is_online));
                if is_online {
                    app.dispatch(Act::News);
                }
            })
        };
        move || drop((step, network))
    });
    use_effect_with(minutes, move |minutes| {
        let app = sitter;
        let idle = events::on_idle(minutes * 60, LOCK_WARNING_SECONDS, move |left| match left {
            Some(0) => app.dispatch(Act::Lock(true)),
            left => app.dispatch(Act::LocksIn(left)),
        });
        move || drop(idle)
    });
}

/// Something happened on the server: perhaps somebody signed in with this person's card, or ended this session.
#[hook]
fn use_company(app: &Handle) {
    const OFTEN: i64 = 20;
    let last = use_mut_ref(clock::now);
    let app = app.clone();
    use_effect_with(app.news, move |_| {
        let now = clock::now();
        let is_due = (now - *last.borrow()).num_seconds() >= OFTEN;
        if app.session().is_some() && !app.is_locked && app.is_online && is_due {
            *last.borrow_mut() = now;
            platform::spawn(look_around(app));
        }
    });
}

/// A new page is named in the tab, and the keyboard starts at its heading, as after a real load.
#[hook]
fn use_title(app: &Handle) {
    let lang = app.lang;
    use_effect_with((app.visits, app.route), move |(visits, _)| {
        if *visits > 0 {
            focus::on_id("page-title");
        }
    });
    use_effect_with((lang, app.route, app.session().is_some()), move |(lang, route, is_in)| {
        let name = if *is_in { title(*route).map(|label| lang.of(label)) } else { None };
        let product = lang.of(words::PRODUCT);
        locate::set_title(
            &name.map_or_else(|| format!("{product} Chadiao"), |name| format!("{name} · {product}")),
        );
    });
}

/// What a page is called.
pub const fn title(route: Route) -> Option<crate::i18n::Label> {
    Some(match route {
        Route::Work => words::NAV_WORK,
        Route::NewInquiry | Route::Edit(_) => words::NAV_NEW,
        Route::Inquiries | Route::Inquiry(_) | Route::Paper(_) => words::NAV_ALL,
        Route::Sheet(..) => crate::paper::words::PRINT,
        Route::Approvals => words::NAV_APPROVALS,
        Route::Printouts | Route::Printout(_) => words::NAV_PRINTOUTS,
        Route::Duties => words::NAV_DUTIES,
        Route::Dashboard => words::NAV_DASHBOARD,
        Route::Items | Route::NewItem | Route::Item(_) => words::NAV_ITEMS,
        Route::Agencies => words::NAV_AGENCIES,
        Route::Accounts => words::NAV_ACCOUNTS,
        Route::Custody | Route::ManagerChange(_) => words::NAV_CUSTODY,
        Route::Notices | Route::Notice(_) => words::NAV_NOTICES,
        Route::Amendment => words::NAV_AMENDMENT,
        Route::Retention | Route::Disposal(_) => words::NAV_RETENTION,
        Route::Reviews | Route::Review(_) => words::NAV_REVIEWS,
        Route::Roster => words::NAV_ROSTER,
        Route::Applications | Route::NewApplication | Route::ApplicationFor(_) | Route::Application(_) => {
            words::NAV_APPLICATIONS
        }
        Route::JobChanges => words::NAV_JOB_CHANGES,
        Route::Editions => words::NAV_EDITIONS,
        Route::Journal => words::NAV_JOURNAL,
        Route::Verify => words::NAV_VERIFY,
        Route::Packs => words::NAV_PACKS,
        Route::Inspections | Route::Leave(_) => crate::inspection::words::TITLE,
        Route::Inspected(_) | Route::InspectedRecord(..) => crate::inspection::words::ROOM_TITLE,
        Route::Certificate => words::NAV_CERTIFICATE,
        Route::Regulation => words::NAV_REGULATION,
        Route::Sessions => words::NAV_SESSIONS,
        Route::Oversight | Route::Overseen(_) => words::NAV_OVERSIGHT,
        Route::Authorisation => words::NAV_AUTHORISATION,
        Route::Liability => words::NAV_LIABILITY,
        Route::Audits | Route::Audit(_) | Route::JointAudit(_) => words::NAV_AUDITS,
        Route::AuditDraw(_) | Route::CheckDraw => crate::audit::words::CHECK_TITLE,
        Route::Reconciliations => words::NAV_RECONCILIATIONS,
        Route::Incidents | Route::NewIncident | Route::Incident(_) => words::NAV_INCIDENTS,
        Route::Findings => crate::finding::words::TITLE,
        Route::Tokens => words::NAV_TOKENS,
        Route::Outbox | Route::Lost => return None,
    })
}

fn to_id(id: &'static str) -> Callback<MouseEvent> {
    Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        focus::on_id(id);
    })
}
