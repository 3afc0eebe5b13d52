//! Resolvers of list entries and of `MediaListCollection`.

use super::filter::{Args, media_list_matches, sort_entries};
use super::lists::{COLLECTION_CAP, Entry, Group, groups};
use super::people::User;
use super::profile::UserObject;
use super::resolve::{Context, Resolved, invalid, json_value};
use super::resolve_media::{MediaObject, fuzzy_date, kind_named};
use super::score::score_in;
use apollo_compiler::resolvers::{FieldError, ObjectValue, ResolveInfo, ResolvedValue};
use serde_json::{Value, json};
use std::sync::Arc;

/// The largest chunk AniList gives.
const MAX_PER_CHUNK: i64 = 500;

/// One list entry.
pub(crate) struct ListEntry<'w> {
    pub(crate) context: &'w Context,
    pub(crate) entry: &'w Entry,
}

impl ObjectValue for ListEntry<'_> {
    fn type_name(&self) -> &str {
        "MediaList"
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Resolved<'a> {
        let (context, entry) = (self.context, self.entry);
        let owner = || context.world.user(entry.user_id);
        let value = match info.field_name() {
            "id" => json!(entry.id),
            "userId" => json!(entry.user_id),
            "mediaId" => json!(entry.media_id),
            "status" => json!(entry.status),
            "score" => {
                let format = Args(info.arguments()).text("format");
                let format = format
                    .or_else(|| owner().map(|user| user.score_format))
                    .unwrap_or("POINT_100");
                json!(score_in(entry.score, format))
            }
            "progress" => json!(entry.progress),
            "progressVolumes" => json!(entry.progress_volumes),
            "repeat" => json!(entry.repeat),
            "priority" => json!(entry.priority),
            "private" => json!(entry.private),
            "notes" => json!(entry.notes),
            "hiddenFromStatusLists" => json!(entry.hidden_from_status_lists),
            "customLists" => {
                let as_array = Args(info.arguments()).flag("asArray").unwrap_or(false);
                owner().map_or(Value::Null, |user| custom_lists(user, entry, as_array))
            }
            "advancedScores" => owner().map_or(Value::Null, |user| advanced_scores(user, entry)),
            "startedAt" => fuzzy_date(entry.started),
            "completedAt" => fuzzy_date(entry.completed),
            "updatedAt" => json!(entry.updated_at),
            "createdAt" => json!(entry.created_at),
            "media" => {
                let media = context.world.media(entry.media_id);
                return Ok(ResolvedValue::nullable_object(
                    media.map(|media| MediaObject { context, media }),
                ));
            }
            "user" => {
                return Ok(ResolvedValue::nullable_object(
                    owner().map(|user| UserObject { context, user }),
                ));
            }
            _ => return Err(self.unknown_field_error(info)),
        };
        // `customLists` and `advancedScores` are scalars that look like objects and lists: they pass as they are.
        if info.field_definition().ty.inner_named_type() == "Json" {
            return Ok(ResolvedValue::leaf(apollo_compiler::response::JsonValue::from(
                value,
            )));
        }
        Ok(json_value(info, value))
    }
}

/// `{"name": true}`, or as a list of `{name, enabled}`; null for somebody without custom lists.
fn custom_lists(user: &User, entry: &Entry, as_array: bool) -> Value {
    let lists = user.custom_lists(entry.kind);
    let enabled = |list: &String| entry.custom_lists.contains(list);
    if lists.is_empty() {
        Value::Null
    } else if as_array {
        lists
            .iter()
            .map(|list| json!({"name": list, "enabled": enabled(list)}))
            .collect()
    } else {
        Value::Object(
            lists
                .iter()
                .map(|list| (list.clone(), json!(enabled(list))))
                .collect(),
        )
    }
}

/// Each of the owner's categories with its score, 0 where there is none.
fn advanced_scores(user: &User, entry: &Entry) -> Value {
    let categories = user.list(entry.kind).advanced_scoring.iter();
    let scores = entry
        .advanced_scores
        .iter()
        .copied()
        .chain(std::iter::repeat(0.0));
    Value::Object(
        categories
            .zip(scores)
            .map(|(name, score)| (name.clone(), json!(score)))
            .collect(),
    )
}

/// A user's list of one type, or a chunk of it.
pub(crate) struct Collection<'w> {
    context: &'w Context,
    user: &'w User,
    groups: Vec<Group<'w>>,
    has_next_chunk: bool,
}

/// Answers `MediaListCollection`. Without a chunk all entries come at once, up to AniList's 11,000.
pub(crate) fn collection<'w>(context: &'w Context, args: Args<'_>) -> Result<Collection<'w>, FieldError> {
    let world = &context.world;
    let user = match (args.int("userId"), args.text("userName")) {
        (Some(id), _) => world.user(id),
        (None, Some(name)) => world.user_named(name),
        (None, None) => {
            return Err(invalid(
                &json!({"userId": ["The user id or user name field is required."]}),
            ));
        }
    };
    let Some(kind) = args.text("type").map(kind_named) else {
        return Err(invalid(&json!({"type": ["The type field is required."]})));
    };
    let per_chunk = args.int("perChunk").unwrap_or(MAX_PER_CHUNK);
    if !(1..=MAX_PER_CHUNK).contains(&per_chunk) {
        return Err(invalid(
            &json!({"perChunk": ["The per chunk may not be greater than 500."]}),
        ));
    }
    let user = user.ok_or_else(|| context.not_found())?;
    let is_own = context.viewer_id() == user.id;
    let all = world.entries(user.id).iter().map(Arc::as_ref);
    let visible = all.filter(|entry| entry.kind == kind && (is_own || !entry.private));
    let mut entries: Vec<&Entry> = visible
        .take(COLLECTION_CAP)
        .filter(|entry| media_list_matches(entry, args))
        .collect();
    sort_entries(world, &mut entries, &args.texts("sort").unwrap_or_default());
    let mut has_next_chunk = false;
    if args.int("chunk").is_some() || args.int("perChunk").is_some() {
        // Clients count from 0 or from 1; both mean the first chunk.
        let chunk = usize::try_from(args.int("chunk").unwrap_or(1).max(1) - 1).unwrap_or(0);
        let size = usize::try_from(per_chunk).unwrap_or(1);
        has_next_chunk = entries.len() > (chunk + 1) * size;
        entries = entries.into_iter().skip(chunk * size).take(size).collect();
    }
    let split = user.list(kind).split_completed && args.flag("forceSingleCompletedList") != Some(true);
    let groups = groups(user, kind, split, &entries);
    Ok(Collection {
        context,
        user,
        groups,
        has_next_chunk,
    })
}

impl ObjectValue for Collection<'_> {
    fn type_name(&self) -> &str {
        "MediaListCollection"
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Resolved<'a> {
        let context = self.context;
        Ok(match info.field_name() {
            "lists" => ResolvedValue::list(
                self.groups
                    .iter()
                    .map(move |group| ResolvedValue::object(ListGroup { context, group })),
            ),
            "user" => ResolvedValue::object(UserObject {
                context,
                user: self.user,
            }),
            "hasNextChunk" => ResolvedValue::leaf(self.has_next_chunk),
            _ => return Err(self.unknown_field_error(info)),
        })
    }
}

struct ListGroup<'w> {
    context: &'w Context,
    group: &'w Group<'w>,
}

impl ObjectValue for ListGroup<'_> {
    fn type_name(&self) -> &str {
        "MediaListGroup"
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Resolved<'a> {
        let (context, group) = (self.context, self.group);
        Ok(match info.field_name() {
            "entries" => ResolvedValue::list(
                group
                    .entries
                    .iter()
                    .map(move |entry| ResolvedValue::object(ListEntry { context, entry })),
            ),
            "name" => ResolvedValue::leaf(group.name.as_str()),
            "isCustomList" => ResolvedValue::leaf(group.is_custom),
            "isSplitCompletedList" => ResolvedValue::leaf(group.is_split),
            "status" => ResolvedValue::leaf(group.status),
            _ => return Err(self.unknown_field_error(info)),
        })
    }
}
