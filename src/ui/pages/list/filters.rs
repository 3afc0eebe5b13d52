//! Everything else a list can be filtered by, and the views that a person saved.

use leptos::prelude::*;

use crate::domain::{MediaFormat, MediaSeason, MediaStatus, MediaType};
use crate::model::list_query::{
    Choice, Chosen, Filters as Wanted, Flag, ListQuery, Names, ProgressState, Span,
};
use crate::ui::components::button::Button;
use crate::ui::live::{attribute, handler, live};
use crate::ui::{gates, later};
use crate::web::dom;
use crate::web::later::Part;

use super::Look;

/// Names offered of each kind at once: the rest is found by typing.
const OFFERED: usize = 400;

#[component]
pub(super) fn Filters(look: Look) -> impl IntoView {
    let open = RwSignal::new(
        look.query
            .with_untracked(|query| query.filters != Wanted::default()),
    );
    let toggle = move |_| open.update(|open| *open = !*open);
    let clear = move |()| {
        look.set(|query| {
            query.filters = Wanted::default();
            query.text.clear();
        });
        dom::set_value(&format!("#{}", super::toolbar::FILTER), "");
    };
    let expanded = attribute(move || Some(if open.get() { "true" } else { "false" }));
    let cleared = live(move || {
        look.query
            .with(ListQuery::is_filtered)
            .then(|| view! { <Button label="Clear filters" act=clear/> })
    });
    view! {
        <div class="actions">
            <button class="button" aria-expanded=expanded aria-controls="list-filters" on:click=handler(toggle)>"Filters"</button>
            {cleared}
            <super::views::SavedViews look/>
        </div>
        <div id="list-filters">{live(move || open.get().then(|| later::piece(Part::Later, move || gates::later::filter_panel(look))))}</div>
    }
}

/// What a list can be filtered by.
pub fn panel(look: Look) -> AnyView {
    let shelf = look.shelf();
    shelf.track();
    let facets = shelf.library.borrow_mut().facets().clone();
    let is_anime = look.kind != MediaType::Manga;
    view! {
        <div class="panel filters">
            {choices(look, "Format", &|format: MediaFormat| format.label().unwrap_or_default(), |filters| &mut filters.formats)}
            {choices(look, "Release", &release, |filters| &mut filters.releases)}
            {is_anime.then(|| choices(look, "Season", &|season: MediaSeason| season.label().unwrap_or_default(), |filters| &mut filters.seasons))}
            {progress(look)}
            {flags(look)}
            {span(look, "Year", |filters| &mut filters.years)}
            {span(look, "Score, of 100", |filters| &mut filters.scores)}
            {names(look, "Genre", facets.genres, |filters| (&mut filters.genres, &mut filters.not_genres))}
            {names(look, "Tag", facets.tags, |filters| (&mut filters.tags, &mut filters.not_tags))}
            {countries(look, facets.countries)}
        </div>
    }
    .into_any()
}

fn release(status: MediaStatus) -> &'static str {
    match status {
        MediaStatus::Finished => "Finished",
        MediaStatus::Releasing => "Releasing",
        MediaStatus::NotYetReleased => "Not yet released",
        MediaStatus::Cancelled => "Cancelled",
        MediaStatus::Hiatus => "On hiatus",
        MediaStatus::Unknown => "Unknown",
    }
}

/// One box to tick.
fn tick(label: String, ticked: bool, change: Box<dyn Fn(bool)>) -> AnyView {
    view! {
        <label class="tick">
            <input type="checkbox" prop:checked=ticked on:change=handler(move |event| change(event_target_checked(&event)))/>
            <span>{label}</span>
        </label>
    }
    .into_any()
}

fn group(name: &'static str, content: Vec<AnyView>) -> AnyView {
    view! { <fieldset class="filter-group"><legend>{name}</legend>{content}</fieldset> }.into_any()
}

fn choices<T: Choice>(
    look: Look,
    name: &'static str,
    label: &dyn Fn(T) -> &'static str,
    of: fn(&mut Wanted) -> &mut Chosen<T>,
) -> AnyView {
    let mut wanted = look.query.with_untracked(|query| query.filters.clone());
    let chosen = *of(&mut wanted);
    let ticks = T::ALL.iter().map(|&value| {
        let change = move |ticked| look.set(|query| of(&mut query.filters).set(value, ticked));
        tick(label(value).to_owned(), chosen.has(value), Box::new(change))
    });
    group(name, ticks.collect())
}

fn progress(look: Look) -> AnyView {
    let chosen = look.query.with_untracked(|query| query.filters.progress);
    let changed = move |event| {
        let word = event_target_value(&event);
        let state = ProgressState::ALL.iter().find(|(_, known)| *known == word);
        look.set(|query| query.filters.progress = state.map(|(state, _)| *state));
    };
    let options = ProgressState::ALL.iter().map(|&(state, word)| {
        let name = match state {
            ProgressState::NotStarted => "Not started",
            ProgressState::InProgress => "In progress",
            ProgressState::Complete => "To the end",
        };
        view! { <option value=word selected=chosen == Some(state)>{name}</option> }
    });
    view! {
        <fieldset class="filter-group">
            <legend>"Progress"</legend>
            <select aria-label="Progress" on:change=handler(changed)><option value="">"Any"</option>{options.collect_view()}</select>
        </fieldset>
    }
    .into_any()
}

/// Three ways each: does not matter, yes, no.
fn flags(look: Look) -> AnyView {
    let flags = look.query.with_untracked(|query| query.filters.flags);
    let rows = Flag::ALL.iter().map(|&(flag, _)| {
        let name = match flag {
            Flag::Behind => "Episodes behind",
            Flag::Airing => "Airing",
            Flag::Adult => "Adult",
            Flag::Private => "Private",
            Flag::Favourite => "Favourite",
            Flag::Notes => "Has notes",
        };
        let value = flags.get(flag);
        let changed = move |event| {
            let wanted = match event_target_value(&event).as_str() {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            };
            look.set(|query| query.filters.flags.set(flag, wanted));
        };
        view! {
            <label class="tick">
                <select aria-label=name on:change=handler(changed)>
                    <option value="">"Any"</option>
                    <option value="yes" selected=value == Some(true)>"Yes"</option>
                    <option value="no" selected=value == Some(false)>"No"</option>
                </select>
                <span aria-hidden="true">{name}</span>
            </label>
        }
        .into_any()
    });
    group("Also", rows.collect())
}

fn span(look: Look, name: &'static str, of: fn(&mut Wanted) -> &mut Span) -> AnyView {
    let mut wanted = look.query.with_untracked(|query| query.filters.clone());
    let now = *of(&mut wanted);
    let input = |end: &'static str, value: Option<u32>, set: fn(&mut Span, Option<u32>)| {
        let changed = move |event| {
            let number = event_target_value(&event).trim().parse().ok();
            look.set(|query| set(of(&mut query.filters), number));
        };
        let label = format!("{name} {end}");
        let value = value.map(|value| value.to_string()).unwrap_or_default();
        view! { <input type="number" min="0" aria-label=label placeholder=end prop:value=value on:change=handler(changed)/> }.into_any()
    };
    let inputs = vec![
        input("from", now.from, |span, number| span.from = number),
        input("to", now.to, |span, number| span.to = number),
    ];
    group(name, inputs)
}

/// A name to add, and those that were chosen, each wanted or not wanted.
fn names(
    look: Look,
    name: &'static str,
    known: Vec<(Box<str>, u32)>,
    of: fn(&mut Wanted) -> (&mut Names, &mut Names),
) -> AnyView {
    let id = format!("filter-{}", name.to_ascii_lowercase());
    let options = known
        .iter()
        .take(OFFERED)
        .map(|(name, _)| view! { <option value=name.to_string()></option> })
        .collect_view();
    let known: Vec<Box<str>> = known.into_iter().map(|(name, _)| name).collect();
    let added = move |event| {
        let typed = event_target_value(&event);
        if let Some(name) = known
            .iter()
            .find(|known| known.eq_ignore_ascii_case(typed.trim()))
        {
            look.set(|query| of(&mut query.filters).0.set(name, true));
        }
    };
    let chosen = live(move || {
        let mut wanted = look.query.with(|query| query.filters.clone());
        let (yes, no) = of(&mut wanted);
        let chips = |names: &Names, wanted: bool| {
            names
                .iter()
                .map(|name| chip(look, name.to_owned(), wanted, of))
                .collect::<Vec<_>>()
        };
        [chips(yes, true), chips(no, false)].concat_views()
    });
    view! {
        <fieldset class="filter-group wide">
            <legend>{name}</legend>
            <input list=id.clone() aria-label=format!("{name} to add") placeholder="Add…" autocomplete="off" on:change=handler(added)/>
            <datalist id=id>{options}</datalist>
            {chosen}
        </fieldset>
    }
    .into_any()
}

fn chip(look: Look, name: String, wanted: bool, of: fn(&mut Wanted) -> (&mut Names, &mut Names)) -> AnyView {
    let (turned, gone) = (name.clone(), name.clone());
    let turn = move |_| {
        look.set(|query| {
            let (yes, no) = of(&mut query.filters);
            yes.set(&turned, !wanted);
            no.set(&turned, wanted);
        });
    };
    let remove = move |_| {
        look.set(|query| {
            let (yes, no) = of(&mut query.filters);
            yes.set(&gone, false);
            no.set(&gone, false);
        });
    };
    let (sign, label) = match wanted {
        true => ("with", format!("With {name}: make it without")),
        false => ("without", format!("Without {name}: make it with")),
    };
    view! {
        <span class="chip" data-wanted=wanted.to_string()>
            <button aria-label=label on:click=handler(turn)>{sign}</button>
            <bdi>{name.clone()}</bdi>
            <button aria-label=format!("Remove {name}") on:click=handler(remove)>"×"</button>
        </span>
    }
    .into_any()
}

fn countries(look: Look, known: Vec<(Box<str>, u32)>) -> AnyView {
    let chosen = look.query.with_untracked(|query| query.filters.countries.clone());
    let ticks = known.into_iter().map(|(code, _)| {
        let name = match &*code {
            "JP" => "Japan",
            "KR" => "South Korea",
            "CN" => "China",
            "TW" => "Taiwan",
            other => other,
        }
        .to_owned();
        let ticked = chosen.has(&code);
        let change = move |ticked| look.set(|query| query.filters.countries.set(&code, ticked));
        tick(name, ticked, Box::new(change))
    });
    group("Country", ticks.collect())
}

/// Views of two lists, one after the other.
trait ConcatViews {
    fn concat_views(self) -> Vec<AnyView>;
}

impl ConcatViews for [Vec<AnyView>; 2] {
    fn concat_views(self) -> Vec<AnyView> {
        self.into_iter().flatten().collect()
    }
}
