//! 查調資料登記表 on A4 landscape: what the county files, with the form number of the edition it was registered under.

use shared::{api::v1::InquiryView, id::InquiryId, inquiry::Outcome, printout::Fate};
use yew::prelude::*;

use super::words;
use crate::{
    component::{Button, Failed, Go, Look, Waiting},
    i18n::{Label, Lang},
    platform::{clock, locate},
    route::Route,
    state::load::{use_app, use_load},
};

/// Which inquiry.
#[derive(Properties, PartialEq)]
pub struct PaperPageProps {
    /// The inquiry.
    pub id: InquiryId,
}

/// The page: the sheet as it will be printed, and the way to print it.
#[component]
pub fn PaperPage(props: &PaperPageProps) -> Html {
    let app = use_app();
    let loaded = use_load::<InquiryView>(&format!("/inquiries/{}", props.id));
    let Some(view) = loaded.state.here.clone() else {
        return html! {
            <div class="page">
                if let Some(fault) = &loaded.state.fault { <Failed fault={fault.clone()} again={loaded.again.clone()} /> } else { <Waiting /> }
            </div>
        };
    };
    let printer = app.session().map(|session| session.standing.name.clone()).unwrap_or_default();
    html! {
        <div class="page">
            <div class="row noprint">
                <Button id="print" look={Look::Primary} text={app.lang.of(words::PAPER_DO)} onclick={Callback::from(|()| locate::print())} />
                <Go to={Route::Inquiry(props.id)} class="btn">{ app.lang.of(crate::i18n::words::BACK) }</Go>
            </div>
            <Register view={(*view).clone()} {printer} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct RegisterProps {
    view: InquiryView,
    printer: AttrValue,
}

/// The sheet itself. It is a Chinese document whatever the language of the page.
#[component]
fn Register(props: &RegisterProps) -> Html {
    let zh = Lang::ZhTw;
    let view = &props.view;
    let inquiry = &view.inquiry;
    let registration = &inquiry.registration;
    let printed_at = zh.moment(clock::now());
    let mark = format!("{}　{printed_at}", props.printer);
    let approval = inquiry.status.approval();
    let query = inquiry.status.query();
    let of = |label: Label| zh.of(label);
    let period = zh.fill(
        words::PERIOD_SPAN,
        &[&zh.month(&registration.period_from), &zh.month(&registration.period_to)],
    );
    let signed = |name: &str, day: String| html! { <><div>{ name }</div><div>{ day }</div></> };
    let destruction = view.printouts.iter().find_map(|printout| match &printout.printout.fate {
        Fate::Destroyed(destruction) => Some(destruction.clone()),
        _ => None,
    });
    html! {
        <article class="register" lang="zh-Hant-TW">
            <div class="register__mark" aria-hidden="true" data-mark={mark}></div>
            <div class="register__top"><span>{ &view.form_number }</span><span>{ of(words::PAPER_KEEP) }</span></div>
            <h1>{ of(words::PAPER_TITLE) }</h1>
            <div class="register__top">
                <span>{ format!("{}：{}", of(words::UNIT), view.unit_name) }</span>
                <span>{ format!("登記日期：{}", zh.long_day(shared::record::taiwan_day(inquiry.submitted_at))) }</span>
                <span>{ format!("{}：{}", of(words::PAPER_NO), short_no(&inquiry.id)) }</span>
            </div>
            <table>
                <tbody>
                    <tr><th scope="row">{ of(words::ITEM) }</th><td>{ format!("{}　{}", view.item_number, view.item_name) }</td>
                        <th scope="row">{ of(words::CASE_NUMBER) }</th><td>{ &registration.case_number }</td></tr>
                    <tr><th scope="row">{ of(words::PURPOSE) }</th><td>{ &view.purpose }</td>
                        <th scope="row">{ of(words::PERIOD) }</th><td>{ period }</td></tr>
                    <tr><th scope="row">{ of(words::DATA_ITEMS) }</th><td colspan="3">{ view.data_item_names.join("、") }</td></tr>
                    <tr><th scope="row">{ of(words::REASON) }</th><td colspan="3" class="pre">{ &registration.reason }</td></tr>
                    if !registration.justification.is_empty() {
                        <tr><th scope="row">{ of(words::JUSTIFICATION) }</th><td colspan="3" class="pre">{ &registration.justification }</td></tr>
                    }
                    if !registration.remark.is_empty() {
                        <tr><th scope="row">{ of(words::REMARK) }</th><td colspan="3" class="pre">{ &registration.remark }</td></tr>
                    }
                </tbody>
            </table>
            <table>
                <thead><tr><th scope="col">{ of(words::PAPER_NO) }</th><th scope="col">{ of(words::NAME) }</th><th scope="col">{ of(words::IDENTITY) }</th>
                    <th scope="col">{ of(words::PAPER_NO) }</th><th scope="col">{ of(words::NAME) }</th><th scope="col">{ of(words::IDENTITY) }</th></tr></thead>
                <tbody>
                    { for registration.subjects.chunks(2).enumerate().map(|(row, pair)| html! {
                        <tr key={row}>
                            { for pair.iter().enumerate().map(|(side, subject)| html! { <><td>{ row * 2 + side + 1 }</td><td>{ &subject.name }</td><td>{ &subject.identity }</td></> }) }
                            if pair.len() == 1 { <><td></td><td></td><td></td></> }
                        </tr>
                    }) }
                </tbody>
            </table>
            <table>
                <thead><tr><th scope="col" colspan="5">{ of(words::PAPER_RESULT) }</th></tr></thead>
                <tbody>
                    <tr>
                        <th scope="row">{ of(words::QUERIED_DAY) }</th><td>{ query.map_or_else(|| of(words::PAPER_WAIT).to_owned(), |query| zh.moment(query.queried_at)) }</td>
                        <th scope="row">{ of(words::RECORD_PLACE) }</th>
                        <td colspan="2">{ query.map(|query| query.query_record_place.clone()).unwrap_or_default() }</td>
                    </tr>
                    if let Some(query) = query {
                        <tr><th scope="row">{ of(words::OUTCOME) }</th><td colspan="4">{ of(match query.outcome { Outcome::Found => words::FOUND, Outcome::NothingFound => words::NOTHING }) }</td></tr>
                    }
                    { for view.printouts.iter().enumerate().map(|(at, printout)| html! {
                        <tr key={at}>
                            <th scope="row">{ format!("列印資料 {}", at + 1) }</th>
                            <td>{ format!("{} 張", printout.printout.pages) }</td>
                            <td>{ format!("影印 {} 份", printout.printout.copies) }</td>
                            <td>{ fate(&printout.printout.fate) }</td>
                            <td>{ printout.window.as_ref().map(|window| format!("應於 {} 至 {} 銷毀", zh.day(window.destroy_from), zh.day(window.destroy_by))).unwrap_or_default() }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
            <div class="register__sign">
                <div>{ of(words::PAPER_SIGN_USER) }{ signed(&inquiry.applicant_name, zh.moment(inquiry.submitted_at)) }</div>
                <div>{ of(words::PAPER_SIGN_HEAD) }{ approval.map(|decision| {
                    let name = match &decision.for_head_name {
                        Some(head) => zh.fill(words::DEPUTY_FOR, &[&decision.by_name, head]),
                        None => decision.by_name.clone(),
                    };
                    signed(&name, zh.moment(decision.at))
                }).unwrap_or_default() }</div>
                <div>{ of(words::PAPER_SIGN_DESTROY) }{ destruction.as_ref().map(|done| signed(&done.by_name, zh.day(done.on))).unwrap_or_default() }</div>
                <div>{ of(words::PAPER_SIGN_WITNESS) }{ destruction.as_ref().map(|done| signed(&done.witness_name, zh.day(done.on))).unwrap_or_default() }</div>
            </div>
            <div class="register__foot">
                <span>{ of(words::PAPER_NOTE) }</span>
                <span>{ zh.fill(words::PAPER_PRINTED, &[&props.printer, &printed_at]) }</span>
            </div>
        </article>
    }
}

fn fate(fate: &Fate) -> String {
    match fate {
        Fate::Filed { case_number, .. } => format!("附卷：{case_number}"),
        Fate::Kept { place } => format!("暫存：{place}"),
        Fate::NotNeeded { place, .. } => format!("確認無保存必要：{place}"),
        Fate::Destroyed(destruction) => format!("已銷毀：{}", Lang::ZhTw.day(destruction.on)),
    }
}

/// The record's identifier, short enough to read aloud and still found by search.
fn short_no(id: &InquiryId) -> String {
    id.to_string().chars().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect()
}
