//! localStorage and sessionStorage, probed before every use.
//!
//! gloo's `raw()` panics where storage is blocked (site data refused, a sandboxed frame), and a panic ends the app. So
//! each call asks the browser first, and every failure is a value.

use gloo_storage::{LocalStorage, SessionStorage, Storage as _};

pub use crate::config::Area;
use crate::error::StorageError;

/// The store itself, or `None` where the browser refuses it (an exception) or has none (null).
fn open(area: Area) -> Option<web_sys::Storage> {
    let window = web_sys::window()?;
    match area {
        Area::Local => window.local_storage().ok()??,
        Area::Session => window.session_storage().ok()??,
    };
    Some(match area {
        Area::Local => LocalStorage::raw(),
        Area::Session => SessionStorage::raw(),
    })
}

/// Whether the store can be read at all.
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

/// Removes `key`. Nothing can be done about a failure, and a store that cannot be opened holds nothing.
pub fn remove(area: Area, key: &str) {
    if let Some(store) = open(area) {
        let _ = store.remove_item(key);
    }
}
