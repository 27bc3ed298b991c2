//! The code graph: which file imports which, what symbols there are, and who calls or references them. Made when somebody
//! asks; facts of single files are kept by content, so that the next answer reads only what changed.

mod arguments;
mod build;
mod ecma;
mod go;
mod java;
mod meaning;
mod overloads;
mod places;
mod python;
mod store;
mod table;
mod texts;

use std::sync::Arc;

use model::{
    RelPath,
    facts::{FileLinks, SymbolFact},
};

pub use self::table::SymbolRef;
pub(crate) use self::{store::Store, texts::Texts};

/// An import: from a file to what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Number of the importing file.
    pub from: u32,
    /// Zero-based.
    pub line: u32,
    /// What is imported, as written.
    pub module: Box<str>,
    /// When it is imported.
    pub kind: EdgeKind,
    /// What it means.
    pub to: Target,
}

/// When an import is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EdgeKind {
    /// Whenever the file is loaded, or the code around it runs.
    Static,
    /// By a call.
    Dynamic,
}

/// What an import means.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A file of the graph, by its number.
    File(u32),
    /// A file of the workspace that is no code.
    Other(RelPath),
    /// A package that is a folder of the workspace: its files that are no tests.
    Folder(RelPath),
    /// Out of the workspace: the package, and whether it comes with the language.
    External {
        /// The package's name as far as the import says it.
        package: Box<str>,
        /// Whether it comes with the language.
        is_standard: bool,
    },
    /// Not known; why.
    Unknown(&'static str),
}

/// A use of a symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// Number of the file that uses it.
    pub from: u32,
    /// Zero-based.
    pub line: u32,
    /// UTF-16 units.
    pub column: u16,
    /// It is called, or made a value of.
    pub is_call: bool,
    /// What is used.
    pub to: SymbolRef,
}

/// How much there is of what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All imports.
    pub imports: usize,
    /// Those carried out when the file is loaded.
    pub static_imports: usize,
    /// Those carried out by a call.
    pub dynamic_imports: usize,
    /// Those of which it is not known where they lead.
    pub unknown_imports: usize,
    /// Functions, classes, methods and so on.
    pub symbols: usize,
    /// Uses of symbols of the workspace.
    pub references: usize,
    /// Uses that may be of symbols of the workspace, but it is not sure of which.
    pub unresolved_references: usize,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.imports += other.imports;
        self.static_imports += other.static_imports;
        self.dynamic_imports += other.dynamic_imports;
        self.unknown_imports += other.unknown_imports;
        self.symbols += other.symbols;
        self.references += other.references;
        self.unresolved_references += other.unresolved_references;
    }
}

/// A file of the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraphFile {
    /// Its path.
    pub path: RelPath,
    /// What it says of itself.
    pub links: Arc<FileLinks>,
    /// Range of its imports in [`Graph::edges`].
    edges: std::ops::Range<u32>,
    /// Range of its uses in [`Graph::references`].
    references: std::ops::Range<u32>,
    /// How much of what.
    pub counts: Counts,
}

/// The graph of a workspace. Immutable.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    files: Vec<GraphFile>,
    edges: Vec<Edge>,
    references: Vec<Reference>,
    /// References by what is used.
    by_symbol: Vec<u32>,
    /// Edges by the file they lead to, those to folders by each of its files.
    by_target: Vec<(u32, u32)>,
}

impl Graph {
    /// Files of code, by path.
    #[must_use]
    pub fn files(&self) -> &[GraphFile] {
        &self.files
    }

    /// The number of a file.
    #[must_use]
    pub fn file(&self, path: &RelPath) -> Option<u32> {
        let at = self.files.binary_search_by(|file| file.path.cmp(path)).ok()?;
        u32::try_from(at).ok()
    }

    /// The imports of a file, by line.
    #[must_use]
    pub fn imports_of(&self, file: u32) -> &[Edge] {
        let found = self.files.get(file as usize);
        found.map_or(&[], |file| &self.edges[file.edges.start as usize..file.edges.end as usize])
    }

    /// The imports that lead to a file, or to the package that it is of; by importing file and line.
    pub fn importers_of(&self, file: u32) -> impl Iterator<Item = &Edge> {
        let start = self.by_target.partition_point(|(to, _)| *to < file);
        let found = self.by_target[start..].iter().take_while(move |(to, _)| *to == file);
        found.map(|(_, edge)| &self.edges[*edge as usize])
    }

    /// The symbols of a file, outer before inner.
    #[must_use]
    pub fn symbols_of(&self, file: u32) -> &[SymbolFact] {
        self.files.get(file as usize).map_or(&[], |file| &file.links.symbols)
    }

    /// What a file uses, by place.
    #[must_use]
    pub fn references_of(&self, file: u32) -> &[Reference] {
        let found = self.files.get(file as usize);
        found.map_or(&[], |file| &self.references[file.references.start as usize..file.references.end as usize])
    }

    /// Who uses a symbol, by file and place.
    pub fn references_to(&self, symbol: SymbolRef) -> impl Iterator<Item = &Reference> {
        let to = |at: &u32| self.references[*at as usize].to;
        let start = self.by_symbol.partition_point(|at| to(at) < symbol);
        let found = self.by_symbol[start..].iter().take_while(move |at| to(at) == symbol);
        found.map(|at| &self.references[*at as usize])
    }

    /// The innermost functions and methods that call a symbol, with the place of the call; `None` for calls outside of any.
    pub fn callers_of(&self, symbol: SymbolRef) -> impl Iterator<Item = (Option<SymbolRef>, &Reference)> {
        self.references_to(symbol).filter(|it| it.is_call).map(|it| (self.enclosing(it.from, it.line), it))
    }

    /// The innermost function or method around a line.
    #[must_use]
    pub fn enclosing(&self, file: u32, line: u32) -> Option<SymbolRef> {
        let symbols = self.symbols_of(file).iter().enumerate();
        let around = symbols.filter(|(_, it)| is_code(it) && (it.line..=it.last_line).contains(&line));
        let (at, _) = around.max_by_key(|(_, it)| it.line)?;
        Some(SymbolRef { file, symbol: u32::try_from(at).ok()? })
    }

    /// Every reference, by file and place.
    #[must_use]
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// A symbol's name with those of the classes and functions around it (`Orders.place`).
    #[must_use]
    pub fn name(&self, symbol: SymbolRef) -> String {
        let Some(file) = self.files.get(symbol.file as usize) else { return String::new() };
        let Some(fact) = file.links.symbols.get(symbol.symbol as usize) else { return String::new() };
        let own = file.links.names.get(fact.name);
        match fact.owner {
            model::facts::Owner::File => own.to_owned(),
            model::facts::Owner::Symbol(outer) => {
                format!("{}.{own}", self.name(SymbolRef { symbol: outer, ..symbol }))
            }
            model::facts::Owner::Type(outer) => format!("{}.{own}", file.links.names.get(outer)),
        }
    }

    /// What there is below a folder.
    #[must_use]
    pub fn counts_below(&self, folder: &RelPath) -> Counts {
        let mut counts = Counts::default();
        self.files.iter().filter(|file| file.path.is_within(folder)).for_each(|file| counts += file.counts);
        counts
    }
}

fn is_code(it: &SymbolFact) -> bool {
    use model::facts::CodeSymbolKind::{Function, Method, Property};
    matches!(it.kind, Function | Method | Property)
}
