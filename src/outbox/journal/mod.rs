//! The journal: what every saved edit changed, so that it can be undone.
//!
//! Undoing is an edit like any other: it waits, is compared with what AniList has, and stands in the journal itself.

mod stored;

use crate::domain::{EntryValues, Field, MediaId, MediaType, UserId};
use crate::outbox::bulk::JobId;
use crate::outbox::{Change, EditIntent, Key, Origin, Origins, PendingEdit, Sent, between};

/// How many records of single edits are kept for each account.
pub const MAX_RECORDS: usize = 1_000;
/// Of how many runs all records are kept for each account.
pub const MAX_RUNS: usize = 5;

/// Names a record of an account's journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId {
    /// When the edit was saved, in milliseconds since 1970.
    pub at: u64,
    /// The work.
    pub media: MediaId,
}

impl RecordId {
    /// The key it is stored under; keys of an account sort by time.
    ///
    /// ```
    /// use tsuzuki::domain::{MediaId, UserId};
    /// use tsuzuki::outbox::journal::RecordId;
    /// let account = UserId::new(5001).unwrap();
    /// let id = RecordId { at: 1_700_000_000_000, media: MediaId::new(21).unwrap() };
    /// assert_eq!(id.key(account), "5001/01700000000000/21");
    /// assert_eq!(RecordId::parse("5001/01700000000000/21"), Some((account, id)));
    /// ```
    pub fn key(self, account: UserId) -> String {
        let mut key = Key::prefix(account);
        let at = self.at.to_string();
        for _ in at.len()..14 {
            key.push('0');
        }
        key.push_str(&at);
        key.push('/');
        key.push_str(&self.media.to_string());
        key
    }

    /// Reads a stored key.
    pub fn parse(key: &str) -> Option<(UserId, Self)> {
        let (account, rest) = key.split_once('/')?;
        let (at, media) = rest.split_once('/')?;
        let id = Self {
            at: at.parse().ok()?,
            media: MediaId::new(media.parse().ok()?)?,
        };
        let account = UserId::new(account.parse().ok()?)?;
        (id.key(account) == key).then_some((account, id))
    }
}

/// A saved edit.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its name.
    pub id: RecordId,
    /// Whose list it changed.
    pub account: UserId,
    /// Anime or manga.
    pub kind: MediaType,
    /// What to call the work.
    pub title: Box<str>,
    /// The entry before; `None` when it was not on the list.
    pub before: Option<EntryValues>,
    /// The entry after; `None` when it was deleted.
    pub after: Option<EntryValues>,
    /// Whether it was a favourite before and after, where the edit changed that.
    pub favourite: Option<(bool, bool)>,
    /// Where the edit came from.
    pub origins: Origins,
    /// Fields that had been changed elsewhere when it was saved. They were left as they were.
    pub merged: Vec<Field>,
}

/// What an edit that was carried out changed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Done<'a> {
    pub(crate) edit: &'a PendingEdit,
    pub(crate) sent: &'a Sent,
    /// The entry before and after, where it was saved.
    pub(crate) entry: Option<(Option<EntryValues>, Option<EntryValues>)>,
    /// What became of the favourite, where it was switched.
    pub(crate) favourite: Option<bool>,
}

impl Done<'_> {
    /// Its record; `None` when it changed nothing.
    pub(crate) fn record(self, now: u64) -> Option<Record> {
        let (before, after) = self.entry.unwrap_or_default();
        let favourite = self.favourite.map(|favourite| (!favourite, favourite));
        let key = self.edit.key;
        (before != after || favourite.is_some()).then(|| Record {
            id: RecordId {
                at: now,
                media: key.media,
            },
            account: key.account,
            kind: self.edit.kind,
            title: self.edit.title.clone(),
            before,
            after,
            favourite,
            origins: self.edit.origins,
            merged: self.sent.merged.clone(),
        })
    }
}

impl Record {
    /// The key of the edit that it was.
    pub fn edit_key(&self) -> Key {
        Key {
            account: self.account,
            media: self.id.media,
        }
    }

    /// Whether it is about the entry, and not about the favourite alone.
    pub fn is_of_entry(&self) -> bool {
        self.before.is_some() || self.after.is_some()
    }

    /// What undoes it. The base is what the edit left, so whatever was changed since shows as a conflict.
    pub fn undo(&self) -> EditIntent {
        self.undo_as(Origin::Undo(self.id))
    }

    /// The same as part of something else.
    pub(crate) fn undo_as(&self, origin: Origin) -> EditIntent {
        EditIntent {
            key: self.edit_key(),
            kind: self.kind,
            title: self.title.clone(),
            base: self.after.clone(),
            was_favourite: self.favourite.is_some_and(|(_, after)| after),
            change: between(self.after.as_ref(), self.before.as_ref()),
            favourite: self.favourite.map(|(before, _)| before),
            origin,
        }
    }
}

/// Whether a record was undone, and the undoing not undone in turn. `records` are the account's, in any order.
pub fn is_undone(records: &[Record], id: RecordId) -> bool {
    records
        .iter()
        .filter(|record| record.origins.undo == Some(id) && record.id > id)
        .any(|record| !is_undone(records, record.id))
}

/// Whether an account's records tell of all that AniList took after a time, in milliseconds since 1970: what was more than
/// is kept has gone.
///
/// ```
/// use tsuzuki::outbox::journal::tells_since;
/// assert!(tells_since([].into_iter(), 0));
/// ```
pub fn tells_since<'a>(records: impl Iterator<Item = &'a Record>, at: u64) -> bool {
    let (mut single, mut runs) = (0, Vec::new());
    let (mut first_single, mut first_of_run) = (u64::MAX, u64::MAX);
    for record in records {
        match record.origins.run {
            None => {
                single += 1;
                first_single = first_single.min(record.id.at);
            }
            Some(run) => {
                first_of_run = first_of_run.min(record.id.at);
                if !runs.contains(&run) {
                    runs.push(run);
                }
            }
        }
    }
    (single < MAX_RECORDS || first_single <= at) && (runs.len() < MAX_RUNS || first_of_run <= at)
}

/// The newest of these records, the oldest of which comes first, that says what became of an edit.
pub fn outcome_of<'a>(
    records: impl DoubleEndedIterator<Item = &'a Record>,
    edit: &PendingEdit,
) -> Option<&'a Record> {
    let changes_entry = edit.change != Change::Keep;
    let is_its = |record: &&Record| record.edit_key() == edit.key && record.id.at >= edit.made_at;
    records
        .rev()
        .find(|record| is_its(record) && (record.is_of_entry() || !changes_entry))
}

/// Which of an account's records can go, by their names and the run each belongs to: all but the last
/// [`MAX_RECORDS`] of single edits and those of the last [`MAX_RUNS`] runs.
pub fn surplus(records: &[(RecordId, Option<JobId>)]) -> Vec<RecordId> {
    let mut newest: Vec<(RecordId, Option<JobId>)> = records.to_vec();
    newest.sort_unstable_by(|(a, _), (b, _)| b.cmp(a));
    let (mut single, mut runs) = (0, Vec::new());
    let mut goes = |run: Option<JobId>| match run {
        None => {
            single += 1;
            single > MAX_RECORDS
        }
        Some(run) if runs.contains(&run) => false,
        Some(run) => {
            let goes = runs.len() >= MAX_RUNS;
            if !goes {
                runs.push(run);
            }
            goes
        }
    };
    newest.retain(|(_, run)| goes(*run));
    newest.into_iter().map(|(id, _)| id).collect()
}
