//! What a line of a list says, as text: the rules are here, drawing is the browser layer's.

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// The heading of a section.
    Heading(Heading),
    /// An entry.
    Entry(Box<Row>),
}

/// The heading of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its name.
    pub name: String,
    /// Entries in it that pass the filter.
    pub count: String,
    /// Whether its entries are hidden.
    pub collapsed: bool,
}

/// Whether AniList has what is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// It has.
    #[default]
    Saved,
    /// It will be sent.
    Unsent,
    /// Something needs the person: AniList refused it, or has something else.
    NeedsYou,
}

/// An entry. Texts are as they are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The work's title.
    pub title: String,
    /// Language of the title, when it is not the page's.
    pub language: Option<&'static str>,
    /// Where a click on the title leads.
    pub href: String,
    /// Address of the cover.
    pub cover: Option<String>,
    /// Format, season, what is known of the next episode.
    pub meta: String,
    /// What needs attention: episodes behind.
    pub behind: String,
    /// How far the owner is.
    pub progress: String,
    /// The same in percent; none where the length is unknown.
    pub percent: u8,
    /// The score in the owner's scale.
    pub score: String,
    /// The score for those who do not see it.
    pub score_label: String,
    /// Small marks: private, notes, favourite.
    pub marks: String,
    /// Whether there is anything left to add to the progress.
    pub at_end: bool,
    /// Whether there is nothing to take off it.
    pub at_start: bool,
    /// Whether AniList has it.
    pub standing: Standing,
}
