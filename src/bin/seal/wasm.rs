//! wasm-opt, which makes the wasm of a release small.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Mutex;
use std::{env, fs, thread};

use crate::order;

/// The order of the options matters. That of functions is the one of their names, which are not needed then.
const OPTIMISED: [&str; 5] = [
    "--low-memory-unused",
    "-Os",
    "--reorder-functions-by-name",
    "--strip-producers",
    "--strip-debug",
];

/// The chunks made small, by their names.
pub(crate) fn optimised(chunks: BTreeMap<String, Vec<u8>>) -> Result<BTreeMap<String, Vec<u8>>, String> {
    // wasm-opt works on several functions at a time only for a part of its passes, so each processor gets a chunk. The
    // large ones first: none is to begin when the others are done.
    let mut queue: Vec<_> = chunks.into_iter().collect();
    queue.sort_by_key(|(_, chunk)| chunk.len());
    let queue = Mutex::new(queue);
    let next = || queue.lock().ok()?.pop();
    let work = || {
        std::iter::from_fn(next)
            .map(|(name, chunk)| Ok((name.clone(), small(&name, &chunk)?)))
            .collect::<Result<Vec<_>, String>>()
    };
    let workers = thread::available_parallelism().map_or(1, |count| count.get());
    thread::scope(|scope| {
        let started: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let mut made = BTreeMap::new();
        for thread in started {
            let some = thread.join().map_err(|_| "wasm-opt was not waited for")?;
            made.extend(some?);
        }
        Ok(made)
    })
}

/// `wasm` made small, by wasm-opt, which works on files.
fn small(name: &str, wasm: &[u8]) -> Result<Vec<u8>, String> {
    let wasm = order::named(wasm)?;
    let directory = env::var_os("TRUNK_STAGING_DIR").ok_or("TRUNK_STAGING_DIR is not set")?;
    let path = std::path::Path::new(&directory).join(format!("{name}.part.wasm"));
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    fs::write(&path, wasm).map_err(failed)?;
    let output = Command::new("wasm-opt")
        .args(OPTIMISED)
        .arg(&path)
        .arg("-o")
        .arg(&path)
        .output();
    let output = output.map_err(|error| {
        format!("cannot run wasm-opt ({error}): `.ci/setup build` installs it, and make has it on the PATH")
    })?;
    // What it says otherwise is that it does not know the names of labels, which are removed.
    if !output.status.success() {
        return Err(format!(
            "wasm-opt failed: {}",
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    let made = fs::read(&path).map_err(failed)?;
    fs::remove_file(&path).map_err(failed)?;
    Ok(made)
}
