//! The part of the app that is not loaded at the start (`src/bin/seal/split`, `src/shell/boot.js`).

use std::cell::{Cell, RefCell};

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

thread_local! {
    static IS_HERE: Cell<bool> = const { Cell::new(false) };
    static WAITING: RefCell<Vec<Box<dyn FnOnce()>>> = const { RefCell::new(Vec::new()) };
}

/// Calls `act` as soon as it has come, before anybody else hears of it.
pub fn when_here(act: impl FnOnce() + 'static) {
    WAITING.with_borrow_mut(|waiting| waiting.push(Box::new(act)));
}

/// Whether it has come.
pub fn is_here() -> bool {
    IS_HERE.get()
}

/// Loads it, unless it is here; whether it is now. Its file is checked against the hash in the page.
pub async fn load() -> bool {
    if !is_here() && ask().await.is_some() && !IS_HERE.replace(true) {
        WAITING.take().into_iter().for_each(|act| act());
    }
    is_here()
}

async fn ask() -> Option<()> {
    let load = Reflect::get(&js_sys::global(), &"tsuzukiLater".into()).ok()?;
    let coming = load.dyn_ref::<Function>()?.call0(&JsValue::NULL).ok()?;
    JsFuture::from(coming.dyn_into::<Promise>().ok()?).await.ok()?;
    Some(())
}
