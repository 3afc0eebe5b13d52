//! Whether this page is here. A page that was left may stay in the back/forward cache, and a hidden one may be frozen: it
//! then holds whatever it has for as long as the browser likes, while nothing in it runs. So it lets go of everything that
//! others could wait for right before that, and begins anew when it comes back.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventTarget};

type Listener = Rc<dyn Fn()>;

#[derive(Default)]
struct Page {
    listens: Cell<bool>,
    is_left: Cell<bool>,
    /// How often it was left.
    departures: Cell<u32>,
    leaving: RefCell<Vec<Listener>>,
    returning: RefCell<Vec<Listener>>,
    waiting: RefCell<Vec<oneshot::Sender<()>>>,
}

thread_local! {
    static PAGE: Rc<Page> = Rc::default();
}

/// Whether the page is here.
pub fn is_here() -> bool {
    !page().is_left.get()
}

/// How often the page was left: as long as this stays the same, nothing was let go of.
pub fn departures() -> u32 {
    page().departures.get()
}

/// Calls `leave` whenever the page is being left or frozen, the last moment in which anything runs. For the life of the
/// page.
pub fn on_leave(leave: impl Fn() + 'static) {
    page().leaving.borrow_mut().push(Rc::new(leave));
}

/// Calls `back` whenever the page is here again after that. For the life of the page.
pub fn on_return(back: impl Fn() + 'static) {
    page().returning.borrow_mut().push(Rc::new(back));
}

/// Waits until the page is here; at once if it is.
pub async fn here() {
    let page = page();
    if page.is_left.get() {
        let (sender, back) = oneshot::channel();
        page.waiting.borrow_mut().push(sender);
        let _ = back.await;
    }
}

fn page() -> Rc<Page> {
    let page = PAGE.with(Rc::clone);
    if !page.listens.replace(true) {
        listen(&page);
    }
    page
}

fn listen(page: &Rc<Page>) {
    let Some(window) = web_sys::window() else { return };
    let document = window.document();
    let on = |target: &EventTarget, name: &str, act: fn(&Page)| {
        let page = page.clone();
        let handler = Closure::<dyn Fn(Event)>::new(move |_: Event| act(&page));
        let _ = target.add_event_listener_with_callback(name, handler.as_ref().unchecked_ref());
        handler.forget();
    };
    on(&window, "pagehide", Page::leave);
    on(&window, "pageshow", Page::come_back);
    if let Some(document) = document {
        on(&document, "freeze", Page::leave);
        on(&document, "resume", Page::come_back);
        // Whatever the events before said: who sees a page has it.
        on(&document, "visibilitychange", |page| {
            let document = web_sys::window().and_then(|window| window.document());
            if document.is_some_and(|document| !document.hidden()) {
                page.come_back();
            }
        });
    }
}

impl Page {
    fn leave(&self) {
        if self.is_left.replace(true) {
            return;
        }
        self.departures.set(self.departures.get().wrapping_add(1));
        let leaving = self.leaving.borrow().clone();
        leaving.iter().for_each(|leave| leave());
    }

    fn come_back(&self) {
        if !self.is_left.replace(false) {
            return;
        }
        self.waiting.take();
        let returning = self.returning.borrow().clone();
        returning.iter().for_each(|back| back());
    }
}
