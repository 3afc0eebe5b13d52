//! What the person was told, and what may never happen to it.

use std::collections::BTreeMap;

use tsuzuki::domain::{EntryValues, Field};
use tsuzuki::outbox::{Change, EditIntent, Key, PendingEdit, State};

use super::anilist::{AniList, Author, Happened, Slot, entry_slots, says};
use super::wanted::{GONE, all_slots, is_open, says_of, set_of, wanted, wants, was_in_question};

/// Something that the person wants and was told is kept.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) value: String,
    /// When they were told.
    at: u64,
    /// Grows with each order.
    pub(crate) order: u64,
    /// What the slot said for them when they changed it, and when AniList had said so.
    base: String,
    seen: u64,
    /// Since when something has been waiting in this slot.
    born: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Figures {
    pub(crate) orders: u64,
    pub(crate) writes: u64,
    pub(crate) conflicts: u64,
    pub(crate) lost_answers: u64,
    /// Foreign changes overwritten between our reading and our write, which nobody can see.
    pub(crate) in_the_window: u64,
    /// Foreign changes overwritten that undid a write of ours whose answer was lost, where AniList keeps no time.
    pub(crate) without_a_time: u64,
    /// Foreign changes to the very value that was sent without an answer before the person thought better of it.
    pub(crate) same_as_sent: u64,
    /// Orders on top of an edit that another tab had saved, which the person's tab had yet to hear.
    pub(crate) upon_saved: u64,
}

impl std::ops::AddAssign for Figures {
    fn add_assign(&mut self, more: Self) {
        self.orders += more.orders;
        self.writes += more.writes;
        self.conflicts += more.conflicts;
        self.lost_answers += more.lost_answers;
        self.in_the_window += more.in_the_window;
        self.without_a_time += more.without_a_time;
        self.same_as_sent += more.same_as_sent;
        self.upon_saved += more.upon_saved;
    }
}

#[derive(Default)]
pub(crate) struct Oracle {
    told: BTreeMap<(Key, Slot), Told>,
    /// Every value that was ever wanted of a slot.
    ever: BTreeMap<(Key, Slot), Vec<String>>,
    /// The order that was last carried out in a slot.
    applied: BTreeMap<(Key, Slot), u64>,
    /// Every value that was ever sent of a slot, and when.
    sent: BTreeMap<(Key, Slot), Vec<(u64, String)>>,
    orders: u64,
    /// When AniList had said what the base of a stored edit says.
    bases: BTreeMap<Key, u64>,
    /// Of what was ordered on top of an edit that another tab had saved: when that was.
    upon_saved: BTreeMap<(Key, Slot), u64>,
    pub(crate) figures: Figures,
}

/// What the person knew of a work when they gave an order.
pub(crate) struct Knowledge<'a> {
    pub(crate) entry: Option<&'a EntryValues>,
    pub(crate) favourite: bool,
    pub(crate) seen: u64,
}

impl Knowledge<'_> {
    fn says(&self, slot: Slot) -> String {
        match slot {
            Slot::Favourite => self.favourite.to_string(),
            slot => says(self.entry, slot),
        }
    }
}

impl Oracle {
    /// The person gave an order; `before` and `after` are what is stored of the edit. `view` is what they saw.
    pub(crate) fn ordered(
        &mut self,
        order: &EditIntent,
        knows: &Knowledge<'_>,
        view: Option<&EntryValues>,
        before: Option<&PendingEdit>,
        after: Option<&PendingEdit>,
        at: u64,
    ) {
        let key = order.key;
        self.orders += 1;
        self.figures.orders += 1;
        if before.is_none_or(|edit| edit.change == Change::Keep) {
            self.bases.insert(key, knows.seen);
        }
        let mut explicit = match &order.change {
            Change::Keep => Vec::new(),
            Change::Delete => vec![(Slot::Exists, false.to_string())],
            Change::Set(patch) => wants(patch, view),
        };
        if let Change::Set(_) = order.change {
            self.ever
                .entry((key, Slot::Exists))
                .or_default()
                .push(true.to_string());
        }
        explicit.extend(
            order
                .favourite
                .map(|wanted| (Slot::Favourite, wanted.to_string())),
        );
        let ordered: Vec<Slot> = explicit.iter().map(|(slot, _)| *slot).collect();
        for (slot, value) in explicit {
            let (base, _) = self.basis(key, slot, knows, before);
            self.ever.entry((key, slot)).or_default().push(value.clone());
            let noted = wanted(after, slot);
            let known = [base.clone(), says_of(before, slot), says_of(after, slot)];
            // Of an entry that is made anew each value was chosen, even one that the deleted one had too.
            let is_anew = before.is_some_and(|edit| edit.change == Change::Delete)
                && after.is_some_and(|edit| edit.base.is_some() && edit.change != Change::Keep)
                && matches!(slot, Slot::Field(_));
            let is_back =
                noted.is_none() && !is_anew && (known.contains(&value) || value == knows.says(slot));
            assert!(
                noted.as_deref() == Some(&value) || is_back,
                "an order was not noted: {slot:?} {value}, stored {noted:?}, base {base}, {before:#?} {order:#?} {after:#?}"
            );
        }
        for slot in all_slots() {
            match wanted(after, slot) {
                Some(value) => {
                    let (mut base, mut seen) = self.basis(key, slot, knows, before);
                    // Who deletes again, or takes back a part of it, has looked again. Where this tab's list is older
                    // than what they deleted they have seen both, and the edit may be made upon either.
                    let is_reset = slot != Slot::Favourite && says_of(before, slot) != says(None, slot);
                    let again = match &order.change {
                        Change::Delete => value == GONE,
                        _ => ordered.contains(&slot) && !is_reset,
                    };
                    let counts = knows.seen > seen || says_of(after, slot) == knows.says(slot);
                    if again
                        && counts
                        && knows.entry.is_some()
                        && wanted(before, slot).is_some_and(|it| it == GONE)
                    {
                        (base, seen) = (knows.says(slot), knows.seen);
                    }
                    let waits = wanted(before, slot).is_some();
                    let born = self.told.get(&(key, slot)).filter(|_| waits).map_or_else(
                        || self.on_its_way(key, slot, before).unwrap_or(at),
                        |told| told.born,
                    );
                    self.tell(key, slot, (value, base), (seen, born), at);
                }
                None if let Some(value) = taken_back(before, after, slot) => {
                    let told = self.told.get(&(key, slot)).cloned();
                    if let Some(told) = told {
                        self.tell(key, slot, (value, told.base), (told.seen, told.born), at);
                    }
                }
                None if wanted(before, slot).is_some() => {
                    // What nobody spoke of stays, unless all of the entry was ordered anew. A new entry has what is usual
                    // without a word.
                    let is_whole = order.change == Change::Delete
                        || before.is_some_and(|edit| edit.change == Change::Delete);
                    let is_usual = slot != Slot::Favourite
                        && after.is_some_and(|edit| edit.base.is_none())
                        && wanted(before, slot) == Some(says(None, slot));
                    assert!(
                        is_whole || is_usual || ordered.contains(&slot),
                        "an order was dropped with another: {slot:?} {order:#?} {before:#?} {after:#?}"
                    );
                    self.told.remove(&(key, slot));
                }
                None => {}
            }
        }
    }

    fn tell(
        &mut self,
        key: Key,
        slot: Slot,
        (value, base): (String, String),
        (seen, born): (u64, u64),
        at: u64,
    ) {
        let old = self.told.get(&(key, slot)).filter(|old| old.value == value);
        let told = Told {
            order: old.map_or(self.orders, |old| old.order),
            at: old.map_or(at, |old| old.at),
            value: value.clone(),
            base,
            seen,
            born,
        };
        self.ever.entry((key, slot)).or_default().push(value);
        self.told.insert((key, slot), told);
    }

    /// What the person saw of a slot before they changed it.
    fn basis(
        &self,
        key: Key,
        slot: Slot,
        knows: &Knowledge<'_>,
        before: Option<&PendingEdit>,
    ) -> (String, u64) {
        if wanted(before, slot).is_some()
            && let Some(told) = self.told.get(&(key, slot))
        {
            return (told.base.clone(), told.seen);
        }
        let is_anew = before.is_some_and(|edit| edit.base.is_none() && matches!(edit.change, Change::Set(_)));
        if is_anew && slot != Slot::Favourite {
            // This tab's list may still have the old entry, of which the new one takes nothing.
            return (says(None, slot), self.bases[&key]);
        }
        // An edit that wants nothing of the entry shows nothing of it either.
        let shown = before.filter(|edit| edit.change != Change::Keep);
        match (knows.entry, shown.and_then(|edit| edit.base.as_ref()), slot) {
            // This tab's list does not have the entry yet. The person sees that of the edit.
            (None, Some(base), slot) if slot != Slot::Favourite => (says(Some(base), slot), self.bases[&key]),
            _ => (knows.says(slot), knows.seen),
        }
    }

    /// Since when something that was sent without an answer may arrive in a slot. Taking the order back does not call
    /// it back, so what is ordered next waits along with it: no reading tells what arrived from the same made elsewhere.
    fn on_its_way(&self, key: Key, slot: Slot, before: Option<&PendingEdit>) -> Option<u64> {
        let sent = before?.sent.as_ref()?;
        let value = match slot {
            Slot::Favourite => sent.favourite?.to_string(),
            slot => set_of(&sent.change, slot)?,
        };
        let mut known = self.sent.get(&(key, slot))?.iter().rev();
        known.find(|(_, sent)| *sent == value).map(|(at, _)| *at)
    }

    /// The person is about to give an order on top of an edit that another tab has saved, as their tab has yet to hear.
    pub(crate) fn ordered_upon_saved(&mut self, key: Key, noted: &PendingEdit, saved_at: u64) {
        self.figures.upon_saved += 1;
        for slot in all_slots().filter(|slot| wanted(Some(noted), *slot).is_some()) {
            self.upon_saved.insert((key, slot), saved_at);
        }
    }

    /// Nothing of the edit is stored any more.
    pub(crate) fn ended(&mut self, key: Key) {
        self.upon_saved.retain(|(known, _), _| *known != key);
    }

    /// The person took it all back.
    pub(crate) fn withdrawn(&mut self, key: Key) {
        self.told.retain(|(known, _), _| *known != key);
    }

    /// A deletion ended a conflict: what AniList had was before the person, as it was at the moment `seen`.
    pub(crate) fn looked(&mut self, anilist: &AniList, seen: u64, before: &PendingEdit) {
        if matches!(before.state, State::Conflict { theirs: None, .. }) {
            return;
        }
        for ((key, slot), told) in &mut self.told {
            if *key == before.key && told.value == GONE && is_open(Some(before), *slot) {
                (told.base, told.seen) = (anilist.said(*key, *slot, seen), seen);
            }
        }
    }

    /// The person chose; `seen` is the moment at which AniList had what they chose against.
    pub(crate) fn chose(
        &mut self,
        anilist: &AniList,
        key: Key,
        seen: u64,
        before: &PendingEdit,
        after: Option<&PendingEdit>,
        at: u64,
    ) {
        self.orders += 1;
        for slot in entry_slots() {
            match wanted(after, slot) {
                // A field that is still open is as it was.
                Some(value)
                    if is_open(after, slot) && wanted(Some(before), slot).as_ref() == Some(&value) => {}
                // The conflict says nothing new of a slot that was not in question: what was ordered of it after the
                // conflict arose was ordered upon what the list said then, which is newer.
                Some(value)
                    if !was_in_question(before, slot)
                        && self
                            .told
                            .get(&(key, slot))
                            .is_some_and(|told| told.value == value && told.seen > seen) => {}
                Some(value) => {
                    let base = anilist.said(key, slot, seen);
                    self.tell(key, slot, (value, base), (seen, at), at);
                }
                None => {
                    self.told.remove(&(key, slot));
                }
            }
        }
    }

    /// What a write is about to carry out.
    pub(crate) fn intent(&self, key: Key, slot: Slot) -> Option<Told> {
        self.told.get(&(key, slot)).cloned()
    }

    /// An edit waits for a choice from now on about these fields. What it sent itself is no reason, whether it was
    /// answered or not, if nobody else wrote to the entry.
    pub(crate) fn in_conflict(&mut self, anilist: &AniList, key: Key, fields: &[Field]) {
        self.figures.conflicts += 1;
        for slot in fields.iter().map(|field| Slot::Field(*field)) {
            // Who deletes looked at the entry as their list had it, which may be older than what they did since.
            let Some(told) = self.told.get(&(key, slot)).filter(|told| told.value != GONE) else {
                continue;
            };
            let wrote = |author, since| {
                let history = anilist.history(key).iter();
                history.filter(move |it| it.author == author && it.tick > since)
            };
            assert!(
                wrote(Author::Foreign, told.seen.min(told.born)).count() > 0
                    || wrote(Author::Ours, told.born).all(|it| !it.changes(slot)),
                "in conflict with ourselves: {key:?} {slot:?} {told:?}"
            );
            let upon = self.upon_saved.get(&(key, slot));
            assert!(
                upon.is_none_or(|upon| wrote(Author::Foreign, *upon).count() > 0),
                "in conflict with what another tab had saved of the same edit: {key:?} {slot:?} {told:?}"
            );
        }
    }

    /// A write of this value is about to be sent.
    pub(crate) fn sends(&mut self, key: Key, slot: Slot, value: String, at: u64) {
        self.sent.entry((key, slot)).or_default().push((at, value));
    }

    /// A write is about to change a slot, upon a reading from the moment `read`.
    pub(crate) fn applies(
        &mut self,
        anilist: &AniList,
        key: Key,
        slot: Slot,
        value: &str,
        read: u64,
        told: Option<&Told>,
    ) {
        if let Some(told) = told {
            let last = self.applied.entry((key, slot)).or_default();
            assert!(
                *last <= told.order,
                "{slot:?}: order {} was carried out after {last}",
                told.order
            );
            *last = told.order;
        }
        let now = anilist.tick;
        if anilist.said(key, slot, now) == value {
            return;
        }
        if !matches!(slot, Slot::Name(_)) {
            let ever = self.ever.get(&(key, slot));
            assert!(
                ever.is_some_and(|ever| ever.iter().any(|known| known == value)),
                "nobody ever wanted {slot:?} to be {value}"
            );
        }
        let is_foreign = |happened: &&Happened| happened.author == Author::Foreign;
        if anilist
            .last_change(key, slot, now)
            .filter(is_foreign)
            .is_some_and(|last| last.tick > read)
        {
            self.figures.in_the_window += 1;
        }
        let last = anilist.last_change(key, slot, read).filter(is_foreign);
        let (Some(told), Some(last)) = (told, last) else {
            return;
        };
        if last.tick <= told.seen {
            return;
        }
        let had_arrived = |happened: &Happened| {
            happened.author == Author::Ours
                && happened.changes(slot)
                && (told.born + 1..last.tick).contains(&happened.tick)
        };
        let undone = anilist.history(key).iter().any(had_arrived);
        let said = anilist.said(key, slot, read);
        let same = said == told.base;
        let mut sent = self.sent.get(&(key, slot)).into_iter().flatten();
        let was_sent = sent.any(|(at, value)| *at >= told.born && *value == said);
        match (same, undone) {
            (true, false) => {}
            (false, _) if was_sent => self.figures.same_as_sent += 1,
            (true, true) if matches!(slot, Slot::Favourite | Slot::Exists) => {
                self.figures.without_a_time += 1
            }
            _ => panic!(
                "{slot:?} was overwritten in silence with {value}: AniList had {said}, the person saw {}",
                told.base
            ),
        }
    }

    /// At the end, everything has arrived or is in sight.
    pub(crate) fn nothing_is_lost(&self, anilist: &AniList, edits: &BTreeMap<Key, PendingEdit>) {
        for ((key, slot), told) in &self.told {
            let edit = edits.get(key);
            let is_new =
                edit.is_some_and(|edit| edit.base.is_none() && matches!(edit.change, Change::Set(_)));
            let wanted = match wanted(edit, *slot) {
                None if is_new && *slot != Slot::Favourite => Some(says(None, *slot)),
                wanted => wanted,
            };
            let is_kept = edit.is_some_and(|edit| !edit.waits());
            let in_sight = wanted.as_ref() == Some(&told.value) && is_kept;
            // Of a work that is gone: what the person had before them already.
            let is_as_before = wanted.is_none() && is_kept && says_of(edit, *slot) == told.value;
            // An entry made anew that another device made too: what is usual here gives way to what is not there.
            let gave_way = *slot != Slot::Favourite
                && told.value == says(None, *slot)
                && anilist
                    .last_change(*key, *slot, u64::MAX)
                    .is_some_and(|last| last.author == Author::Foreign);
            assert!(
                told.value == GONE
                    || gave_way
                    || in_sight
                    || is_as_before
                    || anilist.ever_said(*key, *slot, &told.value, told.at),
                "lost: {key:?} {slot:?} {told:?}, stored {edit:?}"
            );
        }
    }
}

/// What a name of a custom list is to be again after another order, where what was sent may still make it otherwise. The
/// edit does not differ from its base in it, and the person waits for it all the same.
fn taken_back(before: Option<&PendingEdit>, after: Option<&PendingEdit>, slot: Slot) -> Option<String> {
    let (Slot::Name(_), Some(edit)) = (slot, after) else {
        return None;
    };
    let sent = set_of(&edit.sent.as_ref()?.change, slot)?;
    let value = set_of(&edit.change, slot)?;
    (value != sent && wanted(before, slot) == Some(sent)).then_some(value)
}
