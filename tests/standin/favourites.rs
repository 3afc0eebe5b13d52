//! What somebody likes most, as the API lists it.

use super::data::{Kind, Media};
use super::filter::Args;
use super::people::User;
use super::resolve::{Context, Resolved, json_value};
use super::resolve_media::MediaObject;
use apollo_compiler::resolvers::{ObjectValue, ResolveInfo, ResolvedValue};
use serde_json::{Value, json};

const MAX_PER_PAGE: i64 = 50;
const USUAL_PER_PAGE: i64 = 25;

/// A user's favourites.
pub(crate) struct Favourites<'w> {
    pub(crate) context: &'w Context,
    pub(crate) user: &'w User,
}

impl ObjectValue for Favourites<'_> {
    fn type_name(&self) -> &str {
        "Favourites"
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Resolved<'a> {
        let kind = match info.field_name() {
            "anime" => Kind::Anime,
            "manga" => Kind::Manga,
            _ => return Err(self.unknown_field_error(info)),
        };
        let args = Args(info.arguments());
        let favourites = self.user.favourites.iter();
        let media = favourites
            .filter_map(|id| self.context.world.media(*id))
            .filter(|media| media.kind == kind)
            .collect();
        Ok(ResolvedValue::object(Connection {
            context: self.context,
            media,
            page: args.int("page").unwrap_or(1).max(1),
            per_page: args
                .int("perPage")
                .unwrap_or(USUAL_PER_PAGE)
                .clamp(1, MAX_PER_PAGE),
        }))
    }
}

/// A page of favourites of one kind.
struct Connection<'w> {
    context: &'w Context,
    media: Vec<&'w Media>,
    page: i64,
    per_page: i64,
}

impl Connection<'_> {
    fn bounds(&self) -> (usize, usize) {
        let skip = (self.page - 1).saturating_mul(self.per_page);
        (
            usize::try_from(skip).unwrap_or(usize::MAX),
            usize::try_from(self.per_page).unwrap_or(0),
        )
    }
}

impl ObjectValue for Connection<'_> {
    fn type_name(&self) -> &str {
        "MediaConnection"
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Resolved<'a> {
        let context = self.context;
        let (skip, take) = self.bounds();
        let here = (1_i64..).zip(self.media.iter().copied()).skip(skip).take(take);
        Ok(match info.field_name() {
            "nodes" => ResolvedValue::list(
                here.map(move |(_, media)| ResolvedValue::object(MediaObject { context, media })),
            ),
            "edges" => ResolvedValue::list(here.map(move |(order, media)| {
                ResolvedValue::object(Edge {
                    context,
                    media,
                    order,
                })
            })),
            "pageInfo" => json_value(
                info,
                json!({
                    "total": self.media.len(), "perPage": self.per_page, "currentPage": self.page,
                    "lastPage": self.media.len().div_ceil(take.max(1)).max(1),
                    "hasNextPage": self.media.len() > skip.saturating_add(take),
                }),
            ),
            _ => return Err(self.unknown_field_error(info)),
        })
    }
}

struct Edge<'w> {
    context: &'w Context,
    media: &'w Media,
    order: i64,
}

impl ObjectValue for Edge<'_> {
    fn type_name(&self) -> &str {
        "MediaEdge"
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Resolved<'a> {
        let (context, media) = (self.context, self.media);
        let value = match info.field_name() {
            "node" => return Ok(ResolvedValue::object(MediaObject { context, media })),
            // As was seen: the answer to a toggle has no ids.
            "id" if context.hides_favourites => Value::Null,
            "id" => json!(media.id),
            "favouriteOrder" => json!(self.order),
            _ => return Err(self.unknown_field_error(info)),
        };
        Ok(json_value(info, value))
    }
}
