//! Where entries stand, by example.

use tsuzuki::domain::{
    Country, EntryId, EntryValues, Genre, ListChunk, ListEntry, ListGroup, ListStatus, Media, MediaFormat,
    MediaId, MediaTitle, MediaType, Tag, TitleLanguage,
};
use tsuzuki::list::library::{Library, View};
use tsuzuki::list::query::{ListQuery, Section, Sort};

fn entry(id: u64, status: ListStatus, customs: &[&str], hidden: bool) -> ListEntry {
    ListEntry {
        id: EntryId::new(id).unwrap(),
        values: EntryValues {
            status,
            custom_lists: customs.iter().map(|name| Box::from(*name)).collect(),
            hidden_from_status_lists: hidden,
            ..EntryValues::default()
        },
        updated_at: Some(1_000 - id),
        created_at: None,
        media: Media {
            kind: MediaType::Anime,
            title: MediaTitle {
                romaji: Some(format!("Title {id}").into()),
                ..MediaTitle::default()
            },
            ..Media::new(MediaId::new(id).unwrap())
        },
    }
}

fn group(name: &str, status: ListStatus, is_custom: bool, is_split: bool) -> ListGroup {
    ListGroup {
        name: name.into(),
        is_custom,
        is_split,
        status,
        entries: Vec::new(),
    }
}

fn library() -> Library {
    let mut library = Library::new(MediaType::Anime, true);
    library.add_chunk(ListChunk {
        entries: vec![
            entry(1, ListStatus::Current, &["Best"], false),
            entry(2, ListStatus::Completed, &["Watching", "Best"], true),
            entry(3, ListStatus::Completed, &[], false),
            entry(4, ListStatus::Completed, &[], true),
        ],
        groups: vec![
            group("Completed TV", ListStatus::Completed, false, true),
            group("Watching", ListStatus::Current, false, false),
            group("Best", ListStatus::Unknown, true, false),
            group("Watching", ListStatus::Unknown, true, false),
        ],
        has_next: false,
    });
    library
}

fn titles(view: &View) -> Vec<(&str, Vec<u32>)> {
    view.sections
        .iter()
        .map(|section| (&*section.title, section.rows.clone()))
        .collect()
}

fn tabs(view: &View) -> Vec<(&str, usize, usize)> {
    view.tabs
        .iter()
        .map(|tab| (&*tab.title, tab.count, tab.total))
        .collect()
}

#[test]
fn everything_stands_once_and_nothing_is_lost() {
    let mut library = library();
    let view = library.view(&ListQuery::default(), 0, TitleLanguage::Romaji);
    let want = [
        ("Completed", vec![2]),
        ("Watching", vec![0]),
        ("Best", vec![1]),
        ("Hidden", vec![3]),
    ];
    assert_eq!(titles(&view), want);
    let want = [
        ("All", 4, 4),
        ("Completed", 1, 1),
        ("Watching", 1, 1),
        ("Best", 2, 2),
        ("Watching", 1, 1),
        ("Hidden", 1, 1),
    ];
    assert_eq!(tabs(&view), want);
    assert_eq!((view.shown, view.total, view.has_headings()), (4, 4, true));
    // The custom list of the same name has its own path.
    let query = ListQuery::from_address("/Watching~", MediaType::Anime);
    assert_eq!(
        titles(&library.view(&query, 0, TitleLanguage::Romaji)),
        [("Watching", vec![1])]
    );
}

#[test]
fn a_section_alone_has_all_of_it_and_no_heading() {
    let mut library = library();
    let query = ListQuery {
        section: Section::Custom("Best".into()),
        ..ListQuery::default()
    };
    let view = library.view(&query, 0, TitleLanguage::Romaji);
    assert_eq!(titles(&view), [("Best", vec![0, 1])]);
    assert!(!view.has_headings());
    let gone = ListQuery {
        section: Section::Custom("Gone".into()),
        ..ListQuery::default()
    };
    let view = library.view(&gone, 0, TitleLanguage::Romaji);
    assert_eq!(
        (titles(&view), view.shown, view.total),
        (vec![("Gone", vec![])], 0, 0)
    );
    assert!(tabs(&view).contains(&("Gone", 0, 0)));
}

#[test]
fn counts_follow_the_filter_and_sections_collapse() {
    let mut library = library();
    let mut query = ListQuery {
        text: "title 2".into(),
        ..ListQuery::default()
    };
    query.set_collapsed(&Section::Custom("Best".into()), true);
    let view = library.view(&query, 0, TitleLanguage::Romaji);
    assert_eq!(titles(&view), [("Best", vec![1])]);
    assert!(view.sections[0].collapsed && view.sections[0].visible().is_empty());
    assert_eq!((view.shown, view.total), (1, 4));
    let want = [
        ("All", 1, 4),
        ("Completed", 0, 1),
        ("Watching", 0, 1),
        ("Best", 1, 2),
        ("Watching", 1, 1),
        ("Hidden", 0, 1),
    ];
    assert_eq!(tabs(&view), want);
    // Merged: one list without headings, sorted as a whole.
    let query = ListQuery {
        merged: true,
        sort: Sort::Title,
        reversed: true,
        ..ListQuery::default()
    };
    let view = library.view(&query, 0, TitleLanguage::Romaji);
    assert_eq!(titles(&view), [("All", vec![3, 2, 1, 0])]);
    assert!(!view.has_headings());
}

#[test]
fn an_edit_moves_an_entry_at_once() {
    let mut library = library();
    let media = MediaId::new(3).unwrap();
    let before = library.get(media).unwrap().values.clone();
    let values = EntryValues {
        status: ListStatus::Paused,
        custom_lists: ["New one".into()].into(),
        ..before.clone()
    };
    assert_eq!(library.set_values(media, values, 5_000), Some(before));
    let view = library.view(&ListQuery::default(), 0, TitleLanguage::Romaji);
    assert_eq!(titles(&view)[2], ("Paused", vec![2]));
    assert!(tabs(&view).contains(&("New one", 1, 1)));
    assert_eq!(library.updated(2), Some(5_000));
    assert_eq!(
        library.get(media).unwrap().updated_at,
        Some(997),
        "AniList's own time is what conflicts are told by"
    );
    // What AniList tells of it afterwards counts, although its clock may be behind.
    library.add_chunk(ListChunk {
        entries: vec![entry(3, ListStatus::Dropped, &[], false)],
        ..ListChunk::default()
    });
    assert_eq!((library.len(), library.updated(2)), (4, Some(997)));
    let missing = MediaId::new(99).unwrap();
    assert_eq!(library.set_values(missing, EntryValues::default(), 1), None);
}

#[test]
fn what_was_deleted_elsewhere_goes_when_the_list_was_read_again() {
    let mut library = library();
    library.begin_reading();
    library.add_chunk(ListChunk {
        entries: vec![
            entry(1, ListStatus::Current, &[], false),
            ListEntry {
                updated_at: Some(1),
                ..entry(3, ListStatus::Current, &[], false)
            },
        ],
        ..ListChunk::default()
    });
    library.upsert(entry(9, ListStatus::Planning, &[], false));
    assert_eq!(library.len(), 5);
    assert_eq!(library.finish_reading(), 2);
    let mut ids: Vec<u64> = library.entries().iter().map(|entry| entry.id.get()).collect();
    ids.sort_unstable();
    assert_eq!(ids, [1, 3, 9]);
    let kept = library.get(MediaId::new(3).unwrap()).unwrap();
    assert_eq!(
        kept.values.status,
        ListStatus::Completed,
        "an older account does not count"
    );
}

#[test]
fn a_title_that_was_added_shows_before_anilist_has_it() {
    let mut library = library();
    let work = Media {
        title: MediaTitle {
            romaji: Some("New".into()),
            ..MediaTitle::default()
        },
        ..Media::new(MediaId::new(50).unwrap())
    };
    let values = EntryValues {
        progress: 1,
        status: ListStatus::Current,
        ..EntryValues::default()
    };
    library.show(
        Library::draft(work.clone(), values.clone(), 5_000).unwrap(),
        Some(5_000),
    );
    let view = library.view(&ListQuery::default(), 0, TitleLanguage::Romaji);
    assert_eq!(titles(&view)[1], ("Watching", vec![4, 0]));
    // A second edit is one of the same entry, and a reading that does not have it yet leaves it.
    let values = EntryValues {
        progress: 2,
        ..values
    };
    library.show(Library::draft(work, values, 5_001).unwrap(), Some(5_001));
    library.begin_reading();
    library.finish_reading();
    assert_eq!(library.len(), 1);
    assert_eq!(library.entries()[0].values.progress, 2);
    // The real one takes its place.
    library.add_chunk(ListChunk {
        entries: vec![entry(50, ListStatus::Current, &[], false)],
        ..ListChunk::default()
    });
    assert_eq!((library.len(), library.entries()[0].id.get()), (1, 50));
    assert_eq!(library.row_of_entry(EntryId::new(50).unwrap()), Some(0));
}

#[test]
fn a_library_can_be_shared() {
    fn check<T: Send + Sync>() {}
    check::<Library>();
    check::<View>();
}

#[test]
fn notes_are_searched_on_ones_own_list_only() {
    for is_own in [true, false] {
        let mut library = Library::new(MediaType::Manga, is_own);
        let mut noted = entry(1, ListStatus::Current, &[], false);
        noted.values.notes = "Lent to Ｒｅｎ".into();
        library.upsert(noted);
        let query = ListQuery {
            text: "ren lent".into(),
            ..ListQuery::default()
        };
        assert_eq!(
            library.view(&query, 0, TitleLanguage::Romaji).shown,
            usize::from(is_own)
        );
    }
}

#[test]
fn facets_count_what_there_is() {
    let mut library = library();
    let mut work = entry(5, ListStatus::Current, &[], false);
    work.media.genres = [Genre::new("Drama"), Genre::new("Action")].into();
    work.media.tags = Tag::new("Gore").into_iter().collect();
    work.media.format = MediaFormat::Movie;
    work.media.season_year = Some(2020);
    work.media.country = Country::parse("JP");
    let mut other = entry(6, ListStatus::Current, &[], false);
    other.media.genres = [Genre::new("Drama")].into();
    other.media.season_year = Some(2021);
    library.upsert(work);
    library.upsert(other);
    let facets = library.facets();
    assert_eq!(facets.genres, [("Action".into(), 1), ("Drama".into(), 2)]);
    assert_eq!(facets.formats, [(MediaFormat::Movie, 1)]);
    assert_eq!(facets.years, [(2021, 1), (2020, 1)]);
    assert_eq!(facets.countries, [("JP".into(), 1)]);
    assert_eq!(facets.tags, [("Gore".into(), 1)]);
    library.remove(EntryId::new(6).unwrap());
    assert_eq!(library.facets().years, [(2020, 1)]);
}
