//! What a tab shows and could not store: laid over what is stored, wherever that is read again.

use super::session::Accounts;

/// In what a tab's accounts differ from the stored ones, by what the tab did itself.
///
/// ```
/// # use tsuzuki::auth::{session::{Account, Accounts, Credential}, token::AccessToken};
/// use tsuzuki::auth::unsaved::Unsaved;
/// # let account = |id| Account { id, name: "x".into(), avatar: None, credential: Credential::Token(AccessToken::parse("a.b.c").unwrap()), added_at: 0, pasted: false };
/// # let mut stored = Accounts::default();
/// # stored.add(account(1), true).unwrap();
/// # stored.add(account(2), false).unwrap();
/// let mut shown = stored.clone();
/// shown.switch_to(2);
/// let unsaved = Unsaved::between(&shown, &stored);
/// assert_eq!(unsaved.over(stored, &shown), shown, "the switch holds although it could not be stored");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unsaved {
    /// Ids of the accounts that storage does not hold as the tab does.
    accounts: Vec<u64>,
    /// Whether the tab uses another account than storage says.
    active: bool,
}

impl Unsaved {
    /// What of `shown` is not in `stored`, right after `shown` was to be stored.
    pub fn between(shown: &Accounts, stored: &Accounts) -> Self {
        let accounts = shown
            .iter()
            .filter(|account| stored.get(account.id) != Some(account));
        Self {
            accounts: accounts.map(|account| account.id).collect(),
            active: shown.active != stored.active,
        }
    }

    /// `stored`, perhaps changed by another tab since, and over it what of `shown` could not be stored.
    ///
    /// An account that this tab uses and another tab has logged out leaves none active: logging out never goes on as
    /// somebody else unasked.
    pub fn over(&self, stored: Accounts, shown: &Accounts) -> Accounts {
        let active = if self.active { shown.active } else { stored.active };
        let mut accounts = stored;
        for account in self.accounts.iter().filter_map(|id| shown.get(*id)) {
            // Beyond the limit of accounts the stored ones win.
            let _ = accounts.add(account.clone(), false);
        }
        accounts.active = active.filter(|id| accounts.get(*id).is_some());
        accounts
    }
}
