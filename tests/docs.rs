//! The documents for people: their links lead somewhere, the files they name exist, and what they promise is what is there.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tsuzuki::route::{Base, Route};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// The README is what somebody reads who does not know yet whether to read on.
const MAX_README_LINES: usize = 150;
/// A decision is a page.
const MAX_DECISION_LINES: usize = 60;

/// Every document of this project, with its text.
fn documents() -> Vec<(PathBuf, String)> {
    let mut paths = Vec::new();
    visit(Path::new(ROOT), &mut paths);
    let read = |path: PathBuf| (path.clone(), fs::read_to_string(path).unwrap());
    paths.into_iter().map(read).collect()
}

fn visit(directory: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let is_foreign = ["target", "node_modules", "dist", "dist-sub"].contains(&name.as_str())
            || (name.starts_with('.') && name != ".github");
        if path.is_dir() && !is_foreign {
            visit(&path, paths);
        } else if path.is_file() && name.ends_with(".md") {
            paths.push(path);
        }
    }
}

fn shown(path: &Path) -> String {
    path.strip_prefix(ROOT).unwrap().display().to_string()
}

/// The lines that are not inside a block of code.
fn prose(text: &str) -> String {
    let mut is_code = false;
    let mut lines = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// Where the links and pictures of a document lead.
fn targets(text: &str) -> Vec<String> {
    let prose = prose(text);
    let tails = prose.split("](").skip(1);
    tails
        .filter_map(|tail| Some(tail.split_once(')')?.0.to_owned()))
        .collect()
}

/// The names under which GitHub lets a document's headings be linked.
fn anchors(text: &str) -> Vec<String> {
    let prose = prose(text);
    let headings = prose
        .lines()
        .filter_map(|line| Some(line.trim_start_matches('#')).filter(|rest| rest.len() < line.len()));
    let anchor = |heading: &str| {
        let kept = heading.trim().to_lowercase();
        let kept = kept
            .chars()
            .filter(|c| c.is_alphanumeric() || [' ', '-', '_'].contains(c));
        kept.collect::<String>().replace(' ', "-")
    };
    headings.map(anchor).collect()
}

#[test]
fn relative_links_lead_somewhere() {
    let documents = documents();
    assert!(
        documents.len() > 15,
        "only {} documents were found",
        documents.len()
    );
    let mut wrong = Vec::new();
    for (path, text) in &documents {
        for target in targets(text) {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let there = match file {
                "" => path.clone(),
                file => path.parent().unwrap().join(file),
            };
            let is_there = there.exists()
                && (anchor.is_empty()
                    || anchors(&fs::read_to_string(&there).unwrap()).contains(&anchor.to_owned()));
            if !is_there {
                wrong.push(format!("{}: {target}", shown(path)));
            }
        }
    }
    assert!(wrong.is_empty(), "links that lead nowhere: {wrong:#?}");
}

/// A document that names a file which has moved describes a program of yesterday.
#[test]
fn files_that_documents_name_exist() {
    let top = ["src", "tests", "style", "docs", ".ci", ".github", ".cargo"];
    let modules = ["api", "auth", "domain", "error", "model", "shell", "ui", "web"];
    let mut wrong = Vec::new();
    for (path, text) in documents() {
        let prose = prose(&text);
        for span in prose.split('`').skip(1).step_by(2) {
            let is_path = span
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c))
                // Stands for a name that the reader chooses.
                && !span.contains("NAME");
            let Some((first, _)) = span.split_once('/').filter(|_| is_path) else {
                continue;
            };
            let place = if top.contains(&first) {
                Path::new(ROOT).to_owned()
            } else if modules.contains(&first) {
                Path::new(ROOT).join("src")
            } else {
                continue;
            };
            if !place.join(span).exists() {
                wrong.push(format!("{}: {span}", shown(&path)));
            }
        }
    }
    assert!(wrong.is_empty(), "files that are not there: {wrong:#?}");
}

#[test]
fn the_readme_is_short() {
    let lines = include_str!("../README.md").lines().count();
    assert!(
        lines <= MAX_README_LINES,
        "README.md has {lines} lines, more than {MAX_README_LINES}"
    );
}

/// Whoever changes the settings of a published site has to change every copy of its page.
#[test]
fn the_readme_names_every_copy_of_the_page() {
    let readme = include_str!("../README.md");
    for route in Route::ALL {
        let path = route.path(&Base::new("/"));
        let name = path.trim_matches('/');
        // Deeper addresses are left to 404.html.
        if !name.is_empty() && !name.contains('/') {
            assert!(readme.contains(&format!("`{name}.html`")), "{name}.html");
        }
    }
}

#[test]
fn a_decision_is_a_page_with_four_parts_and_stands_in_the_index() {
    let folder = Path::new(ROOT).join("docs/decisions");
    let index = fs::read_to_string(folder.join("README.md")).unwrap();
    let files = fs::read_dir(&folder).unwrap();
    let mut names: Vec<String> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "README.md")
        .collect();
    names.sort();
    for (place, name) in names.iter().enumerate() {
        let number = format!("{:04}-", place + 1);
        assert!(name.starts_with(&number), "{name} should be {number}…");
        assert!(
            index.contains(&format!("]({name})")),
            "{name} is missing in the index"
        );
        let text = fs::read_to_string(folder.join(name)).unwrap();
        for part in ["Context", "Decision", "Alternatives", "Consequences"] {
            assert!(text.contains(&format!("\n## {part}\n")), "{name} lacks {part}");
        }
        let lines = text.lines().count();
        assert!(lines <= MAX_DECISION_LINES, "{name} has {lines} lines");
    }
}

/// What the stand-in's README says of failures in the demo is what the browser test tries.
#[test]
fn the_failures_of_the_demo_are_those_that_a_test_types_in() {
    let document = include_str!("standin/README.md");
    let spec = include_str!("e2e/specs/errors-sentinels.spec.ts");
    let mut said = BTreeMap::new();
    for row in document.lines().filter(|line| line.starts_with("| `fault:")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let (Some(typed), Some(says)) = (cells.get(1), cells.get(3)) else {
            panic!("too few cells: {row}")
        };
        for name in typed.split('`').filter_map(|span| span.strip_prefix("fault:")) {
            said.insert(name.split(':').next().unwrap().to_owned(), (*says).to_owned());
        }
    }
    assert!(said.len() > 15, "only {} failures were read", said.len());
    for name in said.keys() {
        let is_tried = spec.contains(&format!("[\"{name}\", ")) || spec.contains(&format!("fault:{name}"));
        assert!(is_tried, "no browser test types fault:{name}");
    }
    let cases = spec.lines().filter_map(|line| {
        line.strip_prefix("  [\"")?
            .strip_suffix("\"],")?
            .split_once("\", \"")
    });
    let cases: Vec<_> = cases.collect();
    assert!(cases.len() > 10, "only {} cases were read", cases.len());
    for (name, title) in cases {
        let says = said.get(name).map(String::as_str).unwrap_or_default();
        assert!(
            says.starts_with(title),
            "{name}: {title:?} is documented as {says:?}"
        );
    }
}
