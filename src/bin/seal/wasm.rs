//! What is made of the wasm that wasm-bindgen wrote.

use std::process::Command;
use std::{env, fs, thread};

use crate::bundle::is_release;
use crate::order;
use crate::split::{self, FIRST, LATER};

/// The wasm files of a build.
pub(crate) struct Wasm {
    /// What is loaded at the start.
    pub(crate) first: Vec<u8>,
    /// The parts that are loaded when they are needed, by their names; none in a build for development.
    pub(crate) later: Vec<(&'static str, Vec<u8>)>,
}

/// The order of the options matters.
const OPTIMISED: [&str; 7] = [
    "--low-memory-unused",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--strip-producers",
    "--strip-debug",
];

/// The order of functions is that of their names, which are not needed then.
const ORDERED: [&str; 2] = ["--reorder-functions-by-name", "--strip-debug"];

/// Splits and optimises the wasm of a release; that of another build stays as it is.
pub(crate) fn finished(bound: Vec<u8>) -> Result<Wasm, String> {
    if !is_release() {
        return Ok(Wasm {
            first: bound,
            later: Vec::new(),
        });
    }
    let parts = split::split(&linked()?, &bound)?;
    let names = std::iter::once(FIRST).chain(LATER);
    // wasm-opt works on one function at a time only for a part of its passes, so the parts keep the processor busy.
    let made: Vec<_> = thread::scope(|scope| {
        let parts = names.zip(&parts);
        let started: Vec<_> = parts
            .map(|(name, part)| (name, scope.spawn(move || small(name, part))))
            .collect();
        started
            .into_iter()
            .map(|(name, thread)| match thread.join() {
                Ok(made) => Ok((name, made?)),
                Err(_) => Err(format!("wasm-opt of the part “{name}” was not waited for")),
            })
            .collect::<Result<_, String>>()
    })?;
    let mut made = made.into_iter();
    let (_, first) = made.next().ok_or("nothing is left of it")?;
    Ok(Wasm {
        first,
        later: made.collect(),
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

/// `wasm` made small.
fn small(name: &str, wasm: &[u8]) -> Result<Vec<u8>, String> {
    let optimised = wasm_opt(name, wasm, &OPTIMISED)?;
    wasm_opt(name, &order::named(&optimised)?, &ORDERED)
}

/// What wasm-opt makes of `wasm`. It works on files.
fn wasm_opt(name: &str, wasm: &[u8], options: &[&str]) -> Result<Vec<u8>, String> {
    let directory = env::var_os("TRUNK_STAGING_DIR").ok_or("TRUNK_STAGING_DIR is not set")?;
    let path = std::path::Path::new(&directory).join(format!("{name}.part.wasm"));
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    fs::write(&path, wasm).map_err(failed)?;
    let status = Command::new("wasm-opt")
        .args(options)
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
    let made = fs::read(&path).map_err(failed)?;
    fs::remove_file(&path).map_err(failed)?;
    Ok(made)
}
