//! What every use of IndexedDB needs: opening a database and waiting for its requests.
//!
//! Straight on web-sys: the wrappers for Rust have a type and a state machine for each kind of request, and would cost the
//! bundle more than what is kept with them.

use js_sys::{Array, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, IdbDatabase, IdbFactory, IdbOpenDbRequest, IdbRequest, IdbTransaction};

/// The browser's databases, if it lets this page have any.
pub(super) fn factory() -> Option<IdbFactory> {
    web_sys::window()?.indexed_db().ok()?
}

/// Opens the database `name` with exactly these `stores`. What an older version left in it goes if `replaces`; otherwise
/// only stores that are missing are added. Also tells whether something went.
///
/// # Errors
/// Whatever the browser says, and nothing when a store is missing all the same.
pub(super) async fn open(
    factory: &IdbFactory,
    name: &str,
    version: u32,
    stores: &'static [&'static str],
    replaces: bool,
) -> Result<(IdbDatabase, bool), JsValue> {
    let request = factory.open_with_u32(name, version)?;
    let renewed = std::rc::Rc::new(std::cell::Cell::new(false));
    let upgrade = {
        let (request, renewed) = (request.clone(), renewed.clone());
        Closure::<dyn Fn(Event)>::new(move |_: Event| {
            renewed.set(make_stores(&request, stores, replaces).unwrap_or_default());
        })
    };
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    let database: IdbDatabase = in_time(&request).await?.unchecked_into();
    // A newer version of the app in another tab must not wait for this one.
    let closing = database.clone();
    let close = Closure::<dyn Fn(Event)>::new(move |_: Event| closing.close());
    database.set_onversionchange(Some(close.as_ref().unchecked_ref()));
    close.forget();
    let present = database.object_store_names();
    match stores.iter().all(|store| present.contains(store)) {
        true => Ok((database, renewed.get())),
        false => {
            database.close();
            Err(JsValue::NULL)
        }
    }
}

/// How long a database may take to open: what stands on it goes on without. Some browsers never answer, because another tab
/// holds an older version open or because their files are damaged.
const OPENING_MS: u32 = 3_000;

/// The result of opening or deleting a database, unless it takes too long. A database that opens after all is closed, so
/// that nobody waits for it.
///
/// # Errors
/// Whatever the browser says, and nothing when it says nothing in time.
pub(super) async fn in_time(request: &IdbOpenDbRequest) -> Result<JsValue, JsValue> {
    let late = Promise::new(&mut |_, reject| {
        if let Some(window) = web_sys::window() {
            let ms = i32::try_from(OPENING_MS).unwrap_or(i32::MAX);
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&reject, ms);
        }
    });
    let opened = settled(request);
    let outcome = JsFuture::from(Promise::race(&Array::of2(&opened, &late))).await;
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

/// Makes the stores that are not there; first removes those that are if `replaces`. True when something went.
fn make_stores(request: &IdbOpenDbRequest, stores: &[&str], replaces: bool) -> Result<bool, JsValue> {
    let database: IdbDatabase = request.result()?.unchecked_into();
    let old = database.object_store_names();
    let goes = replaces && old.length() > 0;
    while let Some(store) = old.get(0).filter(|_| replaces) {
        database.delete_object_store(&store)?;
    }
    for store in stores {
        if !old.contains(store) {
            database.create_object_store(store)?;
        }
    }
    Ok(goes)
}

/// The request's result, once it has one.
pub(super) async fn done(request: &IdbRequest) -> Result<JsValue, JsValue> {
    JsFuture::from(settled(request)).await?;
    request.result()
}

fn settled(request: &IdbRequest) -> Promise {
    Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    })
}

/// Waits until everything in the transaction is written.
pub(super) async fn completed(transaction: &IdbTransaction) -> Result<(), JsValue> {
    let settled = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onerror(Some(&reject));
        transaction.set_onabort(Some(&reject));
    });
    JsFuture::from(settled).await.map(|_| ())
}
