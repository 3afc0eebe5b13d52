//! The two modules: the same one twice, each without what stands in the other.

use std::collections::{HashMap, HashSet};

use walrus::ir::Value;
use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, Export, ExportItem, FunctionBuilder, FunctionId,
    FunctionKind, GlobalKind, ImportKind, ImportedFunction, Module, ModuleConfig, TableId,
};

use super::PROGRAM;
use super::graph::Needed;

/// A place of the function table, and the index of the function that stands there.
type Slot = (u32, usize);

/// Makes them of `wasm`.
pub(crate) fn make(wasm: &[u8], needed: &Needed) -> Result<(Vec<u8>, Vec<u8>), String> {
    // Read twice, the same things have the same indices.
    let (mut first, mut later) = (read(wasm)?, read(wasm)?);
    let moved = moved(&first, needed);
    let mut slots = take_slots(&mut first, &moved)?;
    close_gates(&mut first, needed, &mut slots)?;
    import_the_rest(&mut later, &moved);
    fill_slots(&mut later, &slots)?;
    move_data(&mut first, &mut later, needed)?;
    walrus::passes::gc::run(&mut later);
    share(&mut first, &mut later)?;
    walrus::passes::gc::run(&mut first);
    Ok((first.emit_wasm(), later.emit_wasm()))
}

fn read(wasm: &[u8]) -> Result<Module, String> {
    let mut config = ModuleConfig::new();
    config.generate_producers_section(false);
    let mut module = config.parse(wasm).map_err(|error| format!("{error:#}"))?;
    // They speak of the module as it was linked.
    for section in ["linking", "reloc.CODE", "reloc.DATA"] {
        module.customs.remove_raw(section);
    }
    Ok(module)
}

fn main_table(module: &Module) -> Result<TableId, String> {
    let table = module.tables.main_function_table();
    let table = table.map_err(|error| error.to_string())?;
    table.ok_or_else(|| "it has no function table".to_owned())
}

/// Functions of so few instructions stand in each part that calls them: that takes less room than an import and a place in
/// the table, and wasm-opt can put them where they are called. Try another number when the bundle has changed much.
const COPIED: u64 = 12;

/// Indices of the functions that go into the later module. What wasm-bindgen added or exports stays.
fn moved(module: &Module, needed: &Needed) -> HashSet<usize> {
    let exported: HashSet<FunctionId> = module
        .exports
        .iter()
        .filter_map(|export| match export.item {
            ExportItem::Function(function) => Some(function),
            _ => None,
        })
        .chain(module.start)
        .collect();
    let functions = module.funcs.iter_local();
    functions
        .map(|(id, _)| module.funcs.get(id))
        .filter(|function| !exported.contains(&function.id()))
        .filter(|function| {
            function
                .name
                .as_ref()
                .is_some_and(|name| needed.later.contains(name))
        })
        .map(|function| function.id().index())
        .collect()
}

/// Empties the places of the function table that the later module fills. Called before, one of them traps.
fn take_slots(first: &mut Module, moved: &HashSet<usize>) -> Result<Vec<Slot>, String> {
    let table = main_table(first)?;
    let mut nobody = FunctionBuilder::new(&mut first.types, &[], &[]);
    nobody.func_body().unreachable();
    let nobody = nobody.finish(Vec::new(), &mut first.funcs);
    let mut slots = Vec::new();
    for element in first.elements.iter_mut() {
        let ElementKind::Active { table: of, offset } = &element.kind else {
            continue;
        };
        if *of != table {
            continue;
        }
        let ConstExpr::Value(Value::I32(start)) = offset else {
            return Err("its function table is filled at an address that is no number".to_owned());
        };
        let ElementItems::Functions(functions) = &mut element.items else {
            return Err("its function table is filled with expressions".to_owned());
        };
        for (slot, function) in (start.cast_unsigned()..).zip(functions) {
            if moved.contains(&function.index()) {
                slots.push((slot, function.index()));
                *function = nobody;
            }
        }
    }
    Ok(slots)
}

/// Makes each gate of the first module a call of the place in the table where the later module puts it.
fn close_gates(first: &mut Module, needed: &Needed, slots: &mut Vec<Slot>) -> Result<(), String> {
    let table = main_table(first)?;
    let gates: Vec<_> = first
        .funcs
        .iter()
        .filter(|function| {
            function
                .name
                .as_ref()
                .is_some_and(|name| needed.gates.contains(name))
        })
        .map(|function| (function.id(), function.ty()))
        .collect();
    for (gate, ty) in gates {
        let known = slots.iter().find(|(_, index)| *index == gate.index());
        let slot = match known {
            Some((slot, _)) => *slot,
            None => {
                let slot = grow(first, table, 1)?;
                slots.push((slot, gate.index()));
                slot
            }
        };
        let (params, results) = first.types.params_results(ty);
        let (params, results) = (params.to_vec(), results.to_vec());
        let locals: Vec<_> = params.iter().map(|ty| first.locals.add(*ty)).collect();
        let mut builder = FunctionBuilder::new(&mut first.types, &params, &results);
        let mut body = builder.func_body();
        for local in &locals {
            body.local_get(*local);
        }
        body.i32_const(slot.cast_signed()).call_indirect(ty, table);
        first.funcs.get_mut(gate).kind = FunctionKind::Local(builder.local_func(locals));
    }
    Ok(())
}

/// Gives a table so many more places. The first of them.
fn grow(module: &mut Module, table: TableId, by: usize) -> Result<u32, String> {
    let table = module.tables.get_mut(table);
    let start = u32::try_from(table.initial).map_err(|error| error.to_string())?;
    table.initial += by as u64;
    table.maximum = table.maximum.map(|maximum| maximum.max(table.initial));
    Ok(start)
}

/// Leaves the functions that are moved, and makes imports of everything else.
fn import_the_rest(later: &mut Module, moved: &HashSet<usize>) {
    later.start = None;
    let exports: Vec<_> = later.exports.iter().map(|export| export.id()).collect();
    exports
        .into_iter()
        .for_each(|export| later.exports.delete(export));
    let elements: Vec<_> = later.elements.iter().map(|element| element.id()).collect();
    elements
        .into_iter()
        .for_each(|element| later.elements.delete(element));
    let data: Vec<_> = later.data.iter().map(|data| data.id()).collect();
    data.into_iter().for_each(|data| later.data.delete(data));
    // What the glue gives to the first part.
    for import in later.imports.iter_mut() {
        PROGRAM.clone_into(&mut import.module);
    }
    for table in later.tables.iter_mut() {
        table.elem_segments.clear();
        // However large it has become by then.
        (table.initial, table.maximum) = (0, None);
        let id = table.id();
        let import = || later.imports.add(PROGRAM, "", id);
        table.import.get_or_insert_with(import);
    }
    for memory in later.memories.iter_mut() {
        memory.data_segments.clear();
        (memory.initial, memory.maximum) = (0, None);
        let id = memory.id();
        let import = || later.imports.add(PROGRAM, "", id);
        memory.import.get_or_insert_with(import);
    }
    let globals: Vec<_> = later.globals.iter().map(|global| global.id()).collect();
    for global in globals {
        if matches!(later.globals.get(global).kind, GlobalKind::Local(_)) {
            let import = later.imports.add(PROGRAM, "", global);
            later.globals.get_mut(global).kind = GlobalKind::Import(import);
        }
    }
    for function in later.funcs.iter_mut() {
        let is_left = matches!(&function.kind, FunctionKind::Local(local) if local.size() > COPIED);
        if is_left && !moved.contains(&function.id().index()) {
            let import = later.imports.add(PROGRAM, "", function.id());
            let ty = function.ty();
            function.kind = FunctionKind::Import(ImportedFunction { import, ty });
        }
    }
}

/// Has the later module put its functions into the table when it is loaded.
fn fill_slots(later: &mut Module, slots: &[Slot]) -> Result<(), String> {
    let table = main_table(later)?;
    let ids: Vec<FunctionId> = later.funcs.iter().map(|function| function.id()).collect();
    let id_of = |index: usize| ids.iter().copied().find(|id| id.index() == index);
    let mut runs: Vec<(u32, Vec<FunctionId>)> = Vec::new();
    let mut slots = slots.to_vec();
    slots.sort_unstable();
    for (slot, index) in slots {
        let function = id_of(index).ok_or("a function of its table is gone")?;
        match runs.last_mut() {
            Some((start, functions)) if *start as usize + functions.len() == slot as usize => {
                functions.push(function);
            }
            _ => runs.push((slot, vec![function])),
        }
    }
    for (start, functions) in runs {
        let offset = ConstExpr::Value(Value::I32(start.cast_signed()));
        let kind = ElementKind::Active { table, offset };
        let element = later.elements.add(kind, ElementItems::Functions(functions));
        later.tables.get_mut(table).elem_segments.insert(element);
    }
    Ok(())
}

/// Moves the bytes that only the later module reads. Where they were, zeros are left, which take no room in a file.
fn move_data(first: &mut Module, later: &mut Module, needed: &Needed) -> Result<(), String> {
    let memory = later.memories.iter().next().ok_or("it has no memory")?.id();
    let memory_of_first = first.memories.iter().next().ok_or("it has no memory")?.id();
    let mut empty = Vec::new();
    let segments: Vec<_> = first.data.iter().map(|data| data.id()).collect();
    for segment in segments {
        let data = first.data.get_mut(segment);
        let DataKind::Active {
            offset: ConstExpr::Value(Value::I32(start)),
            ..
        } = &data.kind
        else {
            continue;
        };
        let start = start.cast_unsigned();
        for range in &needed.later_data {
            let inside = |address: u32| address.checked_sub(start).map(|offset| offset as usize);
            let (Some(from), Some(to)) = (inside(range.start), inside(range.end)) else {
                continue;
            };
            let Some(bytes) = data.value.get_mut(from..to) else {
                continue;
            };
            if bytes.iter().any(|byte| *byte != 0) {
                let offset = ConstExpr::Value(Value::I32(range.start.cast_signed()));
                let segment = later
                    .data
                    .add(DataKind::Active { memory, offset }, bytes.to_vec());
                later.memories.get_mut(memory).data_segments.insert(segment);
                bytes.fill(0);
            }
        }
        // A part that is not the first writes what it has, zeros too.
        if data.value.iter().all(|byte| *byte == 0) {
            empty.push(segment);
        }
    }
    for segment in empty {
        first
            .memories
            .get_mut(memory_of_first)
            .data_segments
            .remove(&segment);
        first.data.delete(segment);
    }
    Ok(())
}

/// Gives what the later module imports of the first one: functions by their places in the table, which need no names in
/// the first module then, the rest as exports. The names of the imports say which.
fn share(first: &mut Module, later: &mut Module) -> Result<(), String> {
    let table = main_table(first)?;
    // `src/shell/boot.js` looks for functions in the one of this name.
    export(first, "table", table.into());
    let functions: Vec<_> = first.funcs.iter().map(|item| item.id()).collect();
    let tables: Vec<_> = first.tables.iter().map(|item| item.id()).collect();
    let memories: Vec<_> = first.memories.iter().map(|item| item.id()).collect();
    let globals: Vec<_> = first.globals.iter().map(|item| item.id()).collect();
    let mut places = places(first, table);
    let start = grow(first, table, 0)?;
    let mut added = Vec::new();
    for import in later.imports.iter_mut() {
        import.name = match import.kind {
            ImportKind::Function(id) => {
                let function = same(&functions, id.index(), |id| id.index())?;
                let place = places.entry(id.index()).or_insert_with(|| {
                    added.push(function);
                    start + added.len() as u32 - 1
                });
                place.to_string()
            }
            ImportKind::Table(id) => {
                export(first, "table", same(&tables, id.index(), |id| id.index())?.into())
            }
            ImportKind::Memory(id) => export(
                first,
                "memory",
                same(&memories, id.index(), |id| id.index())?.into(),
            ),
            ImportKind::Global(id) => export(
                first,
                "global",
                same(&globals, id.index(), |id| id.index())?.into(),
            ),
            ImportKind::Tag(_) => return Err("it has a tag".to_owned()),
        };
    }
    grow(first, table, added.len())?;
    let offset = ConstExpr::Value(Value::I32(start.cast_signed()));
    let kind = ElementKind::Active { table, offset };
    let element = first.elements.add(kind, ElementItems::Functions(added));
    first.tables.get_mut(table).elem_segments.insert(element);
    Ok(())
}

/// The one that has this index in the other module.
fn same<I: Copy>(items: &[I], index: usize, index_of: impl Fn(&I) -> usize) -> Result<I, String> {
    let item = items.iter().copied().find(|item| index_of(item) == index);
    item.ok_or_else(|| "something that a part needs is gone".to_owned())
}

/// Exports something, unless that was done for an earlier part. Gives its name, which begins with what it is.
fn export(module: &mut Module, what: &str, item: ExportItem) -> String {
    let is_it = |export: &&Export| export.name.starts_with(what) && is_same(export.item, item);
    if let Some(export) = module.exports.iter().find(is_it) {
        return export.name.clone();
    }
    let same = |export: &&Export| {
        export
            .name
            .strip_prefix(what)
            .is_some_and(|rest| rest.parse::<u8>().is_ok() || rest.is_empty())
    };
    let name = match module.exports.iter().filter(same).count() {
        0 => what.to_owned(),
        others => format!("{what}{others}"),
    };
    module.exports.add(&name, item);
    name
}

fn is_same(one: ExportItem, other: ExportItem) -> bool {
    match (one, other) {
        (ExportItem::Table(one), ExportItem::Table(other)) => one == other,
        (ExportItem::Memory(one), ExportItem::Memory(other)) => one == other,
        (ExportItem::Global(one), ExportItem::Global(other)) => one == other,
        _ => false,
    }
}

/// Where in the table each function stands, by its index.
fn places(module: &Module, table: TableId) -> HashMap<usize, u32> {
    let mut places = HashMap::new();
    for element in module.elements.iter() {
        let (
            ElementKind::Active {
                table: of,
                offset: ConstExpr::Value(Value::I32(start)),
            },
            ElementItems::Functions(functions),
        ) = (&element.kind, &element.items)
        else {
            continue;
        };
        if *of == table {
            let slots = start.cast_unsigned()..;
            places.extend(functions.iter().map(|function| function.index()).zip(slots));
        }
    }
    places
}
