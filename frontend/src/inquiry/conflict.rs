//! Two versions of one draft: before, mine, theirs, place by place; a person chooses.

use std::collections::BTreeSet;

use serde_json::Value;
use shared::{inquiry::InquiryDraft, sync::FieldConflict};
use yew::prelude::*;

use super::words;
use crate::{
    component::{Button, Dialog, Look},
    i18n::{Label, Lang},
    state::load::use_app,
};

/// The choice.
#[derive(Properties, PartialEq)]
pub struct ConflictProps {
    /// The places both sides changed.
    pub fields: Vec<FieldConflict>,
    /// The form on this screen.
    pub mine: InquiryDraft,
    /// The form to go on with.
    pub onchoose: Callback<InquiryDraft>,
}

/// Draws the choice; closing it keeps mine.
#[component]
pub fn ConflictDialog(props: &ConflictProps) -> Html {
    let lang = use_app().lang;
    let theirs = use_state(BTreeSet::<String>::new);
    let done = {
        let (fields, mine, theirs, onchoose) =
            (props.fields.clone(), props.mine.clone(), theirs.clone(), props.onchoose.clone());
        Callback::from(move |()| onchoose.emit(chosen(&mine, &fields, &theirs)))
    };
    let keep_mine = {
        let (fields, mine, onchoose) = (props.fields.clone(), props.mine.clone(), props.onchoose.clone());
        Callback::from(move |()| onchoose.emit(chosen(&mine, &fields, &BTreeSet::new())))
    };
    let place = |conflict: &FieldConflict| {
        let name = conflict.field.clone();
        let is_theirs = theirs.contains(&name);
        let pick = |to_theirs: bool| {
            let (theirs, name) = (theirs.clone(), name.clone());
            Callback::from(move |_: Event| {
                let mut next = (*theirs).clone();
                if to_theirs {
                    next.insert(name.clone());
                } else {
                    next.remove(&name);
                }
                theirs.set(next);
            })
        };
        html! {
            <fieldset key={name.clone()} class="field">
                <legend class="field__label">{ field_label(&name).map_or(name.clone(), |label| lang.of(label).to_owned()) }</legend>
                <div class="versus choice">
                    <div class="card card--sunk"><small class="faint">{ lang.of(words::CONFLICT_BASE) }</small><p class="pre">{ shown(lang, &conflict.base) }</p></div>
                    <label class="check"><input type="radio" name={format!("c-{name}")} checked={!is_theirs} onchange={pick(false)} />
                        <span><small>{ lang.of(words::CONFLICT_MINE) }</small><span class="pre">{ shown(lang, &conflict.mine) }</span></span></label>
                    <label class="check"><input type="radio" name={format!("c-{name}")} checked={is_theirs} onchange={pick(true)} />
                        <span><small>{ lang.of(words::CONFLICT_THEIRS) }</small><span class="pre">{ shown(lang, &conflict.theirs) }</span></span></label>
                </div>
            </fieldset>
        }
    };
    html! {
        <Dialog title={lang.of(words::CONFLICT)} onclose={keep_mine} is_wide={true}
            foot={html! { <Button id="conflict-keep" look={Look::Primary} text={lang.of(words::CONFLICT_KEEP)} onclick={done} /> }}>
            <p>{ lang.of(words::CONFLICT_LEAD) }</p>
            { for props.fields.iter().map(place) }
        </Dialog>
    }
}

/// The form, with mine or theirs at each place as chosen.
fn chosen(mine: &InquiryDraft, fields: &[FieldConflict], theirs: &BTreeSet<String>) -> InquiryDraft {
    let Ok(mut whole) = serde_json::to_value(mine) else { return mine.clone() };
    for conflict in fields {
        let is_theirs = theirs.contains(&conflict.field);
        set(&mut whole, &conflict.field, if is_theirs { &conflict.theirs } else { &conflict.mine });
    }
    serde_json::from_value(whole).unwrap_or_else(|_| mine.clone())
}

fn set(whole: &mut Value, field: &str, value: &Value) {
    let pair = |whole: &mut Value, names: [&str; 2]| {
        for (at, name) in names.iter().enumerate() {
            if let (Some(place), Some(part)) =
                (whole.get_mut(*name), value.get(at).or_else(|| value.get(*name)))
            {
                *place = part.clone();
            }
        }
    };
    match field {
        "item" => pair(whole, ["item", "data_items"]),
        "period" => pair(whole, ["period_from", "period_to"]),
        _ => {
            let pointer = format!(
                "/{}",
                field.replace('[', "/").replace("].", "/").replace([']'], "").replace('.', "/")
            );
            if let Some(place) = whole.pointer_mut(&pointer) {
                *place = value.clone();
            }
        }
    }
}

/// A value as people read it; identities only ever as their masks.
fn shown(lang: Lang, value: &Value) -> String {
    match value {
        Value::Null => lang.of(crate::i18n::words::NONE).to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(rows) if rows.iter().any(Value::is_object) => {
            lang.fill(words::CONFLICT_SUBJECTS, &[&rows.len()])
        }
        Value::Array(parts) => parts.iter().map(|part| shown(lang, part)).collect::<Vec<_>>().join("、"),
        Value::Object(fields) => match fields.get("masked").and_then(Value::as_str) {
            Some(masked) => masked.to_owned(),
            None => fields
                .iter()
                .filter(|(name, value)| name.as_str() != "identity" || value.is_object())
                .map(|(_, value)| shown(lang, value))
                .collect::<Vec<_>>()
                .join("　"),
        },
        other => other.to_string(),
    }
}

fn field_label(field: &str) -> Option<Label> {
    Some(match field {
        "item" => words::ITEM,
        "reason" => words::REASON,
        "case_number" => words::CASE_NUMBER,
        "period" => words::PERIOD,
        "justification" => words::JUSTIFICATION,
        "remark" => words::REMARK,
        other if other.starts_with("subjects") => words::STEP_SUBJECTS,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_places_chosen_become_theirs() {
        let mine = InquiryDraft {
            reason: "我的事由".into(),
            remark: "甲".into(),
            period_from: "115/01".into(),
            ..InquiryDraft::default()
        };
        let conflict = |field: &str, mine: Value, theirs: Value| FieldConflict {
            field: field.into(),
            base: Value::Null,
            mine,
            theirs,
        };
        let fields = [
            conflict("reason", "我的事由".into(), "他的事由".into()),
            conflict("remark", "甲".into(), "乙".into()),
            conflict("period", serde_json::json!(["115/01", ""]), serde_json::json!(["114/01", "114/02"])),
        ];
        let kept = chosen(&mine, &fields, &BTreeSet::from(["reason".to_owned(), "period".to_owned()]));
        assert_eq!((kept.reason.as_str(), kept.remark.as_str()), ("他的事由", "甲"));
        assert_eq!((kept.period_from.as_str(), kept.period_to.as_str()), ("114/01", "114/02"));
    }
}
