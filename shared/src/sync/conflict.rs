//! Two people, or one person twice, changed one form: what becomes of it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::inquiry::{InquiryDraft, SubjectDraft};

/// One place that both sides changed, each in its own way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldConflict {
    /// `reason`, `subjects`, `item` (with its data items), `period` (both months) …
    pub field: String,
    /// What both started from.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub base: Value,
    /// What this device wants.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub mine: Value,
    /// What the server has.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub theirs: Value,
}

/// Three versions of a form made one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Merge {
    /// Each place was changed by one side at most.
    Clean(InquiryDraft),
    /// Somebody has to choose.
    Conflict(Vec<FieldConflict>),
}

/// Merges `mine` and `theirs`, both made from `base`, place by place.
///
/// What makes sense only together is one place: an item with its data items, the two months of a period.
/// Rows of subjects are places of their own while no side added or removed any.
#[must_use]
pub fn merge(base: &InquiryDraft, mine: &InquiryDraft, theirs: &InquiryDraft) -> Merge {
    let (merged, conflicts) = combine(base, mine, theirs);
    if conflicts.is_empty() { Merge::Clean(merged) } else { Merge::Conflict(conflicts) }
}

/// The same, with `theirs` in every place that somebody has to choose.
pub(super) fn combine(
    base: &InquiryDraft,
    mine: &InquiryDraft,
    theirs: &InquiryDraft,
) -> (InquiryDraft, Vec<FieldConflict>) {
    let mut conflicts = Conflicts(Vec::new());
    let item = |draft: &InquiryDraft| (draft.item.clone(), draft.data_items.clone());
    let period = |draft: &InquiryDraft| (draft.period_from.clone(), draft.period_to.clone());
    let text = |conflicts: &mut Conflicts, field, of: fn(&InquiryDraft) -> &String| {
        conflicts.pick(field, of(base), of(mine), of(theirs)).clone()
    };
    let (item, data_items) = conflicts.pick("item", &item(base), &item(mine), &item(theirs)).clone();
    let subjects = subjects(&mut conflicts, base, mine, theirs);
    let (period_from, period_to) =
        conflicts.pick("period", &period(base), &period(mine), &period(theirs)).clone();
    let merged = InquiryDraft {
        item,
        data_items,
        subjects,
        reason: text(&mut conflicts, "reason", |draft| &draft.reason),
        case_number: text(&mut conflicts, "case_number", |draft| &draft.case_number),
        period_from,
        period_to,
        justification: text(&mut conflicts, "justification", |draft| &draft.justification),
        remark: text(&mut conflicts, "remark", |draft| &draft.remark),
    };
    (merged, conflicts.0)
}

/// A row is one place, so a row of the result is a whole row of one side: nobody gets another's number.
fn subjects(
    conflicts: &mut Conflicts,
    base: &InquiryDraft,
    mine: &InquiryDraft,
    theirs: &InquiryDraft,
) -> Vec<SubjectDraft> {
    let (base, mine, theirs) = (&base.subjects, &mine.subjects, &theirs.subjects);
    if base.len() == mine.len() && base.len() == theirs.len() {
        let rows: Option<Vec<SubjectDraft>> = base
            .iter()
            .zip(mine)
            .zip(theirs)
            .map(|((base, mine), theirs)| pick(base, mine, theirs).cloned())
            .collect();
        if let Some(rows) = rows {
            return rows;
        }
    }
    conflicts.pick("subjects", base, mine, theirs).clone()
}

/// The side that changed, or either when both agree; none when both changed differently.
fn pick<'a, T: PartialEq>(base: &T, mine: &'a T, theirs: &'a T) -> Option<&'a T> {
    if mine == theirs || base == mine {
        Some(theirs)
    } else if base == theirs {
        Some(mine)
    } else {
        None
    }
}

struct Conflicts(Vec<FieldConflict>);

impl Conflicts {
    fn pick<'a, T: PartialEq + Serialize>(
        &mut self,
        field: &'static str,
        base: &T,
        mine: &'a T,
        theirs: &'a T,
    ) -> &'a T {
        pick(base, mine, theirs).unwrap_or_else(|| {
            let value = |of: &T| serde_json::to_value(of).unwrap_or_default();
            self.0.push(FieldConflict {
                field: field.to_owned(),
                base: value(base),
                mine: value(mine),
                theirs: value(theirs),
            });
            theirs
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(reason: &str, remark: &str) -> InquiryDraft {
        InquiryDraft { reason: reason.into(), remark: remark.into(), ..InquiryDraft::default() }
    }

    fn people(names: &[&str]) -> InquiryDraft {
        let subjects = names
            .iter()
            .map(|name| SubjectDraft { name: (*name).to_owned(), ..SubjectDraft::default() })
            .collect();
        InquiryDraft { subjects, ..InquiryDraft::default() }
    }

    #[test]
    fn other_places_are_merged() {
        let merged = merge(&draft("a", "x"), &draft("b", "x"), &draft("a", "y"));
        assert_eq!(merged, Merge::Clean(draft("b", "y")));
    }

    #[test]
    fn the_same_place_is_a_conflict_unless_both_agree() {
        let Merge::Conflict(fields) = merge(&draft("a", ""), &draft("b", ""), &draft("c", "")) else {
            unreachable!("both changed the reason")
        };
        assert_eq!(fields.len(), 1);
        assert_eq!(fields[0].field, "reason");
        assert_eq!((&fields[0].mine, &fields[0].theirs), (&Value::from("b"), &Value::from("c")));
        assert_eq!(merge(&draft("a", ""), &draft("b", ""), &draft("b", "")), Merge::Clean(draft("b", "")));
    }

    #[test]
    fn an_item_and_its_data_items_are_one_place() {
        let form = |item: &str, data: &str| InquiryDraft {
            item: item.into(),
            data_items: vec![data.into()],
            ..InquiryDraft::default()
        };
        assert!(matches!(merge(&form("1", "a"), &form("2", "a"), &form("1", "b")), Merge::Conflict(_)));
    }

    #[test]
    fn rows_are_places_while_none_is_added_or_removed() {
        let base = people(&["甲", "乙", "丙"]);
        let merged = merge(&base, &people(&["甲", "乙", "丁"]), &people(&["戊", "乙", "丙"]));
        assert_eq!(merged, Merge::Clean(people(&["戊", "乙", "丁"])));
        let shifted = merge(&base, &people(&["甲", "己", "丙"]), &people(&["乙", "丙", "庚"]));
        assert!(matches!(shifted, Merge::Conflict(_)), "a row must not land on another person's place");
        let added = merge(&base, &people(&["甲", "乙", "丙", "丁"]), &people(&["甲", "乙", "己"]));
        assert!(matches!(added, Merge::Conflict(_)));
    }
}
