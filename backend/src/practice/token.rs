//! The county's scripts: tokens whose secrets nobody noted, some of long ago, some that last.

use anyhow::anyhow;
use chrono::{DateTime, Days, Utc};
use shared::{
    api::v1::NewToken,
    id::{PersonId, TokenId},
    session::{TokenDraft, TokenScope},
    taiwan_day,
};

use super::chance::Chance;
use crate::{
    app::App,
    http::error::ApiError,
    registers::Registers,
    session::token::flow::{fresh, make},
};

/// What the manager's script and a case officer's are for, what they may do, and for how many days.
const WISHES: [(&str, &[TokenScope], u64); 2] =
    [("稽核日誌備份", &[TokenScope::Read], 90), ("補助系統擬稿", &[TokenScope::Draft, TokenScope::Read], 30)];

/// The manager and the last case officer each make a token at an instant.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn made_at(
    app: &App,
    registers: &Registers,
    chance: &mut Chance,
    at: DateTime<Utc>,
) -> anyhow::Result<()> {
    let today = taiwan_day(at);
    let in_order = registers.accounts.values().filter(|account| {
        let standing = account.standing(today, Vec::new());
        standing.is_active && standing.has_card && standing.has_egov_account
    });
    let manager = in_order.clone().find(|account| account.draft().is_manager);
    let officer =
        in_order.rev().find(|account| !account.draft().is_manager && !account.draft().grants.is_empty());
    let makers = [manager, officer].into_iter().zip(WISHES);
    let wishes: Vec<(PersonId, NewToken)> = makers
        .filter_map(|(maker, (name, scopes, days))| {
            let until = today.checked_add_days(Days::new(days));
            let draft = TokenDraft { name: name.to_owned(), scopes: scopes.to_vec(), until };
            Some((maker?.person(), NewToken { id: TokenId(chance.id(at.timestamp_millis())), draft }))
        })
        .collect();
    let inside = app.clone();
    let written = app.writer().write(move |tx| {
        Box::pin(async move {
            for (maker, new) in wishes {
                let act = &mut inside.act_at(tx, maker, at).await?;
                make(act, new, &fresh()?).await?;
            }
            Ok::<_, ApiError>(())
        })
    });
    let made = written.await.map_err(|error| anyhow!("{error}"))?;
    made.map_err(|error| anyhow!("the practice county's tokens: {error:?}"))
}
