//! Which entry is about which work, by AniList's number or by MyAnimeList's.

use std::collections::HashMap;

use super::Record;
use crate::domain::{MediaId, MediaType};

/// Places in a list by the numbers of the works that stand there.
#[derive(Debug, Default)]
pub(super) struct Keys(HashMap<u64, u32>);

/// Whose number of a work it is.
#[derive(Clone, Copy)]
enum Whose {
    AniList,
    /// MyAnimeList's, of a work of which AniList's number is known too.
    Second,
    /// MyAnimeList's, of a work of which no other number is known.
    Only,
}

impl Keys {
    /// Notes a place for a work. The first place counts, for each of its numbers.
    pub(super) fn add(&mut self, media: Option<MediaId>, mal_id: Option<u32>, kind: MediaType, place: usize) {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        let mal = match media {
            Some(media) => {
                self.0
                    .entry(key(Whose::AniList, media.get(), kind))
                    .or_insert(place);
                Whose::Second
            }
            None => Whose::Only,
        };
        if let Some(mal_id) = mal_id {
            self.0.entry(key(mal, mal_id.into(), kind)).or_insert(place);
        }
    }

    /// The place of the work that a record is about. Where both sides know AniList's number, no other one counts: two
    /// works may have one number at MyAnimeList.
    pub(super) fn find(&self, record: &Record) -> Option<usize> {
        let get = |whose, number| self.0.get(&key(whose, number, record.kind));
        let mal = |whose| get(whose, record.mal_id?.into());
        let place = match record.media {
            Some(media) => get(Whose::AniList, media.get()).or_else(|| mal(Whose::Only)),
            None => mal(Whose::Second).or_else(|| mal(Whose::Only)),
        };
        place.map(|place| *place as usize)
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
