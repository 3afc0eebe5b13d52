//! Everything else a list can be filtered by.
//!
//! The panel is drawn once, and its controls follow the address, whoever changes that: what is drawn anew would lose the
//! focus.

mod chip;

use leptos::prelude::*;

use crate::domain::{MediaFormat, MediaSeason, MediaStatus, MediaType};
use crate::list::library::is_same_text;
use crate::list::library::{Counted, Facets};
use crate::list::query::{Choice, Chosen, Filters as Wanted, Flag, ListQuery, Names, ProgressState, Span};
use crate::text::field_parser;
use crate::text::isolated;
use crate::ui::kit::{Fresh, LiveSelect, options};
use crate::ui::lazy;
use crate::ui::live::{attribute, handler, live};
use crate::web::dom;
use crate::web::reactive::effect;

use chip::chip;

use super::ListPageState;

/// Names offered of each kind at once: the rest is found by typing.
const OFFERED: usize = 400;
/// Id of the button that opens the panel.
const ENTRANCE: &str = "list-filters-button";

/// The button that opens the panel, what stands beside it, and the panel.
pub(super) fn filters(look: ListPageState, beside: AnyView) -> AnyView {
    let is_open = RwSignal::new(
        look.query
            .with_untracked(|query| query.filters != Wanted::default()),
    );
    let expanded = attribute(move || Some(if is_open.get() { "true" } else { "false" }));
    let turn = move |_| is_open.update(|is_open| *is_open = !*is_open);
    let is_filtered = Memo::new(move |_| look.query.with(ListQuery::is_filtered));
    let clear = move || {
        look.set(|query| {
            query.filters = Wanted::default();
            query.text.clear();
        });
        // This button goes.
        dom::focus(&["#", ENTRANCE].concat());
    };
    let cleared = live(move || {
        let button =
            || view! { <button class="button" on:click=handler(move |_| clear())>"Clear filters"</button> };
        is_filtered.get().then(|| button().into_any())
    });
    let drawn = move || lazy::piece(&lazy::FILTERS, move |panel| panel(look));
    view! {
        <div class="actions list-actions">
            <button
                class="button"
                id=ENTRANCE
                aria-controls="list-filters"
                aria-expanded=expanded
                on:click=handler(turn)
            >
                "Filters"
            </button>
            {cleared}
            {beside}
        </div>
        <div id="list-filters">{live(move || is_open.get().then(drawn))}</div>
    }
    .into_any()
}

/// What a list can be filtered by. Another list begins with fields of its own: those of this one may hold what cannot be
/// read.
pub fn panel(look: ListPageState) -> AnyView {
    view! { <Fresh>{groups(look)}</Fresh> }.into_any()
}

fn groups(look: ListPageState) -> AnyView {
    let is_anime = look.kind != MediaType::Manga;
    let is_offered = |format: &MediaFormat| is_anime != format.is_manga();
    let formats: Vec<MediaFormat> = MediaFormat::ALL.iter().copied().filter(is_offered).collect();
    let mut groups = vec![
        choices(
            look,
            "Format",
            &formats,
            |format| format.label().unwrap_or_default(),
            |wanted| &mut wanted.formats,
        ),
        choices(look, "Release", MediaStatus::ALL, release, |wanted| {
            &mut wanted.releases
        }),
    ];
    if is_anime {
        groups.push(choices(
            look,
            "Season",
            MediaSeason::ALL,
            |season| season.label().unwrap_or_default(),
            |wanted| &mut wanted.seasons,
        ));
    }
    groups.extend([
        progress(look),
        flags(look),
        span(look, "Year", |wanted| &mut wanted.years),
        span(look, "Score, of 100", |wanted| &mut wanted.scores),
        names(look, "Genre", |wanted| {
            (&mut wanted.genres, &mut wanted.not_genres)
        }),
        names(look, "Tag", |wanted| (&mut wanted.tags, &mut wanted.not_tags)),
        countries(look),
    ]);
    view! { <div class="panel filters">{groups}</div> }.into_any()
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

/// Whether something is wanted; follows the address.
fn has(look: ListPageState, read: impl Fn(&mut Wanted) -> bool + Send + Sync + 'static) -> Signal<bool> {
    has_boxed(look, Box::new(read))
}

fn has_boxed(look: ListPageState, read: Box<dyn Fn(&mut Wanted) -> bool + Send + Sync>) -> Signal<bool> {
    Memo::new(move |_| read(&mut look.query.with(|query| query.filters.clone()))).into()
}

/// The word for what is wanted; follows the address.
fn word(look: ListPageState, read: impl Fn(&mut Wanted) -> String + Send + Sync + 'static) -> Signal<String> {
    word_boxed(look, Box::new(read))
}

fn word_boxed(look: ListPageState, read: Box<dyn Fn(&mut Wanted) -> String + Send + Sync>) -> Signal<String> {
    Memo::new(move |_| read(&mut look.query.with(|query| query.filters.clone()))).into()
}

/// One box to tick.
fn tick(label: String, ticked: Signal<bool>, change: Box<dyn Fn(bool)>) -> AnyView {
    let changed = move |event: leptos::ev::Event| change(event_target_checked(&event));
    view! {
        <label class="tick">
            <input type="checkbox" prop:checked=ticked on:change=handler(changed)/>
            <span>{label}</span>
        </label>
    }
    .into_any()
}

fn group(name: &'static str, classes: &'static str, content: Vec<AnyView>) -> AnyView {
    view! { <fieldset class=classes><legend>{name}</legend>{content}</fieldset> }.into_any()
}

const GROUP: &str = "filter-group";
/// A group that needs the whole width.
const WIDE: &str = "filter-group wide";

fn choices<T: Choice + Send + Sync>(
    look: ListPageState,
    name: &'static str,
    offered: &[T],
    label: fn(T) -> &'static str,
    of: fn(&mut Wanted) -> &mut Chosen<T>,
) -> AnyView {
    let ticks = offered.iter().map(|&value| {
        let ticked = has(look, move |wanted| of(wanted).has(value));
        let change = move |ticked| look.set(|query| of(&mut query.filters).set(value, ticked));
        tick(label(value).to_owned(), ticked, Box::new(change))
    });
    group(name, GROUP, ticks.collect())
}

fn progress(look: ListPageState) -> AnyView {
    let mut states = vec![("", "Any")];
    states.extend(ProgressState::ALL.iter().map(|&(state, word)| {
        let name = match state {
            ProgressState::NotStarted => "Not started",
            ProgressState::InProgress => "In progress",
            ProgressState::Complete => "To the end",
        };
        (word, name)
    }));
    let named = |known: &str| ProgressState::ALL.iter().find(|(_, word)| *word == known);
    let chosen = word(look, |wanted| {
        let row = ProgressState::ALL
            .iter()
            .find(|(state, _)| Some(*state) == wanted.progress);
        row.map_or("", |(_, word)| word).to_owned()
    });
    let change = move |word: String| {
        let state = named(&word).map(|(state, _)| *state);
        look.set(|query| query.filters.progress = state);
    };
    let select = view! { <LiveSelect label="Progress" options=options(&states) chosen on_change=change/> };
    group("Progress", GROUP, vec![select.into_any()])
}

/// Three ways each: does not matter, yes, no.
fn flags(look: ListPageState) -> AnyView {
    let rows = Flag::ALL.iter().map(|&(flag, _)| {
        let name = match flag {
            Flag::Behind => "Episodes behind",
            Flag::Airing => "Airing",
            Flag::Adult => "Adult",
            Flag::Private => "Private",
            Flag::Favourite => "Favourite",
            Flag::Notes => "Has notes",
        };
        let chosen = word(look, move |wanted| {
            match wanted.flags.get(flag) {
                Some(true) => "yes",
                Some(false) => "no",
                None => "",
            }
            .to_owned()
        });
        let change = move |word: String| {
            let is_wanted = match word.as_str() {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            };
            look.set(|query| query.filters.flags.set(flag, is_wanted));
        };
        let options = options(&[("", "Any"), ("yes", "Yes"), ("no", "No")]);
        view! {
            <label class="tick">
                <LiveSelect label=name options chosen on_change=change/>
                // The select has the name already.
                <span aria-hidden="true">{name}</span>
            </label>
        }
        .into_any()
    });
    group("Also", WIDE, rows.collect())
}

fn span(look: ListPageState, name: &'static str, of: fn(&mut Wanted) -> &mut Span) -> AnyView {
    // Of either end.
    let problems = RwSignal::new([String::new(), String::new()]);
    // Moves when what cannot be read is to go.
    let cleared = RwSignal::new(0_u32);
    effect(move |_| {
        let is_clear = look.query.with(|query| query.filters == Wanted::default());
        if is_clear && problems.with_untracked(|problems| problems.iter().any(|problem| !problem.is_empty()))
        {
            problems.set(Default::default());
            cleared.update(|cleared| *cleared = cleared.wrapping_add(1));
        }
    });
    let problem_id = ["filter-problem-", &name.replace([',', ' '], "")].concat();
    let described = problem_id.clone();
    let input = |place: usize, end: &'static str, part: fn(&mut Span) -> &mut Option<u32>| {
        let wanted = word(look, move |wanted| {
            let number = *part(of(wanted));
            number.map(|number| number.to_string()).unwrap_or_default()
        });
        let value = Signal::derive(move || {
            cleared.track();
            wanted.get()
        });
        let say = move |sentence: String| {
            problems.update(|problems| {
                problems
                    .iter_mut()
                    .skip(place)
                    .take(1)
                    .for_each(|problem| sentence.clone_into(problem))
            });
        };
        let is_wrong =
            move || problems.with(|problems| problems.get(place).is_some_and(|problem| !problem.is_empty()));
        let changed = move |event: leptos::ev::Event| {
            // What cannot be read stays in the field, and the list as it is.
            match field_parser::bound(&event_target_value(&event)) {
                Ok(number) => {
                    say(String::new());
                    look.set(|query| *part(of(&mut query.filters)) = number);
                    // Full-width digits become those that the address has.
                    let shown = number.map(|number| number.to_string()).unwrap_or_default();
                    event_target::<web_sys::HtmlInputElement>(&event).set_value(&shown);
                }
                Err(sentence) => say(sentence),
            }
        };
        view! {
            <input
                inputmode="numeric"
                autocomplete="off"
                aria-describedby=described.clone()
                aria-label=[name, " ", end].concat()
                placeholder=end
                aria-invalid=attribute(move || is_wrong().then_some("true"))
                prop:value=value
                on:change=handler(changed)
            />
        }
        .into_any()
    };
    let first_problem = move || {
        problems.with(|problems| {
            let mut problems = problems.iter();
            problems
                .find(|problem| !problem.is_empty())
                .cloned()
                .unwrap_or_default()
        })
    };
    let problem = view! { <p id=problem_id class="field-error" role="status">{live(first_problem)}</p> };
    let inputs = vec![
        input(0, "from", |span| &mut span.from),
        input(1, "to", |span| &mut span.to),
        problem.into_any(),
    ];
    group(name, GROUP, inputs)
}

/// What occurs in the list, by name; follows the list.
fn known(look: ListPageState, of: fn(&Facets) -> &[Counted<Box<str>>]) -> Memo<Vec<Box<str>>> {
    Memo::new(move |_| {
        let shelf = look.shelf();
        shelf.track();
        let mut library = shelf.library.borrow_mut();
        of(library.facets())
            .iter()
            .map(|(name, _)| name.clone())
            .collect()
    })
}

/// A name to add, and those that were chosen, each wanted or not wanted.
fn names(
    look: ListPageState,
    name: &'static str,
    of: fn(&mut Wanted) -> (&mut Names, &mut Names),
) -> AnyView {
    let known = match name {
        "Genre" => known(look, |facets| &facets.genres),
        _ => known(look, |facets| &facets.tags),
    };
    let id = ["filter-", name].concat();
    let options = live(move || {
        let option = |name: &str| view! { <option value=name.to_owned()></option> }.into_any();
        known.with(|known| {
            let names = known.iter().take(OFFERED);
            names.map(|name| option(name)).collect_view()
        })
    });
    let added = move |event: leptos::ev::Event| {
        let typed = event_target_value(&event);
        let found = known.with_untracked(|known| {
            let found = known.iter().find(|known| is_same_text(known, &typed));
            found.cloned()
        });
        match found {
            Some(found) => {
                look.set(|query| {
                    let (yes, no) = of(&mut query.filters);
                    yes.set(&found, true);
                    no.set(&found, false);
                });
                dom::set_value(&["#add-", &["filter-", name].concat()].concat(), "");
            }
            None if typed.trim().is_empty() => {}
            None => look
                .app
                .toast(&["Nothing on this list has “", &isolated(typed.trim()), "”."].concat()),
        }
    };
    // Wanted and unwanted ones stand in one order, so that each keeps its place when it becomes the other.
    let chosen = Memo::new(move |_| {
        let mut wanted = look.query.with(|query| query.filters.clone());
        let (yes, no) = of(&mut wanted);
        let mut all: Vec<(String, bool)> = Vec::new();
        for (names, is_wanted) in [(yes, true), (no, false)] {
            all.extend(names.iter().map(|name| (name.to_owned(), is_wanted)));
        }
        all.sort_unstable();
        all
    });
    let chips = live(move || {
        let chip =
            |(at, (chosen, is_wanted)): (usize, (String, bool))| chip(look, name, at, chosen, is_wanted, of);
        chosen.get().into_iter().enumerate().map(chip).collect::<Vec<_>>()
    });
    let content = view! {
        <input
            id=["add-", &id].concat()
            list=id.clone()
            aria-label=[name, " to add"].concat()
            placeholder="Add…"
            autocomplete="off"
            on:change=handler(added)
        />
        <datalist id=id>{options}</datalist>
        {chips}
    };
    group(name, GROUP, vec![content.into_any()])
}

fn countries(look: ListPageState) -> AnyView {
    let known = known(look, |facets| &facets.countries);
    let ticks = live(move || {
        let tick_of = |code: Box<str>| {
            let name = match &*code {
                "JP" => "Japan",
                "KR" => "South Korea",
                "CN" => "China",
                "TW" => "Taiwan",
                other => other,
            };
            let own = code.clone();
            let ticked = has(look, move |wanted| wanted.countries.has(&own));
            let name = name.to_owned();
            let change = move |ticked| look.set(|query| query.filters.countries.set(&code, ticked));
            tick(name, ticked, Box::new(change))
        };
        known.get().into_iter().map(tick_of).collect::<Vec<_>>()
    });
    group("Country", GROUP, vec![ticks])
}
