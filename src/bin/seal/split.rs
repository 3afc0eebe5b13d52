//! The wasm of a release in chunks: what the first page needs, and what is loaded when it is needed.
//!
//! `src/ui/lazy/chunks.rs` says where the app is cut. `wasm-split-cli` cuts the module that the linker wrote, by its
//! relocations (`--emit-relocs` in .cargo/config.toml), and only then wasm-bindgen sees what is left of it. Trunk, which
//! knows nothing of chunks, has run wasm-bindgen on the whole before: its output is thrown away.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

/// The app in chunks.
pub(crate) struct Split {
    /// What wasm-bindgen wrote for the first one; it imports the loaders.
    pub(crate) glue: String,
    /// The script that loads the others, which imports the glue.
    pub(crate) loaders: String,
    /// What is loaded at the start.
    pub(crate) first: Vec<u8>,
    /// The chunks, by their names.
    pub(crate) chunks: BTreeMap<String, Vec<u8>>,
    /// What each split point loads, by the names of the chunks.
    pub(crate) needs: BTreeMap<String, Vec<String>>,
}

/// The name by which the glue and the wasm import the loaders.
pub(crate) const LOADERS: &str = "./__wasm_split.js";
/// The file of groups, below the directory of index.html.
const GROUPS: &str = "src/ui/lazy/groups.txt";

/// Splits the wasm that cargo linked for this release.
pub(crate) fn split(directory: &Path) -> Result<Split, String> {
    let work = directory.join("split");
    fs::create_dir_all(&work).map_err(|error| format!("{}: {error}", work.display()))?;
    let source = env::var_os("TRUNK_SOURCE_DIR").map_or_else(PathBuf::new, PathBuf::from);
    let groups = source.join(GROUPS);
    let printed = run(Command::new("wasm-split-cli")
        .arg("--groups")
        .arg(&groups)
        .args(["--target=web", "--out-name=app"])
        .arg(linked()?)
        .arg(&work))?;
    run(Command::new("wasm-bindgen")
        .args([
            "--target=web",
            "--keep-lld-exports",
            "--no-demangle",
            "--no-typescript",
            "--out-name=app",
        ])
        .arg("--out-dir")
        .arg(&work)
        .arg(work.join("app.wasm")))?;
    let groups = text(&groups)?;
    let groups = parse_groups(&groups)?;
    let needs = parse_needs(&printed)?;
    let names = names(&needs, &groups)?;
    let mut chunks = BTreeMap::new();
    for (made, name) in &names {
        chunks.insert(name.clone(), bytes(&work.join(format!("{made}.wasm")))?);
    }
    let split = Split {
        glue: text(&work.join("app.js"))?,
        loaders: with_own_fetch(&text(&work.join(LOADERS))?, &names)?,
        first: bytes(&work.join("app_bg.wasm"))?,
        chunks,
        needs: renamed(&needs, &names),
    };
    fs::remove_dir_all(&work).map_err(|error| format!("{}: {error}", work.display()))?;
    Ok(split)
}

/// Runs a program of the PATH and gives what it printed.
fn run(command: &mut Command) -> Result<String, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| {
        format!("cannot run {program} ({error}): `.ci/setup build` installs it, and make has it on the PATH")
    })?;
    let Output {
        status,
        stdout,
        stderr,
    } = output;
    if !status.success() {
        return Err(format!("{program} failed: {}", String::from_utf8_lossy(&stderr)));
    }
    String::from_utf8(stdout).map_err(|error| format!("{program}: {error}"))
}

/// The wasm that wasm-bindgen was given. Cargo put it below the directory where it put this program.
fn linked() -> Result<PathBuf, String> {
    let program = env::current_exe().map_err(|error| error.to_string())?;
    let target = program
        .ancestors()
        .nth(2)
        .ok_or("this program stands in no target directory")?;
    Ok(target.join("wasm32-unknown-unknown/release/tsuzuki.wasm"))
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

fn text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// The set and the group of each split point.
fn parse_groups(text: &str) -> Result<BTreeMap<&str, (&str, &str)>, String> {
    let mut groups = BTreeMap::new();
    for line in text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let (group, splits) = line
            .split_once(": ")
            .and_then(|(name, splits)| Some((name.split_once('/')?, splits)))
            .ok_or_else(|| format!("{GROUPS}: {line:?} is not `SET/GROUP: SPLIT SPLIT`"))?;
        groups.extend(splits.split_whitespace().map(|split| (split, group)));
    }
    Ok(groups)
}

/// What each split point loads, by the names that `wasm-split-cli` gave: a line of `SPLIT: CHUNK CHUNK …` for each.
fn parse_needs(printed: &str) -> Result<BTreeMap<&str, Vec<&str>>, String> {
    let line = |line| {
        let (split, chunks): (&str, &str) = str::split_once(line, ": ")
            .ok_or("this is not the wasm-split-cli that `.ci/setup build` installs, which can group")?;
        Ok((split, chunks.split_whitespace().collect()))
    };
    let needs: BTreeMap<_, _> = printed.lines().map(line).collect::<Result<_, String>>()?;
    match needs.is_empty() {
        true => Err("the app has no split points".to_owned()),
        false => Ok(needs),
    }
}

/// The final name of each chunk: of its group, or `shared_` and the sets that need it. The numbers that `wasm-split-cli`
/// gives would be others after any change.
fn names(
    needs: &BTreeMap<&str, Vec<&str>>,
    groups: &BTreeMap<&str, (&str, &str)>,
) -> Result<BTreeMap<String, String>, String> {
    let mut needed_by: BTreeMap<&str, BTreeSet<(&str, &str)>> = BTreeMap::new();
    for (split, chunks) in needs {
        let group = groups
            .get(split)
            .ok_or_else(|| format!("the split point {split} stands in no group of {GROUPS}"))?;
        for chunk in chunks {
            needed_by.entry(chunk).or_default().insert(*group);
        }
    }
    let name = |(chunk, groups): (&str, BTreeSet<(&str, &str)>)| {
        let sets: BTreeSet<_> = groups.iter().map(|(set, _)| *set).collect();
        let name = match groups.len() {
            1 => groups.into_iter().map(|(_, group)| group).collect(),
            _ => format!("shared_{}", sets.into_iter().collect::<Vec<_>>().join("_")),
        };
        (chunk.to_owned(), name)
    };
    let names: BTreeMap<_, _> = needed_by.into_iter().map(name).collect();
    let distinct: BTreeSet<_> = names.values().collect();
    match distinct.len() == names.len() {
        true => Ok(names),
        false => Err(format!("two chunks have one name: {names:?}")),
    }
}

fn renamed(
    needs: &BTreeMap<&str, Vec<&str>>,
    names: &BTreeMap<String, String>,
) -> BTreeMap<String, Vec<String>> {
    let final_name = |chunk: &&str| names.get(*chunk).cloned();
    needs
        .iter()
        .map(|(split, chunks)| {
            (
                (*split).to_owned(),
                chunks.iter().filter_map(final_name).collect(),
            )
        })
        .collect()
}

/// The loaders with another way to fetch: boot.js does it, under the final name and with the hash, and may have begun
/// before the app runs.
///
/// # Errors
/// When the text is not what the known version of `wasm-split-cli` writes.
fn with_own_fetch(loaders: &str, names: &BTreeMap<String, String>) -> Result<String, String> {
    let mut loaders = loaders.to_owned();
    for (made, name) in names {
        let unknown = || format!("wasm-split-cli wrote a loader of {made} that this program does not know");
        let fetched = format!(
            "const src = fetch(new URL(\"./{made}.wasm\", import.meta.url));\n    src.catch(() => {{}});\n    return async (imports) => "
        );
        let (before, after) = loaders.split_once(&fetched).ok_or_else(unknown)?;
        let instantiated = "(WebAssembly.instantiateStreaming(src, imports))";
        let after = after.strip_prefix(instantiated).ok_or_else(unknown)?;
        loaders = format!(
            "{before}const module = self.tsuzukiChunk(\"{name}\");\n    module.catch(() => {{}});\n    return async (imports) => WebAssembly.instantiate(await module, imports){after}"
        );
    }
    Ok(loaders)
}

#[cfg(test)]
mod tests {
    use super::{names, parse_groups, parse_needs, renamed, with_own_fetch};

    const GROUPS: &str = "# list: x\nlists/list: list store\n\nlists/home: home\naccount/account: session not_found\nadmin/admin: console\n";
    const PRINTED: &str = "console: chunk_4 split_console\nhome: chunk_2 chunk_3 chunk_4 split_home\nlist: chunk_1 chunk_2 chunk_3\nnot_found: chunk_5\nsession: chunk_3 chunk_4 chunk_5\nstore: chunk_1\n";

    fn loader(name: &str) -> String {
        // As wasm_split_cli_support 0.2.4 writes it.
        format!(
            "makeLoad(() => {{\n    const src = fetch(new URL(\"./{name}.wasm\", import.meta.url));\n    src.catch(() => {{}});\n    return async (imports) => (WebAssembly.instantiateStreaming(src, imports));\n}}\n, []);\n"
        )
    }

    #[test]
    fn chunks_are_named_after_their_group_or_the_sets_that_share_them() {
        let needs = parse_needs(PRINTED).unwrap();
        let names = names(&needs, &parse_groups(GROUPS).unwrap()).unwrap();
        let expected = [
            ("chunk_1", "list"),
            ("chunk_2", "shared_lists"),
            ("chunk_3", "shared_account_lists"),
            ("chunk_4", "shared_account_admin_lists"),
            ("chunk_5", "account"),
            ("split_console", "admin"),
            ("split_home", "home"),
        ];
        assert_eq!(
            names,
            expected
                .map(|(made, name)| (made.to_owned(), name.to_owned()))
                .into()
        );
        let needs = renamed(&needs, &names);
        assert_eq!(needs["list"], ["list", "shared_lists", "shared_account_lists"]);
        assert_eq!(needs["not_found"], ["account"]);
    }

    #[test]
    fn a_split_point_without_a_group_and_another_program_are_refused() {
        let needs = parse_needs(PRINTED).unwrap();
        let groups = parse_groups("lists/list: list home store session console").unwrap();
        let problem = names(&needs, &groups).unwrap_err();
        assert!(problem.contains("not_found"), "{problem}");
        assert!(
            parse_groups("lists: list home")
                .unwrap_err()
                .contains("lists: list")
        );
        assert!(parse_needs("").is_err());
        assert!(
            parse_needs("no line of it")
                .unwrap_err()
                .contains(".ci/setup build")
        );
    }

    #[test]
    fn loaders_fetch_by_the_final_name_and_others_are_refused() {
        let names = [("split_not_found".to_owned(), "not_found".to_owned())].into();
        let made = with_own_fetch(&loader("split_not_found"), &names).unwrap();
        assert!(made.contains("self.tsuzukiChunk(\"not_found\")"), "{made}");
        assert!(!made.contains("fetch("), "{made}");
        assert!(with_own_fetch(&loader("split_list"), &names).is_err());
        let other = loader("split_not_found").replace("instantiateStreaming", "instantiateOtherwise");
        assert!(with_own_fetch(&other, &names).is_err());
    }
}
