mod finding;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::{
    Kept as _, Record as _, Report,
    account::Standing,
    audit::{
        Audit, AuditAction, AuditBody, AuditFacts, AuditStep, Candidate, CaseFacts, Checkpoint, Difference,
        FindingDraft, JointAction, JointAudit, JointFacts, JointStep, Opening, PaperDraft, Registered,
        Verdict, differences,
    },
    custody::Mark,
    finding::{Finding, FindingAction, Found, Origin},
    id::{AuditId, FindingId, InquiryId, JointAuditId, PersonId, UnitId},
    period::HalfYear,
    record::Step,
    regulation::{EditionId, Settings, point_08},
};

const HEAD: u128 = 1;
const AUDITOR: u128 = 2;
const USER: u128 = 3;
const MANAGER: u128 = 4;

fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(number))
}

fn unit() -> UnitId {
    UnitId(Uuid::from_u128(70))
}

fn case(number: u128) -> InquiryId {
    InquiryId(Uuid::from_u128(1_000 + number))
}

fn standing(number: u128) -> Standing {
    Standing {
        person: person(number),
        name: "某人".into(),
        unit: unit(),
        is_active: true,
        has_card: true,
        has_egov_account: true,
        grants: vec![],
        heads: if number == HEAD { vec![unit()] } else { vec![] },
        parents: vec![],
        deputy_for: vec![],
        is_manager: number == MANAGER,
    }
}

fn period() -> HalfYear {
    "2026H1".parse().unwrap()
}

fn at(day: u32) -> DateTime<Utc> {
    format!("2026-07-{day:02}T02:00:00Z").parse().unwrap()
}

fn day(day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2026, 7, day)
}

fn opened() -> Audit {
    Audit::open(AuditId(Uuid::from_u128(9)), period(), (unit(), "福利科".into()), EditionId::Amended, None)
}

struct Act {
    who: u128,
    now: DateTime<Utc>,
    edition: EditionId,
}

const fn by(who: u128, now: DateTime<Utc>) -> Act {
    Act { who, now, edition: EditionId::Amended }
}

fn act(audit: &Audit, act: &Act, action: AuditAction, facts: AuditFacts) -> Result<Audit, Report> {
    let actor = standing(act.who);
    let step = Step {
        now: act.now,
        edition: act.edition,
        settings: Settings::FIRST,
        actor: &actor,
        must_sign: false,
    };
    audit.clone().step(&step, &AuditStep { action, facts })
}

fn refused(result: Result<Audit, Report>, code: &str) {
    let report = result.expect_err(code);
    assert!(report.has(code), "{code}: {report:?}");
}

fn appoint(audit: &Audit, who: u128, candidate: Candidate, reason: &str) -> Result<Audit, Report> {
    let action =
        AuditAction::Appoint { auditor: candidate.standing.person.to_string(), reason: reason.to_owned() };
    let facts = AuditFacts { candidate: Some(candidate), ..AuditFacts::default() };
    act(audit, &by(who, at(2)), action, facts)
}

fn candidate(number: u128, involved: u64) -> Candidate {
    Candidate { standing: standing(number), title: "專員".into(), involved }
}

fn appointed() -> Audit {
    appoint(&opened(), HEAD, candidate(AUDITOR, 0), "").unwrap()
}

fn population(n: u128) -> AuditFacts {
    let population: Vec<InquiryId> = (1..=n).map(case).collect();
    let drawn = population
        .iter()
        .map(|case| CaseFacts {
            case: *case,
            case_number: "府社障字第1150000001號".into(),
            applicant: person(USER),
            approver: Some(person(HEAD)),
        })
        .collect();
    AuditFacts { population, drawn, ..AuditFacts::default() }
}

fn frozen(n: u128) -> Audit {
    act(&appointed(), &by(AUDITOR, at(3)), AuditAction::Freeze, population(n)).unwrap()
}

fn seed(seed: &str, source: &str, on: Option<NaiveDate>) -> AuditAction {
    AuditAction::EnterSeed { seed: seed.into(), source: source.into(), published_on: on }
}

const DICE: &str = "3 5 2 6 1 4 4 2 6 5 3 1 2 2 6 4";

#[test]
fn the_units_head_appoints_and_whatever_speaks_against_it_is_explained() {
    refused(appoint(&opened(), USER, candidate(AUDITOR, 0), ""), "P08-1-NOT-THE-UNIT");
    refused(appoint(&opened(), MANAGER, candidate(AUDITOR, 0), ""), "P08-1-NOT-THE-UNIT");
    refused(appoint(&opened(), HEAD, candidate(USER, 3), ""), "P08-1-EXCEPTION-REASON-MISSING");
    refused(appoint(&opened(), HEAD, candidate(MANAGER, 0), " "), "P08-1-AUDITOR-IS-MANAGER");
    let gone = Candidate {
        standing: Standing { is_active: false, ..standing(AUDITOR) },
        title: String::new(),
        involved: 0,
    };
    refused(appoint(&opened(), HEAD, gone, ""), "P08-1-AUDITOR-MISSING");
    let explained = appoint(&opened(), HEAD, candidate(USER, 3), "本科僅二人").unwrap();
    let appointment = explained.body().auditor().unwrap();
    assert_eq!(appointment.exceptions, ["P08-1-AUDITOR-INVOLVED"]);
    assert!(appointed().body().auditor().unwrap().exceptions.is_empty(), "nothing speaks against a stranger");
    refused(appoint(&opened(), HEAD, candidate(USER, 3), "查A123456789"), "P05-4-IDENTITY-IN-TEXT");
}

#[test]
fn a_head_above_appoints_too() {
    let facts =
        AuditFacts { parents: vec![unit()], candidate: Some(candidate(AUDITOR, 0)), ..AuditFacts::default() };
    let below = UnitId(Uuid::from_u128(71));
    let audit = Audit::open(AuditId(Uuid::nil()), period(), (below, "股".into()), EditionId::Amended, None);
    let action = AuditAction::Appoint { auditor: person(AUDITOR).to_string(), reason: String::new() };
    assert!(act(&audit, &by(HEAD, at(2)), action, facts).is_ok());
}

#[test]
fn under_the_original_edition_the_manager_audits_and_nobody_receives() {
    let old = |who| Act { who, now: at(2), edition: EditionId::Original };
    let ask = |who, of: u128| {
        let action = AuditAction::Appoint { auditor: person(of).to_string(), reason: String::new() };
        let facts = AuditFacts { candidate: Some(candidate(of, 0)), ..AuditFacts::default() };
        act(&opened(), &old(who), action, facts)
    };
    refused(ask(HEAD, MANAGER), "P04-2-NOT-THE-MANAGER");
    refused(ask(MANAGER, AUDITOR), "P08-1-MANAGER-AUDITS");
    let audit = ask(MANAGER, MANAGER).unwrap();
    let audit = act(&audit, &old(MANAGER), AuditAction::Freeze, AuditFacts::default()).unwrap();
    let finish = AuditAction::Finish { conclusion: "本期無案件".into() };
    let audit = act(&audit, &old(MANAGER), finish, AuditFacts::default()).unwrap();
    assert_eq!(audit.status(), "received");
}

#[test]
fn nothing_is_frozen_before_the_half_year_is_over() {
    let early = "2026-06-30T02:00:00Z".parse().unwrap();
    refused(
        act(&appointed(), &by(AUDITOR, early), AuditAction::Freeze, population(3)),
        "P08-1-PERIOD-NOT-OVER",
    );
    let first = "2026-06-30T16:00:00Z".parse().unwrap();
    assert!(act(&appointed(), &by(AUDITOR, first), AuditAction::Freeze, population(3)).is_ok());
    refused(act(&appointed(), &by(HEAD, at(3)), AuditAction::Freeze, population(3)), "P08-1-NOT-THE-AUDITOR");
}

#[test]
fn fewer_than_thirty_are_all_looked_at_and_none_still_has_a_record() {
    let few = frozen(29);
    assert_eq!((few.status(), few.body().cases.len()), ("drawn", 29));
    let none = frozen(0);
    assert_eq!((none.status(), none.body().rounds.len()), ("drawn", 1));
    let finish = |text: &str| AuditAction::Finish { conclusion: text.into() };
    refused(act(&none, &by(AUDITOR, at(4)), finish(" "), AuditFacts::default()), "P08-2-CONCLUSION-MISSING");
    assert_eq!(
        act(&none, &by(AUDITOR, at(4)), finish("本期無查調案件"), AuditFacts::default()).unwrap().status(),
        "sent"
    );
}

#[test]
fn the_seed_comes_from_outside_after_the_freeze_and_once() {
    let audit = frozen(40);
    assert_eq!(audit.status(), "frozen");
    let enter = |action| act(&audit, &by(AUDITOR, at(5)), action, population(40));
    refused(enter(seed("1 2 3", "擲骰", day(4))), "P08-1-SEED-SHORT");
    refused(enter(seed(&"7".repeat(201), "擲骰", day(4))), "P08-1-SEED-LONG");
    refused(enter(seed("第115000123期1234567890", "擲骰", day(4))), "P08-1-SEED-SIGN");
    refused(enter(seed(DICE, " ", day(4))), "P08-1-SEED-SOURCE-MISSING");
    refused(enter(seed(DICE, "擲骰", None)), "P08-1-SEED-DAY-MISSING");
    refused(enter(seed(DICE, "擲骰", day(2))), "P08-1-SEED-BEFORE-FREEZE");
    refused(enter(seed(DICE, "擲骰", day(6))), "P08-1-SEED-AHEAD");
    refused(
        act(&audit, &by(AUDITOR, at(5)), seed(DICE, "擲骰", day(3)), population(41)),
        "P08-1-POPULATION-CHANGED",
    );
    let drawn = enter(seed(DICE, "政風處見證擲骰", day(3))).unwrap();
    assert_eq!((drawn.status(), drawn.body().cases.len()), ("drawn", 30));
    refused(
        act(&drawn, &by(AUDITOR, at(5)), seed(DICE, "擲骰", day(4)), population(40)),
        "P08-1-WRONG-STATE",
    );
}

#[test]
fn what_comes_late_is_drawn_apart_before_the_record_goes() {
    let audit = frozen(0);
    let none = AuditFacts::default();
    refused(act(&audit, &by(AUDITOR, at(4)), AuditAction::Freeze, none), "P08-1-NOTHING-LATE");
    let finish = AuditAction::Finish { conclusion: "無".into() };
    let late = AuditFacts { late: 2, ..AuditFacts::default() };
    refused(act(&audit, &by(AUDITOR, at(4)), finish, late), "P08-2-LATE-CASES-OPEN");
    let audit = act(&audit, &by(AUDITOR, at(4)), AuditAction::Freeze, population(2)).unwrap();
    assert_eq!(audit.body().rounds[1].stratum.name(), "late");
    assert_eq!(audit.body().unjudged(), 2);
}

fn lines(change: impl Fn(&mut FindingDraft)) -> Vec<FindingDraft> {
    Checkpoint::ALL
        .map(|checkpoint| {
            let mut line = FindingDraft {
                checkpoint,
                verdict: Verdict::Conforms,
                note: String::new(),
                correction: String::new(),
                owner: String::new(),
                due: None,
            };
            change(&mut line);
            line
        })
        .to_vec()
}

fn noted(audit: &Audit) -> Audit {
    let action = AuditAction::NotePaper { case: case(1), paper: PaperDraft::default() };
    act(audit, &by(AUDITOR, at(4)), action, AuditFacts::default()).unwrap()
}

fn unveiled(audit: &Audit) -> Audit {
    act(&noted(audit), &by(AUDITOR, at(4)), AuditAction::Unveil { case: case(1) }, AuditFacts::default())
        .unwrap()
}

#[test]
fn the_paper_comes_before_the_register_and_the_register_before_the_findings() {
    let audit = frozen(3);
    let go = |audit: &Audit, action| act(audit, &by(AUDITOR, at(4)), action, AuditFacts::default());
    refused(go(&audit, AuditAction::Unveil { case: case(1) }), "P08-1-PAPER-FIRST");
    refused(go(&audit, AuditAction::Unveil { case: case(9) }), "P08-1-CASE-NOT-DRAWN");
    let judge = |lines| AuditAction::Judge { case: case(1), lines };
    refused(go(&noted(&audit), judge(lines(|_| ()))), "P08-1-UNVEIL-FIRST");
    let audit = unveiled(&audit);
    let again = AuditAction::NotePaper { case: case(1), paper: PaperDraft::default() };
    refused(go(&audit, again), "P08-1-WRONG-STATE");
    refused(go(&audit, judge(lines(|_| ())[1..].to_vec())), "P08-1-CHECKPOINT-MISSING");
    assert!(go(&audit, judge(lines(|_| ()))).is_ok());
    let finish = AuditAction::Finish { conclusion: "無".into() };
    refused(go(&audit, finish), "P08-2-CASES-OPEN");
}

#[test]
fn nobody_audits_their_own_case_unless_the_appointment_says_why() {
    let own = |reason: &str| {
        let audit = appoint(&opened(), HEAD, candidate(USER, u64::from(!reason.is_empty())), reason).unwrap();
        let audit = act(&audit, &by(USER, at(3)), AuditAction::Freeze, population(3)).unwrap();
        let action = AuditAction::NotePaper { case: case(1), paper: PaperDraft::default() };
        act(&audit, &by(USER, at(4)), action, AuditFacts::default())
    };
    refused(own(""), "P08-1-OWN-CASE");
    assert!(own("本科僅二人").is_ok());
}

#[test]
fn a_finding_says_what_was_found_what_is_done_by_whom_and_until_when() {
    let audit = unveiled(&frozen(3));
    let judge = |change: &dyn Fn(&mut FindingDraft)| {
        let lines = lines(|line| {
            if line.checkpoint == Checkpoint::QueryRecord {
                line.verdict = Verdict::Deficient;
                line.note = "查無查詢紀錄".into();
                line.correction = "補印並歸檔".into();
                line.owner = person(USER).to_string();
                line.due = day(31);
                change(line);
            }
        });
        let facts = AuditFacts { owners: vec![person(USER)], ..AuditFacts::default() };
        act(&audit, &by(AUDITOR, at(4)), AuditAction::Judge { case: case(1), lines }, facts)
    };
    refused(judge(&|line| line.note.clear()), "P08-2-FINDING-NOTE-MISSING");
    refused(judge(&|line| line.correction.clear()), "P08-2-CORRECTION-MISSING");
    refused(judge(&|line| line.owner = person(77).to_string()), "P08-2-OWNER-MISSING");
    refused(judge(&|line| line.due = day(3)), "P08-2-DUE-MISSING");
    refused(judge(&|line| line.note = "查A123456789".into()), "P05-4-IDENTITY-IN-TEXT");
    let judged = judge(&|line| line.due = day(4)).unwrap();
    let findings = judged.body().case(case(1)).unwrap().findings.clone().unwrap();
    assert_eq!(findings.gravest(), Verdict::Deficient);
}

#[test]
fn an_audit_is_opened_once_for_a_unit_of_the_register() {
    let actor = standing(HEAD);
    let step = Step {
        now: at(2),
        edition: EditionId::Amended,
        settings: Settings::FIRST,
        actor: &actor,
        must_sign: false,
    };
    let open = |period: &str, unit, is_there| {
        point_08::check_open(period.parse().unwrap(), unit, &[], is_there, &step)
    };
    assert!(open("2026H1", Some(unit()), false).is_accepted());
    assert!(open("2026H1", None, false).has("P08-1-UNIT-MISSING"));
    assert!(open("2026H1", Some(unit()), true).has("P08-1-AUDIT-EXISTS"));
    assert!(open("2026H2", Some(unit()), false).has("P08-1-PERIOD-NOT-OVER"));
    let other = UnitId(Uuid::from_u128(71));
    assert!(open("2026H1", Some(other), false).has("P08-1-NOT-THE-UNIT"));
}

#[test]
fn a_half_year_is_audited_before_the_next_one_ends() {
    let due = |period: &str| point_08::audit_by(period.parse().unwrap()).unwrap().to_string();
    assert_eq!(due("2026H1"), "2026-12-31");
    assert_eq!(due("2025H2"), "2026-06-30");
}

#[test]
fn a_place_left_open_on_paper_is_not_compared() {
    let register = Registered {
        case_number: String::new(),
        applicant_name: String::new(),
        item: String::new(),
        data_items: vec![],
        reason: String::new(),
        subjects: vec!["王○明 A12*****89".into()],
        approver_name: String::new(),
        approved_at: Some(at(4)),
        queried_at: Some(at(5)),
        recorded_at: Some(at(5)),
        sheets: 2,
        copies: 0,
        fates: vec![],
        query_record_place: "第三櫃".into(),
    };
    let paper = PaperDraft { has_form: true, has_query_record: true, ..PaperDraft::default() };
    assert!(differences(&paper, &register).is_empty());
    let paper = PaperDraft {
        approved_on: day(5),
        queried_on: day(5),
        subjects: Some(2),
        sheets: Some(3),
        has_query_record: false,
        ..paper
    };
    assert_eq!(
        differences(&paper, &register),
        [Difference::ApprovedOn, Difference::Subjects, Difference::Sheets, Difference::QueryRecordMissing]
    );
}

#[test]
fn what_is_stored_reads_back() {
    let body = frozen(31).body().clone();
    let text = serde_json::to_string(&body).unwrap();
    assert_eq!(serde_json::from_str::<AuditBody>(&text).unwrap(), body);
}
