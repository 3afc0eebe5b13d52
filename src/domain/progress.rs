//! One more, one less, or a number typed: what it changes in an entry.
//!
//! With the automatic rules on, a change of progress brings along what AniList's site does by itself: the first
//! episode starts the entry, the last one offers to complete it. Nothing here talks to AniList; the result is a patch.

use crate::domain::limits::within_total;
use crate::domain::{EntryValues, Field, FuzzyDate, ListStatus, Media, MediaType, Patch, Value};

/// Which rules a person wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Whether status, dates and repeats follow progress.
    pub automatic: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self { automatic: true }
    }
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counter {
    /// Episodes or chapters.
    Progress,
    /// Volumes.
    Volumes,
}

impl Counter {
    /// Where an entry stands.
    pub fn of(self, values: &EntryValues) -> u32 {
        match self {
            Self::Progress => values.progress,
            Self::Volumes => values.progress_volumes,
        }
    }

    /// How many the work has when complete, if that is known.
    pub fn total(self, media: &Media) -> Option<u32> {
        match self {
            Self::Progress => total(media),
            // Nobody counts an anime's discs.
            Self::Volumes => media.volumes.filter(|_| media.kind != MediaType::Anime),
        }
    }

    /// The field of an entry that holds it.
    pub fn field(self) -> Field {
        match self {
            Self::Progress => Field::Progress,
            Self::Volumes => Field::ProgressVolumes,
        }
    }

    fn value(self, number: u32) -> Value {
        match self {
            Self::Progress => Value::Progress(number),
            Self::Volumes => Value::ProgressVolumes(number),
        }
    }
}

/// How many episodes an anime or chapters a manga has when complete.
pub fn total(media: &Media) -> Option<u32> {
    match media.kind {
        MediaType::Anime => media.episodes,
        MediaType::Manga => media.chapters,
        MediaType::Unknown => media.episodes.or(media.chapters),
    }
}

/// What somebody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// So many more, or fewer when negative.
    By(i32),
    /// This number was typed.
    To(u32),
}

/// What a change of progress comes to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Step {
    /// What is to be set. Empty when nothing changes.
    pub patch: Patch,
    /// What may be set too, if the person wants.
    pub offer: Option<Offer>,
}

/// Something that follows from a change, but only if the person wants.
#[derive(Debug, Clone, PartialEq)]
pub enum Offer {
    /// The last one was reached: completes the entry, today. A score may be asked for with it.
    Complete(Patch),
}

/// Changes progress. An entry that is not on the list yet counts as the default, planned one. The number stays between 0
/// and the work's total where that is known.
///
/// With the automatic rules:
/// - The first one of a planned entry makes it current; the first one of any that is current or planned sets the
///   start date, unless there is one.
/// - One more of what was paused or dropped makes it current again. A number that is typed there is a correction.
/// - The last one completes what is repeated, and counts the repeat; the date of the first time stays. For everything
///   else that is not completed yet it offers to complete. So does one more where the last one was reached before: who
///   did not want to complete it then may want it now.
///
/// ```
/// use tsuzuki::domain::{EntryValues, FuzzyDate, ListStatus, Media, MediaId, Value};
/// use tsuzuki::domain::progress::{Change, Counter, Rules, change};
/// let (values, media) = (EntryValues::default(), Media::new(MediaId::new(1).unwrap()));
/// let today = FuzzyDate::new(Some(2024), Some(5), Some(6)).unwrap();
/// let step = change(&values, &media, Counter::Progress, Change::By(1), today, Rules::default());
/// let want = [Value::Status(ListStatus::Current), Value::Progress(1), Value::Started(Some(today))];
/// assert_eq!(step.patch.values(), want);
/// ```
pub fn change(
    values: &EntryValues,
    media: &Media,
    counter: Counter,
    change: Change,
    today: FuzzyDate,
    rules: Rules,
) -> Step {
    let total = counter.total(media);
    let before = counter.of(values);
    let wanted = match change {
        Change::By(steps) => before.saturating_add_signed(steps),
        Change::To(number) => number,
    };
    let after = within_total(wanted, before, total);
    let mut step = Step::default();
    let is_over = total.is_some_and(|total| after >= total);
    if after == before {
        if rules.automatic && is_over && matches!(change, Change::By(1..)) {
            finish(values, media, today, &mut step);
        }
        return step;
    }
    step.patch.set(counter.value(after));
    if rules.automatic && after > before {
        follow(values, change, today, &mut step.patch);
        if is_over {
            finish(values, media, today, &mut step);
        }
    }
    step
}

/// Whether one more changes nothing and offers nothing.
pub fn is_through(values: &EntryValues, media: &Media, rules: Rules) -> bool {
    let is_over = total(media).is_some_and(|total| values.progress >= total);
    is_over && (values.status == ListStatus::Completed || !rules.automatic)
}

/// What beginning or going on brings along.
fn follow(values: &EntryValues, change: Change, today: FuzzyDate, patch: &mut Patch) {
    let is_first = values.progress == 0 && values.progress_volumes == 0;
    let resumes = matches!(change, Change::By(_));
    match values.status {
        ListStatus::Planning | ListStatus::Unknown => patch.set(Value::Status(ListStatus::Current)),
        ListStatus::Paused | ListStatus::Dropped if resumes => patch.set(Value::Status(ListStatus::Current)),
        _ => {}
    }
    let starts = match values.status {
        ListStatus::Planning | ListStatus::Unknown => true,
        ListStatus::Current => is_first,
        _ => false,
    };
    if starts && values.started.is_none() {
        patch.set(Value::Started(Some(today)));
    }
}

/// What reaching the end brings along.
fn finish(values: &EntryValues, media: &Media, today: FuzzyDate, step: &mut Step) {
    let mut patch = complete(values, media, today);
    match values.status {
        ListStatus::Completed => {}
        ListStatus::Repeating => {
            patch
                .values()
                .iter()
                .for_each(|value| step.patch.set(value.clone()));
        }
        _ => {
            // What is set already needs no offer; the status is set twice, one after the other.
            for value in step
                .patch
                .values()
                .iter()
                .filter(|value| value.field() != Field::Status)
            {
                patch.remove(value.field());
            }
            step.offer = Some(Offer::Complete(patch));
        }
    }
}

/// What choosing a status sets: the status, and by the automatic rules the start date of what becomes current, or all
/// that [`complete`] says of what becomes completed.
pub fn choose(
    values: &EntryValues,
    media: &Media,
    status: ListStatus,
    today: FuzzyDate,
    rules: Rules,
) -> Patch {
    if values.status == status {
        return Patch::default();
    }
    let mut patch = match status {
        ListStatus::Completed if rules.automatic => complete(values, media, today),
        _ => Patch::default(),
    };
    patch.set(Value::Status(status));
    let begins =
        matches!(values.status, ListStatus::Planning | ListStatus::Unknown) && status == ListStatus::Current;
    if begins && rules.automatic && values.started.is_none() {
        patch.set(Value::Started(Some(today)));
    }
    patch
}

/// AniList takes no more repeats than this.
const MOST_REPEATS: u32 = 1000;

/// What makes an entry a completed one, today: status, the end of every counter whose end is known, and the date
/// unless there is one. What was repeated was repeated once more.
pub fn complete(values: &EntryValues, media: &Media, today: FuzzyDate) -> Patch {
    let mut patch = Patch::default();
    for counter in [Counter::Progress, Counter::Volumes] {
        if let Some(total) = counter.total(media).filter(|total| *total > counter.of(values)) {
            patch.set(counter.value(total));
        }
    }
    if values.status != ListStatus::Completed {
        patch.set(Value::Status(ListStatus::Completed));
    }
    if values.completed.is_none() {
        patch.set(Value::Completed(Some(today)));
    }
    if values.status == ListStatus::Repeating && values.repeat < MOST_REPEATS {
        patch.set(Value::Repeat(values.repeat + 1));
    }
    patch
}

#[cfg(test)]
mod tests;
