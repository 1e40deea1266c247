//! `/accounts`, `/people`.

use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use shared::{
    account::AccountDraft,
    api::v1::{AccountView, NewAccount, Page, PersonRow, Problem},
    id::PersonId,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::flow;
use crate::{
    app::App,
    http::{
        command::{self, Answer, Operation},
        error::ApiError,
        extract::{Command, ManagerReader, Reader, User},
    },
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_accounts, open_account))
        .routes(routes!(read_account, change_account))
        .routes(routes!(list_people))
}

/// Every account, for the manager.
#[utoipa::path(get, path = "/accounts", tag = "account", security(("card" = []), ("token" = ["read"])), responses((status = 200, body = Page<AccountView>), (status = 403, body = Problem)))]
pub async fn list_accounts(
    State(app): State<App>,
    ManagerReader(user): ManagerReader,
) -> Result<Json<Page<AccountView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let act = app.act(&mut tx, user.standing.person).await?;
    let registers = act.registers();
    Ok(Json(Page {
        items: registers.accounts.values().map(|account| flow::view(&act, account)).collect(),
        next: None,
    }))
}

/// One account: for the manager, for the person, and for the head who files for them.
#[utoipa::path(get, path = "/accounts/{id}", tag = "account", security(("card" = []), ("token" = ["read"])), params(("id" = PersonId, Path)),
    responses((status = 200, body = AccountView), (status = 404, body = Problem)))]
pub async fn read_account(
    State(app): State<App>,
    Reader(user): Reader,
    Path(id): Path<PersonId>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let act = app.act(&mut tx, user.standing.person).await?;
    let registers = act.registers();
    let account = registers.accounts.get(&id).filter(|account| flow::may_read(&act, account));
    let view = flow::view(&act, account.ok_or(ApiError::NotFound)?);
    command::record(view.revision, &view)
}

/// Opens an account.
#[utoipa::path(post, path = "/accounts", tag = "account", request_body = NewAccount,
    params(("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 201, body = AccountView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn open_account(
    State(app): State<App>,
    user: User,
    command: Command<NewAccount>,
) -> Result<Response, ApiError> {
    command::run(&app, Operation::of(&user, &command), |act| {
        Box::pin(async move {
            let view = flow::open(act, command.body).await?;
            Ok(Answer::created(view.revision, view))
        })
    })
    .await
}

/// Changes an account.
#[utoipa::path(put, path = "/accounts/{id}", tag = "account", request_body = AccountDraft,
    params(("id" = PersonId, Path), ("Idempotency-Key" = String, Header), ("If-Match" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = AccountView), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn change_account(
    State(app): State<App>,
    user: User,
    Path(id): Path<PersonId>,
    command: Command<AccountDraft>,
) -> Result<Response, ApiError> {
    let revision = command.revision()?;
    command::run(&app, Operation::of(&user, &command), move |act| {
        Box::pin(async move {
            let view = flow::change(act, id, revision, command.body).await?;
            Ok(Answer::at(view.revision, view))
        })
    })
    .await
}

/// Colleagues by name, for pickers of witnesses and deputies.
#[utoipa::path(get, path = "/people", tag = "account", security(("card" = []), ("token" = ["read"])), responses((status = 200, body = Vec<PersonRow>), (status = 401, body = Problem)))]
pub async fn list_people(
    State(app): State<App>,
    Reader(user): Reader,
) -> Result<Json<Vec<PersonRow>>, ApiError> {
    let mut tx = app.db().read().await?;
    let act = app.act(&mut tx, user.standing.person).await?;
    let registers = act.registers();
    let active = registers.accounts.values().filter(|account| account.is_active(act.today()));
    let row = |account: &shared::account::Account| PersonRow {
        person: account.person(),
        name: account.draft().name.clone(),
        unit: account.unit(),
        unit_name: registers.unit_name(account.unit()),
    };
    Ok(Json(active.map(row).collect()))
}
