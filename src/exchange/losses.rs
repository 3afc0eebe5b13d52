//! Fields of a file that cannot be taken over: one odd field costs that field and not the entry.

use crate::domain::{Field, MediaType};
use crate::text::format;
use crate::text::labels::field_name;
use crate::text::tidy;

const MAX_EXAMPLES: usize = 3;
const MAX_SAID_CHARS: usize = 40;

/// Losses of the same field for the same reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The field.
    pub field: Field,
    /// Of anime or of manga.
    pub kind: MediaType,
    /// Why, as the rest of a sentence about it.
    pub reason: &'static str,
    /// How many entries.
    pub count: u32,
    /// The first of them: what the file says, and the title, which may be empty.
    pub examples: Vec<(Box<str>, Box<str>)>,
}

/// All that is lost of a file's entries, in the order in which it was first met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Losses(Vec<Loss>);

impl Losses {
    /// Notes that a field of an entry is left out.
    pub(super) fn note(
        &mut self,
        field: Field,
        kind: MediaType,
        reason: &'static str,
        said: &str,
        title: &str,
    ) {
        let is_it = |loss: &&mut Loss| loss.field == field && loss.kind == kind && loss.reason == reason;
        let example = || (tidy(said, MAX_SAID_CHARS).into(), title.into());
        match self.0.iter_mut().find(is_it) {
            Some(loss) => {
                loss.count += 1;
                if loss.examples.len() < MAX_EXAMPLES {
                    loss.examples.push(example());
                }
            }
            None => self.0.push(Loss {
                field,
                kind,
                reason,
                count: 1,
                examples: vec![example()],
            }),
        }
    }

    /// The losses, each field and reason once.
    pub fn all(&self) -> &[Loss] {
        &self.0
    }

    /// How many fields are lost.
    pub fn count(&self) -> u64 {
        self.0.iter().map(|loss| u64::from(loss.count)).sum()
    }
}

impl Loss {
    /// All of it as one line for a person.
    ///
    /// ```
    /// use tsuzuki::exchange::read;
    /// let list = "<myanimelist><anime><series_animedb_id>1</series_animedb_id><series_title>Monster</series_title>\
    ///     <my_score>85</my_score></anime></myanimelist>";
    /// let import = read(list.as_bytes()).unwrap();
    /// assert_eq!(
    ///     import.losses.all()[0].text(),
    ///     "Score of 1 entry: it is not from 0 to 10 with at most one decimal, for example “85” (Monster)."
    /// );
    /// ```
    pub fn text(&self) -> String {
        let mut text = String::from(field_name(self.field, self.kind));
        text.push_str(" of ");
        text.push_str(&format::count(self.count.into(), "entry", "entries"));
        text.push_str(": ");
        text.push_str(self.reason);
        let said = self.examples.iter().filter(|(said, _)| !said.is_empty());
        for (at, (said, title)) in said.enumerate() {
            text.push_str(if at == 0 { ", for example " } else { ", " });
            text.push('“');
            text.push_str(said);
            text.push('”');
            if !title.is_empty() {
                text.push_str(" (");
                text.push_str(title);
                text.push(')');
            }
        }
        text.push('.');
        text
    }
}
