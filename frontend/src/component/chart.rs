//! Charts in plain SVG with the figures as a table behind them; marks differ by shape as well as by tint.

use yew::prelude::*;

use crate::{i18n::words, state::load::use_app};

const WIDTH: f64 = 500.0;
const HEIGHT: f64 = 220.0;
const LEFT: f64 = 40.0;
const BOTTOM: f64 = 28.0;
const TOP: f64 = 14.0;

/// A named row of figures, one for each step of the axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// Its figures.
    pub figures: Vec<i64>,
}

/// Figures along time.
#[derive(Properties, PartialEq)]
pub struct LinesProps {
    /// What is shown.
    pub title: AttrValue,
    /// The steps of the axis.
    pub steps: Vec<String>,
    /// At most three series.
    pub series: Vec<Series>,
}

/// Draws up to three lines: full, dashed, dotted.
#[component]
pub fn Lines(props: &LinesProps) -> Html {
    let most = props.series.iter().flat_map(|series| series.figures.iter().copied()).max().unwrap_or(0);
    let top = ceiling(most);
    let count = props.steps.len().max(2);
    let x = |at: usize| LEFT + (WIDTH - LEFT - 12.0) * at.to_f64() / (count - 1).to_f64();
    let y = |figure: i64| TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - figure.to_f64() / top.to_f64());
    let every = count.div_ceil(7);
    let line = |(no, series): (usize, &Series)| {
        let points: Vec<String> = series
            .figures
            .iter()
            .enumerate()
            .map(|(at, figure)| format!("{:.1},{:.1}", x(at), y(*figure)))
            .collect();
        let (line, dot) = marks(no);
        let last = series.figures.len().saturating_sub(1);
        html! {
            <g key={no}>
                <polyline class={line} points={points.join(" ")} />
                if let Some(figure) = series.figures.last() {
                    <circle class={dot} cx={format!("{:.1}", x(last))} cy={format!("{:.1}", y(*figure))} r="3.5" />
                }
            </g>
        }
    };
    let label = |(at, step): (usize, &String)| {
        let is_shown = at % every == 0;
        html! { if is_shown { <text key={at} x={format!("{:.1}", x(at))} y={(HEIGHT - 8.0).to_string()} text-anchor="middle">{ step }</text> } }
    };
    let legend = |(no, series): (usize, &Series)| {
        let (line, _) = marks(no);
        html! { <span key={no}><svg viewBox="0 0 32 12" aria-hidden="true"><line class={line} x1="0" y1="6" x2="32" y2="6" /></svg>{ &series.name }</span> }
    };
    html! {
        <figure class="chart">
            <figcaption class="row row--apart">
                <h2 class="minor">{ &props.title }</h2>
                <span class="legend">{ for props.series.iter().enumerate().map(legend) }</span>
            </figcaption>
            <svg viewBox={format!("0 0 {WIDTH} {HEIGHT}")} role="img" aria-label={props.title.clone()}>
                { grid(top, &y) }
                { for props.steps.iter().enumerate().map(label) }
                { for props.series.iter().enumerate().map(line) }
            </svg>
            <Behind title={props.title.clone()} steps={props.steps.clone()} series={props.series.clone()} />
        </figure>
    }
}

/// Figures side by side.
#[derive(Properties, PartialEq)]
pub struct BarsProps {
    /// What is shown.
    pub title: AttrValue,
    /// Each bar's name and figure.
    pub bars: Vec<(String, i64)>,
    /// What the figure counts.
    pub unit: AttrValue,
    /// The bars are bad news.
    #[prop_or_default]
    pub is_late: bool,
}

/// Draws lying bars with their figures written at the end.
#[component]
pub fn Bars(props: &BarsProps) -> Html {
    const ROW: f64 = 26.0;
    const NAME: f64 = 170.0;
    let most = props.bars.iter().map(|(_, figure)| *figure).max().unwrap_or(0).max(1);
    let height = ROW * props.bars.len().to_f64() + 4.0;
    let class = if props.is_late { "bar bar--late" } else { "bar" };
    let bar = |(at, (name, figure)): (usize, &(String, i64))| {
        let top = ROW * at.to_f64();
        let wide = ((WIDTH - NAME - 60.0) * figure.to_f64() / most.to_f64()).max(if *figure > 0 {
            2.0
        } else {
            0.0
        });
        html! {
            <g key={at}>
                <text x={(NAME - 8.0).to_string()} y={format!("{:.1}", top + 17.0)} text-anchor="end">{ short(name) }</text>
                <rect {class} x={NAME.to_string()} y={format!("{:.1}", top + 5.0)} width={format!("{wide:.1}")} height="16" />
                <text class="value" x={format!("{:.1}", NAME + wide + 6.0)} y={format!("{:.1}", top + 17.0)}>{ figure }</text>
            </g>
        }
    };
    let steps = props.bars.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    let series = vec![Series {
        name: props.unit.to_string(),
        figures: props.bars.iter().map(|(_, figure)| *figure).collect(),
    }];
    html! {
        <figure class="chart">
            <figcaption><h2 class="minor">{ &props.title }</h2></figcaption>
            <svg viewBox={format!("0 0 {WIDTH} {height}")} role="img" aria-label={props.title.clone()}>
                <line class="axis" x1={NAME.to_string()} x2={NAME.to_string()} y1="0" y2={height.to_string()} />
                { for props.bars.iter().enumerate().map(bar) }
            </svg>
            <Behind title={props.title.clone()} {steps} {series} />
        </figure>
    }
}

#[derive(Properties, PartialEq)]
struct BehindProps {
    title: AttrValue,
    steps: Vec<String>,
    series: Vec<Series>,
}

/// The figures themselves.
#[component]
fn Behind(props: &BehindProps) -> Html {
    let lang = use_app().lang;
    let row = |(at, step): (usize, &String)| {
        html! {
            <tr key={at}>
                <th scope="row">{ step }</th>
                { for props.series.iter().map(|series| html! { <td class="num">{ series.figures.get(at).copied().unwrap_or(0) }</td> }) }
            </tr>
        }
    };
    html! {
        <details>
            <summary>{ lang.of(words::TABLE_BEHIND) }</summary>
            <div class="tablebox" role="region" tabindex="0" aria-label={props.title.clone()}>
                <table class="table">
                    <caption class="sr">{ &props.title }</caption>
                    <thead><tr><td></td>{ for props.series.iter().map(|series| html! { <th scope="col" class="num">{ &series.name }</th> }) }</tr></thead>
                    <tbody>{ for props.steps.iter().enumerate().map(row) }</tbody>
                </table>
            </div>
        </details>
    }
}

fn grid(top: i64, y: &dyn Fn(i64) -> f64) -> Html {
    const LINES: i64 = 4;
    let line = |no: i64| {
        let figure = top * no / LINES;
        let at = format!("{:.1}", y(figure));
        let text_at = format!("{:.1}", y(figure) + 4.0);
        html! {
            <g key={no.to_string()}>
                <line class={if no == 0 { "axis" } else { "grid" }} x1={LEFT.to_string()} x2={WIDTH.to_string()} y1={at.clone()} y2={at} />
                <text x={(LEFT - 8.0).to_string()} y={text_at} text-anchor="end">{ figure }</text>
            </g>
        }
    };
    html! { { for (0..=LINES).map(line) } }
}

const fn marks(no: usize) -> (&'static str, &'static str) {
    match no {
        0 => ("line", "dot"),
        1 => ("line line--b", "dot dot--b"),
        _ => ("line line--c", "dot dot--c"),
    }
}

/// A round figure at or above `most`, divisible by the grid.
fn ceiling(most: i64) -> i64 {
    let mut step = 1;
    loop {
        for factor in [4, 8, 12, 20, 32] {
            if factor * step >= most {
                return factor * step;
            }
        }
        step *= 10;
    }
}

fn short(name: &str) -> String {
    const MOST: usize = 12;
    if name.chars().count() <= MOST {
        name.to_owned()
    } else {
        name.chars().take(MOST - 1).chain(['…']).collect()
    }
}

/// Counts are far below 2^52, so that nothing is lost.
trait ToF64 {
    fn to_f64(self) -> f64;
}

impl ToF64 for i64 {
    fn to_f64(self) -> f64 {
        i32::try_from(self).map_or(f64::from(i32::MAX), f64::from)
    }
}

impl ToF64 for usize {
    fn to_f64(self) -> f64 {
        i32::try_from(self).map_or(f64::from(i32::MAX), f64::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_ends_on_a_round_figure_above_the_most() {
        for (most, top) in [(0, 4), (3, 4), (5, 8), (13, 20), (33, 40), (250, 320), (1234, 2000)] {
            assert_eq!(ceiling(most), top);
        }
    }
}
