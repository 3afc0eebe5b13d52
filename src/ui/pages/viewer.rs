//! The person who is signed in: banner, picture, lists.

use leptos::prelude::*;

use crate::domain::{MediaType, StatusCounts, Viewer};
use crate::text::format;
use crate::ui::components::account::Avatar;

/// Who one is, and how many titles one keeps in which state.
#[component]
pub fn ViewerCard(viewer: Viewer) -> impl IntoView {
    let profile = viewer.site_url.as_ref().map(ToString::to_string);
    view! {
        <section class="hero">
            {match viewer.banner {
                Some(url) => view! { <img class="hero-banner" src=url.to_string() alt="" width="1900" height="400"/> }.into_any(),
                None => view! { <div class="hero-banner"></div> }.into_any(),
            }}
            <div class="hero-body">
                <Avatar url=viewer.avatar.best().map(ToString::to_string) large=true/>
                <div class="stack tight">
                    <p class="name" aria-hidden="true"><bdi>{viewer.name}</bdi></p>
                    {profile.map(|url| view! {
                        <a class="meta" href=url target="_blank" rel="noopener noreferrer">"Profile at AniList"</a>
                    })}
                </div>
                <dl class="facts">
                    <dt>"Score format"</dt><dd>{viewer.lists.score_format.label()}</dd>
                    <dt>"Unread notifications"</dt><dd>{format::number(u64::from(viewer.unread_notifications))}</dd>
                </dl>
            </div>
        </section>
        <div class="counts">
            <Counts kind=MediaType::Anime total=viewer.anime.count done=format::count(viewer.anime.episodes_watched.into(), "episode watched", "episodes watched") counts=viewer.anime.statuses/>
            <Counts kind=MediaType::Manga total=viewer.manga.count done=format::count(viewer.manga.chapters_read.into(), "chapter read", "chapters read") counts=viewer.manga.statuses/>
        </div>
    }
}

#[component]
fn Counts(kind: MediaType, total: u32, done: String, counts: StatusCounts) -> impl IntoView {
    let heading = if kind == MediaType::Manga {
        "Manga"
    } else {
        "Anime"
    };
    let rows = counts.iter().map(|(status, count)| {
        let percent = u64::from(count) * 100 / u64::from(total.max(1));
        view! {
            <li class="count-row">
                <span>{status.label(kind)}</span>
                <span class="bar"><span style:width=format!("{percent}%")></span></span>
                <span class="number">{format::number(u64::from(count))}</span>
            </li>
        }
    });
    view! {
        <section class="panel">
            <h2>{heading}</h2>
            <p>
                <span class="total">{format::number(total.into())}</span>
                <span class="meta">" titles · " {done}</span>
            </p>
            {if total == 0 {
                view! { <p class="muted">"Nothing here yet."</p> }.into_any()
            } else {
                view! { <ul>{rows.collect::<Vec<_>>()}</ul> }.into_any()
            }}
        </section>
    }
}

/// The same size, while it is on its way.
#[component]
pub fn ViewerSkeleton() -> impl IntoView {
    let panel = || {
        view! {
            <div class="panel">
                <div class="skeleton line short"></div>
                <div class="skeleton total"></div>
                {(0..5).map(|_| view! { <div class="skeleton line"></div> }).collect_view()}
            </div>
        }
    };
    view! {
        <div class="hero" aria-hidden="true">
            <div class="hero-banner skeleton"></div>
            <div class="hero-body"><span class="avatar large skeleton"></span></div>
        </div>
        <div class="counts" aria-hidden="true">{panel()}{panel()}</div>
        <p class="visually-hidden" role="status">"Loading your profile"</p>
    }
}
