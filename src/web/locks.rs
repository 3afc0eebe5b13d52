//! One tab at a time (Web Locks API).
//!
//! A lock that a page holds, or waits for, while it lies in the back/forward cache stops every other page: so a page lets go
//! of both when it is left ([`presence`]). Nobody waits for ever all the same. Where a lock does not come in time, whoever
//! holds it is asked whether it runs; it is taken from one that does not answer, and where even that does not come, the work
//! is done without it. A lock here saves work that would be done twice. That nothing is *sent* twice does not hang on it:
//! that is for the marks in the store (`outbox`).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, Event};

use super::patience::{unless, within};
use super::{clock, presence};

/// How long a lock is waited for that nobody holds for longer than a moment.
const MOMENT_MS: u32 = 3_000;
/// How long the turn of another page is waited for until it is asked whether it runs.
const TURN_MS: u32 = 10_000;
/// How long it has to answer.
const ANSWER_MS: u32 = 4_000;
/// How long it takes at most to take a lock from another page.
const STEAL_MS: u32 = 2_000;
/// How long no lock is asked for after not even that came.
const DEAD_MS: u64 = 10 * 60_000;

#[wasm_bindgen]
extern "C" {
    // web-sys has the first only as an unstable API, which would need a flag for every build.
    type LockManager;
    #[wasm_bindgen(method, catch)]
    fn request(
        this: &LockManager,
        name: &str,
        options: &Object,
        granted: &JsValue,
    ) -> Result<Promise, JsValue>;

    type BroadcastChannel;
    #[wasm_bindgen(constructor, catch)]
    fn new(name: &str) -> Result<BroadcastChannel, JsValue>;
    #[wasm_bindgen(method, catch, js_name = postMessage)]
    fn post_message(this: &BroadcastChannel, message: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, setter)]
    fn set_onmessage(this: &BroadcastChannel, heard: Option<&Function>);
    #[wasm_bindgen(method)]
    fn close(this: &BroadcastChannel);
}

thread_local! {
    /// The locks that this page holds or waits for.
    static OURS: RefCell<Vec<Rc<Lock>>> = const { RefCell::new(Vec::new()) };
    /// Until when the browser's locks are taken for dead, in milliseconds since 1970.
    static DEAD_UNTIL: Cell<u64> = const { Cell::new(0) };
    static LISTENS: Cell<bool> = const { Cell::new(false) };
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Asked,
    Held,
    /// Let go of, taken away, or no longer wanted.
    Over,
}

struct Lock {
    stage: Cell<Stage>,
    asking: RefCell<Option<AbortController>>,
    /// Lets go of it.
    release: RefCell<Option<Function>>,
    /// Hears that it is there.
    granted: RefCell<Option<oneshot::Sender<()>>>,
    /// Hear that it is over.
    waiting: RefCell<Vec<oneshot::Sender<()>>>,
    /// Answers other pages that ask whether this one runs.
    channel: RefCell<Option<Channel>>,
}

impl Lock {
    fn new(asking: Option<AbortController>, granted: Option<oneshot::Sender<()>>) -> Rc<Self> {
        Rc::new(Self {
            stage: Cell::new(Stage::Asked),
            asking: RefCell::new(asking),
            release: RefCell::default(),
            granted: RefCell::new(granted),
            waiting: RefCell::default(),
            channel: RefCell::default(),
        })
    }

    /// Lets go of it, and of the wish for it.
    fn end(&self) {
        if self.stage.replace(Stage::Over) == Stage::Over {
            return;
        }
        if let Some(asking) = self.asking.take() {
            asking.abort();
        }
        if let Some(release) = self.release.take() {
            let _ = release.call0(&JsValue::NULL);
        }
        self.channel.take();
        self.granted.take();
        self.waiting.take();
        OURS.with_borrow_mut(|ours| ours.retain(|lock| !std::ptr::eq(lock.as_ref(), self)));
    }
}

/// A lock that this page has, until this is dropped, the page is left, or another page takes it.
pub struct Held(Rc<Lock>);

impl Held {
    /// Stands for a lock where the browser gives none.
    fn without() -> Self {
        let lock = Lock::new(None, None);
        lock.stage.set(Stage::Held);
        keep(&lock);
        Self(lock)
    }

    /// Whether it is still there.
    pub fn is_held(&self) -> bool {
        self.0.stage.get() == Stage::Held
    }

    /// Waits until it is not.
    pub async fn lost(&self) {
        if self.is_held() {
            let (sender, lost) = oneshot::channel();
            self.0.waiting.borrow_mut().push(sender);
            let _ = lost.await;
        }
    }

    /// What comes of `work`; nothing once the lock is lost.
    pub async fn unless_lost<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        unless(work, self.lost()).await
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// Calls `inside` while no other tab of this origin is in a lock of this name, which nobody is for longer than a moment:
/// where it does not come, it is called all the same. Where the page is left meanwhile, it waits until that is back.
pub async fn exclusive(name: &str, inside: Box<dyn FnOnce()>) {
    loop {
        presence::here().await;
        let mut wish = match Wish::new(name, false) {
            Some(wish) => wish,
            None => break inside(),
        };
        match wish.wait(MOMENT_MS).await {
            Waited::Granted(_held) => break inside(),
            Waited::Refused => break inside(),
            Waited::Left => {}
            Waited::Late => {
                drop(wish);
                if let Some(_held) = take_away(name).await {
                    break inside();
                }
            }
        }
    }
}

/// Waits for this page's turn: the lock of this name. `elsewhere` hears whether another page has it, and runs. Nothing when
/// the page is left before it has come.
pub async fn turn(name: &str, elsewhere: impl Fn(bool)) -> Option<Held> {
    let held = match Wish::new(name, false) {
        None => Some(Held::without()),
        Some(mut wish) => loop {
            match wish.wait(TURN_MS).await {
                Waited::Granted(held) => break Some(held),
                Waited::Refused => break Some(Held::without()),
                Waited::Left => break None,
                Waited::Late => {
                    let runs = runs_elsewhere(name).await;
                    elsewhere(runs);
                    if !runs {
                        drop(wish);
                        break take_away(name).await;
                    }
                }
            }
        },
    };
    elsewhere(false);
    if let Some(held) = &held {
        held.0.channel.replace(Channel::that_answers(name));
    }
    held
}

/// Takes a lock from whoever has it; nothing when the page is left.
async fn take_away(name: &str) -> Option<Held> {
    let Some(mut wish) = Wish::new(name, true) else {
        return Some(Held::without());
    };
    match wish.wait(STEAL_MS).await {
        Waited::Granted(held) => Some(held),
        Waited::Left => None,
        Waited::Refused => Some(Held::without()),
        Waited::Late => {
            DEAD_UNTIL.set(clock::now_ms().saturating_add(DEAD_MS));
            Some(Held::without())
        }
    }
}

enum Waited {
    Granted(Held),
    /// The browser gives this page no locks.
    Refused,
    /// The page was left.
    Left,
    Late,
}

/// A lock that was asked for. Dropped, it is no longer wanted.
struct Wish {
    lock: Rc<Lock>,
    granted: oneshot::Receiver<()>,
    departures: u32,
}

impl Drop for Wish {
    fn drop(&mut self) {
        if self.lock.stage.get() == Stage::Asked {
            self.lock.end();
        }
    }
}

impl Wish {
    /// Asks for a lock; nothing where the browser has none, or gives none any more.
    fn new(name: &str, steals: bool) -> Option<Self> {
        let locks = lock_manager()?;
        // A lock that is taken away cannot be asked for with a signal.
        let asking = (!steals).then(AbortController::new).and_then(Result::ok);
        let options = Object::new();
        match &asking {
            Some(asking) => Reflect::set(&options, &"signal".into(), &asking.signal()).ok()?,
            None => Reflect::set(&options, &"steal".into(), &steals.into()).ok()?,
        };
        let (sender, granted) = oneshot::channel();
        let lock = Lock::new(asking, Some(sender));
        let given = lock.clone();
        let callback = Closure::once(move |_: JsValue| given.given());
        let Ok(done) = locks.request(name, &options, callback.as_ref()) else {
            return None;
        };
        keep(&lock);
        let settled = lock.clone();
        spawn_local(async move {
            // Let go of, refused, taken away, or no longer wanted.
            let _ = JsFuture::from(done).await;
            drop(callback);
            settled.end();
        });
        Some(Self {
            lock,
            granted,
            departures: presence::departures(),
        })
    }

    async fn wait(&mut self, ms: u32) -> Waited {
        let heard = within(ms, &mut self.granted).await;
        match heard {
            Some(Ok(())) if self.lock.stage.get() == Stage::Held => Waited::Granted(Held(self.lock.clone())),
            None => Waited::Late,
            _ if self.departures != presence::departures() => Waited::Left,
            _ => Waited::Refused,
        }
    }
}

impl Lock {
    /// The browser gives it. What it gets back holds it for as long as it is open.
    fn given(&self) -> JsValue {
        if self.stage.get() != Stage::Asked {
            return JsValue::UNDEFINED;
        }
        self.stage.set(Stage::Held);
        // From here on a signal does nothing.
        self.asking.take();
        let open = Promise::new(&mut |resolve, _| {
            self.release.replace(Some(resolve));
        });
        if let Some(granted) = self.granted.take() {
            let _ = granted.send(());
        }
        open.into()
    }
}

/// Notes a lock, to be let go of when the page is left.
fn keep(lock: &Rc<Lock>) {
    OURS.with_borrow_mut(|ours| ours.push(lock.clone()));
    if !LISTENS.replace(true) {
        presence::on_leave(|| {
            let ours = OURS.with_borrow(Clone::clone);
            ours.iter().for_each(|lock| lock.end());
        });
        presence::on_return(|| DEAD_UNTIL.set(0));
    }
}

fn lock_manager() -> Option<LockManager> {
    let is_dead = (1..=DEAD_MS).contains(&DEAD_UNTIL.get().saturating_sub(clock::now_ms()));
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &JsValue::from_str("locks")).ok()?;
    (!locks.is_undefined() && !is_dead).then(|| locks.unchecked_into())
}

const QUESTION: &str = "?";
const ANSWER: &str = "!";

/// Other pages of this origin, while this is kept.
struct Channel {
    channel: Rc<BroadcastChannel>,
    _heard: Closure<dyn Fn(Event)>,
}

impl Channel {
    fn new(name: &str, heard: impl Fn(&BroadcastChannel, &str) + 'static) -> Option<Self> {
        let channel = Rc::new(BroadcastChannel::new(name).ok()?);
        let here = channel.clone();
        let heard = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            let data = Reflect::get(&event, &"data".into());
            if let Some(text) = data.ok().and_then(|data| data.as_string()) {
                heard(&here, &text);
            }
        });
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        Some(Self {
            channel,
            _heard: heard,
        })
    }

    fn that_answers(name: &str) -> Option<Self> {
        Self::new(name, |channel, text| {
            if text == QUESTION {
                let _ = channel.post_message(ANSWER);
            }
        })
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}

/// Whether a page runs that has the lock of this name: one that lies in a cache cannot say so.
async fn runs_elsewhere(name: &str) -> bool {
    let (sender, answered) = oneshot::channel();
    let sender = RefCell::new(Some(sender));
    let channel = Channel::new(name, move |_, text| {
        // Others may be asking at the same time.
        if text == ANSWER
            && let Some(sender) = sender.take()
        {
            let _ = sender.send(());
        }
    });
    let Some(channel) = channel else { return false };
    let _ = channel.channel.post_message(QUESTION);
    within(ANSWER_MS, answered).await.is_some()
}
