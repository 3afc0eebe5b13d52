//! Changes to list entries: what is refused, and what is kept.

use super::data::World;
use super::filter::Args;
use super::lists::Entry;
use super::people::{User, status_named};
use super::resolve::{invalid, refusal};
use super::score::score_from;
use apollo_compiler::resolvers::FieldError;
use serde_json::{Map, Value, json};

/// What AniList says to who gives the id of somebody else's entry, for instance because it is a media's. The status of
/// that answer is not recorded; here it is 401, as of anything forbidden.
pub(crate) const NOT_YOURS: &str = "You are not authorized to modify this MediaList";
const MAX_NOTES: usize = 6000;
/// What a new entry is that was given no status. A guess: clients give one.
const USUAL_STATUS: &str = "CURRENT";

/// Arguments with what is wrong with them, in the words of AniList's framework.
#[derive(Debug, Default)]
pub(crate) struct Problems(Map<String, Value>);

impl Problems {
    /// `says` gets the argument's name as AniList writes it in sentences: `progressVolumes` as "progress volumes".
    pub(crate) fn add(&mut self, argument: &str, says: impl FnOnce(&str) -> String) {
        let mut words = String::new();
        for letter in argument.chars() {
            if letter.is_uppercase() {
                words.push(' ');
            }
            words.extend(letter.to_lowercase());
        }
        self.0.entry(argument).or_insert_with(|| json!([says(&words)]));
    }

    /// The argument names nothing there is.
    pub(crate) fn unknown(&mut self, argument: &str) {
        self.add(argument, |words| format!("The selected {words} is invalid."));
    }

    /// A number must lie within bounds; a missing one does.
    pub(crate) fn bound(&mut self, argument: &str, value: Option<f64>, least: f64, most: f64) {
        let Some(value) = value else { return };
        if value < least {
            self.add(argument, |words| format!("The {words} must be at least {least}."));
        } else if value > most {
            self.add(argument, |words| {
                format!("The {words} may not be greater than {most}.")
            });
        }
    }

    pub(crate) fn into_result(self) -> Result<(), FieldError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(invalid(&Value::Object(self.0)))
        }
    }
}

/// AniList's database keeps a text up to the first character that needs four bytes.
pub(crate) fn cut(text: &str) -> String {
    text.chars().take_while(|c| c.len_utf8() < 4).collect()
}

fn check_values(args: Args<'_>, problems: &mut Problems) {
    let bounds = [
        ("score", 0.0, 100.0),
        ("scoreRaw", 0.0, 100.0),
        ("progress", 0.0, f64::from(i32::MAX)),
        ("progressVolumes", 0.0, f64::from(i32::MAX)),
        ("repeat", 0.0, 1000.0),
        ("priority", 0.0, 255.0),
    ];
    for (argument, least, most) in bounds {
        problems.bound(argument, args.float(argument), least, most);
    }
    for score in args.floats("advancedScores").unwrap_or_default() {
        problems.bound("advancedScores", Some(score), 0.0, 100.0);
    }
    if args
        .text("notes")
        .is_some_and(|notes| notes.chars().count() > MAX_NOTES)
    {
        problems.add("notes", |words| {
            format!("The {words} may not be greater than {MAX_NOTES} characters.")
        });
    }
    if args
        .text("status")
        .is_some_and(|status| status_named(status).is_none())
    {
        problems.unknown("status");
    }
    for argument in ["startedAt", "completedAt"] {
        if args.object(argument).is_some_and(|date| date_of(date).is_none()) {
            problems.add(argument, |words| format!("The {words} is not a valid date."));
        }
    }
}

/// `YYYYMMDD`, 0 when every part is missing; `None` when a part is out of bounds.
fn date_of(date: Args<'_>) -> Option<i64> {
    let part =
        |name: &str, most: i64| Some(date.int(name).unwrap_or(0)).filter(|part| (0..=most).contains(part));
    Some(part("year", 9999)? * 10_000 + part("month", 12)? * 100 + part("day", 31)?)
}

/// Answers `SaveMediaListEntry`: the id of the entry that was made or changed.
pub(crate) fn save(world: &mut World, viewer: i64, args: Args<'_>, now: i64) -> Result<i64, FieldError> {
    let mut problems = Problems::default();
    check_values(args, &mut problems);
    let media = args.int("mediaId");
    let mut target = None;
    match (args.int("id"), media) {
        (Some(id), _) => match world.entry(id) {
            Some(entry) if entry.user_id != viewer => return Err(refusal(NOT_YOURS)),
            Some(entry) => target = Some(Entry::clone(entry)),
            None => problems.unknown("id"),
        },
        (None, Some(media)) => match (world.entry_of(viewer, media), world.media(media)) {
            (Some(entry), _) => target = Some(Entry::clone(entry)),
            (None, Some(media)) => target = Some(Entry::new(viewer, media, USUAL_STATUS, now)),
            (None, None) => problems.unknown("mediaId"),
        },
        (None, None) => {
            problems.add("id", |_| {
                "The id field is required when media id is not present.".to_owned()
            });
            problems.add("mediaId", |_| {
                "The media id field is required when id is not present.".to_owned()
            });
        }
    }
    let user = world.user(viewer).ok_or_else(|| refusal("Unauthorized."))?;
    if let (Some(entry), Some(lists)) = (&target, args.texts("customLists")) {
        let known = user.custom_lists(entry.kind);
        if lists.iter().any(|list| !known.iter().any(|known| known == list)) {
            problems.unknown("customLists");
        }
    }
    problems.into_result()?;
    let mut entry = target.ok_or_else(|| refusal("Internal Server Error"))?;
    apply(&mut entry, user, args);
    entry.updated_at = now;
    if entry.id == 0 {
        entry.id = world.new_entry_id();
    }
    Ok(world.put(entry).id)
}

/// Answers `UpdateMediaListEntries`: the ids of the entries that were changed, as they were given.
pub(crate) fn save_several(
    world: &mut World,
    viewer: i64,
    args: Args<'_>,
    now: i64,
) -> Result<Vec<i64>, FieldError> {
    let mut problems = Problems::default();
    check_values(args, &mut problems);
    let ids = args.ints("ids").unwrap_or_default();
    if ids.is_empty() {
        problems.add("ids", |words| format!("The {words} field is required."));
    }
    let mut entries = Vec::new();
    for id in &ids {
        match world.entry(*id) {
            Some(entry) if entry.user_id != viewer => return Err(refusal(NOT_YOURS)),
            Some(entry) => entries.push(Entry::clone(entry)),
            None => problems.unknown("ids"),
        }
    }
    problems.into_result()?;
    let user = world
        .user(viewer)
        .cloned()
        .ok_or_else(|| refusal("Unauthorized."))?;
    for mut entry in entries {
        apply(&mut entry, &user, args);
        entry.updated_at = now;
        world.put(entry);
    }
    Ok(ids)
}

/// Answers `DeleteMediaListEntry`.
pub(crate) fn delete(world: &mut World, viewer: i64, args: Args<'_>) -> Result<(), FieldError> {
    let Some(id) = args.int("id") else {
        let mut problems = Problems::default();
        problems.add("id", |words| format!("The {words} field is required."));
        return problems.into_result();
    };
    let entry = world.entry(id).cloned().ok_or_else(|| refusal("Not Found."))?;
    if entry.user_id != viewer {
        return Err(refusal(NOT_YOURS));
    }
    world.remove(&entry);
    Ok(())
}

/// Sets what is given; null is taken as not given.
fn apply(entry: &mut Entry, user: &User, args: Args<'_>) {
    if let Some(status) = args.text("status").and_then(status_named) {
        entry.status = status;
    }
    if let Some(score) = args.float("score") {
        entry.score = score_from(score, user.score_format);
    }
    let numbers = [
        ("scoreRaw", &mut entry.score),
        ("progress", &mut entry.progress),
        ("repeat", &mut entry.repeat),
        ("priority", &mut entry.priority),
    ];
    for (argument, number) in numbers {
        *number = args.int(argument).unwrap_or(*number);
    }
    entry.progress_volumes = args.int("progressVolumes").or(entry.progress_volumes);
    entry.private = args.flag("private").unwrap_or(entry.private);
    entry.hidden_from_status_lists = args
        .flag("hiddenFromStatusLists")
        .unwrap_or(entry.hidden_from_status_lists);
    if let Some(notes) = args.text("notes") {
        entry.notes = Some(cut(notes)).filter(|notes| !notes.is_empty());
    }
    if let Some(lists) = args.texts("customLists") {
        entry.custom_lists = lists.into_iter().map(str::to_owned).collect();
    }
    if let Some(scores) = args.floats("advancedScores") {
        entry.advanced_scores = scores;
    }
    for (argument, date) in [
        ("startedAt", &mut entry.started),
        ("completedAt", &mut entry.completed),
    ] {
        if let Some(given) = args.object(argument).and_then(date_of) {
            *date = Some(given).filter(|date| *date != 0);
        }
    }
}
