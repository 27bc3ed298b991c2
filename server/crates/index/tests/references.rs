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

/// Nobody writes it on purpose, but everybody while he types.
#[test]
fn what_is_its_own_value_has_no_members() {
    let python =
        "a = a\na.m()\nb = c\nc = b\nb.m.n()\n\nclass K:\n    x = x\n    y = z\n    z = y\n\nK.x.m()\nK().y.m()\n";
    let ecma = "const a = a;\na.m();\nlet b = c; let c = b; b.m.n();\nclass K { static x = K.x; y = this.y; static z = K.w; static w = K.z }\n\
                K.x.m(); new K().y.m(); K.z.m();\nimport { p as q } from './b'; export const p = q.p; p.m();\n";
    let go = "package m\n\nvar a = a\nvar b = c\nvar c = b\n\nfunc f() { a.M(); b.N() }\n";
    let java = "class J { static J a = J.a; J b = this.b; void f() { a.m(); b.m(); var d = d; d.m(); } }\n";
    let kotlin = "class B { val a = a\n val b = c\n val c = b\n fun f() { a.m(); b.m() } }\n";
    for (name, text) in [("a.py", python), ("a.ts", ecma), ("a.go", go), ("J.java", java), ("B.kt", kotlin)] {
        let host = fixture::mem_host(&format!("//- /{name}\n{text}"));
        let mut index = Index::new(&host);
        let graph = index.graph(&host);
        let is_member = |it: &&index::Reference| it.is_call && graph.name(it.to).to_lowercase().ends_with(['m', 'n']);
        let called = graph.references_of(0).iter().filter(is_member);
        assert_eq!(called.count(), 0, "{name}");
        assert!(!graph.symbols_of(0).is_empty(), "{name}");
    }
}
