//! The parts of the app that are not loaded at the start (`src/bin/seal/split`, `src/shell/boot.js`).

use std::cell::{Cell, RefCell};

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A part, in the order in which they come: one needs those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Lists.
    Lists,
    /// Everything else.
    Later,
}

/// What is done as soon as a part has come.
type Awaiting = (Part, Box<dyn FnOnce()>);

thread_local! {
    /// The last part that has come.
    static HERE: Cell<Option<Part>> = const { Cell::new(None) };
    static WAITING: RefCell<Vec<Awaiting>> = const { RefCell::new(Vec::new()) };
}

/// Whether a part has come.
pub fn is_here(part: Part) -> bool {
    HERE.get() >= Some(part)
}

/// Calls `act` as soon as a part has come, before anybody else hears of it; at once if it is here.
pub fn when_here(part: Part, act: impl FnOnce() + 'static) {
    match is_here(part) {
        true => act(),
        false => WAITING.with_borrow_mut(|waiting| waiting.push((part, Box::new(act)))),
    }
}

/// Loads a part and those before it, unless they are here; whether they are now. Each file is checked against its hash in
/// the page.
pub async fn load(part: Part) -> bool {
    if !is_here(part) && ask(part).await.is_some() {
        HERE.set(HERE.get().max(Some(part)));
        let (now, later): (Vec<_>, Vec<_>) = WAITING.take().into_iter().partition(|(part, _)| is_here(*part));
        WAITING.replace(later);
        now.into_iter().for_each(|(_, act)| act());
    }
    is_here(part)
}

async fn ask(part: Part) -> Option<()> {
    let load = Reflect::get(&js_sys::global(), &"tsuzukiPart".into()).ok()?;
    let name = match part {
        Part::Lists => "lists",
        Part::Later => "later",
    };
    let load = load.dyn_ref::<Function>()?;
    let coming = load.call1(&JsValue::NULL, &name.into()).ok()?;
    JsFuture::from(coming.dyn_into::<Promise>().ok()?).await.ok()?;
    Some(())
}
