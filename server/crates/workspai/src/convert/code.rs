use index::{Counts, Edge, EdgeKind, Graph, Reference, SymbolRef, Target};
use model::{
    RelPath,
    facts::{CodeSymbolKind, SymbolFact},
};
use wire::code::{
    CodeCounts, CodeFileReport, CodeReport, ImportReport, ImportTarget, PlaceReport, ReferenceReport, SymbolPlace,
    SymbolReport,
};

/// The code graph, as far as it lies below one of `folders`.
pub(crate) fn code_report(graph: &Graph, folders: &[&RelPath]) -> CodeReport {
    let mut counts = Counts::default();
    let (mut files, mut references) = (Vec::new(), Vec::new());
    for (number, file) in (0..).zip(graph.files()) {
        if !folders.iter().any(|folder| file.path.is_within(folder)) {
            continue;
        }
        counts += file.counts;
        let symbols = (0..).zip(graph.symbols_of(number));
        files.push(CodeFileReport {
            path: file.path.to_string(),
            imports: graph.imports_of(number).iter().map(|edge| import_report(graph, edge)).collect(),
            symbols: symbols
                .map(|(symbol, fact)| symbol_report(graph.name(SymbolRef { file: number, symbol }), fact))
                .collect(),
        });
        references.extend(graph.references_of(number).iter().map(|it| reference_report(graph, it)));
    }
    CodeReport { files, references, counts: code_counts(counts) }
}

fn import_report(graph: &Graph, edge: &Edge) -> ImportReport {
    let kind = match edge.kind {
        EdgeKind::Static => "static",
        EdgeKind::Dynamic => "dynamic",
    };
    ImportReport {
        line: edge.line + 1,
        module: edge.module.to_string(),
        kind: kind.to_owned(),
        to: match &edge.to {
            Target::File(file) => ImportTarget::File { file: path_of(graph, *file) },
            Target::Other(path) => ImportTarget::File { file: path.to_string() },
            Target::Folder(folder) => ImportTarget::Folder { folder: folder.to_string() },
            Target::External { package, is_standard } => {
                ImportTarget::External { external: package.to_string(), standard: *is_standard }
            }
            Target::Unknown(why) => ImportTarget::Unknown { unknown: (*why).to_owned() },
        },
    }
}

fn symbol_report(name: String, fact: &SymbolFact) -> SymbolReport {
    SymbolReport {
        name,
        kind: symbol_kind(fact.kind).to_owned(),
        line: fact.line + 1,
        end_line: fact.last_line + 1,
        exported: fact.is_exported,
    }
}

fn reference_report(graph: &Graph, it: &Reference) -> ReferenceReport {
    let line = graph.symbols_of(it.to.file).get(it.to.symbol as usize).map_or(0, |fact| fact.line + 1);
    ReferenceReport {
        from: PlaceReport { file: path_of(graph, it.from), line: it.line + 1, column: u32::from(it.column) + 1 },
        to: SymbolPlace { file: path_of(graph, it.to.file), symbol: graph.name(it.to), line },
        kind: if it.is_call { "call" } else { "reference" }.to_owned(),
    }
}

fn path_of(graph: &Graph, file: u32) -> String {
    graph.files().get(file as usize).map(|file| file.path.to_string()).unwrap_or_default()
}

/// The name of a kind of symbol.
fn symbol_kind(kind: CodeSymbolKind) -> &'static str {
    match kind {
        CodeSymbolKind::Function => "function",
        CodeSymbolKind::Method => "method",
        CodeSymbolKind::Property => "property",
        CodeSymbolKind::Class => "class",
        CodeSymbolKind::Interface => "interface",
        CodeSymbolKind::Struct => "struct",
        CodeSymbolKind::Enum => "enum",
        CodeSymbolKind::Type => "type",
        CodeSymbolKind::Alias => "alias",
        CodeSymbolKind::Constant => "constant",
        CodeSymbolKind::Variable => "variable",
        CodeSymbolKind::Field => "field",
    }
}

fn code_counts(counts: Counts) -> CodeCounts {
    CodeCounts {
        imports: counts.imports as u64,
        static_imports: counts.static_imports as u64,
        dynamic_imports: counts.dynamic_imports as u64,
        unknown_imports: counts.unknown_imports as u64,
        symbols: counts.symbols as u64,
        references: counts.references as u64,
        unresolved_references: counts.unresolved_references as u64,
    }
}
