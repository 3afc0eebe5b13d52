//! What a person sets on an entry of their list: thirteen fields, their values, and changes of them.

use super::fuzzy_date::FuzzyDate;
use super::list::ListStatus;
use super::score::Score;

/// The thirteen fields, all of them: what an entry says, as its owner may change it.
///
/// Texts are as the person wrote them. The default is what AniList gives an entry of which nothing is said.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryValues {
    /// The section it stands in.
    pub status: ListStatus,
    /// The score, if it has one.
    pub score: Option<Score>,
    /// The scores of its parts that are not 0, by the names the owner gave the parts.
    pub advanced_scores: Box<[(Box<str>, f32)]>,
    /// Episodes watched or chapters read.
    pub progress: u32,
    /// Volumes read; 0 for anime.
    pub progress_volumes: u32,
    /// How often it was watched or read again.
    pub repeat: u32,
    /// How urgent it is to its owner; only AniList's API knows this, not its site.
    pub priority: u32,
    /// Whether nobody but the owner sees it.
    pub private: bool,
    /// Whether it stands in custom lists alone.
    pub hidden_from_status_lists: bool,
    /// What the owner noted; empty for nothing.
    pub notes: Box<str>,
    /// The names of the custom lists it stands in.
    pub custom_lists: Box<[Box<str>]>,
    /// When the owner started.
    pub started: Option<FuzzyDate>,
    /// When the owner finished.
    pub completed: Option<FuzzyDate>,
}

impl Default for EntryValues {
    fn default() -> Self {
        Self {
            status: ListStatus::Planning,
            score: None,
            advanced_scores: Box::default(),
            progress: 0,
            progress_volumes: 0,
            repeat: 0,
            priority: 0,
            private: false,
            hidden_from_status_lists: false,
            notes: Box::default(),
            custom_lists: Box::default(),
            started: None,
            completed: None,
        }
    }
}

/// One of the thirteen fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// [`EntryValues::status`].
    Status,
    /// [`EntryValues::score`].
    Score,
    /// [`EntryValues::advanced_scores`].
    AdvancedScores,
    /// [`EntryValues::progress`].
    Progress,
    /// [`EntryValues::progress_volumes`].
    ProgressVolumes,
    /// [`EntryValues::repeat`].
    Repeat,
    /// [`EntryValues::priority`].
    Priority,
    /// [`EntryValues::private`].
    Private,
    /// [`EntryValues::hidden_from_status_lists`].
    HiddenFromStatusLists,
    /// [`EntryValues::notes`].
    Notes,
    /// [`EntryValues::custom_lists`].
    CustomLists,
    /// [`EntryValues::started`].
    Started,
    /// [`EntryValues::completed`].
    Completed,
}

impl Field {
    /// All thirteen, in the order in which they are shown.
    pub const ALL: [Self; 13] = [
        Self::Status,
        Self::Score,
        Self::AdvancedScores,
        Self::Progress,
        Self::ProgressVolumes,
        Self::Repeat,
        Self::Priority,
        Self::Private,
        Self::HiddenFromStatusLists,
        Self::Notes,
        Self::CustomLists,
        Self::Started,
        Self::Completed,
    ];

    /// The name of the argument of `SaveMediaListEntry` that sets it. What is kept of it in this browser has the same
    /// name, and AniList's complaints about it too. A score goes as `scoreRaw`, which no setting changes the meaning of.
    pub fn argument(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Score => "scoreRaw",
            Self::AdvancedScores => "advancedScores",
            Self::Progress => "progress",
            Self::ProgressVolumes => "progressVolumes",
            Self::Repeat => "repeat",
            Self::Priority => "priority",
            Self::Private => "private",
            Self::HiddenFromStatusLists => "hiddenFromStatusLists",
            Self::Notes => "notes",
            Self::CustomLists => "customLists",
            Self::Started => "startedAt",
            Self::Completed => "completedAt",
        }
    }
}

/// The value of one field.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "each is the field of its name")]
pub enum Value {
    Status(ListStatus),
    Score(Option<Score>),
    AdvancedScores(Box<[(Box<str>, f32)]>),
    Progress(u32),
    ProgressVolumes(u32),
    Repeat(u32),
    Priority(u32),
    Private(bool),
    HiddenFromStatusLists(bool),
    Notes(Box<str>),
    CustomLists(Box<[Box<str>]>),
    Started(Option<FuzzyDate>),
    Completed(Option<FuzzyDate>),
}

impl Value {
    /// Which field it is a value of.
    pub fn field(&self) -> Field {
        match self {
            Self::Status(_) => Field::Status,
            Self::Score(_) => Field::Score,
            Self::AdvancedScores(_) => Field::AdvancedScores,
            Self::Progress(_) => Field::Progress,
            Self::ProgressVolumes(_) => Field::ProgressVolumes,
            Self::Repeat(_) => Field::Repeat,
            Self::Priority(_) => Field::Priority,
            Self::Private(_) => Field::Private,
            Self::HiddenFromStatusLists(_) => Field::HiddenFromStatusLists,
            Self::Notes(_) => Field::Notes,
            Self::CustomLists(_) => Field::CustomLists,
            Self::Started(_) => Field::Started,
            Self::Completed(_) => Field::Completed,
        }
    }

    /// Whether both mean the same at AniList: the order of lists and of part scores says nothing.
    pub fn means(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::CustomLists(a), Self::CustomLists(b)) => {
                a.iter().all(|name| b.contains(name)) && b.iter().all(|name| a.contains(name))
            }
            (Self::AdvancedScores(a), Self::AdvancedScores(b)) => {
                let within = |a: &[(Box<str>, f32)], b: &[(Box<str>, f32)]| {
                    a.iter()
                        .filter(|(_, score)| *score > 0.0)
                        .all(|part| b.contains(part))
                };
                within(a, b) && within(b, a)
            }
            _ => self == other,
        }
    }
}

impl EntryValues {
    /// The value of `field`.
    pub fn get(&self, field: Field) -> Value {
        match field {
            Field::Status => Value::Status(self.status),
            Field::Score => Value::Score(self.score),
            Field::AdvancedScores => Value::AdvancedScores(self.advanced_scores.clone()),
            Field::Progress => Value::Progress(self.progress),
            Field::ProgressVolumes => Value::ProgressVolumes(self.progress_volumes),
            Field::Repeat => Value::Repeat(self.repeat),
            Field::Priority => Value::Priority(self.priority),
            Field::Private => Value::Private(self.private),
            Field::HiddenFromStatusLists => Value::HiddenFromStatusLists(self.hidden_from_status_lists),
            Field::Notes => Value::Notes(self.notes.clone()),
            Field::CustomLists => Value::CustomLists(self.custom_lists.clone()),
            Field::Started => Value::Started(self.started),
            Field::Completed => Value::Completed(self.completed),
        }
    }

    /// Takes over the value of one field.
    pub fn set(&mut self, value: Value) {
        match value {
            Value::Status(value) => self.status = value,
            Value::Score(value) => self.score = value,
            Value::AdvancedScores(value) => self.advanced_scores = value,
            Value::Progress(value) => self.progress = value,
            Value::ProgressVolumes(value) => self.progress_volumes = value,
            Value::Repeat(value) => self.repeat = value,
            Value::Priority(value) => self.priority = value,
            Value::Private(value) => self.private = value,
            Value::HiddenFromStatusLists(value) => self.hidden_from_status_lists = value,
            Value::Notes(value) => self.notes = value,
            Value::CustomLists(value) => self.custom_lists = value,
            Value::Started(value) => self.started = value,
            Value::Completed(value) => self.completed = value,
        }
    }

    /// What has to be set on these values so that they mean the same as `wanted`.
    ///
    /// ```
    /// use tsuzuki::domain::{EntryValues, Field, Value};
    /// let before = EntryValues::default();
    /// let after = EntryValues { progress: 3, ..before.clone() };
    /// let patch = before.difference(&after);
    /// assert_eq!(patch.values(), [Value::Progress(3)]);
    /// assert_eq!(patch.applied_to(&before), after);
    /// ```
    pub fn difference(&self, wanted: &Self) -> Patch {
        let changed = |field: &Field| !self.get(*field).means(&wanted.get(*field));
        Field::ALL
            .into_iter()
            .filter(changed)
            .map(|field| wanted.get(field))
            .collect()
    }
}

/// New values for some fields, at most one for each, in the order of [`Field`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Patch(Vec<Value>);

impl Patch {
    /// The new values.
    pub fn values(&self) -> &[Value] {
        &self.0
    }

    /// The new value of `field`, if it gets one.
    pub fn get(&self, field: Field) -> Option<&Value> {
        self.0.iter().find(|value| value.field() == field)
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Gives a field a value, in place of the one it was to get.
    pub fn set(&mut self, value: Value) {
        match self.0.binary_search_by_key(&value.field(), Value::field) {
            Ok(at) => {
                if let Some(old) = self.0.get_mut(at) {
                    *old = value;
                }
            }
            Err(at) => self.0.insert(at, value),
        }
    }

    /// Leaves a field as it is.
    pub fn remove(&mut self, field: Field) {
        self.0.retain(|value| value.field() != field);
    }

    /// `values` with the new ones in them.
    pub fn applied_to(&self, values: &EntryValues) -> EntryValues {
        let mut values = values.clone();
        self.0.iter().cloned().for_each(|value| values.set(value));
        values
    }
}

impl FromIterator<Value> for Patch {
    fn from_iter<I: IntoIterator<Item = Value>>(values: I) -> Self {
        let mut patch = Self::default();
        values.into_iter().for_each(|value| patch.set(value));
        patch
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Value {
        Value::CustomLists(names.iter().map(|name| Box::from(*name)).collect())
    }

    #[test]
    fn every_field_is_got_and_set_as_itself() {
        let wanted = EntryValues {
            status: ListStatus::Dropped,
            score: Score::new(7),
            advanced_scores: [("Story".into(), 4.5)].into(),
            progress: 1,
            progress_volumes: 2,
            repeat: 3,
            priority: 4,
            private: true,
            hidden_from_status_lists: true,
            notes: "n".into(),
            custom_lists: ["c".into()].into(),
            started: FuzzyDate::new(Some(2020), None, None),
            completed: FuzzyDate::new(None, Some(2), None),
        };
        let patch = EntryValues::default().difference(&wanted);
        assert_eq!(patch.values().len(), Field::ALL.len());
        for (value, field) in patch.values().iter().zip(Field::ALL) {
            assert_eq!(value.field(), field);
            let mut values = EntryValues::default();
            values.set(value.clone());
            assert_eq!(values.get(field), *value);
            assert_eq!(
                EntryValues::default().difference(&values).values(),
                std::slice::from_ref(value)
            );
        }
        assert_eq!(patch.applied_to(&EntryValues::default()), wanted);
    }

    #[test]
    fn order_and_empty_parts_mean_nothing() {
        assert!(names(&["a", "b"]).means(&names(&["b", "a"])));
        assert!(!names(&["a"]).means(&names(&["a", "b"])));
        let parts = |parts: &[(&str, f32)]| {
            Value::AdvancedScores(
                parts
                    .iter()
                    .map(|(name, score)| ((*name).into(), *score))
                    .collect(),
            )
        };
        assert!(parts(&[("a", 1.0), ("b", 0.0)]).means(&parts(&[("a", 1.0)])));
        assert!(!parts(&[("a", 1.0)]).means(&parts(&[("a", 2.0)])));
    }

    #[test]
    fn the_last_value_of_a_field_counts() {
        let mut patch: Patch = [
            Value::Progress(2),
            Value::Status(ListStatus::Current),
            Value::Progress(3),
        ]
        .into_iter()
        .collect();
        assert_eq!(
            patch.values(),
            [Value::Status(ListStatus::Current), Value::Progress(3)]
        );
        patch.remove(Field::Progress);
        assert_eq!(patch.get(Field::Progress), None);
        assert!(!patch.is_empty());
    }
}
