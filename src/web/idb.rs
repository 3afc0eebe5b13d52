//! What every use of IndexedDB needs: opening a database, and transactions that stand in nobody's way.
//!
//! Straight on web-sys: the wrappers for Rust have a type and a state machine for each kind of request, and would cost the
//! bundle more than what is kept with them.
//!
//! A page in the back/forward cache must neither hold a database open, which another page may want to erase, nor have a
//! transaction open, for which every other page would wait. So when the page is left, databases are closed, and transactions
//! that may still ask for something are undone; whoever ran one does it again when the page is back
//! ([`Connection::again`]). One that has asked for everything goes to its end without the page. And nothing is waited for
//! without end.

use std::cell::{Cell, RefCell};

use js_sys::{Array, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Event, IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

use super::patience::within;
use super::{clock, presence};

/// How long a database may take to open: what stands on it goes on without. Some browsers never answer, because another tab
/// holds an older version open or because their files are damaged.
const OPENING_MS: u32 = 3_000;
/// How long a database that did not answer is not asked again.
const REST_MS: u64 = 60_000;

thread_local! {
    static OPEN: RefCell<Vec<IdbDatabase>> = const { RefCell::new(Vec::new()) };
    /// Transactions that may still ask for something.
    static RUNNING: RefCell<Vec<IdbTransaction>> = const { RefCell::new(Vec::new()) };
    static LISTENS: Cell<bool> = const { Cell::new(false) };
}

/// Has everything let go when the page is left.
fn listen() {
    if !LISTENS.replace(true) {
        presence::on_leave(|| {
            for transaction in RUNNING.take() {
                let _ = transaction.abort();
            }
            OPEN.take().iter().for_each(IdbDatabase::close);
        });
    }
}

/// The browser's databases, if it lets this page have any.
pub(super) fn factory() -> Option<IdbFactory> {
    web_sys::window()?.indexed_db().ok()?
}

/// What a database has to be.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub(super) version: u32,
    pub(super) stores: &'static [&'static str],
    /// Whether what an older version left in it goes; otherwise only stores that are missing are added.
    pub(super) replaces: bool,
    /// How long a transaction may take for each step.
    pub(super) patience_ms: u32,
}

/// A database that is open whenever the page is here.
pub(super) struct Connection {
    name: String,
    shape: Shape,
    database: RefCell<IdbDatabase>,
    /// As long as the page was not left since, it is open.
    departures: Cell<u32>,
    rests_until: Cell<u64>,
}

impl Connection {
    /// Opens the database `name`. Also tells whether something of an older version went.
    ///
    /// # Errors
    /// Whatever the browser says, and nothing when a store is missing all the same, or it takes too long.
    pub(super) async fn open(name: &str, shape: Shape) -> Result<(Self, bool), JsValue> {
        loop {
            presence::here().await;
            let departures = presence::departures();
            let (database, renewed) = match open(name, shape).await {
                Err(_) if Self::again(departures) => continue,
                opened => opened?,
            };
            let connection = Self {
                name: name.to_owned(),
                shape,
                database: RefCell::new(database),
                departures: Cell::new(departures),
                rests_until: Cell::new(0),
            };
            return Ok((connection, renewed));
        }
    }

    /// Whether it answers, as far as is known.
    pub(super) fn answers(&self) -> bool {
        let rests = self.rests_until.get().saturating_sub(clock::now_ms());
        !(1..=REST_MS).contains(&rests)
    }

    /// Whether a transaction that was begun after so many departures and failed is to be done again: the page was left
    /// meanwhile, and nothing of it was carried out.
    pub(super) fn again(departures: u32) -> bool {
        presence::departures() != departures
    }

    /// Begins a transaction, as soon as the page is here.
    ///
    /// # Errors
    /// Whatever the browser says, and nothing where the database did not answer just now.
    pub(super) async fn begin(
        &self,
        stores: &[&str],
        mode: IdbTransactionMode,
    ) -> Result<Transaction<'_>, JsValue> {
        presence::here().await;
        if !self.answers() {
            return Err(JsValue::NULL);
        }
        let departures = presence::departures();
        if self.departures.get() != departures {
            let (database, _) = open(&self.name, self.shape).await?;
            self.database.replace(database);
            self.departures.set(departures);
        }
        let stores: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
        let database = self.database.borrow();
        let transaction = database.transaction_with_str_sequence_and_mode(&stores, mode)?;
        RUNNING.with_borrow_mut(|running| running.push(transaction.clone()));
        Ok(Transaction {
            transaction,
            connection: self,
        })
    }
}

/// A transaction. Dropped before [`Transaction::commit`], it has only read; one that has written ends in
/// [`Transaction::abort`] otherwise.
pub(super) struct Transaction<'a> {
    transaction: IdbTransaction,
    connection: &'a Connection,
}

impl Transaction<'_> {
    pub(super) fn store(&self, name: &str) -> Result<IdbObjectStore, JsValue> {
        self.transaction.object_store(name)
    }

    /// The request's result, once it has one.
    pub(super) async fn done(&self, request: &IdbRequest) -> Result<JsValue, JsValue> {
        self.in_time(settled(request)).await?;
        request.result()
    }

    /// Undoes what it has written so far.
    pub(super) fn abort(self) {
        let _ = self.transaction.abort();
    }

    /// Waits until everything is written. Nothing more is asked for, so it is written even if the page is left now.
    pub(super) async fn commit(self) -> Result<(), JsValue> {
        self.forget();
        let transaction = &self.transaction;
        let settled = Promise::new(&mut |resolve, reject| {
            transaction.set_oncomplete(Some(&resolve));
            transaction.set_onerror(Some(&reject));
            transaction.set_onabort(Some(&reject));
        });
        // Where there is no such call, or nothing was asked for, it comes to its end by itself.
        // (web-sys takes it for outdated, which it is not.)
        #[allow(deprecated)]
        let _ = transaction.commit();
        self.in_time(settled).await.map(|_| ())
    }

    async fn in_time(&self, settled: Promise) -> Result<JsValue, JsValue> {
        match within(self.connection.shape.patience_ms, JsFuture::from(settled)).await {
            Some(outcome) => outcome,
            None => {
                let _ = self.transaction.abort();
                let rests_until = clock::now_ms().saturating_add(REST_MS);
                self.connection.rests_until.set(rests_until);
                Err(JsValue::NULL)
            }
        }
    }

    fn forget(&self) {
        RUNNING.with_borrow_mut(|running| running.retain(|known| *known != self.transaction));
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        self.forget();
    }
}

async fn open(name: &str, shape: Shape) -> Result<(IdbDatabase, bool), JsValue> {
    listen();
    let departures = presence::departures();
    let request = factory()
        .ok_or(JsValue::NULL)?
        .open_with_u32(name, shape.version)?;
    let renewed = std::rc::Rc::new(Cell::new(false));
    let upgrade = {
        let (request, renewed) = (request.clone(), renewed.clone());
        Closure::<dyn Fn(Event)>::new(move |_: Event| {
            renewed.set(make_stores(&request, shape).unwrap_or_default());
        })
    };
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    let opened = in_time(&request).await;
    if opened.is_err() {
        // It may still be called: a database that opens late needs its stores all the same.
        upgrade.forget();
    }
    let database: IdbDatabase = opened?.unchecked_into();
    // A newer version of the app in another tab must not wait for this one.
    let closing = database.clone();
    let close = Closure::<dyn Fn(Event)>::new(move |_: Event| closing.close());
    database.set_onversionchange(Some(close.as_ref().unchecked_ref()));
    close.forget();
    let present = database.object_store_names();
    let is_whole = shape.stores.iter().all(|store| present.contains(store));
    if !is_whole || departures != presence::departures() {
        database.close();
        return Err(JsValue::NULL);
    }
    OPEN.with_borrow_mut(|open| open.push(database.clone()));
    Ok((database, renewed.get()))
}

/// The result of opening or deleting a database, unless it takes too long. A database that opens after all is closed, so
/// that nobody waits for it.
///
/// # Errors
/// Whatever the browser says, and nothing when it says nothing in time.
pub(super) async fn in_time(request: &IdbOpenDbRequest) -> Result<JsValue, JsValue> {
    let opened = JsFuture::from(settled(request));
    let outcome = within(OPENING_MS, opened).await.unwrap_or(Err(JsValue::NULL));
    if outcome.is_err() {
        let late = request.clone();
        let close = Closure::once_into_js(move || {
            if let Ok(database) = late.result().and_then(|result| result.dyn_into::<IdbDatabase>()) {
                database.close();
            }
        });
        request.set_onsuccess(Some(close.unchecked_ref()));
    }
    outcome?;
    request.result()
}

/// Makes the stores that are not there; first removes those that are if they are to be replaced. True when something went.
fn make_stores(request: &IdbOpenDbRequest, shape: Shape) -> Result<bool, JsValue> {
    let database: IdbDatabase = request.result()?.unchecked_into();
    let old = database.object_store_names();
    let goes = shape.replaces && old.length() > 0;
    while let Some(store) = old.get(0).filter(|_| shape.replaces) {
        database.delete_object_store(&store)?;
    }
    for store in shape.stores {
        if !old.contains(store) {
            database.create_object_store(store)?;
        }
    }
    Ok(goes)
}

fn settled(request: &IdbRequest) -> Promise {
    Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    })
}
