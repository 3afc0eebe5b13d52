//! Every document the app sends fits AniList's schema and limits, and belongs to exactly one operation.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use apollo_compiler::executable::{Selection, SelectionSet};
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Schema};
use tsuzuki::api::operation::DOCUMENTS;

/// AniList refuses requests that select more fields than this.
const MAX_FIELDS: usize = 500;

fn schema() -> Valid<Schema> {
    Schema::parse_and_validate(include_str!("schema/anilist.graphql"), "anilist.graphql").unwrap()
}

/// The files of `src/api/graphql` by operation name: `viewer_id.graphql` belongs to `ViewerId`.
fn files() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api/graphql");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        assert_eq!(path.extension().unwrap(), "graphql", "{}", path.display());
        (
            pascal_case(path.file_stem().unwrap().to_str().unwrap()),
            std::fs::read_to_string(path).unwrap(),
        )
    });
    files.collect()
}

fn pascal_case(snake: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .chain(letters)
            .collect::<String>()
    };
    snake.split('_').map(word).collect()
}

/// How many fields an answer may have, a fragment counted wherever it is spread, as AniList does.
fn count_fields(set: &SelectionSet, document: &ExecutableDocument) -> usize {
    set.selections
        .iter()
        .map(|selection| match selection {
            Selection::Field(field) => 1 + count_fields(&field.selection_set, document),
            Selection::InlineFragment(inline) => count_fields(&inline.selection_set, document),
            Selection::FragmentSpread(spread) => {
                count_fields(&document.fragments[&spread.fragment_name].selection_set, document)
            }
        })
        .sum()
}

#[test]
fn every_document_is_valid_and_small_enough() {
    let schema = schema();
    for (name, text) in files() {
        let document = ExecutableDocument::parse_and_validate(&schema, &text, format!("{name}.graphql"))
            .unwrap_or_else(|error| panic!("{name} does not fit the schema:\n{error}"));
        assert_eq!(document.operations.len(), 1, "{name}: one operation a file");
        let operation = document.operations.get(Some(&name));
        let operation =
            operation.unwrap_or_else(|_| panic!("the operation of {name}'s file has another name"));
        let fields = count_fields(&operation.selection_set, &document);
        assert!(
            fields <= MAX_FIELDS,
            "{name} selects {fields} fields, AniList allows {MAX_FIELDS}"
        );
    }
}

#[test]
fn every_file_belongs_to_an_operation_and_every_operation_has_a_file() {
    let ours: BTreeMap<String, String> = DOCUMENTS
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    assert_eq!(ours.len(), DOCUMENTS.len(), "two operations have one name");
    assert_eq!(ours, files());
}

#[test]
fn nothing_is_selected_that_anilist_calls_deprecated() {
    let schema = schema();
    for (name, text) in DOCUMENTS {
        let document = ExecutableDocument::parse_and_validate(&schema, *text, *name).unwrap();
        for field in document
            .operations
            .iter()
            .flat_map(|operation| operation.all_fields(&document))
        {
            assert!(
                field.definition.directives.get("deprecated").is_none(),
                "{name}: {}",
                field.name
            );
        }
    }
}

#[test]
fn every_word_of_an_enum_is_known() {
    use tsuzuki::domain::{
        ListStatus, MediaFormat, MediaSeason, MediaStatus, MediaType, ScoreFormat, TitleLanguage,
    };
    let schema = schema();
    macro_rules! check {
        ($($ours:ident is $theirs:literal),+) => {$(
            let known: BTreeSet<&str> = $ours::ALL.iter().filter_map(|value| value.word()).collect();
            let theirs = schema.get_enum($theirs).unwrap();
            assert_eq!(known, theirs.values.keys().map(|word| word.as_str()).collect(), $theirs);
        )+};
    }
    check!(
        ListStatus is "MediaListStatus", MediaFormat is "MediaFormat", MediaSeason is "MediaSeason",
        MediaStatus is "MediaStatus", MediaType is "MediaType", ScoreFormat is "ScoreFormat", TitleLanguage is "UserTitleLanguage"
    );
}
