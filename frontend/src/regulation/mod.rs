//! The regulation in our words: each point, what is checked, and the explanation a field's citation opens.

pub mod words;

use shared::{
    regulation::{Kind, POINTS, PROMISES, Promise, UNENFORCED},
    violation::Severity,
};
use yew::prelude::*;

use crate::{
    app::title,
    component::{Chip, Dialog, Go, Tone},
    i18n::{Lang, words as common},
    route::Route,
    state::{load::use_app, shell::Act},
};

/// The page with every point and every rule.
#[component]
pub fn RegulationPage() -> Html {
    let lang = use_app().lang;
    let point = |point: &shared::regulation::Point| {
        let rule = |rule: &&shared::regulation::Rule| {
            html! {
                <tr key={rule.code}>
                    <td class="nowrap"><code>{ rule.code }</code></td>
                    <td class="nowrap">{ lang.citation(rule.citation) }</td>
                    <td><span class="cell-text">{ lang.pick(&rule.message) }</span></td>
                    <td class="nowrap"><Weight severity={rule.severity} /></td>
                </tr>
            }
        };
        html! {
            <section class="sect" key={point.number} id={format!("point-{}", point.number)}>
                <div class="sect__head">
                    <h2>{ lang.fill(words::POINT, &[&point.number]) }</h2>
                    <span class="faint">{ lang.fill(words::RULES, &[&point.rules.len()]) }</span>
                </div>
                <p class="measure">{ lang.pick(&point.summary) }</p>
                { for PROMISES.iter().filter(|promise| promise.citation.point == point.number).map(|promise| kept(lang, promise)) }
                <div class="tablebox" role="region" tabindex="0" aria-label={lang.fill(words::POINT, &[&point.number])}>
                    <table class="table">
                        <thead><tr>
                            <th scope="col">{ lang.of(common::CODE) }</th><th scope="col">{ lang.of(common::WHAT_IT_ASKS) }</th>
                            <th scope="col">{ lang.of(words::MESSAGE) }</th><th scope="col">{ lang.of(words::WEIGHT) }</th>
                        </tr></thead>
                        <tbody>{ for point.rules.iter().map(rule) }</tbody>
                    </table>
                </div>
            </section>
        }
    };
    html! {
        <div class="page">
            <div class="page__head"><div><h1 id="page-title" tabindex="-1">{ lang.of(words::TITLE) }</h1><p>{ lang.of(words::LEAD) }</p></div></div>
            { for POINTS.iter().map(point) }
            { for PROMISES.iter().filter(|promise| POINTS.iter().all(|point| point.number != promise.citation.point)).map(|promise| kept(lang, promise)) }
            <Unenforceable {lang} />
        </div>
    }
}

/// One row: what must be true, and what keeps it.
fn kept(lang: Lang, promise: &Promise) -> Html {
    let kind = |kind: &Kind| {
        let (label, tone) = match kind {
            Kind::Gate => (words::GATE, Tone::Stop),
            Kind::Duty => (words::DUTY, Tone::Wait),
            Kind::Record => (words::RECORD, Tone::Go),
        };
        html! { <Chip text={lang.of(label)} {tone} /> }
    };
    let screen = |path: &&str| {
        let to = Route::of(path);
        let name = title(to).map_or(*path, |label| lang.of(label));
        html! { <Go {to}>{ name }</Go> }
    };
    let duties: Vec<String> = promise.duties().map(|duty| lang.pick(&duty.words()).to_owned()).collect();
    html! {
        <section class="promise" key={promise.citation.to_string()} id={format!("row-{}", promise.citation)}>
            <h3>{ lang.citation(promise.citation) }{ " " }{ for promise.kinds.iter().map(kind) }</h3>
            <p class="measure">{ lang.pick(&promise.words) }</p>
            <dl class="facts">
                <dt>{ lang.of(words::CHECKED) }</dt><dd>{ lang.fill(words::RULES, &[&promise.rules().count()]) }</dd>
                if !duties.is_empty() { <dt>{ lang.of(words::DUTIES) }</dt><dd>{ duties.join("、") }</dd> }
                <dt>{ lang.of(words::SCREENS) }</dt><dd class="row">{ for promise.screens.iter().map(screen) }</dd>
                if !promise.papers.is_empty() { <dt>{ lang.of(words::PAPERS) }</dt><dd lang="zh-Hant-TW">{ promise.papers.join("、") }</dd> }
            </dl>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct LangProps {
    lang: Lang,
}

#[component]
fn Unenforceable(props: &LangProps) -> Html {
    let lang = props.lang;
    html! {
        <section class="sect">
            <h2>{ lang.of(words::UNENFORCED) }</h2>
            <dl class="facts facts--wide">
                { for UNENFORCED.iter().map(|left| html! {
                    <>
                        <dt>{ lang.citation(left.citation) }</dt>
                        <dd>{ lang.pick(&left.reason) }</dd>
                    </>
                }) }
            </dl>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct WeightProps {
    severity: Severity,
}

#[component]
fn Weight(props: &WeightProps) -> Html {
    let lang = use_app().lang;
    let (label, tone) = match props.severity {
        Severity::Refusal => (words::REFUSES, Tone::Stop),
        Severity::Warning => (words::WARNS, Tone::Warn),
        Severity::Advice => (words::ADVISES, Tone::Plain),
    };
    html! { <Chip text={lang.of(label)} {tone} /> }
}

/// What a finding's citation opens: the point behind it, in our words, with what to do next.
#[component]
pub fn Explain() -> Html {
    let app = use_app();
    let lang = app.lang;
    let Some(violation) = app.explaining.clone() else { return Html::default() };
    let summary = POINTS
        .iter()
        .find(|point| point.number == violation.citation.point)
        .map(|point| lang.pick(&point.summary));
    let onclose = Callback::from(move |()| app.dispatch(Act::Explain(None)));
    html! {
        <Dialog title={lang.citation(violation.citation)} {onclose}>
            <p><strong>{ lang.pick(&violation.message) }</strong></p>
            if let Some(summary) = summary {
                <div class="stack stack--tight"><h3>{ lang.of(common::WHAT_IT_ASKS) }</h3><p class="measure">{ summary }</p></div>
            }
            <div class="row"><Weight severity={violation.severity} /><code class="faint">{ violation.code.to_string() }</code></div>
        </Dialog>
    }
}
