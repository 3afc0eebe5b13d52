//! Dates of which parts may be unknown.

use std::num::NonZeroU32;

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

    proptest! {
        #[test]
        fn parts_come_back(year in prop::option::of(1_u16..=9999), month in prop::option::of(1_u8..=12), day in prop::option::of(1_u8..=31)) {
            let parts = FuzzyDate::new(year, month, day).map(|date| (date.year(), date.month(), date.day()));
            prop_assert_eq!(parts.unwrap_or_default(), (year, month, day));
        }
    }
}
