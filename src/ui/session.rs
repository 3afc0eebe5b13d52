//! The accounts of this browser, as a signal that other tabs share through localStorage.

use leptos::prelude::*;

use crate::auth::session::{Account, Accounts, Probe, Suspicion};
use crate::auth::stored::StoredError;
use crate::auth::token::AccessToken;
use crate::config::Config;
use crate::error::StorageError;
use crate::web::storage::{self, Area};

/// The accounts, and where they are kept.
#[derive(Clone, Copy)]
pub struct Session {
    accounts: RwSignal<Accounts>,
    store: &'static Store,
    /// Why the accounts could not be written and live in this tab's memory only.
    unkept: RwSignal<Option<StorageError>>,
    suspicion: StoredValue<Suspicion>,
    identity: Memo<Option<(u64, AccessToken)>>,
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
        let (accounts, complaint) = read(store);
        let accounts = RwSignal::new(accounts);
        let session = Self {
            accounts,
            identity: Memo::new(move |_| accounts.with(|accounts| bearer(accounts.active()?))),
            store,
            unkept: RwSignal::new(blocked()),
            suspicion: StoredValue::new(Suspicion::default()),
        };
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

    /// The account in use; tracked.
    pub fn active(self) -> Option<Account> {
        self.accounts.with(|accounts| accounts.active().cloned())
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

    /// Why the accounts are gone when this tab closes, if they are; tracked.
    pub fn unkept(self) -> Option<StorageError> {
        self.unkept.get()
    }

    /// Changes the accounts here, in storage and so in every other tab.
    ///
    /// The stored document is read first: another tab may have written since, and its change must not be undone.
    pub fn change<T>(self, change: impl FnOnce(&mut Accounts) -> T) -> T {
        let store = self.store;
        let mut accounts = self.latest();
        let outcome = change(&mut accounts);
        let written = if accounts.is_empty() {
            storage::remove(Area::Local, &store.key);
            Ok(())
        } else {
            storage::set(Area::Local, &store.key, &accounts.to_storage(&store.api_origin))
        };
        self.unkept.set(written.err().or_else(blocked));
        self.accounts.set(accounts);
        outcome
    }

    /// A request of this account was refused as if its token were dead. True when the caller is to ask AniList.
    pub fn suspect(self, id: u64, token: &AccessToken) -> bool {
        self.suspicion
            .try_update_value(|suspicion| suspicion.raise(id, token))
            .unwrap_or(false)
    }

    /// What AniList said when it was asked.
    pub fn settle(self, id: u64, token: &AccessToken, probe: Probe) {
        self.change(|accounts| {
            self.suspicion.update_value(|suspicion| {
                suspicion.settle(accounts, id, token, probe);
            })
        });
    }

    /// Takes over what another tab wrote.
    pub fn reload(self) {
        let latest = self.latest();
        if self.accounts.with_untracked(|accounts| *accounts != latest) {
            self.accounts.set(latest);
        }
    }

    fn latest(self) -> Accounts {
        if self.unkept.get_untracked().is_some() {
            self.accounts.get_untracked()
        } else {
            read(self.store).0
        }
    }
}

fn blocked() -> Option<StorageError> {
    (!storage::is_available(Area::Local)).then_some(StorageError::Blocked)
}

fn bearer(account: &Account) -> Option<(u64, AccessToken)> {
    account.token().map(|token| (account.id, token.clone()))
}

/// The stored accounts, or none with the reason. Only a document that nobody can read is removed; one of a newer
/// version or for another API address stays for whoever can use it.
fn read(store: &Store) -> (Accounts, Option<String>) {
    let Some(text) = storage::get(Area::Local, &store.key) else {
        return (Accounts::default(), None);
    };
    match Accounts::from_storage(&text, &store.api_origin) {
        Ok(loaded) => {
            let notice = loaded.notice();
            (loaded.accounts, notice)
        }
        Err(error) => {
            if matches!(error, StoredError::Corrupt | StoredError::TooLarge) {
                storage::remove(Area::Local, &store.key);
            }
            (Accounts::default(), Some(error.to_string()))
        }
    }
}
