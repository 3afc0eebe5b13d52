//! Something that is shown once it is asked for.

use leptos::prelude::*;

/// A line, and what it stands for once somebody opens it.
///
/// ```ignore
/// <Details summary="What is left out"><p>"Nothing."</p></Details>
/// ```
///
/// What is in it is drawn whether it is open or not, and what it reads meanwhile is not followed.
#[component]
pub fn Details(
    /// The line that opens it.
    #[prop(into)]
    summary: String,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    view! {
        <details>
            <summary>{summary}</summary>
            {children()}
        </details>
    }
    .into_any()
}
