//! Numbers that name things at AniList. One type a kind, so that a media id cannot stand where a user id belongs.

use std::fmt;
use std::num::NonZeroU64;

macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(NonZeroU64);

        impl $name {
            /// AniList counts from 1: `None` for 0.
            pub fn new(id: u64) -> Option<Self> {
                NonZeroU64::new(id).map(Self)
            }

            /// The plain number.
            pub fn get(self) -> u64 {
                self.0.get()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id! {
    /// `User.id`: also the claim `sub` of that user's access token.
    UserId
}

id! {
    /// `Media.id`: unique over anime and manga together. Not the id of a list entry.
    MediaId
}

id! {
    /// `MediaList.id`: names one entry of one person's list.
    EntryId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_names_nothing() {
        assert_eq!(UserId::new(0), None);
        assert_eq!(
            MediaId::new(1).map(|id| (id.get(), id.to_string())),
            Some((1, "1".to_owned()))
        );
    }
}
