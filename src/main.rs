//! The app's entry in the browser. On any other machine it says what to run instead.

#[cfg(target_arch = "wasm32")]
fn main() {
    use tsuzuki::text::decompose;
    use tsuzuki::ui::app::Root;
    use tsuzuki::ui::failure;
    use tsuzuki::web::{dom, intl};

    failure::report_panics();
    decompose::provide(intl::decompose);
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
