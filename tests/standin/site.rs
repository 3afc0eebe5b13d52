//! Serves the built app the way GitHub Pages does: no custom headers, gzip, ten minutes of cache, `404.html`.

use super::http::{Call, redirect, reply, set};
use axum::body::{Body, Bytes};
use axum::http::{Method, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::SystemTime;

/// A built site and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Site {
    pub(crate) host: String,
    /// Path below which it is served; starts and ends with `/`.
    pub(crate) base: String,
    pub(crate) directory: PathBuf,
    /// Written into `<meta name="anilist-client-id">`; without it HTML stays byte for byte.
    pub(crate) client_id: Option<String>,
}

impl std::str::FromStr for Site {
    type Err = String;

    /// `HOST/PATH=DIR[;client_id=ID]`, where `/PATH` may be missing.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("“{text}” is not HOST/PATH=DIR or HOST/PATH=DIR;client_id=ID");
        let (place, rest) = text.split_once('=').ok_or_else(wrong)?;
        let (directory, client_id) = match rest.split_once(";client_id=") {
            Some((directory, id)) => (directory, Some(id.to_owned())),
            None => (rest, None),
        };
        let (host, path) = place.split_once('/').unwrap_or((place, ""));
        if host.is_empty() || directory.is_empty() {
            return Err(wrong());
        }
        let path = path.trim_matches('/');
        let base = if path.is_empty() {
            "/".to_owned()
        } else {
            format!("/{path}/")
        };
        Ok(Self {
            host: host.to_lowercase(),
            base,
            directory: directory.into(),
            client_id,
        })
    }
}

/// Compressed files, so that a big one is compressed once.
#[derive(Debug, Default)]
pub(crate) struct Compressed(Mutex<HashMap<(PathBuf, Option<SystemTime>), Bytes>>);

/// Answers from a site. `metas` are the values of `<meta>` tags to put into its HTML.
pub(crate) fn serve(
    site: &Site,
    compressed: &Compressed,
    call: &Call,
    metas: &[(&str, String)],
) -> Response<Body> {
    if call.method != Method::GET && call.method != Method::HEAD {
        return reply(405, "text/html; charset=utf-8", "405 Not Allowed");
    }
    let Some(path) = call.path.strip_prefix(site.base.as_str()) else {
        // The base without its slash.
        return redirect(&site.base);
    };
    let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    // No file has such a name; an address of the app may, and finds `404.html` like every unknown one.
    let has_file = !segments
        .iter()
        .any(|part| *part == ".." || part.contains('\\') || part.contains('%'));
    let wanted = segments
        .iter()
        .fold(site.directory.clone(), |directory, part| directory.join(part));
    let wants_directory = path.is_empty() || path.ends_with('/');
    if has_file && wanted.is_dir() && !wants_directory {
        return redirect(&format!("{}/", call.path));
    }
    let candidates = match (has_file, wants_directory) {
        (false, _) => Vec::new(),
        (true, true) => vec![wanted.join("index.html")],
        (true, false) => vec![
            wanted.clone(),
            wanted.with_file_name(format!("{}.html", segments.last().unwrap_or(&""))),
        ],
    };
    for file in candidates {
        if let Ok(content) = fs::read(&file) {
            return file_reply(200, &file, content, compressed, call, metas);
        }
    }
    let missing = site.directory.join("404.html");
    match fs::read(&missing) {
        Ok(content) => file_reply(404, &missing, content, compressed, call, metas),
        Err(_) => reply(
            404,
            "text/html; charset=utf-8",
            "<!doctype html><title>404</title><h1>404</h1>File not found",
        ),
    }
}

fn file_reply(
    status: u16,
    file: &Path,
    content: Vec<u8>,
    compressed: &Compressed,
    call: &Call,
    metas: &[(&str, String)],
) -> Response<Body> {
    let content_type = content_type(file);
    let is_html = content_type.starts_with("text/html");
    let content = if is_html && !metas.is_empty() {
        let html = String::from_utf8_lossy(&content).into_owned();
        metas
            .iter()
            .fold(html, |html, (name, value)| fill_meta(&html, name, value))
            .into_bytes()
    } else {
        content
    };
    let modified = fs::metadata(file).and_then(|data| data.modified()).ok();
    let etag = format!("\"{:x}-{:x}\"", content.len(), hash(&content));
    let mut response = if status == 200
        && call
            .header("if-none-match")
            .is_some_and(|known| known.contains(&etag))
    {
        reply(304, content_type, "")
    } else if is_compressible(content_type)
        && call
            .header("accept-encoding")
            .is_some_and(|all| all.contains("gzip"))
    {
        // What is filled in differs from site to site, so only untouched files are kept.
        let key = (!is_html).then(|| (file.to_owned(), modified));
        let mut response = reply(status, content_type, compress(compressed, key, &content));
        set(&mut response, "content-encoding", "gzip");
        response
    } else {
        reply(status, content_type, content)
    };
    set(&mut response, "etag", &format!("W/{etag}"));
    set(&mut response, "cache-control", "max-age=600");
    set(&mut response, "vary", "Accept-Encoding");
    set(&mut response, "access-control-allow-origin", "*");
    response
}

fn compress(compressed: &Compressed, key: Option<(PathBuf, Option<SystemTime>)>, content: &[u8]) -> Bytes {
    let lock = || {
        compressed
            .0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    };
    if let Some(known) = key.as_ref().and_then(|key| lock().get(key).cloned()) {
        return known;
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let packed = encoder.write_all(content).and_then(|()| encoder.finish());
    let packed = Bytes::from(packed.unwrap_or_default());
    if let Some(key) = key {
        lock().insert(key, packed.clone());
    }
    packed
}

/// FNV-1a: tells versions of a file apart.
fn hash(content: &[u8]) -> u64 {
    content.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Replaces the `<meta>` tag of a name; HTML without it stays as it is. Minifiers drop the quotes of attributes.
pub(crate) fn fill_meta(html: &str, name: &str, value: &str) -> String {
    let forms = [
        format!("name=\"{name}\""),
        format!("name='{name}'"),
        format!("name={name}"),
    ];
    let tag = forms
        .iter()
        .filter_map(|form| html.find(form))
        .min()
        .and_then(|at| {
            let start = html.get(..at)?.rfind("<meta")?;
            let end = at + html.get(at..)?.find('>')? + 1;
            Some((html.get(..start)?, html.get(end..)?))
        });
    match tag {
        Some((before, after)) => {
            format!(
                r#"{before}<meta name="{name}" content="{}">{after}"#,
                super::pages::escape(value)
            )
        }
        None => html.to_owned(),
    }
}

fn is_compressible(content_type: &str) -> bool {
    [
        "text/",
        "application/javascript",
        "application/json",
        "application/wasm",
        "application/manifest",
        "image/svg",
    ]
    .iter()
    .any(|start| content_type.starts_with(start))
}

fn content_type(file: &Path) -> &'static str {
    match file
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
    {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "application/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/vnd.microsoft.icon",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
