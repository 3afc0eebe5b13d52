//! IndexedDB: texts by key, which must not be lost.
//!
//! Every change reads what is there and writes what follows from it in one transaction, so that two tabs never undo each
//! other's work.

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbObjectStore, IdbTransaction, IdbTransactionMode};

use super::idb::{self, completed, done};
use crate::error::StorageError;

/// Raised when a store is added. What is there is never dropped.
const VERSION: u32 = 1;
const STORES: &[&str] = &["edits", "journal", "runs", "snapshots", "saved"];

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
    /// Entries as they were last saved, which kept answers do not know yet.
    Saved,
}

impl Store {
    fn name(self) -> &'static str {
        match self {
            Self::Edits => "edits",
            Self::Journal => "journal",
            Self::Runs => "runs",
            Self::Snapshots => "snapshots",
            Self::Saved => "saved",
        }
    }
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

    /// Changes what `keys` of `store` hold, all of them or none. `update` is called once for each, in their order.
    ///
    /// # Errors
    /// [`StorageError::Full`]: the usual cause. Which one it was, the browser says in words of its own only.
    pub async fn update(
        &self,
        store: Store,
        keys: &[String],
        update: &mut dyn FnMut(&str, Option<String>) -> Option<String>,
    ) -> Result<(), StorageError> {
        self.try_update(store, keys, update)
            .await
            .map_err(|_| StorageError::Full)
    }

    async fn try_update(
        &self,
        store: Store,
        keys: &[String],
        update: &mut dyn FnMut(&str, Option<String>) -> Option<String>,
    ) -> Result<(), JsValue> {
        let (transaction, store) = self.begin(store, IdbTransactionMode::Readwrite)?;
        for key in keys {
            let name = JsValue::from_str(key);
            let before = done(&store.get(&name)?).await?.as_string();
            match update(key, before.clone()) {
                Some(after) if Some(&after) != before.as_ref() => {
                    store.put_with_key(&JsValue::from_str(&after), &name)?;
                }
                None if before.is_some() => {
                    store.delete(&name)?;
                }
                _ => {}
            }
        }
        completed(&transaction).await
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
