use std::collections::HashSet;

use proptest::prelude::*;

use super::*;
use crate::domain::{ListStatus, MediaId};
use crate::list::query::Section;

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        any::<bool>().prop_map(|in_list| Event::Press { in_list }),
        any::<bool>().prop_map(|in_list| Event::Release { in_list }),
        Just(Event::Input),
        Just(Event::Edit),
        Just(Event::Anew),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn nothing_moves_before_it_is_quiet_and_everything_does_in_the_end(
        events in prop::collection::vec((event(), 0..9_000_u64), 0..40),
    ) {
        let mut still = Stillness::default();
        let mut now = 1;
        let (mut input, mut pressed, mut released, mut used) = (None::<u64>, None::<u64>, None::<u64>, false);
        for (event, later) in events {
            now += later;
            still.heard(event, now);
            match event {
                Event::Press { in_list } => {
                    (pressed, used) = (Some(now), true);
                    if in_list { input = Some(now); }
                }
                Event::Release { in_list } => {
                    (pressed, released) = (None, Some(now));
                    if in_list { input = Some(now); }
                }
                Event::Input => input = Some(now),
                Event::Edit => if used { input = Some(now); },
                Event::Anew => input = None,
            }
            for after in [0, 1, 499, 500, 501, 4_999, 5_000, 5_001] {
                let at = now + after;
                let is_quiet = still.is_quiet(at);
                let is_young = |since: Option<u64>, length: u64| since.is_some_and(|since| at - since < length);
                // Between a press and its click, and while input is younger than five seconds.
                let must_rest = is_young(pressed, 60_000) || is_young(released, 500) || is_young(input, 5_000);
                prop_assert_eq!(is_quiet, !must_rest, "{} after {:?}", after, event);
                prop_assert_eq!(is_quiet, still.wait(at) == 0);
                prop_assert_eq!(still.is_free(at), !is_young(pressed, 60_000) && !is_young(released, 500));
                // What is said to be the time is the time.
                prop_assert!(still.is_quiet(at + still.wait(at)));
                prop_assert!(is_quiet || !still.is_quiet(at + still.wait(at) - 1));
            }
        }
        prop_assert!(still.wait(now) <= 60_000);
    }
}

fn media(id: u64) -> MediaId {
    MediaId::new(id).unwrap()
}

const SECTIONS: [ListStatus; 4] = [
    ListStatus::Current,
    ListStatus::Completed,
    ListStatus::Planning,
    ListStatus::Paused,
];

fn order(parts: &[(usize, Vec<u64>)]) -> Order {
    let part = |(section, ids): &(usize, Vec<u64>)| Part {
        section: Section::Status(SECTIONS[*section]),
        title: format!("{:?}", SECTIONS[*section]).into(),
        collapsed: false,
        count: ids.len(),
        media: ids.iter().map(|id| media(*id)).collect(),
    };
    Order {
        parts: parts.iter().map(part).collect(),
    }
}

/// The works of 1 to 12 that are dealt to each section in this order.
fn dealt() -> impl Strategy<Value = Order> {
    let works = Just((1..=12_u64).collect::<Vec<_>>()).prop_shuffle();
    (works, prop::collection::vec(0..5_usize, 12)).prop_map(|(works, sections)| {
        let parts: Vec<(usize, Vec<u64>)> = (0..4)
            .map(|section| {
                let here = works.iter().zip(&sections).filter(|(_, at)| **at == section);
                (section, here.map(|(work, _)| *work).collect())
            })
            .filter(|(_, works): &(usize, Vec<u64>)| !works.is_empty())
            .collect();
        order(&parts)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn what_is_held_moves_nothing_and_loses_nothing(shown in dealt(), right in dealt(), after in dealt()) {
        let mut held = shown.clone();
        for right in [&right, &after, &shown] {
            let next = held.held(right);
            for (part, before) in next.parts.iter().zip(&held.parts) {
                prop_assert_eq!(&part.section, &before.section);
                // Only what is new follows.
                prop_assert_eq!(&part.media[..before.media.len()], before.media.as_slice());
                let belongs = right.parts.iter().find(|right| right.section == part.section);
                prop_assert_eq!(part.count, belongs.map_or(0, |right| right.media.len()));
            }
            let all: Vec<MediaId> = next.media().collect();
            let each: HashSet<MediaId> = all.iter().copied().collect();
            prop_assert_eq!(each.len(), all.len(), "each work stands once");
            prop_assert!(held.media().chain(right.media()).all(|media| each.contains(&media)));
            held = next;
        }
    }

    #[test]
    fn only_what_was_touched_is_marked_and_rightly(shown in dealt(), right in dealt(), which in any::<u16>()) {
        let touched: Vec<Touched> = (1..=12)
            .filter(|id| which >> id & 1 == 1)
            .map(|id| Touched {
                media: media(id),
                before: ListStatus::Current,
                now: (id != 3).then_some(ListStatus::Current),
            })
            .collect();
        let marks = shown.marks(&right, &touched);
        let find = |order: &Order, media: MediaId| order.parts.iter().find_map(|part| {
            let index = part.media.iter().position(|known| *known == media)?;
            Some((part.section.clone(), index))
        });
        for touched in &touched {
            let Some((section, _)) = find(&shown, touched.media) else {
                prop_assert!(!marks.contains_key(&touched.media));
                continue;
            };
            let mark = &marks[&touched.media];
            match find(&right, touched.media) {
                _ if touched.now.is_none() => prop_assert_eq!(mark, &Mark::Gone),
                None => prop_assert_eq!(mark, &Mark::Leaves),
                Some((to, _)) if to != section => prop_assert!(matches!(mark, Mark::Section(_))),
                Some((_, index)) => {
                    prop_assert!(matches!(mark, Mark::Stays | Mark::Top | Mark::End | Mark::Up | Mark::Down));
                    if *mark == Mark::Top { prop_assert_eq!(index, 0); }
                }
            }
        }
        prop_assert!(marks.keys().all(|media| touched.iter().any(|touched| touched.media == *media)));
    }
}

#[test]
fn a_line_says_where_it_goes() {
    let shown = order(&[(0, vec![1, 2, 3, 4, 5]), (1, vec![6])]);
    let touch = |id| Touched {
        media: media(id),
        before: ListStatus::Current,
        now: Some(ListStatus::Current),
    };
    for (id, right, want) in [
        (3, vec![3, 1, 2, 4, 5], Mark::Top),
        (1, vec![1, 2, 3, 4, 5], Mark::Stays),
        (2, vec![1, 3, 4, 5, 2], Mark::End),
        (4, vec![1, 4, 2, 3, 5], Mark::Up),
        (2, vec![1, 3, 2, 4, 5], Mark::Down),
        (5, vec![1, 2, 3, 4], Mark::Leaves),
    ] {
        let right = order(&[(0, right), (1, vec![6])]);
        assert_eq!(shown.marks(&right, &[touch(id)])[&media(id)], want, "{id}");
    }
    // Of two that swap, the one that was touched is the one that moves.
    let right = order(&[(0, vec![2, 1, 3, 4, 5]), (1, vec![6])]);
    assert_eq!(
        shown.marks(&right, &[touch(2)]).into_iter().collect::<Vec<_>>(),
        [(media(2), Mark::Top)]
    );
}

#[test]
fn numbers_count_headings_and_skip_what_is_shut() {
    let mut shown = order(&[(0, vec![1, 2]), (1, vec![3]), (2, vec![4])]);
    assert_eq!(shown.number(media(3), true), Some(4));
    assert_eq!(shown.number(media(3), false), Some(2));
    shown.parts[0].collapsed = true;
    assert_eq!(shown.number(media(3), true), Some(2));
    assert_eq!(shown.number(media(1), true), None);
    assert_eq!(shown.near(media(3)), [media(3), media(4)]);
    shown.parts[0].collapsed = false;
    assert_eq!(
        shown
            .near(media(4))
            .into_iter()
            .map(MediaId::get)
            .collect::<Vec<_>>(),
        [4, 3, 2, 1]
    );
}
