//! Figures, times and works as people read them.

use crate::domain::{Airing, FuzzyDate, Media};

/// Seconds in a minute, an hour, a day.
const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// A whole number with its thousands apart.
///
/// ```
/// assert_eq!(tsuzuki::text::format::number(1_234_567), "1,234,567");
/// ```
pub fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A count with its noun.
///
/// ```
/// use tsuzuki::text::format::count;
/// assert_eq!(count(1, "entry", "entries"), "1 entry");
/// assert_eq!(count(12_000, "entry", "entries"), "12,000 entries");
/// ```
pub fn count(value: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(value), if value == 1 { one } else { many })
}

/// A score of a part of a title in decimal, as short as it can be read back: none is below 0, above 1,000 or no number.
///
/// By hand: the code that prints any floating-point number would be 3 kB of every list's budget.
///
/// ```
/// use tsuzuki::text::format::decimal;
/// assert_eq!(decimal(8.5), "8.5");
/// assert_eq!(decimal(7.0), "7");
/// ```
pub fn decimal(score: f32) -> String {
    // As many as are needed to read the same number back, which scores never have.
    const PLACES: u32 = 12;
    // Above it, twelve places would not be exact.
    const MOST: f32 = 1_000.0;
    let score = if score > 0.0 { score.min(MOST) } else { 0.0 };
    let mut scale = 1_u64;
    let mut parts = 0_u64;
    let mut places = 0;
    for place in 0..=PLACES {
        (places, scale) = (place, 10_u64.pow(place));
        let exact = (f64::from(score) * scale as f64).round();
        parts = exact as u64;
        if (exact / scale as f64) as f32 == score {
            break;
        }
    }
    let whole = (parts / scale).to_string();
    match places {
        0 => whole,
        places => format!("{whole}.{:0width$}", parts % scale, width = places as usize),
    }
}

/// A date as files have it; zeros stand for what is unknown.
///
/// ```
/// use tsuzuki::domain::FuzzyDate;
/// use tsuzuki::text::format::day;
/// assert_eq!(day(FuzzyDate::new(Some(2018), Some(4), None)), "2018-04-00");
/// assert_eq!(day(None), "0000-00-00");
/// ```
pub fn day(date: Option<FuzzyDate>) -> String {
    let number = date.map_or(0, FuzzyDate::number);
    format!(
        "{:04}-{:02}-{:02}",
        number / 10_000,
        number / 100 % 100,
        number % 100
    )
}

/// A length of time in its two largest units, in seconds; the rest is cut off, not rounded.
///
/// ```
/// use tsuzuki::text::format::span;
/// assert_eq!(span(100_000), "1 d 3 h");
/// assert_eq!(span(3_600), "1 h");
/// assert_eq!(span(59), "under 1 min");
/// ```
pub fn span(seconds: u64) -> String {
    let (days, hours, minutes) = (seconds / DAY, seconds % DAY / HOUR, seconds % HOUR / MINUTE);
    let parts: Vec<String> = [(days, "d"), (hours, "h"), (minutes, "min")]
        .into_iter()
        .skip_while(|(amount, _)| *amount == 0)
        .take(2)
        .filter(|(amount, _)| *amount > 0)
        .map(|(amount, unit)| format!("{} {unit}", number(amount)))
        .collect();
    if parts.is_empty() {
        "under 1 min".to_owned()
    } else {
        parts.join(" ")
    }
}

/// How long until `then`; both in seconds since 1970.
///
/// ```
/// use tsuzuki::text::format::countdown;
/// assert_eq!(countdown(1_000, 101_000), "in 1 d 3 h");
/// assert_eq!(countdown(1_000, 999), "now");
/// ```
pub fn countdown(now: u64, then: u64) -> String {
    if then <= now {
        "now".to_owned()
    } else {
        format!("in {}", span(then - now))
    }
}

/// Whether the day of the week alone says which day `at` is: not beyond six days from now, and not on the day of the next
/// week that is called like today, which begins at `next`. All in seconds since 1970.
///
/// ```
/// use tsuzuki::text::format::is_this_week;
/// let days = |days: u64| days * 24 * 60 * 60;
/// assert!(is_this_week(days(106), days(100), days(107)));
/// assert!(!is_this_week(days(370), days(100), days(107)), "some Friday of next year");
/// ```
pub fn is_this_week(at: u64, now: u64, next: u64) -> bool {
    at.abs_diff(now) <= 6 * DAY && at < next
}

/// How long ago `then` was, in its largest unit; both in seconds since 1970. A time in the future, as clocks that
/// differ make it, is "just now".
///
/// ```
/// use tsuzuki::text::format::ago;
/// assert_eq!(ago(1_000, 860), "2 min ago");
/// assert_eq!(ago(1_000, 2_000), "just now");
/// ```
pub fn ago(now: u64, then: u64) -> String {
    let seconds = now.saturating_sub(then);
    let (amount, unit) = match seconds {
        0..MINUTE => return "just now".to_owned(),
        MINUTE..HOUR => (seconds / MINUTE, "min"),
        HOUR..DAY => (seconds / HOUR, "h"),
        _ => (seconds / DAY, "d"),
    };
    format!("{} {unit} ago", number(amount))
}

/// A wait in words that change seldom: seconds up to two minutes, then minutes.
///
/// ```
/// use tsuzuki::text::format::about;
/// assert_eq!(about(0), "about 1 s");
/// assert_eq!(about(8), "about 8 s");
/// assert_eq!(about(43), "about 45 s");
/// assert_eq!(about(600), "about 10 min");
/// ```
pub fn about(seconds: u64) -> String {
    match seconds {
        0..=10 => format!("about {} s", seconds.max(1)),
        11..=120 => format!("about {} s", seconds.div_ceil(5) * 5),
        _ => format!("about {} min", seconds.div_ceil(MINUTE)),
    }
}

/// A size in bytes.
///
/// ```
/// use tsuzuki::text::format::bytes;
/// assert_eq!(bytes(999), "999 bytes");
/// assert_eq!(bytes(4_500_000), "4.5 MB");
/// ```
pub fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => count(bytes, "byte", "bytes"),
        1_000..1_000_000 => format!("{}.{} kB", bytes / 1_000, bytes % 1_000 / 100),
        _ => format!("{}.{} MB", number(bytes / 1_000_000), bytes % 1_000_000 / 100_000),
    }
}

/// What there is to say about a work in one quiet line: format, length, season, score. Empty when nothing is known.
pub fn media_line(media: &Media) -> String {
    let parts = [
        media.format.label().map(str::to_owned),
        // A film's single episode is no news.
        media
            .episodes
            .filter(|&episodes| episodes > 1)
            .map(|episodes| count(episodes.into(), "episode", "episodes")),
        media.season_label(),
        media.average_score.map(|score| format!("{score}%")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Which episode comes next and when; `now` in seconds since 1970.
///
/// ```
/// use tsuzuki::{domain::Airing, text::format::next_episode};
/// let airing = Airing { episode: 4, airing_at: 8_000 };
/// assert_eq!(next_episode(airing, 1_000), "Episode 4 in 1 h 56 min");
/// assert_eq!(next_episode(airing, 8_000), "Episode 4 now");
/// assert_eq!(next_episode(airing, 90_000), "Episode 4 has aired");
/// ```
pub fn next_episode(airing: Airing, now: u64) -> String {
    let Airing { episode, airing_at } = airing;
    // Data may be older than the episode: an hour after its start it is over.
    if now >= airing_at.saturating_add(HOUR) {
        return format!("Episode {} has aired", number(episode.into()));
    }
    format!("Episode {} {}", number(episode.into()), countdown(now, airing_at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_of_parts_are_written_in_decimal() {
        for (score, text) in [
            (0.0, "0"),
            (7.0, "7"),
            (8.5, "8.5"),
            (9.05, "9.05"),
            (0.1, "0.1"),
            (100.0, "100"),
            (33.333_332, "33.333332"),
            (-1.0, "0"),
            (f32::NAN, "0"),
            (1e30, "1000"),
        ] {
            assert_eq!(decimal(score), text);
        }
    }
    use crate::domain::{MediaFormat, MediaId, MediaSeason, MediaType};
    use proptest::prelude::*;

    #[test]
    fn numbers() {
        let rows: &[(u64, &str)] = &[
            (0, "0"),
            (7, "7"),
            (999, "999"),
            (1_000, "1,000"),
            (11_000, "11,000"),
            (999_999, "999,999"),
            (1_000_000, "1,000,000"),
            (u64::MAX, "18,446,744,073,709,551,615"),
        ];
        for (value, want) in rows {
            assert_eq!(number(*value), *want);
        }
        assert_eq!(count(0, "entry", "entries"), "0 entries");
    }

    #[test]
    fn spans() {
        let rows: &[(u64, &str)] = &[
            (0, "under 1 min"),
            (60, "1 min"),
            (HOUR - 1, "59 min"),
            (HOUR + 5 * MINUTE, "1 h 5 min"),
            (DAY, "1 d"),
            (DAY + 30 * MINUTE, "1 d"),
            (DAY + HOUR, "1 d 1 h"),
            (400 * DAY + 23 * HOUR + 59 * MINUTE, "400 d 23 h"),
        ];
        for (seconds, want) in rows {
            assert_eq!(span(*seconds), *want, "{seconds}");
        }
    }

    #[test]
    fn times_around_now() {
        let now = 10 * DAY;
        let past: &[(u64, &str)] = &[
            (0, "just now"),
            (59, "just now"),
            (60, "1 min ago"),
            (HOUR, "1 h ago"),
            (2 * DAY - 1, "1 d ago"),
        ];
        for (seconds, want) in past {
            assert_eq!(ago(now, now - seconds), *want, "{seconds}");
        }
        assert_eq!(countdown(now, now), "now");
        assert_eq!(countdown(now, now + 1), "in under 1 min");
        assert_eq!(countdown(now, now + DAY + 4 * HOUR), "in 1 d 4 h");
    }

    #[test]
    fn a_weekday_names_one_day_only() {
        // Noon on a day that begins at 100 days; seven days later begins the next one of its name.
        let (now, next) = (100 * DAY + 12 * HOUR, 107 * DAY);
        let rows = [
            (now, true),
            (now + HOUR, true),
            (now + 6 * DAY, true),
            (now + 6 * DAY + 1, false),
            (next - 1, false),
            (next, false),
            (now + 7 * DAY, false),
            (now + 270 * DAY, false),
            (u64::MAX, false),
            (now - 6 * DAY, true),
            (now - 6 * DAY - 1, false),
            (0, false),
        ];
        for (at, want) in rows {
            assert_eq!(is_this_week(at, now, next), want, "{at}");
        }
        // Where the clocks change, six days may reach into the day that is called like today.
        assert!(!is_this_week(now + 6 * DAY, now, now + 6 * DAY));
        // The same far away, at every distance and time of day.
        for days in 0..400 {
            for hour in 0..24 {
                let at = now + days * DAY + hour * HOUR;
                let shown = is_this_week(at, now, next);
                assert!(!shown || at < next, "{days} {hour}");
                assert_eq!(shown, at - now <= 6 * DAY, "{days} {hour}");
            }
        }
    }

    #[test]
    fn lines_about_works() {
        let mut media = Media {
            kind: MediaType::Anime,
            format: MediaFormat::Tv,
            episodes: Some(13),
            season: MediaSeason::Winter,
            season_year: Some(2018),
            average_score: Some(84),
            ..Media::new(MediaId::new(1).unwrap())
        };
        assert_eq!(media_line(&media), "TV · 13 episodes · Winter 2018 · 84%");
        (media.format, media.episodes, media.season) = (MediaFormat::Movie, Some(1), MediaSeason::Unknown);
        assert_eq!(media_line(&media), "Movie · 2018 · 84%");
        (media.format, media.season_year, media.average_score) = (MediaFormat::Unknown, None, None);
        assert_eq!(media_line(&media), "");
    }

    proptest! {
        #[test]
        fn any_time_has_words(now: u64, then: u64) {
            prop_assert!(!ago(now, then).is_empty());
            prop_assert!(!countdown(now, then).is_empty());
            prop_assert_eq!(number(then).replace(',', ""), then.to_string());
        }
    }
}
