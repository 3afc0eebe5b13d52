//! What a person sees when the app has panicked, which is a mistake in it.

use crate::web::dom;

/// From now on a panic shows the page's failure section.
///
/// It names the place in the source and never the panic's message: that could quote what the app held, a token too.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        dom::show_failure(
            "Tsuzuki stopped",
            &format!(
                "A mistake in this app, at {place}. Nothing that was stored is lost. Reload the page to go on."
            ),
        );
    }));
}
