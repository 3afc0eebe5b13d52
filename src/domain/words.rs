//! Enumerations that AniList writes as words.

/// Declares an enum over AniList's words, with a variant `Unknown` for a missing word and for one that AniList
/// added after this version was built: AniList's enums grow without notice, and that must never fail an answer.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
            /// No word, or one that this version does not know.
            #[default]
            Unknown,
        }

        impl $name {
            /// Every known value, in the order of declaration.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The value that AniList's `word` names; words are compared exactly.
            pub fn from_word(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)+
                    _ => Self::Unknown,
                }
            }

            /// AniList's word, as an argument of a query takes it. `None` for [`Self::Unknown`].
            pub fn word(self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => Some($word),)+
                    Self::Unknown => None,
                }
            }
        }
    };
}

pub(crate) use words;

#[cfg(test)]
mod tests {
    use crate::domain::{
        ListStatus, MediaFormat, MediaSeason, MediaStatus, MediaType, ScoreFormat, TitleLanguage,
    };

    #[test]
    fn words_round_trip_and_anything_else_is_unknown() {
        macro_rules! check {
            ($($name:ident),+) => {$(
                for &value in $name::ALL {
                    let word = value.word().expect("a known value has a word");
                    assert_eq!($name::from_word(word), value);
                    assert_eq!($name::from_word(&word.to_lowercase()), $name::Unknown, "words are exact");
                }
                assert_eq!($name::from_word(""), $name::Unknown);
                assert_eq!($name::from_word("ADDED_NEXT_YEAR"), $name::Unknown);
                assert_eq!($name::Unknown.word(), None);
                assert_eq!($name::default(), $name::Unknown);
            )+};
        }
        check!(
            ListStatus,
            MediaFormat,
            MediaSeason,
            MediaStatus,
            MediaType,
            ScoreFormat,
            TitleLanguage
        );
    }
}
