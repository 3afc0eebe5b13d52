//! What the seal does to the text of the page: pure, so that it can be tested.

use std::collections::BTreeMap;

use crate::html::{Tag, tags};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256, Sha384};
use tsuzuki::domain::ClientId;

/// A file of the build under the name its content gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asset {
    /// Address in the page: the public URL and the new file name.
    pub(crate) address: String,
    /// `sha384-…`, as `integrity` takes it.
    pub(crate) integrity: String,
}

/// The loader and what it loads.
#[derive(Debug)]
pub(crate) struct Assets {
    /// boot.js.
    pub(crate) boot: Asset,
    /// The glue that wasm-bindgen wrote.
    pub(crate) js: Asset,
    /// The app, or what of it the first page needs.
    pub(crate) wasm: Asset,
    /// The chunks of it that come later; none in a build for development.
    pub(crate) chunks: Vec<Asset>,
    /// The names of the chunks that each split point needs.
    pub(crate) needs: BTreeMap<String, Vec<String>>,
    /// All style sheets in one.
    pub(crate) css: Asset,
    /// The console, which its page alone loads; none in a build without its packages.
    pub(crate) console: Option<Asset>,
}

/// `sha384-…` of a file, as `integrity` takes it.
pub(crate) fn integrity(content: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(content)))
}

/// A file name that changes exactly when the content does. Trunk's own hash covers only what cargo built: after a
/// change of wasm-opt or of the minifier a cached file would meet the hash of the new one.
///
/// The stem is what stands before Trunk's hash: `tsuzuki-0123456789abcdef_bg.wasm` becomes `tsuzuki-….wasm`.
pub(crate) fn content_name(file: &str, content: &[u8]) -> String {
    let (name, extension) = file.rsplit_once('.').unwrap_or((file, ""));
    let stem = name.split_once('-').map_or(name, |(stem, _)| stem);
    let digest: String = Sha256::digest(content)
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{stem}-{digest}.{extension}")
}

/// The client id of the build's environment: empty, or one that the app itself will accept.
pub(crate) fn client_id(value: &str) -> Result<&str, String> {
    let value = value.trim();
    if value.is_empty() {
        return Ok(value);
    }
    let checked = ClientId::try_from(value);
    checked.map(|_| value).map_err(|error| {
        format!("ANILIST_CLIENT_ID is {value:?}. {error} It stands at https://anilist.co/settings/developer")
    })
}

/// Style sheets of the page, in their order.
pub(crate) fn style_sheets(html: &str) -> Vec<String> {
    let sheets = tags(html).into_iter().filter(is_style_sheet);
    sheets
        .filter_map(|tag| tag.attribute("href").map(str::to_owned))
        .collect()
}

fn is_style_sheet(tag: &Tag) -> bool {
    tag.name == "link" && tag.attribute("rel") == Some("stylesheet")
}

/// The mark that `pattern_script` of Trunk.toml left, with the public URL and the two files of the app.
pub(crate) fn boot_mark(html: &str) -> Result<Tag, String> {
    let mut marks = tags(html)
        .into_iter()
        .filter(|tag| tag.name == "script" && tag.attribute("id") == Some("boot"));
    match (marks.next(), marks.next()) {
        (Some(mark), None) => Ok(mark),
        _ => Err(
            "index.html needs exactly one <script id=\"boot\">, which pattern_script in Trunk.toml writes"
                .into(),
        ),
    }
}

/// The finished page.
pub(crate) fn seal(html: &str, assets: &Assets, client_id: &str) -> Result<String, String> {
    let mut sheet_written = false;
    let html = rewrite(html, |tag| {
        if is_style_sheet(tag) {
            let first = !std::mem::replace(&mut sheet_written, true);
            return Some(if first {
                style_tag(&assets.css)
            } else {
                String::new()
            });
        }
        match tag.name.as_str() {
            "script" if tag.attribute("id") == Some("boot") => Some(loader(assets)),
            "meta" if tag.attribute("name") == Some(tsuzuki::config::CLIENT_ID_META) => Some(format!(
                r#"<meta name="{}" content="{client_id}">"#,
                tsuzuki::config::CLIENT_ID_META
            )),
            _ => None,
        }
    });
    let html = fix_autoreload(&html);
    let hashes: Vec<_> = tags(&html)
        .iter()
        .filter(|tag| tag.is_inline_script())
        .map(inline_hash)
        .collect();
    let mut policies = 0;
    let html = rewrite(&html, |tag| {
        let policy = csp(tag)?;
        policies += 1;
        let policy = policy.replacen(
            "script-src 'self'",
            &format!("script-src 'self' {}", hashes.join(" ")),
            1,
        );
        Some(format!(
            r#"<meta http-equiv="Content-Security-Policy" content="{policy}">"#
        ))
    });
    if policies != 1 {
        return Err(format!(
            "index.html has {policies} Content-Security-Policy metas, but needs one"
        ));
    }
    Ok(html)
}

/// A finished page for another public URL: the files stay what they are, so only their addresses change. That is what a
/// build for that URL would have written.
///
/// # Errors
/// When the page has no `<base>`, or the URL does not start and end with a slash.
pub(crate) fn rebase(html: &str, public_url: &str) -> Result<String, String> {
    if !(public_url.starts_with('/') && public_url.ends_with('/')) {
        return Err(format!(
            "{public_url:?} must start and end with a slash, as in /tsuzuki/"
        ));
    }
    let bases = tags(html).into_iter().filter(|tag| tag.name == "base");
    let base = bases
        .filter_map(|tag| tag.attribute("href").map(str::to_owned))
        .next();
    let base = base.ok_or("index.html has no <base>")?;
    let (old, new) = (format!(r#"="{base}"#), format!(r#"="{public_url}"#));
    Ok(rewrite(html, |tag| {
        let has_addresses =
            matches!(tag.name.as_str(), "base" | "link" | "script") && !tag.is_inline_script();
        let text = html.get(tag.range.clone()).filter(|_| has_addresses)?;
        Some(text.replace(&old, &new))
    }))
}

pub(crate) fn csp(tag: &Tag) -> Option<&str> {
    let header = tag.attribute("http-equiv").filter(|_| tag.name == "meta")?;
    if header.eq_ignore_ascii_case("content-security-policy") {
        tag.attribute("content")
    } else {
        None
    }
}

/// How the CSP names an inline script.
pub(crate) fn inline_hash(script: &Tag) -> String {
    format!(
        "'sha256-{}'",
        STANDARD.encode(Sha256::digest(script.text.as_bytes()))
    )
}

/// `html` with some tags replaced.
fn rewrite(html: &str, mut replace: impl FnMut(&Tag) -> Option<String>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut copied = 0;
    for tag in tags(html) {
        let Some(text) = replace(&tag) else { continue };
        out.push_str(html.get(copied..tag.range.start).unwrap_or_default());
        out.push_str(&text);
        copied = tag.range.end;
    }
    out.push_str(html.get(copied..).unwrap_or_default());
    out
}

fn style_tag(css: &Asset) -> String {
    format!(r#"<link rel="stylesheet" href="{}">"#, css.address)
}

/// Preloads and loader. The glue and the wasm start to arrive while boot.js is still on its way; `crossorigin` and the
/// hashes must be those that boot.js uses, else the browser fetches everything twice.
fn loader(assets: &Assets) -> String {
    let Assets { boot, js, wasm, .. } = assets;
    let console = assets.console.as_ref().map(|Asset { address, integrity }| {
        format!(r#" data-console="{address}" data-console-integrity="{integrity}""#)
    });
    // Without the public URL, which is that of the page: so a page for another one differs in nothing but whole addresses.
    let chunks = assets.chunks.iter().map(|Asset { address, integrity }| {
        let file = address.rsplit('/').next().unwrap_or_default();
        format!("{file} {integrity}")
    });
    let needs = assets
        .needs
        .iter()
        .map(|(split, chunks)| format!("{split} {}", chunks.join(" ")));
    let later = format!(
        "{} data-chunks=\"{}\" data-needs=\"{}\"",
        console.unwrap_or_default(),
        chunks.collect::<Vec<_>>().join("\n"),
        needs.collect::<Vec<_>>().join("\n"),
    );
    [
        format!(r#"<link rel="modulepreload" href="{}" integrity="{}" crossorigin>"#, js.address, js.integrity),
        format!(r#"<link rel="preload" href="{}" as="fetch" integrity="{}" crossorigin>"#, wasm.address, wasm.integrity),
        format!(
            r#"<script type="module" id="boot" src="{}" integrity="{}" crossorigin data-js="{}" data-js-integrity="{}" data-wasm="{}" data-wasm-integrity="{}"{later}></script>"#,
            boot.address, boot.integrity, js.address, js.integrity, wasm.address, wasm.integrity
        ),
    ]
    .concat()
}

/// `trunk serve` adds a script and fills in its address only when it serves the page, after the hash was taken. Filled
/// in here, the text is final and the script runs under the CSP.
fn fix_autoreload(html: &str) -> String {
    ["'{{__TRUNK_ADDRESS__}}'", "`{{__TRUNK_ADDRESS__}}`"]
        .iter()
        .fold(html.to_owned(), |html, mark| {
            html.replace(mark, "window.location.host")
        })
        .replace("{{__TRUNK_WS_BASE__}}", "/")
}

#[cfg(test)]
mod tests {
    use super::{Asset, Assets, client_id, content_name, rebase, seal, style_sheets};
    use crate::check::check;

    const PAGE: &str = r#"<!doctype html><html><head><meta charset=utf-8>
<meta http-equiv=Content-Security-Policy content="default-src 'none'; script-src 'self' 'wasm-unsafe-eval'">
<meta name=referrer content=strict-origin><base href=/sub/><script>scrub()</script>
<meta name=anilist-client-id content><link rel=stylesheet href=/sub/a.css><link rel=stylesheet href=/sub/b.css>
<script id=boot data-base=/sub/ data-js=t-1.js data-wasm=t-1_bg.wasm></script></head><body></body></html>"#;

    fn assets() -> Assets {
        assets_below("/sub/")
    }

    fn assets_below(base: &str) -> Assets {
        let asset = |name: &str| Asset {
            address: format!("{base}{name}"),
            integrity: super::integrity(name.as_bytes()),
        };
        Assets {
            boot: asset("boot.js"),
            js: asset("t.js"),
            wasm: asset("t.wasm"),
            chunks: vec![asset("list-1.wasm")],
            needs: [("list".to_owned(), vec!["list".to_owned()])].into(),
            css: asset("s.css"),
            console: Some(asset("c.js")),
        }
    }

    #[test]
    fn the_console_is_named_with_its_hash_and_not_loaded() {
        let page = seal(PAGE, &assets(), "").unwrap();
        assert_eq!(page.matches("/sub/c.js").count(), 1, "{page}");
        assert!(
            page.contains(&format!(
                r#"data-console="/sub/c.js" data-console-integrity="{}""#,
                super::integrity(b"c.js")
            )),
            "{page}"
        );
        let without = Assets {
            console: None,
            ..assets()
        };
        assert!(!seal(PAGE, &without, "").unwrap().contains("data-console"));
    }

    #[test]
    fn a_sealed_page_passes_its_own_check() {
        let page = seal(PAGE, &assets(), "123").unwrap();
        assert_eq!(check(&page), Ok(()));
        assert!(
            page.contains(r#"<meta name="anilist-client-id" content="123">"#),
            "{page}"
        );
        assert_eq!(style_sheets(&page), ["/sub/s.css"]);
        // printf 'scrub()' | openssl dgst -sha256 -binary | base64
        assert!(
            page.contains(
                "script-src 'self' 'sha256-8Q/dv4fe8HF6m+I4P8w73WYsbBFBXK25CAaUWGJ/1Og=' 'wasm-unsafe-eval'"
            ),
            "{page}"
        );
    }

    #[test]
    fn a_page_for_another_path_is_what_a_build_for_it_would_have_written() {
        let quoted = PAGE.replace("<base href=/sub/>", r#"<base href="/sub/">"#);
        for (from, to) in [
            ("/sub/", "/"),
            ("/", "/sub/"),
            ("/a/b/", "/sub/"),
            ("/sub/", "/sub/sub/"),
        ] {
            let built = |base: &str| seal(&quoted.replace("/sub/", base), &assets_below(base), "1").unwrap();
            assert_eq!(rebase(&built(from), to), Ok(built(to)), "{from} to {to}");
        }
        for wrong in ["", "sub/", "/sub", "https://host/"] {
            assert!(rebase(PAGE, wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn an_unsealed_page_does_not_pass() {
        assert!(
            check(PAGE)
                .unwrap_err()
                .iter()
                .any(|problem| problem.contains("inline script"))
        );
    }

    #[test]
    fn a_change_that_would_leak_or_be_blocked_does_not_pass() {
        let page = seal(PAGE, &assets(), "").unwrap();
        let cases = [
            (
                "<base",
                "<link rel=icon href=x><base",
                "before everything that loads",
            ),
            (
                "<script>",
                "<script src=early.js integrity=sha384-></script><script>",
                "before everything that loads",
            ),
            (
                "<meta charset=utf-8>",
                "<script>scrub()</script>",
                "<base> does not stand before the inline script",
            ),
            ("<meta name=referrer content=strict-origin>", "", "referrer"),
            ("<base href=/sub/>", "", "<base>"),
            ("scrub()", "other()", "does not name an inline script"),
            ("<body>", "<body onload=x()>", "onload"),
            ("<body>", "<body style=color:red>", "style"),
            ("<body>", "<body><script src=x.js></script>", "integrity"),
            ("default-src 'none'", "default-src *", "allows *"),
            ("'wasm-unsafe-eval'", "'unsafe-inline'", "allows unsafe-inline"),
        ];
        for (from, to, expected) in cases {
            let problems = check(&page.replacen(from, to, 1)).unwrap_err().join("\n");
            assert!(problems.contains(expected), "{from} → {to}: {problems}");
        }
    }

    #[test]
    fn the_script_of_trunk_serve_is_allowed_as_served() {
        let script = "<script>ws('{{__TRUNK_ADDRESS__}}' + '{{__TRUNK_WS_BASE__}}')</script></body>";
        let page = seal(&PAGE.replace("</body>", script), &assets(), "").unwrap();
        assert!(page.contains("ws(window.location.host + '/')"), "{page}");
        assert_eq!(check(&page), Ok(()));
    }

    #[test]
    fn a_client_id_is_digits_only() {
        assert_eq!(client_id(""), Ok(""));
        assert_eq!(client_id(" 1234\n"), Ok("1234"));
        for wrong in [
            "12a",
            "1&response_type=code",
            "\"><script>",
            "123456789012345678901",
            "007",
            "١٢",
        ] {
            assert!(client_id(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn names_follow_the_content() {
        assert_eq!(
            content_name("boot.js", b"a").len(),
            "boot-0123456789abcdef.js".len()
        );
        assert!(content_name("tsuzuki-0a1b_bg.wasm", b"a").starts_with("tsuzuki-"));
        assert!(content_name("tsuzuki-0a1b_bg.wasm", b"a").ends_with(".wasm"));
        assert_eq!(content_name("t-1.js", b"a"), content_name("t-2.js", b"a"));
        assert_ne!(content_name("t-1.js", b"a"), content_name("t-1.js", b"b"));
    }
}
