//! What airs today and this week, of one's own list.

use std::rc::Rc;

use leptos::prelude::*;

use crate::domain::TitleLanguage;
use crate::model::format;
use crate::model::next_up::{Days, ToAir, schedule};
use crate::ui::lists::Shelf;
use crate::ui::live::live;
use crate::ui::state::App;
use crate::web::clock;
use crate::web::intl::{self, Detail};

/// Both parts; nothing where nothing airs.
#[component]
pub(super) fn Airing(shelf: StoredValue<Rc<Shelf>, LocalStorage>) -> impl IntoView {
    let app = App::here();
    live(move || {
        let shelf = shelf.get_value();
        shelf.track();
        let now = app.now.get() / 1000;
        let days = Days {
            today: clock::day_begins(0),
            tomorrow: clock::day_begins(1),
            end: clock::day_begins(7),
        };
        let schedule = schedule(&shelf.library.borrow(), now, days);
        [
            part(app, &shelf, "Airing today", schedule.today, now),
            part(app, &shelf, "This week", schedule.week, now),
        ]
        .into_any()
    })
}

fn part(app: App, shelf: &Shelf, title: &'static str, episodes: Vec<ToAir>, now: u64) -> AnyView {
    if episodes.is_empty() {
        return ().into_any();
    }
    let library = shelf.library.borrow();
    let edit = app.navigation.editor_link();
    let rows = episodes.into_iter().filter_map(|to_air| {
        let entry = library.entry(to_air.row)?;
        let title = entry.media.title.pick(TitleLanguage::Unknown).to_owned();
        let address = format!("{edit}{}", entry.media.id);
        let when = intl::moment(to_air.airing_at * 1000, Detail::Weekday);
        let left = match to_air.airing_at > now {
            true => format::countdown(now, to_air.airing_at),
            false => "aired".to_owned(),
        };
        Some(view! {
            <li>
                <span class="when">{when}</span>
                <a href=address><bdi>{title}</bdi></a>
                <span class="meta">{format!("Episode {} · {left}", to_air.episode)}</span>
            </li>
        })
    });
    view! {
        <section class="airing">
            <h2>{title}</h2>
            <ul>{rows.collect::<Vec<_>>()}</ul>
        </section>
    }
    .into_any()
}
