//! Random lists, changes and queries: every view is what the model says, and what a list made afresh says.

use proptest::prelude::*;
use proptest::sample::select;
use tsuzuki::domain::{EntryId, EntryValues, ListChunk, ListEntry, MediaId, MediaType, TitleLanguage};
use tsuzuki::list::library::Library;
use tsuzuki::list::query::{ListQuery, Section};

use super::model::{Model, shown};
use super::random::{CUSTOM_LISTS, LANGUAGES, NOW, SECTION_ORDER, entry, query, values};

#[derive(Debug, Clone)]
pub(crate) enum Step {
    Chunk(Vec<ListEntry>),
    /// The whole list is read again.
    Reading(Vec<ListEntry>),
    Upsert(ListEntry),
    Remove(u64),
    SetValues(u64, EntryValues, u64),
    SetFavourite(u64, bool),
    Prepare(usize),
    View(ListQuery, TitleLanguage),
    /// Letter after letter, and some taken back.
    Type(ListQuery, &'static str),
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    let chunk = || prop::collection::vec(entry(), 0..6);
    prop_oneof![
        2 => chunk().prop_map(Step::Chunk),
        1 => chunk().prop_map(Step::Reading),
        2 => entry().prop_map(Step::Upsert),
        2 => (101_u64..125).prop_map(Step::Remove),
        3 => (1_u64..25, values(), NOW - 3..NOW + 9).prop_map(|(id, values, now)| Step::SetValues(id, values, now)),
        1 => (1_u64..25, any::<bool>()).prop_map(|(id, favourite)| Step::SetFavourite(id, favourite)),
        1 => (0_usize..9).prop_map(Step::Prepare),
        8 => (query(), select(&LANGUAGES)).prop_map(|(query, language)| Step::View(query, language)),
        2 => (query(), select(&["sora yori", "Ōkami", "よりも", "f zero"])).prop_map(|(query, text)| Step::Type(query, text)),
    ]
}

fn names(names: &[&str]) -> Vec<Box<str>> {
    names.iter().map(|name| Box::from(*name)).collect()
}

pub(crate) fn library(is_own: bool) -> Library {
    let mut library = Library::new(MediaType::Anime, is_own);
    library.arrange(&names(&SECTION_ORDER), &names(&CUSTOM_LISTS));
    library
}

pub(crate) fn add(library: &mut Library, model: &mut Model, entries: &[ListEntry]) {
    entries.iter().for_each(|entry| model.put_newer(entry));
    library.add_chunk(ListChunk {
        entries: entries.to_vec(),
        ..ListChunk::default()
    });
}

pub(crate) fn apply(step: &Step, library: &mut Library, model: &mut Model) {
    match step {
        Step::Chunk(entries) => add(library, model, entries),
        Step::Reading(entries) => {
            library.begin_reading();
            add(library, model, entries);
            library.finish_reading();
            let is_of =
                |held: &ListEntry, read: &ListEntry| held.id == read.id || held.media.id == read.media.id;
            model
                .held
                .retain(|held| entries.iter().any(|read| is_of(&held.entry, read)));
        }
        Step::Upsert(entry) => {
            library.upsert(entry.clone());
            model.put(entry.clone());
        }
        Step::Remove(id) => {
            let id = EntryId::new(*id).unwrap();
            assert_eq!(library.remove(id), model.remove(id));
        }
        Step::SetValues(media, values, now) => {
            let media = MediaId::new(*media).unwrap();
            library.set_values(media, values.clone(), *now);
            model.set_values(media, values, *now);
        }
        Step::SetFavourite(media, favourite) => {
            let media = MediaId::new(*media).unwrap();
            let held = model.held.iter_mut().find(|held| held.entry.media.id == media);
            assert_eq!(library.set_favourite(media, *favourite), held.is_some());
            held.into_iter()
                .for_each(|held| held.entry.media.favourite = *favourite);
        }
        Step::Prepare(limit) => {
            library.prepare(*limit, TitleLanguage::English);
        }
        Step::View(query, language) => check(library, model, query, *language),
        Step::Type(query, text) => {
            let letters: Vec<char> = text.chars().collect();
            for length in (0..=letters.len()).chain((0..letters.len()).rev().step_by(2)) {
                let typed = ListQuery {
                    text: letters[..length].iter().collect(),
                    ..query.clone()
                };
                check(library, model, &typed, TitleLanguage::Romaji);
            }
        }
    }
}

fn check(library: &mut Library, model: &Model, query: &ListQuery, language: TitleLanguage) {
    let view = library.view(query, NOW, language);
    assert_eq!(
        shown(library, &view),
        model.view(query, NOW, language),
        "{query:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_view_is_what_plain_filtering_and_sorting_gives(
        is_own: bool, first in prop::collection::vec(entry(), 0..25), steps in prop::collection::vec(step(), 1..25),
    ) {
        let mut library = library(is_own);
        let mut model = Model { is_own, ..Model::default() };
        add(&mut library, &mut model, &first);
        for step in &steps {
            apply(step, &mut library, &mut model);
            prop_assert_eq!(library.len(), model.held.len());
            for held in &model.held {
                let row = library.row_of(held.entry.media.id);
                prop_assert_eq!(library.row_of_entry(held.entry.id), row);
                prop_assert_eq!(library.get(held.entry.media.id), Some(&held.entry));
            }
        }
    }

    #[test]
    fn a_list_that_was_changed_is_like_one_made_afresh(
        first in prop::collection::vec(entry(), 0..25), steps in prop::collection::vec(step(), 1..25),
        query in query(), language in select(&LANGUAGES),
    ) {
        let (mut changed, mut model) = (library(true), Model { is_own: true, ..Model::default() });
        add(&mut changed, &mut model, &first);
        steps.iter().for_each(|step| apply(step, &mut changed, &mut model));
        let mut afresh = library(true);
        let entries = (0..).zip(changed.entries()).map(|(row, entry)| {
            ListEntry { updated_at: changed.updated(row), ..entry.clone() }
        });
        afresh.add_chunk(ListChunk { entries: entries.collect(), ..ListChunk::default() });
        let views = [changed.view(&query, NOW, language), afresh.view(&query, NOW, language)];
        prop_assert_eq!(shown(&changed, &views[0]), shown(&afresh, &views[1]));
        prop_assert_eq!(changed.facets(), afresh.facets());
    }

    #[test]
    fn what_is_picked_is_shown(first in prop::collection::vec(entry(), 0..25), query in query(), bytes: Vec<u8>) {
        let mut library = library(true);
        library.add_chunk(ListChunk { entries: first, ..ListChunk::default() });
        let view = library.view(&query, NOW, TitleLanguage::Romaji);
        let mut bytes = bytes.into_iter().cycle();
        match view.random(&mut || bytes.next().unwrap_or(7)) {
            Some(row) => prop_assert!(view.entries().any(|shown| shown == row)),
            None => prop_assert_eq!(view.shown, 0),
        }
        // Nothing twice.
        let mut rows: Vec<u32> = view.entries().collect();
        rows.sort_unstable();
        rows.dedup();
        prop_assert_eq!(rows.len(), view.shown);
        prop_assert!(query.section != Section::All || query.is_filtered() || view.shown == library.len());
    }
}
