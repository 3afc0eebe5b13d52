//! Resolvers of the root and of pages.

use super::data::World;
use super::facets::all_tags;
use super::filter::{Args, media_list_matches, select_media, select_users, sort_entries};
use super::lists::Entry;
use super::people::User;
use super::profile::UserObject;
use super::resolve_list::{Collection, ListEntry, collection};
use super::resolve_media::{MediaObject, airing};
use apollo_compiler::resolvers::{FieldError, ObjectValue, ResolveInfo, ResolvedValue};
use apollo_compiler::response::JsonValue;
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Separates a validation error's message from its JSON: a [`FieldError`] can hold nothing but a text.
pub(crate) const VALIDATION_MARK: char = '\u{1f}';
/// AniList gives no more than this in a page, whatever is asked.
const MAX_PER_PAGE: i64 = 50;
/// What `pageInfo.total` always says. AniList's number is as meaningless.
const CLAIMED_TOTAL: i64 = 5000;

pub(crate) type Resolved<'a> = Result<ResolvedValue<'a>, FieldError>;

/// What all resolvers of one request share; of a request that changes things, what those of one root field share.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) world: Arc<World>,
    viewer: Option<i64>,
    /// Unix seconds.
    pub(crate) now: i64,
    pub(crate) image_origin: String,
    /// The answer to `ToggleFavourite` does not know that what it lists are favourites.
    pub(crate) hides_favourites: bool,
    has_next: RefCell<HashMap<usize, bool>>,
    repeat: Cell<bool>,
}

impl Context {
    pub(crate) fn new(world: Arc<World>, viewer: Option<i64>, now: i64, image_origin: &str) -> Self {
        Self {
            world,
            viewer,
            now,
            image_origin: image_origin.to_owned(),
            hides_favourites: false,
            has_next: RefCell::default(),
            repeat: Cell::new(false),
        }
    }

    /// Whoever asks, as the world knows them now.
    pub(crate) fn viewer(&self) -> Option<&User> {
        self.viewer.and_then(|id| self.world.user(id))
    }

    /// The viewer's id; 0, which nobody has, without one.
    pub(crate) fn viewer_id(&self) -> i64 {
        self.viewer.unwrap_or(0)
    }

    /// `hasNextPage` was asked before the page's content was looked at: a second execution knows the answer.
    pub(crate) fn must_repeat(&self) -> bool {
        self.repeat.get()
    }

    pub(crate) fn not_found(&self) -> FieldError {
        refusal("Not Found.")
    }
}

/// An error that is nothing but a message.
pub(crate) fn refusal(message: &str) -> FieldError {
    FieldError {
        message: message.to_owned(),
    }
}

/// An error about arguments, as AniList's validation words it: argument names with what is wrong.
pub(crate) fn invalid(details: &Value) -> FieldError {
    FieldError {
        message: format!("validation{VALIDATION_MARK}{details}"),
    }
}

/// A JSON value where the schema says what it is: leaf, list or object.
pub(crate) struct JsonObject {
    pub(crate) type_name: String,
    pub(crate) value: Value,
}

impl ObjectValue for JsonObject {
    fn type_name(&self) -> &str {
        &self.type_name
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Resolved<'a> {
        let mut value = self.value.get(info.field_name()).cloned().unwrap_or(Value::Null);
        if let (Value::Array(rows), Some(limit)) = (&mut value, Args(info.arguments()).int("limit")) {
            rows.truncate(usize::try_from(limit).unwrap_or(0));
        }
        Ok(json_value(info, value))
    }
}

/// Turns JSON into whatever type the field being resolved has.
pub(crate) fn json_value<'a>(info: &ResolveInfo<'a>, value: Value) -> ResolvedValue<'a> {
    let type_name = info.field_definition().ty.inner_named_type();
    if info.schema().get_object(type_name).is_some() {
        shape(type_name.as_str(), value)
    } else {
        leaf(value)
    }
}

fn shape<'a>(type_name: &str, value: Value) -> ResolvedValue<'a> {
    match value {
        Value::Null => ResolvedValue::null(),
        Value::Array(values) => {
            let type_name = type_name.to_owned();
            ResolvedValue::list(values.into_iter().map(move |value| shape(&type_name, value)))
        }
        value => ResolvedValue::object(JsonObject {
            type_name: type_name.to_owned(),
            value,
        }),
    }
}

fn leaf<'a>(value: Value) -> ResolvedValue<'a> {
    match value {
        Value::Array(values) => ResolvedValue::list(values.into_iter().map(leaf)),
        value => ResolvedValue::leaf(JsonValue::from(value)),
    }
}

/// The root of what is read.
#[derive(Debug)]
pub(crate) struct Query<'w> {
    pub(crate) context: &'w Context,
}

impl ObjectValue for Query<'_> {
    fn type_name(&self) -> &str {
        "Query"
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Resolved<'a> {
        let context = self.context;
        let args = Args(info.arguments());
        match info.field_name() {
            "Viewer" => match context.viewer() {
                Some(user) => Ok(ResolvedValue::object(UserObject { context, user })),
                None => Err(refusal("Unauthorized.")),
            },
            "User" => match select_users(&context.world, args).first() {
                Some(user) => Ok(ResolvedValue::object(UserObject { context, user })),
                None => Err(context.not_found()),
            },
            "Media" => match select_media(context, args).first() {
                Some(media) => Ok(ResolvedValue::object(MediaObject { context, media })),
                None => Err(context.not_found()),
            },
            "Page" => Ok(ResolvedValue::object(Page::new(context, info))),
            "MediaList" => match one_entry(context, args) {
                Some(entry) => Ok(ResolvedValue::object(entry)),
                None => Err(context.not_found()),
            },
            "MediaListCollection" => {
                collection(context, args).map(|found: Collection<'_>| ResolvedValue::object(found))
            }
            "GenreCollection" => {
                let genres: BTreeSet<&str> = context
                    .world
                    .media
                    .iter()
                    .flat_map(|media| media.genres.clone())
                    .collect();
                Ok(leaf(json!(genres)))
            }
            "MediaTagCollection" => Ok(json_value(info, all_tags())),
            _ => Err(self.unknown_field_error(info)),
        }
    }
}

/// The first entry that matches; an entry's own id is enough without a user.
fn one_entry<'w>(context: &'w Context, args: Args<'_>) -> Option<ListEntry<'w>> {
    if let Some(found) = entries_of(context, args) {
        return found.into_iter().next();
    }
    let entry: &Entry = context.world.entry(args.int("id")?)?;
    let is_visible = entry.user_id == context.viewer_id() || !entry.private;
    let names_user = args.int("userId").is_some() || args.text("userName").is_some();
    (is_visible && !names_user && media_list_matches(entry, args)).then_some(ListEntry { context, entry })
}

/// Entries of one user that match; `None` when no user is named or known.
fn entries_of<'w>(context: &'w Context, args: Args<'_>) -> Option<Vec<ListEntry<'w>>> {
    let world = &context.world;
    let user = match args.int("userId") {
        Some(id) => world.user(id),
        None => args.text("userName").and_then(|name| world.user_named(name)),
    }?;
    let is_own = context.viewer_id() == user.id;
    let entries = world.entries(user.id).iter().map(Arc::as_ref);
    let mut found: Vec<&Entry> = entries
        .filter(|entry| (is_own || !entry.private) && media_list_matches(entry, args))
        .collect();
    sort_entries(world, &mut found, &args.texts("sort").unwrap_or_default());
    Some(
        found
            .into_iter()
            .map(|entry| ListEntry { context, entry })
            .collect(),
    )
}

/// One page of something.
struct Page<'w> {
    context: &'w Context,
    page: i64,
    per_page: i64,
    /// Which `Page` selection this is; the same in a repeated execution.
    key: usize,
}

impl<'w> Page<'w> {
    fn new(context: &'w Context, info: &ResolveInfo<'_>) -> Self {
        let args = Args(info.arguments());
        Self {
            context,
            page: args.int("page").unwrap_or(1).max(1),
            per_page: args.int("perPage").unwrap_or(MAX_PER_PAGE).clamp(1, MAX_PER_PAGE),
            key: info
                .field_selections()
                .first()
                .map_or(0, |field| std::ptr::from_ref(*field).addr()),
        }
    }

    fn cut<'a, T>(&self, all: Vec<T>, wrap: impl Fn(T) -> ResolvedValue<'a> + 'a) -> ResolvedValue<'a>
    where
        T: 'a,
    {
        let skip = usize::try_from((self.page - 1).saturating_mul(self.per_page)).unwrap_or(usize::MAX);
        let take = usize::try_from(self.per_page).unwrap_or(0);
        self.context
            .has_next
            .borrow_mut()
            .insert(self.key, all.len() > skip.saturating_add(take));
        ResolvedValue::list(all.into_iter().skip(skip).take(take).map(wrap))
    }

    fn info(&self) -> Value {
        let has_next = self.context.has_next.borrow().get(&self.key).copied();
        self.context
            .repeat
            .set(self.context.repeat.get() || has_next.is_none());
        json!({
            "total": CLAIMED_TOTAL,
            "perPage": self.per_page,
            "currentPage": self.page,
            "lastPage": CLAIMED_TOTAL / self.per_page,
            "hasNextPage": has_next.unwrap_or(false),
        })
    }
}

impl ObjectValue for Page<'_> {
    fn type_name(&self) -> &str {
        "Page"
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Resolved<'a> {
        let context = self.context;
        let args = Args(info.arguments());
        match info.field_name() {
            "pageInfo" => Ok(json_value(info, self.info())),
            "media" => Ok(self.cut(select_media(context, args), |media| {
                ResolvedValue::object(MediaObject { context, media })
            })),
            "users" => Ok(self.cut(select_users(&context.world, args), |user| {
                ResolvedValue::object(UserObject { context, user })
            })),
            "mediaList" => match entries_of(context, args) {
                Some(entries) => Ok(self.cut(entries, ResolvedValue::object)),
                None => Ok(self.cut(Vec::<ListEntry<'_>>::new(), ResolvedValue::object)),
            },
            "airingSchedules" => Ok(self.cut(airing(context, args), ResolvedValue::object)),
            _ => Err(self.unknown_field_error(info)),
        }
    }
}
