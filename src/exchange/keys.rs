//! Which entry is about which work, by AniList's number or by MyAnimeList's.

use super::Record;
use crate::domain::{MediaId, MediaType};

const LEAST_SLOTS: usize = 64;

/// Places in a list by the numbers of the works that stand there: a table with open addressing, which is less code than
/// the standard map. Somebody who makes a file of numbers that collide keeps only himself waiting, and not for long.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// Keys, none of which is 0, and their places. Its length is a power of two and at least twice `used`, so a search
    /// always ends.
    slots: Vec<(u64, u32)>,
    used: usize,
}

/// Whose number of a work it is.
#[derive(Clone, Copy)]
enum Whose {
    AniList = 1,
    /// MyAnimeList's, of a work of which AniList's number is known too.
    Second,
    /// MyAnimeList's, of a work of which no other number is known.
    Only,
}

impl Keys {
    /// Notes a place for a work. The first place counts, for each of its numbers.
    pub(super) fn add(&mut self, media: Option<MediaId>, mal_id: Option<u32>, kind: MediaType, place: usize) {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        if let Some(media) = media {
            self.put(key(Whose::AniList, media.get(), kind), place);
        }
        let whose = if media.is_some() {
            Whose::Second
        } else {
            Whose::Only
        };
        if let Some(mal_id) = mal_id {
            self.put(key(whose, mal_id.into(), kind), place);
        }
    }

    /// The place of the work that a record is about. Where both sides know AniList's number, no other one counts: two
    /// works may have one number at MyAnimeList.
    pub(super) fn find(&self, record: &Record) -> Option<usize> {
        let get = |whose, number| self.get(key(whose, number, record.kind));
        let mal = |whose| get(whose, record.mal_id?.into());
        let place = match record.media {
            Some(media) => get(Whose::AniList, media.get()).or_else(|| mal(Whose::Only)),
            None => mal(Whose::Second).or_else(|| mal(Whose::Only)),
        };
        place.map(|place| place as usize)
    }

    fn get(&self, key: u64) -> Option<u32> {
        let (found, place) = self.slots.get(self.slot(key))?;
        (*found == key).then_some(*place)
    }

    fn put(&mut self, key: u64, place: u32) {
        if self.slots.len() < (self.used + 1) * 2 {
            let slots = (self.slots.len() * 2).max(LEAST_SLOTS);
            let old = std::mem::replace(&mut self.slots, vec![(0, 0); slots]);
            for (key, place) in old {
                let at = self.slot(key);
                if let Some(slot) = self.slots.get_mut(at).filter(|_| key > 0) {
                    *slot = (key, place);
                }
            }
        }
        let at = self.slot(key);
        if let Some(slot) = self.slots.get_mut(at).filter(|slot| slot.0 == 0) {
            *slot = (key, place);
            self.used += 1;
        }
    }

    /// Where a key stands, or would stand.
    fn slot(&self, key: u64) -> usize {
        let mask = self.slots.len().wrapping_sub(1);
        // Fibonacci hashing: the upper half of the product depends on all bits of the key.
        let mut at = (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & mask;
        while self
            .slots
            .get(at)
            .is_some_and(|(found, _)| *found != key && *found != 0)
        {
            at = (at + 1) & mask;
        }
        at
    }
}

/// MyAnimeList numbers anime and manga apart, AniList does not.
fn key(whose: Whose, number: u64, kind: MediaType) -> u64 {
    let kind = match whose {
        Whose::AniList => 0,
        _ => u64::from(kind == MediaType::Manga),
    };
    number << 3 | (whose as u64) << 1 | kind
}
