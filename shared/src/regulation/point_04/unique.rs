//! 4(5), 4(7): one person has one account, one card is one person's.

use chrono::NaiveDate;

use super::{PERMISSION, SIGN_IN};
use crate::{
    account::{Account, application::Others},
    id::PersonId,
    regulation::rule::Rule,
    violation::Report,
};

/// A second account.
pub const ACCOUNT_TWICE: Rule = Rule::refusal(
    "P04-5-ACCOUNT-TWICE",
    PERMISSION,
    "此人已有使用中的帳號;一人一帳號,請改申請異動,或先停用原帳號。",
    "This person has an account already, and nobody has two. Apply for a change of it, or have it stopped first.",
);
/// Somebody else's card.
pub const CARD_TAKEN: Rule = Rule::refusal(
    "P04-7-CARD-TAKEN",
    SIGN_IN,
    "此自然人憑證卡號已登錄為他人的帳號;一張卡只屬於一個人,請核對卡號。",
    "This card is registered for somebody else, and a card is one person's; compare its number.",
);

/// Who is looked for among the accounts.
#[derive(Debug, Clone, Copy)]
pub struct Who<'a> {
    /// The person, where they have an account.
    pub person: Option<PersonId>,
    /// Their name.
    pub name: &'a str,
    /// Last four digits.
    pub id_last4: &'a str,
    /// Their E-government account.
    pub egov_account: &'a str,
    /// Their card.
    pub card_number: &'a str,
}

impl Others {
    /// What the other accounts say: an account that is over bars nobody, a card of somebody else does all the same.
    pub fn among<'a>(accounts: impl Iterator<Item = &'a Account>, who: Who<'_>, on: NaiveDate) -> Self {
        let mut found = Self::default();
        for account in accounts.filter(|account| Some(account.person()) != who.person) {
            let draft = account.draft();
            let is_card = !who.card_number.is_empty() && draft.card_number == who.card_number;
            let is_egov = !who.egov_account.is_empty() && draft.egov_account == who.egov_account.trim();
            let is_person = draft.name == who.name.trim() && draft.id_last4 == who.id_last4;
            found.has_card |= is_card && !is_person;
            found.has_account |= !account.is_over(on) && (is_egov || is_card && is_person);
        }
        found
    }
}

/// Nobody else has the card, and the person no other account.
pub fn check_unique(report: &mut Report, others: &Others) {
    if others.has_account {
        report.breach(&ACCOUNT_TWICE, "egov_account");
    }
    if others.has_card {
        report.breach(&CARD_TAKEN, "card_number");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::AccountDraft;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn account(until: Option<&str>) -> Account {
        let draft = AccountDraft {
            name: "林承辦".into(),
            unit: uuid::Uuid::nil().to_string(),
            egov_account: "lin".into(),
            id_last4: "6789".into(),
            card_number: "TP00000000000001".into(),
            active_from: Some(day("2026-01-01")),
            active_until: until.map(day),
            ..AccountDraft::default()
        };
        Account::open(PersonId(uuid::Uuid::nil()), draft).unwrap()
    }

    fn others(account: &Account, who: Who<'_>) -> (bool, bool) {
        let found = Others::among(std::iter::once(account), who, day("2026-11-23"));
        (found.has_account, found.has_card)
    }

    const LIN: Who<'_> = Who {
        person: None,
        name: "林承辦",
        id_last4: "6789",
        egov_account: "lin",
        card_number: "TP00000000000001",
    };

    #[test]
    fn a_person_with_an_open_account_is_found_by_either_of_its_signs() {
        let open = account(None);
        assert_eq!(others(&open, LIN), (true, false));
        assert_eq!(others(&open, Who { card_number: "", ..LIN }), (true, false));
        assert_eq!(others(&open, Who { egov_account: "other", ..LIN }), (true, false));
        assert_eq!(
            others(&open, Who { egov_account: "other", card_number: "TP00000000000002", ..LIN }),
            (false, false)
        );
        assert_eq!(others(&open, Who { person: Some(PersonId(uuid::Uuid::nil())), ..LIN }), (false, false));
    }

    #[test]
    fn an_account_that_is_over_bars_its_person_from_nothing_and_its_card_everybody_else() {
        let over = account(Some("2026-11-22"));
        assert_eq!(others(&over, LIN), (false, false));
        assert_eq!(others(&over, Who { name: "王別人", egov_account: "wang", ..LIN }), (false, true));
    }
}
