//! IndexedDB: answers by key, as bytes.
//!
//! Two stores with the same keys, so that what is known of all answers can be read without reading the answers.

use idb::{
    Database, DatabaseEvent as _, Error, Factory, KeyRange, ObjectStoreParams, Query, TransactionMode,
};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::error::StorageError;

const STAMPS: &str = "stamps";
const BODIES: &str = "bodies";

/// An open database.
pub struct Answers(Database);

/// What opening found.
pub enum Opened {
    /// Ready; `renewed` says that an older or damaged store was dropped.
    Ready {
        /// The database.
        answers: Answers,
        /// Whether something was dropped.
        renewed: bool,
    },
    /// This browser, or this mode of it, keeps no databases, or another tab has one of a newer version open.
    Absent,
}

impl Answers {
    /// Opens the database `name`, empty unless it has this `version`.
    pub async fn open(name: &str, version: u32) -> Opened {
        match open(name, version).await {
            Ok((database, renewed)) => Opened::Ready {
                answers: Self(database),
                renewed,
            },
            Err(_) => {
                // Damaged, or written by a newer version of this app: both go.
                if let Ok(factory) = Factory::new()
                    && let Ok(deletion) = factory.delete(name)
                    && deletion.await.is_ok()
                    && let Ok((database, _)) = open(name, version).await
                {
                    return Opened::Ready {
                        answers: Self(database),
                        renewed: true,
                    };
                }
                Opened::Absent
            }
        }
    }

    /// The answer under `key` with its stamp.
    pub async fn get(&self, key: &str) -> Option<(String, Vec<u8>)> {
        let transaction = self
            .0
            .transaction(&[STAMPS, BODIES], TransactionMode::ReadOnly)
            .ok()?;
        let query = || Query::Key(JsValue::from_str(key));
        let stamp = transaction
            .object_store(STAMPS)
            .ok()?
            .get(query())
            .ok()?
            .await
            .ok()??;
        let body = transaction
            .object_store(BODIES)
            .ok()?
            .get(query())
            .ok()?
            .await
            .ok()??;
        Some((stamp.as_string()?, body.dyn_into::<Uint8Array>().ok()?.to_vec()))
    }

    /// Keeps an answer, unless `keeps` refuses it in view of the stamp that is there already.
    ///
    /// # Errors
    /// [`StorageError`] when there was no room, or the browser refused.
    pub async fn put(
        &self,
        key: &str,
        stamp: &str,
        body: &[u8],
        keeps: impl FnOnce(&str) -> bool,
    ) -> Result<(), StorageError> {
        let write = async {
            let transaction = self
                .0
                .transaction(&[STAMPS, BODIES], TransactionMode::ReadWrite)?;
            let (stamps, bodies) = (
                transaction.object_store(STAMPS)?,
                transaction.object_store(BODIES)?,
            );
            let name = JsValue::from_str(key);
            let present = stamps
                .get(Query::Key(name.clone()))?
                .await?
                .and_then(|stamp| stamp.as_string());
            if present.is_none_or(|present| keeps(&present)) {
                stamps.put(&JsValue::from_str(stamp), Some(&name))?.await?;
                bodies.put(&Uint8Array::from(body), Some(&name))?.await?;
            }
            transaction.commit()?.await?;
            Ok::<(), Error>(())
        };
        // The usual cause; which one it was, the browser says in words of its own only.
        write.await.map_err(|_| StorageError::Full)
    }

    /// The stamps of all answers, with their keys.
    pub async fn stamps(&self) -> Vec<(String, String)> {
        let read = async {
            let transaction = self.0.transaction(&[STAMPS], TransactionMode::ReadOnly).ok()?;
            let store = transaction.object_store(STAMPS).ok()?;
            let keys = store.get_all_keys(None, None).ok()?.await.ok()?;
            let stamps = store.get_all(None, None).ok()?.await.ok()?;
            let pairs = keys.iter().zip(&stamps);
            Some(
                pairs
                    .filter_map(|(key, stamp)| Some((key.as_string()?, stamp.as_string()?)))
                    .collect(),
            )
        };
        read.await.unwrap_or_default()
    }

    /// Changes stamps, whose answers stay.
    pub async fn restamp(&self, stamps: &[(String, String)]) {
        let write = async {
            let transaction = self.0.transaction(&[STAMPS], TransactionMode::ReadWrite).ok()?;
            let store = transaction.object_store(STAMPS).ok()?;
            for (key, stamp) in stamps {
                store
                    .put(&JsValue::from_str(stamp), Some(&JsValue::from_str(key)))
                    .ok()?
                    .await
                    .ok()?;
            }
            transaction.commit().ok()?.await.ok()
        };
        let _ = write.await;
    }

    /// Removes answers. True when they are gone.
    pub async fn remove(&self, keys: &[String]) -> bool {
        self.delete(keys.iter().map(|key| Query::Key(JsValue::from_str(key))))
            .await
    }

    /// Removes every answer whose key begins with `prefix`. True when they are gone.
    pub async fn remove_prefix(&self, prefix: &str) -> bool {
        let (from, to) = (
            JsValue::from_str(prefix),
            JsValue::from_str(&format!("{prefix}\u{FFFF}")),
        );
        let range = KeyRange::bound(&from, &to, None, None).ok().map(Query::KeyRange);
        self.delete(range).await
    }

    async fn delete(&self, queries: impl IntoIterator<Item = Query>) -> bool {
        let delete = async {
            let transaction = self
                .0
                .transaction(&[STAMPS, BODIES], TransactionMode::ReadWrite)
                .ok()?;
            let (stamps, bodies) = (
                transaction.object_store(STAMPS).ok()?,
                transaction.object_store(BODIES).ok()?,
            );
            for query in queries {
                stamps.delete(query.clone()).ok()?.await.ok()?;
                bodies.delete(query).ok()?.await.ok()?;
            }
            transaction.commit().ok()?.await.ok()
        };
        delete.await.is_some()
    }
}

async fn open(name: &str, version: u32) -> Result<(Database, bool), Error> {
    let renewed = std::rc::Rc::new(std::cell::Cell::new(false));
    let mut request = Factory::new()?.open(name, Some(version))?;
    request.on_upgrade_needed({
        let renewed = renewed.clone();
        move |event| {
            let Ok(database) = event.database() else { return };
            renewed.set(event.old_version().is_ok_and(|version| version > 0));
            for store in database.store_names() {
                let _ = database.delete_object_store(&store);
            }
            for store in [STAMPS, BODIES] {
                let _ = database.create_object_store(store, ObjectStoreParams::new());
            }
        }
    });
    let mut database = request.await?;
    // A newer version of the app in another tab must not wait for this one.
    database.on_version_change(|event| {
        if let Ok(database) = event.database() {
            database.close();
        }
    });
    let whole = [STAMPS, BODIES]
        .iter()
        .all(|store| database.store_names().iter().any(|name| name == store));
    if whole {
        Ok((database, renewed.get()))
    } else {
        Err(Error::IndexedDbNotFound(JsValue::NULL))
    }
}
