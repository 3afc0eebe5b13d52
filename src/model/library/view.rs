//! The rows that a page shows.

use crate::model::list_query::Section;

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

/// One line of a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// The heading of the section at this place of [`View::sections`].
    Heading(usize),
    /// The entry in this row of the library.
    Entry(u32),
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
    /// Where each section begins among the lines, and where the last one ends.
    starts: Vec<usize>,
    /// Whether sections have headings.
    has_headings: bool,
}

impl View {
    pub(super) fn new(sections: Vec<SectionView>, tabs: Vec<Tab>, total: usize, has_headings: bool) -> Self {
        let mut view = Self {
            tabs,
            total,
            has_headings,
            ..Self::default()
        };
        let mut end = 0;
        view.starts.push(end);
        for section in &sections {
            view.shown += section.rows.len();
            end += usize::from(has_headings) + section.visible().len();
            view.starts.push(end);
        }
        view.sections = sections;
        view
    }

    /// Whether sections have headings.
    pub fn has_headings(&self) -> bool {
        self.has_headings
    }

    /// How many lines there are: headings, and the entries of open sections.
    pub fn len(&self) -> usize {
        self.starts.last().copied().unwrap_or(0)
    }

    /// Whether there is no line at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The line at a place, counted from 0.
    pub fn row(&self, at: usize) -> Option<Row> {
        let index = self.starts.partition_point(|start| *start <= at).checked_sub(1)?;
        let within = at - self.starts.get(index)?;
        let section = self.sections.get(index)?;
        match within.checked_sub(usize::from(self.has_headings)) {
            None => Some(Row::Heading(index)),
            Some(at) => section.visible().get(at).copied().map(Row::Entry),
        }
    }

    /// At which line the entry in this row of the library is, unless it is filtered out or its section is shut.
    pub fn position_of(&self, row: u32) -> Option<usize> {
        self.sections
            .iter()
            .zip(&self.starts)
            .find_map(|(section, start)| {
                let at = section.visible().iter().position(|known| *known == row)?;
                Some(start + usize::from(self.has_headings) + at)
            })
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
    use proptest::prelude::*;

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

    proptest! {
        #[test]
        fn lines_are_sections_one_below_the_other(sizes in prop::collection::vec((0usize..5, any::<bool>()), 0..6), headings: bool) {
            let view = view(&sizes, headings);
            let mut want = Vec::new();
            for (index, section) in view.sections.iter().enumerate() {
                want.extend(headings.then_some(Row::Heading(index)));
                want.extend(section.visible().iter().copied().map(Row::Entry));
            }
            let lines: Vec<Row> = (0..view.len()).filter_map(|at| view.row(at)).collect();
            prop_assert_eq!(&lines, &want);
            prop_assert_eq!(view.row(view.len()), None);
            prop_assert_eq!(view.is_empty(), want.is_empty());
            for row in view.entries() {
                prop_assert_eq!(view.position_of(row), want.iter().position(|line| *line == Row::Entry(row)));
            }
        }
    }
}
