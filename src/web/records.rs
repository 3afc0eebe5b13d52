//! IndexedDB: texts by key, which must not be lost.
//!
//! Every change reads what is there and writes what follows from it in one transaction, so that two tabs never undo each
//! other's work.

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbTransaction, IdbTransactionMode};

use super::idb::{self, completed, done};
use crate::error::StorageError;

/// Raised when a store is added. What is there is never dropped.
const VERSION: u32 = 1;
const STORES: &[&str] = &["edits", "journal", "runs", "snapshots"];

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

fn write(transaction: &IdbTransaction, put: &Put) -> Result<(), JsValue> {
    let store = transaction.object_store(put.store.name())?;
    let key = JsValue::from_str(&put.key);
    match &put.text {
        Some(text) => store.put_with_key(&JsValue::from_str(text), &key)?,
        None => store.delete(&key)?,
    };
    Ok(())
}

/// An open database.
pub struct Records(IdbDatabase);

impl Records {
    /// Opens the database `name`.
    ///
    /// # Errors
    /// [`StorageError::Blocked`]: this browser, or this mode of it, keeps no databases, or a newer version of this app has
    /// written this one.
    pub async fn open(name: &str) -> Result<Self, StorageError> {
        let factory = idb::factory().ok_or(StorageError::Blocked)?;
        let opened = idb::open(&factory, name, VERSION, STORES, false).await;
        opened
            .map(|(database, _)| Self(database))
            .map_err(|_| StorageError::Blocked)
    }

    /// Everything in `store`, in the order of its keys.
    ///
    /// # Errors
    /// [`StorageError::Blocked`]: it cannot be read.
    pub async fn all(&self, store: Store) -> Result<Vec<(String, String)>, StorageError> {
        self.read_all(store).await.map_err(|_| StorageError::Blocked)
    }

    async fn read_all(&self, store: Store) -> Result<Vec<(String, String)>, JsValue> {
        let (_, store) = self.begin(store, IdbTransactionMode::Readonly)?;
        let (keys, texts) = (store.get_all_keys()?, store.get_all()?);
        // The requests of one transaction are answered in their order.
        let texts = Array::from(&done(&texts).await?);
        let keys = Array::from(&keys.result()?);
        let pair = |(key, text): (JsValue, JsValue)| Some((key.as_string()?, text.as_string()?));
        Ok(keys.iter().zip(texts.iter()).filter_map(pair).collect())
    }

    /// What `key` of `store` holds.
    ///
    /// # Errors
    /// [`StorageError::Blocked`]: it cannot be read.
    pub async fn get(&self, store: Store, key: &str) -> Result<Option<String>, StorageError> {
        let read = async || {
            let (_, store) = self.begin(store, IdbTransactionMode::Readonly)?;
            done(&store.get(&JsValue::from_str(key))?).await
        };
        let text: Result<JsValue, JsValue> = read().await;
        text.map(|text| text.as_string())
            .map_err(|_| StorageError::Blocked)
    }

    /// Reads what these keys hold and writes what `decide` makes of it, all of it or nothing, while no other tab can change
    /// any of it. `decide` is called once, with what was read in the order of `keys`.
    ///
    /// # Errors
    /// [`StorageError::Full`]: the usual cause. Which one it was, the browser says in words of its own only.
    pub async fn change(
        &self,
        keys: &[(Store, String)],
        decide: &mut dyn FnMut(Vec<Option<String>>) -> Vec<Put>,
    ) -> Result<(), StorageError> {
        self.try_change(keys, decide)
            .await
            .map_err(|_| StorageError::Full)
    }

    async fn try_change(
        &self,
        keys: &[(Store, String)],
        decide: &mut dyn FnMut(Vec<Option<String>>) -> Vec<Put>,
    ) -> Result<(), JsValue> {
        let names: Array = STORES.iter().map(|name| JsValue::from_str(name)).collect();
        let transaction = self
            .0
            .transaction_with_str_sequence_and_mode(&names, IdbTransactionMode::Readwrite)?;
        let mut requests = Vec::with_capacity(keys.len());
        for (store, key) in keys {
            let store = transaction.object_store(store.name())?;
            requests.push(store.get(&JsValue::from_str(key))?);
        }
        // The requests of one transaction are answered in their order.
        if let Some(last) = requests.last() {
            done(last).await?;
        }
        let mut before = Vec::with_capacity(requests.len());
        for request in requests {
            before.push(request.result()?.as_string());
        }
        for put in decide(before) {
            if let Err(error) = write(&transaction, &put) {
                // All or nothing: what is written already would stay.
                let _ = transaction.abort();
                return Err(error);
            }
        }
        completed(&transaction).await
    }

    /// Removes everything whose key begins with `prefix`, from every store. What cannot be removed is lost to nobody but
    /// its owner, so nothing is said of it.
    pub async fn remove_prefix(&self, prefix: &str) {
        for name in STORES {
            let remove = || {
                let end = format!("{prefix}\u{FFFF}");
                let range = IdbKeyRange::bound(&prefix.into(), &end.into())?;
                let transaction = self
                    .0
                    .transaction_with_str_and_mode(name, IdbTransactionMode::Readwrite)?;
                transaction.object_store(name)?.delete(&range.into())?;
                Ok::<_, JsValue>(transaction)
            };
            if let Ok(transaction) = remove() {
                let _ = completed(&transaction).await;
            }
        }
    }

    fn begin(
        &self,
        store: Store,
        mode: IdbTransactionMode,
    ) -> Result<(IdbTransaction, IdbObjectStore), JsValue> {
        let transaction = self.0.transaction_with_str_and_mode(store.name(), mode)?;
        let store = transaction.object_store(store.name())?;
        Ok((transaction, store))
    }
}
