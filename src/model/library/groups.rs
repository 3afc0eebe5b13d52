//! Which sections a list has, and in which order.

use crate::domain::{ListGroup, ListStatus, MediaType};
use crate::model::list_query::Section;

/// What is known of a list's sections besides the entries.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// In the order in which AniList gave them, as far as it did.
    given: Vec<Section>,
    /// The names of sections in the order that the list's owner wants.
    wanted: Vec<Box<str>>,
    /// The custom lists there are; an entry names one by its place here.
    customs: Vec<Box<str>>,
}

impl Groups {
    /// Takes over the groups of a chunk. One that is new goes behind the one it follows in this chunk.
    pub(super) fn take_in(&mut self, groups: &[ListGroup], kind: MediaType) {
        let mut next = 0;
        for group in groups {
            let section = if group.is_custom {
                self.custom(&group.name);
                Section::Custom(group.name.clone())
            } else if group.status != ListStatus::Unknown {
                Section::Status(group.status)
            } else {
                match Section::of_group(&group.name, kind) {
                    Section::Custom(_) => Section::Status(ListStatus::Unknown),
                    section => section,
                }
            };
            let known = self.given.iter().position(|known| *known == section);
            if known.is_none() {
                self.given.insert(next, section);
            }
            next = known.unwrap_or(next) + 1;
        }
    }

    /// The owner's own order, and all the custom lists they have.
    pub(super) fn arrange(&mut self, wanted: &[Box<str>], customs: &[Box<str>]) {
        self.wanted = wanted.into();
        for name in customs {
            self.custom(name);
        }
    }

    pub(super) fn customs(&self) -> &[Box<str>] {
        &self.customs
    }

    /// The places of custom lists, which are made where they are missing.
    pub(super) fn places(&mut self, names: &[Box<str>]) -> Box<[u16]> {
        let mut places = Vec::with_capacity(names.len());
        for name in names {
            let place = self.custom(name);
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places.into()
    }

    fn custom(&mut self, name: &str) -> u16 {
        let known = self.customs.iter().position(|known| **known == *name);
        let place = known.unwrap_or_else(|| {
            self.customs.push(name.into());
            self.customs.len() - 1
        });
        // Nobody has 65,536 lists; who says so sees them as one.
        u16::try_from(place).unwrap_or(u16::MAX)
    }

    /// All sections but [`Section::All`]: in the owner's order as far as it goes, then in AniList's, then the rest.
    pub(super) fn in_order(&self, kind: MediaType) -> Vec<Section> {
        let mut order: Vec<Section> = Vec::new();
        for name in &self.wanted {
            let custom = Section::Custom(name.clone());
            // Where a custom list is called like a section, the name stands for that first.
            let section = [Section::of_group(name, kind), custom]
                .into_iter()
                .find(|section| !order.contains(section) && self.has(section));
            order.extend(section);
        }
        let statuses = ListStatus::ALL.iter().copied().map(Section::Status);
        let customs = self.customs.iter().cloned().map(Section::Custom);
        let last = [Section::Status(ListStatus::Unknown), Section::Unlisted];
        for section in self
            .given
            .iter()
            .cloned()
            .chain(statuses)
            .chain(customs)
            .chain(last)
        {
            if !order.contains(&section) {
                order.push(section);
            }
        }
        order
    }

    fn has(&self, section: &Section) -> bool {
        match section {
            Section::Custom(name) => self.customs.contains(name),
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(name: &str, status: ListStatus, is_custom: bool) -> ListGroup {
        ListGroup {
            name: name.into(),
            is_custom,
            is_split: false,
            status,
            entries: Vec::new(),
        }
    }

    fn titles(groups: &Groups) -> Vec<String> {
        let sections = groups.in_order(MediaType::Anime);
        sections
            .iter()
            .map(|section| section.path(MediaType::Anime))
            .collect()
    }

    fn names(names: &[&str]) -> Vec<Box<str>> {
        names.iter().map(|name| Box::from(*name)).collect()
    }

    #[test]
    fn chunks_that_know_different_sections_make_one_order() {
        let mut groups = Groups::default();
        groups.take_in(
            &[
                group("Planning", ListStatus::Planning, false),
                group("Films", ListStatus::Unknown, true),
                group("Watching", ListStatus::Current, false),
            ],
            MediaType::Anime,
        );
        groups.take_in(
            &[
                group("Completed TV", ListStatus::Completed, false),
                group("Completed Movie", ListStatus::Unknown, false),
                group("Films", ListStatus::Unknown, true),
                group("Rewatching", ListStatus::Unknown, false),
                group("On the moon", ListStatus::Unknown, false),
            ],
            MediaType::Anime,
        );
        let want = [
            "Completed",
            "Planning",
            "Films",
            "Rewatching",
            "~other",
            "Watching",
            "Paused",
            "Dropped",
            "~hidden",
        ];
        assert_eq!(titles(&groups), want);
    }

    #[test]
    fn the_owners_order_comes_first() {
        let mut groups = Groups::default();
        groups.take_in(&[group("Watching", ListStatus::Unknown, true)], MediaType::Anime);
        groups.arrange(
            &names(&[
                "Gone",
                "Best",
                "Watching",
                "Completed Movie",
                "Watching",
                "Completed TV",
                "Planning",
            ]),
            &names(&["Best", "Empty"]),
        );
        let want = [
            "Best",
            "Watching",
            "Completed",
            "Watching~",
            "Planning",
            "Rewatching",
            "Paused",
            "Dropped",
            "Empty",
            "~other",
            "~hidden",
        ];
        assert_eq!(titles(&groups), want);
    }

    #[test]
    fn an_entry_names_each_list_once() {
        let mut groups = Groups::default();
        assert_eq!(*groups.places(&names(&["b", "a", "b"])), [0, 1]);
        assert_eq!(*groups.places(&names(&["a", "c"])), [1, 2]);
        assert_eq!(groups.customs(), names(&["b", "a", "c"]));
    }
}
