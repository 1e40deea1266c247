//! A county in which everybody of the matrix is there, and the records in the states that operations ask for.

use std::collections::HashMap;

use acceptance::{App, Client, card, kept, query};
use backend::{
    journal::checkpoint::{files::Files, sign},
    schedule::flow::run_now,
};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use chrono::{Datelike, Days};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shared::{
    agency::AgencyDraft,
    api::v1::{
        AccountView, AgencyView, AuditView, Capabilities, DraftView, InquiryView, MadeToken, PrintoutView,
        ReviewView,
    },
    id::{PersonId, UnitId},
    inquiry::InquiryAction,
    journal::{
        checkpoint::Request,
        note::{Means, SignKey},
    },
    review::{Line, ReviewKind, review_id},
};
use uuid::Uuid;

/// A county in which everybody of the matrix is there.
pub struct World {
    pub(super) app: App,
    pub(super) people: HashMap<&'static str, PersonId>,
    pub(super) tokens: HashMap<&'static str, Client>,
    pub(super) unit: UnitId,
}

/// The inspector's card, and the order of every leave here.
pub(super) const INSPECTOR: &str = "IN00000000000003";
pub(super) const ORDER: &str = "保政字第11560000077號";

/// A leave of every point for the holder of a card.
pub(super) fn leave(app: &App, number: &str, name: &str) -> Value {
    let held = card::card_of(number, name, "8642");
    let today = app.today();
    let draft = json!({
        "order": ORDER, "name": name, "agency": "勞保局", "card_number": number, "id_last4": "8642",
        "certificate": BASE64.encode(&held.certificate), "opens_on": today, "closes_on": today + Days::new(20),
        "from": today - Days::new(1_200), "to": today, "is_unmasked": true
    });
    json!({"id": Uuid::now_v7(), "draft": draft})
}

/// Who witnesses the journal here.
pub(super) fn witness() -> SignKey {
    SignKey::new("witness", Means::Cosignature, &[9; 32]).expect("a key")
}

/// What a request holds besides its path's template.
#[derive(Default)]
pub(super) struct Parts {
    /// For each `{…}` of the path, in order.
    pub(super) path: Vec<String>,
    pub(super) query: String,
    pub(super) body: Option<Value>,
    pub(super) csv: Option<String>,
    pub(super) if_match: Option<i64>,
    pub(super) headers: Vec<(&'static str, String)>,
}

impl Parts {
    pub(super) fn of(part: impl ToString) -> Self {
        Self { path: vec![part.to_string()], ..Self::default() }
    }

    pub(super) fn at(self, revision: i64) -> Self {
        Self { if_match: Some(revision), ..self }
    }

    pub(super) fn json(self, body: Value) -> Self {
        Self { body: Some(body), ..self }
    }
}

impl World {
    /// Names the deputy, finds somebody of another unit, and makes the tokens.
    pub async fn new(app: App) -> Self {
        let cast = app.cast().clone();
        let head = app.supervisor().await.me().await.standing;
        app.name_deputy(&head, app.today() - Days::new(1), app.today() + Days::new(30)).await;
        let unit = app.staff().await.me().await.standing.unit;
        let accounts: Vec<AccountView> = app.manager().await.all("/accounts", 200).await;
        let elsewhere = accounts
            .iter()
            .find(|one| {
                let draft = &one.draft;
                let is_plain = draft.heads.is_empty() && draft.deputy_for.is_empty() && !draft.is_manager;
                let is_in_order = one.is_active && !draft.certificate.is_empty();
                is_plain && is_in_order && draft.unit != unit.to_string() && one.id != cast.deputy
            })
            .expect("somebody of another unit");
        let people = HashMap::from([
            ("staff", cast.staff),
            ("elsewhere", elsewhere.id),
            ("supervisor", cast.supervisor),
            ("supervisor_elsewhere", cast.supervisor_elsewhere),
            ("deputy", cast.deputy),
            ("manager", cast.manager),
        ]);
        let mut tokens = HashMap::new();
        for (role, person, scopes) in [
            ("token_read", cast.staff, vec!["read"]),
            ("token_draft", cast.staff, vec!["draft"]),
            ("manager_token", cast.manager, vec!["read", "draft"]),
        ] {
            let draft = json!({"name": role, "scopes": scopes, "until": app.today()});
            let new = json!({"id": Uuid::now_v7(), "draft": draft});
            let made: MadeToken = app.be(person).await.post("/tokens").json(&new).send().await.ok();
            tokens.insert(role, app.stranger().with_token(&made.token.expect("it is shown")));
        }
        let leave = leave(&app, INSPECTOR, "何稽核");
        app.manager().await.post("/inspections").json(&leave).send().await.ok::<Value>();
        let held = card::card_of(INSPECTOR, "何稽核", "8642");
        let answer = app.stranger().try_card(&held).await;
        tokens.insert("inspector", app.stranger().with_cookies(&answer));
        run_now(app.server(), sign::JOB).await.expect("a checkpoint");
        let log = app.stranger().get("/journal/policy").send().await.text();
        let log = log.lines().next().expect("the log's key");
        let policy = format!("{log}\nwitness w {}\nquorum 1\n", witness().verify_key());
        std::fs::write(Files::of(app.server().config()).policy, policy).expect("the policy");
        Self { app, people, tokens, unit }
    }

    pub(super) fn certificate(&self) -> Value {
        let today = self.app.today();
        let draft = json!({"number": "IS 1", "standard": "ISO/IEC 27001:2022", "issuer": "BSI", "issued_on": today, "expires_on": today});
        json!({"id": Uuid::now_v7(), "draft": draft})
    }

    pub(super) fn pack(&self) -> Value {
        let today = self.app.today();
        json!({"id": Uuid::now_v7(), "draft": {"from": today, "to": today, "order": ORDER}})
    }

    /// The newest checkpoint, signed by the witness that the policy names.
    pub(super) async fn cosigned(&self) -> String {
        let request = self.app.stranger().get("/journal/witness-request?since=0").send().await.text();
        let mut note = Request::parse(&request).expect("a request").note;
        note.lines.push(witness().sign(&note.text, 1));
        note.to_string()
    }

    pub(super) async fn draft(&self) -> DraftView {
        self.app.staff().await.draft(&self.app.form().await).await
    }

    pub(super) async fn submitted(&self) -> InquiryView {
        self.app.staff().await.register(&self.app.form().await).await
    }

    pub(super) async fn approved(&self) -> InquiryView {
        let inquiry = self.submitted().await;
        self.app.supervisor().await.act(&inquiry, InquiryAction::approve()).await
    }

    pub(super) async fn printout(&self) -> PrintoutView {
        let approved = self.approved().await;
        let done = query(self.app.now(), vec![kept("第三櫃")]);
        self.app.staff().await.act(&approved, done).await.printouts.remove(0)
    }

    /// The audit of the staff member's unit, of a half-year of its own each time.
    pub(super) async fn audit(&self) -> AuditView {
        let year = 1_912 + Uuid::now_v7().as_u128() % 100;
        let new = json!({"id": Uuid::now_v7(), "period": format!("{year}H1"), "unit": self.unit});
        let made = self.app.supervisor().await.post("/audits").json(&new).send().await;
        if made.status.is_success() { made.ok() } else { Box::pin(self.audit()).await }
    }

    pub(super) fn incident(&self) -> Value {
        json!({"id": Uuid::now_v7(), "draft": {"known_at": self.app.now(), "summary": "列印資料遺失"}})
    }

    /// An incident that the staff member reported.
    pub(super) async fn reported(&self) -> Uuid {
        let new = self.incident();
        self.app.staff().await.post("/incidents").json(&new).send().await.ok::<Value>();
        new["id"].as_str().and_then(|id| id.parse().ok()).expect("an id")
    }

    /// A unit that nobody audited yet, below the staff member's.
    pub(super) async fn fresh_unit(&self) -> UnitId {
        let unit = AgencyDraft {
            name: format!("矩陣{}", Uuid::now_v7()),
            parent: Some(self.unit),
            ..AgencyDraft::default()
        };
        let new = json!({"id": Uuid::now_v7(), "draft": unit});
        self.app.manager().await.post("/agencies").json(&new).send().await.ok::<AgencyView>().id
    }

    /// A record of the practice county at its revision.
    pub(super) async fn known(&self, list: &str) -> Parts {
        let manager = self.app.manager().await;
        let rows: Vec<Value> = manager.all(list, 200).await;
        let is_near = |row: &&Value| row.to_string().contains(&self.unit.to_string());
        let row = rows.iter().find(is_near).or(rows.first()).expect("a row").clone();
        let nested =
            || row.as_object().into_iter().flat_map(|row| row.values()).find(|part| part["id"].is_string());
        let record = if row["id"].is_string() { &row } else { nested().expect("a record with an id") };
        let id = record["id"].as_str().expect("an id").to_owned();
        Parts { path: vec![id], if_match: record["revision"].as_i64(), ..Parts::default() }
    }

    /// The body of a fresh register's record: what a record of the list says.
    pub(super) async fn fresh<T: DeserializeOwned>(&self, list: &str, draft: impl Fn(T) -> Value) -> Value {
        let rows: Vec<T> = self.app.manager().await.all(list, 200).await;
        json!({"id": Uuid::now_v7(), "draft": draft(rows.into_iter().next().expect("a row"))})
    }

    /// This year's review of accounts, with everything decided so that it may be signed.
    pub(super) async fn review(&self) -> Parts {
        let manager = self.app.manager().await;
        let id = review_id(ReviewKind::Accounts, self.app.today().year());
        let path = format!("/reviews/{id}");
        let mut view: ReviewView = manager.get(&path).send().await.ok();
        if view.status == "due" {
            let actions = format!("{path}/actions");
            let open = json!({"name": "open"});
            view = manager.post(&actions).if_match(view.review.revision).json(&open).send().await.ok();
            let keep = |line: &Line| json!({"line": line.number, "verdict": "keep", "reason": "業務仍需"});
            let verdicts: Vec<Value> = view.review.lines.iter().map(keep).collect();
            let decide = json!({"name": "decide", "verdicts": verdicts});
            view = manager.post(&actions).if_match(view.review.revision).json(&decide).send().await.ok();
        }
        Parts::of(id).at(view.review.revision)
    }

    /// A hold on a fresh inquiry.
    pub(super) async fn hold(&self) -> Value {
        let of = json!({"kind": "inquiry", "id": self.submitted().await.inquiry.id});
        json!({"id": Uuid::now_v7(), "draft": {"of": of, "reason": "調閱中"}})
    }

    pub(super) fn referral(&self) -> Value {
        let draft = json!({
            "person": self.app.cast().staff, "document_number": "府人考字第1150000001號", "on": self.app.today(),
            "reason": "未依規定銷毀列印資料"
        });
        json!({"id": Uuid::now_v7(), "draft": draft})
    }

    pub(super) fn token(&self, role: &str) -> Value {
        let draft = json!({"name": role, "scopes": ["read"], "until": self.app.today()});
        json!({"id": Uuid::now_v7(), "draft": draft})
    }

    pub(super) async fn caps(&self) -> Vec<(&'static str, String)> {
        let caps: Capabilities = self.app.stranger().get("/sync/capabilities").send().await.ok();
        vec![("x-chadiao-caps", caps.hash)]
    }

    pub(super) async fn inquiries(&self) -> String {
        let form = self.app.form().await;
        let shared::inquiry::Identity::Typed(identity) = &form.subjects[0].identity else { panic!("typed") };
        format!(
            "item,data_items,name,identity,reason,case_number,period_from,period_to\n{},{},{},{identity},\"{}\",{},{},{}\n",
            form.item,
            form.data_items[0],
            form.subjects[0].name,
            form.reason,
            form.case_number,
            form.period_from,
            form.period_to
        )
    }
}
