//! The editor of one agency or unit, judged by point 1 while it is typed.

use shared::{
    agency::{AgencyDraft, AgencyKind},
    api::v1::{AgencyView, NewAgency},
    field::FieldKind,
    regulation::point_01,
    violation::Violation,
};
use yew::prelude::*;

use super::words;
use crate::{
    component::{Button, Check, Dialog, Look, Select, TextField},
    i18n::words as common,
    platform::{
        self,
        fetch::{self, Fault},
        random,
    },
    state::load::{announce, complain_of_saving, use_app},
};

/// What is edited.
#[derive(Properties, PartialEq)]
pub struct EditProps {
    /// As it stands; none for a fresh one.
    pub agency: Option<AgencyView>,
    /// Everything it may belong to.
    pub all: Vec<AgencyView>,
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
    let draft = {
        let first = props.agency.as_ref().map(|agency| agency.draft.clone()).unwrap_or_default();
        use_state(move || first)
    };
    let has_tried = use_state(|| false);
    let served = use_state(Vec::<Violation>::new);
    let revision = use_state(|| props.agency.as_ref().map_or(0, |agency| agency.revision));
    let report = point_01::check_agency(&draft);
    let says = |path: &str| -> Vec<Violation> {
        report
            .at(path)
            .filter(|_| *has_tried)
            .chain(served.iter().filter(|violation| violation.path == path))
            .cloned()
            .collect()
    };
    let text = |set: fn(&mut AgencyDraft, String)| {
        let (draft, served) = (draft.clone(), served.clone());
        Callback::from(move |text: String| {
            let mut next = (*draft).clone();
            set(&mut next, text);
            served.set(Vec::new());
            draft.set(next);
        })
    };
    let social = {
        let draft = draft.clone();
        Callback::from(move |is_on| draft.set(AgencyDraft { is_social_affairs: is_on, ..(*draft).clone() }))
    };
    let save = {
        let (app, draft, has_tried, served) = (app.clone(), draft.clone(), has_tried.clone(), served.clone());
        let (agency, onsaved, is_good) = (props.agency.clone(), props.onsaved.clone(), report.is_accepted());
        let revision = revision.clone();
        Callback::from(move |()| {
            has_tried.set(true);
            if !is_good {
                return;
            }
            let (app, draft, served, agency, onsaved) =
                (app.clone(), (*draft).clone(), served.clone(), agency.clone(), onsaved.clone());
            let revision = revision.clone();
            platform::spawn(async move {
                let answer = match &agency {
                    Some(agency) => {
                        fetch::change::<_, AgencyView>(
                            "PUT",
                            &format!("/agencies/{}", agency.id),
                            Some(*revision),
                            &draft,
                        )
                        .await
                    }
                    None => match random::id() {
                        Ok(id) => {
                            fetch::change::<_, AgencyView>(
                                "POST",
                                "/agencies",
                                None,
                                &NewAgency { id: id.into(), draft },
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
    let kinds: Vec<(AttrValue, AttrValue)> =
        vec![("agency".into(), lang.of(words::AGENCY).into()), ("unit".into(), lang.of(words::UNIT).into())];
    let own = props.agency.as_ref().map(|agency| agency.id);
    let parents: Vec<(AttrValue, AttrValue)> = props
        .all
        .iter()
        .filter(|agency| Some(agency.id) != own)
        .map(|agency| {
            (agency.id.to_string().into(), lang.name(&agency.draft.name, &agency.draft.name_en).into())
        })
        .collect();
    html! {
        <Dialog title={lang.of(if props.agency.is_some() { common::EDIT } else { words::NEW })} onclose={props.onclose.clone()}
            foot={html! { <Button id="agency-save" look={Look::Primary} text={lang.of(common::SAVE)} onclick={save} /> }}>
            <TextField id="agency-name" label={words::NAME} value={draft.name.clone()} oninput={text(|d, t| d.name = t)} says={says("name")} />
            <TextField id="agency-name-en" label={words::NAME_EN} value={draft.name_en.clone()} oninput={text(|d, t| d.name_en = t)} says={says("name_en")} is_optional={true} />
            <Select id="agency-kind" label={words::KIND} options={kinds} value={if draft.kind == AgencyKind::Agency { "agency" } else { "unit" }}
                onchange={text(|d, t| d.kind = if t == "agency" { AgencyKind::Agency } else { AgencyKind::Unit })} says={says("kind")} />
            <Select id="agency-parent" label={words::PARENT} options={parents} value={draft.parent.map(|parent| parent.to_string()).unwrap_or_default()}
                blank={lang.of(words::PARENT_NONE)} onchange={text(|d, t| d.parent = t.parse().ok())} says={says("parent")} />
            <TextField id="agency-code" label={words::AGENCY_CODE} value={draft.code.clone()} oninput={text(|d, t| d.code = t)} says={says("code")} kind={FieldKind::AgencyCode} is_optional={true} is_short={true} />
            <TextField id="agency-oid" label={words::OID} value={draft.oid.clone()} oninput={text(|d, t| d.oid = t)} says={says("oid")} kind={FieldKind::AgencyOid} is_optional={true} />
            <fieldset class="stack">
                <legend>{ lang.of(words::CONTACT) }</legend>
                <p class="field__hint">{ lang.of(words::CONTACT_HINT) }</p>
                <TextField id="contact-name" label={words::CONTACT_NAME} value={draft.contact.name.clone()} oninput={text(|d, t| d.contact.name = t)} says={says("contact.name")} is_optional={true} />
                <TextField id="contact-title" label={words::CONTACT_TITLE} value={draft.contact.title.clone()} oninput={text(|d, t| d.contact.title = t)} is_optional={true} />
                <TextField id="contact-phone" label={words::CONTACT_PHONE} value={draft.contact.phone.clone()} oninput={text(|d, t| d.contact.phone = t)} says={says("contact.phone")} is_optional={true} is_short={true} />
                <TextField id="contact-email" label={words::CONTACT_EMAIL} value={draft.contact.email.clone()} oninput={text(|d, t| d.contact.email = t)} says={says("contact.email")} is_optional={true} />
            </fieldset>
            <Check text={lang.of(words::SOCIAL)} is_on={draft.is_social_affairs} onchange={social} />
        </Dialog>
    }
}
