//! After the query: made when, what came of it, what paper it left, where the query record is.

use chrono::{DateTime, NaiveTime, TimeZone, Utc};
use shared::{
    api::v1::InquiryView,
    field::{FieldKind, RocDate, count, tidy},
    id::PrintoutId,
    inquiry::{InquiryAction, Outcome, QueryDraft},
    printout::{FateDraft, PrintoutDraft},
    violation::Violation,
};
use yew::prelude::*;

use super::words;
use crate::{
    component::{Button, DateField, Dialog, Look, Radios, Says, Select, TextField},
    platform::{
        self, clock,
        fetch::{self, Fault},
        random,
    },
    state::load::{announce, complain, use_app},
};

/// A printout while it is being typed.
#[derive(Debug, Clone, PartialEq)]
struct Sheet {
    pages: String,
    copies: String,
    is_filed: bool,
    place: String,
}

impl Sheet {
    fn fresh(case_number: &str) -> Self {
        Self { pages: "1".into(), copies: "0".into(), is_filed: true, place: case_number.to_owned() }
    }

    fn draft(&self) -> Option<PrintoutDraft> {
        let place = self.place.trim().to_owned();
        let fate =
            if self.is_filed { FateDraft::Filed { case_number: place } } else { FateDraft::Kept { place } };
        Some(PrintoutDraft { pages: count(&self.pages)?, copies: count(&self.copies)?, fate })
    }
}

/// For which inquiry.
#[derive(Properties, PartialEq)]
pub struct QueryProps {
    /// The inquiry.
    pub view: InquiryView,
    /// Not now.
    pub onclose: Callback<()>,
    /// It was recorded.
    pub onsaved: Callback<()>,
}

/// Draws the form.
#[component]
pub fn QueryDialog(props: &QueryProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let case_number = props.view.inquiry.registration.case_number.clone();
    let day = use_state(|| lang.day(clock::today()));
    let time = use_state(|| lang.moment(clock::now()).rsplit(' ').next().unwrap_or_default().to_owned());
    let outcome = use_state(|| "found".to_owned());
    let sheets = {
        let case_number = case_number.clone();
        use_state(move || vec![Sheet::fresh(&case_number)])
    };
    let place = use_state(String::new);
    let report = use_state(Vec::<Violation>::new);
    let is_busy = use_state(|| false);

    let save = {
        let (app, id, revision) = (app.clone(), props.view.inquiry.id, props.view.inquiry.revision);
        let (day, time, outcome, sheets, place) =
            (day.clone(), time.clone(), outcome.clone(), sheets.clone(), place.clone());
        let (report, is_busy, onsaved) = (report.clone(), is_busy.clone(), props.onsaved.clone());
        Callback::from(move |()| {
            let Some(queried_at) = moment(&day, &time).map(|at| within_minute(at, clock::now())) else {
                return app.dispatch(crate::state::shell::Act::Warn(lang.of(words::TIME_HINT).to_owned()));
            };
            let printouts: Option<Vec<PrintoutDraft>> = sheets.iter().map(Sheet::draft).collect();
            let Some(printouts) = printouts else {
                return app
                    .dispatch(crate::state::shell::Act::Warn(lang.of(words::NUMBER_NEEDED).to_owned()));
            };
            let ids: Result<Vec<PrintoutId>, _> =
                printouts.iter().map(|_| random::id().map(PrintoutId::from)).collect();
            let Ok(printout_ids) = ids else { return };
            let outcome = if *outcome == "found" { Outcome::Found } else { Outcome::NothingFound };
            let query = QueryDraft { queried_at, outcome, printouts, query_record_place: (*place).clone() };
            let action = InquiryAction::CarryOut { query, printout_ids };
            let (app, report, is_busy, onsaved) =
                (app.clone(), report.clone(), is_busy.clone(), onsaved.clone());
            is_busy.set(true);
            platform::spawn(async move {
                let path = format!("/inquiries/{id}/actions");
                match fetch::change::<_, InquiryView>("POST", &path, Some(revision), &action).await {
                    Ok(_) => {
                        announce(&app, words::RECORDED);
                        onsaved.emit(());
                    }
                    Err(fault) => {
                        if let Fault::Problem(problem) = &fault {
                            report.set(problem.violations.clone());
                        }
                        complain(&app, &fault);
                        is_busy.set(false);
                    }
                }
            });
        })
    };
    let add = {
        let (sheets, case_number) = (sheets.clone(), case_number);
        Callback::from(move |()| {
            let mut next = (*sheets).clone();
            next.push(Sheet::fresh(&case_number));
            sheets.set(next);
        })
    };
    let says = |path: &str| {
        report.iter().filter(|violation| violation.path.ends_with(path)).cloned().collect::<Vec<_>>()
    };
    let outcomes = vec![
        ("found".into(), lang.of(words::FOUND).into(), AttrValue::default()),
        ("nothing_found".into(), lang.of(words::NOTHING).into(), AttrValue::default()),
    ];
    let sheet = |(at, sheet): (usize, &Sheet)| {
        let set = |change: fn(&mut Sheet, String)| {
            let sheets = sheets.clone();
            Callback::from(move |text: String| {
                let mut next = (*sheets).clone();
                if let Some(sheet) = next.get_mut(at) {
                    change(sheet, text);
                }
                sheets.set(next);
            })
        };
        let remove = {
            let sheets = sheets.clone();
            Callback::from(move |()| {
                let mut next = (*sheets).clone();
                if at < next.len() {
                    next.remove(at);
                }
                sheets.set(next);
            })
        };
        let fates = vec![
            ("filed".into(), lang.of(words::FATE_FILED).into()),
            ("kept".into(), lang.of(words::FATE_KEPT).into()),
        ];
        let place_label = if sheet.is_filed { words::FATE_FILED_CASE } else { words::FATE_KEPT_PLACE };
        html! {
            <div class="card card--sunk" key={at}>
                <div class="row row--top">
                    <TextField id={format!("sheet-{at}-pages")} label={words::PAGES} value={sheet.pages.clone()} oninput={set(|s, text| s.pages = text)} is_short={true}
                        says={says(&format!("printouts[{at}].pages"))} />
                    <TextField id={format!("sheet-{at}-copies")} label={words::COPIES} value={sheet.copies.clone()} oninput={set(|s, text| s.copies = text)} is_short={true}
                        says={says(&format!("printouts[{at}].copies"))} />
                    <Select id={format!("sheet-{at}-fate")} label={words::FATE} options={fates} value={if sheet.is_filed { "filed" } else { "kept" }}
                        onchange={set(|s, text| s.is_filed = text == "filed")} />
                    <TextField class="grow" id={format!("sheet-{at}-place")} label={place_label} value={sheet.place.clone()} oninput={set(|s, text| s.place = text)}
                        says={[says(&format!("printouts[{at}].case_number")), says(&format!("printouts[{at}].place"))].concat()} />
                    <Button look={Look::Plain} text={lang.of(crate::i18n::words::REMOVE)} onclick={remove} />
                </div>
            </div>
        }
    };
    html! {
        <Dialog title={lang.of(words::QUERY_TITLE)} onclose={props.onclose.clone()} is_wide={true}
            foot={html! { <Button id="query-save" look={Look::Primary} text={lang.of(words::SAVE_QUERY)} onclick={save} is_busy={*is_busy} /> }}>
            <p class="quiet">{ lang.of(words::QUERY_LEAD) }</p>
            <Says id="query-says" violations={says_whole(&report)} />
            <div class="row row--top">
                <DateField id="query-day" label={words::QUERIED_DAY} value={(*day).clone()} oninput={let day = day.clone(); move |text| day.set(text)} says={says("queried_at")} />
                <TextField id="query-time" label={words::QUERIED_TIME} hint={words::TIME_HINT} value={(*time).clone()} oninput={let time = time.clone(); move |text| time.set(text)} is_short={true} />
            </div>
            <Radios id="query-outcome" label={words::OUTCOME} options={outcomes} value={(*outcome).clone()} onchange={let outcome = outcome.clone(); move |text| outcome.set(text)} />
            <div class="stack stack--tight">
                <h3>{ lang.of(words::PRINTED) }</h3>
                <p class="field__hint">{ lang.of(words::PRINTED_HINT) }</p>
                { for sheets.iter().enumerate().map(sheet) }
                <div><Button text={lang.of(words::ADD_PRINTOUT)} onclick={add} /></div>
            </div>
            <TextField id="query-place" label={words::RECORD_PLACE} hint={words::RECORD_HINT} value={(*place).clone()} is_optional={true}
                oninput={let place = place.clone(); move |text| place.set(text)} says={says("query_record_place")} />
        </Dialog>
    }
}

/// Findings that hang on no field of this form.
fn says_whole(report: &[Violation]) -> Vec<Violation> {
    let fields = ["queried_at", "pages", "copies", "case_number", "place"];
    report
        .iter()
        .filter(|violation| !fields.iter().any(|field| violation.path.ends_with(field)))
        .cloned()
        .collect()
}

/// A 民國 or ISO day and a Taiwan time of day.
fn moment(day: &str, time: &str) -> Option<DateTime<Utc>> {
    let day = RocDate::parse(&tidy(FieldKind::RocDate, day)).ok()?.date();
    let time = NaiveTime::parse_from_str(time.trim(), "%H:%M").ok()?;
    let taiwan = chrono::FixedOffset::east_opt(8 * 3600)?;
    Some(taiwan.from_local_datetime(&day.and_time(time)).single()?.to_utc())
}

/// This very minute means this very moment: an approval a few seconds ago still comes before it.
fn within_minute(at: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    if (0..60).contains(&(now - at).num_seconds()) { now } else { at }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taiwan_moment_is_read_from_either_spelling() {
        let at = moment("115/11/23", "14:05").unwrap();
        assert_eq!(at.to_rfc3339(), "2026-11-23T06:05:00+00:00");
        assert_eq!(moment("2026-11-23", " 14:05 "), Some(at));
        assert_eq!(moment("115/11/23", "25:00"), None);
    }

    #[test]
    fn a_sheet_without_a_number_is_no_printout() {
        let mut sheet = Sheet::fresh("115-社障-1");
        assert!(sheet.draft().is_some());
        sheet.pages = "兩張".into();
        assert!(sheet.draft().is_none());
    }
}
