//! `/tokens`.

use std::sync::{Arc, OnceLock};

use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
};
use shared::{
    api::v1::{MadeToken, NewToken, Problem, TokenView},
    id::TokenId,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::flow;
use crate::{
    app::App,
    http::{
        command::{self, Answer, Operation},
        error::ApiError,
        extract::{Command, User},
    },
    session::http::Which,
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_tokens, make_token)).routes(routes!(revoke_token))
}

/// One's API tokens, dead ones too; never the tokens themselves.
#[utoipa::path(get, path = "/tokens", tag = "session", params(Which),
    responses((status = 200, body = Vec<TokenView>), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn list_tokens(
    State(app): State<App>,
    user: User,
    Query(which): Query<Which>,
) -> Result<Json<Vec<TokenView>>, ApiError> {
    if which.everybody && !user.standing.is_manager {
        return Err(ApiError::Forbidden);
    }
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::list(&mut act, which.everybody).await?))
}

/// Makes an API token for whoever signed in with their card. It is shown in this answer alone: a retry says that it was
/// made, without it.
#[utoipa::path(post, path = "/tokens", tag = "session", request_body = NewToken,
    params(("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 201, body = MadeToken), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn make_token(
    State(app): State<App>,
    user: User,
    command: Command<NewToken>,
) -> Result<Response, ApiError> {
    let operation = Operation::of(&user, &command);
    let is_dry_run = operation.dry_run;
    let token = flow::fresh()?;
    // The outcome of an operation is kept for retries, so the token goes past it.
    let made = Arc::new(OnceLock::new());
    let making = (token.clone(), Arc::clone(&made));
    let mut outcome = command::outcome(&app, operation, |act| {
        Box::pin(async move {
            let (token, made) = making;
            let view = flow::make(act, command.body, &token).await?;
            let _ = made.set(view.clone());
            Ok(Answer { status: StatusCode::CREATED, revision: None, body: MadeToken { view, token: None } })
        })
    })
    .await?;
    if let Some(view) = made.get().filter(|_| !is_dry_run && outcome.status < 300) {
        let shown = MadeToken { view: view.clone(), token: Some(token.text().to_owned()) };
        outcome.answer = serde_json::to_vec(&shown).map_err(anyhow::Error::from)?;
    }
    Ok(command::respond(&outcome))
}

/// Revokes an API token: from the next request on it opens nothing.
#[utoipa::path(delete, path = "/tokens/{id}", tag = "session",
    params(("id" = TokenId, Path), ("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn revoke_token(
    State(app): State<App>,
    user: User,
    Path(id): Path<TokenId>,
    command: Command<()>,
) -> Result<Response, ApiError> {
    command::run(&app, Operation::of(&user, &command), move |act| {
        Box::pin(async move {
            flow::revoke(act, id).await?;
            Ok(Answer { status: StatusCode::NO_CONTENT, revision: None, body: () })
        })
    })
    .await
}
