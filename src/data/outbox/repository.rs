//! Where edits, journal and runs rest: the browser's database, and this tab's memory for what it does not take.

use std::cell::RefCell;

use crate::error::StorageError;
use crate::web::records::{Put, Records, Store};

/// The place.
pub(super) struct Keeper {
    /// Kept until they are sent, whatever becomes of this tab; nothing where there is no database.
    records: Option<Records>,
    /// What the database did not take, gone with this tab: over what is in the database.
    held: RefCell<Vec<Put>>,
}

impl Keeper {
    /// Opens the database, or says why there is none.
    pub(super) async fn open(name: &str) -> (Self, Option<StorageError>) {
        match Records::open(name).await {
            Ok(records) => (Self::new(Some(records), Vec::new()), None),
            Err(error) => (Self::new(None, Vec::new()), Some(error)),
        }
    }

    /// A place in this tab's memory that holds this.
    pub(super) fn memory(held: Vec<Put>) -> Self {
        Self::new(None, held)
    }

    fn new(records: Option<Records>, held: Vec<Put>) -> Self {
        Self {
            records,
            held: RefCell::new(held),
        }
    }

    /// Takes over what another one holds in this tab's memory.
    pub(super) fn inherit(&self, old: &Self) {
        self.held.replace(old.held.take());
    }

    /// Whether nothing is held in this tab's memory.
    pub(super) fn holds_nothing(&self) -> bool {
        self.held.borrow().is_empty()
    }

    /// Forgets what is held in this tab's memory.
    pub(super) fn drop_held(&self) {
        self.held.take();
    }

    /// Whether the database answers, if there is one.
    pub(super) fn answers(&self) -> bool {
        self.records.as_ref().is_none_or(Records::answers)
    }

    /// Everything in `store`: keys and texts, in the order of the keys.
    ///
    /// # Errors
    /// [`StorageError`]: the database no longer answers.
    pub(super) async fn all(&self, store: Store) -> Result<Vec<(String, String)>, StorageError> {
        let mut all = match &self.records {
            Some(records) => records.all(store).await?,
            None => Vec::new(),
        };
        for put in self.held.borrow().iter().filter(|put| put.store == store) {
            let place = all.binary_search_by(|(key, _)| key.as_str().cmp(&put.key));
            match (place, &put.text) {
                (Ok(place), Some(text)) => {
                    if let Some(known) = all.get_mut(place) {
                        known.1.clone_from(text);
                    }
                }
                (Ok(place), None) => drop(all.remove(place)),
                (Err(place), Some(text)) => all.insert(place, (put.key.clone(), text.clone())),
                (Err(_), None) => {}
            }
        }
        Ok(all)
    }

    /// Reads `keys`, and writes what `decide` makes of them, all or nothing ([`Records::change`]). What the database does
    /// not take is held here, unless `whole` says that it is wanted there or not at all.
    ///
    /// # Errors
    /// [`Unkept`]: where it rests now.
    pub(super) async fn change(
        &self,
        keys: &[(Store, String)],
        whole: bool,
        decide: &mut dyn FnMut(Vec<Option<String>>) -> Vec<Put>,
    ) -> Result<(), Unkept> {
        let mut decided: Option<Vec<Put>> = None;
        let mut stored = Vec::new();
        let mut over = |mut texts: Vec<Option<String>>| {
            stored.clone_from(&texts);
            for ((store, key), text) in keys.iter().zip(&mut texts) {
                if let Some(put) = self.held.borrow().iter().find(|put| put.is(*store, key)) {
                    text.clone_from(&put.text);
                }
            }
            let puts = decide(texts);
            decided = Some(puts.clone());
            puts
        };
        let outcome = match &self.records {
            Some(records) => records.change(keys, &mut over).await,
            None => {
                over(vec![None; keys.len()]);
                Ok(())
            }
        };
        let mut puts = decided.ok_or(Unkept::NotChanged)?;
        if outcome.is_err() && whole {
            return Err(Unkept::NotChanged);
        }
        if outcome.is_err() {
            let gone = self.remove(keys, &stored, &puts).await;
            puts.retain(|put| !gone.iter().any(|key| put.is(key.0, &key.1)));
        }
        let mut held = self.held.borrow_mut();
        held.retain(|known| !puts.iter().any(|put| put.is(known.store, &known.key)));
        if let (Some(_), Ok(())) = (&self.records, &outcome) {
            return Ok(());
        }
        held.extend(puts);
        outcome.map_err(Unkept::Here)
    }

    /// What shall go needs no room, and must not come back when this tab is gone: removes what of `puts` is to be removed and
    /// is still `stored` as it was. Gives the keys of it.
    async fn remove(
        &self,
        keys: &[(Store, String)],
        stored: &[Option<String>],
        puts: &[Put],
    ) -> Vec<(Store, String)> {
        let Some(records) = &self.records else {
            return Vec::new();
        };
        let goes = |key: &(Store, String)| puts.iter().any(|put| put.text.is_none() && put.is(key.0, &key.1));
        let (keys, was): (Vec<_>, Vec<_>) = keys
            .iter()
            .cloned()
            .zip(stored.iter().cloned())
            .filter(|(key, _)| goes(key))
            .unzip();
        if keys.is_empty() {
            return keys;
        }
        let mut gone = Vec::new();
        let mut remove = |texts: Vec<Option<String>>| {
            let same = keys
                .iter()
                .zip(&texts)
                .zip(&was)
                .filter(|((_, text), was)| text == was);
            gone = same.map(|((key, _), _)| key.clone()).collect();
            let put = |(store, key): &(Store, String)| Put {
                store: *store,
                key: key.clone(),
                text: None,
            };
            gone.iter().map(put).collect()
        };
        let removed = records.change(&keys, &mut remove).await;
        if removed.is_err() {
            return Vec::new();
        }
        gone
    }

    /// Removes everything of the keys that begin with `prefix`.
    pub(super) async fn remove_prefix(&self, prefix: &str) {
        self.held.borrow_mut().retain(|put| !put.key.starts_with(prefix));
        if let Some(records) = &self.records {
            records.remove_prefix(prefix).await;
        }
    }
}

impl Put {
    fn is(&self, store: Store, key: &str) -> bool {
        self.store == store && self.key == key
    }
}

/// A change that the database did not take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unkept {
    /// It is held by this tab alone.
    Here(StorageError),
    /// Nothing was changed.
    NotChanged,
}
