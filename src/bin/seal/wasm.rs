//! What is made of the wasm that wasm-bindgen wrote.

use std::process::Command;
use std::{env, fs};

use crate::bundle::is_release;
use crate::split::{self, FIRST, LATER};

/// The wasm files of a build.
pub(crate) struct Wasm {
    /// What is loaded at the start.
    pub(crate) first: Vec<u8>,
    /// The parts that are loaded when they are needed, by their names; none in a build for development.
    pub(crate) later: Vec<(&'static str, Vec<u8>)>,
}

/// The order of the options matters. Names go last: functions are ordered by them, which compresses better.
const OPTIONS: [&str; 8] = [
    "--low-memory-unused",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--reorder-functions-by-name",
    "--strip-producers",
    "--strip-debug",
];

/// Splits and optimises the wasm of a release; that of another build stays as it is.
pub(crate) fn finished(bound: Vec<u8>) -> Result<Wasm, String> {
    if !is_release() {
        return Ok(Wasm {
            first: bound,
            later: Vec::new(),
        });
    }
    let mut parts = split::split(&linked()?, &bound)?.into_iter();
    let first = parts.next().ok_or("nothing is left of it")?;
    let later = LATER.into_iter().zip(parts);
    Ok(Wasm {
        first: optimised(FIRST, &first)?,
        later: later
            .map(|(name, part)| Ok((name, optimised(name, &part)?)))
            .collect::<Result<_, String>>()?,
    })
}

/// The wasm that wasm-bindgen was given. Cargo put it below the directory where it put this program.
fn linked() -> Result<Vec<u8>, String> {
    let program = env::current_exe().map_err(|error| error.to_string())?;
    let target = program
        .ancestors()
        .nth(2)
        .ok_or("this program stands in no target directory")?;
    let path = target.join("wasm32-unknown-unknown/release/tsuzuki.wasm");
    fs::read(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// `wasm` made small by wasm-opt, which works on files.
fn optimised(name: &str, wasm: &[u8]) -> Result<Vec<u8>, String> {
    let directory = env::var_os("TRUNK_STAGING_DIR").ok_or("TRUNK_STAGING_DIR is not set")?;
    let path = std::path::Path::new(&directory).join(format!("{name}.part.wasm"));
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    fs::write(&path, wasm).map_err(failed)?;
    let status = Command::new("wasm-opt")
        .args(OPTIONS)
        .arg(&path)
        .arg("-o")
        .arg(&path)
        .status();
    let status = status.map_err(|error| {
        format!("cannot run wasm-opt ({error}): `.ci/setup build` installs it, and make has it on the PATH")
    })?;
    if !status.success() {
        return Err("wasm-opt failed".to_owned());
    }
    let small = fs::read(&path).map_err(failed)?;
    fs::remove_file(&path).map_err(failed)?;
    Ok(small)
}
