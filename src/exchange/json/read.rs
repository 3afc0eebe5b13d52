//! JSON on its way in: first what a file says of itself, then its entries one at a time.

use super::super::keys::Keys;
use super::super::{FileError, Header, Import, MAX_ENTRIES, Origin, Problem, Record};
use super::entry::{Form, Names, record, short_text};
use super::{APP, VERSION, anilist};
use crate::domain::{Field, MediaTitle, MediaType, ScoreFormat, TitleLanguage};
use crate::json::{Array, JsonError, Object, Scalar, Slot, find, parse};
use crate::outbox::record::Tree;
use crate::text::tidy;

const MAX_TITLE_CHARS: usize = 300;
/// Places of fields that are told apart by their names and not by their places; those may stand twice.
const NAMED: usize = 64;

/// Reads a file.
pub(in super::super) fn read(text: &str) -> Result<Import, FileError> {
    let mut head = Head::default();
    // A file that is damaged behind its first entries is read up to there.
    let _ = parse(text, &mut head);
    let form = head.form()?;
    let mut file = File {
        name: if text.starts_with('[') {
            Name::Lists
        } else {
            Name::Other
        },
        entries: Entries {
            form,
            kind: head.kind(),
            names: head.names(),
            import: Import::new(head.origin(form)),
            are_there: false,
            is_download: false,
            count: 0,
            scores: Vec::new(),
            known: Keys::default(),
        },
    };
    let damage = parse(text, &mut file).err().map(|error| match error {
        JsonError::Truncated => FileError::Truncated,
        JsonError::Malformed => FileError::NotJson,
    });
    let Entries {
        mut import,
        scores,
        are_there,
        count,
        is_download,
        ..
    } = file.entries;
    if count > MAX_ENTRIES {
        return Err(FileError::TooMany);
    }
    match damage {
        Some(damage) if import.is_empty() => return Err(damage),
        damage => import.damage = damage,
    }
    let is_list = match form {
        Form::Own => are_there,
        Form::AniList => !import.is_empty(),
    };
    if !is_list {
        return Err(FileError::Foreign);
    }
    if let (true, Origin::Answer(header)) = (is_download, &import.origin) {
        import.origin = Origin::Download(header.clone());
    }
    anilist::set_scores(&mut import, head.score_format(), &scores);
    Ok(import)
}

/// What a file says of itself.
#[derive(Default)]
struct Head([Tree; HEAD.len()]);

const HEAD: [&str; 9] = [
    "app",
    "version",
    "user",
    "scoreFormat",
    "exportedAt",
    "types",
    "type",
    "User",
    "user_name",
];

impl Head {
    fn get(&self, name: &str) -> &Tree {
        let place = HEAD.iter().position(|known| *known == name);
        place.and_then(|place| self.0.get(place)).unwrap_or(&Tree::Null)
    }

    /// In which form its entries are.
    fn form(&self) -> Result<Form, FileError> {
        match (self.get("app").text(), self.get("version").whole()) {
            (Some(APP), Some(version)) if version > VERSION => Err(FileError::Newer(version)),
            (Some(APP), Some(VERSION)) => Ok(Form::Own),
            (Some(APP), _) => Err(FileError::Foreign),
            _ => Ok(Form::AniList),
        }
    }

    /// Whose lists they are.
    fn user(&self) -> &Tree {
        match self.get("user") {
            Tree::Null => self.get("User"),
            user => user,
        }
    }

    /// Which list it is, where the file holds only one and says so.
    fn kind(&self) -> MediaType {
        MediaType::from_word(self.get("type").text().unwrap_or_default())
    }

    fn score_format(&self) -> ScoreFormat {
        let options = self.user().get("mediaListOptions");
        let format = options.and_then(|options| options.get("scoreFormat"));
        let word = format.unwrap_or(self.get("scoreFormat")).text();
        ScoreFormat::from_word(word.unwrap_or_default())
    }

    fn names(&self) -> Names {
        Names::of(self.user())
    }

    fn origin(&self, form: Form) -> Origin {
        let user = self.user();
        let names = ["name", "display_name", "user_name"];
        let name = names.iter().find_map(|name| user.get(name)?.text());
        let kinds = self.get("types").items().iter().filter_map(Tree::text);
        let header = Header {
            user: tidy(name.unwrap_or_default(), MAX_TITLE_CHARS).into(),
            user_id: user.get("id").and_then(Tree::whole).unwrap_or_default(),
            score_format: self.score_format(),
            exported_at: self.get("exportedAt").whole().unwrap_or_default(),
            kinds: kinds
                .take(MediaType::ALL.len())
                .map(MediaType::from_word)
                .collect(),
        };
        match form {
            Form::Own => Origin::Export(header),
            Form::AniList => Origin::Answer(header),
        }
    }
}

impl Slot for Head {
    fn scalar(&mut self, _: Scalar<'_>) {}

    fn array(&mut self) -> Option<&mut dyn Array> {
        None
    }

    fn object(&mut self) -> Option<&mut dyn Object> {
        Some(self)
    }
}

impl Object for Head {
    fn place(&mut self, name: &str, expected: usize) -> Option<usize> {
        Some(NAMED + find(&HEAD, name, expected.saturating_sub(NAMED)).unwrap_or(HEAD.len()))
    }

    fn slot(&mut self, place: usize) -> Option<&mut dyn Slot> {
        let place = place.saturating_sub(NAMED);
        match self.0.get(place) {
            // The first one counts.
            Some(Tree::Null) => self.0.get_mut(place).map(|tree| tree as &mut dyn Slot),
            Some(_) => None,
            // What stands around the lists.
            None => Some(self),
        }
    }
}

/// What the field is called whose value comes.
#[derive(Clone, Copy, PartialEq)]
enum Name {
    Lists,
    Entries,
    Other,
}

impl Name {
    fn of(name: &str) -> Self {
        match name {
            "lists" => Self::Lists,
            "entries" => Self::Entries,
            _ => Self::Other,
        }
    }
}

/// A file that is being read: of thousands of entries, one at a time has the shape of the file. Lists may stand at any
/// depth, for an answer wraps them.
struct File {
    name: Name,
    entries: Entries,
}

impl Slot for File {
    fn scalar(&mut self, _: Scalar<'_>) {}

    fn array(&mut self) -> Option<&mut dyn Array> {
        match (self.name, self.entries.form) {
            (Name::Entries, Form::Own) => self.entries.array(),
            (Name::Lists, Form::AniList) => Some(self),
            _ => None,
        }
    }

    fn object(&mut self) -> Option<&mut dyn Object> {
        Some(self)
    }
}

impl Object for File {
    fn place(&mut self, name: &str, _: usize) -> Option<usize> {
        self.name = Name::of(name);
        // Two lists in one answer go by names of the person's own choice.
        for (kind, word) in [(MediaType::Anime, "anime"), (MediaType::Manga, "manga")] {
            if name.to_ascii_lowercase().contains(word) {
                self.entries.kind = kind;
            }
        }
        (!matches!(name, "user" | "User")).then_some(NAMED)
    }

    fn slot(&mut self, _: usize) -> Option<&mut dyn Slot> {
        Some(self)
    }
}

impl Array for File {
    fn item(&mut self, read: &mut dyn FnMut(&mut dyn Slot) -> bool) -> bool {
        let mut item = List {
            fields: Vec::new(),
            has_entries: false,
            entries: &mut self.entries,
        };
        let more = read(&mut item);
        let List {
            fields, has_entries, ..
        } = item;
        if more && !has_entries && anilist::is_download(&fields) {
            self.entries.take(&anilist::as_answer(fields));
            self.entries.is_download = true;
        }
        more
    }
}

/// An item of `lists`: a list with its entries in an answer, an entry in a download.
struct List<'f> {
    fields: Vec<(Box<str>, Tree)>,
    has_entries: bool,
    entries: &'f mut Entries,
}

impl Slot for List<'_> {
    fn scalar(&mut self, _: Scalar<'_>) {}

    fn array(&mut self) -> Option<&mut dyn Array> {
        None
    }

    fn object(&mut self) -> Option<&mut dyn Object> {
        Some(self)
    }
}

impl Object for List<'_> {
    fn place(&mut self, name: &str, _: usize) -> Option<usize> {
        if name == "entries" {
            self.has_entries = true;
            return Some(NAMED + 1);
        }
        self.fields.push((name.into(), Tree::Null));
        Some(NAMED)
    }

    fn slot(&mut self, place: usize) -> Option<&mut dyn Slot> {
        match place {
            NAMED => self.fields.last_mut().map(|(_, tree)| tree as &mut dyn Slot),
            _ => Some(&mut *self.entries),
        }
    }
}

/// The entries of a file.
struct Entries {
    form: Form,
    are_there: bool,
    count: usize,
    is_download: bool,
    /// Of entries that do not say it.
    kind: MediaType,
    names: Names,
    import: Import,
    /// Scores in a scale that is known in the end: the place of the record, and the number.
    scores: Vec<(usize, f64)>,
    /// An answer has an entry once in each list it stands in.
    known: Keys,
}

impl Entries {
    fn take(&mut self, item: &Tree) {
        self.count += 1;
        if self.count > MAX_ENTRIES {
            return;
        }
        let number = u32::try_from(self.count).unwrap_or(u32::MAX);
        let media = item.get("media").unwrap_or(&Tree::Null);
        let title = title(media.get("title").unwrap_or(&Tree::Null));
        let shown = shown_title(&title);
        let losses = &mut self.import.losses;
        let read = record(
            item,
            number,
            self.form,
            self.kind,
            &self.names,
            &mut |field, kind, reason, said| {
                losses.note(field, kind, reason, &short_text(said), shown);
            },
        );
        let record = match read {
            Ok(record) => record,
            Err(reason) => {
                self.import.problems.push(Problem {
                    number,
                    line: None,
                    title: shown.into(),
                    reason: reason.into(),
                });
                return;
            }
        };
        if self.form == Form::AniList {
            if self.known.find(&record).is_some() {
                self.count -= 1;
                return;
            }
            let place = self.import.records.len();
            self.known.add(record.media, None, record.kind, place);
            let is_scored = record.values.get(Field::Score).is_some();
            let score = item.get("score").and_then(Tree::number).filter(|_| !is_scored);
            self.scores.extend(score.map(|score| (place, score)));
        }
        self.import.records.push(Record { title, ..record });
    }
}

impl Slot for Entries {
    fn scalar(&mut self, _: Scalar<'_>) {}

    fn array(&mut self) -> Option<&mut dyn Array> {
        self.are_there = true;
        Some(self)
    }

    fn object(&mut self) -> Option<&mut dyn Object> {
        None
    }
}

impl Array for Entries {
    fn item(&mut self, read: &mut dyn FnMut(&mut dyn Slot) -> bool) -> bool {
        let mut item = Tree::Null;
        let more = read(&mut item);
        if more {
            self.take(&item);
        }
        more
    }
}

/// What a work is called in what is said of it; nothing where the file does not say.
pub(super) fn shown_title(title: &MediaTitle) -> &str {
    match *title == MediaTitle::default() {
        true => "",
        false => title.pick(TitleLanguage::Unknown),
    }
}

fn title(titles: &Tree) -> MediaTitle {
    let title = |name| {
        let title = tidy(titles.get(name)?.text()?, MAX_TITLE_CHARS);
        (!title.is_empty()).then(|| title.into())
    };
    MediaTitle {
        romaji: title("romaji"),
        english: title("english"),
        native: title("native"),
        user_preferred: title("userPreferred"),
    }
}
