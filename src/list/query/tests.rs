use super::*;
use crate::domain::{ListStatus, MediaFormat, MediaSeason, MediaStatus, MediaType};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

#[test]
fn every_parameter_has_its_place() {
    let mut query = ListQuery {
        section: Section::Custom("a,b".into()),
        merged: true,
        text: "a+b".into(),
        sort: Sort::Title,
        reversed: true,
        layout: Layout::Covers,
        ..ListQuery::default()
    };
    let filters = &mut query.filters;
    filters.formats.set(MediaFormat::Movie, true);
    filters.formats.set(MediaFormat::Tv, true);
    filters.releases.set(MediaStatus::Releasing, true);
    filters.seasons.set(MediaSeason::Fall, true);
    filters.genres.set("Sci-Fi", true);
    filters.not_genres.set("Horror", true);
    filters.tags.set("Time Loop, Dark", true);
    filters.tags.set("Gods", true);
    filters.not_tags.set("Isekai", true);
    filters.countries.set("JP", true);
    (filters.years, filters.scores) = (
        Span {
            from: Some(2010),
            to: Some(2010),
        },
        Span {
            from: None,
            to: Some(70),
        },
    );
    filters.progress = Some(ProgressState::InProgress);
    filters.flags.set(Flag::Behind, Some(true));
    filters.flags.set(Flag::Adult, Some(false));
    query.set_collapsed(&Section::Status(ListStatus::Completed), true);
    query.set_collapsed(&Section::Custom("x".into()), true);
    assert_eq!(
        query.address(MediaType::Anime),
        "/a%2Cb?q=a%2Bb&format=TV,MOVIE&release=RELEASING&season=FALL&genre=Sci-Fi&genre-not=Horror\
         &tag=Gods,Time%20Loop%2C%20Dark&tag-not=Isekai&country=JP&year=2010&score=-70&progress=some\
         &behind=yes&adult=no&sort=title&reversed=yes&merged=yes&view=covers&closed=COMPLETED,~x"
    );
    assert_eq!(
        ListQuery::from_address(&query.address(MediaType::Anime), MediaType::Anime),
        query
    );
    assert!(query.is_filtered() && query.is_collapsed(&Section::Custom("x".into())));
}

#[test]
fn nonsense_is_passed_over() {
    for address in [
        "",
        "?",
        "?&&==&=&x=&a=b",
        "?sort=nope&view=&format=,TVX,&behind=maybe&progress=half&closed=,,",
        "?q=%&genre=%zz,%C3&year=x-y&score=99999999999999999999",
    ] {
        assert_eq!(
            ListQuery::from_address(address, MediaType::Anime),
            ListQuery::default(),
            "{address}"
        );
    }
    // What is good beside it counts; the last one of a single value counts.
    let query = ListQuery::parse("genre=%,Drama&year=-2015&q=a&q=b+c&format=TV,?&format=OVA");
    assert!(query.filters.genres.has("Drama") && query.filters.genres.len() == 1);
    assert_eq!(
        (query.filters.years.from, query.filters.years.to),
        (None, Some(2015))
    );
    assert_eq!(query.text, "b c");
    assert!(query.filters.formats.has(MediaFormat::Tv) && query.filters.formats.has(MediaFormat::Ova));
}

#[test]
fn each_order_has_a_usual_direction() {
    for (sort, up) in [
        (Sort::Title, true),
        (Sort::NextAiring, true),
        (Sort::Score, false),
        (Sort::Updated, false),
    ] {
        let query = ListQuery {
            sort,
            ..ListQuery::default()
        };
        assert_eq!(query.descends(), !up, "{sort:?}");
        assert_eq!(
            ListQuery {
                reversed: true,
                ..query
            }
            .descends(),
            up,
            "{sort:?}"
        );
    }
}

#[test]
fn choices_are_numbered_as_they_are_offered() {
    fn check<T: Choice + PartialEq + std::fmt::Debug>(unknown: T) {
        let mut chosen = Chosen::default();
        for (number, value) in T::ALL.iter().enumerate() {
            assert_eq!(usize::from(value.number()), number);
            assert!(chosen.allows(*value));
        }
        chosen.set(unknown, true);
        assert!(chosen.is_empty());
        for value in T::ALL {
            chosen.set(*value, true);
            assert!(chosen.has(*value) && !chosen.allows(unknown));
            chosen.set(*value, false);
        }
    }
    check(MediaFormat::Unknown);
    check(MediaSeason::Unknown);
    check(MediaStatus::Unknown);
}

#[test]
fn spans() {
    let span = |from, to| Span { from, to };
    for (span, within, without) in [
        (span(Some(2), Some(4)), vec![2, 4], vec![1, 5]),
        (span(Some(2), None), vec![2, 99], vec![1]),
        (span(None, Some(4)), vec![0, 4], vec![5]),
        (span(Some(4), Some(2)), vec![], vec![2, 3, 4]),
    ] {
        assert!(within.iter().all(|number| span.allows(Some(*number))), "{span:?}");
        assert!(
            !without.iter().any(|number| span.allows(Some(*number))),
            "{span:?}"
        );
        assert!(!span.allows(None));
    }
    assert!(Span::default().allows(None) && Span::default().allows(Some(7)));
}

/// NUL and U+FFFD are in no text that somebody means.
fn text() -> impl Strategy<Value = String> {
    "[^\u{0}\u{fffd}]{0,8}|[a-z ,&=%+?#~]{0,8}"
}

fn names() -> impl Strategy<Value = Names> {
    prop::collection::vec(text(), 0..4).prop_map(|texts| {
        let mut names = Names::default();
        texts.iter().for_each(|text| names.set(text, true));
        names
    })
}

fn chosen<T: Choice + std::fmt::Debug>() -> impl Strategy<Value = Chosen<T>> {
    subsequence(T::ALL, 0..=T::ALL.len()).prop_map(|values| {
        let mut chosen = Chosen::default();
        values.iter().for_each(|value| chosen.set(*value, true));
        chosen
    })
}

fn span() -> impl Strategy<Value = Span> {
    let end = || prop::option::of(any::<u32>());
    (end(), end()).prop_map(|(from, to)| Span { from, to })
}

fn filters() -> impl Strategy<Value = Filters> {
    let flags = prop::collection::vec(prop::option::of(any::<bool>()), Flag::ALL.len());
    let progress = prop::option::of(select(&ProgressState::ALL).prop_map(|(state, _)| state));
    let sets = (
        chosen(),
        chosen(),
        chosen(),
        names(),
        names(),
        names(),
        names(),
        names(),
    );
    (sets, span(), span(), progress, flags).prop_map(|(sets, years, scores, progress, wanted)| {
        let (formats, releases, seasons, genres, not_genres, tags, not_tags, countries) = sets;
        let mut flags = Flags::default();
        for ((flag, _), wanted) in Flag::ALL.into_iter().zip(wanted) {
            flags.set(flag, wanted);
        }
        Filters {
            formats,
            releases,
            seasons,
            genres,
            not_genres,
            tags,
            not_tags,
            countries,
            years,
            scores,
            progress,
            flags,
        }
    })
}

fn section() -> impl Strategy<Value = Section> {
    let status = select(ListStatus::ALL).prop_map(Section::Status);
    let rest = select(vec![
        Section::All,
        Section::Unlisted,
        Section::Status(ListStatus::Unknown),
    ]);
    prop_oneof![status, rest, text().prop_map(|name| Section::Custom(name.into()))]
}

fn query() -> impl Strategy<Value = ListQuery> {
    let (sort, layout) = (select(&Sort::ALL), select(&Layout::ALL));
    let drawn = (sort, layout, any::<bool>(), any::<bool>());
    (section(), text(), filters(), drawn, names()).prop_map(|(section, text, filters, drawn, collapsed)| {
        let ((sort, _), (layout, _), merged, reversed) = drawn;
        ListQuery {
            section,
            merged,
            text,
            filters,
            sort,
            reversed,
            layout,
            collapsed,
        }
    })
}

proptest! {
    #[test]
    fn an_address_brings_the_query_back(query in query(), manga: bool) {
        let kind = if manga { MediaType::Manga } else { MediaType::Anime };
        let address = query.address(kind);
        prop_assert!(address.is_ascii() && !address.contains(['#', ' ', '"']));
        prop_assert_eq!(&ListQuery::from_address(&address, kind), &query);
        // Canonical: the same after a round, and the same in a query of its own.
        let alone = query.to_query_string();
        prop_assert_eq!(ListQuery::parse(&alone).to_query_string(), alone);
    }

    #[test]
    fn any_address_is_read(address: String, piece in "[a-z-]{0,8}=[a-zA-Z,%0-9+-]{0,12}") {
        for address in [address, piece] {
            let query = ListQuery::from_address(&address, MediaType::Manga);
            let again = query.address(MediaType::Manga);
            prop_assert_eq!(ListQuery::from_address(&again, MediaType::Manga), query);
        }
    }
}
