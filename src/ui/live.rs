//! What changes by itself, with its type forgotten.
//!
//! Leptos compiles everything around a reactive closure anew for each one. Boxed here, all of them share one copy: with
//! [`crate::web::reactive`], a list is 14 kB of gzip smaller.

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
