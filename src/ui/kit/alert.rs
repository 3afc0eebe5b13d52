//! What went wrong, said at once.

use leptos::prelude::*;

/// A paragraph that says what went wrong, and is heard at once.
///
/// ```ignore
/// let problem = RwSignal::new(String::new());
/// view! { <Alert text=problem/> }
/// ```
///
/// It stands there empty while nothing is wrong: a paragraph that came together with its text would not be heard in every
/// browser.
#[component]
pub fn Alert(
    /// What is said; empty while nothing is wrong.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! { <p class="field-error" role="alert">{text}</p> }.into_any()
}
