//! The accounts of this browser: several may be signed in, at most one is active.
//!
//! All of them rest in one JSON document under one `localStorage` key, the only place where tokens rest. Another
//! tab may have changed it, so the browser layer reads it again right before each change and writes it right after.

use thiserror::Error;

use super::token::AccessToken;

/// One signed-in person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// AniList's user id, from `Viewer`.
    pub id: u64,
    /// The name to show, from `Viewer`.
    pub name: String,
    /// Address of the avatar, from `Viewer`.
    pub avatar: Option<String>,
    /// What to sign requests with.
    pub credential: Credential,
    /// When the account was added or signed in again, in milliseconds since 1970.
    pub added_at: u64,
    /// Whether the token was pasted rather than brought by a login.
    pub pasted: bool,
}

/// Whether an account can still sign requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// It has a token that AniList has not refused.
    Token(AccessToken),
    /// AniList refused the token. Who it was is kept, so that one can sign in again as the same person.
    Ended,
}

impl Account {
    /// The token, unless the session has ended.
    pub fn token(&self) -> Option<&AccessToken> {
        match &self.credential {
            Credential::Token(token) => Some(token),
            Credential::Ended => None,
        }
    }
}

/// The accounts of this browser, in the order they were added.
///
/// ```
/// use tsuzuki::auth::{session::{Account, Accounts, Credential}, token::AccessToken};
/// let token = AccessToken::parse("aaaa.bbbb.cccc").unwrap();
/// let kaede = Account { id: 5001, name: "kaede".into(), avatar: None, credential: Credential::Token(token.clone()), added_at: 0, pasted: false };
/// let mut accounts = Accounts::default();
/// accounts.add(kaede, true).unwrap();
///
/// assert!(accounts.end(5001, &token), "the first refusal ends the session");
/// assert!(!accounts.end(5001, &token), "the others change nothing");
/// assert_eq!(accounts.active().unwrap().name, "kaede");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accounts {
    pub(super) list: Vec<Account>,
    pub(super) active: Option<u64>,
}

/// The browser already keeps [`Accounts::MAX`] accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("This browser already keeps 16 accounts. Remove one before you add another.")]
pub struct TooManyAccounts;

impl Accounts {
    /// More than a person has; keeps the document far below what a browser stores.
    pub const MAX: usize = 16;

    /// The account whose token signs requests, or whose session has just ended.
    pub fn active(&self) -> Option<&Account> {
        self.active.and_then(|id| self.get(id))
    }

    /// All accounts but the active one.
    pub fn others(&self) -> impl Iterator<Item = &Account> {
        self.list.iter().filter(|account| Some(account.id) != self.active)
    }

    /// All accounts.
    pub fn iter(&self) -> impl Iterator<Item = &Account> {
        self.list.iter()
    }

    /// The account of a user.
    pub fn get(&self, id: u64) -> Option<&Account> {
        self.list.iter().find(|account| account.id == id)
    }

    /// Whether nobody is signed in.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Adds an account, or replaces the one of the same user. The first account becomes the active one in any case.
    ///
    /// # Errors
    /// [`TooManyAccounts`] when there are [`Accounts::MAX`] of other users; nothing has changed then.
    pub fn add(&mut self, account: Account, make_active: bool) -> Result<(), TooManyAccounts> {
        let id = account.id;
        let (first, full) = (self.list.is_empty(), self.list.len() >= Self::MAX);
        if let Some(known) = self.list.iter_mut().find(|known| known.id == id) {
            *known = account;
        } else if full {
            return Err(TooManyAccounts);
        } else {
            self.list.push(account);
        }
        if make_active || first {
            self.active = Some(id);
        }
        Ok(())
    }

    /// Makes an account the active one; `false` when there is none of this user.
    pub fn switch_to(&mut self, id: u64) -> bool {
        let known = self.get(id).is_some();
        if known {
            self.active = Some(id);
        }
        known
    }

    /// Forgets an account with its token. When it was the active one, none is active: logging out never goes on as
    /// somebody else unasked. Gives the account back, `None` when there was none.
    pub fn remove(&mut self, id: u64) -> Option<Account> {
        let index = self.list.iter().position(|account| account.id == id)?;
        if self.active == Some(id) {
            self.active = None;
        }
        Some(self.list.remove(index))
    }

    /// Ends a session whose token AniList refused. `true` when this call ended it.
    ///
    /// Only the refused token is dropped: when several requests failed with it, the first call ends the session and
    /// the others change nothing, and a request that was still under way with an old token does not end the new login.
    pub fn end(&mut self, id: u64, token: &AccessToken) -> bool {
        match self
            .list
            .iter_mut()
            .find(|account| account.id == id && account.token() == Some(token))
        {
            Some(account) => {
                account.credential = Credential::Ended;
                true
            }
            None => false,
        }
    }

    /// Takes over a changed name or avatar; `true` when something changed.
    pub fn update_profile(&mut self, id: u64, name: &str, avatar: Option<&str>) -> bool {
        match self.list.iter_mut().find(|account| account.id == id) {
            Some(account) if account.name != name || account.avatar.as_deref() != avatar => {
                name.clone_into(&mut account.name);
                account.avatar = avatar.map(str::to_owned);
                true
            }
            _ => false,
        }
    }
}

/// What a `Viewer` request with a suspected token came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProbeResult {
    /// AniList answered: the token works, the refusal was about something else.
    Alive,
    /// AniList refused the token.
    Dead,
    /// No answer that says either (outage, rate limit, network).
    Unknown,
}

/// Sees to it that a refused request is confirmed by one probe, however many requests failed at once.
///
/// ```
/// # use tsuzuki::auth::{session::{Account, Accounts, Credential}, token::AccessToken};
/// use tsuzuki::auth::session::{ProbeResult, TokenProbes};
/// # let token = AccessToken::parse("aaaa.bbbb.cccc").unwrap();
/// # let mut accounts = Accounts::default();
/// # accounts.add(Account { id: 1, name: String::new(), avatar: None, credential: Credential::Token(token.clone()), added_at: 0, pasted: false }, true).unwrap();
/// let mut suspicion = TokenProbes::default();
/// assert!(suspicion.raise(1, &token), "send one probe");
/// assert!(!suspicion.raise(1, &token), "it is under way");
/// assert!(suspicion.settle(&mut accounts, 1, &token, ProbeResult::Dead), "tell the person once");
/// ```
#[derive(Debug, Default)]
pub struct TokenProbes {
    probing: Vec<(u64, AccessToken)>,
}

impl TokenProbes {
    /// A request of this account was answered as if its token were dead. `true` when the caller is to send the probe.
    pub fn raise(&mut self, id: u64, token: &AccessToken) -> bool {
        let asked = self
            .probing
            .iter()
            .any(|(known, suspected)| *known == id && suspected == token);
        if !asked {
            self.probing.push((id, token.clone()));
        }
        !asked
    }

    /// The probe has come back. `true` when it ended the session: store `accounts` and tell the person.
    pub fn settle(
        &mut self,
        accounts: &mut Accounts,
        id: u64,
        token: &AccessToken,
        probe: ProbeResult,
    ) -> bool {
        self.probing
            .retain(|(known, suspected)| *known != id || suspected != token);
        probe == ProbeResult::Dead && accounts.end(id, token)
    }
}
