//! The order of the functions of a wasm file.
//!
//! gzip writes what it has seen within the last 32 KiB as a short reference. So functions that resemble each other, as those
//! that one generic function became, follow each other: it takes 2.5 % off the first load.

use std::collections::HashMap;

use wasm_encoder::{Module, NameMap, NameSection, RawSection};
use wasmparser::{Parser, Payload, TypeRef};

/// Functions are alike as far as the same runs of so many bytes stand in both. Of 4 to 8 this was best.
const RUN: usize = 5;

/// `wasm` with names for its functions by which wasm-opt brings them into the best order, in place of those they had.
///
/// # Errors
/// What is not as it should be about the wasm.
pub(crate) fn named(wasm: &[u8]) -> Result<Vec<u8>, String> {
    let (imported, bodies) = functions(wasm).map_err(|error| error.to_string())?;
    let mut places: Vec<_> = by_likeness(&bodies).into_iter().zip(0..).collect();
    places.sort_unstable();
    let mut names = NameMap::new();
    for (index, (_, place)) in (imported..).zip(places) {
        names.append(index, &format!("{place:06}"));
    }
    let mut section = NameSection::new();
    section.functions(&names);
    let mut named = without_names(wasm).map_err(|error| error.to_string())?;
    named.section(&section);
    Ok(named.finish())
}

/// The module without the section of names.
fn without_names(wasm: &[u8]) -> wasmparser::Result<Module> {
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        let is_names = matches!(&payload, Payload::CustomSection(section) if section.name() == "name");
        if let (Some((id, range)), false) = (payload.as_section(), is_names)
            && let Some(data) = wasm.get(range)
        {
            module.section(&RawSection { id, data });
        }
    }
    Ok(module)
}

/// How many functions a module imports, and the bodies of its own.
fn functions(wasm: &[u8]) -> wasmparser::Result<(u32, Vec<&[u8]>)> {
    let (mut imported, mut bodies) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.extend(wasm.get(body.range())),
            _ => {}
        }
    }
    Ok((imported, bodies))
}

/// The bodies by their places in the list, beginning with the longest: each is followed by the one most like it of those
/// that are left.
fn by_likeness(bodies: &[&[u8]]) -> Vec<usize> {
    let mut having: HashMap<&[u8], Vec<usize>> = HashMap::new();
    let runs: Vec<Vec<&[u8]>> = bodies.iter().map(|body| runs(body)).collect();
    for (function, runs) in runs.iter().enumerate() {
        for run in runs {
            having.entry(run).or_default().push(function);
        }
    }
    let length = |function: usize| bodies.get(function).map_or(0, |body| body.len());
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    let mut next = left.iter().copied().max_by_key(|function| length(*function));
    let mut order = Vec::new();
    while let Some(function) = next {
        order.push(function);
        left.retain(|other| *other != function);
        let mut shared = vec![0_usize; bodies.len()];
        let runs = runs.get(function).into_iter().flatten();
        for other in runs.filter_map(|run| having.get(run)).flatten() {
            if let Some(count) = shared.get_mut(*other) {
                *count += 1;
            }
        }
        let likeness = |other: usize| {
            let shared = shared.get(other).copied().unwrap_or_default();
            shared as f64 / (length(function) + length(other)) as f64
        };
        let likest = left.iter().copied().map(|other| (likeness(other), other));
        next = likest
            .max_by(|(one, first), (two, second)| one.total_cmp(two).then(second.cmp(first)))
            .map(|(_, other)| other);
    }
    order
}

/// The runs of bytes in a body, each once.
fn runs(body: &[u8]) -> Vec<&[u8]> {
    let mut runs: Vec<_> = body.windows(RUN).collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        CodeSection, EntityType, Function, FunctionSection, ImportSection, TypeSection, ValType,
    };
    use wasmparser::{KnownCustom, Name};

    #[test]
    fn what_is_alike_stands_together_behind_the_longest() {
        let bodies: [&[u8]; 5] = [
            b"abcdefgh",
            b"0123456789",
            b"abcdefgX",
            b"0123456789_longest",
            b"zz",
        ];
        let order = by_likeness(&bodies);
        assert_eq!(order[..2], [3, 1]);
        let at = |body| order.iter().position(|other| *other == body).unwrap();
        assert_eq!(at(0).abs_diff(at(2)), 1);
        let mut all = order.clone();
        all.sort_unstable();
        assert_eq!(all, [0, 1, 2, 3, 4]);
        assert!(by_likeness(&[]).is_empty());
    }

    #[test]
    fn every_function_of_the_module_gets_a_name_of_its_own_and_no_import_does() {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        types.ty().function([], [ValType::I32]);
        let mut imports = ImportSection::new();
        imports.import("glue", "log", EntityType::Function(0));
        let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
        for constant in [1, 2, 700_000] {
            functions.function(1);
            let mut body = Function::new([]);
            body.instructions().i32_const(constant).end();
            code.function(&body);
        }
        let mut module = Module::new();
        module
            .section(&types)
            .section(&imports)
            .section(&functions)
            .section(&code);
        // Names that it has already count for nothing.
        let mut old = NameSection::new();
        let mut last_first = NameMap::new();
        last_first.append(3, "999999");
        old.functions(&last_first);
        module.section(&old);
        let named = named(&module.finish()).unwrap();
        let mut names: Vec<(u32, String)> = names(&named).unwrap();
        // The import is function 0, the longest function 3.
        assert_eq!(names.pop(), Some((3, "000000".to_owned())));
        names.sort_unstable_by(|(_, one), (_, two)| one.cmp(two));
        let (functions, names): (Vec<u32>, Vec<String>) = names.into_iter().unzip();
        assert_eq!(names, ["000001", "000002"]);
        assert!(functions == [1, 2] || functions == [2, 1]);
    }

    /// The functions that have a name, with it.
    fn names(wasm: &[u8]) -> wasmparser::Result<Vec<(u32, String)>> {
        let mut all = Vec::new();
        for payload in Parser::new(0).parse_all(wasm) {
            let Payload::CustomSection(section) = payload? else {
                continue;
            };
            let KnownCustom::Name(subsections) = section.as_known() else {
                continue;
            };
            for subsection in subsections {
                if let Name::Function(names) = subsection? {
                    for name in names {
                        let name = name?;
                        all.push((name.index, name.name.to_owned()));
                    }
                }
            }
        }
        Ok(all)
    }

    #[test]
    fn what_is_no_wasm_is_refused() {
        assert!(named(b"not wasm").is_err());
    }
}
