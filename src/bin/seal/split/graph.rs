//! What can be reached when, by the relocations of the linked module.
//!
//! Nodes are functions and data symbols. Every relocation is an edge from what it stands in to what it names (WebAssembly
//! tool conventions, *Linking*). Roots are what the outside can call; nothing is followed into a gate to a later part.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use wasmparser::{
    Data, DataKind, KnownCustom, Linking, Name, NameSectionReader, Operator, Parser, Payload,
    RelocSectionReader, RelocationType, SymbolInfo,
};

/// The module path of gates, as Rust mangles it.
const GATES: &str = "_ZN7tsuzuki2ui5gates";

/// What one part needs of what is not in those before it, by the parts' order.
pub(crate) struct Needed {
    /// Names of the functions that nothing can call before the part has come, the gates to it among them.
    pub(crate) later: HashSet<String>,
    /// Memory that nothing else reads and writes before, in order.
    pub(crate) later_data: Vec<Range<u32>>,
    /// Names of the gates among the functions.
    pub(crate) gates: HashSet<String>,
}

/// A function by its index, or a data symbol by its place in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Node {
    Function(u32),
    Data(u32),
}

/// Follows the relocations of `wasm`: what each of `parts` after the first one needs, by the names of their modules of gates.
pub(crate) fn needed(wasm: &[u8], parts: &[&str]) -> Result<Vec<Needed>, String> {
    let module = Module::read(wasm).map_err(|error| error.to_string())?;
    if module.relocations.is_empty() {
        return Err("it has no relocations; the linker was not asked for them".to_owned());
    }
    let edges = module.edges();
    // What is here once so many of the parts are.
    let reached: Vec<HashSet<Node>> = (0..parts.len())
        .map(|here| {
            let (_, away) = parts.split_at(here);
            module.reach(&edges, &|name| away.iter().any(|part| is_gate(name, part)))
        })
        .collect();
    let before = |node: Node| {
        reached
            .iter()
            .take_while(|reached| !reached.contains(&node))
            .count()
    };
    let data: Vec<_> = module
        .data
        .iter()
        .map(|(start, end)| (*start..*end, before(Node::Data(*start))))
        .collect();
    let data = joined(&data);
    Ok((1..=parts.len())
        .map(|part| {
            let functions = module.names.iter();
            let (later, first): (Vec<_>, Vec<_>) =
                functions.partition(|(index, _)| before(Node::Function(**index)) >= part);
            let mut later: HashSet<String> = later.into_iter().map(|(_, name)| name.clone()).collect();
            // Two functions of one name cannot be told apart later.
            for (_, name) in first {
                later.remove(name);
            }
            let (_, after) = parts.split_at(part);
            // A gate to a part that comes after this one stays where it is called: by then it is a call through the table.
            later.retain(|name| !after.iter().any(|part| is_gate(name, part)));
            let gates = later
                .iter()
                .filter(|name| parts.iter().any(|part| is_gate(name, part)));
            Needed {
                later_data: data
                    .iter()
                    .filter(|(_, of)| *of >= part)
                    .map(|(range, _)| range.clone())
                    .collect(),
                gates: gates.cloned().collect(),
                later,
            }
        })
        .collect())
}

/// Ranges of memory, in order and each with its part: those of one part that follow each other as one. Padding between
/// them is nobody's. Of two that overlap the whole belongs to the earlier part.
fn joined(data: &[(Range<u32>, usize)]) -> Vec<(Range<u32>, usize)> {
    let mut joined: Vec<(Range<u32>, usize)> = Vec::new();
    for (range, part) in data.iter().filter(|(range, _)| !range.is_empty()) {
        match joined.last_mut() {
            Some((last, of)) if range.start < last.end => {
                last.end = last.end.max(range.end);
                *of = (*of).min(*part);
            }
            Some((last, of)) if of == part && range.start - last.end < 16 => last.end = range.end,
            _ => joined.push((range.clone(), *part)),
        }
    }
    joined
}

/// What is read of a linked module.
#[derive(Default)]
struct Module {
    names: HashMap<u32, String>,
    /// Functions that the outside can call.
    roots: Vec<u32>,
    /// Bodies of functions in the code section, by where they begin and end in it.
    bodies: BTreeMap<usize, (usize, u32)>,
    /// Where the bytes of each data segment are in the data section, and in memory.
    segments: Vec<(Range<usize>, u32)>,
    /// Data symbols by their first and last address; of those with the same address the longest.
    data: BTreeMap<u32, u32>,
    /// What each symbol is.
    symbols: Vec<Option<Node>>,
    relocations: Vec<Relocation>,
}

struct Relocation {
    in_code: bool,
    offset: usize,
    symbol: u32,
}

impl Module {
    fn read(wasm: &[u8]) -> wasmparser::Result<Self> {
        let mut module = Self::default();
        let mut imported = 0;
        let mut code_at = 0;
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        imported += u32::from(matches!(
                            import?.ty,
                            wasmparser::TypeRef::Func(_) | wasmparser::TypeRef::FuncExact(_)
                        ));
                    }
                }
                Payload::ExportSection(exports) => {
                    for export in exports {
                        let export = export?;
                        if export.kind == wasmparser::ExternalKind::Func {
                            module.roots.push(export.index);
                        }
                    }
                }
                Payload::StartSection { func, .. } => module.roots.push(func),
                Payload::CodeSectionStart { range, .. } => code_at = range.start,
                Payload::CodeSectionEntry(body) => {
                    let index = imported + u32::try_from(module.bodies.len()).unwrap_or(u32::MAX);
                    let range = body.range();
                    module
                        .bodies
                        .insert(range.start - code_at, (range.end - code_at, index));
                }
                Payload::DataSection(segments) => {
                    let at = segments.range().start;
                    for segment in segments {
                        module.segments.push(segment_of(&segment?, at)?);
                    }
                }
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Linking(linking) => module.read_symbols(&linking)?,
                    KnownCustom::Reloc(relocations) => {
                        module.read_relocations(&relocations, section.name() == "reloc.CODE")?;
                    }
                    KnownCustom::Name(names) => module.read_names(names)?,
                    _ => {}
                },
                _ => {}
            }
        }
        Ok(module)
    }

    fn read_names(&mut self, names: NameSectionReader<'_>) -> wasmparser::Result<()> {
        for names in names {
            if let Name::Function(functions) = names? {
                for naming in functions {
                    let naming = naming?;
                    self.names.insert(naming.index, naming.name.to_owned());
                }
            }
        }
        Ok(())
    }

    fn read_symbols(&mut self, linking: &wasmparser::LinkingSectionReader<'_>) -> wasmparser::Result<()> {
        for subsection in linking.subsections() {
            let Linking::SymbolTable(symbols) = subsection? else {
                continue;
            };
            for symbol in symbols {
                let node = match symbol? {
                    SymbolInfo::Func { index, .. } => Some(Node::Function(index)),
                    SymbolInfo::Data {
                        symbol: Some(place), ..
                    } => self.segments.get(place.index as usize).map(|(_, address)| {
                        let start = address + place.offset;
                        let end = self.data.entry(start).or_default();
                        *end = (*end).max(start + place.size);
                        Node::Data(start)
                    }),
                    _ => None,
                };
                self.symbols.push(node);
            }
        }
        Ok(())
    }

    fn read_relocations(
        &mut self,
        relocations: &RelocSectionReader<'_>,
        in_code: bool,
    ) -> wasmparser::Result<()> {
        for entry in relocations.entries() {
            let entry = entry?;
            // The index of a type is none of a symbol.
            if entry.ty != RelocationType::TypeIndexLeb {
                self.relocations.push(Relocation {
                    in_code,
                    offset: entry.offset as usize,
                    symbol: entry.index,
                });
            }
        }
        Ok(())
    }

    /// What the roots lead to, without going on at a function that `stops`.
    fn reach(&self, edges: &HashMap<Option<Node>, Vec<Node>>, stops: &dyn Fn(&str) -> bool) -> HashSet<Node> {
        let stops = |node: &Node| match node {
            Node::Function(index) => self.names.get(index).is_some_and(|name| stops(name)),
            Node::Data(_) => false,
        };
        let mut reached = HashSet::new();
        let mut open: Vec<Node> = self.roots.iter().copied().map(Node::Function).collect();
        // What stands in no symbol is nobody's, so it counts as needed.
        open.extend(edges.get(&None).into_iter().flatten().copied());
        while let Some(node) = open.pop() {
            if !stops(&node) && reached.insert(node) {
                open.extend(edges.get(&Some(node)).into_iter().flatten().copied());
            }
        }
        reached
    }

    /// What each node leads to. Nobody's relocations stand under `None`.
    fn edges(&self) -> HashMap<Option<Node>, Vec<Node>> {
        let mut edges: HashMap<Option<Node>, Vec<Node>> = HashMap::new();
        for relocation in &self.relocations {
            let target = self.symbols.get(relocation.symbol as usize).copied().flatten();
            let Some(target) = target else { continue };
            let from = if relocation.in_code {
                self.function_at(relocation.offset).map(Node::Function)
            } else {
                self.data_at(relocation.offset).map(Node::Data)
            };
            edges.entry(from).or_default().push(target);
        }
        edges
    }

    fn function_at(&self, offset: usize) -> Option<u32> {
        let (_, (end, index)) = self.bodies.range(..=offset).next_back()?;
        (offset < *end).then_some(*index)
    }

    fn data_at(&self, offset: usize) -> Option<u32> {
        let (range, address) = self.segments.iter().find(|(range, _)| range.contains(&offset))?;
        let address = address + u32::try_from(offset - range.start).ok()?;
        let (start, end) = self.data.range(..=address).next_back()?;
        (address < *end).then_some(*start)
    }
}

/// Where a segment's bytes are in its section, and in memory.
fn segment_of(segment: &Data<'_>, section_at: usize) -> wasmparser::Result<(Range<usize>, u32)> {
    let end = segment.range.end - section_at;
    let bytes = end - segment.data.len()..end;
    let address = match &segment.kind {
        DataKind::Active { offset_expr, .. } => match offset_expr.get_operators_reader().read()? {
            Operator::I32Const { value } => value.cast_unsigned(),
            _ => 0,
        },
        DataKind::Passive => 0,
    };
    Ok((bytes, address))
}

/// Whether a mangled name is that of a gate to a part: of a function in that module itself, not of anything inside of one.
pub(super) fn is_gate(name: &str, part: &str) -> bool {
    let inside = || {
        let rest = name
            .strip_prefix(GATES)?
            .strip_prefix(&format!("{}{part}", part.len()))?;
        let digits = rest.find(|letter: char| !letter.is_ascii_digit())?;
        let (length, rest) = rest.split_at_checked(digits)?;
        rest.get(length.parse().ok()?..)
    };
    inside().is_some_and(|rest| rest.starts_with("17h"))
}
