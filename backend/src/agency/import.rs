//! The tree from a CSV file: row by row, by code, so that the same file twice changes nothing twice.

use std::collections::BTreeMap;

use serde::Deserialize;
use shared::{
    Record, Report,
    agency::{Agency, AgencyDraft, AgencyKind},
    api::v1::{ImportResult, ImportRow},
    id::UnitId,
    regulation::{point_01, point_05},
};
use uuid::Uuid;

use crate::{
    app::{Act, App},
    exchange,
    http::{
        command::{self, Answer, Operation},
        error::ApiError,
    },
    registers::flow::{expect_keeper, put, step},
};

/// A row: published code and OID, names, the code of the agency above (or the name of a unit that has none), and `agency`
/// or `unit`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    code: String,
    #[serde(default)]
    oid: String,
    name: String,
    #[serde(default)]
    name_en: String,
    #[serde(default)]
    parent: String,
    #[serde(default)]
    kind: String,
}

/// The tree as the rows before left it.
type Tree = BTreeMap<UnitId, Agency>;

/// Enters or changes a node for each row that the rules agree to, all in one operation: a row may stand below one before it,
/// judged only or not.
///
/// # Errors
/// The bytes are no table, or the file could not be served at all.
pub async fn import(app: &App, operation: &Operation, bytes: &[u8]) -> Result<Vec<ImportRow>, ApiError> {
    let lines = exchange::rows::<Row>(bytes)?;
    let outcome = command::outcome(app, operation.clone(), move |act| {
        Box::pin(async move {
            expect_keeper(act)?;
            let mut tree = act.registers().agencies.clone();
            let mut results = Vec::new();
            for (line, row) in lines {
                let result = match row {
                    Ok(row) => take_in(act, &mut tree, row).await?,
                    Err(report) => Err(report),
                };
                results.push(match result {
                    Ok((result, id)) => ImportRow { line, result, id: Some(id.0), report: Report::default() },
                    Err(report) => ImportRow { line, result: ImportResult::Refused, id: None, report },
                });
            }
            Ok(Answer::plain(results))
        })
    })
    .await?;
    if outcome.status >= 400 {
        let problem: shared::api::v1::Problem =
            serde_json::from_slice(&outcome.answer).map_err(|error| ApiError::Internal(error.into()))?;
        let report = Report { violations: problem.violations, deferred: Vec::new() };
        return Err(ApiError::Refused(Box::new(report)));
    }
    serde_json::from_slice(&outcome.answer).map_err(|error| ApiError::Internal(error.into()))
}

async fn take_in(
    act: &mut Act<'_>,
    tree: &mut Tree,
    row: Row,
) -> Result<Result<(ImportResult, UnitId), Report>, ApiError> {
    let parent = match row.parent.as_str() {
        "" => None,
        parent => {
            match find(tree, |draft| draft.code == parent || draft.code.is_empty() && draft.name == parent) {
                Some(found) => Some(found),
                None => return Ok(Err(one(&point_01::PARENT_MISSING, "parent"))),
            }
        }
    };
    let kind = match row.kind.as_str() {
        "agency" | "機關" => AgencyKind::Agency,
        "unit" | "單位" => AgencyKind::Unit,
        "" if row.code.is_empty() => AgencyKind::Unit,
        "" => AgencyKind::Agency,
        _ => {
            let mut report = Report::default();
            let (what, what_en) = ("類別應為 機關 或 單位", "kind is `agency` or `unit`");
            report
                .violations
                .push(point_05::UNREADABLE.filled("kind", &[("what", &what), ("what_en", &what_en)]));
            return Ok(Err(report));
        }
    };
    // A section has no code of its own: it is known by its name and the unit above.
    let known = find(tree, |draft| {
        if row.code.is_empty() {
            draft.code.is_empty() && draft.name == row.name && draft.parent == parent
        } else {
            draft.code == row.code
        }
    })
    .and_then(|id| tree.get(&id).cloned());
    let before = known.as_ref().map(|agency| agency.draft().clone()).unwrap_or_default();
    let draft = AgencyDraft {
        parent,
        kind,
        name: row.name,
        name_en: row.name_en,
        code: row.code,
        oid: row.oid,
        ..before.clone()
    };
    let id = known.as_ref().map_or_else(|| UnitId(Uuid::now_v7()), Agency::unit);
    if known.is_some() && draft == before {
        return Ok(Ok((ImportResult::Skipped, id)));
    }
    let mut report = Report::default();
    point_01::check_place(&mut report, id, &draft, |unit| {
        tree.get(&unit).map(|agency| agency.draft().parent)
    });
    let result = if known.is_some() { ImportResult::Changed } else { ImportResult::Created };
    let judged = match known {
        Some(agency) => agency.step(&step(act), &draft),
        None => Agency::enter(id, draft),
    };
    let agency = match judged {
        Ok(agency) if report.is_accepted() => agency,
        Ok(_) => return Ok(Err(report)),
        Err(refused) => {
            report.extend(refused);
            return Ok(Err(report));
        }
    };
    let action = if result == ImportResult::Changed { "agency.change" } else { "agency.enter" };
    put(act, &agency, agency.draft(), action).await?;
    tree.insert(id, agency);
    Ok(Ok((result, id)))
}

fn find(tree: &Tree, is_it: impl Fn(&AgencyDraft) -> bool) -> Option<UnitId> {
    tree.values().find(|agency| is_it(agency.draft())).map(Agency::unit)
}

fn one(rule: &shared::regulation::Rule, path: &str) -> Report {
    let mut report = Report::default();
    report.breach(rule, path);
    report
}
