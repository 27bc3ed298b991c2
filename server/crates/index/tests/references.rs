//! Who uses what, language by language: only what is sure, and what is not is counted.

#[path = "references/ecma.rs"]
mod ecma;
#[path = "references/go.rs"]
mod go;
#[path = "references/java.rs"]
mod java;
#[path = "references/kotlin.rs"]
mod kotlin;
#[path = "references/python.rs"]
mod python;

use expect_test::Expect;
use index::{Graph, Index, Target};

/// A line for each import and each use, and a last one for what is not known.
fn rendered(graph: &Graph) -> String {
    let path = |file: u32| graph.files()[file as usize].path.to_string();
    let mut text = String::new();
    let mut unresolved = 0;
    for (number, file) in (0..).zip(graph.files()) {
        unresolved += file.counts.unresolved_references;
        for edge in graph.imports_of(number) {
            let to = match &edge.to {
                Target::File(to) => path(*to),
                Target::Other(other) => format!("{other} (no code)"),
                Target::Folder(folder) => format!("{folder}/"),
                Target::External { package, is_standard: true } => format!("standard {package}"),
                Target::External { package, .. } => format!("external {package}"),
                Target::Unknown(why) => format!("unknown: {why}"),
            };
            text += &format!("{}:{} {:?} {} -> {to}\n", file.path, edge.line + 1, edge.kind, edge.module);
        }
        for it in graph.references_of(number) {
            let verb = if it.is_call { "calls" } else { "names" };
            let line = graph.symbols_of(it.to.file)[it.to.symbol as usize].line + 1;
            text += &format!(
                "{}:{}:{} {verb} {}:{line} {}\n",
                file.path,
                it.line + 1,
                it.column + 1,
                path(it.to.file),
                graph.name(it.to)
            );
        }
    }
    text + &format!("unresolved: {unresolved}\n")
}

#[track_caller]
fn check(fixture: &str, expect: Expect) {
    let host = fixture::mem_host(fixture);
    let mut index = Index::new(&host);
    expect.assert_eq(&rendered(&index.graph(&host)));
}
