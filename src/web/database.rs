//! IndexedDB: answers by key, as bytes.
//!
//! Two stores with the same keys, so that what is known of all answers can be read without reading the answers.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{IdbKeyRange, IdbTransactionMode};

use super::idb::{self, Connection, Shape, Transaction};
use super::presence;
use crate::error::StorageError;

const STAMPS: &str = "stamps";
const BODIES: &str = "bodies";

/// How long a step may take, in milliseconds: a view waits for it before it asks AniList.
const PATIENCE_MS: u32 = 3_000;

/// A database that is open whenever this page is here.
pub struct Answers(Connection);

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
            let shape = Shape {
                version,
                stores: &[STAMPS, BODIES],
                replaces: true,
                patience_ms: PATIENCE_MS,
            };
            match Connection::open(name, shape).await {
                Ok((connection, dropped)) => {
                    return Opened::Ready {
                        answers: Self(connection),
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

    /// Whether the database answers, as far as is known.
    pub fn answers(&self) -> bool {
        self.0.answers()
    }

    /// The answer under `key` with its stamp.
    pub async fn get(&self, key: &str) -> Option<(String, Vec<u8>)> {
        let transaction = self.transaction(IdbTransactionMode::Readonly).await.ok()?;
        let get = |store| transaction.store(store).ok()?.get(&JsValue::from_str(key)).ok();
        let (stamp, body) = (get(STAMPS)?, get(BODIES)?);
        // The requests of one transaction are answered in their order.
        let body = transaction.done(&body).await.ok()?;
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
        loop {
            let departures = presence::departures();
            match self.try_put(key, stamp, body, keeps).await {
                Err(_) if Connection::again(departures) => {}
                put => return put.map_err(|_| StorageError::Full),
            }
        }
    }

    async fn try_put(
        &self,
        key: &str,
        stamp: &str,
        body: &[u8],
        keeps: &dyn Fn(&str) -> bool,
    ) -> Result<(), JsValue> {
        let transaction = self.transaction(IdbTransactionMode::Readwrite).await?;
        let stamps = transaction.store(STAMPS)?;
        let name = JsValue::from_str(key);
        let present = transaction.done(&stamps.get(&name)?).await?;
        if present.as_string().is_none_or(|present| keeps(&present)) {
            let bodies = transaction.store(BODIES)?;
            stamps.put_with_key(&JsValue::from_str(stamp), &name)?;
            bodies.put_with_key(&Uint8Array::from(body), &name)?;
        }
        transaction.commit().await
    }

    /// The stamps of all answers, with their keys.
    pub async fn stamps(&self) -> Vec<(String, String)> {
        self.read_stamps().await.unwrap_or_default()
    }

    async fn read_stamps(&self) -> Option<Vec<(String, String)>> {
        let transaction = self.transaction(IdbTransactionMode::Readonly).await.ok()?;
        let store = transaction.store(STAMPS).ok()?;
        let (keys, stamps) = (store.get_all_keys().ok()?, store.get_all().ok()?);
        let stamps = Array::from(&transaction.done(&stamps).await.ok()?);
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
        loop {
            let departures = presence::departures();
            let changed = self.try_change(&changes).await;
            if changed.is_ok() || !Connection::again(departures) {
                return;
            }
        }
    }

    async fn try_change(&self, changes: &[Change]) -> Result<(), JsValue> {
        let transaction = self.transaction(IdbTransactionMode::Readwrite).await?;
        for change in changes {
            make(change, &transaction).await?;
        }
        transaction.commit().await
    }

    async fn transaction(&self, mode: IdbTransactionMode) -> Result<Transaction<'_>, JsValue> {
        self.0.begin(&[STAMPS, BODIES], mode).await
    }
}

async fn make(change: &Change, transaction: &Transaction<'_>) -> Result<(), JsValue> {
    let (stamps, bodies) = (transaction.store(STAMPS)?, transaction.store(BODIES)?);
    let key = match change {
        Change::Restamp(key, restamp) => {
            let key = JsValue::from_str(key);
            // Another tab may have kept a newer answer meanwhile: what is there decides.
            let present = transaction.done(&stamps.get(&key)?).await?;
            if let Some(stamp) = present.as_string().and_then(|present| restamp(&present)) {
                let _ = stamps.put_with_key(&stamp.into(), &key);
            }
            return Ok(());
        }
        Change::Remove(key) => JsValue::from_str(key),
        Change::RemovePrefix(prefix) => {
            let end = format!("{prefix}\u{FFFF}");
            IdbKeyRange::bound(&JsValue::from_str(prefix), &end.into())?.into()
        }
    };
    let _ = stamps.delete(&key);
    let _ = bodies.delete(&key);
    Ok(())
}
