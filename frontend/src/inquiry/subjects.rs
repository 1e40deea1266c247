//! The sheet of subjects: one row or a thousand, only what is in sight is drawn.

use shared::{
    field::{FieldKind, tidy},
    inquiry::Identity,
    violation::Violation,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::{cell::CellInput, identity, paste, words};
use crate::{
    component::{Button, Check, Look, Notice, Says, Tone},
    platform::{self, clock, file, focus},
    state::{
        editor::{Edit, Editor, Sealing},
        load::use_app,
    },
};

/// Rows drawn beyond the edges of what is in sight.
const MARGIN: usize = 8;
/// Below this many rows everything is drawn.
const FEW: usize = 40;
/// Identities sealed between two breaths of the page.
const BREATH: usize = 12;

/// The sheet.
#[derive(Properties, PartialEq)]
pub struct SubjectsProps {
    /// The form.
    pub editor: UseReducerHandle<Editor>,
    /// The server's public key, where known.
    pub key_to: Option<[u8; 32]>,
}

/// Draws the sheet with its ways in: typing, pasting, dropping, choosing a file.
#[component]
pub fn Subjects(props: &SubjectsProps) -> Html {
    let app = use_app();
    let lang = app.lang;
    let editor = props.editor.clone();
    let window = use_state(|| (0_usize, FEW));
    let only_wrong = use_state(|| false);
    let pasted = use_state(|| None::<(usize, usize, usize, usize)>);
    let sealing = use_state(|| None::<(usize, usize)>);
    let is_over = use_state(|| false);
    let sheet = use_node_ref();

    let wrong = editor.wrong_rows();
    let total = editor.draft.subjects.len();
    // One blank row waits below the last for the next subject.
    let rows: Vec<usize> = if *only_wrong { wrong.iter().copied().collect() } else { (0..=total).collect() };
    let (first, count) = if rows.len() <= FEW { (0, rows.len()) } else { *window };
    let first = first.min(rows.len().saturating_sub(1));
    let shown: Vec<usize> = rows.iter().skip(first).take(count).copied().collect();
    let after = rows.len().saturating_sub(first + shown.len());

    let take = {
        let (editor, pasted, sealing, key) = (editor.clone(), pasted.clone(), sealing.clone(), props.key_to);
        Callback::from(move |text: String| {
            let subjects = paste::read(&text);
            let kept = editor
                .draft
                .subjects
                .iter()
                .filter(|subject| !crate::state::editor::is_blank(subject))
                .count();
            let read = subjects.len();
            if read == 0 {
                pasted.set(Some((0, 0, 0, 0)));
                return;
            }
            let mut seen: std::collections::HashSet<&str> = std::collections::HashSet::new();
            let (mut good, mut twice) = (0, 0);
            let mut ready = Vec::new();
            for (at, subject) in subjects.iter().enumerate() {
                let Identity::Typed(text) = &subject.identity else { continue };
                let is_twin = !text.is_empty() && !seen.insert(text);
                twice += usize::from(is_twin);
                if identity::is_ready(text) {
                    good += usize::from(!is_twin && !subject.name.is_empty());
                    ready.push((kept + at, text.clone()));
                }
            }
            pasted.set(Some((read, good, read - good, twice)));
            editor.dispatch(Edit::Subjects(subjects));
            if let Some(key) = key {
                platform::spawn(seal_all(editor.clone(), sealing.clone(), key, ready));
            }
        })
    };
    let onpaste = {
        let take = take.clone();
        Callback::from(move |event: Event| {
            let Some(text) = file::pasted(&event) else { return };
            if text.trim_end().contains(['\t', '\n']) {
                event.prevent_default();
                take.emit(text);
            }
        })
    };
    let read_file = {
        let take = take.clone();
        Callback::from(move |file: web_sys::File| {
            let take = take.clone();
            platform::spawn(async move {
                if let Ok(text) = file::text(&file).await {
                    take.emit(text);
                }
            });
        })
    };
    let ondrop = {
        let (take, read_file, is_over) = (take, read_file.clone(), is_over.clone());
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            is_over.set(false);
            match file::dropped(&event) {
                Some(Ok(file)) => read_file.emit(file),
                Some(Err(text)) => take.emit(text),
                None => {}
            }
        })
    };
    let ondragover = {
        let is_over = is_over.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            is_over.set(true);
        })
    };
    let ondragleave = {
        let is_over = is_over.clone();
        Callback::from(move |_: DragEvent| is_over.set(false))
    };
    let onfile = Callback::from(move |event: Event| {
        if let Some(file) = file::chosen(&event) {
            read_file.emit(file);
        }
    });
    let onscroll = {
        let (sheet, window) = (sheet.clone(), window.clone());
        Callback::from(move |_: Event| {
            let Some(sheet) = sheet.cast::<Element>() else { return };
            let height = row_height(&sheet);
            let top = usize::try_from(sheet.scroll_top()).unwrap_or_default() / height;
            let seen = usize::try_from(sheet.client_height()).unwrap_or_default() / height + 1;
            let next = (top.saturating_sub(MARGIN), seen + 2 * MARGIN);
            if next != *window {
                window.set(next);
            }
        })
    };
    let next_wrong = {
        let (sheet, wrong, rows) = (sheet.clone(), wrong.clone(), rows.clone());
        Callback::from(move |()| {
            let Some(sheet) = sheet.cast::<Element>() else { return };
            let height = row_height(&sheet);
            let at = usize::try_from(sheet.scroll_top()).unwrap_or_default() / height;
            let place = |row: &usize| rows.iter().position(|shown| shown == row).unwrap_or_default();
            let next = wrong.iter().find(|row| place(row) > at).or_else(|| wrong.iter().next());
            if let Some(row) = next {
                sheet.set_scroll_top(i32::try_from(place(row) * height).unwrap_or_default());
                let id = format!("s-{row}-identity");
                platform::spawn(async move {
                    clock::pause(60).await;
                    focus::on_id(&id);
                });
            }
        })
    };

    let row = |at: usize| {
        let subject = editor.draft.subjects.get(at);
        let says: Vec<Violation> = editor
            .says(&format!("subjects[{at}].name"))
            .into_iter()
            .chain(editor.says(&format!("subjects[{at}].identity")))
            .collect();
        let (text, is_masked) = match subject.map(|subject| &subject.identity) {
            Some(Identity::Typed(text)) => (text.clone(), false),
            Some(Identity::Sealed { masked, .. }) => (masked.clone(), true),
            None => (String::new(), false),
        };
        html! {
            <RowLine key={at} {at} name={subject.map(|subject| subject.name.clone()).unwrap_or_default()} identity={text} {is_masked} {says}
                is_new={subject.is_none()} editor={editor.clone()} key_to={props.key_to} />
        }
    };
    let summary = pasted.as_ref().map(|(read, good, wrong, twice)| {
        if *read == 0 {
            html! { <Notice tone={Tone::Warn}><p>{ lang.of(words::PASTED_NONE) }</p></Notice> }
        } else {
            let tone = if *wrong == 0 { Tone::Done } else { Tone::Warn };
            html! { <Notice {tone}><p>{ lang.fill(words::PASTED, &[read, good, wrong, twice]) }</p></Notice> }
        }
    });
    let spacer = |rows: usize| {
        let height = (rows * 45).to_string();
        html! { if rows > 0 { <tr aria-hidden="true"><td colspan="5" {height}></td></tr> } }
    };
    html! {
        <div class="stack">
            <p class="field__hint" id="subjects-hint">{ lang.of(words::SUBJECTS_HINT) }</p>
            { summary.unwrap_or_default() }
            if let Some((done, all)) = *sealing {
                <div class="progress" role="status">
                    <span class="faint">{ lang.fill(words::SEALING, &[&done, &all]) }</span>
                    <progress max={all.to_string()} value={done.to_string()} aria-label={lang.of(words::SUBJECT_LIST)}></progress>
                </div>
            }
            <div class={classes!("drop", is_over.then_some("drop--over"))} {ondrop} {ondragover} {ondragleave}>
                <strong>{ lang.fill(words::COUNT, &[&total]) }</strong>
                if !wrong.is_empty() {
                    <span class="row">
                        <Check text={format!("{} ({})", lang.of(words::ONLY_WRONG), wrong.len())} is_on={*only_wrong}
                            onchange={let only_wrong = only_wrong.clone(); move |is_on| only_wrong.set(is_on)} />
                        <Button look={Look::Small} text={lang.of(words::NEXT_WRONG)} onclick={next_wrong} />
                    </span>
                }
                <span class="row">
                    <span class="faint">{ lang.of(words::DROP_FILE) }</span>
                    <label class="btn btn--small" for="subjects-file">{ lang.of(words::CHOOSE_FILE) }</label>
                    <input id="subjects-file" class="sr" type="file" accept=".csv,.tsv,.txt,text/csv,text/plain" onchange={onfile} />
                </span>
            </div>
            <div class={if rows.len() > FEW { "sheet" } else { "tablebox sheetbox" }} ref={sheet} {onscroll} {onpaste} id="subjects" role="region" tabindex="-1"
                aria-label={lang.of(words::STEP_SUBJECTS)} aria-describedby="subjects-hint">
                <table class="sheet__table" aria-rowcount={(rows.len() + 1).to_string()}>
                    <thead><tr>
                        <th class="sheet__no" scope="col"><span class="sr">{ lang.fill(words::ROW, &[&"n"]) }</span>{ "#" }</th>
                        <th class="sheet__name" scope="col">{ lang.of(words::NAME) }</th>
                        <th class="sheet__id" scope="col">{ lang.of(words::IDENTITY_SHORT) }</th>
                        <th scope="col">{ lang.of(words::ROW_SAYS) }</th>
                        <th class="sheet__drop" scope="col"><span class="sr">{ lang.of(crate::i18n::words::REMOVE) }</span></th>
                    </tr></thead>
                    <tbody>
                        { spacer(first) }
                        // A list of its own, so that rows are told apart by their keys and a row being typed into stays.
                        <>{ for shown.iter().copied().map(row) }</>
                        { spacer(after) }
                    </tbody>
                </table>
            </div>
            <Says id="subjects-says" violations={editor.says("subjects")} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct RowLineProps {
    at: usize,
    name: String,
    identity: String,
    is_masked: bool,
    is_new: bool,
    says: Vec<Violation>,
    editor: UseReducerHandle<Editor>,
    key_to: Option<[u8; 32]>,
}

#[component]
fn RowLine(props: &RowLineProps) -> Html {
    let lang = use_app().lang;
    let at = props.at;
    let editor = props.editor.clone();
    let row_name = lang.fill(words::ROW, &[&(at + 1)]);
    let name_input = {
        let editor = editor.clone();
        Callback::from(move |text| editor.dispatch(Edit::SubjectName(at, text)))
    };
    let name_leave = {
        let (editor, is_new) = (editor.clone(), props.is_new);
        Callback::from(move |_: Option<String>| {
            if !is_new {
                editor.dispatch(Edit::Leave(format!("subjects[{at}].name")));
            }
        })
    };
    let id_input = {
        let editor = editor.clone();
        Callback::from(move |text| editor.dispatch(Edit::SubjectIdentity(at, Identity::Typed(text))))
    };
    let id_leave = {
        let (editor, key, is_new) = (editor.clone(), props.key_to, props.is_new);
        Callback::from(move |text: Option<String>| {
            let Some(text) = text else { return };
            if is_new && text.is_empty() {
                return;
            }
            let text = tidy(FieldKind::Identity, &text);
            let is_ready = identity::is_ready(&text);
            editor.dispatch(Edit::SubjectIdentity(at, Identity::Typed(text.clone())));
            if let Some(identity) = key.filter(|_| is_ready).and_then(|key| identity::sealed(&key, &text)) {
                let print = identity::print(&text);
                editor.dispatch(Edit::Sealed(vec![Sealing { row: at, text, identity, print }]));
            }
            editor.dispatch(Edit::Leave(format!("subjects[{at}].identity")));
        })
    };
    let to = |column: &'static str| {
        Callback::from(move |by: i32| {
            let row = i32::try_from(at).unwrap_or_default() + by;
            focus::on_id(&format!("s-{row}-{column}"));
        })
    };
    let drop = {
        let editor = editor.clone();
        Callback::from(move |_: MouseEvent| editor.dispatch(Edit::Drop(at)))
    };
    let is_wrong = |field: &str| props.says.iter().any(|violation| violation.path.ends_with(field));
    let says_id = format!("s-{at}-says");
    let words_here: Vec<String> = props.says.iter().map(|violation| lang.pick(&violation.message)).collect();
    let is_good = props.is_masked && !props.name.trim().is_empty() && props.says.is_empty();
    html! {
        <tr aria-rowindex={(at + 2).to_string()} class={(!props.says.is_empty()).then_some("is-bad")}>
            <td class="sheet__no">{ at + 1 }</td>
            <td><CellInput id={format!("s-{at}-name")} aria={format!("{row_name} {}", lang.of(words::NAME))} value={props.name.clone()}
                is_wrong={is_wrong("name")} described={says_id.clone()} oninput={name_input} onleave={name_leave} onmove={to("name")} /></td>
            <td><CellInput id={format!("s-{at}-identity")} aria={format!("{row_name} {}", lang.of(words::IDENTITY))} value={props.identity.clone()}
                is_masked={props.is_masked} is_code={true} is_wrong={is_wrong("identity")} described={says_id.clone()} oninput={id_input}
                onleave={id_leave} onmove={to("identity")} /></td>
            <td><span id={says_id} class={if is_good { "sheet__says sheet__says--good" } else { "sheet__says" }} title={words_here.join(" ")}>
                { if is_good { lang.of(words::ROW_GOOD).to_owned() } else { words_here.join(" ") } }
            </span></td>
            <td>if !props.is_new {
                <button type="button" class="btn btn--plain btn--small" onclick={drop} aria-label={lang.fill(words::DROP_ROW, &[&(at + 1)])}>{ "✕" }</button>
            }</td>
        </tr>
    }
}

/// Seals row after row and lets the page breathe in between.
async fn seal_all(
    editor: UseReducerHandle<Editor>,
    progress: UseStateHandle<Option<(usize, usize)>>,
    key: [u8; 32],
    ready: Vec<(usize, String)>,
) {
    let all = ready.len();
    let mut done = 0;
    editor.dispatch(Edit::Sealing(true));
    let mut sealed = Vec::with_capacity(all);
    for chunk in ready.chunks(BREATH) {
        sealed.extend(chunk.iter().filter_map(|(row, text)| {
            let identity = identity::sealed(&key, text)?;
            Some(Sealing { row: *row, text: text.clone(), identity, print: identity::print(text) })
        }));
        done += chunk.len();
        if all > BREATH {
            progress.set(Some((done, all)));
            clock::pause(0).await;
        }
    }
    editor.dispatch(Edit::Sealed(sealed));
    editor.dispatch(Edit::Sealing(false));
    progress.set(None);
}

fn row_height(sheet: &Element) -> usize {
    let row = sheet
        .query_selector("tr[aria-rowindex]")
        .ok()
        .flatten()
        .and_then(|row| row.dyn_into::<HtmlElement>().ok());
    row.and_then(|row| usize::try_from(row.offset_height()).ok()).filter(|height| *height > 0).unwrap_or(45)
}
