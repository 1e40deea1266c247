//! `/inquiries`.

use axum::{
    Json,
    extract::{Path, Query as UrlQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use shared::{
    api::v1::{
        ApprovalChallenge, DecisionContext, DecisionItem, DecisionResult, Decisions, DraftView, FormsToSign,
        InquiryRow, InquiryView, NewDraft, Page, Problem, RevealRequest, Revealed,
    },
    id::InquiryId,
    inquiry::{InquiryAction, InquiryDraft},
    paper::Sheet,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{flow, list, reveal, sign};
use crate::{
    app::App,
    http::{
        command::{self, Answer, Operation},
        error::ApiError,
        extract::{Command, Drafter, Judge, Reader, User},
    },
    paper,
    session::{
        self,
        cookie::{self, Kind},
    },
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_inquiries, create_draft))
        .routes(routes!(decide_inquiries))
        .routes(routes!(read_inquiry))
        .routes(routes!(print_inquiry))
        .routes(routes!(read_draft, save_draft, delete_draft))
        .routes(routes!(submit_inquiry))
        .routes(routes!(act_on_inquiry))
        .routes(routes!(challenge_decisions))
        .routes(routes!(read_decision_context))
        .routes(routes!(reveal_subjects))
}

/// A page of inquiries the asker may see.
#[utoipa::path(get, path = "/inquiries", tag = "inquiry", security(("card" = []), ("token" = ["read"])), params(list::Query),
    responses((status = 200, body = Page<InquiryRow>), (status = 401, body = Problem)))]
pub async fn list_inquiries(
    State(app): State<App>,
    Reader(user): Reader,
    UrlQuery(query): UrlQuery<list::Query>,
) -> Result<Json<Page<InquiryRow>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(list::page(&mut act, &query).await?))
}

/// Makes a draft; the caller makes its identifier.
#[utoipa::path(post, path = "/inquiries", tag = "inquiry", security(("card" = []), ("token" = ["draft"])), request_body = NewDraft,
    params(("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 201, body = DraftView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn create_draft(
    State(app): State<App>,
    Drafter(user): Drafter,
    command: Command<NewDraft>,
) -> Result<Response, ApiError> {
    command::run(&app, Operation::of(&user, &command), |act| {
        Box::pin(async move {
            let view = flow::create_draft(act, command.body).await?;
            Ok(Answer::created(view.revision, view))
        })
    })
    .await
}

/// The register form of an inquiry on paper: its subjects masked, who printed it across the page.
#[utoipa::path(get, path = "/inquiries/{id}/paper", tag = "inquiry", params(("id" = InquiryId, Path), paper::FormatQuery),
    responses((status = 200, body = Sheet), (status = 400, body = Problem), (status = 404, body = Problem)))]
pub async fn print_inquiry(
    State(app): State<App>,
    user: User,
    asked: paper::Asked,
    Path(id): Path<InquiryId>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let view = flow::read(&mut act, id).await?;
    let county = act.registers().county_name();
    let sheet = shared::inquiry::paper::sheet(&view, &county, &paper::printing(&act));
    paper::respond(&sheet, &asked, &format!("inquiry-{id}")).await
}

/// A draft as its owner gets it back: identities stay sealed.
#[utoipa::path(get, path = "/inquiries/{id}/draft", tag = "inquiry", security(("card" = []), ("token" = ["read"])), params(("id" = InquiryId, Path)),
    responses((status = 200, body = DraftView), (status = 404, body = Problem)))]
pub async fn read_draft(
    State(app): State<App>,
    Reader(user): Reader,
    Path(id): Path<InquiryId>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let view = flow::read_draft(&mut act, id).await?;
    command::record(view.revision, &view)
}

/// Saves a draft over the revision its owner saw.
#[utoipa::path(put, path = "/inquiries/{id}/draft", tag = "inquiry", security(("card" = []), ("token" = ["draft"])), request_body = InquiryDraft,
    params(("id" = InquiryId, Path), ("Idempotency-Key" = String, Header), ("If-Match" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = DraftView), (status = 404, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem)))]
pub async fn save_draft(
    State(app): State<App>,
    Drafter(user): Drafter,
    Path(id): Path<InquiryId>,
    command: Command<InquiryDraft>,
) -> Result<Response, ApiError> {
    let revision = command.revision()?;
    command::run(&app, Operation::of(&user, &command), move |act| {
        Box::pin(async move {
            let view = flow::save_draft(act, id, revision, command.body).await?;
            Ok(Answer::at(view.revision, view))
        })
    })
    .await
}

/// Throws a draft away that was never submitted.
#[utoipa::path(delete, path = "/inquiries/{id}/draft", tag = "inquiry", security(("card" = []), ("token" = ["draft"])),
    params(("id" = InquiryId, Path), ("Idempotency-Key" = String, Header), ("If-Match" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 204), (status = 404, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem)))]
pub async fn delete_draft(
    State(app): State<App>,
    Drafter(user): Drafter,
    Path(id): Path<InquiryId>,
    command: Command<()>,
) -> Result<Response, ApiError> {
    let revision = command.revision()?;
    command::run(&app, Operation::of(&user, &command), move |act| {
        Box::pin(async move {
            flow::delete_draft(act, id, revision).await?;
            Ok(Answer { status: StatusCode::NO_CONTENT, revision: None, body: () })
        })
    })
    .await
}

/// 送陳: judges the form whole and registers it.
#[utoipa::path(post, path = "/inquiries/{id}/submit", tag = "inquiry", security(("card" = []), ("token" = ["draft"])),
    params(("id" = InquiryId, Path), ("Idempotency-Key" = String, Header), ("If-Match" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = InquiryView), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn submit_inquiry(
    State(app): State<App>,
    Judge(user): Judge,
    Path(id): Path<InquiryId>,
    command: Command<()>,
) -> Result<Response, ApiError> {
    let revision = command.revision()?;
    command::run(&app, Operation::of(&user, &command), move |act| {
        Box::pin(async move {
            let view = flow::submit(act, id, revision).await?;
            Ok(Answer::at(view.inquiry.revision, view))
        })
    })
    .await
}

/// Withdraw, send back, approve, reject, carry out, file the query record, close.
#[utoipa::path(post, path = "/inquiries/{id}/actions", tag = "inquiry", request_body = InquiryAction,
    params(("id" = InquiryId, Path), ("Idempotency-Key" = String, Header), ("If-Match" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = InquiryView), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn act_on_inquiry(
    State(app): State<App>,
    user: User,
    Path(id): Path<InquiryId>,
    headers: HeaderMap,
    mut command: Command<InquiryAction>,
) -> Result<Response, ApiError> {
    let revision = command.revision()?;
    let asker = cookie::read(app.config(), &headers, Kind::Asker);
    sign::verify(&app, &user, asker.as_deref(), &mut command.body).await?;
    command::run(&app, Operation::of(&user, &command), move |act| {
        Box::pin(async move {
            let view = flow::act(act, id, revision, command.body).await?;
            Ok(Answer::at(view.inquiry.revision, view))
        })
    })
    .await
}

/// Decides on several inquiries; each is an operation of its own.
#[utoipa::path(post, path = "/inquiries/decisions", tag = "inquiry", request_body = Decisions,
    params(("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = Vec<DecisionResult>), (status = 400, body = Problem)))]
pub async fn decide_inquiries(
    State(app): State<App>,
    user: User,
    headers: HeaderMap,
    command: Command<Decisions>,
) -> Result<Json<Vec<DecisionResult>>, ApiError> {
    let asker = cookie::read(app.config(), &headers, Kind::Asker);
    if command.body.decisions.len() > 100 {
        return Err(ApiError::bad_request("一次最多決定 100 件。", "At most a hundred decisions at once."));
    }
    let whole = Operation::of(&user, &command);
    let mut results = Vec::with_capacity(command.body.decisions.len());
    for DecisionItem { id, revision, mut action } in command.body.decisions {
        if let Err(error) = sign::verify(&app, &user, asker.as_deref(), &mut action).await {
            results.push(DecisionResult { id, is_done: false, problem: Some(error.problem()) });
            continue;
        }
        let mut fingerprint = whole.fingerprint.clone();
        fingerprint.extend_from_slice(id.0.as_bytes());
        let operation = Operation { key: format!("{}/{id}", whole.key), fingerprint, ..whole.clone() };
        let outcome = command::outcome(&app, operation, move |act| {
            Box::pin(async move {
                let view = flow::act(act, id, revision, action).await?;
                Ok(Answer::at(view.inquiry.revision, view))
            })
        })
        .await;
        let problem = match outcome {
            Ok(outcome) if outcome.status < 400 => None,
            Ok(outcome) => Some(serde_json::from_slice(&outcome.answer).map_err(anyhow::Error::from)?),
            Err(error) => Some(error.problem()),
        };
        results.push(DecisionResult { id, is_done: problem.is_none(), problem });
    }
    Ok(Json(results))
}

/// Gives a text to sign with the card for approvals, and the cookie by which this browser answers it.
#[utoipa::path(post, path = "/inquiries/decisions/challenge", tag = "inquiry", request_body = FormsToSign,
    params(("Idempotency-Key" = String, Header)),
    responses((status = 200, body = ApprovalChallenge), (status = 404, body = Problem), (status = 412, body = Problem)))]
pub async fn challenge_decisions(
    State(app): State<App>,
    user: User,
    headers: HeaderMap,
    command: Command<FormsToSign>,
) -> Result<Response, ApiError> {
    if command.body.forms.len() > 100 {
        return Err(ApiError::bad_request("一次最多核可 100 件。", "At most a hundred approvals at once."));
    }
    let audience = session::http::audience(&app, &headers)?;
    let (challenge, token) = sign::challenge(&app, &user, audience, &command.body.forms).await?;
    let mut response = Json(challenge).into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie::set(app.config(), Kind::Asker, Some(&token))?);
    Ok(response)
}

/// A registered inquiry.
#[utoipa::path(get, path = "/inquiries/{id}", tag = "inquiry", security(("card" = []), ("token" = ["read"])), params(("id" = InquiryId, Path)),
    responses((status = 200, body = InquiryView), (status = 404, body = Problem)))]
pub async fn read_inquiry(
    State(app): State<App>,
    Reader(user): Reader,
    Path(id): Path<InquiryId>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let view = flow::read(&mut act, id).await?;
    command::record(view.inquiry.revision, &view)
}

/// What a supervisor should see beside a form.
#[utoipa::path(get, path = "/inquiries/{id}/context", tag = "inquiry", params(("id" = InquiryId, Path)),
    responses((status = 200, body = DecisionContext), (status = 404, body = Problem)))]
pub async fn read_decision_context(
    State(app): State<App>,
    user: User,
    Path(id): Path<InquiryId>,
) -> Result<Json<DecisionContext>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(list::context(&mut act, id).await?))
}

/// Full identities, once; the look is journaled, the answer is never stored.
#[utoipa::path(post, path = "/inquiries/{id}/reveal", tag = "inquiry", request_body = RevealRequest,
    params(("id" = InquiryId, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Revealed), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn reveal_subjects(
    State(app): State<App>,
    user: User,
    Path(id): Path<InquiryId>,
    command: Command<RevealRequest>,
) -> Result<Json<Revealed>, ApiError> {
    app.limiters().reveal(user.standing.person)?;
    reveal::reveal(&app, user.standing.person, id, command.body.reason).await.map(Json)
}
