//! What airs today and this week, of one's own list.

use std::rc::Rc;

use leptos::prelude::*;

use crate::data::lists::{LANGUAGE, ListStore};
use crate::data::query::Query;
use crate::data::state::App;
use crate::domain::{EntryBrief, FoundMedia};
use crate::list::next_up::{Days, ToAir, schedule};
use crate::text::format;
use crate::ui::live::live;
use crate::web::clock;
use crate::web::intl::{self, Detail};

/// What AniList knows to air of the account's list.
pub(super) type OnList = Query<Vec<FoundMedia>>;

/// Both parts; nothing where nothing airs. The shelf has what is watched, or everything; `on_list` what is planned or
/// paused too.
pub(super) fn airing(
    app: App,
    shelf: StoredValue<Rc<ListStore>, LocalStorage>,
    on_list: Vec<OnList>,
) -> AnyView {
    live(move || {
        let shelf = shelf.get_value();
        shelf.track();
        app.edits.track();
        let now = app.now.get() / 1000;
        let days = Days {
            today: clock::day_begins(0),
            tomorrow: clock::day_begins(1),
            end: clock::day_begins(7),
        };
        let library = shelf.library.borrow();
        // Without the person's own edits it would say what was before them.
        let answers: Vec<_> = on_list
            .iter()
            .filter(|_| app.edits.may_show_now())
            .filter_map(|query| {
                Some((
                    query.answer.get()?,
                    query.state.requested_at().unwrap_or_default(),
                ))
            })
            .collect();
        let known = library
            .entries()
            .iter()
            .map(|entry| (&entry.media, entry.values.status));
        let others = answers
            .iter()
            .flat_map(|(answer, requested_at)| answer.data.iter().map(move |found| (found, *requested_at)))
            .filter(|(found, _)| library.get(found.media.id).is_none())
            .filter_map(|(found, requested_at)| {
                let entry = found.entry.map(EntryBrief::values);
                let (shown, _) = app.edits.shown_of(&found.media, entry, requested_at);
                Some((&found.media, shown?.status))
            });
        let schedule = schedule(known.chain(others), days);
        [
            part(app, "Airing today", &schedule.today, now),
            part(app, "This week", &schedule.week, now),
        ]
    })
}

/// The clock draws it again, and the focus may rest on one of its links: they are changed where they are.
fn part(app: App, title: &'static str, episodes: &[ToAir<'_>], now: u64) -> AnyView {
    if episodes.is_empty() {
        return ().into_any();
    }
    let edit = app.navigation.editor_link();
    let row = |to_air: &ToAir<'_>| {
        let left = match to_air.airing_at > now {
            true => format::countdown(now, to_air.airing_at),
            false => "aired".to_owned(),
        };
        let when = local(to_air.airing_at, now);
        let link = format!("{edit}{}", to_air.media.id);
        let title = to_air.media.title.pick(LANGUAGE).to_owned();
        let number = format::number(to_air.episode.into());
        let episode = format!("Episode {number} · {left}");
        view! {
            <li>
                <span class="when">{when}</span>
                <a href=link><bdi>{title}</bdi></a>
                <span class="meta">{episode}</span>
            </li>
        }
    };
    let rows: Vec<_> = episodes.iter().map(row).collect();
    view! { <section class="airing"><h2>{title}</h2><ul>{rows}</ul></section> }.into_any()
}

/// Day of the week and time where the person is, of a moment in seconds since 1970; the date of one that is no day of the
/// week that begins now.
pub(super) fn local(at: u64, now: u64) -> String {
    let detail = match format::is_this_week(at, now, clock::day_begins(7)) {
        true => Detail::Weekday,
        false => Detail::Day,
    };
    intl::moment(at.saturating_mul(1000), detail)
}
