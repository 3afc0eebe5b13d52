//! The text in which a [`PendingEdit`] rests in the browser's database.

use super::edit::{Change, Favourite, Key, Origins, PendingEdit, Seen, Sent, State};
use crate::domain::{EntryId, Field, MediaId, MediaType, SavedEntry, UserId};
use crate::json::{Writer, array, quoted};
use crate::outbox::bulk::JobId;
use crate::outbox::journal::RecordId;
use crate::outbox::record::error::{error_json, read_error};
use crate::outbox::record::values::{patch_json, read_patch, read_values, values_json};
use crate::outbox::record::{Tree, parse_record, record};

impl PendingEdit {
    /// The text to store it as.
    pub fn to_text(&self) -> String {
        let mut json = record();
        json.number("account", self.key.account.get());
        json.number("media", self.key.media.get());
        json.text("kind", self.kind.word().unwrap_or_default());
        json.text("title", &self.title);
        if let Some(base) = &self.base {
            json.raw("base", &values_json(base));
        }
        write_change(&mut json, &self.change);
        if let Some(favourite) = self.favourite {
            json.flag("wasFavourite", favourite.was);
            json.flag("favourite", favourite.wanted);
        }
        write_origins(&mut json, &self.origins);
        json.number("made", self.made_at);
        json.number("changed", self.changed_at);
        json.number("revision", self.revision);
        json.number("readFrom", self.read_from);
        if let Some(sent) = &self.sent {
            json.raw("sent", &sent_json(sent));
        }
        json.raw("state", &state_json(&self.state));
        json.finish()
    }

    /// Reads what [`Self::to_text`] wrote; `None` for anything else, and for what a newer version wrote. Such a text is
    /// to be left where it is.
    pub fn parse(text: &str) -> Option<Self> {
        let json = parse_record(text)?;
        let number = |name| json.get(name).and_then(Tree::whole);
        Some(Self {
            key: Key {
                account: UserId::new(number("account")?)?,
                media: MediaId::new(number("media")?)?,
            },
            kind: MediaType::from_word(json.get("kind")?.text()?),
            title: json.get("title")?.text()?.into(),
            base: optional(json.get("base"), read_values)?,
            change: read_change(&json)?,
            favourite: match (json.get("wasFavourite"), json.get("favourite")) {
                (None, None) => None,
                (was, wanted) => Some(Favourite {
                    was: was?.flag()?,
                    wanted: wanted?.flag()?,
                }),
            },
            origins: read_origins(&json)?,
            made_at: number("made")?,
            changed_at: number("changed")?,
            revision: number("revision")?,
            read_from: number("readFrom")?,
            sent: optional(json.get("sent"), read_sent)?,
            state: read_state(json.get("state")?)?,
        })
    }
}

/// A value that may be missing; the outer `None` is for one that cannot be read.
pub(crate) fn optional<T>(json: Option<&Tree>, read: fn(&Tree) -> Option<T>) -> Option<Option<T>> {
    match json {
        None => Some(None),
        Some(json) => read(json).map(Some),
    }
}

/// `"set"` with the new values, `"delete"`, or neither.
fn write_change(json: &mut Writer, change: &Change) {
    match change {
        Change::Keep => {}
        Change::Set(patch) => json.raw("set", &patch_json(patch)),
        Change::Delete => json.flag("delete", true),
    }
}

fn read_change(json: &Tree) -> Option<Change> {
    match (json.get("set"), json.get("delete")) {
        (None, None) => Some(Change::Keep),
        (Some(patch), None) => read_patch(patch).map(Change::Set),
        (None, Some(Tree::Flag(true))) => Some(Change::Delete),
        _ => None,
    }
}

pub(crate) fn write_origins(json: &mut Writer, origins: &Origins) {
    json.flag("byHand", origins.by_hand);
    if let Some(undo) = origins.undo {
        let id = [undo.at.to_string(), undo.media.to_string()];
        json.raw("undo", &array(&id));
    }
    if let Some(run) = origins.run {
        json.number("run", run.0);
    }
}

pub(crate) fn read_origins(json: &Tree) -> Option<Origins> {
    Some(Origins {
        by_hand: json.get("byHand")?.flag()?,
        undo: optional(json.get("undo"), read_record_id)?,
        run: optional(json.get("run"), Tree::whole)?.map(JobId),
    })
}

fn read_record_id(json: &Tree) -> Option<RecordId> {
    let [at, media] = json.items() else { return None };
    Some(RecordId {
        at: at.whole()?,
        media: MediaId::new(media.whole()?)?,
    })
}

/// The names of fields.
pub(crate) fn fields_json(fields: &[Field]) -> String {
    let names: Vec<String> = fields.iter().map(|field| quoted(field.argument())).collect();
    array(&names)
}

/// Fields by their names; one that this version does not know is left out.
pub(crate) fn read_fields(json: &Tree) -> Option<Vec<Field>> {
    let mut fields = Vec::new();
    for name in json.texts()? {
        fields.extend(Field::ALL.into_iter().find(|field| *field.argument() == *name));
    }
    Some(fields)
}

fn sent_json(sent: &Sent) -> String {
    let mut json = Writer::default();
    json.number("at", sent.at);
    if let Some(seen) = &sent.seen {
        json.number("seen", seen.id.get());
        if let Some(updated_at) = seen.updated_at {
            json.number("updatedAt", updated_at);
        }
    }
    write_change(&mut json, &sent.change);
    if let Some(favourite) = sent.favourite {
        json.flag("favourite", favourite);
    }
    json.raw("merged", &fields_json(&sent.merged));
    json.finish()
}

fn read_sent(json: &Tree) -> Option<Sent> {
    let seen = |id: u64| {
        Some(Seen {
            id: EntryId::new(id)?,
            updated_at: optional(json.get("updatedAt"), Tree::whole)?,
        })
    };
    Some(Sent {
        at: json.get("at")?.whole()?,
        seen: match json.get("seen") {
            None => None,
            Some(id) => Some(seen(id.whole()?)?),
        },
        change: read_change(json)?,
        favourite: optional(json.get("favourite"), Tree::flag)?,
        merged: read_fields(json.get("merged")?)?,
    })
}

fn state_json(state: &State) -> String {
    let mut json = Writer::default();
    match state {
        State::Waiting {
            tries,
            not_before,
            alone,
            trouble,
        } => {
            json.text("is", "waiting");
            json.number("tries", (*tries).into());
            json.number("notBefore", *not_before);
            json.flag("alone", *alone);
            if let Some(trouble) = trouble {
                json.raw("trouble", &error_json(trouble));
            }
        }
        State::Conflict { theirs, fields } => {
            json.text("is", "conflict");
            json.raw("fields", &fields_json(fields));
            if let Some(theirs) = theirs {
                json.raw("theirs", &entry_json(theirs));
            }
        }
        State::Failed { error, at } => {
            json.text("is", "failed");
            json.raw("error", &error_json(error));
            json.number("at", *at);
        }
    }
    json.finish()
}

fn read_state(json: &Tree) -> Option<State> {
    Some(match json.get("is")?.text()? {
        "waiting" => State::Waiting {
            tries: u8::try_from(json.get("tries")?.whole()?).ok()?,
            not_before: json.get("notBefore")?.whole()?,
            alone: json.get("alone")?.flag()?,
            trouble: optional(json.get("trouble"), read_error)?,
        },
        "conflict" => State::Conflict {
            theirs: optional(json.get("theirs"), read_entry)?,
            fields: read_fields(json.get("fields")?)?,
        },
        "failed" => State::Failed {
            error: read_error(json.get("error")?)?,
            at: json.get("at")?.whole()?,
        },
        _ => return None,
    })
}

fn entry_json(entry: &SavedEntry) -> String {
    let mut json = Writer::default();
    json.number("id", entry.id.get());
    if let Some(at) = entry.updated_at {
        json.number("updatedAt", at);
    }
    if let Some(at) = entry.created_at {
        json.number("createdAt", at);
    }
    json.raw("values", &values_json(&entry.values));
    json.finish()
}

fn read_entry(json: &Tree) -> Option<SavedEntry> {
    Some(SavedEntry {
        id: EntryId::new(json.get("id")?.whole()?)?,
        values: read_values(json.get("values")?)?,
        updated_at: optional(json.get("updatedAt"), Tree::whole)?,
        created_at: optional(json.get("createdAt"), Tree::whole)?,
    })
}
