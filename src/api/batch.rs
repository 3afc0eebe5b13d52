//! Several small operations in one request.
//!
//! AniList counts an HTTP request once, however many root fields it holds, and allows [`MAX_FIELDS`] selected fields in
//! it. So what is wanted at the same time goes together, reads with reads and changes with changes: every root field
//! under an alias (`p0_Viewer`) and every variable under a name of its own (`$p1_perPage`). Changes are carried out in
//! their order, and one that is refused stops none of the others. AniList's errors carry no `path`, only the place in the
//! query; so each part stands on a line of its own, and the line tells whose error it is.

mod document;
mod split;

use super::operation::request_text;
pub use document::count_fields;
use document::{Document, Kind};
pub use split::BatchResponse;

/// AniList refuses a request with more selected fields ("Max query complexity").
pub const MAX_FIELDS: usize = 500;
/// Most reads in a request: more would make one failure cost too much.
pub const MAX_PARTS: usize = 8;
/// Most changes in a request. They are small, and as many as possible have to get through before a page is closed.
pub const MAX_CHANGES: usize = 20;
/// The line of the first part in a batched query, counted from 1. Operation `n` is on line `FIRST_LINE + n`.
const FIRST_LINE: u32 = 2;

/// One operation of this app with its variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreparedOperation {
    /// Name of the operation.
    pub name: &'static str,
    /// Its document.
    pub document: &'static str,
    /// Its variables, a JSON object.
    pub variables: String,
}

/// Whether `next` can go in one request with `parts`: all of them read or all of them change something, and together they
/// are within AniList's limits.
///
/// ```
/// use tsuzuki::api::batch::{PreparedOperation, fits};
/// let part = |document| PreparedOperation { name: "A", document, variables: "{}".to_owned() };
/// assert!(fits(&[part("query A { Viewer { id } }")], &part("query B { Viewer { name } }")));
/// assert!(!fits(&[part("query A { Viewer { id } }")], &part("mutation C { DeleteActivity { deleted } }")));
/// assert!(fits(&[part("mutation C { Leave { deleted } }")], &part("mutation D { DeleteActivity { deleted } }")));
/// ```
pub fn fits(parts: &[PreparedOperation], next: &PreparedOperation) -> bool {
    if parts.len() >= MAX_CHANGES {
        return false;
    }
    let Some(Document { kind, mut fields, .. }) = Document::parse(next.document) else {
        return false;
    };
    let most = match kind {
        Kind::Query => MAX_PARTS,
        Kind::Mutation => MAX_CHANGES,
    };
    parts.len() < most
        && parts.iter().all(|part| {
            let part = Document::parse(part.document);
            fields += part.as_ref().map_or(0, |part| part.fields);
            part.is_some_and(|part| part.kind == kind) && fields <= MAX_FIELDS
        })
}

/// The body of a request with these parts. One part goes as it is written.
pub fn body(parts: &[&PreparedOperation]) -> String {
    match parts {
        [part] => request_text(part.document, &part.variables),
        _ => request_text(&query(parts), &variables(parts)),
    }
}

fn query(parts: &[&PreparedOperation]) -> String {
    let (mut names, mut declared, mut lines) = (Vec::new(), Vec::new(), Vec::new());
    let mut kind = Kind::Query;
    for (index, part) in parts.iter().enumerate() {
        // A part that `fits` refused is never here.
        let Some(document) = Document::parse(part.document) else {
            continue;
        };
        kind = document.kind;
        names.push(part.name);
        declared.extend(Some(document.declarations(&prefix(index))).filter(|text| !text.is_empty()));
        lines.push(document.selection(&prefix(index)));
    }
    let declared = if declared.is_empty() {
        String::new()
    } else {
        format!("({})", declared.join(", "))
    };
    let (kind, lines) = (kind.word(), lines.join("\n"));
    format!("{kind} {}{declared} {{\n{lines}\n}}", names.join("_"))
}

fn variables(parts: &[&PreparedOperation]) -> String {
    let mut all = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        if let Ok(fields) = crate::json::RawObject::parse(&part.variables) {
            all.extend(
                fields
                    .iter()
                    .map(|(name, value)| format!("\"{}{name}\":{value}", prefix(index))),
            );
        }
    }
    format!("{{{}}}", all.join(","))
}

/// What the names of part `index` begin with.
fn prefix(index: usize) -> String {
    format!("p{index}_")
}
