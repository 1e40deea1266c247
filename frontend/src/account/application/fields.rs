//! The permission form's fields, judged by the shared rules while they are typed.

use shared::{
    account::{
        ApplicationDraft, Grant,
        application::{ApplicationFacts, ApplicationKind, Holding},
    },
    api::v1::{AgencyView, ItemView},
    field::{FieldKind, RocDate, tidy},
    regulation::point_04,
    violation::Violation,
};
use yew::prelude::*;

use super::{kind_label, words};
use crate::{
    component::{Button, Check, Checks, DateField, Look, Radios, Says, Select, TextField},
    inquiry::{Rows, facts_of, use_items},
    platform::clock,
    state::load::{use_app, use_load},
};

/// What is filled in.
#[derive(Properties, PartialEq)]
pub struct FieldsProps {
    /// As it begins.
    pub draft: ApplicationDraft,
    /// What the register says of the person; none while it is on its way.
    pub holding: Option<Holding>,
    /// Whether it is somebody else's, for whom it is filled in.
    pub is_for_another: bool,
    /// What the server found.
    pub served: Vec<Violation>,
    /// It is on its way.
    pub is_busy: bool,
    /// What the button says.
    pub send: AttrValue,
    /// It is to be sent.
    pub onsend: Callback<ApplicationDraft>,
}

/// Draws the form.
#[component]
pub fn Fields(props: &FieldsProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let agencies = use_load::<Rows<AgencyView>>("/agencies?limit=500");
    let items = use_items();
    let first = props.draft.clone();
    let days = (first.effective_on, first.expires_on);
    let draft = use_state(move || first);
    let effective = use_state(move || days.0.map(|day| lang.day(day)).unwrap_or_default());
    let expires = use_state(move || days.1.map(|day| lang.day(day)).unwrap_or_default());
    let has_tried = use_state(|| false);
    let day = |text: &str| RocDate::parse(&tidy(FieldKind::RocDate, text)).ok().map(|day| day.date());
    let whole =
        ApplicationDraft { effective_on: day(&effective), expires_on: day(&expires), ..(*draft).clone() };
    let today = app.caps.as_ref().map_or_else(clock::today, |caps| caps.today);
    let known: Vec<ItemView> = items.as_ref().map(|items| items.to_vec()).unwrap_or_default();
    let facts = ApplicationFacts {
        holding: props.holding.clone(),
        parents: None,
        items: items.as_ref().map(|items| items.iter().map(facts_of).collect()),
        others: None,
    };
    let filer = app.session().map(|session| session.standing.clone());
    let report = point_04::check_application(&whole, filer.as_ref(), today, &facts);
    let says = |path: &str| -> Vec<Violation> {
        let is_here = |violation: &&Violation| {
            violation.path == path || (path == "grants" && violation.path.starts_with("grants["))
        };
        let typed = report.violations.iter().filter(|_| *has_tried).filter(is_here);
        let mut found: Vec<Violation> = typed.chain(props.served.iter().filter(is_here)).cloned().collect();
        found.dedup_by(|a, b| a.code == b.code);
        found
    };
    let text = |set: fn(&mut ApplicationDraft, String)| {
        let draft = draft.clone();
        Callback::from(move |text: String| {
            let mut next = (*draft).clone();
            set(&mut next, text);
            draft.set(next);
        })
    };
    let kind = {
        let draft = draft.clone();
        Callback::from(move |name: String| {
            let kind = ApplicationKind::ALL.into_iter().find(|kind| kind.name() == name);
            draft.set(ApplicationDraft { kind: kind.unwrap_or_default(), ..(*draft).clone() });
        })
    };
    let tick = |item: &ItemView| {
        let (draft, item) = (draft.clone(), item.clone());
        Callback::from(move |(code, is_on): (String, bool)| {
            let mut next = (*draft).clone();
            let held = next.grants.iter().find(|grant| grant.item == item.id);
            let mut codes = held.map(|grant| grant.data_items.clone()).unwrap_or_default();
            codes.retain(|kept| *kept != code);
            if is_on {
                codes.push(code);
            }
            next.grants.retain(|grant| grant.item != item.id);
            if !codes.is_empty() {
                next.grants.push(Grant { item: item.id, data_items: codes });
            }
            draft.set(next);
        })
    };
    let send = {
        let (has_tried, onsend, is_good) = (has_tried.clone(), props.onsend.clone(), report.is_accepted());
        let whole = whole.clone();
        Callback::from(move |()| {
            has_tried.set(true);
            if is_good {
                onsend.emit(whole.clone());
            }
        })
    };
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |text| state.set(text))
    };
    let units: Vec<(AttrValue, AttrValue)> = agencies
        .state
        .here
        .iter()
        .flat_map(|rows| rows.rows().iter())
        .map(|agency| {
            (agency.id.to_string().into(), lang.name(&agency.draft.name, &agency.draft.name_en).into())
        })
        .collect();
    let kinds = [
        (ApplicationKind::Add, words::ADD_NOTE),
        (ApplicationKind::Change, words::CHANGE_NOTE),
        (ApplicationKind::Revoke, words::REVOKE_NOTE),
    ];
    let kinds: Vec<(AttrValue, AttrValue, AttrValue)> = kinds
        .iter()
        .map(|(kind, note)| (kind.name().into(), lang.of(kind_label(*kind)).into(), lang.of(*note).into()))
        .collect();
    let unit = whole.unit.parse().ok();
    let is_offered = |item: &&ItemView| {
        let covers = unit.is_some_and(|unit| item.covered.contains(&unit)) && item.repeal.is_none();
        covers || whole.grants.iter().any(|grant| grant.item == item.id)
    };
    let offered: Vec<&ItemView> = known.iter().filter(is_offered).collect();
    let item = |item: &&ItemView| {
        let chosen = whole.grants.iter().find(|grant| grant.item == item.id);
        let options: Vec<(AttrValue, AttrValue, AttrValue)> = item
            .draft
            .data_items
            .iter()
            .map(|data| {
                (data.code.clone().into(), lang.name(&data.name, &data.name_en).into(), AttrValue::default())
            })
            .collect();
        html! {
            <div key={item.id.to_string()} class="stack stack--tight">
                <p class="cell-main">{ format!("{}　{}", item.draft.number, lang.name(&item.draft.name, &item.draft.name_en)) }</p>
                <Checks id={format!("grant-{}", item.draft.number)} label={words::GRANTS} {options} chosen={chosen.map(|grant| grant.data_items.clone()).unwrap_or_default()} onchange={tick(item)} />
            </div>
        }
    };
    let is_revoke = whole.kind == ApplicationKind::Revoke;
    let is_add = whole.kind == ApplicationKind::Add;
    let pledge = {
        let draft = draft.clone();
        Callback::from(move |is_on| {
            draft.set(ApplicationDraft { is_confidential: is_on, ..(*draft).clone() });
        })
    };
    let pledge_words = if props.is_for_another { words::PLEDGE_FOR } else { words::PLEDGE };
    html! {
        <div class="two two--even">
            <div class="stack">
                <Radios id="application-kind" label={words::KIND} options={kinds} value={whole.kind.name()} onchange={kind} />
                <TextField id="application-name" label={words::NAME} value={draft.name.clone()} oninput={text(|d, t| d.name = t)} says={says("name")} />
                <Select id="application-unit" label={words::UNIT} options={units} value={draft.unit.clone()} blank={lang.of(words::UNIT_BLANK)} onchange={text(|d, t| d.unit = t)} says={says("unit")} />
                if !is_revoke {
                    <TextField id="application-title" label={words::JOB} value={draft.title.clone()} oninput={text(|d, t| d.title = t)} says={says("title")} />
                    <TextField id="application-extension" label={words::EXTENSION} value={draft.extension.clone()} oninput={text(|d, t| d.extension = t)} is_short={true} is_optional={true} />
                    <TextField id="application-email" label={words::EMAIL} value={draft.email.clone()} oninput={text(|d, t| d.email = t)} says={says("email")} is_optional={true} />
                    <TextField id="application-last4" label={words::LAST_FOUR} value={draft.id_last4.clone()} oninput={text(|d, t| d.id_last4 = t)} says={says("id_last4")} is_short={true} />
                    <TextField id="application-egov" label={words::EGOV} value={draft.egov_account.clone()} oninput={text(|d, t| d.egov_account = t)} says={says("egov_account")} />
                    <TextField id="application-card" label={words::CARD} value={draft.card_number.clone()} oninput={text(|d, t| d.card_number = t)} says={says("card_number")} kind={FieldKind::CardNumber} />
                }
            </div>
            <div class="stack">
                if !is_revoke {
                    <section class="stack" aria-label={lang.of(words::GRANTS)}>
                        <p class="field__hint">{ lang.of(words::GRANTS_HINT) }</p>
                        if offered.is_empty() { <p class="quiet">{ lang.of(words::GRANTS_NONE) }</p> }
                        { for offered.iter().map(item) }
                        <Says id="application-grants-says" violations={says("grants")} />
                    </section>
                    <TextField id="application-basis" label={words::BASIS} value={draft.basis.clone()} is_long={true} oninput={text(|d, t| d.basis = t)} says={says("basis")} />
                }
                if !is_add {
                    <TextField id="application-reason" label={words::REASON} value={draft.reason.clone()} oninput={text(|d, t| d.reason = t)} says={says("reason")} />
                }
                <DateField id="application-effective" label={words::EFFECTIVE} value={(*effective).clone()} oninput={set(&effective)} says={says("effective_on")} />
                if !is_revoke {
                    <DateField id="application-expires" label={words::EXPIRES} value={(*expires).clone()} oninput={set(&expires)} says={says("expires_on")} is_optional={true} />
                    <p class="field__hint">{ lang.of(words::EXPIRES_HINT) }</p>
                    <Check text={lang.of(pledge_words)} is_on={whole.is_confidential} onchange={pledge} />
                    <Says id="application-pledge-says" violations={says("is_confidential")} />
                }
                <Says id="application-says" violations={[says(""), says("person")].concat()} />
                <div class="actions"><Button id="application-send" look={Look::Primary} text={props.send.clone()} onclick={send} is_busy={props.is_busy} /></div>
            </div>
        </div>
    }
}
