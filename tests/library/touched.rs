//! What a list knows of its changes since its order was last put right, after random changes.

use std::collections::HashMap;

use proptest::prelude::*;
use tsuzuki::domain::{EntryValues, MediaId};
use tsuzuki::list::library::Library;

use super::model::Model;
use super::random::entry;
use super::views::{Step, add, apply, library, step};

type Values = HashMap<MediaId, EntryValues>;

fn values(library: &Library) -> Values {
    let entries = library.entries().iter();
    entries
        .map(|entry| (entry.media.id, entry.values.clone()))
        .collect()
}

fn check(library: &Library, settled: &Values) {
    let touched = library.touched();
    for change in &touched {
        assert_eq!(
            touched.iter().filter(|other| other.media == change.media).count(),
            1
        );
        assert_eq!(
            change.now,
            library.get(change.media).map(|entry| entry.values.status)
        );
    }
    let now = values(library);
    for (media, before) in settled {
        let change = touched.iter().find(|change| change.media == *media);
        if now.get(media) != Some(before) {
            assert_eq!(change.map(|change| change.before), Some(before.status), "{media}");
        }
        // What went can still be drawn, with what it said last.
        assert_eq!(
            library.lately_gone(*media).is_some(),
            !now.contains_key(media),
            "{media}"
        );
    }
    assert_eq!(library.is_touched(), !touched.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn every_change_is_known_until_the_order_is_right(
        first in prop::collection::vec(entry(), 0..25),
        steps in prop::collection::vec((step(), prop::bool::weighted(0.2)), 1..25),
    ) {
        let mut library = library(true);
        let mut model = Model { is_own: true, ..Model::default() };
        add(&mut library, &mut model, &first);
        library.settle();
        let mut settled = values(&library);
        for (step, settles) in &steps {
            let edits = library.edits();
            apply(step, &mut library, &mut model);
            check(&library, &settled);
            if matches!(step, Step::Chunk(_) | Step::Reading(_) | Step::Upsert(_)) {
                prop_assert_eq!(library.edits(), edits, "what AniList tells is no edit");
            }
            if *settles {
                library.settle();
                prop_assert!(library.touched().is_empty());
                settled = values(&library);
            }
        }
    }
}
