//! The rows that a page shows.

use crate::list::query::Section;

/// A section as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionView {
    /// Which one it is.
    pub section: Section,
    /// Its heading.
    pub title: Box<str>,
    /// How many entries it holds, whether they pass the filters or not.
    pub total: usize,
    /// The entries that pass, in order, by their rows in the library.
    pub rows: Vec<u32>,
    /// Whether it is shut, so that none of its rows is shown.
    pub collapsed: bool,
}

/// A part of the list that can be chosen, with what the filters leave of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// Which one it is.
    pub section: Section,
    /// What it is called.
    pub title: Box<str>,
    /// How many of its entries pass the filters.
    pub count: usize,
    /// How many it has.
    pub total: usize,
}

/// What a page shows of a list. Rows of the library are good until the library changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    /// The sections, one below the other.
    pub sections: Vec<SectionView>,
    /// What can be chosen: everything, the sections that hold something, every custom list.
    pub tabs: Vec<Tab>,
    /// How many entries pass the filters, in shut sections too. No entry counts twice.
    pub shown: usize,
    /// Of how many.
    pub total: usize,
    /// Whether sections have headings.
    has_headings: bool,
}

impl View {
    pub(super) fn new(sections: Vec<SectionView>, tabs: Vec<Tab>, total: usize, has_headings: bool) -> Self {
        Self {
            shown: sections.iter().map(|section| section.rows.len()).sum(),
            sections,
            tabs,
            total,
            has_headings,
        }
    }

    /// Whether sections have headings.
    pub fn has_headings(&self) -> bool {
        self.has_headings
    }

    /// Every entry that passes the filters, in order, those of shut sections too.
    pub fn entries(&self) -> impl Iterator<Item = u32> {
        self.sections
            .iter()
            .flat_map(|section| section.rows.iter().copied())
    }

    /// One of the entries that pass the filters, each as likely as the others when the bytes are random.
    pub fn random(&self, byte: &mut dyn FnMut() -> u8) -> Option<u32> {
        let count = u32::try_from(self.shown).ok().filter(|count| *count > 0)?;
        // The largest multiple of `count` that fits: a number above it would favour the first entries.
        let fair = u32::MAX - u32::MAX % count;
        let mut number = || u32::from_le_bytes([byte(), byte(), byte(), byte()]);
        // A number is thrown away less than half the time; a source that is broken must not hang the page.
        let drawn = (0..64)
            .map(|_| number())
            .find(|number| *number < fair)
            .unwrap_or(0);
        let mut at = (drawn % count) as usize;
        for section in &self.sections {
            if let Some(row) = section.rows.get(at) {
                return Some(*row);
            }
            at -= section.rows.len();
        }
        None
    }
}

impl SectionView {
    /// The rows that are shown.
    pub fn visible(&self) -> &[u32] {
        if self.collapsed { &[] } else { &self.rows }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(sizes: &[(usize, bool)], has_headings: bool) -> View {
        let mut next = 0..;
        let sections = sizes
            .iter()
            .map(|(size, collapsed)| SectionView {
                section: Section::All,
                title: "".into(),
                total: *size,
                rows: next.by_ref().take(*size).collect(),
                collapsed: *collapsed,
            })
            .collect();
        View::new(sections, Vec::new(), 9, has_headings)
    }

    #[test]
    fn every_entry_is_picked_about_as_often() {
        let view = view(&[(2, false), (0, false), (3, true)], true);
        let mut state = 1_u64;
        let mut counts = [0; 5];
        for _ in 0..50_000 {
            let mut byte = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (state >> 56) as u8
            };
            counts[view.random(&mut byte).unwrap() as usize] += 1;
        }
        assert!(
            counts.iter().all(|count| (9_500..10_500).contains(count)),
            "{counts:?}"
        );
        assert_eq!(View::default().random(&mut || 1), None);
        // 2^32 - 1 is above the largest multiple of 5 there is room for... and a broken source still ends.
        assert_eq!(view.random(&mut || 255), Some(0));
    }
}
