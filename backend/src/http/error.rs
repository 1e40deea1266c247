//! Every answer that is not a success: RFC 9457 problem documents of three kinds: the user broke a rule,
//! the request cannot be served, or we are broken.

use crate::store::{StoreError, WriteError, writer::JobError};
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use shared::{
    Bilingual, Report, Severity, Violation,
    api::v1::{Capabilities, Problem},
    regulation::rule::Rule,
    session::CardRefusal,
};

/// Why a request was not served.
#[derive(Debug)]
pub enum ApiError {
    /// Rules were broken: 422 with the report.
    Refused(Box<Report>),
    /// The request makes no sense: 400 with what to mend.
    BadRequest(Bilingual),
    /// Nobody is signed in: 401.
    SignedOut,
    /// An API token that is none, or dead: 401.
    TokenDead,
    /// An API token may not do this, or no token may: 403.
    TokenScope,
    /// The account has not begun or is over: 403 with the reason.
    AccountInactive,
    /// The card signs nobody in: 403 with the reason.
    Card(CardRefusal),
    /// An inspector from outside looks within their scope and changes nothing: 403 with the rule (8(4)).
    Inspecting(Box<Rule>),
    /// Signed in, but not for this: 403.
    Forbidden,
    /// A browser says that another site's page sent this.
    OtherSite,
    /// Absent, or not for these eyes, told alike: 404.
    NotFound,
    /// Practice sign-in, where it is not served: 404 with the reason.
    PracticeOff {
        /// The records are a practice county's all the same.
        is_practice_database: bool,
    },
    /// The route is there, the method is not: 405.
    NoSuchMethod,
    /// An operation with this key is still running: 409.
    Running,
    /// The record exists already: 409.
    Exists,
    /// The record has moved on: 412 with its revision.
    Stale {
        /// The revision it has now.
        revision: i64,
    },
    /// The client judges by other rules: 412 with the present capabilities.
    OtherRules(Box<Capabilities>),
    /// The cursor is of another epoch: 410, start over and keep unsent drafts.
    Reset,
    /// An unsafe request on a record without `If-Match`: 428.
    RevisionNeeded,
    /// The key was used with another body: 422.
    KeyReused,
    /// The draft's schema is too old: 426.
    Upgrade,
    /// The writers' queue is full: 503, try again.
    Busy,
    /// The disk is full: 507, nothing was written.
    Full,
    /// The write was not confirmed: 503, retry with the same key and it is told whether it stood.
    Unwritten,
    /// Asked for too much in a short time: 429 with when to come back.
    TooMany {
        /// Seconds until then.
        retry_after: u64,
    },
    /// We are broken: 500 with a trace id and nothing else.
    Internal(anyhow::Error),
}

impl ApiError {
    /// What an inspector may not do, by its rule.
    #[must_use]
    pub fn inspecting(rule: &Rule) -> Self {
        Self::Inspecting(Box::new(rule.clone()))
    }

    /// A 400 with words.
    #[must_use]
    pub const fn bad_request(zh_tw: &'static str, en: &'static str) -> Self {
        Self::BadRequest(Bilingual::fixed(zh_tw, en))
    }

    /// The problem document of this error.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let (status, kind, title, detail) = self.parts();
        let mut problem = Problem {
            kind: format!("/problems/{kind}"),
            title,
            status: status.as_u16(),
            detail,
            violations: Vec::new(),
            deferred: Vec::new(),
            trace_id: None,
            revision: None,
        };
        match self {
            Self::Refused(report) => {
                problem.violations.clone_from(&report.violations);
                problem.deferred.clone_from(&report.deferred);
            }
            Self::Card(refusal) => problem.violations.push(Violation {
                code: refusal.code().into(),
                path: "signature".to_owned(),
                citation: CardRefusal::CITATION,
                severity: Severity::Refusal,
                message: refusal.message(),
            }),
            Self::Inspecting(rule) => problem.violations.push(rule.at("")),
            Self::Stale { revision } => problem.revision = Some(*revision),
            Self::Internal(error) => {
                let trace_id = uuid::Uuid::now_v7().to_string();
                // Whoever answers for a failure logs it; the chain is ours and carries no form content.
                tracing::error!(trace_id, error = format!("{error:#}"), "request failed");
                problem.trace_id = Some(trace_id);
            }
            _ => {}
        }
        problem
    }

    fn parts(&self) -> (StatusCode, &'static str, Bilingual, Bilingual) {
        let text = Bilingual::fixed;
        match self {
            Self::Refused(_) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "refused",
                text("不符規定", "The rules refuse this"),
                text("請依各欄說明更正後再送出。", "Mend the fields named below and send again."),
            ),
            Self::BadRequest(detail) => (
                StatusCode::BAD_REQUEST,
                "bad-request",
                text("請求有誤", "The request makes no sense"),
                detail.clone(),
            ),
            Self::SignedOut => (
                StatusCode::UNAUTHORIZED,
                "signed-out",
                text("尚未登入", "Nobody is signed in"),
                text("請登入後再試。", "Sign in and try again."),
            ),
            Self::TokenDead => (
                StatusCode::UNAUTHORIZED,
                "token-dead",
                text("權杖無效", "The token opens nothing"),
                text(
                    "API 權杖打錯、逾期、久未使用、已撤銷,或帳號已停用;請持卡登入後另製。",
                    "The API token is mistyped, over, unused for too long or revoked, or its account is stopped; sign in with the card and make another.",
                ),
            ),
            Self::TokenScope => (
                StatusCode::FORBIDDEN,
                "token-scope",
                text("權杖不能做這件事", "Not for this token"),
                text(
                    "API 權杖只能做製發時勾選的讀取或擬稿;送陳、核可、檢視完整個資、異動登錄等請本人持卡登入。",
                    "An API token does what was ticked when it was made, read or draft. To submit, approve, see full identities or change a register, sign in with the card.",
                ),
            ),
            Self::AccountInactive => (
                StatusCode::FORBIDDEN,
                "account-inactive",
                text("帳號未啟用", "The account is not active"),
                text(
                    "此帳號今日尚未啟用或已停用,不能登入;請洽管理者。",
                    "This account has not begun or is over, and nobody signs in with it; ask the manager.",
                ),
            ),
            Self::Card(refusal) => (
                StatusCode::FORBIDDEN,
                "card-refused",
                text("這張卡片不被接受", "This card is refused"),
                refusal.message(),
            ),
            Self::Inspecting(rule) => (
                StatusCode::FORBIDDEN,
                "inspector",
                text("查核人員僅得檢視", "Inspectors look within their scope"),
                rule.message.clone(),
            ),
            Self::OtherSite => (
                StatusCode::FORBIDDEN,
                "other-site",
                text("來自其他網站的請求", "A request from another site"),
                text(
                    "瀏覽器表示這個請求由其他網站發出,已拒絕;請在本系統的頁面操作,程式請勿附 Origin 標頭。",
                    "The browser says that another site's page sent this, so it is refused; act on this system's own pages, and let scripts send no Origin header.",
                ),
            ),
            Self::Forbidden => (
                StatusCode::FORBIDDEN,
                "forbidden",
                text("沒有權限", "Not yours to do"),
                text("您的角色不能做這個動作。", "Your role does not allow this."),
            ),
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "not-found",
                text("找不到", "Not found"),
                text(
                    "沒有這筆資料,或不在您的業務範圍。",
                    "There is no such record, or it is outside your work.",
                ),
            ),
            Self::PracticeOff { is_practice_database } => (
                StatusCode::NOT_FOUND,
                "practice-off",
                text("不提供練習登入", "No practice sign-in"),
                if *is_practice_database {
                    text(
                        "這是練習縣的資料庫,但伺服器未以 --practice 啟動,所以不提供練習登入;請以 chadiao serve --practice 重新啟動。",
                        "These are a practice county's records, but the server was started without --practice; start it again with `chadiao serve --practice`.",
                    )
                } else {
                    text(
                        "這不是練習用的資料庫;練習登入只在以 --practice 啟動、且資料庫為練習縣時提供。",
                        "These are no practice records; practice sign-in is there only on a practice database served with --practice.",
                    )
                },
            ),
            Self::NoSuchMethod => (
                StatusCode::METHOD_NOT_ALLOWED,
                "no-such-method",
                text("沒有這個動作", "No such method"),
                text(
                    "此位址不接受這個 HTTP 方法,請見 API 文件。",
                    "This address does not take this HTTP method; see the API's page.",
                ),
            ),
            Self::Running => (
                StatusCode::CONFLICT,
                "running",
                text("處理中", "Still running"),
                text("同一操作仍在處理,請稍候。", "The same operation is still running; wait a moment."),
            ),
            Self::Exists => (
                StatusCode::CONFLICT,
                "exists",
                text("已存在", "Exists already"),
                text("此識別碼已被使用。", "The identifier is in use."),
            ),
            Self::Stale { .. } => (
                StatusCode::PRECONDITION_FAILED,
                "stale",
                text("資料已更新", "The record has moved on"),
                text(
                    "他人或另一分頁已更新此筆資料,請重新載入後比對。",
                    "Somebody else, or another tab, has changed it; load it again and compare.",
                ),
            ),
            Self::OtherRules(_) => (
                StatusCode::PRECONDITION_FAILED,
                "other-rules",
                text("規則已更新", "The rules have changed"),
                text(
                    "伺服器的規則或日曆已更新,請重新取得後再送。",
                    "The server judges by newer rules or another calendar; fetch its capabilities and go on.",
                ),
            ),
            Self::Reset => (
                StatusCode::GONE,
                "reset",
                text("請重新同步", "Start the synchronisation over"),
                text(
                    "伺服器曾由備份還原,請自頭同步;未送出的草稿請保留。",
                    "The server was restored; pull from the start and keep unsent drafts.",
                ),
            ),
            Self::RevisionNeeded => (
                StatusCode::PRECONDITION_REQUIRED,
                "revision-needed",
                text("須附版次", "A revision is needed"),
                text("請以 If-Match 附上您看到的版次。", "Say in If-Match which revision you saw."),
            ),
            Self::KeyReused => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "key-reused",
                text("操作碼重複", "The key was used before"),
                text(
                    "同一 Idempotency-Key 曾用於不同內容,請換新的。",
                    "This Idempotency-Key was used with another body; make a new one.",
                ),
            ),
            Self::Upgrade => (
                StatusCode::UPGRADE_REQUIRED,
                "upgrade",
                text("請更新", "Please update"),
                text(
                    "此版本的表單格式過舊,請重新載入頁面。",
                    "The form's schema is too old; load the page again.",
                ),
            ),
            Self::Busy => (
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                text("忙碌中", "Busy"),
                text(
                    "寫入佇列已滿,請稍後再試;未送出的內容不會遺失。",
                    "The writers' queue is full; try again shortly, nothing is lost.",
                ),
            ),
            Self::Full => (
                StatusCode::INSUFFICIENT_STORAGE,
                "full",
                text("儲存空間不足", "No space left"),
                text(
                    "伺服器磁碟已滿,這次沒有寫入;請通知資訊單位。",
                    "The server's disk is full and nothing was written; tell the IT office.",
                ),
            ),
            Self::Unwritten => (
                StatusCode::SERVICE_UNAVAILABLE,
                "unwritten",
                text("未能確認寫入", "The write was not confirmed"),
                text(
                    "儲存時發生問題,請以同一操作重試;系統會告知先前是否已成功。",
                    "Storage failed. Retry the same operation: you are told whether it stood.",
                ),
            ),
            Self::TooMany { retry_after } => (
                StatusCode::TOO_MANY_REQUESTS,
                "too-many",
                text("次數過多", "Too many requests"),
                Bilingual::filled(
                    format!("短時間內次數過多,請於 {retry_after} 秒後再試。"),
                    format!("That was too much in a short time; try again in {retry_after} s."),
                ),
            ),
            Self::Internal(_) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                text("系統錯誤", "We are broken"),
                text(
                    "請稍後再試,並把追蹤碼告訴資訊單位。",
                    "Try again later and give the trace id to the IT office.",
                ),
            ),
        }
    }
}

impl From<CardRefusal> for ApiError {
    fn from(refusal: CardRefusal) -> Self {
        Self::Card(refusal)
    }
}

impl From<anyhow::Error> for ApiError {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::Full,
            StoreError::Exists => Self::Exists,
            error => Self::Internal(anyhow::Error::new(error)),
        }
    }
}

impl From<WriteError> for ApiError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Busy => Self::Busy,
            WriteError::Full => Self::Full,
            WriteError::Failed | WriteError::Unsynced => Self::Unwritten,
        }
    }
}

impl JobError for ApiError {
    fn broken(&self) -> Option<WriteError> {
        match self {
            Self::Full => Some(WriteError::Full),
            Self::Internal(error) => error.downcast_ref::<StoreError>().and_then(JobError::broken),
            _ => None,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let problem = self.problem();
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = match &self {
            Self::OtherRules(capabilities) => (status, Json(capabilities)).into_response(),
            _ => problem_response(status, &problem),
        };
        if matches!(self, Self::TokenDead) {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        let retry_after = match &self {
            Self::TooMany { retry_after } => Some(*retry_after),
            _ => (status == StatusCode::SERVICE_UNAVAILABLE).then_some(1),
        };
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// A problem document as an answer.
#[must_use]
pub fn problem_response(status: StatusCode, problem: &Problem) -> Response {
    let body = serde_json::to_vec(problem).unwrap_or_default();
    (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
}
