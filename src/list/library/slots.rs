//! The sections of a view while it is made.

use super::Facts;
use super::groups::{ALL, Groups, Place, UNLISTED};
use super::view::{SectionView, Tab, View};
use crate::domain::MediaType;
use crate::list::query::{ListQuery, Section};

/// One section.
#[derive(Clone, Default)]
struct Slot {
    /// Its place in the order.
    rank: usize,
    /// Entries in it, and those of them that pass.
    total: usize,
    count: usize,
    /// Entries that [`Section::All`] shows here.
    at_home: usize,
    /// What is shown.
    rows: Vec<u32>,
}

/// All sections.
pub(super) struct Slots {
    /// By place.
    slots: Vec<Slot>,
    order: Vec<Place>,
    /// The one that the query wants to see, and whether there is one of that name; [`ALL`] for each with its heading.
    wanted: Place,
    is_each: bool,
}

impl Slots {
    pub(super) fn new(groups: &Groups, kind: MediaType, query: &ListQuery) -> Self {
        let order = groups.in_order(kind);
        let mut slots = vec![Slot::default(); groups.len()];
        for (rank, place) in order.iter().enumerate() {
            if let Some(slot) = slots.get_mut(usize::from(*place)) {
                slot.rank = rank;
            }
        }
        Self {
            slots,
            order,
            wanted: groups.place(&query.section).unwrap_or(Place::MAX),
            is_each: query.section == Section::All && !query.merged,
        }
    }

    /// Counts an entry of the list.
    pub(super) fn count(&mut self, facts: &Facts) {
        self.each(facts, &mut |_, is_home, slot| {
            slot.total += 1;
            slot.at_home += usize::from(is_home);
        });
    }

    /// Counts an entry that passes, and puts it where the query wants to see it.
    pub(super) fn put(&mut self, row: u32, facts: &Facts) {
        let (wanted, is_each) = (self.wanted, self.is_each);
        self.each(facts, &mut |place, is_home, slot| {
            slot.count += 1;
            if if is_each { is_home } else { place == wanted } {
                slot.rows.push(row);
            }
        });
    }

    /// Visits every section that an entry stands in, with its place and whether it is the one that stands for the entry
    /// where each entry is shown once: that of its status, else the first custom list.
    fn each(&mut self, facts: &Facts, visit: &mut dyn FnMut(Place, bool, &mut Slot)) {
        let rank = |place: &Place| self.slots.get(usize::from(*place)).map(|slot| slot.rank);
        let first = || facts.customs.iter().copied().min_by_key(rank);
        let home = facts.status.or_else(first).unwrap_or(UNLISTED);
        let others = facts.customs.iter().copied().filter(|place| *place != home);
        for place in [ALL, home].into_iter().chain(others) {
            if let Some(slot) = self.slots.get_mut(usize::from(place)) {
                visit(place, place == home, slot);
            }
        }
    }

    /// The view of what was put.
    pub(super) fn into_view(mut self, query: &ListQuery, groups: &Groups, kind: MediaType) -> View {
        let mut sections = Vec::new();
        let mut tabs = Vec::with_capacity(self.slots.len());
        let mut whole = 0;
        // A custom list that is gone, or was never there, is empty.
        let missing = Some(self.wanted).filter(|wanted| usize::from(*wanted) >= self.slots.len());
        for place in [ALL].into_iter().chain(self.order).chain(missing) {
            let slot = self
                .slots
                .get_mut(usize::from(place))
                .map(std::mem::take)
                .unwrap_or_default();
            let section = if missing == Some(place) {
                query.section.clone()
            } else {
                groups.section(place)
            };
            let title = section.title(kind);
            let is_wanted = place == self.wanted;
            if is_wanted {
                whole = slot.total;
            }
            if slot.total > 0 || place == ALL || is_wanted || matches!(section, Section::Custom(_)) {
                tabs.push(Tab {
                    section: section.clone(),
                    title: title.into(),
                    count: slot.count,
                    total: slot.total,
                });
            }
            if !slot.rows.is_empty() || is_wanted && !self.is_each {
                sections.push(SectionView {
                    title: title.into(),
                    total: if self.is_each { slot.at_home } else { slot.total },
                    collapsed: self.is_each && query.is_collapsed(&section),
                    rows: slot.rows,
                    section,
                });
            }
        }
        View::new(sections, tabs, whole, self.is_each)
    }
}
