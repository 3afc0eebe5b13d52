//! What the seal looks for in a page before it lets it go.

use crate::html::{Tag, tags};
use crate::page::{csp, inline_hash};

/// What every finished page must be. `Err` holds everything that is not.
///
/// - The CSP and the referrer policy come first, then `<base>`, then the inline script, and only then anything that makes
///   the browser ask for a file: until that script ran, the URL may hold an access token.
/// - Every inline script is one the CSP names; no handler and no style stands in an attribute.
/// - Every script that is a file names the hash of that file.
pub(crate) fn check(html: &str) -> Result<(), Vec<String>> {
    let tags = tags(html);
    let mut wrong = Vec::new();
    let first = |found: &dyn Fn(&Tag) -> bool| tags.iter().position(found).unwrap_or(usize::MAX);
    let order = [
        ("the Content-Security-Policy", first(&|tag| csp(tag).is_some())),
        (
            "the referrer policy",
            first(&|tag| tag.name == "meta" && tag.attribute("name") == Some("referrer")),
        ),
        ("<base>", first(&|tag| tag.name == "base")),
        ("the inline script", first(&Tag::is_inline_script)),
        ("everything that loads a file", first(&loads_a_file)),
    ];
    for pair in order.windows(2) {
        if let [(before, a), (after, b)] = pair
            && (a >= b || *a == usize::MAX)
        {
            wrong.push(format!("{before} does not stand before {after}"));
        }
    }
    let policy = tags.iter().find_map(csp).unwrap_or_default();
    for unsafe_word in ["unsafe-inline", "'unsafe-eval'", "*", "http:", "data:"] {
        if policy.contains(unsafe_word) {
            wrong.push(format!("the Content-Security-Policy allows {unsafe_word}"));
        }
    }
    for tag in &tags {
        if tag.is_inline_script() && !policy.contains(&inline_hash(tag)) {
            wrong.push("the Content-Security-Policy does not name an inline script".into());
        }
        if let Some((name, _)) = tag
            .attributes
            .iter()
            .find(|(name, _)| name == "style" || name.starts_with("on"))
        {
            wrong.push(format!(
                "<{}> has the attribute {name}, which the Content-Security-Policy blocks",
                tag.name
            ));
        }
        let is_file = tag.name == "script" && tag.attribute("src").is_some();
        if is_file
            && !tag
                .attribute("integrity")
                .is_some_and(|hash| hash.starts_with("sha384-"))
        {
            wrong.push(format!("<{}> has no integrity", tag.name));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

fn loads_a_file(tag: &Tag) -> bool {
    matches!(
        tag.name.as_str(),
        "link" | "style" | "img" | "iframe" | "object" | "embed" | "video" | "audio" | "source"
    ) || tag.attribute("src").is_some()
}
