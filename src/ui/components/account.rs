//! Who somebody is, in one line.

use crate::ui::live::live;
use leptos::prelude::*;

/// Avatar, name, and a quiet line under it.
#[component]
pub fn AccountLine(
    /// The user's name.
    name: String,
    /// Address of the picture.
    avatar: Option<String>,
    /// The quiet line.
    #[prop(into)]
    detail: Signal<String>,
) -> impl IntoView {
    view! {
        <Avatar url=avatar/>
        <span class="account-text">
            <b><bdi>{name}</bdi></b>
            <span class="meta">{live(move || detail.get())}</span>
        </span>
    }
}

/// A user's picture. Decorative: the name stands beside it.
#[component]
pub fn Avatar(
    /// Its address; a quiet disc without one.
    url: Option<String>,
    /// Whether it is the picture of the page.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let class = if large { "avatar large" } else { "avatar" };
    let side = if large { "72" } else { "32" };
    match url {
        Some(url) => view! { <img class=class src=url alt="" width=side height=side/> }.into_any(),
        None => view! { <span class=class></span> }.into_any(),
    }
}
