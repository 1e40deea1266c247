//! Preparing a change: a day of the amended text, numbers, or what a file of another county says. The rules judge while it is
//! typed, as the server will.

use std::rc::Rc;

use shared::{
    api::v1::{EditionDayView, EditionsView, NewEditionDay},
    edition::{EditionDraft, SettingChange},
    field::{FieldKind, RocDate, count, tidy},
    record::Step,
    regulation::{About, Setting, point_01},
    violation::{Severity, Violation},
};
use yew::prelude::*;

use super::words;
use crate::{
    component::{Button, DateField, Dialog, Look, Says, TextField},
    platform::{
        self, clock,
        fetch::{self, Fault},
        random,
    },
    state::load::{announce, complain, use_app},
};

/// What the dialog starts from.
#[derive(Properties, PartialEq)]
pub struct PrepareProps {
    /// What stands.
    pub view: Rc<EditionsView>,
    /// As far as it is known.
    pub start: EditionDraft,
    /// The day of the amended text is asked for.
    pub has_text: bool,
    /// Done with it.
    pub onclose: Callback<()>,
    /// It was prepared.
    pub onsaved: Callback<()>,
}

/// A number as typed.
#[derive(Debug, Clone, PartialEq)]
struct Typed {
    setting: Setting,
    value: String,
    source: String,
}

fn date(text: &str) -> Option<chrono::NaiveDate> {
    RocDate::parse(&tidy(FieldKind::RocDate, text)).ok().map(|day| day.date())
}

/// The dialog.
#[component]
pub fn PrepareDialog(props: &PrepareProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let shown = |day: Option<chrono::NaiveDate>| day.map(|day| lang.day(day)).unwrap_or_default();
    let (text_from, settings_from) = {
        let start = &props.start;
        (use_state(|| shown(start.amended_from)), use_state(|| shown(start.settings_from)))
    };
    let (document, remark) = {
        let start = &props.start;
        (use_state(|| start.document_number.clone()), use_state(|| start.remark.clone()))
    };
    let typed = use_state(|| {
        let one = |change: &SettingChange| Typed {
            setting: change.setting,
            value: change.value.to_string(),
            source: change.source.clone(),
        };
        props.start.settings.iter().map(one).collect::<Vec<_>>()
    });
    let served = use_state(Vec::<Violation>::new);
    let is_tried = use_state(|| false);
    let is_busy = use_state(|| false);
    let draft = EditionDraft {
        amended_from: date(&text_from).filter(|_| props.has_text),
        settings_from: date(&settings_from),
        settings: typed
            .iter()
            // What is no number is beyond every bound, and the rule says which they are.
            .map(|one| SettingChange {
                setting: one.setting,
                value: count(&one.value).unwrap_or(u32::MAX),
                source: one.source.clone(),
            })
            .collect(),
        document_number: (*document).clone(),
        remark: (*remark).clone(),
    };
    let judged = app.session().map(|session| {
        let step = Step {
            now: clock::now(),
            edition: app.edition(),
            settings: app.settings(),
            actor: &session.standing,
            must_sign: false,
        };
        point_01::edition::check_draft(&draft, props.view.deciding, |_| app.settings(), &step)
    });
    let mut found =
        if *is_tried { judged.map(|report| report.violations).unwrap_or_default() } else { Vec::new() };
    found.extend(
        served
            .iter()
            .filter(|one| !found.iter().any(|own| own.code == one.code))
            .cloned()
            .collect::<Vec<_>>(),
    );
    let is_refused = found.iter().any(|one| one.severity == Severity::Refusal);
    let says = |path: &str| found.iter().filter(|one| one.path == path).cloned().collect::<Vec<_>>();
    let rest: Vec<_> =
        found.iter().filter(|one| one.path.is_empty() || one.path == "settings").cloned().collect();
    let save = {
        let (app, onsaved, served, is_tried, is_busy) =
            (app.clone(), props.onsaved.clone(), served.clone(), is_tried.clone(), is_busy.clone());
        Callback::from(move |()| {
            is_tried.set(true);
            let Ok(id) = random::id() else { return };
            is_busy.set(true);
            let (app, onsaved, served, is_busy) =
                (app.clone(), onsaved.clone(), served.clone(), is_busy.clone());
            let new = NewEditionDay { id: id.into(), draft: draft.clone() };
            platform::spawn(async move {
                match fetch::change::<_, EditionDayView>("POST", "/editions", None, &new).await {
                    Ok(_) => {
                        announce(&app, words::DONE);
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
        let (state, served) = (state.clone(), served.clone());
        Callback::from(move |to| {
            served.set(Vec::new());
            state.set(to);
        })
    };
    let number = |(at, one): (usize, &Typed)| {
        let About { words: called, citation, least, most, .. } = one.setting.about();
        let edit = |change: fn(&mut Typed, String)| {
            let (typed, served) = (typed.clone(), served.clone());
            Callback::from(move |to: String| {
                let mut all = (*typed).clone();
                if let Some(one) = all.get_mut(at) {
                    change(one, to);
                }
                served.set(Vec::new());
                typed.set(all);
            })
        };
        html! {
            <fieldset key={one.setting.name()} class="field">
                <legend class="field__label">{ lang.pick(&called) }{ " " }<small>{ lang.citation(citation) }{ format!("　{least}–{most}") }</small></legend>
                <TextField id={format!("setting-{}", one.setting.name())} label={words::VALUE} value={one.value.clone()} is_short={true}
                    oninput={edit(|one, to| one.value = to)} says={says(&format!("settings.{at}.value"))} />
                <TextField id={format!("source-{}", one.setting.name())} label={words::SOURCE} hint={words::SOURCE_HINT} value={one.source.clone()}
                    oninput={edit(|one, to| one.source = to)} says={says(&format!("settings.{at}.source"))} />
                <Says id={format!("twice-{at}")} violations={says(&format!("settings.{at}.setting"))} />
            </fieldset>
        }
    };
    html! {
        <Dialog title={lang.of(if props.has_text { words::PREPARE } else { words::PREPARE_SETTING })} onclose={props.onclose.clone()}
            foot={html! { <Button id="edition-save" look={Look::Primary} text={lang.of(words::SAVE)} onclick={save} is_busy={*is_busy} is_disabled={*is_tried && is_refused} /> }}>
            if props.has_text {
                <DateField id="edition-day" label={words::DAY} value={(*text_from).clone()} oninput={set(&text_from)} says={says("amended_from")} />
            }
            { for typed.iter().enumerate().map(number) }
            if !typed.is_empty() {
                <DateField id="settings-day" label={words::SETTINGS_DAY} value={(*settings_from).clone()} oninput={set(&settings_from)} says={says("settings_from")} />
            }
            <TextField id="edition-document" label={words::DOCUMENT} value={(*document).clone()} oninput={set(&document)} says={says("document_number")} />
            <TextField id="edition-remark" label={words::REMARK} is_optional={true} value={(*remark).clone()} oninput={set(&remark)} says={says("remark")} />
            <Says id="edition-says" violations={rest} />
        </Dialog>
    }
}
