//! Changes to what people have set, and to their favourites.

use super::data::{Kind, World};
use super::edits::{Problems, cut};
use super::filter::Args;
use super::people::{
    ListSettings, User, score_format_named, staff_name_language_named, status_named, title_language_named,
};
use super::resolve::refusal;
use super::resolve_media::kind_named;
use apollo_compiler::resolvers::FieldError;
use std::sync::Arc;

const ROW_ORDERS: [&str; 4] = ["score", "title", "updatedAt", "id"];

fn user_mut(world: &mut World, id: i64) -> Result<&mut User, FieldError> {
    world
        .users
        .iter_mut()
        .find(|user| user.id == id)
        .ok_or_else(|| refusal("Unauthorized."))
}

/// Answers `UpdateUser`. Null is taken as not given.
pub(crate) fn update(world: &mut World, viewer: i64, args: Args<'_>) -> Result<(), FieldError> {
    let mut problems = Problems::default();
    problems.bound(
        "activityMergeTime",
        args.float("activityMergeTime"),
        0.0,
        f64::from(i32::MAX),
    );
    if args
        .text("rowOrder")
        .is_some_and(|order| !ROW_ORDERS.contains(&order))
    {
        problems.unknown("rowOrder");
    }
    problems.into_result()?;
    let user = user_mut(world, viewer)?;
    user.update(args);
    for (argument, kind) in [
        ("animeListOptions", Kind::Anime),
        ("mangaListOptions", Kind::Manga),
    ] {
        if let Some(options) = args.object(argument) {
            user.list_mut(kind).update(options);
        }
    }
    for kind in [Kind::Anime, Kind::Manga] {
        forget_lost_lists(world, viewer, kind);
    }
    Ok(())
}

impl User {
    fn update(&mut self, args: Args<'_>) {
        let word = |name: &str, known: fn(&str) -> Option<&'static str>| args.text(name).and_then(known);
        self.title_language = word("titleLanguage", title_language_named).unwrap_or(self.title_language);
        self.score_format = word("scoreFormat", score_format_named).unwrap_or(self.score_format);
        self.staff_name_language =
            word("staffNameLanguage", staff_name_language_named).unwrap_or(self.staff_name_language);
        for (argument, flag) in [
            ("displayAdultContent", &mut self.adult_content),
            ("airingNotifications", &mut self.airing_notifications),
            (
                "restrictMessagesToFollowing",
                &mut self.messages_from_followed_only,
            ),
        ] {
            *flag = args.flag(argument).unwrap_or(*flag);
        }
        for (argument, text) in [
            ("rowOrder", &mut self.row_order),
            ("profileColor", &mut self.profile_color),
        ] {
            if let Some(given) = args.text(argument) {
                *text = cut(given);
            }
        }
        for (argument, text) in [("about", &mut self.about), ("timezone", &mut self.timezone)] {
            if let Some(given) = args.text(argument) {
                *text = Some(cut(given)).filter(|text| !text.is_empty());
            }
        }
        self.activity_merge_time = args.int("activityMergeTime").unwrap_or(self.activity_merge_time);
        for option in args.objects("disabledListActivity").unwrap_or_default() {
            if let Some(status) = option.text("type").and_then(status_named) {
                self.silent_statuses.retain(|silent| *silent != status);
                if option.flag("disabled") == Some(true) {
                    self.silent_statuses.push(status);
                }
            }
        }
    }
}

impl ListSettings {
    fn update(&mut self, args: Args<'_>) {
        for (argument, texts) in [
            ("sectionOrder", &mut self.section_order),
            ("customLists", &mut self.custom_lists),
            ("advancedScoring", &mut self.advanced_scoring),
        ] {
            if let Some(given) = args.texts(argument) {
                texts.clear();
                for text in given.into_iter().map(cut) {
                    if !text.is_empty() && !texts.contains(&text) {
                        texts.push(text);
                    }
                }
            }
        }
        self.split_completed = args
            .flag("splitCompletedSectionByFormat")
            .unwrap_or(self.split_completed);
        self.advanced_scoring_enabled = args
            .flag("advancedScoringEnabled")
            .unwrap_or(self.advanced_scoring_enabled);
    }
}

/// Takes entries out of lists that are no more.
fn forget_lost_lists(world: &mut World, user: i64, kind: Kind) {
    let kept = world
        .user(user)
        .map(|user| user.custom_lists(kind).to_vec())
        .unwrap_or_default();
    let lost = |list: &String| !kept.contains(list);
    for entry in world.entries.entry(user).or_default() {
        if entry.kind == kind && entry.custom_lists.iter().any(lost) {
            Arc::make_mut(entry).custom_lists.retain(|list| !lost(list));
        }
    }
}

/// Answers `DeleteCustomList`.
pub(crate) fn delete_custom_list(world: &mut World, viewer: i64, args: Args<'_>) -> Result<(), FieldError> {
    let (Some(name), Some(kind)) = (args.text("customList"), args.text("type").map(kind_named)) else {
        let mut problems = Problems::default();
        for argument in ["customList", "type"] {
            if args.text(argument).is_none() {
                problems.add(argument, |words| format!("The {words} field is required."));
            }
        }
        return problems.into_result();
    };
    let lists = &mut user_mut(world, viewer)?.list_mut(kind).custom_lists;
    let before = lists.len();
    lists.retain(|list| list != name);
    if lists.len() == before {
        return Err(refusal("Not Found."));
    }
    forget_lost_lists(world, viewer, kind);
    Ok(())
}

/// Answers `ToggleFavourite`.
pub(crate) fn toggle_favourite(world: &mut World, viewer: i64, args: Args<'_>) -> Result<(), FieldError> {
    let given = [("animeId", Kind::Anime), ("mangaId", Kind::Manga)];
    let wanted: Vec<(i64, Kind)> = given
        .into_iter()
        .filter_map(|(argument, kind)| Some((args.int(argument)?, kind)))
        .collect();
    for (id, kind) in &wanted {
        if world.media(*id).is_none_or(|media| media.kind != *kind) {
            return Err(refusal("Not Found."));
        }
    }
    let favourites = &mut user_mut(world, viewer)?.favourites;
    for (id, _) in wanted {
        let before = favourites.len();
        favourites.retain(|other| *other != id);
        if favourites.len() == before {
            favourites.push(id);
        }
    }
    Ok(())
}
