//! The schema this project carries must be a part of AniList's own: same types, fields, arguments, enum values and
//! nullability. The reference is not part of the project; `ANILIST_REFERENCE_SCHEMA` names the file.
#![allow(clippy::unwrap_used, clippy::panic)]

use apollo_compiler::Schema;
use apollo_compiler::collections::IndexMap;
use apollo_compiler::schema::{Component, EnumType, ExtendedType, FieldDefinition, InputObjectType};

const OURS: &str = include_str!("schema/anilist.graphql");

#[test]
fn our_schema_is_a_subset_of_the_reference() {
    let Ok(path) = std::env::var("ANILIST_REFERENCE_SCHEMA") else {
        println!("skipped: ANILIST_REFERENCE_SCHEMA names no reference schema");
        return;
    };
    let reference = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("ANILIST_REFERENCE_SCHEMA={path} cannot be read: {error}"));
    let differences = compare(OURS, &reference);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn a_difference_of_any_kind_is_found() {
    let reference =
        "type Query { a(x: Int, y: [Int]): E b: Int! } enum E { ONE TWO } input I { a: Int b: [E] }";
    let cases = [
        ("type Query { a(x: Int): E } enum E { ONE }", 0),
        ("type Query { c: Int }", 1),
        ("type Query { b: Int }", 1),
        ("type Query { a(x: Int!): E } enum E { ONE }", 1),
        ("type Query { a(z: Int): E } enum E { ONE }", 1),
        ("type Query { a: E } enum E { THREE }", 1),
        ("type Query { b: Int! d: F } type F { g: Int }", 2),
        ("type Query { b: Int! } scalar E", 1),
        ("type Query { b: Int! } input I { b: [E] } enum E { ONE }", 0),
        ("type Query { b: Int! } input I { a: Int! c: Int }", 2),
    ];
    for (ours, differences) in cases {
        assert_eq!(compare(ours, reference).len(), differences, "{ours}");
    }
}

fn compare(ours: &str, reference: &str) -> Vec<String> {
    let ours = Schema::parse(ours, "ours").unwrap();
    let reference = Schema::parse(reference, "reference").unwrap();
    let mut differences = Vec::new();
    for (name, ours) in ours.types.iter().filter(|(_, ty)| !ty.is_built_in()) {
        let Some(theirs) = reference.types.get(name) else {
            differences.push(format!("type {name} is unknown"));
            continue;
        };
        match (ours, theirs) {
            (ExtendedType::Object(ours), ExtendedType::Object(theirs)) => {
                compare_fields(name, &ours.fields, &theirs.fields, &mut differences);
            }
            (ExtendedType::InputObject(ours), ExtendedType::InputObject(theirs)) => {
                compare_inputs(ours, theirs, &mut differences);
            }
            (ExtendedType::Enum(ours), ExtendedType::Enum(theirs)) => {
                compare_values(ours, theirs, &mut differences);
            }
            (ExtendedType::Scalar(_), ExtendedType::Scalar(_)) => {}
            _ => differences.push(format!("type {name} is of another kind")),
        }
    }
    differences
}

type Fields = IndexMap<apollo_compiler::Name, Component<FieldDefinition>>;

fn compare_fields(name: &str, ours: &Fields, theirs: &Fields, differences: &mut Vec<String>) {
    for (field, ours) in ours {
        let Some(theirs) = theirs.get(field) else {
            differences.push(format!("field {name}.{field} is unknown"));
            continue;
        };
        if ours.ty != theirs.ty {
            differences.push(format!("field {name}.{field} is {}, not {}", theirs.ty, ours.ty));
        }
        for argument in &ours.arguments {
            match theirs.argument_by_name(&argument.name) {
                None => differences.push(format!("argument {name}.{field}({}) is unknown", argument.name)),
                Some(theirs) if theirs.ty != argument.ty => {
                    differences.push(format!(
                        "argument {name}.{field}({}) is {}, not {}",
                        argument.name, theirs.ty, argument.ty
                    ));
                }
                Some(_) => {}
            }
        }
    }
}

fn compare_inputs(ours: &InputObjectType, theirs: &InputObjectType, differences: &mut Vec<String>) {
    let name = &ours.name;
    for (field, ours) in &ours.fields {
        match theirs.fields.get(field) {
            None => differences.push(format!("field {name}.{field} is unknown")),
            Some(theirs) if theirs.ty != ours.ty => {
                differences.push(format!("field {name}.{field} is {}, not {}", theirs.ty, ours.ty));
            }
            Some(_) => {}
        }
    }
}

fn compare_values(ours: &EnumType, theirs: &EnumType, differences: &mut Vec<String>) {
    for value in ours
        .values
        .keys()
        .filter(|value| !theirs.values.contains_key(*value))
    {
        differences.push(format!("value {}.{value} is unknown", ours.name));
    }
}
