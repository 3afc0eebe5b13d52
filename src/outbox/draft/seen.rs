//! What a person has before them when they change an entry.

use crate::domain::EntryValues;
use crate::outbox::{Change, PendingEdit};

/// What AniList says of an entry as far as the person saw it: what was `shown`, but where an edit waits what AniList had
/// before that. `None` when AniList has no entry.
pub fn seen(edit: Option<&PendingEdit>, shown: Option<&EntryValues>) -> Option<EntryValues> {
    let Some(edit) = edit else { return shown.cloned() };
    match (&edit.change, &edit.base, shown) {
        (Change::Set(patch), Some(base), Some(shown)) => {
            let mut seen = shown.clone();
            for value in patch.values() {
                seen.set(base.get(value.field()));
            }
            Some(seen)
        }
        (Change::Keep, _, shown) => shown.cloned(),
        (_, base, _) => base.clone(),
    }
}
