//! The editor's form: what stands in its inputs, what that comes to, and what is wrong with it.
//!
//! What was typed stays as it was typed, right or wrong. Behind it stand the values as far as they could be read, so that
//! one wrong input takes nothing from the others. What follows from a change by the automatic rules
//! ([`crate::domain::progress`]) is in the form at once.

mod outcome;
mod read;
mod rebase;
mod seen;

pub use outcome::Outcome;
pub use rebase::Stand;
pub use seen::seen;

use crate::api::error::FieldError;
use crate::domain::progress::{self, Counter, Offer, Rules, Step};
use crate::domain::{
    EntryValues, Field, FuzzyDate, ListOptions, ListStatus, Media, MediaType, Patch, ScoreFormat,
    TitleLanguage, Value,
};
use crate::text::labels::date_text;

/// What of the form an input is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A field.
    Field(Field),
    /// The score of one part of the work, by the part's place in [`Setting::parts`].
    Part(usize),
}

/// How the owner of the list scores and sorts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Setting {
    /// The scale of scores.
    pub scores: ScoreFormat,
    /// The names of the parts that are scored one by one.
    pub parts: Box<[Box<str>]>,
    /// The names of the custom lists.
    pub custom_lists: Box<[Box<str>]>,
}

impl Setting {
    /// That of one list.
    pub fn of(options: &ListOptions, kind: MediaType) -> Self {
        let list = options.of(kind);
        Self {
            scores: options.score_format,
            parts: list.advanced_scoring.clone(),
            custom_lists: list.custom_lists.clone(),
        }
    }
}

/// The form.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The work.
    pub work: Media,
    /// How its owner scores and sorts.
    pub setting: Setting,
    /// Whether the work is to be a favourite.
    pub favourite: bool,
    /// What may be set too, if the person wants.
    pub offer: Option<Patch>,
    /// What the automatic rules have set at the last change.
    pub followed: Vec<Field>,
    /// What they have set because of the status, with what was there before.
    chosen: Vec<(Value, Value)>,
    rules: Rules,
    today: FuzzyDate,
    /// The entry as it was when it was changed here first, field by field; nothing when the work is not on the list.
    before: Option<EntryValues>,
    /// What its changes stand on.
    stand: Stand,
    values: EntryValues,
    typed: Vec<(Place, String)>,
    problems: Vec<(Place, String)>,
    /// Progress and volumes up to which the rules have followed.
    counted: (u32, u32),
    /// Whether the person has set the score themselves, so that those of the parts leave it alone.
    has_own_score: bool,
}

impl Draft {
    /// A form for an entry, or for a work that is not on the list.
    pub fn new(
        work: Media,
        entry: Option<EntryValues>,
        setting: Setting,
        rules: Rules,
        today: FuzzyDate,
    ) -> Self {
        let values = entry.clone().unwrap_or_default();
        Self {
            favourite: work.favourite,
            counted: (values.progress, values.progress_volumes),
            stand: Stand {
                seen: entry.clone(),
                at: 0,
            },
            before: entry,
            work,
            setting,
            values,
            rules,
            today,
            offer: None,
            followed: Vec::new(),
            chosen: Vec::new(),
            typed: Vec::new(),
            problems: Vec::new(),
            has_own_score: false,
        }
    }

    /// Whether the work is not on the list yet.
    pub fn is_new(&self) -> bool {
        self.before.is_none()
    }

    /// What the work is called.
    pub fn title(&self) -> &str {
        self.work.title.pick(TitleLanguage::Unknown)
    }

    /// The values, as far as they could be read.
    pub fn values(&self) -> &EntryValues {
        &self.values
    }

    /// What stands in an input.
    pub fn text(&self, place: Place) -> String {
        let typed = self.typed.iter().find(|(known, _)| *known == place);
        typed.map_or_else(|| self.shown(place), |(_, text)| text.clone())
    }

    /// What stands in an input that nobody has typed into.
    fn shown(&self, place: Place) -> String {
        let field = match place {
            Place::Field(field) => field,
            Place::Part(part) => {
                let score = self.part(part);
                return if score > 0.0 {
                    ScoreFormat::show_part(score)
                } else {
                    String::new()
                };
            }
        };
        match self.values.get(field) {
            Value::Score(score) => score.map_or_else(String::new, |score| self.setting.scores.number(score)),
            Value::Progress(number)
            | Value::ProgressVolumes(number)
            | Value::Repeat(number)
            | Value::Priority(number) => number.to_string(),
            Value::Started(date) | Value::Completed(date) => date.map_or_else(String::new, date_text),
            Value::Notes(notes) => notes.into_string(),
            _ => String::new(),
        }
    }

    /// Today, as it stands in an input.
    pub fn today_text(&self) -> String {
        date_text(self.today)
    }

    /// The score of a part; 0 for none.
    fn part(&self, part: usize) -> f32 {
        let name = self.setting.parts.get(part);
        let scores = self.values.advanced_scores.iter();
        scores
            .filter(|(known, _)| Some(known) == name)
            .map(|(_, score)| *score)
            .sum()
    }

    /// What is wrong with an input; empty for nothing.
    pub fn problem(&self, place: Place) -> &str {
        let problem = self.problems.iter().find(|(known, _)| *known == place);
        problem.map_or("", |(_, text)| text)
    }

    /// Takes over what is typed, letter by letter. Nothing is said about it before [`Self::leave`].
    pub fn type_text(&mut self, place: Place, text: &str) {
        self.forget_typed(place);
        if let Ok(value) = self.read(place, text) {
            self.problems.retain(|(known, _)| *known != place);
            self.put(place, value);
        }
        self.typed.push((place, text.to_owned()));
    }

    /// Says what is wrong with what was typed, or carries out what follows from it. False when something is wrong.
    pub fn leave(&mut self, place: Place) -> bool {
        if !self.check(place) {
            return false;
        }
        let counted = match place {
            Place::Field(Field::Progress) => Some((Counter::Progress, self.values.progress)),
            Place::Field(Field::ProgressVolumes) => Some((Counter::Volumes, self.values.progress_volumes)),
            _ => None,
        };
        if let Some((counter, number)) = counted {
            self.count(counter, progress::Change::To(number));
        }
        true
    }

    /// So many more episodes, chapters or volumes, or fewer.
    pub fn step(&mut self, counter: Counter, steps: i32) {
        self.count(counter, progress::Change::By(steps));
    }

    fn count(&mut self, counter: Counter, change: progress::Change) {
        let mut values = self.values.clone();
        if let progress::Change::To(_) = change {
            match counter {
                Counter::Progress => values.progress = self.counted.0,
                Counter::Volumes => values.progress_volumes = self.counted.1,
            }
        }
        let Step { patch, offer } =
            progress::change(&values, &self.work, counter, change, self.today, self.rules);
        let field = match counter {
            Counter::Progress => Field::Progress,
            Counter::Volumes => Field::ProgressVolumes,
        };
        if !patch.is_empty() {
            self.chosen.clear();
            self.follow(&patch, field);
            self.offer = offer.map(|Offer::Complete(patch)| patch);
        } else if let progress::Change::To(_) = change {
            // What was typed goes no further than where it was.
            self.values.progress = values.progress;
            self.values.progress_volumes = values.progress_volumes;
        }
        self.counted = (self.values.progress, self.values.progress_volumes);
    }

    /// Sets what follows from a change of `cause`.
    fn follow(&mut self, patch: &Patch, cause: Field) {
        self.followed.clear();
        for value in patch.values() {
            let field = value.field();
            if field != cause && !self.values.get(field).means(value) {
                self.followed.push(field);
            }
            self.forget_typed(Place::Field(field));
            self.problems.retain(|(known, _)| *known != Place::Field(field));
            self.values.set(value.clone());
        }
        self.counted = (self.values.progress, self.values.progress_volumes);
    }

    /// Sets what is offered.
    pub fn accept(&mut self) {
        if let Some(patch) = self.offer.take() {
            self.apply(&patch);
        }
    }

    /// Sets these values.
    pub fn apply(&mut self, patch: &Patch) {
        self.follow(patch, Field::Progress);
    }

    /// Sets a field to what was chosen, and what follows from that.
    pub fn set(&mut self, value: Value) {
        if let Value::Status(status) = value {
            return self.choose(status);
        }
        let place = Place::Field(value.field());
        self.forget_typed(place);
        self.problems.retain(|(known, _)| *known != place);
        self.put(place, value);
    }

    /// Chooses a status. What followed from another choice in the same form is taken back, where nobody has touched it.
    fn choose(&mut self, status: ListStatus) {
        let before = self.values.clone();
        for (set, was) in std::mem::take(&mut self.chosen) {
            if set.field() == Field::Status || self.values.get(set.field()) == set {
                self.forget_typed(Place::Field(set.field()));
                self.values.set(was);
            }
        }
        self.offer = None;
        let patch = progress::choose(&self.values, &self.work, status, self.today, self.rules);
        let values = patch.values().iter();
        self.chosen = values
            .map(|value| (value.clone(), self.values.get(value.field())))
            .collect();
        self.follow(&patch, Field::Status);
        self.followed
            .retain(|field| self.values.get(*field) != before.get(*field));
    }

    /// Puts the entry into a custom list, or takes it out.
    pub fn set_list(&mut self, name: &str, is_in: bool) {
        let mut lists = self.values.custom_lists.to_vec();
        lists.retain(|known| **known != *name);
        if is_in {
            lists.push(name.into());
        }
        self.set(Value::CustomLists(lists.into()));
    }

    /// The custom lists there are: the owner's, and those that only the entry knows.
    pub fn lists(&self) -> Vec<Box<str>> {
        let mut names = self.setting.custom_lists.to_vec();
        let own = self.before.iter().flat_map(|before| before.custom_lists.iter());
        for name in own {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }

    fn put(&mut self, place: Place, value: Value) {
        if let Value::Score(score) = &value {
            self.has_own_score = score.is_some();
        }
        self.values.set(value);
        if let (Place::Part(_), false) = (place, self.has_own_score) {
            let scores: Vec<f32> = self
                .values
                .advanced_scores
                .iter()
                .map(|(_, score)| *score)
                .collect();
            self.forget_typed(Place::Field(Field::Score));
            let before = self.before.as_ref();
            let unscored = before.filter(|before| before.advanced_scores.is_empty());
            // Parts that came and went leave the score as it was.
            let was = unscored.and_then(|before| before.score);
            self.values.score = self.setting.scores.overall(&scores).or(was);
        }
    }

    /// Whether what was typed can be read; if so, it is shown as it was understood, else it is said what is wrong.
    fn check(&mut self, place: Place) -> bool {
        let Some((_, text)) = self.typed.iter().find(|(known, _)| *known == place) else {
            return true;
        };
        match self.read(place, text) {
            Ok(_) => {
                self.forget_typed(place);
                true
            }
            Err(problem) => {
                self.problems.retain(|(known, _)| *known != place);
                self.problems.push((place, problem));
                false
            }
        }
    }

    fn forget_typed(&mut self, place: Place) {
        self.typed.retain(|(known, _)| *known != place);
    }

    /// Takes in what AniList said about fields. Gives what it said about none of the form's.
    pub fn refuse(&mut self, refusals: &[FieldError]) -> Vec<String> {
        let mut others = Vec::new();
        for FieldError { field, messages } in refusals {
            let is_it =
                |known: &&Field| known.argument() == field || (**known == Field::Score && field == "score");
            let text = messages.join(" ");
            match Field::ALL.iter().find(is_it) {
                Some(field) => self.problems.push((Place::Field(*field), text)),
                None => others.push(text),
            }
        }
        others
    }
}

#[cfg(test)]
mod rebase_tests;
#[cfg(test)]
mod tests;
