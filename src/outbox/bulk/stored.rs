//! The text in which a [`BulkJob`] rests in the browser's database.

use super::{Activity, BulkChange, BulkJob, JobId, JobState, Setting, What};
use crate::domain::{ListStatus, MediaId, MediaType, UserId};
use crate::json::{Writer, array, quoted};
use crate::outbox::record::values::{patch_json, read_patch};
use crate::outbox::record::{Tree, parse_record, record};
use crate::outbox::stored::optional;

const STATES: [(JobState, &str); 4] = [
    (JobState::Running, "running"),
    (JobState::Paused, "paused"),
    (JobState::Cancelled, "cancelled"),
    (JobState::Done, "done"),
];

impl BulkJob {
    /// The text to store it as.
    pub fn to_text(&self) -> String {
        let mut json = record();
        json.number("id", self.id.0);
        json.number("account", self.account.get());
        json.text("kind", self.kind.word().unwrap_or_default());
        json.raw("what", &what_json(&self.what));
        let items: Vec<String> = self.items.iter().map(|media| media.to_string()).collect();
        json.raw("items", &array(&items));
        let state = STATES.iter().find(|(known, _)| *known == self.state);
        json.text("state", state.map_or("", |(_, word)| word));
        if let Some(snapshot) = self.snapshot {
            json.number("snapshot", snapshot);
        }
        json.raw("activity", &activity_json(&self.activity));
        json.number("readFrom", self.read_from);
        json.finish()
    }

    /// Reads what [`Self::to_text`] wrote; `None` for anything else, and for what a newer version wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let json = parse_record(text)?;
        let number = |name| json.get(name).and_then(Tree::whole);
        let word = json.get("state")?.text()?;
        let (state, _) = STATES.into_iter().find(|(_, known)| *known == word)?;
        let items = json.get("items")?.items().iter();
        Some(Self {
            id: JobId(number("id")?),
            account: UserId::new(number("account")?)?,
            kind: MediaType::from_word(json.get("kind")?.text()?),
            what: read_what(json.get("what")?)?,
            items: items
                .map(|item| MediaId::new(item.whole()?))
                .collect::<Option<_>>()?,
            state,
            snapshot: optional(json.get("snapshot"), Tree::whole)?,
            activity: read_activity(json.get("activity")?)?,
            read_from: number("readFrom")?,
        })
    }
}

fn names_json(names: &[Box<str>]) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    array(&names)
}

fn what_json(what: &What) -> String {
    let mut json = Writer::default();
    match what {
        What::Change(BulkChange::Delete) => json.flag("delete", true),
        What::Change(BulkChange::Set {
            values,
            add,
            remove,
            follow,
        }) => {
            json.raw("set", &patch_json(values));
            json.raw("add", &names_json(add));
            json.raw("remove", &names_json(remove));
            if *follow {
                json.flag("follow", true);
            }
        }
        What::Import => json.flag("import", true),
        What::Revert(run) => json.number("revert", run.0),
    }
    json.finish()
}

fn read_what(json: &Tree) -> Option<What> {
    let is = |name| json.get(name).and_then(Tree::flag) == Some(true);
    if is("delete") {
        return Some(What::Change(BulkChange::Delete));
    }
    if is("import") {
        return Some(What::Import);
    }
    if let Some(run) = json.get("revert") {
        return Some(What::Revert(JobId(run.whole()?)));
    }
    Some(What::Change(BulkChange::Set {
        values: read_patch(json.get("set")?)?,
        add: json.get("add")?.texts()?.into(),
        remove: json.get("remove")?.texts()?.into(),
        follow: is("follow"),
    }))
}

fn activity_json(activity: &Activity) -> String {
    match activity {
        Activity::Kept => quoted("kept"),
        Activity::Wanted => quoted("wanted"),
        Activity::Restored => quoted("restored"),
        Activity::Off { before, sure } => {
            let mut setting = Writer::default();
            for (status, is_off) in &before.0 {
                setting.flag(status.word().unwrap_or_default(), *is_off);
            }
            let mut json = Writer::default();
            json.raw("before", &setting.finish());
            json.flag("sure", *sure);
            json.finish()
        }
    }
}

fn read_activity(json: &Tree) -> Option<Activity> {
    match json.text() {
        Some("kept") => return Some(Activity::Kept),
        Some("wanted") => return Some(Activity::Wanted),
        Some("restored") => return Some(Activity::Restored),
        Some(_) => return None,
        None => {}
    }
    let before = json.get("before")?.fields().iter();
    let option = |(status, is_off): &(Box<str>, Tree)| Some((ListStatus::from_word(status), is_off.flag()?));
    Some(Activity::Off {
        before: Setting(before.map(option).collect::<Option<_>>()?),
        sure: json.get("sure")?.flag()?,
    })
}
