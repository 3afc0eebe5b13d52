//! The accounts of this browser, as a signal that other tabs share through localStorage.
//!
//! Storage is the truth wherever it can be read: before each change and after each event of another tab it is read
//! again. Only what this tab failed to write is kept beside it, in memory.

use leptos::prelude::*;

use crate::auth::session::{Account, Accounts, ProbeResult, TokenProbes};
use crate::auth::stored::StoredError;
use crate::auth::token::AccessToken;
use crate::auth::unsaved::Unsaved;
use crate::config::Config;
use crate::error::StorageError;
use crate::web::storage::{self, Area};

/// The accounts, and where they are kept.
#[derive(Clone, Copy)]
pub struct Session {
    accounts: RwSignal<Accounts>,
    keeping: RwSignal<StorageBackend>,
    unsaved: StoredValue<Unsaved>,
    suspicion: StoredValue<TokenProbes>,
    identity: Memo<Option<(u64, AccessToken)>>,
    store: &'static Store,
}

/// Where the accounts are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StorageBackend {
    /// In the browser's storage.
    Stored,
    /// In this tab's memory, because the last write failed.
    Memory(StorageError),
    /// In this tab's memory, because what is stored is not ours to change: a sentence that says why.
    Foreign(String),
}

struct Store {
    key: String,
    api_origin: String,
}

impl Session {
    /// Reads the stored accounts. The second value is a sentence for the person when something stored was unusable.
    pub fn open(config: &Config) -> (Self, Option<String>) {
        let store: &'static Store = Box::leak(Box::new(Store {
            key: config.keys().accounts(),
            api_origin: config.api_origin().to_owned(),
        }));
        let accounts = RwSignal::new(Accounts::default());
        let session = Self {
            accounts,
            keeping: RwSignal::new(StorageBackend::Stored),
            unsaved: StoredValue::new(Unsaved::default()),
            suspicion: StoredValue::new(TokenProbes::default()),
            identity: Memo::new(move |_| accounts.with(|accounts| bearer(accounts.active()?))),
            store,
        };
        if !storage::is_available(Area::Local) {
            session.keeping.set(StorageBackend::Memory(StorageError::Blocked));
        }
        let complaint = session.reload();
        (session, complaint)
    }

    /// Name of the localStorage key.
    pub fn key(self) -> String {
        self.store.key.clone()
    }

    /// All accounts; tracked.
    pub fn accounts(self) -> Accounts {
        self.accounts.get()
    }

    /// All accounts; untracked.
    pub fn accounts_now(self) -> Accounts {
        self.accounts.get_untracked()
    }

    /// The account in use; tracked.
    pub fn active(self) -> Option<Account> {
        self.accounts.with(|accounts| accounts.active().cloned())
    }

    /// The account in use; untracked.
    pub fn active_now(self) -> Option<Account> {
        self.accounts
            .with_untracked(|accounts| accounts.active().cloned())
    }

    /// Follows who is asking, as far as answers differ by it: not a mere change of name or picture.
    pub fn track_identity(self) {
        // Read, not only tracked: whoever reads the memo first computes it, and that counts as a change to those who
        // merely track it. The question would be asked twice.
        self.identity.with(|_| ());
    }

    /// The active account's id and token, untracked.
    pub fn bearer(self) -> Option<(u64, AccessToken)> {
        self.identity.get_untracked()
    }

    /// Whether somebody is signed in with a token that AniList has not refused; tracked.
    pub fn is_signed_in(self) -> bool {
        self.identity.with(Option::is_some)
    }

    /// Name of the account that [`Session::is_signed_in`] is about; untracked.
    pub fn signed_in_name(self) -> Option<String> {
        let account = self.active_now()?;
        account.token().is_some().then_some(account.name)
    }

    /// Where the accounts are kept; tracked.
    pub fn keeping(self) -> StorageBackend {
        self.keeping.get()
    }

    /// Changes the accounts here, in storage and so in every other tab. A change that changes nothing disturbs nobody.
    pub fn change<T>(self, change: impl FnOnce(&mut Accounts) -> T) -> T {
        let (before, foreign) = match self.latest() {
            Ok(latest) => (latest.accounts, false),
            Err(_) => (self.accounts.get_untracked(), true),
        };
        let mut after = before.clone();
        let outcome = change(&mut after);
        if after != before && !foreign {
            self.write(&before, &after);
        }
        self.show(after);
        outcome
    }

    /// Forgets every account and removes the stored document, whoever wrote it.
    pub fn erase(self) {
        storage::remove(Area::Local, &self.store.key);
        self.unsaved.set_value(Unsaved::default());
        self.keeping.set(StorageBackend::Stored);
        self.show(Accounts::default());
    }

    /// A request of this account was refused as if its token were dead. True when the caller is to ask AniList.
    pub fn begin_probe(self, id: u64, token: &AccessToken) -> bool {
        let raised = self
            .suspicion
            .try_update_value(|suspicion| suspicion.raise(id, token));
        raised.unwrap_or(false)
    }

    /// What AniList said when it was asked.
    pub fn settle(self, id: u64, token: &AccessToken, probe: ProbeResult) {
        self.change(|accounts| {
            self.suspicion.update_value(|suspicion| {
                suspicion.settle(accounts, id, token, probe);
            })
        });
    }

    /// Another tab removed the stored document: it logged everybody out, here too.
    pub fn follow_removal(self) {
        self.unsaved.set_value(Unsaved::default());
        self.reload();
    }

    /// Takes over what another tab wrote. Gives a sentence for the person when something stored was unusable.
    pub fn reload(self) -> Option<String> {
        match self.latest() {
            Ok(Latest { accounts, complaint }) => {
                if matches!(self.keeping.get_untracked(), StorageBackend::Foreign(_)) {
                    self.keeping.set(StorageBackend::Stored);
                }
                self.show(accounts);
                complaint
            }
            Err(foreign) => {
                self.keeping.set(StorageBackend::Foreign(foreign.to_string()));
                self.show(Accounts::default());
                None
            }
        }
    }

    fn show(self, accounts: Accounts) {
        if self.accounts.with_untracked(|shown| *shown != accounts) {
            self.accounts.set(accounts);
        }
    }

    fn write(self, before: &Accounts, after: &Accounts) {
        let Store { key, api_origin } = self.store;
        let save = || match after.is_empty() {
            true => {
                storage::remove(Area::Local, key);
                Ok(())
            }
            false => storage::set(Area::Local, key, &after.to_storage(api_origin)),
        };
        let written = save().or_else(|_| {
            // What was taken away must not rest there; and without it there may be room for what stays.
            if takes_away(before, after) {
                storage::remove(Area::Local, key);
            }
            save()
        });
        // By what is stored now, whichever of the writes above went through.
        let stored = read(self.store).map(|latest| latest.accounts).unwrap_or_default();
        self.unsaved.set_value(Unsaved::between(after, &stored));
        self.keeping
            .set(written.map_or_else(StorageBackend::Memory, |()| StorageBackend::Stored));
    }

    /// What is stored, and over it what this tab could not store.
    fn latest(self) -> Result<Latest, StoredError> {
        let Latest { accounts, complaint } = read(self.store)?;
        let unsaved = self.unsaved.get_value();
        let accounts = self
            .accounts
            .with_untracked(|shown| unsaved.over(accounts, shown));
        Ok(Latest { accounts, complaint })
    }
}

/// Whether a token of `before` is no longer in `after`.
fn takes_away(before: &Accounts, after: &Accounts) -> bool {
    before.iter().any(|account| {
        after
            .get(account.id)
            .is_none_or(|kept| kept.token() != account.token())
    })
}

fn bearer(account: &Account) -> Option<(u64, AccessToken)> {
    account.token().map(|token| (account.id, token.clone()))
}

struct Latest {
    accounts: Accounts,
    complaint: Option<String>,
}

/// Reads the stored accounts. A document that nobody can read is removed; one of a newer version or for another API is
/// an error and stays for whoever can use it.
fn read(store: &Store) -> Result<Latest, StoredError> {
    let Some(text) = storage::get(Area::Local, &store.key) else {
        return Ok(Latest {
            accounts: Accounts::default(),
            complaint: None,
        });
    };
    match Accounts::from_storage(&text, &store.api_origin) {
        Ok(loaded) => Ok(Latest {
            complaint: loaded.notice(),
            accounts: loaded.accounts,
        }),
        Err(error @ (StoredError::Newer(_) | StoredError::OtherApi(_))) => Err(error),
        Err(error @ (StoredError::Corrupt | StoredError::TooLarge)) => {
            storage::remove(Area::Local, &store.key);
            Ok(Latest {
                accounts: Accounts::default(),
                complaint: Some(error.to_string()),
            })
        }
    }
}
