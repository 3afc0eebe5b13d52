//! The app's entry in the browser. On any other machine it says what to run instead.

#[cfg(target_arch = "wasm32")]
fn main() {
    use tsuzuki::ui::app::Root;
    use tsuzuki::web::dom;

    std::panic::set_hook(Box::new(|panic| {
        // Where it happened, never the message: that could quote what the app held.
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        dom::show_failure(
            "Tsuzuki stopped",
            &format!(
                "A mistake in this app, at {place}. Nothing that was stored is lost. Reload the page to go on."
            ),
        );
    }));
    // Before anything else: from here on the answer of a login exists only in this value.
    let taken = dom::take_callback();
    let Some(place) = dom::mount_point() else { return };
    let app = leptos::mount::mount_to(place, move || leptos::view! { <Root taken/> });
    dom::remove_skeleton();
    // The app lives as long as the page.
    app.forget();
}

#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::print_stderr)]
fn main() {
    eprintln!("This app runs in a browser. Try `make demo`, or `trunk serve`.");
}
