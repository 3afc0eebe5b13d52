//! Where edits, journal and runs rest: the browser's database, or this tab's memory where there is none.

use std::cell::RefCell;

use crate::error::StorageError;
use crate::web::records::{Put, Records, Store};

/// The place.
pub(super) enum Keeper {
    /// Kept until they are sent, whatever becomes of this tab.
    Database(Records),
    /// Gone with this tab.
    Memory(RefCell<Vec<Put>>),
}

impl Keeper {
    /// Opens the database, or says why there is none.
    pub(super) async fn open(name: &str) -> (Self, Option<StorageError>) {
        match Records::open(name).await {
            Ok(records) => (Self::Database(records), None),
            Err(error) => (Self::Memory(RefCell::default()), Some(error)),
        }
    }

    /// Everything in `store`: keys and texts.
    pub(super) async fn all(&self, store: Store) -> Result<Vec<(String, String)>, StorageError> {
        match self {
            Self::Database(records) => records.all(store).await,
            Self::Memory(held) => {
                let of_store = |put: &&Put| put.store == store;
                let pair = |put: &Put| Some((put.key.clone(), put.text.clone()?));
                Ok(held.borrow().iter().filter(of_store).filter_map(pair).collect())
            }
        }
    }

    /// Reads `keys`, and writes what `decide` makes of them, all or nothing ([`Records::change`]).
    pub(super) async fn change(
        &self,
        keys: &[(Store, String)],
        decide: &mut dyn FnMut(Vec<Option<String>>) -> Vec<Put>,
    ) -> Result<(), StorageError> {
        match self {
            Self::Database(records) => records.change(keys, decide).await,
            Self::Memory(held) => {
                let mut held = held.borrow_mut();
                let read = |(store, key): &(Store, String)| {
                    let found = held.iter().find(|put| put.store == *store && put.key == *key);
                    found.and_then(|put| put.text.clone())
                };
                let before = keys.iter().map(read).collect();
                for put in decide(before) {
                    held.retain(|other| other.store != put.store || other.key != put.key);
                    if put.text.is_some() {
                        held.push(put);
                    }
                }
                Ok(())
            }
        }
    }

    /// Removes everything of the keys that begin with `prefix`.
    pub(super) async fn remove_prefix(&self, prefix: &str) {
        match self {
            Self::Database(records) => records.remove_prefix(prefix).await,
            Self::Memory(held) => held.borrow_mut().retain(|put| !put.key.starts_with(prefix)),
        }
    }
}
