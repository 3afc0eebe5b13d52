//! Views of lists that a person saved: names for addresses.

use crate::domain::MediaType;
use crate::text::percent;

/// The saved views, of anime and of manga lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SavedViews(Vec<SavedView>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct SavedView {
    kind: MediaType,
    name: String,
    address: String,
}

impl SavedViews {
    /// Reads what [`Self::to_text`] wrote; lines that are none are left out.
    ///
    /// ```
    /// use tsuzuki::{domain::MediaType, list::saved_views::SavedViews};
    /// let mut views = SavedViews::default();
    /// views.put(MediaType::Anime, "To rewatch", "/Completed?score=90-");
    /// let views = SavedViews::parse(&views.to_text());
    /// assert_eq!(views.get(MediaType::Anime, "To rewatch"), Some("/Completed?score=90-"));
    /// assert_eq!(views.get(MediaType::Manga, "To rewatch"), None);
    /// ```
    pub fn parse(text: &str) -> Self {
        let line = |line: &str| {
            let mut parts = line.split(' ');
            let (kind, name, address) = (parts.next()?, parts.next()?, parts.next()?);
            let kind = MediaType::from_word(kind);
            (kind != MediaType::Unknown).then(|| SavedView {
                kind,
                name: percent::decode(name),
                address: percent::decode(address),
            })
        };
        Self(text.lines().filter_map(line).collect())
    }

    /// The text they are stored as.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for view in &self.0 {
            for part in [
                view.kind.word().unwrap_or_default(),
                " ",
                &percent::encode(&view.name),
                " ",
                &percent::encode(&view.address),
                "\n",
            ] {
                text.push_str(part);
            }
        }
        text
    }

    /// Whether there is one of such a list.
    pub fn has_any(&self, kind: MediaType) -> bool {
        self.0.iter().any(|view| view.kind == kind)
    }

    /// Their names, in the order in which they were saved.
    pub fn names(&self, kind: MediaType) -> Vec<String> {
        let of_kind = self.0.iter().filter(|view| view.kind == kind);
        of_kind.map(|view| view.name.clone()).collect()
    }

    /// The address of a view.
    pub fn get(&self, kind: MediaType, name: &str) -> Option<&str> {
        let view = self.0.iter().find(|view| view.kind == kind && view.name == name);
        view.map(|view| &*view.address)
    }

    /// The name under which an address is saved.
    pub fn name_of(&self, kind: MediaType, address: &str) -> Option<&str> {
        let view = self
            .0
            .iter()
            .find(|view| view.kind == kind && view.address == address);
        view.map(|view| &*view.name)
    }

    /// Saves an address under a name, in place of what has that name.
    pub fn put(&mut self, kind: MediaType, name: &str, address: &str) {
        self.0.retain(|view| view.kind != kind || view.name != name);
        self.0.push(SavedView {
            kind,
            name: name.to_owned(),
            address: address.to_owned(),
        });
    }

    /// Forgets the views of an address.
    pub fn remove(&mut self, kind: MediaType, address: &str) {
        self.0.retain(|view| view.kind != kind || view.address != address);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_given_once_and_an_address_is_forgotten() {
        let mut views = SavedViews::default();
        views.put(MediaType::Manga, "a", "/Reading");
        views.put(MediaType::Manga, "a", "");
        assert_eq!(views.names(MediaType::Manga), ["a"]);
        assert_eq!(views.name_of(MediaType::Manga, ""), Some("a"));
        views.remove(MediaType::Manga, "");
        assert_eq!(views, SavedViews::default());
        assert_eq!(
            SavedViews::parse("junk\nANIME x\nNOVEL a b\n"),
            SavedViews::default()
        );
    }

    proptest! {
        #[test]
        fn any_names_and_addresses_come_back(rows in prop::collection::vec((any::<bool>(), ".*", ".*"), 0..5)) {
            let mut views = SavedViews::default();
            for (anime, name, address) in &rows {
                views.put(if *anime { MediaType::Anime } else { MediaType::Manga }, name, address);
            }
            prop_assert_eq!(SavedViews::parse(&views.to_text()), views);
        }

        #[test]
        fn any_text_is_read(text: String) {
            let _ = SavedViews::parse(&text);
        }
    }
}
