//! From facts to edges and references.

use model::{
    Project, RelPath,
    facts::{Binding, Bound, ImportForm, SymbolFact, Use},
};
use rustc_hash::{FxHashMap, FxHashSet};
use syntax::Language;

use super::{
    Counts, Edge, EdgeKind, Graph, GraphFile, Reference, Target, Texts,
    meaning::{Meaning, Meanings},
    overloads::is_component,
    places::{Place, Places},
    table::{FileNo, SymbolRef, Table},
};
use crate::parallel::{each, each_with};

/// What one file gives and takes.
struct Linked {
    edges: Vec<Edge>,
    references: Vec<Reference>,
    unresolved: usize,
}

pub(super) fn build(table: Table, projects: &[Project], texts: &Texts) -> Graph {
    let places = Places::new(&table, projects, texts);
    let keep = || Meanings::new(&table, &places);
    let mut linked = each_with(table.files.len(), keep, |meanings, at| {
        let file = FileNo::try_from(at).unwrap_or(FileNo::MAX);
        let (references, unresolved) = references(meanings, file);
        Linked { edges: Vec::new(), references, unresolved }
    });
    let edges = each(table.files.len(), |at| {
        let file = FileNo::try_from(at).unwrap_or(FileNo::MAX);
        edges(&table, &places, file, &linked[at].references)
    });
    edges.into_iter().zip(&mut linked).for_each(|(edges, linked)| linked.edges = edges);
    assembled(table, linked)
}

fn assembled(table: Table, linked: Vec<Linked>) -> Graph {
    let mut graph = Graph::default();
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let mut packages: FxHashMap<RelPath, Vec<u32>> = FxHashMap::default();
    for (at, file) in table.files.iter().enumerate() {
        if file.language.is_java_like() || (file.language == Language::Go && !file.is_go_test()) {
            packages.entry(table.folders[file.folder as usize].clone()).or_default().push(number(at));
        }
    }
    for (file, linked) in table.files.into_iter().zip(linked) {
        let (first_edge, first_use) = (graph.edges.len(), graph.references.len());
        let counts = counts(&linked, &file.links.symbols);
        for edge in linked.edges {
            let at = number(graph.edges.len());
            match &edge.to {
                Target::File(to) => graph.by_target.push((*to, at)),
                Target::Folder(folder) => {
                    graph.by_target.extend(packages.get(folder).into_iter().flatten().map(|to| (*to, at)));
                }
                _ => {}
            }
            graph.edges.push(edge);
        }
        graph.references.extend(linked.references);
        graph.files.push(GraphFile {
            path: file.path,
            links: file.links,
            edges: number(first_edge)..number(graph.edges.len()),
            references: number(first_use)..number(graph.references.len()),
            counts,
        });
    }
    graph.by_target.sort_unstable();
    graph.by_symbol = (0..number(graph.references.len())).collect();
    let references = &graph.references;
    graph.by_symbol.sort_unstable_by_key(|at| (references[*at as usize].to, *at));
    graph
}

fn counts(linked: &Linked, symbols: &[SymbolFact]) -> Counts {
    let of = |is_wanted: &dyn Fn(&Edge) -> bool| linked.edges.iter().filter(|edge| is_wanted(edge)).count();
    Counts {
        imports: linked.edges.len(),
        static_imports: of(&|edge| edge.kind == EdgeKind::Static),
        dynamic_imports: of(&|edge| edge.kind == EdgeKind::Dynamic),
        unknown_imports: of(&|edge| matches!(edge.to, Target::Unknown(_))),
        symbols: symbols.len(),
        references: linked.references.len(),
        unresolved_references: linked.unresolved,
    }
}

/// The uses of a file of which it is sure what they mean, and how many are not.
fn references(meanings: &mut Meanings<'_>, file: FileNo) -> (Vec<Reference>, usize) {
    let table = meanings.table;
    let links = &table.file(file).links;
    let mut found = Vec::new();
    let mut unresolved = links.unclear as usize;
    for binding in links.bindings.iter().filter(|binding| !matches!(binding.what, Bound::Top)) {
        if let Meaning::Symbol(to) = meanings.binding(file, binding) {
            found.push(Reference { from: file, line: binding.line, column: binding.column, is_call: false, to });
        }
    }
    for it in &links.uses {
        let meaning = match it.arguments {
            Some(count) if table.file(file).language.is_java_like() => meanings.called(file, it.node, count),
            _ => meanings.node(file, it.node),
        };
        match meaning {
            Meaning::Symbol(to) => match chosen(table, to, it.arguments) {
                Some(to) if is_declaration(table, file, it, to) => {}
                Some(to) => {
                    let is_call = it.arguments.is_some_and(|count| count != Use::ANY);
                    found.push(Reference { from: file, line: it.line, column: it.column, is_call, to });
                }
                None => unresolved += 1,
            },
            Meaning::Unknown => unresolved += 1,
            Meaning::Value(_)
            | Meaning::Items(..)
            | Meaning::Module(_)
            | Meaning::Folder(_)
            | Meaning::Tested(_)
            | Meaning::Outside => {}
        }
    }
    found.sort_unstable();
    (found, unresolved)
}

/// Whether a use is where the symbol is declared.
fn is_declaration(table: &Table, file: FileNo, it: &Use, to: SymbolRef) -> bool {
    let fact = table.symbol(to);
    to.file == file && fact.line == it.line && fact.column == it.column
}

/// The one of several symbols of a name that is meant: of Java's methods it is chosen where the call is looked at.
fn chosen(table: &Table, to: SymbolRef, arguments: Option<u8>) -> Option<SymbolRef> {
    let fact = table.symbol(to);
    let model::facts::Owner::Symbol(owner) = fact.owner else { return Some(to) };
    match table.file(to.file).language {
        Language::Java => {
            let is_value = table.kind(to).is_value() || table.is_type(to) || is_component(table, to);
            return Some(to).filter(|_| arguments.is_some() || is_value);
        }
        Language::Kotlin => {}
        _ => return Some(to),
    }
    let name = table.file(to.file).name(fact.name);
    let all: Vec<SymbolRef> = table.members(SymbolRef { symbol: owner, ..to }, name).collect();
    if all.len() == 1 {
        return Some(to);
    }
    // A field and a method may bear one name.
    let is_field = |it: &SymbolRef| table.kind(*it).is_value();
    let Some(count) = arguments else {
        let mut fields = all.iter().filter(|it| is_field(it));
        return fields.next().copied().filter(|_| fields.next().is_none());
    };
    let takes = |it: &&SymbolRef| {
        let (least, most) = table.symbol(**it).arity;
        !is_field(it) && (least..=most).contains(&count)
    };
    let mut fitting = all.iter().filter(takes);
    fitting.next().copied().filter(|_| fitting.next().is_none())
}

/// The imports of a file, by line. Java's classes of the same package need none: their first use counts as one.
fn edges(table: &Table, places: &Places, file: FileNo, references: &[Reference]) -> Vec<Edge> {
    let from = table.file(file);
    let mut found = Vec::new();
    let mut taken: FxHashMap<u32, Vec<&Binding>> = FxHashMap::default();
    for binding in from.links.bindings.iter().filter(|_| from.language == Language::Python) {
        taken.entry(binding.import).or_default().push(binding);
    }
    for (at, import) in from.links.imports.iter().enumerate() {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let place = places.of(file, at);
        let kind = match import.form {
            ImportForm::Dynamic | ImportForm::Computed => EdgeKind::Dynamic,
            ImportForm::Static | ImportForm::TypeOnly | ImportForm::Required => EdgeKind::Static,
        };
        let module = from.text(import.module);
        let edge = |module: &str, to: Target| Edge { from: file, line: import.line, module: module.into(), kind, to };
        let parts = taken.remove(&at).map(|names| submodules(table, places, file, &names)).unwrap_or_default();
        // `from package import module` means the module; the package only for what else is taken from it.
        // A plain folder has nothing else to take.
        let is_plain = matches!(place, Place::Folder(_));
        let is_whole = parts.is_empty() || (!is_plain && parts.iter().any(|(_, to)| to.is_none()));
        if is_whole {
            found.push(edge(module, target(table, place)));
        }
        for (name, to) in parts {
            if let Some(to) = to.or_else(|| is_plain.then_some(Target::Unknown("no such module"))) {
                let joint = if module.ends_with('.') { "" } else { "." };
                found.push(edge(&format!("{module}{joint}{name}"), to));
            }
        }
    }
    if from.language.is_java_like() {
        found.extend(unnamed(table, file, references, &found));
    }
    found.sort_by_key(|edge| edge.line);
    found
}

/// What a `from` import of Python takes: each name, with the module that it is.
fn submodules<'t>(
    table: &'t Table,
    places: &Places,
    file: FileNo,
    names: &[&Binding],
) -> Vec<(&'t str, Option<Target>)> {
    let from = table.file(file);
    names
        .iter()
        .filter_map(|binding| {
            let Bound::Member(name) = binding.what else { return None };
            let to = match places.of(file, binding.import) {
                Place::File(package) => places.submodule(table, *package, from.name(name)).map(Target::File),
                Place::Folder(folder) => places.below(table, *folder, from.name(name)).map(|it| target(table, &it)),
                _ => None,
            };
            Some((from.text(name), to))
        })
        .collect()
}

/// Classes that a file uses without an import.
fn unnamed(table: &Table, file: FileNo, references: &[Reference], imported: &[Edge]) -> Vec<Edge> {
    let mut found: Vec<Edge> = Vec::new();
    let mut known: FxHashSet<u32> = FxHashSet::default();
    known.extend(imported.iter().filter_map(|edge| match edge.to {
        Target::File(to) => Some(to),
        _ => None,
    }));
    for it in references {
        if it.to.file == file || !matches!(table.symbol(it.to).owner, model::facts::Owner::File) {
            continue;
        }
        if !known.insert(it.to.file) {
            continue;
        }
        let to = table.file(it.to.file);
        let package = to.links.package.map(|name| to.text(name));
        let name = to.text(table.symbol(it.to).name);
        let full = package.map_or_else(|| name.to_owned(), |package| format!("{package}.{name}"));
        found.push(Edge {
            from: file,
            line: it.line,
            module: full.into(),
            kind: EdgeKind::Static,
            to: Target::File(it.to.file),
        });
    }
    found
}

fn target(table: &Table, place: &Place) -> Target {
    match place {
        Place::File(file) => Target::File(*file),
        Place::Symbol(found) => Target::File(found.file),
        Place::Other(path) => Target::Other(path.clone()),
        Place::Folder(folder) => Target::Folder(table.folders[*folder as usize].clone()),
        Place::External { package, is_standard } => {
            Target::External { package: package.clone(), is_standard: *is_standard }
        }
        Place::Unknown(why) => Target::Unknown(why),
    }
}
