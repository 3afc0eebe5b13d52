//! Which lines of a long list are in sight.
//!
//! Only they are drawn. All lines of a kind are as high as each other, so that the place of each follows from its number:
//! a list of thousands costs as much as one of twenty.

use std::ops::Range;

/// How a list is laid out. Lengths are in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measures {
    /// Height of a section's heading.
    pub heading: f64,
    /// Height of a line of entries.
    pub line: f64,
    /// Entries in a line; at least one.
    pub columns: usize,
}

/// One section as it is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Whether a heading stands above it.
    pub has_heading: bool,
    /// Its entries; none where it is collapsed.
    pub entries: usize,
}

/// Something that is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// The heading of a section.
    Heading {
        /// Which section.
        section: usize,
    },
    /// An entry.
    Entry {
        /// Which section.
        section: usize,
        /// Which of its entries.
        index: usize,
    },
}

/// The part of a list that is drawn.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Window {
    /// Where its first line begins, from the top of the list.
    pub top: f64,
    /// What is drawn, with the number each has in the whole list, counted from 0: headings count, collapsed entries do not.
    pub spots: Vec<(usize, Spot)>,
}

/// A list laid out.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    measures: Measures,
    blocks: Vec<Block>,
}

impl Layout {
    /// Lays out these sections.
    pub fn new(measures: Measures, blocks: Vec<Block>) -> Self {
        Self { measures, blocks }
    }

    /// Entries beside each other.
    pub fn columns(&self) -> usize {
        self.measures.columns
    }

    fn lines_of(&self, block: Block) -> usize {
        block.entries.div_ceil(self.measures.columns.max(1))
    }

    fn height_of(&self, block: Block) -> f64 {
        let heading = if block.has_heading {
            self.measures.heading
        } else {
            0.0
        };
        heading + self.lines_of(block) as f64 * self.measures.line
    }

    /// Height of the whole list.
    pub fn height(&self) -> f64 {
        self.blocks.iter().map(|block| self.height_of(*block)).sum()
    }

    /// Headings and entries together.
    pub fn count(&self) -> usize {
        self.blocks
            .iter()
            .map(|block| block.entries + usize::from(block.has_heading))
            .sum()
    }

    /// What lies between two heights, given from the top of the list.
    pub fn window(&self, from: f64, to: f64) -> Window {
        let mut window = Window::default();
        let (mut top, mut number) = (0.0, 0);
        for (section, &block) in self.blocks.iter().enumerate() {
            let bottom = top + self.height_of(block);
            if bottom > from && top < to {
                self.part(section, block, (top, number), from..to, &mut window);
            }
            top = bottom;
            number += block.entries + usize::from(block.has_heading);
        }
        window
    }

    /// The part of one section that is in sight.
    fn part(
        &self,
        section: usize,
        block: Block,
        (mut top, mut number): (f64, usize),
        sight: Range<f64>,
        window: &mut Window,
    ) {
        let Measures {
            heading,
            line,
            columns,
        } = self.measures;
        if block.has_heading {
            if top + heading > sight.start {
                if window.spots.is_empty() {
                    window.top = top;
                }
                window.spots.push((number, Spot::Heading { section }));
            }
            top += heading;
            number += 1;
        }
        // Saturating: what lies above the first line or below the last is no line.
        let first = ((sight.start - top) / line).floor().max(0.0) as usize;
        let last = ((sight.end - top) / line).ceil().max(0.0) as usize;
        let columns = columns.max(1);
        let entries = (first * columns).min(block.entries)..(last * columns).min(block.entries);
        if window.spots.is_empty() && !entries.is_empty() {
            window.top = top + first as f64 * line;
        }
        let spots = entries.map(|index| (number + index, Spot::Entry { section, index }));
        window.spots.extend(spots);
    }

    /// Where a line begins and ends, from the top of the list: that of the `number`th heading or entry.
    pub fn place(&self, number: usize) -> Option<(f64, f64)> {
        let (mut top, mut before) = (0.0, 0);
        for &block in &self.blocks {
            let heading = usize::from(block.has_heading);
            let within = number.checked_sub(before)?;
            if within < block.entries + heading {
                if block.has_heading && within == 0 {
                    return Some((top, top + self.measures.heading));
                }
                let line = (within - heading) / self.measures.columns.max(1);
                let start = top + heading as f64 * self.measures.heading + line as f64 * self.measures.line;
                return Some((start, start + self.measures.line));
            }
            top += self.height_of(block);
            before += block.entries + heading;
        }
        None
    }

    /// What the `number`th heading or entry is.
    pub fn spot(&self, number: usize) -> Option<Spot> {
        let mut before = 0;
        for (section, &block) in self.blocks.iter().enumerate() {
            let heading = usize::from(block.has_heading);
            let within = number.checked_sub(before)?;
            if within < block.entries + heading {
                return Some(match within.checked_sub(heading) {
                    Some(index) => Spot::Entry { section, index },
                    None => Spot::Heading { section },
                });
            }
            before += block.entries + heading;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn layout(columns: usize, blocks: &[(bool, usize)]) -> Layout {
        let measures = Measures {
            heading: 40.0,
            line: 60.0,
            columns,
        };
        let block = |&(has_heading, entries)| Block { has_heading, entries };
        Layout::new(measures, blocks.iter().map(block).collect())
    }

    #[test]
    fn a_list_without_entries_has_nothing_to_draw() {
        let empty = layout(1, &[]);
        assert_eq!(
            (empty.height(), empty.count(), empty.window(0.0, 1e6)),
            (0.0, 0, Window::default())
        );
        assert_eq!((empty.place(0), empty.spot(0)), (None, None));
    }

    #[test]
    fn the_middle_of_a_long_list_is_a_few_lines() {
        let list = layout(1, &[(true, 10_000), (true, 1_000)]);
        let window = list.window(6_000.0, 6_600.0);
        assert_eq!(
            window.spots.first(),
            Some(&(
                100,
                Spot::Entry {
                    section: 0,
                    index: 99
                }
            ))
        );
        assert_eq!((window.top, window.spots.len()), (5_980.0, 11));
        assert_eq!(list.place(100), Some((5_980.0, 6_040.0)));
        assert_eq!(list.spot(10_001), Some(Spot::Heading { section: 1 }));
    }

    proptest! {
        #[test]
        fn every_line_in_sight_is_drawn_and_nothing_else_but_its_neighbours(
            columns in 1..5_usize,
            blocks in prop::collection::vec((any::<bool>(), 0..40_usize), 0..5),
            from in 0.0..3_000.0_f64,
            length in 0.0..900.0_f64,
        ) {
            let list = layout(columns, &blocks);
            let window = list.window(from, from + length);
            let drawn: Vec<usize> = window.spots.iter().map(|(number, _)| *number).collect();
            for number in 0..list.count() {
                let (top, bottom) = list.place(number).unwrap();
                let in_sight = bottom > from && top < from + length;
                prop_assert_eq!(drawn.contains(&number), in_sight, "{}", number);
            }
            for (number, spot) in &window.spots {
                prop_assert_eq!(list.spot(*number), Some(*spot));
            }
            if let Some((number, _)) = window.spots.first() {
                prop_assert_eq!(list.place(*number).unwrap().0, window.top);
            }
            let last = list.count().checked_sub(1).and_then(|last| list.place(last));
            prop_assert_eq!(last.map_or(0.0, |(_, bottom)| bottom), list.height());
        }
    }
}
