//! Chunks of the app: code in a wasm file of its own, loaded when it is needed.

use std::pin::Pin;
use std::sync::{Mutex, OnceLock};

use leptos::wasm_split::SplitLoaderError;

/// A chunk did not arrive. Trying again may help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotLoaded;

impl From<SplitLoaderError> for NotLoaded {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// What loading gives.
pub type Loading<T> = Pin<Box<dyn Future<Output = Result<T, NotLoaded>>>>;

/// Tells in the end whether something is here.
pub type Arriving = Pin<Box<dyn Future<Output = bool>>>;

type Waiting<T> = Mutex<Vec<Box<dyn FnOnce(T) + Send>>>;

/// A chunk, which gives a `T` once it is loaded.
///
/// `T` is made of function pointers into the chunk. Nobody can have one before the chunk has arrived, so nothing in a
/// chunk can be called too early. After that every call is an ordinary one.
pub struct Chunk<T: 'static> {
    here: OnceLock<T>,
    waiting: Waiting<T>,
    load: fn() -> Loading<T>,
}

impl<T: Copy + 'static> Chunk<T> {
    /// A chunk that `load` brings.
    pub const fn new(load: fn() -> Loading<T>) -> Self {
        Self {
            here: OnceLock::new(),
            waiting: Mutex::new(Vec::new()),
            load,
        }
    }

    /// What is in it, if it has arrived.
    pub fn here(&self) -> Option<T> {
        self.here.get().copied()
    }

    /// Calls `act` when it arrives, before whoever loads it hears of that; at once if it is here.
    ///
    /// This loads nothing by itself.
    pub fn when_here(&self, act: impl FnOnce(T) + Send + 'static) {
        if let Some(here) = self.here() {
            act(here);
        } else if let Ok(mut waiting) = self.waiting.lock() {
            waiting.push(Box::new(act));
        }
    }

    /// Loads it, unless it is here.
    ///
    /// # Errors
    /// [`NotLoaded`]: it did not arrive. The next call tries again.
    pub async fn load(&self) -> Result<T, NotLoaded> {
        if let Some(here) = self.here() {
            return Ok(here);
        }
        let loaded = (self.load)().await?;
        // Of several that wait for it the first one to go on tells the others.
        if self.here.set(loaded).is_ok() {
            let waiting = self
                .waiting
                .lock()
                .map(|mut waiting| std::mem::take(&mut *waiting));
            waiting
                .unwrap_or_default()
                .into_iter()
                .for_each(|act| act(loaded));
        }
        Ok(loaded)
    }

    /// Loads it, and tells whether it is here then: whoever waits need not know what is in it.
    pub fn arrives(&'static self) -> Arriving {
        Box::pin(async move { self.load().await.is_ok() })
    }
}
