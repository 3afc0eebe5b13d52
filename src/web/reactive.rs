//! Leptos' effects and tasks, with the type of what they run forgotten.
//!
//! Leptos compiles what runs an effect or a future anew for each one. Boxed here, all of them share one copy.

use std::pin::Pin;

use leptos::prelude::*;

/// Runs `future` beside everything else, to its end.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    spawn_boxed(Box::pin(future));
}

fn spawn_boxed(future: Pin<Box<dyn Future<Output = ()>>>) {
    leptos::task::spawn_local(future);
}

/// Runs `run` soon and whenever something it has read changes, for the life of the component. It hears whether this is the
/// first time.
pub fn effect(run: impl FnMut(bool) + 'static) {
    effect_boxed(Box::new(run));
}

fn effect_boxed(mut run: Box<dyn FnMut(bool)>) {
    Effect::new(move |before: Option<()>| run(before.is_none()));
}
