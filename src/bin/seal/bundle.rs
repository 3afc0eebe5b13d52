//! esbuild's jobs: minifying what Trunk wrote, and making one script of the console, and of the glue with its loaders.

use std::env;
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The console's sources, below the directory of index.html.
const CONSOLE: &str = "src/console";
/// What every file is compiled down to.
const TARGET: &str = "--target=es2022";

pub(crate) fn is_release() -> bool {
    env::var("TRUNK_PROFILE").as_deref() == Ok("release")
}

/// `content` without what only people read, in a release. Trunk's own minifier cannot parse the glue.
pub(crate) fn minified(kind: &str, content: Vec<u8>) -> Result<Vec<u8>, String> {
    if !is_release() {
        return Ok(content);
    }
    let loader = format!("--loader={kind}");
    esbuild(Path::new("."), ["--minify", &loader], &content)
        .map_err(|problem| format!("cannot minify the {kind} of this build: {problem}"))
}

/// The console as one module, with all it imports. A release must have it; another build does without when the npm
/// packages it is made of are not installed, and its page then says so.
pub(crate) fn console() -> Result<Option<Vec<u8>>, String> {
    let root = env::var_os("TRUNK_SOURCE_DIR").map_or_else(PathBuf::new, PathBuf::from);
    let directory = root.join(CONSOLE);
    let bundled = if directory.join("node_modules").is_dir() {
        let format = ["--bundle", "--format=esm", "--loader:.css=text"];
        let minify = is_release().then_some("--minify");
        let arguments = ["main.ts"].into_iter().chain(format).chain(minify);
        esbuild(&directory, arguments, &[])
    } else {
        Err("the npm packages of src/console are missing; `.ci/setup build` installs them".to_owned())
    };
    match bundled {
        Ok(script) => Ok(Some(script)),
        Err(problem) if is_release() => Err(format!("no console: {problem}")),
        Err(problem) => {
            // A note for whoever builds; nothing can be done when standard error is closed.
            let _ = writeln!(std::io::stderr(), "seal: the console is left out: {problem}");
            Ok(None)
        }
    }
}

/// The glue and the loaders of chunks, which import each other, as one module.
pub(crate) fn joined(directory: &Path, glue: &str, name: &str, loaders: &str) -> Result<Vec<u8>, String> {
    let work = directory.join("glue");
    let failed = |error: std::io::Error| format!("{}: {error}", work.display());
    std::fs::create_dir_all(&work).map_err(failed)?;
    std::fs::write(work.join("app.js"), glue).map_err(failed)?;
    std::fs::write(work.join(name), loaders).map_err(failed)?;
    let made = esbuild(&work, ["app.js", "--bundle", "--format=esm", "--minify"], &[]);
    std::fs::remove_dir_all(&work).map_err(failed)?;
    made.map_err(|problem| format!("cannot join the glue and the loaders of chunks: {problem}"))
}

fn esbuild<A: AsRef<OsStr>>(
    directory: &Path,
    arguments: impl IntoIterator<Item = A>,
    input: &[u8],
) -> Result<Vec<u8>, String> {
    let missing = |error| {
        format!("cannot run esbuild ({error}): `.ci/setup build` installs it, and make has it on the PATH")
    };
    let mut esbuild = Command::new("esbuild")
        .args(["--log-level=error", TARGET])
        .args(arguments)
        .current_dir(directory)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(missing)?;
    // esbuild reads to the end before it writes, so neither side waits for the other.
    let stdin = esbuild.stdin.take().ok_or("esbuild has no input")?;
    { stdin }.write_all(input).map_err(missing)?;
    let output = esbuild.wait_with_output().map_err(missing)?;
    if !output.status.success() {
        return Err("esbuild failed".to_owned());
    }
    Ok(output.stdout)
}
