//! Entries and queries at random, from few values, so that they meet.
//!
//! What is made of much is boxed: a tree of all the types would be too large for the stack of a test.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use tsuzuki::domain::{
    Airing, Country, EntryId, EntryValues, FuzzyDate, Genre, ListEntry, ListStatus, Media, MediaFormat,
    MediaId, MediaSeason, MediaStatus, MediaTitle, MediaType, Score, Tag, TitleLanguage,
};
use tsuzuki::list::query::{
    Choice, Chosen, Filters, Flag, Flags, Layout, ListQuery, Names, ProgressState, Section, Sort, Span,
};

pub(crate) const NOW: u64 = 1_000;

/// Year, month and day of last episodes: that of [`NOW`], fourteen days before it, and fifteen.
const ENDINGS: [Option<(u16, u8, u8)>; 4] = [
    None,
    Some((1970, 1, 1)),
    Some((1969, 12, 18)),
    Some((1969, 12, 17)),
];
pub(crate) const CUSTOM_LISTS: [&str; 3] = ["Films", "Watching", "A, B"];
/// What the owner wants first; the rest follows.
pub(crate) const SECTION_ORDER: [&str; 5] = ["Planning", "Films", "Completed TV", "Watching", "Dropped"];

const TITLES: [(&str, &str); 12] = [
    ("Sora", "sora"),
    ("sora yori", "sora yori"),
    ("SORA NO OTO", "sora no oto"),
    ("Ōkami", "okami"),
    ("okami kakushi", "okami kakushi"),
    ("宇宙よりも", "宇宙よりも"),
    ("ＦＡＴＥ", "fate"),
    ("Fate zero", "fate zero"),
    ("Été", "ete"),
    ("é", "e"),
    ("そら", "そら"),
    ("x×y", "xxy"),
];
const GENRES: [&str; 4] = ["Action", "Drama", "Sci-Fi", "New one"];
const TAGS: [&str; 3] = ["Time Skip", "Found Family", "A, B"];
const COUNTRIES: [&str; 3] = ["JP", "KR", "CN"];
pub(crate) const LANGUAGES: [TitleLanguage; 4] = [
    TitleLanguage::Romaji,
    TitleLanguage::English,
    TitleLanguage::Native,
    TitleLanguage::RomajiStylised,
];

/// What a text from here is without case, accents and width, by hand.
pub(crate) fn folded(text: &str) -> String {
    let mut text = text.to_lowercase();
    for (raw, folded) in [
        ("ō", "o"),
        ("é", "e"),
        ("×", "x"),
        ("ｆａｔｅ", "fate"),
        ("\u{3000}", " "),
    ] {
        text = text.replace(raw, folded);
    }
    text
}

fn title() -> impl Strategy<Value = Option<Box<str>>> {
    prop::option::of(select(&TITLES).prop_map(|(raw, _)| raw.into()))
}

fn date() -> impl Strategy<Value = Option<FuzzyDate>> {
    prop::option::of(2019_u16..2022)
        .prop_map(|year| FuzzyDate::new(year, Some(2), None).filter(|_| year.is_some()))
}

fn media(id: u64) -> BoxedStrategy<Media> {
    let words = (
        title(),
        title(),
        title(),
        title(),
        prop::collection::vec(select(&TITLES), 0..2),
    );
    let kinds = (
        select(&[MediaFormat::Tv, MediaFormat::Movie, MediaFormat::Unknown]),
        select(&[
            MediaStatus::Finished,
            MediaStatus::Releasing,
            MediaStatus::Unknown,
        ]),
        select(&[MediaSeason::Winter, MediaSeason::Fall, MediaSeason::Unknown]),
        prop::option::of(select(&COUNTRIES)),
        subsequence(&GENRES, 0..=3),
        subsequence(&TAGS, 0..=3),
    );
    let numbers = (
        prop::option::of(1_u32..5),
        prop::option::of(2019_u32..2022),
        date(),
        prop::option::of(60_u8..64),
        prop::option::of(0_u32..4),
        prop::option::of((1_u32..5, NOW - 2..NOW + 3)),
        select(&ENDINGS),
    );
    (words, kinds, numbers, any::<(bool, bool)>())
        .prop_map(move |(words, kinds, numbers, (adult, favourite))| {
            let (romaji, english, native, user_preferred, synonyms) = words;
            let (format, status, season, country, genres, tags) = kinds;
            let (episodes, season_year, started, average_score, popularity, next, ended) = numbers;
            Media {
                kind: MediaType::Anime,
                title: MediaTitle {
                    romaji,
                    english,
                    native,
                    user_preferred,
                },
                synonyms: synonyms.into_iter().map(|(raw, _)| raw.into()).collect(),
                format,
                status,
                episodes,
                season,
                season_year,
                started,
                ended: ended
                    .and_then(|(year, month, day)| FuzzyDate::new(Some(year), Some(month), Some(day))),
                country: country.and_then(Country::parse),
                adult,
                favourite,
                average_score,
                popularity,
                next_airing: next.map(|(episode, airing_at)| Airing { episode, airing_at }),
                genres: genres.into_iter().map(Genre::new).collect(),
                tags: tags.into_iter().filter_map(Tag::new).collect(),
                ..Media::new(MediaId::new(id).unwrap())
            }
        })
        .boxed()
}

pub(crate) fn values() -> BoxedStrategy<EntryValues> {
    let status = prop_oneof![9 => select(ListStatus::ALL), 1 => Just(ListStatus::Unknown)];
    let numbers = (prop::option::of(70_u8..74), 0_u32..5, 0_u32..2, 0_u32..3);
    let notes = select(&["", "watch with Ren", "Sora!", "ōkami\nagain"]);
    let lists = (subsequence(&CUSTOM_LISTS, 0..=3), prop::bool::weighted(0.2));
    (status, numbers, any::<bool>(), notes, lists, date(), date())
        .prop_map(|(status, numbers, private, notes, lists, started, completed)| {
            let (score, progress, progress_volumes, priority) = numbers;
            EntryValues {
                status,
                score: score.and_then(Score::new),
                progress,
                progress_volumes,
                priority,
                private,
                notes: notes.into(),
                custom_lists: lists.0.into_iter().map(Box::from).collect(),
                hidden_from_status_lists: lists.1,
                started,
                completed,
                ..EntryValues::default()
            }
        })
        .boxed()
}

/// Entry ids and works mostly belong together, as at AniList, and sometimes do not.
pub(crate) fn entry() -> BoxedStrategy<ListEntry> {
    (1_u64..25, prop::bool::weighted(0.1), 1_u64..25)
        .prop_flat_map(|(id, strays, other)| {
            let media = media(if strays { other } else { id });
            let times = (
                prop::option::of(NOW - 5..NOW + 5),
                prop::option::of(NOW - 900..NOW - 895),
            );
            (Just(id + 100), media, values(), times)
        })
        .prop_map(|(id, media, values, (updated_at, created_at))| ListEntry {
            id: EntryId::new(id).unwrap(),
            values,
            updated_at,
            created_at,
            media,
        })
        .boxed()
}

fn names(pool: &'static [&'static str]) -> impl Strategy<Value = Names> {
    prop::option::weighted(0.2, select(pool)).prop_map(|name| {
        let mut names = Names::default();
        name.into_iter().for_each(|name| names.set(name, true));
        names
    })
}

fn chosen<T: Choice + std::fmt::Debug>() -> impl Strategy<Value = Chosen<T>> {
    prop::option::weighted(0.2, subsequence(T::ALL, 1..=3)).prop_map(|values| {
        let mut chosen = Chosen::default();
        values
            .into_iter()
            .flatten()
            .for_each(|value| chosen.set(value, true));
        chosen
    })
}

fn span(numbers: std::ops::Range<u32>) -> impl Strategy<Value = Span> {
    let end = || prop::option::weighted(0.15, numbers.clone());
    (end(), end()).prop_map(|(from, to)| Span { from, to })
}

fn filters() -> BoxedStrategy<Filters> {
    let flag = prop::option::weighted(0.1, any::<bool>());
    let flags = prop::collection::vec(flag, Flag::ALL.len());
    let progress = prop::option::weighted(0.2, select(&ProgressState::ALL));
    let lists = (
        names(&GENRES),
        names(&GENRES),
        names(&COUNTRIES),
        names(&TAGS),
        names(&TAGS),
    );
    let chosen = (chosen(), chosen(), chosen());
    (chosen, lists, span(2018..2022), span(0..75), progress, flags)
        .prop_map(|(chosen, lists, years, scores, progress, wanted)| {
            let mut flags = Flags::default();
            for ((flag, _), wanted) in Flag::ALL.into_iter().zip(wanted) {
                flags.set(flag, wanted);
            }
            Filters {
                formats: chosen.0,
                releases: chosen.1,
                seasons: chosen.2,
                genres: lists.0,
                not_genres: lists.1,
                countries: lists.2,
                tags: lists.3,
                not_tags: lists.4,
                years,
                scores,
                progress: progress.map(|(state, _)| state),
                flags,
            }
        })
        .boxed()
}

pub(crate) fn section() -> impl Strategy<Value = Section> {
    prop_oneof![
        4 => Just(Section::All),
        2 => select(ListStatus::ALL).prop_map(Section::Status),
        2 => select(&CUSTOM_LISTS).prop_map(|name| Section::Custom(name.into())),
        1 => select(vec![Section::Unlisted, Section::Status(ListStatus::Unknown)]),
    ]
}

pub(crate) fn query() -> BoxedStrategy<ListQuery> {
    let text = prop_oneof![
        3 => Just(""),
        4 => select(&["s", "so", "sor", "sora ", "sora n", "Sora NO x", "ō", "OK", "e", "よ", "f a", "  ", "ren", "zz"]),
    ];
    let filters = prop_oneof![Just(Filters::default()), filters()];
    let collapsed = prop::collection::vec(section(), 0..3);
    let flags = any::<(bool, bool)>();
    (section(), text, filters, select(&Sort::ALL), flags, collapsed)
        .prop_map(
            |(section, text, filters, (sort, _), (merged, reversed), collapsed)| {
                let mut query = ListQuery {
                    section,
                    merged,
                    text: text.into(),
                    filters,
                    sort,
                    reversed,
                    layout: Layout::default(),
                    collapsed: Names::default(),
                };
                collapsed
                    .iter()
                    .for_each(|section| query.set_collapsed(section, true));
                query
            },
        )
        .boxed()
}
