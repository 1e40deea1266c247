use super::*;
use crate::{
    account::Standing,
    id::{InspectionId, PersonId, UnitId},
    inspection::Inspection,
    record::{Kept as _, Record as _},
    regulation::{EditionId, Settings},
};

fn manager(is_manager: bool) -> Standing {
    Standing {
        person: PersonId(uuid::Uuid::nil()),
        name: "王管理".into(),
        unit: UnitId(uuid::Uuid::nil()),
        is_active: true,
        has_card: true,
        has_egov_account: true,
        grants: vec![],
        heads: vec![],
        parents: vec![],
        deputy_for: vec![],
        is_manager,
    }
}

fn draft() -> InspectionDraft {
    let day = |text: &str| text.parse().ok();
    InspectionDraft {
        order: "保政字第11560000010號".into(),
        name: "林查核".into(),
        agency: "勞動部勞工保險局".into(),
        card_number: "AB12345678901234".into(),
        id_last4: "6789".into(),
        certificate: "MII".into(),
        opens_on: day("2026-03-10"),
        closes_on: day("2026-04-09"),
        from: day("2025-07-01"),
        to: day("2025-12-31"),
        ..InspectionDraft::default()
    }
}

fn at<T>(now: &str, is_manager: bool, judge: impl FnOnce(&Step<'_>) -> T) -> T {
    let actor = manager(is_manager);
    let now = now.parse().unwrap();
    judge(&Step {
        now,
        edition: EditionId::Amended,
        settings: Settings::FIRST,
        actor: &actor,
        must_sign: false,
    })
}

fn judged(change: impl FnOnce(&mut InspectionDraft)) -> Report {
    let mut draft = draft();
    change(&mut draft);
    at("2026-03-10T02:00:00Z", true, |step| check(&draft, step))
}

fn granted() -> Inspection {
    let id = InspectionId(uuid::Uuid::nil());
    at("2026-03-10T02:00:00Z", true, |step| {
        Inspection::grant(id, PersonId(uuid::Uuid::max()), &draft(), step).unwrap()
    })
}

#[test]
fn a_leave_of_thirty_one_days_by_an_order_is_the_managers_to_grant() {
    assert!(judged(|_| {}).is_accepted());
    let draft = draft();
    assert!(at("2026-03-10T02:00:00Z", false, |step| check(&draft, step)).has("P08-4-LEAVE-NOT-THE-MANAGER"));
    assert!(judged(|draft| draft.closes_on = "2026-04-10".parse().ok()).has("P08-4-LEAVE-TOO-LONG"));
}

#[test]
fn each_field_that_is_missing_is_named() {
    let missing = |change: fn(&mut InspectionDraft), code: &str, path: &str| {
        let report = judged(change);
        assert!(report.violations.iter().any(|one| one.code == code && one.path == path), "{code} {path}");
    };
    missing(|draft| draft.order = " ".into(), "P08-4-LEAVE-ORDER-MISSING", "order");
    missing(|draft| draft.name.clear(), "P08-4-INSPECTOR-NAME-MISSING", "name");
    missing(|draft| draft.agency.clear(), "P08-4-INSPECTOR-AGENCY-MISSING", "agency");
    missing(|draft| draft.certificate.clear(), "P08-4-INSPECTOR-CARD-MISSING", "certificate");
    missing(|draft| draft.id_last4.clear(), "P08-4-INSPECTOR-CARD-MISSING", "id_last4");
    missing(|draft| draft.opens_on = None, "P08-4-LEAVE-DAY-MISSING", "opens_on");
    missing(|draft| draft.closes_on = None, "P08-4-LEAVE-DAY-MISSING", "closes_on");
    missing(|draft| draft.from = None, "P08-4-SCOPE-PERIOD-MISSING", "from");
    missing(|draft| draft.to = None, "P08-4-SCOPE-PERIOD-MISSING", "to");
}

#[test]
fn days_stand_in_order_and_the_leave_does_not_begin_in_the_past() {
    assert!(judged(|draft| draft.opens_on = "2026-03-09".parse().ok()).has("P08-4-LEAVE-BEGINS-PAST"));
    assert!(judged(|draft| draft.closes_on = "2026-03-09".parse().ok()).has("P08-4-LEAVE-DAYS-REVERSED"));
    assert!(judged(|draft| draft.closes_on = draft.opens_on).is_accepted(), "one day is a leave");
    assert!(judged(|draft| draft.to = "2025-06-30".parse().ok()).has("P08-4-SCOPE-PERIOD-REVERSED"));
    assert!(judged(|draft| draft.to = draft.from).is_accepted());
}

#[test]
fn a_scope_names_points_and_units_that_there_are() {
    assert!(judged(|draft| draft.points = vec![1, 11]).is_accepted());
    assert!(judged(|draft| draft.points = vec![12]).has("P08-4-SCOPE-POINT-UNKNOWN"));
    assert!(check_known(false, false).has("P08-4-SCOPE-UNIT-UNKNOWN"));
    assert!(check_known(true, true).has("P08-4-INSPECTOR-HAS-ACCOUNT"));
    assert!(check_known(true, false).is_accepted());
}

#[test]
fn a_leave_opens_and_closes_by_its_days_alone() {
    let leave = granted();
    let open = |day: &str| leave.body().is_open(day.parse().unwrap());
    assert!(!open("2026-03-09") && open("2026-03-10") && open("2026-04-09") && !open("2026-04-10"));
    assert!(leave.body().holds("inquiry") && !leave.body().holds("session") && !leave.body().holds("pack"));
}

#[test]
fn it_is_ended_for_a_reason_while_it_lasts_and_concluded_once_it_is_over() {
    let end = |reason: &str| InspectionAction::End { reason: reason.into() };
    let conclude =
        |result: &str| InspectionAction::Conclude { result: result.into(), document: String::new() };
    let leave = granted();
    let on =
        |now: &str, action: &InspectionAction| at(now, true, |step| check_action(leave.body(), step, action));
    assert!(on("2026-03-12T02:00:00Z", &end("")).has("P08-4-LEAVE-END-REASON-MISSING"));
    assert!(on("2026-03-12T02:00:00Z", &end("查核完成")).is_accepted());
    assert!(on("2026-04-12T02:00:00Z", &end("查核完成")).has("P08-4-LEAVE-OVER"));
    assert!(on("2026-03-12T02:00:00Z", &conclude("無缺失")).has("P08-4-LEAVE-LASTS"));
    assert!(on("2026-04-12T02:00:00Z", &conclude(" ")).has("P08-4-LEAVE-RESULT-MISSING"));
    let over = at("2026-04-12T02:00:00Z", true, |step| granted().step(step, &conclude("無缺失")).unwrap());
    assert_eq!((over.status(), over.revision()), ("concluded", 2));
    let again = at("2026-04-13T02:00:00Z", true, |step| over.step(step, &conclude("無缺失")));
    assert!(again.unwrap_err().has("P08-4-LEAVE-OVER"));
}

#[test]
fn the_result_is_due_two_weeks_after_the_last_day() {
    let due = &granted().duties(&crate::period::Calendar::official())[0];
    assert_eq!((due.from, due.due), ("2026-04-10".parse().unwrap(), "2026-04-24".parse().ok()));
}

#[test]
fn an_inspector_looks_within_the_leave_and_at_masked_identities_unless_ordered_otherwise() {
    assert_eq!(closed(true).code, "P08-4-INSPECTOR-OUTSIDE");
    assert_eq!(closed(false).code, "P08-4-INSPECTOR-READS-ONLY");
    let leave = |change: fn(&mut InspectionDraft)| {
        let mut draft = draft();
        change(&mut draft);
        let id = InspectionId(uuid::Uuid::nil());
        at("2026-03-10T02:00:00Z", true, |step| {
            Inspection::grant(id, PersonId(uuid::Uuid::max()), &draft, step).unwrap().body().clone()
        })
    };
    let narrow = leave(|draft| draft.points = vec![5]);
    assert!(check_look(&narrow, "inquiry").is_ok());
    assert_eq!(check_look(&narrow, "account").unwrap_err().code, "P08-4-INSPECTOR-OUTSIDE");
    assert_eq!(check_reveal(&narrow).unwrap_err().code, "P08-4-INSPECTOR-MASKED");
    assert!(check_reveal(&leave(|draft| draft.is_unmasked = true)).is_ok());
}
