//! What can be told of a title without a table of its own: tags, other titles, a description. Tags follow from genres;
//! the ranks only look right.

use super::data::{Kind, Media};
use super::random::below;
use serde_json::{Value, json};

/// Id, name, category, the genre it comes with, and whether it gives away how a story goes.
const TAGS: [(i64, &str, &str, &str, bool); 14] = [
    (101, "Swordplay", "Theme-Action", "Action", false),
    (102, "Coming of Age", "Theme-Drama", "Drama", false),
    (103, "Slapstick", "Theme-Comedy", "Comedy", false),
    (104, "Time Skip", "Setting-Time", "Adventure", true),
    (105, "Travel", "Theme-Other", "Adventure", false),
    (106, "Magic", "Theme-Fantasy", "Fantasy", false),
    (107, "Tragedy", "Theme-Drama", "Drama", true),
    (108, "Space", "Setting-Universe", "Sci-Fi", false),
    (109, "Iyashikei", "Theme-Slice of Life", "Slice of Life", false),
    (110, "Detective", "Cast-Traits", "Mystery", false),
    (111, "Love Triangle", "Theme-Romance", "Romance", false),
    (112, "Ghost", "Cast-Traits", "Supernatural", false),
    (113, "Denpa", "Theme-Other", "Psychological", false),
    (114, "Gore", "Theme-Other", "Horror", false),
];
const ADULT_TAG: &str = "Nudity";

fn tag(id: i64, name: &str, category: &str, spoiler: bool, rank: Option<i64>) -> Value {
    json!({
        "id": id, "name": name, "category": category, "rank": rank, "isGeneralSpoiler": false, "isMediaSpoiler": spoiler,
        "isAdult": name == ADULT_TAG, "description": format!("{name}, in the stand-in's words."),
    })
}

/// Every tag there is, without ranks.
pub(crate) fn all_tags() -> Value {
    let mut tags: Vec<Value> = TAGS
        .iter()
        .map(|(id, name, category, _, _)| tag(*id, name, category, false, None))
        .collect();
    tags.push(tag(115, ADULT_TAG, "Sexual Content", false, None));
    tags.into()
}

/// Names of a title's tags.
pub(crate) fn tag_names(media: &Media) -> impl Iterator<Item = &'static str> {
    let own = TAGS.iter().filter(|tag| media.genres.contains(&tag.3));
    own.map(|tag| tag.1).chain(media.is_adult.then_some(ADULT_TAG))
}

/// A title's tags, the strongest first.
pub(crate) fn tags(media: &Media) -> Value {
    let rank = |id: i64| 30 + below(19, (media.id * 1000 + id).unsigned_abs(), 70);
    let mut ranked: Vec<(i64, Value)> = TAGS
        .iter()
        .filter(|tag| media.genres.contains(&tag.3))
        .map(|(id, name, category, _, spoiler)| {
            (rank(*id), tag(*id, name, category, *spoiler, Some(rank(*id))))
        })
        .collect();
    if media.is_adult {
        ranked.push((60, tag(115, ADULT_TAG, "Sexual Content", false, Some(60))));
    }
    ranked.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
    ranked.into_iter().map(|(_, tag)| tag).collect()
}

/// Other titles: the initials of a long one, and what an invented sequel follows.
pub(crate) fn synonyms(media: &Media) -> Vec<String> {
    let words: Vec<&str> = media.romaji.split_whitespace().collect();
    let initials: String = words.iter().filter_map(|word| word.chars().next()).collect();
    let short = (words.len() >= 3).then(|| initials.to_uppercase());
    let spaced = media
        .is_invented()
        .then(|| format!("{} (stand-in)", media.romaji));
    short.into_iter().chain(spaced).collect()
}

/// Where it comes from. All real titles here are Japanese; some invented ones are not.
pub(crate) fn country(media: &Media) -> &'static str {
    match media.id % 20 {
        3 if media.is_invented() => "KR",
        7 if media.is_invented() => "CN",
        _ => "JP",
    }
}

/// Plain words, in AniList's HTML.
pub(crate) fn description(media: &Media) -> String {
    let what = if media.kind == Kind::Anime {
        "anime"
    } else {
        "manga"
    };
    format!(
        "The stand-in has no synopsis of this {what}, <i>{}</i>.<br><br>\n(Source: drawn up for tests)",
        media.romaji
    )
}
