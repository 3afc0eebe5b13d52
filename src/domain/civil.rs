//! Civil dates without a date library: what a moment is called in the proleptic Gregorian calendar, in UTC.
//!
//! Days are counted from 1970-01-01. The arithmetic lets years begin in March, so that the leap day is the last
//! day of its year and every 400-year era has the same 146,097 days.

/// A date and a time of day in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Civil {
    /// The year; zero and below before the common era.
    pub year: i64,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59; Unix time has no leap seconds.
    pub second: u8,
}

/// The last moment this module is asked about: 9999-12-31T23:59:59.999Z, in milliseconds since 1970.
///
/// Formats with a four-digit year (ISO 8601, iCalendar) end here.
pub const LAST_MS: u64 = 253_402_300_799_999;

const DAY_MS: u64 = 24 * 60 * 60 * 1000;
const DAYS_PER_ERA: i64 = 146_097;
/// From 0000-03-01, where an era begins, to 1970-01-01.
const DAYS_TO_1970: i64 = 719_468;

impl Civil {
    /// The UTC date and time of a moment given in milliseconds since 1970.
    ///
    /// ```
    /// use tsuzuki::domain::civil::Civil;
    /// let leap_day = Civil::from_ms(1_709_210_096_000);
    /// assert_eq!((leap_day.year, leap_day.month, leap_day.day), (2024, 2, 29));
    /// assert_eq!((leap_day.hour, leap_day.minute, leap_day.second), (12, 34, 56));
    /// ```
    pub fn from_ms(ms: u64) -> Self {
        let (year, month, day) = date_of(i64::try_from(ms / DAY_MS).unwrap_or(i64::MAX));
        let seconds = ms % DAY_MS / 1000;
        let part = |value: u64| u8::try_from(value).unwrap_or(0);
        Self {
            year,
            month,
            day,
            hour: part(seconds / 3600),
            minute: part(seconds / 60 % 60),
            second: part(seconds % 60),
        }
    }
}

/// Year, month and day of a day number (days since 1970-01-01).
///
/// ```
/// assert_eq!(tsuzuki::domain::civil::date_of(-1), (1969, 12, 31));
/// ```
pub fn date_of(days: i64) -> (i64, u8, u8) {
    let shifted = days.saturating_add(DAYS_TO_1970);
    let era = shifted.div_euclid(DAYS_PER_ERA);
    let day_of_era = shifted.rem_euclid(DAYS_PER_ERA);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 {
        march_month + 3
    } else {
        march_month - 9
    };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (
        year,
        u8::try_from(month).unwrap_or(1),
        u8::try_from(day).unwrap_or(1),
    )
}

/// The day number (days since 1970-01-01) of a date; `None` when there is no such day.
///
/// ```
/// use tsuzuki::domain::civil::days_of;
/// assert_eq!(days_of(2000, 2, 29), Some(11_016));
/// assert_eq!(days_of(1900, 2, 29), None);
/// ```
pub fn days_of(year: i64, month: u8, day: u8) -> Option<i64> {
    let (month, day) = (i64::from(month), i64::from(day));
    // A year beyond this cannot come from a calendar, and would overflow the multiplication below.
    if !(-999_999..=999_999).contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    let march_year = year - i64::from(month <= 2);
    let march_month = if month > 2 { month - 3 } else { month + 9 };
    let year_of_era = march_year.rem_euclid(400);
    let day_of_year = (153 * march_month + 2) / 5 + day - 1;
    let day_of_era = 365 * year_of_era + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let days = march_year.div_euclid(400) * DAYS_PER_ERA + day_of_era - DAYS_TO_1970;
    // 31 April would come back as 1 May.
    (date_of(days) == (year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_eight_centuries_follows_the_one_before() {
        let (mut year, mut month, mut day) = (1600_i64, 1_u8, 1_u8);
        let first = days_of(year, month, day).unwrap();
        for days in first..first + 2 * DAYS_PER_ERA {
            assert_eq!(date_of(days), (year, month, day));
            assert_eq!(days_of(year, month, day), Some(days));
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let length = match month {
                2 => 28 + u8::from(leap),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            assert_eq!(days_of(year, month, length + 1), None);
            day += 1;
            if day > length {
                (day, month) = (1, month + 1);
            }
            if month > 12 {
                (month, year) = (1, year + 1);
            }
        }
    }

    #[test]
    fn the_ends_do_not_overflow() {
        assert_eq!(days_of(i64::MAX, 1, 1), None);
        assert_eq!(days_of(2024, 13, 1), None);
        assert_eq!(days_of(2024, 0, 1), None);
        assert_eq!(days_of(2024, 1, 0), None);
        let last = Civil::from_ms(LAST_MS);
        assert_eq!(
            (
                last.year,
                last.month,
                last.day,
                last.hour,
                last.minute,
                last.second
            ),
            (9999, 12, 31, 23, 59, 59)
        );
        let _ = Civil::from_ms(u64::MAX);
        let _ = date_of(i64::MIN);
        let _ = date_of(i64::MAX);
    }
}
