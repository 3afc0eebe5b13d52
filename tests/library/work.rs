//! What views cost at AniList's largest list, in steps instead of time.

use tsuzuki::domain::{
    EntryId, EntryValues, ListChunk, ListEntry, ListStatus, Media, MediaId, MediaTitle, MediaType, Score,
    TitleLanguage,
};
use tsuzuki::list::library::{Library, SectionView, Work};
use tsuzuki::list::query::{Flag, ListQuery, Section, Sort};
use tsuzuki::list::still::{Order, Part};

const ENTRIES: u64 = 11_000;
const CHUNK: usize = 500;

/// Scrambles without repeating.
fn mixed(number: u64) -> u64 {
    number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20
}

fn entry(number: u64) -> ListEntry {
    let title = format!(
        "{} no {}",
        ["Sora", "Umi", "Kaze", "Hoshi"][number as usize % 4],
        mixed(number) % 7_919
    );
    ListEntry {
        id: EntryId::new(1_000 + mixed(number) % (1 << 40)).unwrap(),
        values: EntryValues {
            status: ListStatus::ALL[number as usize % 6],
            score: Score::new((mixed(number) % 101) as u8),
            ..EntryValues::default()
        },
        updated_at: Some(2_000_000 - number),
        created_at: None,
        media: Media {
            kind: MediaType::Anime,
            title: MediaTitle {
                romaji: Some(title.into()),
                ..MediaTitle::default()
            },
            ..Media::new(MediaId::new(number + 1).unwrap())
        },
    }
}

fn chunks() -> Vec<ListChunk> {
    let entries: Vec<ListEntry> = (0..ENTRIES).map(entry).collect();
    let chunk = |entries: &[ListEntry]| ListChunk {
        entries: entries.to_vec(),
        ..ListChunk::default()
    };
    entries.chunks(CHUNK).map(chunk).collect()
}

fn library() -> Library {
    let mut library = Library::new(MediaType::Anime, true);
    chunks().into_iter().for_each(|chunk| library.add_chunk(chunk));
    library
}

/// What one more view costs.
fn cost(library: &mut Library, query: &ListQuery) -> Work {
    let before = library.work();
    library.view(query, 0, TitleLanguage::Romaji);
    let after = library.work();
    Work {
        folded: after.folded - before.folded,
        searched: after.searched - before.searched,
        filtered: after.filtered - before.filtered,
        keyed: after.keyed - before.keyed,
        compared: after.compared - before.compared,
    }
}

fn typed(text: &str) -> ListQuery {
    ListQuery {
        text: text.into(),
        ..ListQuery::default()
    }
}

const N: usize = ENTRIES as usize;

#[test]
fn taking_chunks_in_makes_no_texts_and_no_order() {
    assert_eq!(library().work(), Work::default());
}

#[test]
fn the_first_look_needs_no_titles() {
    let work = cost(&mut library(), &ListQuery::default());
    // As AniList sends it, the latest change first: in order already.
    assert_eq!(
        work,
        Work {
            keyed: N,
            compared: N - 1,
            ..Work::default()
        }
    );
}

#[test]
fn looking_again_costs_nothing() {
    let mut library = library();
    cost(&mut library, &ListQuery::default());
    for section in [
        Section::Status(ListStatus::Paused),
        Section::All,
        Section::Custom("x".into()),
    ] {
        let query = ListQuery {
            section,
            ..ListQuery::default()
        };
        assert_eq!(cost(&mut library, &query), Work::default());
    }
}

#[test]
fn chunks_that_stream_in_are_sorted_into_what_is_there() {
    let mut library = Library::new(MediaType::Anime, true);
    let query = ListQuery {
        sort: Sort::Title,
        ..ListQuery::default()
    };
    let mut whole = Work::default();
    for chunk in chunks() {
        library.add_chunk(chunk);
        let work = cost(&mut library, &query);
        assert_eq!(work.folded, CHUNK, "no title twice");
        whole.compared += work.compared;
    }
    // Twenty-two views of a list that grows: not twenty-two times the sorting of it all.
    assert!(whole.compared < 22 * N * 11, "{whole:?}");
}

#[test]
fn each_letter_looks_only_at_what_the_last_one_left() {
    let mut library = library();
    let first = cost(&mut library, &typed("u"));
    assert_eq!((first.folded, first.searched), (N, N));
    assert_eq!(cost(&mut library, &typed("um")).searched, N / 4);
    assert_eq!(cost(&mut library, &typed("umi ")).searched, N / 4);
    assert_eq!(cost(&mut library, &typed("umi")), Work::default());
    let left = library.view(&typed("umi 12"), 0, TitleLanguage::Romaji).shown;
    let narrower = cost(&mut library, &typed("umi 123"));
    assert_eq!((narrower.searched, narrower.folded), (left, 0));
    // A letter taken back is looked for everywhere, for it may stand where more did not.
    assert_eq!(cost(&mut library, &typed("umi 12")).searched, N);
    // Other changes of the query search nothing.
    let sorted = ListQuery {
        sort: Sort::Score,
        ..typed("umi 12")
    };
    assert_eq!(cost(&mut library, &sorted).searched, 0);
}

#[test]
fn filters_are_held_only_against_what_the_text_left() {
    let mut library = library();
    let mut query = typed("umi");
    query.filters.flags.set(Flag::Adult, Some(false));
    assert_eq!(cost(&mut library, &query).filtered, N / 4);
    query.text.clear();
    assert_eq!(cost(&mut library, &query).filtered, N);
}

#[test]
fn an_edit_costs_a_pass_not_a_sort() {
    let mut library = library();
    for sort in [Sort::Updated, Sort::Title, Sort::Score] {
        let query = ListQuery { sort, ..typed("umi") };
        cost(&mut library, &query);
        for number in [7_001, 3, 10_999] {
            let media = MediaId::new(number).unwrap();
            let values = EntryValues {
                progress: 1,
                score: Score::new(50),
                ..EntryValues::default()
            };
            library.set_values(media, values, 3_000_000 + number);
            let work = cost(&mut library, &query);
            assert_eq!((work.folded, work.searched, work.keyed), (0, 0, N), "{sort:?}");
            assert!(work.compared < 3 * N, "{sort:?} {work:?}");
        }
    }
}

#[test]
fn another_order_is_one_sort_and_titles_are_sorted_once() {
    let mut library = library();
    cost(&mut library, &ListQuery::default());
    let by = |sort, reversed| ListQuery {
        sort,
        reversed,
        ..ListQuery::default()
    };
    let logarithm = 14;
    let score = cost(&mut library, &by(Sort::Score, false));
    assert_eq!((score.folded, score.keyed), (N, N));
    assert!(score.compared < 2 * N * logarithm, "{score:?}");
    for query in [
        by(Sort::Title, false),
        by(Sort::Title, true),
        by(Sort::Average, false),
        by(Sort::Score, true),
    ] {
        let work = cost(&mut library, &query);
        assert_eq!((work.folded, work.keyed), (0, N));
        assert!(work.compared < N * logarithm, "{query:?} {work:?}");
    }
}

#[test]
fn texts_can_be_made_while_nobody_waits() {
    let mut library = library();
    let mut slices = 1;
    let first = cost(&mut library, &ListQuery::default());
    while library.prepare(1_000, TitleLanguage::Romaji) {
        slices += 1;
    }
    // Texts, then titles; a look that needs neither is as it was.
    assert_eq!((slices, library.work().folded), (12, 2 * N));
    assert_eq!(first.keyed, N);
    assert_eq!(cost(&mut library, &ListQuery::default()), Work::default());
    assert_eq!(cost(&mut library, &typed("u")).folded, 0);
    let by_title = ListQuery {
        sort: Sort::Title,
        ..ListQuery::default()
    };
    assert_eq!(cost(&mut library, &by_title).folded, 0);
}

#[test]
fn entries_that_arrive_while_somebody_searches_are_the_only_ones_searched() {
    let mut library = Library::new(MediaType::Anime, true);
    for chunk in chunks() {
        library.add_chunk(chunk);
        assert_eq!(cost(&mut library, &typed("umi")).searched, CHUNK);
    }
    assert_eq!(library.view(&typed("umi"), 0, TitleLanguage::Romaji).shown, N / 4);
}

/// The order that a view asks for, as pages make it.
fn order(library: &mut Library, query: &ListQuery) -> Order {
    let view = library.view(query, 0, TitleLanguage::Romaji);
    let part = |section: &SectionView| Part {
        section: section.section.clone(),
        title: section.title.clone(),
        collapsed: section.collapsed,
        count: section.rows.len(),
        media: section
            .rows
            .iter()
            .map(|row| library.entry(*row).unwrap().media.id)
            .collect(),
    };
    Order {
        parts: view.sections.iter().map(part).collect(),
    }
}

#[test]
fn lines_that_stay_where_they_are_cost_no_more_than_the_look_that_they_follow() {
    let mut library = library();
    let query = ListQuery::default();
    let shown = order(&mut library, &query);
    library.settle();
    // As after a change of five hundred at once.
    for number in 1..=500 {
        let media = MediaId::new(number * 20).unwrap();
        let mut values = library.get(media).unwrap().values.clone();
        values.progress += 1;
        library.set_values(media, values, 3_000_000 + number);
    }
    let touched = library.touched();
    assert_eq!(touched.len(), 500);
    let fastest = |act: &mut dyn FnMut()| {
        let time = |_| {
            let started = std::time::Instant::now();
            act();
            started.elapsed()
        };
        (0..30).map(time).min().unwrap()
    };
    let right = order(&mut library, &query);
    let mut number = 0;
    // A look after a change, which sorts anew.
    let look = fastest(&mut || {
        number += 1;
        let media = MediaId::new(number).unwrap();
        let values = library.get(media).unwrap().values.clone();
        library.set_values(media, values, 4_000_000 + number);
        order(&mut library, &query);
    });
    let hold = fastest(&mut || {
        let held = shown.held(&right);
        assert_eq!(held.marks(&right, &touched).len(), 500);
    });
    assert!(hold < look * 6, "{hold:?} for what stays, {look:?} for a look");
}
