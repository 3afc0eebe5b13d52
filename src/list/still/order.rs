//! What a list shows while its lines stay where they are.

use std::collections::{HashMap, HashSet};

use crate::domain::{ListStatus, MediaId, MediaType};
use crate::list::query::{ListQuery, Section};

/// A section as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which one it is.
    pub section: Section,
    /// Its heading.
    pub title: Box<str>,
    /// Whether its works are hidden.
    pub collapsed: bool,
    /// How many works belong in it, whatever still stands there.
    pub count: usize,
    /// Its works, in order.
    pub media: Vec<MediaId>,
}

impl Part {
    /// The works that are shown.
    pub fn visible(&self) -> &[MediaId] {
        if self.collapsed { &[] } else { &self.media }
    }
}

/// The works of a list in the order in which they are drawn. Each stands in it once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Order {
    /// The sections, one below the other.
    pub parts: Vec<Part>,
}

/// A work whose entry has changed since the order was last put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Touched {
    /// Which work.
    pub media: MediaId,
    /// Its status before.
    pub before: ListStatus,
    /// Its status now; nothing when it is not on the list any more.
    pub now: Option<ListStatus>,
}

/// What will become of a line that stays where it is for now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// It stays where it is.
    Stays,
    /// It goes to the top of its section.
    Top,
    /// It goes to the end of its section.
    End,
    /// It goes up in its section.
    Up,
    /// It goes down in its section.
    Down,
    /// It goes to the section of this name.
    Section(Box<str>),
    /// It goes: it is not what is shown here any more.
    Leaves,
    /// It goes: it is not on the list any more.
    Gone,
}

/// Where a work stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    part: &'a Part,
    index: usize,
    /// How many works stand before it that have not changed.
    rank: usize,
}

impl Order {
    /// Works without sections.
    pub fn of(media: Vec<MediaId>) -> Self {
        let part = Part {
            section: Section::All,
            title: Box::default(),
            collapsed: false,
            count: media.len(),
            media,
        };
        Self { parts: vec![part] }
    }

    /// Whether it shows nothing.
    pub fn is_empty(&self) -> bool {
        self.parts.iter().all(|part| part.media.is_empty())
    }

    /// All works, in order, those of shut sections too.
    pub fn media(&self) -> impl Iterator<Item = MediaId> {
        self.parts.iter().flat_map(|part| part.media.iter().copied())
    }

    /// Takes out the works that are not to be kept.
    pub fn retain(&mut self, mut keep: impl FnMut(MediaId) -> bool) {
        for part in &mut self.parts {
            part.media.retain(|media| keep(*media));
        }
    }

    /// The place of a work among all that are drawn, headings included where there are some.
    pub fn number(&self, media: MediaId, has_headings: bool) -> Option<usize> {
        let mut before = 0;
        for part in &self.parts {
            before += usize::from(has_headings);
            if let Some(at) = part.visible().iter().position(|known| *known == media) {
                return Some(before + at);
            }
            before += part.visible().len();
        }
        None
    }

    /// All works that are drawn, from this one down and then up: who stands nearest when it goes.
    pub fn near(&self, media: MediaId) -> Vec<MediaId> {
        let all: Vec<MediaId> = self
            .parts
            .iter()
            .flat_map(|part| part.visible().iter().copied())
            .collect();
        let at = all.iter().position(|known| *known == media).unwrap_or(all.len());
        let (above, below) = all.split_at(at);
        let mut near = below.to_vec();
        near.extend(above.iter().rev());
        near
    }

    /// The same order where another one, `right`, would be right: nothing in it moves. What is new stands at the end of its
    /// section, and headings count what belongs there.
    pub fn held(&self, right: &Order) -> Order {
        let mut held = self.clone();
        let known: HashSet<MediaId> = self.media().collect();
        for part in &mut held.parts {
            part.count = 0;
        }
        for part in &right.parts {
            let mut new = part.media.iter().copied().filter(|media| !known.contains(media));
            let standing = held.parts.iter_mut().find(|held| held.section == part.section);
            match standing {
                Some(standing) => {
                    standing.count = part.count;
                    standing.media.extend(new);
                }
                None => {
                    let first = new.next();
                    if first.is_some() {
                        held.parts.push(Part {
                            media: first.into_iter().chain(new).collect(),
                            ..part.clone()
                        });
                    }
                }
            }
        }
        held
    }

    /// What will become of the lines of `touched` works once `right` takes the place of this order.
    pub fn marks(&self, right: &Order, touched: &[Touched]) -> HashMap<MediaId, Mark> {
        let changed: HashSet<MediaId> = touched.iter().map(|touched| touched.media).collect();
        let (here, there) = (self.places(&changed), right.places(&changed));
        let mark = |touched: &Touched| {
            let from = here.get(&touched.media)?;
            let mark = match there.get(&touched.media) {
                _ if touched.now.is_none() => Mark::Gone,
                None => Mark::Leaves,
                Some(to) if to.part.section != from.part.section => Mark::Section(to.part.title.clone()),
                Some(to) if to.index == from.index && to.rank == from.rank => Mark::Stays,
                Some(to) if to.index == 0 => Mark::Top,
                Some(to) if to.rank != from.rank && to.index + 1 == to.part.media.len() => Mark::End,
                Some(to) if to.rank < from.rank => Mark::Up,
                Some(to) if to.rank > from.rank => Mark::Down,
                Some(_) => Mark::Stays,
            };
            Some((touched.media, mark))
        };
        touched.iter().filter_map(mark).collect()
    }

    fn places(&self, of: &HashSet<MediaId>) -> HashMap<MediaId, Place<'_>> {
        let mut places = HashMap::new();
        for part in &self.parts {
            let mut rank = 0;
            for (index, media) in part.media.iter().enumerate() {
                if of.contains(media) {
                    places.insert(*media, Place { part, index, rank });
                } else {
                    rank += 1;
                }
            }
        }
        places
    }
}

impl Mark {
    /// The same where the list shows what `query` asks for: what leaves the section of its status goes to that of the other.
    pub fn within(self, query: &ListQuery, touched: Touched, kind: MediaType) -> Self {
        match (self, touched.now) {
            (Self::Leaves, Some(now))
                if now != touched.before && query.section == Section::Status(touched.before) =>
            {
                Self::Section(now.label(kind).into())
            }
            (mark, _) => mark,
        }
    }

    /// What is said of a line that stays for now: what it became, and where it goes. Empty when there is nothing to say.
    ///
    /// ```
    /// use tsuzuki::domain::{ListStatus, MediaId, MediaType};
    /// use tsuzuki::list::still::{Mark, Touched};
    ///
    /// let touched = Touched {
    ///     media: MediaId::new(1).unwrap(),
    ///     before: ListStatus::Current,
    ///     now: Some(ListStatus::Completed),
    /// };
    /// let note = |mark: Mark| mark.note(touched, MediaType::Anime, false);
    /// assert_eq!(note(Mark::Top), "Completed · moves to the top");
    /// assert_eq!(note(Mark::Section("Completed".into())), "moves to Completed");
    /// ```
    pub fn note(&self, touched: Touched, kind: MediaType, is_filtered: bool) -> String {
        let became = touched.now.filter(|now| *now != touched.before);
        let became = became.map_or("", |now| now.label(kind));
        let goes = match self {
            Self::Stays => "",
            Self::Top => "moves to the top",
            Self::End => "moves to the end",
            Self::Up => "moves up",
            Self::Down => "moves down",
            Self::Leaves if is_filtered => "no longer matches the filter",
            Self::Leaves => "leaves this list",
            // What it became is where it goes.
            Self::Section(title) => return ["moves to ", title].concat(),
            Self::Gone => return "Deleted".to_owned(),
        };
        let between = if became.is_empty() || goes.is_empty() {
            ""
        } else {
            " · "
        };
        [became, between, goes].concat()
    }
}
