//! Findings, and the joint audit of a serious one.

use super::*;
use crate::regulation::Settings;

fn raised() -> Finding {
    let found = Found {
        origin: Origin::Audit,
        record: Uuid::nil(),
        unit: unit(),
        citation: Checkpoint::Paper.citation(),
        inquiry: None,
        case_number: String::new(),
        note: "未銷毀".into(),
        correction: "銷毀".into(),
        owner: (person(USER), "某人".into()),
        due: day(20).unwrap(),
        checker: person(AUDITOR),
    };
    let mark = Mark { at: at(4), by: person(AUDITOR), by_name: "某人".into() };
    Finding::raise(FindingId(Uuid::nil()), found, mark)
}

fn handle(finding: &Finding, who: u128, action: &FindingAction) -> Result<Finding, Report> {
    let actor = standing(who);
    let step = Step {
        now: at(10),
        edition: EditionId::Amended,
        settings: Settings::FIRST,
        actor: &actor,
        must_sign: false,
    };
    finding.clone().step(&step, action)
}

#[test]
fn a_finding_is_mended_by_its_owner_and_looked_at_again_by_somebody_else() {
    let refused = |result: Result<Finding, Report>, code: &str| {
        let report = result.expect_err(code);
        assert!(report.has(code), "{code}: {report:?}");
    };
    let settle = |text: &str| FindingAction::Settle { text: text.into() };
    let look = |is_mended, note: &str, due| FindingAction::Recheck { is_mended, note: note.into(), due };
    let finding = raised();
    refused(handle(&finding, AUDITOR, &settle("已銷毀")), "P08-2-NOT-THE-OWNER");
    refused(handle(&finding, USER, &settle(" ")), "P08-2-SETTLEMENT-MISSING");
    refused(handle(&finding, AUDITOR, &look(true, "", None)), "P08-2-NOT-SETTLED");
    assert!(handle(&finding, HEAD, &settle("已銷毀")).is_ok(), "the head may, too");
    let settled = handle(&finding, USER, &settle("已銷毀")).unwrap();
    refused(handle(&settled, USER, &settle("已銷毀")), "P08-2-FINDING-OVER");
    refused(handle(&settled, USER, &look(true, "", None)), "P08-2-NOT-THE-CHECKER");
    refused(handle(&settled, AUDITOR, &look(false, "", day(20))), "P08-2-RECHECK-NOTE-MISSING");
    refused(handle(&settled, AUDITOR, &look(false, "仍在", day(9))), "P08-2-DUE-MISSING");
    let again = handle(&settled, AUDITOR, &look(false, "仍在", day(30))).unwrap();
    assert_eq!((again.status(), again.body().due), ("open", day(30).unwrap()));
    let mended = handle(&settled, MANAGER, &look(true, "", None)).unwrap();
    assert_eq!(mended.status(), "mended");
    refused(handle(&mended, USER, &settle("再銷毀")), "P08-2-FINDING-OVER");
}

fn room() -> JointAudit {
    let opening = Opening {
        audit: (AuditId(Uuid::nil()), period()),
        unit: (unit(), "福利科".into()),
        case: (case(1), "府社障字第1150000001號".into()),
        found: vec!["未經核可查調".into()],
        keeper: (person(MANAGER), unit()),
    };
    let mark = Mark { at: at(4), by: person(AUDITOR), by_name: "某人".into() };
    JointAudit::open(JointAuditId(Uuid::nil()), opening, mark)
}

fn sit(
    room: &JointAudit,
    who: u128,
    action: JointAction,
    called: [Option<u128>; 2],
) -> Result<JointAudit, Report> {
    let actor = standing(who);
    let step = Step {
        now: at(5),
        edition: EditionId::Amended,
        settings: Settings::FIRST,
        actor: &actor,
        must_sign: false,
    };
    let [ethics, it] = called.map(|one| one.map(|number| (standing(number), "處".to_owned())));
    let facts = JointFacts { keeper_unit_name: "社會處".into(), ethics, it };
    room.clone().step(&step, &JointStep { action, facts })
}

#[test]
fn a_joint_audit_is_one_report_with_three_names() {
    let refused = |result: Result<JointAudit, Report>, code: &str| {
        let report = result.expect_err(code);
        assert!(report.has(code), "{code}: {report:?}");
    };
    let name = || JointAction::Name { ethics: String::new(), it: String::new() };
    let write = |facts: &str| JointAction::Write {
        facts: facts.into(),
        causes: "未依規定".into(),
        measures: "停權".into(),
    };
    let none = [None, None];
    refused(sit(&room(), HEAD, name(), [Some(7), Some(8)]), "P04-2-NOT-THE-MANAGER");
    refused(sit(&room(), MANAGER, name(), [None, Some(8)]), "P08-2-ETHICS-MISSING");
    refused(sit(&room(), MANAGER, name(), [Some(7), None]), "P08-2-IT-MISSING");
    refused(sit(&room(), MANAGER, name(), [Some(7), Some(7)]), "P08-2-SAME-PERSON");
    refused(sit(&room(), MANAGER, name(), [Some(MANAGER), Some(7)]), "P08-2-SAME-PERSON");
    let named = sit(&room(), MANAGER, name(), [Some(7), Some(8)]).unwrap();
    refused(sit(&named, HEAD, write("事實"), none), "P08-2-NOT-A-MEMBER");
    refused(sit(&named, 7, write(" "), none), "P08-2-REPORT-MISSING");
    refused(sit(&named, 7, JointAction::Sign, none), "P08-2-REPORT-MISSING");
    let mut report = sit(&named, 7, write("事實"), none).unwrap();
    for who in [7, 8] {
        report = sit(&report, who, JointAction::Sign, none).unwrap();
    }
    assert_eq!(report.status(), "reported");
    let anew = sit(&report, 8, write("更正之事實"), none).unwrap();
    assert!(anew.body().members.iter().all(|member| member.signed.is_none()), "what changed is signed anew");
    let signed = sit(&report, MANAGER, JointAction::Sign, none).unwrap();
    assert_eq!((signed.status(), signed.body().is_signed()), ("signed", true));
    refused(sit(&signed, 7, write("事後"), none), "P08-2-JOINT-OVER");
}
