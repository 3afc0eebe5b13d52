//! What an imported file would change: a dry run, of which a bulk run is made.

#[cfg(test)]
mod tests;

use super::keys::Keys;
use super::{Import, Losses, Origin, Problem, Record, mal};
use crate::domain::limits::within_total;
use crate::domain::progress::Counter;
use crate::domain::{
    EntryValues, Field, ListEntry, ListStatus, Media, MediaId, MediaTitle, MediaType, Patch, ScoreFormat,
    TitleLanguage, Value,
};
use crate::outbox::bulk::PlannedItem;
use crate::outbox::{Change, PendingEdit};
use crate::text::labels;

/// What becomes of entries that are on the list already. New ones are always added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Existing {
    /// They stay as they are.
    LeaveAlone,
    /// They get what the file says.
    #[default]
    Overwrite,
}

/// How a file is applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// What becomes of entries that are on the list already.
    pub existing: Existing,
    /// Nobody is set back: where more is watched or read than the file says, the section and the dates stay too, and
    /// neither progress nor repeats become fewer.
    pub keep_higher_progress: bool,
    /// What is filled in stays where the file has nothing: no score, no date, no notes, no lists. MyAnimeList's files
    /// cannot tell "none" from "not noted", so for them this is the sensible choice.
    pub keep_filled: bool,
}

impl Options {
    /// What suits a file until somebody chooses otherwise: an export is restored as it was, and a file of
    /// MyAnimeList's takes nothing away.
    pub fn usual(origin: &Origin) -> Self {
        let is_mal = *origin == Origin::MyAnimeList;
        Self {
            existing: Existing::Overwrite,
            keep_higher_progress: is_mal,
            keep_filled: is_mal,
        }
    }
}

/// The works that are known: those of one's lists, and those that AniList was asked for.
#[derive(Debug, Default)]
pub struct Works<'a> {
    works: Vec<Work<'a>>,
    keys: Keys,
    /// The names of one's custom lists, of anime and of manga.
    lists: [Option<&'a [Box<str>]>; 2],
}

#[derive(Debug)]
struct Work<'a> {
    media: &'a Media,
    /// What AniList's list says of it.
    base: Option<&'a EntryValues>,
    /// What waits to be sent.
    edit: Option<&'a PendingEdit>,
}

impl<'a> Works<'a> {
    /// Adds an entry of one's list, with what waits to be sent of it. Entries come before works that are not on it.
    pub fn entry(&mut self, entry: &'a ListEntry, edit: Option<&'a PendingEdit>) {
        self.add(Work {
            media: &entry.media,
            base: Some(&entry.values),
            edit,
        });
    }

    /// Adds a work that AniList was asked for, with what waits to be sent of it. One that is on the list as well changes
    /// nothing.
    pub fn work(&mut self, media: &'a Media, edit: Option<&'a PendingEdit>) {
        self.add(Work {
            media,
            base: None,
            edit,
        });
    }

    /// Says which custom lists there are. A file's names of others are left out then: AniList cannot put an entry into a
    /// list that does not exist.
    pub fn custom_lists(&mut self, kind: MediaType, names: &'a [Box<str>]) {
        if let Some(lists) = self.lists.get_mut(usize::from(kind == MediaType::Manga)) {
            *lists = Some(names);
        }
    }

    fn add(&mut self, work: Work<'a>) {
        let media = work.media;
        self.keys
            .add(Some(media.id), media.mal_id, media.kind, self.works.len());
        self.works.push(work);
    }

    fn find(&self, record: &Record) -> Option<usize> {
        self.keys.find(record)
    }
}

/// The works of a file that are not known yet, to be asked for before [`plan`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unknown {
    /// By AniList's number.
    pub media: Vec<MediaId>,
    /// Anime by MyAnimeList's number.
    pub mal_anime: Vec<u32>,
    /// Manga by MyAnimeList's number.
    pub mal_manga: Vec<u32>,
}

/// The works that a file itself tells about: enough to put them on the list, for AniList is asked about each entry before
/// it is written. Of a work without a name nobody could say what they agree to.
pub fn told(import: &Import) -> Vec<Media> {
    let work = |record: &Record| {
        let is_told = record.kind != MediaType::Unknown && record.title != MediaTitle::default();
        if !is_told {
            return None;
        }
        Some(Media {
            mal_id: record.mal_id,
            kind: record.kind,
            title: record.title.clone(),
            episodes: record.totals.episodes,
            chapters: record.totals.chapters,
            volumes: record.totals.volumes,
            ..Media::new(record.media?)
        })
    };
    import.records.iter().filter_map(work).collect()
}

/// A question about works of which a file has only numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// By AniList's.
    Media(Vec<MediaId>),
    /// By MyAnimeList's, of one kind.
    Mal(MediaType, Vec<u32>),
}

impl Question {
    /// About how many works.
    pub fn works(&self) -> usize {
        match self {
            Self::Media(ids) => ids.len(),
            Self::Mal(_, ids) => ids.len(),
        }
    }
}

impl Unknown {
    /// The questions that would settle it, each of at most `size` numbers.
    pub fn questions(&self, size: usize) -> Vec<Question> {
        let size = size.max(1);
        let media = self.media.chunks(size).map(|ids| Question::Media(ids.to_vec()));
        let mut questions: Vec<Question> = media.collect();
        for (kind, ids) in [
            (MediaType::Anime, &self.mal_anime),
            (MediaType::Manga, &self.mal_manga),
        ] {
            questions.extend(ids.chunks(size).map(|ids| Question::Mal(kind, ids.to_vec())));
        }
        questions
    }
}

/// What has to be asked for.
pub fn unknown(import: &Import, works: &Works<'_>) -> Unknown {
    let mut unknown = Unknown::default();
    for record in &import.records {
        if works.find(record).is_some() {
            continue;
        }
        match (record.media, record.mal_id, record.kind) {
            (Some(media), ..) => unknown.media.push(media),
            (None, Some(mal_id), MediaType::Manga) => unknown.mal_manga.push(mal_id),
            (None, Some(mal_id), _) => unknown.mal_anime.push(mal_id),
            (None, None, _) => {}
        }
    }
    unknown
}

/// The changes of an entry in on one line.
pub fn item_text(item: &PlannedItem, format: ScoreFormat) -> String {
    let mut text = String::new();
    let Change::Set(patch) = &item.change else {
        return text;
    };
    for after in patch.values() {
        if !text.is_empty() {
            text.push_str("; ");
        }
        match &item.before {
            Some(before) => labels::change(&mut text, &before.get(after.field()), after, item.kind, format),
            None => {
                text.push_str(labels::field_name(after.field(), item.kind));
                text.push_str(": ");
                text.push_str(&labels::value_text(after, item.kind, format));
            }
        }
    }
    text
}

/// What a file would change.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// The entries that would be new or change, in the order of the file.
    pub items: Vec<PlannedItem>,
    /// How many of them are new.
    pub new: u32,
    /// How many entries have all that the file says already.
    pub same: u32,
    /// How many entries differ from the file and stay as they are because of the options.
    pub kept: u32,
    /// Entries of the file that cannot be applied, and why.
    pub left_out: Vec<Problem>,
    /// Custom lists that the file names and one's account does not have; entries are not put into them.
    pub missing_lists: Vec<Box<str>>,
    /// Numbers of episodes, chapters or volumes above what the work has: the last one is taken.
    pub limited: Losses,
}

/// Compares a file with one's lists as the person has them before them, which is with what waits to be sent. Titles are
/// picked in this language. A run of the items is [`What::Import`](crate::outbox::bulk::What::Import).
pub fn plan(import: &Import, works: &Works<'_>, options: Options, language: TitleLanguage) -> Plan {
    let mut plan = Plan::default();
    let mut is_done = vec![false; works.works.len()];
    let is_mal = import.origin == Origin::MyAnimeList;
    for record in &import.records {
        let place = works.find(record);
        let Some((place, work)) = place.and_then(|at| Some((at, works.works.get(at)?))) else {
            plan.left_out
                .push(problem(record, "AniList does not have it.", language));
            continue;
        };
        if is_done.get(place).is_some_and(|is_done| *is_done) {
            let reason = "The file has it twice; what comes first counts.";
            plan.left_out.push(problem(record, reason, language));
            continue;
        }
        if let Some(is_done) = is_done.get_mut(place) {
            *is_done = true;
        }
        let &Work { media, base, edit } = work;
        let lists = works.lists.get(usize::from(media.kind == MediaType::Manga));
        let lists = lists.copied().flatten();
        let before = match edit {
            Some(edit) => edit.view(base),
            None => base.cloned(),
        };
        let mut wanted = wanted(record, before.as_ref(), is_mal, lists, &mut plan.missing_lists);
        limit(&mut wanted, before.as_ref(), media, language, &mut plan.limited);
        let patch = match &before {
            Some(before) => allowed(&wanted, before, options),
            None => wanted.clone(),
        };
        if patch.is_empty() {
            let count = if wanted.is_empty() {
                &mut plan.same
            } else {
                &mut plan.kept
            };
            *count += 1;
            continue;
        }
        plan.new += u32::from(before.is_none());
        plan.items.push(PlannedItem {
            media: media.id,
            kind: media.kind,
            title: media.title.pick(language).into(),
            base: base.cloned(),
            before,
            change: Change::Set(patch),
            favourite: None,
        });
    }
    plan
}

fn problem(record: &Record, reason: &str, language: TitleLanguage) -> Problem {
    Problem {
        number: record.number,
        line: None,
        title: record.title.pick(language).into(),
        reason: reason.into(),
    }
}

/// What the file says that is not so yet. A new entry gets a section in any case.
fn wanted(
    record: &Record,
    values: Option<&EntryValues>,
    is_mal: bool,
    lists: Option<&[Box<str>]>,
    missing: &mut Vec<Box<str>>,
) -> Patch {
    let default = EntryValues::default();
    let current = values.unwrap_or(&default);
    let mut patch = Patch::default();
    if values.is_none() {
        patch.set(Value::Status(ListStatus::Planning));
    }
    for value in record.values.values() {
        let value = match (value, lists) {
            (Value::CustomLists(names), Some(lists)) => known_lists(names, lists, missing),
            _ => value.clone(),
        };
        let before = current.get(value.field());
        // What a file cannot tell apart from what is there is no change.
        let is_same = before.means(&value) || is_mal && mal::held(before).means(&value);
        if !is_same && value != Value::Status(ListStatus::Unknown) {
            patch.set(value);
        }
    }
    patch
}

/// Keeps progress within what the work has.
fn limit(
    wanted: &mut Patch,
    before: Option<&EntryValues>,
    media: &Media,
    language: TitleLanguage,
    limited: &mut Losses,
) {
    for counter in [Counter::Progress, Counter::Volumes] {
        let before = before.map_or(0, |before| counter.of(before));
        let (Some(value), Some(total)) = (wanted.get(counter.field()), counter.total(media)) else {
            continue;
        };
        let said = labels::value_text(value, media.kind, ScoreFormat::Unknown);
        let (Value::Progress(number) | Value::ProgressVolumes(number)) = *value else {
            continue;
        };
        let most = within_total(number, before, Some(total));
        if most == number {
            continue;
        }
        let reason = "it is more than there are, so the last one is taken";
        limited.note(
            counter.field(),
            media.kind,
            reason,
            &said,
            media.title.pick(language),
        );
        match (most == before, counter) {
            (true, counter) => wanted.remove(counter.field()),
            (_, Counter::Progress) => wanted.set(Value::Progress(most)),
            (_, Counter::Volumes) => wanted.set(Value::ProgressVolumes(most)),
        }
    }
}

/// The names that exist; the others are noted.
fn known_lists(names: &[Box<str>], lists: &[Box<str>], missing: &mut Vec<Box<str>>) -> Value {
    let (known, not): (Vec<&Box<str>>, Vec<&Box<str>>) = names.iter().partition(|name| lists.contains(name));
    for name in not {
        // A file can name any number of lists; a person reads only some of them.
        if missing.len() < 100 && !missing.contains(name) {
            missing.push(name.clone());
        }
    }
    Value::CustomLists(known.into_iter().cloned().collect())
}

/// The part of a change that the options allow for an entry on the list.
fn allowed(wanted: &Patch, values: &EntryValues, options: Options) -> Patch {
    if options.existing == Existing::LeaveAlone {
        return Patch::default();
    }
    let fewer = |field| match wanted.get(field) {
        Some(Value::Progress(number)) => *number < values.progress,
        Some(Value::ProgressVolumes(number)) => *number < values.progress_volumes,
        Some(Value::Repeat(number)) => *number < values.repeat,
        _ => false,
    };
    let is_ahead = fewer(Field::Progress) || fewer(Field::ProgressVolumes);
    let is_kept = |field| {
        options.keep_higher_progress
            && match field {
                Field::Status | Field::Started | Field::Completed => is_ahead,
                field => fewer(field),
            }
    };
    let is_loss =
        |value: &Value| options.keep_filled && is_nothing(value) && !is_nothing(&values.get(value.field()));
    let wanted = wanted.values().iter();
    wanted
        .filter(|value| !is_kept(value.field()) && !is_loss(value))
        .cloned()
        .collect()
}

/// Whether a value is what an entry has of which nothing was noted.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Status(_) | Value::Private(_) | Value::HiddenFromStatusLists(_) => false,
        value => EntryValues::default().get(value.field()).means(value),
    }
}
