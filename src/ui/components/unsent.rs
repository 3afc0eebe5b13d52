//! How many edits AniList does not have yet, always in sight while there are any.

use leptos::prelude::*;

use crate::data::state::App;
use crate::route::Route;
use crate::text::format::count;
use crate::ui::live::live;

/// "3 unsent edits", and how many of them need the person; leads to the page that shows them.
#[component]
pub fn Unsent() -> impl IntoView {
    let app = App::here();
    let path = app.navigation.path(&Route::Edits);
    let content = live(move || {
        let (all, stuck) = app.edits.counts();
        if all == 0 {
            return ().into_any();
        }
        let text = count(all as u64, "unsent edit", "unsent edits");
        let needs = match stuck {
            0 => String::new(),
            stuck => count(stuck as u64, "needs you", "need you"),
        };
        view! {
            <a class="unsent" href=path.clone()><span>{text}</span><span class="warn">{needs}</span></a>
        }
        .into_any()
    });
    view! { <div class="unsent-place" role="status">{content}</div> }.into_any()
}
