//! The text in which [`Accounts`] rest in the browser's storage.
//!
//! Others of the same origin can write there, and so can an older or newer version of this app: everything is read
//! as foreign input. Unknown fields are ignored. One account that cannot be read does not take the others along.

use serde::Serialize;
use thiserror::Error;

use super::session::{Account, Accounts, Credential};
use super::text::plain;
use super::token::AccessToken;
use crate::json::{JsonScalar, Lenient, json_objects};

/// The version this app writes, and the newest it reads.
pub const VERSION: u64 = 1;
/// The longest document that is read, in bytes: 16 accounts with the longest tokens and room to spare.
pub const MAX_BYTES: usize = 256 * 1024;
const MAX_NAME_CHARS: usize = 100;
const MAX_AVATAR_BYTES: usize = 500;

/// Why the stored accounts cannot be used. It never quotes them.
///
/// What becomes of the document is for the caller: one that is [`StoredError::Corrupt`] or
/// [`StoredError::TooLarge`] can be dropped; the others are somebody's working logins.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoredError {
    /// Not a document of ours.
    #[error("The stored logins are damaged and cannot be read. Log in again.")]
    Corrupt,
    /// Longer than [`MAX_BYTES`].
    #[error("The stored logins are too large to be real. Log in again.")]
    TooLarge,
    /// RawObject by a newer version of this app.
    #[error(
        "The stored logins were written by a newer version of this app (format {0}). Reload the page to get it."
    )]
    Newer(u64),
    /// They belong to another API: a token is never sent to an address it was not made for.
    #[error("The stored logins belong to {0}, but this site now uses another address. Log in again.")]
    OtherApi(String),
}

/// What could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The accounts.
    pub accounts: Accounts,
    /// How many accounts were in the document that could not be read.
    pub dropped: usize,
}

impl Loaded {
    /// What to tell the person about lost accounts; `None` when none was lost.
    pub fn notice(&self) -> Option<String> {
        match self.dropped {
            0 => None,
            1 => Some(
                "One stored login is damaged and was left out. Log in again with that account.".to_owned(),
            ),
            n => Some(format!(
                "{n} stored logins are damaged and were left out. Log in again with those accounts."
            )),
        }
    }
}

json_objects! {
    struct KeptDocument {
        version: Lenient<JsonScalar> = "version",
        api: Lenient<JsonScalar> = "api",
        active: Lenient<JsonScalar> = "active",
        accounts: Lenient<Vec<Lenient<KeptAccount>>> = "accounts",
    }

    struct KeptAccount {
        id: Lenient<JsonScalar> = "id",
        name: Lenient<JsonScalar> = "name",
        avatar: Lenient<JsonScalar> = "avatar",
        token: Lenient<JsonScalar> = "token",
        added_at: Lenient<JsonScalar> = "added_at",
        pasted: Lenient<JsonScalar> = "pasted",
    }
}

#[derive(Serialize)]
struct Document<'a> {
    version: u64,
    api: &'a str,
    active: Option<u64>,
    accounts: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    id: u64,
    name: String,
    avatar: Option<String>,
    /// Absent when the session has ended.
    token: Option<String>,
    added_at: u64,
    pasted: bool,
}

impl Accounts {
    /// The document to store, bound to the origin of the API the tokens are for.
    ///
    /// Besides [`AccessToken::expose`] this is the only way out for a token.
    pub fn to_storage(&self, api_origin: &str) -> String {
        let accounts = self.iter().map(Entry::of).collect();
        let active = self.active().map(|account| account.id);
        serde_json::to_string(&Document {
            version: VERSION,
            api: api_origin,
            active,
            accounts,
        })
        .unwrap_or_default()
    }

    /// Reads a stored document.
    ///
    /// ```
    /// use tsuzuki::auth::session::Accounts;
    /// let nobody = Accounts::default().to_storage("https://graphql.anilist.co");
    /// assert!(Accounts::from_storage(&nobody, "https://graphql.anilist.co").unwrap().accounts.is_empty());
    /// assert!(Accounts::from_storage(&nobody, "https://elsewhere.example").is_err());
    /// ```
    ///
    /// # Errors
    /// [`StoredError`] when nothing of it may or can be used. Single accounts that cannot be read are left out and
    /// counted in [`Loaded::dropped`].
    pub fn from_storage(text: &str, api_origin: &str) -> Result<Loaded, StoredError> {
        if text.len() > MAX_BYTES {
            return Err(StoredError::TooLarge);
        }
        let document = Lenient::<KeptDocument>::parse(text).map_err(|_| StoredError::Corrupt)?;
        let document = document.take().ok_or(StoredError::Corrupt)?;
        match document.version.or_default().whole() {
            Some(version) if version > VERSION => return Err(StoredError::Newer(version)),
            Some(VERSION) => {}
            _ => return Err(StoredError::Corrupt),
        }
        let api = document.api.or_default().text().ok_or(StoredError::Corrupt)?;
        if api != api_origin {
            return Err(StoredError::OtherApi(plain(&api, MAX_NAME_CHARS)));
        }
        let entries = document.accounts.take().ok_or(StoredError::Corrupt)?;
        let count = entries.len();
        let mut accounts = Self::default();
        for account in entries.into_iter().filter_map(read_account) {
            if accounts.get(account.id).is_none() {
                // What is beyond the limit shows up in the count below.
                let _ = accounts.add(account, false);
            }
        }
        let active = document.active.or_default().whole();
        accounts.active = active.filter(|id| accounts.get(*id).is_some());
        let dropped = count - accounts.list.len();
        Ok(Loaded { accounts, dropped })
    }
}

/// An account, when all that it needs is there and nothing is of a wrong type.
fn read_account(entry: Lenient<KeptAccount>) -> Option<Account> {
    let entry = entry.take()?;
    let id = entry.id.take()?.whole().filter(|id| *id > 0)?;
    let name = plain(&entry.name.take()?.text()?, MAX_NAME_CHARS);
    let avatar =
        optional_text(entry.avatar)?.filter(|url| url.len() <= MAX_AVATAR_BYTES && is_web_address(url));
    let credential = match optional_text(entry.token)? {
        Some(token) => Credential::Token(AccessToken::parse(&token).ok()?),
        None => Credential::Ended,
    };
    let pasted = match entry.pasted.take() {
        None => false,
        Some(JsonScalar::Bool(pasted)) => pasted,
        Some(_) => return None,
    };
    let added_at = entry.added_at.take()?.whole()?;
    (!name.is_empty()).then_some(Account {
        id,
        name,
        avatar,
        credential,
        added_at,
        pasted,
    })
}

/// A string that may be missing or null; the outer `None` is for anything else.
fn optional_text(field: Lenient<JsonScalar>) -> Option<Option<String>> {
    match field.or_default() {
        JsonScalar::Null => Some(None),
        value => value.text().map(Some),
    }
}

impl Entry {
    fn of(account: &Account) -> Self {
        Self {
            id: account.id,
            name: account.name.clone(),
            avatar: account.avatar.clone(),
            token: account.token().map(|token| token.expose().to_owned()),
            added_at: account.added_at,
            pasted: account.pasted,
        }
    }
}

fn is_web_address(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://"))
        && url.bytes().all(|byte| byte.is_ascii_graphic())
}
