//! How each operation is asked so that whoever may do it succeeds: records in the right state, a body, a revision.
//! An operation without parts in its path and without a body needs nothing here.

use acceptance::{Answer, Client, card};
use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};
use shared::{
    api::v1::{AccountView, AgencyView, MadeToken, SessionRow, TokenView},
    inquiry::InquiryAction,
    inventory::ItemDraft,
    session::TokenState,
};
use uuid::Uuid;

use super::{
    Operation,
    world::{INSPECTOR, Parts, World, leave},
};

impl World {
    /// An operation, asked by somebody for whom everything is set up afresh.
    pub async fn ask(&self, operation: &Operation, role: &str) -> Answer {
        let parts = self.parts(operation, role).await;
        let who = self.be(operation, role).await;
        let mut path = operation.path.clone();
        for part in &parts.path {
            let (from, to) = (path.find('{').expect("a part"), path.find('}').expect("its end"));
            path.replace_range(from..=to, part);
        }
        assert!(!path.contains('{'), "tell tests/suite/matrix/ask.rs what stands in {path}");
        path += &parts.query;
        let mut ask = who.ask(operation.method.clone(), &path);
        for (name, value) in &parts.headers {
            ask = ask.header(name, value);
        }
        if let Some(revision) = parts.if_match {
            ask = ask.if_match(revision);
        }
        if let Some(body) = &parts.body {
            ask = ask.json(body);
        }
        if let Some(csv) = parts.csv {
            ask = ask.bytes("text/csv", csv);
        }
        ask.send().await
    }

    async fn be(&self, operation: &Operation, role: &str) -> Client {
        // Who signs out is not the one the other rows sign in as.
        if (role, operation.id.as_str()) == ("inspector", "end_session") {
            let answer = self.app.stranger().try_card(&card::card_of(INSPECTOR, "何稽核", "8642")).await;
            return self.app.stranger().with_cookies(&answer);
        }
        if let Some(token) = self.tokens.get(role) {
            return token.clone();
        }
        let Some(person) = self.people.get(role) else { return self.app.stranger() };
        if operation.id == "end_session" {
            return self.app.stranger().sign_in(*person).await;
        }
        self.app.be(*person).await
    }

    async fn parts(&self, operation: &Operation, role: &str) -> Parts {
        let app = &self.app;
        match operation.id.as_str() {
            "create_draft" => Parts::default().json(json!({"id": Uuid::now_v7(), "draft": app.form().await})),
            "read_draft" => Parts::of(self.draft().await.id),
            "save_draft" => {
                let draft = self.draft().await;
                Parts::of(draft.id).at(draft.revision).json(json!(app.form().await))
            }
            "delete_draft" | "submit_inquiry" => {
                let draft = self.draft().await;
                Parts::of(draft.id).at(draft.revision)
            }
            "read_inquiry" | "read_decision_context" | "print_inquiry" => {
                Parts::of(self.submitted().await.inquiry.id)
            }
            "reveal_subjects" => {
                Parts::of(self.submitted().await.inquiry.id).json(json!({"reason": "核對本案被查詢人身分"}))
            }
            "act_on_inquiry" => {
                let inquiry = self.submitted().await.inquiry;
                Parts::of(inquiry.id).at(inquiry.revision).json(json!(InquiryAction::approve()))
            }
            "decide_inquiries" => {
                let inquiry = self.submitted().await.inquiry;
                let one = json!({"id": inquiry.id, "revision": inquiry.revision, "action": InquiryAction::approve()});
                Parts::default().json(json!({"decisions": [one]}))
            }
            "challenge_decisions" => {
                let inquiry = self.submitted().await.inquiry;
                let form = json!({"id": inquiry.id, "revision": inquiry.revision});
                Parts::default().json(json!({"forms": [form]}))
            }
            "read_printout" => Parts::of(self.printout().await.printout.id),
            "act_on_printout" => {
                let printout = self.printout().await.printout;
                let action = json!({"name": "file", "case_number": "府社障字第1150000077號"});
                Parts::of(printout.id).at(printout.revision).json(action)
            }
            "prepare_edition" => Parts::default().json(json!({"id": Uuid::now_v7(), "draft": {}})),
            "try_settings" => Parts::of(Uuid::now_v7()),
            "act_on_edition" => Parts::of(Uuid::now_v7()).at(1).json(json!({"name": "put_in_force"})),
            "read_agency" => Parts::of(self.unit),
            "enter_agency" => {
                Parts::default().json(self.fresh("/agencies", |unit: AgencyView| json!(unit.draft)).await)
            }
            "change_agency" => {
                let unit: AgencyView =
                    app.manager().await.get(&format!("/agencies/{}", self.unit)).send().await.ok();
                Parts::of(unit.id).at(unit.revision).json(json!(unit.draft))
            }
            "read_item" | "read_usual" | "list_item_versions" | "read_repeal_impact" | "read_item_usage" => {
                Parts::of(app.cast().grant.item)
            }
            "enter_item" => {
                let item = app.new_item("矩陣", vec![self.unit]).await;
                // A number is one item's.
                let number = format!("M{}", Uuid::now_v7().as_u128() % 1_000_000_000_000);
                let draft = ItemDraft { number, ..item.draft };
                Parts::default().json(json!({"id": Uuid::now_v7(), "draft": draft}))
            }
            "act_on_item" => {
                let item = app.new_item("矩陣", vec![self.unit]).await;
                let action = json!({"name": "revise", "draft": item.draft});
                Parts::of(item.id).at(item.revision).json(action)
            }
            "read_account" => Parts::of(app.cast().staff),
            "open_account" => {
                // A card and an address are one person's, and permissions come by the form.
                let digits = Uuid::now_v7().as_u128() % 100_000_000_000_000;
                let draft = json!({
                    "name": "矩陣", "title": "科員", "unit": self.unit, "egov_account": format!("m{digits}"),
                    "card_number": format!("MX{digits:014}"), "active_from": app.today()
                });
                Parts::default().json(json!({"id": Uuid::now_v7(), "draft": draft}))
            }
            "change_account" => {
                let path = format!("/accounts/{}", app.cast().staff);
                let account: AccountView = app.manager().await.get(&path).send().await.ok();
                Parts::of(account.id).at(account.revision).json(json!(account.draft))
            }
            "read_authorisation" | "read_authorisation_sheet" => {
                let query = format!("?item={}", app.cast().grant.item);
                Parts { query, ..Parts::of(app.cast().staff) }
            }
            "read_person_oversight" => Parts::of(app.cast().staff),
            "import_agencies" => Parts {
                csv: Some("code,oid,name,name_en,parent,kind\n,,,,,unit\n".to_owned()),
                ..Parts::default()
            },
            "acknowledge_liability" => {
                let liability = app.staff().await.get("/liability").send().await.value();
                Parts::default().json(json!({"text_hash": liability["text_hash"]}))
            }
            "refer_person" => Parts::default().json(self.referral()),
            "decide_referral" => {
                let made = app.manager().await.post("/referrals").json(&self.referral()).send().await;
                let id = made.value()["id"].as_str().expect("an id").to_owned();
                Parts::of(id).at(1).json(json!({"outcome": "申誡一次", "on": app.today()}))
            }
            "export_list" => Parts::of("inquiries.csv"),
            "import_inquiries" => Parts { csv: Some(self.inquiries().await), ..Parts::default() },
            "import_items" => Parts { csv: Some(ITEMS.to_owned()), ..Parts::default() },
            "import_calendar" => {
                Parts { query: "?replace=true".into(), csv: Some(year()), ..Parts::default() }
            }
            "review_form" => Parts::default().json(json!({"draft": {}})),
            "explain_rule" => Parts::of("P05-1-OWN-INQUIRY"),
            "start_session" => Parts::default().json(json!({"signature": ""})),
            "end_other_session" => {
                app.stranger().sign_in(app.cast().staff).await;
                let sessions: Vec<SessionRow> = app.staff().await.get("/sessions").send().await.ok();
                Parts::of(sessions.iter().find(|one| !one.is_this).expect("the other one").id)
            }
            "make_token" => Parts::default().json(self.token(role)),
            "revoke_token" => {
                // A person has only so many: the one that was spared serves the next role.
                let staff = app.staff().await;
                let kept: Vec<TokenView> = staff.get("/tokens").send().await.ok();
                let spared = kept.iter().find(|one| one.name == "spared" && one.state == TokenState::Live);
                match spared {
                    Some(one) => Parts::of(one.id),
                    None => {
                        let made = staff.post("/tokens").json(&self.token("spared")).send().await;
                        Parts::of(made.ok::<MadeToken>().view.id)
                    }
                }
            }
            "list_changes" => Parts { headers: self.caps().await, ..Parts::default() },
            "push" => {
                let (staff, caps) = (app.staff().await, self.caps().await);
                let changes = staff.get("/sync/changes").header(caps[0].0, &caps[0].1).send().await;
                let epoch = changes.value();
                let body = json!({
                    "device": Uuid::now_v7(), "epoch": epoch["epoch"], "schema": shared::sync::SCHEMA, "mutations": []
                });
                Parts { headers: self.caps().await, body: Some(body), ..Parts::default() }
            }
            "read_application" | "print_application" => self.known("/applications").await,
            "read_job_change" => self.known("/job-changes").await,
            "read_manager_change" | "print_manager_change" | "print_hand_over_list" => {
                self.known("/manager-changes").await
            }
            "read_keeping" => {
                let inquiry = self.submitted().await.inquiry.id;
                Parts { path: vec!["inquiry".into(), inquiry.to_string()], ..Parts::default() }
            }
            "hold_record" => Parts::default().json(self.hold().await),
            "act_on_hold" => {
                let hold = self.hold().await;
                app.manager().await.post("/holds").json(&hold).send().await;
                let id = hold["id"].as_str().expect("an id").to_owned();
                Parts::of(id).at(1).json(json!({"name": "lift", "reason": "調閱結束"}))
            }
            // Nothing is due in a county of two years, so there is no disposal that anybody could see.
            "propose_disposal" => {
                let draft = json!({"records": [], "reason": "測試"});
                Parts::default().json(json!({"id": Uuid::now_v7(), "draft": draft}))
            }
            "read_disposal" | "print_disposal" => Parts::of(Uuid::now_v7()),
            "act_on_disposal" => Parts::of(Uuid::now_v7()).at(1).json(json!({"name": "confirm"})),
            "read_review" | "print_review" => self.review().await,
            "act_on_review" => {
                let known = self.review().await;
                known.json(json!({"name": "close", "note": "均已處理"}))
            }
            "read_notice" | "print_notice" => self.known("/notices").await,
            "act_on_application" => {
                self.known("/applications").await.json(json!({"name": "withdraw", "note": "誤填"}))
            }
            "act_on_job_change" => {
                self.known("/job-changes").await.json(json!({"name": "withdraw", "note": "誤填"}))
            }
            "act_on_manager_change" => {
                self.known("/manager-changes").await.json(json!({"name": "cancel", "reason": "誤填"}))
            }
            "act_on_notice" => {
                self.known("/notices").await.json(json!({"name": "withdraw", "reason": "誤填"}))
            }
            "read_audit" | "read_audit_draw" | "print_audit" => Parts::of(self.audit().await.audit.id),
            "read_audited_case" => {
                let audit = self.audit().await.audit.id;
                Parts { path: vec![audit.to_string(), Uuid::now_v7().to_string()], ..Parts::default() }
            }
            "act_on_audit" => {
                let audit = self.audit().await.audit;
                let action = json!({"name": "appoint", "auditor": app.cast().supervisor_elsewhere});
                Parts::of(audit.id).at(audit.revision).json(action)
            }
            "open_audit" => {
                let body = json!({"id": Uuid::now_v7(), "period": "2024H1", "unit": self.fresh_unit().await});
                Parts::default().json(body)
            }
            "read_joint_audit" | "print_joint_audit" => Parts::of(Uuid::now_v7()),
            "act_on_joint_audit" => Parts::of(Uuid::now_v7()).at(1).json(json!({"name": "sign"})),
            "report_incident" => Parts::default().json(self.incident()),
            "read_incident" | "read_incident_reach" | "print_incident" => Parts::of(self.reported().await),
            "act_on_incident" => {
                let action = json!({"name": "contain", "on": app.today()});
                Parts::of(self.reported().await).at(1).json(action)
            }
            "reconcile_file" => Parts { csv: Some("a,b,c\n1,2,3\n".to_owned()), ..Parts::default() },
            "read_reconciliation" => Parts::of(Uuid::now_v7()),
            "read_finding" => Parts::of(Uuid::now_v7()),
            "act_on_finding" => {
                Parts::of(Uuid::now_v7()).at(1).json(json!({"name": "settle", "text": "已辦理"}))
            }
            "file_application" | "announce_job_change" | "open_manager_change" => {
                Parts::default().json(json!({"id": Uuid::now_v7(), "draft": {}}))
            }
            "import_job_changes" => Parts { csv: Some("name\n甲\n".to_owned()), ..Parts::default() },
            "work_out_duty" => {
                let inquiry = self.submitted().await.inquiry.id;
                Parts { path: vec![inquiry.to_string(), "decide_inquiry".into()], ..Parts::default() }
            }
            "read_calendar_feed" => Parts::of("nobodys.ics"),
            "enter_certificate" => Parts::default().json(self.certificate()),
            "make_pack" => Parts::default().json(self.pack()),
            "hand_out_pack" => {
                let made: Value = app.manager().await.post("/packs").json(&self.pack()).send().await.ok();
                Parts::of(made["id"].as_str().expect("an identifier"))
            }
            "prove_entry" => Parts::of(0),
            "prove_record" => Parts::of(app.cast().grant.item),
            "grant_inspection" => Parts::default().json(leave(app, "IN00000000000004", "方查核")),
            "read_inspection" | "act_on_inspection" => {
                let new = leave(app, "IN00000000000005", "田查核");
                app.manager().await.post("/inspections").json(&new).send().await;
                let leaves: Vec<Value> = app.manager().await.all("/inspections", 50).await;
                let own = leaves.iter().find(|one| one["inspection"]["name"] == "田查核").expect("the leave");
                let (id, revision) = (&own["inspection"]["id"], &own["inspection"]["revision"]);
                Parts::of(id.as_str().expect("an id"))
                    .at(revision.as_i64().expect("a revision"))
                    .json(json!({"name": "end", "reason": "完成"}))
            }
            "list_inspected" => Parts { query: "?kind=inquiry".into(), ..Parts::default() },
            "inspect_record" | "reveal_to_inspector" => {
                let inquiry = self.submitted().await.inquiry.id;
                Parts { path: vec!["inquiry".into(), inquiry.to_string()], ..Parts::default() }
            }
            "cosign_checkpoint" => Parts::default().json(json!({"checkpoint": self.cosigned().await})),
            "choose_mail" => Parts::default().json(json!({"wants_reminders": true})),
            _ => Parts::default(),
        }
    }
}

const ITEMS: &str =
    "number,name,units,bases,purpose,data_items,in_force_from\nM1,矩陣,,law|測試法,測試,甲,115/03/01\n";

/// A year that rests at weekends alone.
fn year() -> String {
    let mut csv = "西元日期,星期,是否放假,備註\r\n".to_owned();
    let first = NaiveDate::from_ymd_opt(2028, 1, 1).expect("a day");
    for day in first.iter_days().take_while(|day| day.year() == 2028) {
        let at = day.weekday().num_days_from_sunday() as usize;
        let rests = if at.is_multiple_of(6) { 2 } else { 0 };
        csv += &format!(
            "{},{},{rests},\r\n",
            day.format("%Y%m%d"),
            ["日", "一", "二", "三", "四", "五", "六"][at]
        );
    }
    csv
}
