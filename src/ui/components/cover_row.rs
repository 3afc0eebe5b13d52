//! Media as a row of covers.

use leptos::prelude::*;

use crate::data::state::App;
use crate::domain::{Media, TitleLanguage};
use crate::text::format;
use crate::ui::live::live;

/// How many covers a shelf has before its data is there.
const PLACEHOLDERS: usize = 12;

/// Covers with titles.
#[component]
pub fn CoverRow(
    /// What is shown.
    media: Vec<Media>,
) -> impl IntoView {
    view! {
        <ul class="shelf">
            {media.into_iter().map(|media| view! { <li><Cover media/></li> }).collect_view()}
        </ul>
    }
}

#[component]
fn Cover(media: Media) -> impl IntoView {
    let app = App::here();
    // AniList itself picks the language of the account that asks.
    let title = media.title.pick(TitleLanguage::Unknown).to_owned();
    let facts = format::media_line(&media);
    let airing = media.next_airing;
    let next = live(move || airing.map(|airing| format::next_episode(airing, app.now.get() / 1000)));
    view! {
        {match media.cover.best() {
            Some(url) => view! { <img class="cover" src=url.to_string() alt="" width="230" height="345" loading="lazy"/> }.into_any(),
            None => view! { <div class="cover"></div> }.into_any(),
        }}
        <div>
            <h3 class="title"><bdi>{title}</bdi></h3>
            <p class="meta">{facts}</p>
            <p class="meta hot">{next}</p>
        </div>
    }
}

/// A shelf of the same size whose data is on its way.
#[component]
pub fn ShelfSkeleton() -> impl IntoView {
    view! {
        <p class="visually-hidden" role="status">"Loading titles"</p>
        <ul class="shelf" aria-hidden="true">
            {(0..PLACEHOLDERS).map(|_| view! {
                <li>
                    <div class="cover skeleton"></div>
                    <div><div class="skeleton line"></div><div class="skeleton line short"></div></div>
                </li>
            }).collect_view()}
        </ul>
    }
}
