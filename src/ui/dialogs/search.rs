//! A search from anywhere: one's own lists at once, AniList a moment after the last letter. What is chosen is opened in the
//! editor, which puts it on the list.

use leptos::prelude::*;

use crate::api::cache::Key;
use crate::api::envelope::{self, HttpAnswer};
use crate::api::operation::{NoVariables, SearchMediaQuery, SearchMediaVariables, ViewerQuery, part};
use crate::data::outbox::listed;
use crate::data::query::use_query;
use crate::data::state::App;
use crate::domain::{EntryBrief, FoundMedia, MediaId};
use crate::list::search_result::Hit;
use crate::text::format;
use crate::text::romaji::spellings;
use crate::ui::components::button::Button;
use crate::ui::components::dialog::{Dialog, dialog};
use crate::ui::components::query_view::QueryStatus;
use crate::ui::live::{handler, live};
use crate::web::reactive::{effect, spawn};
use crate::web::{clock, dom, intl};

/// How long nothing is typed before AniList is asked, in milliseconds.
const REST_MS: u32 = 350;
/// AniList finds nothing sensible for less.
const SHORTEST: usize = 2;
/// Of one's own lists, so that AniList's answers are in sight too.
const MOST_OWN: usize = 6;

/// What the parts of the search share. Cheap to copy.
#[derive(Clone, Copy)]
struct Search {
    app: App,
    /// What stands in the box.
    text: RwSignal<String>,
    /// What AniList is asked for, one after the other until it finds something; empty for nothing.
    asked: RwSignal<Vec<String>>,
    /// What one's own lists have.
    own: RwSignal<Vec<Hit>>,
    /// What AniList has found, perhaps for what was typed before.
    found: RwSignal<Vec<Hit>>,
    /// Which of the results the keyboard is at.
    active: RwSignal<usize>,
    /// Whether works for adults are wanted too.
    adult: RwSignal<bool>,
}

/// The search.
pub fn search(app: App) -> AnyView {
    let search = Search {
        app,
        text: RwSignal::new(String::new()),
        asked: RwSignal::new(Vec::new()),
        own: RwSignal::new(Vec::new()),
        found: RwSignal::new(Vec::new()),
        active: RwSignal::new(0),
        adult: RwSignal::new(false),
    };
    spawn(async move {
        let adult = wants_adult(app).await.unwrap_or_default();
        search.adult.try_set(adult);
    });
    // What is found of one's own lists says what they say now.
    effect(move |_| {
        app.edits.track();
        let account = app.session.active().map_or(0, |account| account.id);
        app.lists
            .of_account(account)
            .iter()
            .for_each(|shelf| shelf.track());
        let text = search.text.get_untracked();
        let own = search.own_hits(&text);
        if search.own.with_untracked(|known| *known != own) {
            search.own.set(own);
        }
    });
    let close = Callback::new(move |()| app.panel.set(None));
    let typed = move |event: leptos::ev::Event| search.typed(event_target_value(&event));
    let pressed = move |event: leptos::ev::KeyboardEvent| {
        if search.pressed(&event.key()) {
            event.prevent_default();
        }
    };
    let is_open = Signal::derive(move || if search.count() > 0 { "true" } else { "false" });
    let at = Signal::derive(move || (search.count() > 0).then(|| id(search.active.get())));
    let content = view! {
        <input
            id="search-text"
            type="search"
            role="combobox"
            aria-label="Search AniList"
            placeholder="A title"
            autocomplete="off"
            aria-autocomplete="list"
            aria-controls="search-hits"
            aria-expanded=is_open
            aria-activedescendant=at
            on:input=handler(typed)
            on:keydown=handler(pressed)
        />
        <div id="search-hits" role="listbox" aria-label="Titles" class="hits">{live(move || groups(search))}</div>
        <p class="meta" role="status">{live(move || search.status())}</p>
        {live(move || ask(search))}
        <div class="dialog-foot"><Button label="Close" act=close/></div>
    };
    dialog(
        Dialog {
            id: "search",
            class: "dialog search",
            light: true,
            title: Signal::derive(|| "Search".to_owned()),
            leave: close,
        },
        content.into_any(),
    )
}

impl Search {
    fn typed(self, text: String) {
        let text = text.trim().to_owned();
        self.active.set(0);
        self.own.set(self.own_hits(&text));
        if text.chars().count() < SHORTEST {
            self.asked.set(Vec::new());
            self.found.set(Vec::new());
        }
        self.text.set(text.clone());
        spawn(async move {
            clock::sleep(REST_MS).await;
            let rests = self.text.try_get_untracked().is_some_and(|now| now == text);
            if rests && text.chars().count() >= SHORTEST {
                self.asked.try_set(spellings(&intl::composed(&text)));
            }
        });
    }

    fn own_hits(self, text: &str) -> Vec<Hit> {
        let account = self.app.session.active_now().map_or(0, |account| account.id);
        let mut hits: Vec<Hit> = Vec::new();
        for shelf in self.app.lists.of_account(account) {
            let mut library = shelf.library.borrow_mut();
            for row in library.find(text, MOST_OWN) {
                let entry = library.entry(row);
                let hit = entry
                    .map(|entry| Hit::of(&entry.media, Some((entry.values.status, entry.values.progress))));
                // A work may stand in more than one list in memory.
                hits.extend(hit.filter(|hit| hits.iter().all(|known| known.media != hit.media)));
            }
        }
        hits.truncate(MOST_OWN);
        hits
    }

    /// What AniList has found and one's own lists have not.
    fn others(self) -> Vec<Hit> {
        let own = self.own.get();
        let mut found = self.found.get();
        found.retain(|hit| own.iter().all(|known| known.media != hit.media));
        found
    }

    fn hits(self) -> Vec<Hit> {
        let mut hits = self.own.get();
        hits.extend(self.others());
        hits
    }

    fn count(self) -> usize {
        self.hits().len()
    }

    /// How much there is, for those who do not see it.
    fn status(self) -> String {
        if self.text.with(String::is_empty) {
            return String::new();
        }
        format::count(self.count() as u64, "title", "titles")
    }

    /// Does what a key stands for. False when it is the box's own.
    fn pressed(self, key: &str) -> bool {
        let hits = untrack(move || self.hits());
        let at = self.active.get_untracked();
        let last = hits.len().saturating_sub(1);
        let to = match key {
            "ArrowDown" if at < last => at + 1,
            "ArrowDown" => 0,
            "ArrowUp" if at > 0 => at - 1,
            "ArrowUp" => last,
            "Enter" => {
                if let Some(hit) = hits.get(at) {
                    self.choose(hit.media);
                }
                return true;
            }
            _ => return false,
        };
        self.active.set(to);
        dom::reveal(&id(to));
        true
    }

    fn choose(self, media: MediaId) {
        self.app.panel.set(None);
        self.app.navigation.open_editor(media.get());
    }
}

fn id(place: usize) -> String {
    ["hit-", &place.to_string()].concat()
}

/// Asks AniList, for as long as that is wanted: what is typed on withdraws it.
fn ask(search: Search) -> Option<AnyView> {
    let mut spellings = search.asked.get();
    if spellings.is_empty() {
        return None;
    }
    let text = spellings.remove(0);
    let query = use_query::<SearchMediaQuery>(SearchMediaVariables {
        search: text,
        kind: None,
        adult: (!search.adult.get()).then_some(false),
    });
    effect(move |_| {
        let requested_at = query.state.status.with(|status| status.requested_at);
        if let (Some(answer), true) = (query.answer.get(), search.app.edits.may_show()) {
            let hit = |found: &FoundMedia| hit(search.app, found, requested_at.unwrap_or_default());
            let hits: Vec<Hit> = answer.data.iter().map(hit).collect();
            // Long vowels may be spelled in another way there.
            if hits.is_empty() && !spellings.is_empty() {
                return search.asked.set(spellings.clone());
            }
            search.found.set(hits);
        }
    });
    Some(view! { <QueryStatus state=query.state skeleton/> }.into_any())
}

fn hit(app: App, found: &FoundMedia, requested_at: u64) -> Hit {
    let brief = found.entry.map(EntryBrief::values);
    let shown = match listed(app, found.media.id) {
        Some(entry) => Some(entry.values),
        None => app.edits.shown_of(&found.media, brief, requested_at).0,
    };
    Hit::of(&found.media, shown.map(|values| (values.status, values.progress)))
}

/// Whether the person wants to see works for adults, if this browser keeps an answer that says so.
async fn wants_adult(app: App) -> Option<bool> {
    let account = app.session.bearer()?.0;
    let part = part::<ViewerQuery>(&NoVariables {}).ok()?;
    let key = Key::new(Some(account), part.name, part.document, &part.variables);
    let kept = app.cache.get(&key).await?;
    let answer = HttpAnswer {
        status: 200,
        body: kept.body.to_vec(),
        ..HttpAnswer::default()
    };
    Some(envelope::read::<ViewerQuery>(&answer).ok()?.data.adult_content)
}

fn groups(search: Search) -> AnyView {
    let (own, others) = (search.own.get(), search.others());
    let first = own.len();
    view! { {group(search, "On your lists", 0, own)} {group(search, "AniList", first, others)} }.into_any()
}

fn group(search: Search, name: &'static str, first: usize, hits: Vec<Hit>) -> Option<AnyView> {
    let option = |(place, hit): (usize, Hit)| option(search, first + place, hit);
    (!hits.is_empty()).then(|| {
        view! {
            <div role="group" aria-label=name>
                <p class="meta" aria-hidden="true">{name}</p>
                {hits.into_iter().enumerate().map(option).collect_view()}
            </div>
        }
        .into_any()
    })
}

fn option(search: Search, place: usize, hit: Hit) -> AnyView {
    let media = hit.media;
    let chosen = Signal::derive(move || {
        if search.active.get() == place {
            "true"
        } else {
            "false"
        }
    });
    view! {
        <div id=id(place) class="hit" role="option" aria-selected=chosen on:click=handler(move |_| search.choose(media))>
            {hit.cover.map(|cover| view! { <img src=cover alt="" width="32" height="48" loading="lazy"/> })}
            <span class="hit-text"><bdi>{hit.title}</bdi><span class="meta">{hit.line}</span></span>
        </div>
    }
    .into_any()
}

fn skeleton() -> AnyView {
    view! { <p class="meta" role="status">"Searching AniList"</p> }.into_any()
}
