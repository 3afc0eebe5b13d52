//! IndexedDB: texts by key, which must not be lost.
//!
//! Every change reads what is there and writes what follows from it in one transaction, so that two tabs never undo each
//! other's work.

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::{IdbKeyRange, IdbTransactionMode};

use super::idb::{Connection, Shape, Transaction};
use super::presence;
use crate::error::StorageError;

const STORES: &[&str] = &["edits", "journal", "runs", "snapshots"];
const SHAPE: Shape = Shape {
    // Raised when a store is added. What is there is never dropped.
    version: 1,
    stores: STORES,
    replaces: false,
    // Thousands of edits in one transaction take seconds on a slow phone.
    patience_ms: 10_000,
};

/// One of the stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Store {
    /// Edits that AniList does not have yet.
    Edits,
    /// Edits that it has.
    Journal,
    /// Changes of many entries.
    Runs,
    /// Lists as they were.
    Snapshots,
}

impl Store {
    fn name(self) -> &'static str {
        match self {
            Self::Edits => "edits",
            Self::Journal => "journal",
            Self::Runs => "runs",
            Self::Snapshots => "snapshots",
        }
    }
}

/// What a key is to hold.
#[derive(Debug, Clone)]
pub struct Put {
    /// The store.
    pub store: Store,
    /// The key.
    pub key: String,
    /// The text; nothing removes the key.
    pub text: Option<String>,
}

fn write(transaction: &Transaction<'_>, put: &Put) -> Result<(), JsValue> {
    let store = transaction.store(put.store.name())?;
    let key = JsValue::from_str(&put.key);
    match &put.text {
        Some(text) => store.put_with_key(&JsValue::from_str(text), &key)?,
        None => store.delete(&key)?,
    };
    Ok(())
}

/// A database that is open whenever this page is here.
pub struct Records(Connection);

impl Records {
    /// Opens the database `name`.
    ///
    /// # Errors
    /// [`StorageError::Blocked`]: this browser, or this mode of it, keeps no databases, or a newer version of this app has
    /// written this one.
    pub async fn open(name: &str) -> Result<Self, StorageError> {
        let opened = Connection::open(name, SHAPE).await;
        opened
            .map(|(connection, _)| Self(connection))
            .map_err(|_| StorageError::Blocked)
    }

    /// Whether the database answers, as far as is known.
    pub fn answers(&self) -> bool {
        self.0.answers()
    }

    /// Everything in `store`, in the order of its keys.
    ///
    /// # Errors
    /// [`StorageError::Blocked`]: it cannot be read.
    pub async fn all(&self, store: Store) -> Result<Vec<(String, String)>, StorageError> {
        loop {
            let departures = presence::departures();
            match self.read_all(store).await {
                Err(_) if Connection::again(departures) => {}
                read => return read.map_err(|_| StorageError::Blocked),
            }
        }
    }

    async fn read_all(&self, store: Store) -> Result<Vec<(String, String)>, JsValue> {
        let name = store.name();
        let transaction = self.0.begin(&[name], IdbTransactionMode::Readonly).await?;
        let store = transaction.store(name)?;
        let (keys, texts) = (store.get_all_keys()?, store.get_all()?);
        // The requests of one transaction are answered in their order.
        let texts = Array::from(&transaction.done(&texts).await?);
        let keys = Array::from(&keys.result()?);
        let pair = |(key, text): (JsValue, JsValue)| Some((key.as_string()?, text.as_string()?));
        Ok(keys.iter().zip(texts.iter()).filter_map(pair).collect())
    }

    /// What `key` of `store` holds.
    ///
    /// # Errors
    /// [`StorageError::Blocked`]: it cannot be read.
    pub async fn get(&self, store: Store, key: &str) -> Result<Option<String>, StorageError> {
        loop {
            let departures = presence::departures();
            match self.read(store.name(), key).await {
                Err(_) if Connection::again(departures) => {}
                read => {
                    return read
                        .map(|text| text.as_string())
                        .map_err(|_| StorageError::Blocked);
                }
            }
        }
    }

    async fn read(&self, store: &str, key: &str) -> Result<JsValue, JsValue> {
        let transaction = self.0.begin(&[store], IdbTransactionMode::Readonly).await?;
        let asked = transaction.store(store)?.get(&JsValue::from_str(key))?;
        transaction.done(&asked).await
    }

    /// Reads what these keys hold and writes what `decide` makes of it, all of it or nothing, while no other tab can change
    /// any of it. `decide` gets what was read in the order of `keys`. It is called once more when the page was left before
    /// anything was written; what counts is what it gave last.
    ///
    /// # Errors
    /// [`StorageError::Full`]: the usual cause. Which one it was, the browser says in words of its own only.
    pub async fn change(
        &self,
        keys: &[(Store, String)],
        decide: &mut dyn FnMut(Vec<Option<String>>) -> Vec<Put>,
    ) -> Result<(), StorageError> {
        loop {
            let departures = presence::departures();
            match self.try_change(keys, decide).await {
                Err(_) if Connection::again(departures) => {}
                changed => return changed.map_err(|_| StorageError::Full),
            }
        }
    }

    async fn try_change(
        &self,
        keys: &[(Store, String)],
        decide: &mut dyn FnMut(Vec<Option<String>>) -> Vec<Put>,
    ) -> Result<(), JsValue> {
        let transaction = self.0.begin(STORES, IdbTransactionMode::Readwrite).await?;
        let mut requests = Vec::with_capacity(keys.len());
        for (store, key) in keys {
            let store = transaction.store(store.name())?;
            requests.push(store.get(&JsValue::from_str(key))?);
        }
        // The requests of one transaction are answered in their order.
        if let Some(last) = requests.last() {
            transaction.done(last).await?;
        }
        let mut before = Vec::with_capacity(requests.len());
        for request in requests {
            before.push(request.result()?.as_string());
        }
        for put in decide(before) {
            if let Err(error) = write(&transaction, &put) {
                // All or nothing: what is written already would stay.
                transaction.abort();
                return Err(error);
            }
        }
        transaction.commit().await
    }

    /// Removes everything whose key begins with `prefix`, from every store. What cannot be removed is lost to nobody but
    /// its owner, so nothing is said of it.
    pub async fn remove_prefix(&self, prefix: &str) {
        loop {
            let departures = presence::departures();
            let removed = self.try_remove(prefix).await;
            if removed.is_ok() || !Connection::again(departures) {
                return;
            }
        }
    }

    async fn try_remove(&self, prefix: &str) -> Result<(), JsValue> {
        let end = format!("{prefix}\u{FFFF}");
        let range = IdbKeyRange::bound(&prefix.into(), &end.into())?;
        let transaction = self.0.begin(STORES, IdbTransactionMode::Readwrite).await?;
        for name in STORES {
            transaction.store(name)?.delete(&range)?;
        }
        transaction.commit().await
    }
}
