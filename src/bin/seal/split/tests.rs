use std::collections::HashSet;

use walrus::ir::Value;
use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, FunctionBuilder, FunctionId, ImportKind, Module, RefType,
};

use super::graph::{self, Needed};
use super::{LATER, PROGRAM, parts};

const GATE: &str = "_ZN7tsuzuki2ui5gates5lists4gate17h0123456789abcdefE";

/// A module in which `start` calls a gate and what both parts need, and the gate what only it leads to, once directly and
/// once through the table.
fn whole() -> Vec<u8> {
    let mut module = Module::default();
    let memory = module.memories.add_local(false, false, 1, None, None);
    module.exports.add("memory", memory);
    let mut shared = FunctionBuilder::new(&mut module.types, &[], &[]);
    shared.name("shared".to_owned());
    // Longer than what is copied.
    for _ in 0..50 {
        shared.func_body().i32_const(1).drop();
    }
    let shared = shared.finish(Vec::new(), &mut module.funcs);
    let direct = function(&mut module, "direct", &[shared]);
    let pointed = function(&mut module, "pointed", &[shared]);
    let gate = function(&mut module, GATE, &[direct, shared]);
    let start = function(&mut module, "start", &[gate, shared]);
    module.exports.add("start", start);
    module.tables.add_local(false, 8, None, RefType::EXTERNREF);
    let table = module.tables.add_local(false, 3, Some(3), RefType::FUNCREF);
    let kind = ElementKind::Active {
        table,
        offset: ConstExpr::Value(Value::I32(1)),
    };
    let element = module
        .elements
        .add(kind, ElementItems::Functions(vec![shared, pointed]));
    module.tables.get_mut(table).elem_segments.insert(element);
    let kind = DataKind::Active {
        memory,
        offset: ConstExpr::Value(Value::I32(64)),
    };
    let data = module.data.add(kind, b"first later ".to_vec());
    module.memories.get_mut(memory).data_segments.insert(data);
    module.emit_wasm()
}

fn function(module: &mut Module, name: &str, calls: &[FunctionId]) -> FunctionId {
    let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
    builder.name(name.to_owned());
    for call in calls {
        builder.func_body().call(*call);
    }
    builder.finish(Vec::new(), &mut module.funcs)
}

fn names(names: &[&str]) -> HashSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn needed() -> Needed {
    Needed {
        later: names(&["direct", "pointed", GATE]),
        later_data: std::iter::once(70..75).collect(),
        gates: names(&[GATE]),
    }
}

fn names_of(module: &Module) -> HashSet<String> {
    let local = module.funcs.iter_local();
    local
        .filter_map(|(id, _)| module.funcs.get(id).name.clone())
        .collect()
}

fn bytes_of(module: &Module) -> Vec<(i32, Vec<u8>)> {
    let segments = module.data.iter();
    segments
        .filter_map(|data| match &data.kind {
            DataKind::Active {
                offset: ConstExpr::Value(Value::I32(at)),
                ..
            } => Some((*at, data.value.clone())),
            _ => None,
        })
        .collect()
}

#[test]
fn each_part_has_what_the_other_has_not() {
    let (first, later) = parts::make(&whole(), &needed()).unwrap();
    let (first, later) = (
        Module::from_buffer(&first).unwrap(),
        Module::from_buffer(&later).unwrap(),
    );
    let (in_first, in_later) = (names_of(&first), names_of(&later));
    for (name, of_first, of_later) in [
        ("start", true, false),
        ("shared", true, false),
        ("direct", false, true),
        ("pointed", false, true),
        // In the first part it is a call of the second one's.
        (GATE, true, true),
    ] {
        assert_eq!(in_first.contains(name), of_first, "{name} in the first part");
        assert_eq!(in_later.contains(name), of_later, "{name} in the second part");
    }
    assert_eq!(bytes_of(&first), [(64, b"first \0\0\0\0\0 ".to_vec())]);
    assert_eq!(bytes_of(&later), [(70, b"later".to_vec())]);
}

#[test]
fn what_the_second_part_imports_is_in_the_table_of_the_first_one_or_exported() {
    let (first, later) = parts::make(&whole(), &needed()).unwrap();
    let (first, later) = (
        Module::from_buffer(&first).unwrap(),
        Module::from_buffer(&later).unwrap(),
    );
    let table = first.tables.main_function_table().unwrap().unwrap();
    let table = first.tables.get(table);
    let exported: HashSet<_> = first.exports.iter().map(|export| export.name.as_str()).collect();
    assert!(later.imports.iter().count() >= 3);
    for import in later.imports.iter() {
        assert_eq!(import.module, PROGRAM);
        match import.kind {
            ImportKind::Function(_) => {
                let place: u64 = import.name.parse().unwrap();
                assert!(place < table.initial, "{import:?}");
            }
            _ => assert!(exported.contains(import.name.as_str()), "{import:?}"),
        }
    }
    assert!(exported.contains("start") && exported.contains("memory"));
    assert_eq!(later.exports.iter().count(), 0);
    // However large the table and the memory are by then, they are taken.
    assert!(
        later
            .tables
            .iter()
            .all(|table| table.initial == 0 && table.maximum.is_none())
    );
    assert!(
        later
            .memories
            .iter()
            .all(|memory| memory.initial == 0 && memory.maximum.is_none())
    );
}

#[test]
fn a_third_part_finds_what_the_second_one_found_under_the_same_names() {
    let of_third = Needed {
        later: names(&["pointed"]),
        later_data: Vec::new(),
        gates: HashSet::new(),
    };
    let (rest, third) = parts::make(&whole(), &of_third).unwrap();
    let (first, second) = parts::make(&rest, &needed()).unwrap();
    let [first, second, third] = [first, second, third].map(|part| Module::from_buffer(&part).unwrap());
    let exports: Vec<_> = first.exports.iter().map(|export| export.name.as_str()).collect();
    let unique: HashSet<_> = exports.iter().collect();
    assert_eq!(unique.len(), exports.len());
    let places = |module: &Module| {
        let functions = module
            .imports
            .iter()
            .filter(|import| matches!(import.kind, ImportKind::Function(_)));
        functions
            .map(|import| import.name.clone())
            .collect::<HashSet<_>>()
    };
    // Both call what is shared, which stands in the table once.
    assert_eq!(places(&third).len(), 1);
    assert!(places(&third).is_subset(&places(&second)));
}

#[test]
fn a_module_without_relocations_is_refused() {
    assert!(graph::needed(&whole(), &LATER).is_err_and(|error| error.contains("no relocations")));
}

#[test]
fn gates_are_the_functions_of_their_module_and_nothing_in_them() {
    assert!(graph::is_gate(GATE, "lists") && !graph::is_gate(GATE, "later"));
    for other in [
        "_ZN7tsuzuki2ui5gates5lists4gate28_$u7b$$u7b$closure$u7d$$u7d$17h0123456789abcdefE",
        "_ZN7tsuzuki2ui5pages5lists4gate17h0123456789abcdefE",
        "_ZN7tsuzuki2ui5gates5lists",
        "main",
        "",
    ] {
        assert!(!graph::is_gate(other, "lists"), "{other}");
    }
}
