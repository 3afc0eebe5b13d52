//! The text in which [`Accounts`] rest in the browser's storage.
//!
//! Others of the same origin can write there, and so can an older or newer version of this app: everything is read
//! as foreign input. Unknown fields are ignored. One account that cannot be read does not take the others along.

use serde::Serialize;
use thiserror::Error;

use super::session::{Account, Accounts, Credential};
use super::text::plain;
use super::token::AccessToken;
use crate::api::wire::{Fields, Reader, Value};

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
    /// Written by a newer version of this app.
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
        let document = Fields::parse(text).map_err(|_| StoredError::Corrupt)?;
        let number = |name| document.get(name).and_then(|value| value.whole());
        match number("version") {
            Some(version) if version > VERSION => return Err(StoredError::Newer(version)),
            Some(VERSION) => {}
            _ => return Err(StoredError::Corrupt),
        }
        let api = document
            .get("api")
            .and_then(Value::text)
            .ok_or(StoredError::Corrupt)?;
        if api != api_origin {
            return Err(StoredError::OtherApi(plain(&api, MAX_NAME_CHARS)));
        }
        let entries = document
            .raw("accounts")
            .and_then(items)
            .ok_or(StoredError::Corrupt)?;
        let mut accounts = Self::default();
        for entry in &entries {
            let account = Fields::parse(entry).ok().and_then(|entry| read_account(&entry));
            if let Some(account) = account.filter(|account| accounts.get(account.id).is_none()) {
                // What is beyond the limit shows up in the count below.
                let _ = accounts.add(account, false);
            }
        }
        accounts.active = number("active").filter(|id| accounts.get(*id).is_some());
        let dropped = entries.len() - accounts.list.len();
        Ok(Loaded { accounts, dropped })
    }
}

/// The items of an array, as they are written; `None` when it is none.
fn items(raw: &str) -> Option<Vec<&str>> {
    let mut json = Reader::new(raw);
    let mut items = Vec::new();
    if !json.array().ok()? {
        return None;
    }
    while json.item().ok()? {
        items.push(json.raw().ok()?);
    }
    Some(items)
}

/// An account, when all that it needs is there and nothing is of a wrong type.
fn read_account(entry: &Fields<'_>) -> Option<Account> {
    let id = entry.get("id")?.whole().filter(|id| *id > 0)?;
    let name = plain(&entry.get("name")?.text()?, MAX_NAME_CHARS);
    let avatar =
        optional_text(entry, "avatar")?.filter(|url| url.len() <= MAX_AVATAR_BYTES && is_web_address(url));
    let credential = match optional_text(entry, "token")? {
        Some(token) => Credential::Token(AccessToken::parse(&token).ok()?),
        None => Credential::Ended,
    };
    let pasted = match entry.get("pasted") {
        None => false,
        Some(Value::Bool(pasted)) => pasted,
        Some(_) => return None,
    };
    let added_at = entry.get("added_at")?.whole()?;
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
fn optional_text(entry: &Fields<'_>, name: &str) -> Option<Option<String>> {
    match entry.get(name) {
        None | Some(Value::Null) => Some(None),
        Some(value) => value.text().map(Some),
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
