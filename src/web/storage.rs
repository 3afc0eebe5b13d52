//! localStorage and sessionStorage, probed before every use; and which databases of IndexedDB there are.
//!
//! gloo's `raw()` panics where storage is blocked (site data refused, a sandboxed frame), and a panic ends the app. So
//! each call asks the browser first, and every failure is a value.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

use gloo_storage::{LocalStorage, SessionStorage, Storage as _};

use super::patience::within;
pub use crate::config::Area;
use crate::error::StorageError;

/// The store itself, or `None` where the browser refuses it (an exception) or has none (null).
fn open(area: Area) -> Option<web_sys::Storage> {
    let window = web_sys::window()?;
    match area {
        Area::Local => window.local_storage().ok()?.map(|_| LocalStorage::raw()),
        Area::Session => window.session_storage().ok()?.map(|_| SessionStorage::raw()),
        Area::Database => None,
    }
}

/// Whether the store of strings can be read at all.
pub fn is_available(area: Area) -> bool {
    open(area).is_some()
}

/// The value of `key`, if there is one and it can be read.
pub fn get(area: Area, key: &str) -> Option<String> {
    open(area)?.get_item(key).ok()?
}

/// Stores `value` under `key`.
///
/// # Errors
/// [`StorageError`] when the store is absent or full; what was there before is still there.
pub fn set(area: Area, key: &str, value: &str) -> Result<(), StorageError> {
    open(area)
        .ok_or(StorageError::Blocked)?
        .set_item(key, value)
        .map_err(|_| StorageError::Full)
}

/// Removes `key`, or the database of that name. Nothing can be done about a failure, and a store that cannot be opened
/// holds nothing.
pub fn remove(area: Area, key: &str) {
    if area == Area::Database {
        let _ = call("deleteDatabase", &Array::of1(&JsValue::from_str(key)));
    }
    if let Some(store) = open(area) {
        let _ = store.remove_item(key);
    }
}

/// How long the browser may take to tell which databases there are.
const TELLING_MS: u32 = 5_000;

/// The names of all databases of this origin; nothing where the browser does not tell.
pub async fn databases() -> Option<Vec<String>> {
    let listed = call("databases", &Array::new())?;
    let listed = wasm_bindgen_futures::JsFuture::from(js_sys::Promise::resolve(&listed));
    let listed = within(TELLING_MS, listed).await?.ok()?;
    let name = |database| {
        Reflect::get(&database, &JsValue::from_str("name"))
            .ok()?
            .as_string()
    };
    Some(Array::from(&listed).iter().filter_map(name).collect())
}

/// Calls a method of `indexedDB`. `None` where there is none, or it throws because storage is blocked.
fn call(method: &str, arguments: &Array) -> Option<JsValue> {
    let factory = Reflect::get(&js_sys::global(), &JsValue::from_str("indexedDB")).ok()?;
    let method = Reflect::get(&factory, &JsValue::from_str(method)).ok()?;
    Reflect::apply(&method.dyn_into::<Function>().ok()?, &factory, arguments).ok()
}
