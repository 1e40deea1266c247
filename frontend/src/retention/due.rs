//! Records whose five years are over: chosen, and proposed for disposal before a witness.

use std::collections::BTreeSet;

use shared::{
    api::v1::{DisposalView, DueList, DueRow, NewDisposal, PersonRow},
    retention::{DisposalDraft, Keeping, RecordRef},
    violation::Violation,
};
use yew::prelude::*;

use super::{chip, link, title, words};
use crate::{
    component::{
        Button, Cell, Column, Dialog, Empty, Failed, Look, Notice, Row, Says, Select, Table, TextField, Tone,
        Waiting,
    },
    i18n::Lang,
    inquiry::Rows,
    platform::{
        self,
        fetch::{self, Fault},
        random,
    },
    state::load::{announce, complain, use_app, use_load},
};

/// The list.
#[component]
pub fn Due() -> Html {
    let lang = use_app().lang;
    let loaded = use_load::<DueList>("/retention/due");
    let picked = use_state(BTreeSet::<String>::new);
    let is_open = use_state(|| false);
    let Some(list) = loaded.state.here.clone() else {
        return match &loaded.state.fault {
            Some(fault) => html! { <Failed fault={fault.clone()} again={loaded.again.clone()} /> },
            None => html! { <Waiting /> },
        };
    };
    if list.rows.is_empty() {
        return html! { <Empty title={words::NOTHING_DUE} next={words::NOTHING_DUE_NEXT} /> };
    }
    let columns = [words::RECORD, words::UNIT, words::LAST_ON, words::KEEP_THROUGH, words::STATE]
        .map(|label| Column::text(lang.of(label)))
        .to_vec();
    let rows: Vec<Row> = list.rows.iter().map(|row| line(lang, row)).collect();
    let chosen: Vec<RecordRef> = list
        .rows
        .iter()
        .filter(|row| row.keeping == Keeping::Due && picked.contains(&row.of.id.to_string()))
        .map(|row| row.of.clone())
        .collect();
    let turn = |to: bool| {
        let is_open = is_open.clone();
        Callback::from(move |()| is_open.set(to))
    };
    let done = {
        let (is_open, picked, again) = (is_open.clone(), picked.clone(), loaded.again.clone());
        Callback::from(move |()| {
            is_open.set(false);
            picked.set(BTreeSet::new());
            again.emit(());
        })
    };
    html! {
        <div class="stack">
            if list.is_cut { <Notice tone={Tone::Warn}><p>{ lang.of(words::CUT) }</p></Notice> }
            <div><Button id="propose-disposal" look={Look::Primary} text={lang.fill(words::PROPOSE, &[&chosen.len()])} is_disabled={chosen.is_empty()} onclick={turn(true)} /></div>
            <Table caption={lang.of(words::TAB_DUE)} is_bare={true} {columns} {rows} picked={(*picked).clone()}
                onpick={let picked = picked.clone(); move |keys| picked.set(keys)} />
            if *is_open { <Propose records={chosen} onclose={turn(false)} ondone={done} /> }
        </div>
    }
}

fn line(lang: Lang, row: &DueRow) -> Row {
    let day = |day: chrono::NaiveDate| {
        Cell::show(html! { <span class="nowrap">{ lang.day(day) }</span> }, day.to_string())
    };
    let name = title(lang, &row.of);
    Row {
        key: row.of.id.to_string(),
        name: name.clone(),
        cells: vec![
            Cell::show(link(lang, &row.of), name),
            Cell::text(row.unit_name.clone()),
            day(row.last_on),
            day(row.keep_through),
            Cell::show(
                html! { <>{ chip(lang, row.keeping) }<span class="cell-sub">{ lang.pick(&row.why) }</span></> },
                format!("{:?}", row.keeping),
            ),
        ],
    }
}

#[derive(Properties, PartialEq)]
struct ProposeProps {
    records: Vec<RecordRef>,
    onclose: Callback<()>,
    ondone: Callback<()>,
}

/// The form: before whom, and why.
#[component]
fn Propose(props: &ProposeProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let (witness, reason) = (use_state(String::new), use_state(String::new));
    let served = use_state(Vec::<Violation>::new);
    let is_busy = use_state(|| false);
    let people = use_load::<Rows<PersonRow>>("/people");
    let me = app.session().map(|session| session.standing.person);
    let people: Vec<(AttrValue, AttrValue)> = people
        .state
        .here
        .iter()
        .flat_map(|rows| rows.rows().iter())
        .filter(|row| Some(row.person) != me)
        .map(|row| (row.person.to_string().into(), format!("{} {}", row.name, row.unit_name).into()))
        .collect();
    let save = {
        let (app, witness, reason) = (app.clone(), witness.clone(), reason.clone());
        let (served, is_busy) = (served.clone(), is_busy.clone());
        let (records, ondone) = (props.records.clone(), props.ondone.clone());
        Callback::from(move |()| {
            let Ok(id) = random::id() else { return };
            let draft = DisposalDraft {
                records: records.clone(),
                witness: (*witness).clone(),
                reason: (*reason).clone(),
            };
            let (app, served, is_busy, ondone) =
                (app.clone(), served.clone(), is_busy.clone(), ondone.clone());
            is_busy.set(true);
            platform::spawn(async move {
                let body = NewDisposal { id: id.into(), draft };
                let answer = fetch::change::<_, DisposalView>("POST", "/disposals", None, &body).await;
                is_busy.set(false);
                match answer {
                    Ok(_) => {
                        announce(&app, words::DONE);
                        ondone.emit(());
                    }
                    Err(fault) => {
                        if let Fault::Problem(problem) = &fault {
                            served.set(problem.violations.clone());
                        }
                        complain(&app, &fault);
                    }
                }
            });
        })
    };
    let of = |path: &str| -> Vec<Violation> {
        served.iter().filter(|violation| violation.path == path).cloned().collect()
    };
    let is_own = |violation: &&Violation| ["witness", "reason"].contains(&violation.path.as_str());
    let rest: Vec<Violation> = served.iter().filter(|one| !is_own(one)).cloned().collect();
    let set = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |text: String| state.set(text))
    };
    html! {
        <Dialog title={lang.of(words::PROPOSE_TITLE)} onclose={props.onclose.clone()}
            foot={html! { <Button id="disposal-save" look={Look::Primary} text={lang.fill(words::PROPOSE, &[&props.records.len()])} onclick={save} is_busy={*is_busy} /> }}>
            <p>{ lang.of(words::PROPOSE_HINT) }</p>
            <Says id="disposal-says" violations={rest} />
            <Select id="disposal-witness" label={words::WITNESS} options={people} value={(*witness).clone()} blank={""} onchange={set(&witness)} says={of("witness")} />
            <TextField id="disposal-reason" label={words::REASON} value={(*reason).clone()} is_long={true} oninput={set(&reason)} says={of("reason")} />
        </Dialog>
    }
}
