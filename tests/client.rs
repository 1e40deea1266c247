//! A person at a computer: typed requests with the headers every write needs.

use std::fmt;

use backend::practice::cards::Card;
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use reqwest::{Method, StatusCode, header};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use shared::{
    account::{ApplicationDraft, Grant, application::ApplicationAction},
    api::v1::{
        ApplicationView, Challenge, DraftView, InquiryView, NewApplication, NewDraft, PracticePerson,
        PrintoutView, Problem, SessionView, SignIn,
    },
    id::{ApplicationId, InquiryId, PersonId},
    inquiry::{InquiryAction, InquiryDraft},
    printout::PrintoutAction,
    session::{CardRefusal, Provider},
};
use uuid::Uuid;

use crate::card;

/// Somebody who talks to the server; signed in or not.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    cookie: Option<String>,
    token: Option<String>,
}

/// One request on its way.
#[derive(Clone)]
pub struct Ask<'a> {
    client: &'a Client,
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

/// What came back.
#[derive(Clone)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: header::HeaderMap,
    /// Body.
    pub body: Vec<u8>,
}

impl Client {
    /// Somebody nobody knows yet.
    #[must_use]
    pub fn stranger(base: &str) -> Self {
        let http = reqwest::Client::builder().no_proxy().build().expect("a client");
        Self { http, base: base.to_owned(), cookie: None, token: None }
    }

    /// The same connections, nobody signed in.
    #[must_use]
    pub fn signed_out(&self) -> Self {
        Self { cookie: None, token: None, ..self.clone() }
    }

    /// A script with this API token, beside whatever cookies this browser has.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// The same person at a server that moved.
    #[must_use]
    pub fn at(&self, base: &str) -> Self {
        Self { base: base.to_owned(), ..self.clone() }
    }

    /// Signs in as a practice person, with their card.
    pub async fn sign_in(&self, person: PersonId) -> Self {
        let answer = self.try_sign_in(person).await;
        assert!(answer.status.is_success(), "sign-in: {answer:?}");
        self.with_cookies(&answer)
    }

    /// Tries to sign in as a practice person, with their card.
    pub async fn try_sign_in(&self, person: PersonId) -> Answer {
        let people: Vec<PracticePerson> = self.signed_out().get("/practice/people").send().await.ok();
        let found = people.iter().find(|one| one.person == person).expect("a practice person");
        self.try_card(&card::card(&found.card_number)).await
    }

    /// Tries to sign in with a card.
    pub async fn try_card(&self, card: &Card) -> Answer {
        let (asker, text) = self.challenge().await;
        asker.answer(&card.sign(&text).expect("a signature")).await
    }

    /// A browser that asked for a challenge, and the text to sign.
    pub async fn challenge(&self) -> (Self, String) {
        let answer = self.signed_out().post("/session/challenge").send().await;
        let challenge: Challenge = answer.ok();
        (self.with_cookies(&answer), challenge.text)
    }

    /// Answers this browser's challenge with a message.
    pub async fn answer(&self, message: &[u8]) -> Answer {
        let signature = BASE64.encode(message);
        self.post("/session").json(&SignIn { provider: Provider::default(), signature }).send().await
    }

    /// The same browser with the cookies of an answer in place of its own.
    #[must_use]
    pub fn with_cookies(&self, answer: &Answer) -> Self {
        let cookies: Vec<_> = answer
            .headers
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok()?.split(';').next().map(str::to_owned))
            // What is set to nothing is taken back.
            .filter(|pair| !pair.ends_with('='))
            .collect();
        assert!(!cookies.is_empty(), "a cookie is set");
        Self { cookie: Some(cookies.join("; ")), ..self.clone() }
    }

    /// The same browser with the cookies of an answer beside its own.
    #[must_use]
    pub fn with_more_cookies(&self, answer: &Answer) -> Self {
        let more = self.with_cookies(answer);
        Self { cookie: Some(format!("{}; {}", self.cookies(), more.cookies())), ..more }
    }

    /// The server this browser talks to.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The cookies this browser sends.
    #[must_use]
    pub fn cookies(&self) -> &str {
        self.cookie.as_deref().unwrap_or_default()
    }

    /// Who is signed in.
    pub async fn me(&self) -> SessionView {
        self.get("/session").send().await.ok()
    }

    /// The first item this person holds.
    pub async fn grant(&self) -> Grant {
        self.me().await.standing.grants.first().cloned().expect("this person holds an item")
    }

    /// A request below `/api/v1`, or with `~` in front for any other path of the server.
    #[must_use]
    pub fn ask(&self, method: Method, path: &str) -> Ask<'_> {
        let mut headers = Vec::new();
        if !method.is_safe() {
            headers.push(("idempotency-key".to_owned(), Uuid::now_v7().to_string()));
        }
        Ask { client: self, method, path: path.to_owned(), headers, body: None }
    }

    /// GET.
    #[must_use]
    pub fn get(&self, path: &str) -> Ask<'_> {
        self.ask(Method::GET, path)
    }

    /// POST with a fresh operation key.
    #[must_use]
    pub fn post(&self, path: &str) -> Ask<'_> {
        self.ask(Method::POST, path)
    }

    /// PUT with a fresh operation key.
    #[must_use]
    pub fn put(&self, path: &str) -> Ask<'_> {
        self.ask(Method::PUT, path)
    }

    /// DELETE with a fresh operation key.
    #[must_use]
    pub fn delete(&self, path: &str) -> Ask<'_> {
        self.ask(Method::DELETE, path)
    }

    /// Saves a new draft.
    pub async fn draft(&self, form: &InquiryDraft) -> DraftView {
        let new = NewDraft { id: InquiryId(Uuid::now_v7()), draft: form.clone() };
        self.post("/inquiries").json(&new).send().await.ok()
    }

    /// Submits a draft.
    pub async fn submit(&self, draft: &DraftView) -> InquiryView {
        self.try_submit(draft).await.ok()
    }

    /// Submits a draft that may be refused.
    pub async fn try_submit(&self, draft: &DraftView) -> Answer {
        self.post(&format!("/inquiries/{}/submit", draft.id)).if_match(draft.revision).send().await
    }

    /// A form, saved and submitted.
    pub async fn register(&self, form: &InquiryDraft) -> InquiryView {
        let draft = self.draft(form).await;
        self.submit(&draft).await
    }

    /// Acts on an inquiry, and it goes through.
    pub async fn act(&self, inquiry: &InquiryView, action: InquiryAction) -> InquiryView {
        self.try_act(inquiry, action).await.ok()
    }

    /// Acts on an inquiry; it may be refused.
    pub async fn try_act(&self, inquiry: &InquiryView, action: InquiryAction) -> Answer {
        let (id, revision) = (inquiry.inquiry.id, inquiry.inquiry.revision);
        self.post(&format!("/inquiries/{id}/actions")).if_match(revision).json(&action).send().await
    }

    /// Acts on a printout; it may be refused.
    pub async fn try_handle(&self, printout: &PrintoutView, action: PrintoutAction) -> Answer {
        let (id, revision) = (printout.printout.id, printout.printout.revision);
        self.post(&format!("/printouts/{id}/actions")).if_match(revision).json(&action).send().await
    }

    /// Acts on a printout, and it goes through.
    pub async fn handle(&self, printout: &PrintoutView, action: PrintoutAction) -> PrintoutView {
        self.try_handle(printout, action).await.ok()
    }

    /// Files an application for permissions; it may be refused.
    pub async fn file(&self, draft: &ApplicationDraft) -> Answer {
        let new = NewApplication { id: ApplicationId(Uuid::now_v7()), draft: draft.clone() };
        self.post("/applications").json(&new).send().await
    }

    /// Acts on an application; it may be refused.
    pub async fn decide(&self, view: &ApplicationView, action: &ApplicationAction) -> Answer {
        let (id, revision) = (view.application.id, view.application.revision);
        self.post(&format!("/applications/{id}/actions")).if_match(revision).json(action).send().await
    }

    /// An inquiry as this person sees it.
    pub async fn inquiry(&self, id: InquiryId) -> InquiryView {
        self.get(&format!("/inquiries/{id}")).send().await.ok()
    }

    /// Every row of a list, page by page.
    pub async fn all<T: DeserializeOwned>(&self, path: &str, limit: usize) -> Vec<T> {
        let (mut rows, mut cursor) = (Vec::new(), None::<String>);
        let joint = if path.contains('?') { '&' } else { '?' };
        for _ in 0..10_000 {
            let after = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
            let page: shared::api::v1::Page<T> =
                self.get(&format!("{path}{joint}limit={limit}{after}")).send().await.ok();
            assert!(page.items.len() <= limit, "a page holds what was asked for");
            rows.extend(page.items);
            cursor = page.next;
            if cursor.is_none() {
                return rows;
            }
        }
        panic!("the list at `{path}` does not end");
    }
}

impl Ask<'_> {
    /// A JSON body.
    #[must_use]
    pub fn json<T: Serialize>(self, body: &T) -> Self {
        self.bytes("application/json", serde_json::to_vec(body).expect("the body serialises"))
    }

    /// A body of any kind.
    #[must_use]
    pub fn bytes(mut self, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self.header("content-type", kind)
    }

    /// A header, in place of one of the same name.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self = self.without(name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Leaves a header out.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self
    }

    /// The revision that was seen.
    #[must_use]
    pub fn if_match(self, revision: i64) -> Self {
        self.header("if-match", &format!("\"{revision}\""))
    }

    /// The operation's key.
    #[must_use]
    pub fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    /// Judge only.
    #[must_use]
    pub fn dry_run(mut self) -> Self {
        self.path.push_str(if self.path.contains('?') { "&dry_run=true" } else { "?dry_run=true" });
        self
    }

    /// Sends it.
    pub async fn send(self) -> Answer {
        let what = format!("{} {}", self.method, self.path);
        self.try_send().await.unwrap_or_else(|error| panic!("{what} is answered: {error:?}"))
    }

    /// Sends it to a server that may be dead.
    ///
    /// # Errors
    /// No answer came.
    pub async fn try_send(self) -> Result<Answer, reqwest::Error> {
        let Self { client, method, path, headers, body } = self;
        let url = match path.strip_prefix('~') {
            Some(page) => format!("{}{page}", client.base),
            None => format!("{}/api/v1{path}", client.base),
        };
        let mut request = client.http.request(method, url);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        if let Some(cookie) = &client.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(token) = &client.token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        let answer = request.send().await?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        // A stream of news has no end to wait for.
        let body = if kind == "text/event-stream" { Vec::new() } else { answer.bytes().await?.to_vec() };
        Ok(Answer { status, headers, body })
    }
}

impl Answer {
    /// The content of an answer that must be a success.
    #[track_caller]
    pub fn ok<T: DeserializeOwned>(&self) -> T {
        assert!(self.status.is_success(), "expected success: {self:?}");
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The body as JSON.
    #[track_caller]
    pub fn value(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The problem document of an answer that must carry this status.
    #[track_caller]
    pub fn problem(&self, status: u16) -> Problem {
        assert_eq!(self.status.as_u16(), status, "{self:?}");
        assert_eq!(self.header("content-type"), "application/problem+json", "{self:?}");
        let problem: Problem =
            serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        assert_eq!(problem.status, status, "the document repeats the status");
        problem
    }

    /// The answer is a refusal that carries this rule.
    #[track_caller]
    pub fn refused_by(&self, code: &str) {
        let problem = self.problem(422);
        assert!(
            problem.violations.iter().any(|violation| violation.code == code),
            "expected {code}: {self:?}"
        );
    }

    /// The answer refuses a card for this reason.
    #[track_caller]
    pub fn refused_card(&self, refusal: CardRefusal) {
        let problem = self.problem(403);
        assert_eq!(problem.kind, "/problems/card-refused", "{self:?}");
        let codes: Vec<_> = problem.violations.iter().map(|violation| violation.code.as_ref()).collect();
        assert_eq!(codes, [refusal.code()], "{self:?}");
        assert!(self.header("set-cookie").is_empty(), "nobody is signed in");
    }

    /// A header's text; empty when absent.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.status, self.text().chars().take(2000).collect::<String>())
    }
}
