//! IndexedDB: answers by key, as bytes.
//!
//! Two stores with the same keys, so that what is known of all answers can be read without reading the answers.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{IdbDatabase, IdbKeyRange, IdbObjectStore, IdbTransaction, IdbTransactionMode};

use super::idb::{self, completed, done};
use crate::error::StorageError;

const STAMPS: &str = "stamps";
const BODIES: &str = "bodies";

/// An open database.
pub struct Answers(IdbDatabase);

/// What opening found.
pub enum Opened {
    /// Ready; `renewed` says that an older or damaged store was dropped.
    Ready {
        /// The database.
        answers: Answers,
        /// Whether something was dropped.
        renewed: bool,
    },
    /// This browser, or this mode of it, keeps no databases.
    Absent,
}

/// What becomes of a stamp.
pub type Restamp = Box<dyn Fn(&str) -> Option<String>>;

/// A change to the database.
pub enum Change {
    /// Gives the answer under this key the stamp that follows from the one it has; nothing leaves it as it is.
    Restamp(String, Restamp),
    /// Removes the answer under this key.
    Remove(String),
    /// Removes every answer whose key begins with this.
    RemovePrefix(String),
}

impl Answers {
    /// Opens the database `name`, empty unless it has this `version`.
    pub async fn open(name: &str, version: u32) -> Opened {
        let Some(factory) = idb::factory() else {
            return Opened::Absent;
        };
        let mut renewed = false;
        // Damaged, or written by a newer version of this app: it goes, and a new one is made.
        for _ in 0..2 {
            match idb::open(&factory, name, version, &[STAMPS, BODIES], true).await {
                Ok((database, dropped)) => {
                    return Opened::Ready {
                        answers: Self(database),
                        renewed: renewed || dropped,
                    };
                }
                Err(_) => renewed = true,
            }
            match factory.delete_database(name) {
                Ok(deletion) if idb::in_time(&deletion).await.is_ok() => {}
                _ => break,
            }
        }
        Opened::Absent
    }

    /// The answer under `key` with its stamp.
    pub async fn get(&self, key: &str) -> Option<(String, Vec<u8>)> {
        let transaction = self.transaction(IdbTransactionMode::Readonly).ok()?;
        let get = |store| {
            transaction
                .object_store(store)
                .ok()?
                .get(&JsValue::from_str(key))
                .ok()
        };
        let (stamp, body) = (get(STAMPS)?, get(BODIES)?);
        // The requests of one transaction are answered in their order.
        let body = done(&body).await.ok()?;
        Some((
            stamp.result().ok()?.as_string()?,
            body.dyn_into::<Uint8Array>().ok()?.to_vec(),
        ))
    }

    /// Keeps an answer, unless `keeps` refuses it in view of the stamp that is there already.
    ///
    /// # Errors
    /// [`StorageError::Full`]: the usual cause. Which one it was, the browser says in words of its own only.
    pub async fn put(
        &self,
        key: &str,
        stamp: &str,
        body: &[u8],
        keeps: &dyn Fn(&str) -> bool,
    ) -> Result<(), StorageError> {
        let full = |_| StorageError::Full;
        let transaction = self.transaction(IdbTransactionMode::Readwrite).map_err(full)?;
        let stamps = transaction.object_store(STAMPS).map_err(full)?;
        let name = JsValue::from_str(key);
        let present = done(&stamps.get(&name).map_err(full)?).await.map_err(full)?;
        if present.as_string().is_none_or(|present| keeps(&present)) {
            let bodies = transaction.object_store(BODIES).map_err(full)?;
            stamps
                .put_with_key(&JsValue::from_str(stamp), &name)
                .map_err(full)?;
            bodies
                .put_with_key(&Uint8Array::from(body), &name)
                .map_err(full)?;
        }
        completed(&transaction).await.map_err(full)
    }

    /// The stamps of all answers, with their keys.
    pub async fn stamps(&self) -> Vec<(String, String)> {
        self.read_stamps().await.unwrap_or_default()
    }

    async fn read_stamps(&self) -> Option<Vec<(String, String)>> {
        let store = self
            .transaction(IdbTransactionMode::Readonly)
            .ok()?
            .object_store(STAMPS)
            .ok()?;
        let (keys, stamps) = (store.get_all_keys().ok()?, store.get_all().ok()?);
        let stamps = Array::from(&done(&stamps).await.ok()?);
        let keys = Array::from(&keys.result().ok()?);
        Some(
            keys.iter()
                .zip(stamps.iter())
                .filter_map(|(key, stamp)| Some((key.as_string()?, stamp.as_string()?)))
                .collect(),
        )
    }

    /// Makes all changes or none. Nothing can be done about a failure: what should have gone is dropped at the next start.
    pub async fn change(&self, changes: Vec<Change>) {
        let Ok(transaction) = self.transaction(IdbTransactionMode::Readwrite) else {
            return;
        };
        let (Ok(stamps), Ok(bodies)) = (transaction.object_store(STAMPS), transaction.object_store(BODIES))
        else {
            return;
        };
        for change in changes {
            make(change, &stamps, &bodies).await;
        }
        let _ = completed(&transaction).await;
    }

    fn transaction(&self, mode: IdbTransactionMode) -> Result<IdbTransaction, JsValue> {
        self.0
            .transaction_with_str_sequence_and_mode(&Array::of2(&STAMPS.into(), &BODIES.into()), mode)
    }
}

async fn make(change: Change, stamps: &IdbObjectStore, bodies: &IdbObjectStore) {
    let key = match change {
        Change::Restamp(key, restamp) => {
            let key = JsValue::from_str(&key);
            // Another tab may have kept a newer answer meanwhile: what is there decides.
            if let Ok(asked) = stamps.get(&key)
                && let Ok(present) = done(&asked).await
                && let Some(stamp) = present.as_string().and_then(|present| restamp(&present))
            {
                let _ = stamps.put_with_key(&stamp.into(), &key);
            }
            return;
        }
        Change::Remove(key) => JsValue::from_str(&key),
        Change::RemovePrefix(prefix) => {
            let end = format!("{prefix}\u{FFFF}");
            let Ok(range) = IdbKeyRange::bound(&prefix.into(), &end.into()) else {
                return;
            };
            range.into()
        }
    };
    let _ = stamps.delete(&key);
    let _ = bodies.delete(&key);
}
