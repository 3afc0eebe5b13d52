//! Dates of which parts may be unknown.

use std::num::NonZeroU32;

use super::civil::days_of;
use super::numerals::plain;

/// `FuzzyDate`: a day, a month or a year, as far as it is known. At least one part is.
///
/// Dates sort by what is known of them; an unknown part comes before every known one.
///
/// ```
/// use tsuzuki::domain::FuzzyDate;
/// let spring = FuzzyDate::new(Some(2018), Some(4), None).unwrap();
/// assert_eq!((spring.year(), spring.month(), spring.day()), (Some(2018), Some(4), None));
/// assert_eq!(spring.number(), 2018_04_00);
/// assert_eq!(FuzzyDate::new(None, None, None), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FuzzyDate(NonZeroU32);

impl FuzzyDate {
    /// Makes it of what is known. A part that no calendar has (a year above 9999, a 13th month, a 32nd day) counts as
    /// unknown; `None` when nothing is left.
    pub fn new(year: Option<u16>, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let year = u32::from(year.filter(|year| *year <= 9999).unwrap_or(0));
        let month = u32::from(month.filter(|month| *month <= 12).unwrap_or(0));
        let day = u32::from(day.filter(|day| *day <= 31).unwrap_or(0));
        NonZeroU32::new(year * 10_000 + month * 100 + day).map(Self)
    }

    /// Reads a date as people type it and as programs write it: year, month and day in this order, as far as they are
    /// known, with digits of any script. Nothing, or nothing but zeros, is no date.
    ///
    /// Between them stands a dash, a slash, a point, a space or, in Japanese, Chinese and Korean, what each is called.
    /// An unknown part is left out at the end, and `0` or `?` before another one. Eight digits without anything between
    /// are AniList's own way to write one. A time of day behind the date is passed over: the day is the one that is written.
    ///
    /// # Errors
    /// For what is no date, or a day that no calendar has.
    ///
    /// ```
    /// use tsuzuki::domain::{DateError, FuzzyDate};
    /// let day = FuzzyDate::new(Some(2018), Some(4), Some(7));
    /// for text in ["2018-04-07", "2018/4/7", "２０１８．４．７", "2018年4月7日", "2018-04-07T00:00:00Z", "20180407"] {
    ///     assert_eq!(FuzzyDate::parse(text), Ok(day), "{text}");
    /// }
    /// assert_eq!(FuzzyDate::parse("2018-04"), Ok(FuzzyDate::new(Some(2018), Some(4), None)));
    /// assert_eq!(FuzzyDate::parse("0000-00-00"), Ok(None));
    /// assert_eq!(FuzzyDate::parse("2018-02-30"), Err(DateError::Day { last: 28 }));
    /// ```
    pub fn parse(text: &str) -> Result<Option<Self>, DateError> {
        let text = plain(text);
        let date = without_time(&text).ok_or(DateError::Unreadable)?;
        let parts = match date.split_at_checked(4) {
            Some((year, rest)) if date.len() == 8 && is_digits(date) => rest
                .split_at_checked(2)
                .map(|(month, day)| [year, month, day].map(number))
                .ok_or(DateError::Unreadable)?,
            _ => parts(date).ok_or(DateError::Unreadable)?,
        };
        let [Some(year), Some(month), Some(day)] = parts else {
            return Err(DateError::Unreadable);
        };
        let month = u8::try_from(month).map_err(|_| DateError::Unreadable)?;
        let day = u8::try_from(day).map_err(|_| DateError::Unreadable)?;
        // A year of two digits could be of any century.
        if (1..1000).contains(&year) {
            return Err(DateError::Unreadable);
        }
        if month > 12 {
            return Err(DateError::Month);
        }
        let last = last_day(year, month);
        if day > last {
            return Err(DateError::Day { last });
        }
        Ok(Self::new(Some(year), Some(month), Some(day)))
    }

    /// The earliest there is: the first of some January.
    pub fn first() -> Self {
        Self(NonZeroU32::MIN)
    }

    /// The year.
    pub fn year(self) -> Option<u16> {
        part(self.number() / 10_000)
    }

    /// 1 to 12.
    pub fn month(self) -> Option<u8> {
        part(self.number() / 100 % 100)
    }

    /// 1 to 31.
    pub fn day(self) -> Option<u8> {
        part(self.number() % 100)
    }

    /// The eight digits of AniList's `FuzzyDateInt`, YYYYMMDD, with zeros for what is unknown.
    pub fn number(self) -> u32 {
        self.0.get()
    }
}

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// It is written in no way that is known.
    #[error("Enter a date like 2018-04-07, 2018-04 or 2018.")]
    Unreadable,
    /// A month above 12.
    #[error("There are only twelve months: enter a date like 2018-04-07.")]
    Month,
    /// A day that this month does not have.
    #[error("That month has only {last} days.")]
    Day {
        /// Its last day.
        last: u8,
    },
}

/// The last day of a month. Where year or month are unknown, any that has the day will do.
fn last_day(year: u16, month: u8) -> u8 {
    let some_year = if year == 0 { 2000 } else { i64::from(year) };
    let has_day = |day: &u8| days_of(some_year, month.max(1), *day).is_some();
    (1..=31).rev().find(has_day).unwrap_or(31)
}

/// The three numbers, 0 for what is unknown. The outer `None` for what is no sequence of numbers, the inner one for what
/// is no number.
fn parts(date: &str) -> Option<[Option<u16>; 3]> {
    let mut parts = [Some(0); 3];
    let mut next = 0;
    let mut rest = date;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '?');
        let (text, behind) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        let mut between = behind.trim_start().chars();
        // What has a name is what the name says, wherever it stands.
        let place = match between.next() {
            Some('年' | '년') => 0,
            Some('月' | '월') => 1,
            Some('日' | '일' | '号' | '號') => 2,
            Some('-' | '/' | '.') | None => next,
            // The next number, behind nothing but spaces.
            Some(_) if behind.starts_with(' ') => {
                between = behind.chars();
                next
            }
            Some(_) => return None,
        };
        if place < next || text.is_empty() {
            return None;
        }
        *parts.get_mut(place)? = number(text);
        next = place + 1;
        rest = between.as_str().trim_start();
    }
    Some(parts)
}

/// Digits, at most four, or question marks for 0.
fn number(text: &str) -> Option<u16> {
    match text.len() {
        1..=4 if is_digits(text) => text.parse().ok(),
        1.. if text.bytes().all(|byte| byte == b'?') => Some(0),
        _ => None,
    }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A date without the time of day behind it; `None` when what stands there is no time.
fn without_time(text: &str) -> Option<&str> {
    let after_digit = |(at, _): &(usize, &str)| {
        text.get(..*at)
            .is_some_and(|date| date.ends_with(|c: char| c.is_ascii_digit()))
    };
    let between = match text.match_indices(['T', 't']).find(after_digit) {
        Some((at, _)) => Some(at),
        // Without a letter there must be a colon.
        None => text.find(':').and_then(|colon| text.get(..colon)?.rfind(' ')),
    };
    let Some((date, time)) = between.and_then(|at| text.split_at_checked(at)) else {
        return Some(text);
    };
    is_time(time.trim_start_matches(['T', 't', ' '])).then(|| date.trim_end())
}

/// `12:30`, `12:30:59.123`, `123059`, with or without a zone.
fn is_time(text: &str) -> bool {
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.' | ','));
    let (clock, zone) = text
        .split_at_checked(end.unwrap_or(text.len()))
        .unwrap_or((text, ""));
    let (clock, fraction) = clock.split_once(['.', ',']).unwrap_or((clock, ""));
    let fits = |(place, (part, most)): (usize, (&str, u8))| {
        (part.len() == 2 || place == 0 && part.len() == 1) && part.parse().is_ok_and(|part: u8| part <= most)
    };
    let is_clock = match clock.contains(':') {
        true => {
            (2..=3).contains(&clock.split(':').count())
                && clock.split(':').zip([24, 59, 60]).enumerate().all(fits)
        }
        false => matches!(clock.len(), 4 | 6) && is_digits(clock),
    };
    let is_zone = match zone.trim().split_at_checked(1) {
        Some(("+" | "-", offset)) => (2..=5).contains(&offset.len()) && is_digits(&offset.replace(':', "")),
        _ => matches!(zone.trim(), "" | "Z" | "z" | "UTC" | "GMT"),
    };
    is_clock && is_digits(fraction) && is_zone
}

fn part<T: TryFrom<u32>>(number: u32) -> Option<T> {
    T::try_from(number).ok().filter(|_| number > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_not_in_the_calendar_is_unknown() {
        assert_eq!(FuzzyDate::new(Some(0), Some(13), Some(32)), None);
        let year = FuzzyDate::new(Some(2020), Some(99), Some(0)).unwrap();
        assert_eq!((year.year(), year.month(), year.day()), (Some(2020), None, None));
        let day = FuzzyDate::new(Some(10_000), Some(2), Some(29)).unwrap();
        assert_eq!((day.year(), day.month(), day.day()), (None, Some(2), Some(29)));
    }

    fn date(year: u16, month: u8, day: u8) -> Option<FuzzyDate> {
        FuzzyDate::new(Some(year), Some(month), Some(day))
    }

    #[test]
    fn every_way_to_write_a_date_is_read() {
        let day = date(2018, 4, 7);
        let (month, year) = (date(2018, 4, 0), date(2018, 0, 0));
        let rows = [
            ("2018-04-07", day),
            ("2018-4-7", day),
            (" 2018-04-07 ", day),
            ("2018/04/07", day),
            ("2018.04.07", day),
            ("2018. 4. 7.", day),
            ("2018 04 07", day),
            ("2018 - 04 - 07", day),
            ("2018–04–07", day),
            ("2018−04−07", day),
            ("２０１８-０４-０７", day),
            ("２０１８－０４－０７", day),
            ("２０１８／４／７", day),
            ("２０１８ー０４ー０７", day),
            ("２０１８・４・７", day),
            ("２０１８　４　７", day),
            ("٢٠١٨-٠٤-٠٧", day),
            ("2018年4月7日", day),
            ("２０１８年４月７日", day),
            ("2018年04月07日", day),
            ("2018年4月7", day),
            ("2018 年 4 月 7 日", day),
            ("2018年4月7号", day),
            ("2018년 4월 7일", day),
            ("20180407", day),
            ("2018-04-07T00:00:00Z", day),
            ("2018-04-07T23:59:59.999Z", day),
            ("2018-04-07T12:30", day),
            ("2018-04-07T12:30+09:00", day),
            ("2018-04-07t12:30:00-0500", day),
            ("2018-04-07 12:30:00", day),
            ("2018-04-07 12:30:00 +0000", day),
            ("2018-04-07 12:30:00 UTC", day),
            ("2018/04/07 12:30", day),
            ("20180407T123000Z", day),
            ("2018-04", month),
            ("2018/4", month),
            ("2018-04-00", month),
            ("2018-04-??", month),
            ("2018-04-", month),
            ("2018年4月", month),
            ("２０１８年４月", month),
            ("20180400", month),
            ("2018", year),
            ("２０１８", year),
            ("2018年", year),
            ("2018-00-00", year),
            ("2018-?", year),
            ("2018-00-05", date(2018, 0, 5)),
            ("0000-04-07", date(0, 4, 7)),
            ("?-04-07", date(0, 4, 7)),
            ("????-04-07", date(0, 4, 7)),
            ("4月7日", date(0, 4, 7)),
            ("0-2-29", date(0, 2, 29)),
            ("2020-02-29", date(2020, 2, 29)),
            ("2000-2-29", date(2000, 2, 29)),
            ("0000-00-00", None),
            ("0000-00-00T00:00:00Z", None),
            ("00000000", None),
            ("0", None),
            ("", None),
            ("  \u{3000}", None),
        ];
        for (text, want) in rows {
            assert_eq!(FuzzyDate::parse(text), Ok(want), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_date_is_said() {
        let unreadable = [
            "yesterday",
            "18",
            "18-04-07",
            "07.04.2018",
            "07/04/2018",
            "4/7/2018",
            "2018-04-07-01",
            "2018-04-07 01",
            "-04-07",
            "-2018",
            "2018--07",
            "2018-0x4",
            "2018,04,07",
            "20180",
            "2018040",
            "201804071",
            "12345-01-01",
            "2018-12345",
            "2018-04-07T",
            "2018-04-07T25:00",
            "2018-04-07T12",
            "2018-04-07T12:3",
            "2018-04-07T12:60",
            "2018-04-07Tea",
            "2018-04-07 12:30 o'clock",
            "12:30",
            "年月日",
            "7日4月2018年",
            "2018?",
            "½",
            "-",
            "/",
            "٪",
        ];
        for text in unreadable {
            assert_eq!(FuzzyDate::parse(text), Err(DateError::Unreadable), "{text:?}");
        }
        for text in ["2018-13", "2018-13-01", "2018/99/99", "20181301", "2018年13月"] {
            assert_eq!(FuzzyDate::parse(text), Err(DateError::Month), "{text:?}");
        }
        for (text, last) in [
            ("2018-02-30", 28),
            ("2018-02-29", 28),
            ("2020-02-30", 29),
            ("1900-02-29", 28),
            ("?-02-30", 29),
            ("2018-04-31", 30),
            ("2018-01-32", 31),
            ("2018-04-100", 30),
            ("2018-00-32", 31),
            ("20180230", 28),
            ("２０１８年２月３０日", 28),
            ("2018-02-30T00:00:00Z", 28),
        ] {
            assert_eq!(FuzzyDate::parse(text), Err(DateError::Day { last }), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(text in "\\PC{0,24}|[0-9?T:./ +年月日-]{0,20}") {
            let _ = FuzzyDate::parse(&text);
        }

        #[test]
        fn what_is_read_is_in_the_calendar(year in 1000_u16..=9999, month in 0_u8..=14, day in 0_u8..=40) {
            let forms = [
                format!("{year}-{month:02}-{day:02}"),
                format!("{year}/{month}/{day}"),
                format!("{year}年{month}月{day}日"),
                format!("{year}{month:02}{day:02}"),
                format!("{year}-{month:02}-{day:02}T05:06:07+09:00"),
            ];
            let is_day = day == 0 || days_of(year.into(), month.max(1), day).is_some();
            for text in forms {
                let read = FuzzyDate::parse(&text);
                prop_assert_eq!(read.is_ok(), is_day && month <= 12, "{}", text);
                prop_assert!(read.is_err() || read == Ok(date(year, month, day)), "{}", text);
            }
        }

        #[test]
        fn parts_come_back(year in prop::option::of(1_u16..=9999), month in prop::option::of(1_u8..=12), day in prop::option::of(1_u8..=31)) {
            let parts = FuzzyDate::new(year, month, day).map(|date| (date.year(), date.month(), date.day()));
            prop_assert_eq!(parts.unwrap_or_default(), (year, month, day));
        }
    }
}
