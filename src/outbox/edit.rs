//! An edit that is not at AniList yet, or not surely.

use crate::api::error::ApiError;
use crate::domain::{EntryId, EntryValues, Field, MediaId, MediaType, Patch, SavedEntry, UserId};
use crate::outbox::bulk::JobId;
use crate::outbox::journal::RecordId;
use crate::outbox::merge::merge_names;

/// Whose edit of which work. There is at most one for each.
///
/// ```
/// use tsuzuki::outbox::Key;
/// let key = Key::parse("5001/21").unwrap();
/// assert_eq!((key.account.get(), key.media.get()), (5001, 21));
/// assert_eq!(key.text(), "5001/21");
/// assert_eq!(Key::parse("5001/21/3"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The account, the only one whose token may send it.
    pub account: UserId,
    /// The work.
    pub media: MediaId,
}

impl Key {
    /// Reads a stored key.
    pub fn parse(text: &str) -> Option<Self> {
        let (account, media) = text.split_once('/')?;
        let key = Self {
            account: UserId::new(account.parse().ok()?)?,
            media: MediaId::new(media.parse().ok()?)?,
        };
        // "+1" and "01" are numbers too.
        (key.text() == text).then_some(key)
    }

    /// The key it is stored under.
    pub fn text(self) -> String {
        let mut text = Self::prefix(self.account);
        text.push_str(&self.media.to_string());
        text
    }

    /// What every key of an account begins with.
    pub fn prefix(account: UserId) -> String {
        let mut prefix = account.to_string();
        prefix.push('/');
        prefix
    }
}

/// What is wanted of an entry.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Change {
    /// Nothing.
    #[default]
    Keep,
    /// That it has these values, and that it is on the list.
    Set(Patch),
    /// That it is not on the list.
    Delete,
}

/// What is wanted of the mark "favourite".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Favourite {
    /// Whether it was one when the person changed it.
    pub was: bool,
    /// Whether it shall be one.
    pub wanted: bool,
}

/// Where a change comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The person changed this entry.
    ByHand,
    /// The person undid a saved edit.
    Undo(RecordId),
    /// A run over many entries.
    BulkJob(JobId),
}

/// Where the changes of an edit come from, which may be several.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Origins {
    /// Whether any of it was done on this entry alone. Such an edit goes first, and no pause of a run holds it up.
    pub by_hand: bool,
    /// The journal record it undoes.
    pub undo: Option<RecordId>,
    /// The run it belongs to.
    pub run: Option<JobId>,
}

/// An edit.
#[derive(Debug, Clone, PartialEq)]
pub struct PendingEdit {
    /// Whose it is, and of which work.
    pub key: Key,
    /// Anime or manga.
    pub kind: MediaType,
    /// What to call the work.
    pub title: Box<str>,
    /// What the entry was for the person who changed it, field by field; `None` when it was not on the list.
    pub base: Option<EntryValues>,
    /// What is wanted of the entry.
    pub change: Change,
    /// What is wanted of the mark "favourite".
    pub favourite: Option<Favourite>,
    /// Where it comes from.
    pub origins: Origins,
    /// When the first of its changes was made, in milliseconds since 1970, as are all times here.
    pub made_at: u64,
    /// When the last of its changes was made.
    pub changed_at: u64,
    /// Grows with each change of what is wanted.
    pub revision: u64,
    /// Only a reading that was asked at this time or later says anything about it.
    pub read_from: u64,
    /// What was sent, while nobody knows whether AniList did it.
    pub sent: Option<Sent>,
    /// How it stands.
    pub state: State,
}

/// What was sent to AniList, noted before it was.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// When; tells one sending from another.
    pub at: u64,
    /// The entry upon which it was sent; `None` when there was none.
    pub seen: Option<Seen>,
    /// What was sent about the entry.
    pub change: Change,
    /// What the mark "favourite" was to become by switching it over.
    pub favourite: Option<bool>,
    /// Fields that had been changed elsewhere and were left as they were.
    pub merged: Vec<Field>,
}

/// What tells one state of an entry at AniList from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Which entry. One that is deleted and made again has another.
    pub id: EntryId,
    /// When it was last changed, in seconds since 1970.
    pub updated_at: Option<u64>,
}

impl Seen {
    pub(super) fn of(entry: &SavedEntry) -> Self {
        Self {
            id: entry.id,
            updated_at: entry.updated_at,
        }
    }
}

/// How an edit stands.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// It will be sent.
    Waiting {
        /// How often it was tried without a clear answer.
        tries: u8,
        /// Not to be tried before.
        not_before: u64,
        /// Whether it goes in a request of its own: an error that named no culprit may have been its fault.
        alone: bool,
        /// What became of the last try.
        trouble: Option<ApiError>,
    },
    /// It was changed elsewhere meanwhile, and the person has to choose.
    Conflict {
        /// What AniList has; `None` when it was deleted there.
        theirs: Option<SavedEntry>,
        /// Where both differ from what the person saw, and from each other. All that changed there, where the person
        /// deleted it.
        fields: Vec<Field>,
    },
    /// AniList refused it. It stays until the person corrects, retries or discards it.
    Failed {
        /// Why.
        error: ApiError,
        /// When.
        at: u64,
    },
}

impl State {
    /// Waiting, with nothing gone wrong.
    pub const FRESH: Self = Self::Waiting {
        tries: 0,
        not_before: 0,
        alone: false,
        trouble: None,
    };
}

impl PendingEdit {
    /// Whether nothing is wanted and nothing is under way: it can go.
    pub(super) fn is_done(&self) -> bool {
        self.is_withdrawn() && self.sent.is_none()
    }

    /// The edit, unless it can go.
    pub(super) fn unless_done(self) -> Option<Self> {
        (!self.is_done()).then_some(self)
    }

    /// Whether the person wants nothing of it any more.
    pub fn is_withdrawn(&self) -> bool {
        self.change == Change::Keep && self.favourite.is_none()
    }

    /// Whether it will be sent, or has been and was not answered.
    pub fn waits(&self) -> bool {
        matches!(self.state, State::Waiting { .. })
    }

    /// The entry as the person has it before them: what AniList's list says, with what they changed on top. `None` when
    /// it is not on the list.
    pub fn view(&self, entry: Option<&EntryValues>) -> Option<EntryValues> {
        match &self.change {
            Change::Keep => entry.cloned(),
            Change::Delete => None,
            Change::Set(patch) => {
                let none = EntryValues::default();
                let base = self.base.as_ref();
                let below = entry.or(base).unwrap_or(&none);
                let mut values = patch.applied_to(below);
                if patch.get(Field::CustomLists).is_some() {
                    let known = &base.unwrap_or(&none).custom_lists;
                    values.custom_lists = merge_names(known, &values.custom_lists, &below.custom_lists);
                }
                Some(values)
            }
        }
    }

    /// Whether the work is a favourite as the person has it before them.
    pub fn view_favourite(&self, favourite: bool) -> bool {
        self.favourite.map_or(favourite, |favourite| favourite.wanted)
    }

    /// Whether a value of this field was sent.
    pub(super) fn sends(&self, field: Field) -> bool {
        let sent = self.sent.as_ref().map(|sent| &sent.change);
        matches!(sent, Some(Change::Set(patch)) if patch.get(field).is_some())
    }
}
