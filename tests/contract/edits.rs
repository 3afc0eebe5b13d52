//! Changes: what is sent is what is kept, and what is not sent stays.

use tsuzuki::api::batch::{BatchResponse, PreparedOperation};
use tsuzuki::api::envelope::read;
use tsuzuki::api::error::ApiError;
use tsuzuki::api::operation::{
    DeleteEntryMutation, DeleteEntryVariables, EntriesNowQuery, EntriesNowVariables, ErrorPolicy,
    NoVariables, Operation, SaveEntryMutation, SaveEntryVariables, SetListActivityMutation,
    SetListActivityVariables, ToggleFavouriteMutation, ToggleFavouriteVariables, UpdateEntriesMutation,
    UpdateEntriesVariables, ViewerQuery, part,
};
use tsuzuki::api::queue::{Payload, Queue, Request};
use tsuzuki::api::rate_limit::Priority;
use tsuzuki::domain::{
    EntryId, EntryNow, EntryValues, Field, FuzzyDate, ListStatus, MediaId, MediaType, Patch, SavedEntry,
    Score, Value,
};

use super::Site;

const KAEDE: Option<&str> = Some("kaede");

fn media(id: u64) -> MediaId {
    MediaId::new(id).unwrap()
}

impl Site {
    fn now(&mut self, id: u64) -> EntryNow {
        let variables = EntriesNowVariables { ids: vec![media(id)] };
        let now = self.ask::<EntriesNowQuery>(&variables, KAEDE).unwrap().data;
        now.into_iter().next().unwrap()
    }

    fn save(&mut self, id: u64, patch: &Patch) -> Result<SavedEntry, ApiError> {
        let viewer = self.ask::<ViewerQuery>(&NoVariables {}, KAEDE).unwrap().data;
        let variables = SaveEntryVariables::new(media(id), patch, &viewer.lists.anime.advanced_scoring);
        Ok(self.ask::<SaveEntryMutation>(&variables, KAEDE)?.data)
    }
}

fn patch(values: impl IntoIterator<Item = Value>) -> Patch {
    values.into_iter().collect()
}

/// Values that differ from those of any new entry, and from each other.
fn everything() -> EntryValues {
    EntryValues {
        status: ListStatus::Paused,
        score: Score::new(73),
        advanced_scores: [("Audio".into(), 70.0), ("Story".into(), 8.5)].into(),
        progress: 5,
        progress_volumes: 2,
        repeat: 3,
        priority: 4,
        private: true,
        hidden_from_status_lists: true,
        notes: "Lines,\n\"quotes\" 😀 and 宇宙 &amp; more".into(),
        custom_lists: ["Rainy Sundays".into()].into(),
        started: FuzzyDate::new(Some(2024), Some(2), Some(29)),
        completed: FuzzyDate::new(Some(2025), None, None),
    }
}

fn all() -> Patch {
    Field::ALL
        .into_iter()
        .map(|field| everything().get(field))
        .collect()
}

#[test]
fn all_thirteen_fields_are_kept_as_they_were_sent() {
    let mut site = Site::new();
    let before = site.now(1).entry.unwrap();
    let saved = site.save(1, &all()).unwrap();
    assert_eq!((saved.id, &saved.values), (before.id, &everything()));
    assert_eq!(site.now(1).entry.unwrap(), saved);
}

/// Every variable is declared, and those that are not set leave their field as it is.
#[test]
fn one_field_leaves_the_twelve_others_alone() {
    let others = EntryValues {
        status: ListStatus::Dropped,
        score: Score::new(1),
        advanced_scores: [("Visuals".into(), 1.0)].into(),
        progress: 1,
        progress_volumes: 1,
        repeat: 1,
        priority: 1,
        private: false,
        hidden_from_status_lists: false,
        notes: "other".into(),
        custom_lists: ["Favourites".into()].into(),
        started: FuzzyDate::new(None, Some(1), None),
        completed: FuzzyDate::new(None, None, Some(1)),
    };
    for field in Field::ALL {
        let mut site = Site::new();
        site.save(1, &all()).unwrap();
        let one = patch([others.get(field)]);
        let saved = site.save(1, &one).unwrap();
        assert_eq!(saved.values, one.applied_to(&everything()), "{field:?}");
    }
}

#[test]
fn what_is_taken_away_is_gone() {
    let mut site = Site::new();
    site.save(1, &all()).unwrap();
    let nothing = EntryValues::default();
    let saved = site.save(1, &everything().difference(&nothing)).unwrap();
    assert_eq!(saved.values, nothing);
}

#[test]
fn a_work_that_is_not_on_the_list_gets_an_entry() {
    let mut site = Site::new();
    let world = site.0.clone();
    let absent = world
        .media
        .iter()
        .find(|media| world.entry_of(5001, media.id).is_none());
    let id = absent.unwrap().id as u64;
    assert_eq!(site.now(id).entry, None);
    let saved = site
        .save(id, &patch([Value::Status(ListStatus::Planning)]))
        .unwrap();
    assert_eq!(saved.values, EntryValues::default());
    assert!(saved.created_at.is_some());
    assert_eq!(site.now(id).entry, Some(saved));
}

#[test]
fn several_entries_get_the_same_values() {
    let mut site = Site::new();
    let ids: Vec<EntryId> = [1, 6].map(|id| site.now(id).entry.unwrap().id).into();
    let values = patch([
        Value::Status(ListStatus::Paused),
        Value::Started(None),
        Value::Notes("🎉".into()),
    ]);
    let update = UpdateEntriesVariables::new(&ids, &values, &[]);
    let updated = site.ask::<UpdateEntriesMutation>(&update, KAEDE).unwrap().data;
    assert_eq!(updated.iter().map(|entry| entry.id).collect::<Vec<_>>(), ids);
    for (entry, id) in updated.iter().zip([1, 6]) {
        assert_eq!(values.applied_to(&entry.values), entry.values);
        assert_eq!(site.now(id).entry.as_ref(), Some(entry));
    }
    let lists = patch([Value::CustomLists(Box::default())]);
    for never in [
        UpdateEntriesVariables::new(&ids, &lists, &[]),
        UpdateEntriesVariables::new(&[], &values, &[]),
        UpdateEntriesVariables::new(&[ids[0]; 51], &values, &[]),
    ] {
        assert!(matches!(
            part::<UpdateEntriesMutation>(&never),
            Err(ApiError::Query { .. })
        ));
    }
}

#[test]
fn an_entry_is_deleted_once() {
    let mut site = Site::new();
    let id = site.now(1).entry.unwrap().id;
    let delete = DeleteEntryVariables { id };
    assert!(matches!(
        site.ask::<DeleteEntryMutation>(&delete, Some("ren")),
        Err(ApiError::Unauthorized { .. })
    ));
    assert!(site.ask::<DeleteEntryMutation>(&delete, KAEDE).unwrap().data);
    assert_eq!(site.now(1).entry, None);
    assert_eq!(
        site.ask::<DeleteEntryMutation>(&delete, KAEDE).unwrap_err(),
        ApiError::NotFound
    );
}

#[test]
fn a_favourite_is_one_until_it_is_toggled_again() {
    let mut site = Site::new();
    for (id, kind) in [
        (1, MediaType::Anime),
        (30_002, MediaType::Manga),
        (6, MediaType::Anime),
    ] {
        let before = site.now(id).favourite;
        for want in [!before, before] {
            let toggle = ToggleFavouriteVariables {
                media: media(id),
                kind,
            };
            let answer = site.ask::<ToggleFavouriteMutation>(&toggle, KAEDE).unwrap();
            assert_eq!(answer.data.holds(kind, media(id)), Some(want));
            assert_eq!(site.now(id).favourite, want);
        }
    }
}

#[test]
fn activity_is_switched_off_and_on_for_all_statuses() {
    let mut site = Site::new();
    let some: Box<[_]> = [ListStatus::Current, ListStatus::Dropped].into();
    for silent in [some.clone(), ListStatus::ALL.into(), some, Box::default()] {
        let variables = SetListActivityVariables {
            silent: silent.clone(),
        };
        let set = site
            .ask::<SetListActivityMutation>(&variables, KAEDE)
            .unwrap()
            .data;
        assert_eq!(set, silent);
        let viewer = site.ask::<ViewerQuery>(&NoVariables {}, KAEDE).unwrap().data;
        assert_eq!(viewer.silent, silent);
    }
}

#[test]
fn nobody_changes_anything_without_a_token() {
    let mut site = Site::new();
    let save = SaveEntryVariables::new(media(1), &patch([Value::Progress(1)]), &[]);
    let before = site.now(1);
    assert!(matches!(
        site.ask::<SaveEntryMutation>(&save, None),
        Err(ApiError::Unauthorized { .. })
    ));
    assert_eq!(
        site.ask::<SaveEntryMutation>(&save, Some("nobody any longer"))
            .unwrap_err(),
        ApiError::InvalidToken
    );
    assert_eq!(site.now(1), before);
}

#[test]
fn what_anilist_refuses_is_named_by_field() {
    let mut site = Site::new();
    let wrong = patch([
        Value::Repeat(1001),
        Value::Priority(u32::MAX),
        Value::Notes("x".repeat(6001).into()),
    ]);
    let Err(ApiError::Validation { fields }) = site.save(1, &wrong) else {
        panic!("refused")
    };
    let mut named: Vec<_> = fields.iter().map(|field| field.field.as_str()).collect();
    named.sort_unstable();
    let mut sent = wrong
        .values()
        .iter()
        .map(|value| value.field().argument())
        .collect::<Vec<_>>();
    sent.sort_unstable();
    assert_eq!(named, sent);
}

fn change(part: PreparedOperation) -> Request {
    Request {
        payload: Payload::Operation(part),
        token: None,
        priority: Priority::Edit,
        repeatable: false,
        batch: true,
    }
}

/// Twenty changes are one request. One of them is refused, and only who wanted that one hears of it.
#[test]
fn changes_go_together_and_a_refused_one_costs_only_itself() {
    let mut site = Site::new();
    let list = site.0.clone();
    let ids: Vec<u64> = list
        .entries(5001)
        .iter()
        .map(|entry| entry.media_id as u64)
        .take(20)
        .collect();
    assert_eq!(ids.len(), 20);
    let mut queue = Queue::default();
    for (place, id) in ids.iter().enumerate() {
        let value = match place {
            7 => Value::Repeat(5000),
            _ => Value::Repeat(100 + place as u32),
        };
        let save = SaveEntryVariables::new(media(*id), &patch([value]), &[]);
        queue.want(change(part::<SaveEntryMutation>(&save).unwrap()), place);
    }
    let toggle = ToggleFavouriteVariables {
        media: media(6),
        kind: MediaType::Anime,
    };
    queue.want(change(part::<ToggleFavouriteMutation>(&toggle).unwrap()), 20);
    let launch = queue.launch(0).unwrap();
    assert_eq!((launch.parts, launch.name.as_str()), (20, "SaveEntry ×20"));
    let answer = site.send(&launch.body, KAEDE);
    let landed = queue.complete(launch.flight);
    let split = BatchResponse::new(&answer, landed.len());
    for (wanted, share) in landed.iter().zip(split.parts()) {
        let place = *wanted.waiters().next().unwrap();
        match read::<SaveEntryMutation>(&wanted.share(share, &answer).unwrap()) {
            Ok(saved) => {
                assert!(saved.errors.is_empty() && place != 7);
                assert_eq!(saved.data.values.repeat, 100 + place as u32);
                assert_eq!(site.now(ids[place]).entry, Some(saved.data));
            }
            Err(ApiError::Validation { fields }) => {
                assert_eq!((place, fields[0].field.as_str()), (7, "repeat"));
                assert!(fields[0].messages[0].contains("1000"));
            }
            Err(error) => panic!("{error:?}"),
        }
    }
    let rest = queue.launch(0).unwrap();
    assert_eq!((rest.parts, rest.name.as_str()), (1, "ToggleFavourite"));
    read::<ToggleFavouriteMutation>(&site.send(&rest.body, KAEDE)).unwrap();
    assert!(site.now(6).favourite);
}

/// Each change has an operation, and none is ever kept or taken for whole when it is not.
#[test]
fn changes_are_neither_kept_nor_half_believed() {
    fn check<O: Operation>() {
        assert!(
            O::QUERY.starts_with("mutation")
                && !O::IS_CACHED
                && O::ERROR_POLICY == ErrorPolicy::Complete
                && O::BATCH,
            "{}",
            O::NAME
        );
    }
    check::<SaveEntryMutation>();
    check::<UpdateEntriesMutation>();
    check::<DeleteEntryMutation>();
    check::<ToggleFavouriteMutation>();
    check::<SetListActivityMutation>();
}
