//! 查核資料包: what is made for the Bureau's inspectors, and what was made.

pub mod words;

use shared::{
    Step,
    api::v1::{NewPack, Page},
    field::{FieldKind, RocDate, tidy},
    pack::{PackBody, PackDraft},
    regulation::point_08,
    violation::{Citation, Violation},
};
use yew::prelude::*;

use crate::{
    component::{
        Button, Cell, Check, Checks, Chip, Column, DateField, Empty, Failed, Look, Row, Says, Table,
        TextField, Tone, Waiting,
    },
    i18n::Lang,
    platform::{
        self, clock,
        fetch::{self, Fault},
        random,
    },
    retention::RecordTools,
    state::load::{announce, complain, use_app, use_load},
};

/// Points whose records a pack may hold.
pub const POINTS: [u8; 9] = [1, 2, 4, 5, 6, 8, 9, 10, 11];

/// The page.
#[component]
pub fn PacksPage() -> Html {
    let lang = use_app().lang;
    let loaded = use_load::<Page<PackBody>>("/packs?limit=200");
    let columns = vec![
        Column::text(lang.of(words::PERIOD)),
        Column::text(lang.of(words::POINTS)),
        Column::text(lang.of(words::ORDER)),
        Column::text(lang.of(words::MADE)),
        Column::plain(lang.of(words::FILE)),
    ];
    let row = |pack: &PackBody| {
        let points = if pack.points.is_empty() {
            lang.of(words::ALL_POINTS).to_owned()
        } else {
            pack.points.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        };
        let period = format!("{} – {}", lang.day(pack.from), lang.day(pack.to));
        let tone = if pack.is_unmasked { Tone::Warn } else { Tone::Plain };
        let word = if pack.is_unmasked { words::UNMASKED } else { words::MASKED };
        Row {
            key: pack.id.to_string(),
            name: period.clone(),
            cells: vec![
                Cell::text(period),
                Cell::text(points),
                Cell::show(
                    html! { <>{ &pack.order }{ " " }<Chip text={lang.of(word)} {tone} /></> },
                    pack.order.clone(),
                ),
                Cell::show(
                    html! { <>{ &pack.by_name }<span class="cell-sub">{ lang.moment(pack.at) }</span></> },
                    pack.at.to_rfc3339(),
                ),
                Cell::show(
                    html! { <span class="row"><a class="btn btn--small" href={format!("/api/v1/packs/{}/file", pack.id)} download="">{ lang.of(words::DOWNLOAD) }</a><RecordTools kind="pack" id={pack.id.0} name={pack.order.clone()} /></span> },
                    String::new(),
                ),
            ],
        }
    };
    let body = match (&loaded.state.here, &loaded.state.fault) {
        (Some(page), _) if page.items.is_empty() => html! { <Empty title={words::NONE} /> },
        (Some(page), _) => {
            html! { <Table caption={lang.of(words::TITLE)} is_bare={true} {columns} rows={page.items.iter().map(row).collect::<Vec<_>>()} /> }
        }
        (None, Some(fault)) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
        (None, None) => html! { <Waiting /> },
    };
    html! {
        <div class="page">
            <div class="page__head">
                <div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div>
            </div>
            <Form onsaved={loaded.again.clone()} />
            { body }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct FormProps {
    onsaved: Callback<()>,
}

/// What is asked for; each field says what is wrong once it was left or the whole was tried.
#[component]
fn Form(props: &FormProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let (from, to, order) = (use_state(String::new), use_state(String::new), use_state(String::new));
    let points = use_state(Vec::<String>::new);
    let is_unmasked = use_state(|| false);
    let is_tried = use_state(|| false);
    let served = use_state(Vec::<Violation>::new);
    let is_busy = use_state(|| false);
    let day = |text: &str| RocDate::parse(&tidy(FieldKind::RocDate, text)).ok().map(|day| day.date());
    let draft = PackDraft {
        from: day(&from),
        to: day(&to),
        points: points.iter().filter_map(|point| point.parse().ok()).collect(),
        order: (*order).clone(),
        is_unmasked: *is_unmasked,
    };
    let report = app.session().map(|session| {
        let step = Step {
            now: clock::now(),
            edition: app.edition(),
            settings: app.settings(),
            actor: &session.standing,
            must_sign: false,
        };
        point_08::pack::check(&draft, &step)
    });
    let found: Vec<Violation> = match report {
        Some(report) if *is_tried && !report.is_accepted() => report.violations,
        _ => (*served).clone(),
    };
    let says = |path: &str| -> Vec<Violation> {
        found.iter().filter(|violation| violation.path == path).cloned().collect()
    };
    let make = {
        let (app, draft, onsaved) = (app.clone(), draft.clone(), props.onsaved.clone());
        let (is_tried, served, is_busy) = (is_tried.clone(), served.clone(), is_busy.clone());
        Callback::from(move |()| {
            is_tried.set(true);
            let Ok(id) = random::id() else { return };
            let body = NewPack { id: id.into(), draft: draft.clone() };
            let (app, onsaved, served, is_busy) =
                (app.clone(), onsaved.clone(), served.clone(), is_busy.clone());
            is_busy.set(true);
            platform::spawn(async move {
                match fetch::change::<_, PackBody>("POST", "/packs", None, &body).await {
                    Ok(_) => {
                        served.set(Vec::new());
                        announce(&app, words::SAVED);
                        onsaved.emit(());
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
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |text: String| state.set(text))
    };
    let option = |point: u8| {
        let citation = Citation::point(point);
        let words = if lang == Lang::En { citation.en() } else { citation.zh_tw() };
        (AttrValue::from(point.to_string()), AttrValue::from(words), AttrValue::default())
    };
    let tick = {
        let points = points.clone();
        Callback::from(move |(point, is_on): (String, bool)| {
            let mut next: Vec<String> = points.iter().filter(|one| **one != point).cloned().collect();
            next.extend(is_on.then_some(point));
            points.set(next);
        })
    };
    html! {
        <section class="card stack">
            <h2 id="make-pack">{ lang.of(words::MAKE) }</h2>
            <p class="quiet" id="pack-limit">{ lang.of(words::LIMIT) }</p>
            <Says id="pack-says" violations={says("")} />
            <div class="row">
                <DateField id="pack-from" label={words::FROM} value={(*from).clone()} oninput={set(&from)} says={says("from")} />
                <DateField id="pack-to" label={words::TO} value={(*to).clone()} oninput={set(&to)} says={says("to")} />
            </div>
            <Checks id="pack-points" label={words::POINTS} hint={words::POINTS_HINT} options={POINTS.map(option).to_vec()} chosen={(*points).clone()} onchange={tick} says={says("points")} />
            <TextField id="pack-order" label={words::ORDER} hint={words::ORDER_HINT} value={(*order).clone()} oninput={set(&order)} says={says("order")} is_optional={!*is_unmasked} />
            <Check text={lang.of(words::UNMASK)} note={lang.of(words::UNMASK_NOTE)} is_on={*is_unmasked} onchange={let is_unmasked = is_unmasked.clone(); move |is_on| is_unmasked.set(is_on)} />
            <div><Button id="pack-make" look={Look::Primary} text={lang.of(words::MAKE)} onclick={make} is_busy={*is_busy} /></div>
        </section>
    }
}
