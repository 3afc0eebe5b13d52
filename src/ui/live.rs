//! What changes by itself, with its type forgotten.
//!
//! Leptos compiles everything around a reactive closure anew for each one, as does the executor for each task. Boxed here,
//! all of them share one copy: 6 kB of gzip less.

use std::pin::Pin;

use leptos::prelude::*;

/// A piece of a view that is drawn again whenever something it has read changes.
pub fn live<V: IntoAny>(view: impl Fn() -> V + Send + 'static) -> AnyView {
    boxed(Box::new(move || view().into_any()))
}

fn boxed(view: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
    (move || view()).into_any()
}

/// The value of an attribute that is written again whenever something it has read changes; without one it is not there.
pub fn attribute(
    value: impl Fn() -> Option<&'static str> + Send + Sync + 'static,
) -> Signal<Option<&'static str>> {
    Signal::derive(value)
}

/// What is done at an event of type `E`.
pub fn handler<E>(act: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(act)
}

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
