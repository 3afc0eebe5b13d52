//! The model: a plain list of entries, filtered and sorted from scratch by the standard library.

use std::cmp::Ordering;

use tsuzuki::domain::{
    EntryId, EntryValues, ListEntry, ListStatus, Media, MediaId, MediaStatus, MediaType, TitleLanguage,
};
use tsuzuki::list::library::View;
use tsuzuki::list::query::{Filters, Flag, ListQuery, ProgressState, Section, Sort};

use super::random::{CUSTOM_LISTS, SECTION_ORDER, folded};

/// An entry, and when it was changed here.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) entry: ListEntry,
    pub(crate) changed_here: Option<u64>,
}

#[derive(Debug, Default)]
pub(crate) struct Model {
    pub(crate) held: Vec<Held>,
    pub(crate) is_own: bool,
}

/// What a view says, by the ids of entries.
#[derive(Debug, PartialEq)]
pub(crate) struct Shown {
    sections: Vec<(Section, usize, bool, Vec<u64>)>,
    tabs: Vec<(Section, usize, usize)>,
    shown: usize,
    total: usize,
    lines: Vec<Option<u64>>,
}

impl Model {
    /// Puts an entry in the place of every other with its id or of its work.
    pub(crate) fn put(&mut self, entry: ListEntry) {
        self.held
            .retain(|held| held.entry.id != entry.id && held.entry.media.id != entry.media.id);
        self.held.push(Held {
            entry,
            changed_here: None,
        });
    }

    pub(crate) fn put_newer(&mut self, entry: &ListEntry) {
        let is_older = |held: &Held| {
            (held.entry.id == entry.id || held.entry.media.id == entry.media.id)
                && held.entry.updated_at > entry.updated_at
        };
        if !self.held.iter().any(is_older) {
            self.put(entry.clone());
        }
    }

    pub(crate) fn remove(&mut self, id: EntryId) -> Option<ListEntry> {
        let at = self.held.iter().position(|held| held.entry.id == id)?;
        Some(self.held.remove(at).entry)
    }

    pub(crate) fn set_values(&mut self, media: MediaId, values: &EntryValues, now: u64) {
        if let Some(held) = self.held.iter_mut().find(|held| held.entry.media.id == media) {
            held.entry.values = values.clone();
            held.changed_here = Some(now);
        }
    }

    pub(crate) fn view(&self, query: &ListQuery, now: u64, language: TitleLanguage) -> Shown {
        let mut sorted = self.held.clone();
        sorted.sort_by(|a, b| compare(a, b, query, language));
        let passing: Vec<&Held> = sorted
            .iter()
            .filter(|held| self.passes(held, query, now))
            .collect();
        let mut tabs = Vec::new();
        let mut sections = Vec::new();
        for section in std::iter::once(Section::All).chain(order()) {
            let is_in = |held: &&Held| places(&held.entry).contains(&section);
            let total = self.held.iter().filter(|held| is_in(held)).count();
            let inside: Vec<&Held> = passing.iter().copied().filter(|held| is_in(held)).collect();
            let is_wanted = query.section == section;
            if total > 0 || is_wanted || matches!(section, Section::All | Section::Custom(_)) {
                tabs.push((section.clone(), inside.len(), total));
            }
            if is_wanted && (section != Section::All || query.merged) {
                sections.push((section, total, false, ids(&inside)));
            } else if query.section == Section::All && !query.merged {
                let at_home: Vec<&Held> = passing
                    .iter()
                    .copied()
                    .filter(|held| home(&held.entry) == section)
                    .collect();
                let total = self
                    .held
                    .iter()
                    .filter(|held| home(&held.entry) == section)
                    .count();
                if !at_home.is_empty() {
                    let collapsed = query.is_collapsed(&section);
                    sections.push((section, total, collapsed, ids(&at_home)));
                }
            }
        }
        let has_headings = query.section == Section::All && !query.merged;
        let mut lines = Vec::new();
        for (_, _, collapsed, ids) in &sections {
            lines.extend(has_headings.then_some(None));
            lines.extend(ids.iter().filter(|_| !collapsed).copied().map(Some));
        }
        Shown {
            shown: sections.iter().map(|section| section.3.len()).sum(),
            total: match query.section {
                Section::All => self.held.len(),
                _ => sections[0].1,
            },
            sections,
            tabs,
            lines,
        }
    }

    fn passes(&self, held: &Held, query: &ListQuery, now: u64) -> bool {
        let entry = &held.entry;
        let title = &entry.media.title;
        let texts = [
            &title.romaji,
            &title.english,
            &title.native,
            &title.user_preferred,
        ];
        let mut texts: Vec<String> = texts.into_iter().flatten().map(|text| folded(text)).collect();
        texts.extend(entry.media.synonyms.iter().map(|text| folded(text)));
        texts.extend(self.is_own.then(|| folded(&entry.values.notes)));
        let has_word = |word: &str| texts.iter().any(|text| text.contains(word));
        folded(&query.text).split_whitespace().all(has_word) && passes(&query.filters, entry, now)
    }
}

fn ids(held: &[&Held]) -> Vec<u64> {
    held.iter().map(|held| held.entry.id.get()).collect()
}

/// What a real view says.
pub(crate) fn shown(library: &tsuzuki::list::library::Library, view: &View) -> Shown {
    let id = |row: u32| library.entry(row).unwrap().id.get();
    let mut lines = Vec::new();
    for section in &view.sections {
        lines.extend(view.has_headings().then_some(None));
        lines.extend(section.visible().iter().map(|row| Some(id(*row))));
    }
    Shown {
        lines,
        sections: view
            .sections
            .iter()
            .map(|section| {
                let rows = section.rows.iter().map(|row| id(*row)).collect();
                (section.section.clone(), section.total, section.collapsed, rows)
            })
            .collect(),
        tabs: view
            .tabs
            .iter()
            .map(|tab| (tab.section.clone(), tab.count, tab.total))
            .collect(),
        shown: view.shown,
        total: view.total,
    }
}

/// Every section in the order that the tests' owner wants.
fn order() -> Vec<Section> {
    let wanted = SECTION_ORDER
        .iter()
        .map(|name| Section::of_group(name, MediaType::Anime));
    let mut order: Vec<Section> = wanted.collect();
    let statuses = ListStatus::ALL.iter().copied().map(Section::Status);
    let customs = CUSTOM_LISTS.iter().map(|name| Section::Custom((*name).into()));
    for section in statuses.chain(customs) {
        if !order.contains(&section) {
            order.push(section);
        }
    }
    order.extend([Section::Status(ListStatus::Unknown), Section::Unlisted]);
    order
}

fn home(entry: &ListEntry) -> Section {
    let places = places(entry);
    if !entry.values.hidden_from_status_lists {
        return Section::Status(entry.values.status);
    }
    order()
        .into_iter()
        .find(|section| places.contains(section))
        .unwrap()
}

fn places(entry: &ListEntry) -> Vec<Section> {
    let mut places = vec![Section::All];
    if !entry.values.hidden_from_status_lists {
        places.push(Section::Status(entry.values.status));
    }
    places.extend(entry.values.custom_lists.iter().cloned().map(Section::Custom));
    if places.len() == 1 {
        places.push(Section::Unlisted);
    }
    places
}

fn passes(filters: &Filters, entry: &ListEntry, now: u64) -> bool {
    let (values, media) = (&entry.values, &entry.media);
    let tags: Vec<&str> = media.tags.iter().map(|tag| tag.as_str()).collect();
    let genres: Vec<&str> = media.genres.iter().map(|genre| genre.as_str()).collect();
    let year = media
        .season_year
        .or(media.started.and_then(|date| date.year()).map(u32::from));
    let score = values.score.map_or(0, |score| u32::from(score.get()));
    let is_complete =
        values.status == ListStatus::Completed || media.episodes.is_some_and(|all| values.progress >= all);
    let state = match values.progress {
        _ if is_complete => ProgressState::Complete,
        0 if values.progress_volumes == 0 => ProgressState::NotStarted,
        _ => ProgressState::InProgress,
    };
    [
        filters.formats.is_empty() || filters.formats.has(media.format),
        filters.releases.is_empty() || filters.releases.has(media.status),
        filters.seasons.is_empty() || filters.seasons.has(media.season),
        filters.genres.iter().all(|genre| genres.contains(&genre)),
        !filters.not_genres.iter().any(|genre| genres.contains(&genre)),
        filters.tags.iter().all(|tag| tags.contains(&tag)),
        !filters.not_tags.iter().any(|tag| tags.contains(&tag)),
        filters.countries.is_empty()
            || filters
                .countries
                .iter()
                .any(|code| media.country.is_some_and(|country| country.as_str() == code)),
        filters
            .years
            .from
            .is_none_or(|from| year.is_some_and(|year| year >= from)),
        filters
            .years
            .to
            .is_none_or(|to| year.is_some_and(|year| year <= to)),
        filters.scores.from.is_none_or(|from| score >= from),
        filters.scores.to.is_none_or(|to| score <= to),
        filters.progress.is_none_or(|wanted| wanted == state),
        Flag::ALL.into_iter().all(|(flag, _)| {
            let wanted = filters.flags.get(flag);
            wanted.is_none_or(|wanted| wanted == has(flag, entry, now))
        }),
    ]
    .into_iter()
    .all(|passes| passes)
}

fn has(flag: Flag, entry: &ListEntry, now: u64) -> bool {
    let (values, media) = (&entry.values, &entry.media);
    match flag {
        Flag::Behind => {
            let active =
                [ListStatus::Current, ListStatus::Repeating, ListStatus::Paused].contains(&values.status);
            // The fortnight before the day of `random::NOW`.
            let has_just_ended = media.ended.is_some_and(|date| {
                (date.year(), date.month(), date.day()) >= (Some(1969), Some(12), Some(18))
            });
            let aired = match (media.status, media.next_airing) {
                (MediaStatus::Finished, _) if has_just_ended => media.episodes.unwrap_or(0),
                (MediaStatus::Finished, _) | (_, None) => 0,
                (_, Some(next)) if next.airing_at <= now => next.episode,
                (_, Some(next)) => next.episode - 1,
            };
            active && aired > values.progress
        }
        Flag::Airing => media.status == MediaStatus::Releasing || media.next_airing.is_some(),
        Flag::Adult => media.adult,
        Flag::Private => values.private,
        Flag::Favourite => media.favourite,
        Flag::Notes => !values.notes.is_empty(),
    }
}

/// The title as it is sorted; nothing where there is none.
fn title(media: &Media, language: TitleLanguage) -> Option<String> {
    let title = &media.title;
    let any = [
        &title.romaji,
        &title.english,
        &title.native,
        &title.user_preferred,
    ];
    any.iter()
        .any(|title| title.is_some())
        .then(|| folded(title.pick(language)))
}

fn compare(a: &Held, b: &Held, query: &ListQuery, language: TitleLanguage) -> Ordering {
    let (id_a, id_b) = (a.entry.id, b.entry.id);
    let language = query.sort.title_language(language).unwrap_or(language);
    let by_title = |a: &Held, b: &Held| {
        let text = |held: &Held| folded(held.entry.media.title.pick(language));
        text(a).cmp(&text(b)).then(id_a.cmp(&id_b))
    };
    let is_title = query.sort.title_language(TitleLanguage::Romaji).is_some();
    if is_title {
        let known = |held: &Held| title(&held.entry.media, language).is_some();
        return match (known(a), known(b)) {
            (true, true) if query.descends() => by_title(a, b).reverse(),
            (true, true) | (false, false) => by_title(a, b),
            (known_a, known_b) => known_b.cmp(&known_a),
        };
    }
    let (key_a, key_b) = (key(a, query.sort), key(b, query.sort));
    let by_key = match (key_a, key_b) {
        (Some(a), Some(b)) if query.descends() => b.cmp(&a),
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    };
    by_key.then_with(|| match query.sort {
        Sort::Updated | Sort::Added if query.descends() => id_b.cmp(&id_a),
        Sort::Updated | Sort::Added => id_a.cmp(&id_b),
        _ => by_title(a, b),
    })
}

fn key(held: &Held, sort: Sort) -> Option<u64> {
    let (values, media) = (&held.entry.values, &held.entry.media);
    match sort {
        Sort::Updated => held.entry.updated_at.max(held.changed_here),
        Sort::Added => held.entry.created_at,
        Sort::Score => values.score.map(|score| score.get().into()),
        Sort::Progress => Some(values.progress.into()),
        Sort::Started => values.started.map(|date| date.number().into()),
        Sort::Completed => values.completed.map(|date| date.number().into()),
        Sort::Average => media.average_score.map(u64::from),
        Sort::Popularity => media.popularity.map(u64::from),
        Sort::NextAiring => media.next_airing.map(|next| next.airing_at),
        Sort::Priority => Some(values.priority.into()),
        Sort::Title | Sort::TitleRomaji | Sort::TitleEnglish | Sort::TitleNative => unreachable!(),
    }
}
