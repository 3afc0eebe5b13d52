//! The layers of the source: a folder uses only those below it.
//!
//! What is read is the source text, so that a layer which is compiled for the browser alone is held to it, too. Tests inside a
//! module may use whatever they like.

use std::path::{Path, PathBuf};

/// The layers, each on top of all that stand below it. `ui`, `data` and `web` exist for the browser alone; the rest is pure.
const LAYERS: [&str; 16] = [
    "main", "ui", "data", "web", "error", "exchange", "list", "outbox", "api", "auth", "json", "route",
    "config", "gesture", "text", "domain",
];

/// A use of one layer by another one that stands below it.
#[derive(Debug, PartialEq, Eq)]
struct Violation {
    file: PathBuf,
    used: String,
}

fn level(layer: &str) -> Option<usize> {
    LAYERS.iter().position(|known| *known == layer)
}

/// The layer of a file, by its path below `src`.
fn layer_of(path: &Path) -> String {
    let first = path.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// The source without comments, documentation and the tests at its end.
pub(crate) fn code(source: &str) -> String {
    let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let lines = code.lines().map(|line| line.split("//").next().unwrap());
    lines.collect::<Vec<_>>().join("\n")
}

/// What of the crate a file uses, by the first name of each path. `crate::{a, b}` counts as a and b.
fn used(source: &str) -> Vec<String> {
    let code = code(source);
    let mut used = Vec::new();
    for path in code.split("crate::").skip(1) {
        let names = match path.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap(),
            None => path,
        };
        let is_group = names.len() < path.len();
        for name in names.split(',').take(if is_group { usize::MAX } else { 1 }) {
            let name: String = name
                .trim()
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                .collect();
            used.push(name);
        }
    }
    used.sort();
    used.dedup();
    used
}

fn violations(path: &Path, source: &str) -> Vec<Violation> {
    let layer = layer_of(path);
    let from = level(&layer).unwrap_or_else(|| panic!("{layer} is no layer: add it to tests/layers.rs"));
    let is_above = |name: &String| level(name).is_some_and(|to| to < from);
    let above = used(source).into_iter().filter(is_above);
    above
        .map(|used| Violation {
            file: path.to_owned(),
            used,
        })
        .collect()
}

/// Every Rust file of the app below `folder`; tests in files of their own are left out.
pub(crate) fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            if !["bin", "console", "shell", "tests"].contains(&name) {
                files(&path, found);
            }
        } else if name.ends_with(".rs") && !name.ends_with("tests.rs") && name != "lib.rs" {
            found.push(path);
        }
    }
}

#[test]
fn no_layer_uses_one_above_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&root, &mut found);
    assert!(found.len() > 200, "{} files", found.len());
    let broken: Vec<Violation> = found
        .iter()
        .flat_map(|file| {
            violations(
                file.strip_prefix(&root).unwrap(),
                &std::fs::read_to_string(file).unwrap(),
            )
        })
        .collect();
    assert_eq!(broken, []);
}

/// The small pieces that views are built of can be used anywhere in `ui`, as they use nothing of it.
#[test]
fn the_kit_knows_nothing_of_the_app() {
    let mut found = Vec::new();
    files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui/kit"),
        &mut found,
    );
    assert!(!found.is_empty());
    for file in found {
        let code = code(&std::fs::read_to_string(&file).unwrap());
        for path in code.split("crate::").skip(1) {
            let is_own = ["ui::kit::", "ui::live::"]
                .iter()
                .any(|own| path.starts_with(own));
            assert!(
                is_own,
                "{}: crate::{}",
                file.display(),
                path.lines().next().unwrap()
            );
        }
    }
}

/// `data` says what there is, and `ui` how it looks.
#[test]
fn data_draws_nothing() {
    let mut found = Vec::new();
    files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/data"),
        &mut found,
    );
    assert!(!found.is_empty());
    for file in found {
        let code = code(&std::fs::read_to_string(&file).unwrap());
        for drawing in ["view!", "IntoView", "AnyView", "#[component]"] {
            assert!(!code.contains(drawing), "{}: {drawing}", file.display());
        }
    }
}

#[test]
fn a_use_of_a_layer_above_is_found_however_it_is_written() {
    let broken = |source: &str| {
        let broken = violations(Path::new("outbox/merge.rs"), source);
        broken
            .into_iter()
            .map(|violation| violation.used)
            .collect::<Vec<_>>()
    };
    assert_eq!(broken("use crate::data::state::App;"), ["data"]);
    assert_eq!(broken("use crate::ui::kit::Check;"), ["ui"]);
    assert_eq!(broken("use crate::{domain::MediaId, list::row};"), ["list"]);
    assert_eq!(broken("fn f() { crate::web::clock::now_ms(); }"), ["web"]);
    assert_eq!(
        broken("use crate::domain::MediaId;\nuse crate::api::error::ApiError;"),
        [""; 0]
    );
    assert_eq!(broken("/// [`crate::data::state`]\n// crate::web"), [""; 0]);
    assert_eq!(
        broken("#[cfg(test)]\nmod tests {\n    use crate::exchange::read;\n}"),
        [""; 0]
    );
}
