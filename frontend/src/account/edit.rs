//! The editor of one account, judged by point 4 while it is typed.

use shared::{
    account::AccountDraft,
    api::v1::{AccountView, AgencyView, NewAccount},
    field::{FieldKind, RocDate, tidy},
    regulation::point_04,
    violation::Violation,
};
use yew::prelude::*;

use super::{application::Grants, bind::BindCard, deputies::Deputies, words};
use crate::{
    component::{Button, Checks, DateField, Dialog, Go, Look, Says, Select, TextField},
    i18n::words as common,
    inquiry::Rows,
    platform::{
        self,
        fetch::{self, Fault},
        random,
    },
    route::Route,
    state::load::{announce, complain_of_saving, use_app, use_load},
};

/// What is edited.
#[derive(Properties, PartialEq)]
pub struct EditProps {
    /// As it stands; none for a fresh one.
    pub account: Option<AccountView>,
    /// All of them, for those who may be stood in for.
    pub accounts: Vec<AccountView>,
    /// Not now.
    pub onclose: Callback<()>,
    /// It was saved.
    pub onsaved: Callback<()>,
}

/// Draws the editor.
#[component]
pub fn EditDialog(props: &EditProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let agencies = use_load::<Rows<AgencyView>>("/agencies?limit=500");
    let first = props.account.as_ref().map(|account| account.draft.clone()).unwrap_or_default();
    let days = (first.active_from, first.active_until);
    let draft = use_state(move || first);
    let from = use_state(move || days.0.map(|day| lang.day(day)).unwrap_or_default());
    let until = use_state(move || days.1.map(|day| lang.day(day)).unwrap_or_default());
    let has_tried = use_state(|| false);
    let served = use_state(Vec::<Violation>::new);
    let revision = use_state(|| props.account.as_ref().map_or(0, |account| account.revision));
    let day = |text: &str| RocDate::parse(&tidy(FieldKind::RocDate, text)).ok().map(|day| day.date());
    let whole = AccountDraft { active_from: day(&from), active_until: day(&until), ..(*draft).clone() };
    let report = point_04::check_account(&whole);
    let says = |path: &str| -> Vec<Violation> {
        report
            .at(path)
            .filter(|_| *has_tried)
            .chain(served.iter().filter(|violation| violation.path == path))
            .cloned()
            .collect()
    };
    let text = |set: fn(&mut AccountDraft, String)| {
        let (draft, served) = (draft.clone(), served.clone());
        Callback::from(move |text: String| {
            let mut next = (*draft).clone();
            set(&mut next, text);
            served.set(Vec::new());
            draft.set(next);
        })
    };
    let head = {
        let draft = draft.clone();
        Callback::from(move |(unit, is_on): (String, bool)| {
            let Ok(unit) = unit.parse() else { return };
            let mut next = (*draft).clone();
            next.heads.retain(|kept| *kept != unit);
            if is_on {
                next.heads.push(unit);
            }
            draft.set(next);
        })
    };
    let save = {
        let (app, has_tried, served) = (app.clone(), has_tried.clone(), served.clone());
        let (account, onsaved, is_good) =
            (props.account.clone(), props.onsaved.clone(), report.is_accepted());
        let whole = whole.clone();
        let revision = revision.clone();
        Callback::from(move |()| {
            has_tried.set(true);
            if !is_good {
                return;
            }
            let (app, draft, served, account, onsaved) =
                (app.clone(), whole.clone(), served.clone(), account.clone(), onsaved.clone());
            let revision = revision.clone();
            platform::spawn(async move {
                let answer = match &account {
                    Some(account) => {
                        fetch::change::<_, AccountView>(
                            "PUT",
                            &format!("/accounts/{}", account.id),
                            Some(*revision),
                            &draft,
                        )
                        .await
                    }
                    None => match random::id() {
                        Ok(id) => {
                            fetch::change::<_, AccountView>(
                                "POST",
                                "/accounts",
                                None,
                                &NewAccount { id: id.into(), draft },
                            )
                            .await
                        }
                        Err(_) => return,
                    },
                };
                match answer {
                    Ok(_) => {
                        announce(&app, words::SAVED);
                        onsaved.emit(());
                    }
                    Err(fault) => {
                        if let Fault::Problem(problem) = &fault {
                            served.set(problem.violations.clone());
                        }
                        if let Some(now) = complain_of_saving(&app, &fault) {
                            revision.set(now);
                        }
                    }
                }
            });
        })
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
    let heads: Vec<(AttrValue, AttrValue, AttrValue)> =
        units.iter().map(|(id, name)| (id.clone(), name.clone(), AttrValue::default())).collect();
    let deputies = {
        let (draft, served) = (draft.clone(), served.clone());
        Callback::from(move |deputies| {
            served.set(Vec::new());
            draft.set(AccountDraft { deputy_for: deputies, ..(*draft).clone() });
        })
    };
    let onread = {
        let (draft, served) = (draft.clone(), served.clone());
        Callback::from(move |(certificate, card_number)| {
            served.set(Vec::new());
            draft.set(AccountDraft { certificate, card_number, ..(*draft).clone() });
        })
    };
    let deputies_say: Vec<Violation> =
        (0..draft.deputy_for.len()).flat_map(|at| says(&format!("deputy_for[{at}].until"))).collect();
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |text| state.set(text))
    };
    html! {
        <Dialog title={lang.of(if props.account.is_some() { common::EDIT } else { words::NEW })} onclose={props.onclose.clone()} is_wide={true}
            foot={html! { <Button id="account-save" look={Look::Primary} text={lang.of(common::SAVE)} onclick={save} /> }}>
            <div class="two two--even">
                <div class="stack">
                    <TextField id="account-name" label={words::NAME} value={draft.name.clone()} oninput={text(|d, t| d.name = t)} says={says("name")} />
                    <TextField id="account-title" label={words::JOB} value={draft.title.clone()} oninput={text(|d, t| d.title = t)} says={says("title")} />
                    <Select id="account-unit" label={words::UNIT} options={units} value={draft.unit.clone()} blank={lang.of(words::UNIT_BLANK)} onchange={text(|d, t| d.unit = t)} says={says("unit")} />
                    <TextField id="account-extension" label={words::EXTENSION} value={draft.extension.clone()} oninput={text(|d, t| d.extension = t)} is_short={true} is_optional={true} />
                    <TextField id="account-email" label={words::EMAIL} hint={words::EMAIL_HINT} value={draft.email.clone()} oninput={text(|d, t| d.email = t)} says={says("email")} is_optional={true} />
                    <TextField id="account-egov" label={words::EGOV} value={draft.egov_account.clone()} oninput={text(|d, t| d.egov_account = t)} says={says("egov_account")} />
                    <TextField id="account-card" label={words::CARD} value={draft.card_number.clone()} oninput={text(|d, t| d.card_number = t)} says={says("card_number")} kind={FieldKind::CardNumber} />
                    <TextField id="account-last4" label={words::LAST_FOUR} hint={words::LAST_FOUR_HINT} value={draft.id_last4.clone()} oninput={text(|d, t| d.id_last4 = t)} says={says("id_last4")} is_short={true} is_optional={true} />
                    <BindCard card_number={draft.card_number.clone()} is_bound={!draft.certificate.is_empty()} {onread} says={says("signature")} />
                    <DateField id="account-from" label={words::FROM} value={(*from).clone()} oninput={set(&from)} says={says("active_from")} />
                    <DateField id="account-until" label={words::UNTIL} value={(*until).clone()} oninput={set(&until)} says={says("active_until")} is_optional={true} />
                </div>
                <div class="stack">
                    <section class="stack stack--tight" id="account-grants">
                        <h3>{ lang.of(words::GRANTS) }</h3>
                        <p class="field__hint">{ lang.of(words::GRANTS_HINT) }</p>
                        <Grants grants={draft.grants.clone()} none={words::GRANTS_NONE} />
                        <p><Go to={Route::NewApplication}>{ lang.of(words::GRANTS_APPLY) }</Go></p>
                        <Says id="account-grants-says" violations={says("grants")} />
                    </section>
                    <Checks id="account-heads" label={words::HEADS} options={heads} chosen={draft.heads.iter().map(ToString::to_string).collect::<Vec<_>>()} onchange={head} says={says("heads")} />
                    <Deputies deputies={draft.deputy_for.clone()} accounts={props.accounts.clone()} agencies={agencies.state.here.as_ref().map(|rows| rows.rows().to_vec()).unwrap_or_default()}
                        onchange={deputies} says={deputies_say} />
                </div>
            </div>
        </Dialog>
    }
}
