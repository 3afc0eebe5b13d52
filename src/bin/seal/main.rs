//! The last step of every Trunk build (Trunk.toml, `hooks`): makes the page that Trunk wrote the one that is published.
//!
//! 1. joins the style sheets, makes one script of the console (`src/console`), and names every file after its content; for
//!    a release it also splits the wasm into chunks ([`split`]), makes everything small and shortens the names that glue
//!    and wasm call each other by;
//! 2. writes the loader and the preloads with the hashes of the finished files, the hash of the inline script into the
//!    Content-Security-Policy, and the client id of `ANILIST_CLIENT_ID` into its meta tag;
//! 3. checks the page and fails the build when it is not as it must be ([`check::check`]);
//! 4. copies it to `404.html`, which a static host serves for every path it does not know, and to one file for each
//!    fixed route, so that those answer 200.
//!
//! `seal rebase FROM TO PUBLIC_URL` copies a finished build for another public URL, without a build: only addresses in the
//! page depend on it.
//!
//! Reads `TRUNK_STAGING_DIR`, `TRUNK_SOURCE_DIR`, `TRUNK_PROFILE` and `ANILIST_CLIENT_ID` of the environment, and runs
//! `esbuild` of the PATH; for a release also `wasm-split-cli`, `wasm-bindgen` and `wasm-opt`.

// The binary exists on the host alone; the empty main lets `cargo clippy --target wasm32-unknown-unknown` pass over it.
#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
mod bundle;
#[cfg(not(target_arch = "wasm32"))]
mod check;
#[cfg(not(target_arch = "wasm32"))]
mod html;
#[cfg(not(target_arch = "wasm32"))]
mod order;
#[cfg(not(target_arch = "wasm32"))]
mod page;
#[cfg(not(target_arch = "wasm32"))]
mod shorten;
#[cfg(not(target_arch = "wasm32"))]
mod split;
#[cfg(not(target_arch = "wasm32"))]
mod wasm;

#[cfg(not(target_arch = "wasm32"))]
mod host {
    use crate::bundle::{console, is_release, joined, minified};
    use crate::check;
    use crate::page::{self, Asset, Assets};
    use crate::shorten::shorten;
    use crate::split::{LOADERS, Split, split};
    use crate::wasm::optimised;
    use std::collections::BTreeMap;
    use std::path::{Path, PathBuf};
    use std::{env, fs};
    use tsuzuki::route::{Base, Route};

    /// Copies of the page beside `index.html`: the fallback of static hosts, and `x.html` for each route `/x`. Deeper
    /// routes are left to the fallback, because a directory `x/` beside `x.html` would hide it on some hosts.
    fn copies() -> impl Iterator<Item = String> {
        let root = Base::new("/");
        let routes = Route::ALL
            .iter()
            .map(move |route| route.path(&root).trim_matches('/').to_owned());
        let flat = routes.filter(|path| !path.is_empty() && !path.contains('/'));
        std::iter::once("404".to_owned())
            .chain(flat)
            .map(|name| format!("{name}.html"))
    }

    pub(crate) fn run() -> Result<(), String> {
        let directory = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
        let directory =
            directory.ok_or("TRUNK_STAGING_DIR is not set: seal runs as a hook of `trunk build`")?;
        let client_id = env::var("ANILIST_CLIENT_ID").unwrap_or_default();
        let html = index(&directory)?;
        let assets = assets(&html, &directory)?;
        let html = page::seal(&html, &assets, page::client_id(&client_id)?)?;
        finish(&directory, &html)
    }

    /// Copies the build in `from` to `to`, for another public URL.
    pub(crate) fn rebase(from: &Path, to: &Path, public_url: &str) -> Result<(), String> {
        let html = page::rebase(&index(from)?, public_url)?;
        if to.exists() {
            fs::remove_dir_all(to).map_err(|error| format!("cannot remove {}: {error}", to.display()))?;
        }
        fs::create_dir_all(to).map_err(|error| format!("cannot make {}: {error}", to.display()))?;
        let files = fs::read_dir(from).map_err(|error| format!("cannot read {}: {error}", from.display()))?;
        for file in files.flatten() {
            write(&to.join(file.file_name()), &read(&file.path())?)?;
        }
        finish(to, &html)
    }

    fn index(directory: &Path) -> Result<String, String> {
        let html = read(&directory.join("index.html"))?;
        String::from_utf8(html).map_err(|error| format!("index.html: {error}"))
    }

    /// Checks the finished page and writes it, with its copies.
    fn finish(directory: &Path, html: &str) -> Result<(), String> {
        check::check(html).map_err(|problems| format!("index.html: {}", problems.join("\nindex.html: ")))?;
        write(&directory.join("index.html"), html.as_bytes())?;
        copies().try_for_each(|copy| write(&directory.join(copy), html.as_bytes()))
    }

    /// Gives the files of the build their final names.
    fn assets(html: &str, directory: &Path) -> Result<Assets, String> {
        let mark = page::boot_mark(html)?;
        let attribute = |name: &str| mark.attribute(name).filter(|value| !value.is_empty());
        let missing = |name: &str| format!("<script id=\"boot\"> of index.html lacks {name}");
        let base = attribute("data-base").ok_or_else(|| missing("data-base"))?;
        let taken = |file: &str| {
            let content = read(&directory.join(file))?;
            remove(&directory.join(file))?;
            Ok::<_, String>(content)
        };
        let js = attribute("data-js").ok_or_else(|| missing("data-js"))?;
        let wasm = attribute("data-wasm").ok_or_else(|| missing("data-wasm"))?;
        // A build for development stays whole. For a release Trunk has bound the whole, which is of no use.
        let (glue, first) = (taken(js)?, taken(wasm)?);
        let app = match is_release() {
            true => release(directory)?,
            false => App {
                glue,
                first,
                chunks: BTreeMap::new(),
                needs: BTreeMap::new(),
            },
        };
        let mut css = Vec::new();
        for address in page::style_sheets(html) {
            let file = address
                .strip_prefix(base)
                .ok_or_else(|| format!("{address} is not below {base}"))?;
            css.extend(read(&directory.join(file))?);
            remove(&directory.join(file))?;
        }
        Ok(Assets {
            boot: publish(directory, base, "boot.js", &minified("js", taken("boot.js")?)?)?,
            js: publish(directory, base, js, &app.glue)?,
            wasm: publish(directory, base, wasm, &app.first)?,
            chunks: app
                .chunks
                .iter()
                .map(|(name, code)| publish(directory, base, &format!("{name}.wasm"), code))
                .collect::<Result<_, String>>()?,
            needs: app.needs,
            css: publish(directory, base, "style.css", &minified("css", css)?)?,
            console: console()?
                .map(|script| publish(directory, base, "console.js", &script))
                .transpose()?,
        })
    }

    /// The app as it is published.
    struct App {
        glue: Vec<u8>,
        /// The wasm that is loaded at the start.
        first: Vec<u8>,
        chunks: BTreeMap<String, Vec<u8>>,
        /// The chunks that each split point loads.
        needs: BTreeMap<String, Vec<String>>,
    }

    /// The app of a release, in chunks.
    fn release(directory: &Path) -> Result<App, String> {
        /// Stands for the first one among the chunks.
        const FIRST: &str = "";
        let Split {
            glue,
            loaders,
            first,
            mut chunks,
            needs,
        } = split(directory)?;
        chunks.insert(FIRST.to_owned(), first);
        let mut chunks = optimised(chunks)?;
        let first = chunks.remove(FIRST).ok_or("nothing is left of the wasm")?;
        let (first, glue) = shorten(&first, &glue)?;
        Ok(App {
            glue: joined(directory, &glue, LOADERS, &loaders)?,
            first,
            chunks,
            needs,
        })
    }

    fn publish(directory: &Path, base: &str, file: &str, content: &[u8]) -> Result<Asset, String> {
        let name = page::content_name(file, content);
        write(&directory.join(&name), content)?;
        Ok(Asset {
            address: format!("{base}{name}"),
            integrity: page::integrity(content),
        })
    }

    fn read(path: &Path) -> Result<Vec<u8>, String> {
        fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
    }

    fn write(path: &Path, content: &[u8]) -> Result<(), String> {
        fs::write(path, content).map_err(|error| format!("cannot write {}: {error}", path.display()))
    }

    fn remove(path: &Path) -> Result<(), String> {
        fs::remove_file(path).map_err(|error| format!("cannot remove {}: {error}", path.display()))
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    use std::io::Write;
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => host::run(),
        ["rebase", from, to, public_url] => host::rebase(from.as_ref(), to.as_ref(), public_url),
        _ => Err("usage: seal, as a hook of `trunk build`, or: seal rebase FROM TO PUBLIC_URL".to_owned()),
    };
    match outcome {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(problem) => {
            // Nothing can be done when standard error is closed.
            let _ = writeln!(std::io::stderr(), "seal: {problem}");
            std::process::ExitCode::FAILURE
        }
    }
}
