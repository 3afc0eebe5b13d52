//! What a person wants to see of a list: which part, filtered how, in which order, drawn how.
//!
//! All of it stands in the address, so a link or a saved view brings it back ([`ListQuery::address`]). What comes of it
//! is decided by [`crate::list::library`].

mod address;
mod choice;
mod filters;
mod section;
mod sort;

pub use choice::{Choice, Chosen, Names, Span};
pub use filters::{Filters, Flag, Flags, ProgressState};
pub use section::Section;
pub use sort::{Layout, Sort};

/// A look at a list. The default is all of it, latest change first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// Which part.
    pub section: Section,
    /// Whether [`Section::All`] is one list instead of one below the other.
    pub merged: bool,
    /// Words that must all occur in titles, synonyms or one's own notes.
    pub text: String,
    /// What else an entry has to be.
    pub filters: Filters,
    /// What decides the order.
    pub sort: Sort,
    /// Whether the order is the reverse of the usual one ([`Sort::descends`]).
    pub reversed: bool,
    /// How it is drawn.
    pub layout: Layout,
    /// The sections that are shut, by [`Section::key`].
    pub collapsed: Names,
}

impl ListQuery {
    /// Whether the greatest comes first.
    pub fn descends(&self) -> bool {
        self.sort.descends() != self.reversed
    }

    /// Whether anything holds entries back, so that "clear filters" has something to do.
    pub fn is_filtered(&self) -> bool {
        !self.text.trim().is_empty() || self.filters != Filters::default()
    }

    /// Whether this section is shut.
    pub fn is_collapsed(&self, section: &Section) -> bool {
        self.collapsed.has(&section.key())
    }

    /// Opens or shuts a section.
    pub fn set_collapsed(&mut self, section: &Section, collapsed: bool) {
        self.collapsed.set(&section.key(), collapsed);
    }
}

#[cfg(test)]
mod tests;
