//! Letting an inspector in: order, person and card, days, scope.

use shared::{
    Step,
    api::v1::{AgencyView, InspectionView, NewInspection},
    field::{FieldKind, RocDate, tidy},
    inspection::InspectionDraft,
    regulation::point_08,
    violation::{Citation, Violation},
};
use yew::prelude::*;

use super::words;
use crate::{
    account::bind::BindCard,
    component::{Button, Check, Checks, DateField, Dialog, Look, Says, TextField},
    inquiry::Rows,
    pack::POINTS,
    platform::{
        self, clock,
        fetch::{self, Fault},
        random,
    },
    state::load::{announce, complain, use_app, use_load},
};

/// What happens with the form.
#[derive(Properties, PartialEq)]
pub struct GrantProps {
    /// It was closed.
    pub onclose: Callback<()>,
    /// The leave was granted.
    pub onsaved: Callback<()>,
}

/// The form; each field says what is wrong once the whole was tried.
#[component]
pub fn GrantDialog(props: &GrantProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let agencies = use_load::<Rows<AgencyView>>("/agencies?limit=500");
    let draft = use_state(InspectionDraft::default);
    let opens = use_state(|| lang.day(clock::today()));
    let (closes, from, to) = (use_state(String::new), use_state(String::new), use_state(String::new));
    let is_tried = use_state(|| false);
    let served = use_state(Vec::<Violation>::new);
    let is_busy = use_state(|| false);
    let day = |text: &str| RocDate::parse(&tidy(FieldKind::RocDate, text)).ok().map(|day| day.date());
    let whole = InspectionDraft {
        opens_on: day(&opens),
        closes_on: day(&closes),
        from: day(&from),
        to: day(&to),
        ..(*draft).clone()
    };
    let report = app.session().map(|session| {
        let step = Step {
            now: clock::now(),
            edition: app.edition(),
            settings: app.settings(),
            actor: &session.standing,
            must_sign: false,
        };
        point_08::inspection::check(&whole, &step)
    });
    let found: Vec<Violation> = match report {
        Some(report) if *is_tried && !report.is_accepted() => report.violations,
        _ => (*served).clone(),
    };
    let says =
        |path: &str| -> Vec<Violation> { found.iter().filter(|one| one.path == path).cloned().collect() };
    // What the card itself is refused for comes under `signature`.
    let of_card: Vec<Violation> = says("certificate").into_iter().chain(says("signature")).collect();
    let save = {
        let (app, onsaved) = (app.clone(), props.onsaved.clone());
        let (is_tried, served, is_busy) = (is_tried.clone(), served.clone(), is_busy.clone());
        Callback::from(move |()| {
            is_tried.set(true);
            let Ok(id) = random::id() else { return };
            let body = NewInspection { id: id.into(), draft: whole.clone() };
            let (app, onsaved, served, is_busy) =
                (app.clone(), onsaved.clone(), served.clone(), is_busy.clone());
            is_busy.set(true);
            platform::spawn(async move {
                match fetch::change::<_, InspectionView>("POST", "/inspections", None, &body).await {
                    Ok(_) => {
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
    let change = {
        let (draft, served) = (draft.clone(), served.clone());
        move |set: Box<dyn Fn(&mut InspectionDraft)>| {
            let mut next = (*draft).clone();
            set(&mut next);
            served.set(Vec::new());
            draft.set(next);
        }
    };
    let text = |set: fn(&mut InspectionDraft, String)| {
        let change = change.clone();
        Callback::from(move |text: String| change(Box::new(move |draft| set(draft, text.clone()))))
    };
    let date = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |text: String| state.set(text))
    };
    let onread = {
        let change = change.clone();
        Callback::from(move |(certificate, number): (String, String)| {
            change(Box::new(move |draft| {
                draft.certificate.clone_from(&certificate);
                if draft.card_number.is_empty() {
                    draft.card_number.clone_from(&number);
                }
            }));
        })
    };
    let onpoint = {
        let change = change.clone();
        Callback::from(move |(point, is_on): (String, bool)| {
            let Ok(point) = point.parse::<u8>() else { return };
            change(Box::new(move |draft| {
                draft.points.retain(|kept| *kept != point);
                draft.points.extend(is_on.then_some(point));
            }));
        })
    };
    let onunit = {
        let change = change.clone();
        Callback::from(move |(unit, is_on): (String, bool)| {
            let Ok(unit) = unit.parse() else { return };
            change(Box::new(move |draft| {
                draft.units.retain(|kept| *kept != unit);
                draft.units.extend(is_on.then_some(unit));
            }));
        })
    };
    let masking = change.clone();
    let onmask = Callback::from(move |is_on: bool| {
        masking(Box::new(move |draft| draft.is_unmasked = is_on));
    });
    let points = POINTS.map(|point| {
        let words = lang.citation(Citation::point(point));
        (AttrValue::from(point.to_string()), AttrValue::from(words), AttrValue::default())
    });
    let units: Vec<(AttrValue, AttrValue, AttrValue)> =
        agencies.state.here.as_ref().map_or_else(Vec::new, |found| {
            let one = |unit: &AgencyView| {
                let name = unit.draft.name.clone();
                (AttrValue::from(unit.id.to_string()), AttrValue::from(name), AttrValue::default())
            };
            found.rows().iter().map(one).collect()
        });
    let chosen_points: Vec<String> = draft.points.iter().map(ToString::to_string).collect();
    let chosen_units: Vec<String> = draft.units.iter().map(ToString::to_string).collect();
    html! {
        <Dialog title={lang.of(words::GRANT)} onclose={props.onclose.clone()}
            foot={html! { <Button id="leave-grant" look={Look::Primary} text={lang.of(words::GRANT)} onclick={save} is_busy={*is_busy} /> }}>
            <Says id="leave-says" violations={says("")} />
            <TextField id="leave-order" label={words::ORDER} hint={words::ORDER_HINT} value={draft.order.clone()} oninput={text(|draft, text| draft.order = text)} says={says("order")} />
            <TextField id="leave-name" label={words::NAME} value={draft.name.clone()} oninput={text(|draft, text| draft.name = text)} says={says("name")} />
            <TextField id="leave-agency" label={words::AGENCY} value={draft.agency.clone()} oninput={text(|draft, text| draft.agency = text)} says={says("agency")} />
            <TextField id="leave-card" label={words::CARD} value={draft.card_number.clone()} oninput={text(|draft, text| draft.card_number = text)} says={says("card_number")} />
            <TextField id="leave-last4" label={words::LAST_FOUR} hint={words::LAST_FOUR_HINT} is_short={true} value={draft.id_last4.clone()} oninput={text(|draft, text| draft.id_last4 = text)} says={says("id_last4")} />
            <BindCard card_number={draft.card_number.clone()} is_bound={!draft.certificate.is_empty()} {onread} says={of_card} />
            <div class="row">
                <DateField id="leave-opens" label={words::OPENS} value={(*opens).clone()} oninput={date(&opens)} says={says("opens_on")} />
                <DateField id="leave-closes" label={words::CLOSES} value={(*closes).clone()} oninput={date(&closes)} says={says("closes_on")} />
            </div>
            <div class="row">
                <DateField id="leave-from" label={words::FROM} value={(*from).clone()} oninput={date(&from)} says={says("from")} />
                <DateField id="leave-to" label={words::TO} value={(*to).clone()} oninput={date(&to)} says={says("to")} />
            </div>
            <Checks id="leave-points" label={words::POINTS} hint={words::POINTS_HINT} options={points.to_vec()} chosen={chosen_points} onchange={onpoint} says={says("points")} />
            <Checks id="leave-units" label={words::UNITS} hint={words::UNITS_HINT} options={units} chosen={chosen_units} onchange={onunit} says={says("units")} />
            <Check text={lang.of(words::UNMASK)} note={lang.of(words::UNMASK_NOTE)} is_on={draft.is_unmasked} onchange={onmask} />
        </Dialog>
    }
}
