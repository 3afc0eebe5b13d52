//! The text in which a [`Record`] rests in the browser's database.

use super::{Record, RecordId};
use crate::domain::{MediaId, MediaType, UserId};
use crate::outbox::record::values::{read_values, values_json};
use crate::outbox::record::{Tree, parse_record, record};
use crate::outbox::stored::{fields_json, optional, read_fields, read_origins, write_origins};

impl Record {
    /// The text to store it as.
    pub fn to_text(&self) -> String {
        let mut json = record();
        json.number("account", self.account.get());
        json.number("media", self.id.media.get());
        json.number("at", self.id.at);
        json.text("kind", self.kind.word().unwrap_or_default());
        json.text("title", &self.title);
        if let Some(before) = &self.before {
            json.raw("before", &values_json(before));
        }
        if let Some(after) = &self.after {
            json.raw("after", &values_json(after));
        }
        if let Some((before, after)) = self.favourite {
            json.flag("wasFavourite", before);
            json.flag("favourite", after);
        }
        write_origins(&mut json, &self.origins);
        json.raw("merged", &fields_json(&self.merged));
        json.finish()
    }

    /// Reads what [`Self::to_text`] wrote; `None` for anything else, and for what a newer version wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let json = parse_record(text)?;
        let number = |name| json.get(name).and_then(Tree::whole);
        Some(Self {
            id: RecordId {
                at: number("at")?,
                media: MediaId::new(number("media")?)?,
            },
            account: UserId::new(number("account")?)?,
            kind: MediaType::from_word(json.get("kind")?.text()?),
            title: json.get("title")?.text()?.into(),
            before: optional(json.get("before"), read_values)?,
            after: optional(json.get("after"), read_values)?,
            favourite: match (json.get("wasFavourite"), json.get("favourite")) {
                (None, None) => None,
                (before, after) => Some((before?.flag()?, after?.flag()?)),
            },
            origins: read_origins(&json)?,
            merged: read_fields(json.get("merged")?)?,
        })
    }
}
