//! One tab at a time (Web Locks API).

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    // web-sys has this only as an unstable API, which would need a flag for every build.
    type LockManager;
    #[wasm_bindgen(method, catch)]
    fn request(this: &LockManager, name: &str, granted: &JsValue) -> Result<Promise, JsValue>;
}

/// Calls `inside` while no other tab of this origin is in a lock of this name. Where the browser has no locks, or does
/// not give one to this page, it is called at once.
pub async fn exclusive(name: &str, inside: Box<dyn FnOnce()>) {
    let inside = Rc::new(RefCell::new(Some(inside)));
    let call = {
        let inside = inside.clone();
        move || {
            let inside = inside.borrow_mut().take();
            if let Some(inside) = inside {
                inside();
            }
        }
    };
    if let Some(locks) = lock_manager() {
        let granted = Closure::once(call.clone());
        if let Ok(done) = locks.request(name, granted.as_ref()) {
            // Refused, for example, to a page that is being left.
            let _ = JsFuture::from(done).await;
        }
    }
    // Nothing is left to call where the lock was given.
    call();
}

fn lock_manager() -> Option<LockManager> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &JsValue::from_str("locks")).ok()?;
    (!locks.is_undefined()).then(|| locks.unchecked_into())
}
