//! Orders and layouts of a list.

use crate::domain::TitleLanguage;

/// What a list is sorted by. What is not known of an entry puts it last, whichever way the order goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// The last change.
    #[default]
    Updated,
    /// The title in the language of the account.
    Title,
    /// The title in Latin letters.
    TitleRomaji,
    /// The English title.
    TitleEnglish,
    /// The title in its own language.
    TitleNative,
    /// The owner's score.
    Score,
    /// Episodes or chapters.
    Progress,
    /// When it was put on the list.
    Added,
    /// When the owner started.
    Started,
    /// When the owner finished.
    Completed,
    /// The score of everybody.
    Average,
    /// How many people have it on their list.
    Popularity,
    /// When the next episode airs.
    NextAiring,
    /// The owner's priority.
    Priority,
}

impl Sort {
    /// All of them in the order in which they are offered, each with its word in an address.
    pub const ALL: [(Self, &str); 14] = [
        (Self::Updated, "updated"),
        (Self::Title, "title"),
        (Self::TitleRomaji, "romaji"),
        (Self::TitleEnglish, "english"),
        (Self::TitleNative, "native"),
        (Self::Score, "score"),
        (Self::Progress, "progress"),
        (Self::Added, "added"),
        (Self::Started, "started"),
        (Self::Completed, "completed"),
        (Self::Average, "average"),
        (Self::Popularity, "popularity"),
        (Self::NextAiring, "airing"),
        (Self::Priority, "priority"),
    ];

    /// What a person reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::Updated => "Last updated",
            Self::Title => "Title",
            Self::TitleRomaji => "Title, romaji",
            Self::TitleEnglish => "Title, English",
            Self::TitleNative => "Title, native",
            Self::Score => "Score",
            Self::Progress => "Progress",
            Self::Added => "Last added",
            Self::Started => "Start date",
            Self::Completed => "Completion date",
            Self::Average => "Average score",
            Self::Popularity => "Popularity",
            Self::NextAiring => "Next episode",
            Self::Priority => "Priority",
        }
    }

    /// Whether the greatest comes first unless the order is reversed: the best, the latest, the most.
    pub fn descends(self) -> bool {
        self.title_language(TitleLanguage::Unknown).is_none() && self != Self::NextAiring
    }

    /// In which language titles decide, when they do; `account` is the language that the account reads.
    pub fn title_language(self, account: TitleLanguage) -> Option<TitleLanguage> {
        match self {
            Self::Title => Some(account),
            Self::TitleRomaji => Some(TitleLanguage::Romaji),
            Self::TitleEnglish => Some(TitleLanguage::English),
            Self::TitleNative => Some(TitleLanguage::Native),
            _ => None,
        }
    }
}

/// How entries are drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Layout {
    /// A row with cover, title, what there is to say, and progress.
    #[default]
    Detailed,
    /// A row of one line.
    Compact,
    /// Covers side by side.
    Covers,
}

impl Layout {
    /// All three, each with its word in an address.
    pub const ALL: [(Self, &str); 3] = [
        (Self::Detailed, "detailed"),
        (Self::Compact, "compact"),
        (Self::Covers, "covers"),
    ];
}
