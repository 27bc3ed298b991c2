//! The code graph in the document of `workspai inspect --code --json`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which file imports which, and who uses what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CodeReport {
    /// Files of code, by path.
    pub files: Vec<CodeFileReport>,
    /// Uses of symbols of the workspace of which it is sure what they mean, by file and line.
    pub references: Vec<ReferenceReport>,
    /// How much there is of what.
    pub counts: CodeCounts,
}

/// A file of code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CodeFileReport {
    /// Its path.
    pub path: String,
    /// Its imports, by line.
    pub imports: Vec<ImportReport>,
    /// Its symbols, outer before inner.
    pub symbols: Vec<SymbolReport>,
}

/// An import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ImportReport {
    /// Line.
    pub line: u32,
    /// As written; the expression when it is computed. A class that Java uses without an import by its full name.
    pub module: String,
    /// `static`, or `dynamic` when a call carries it out.
    pub kind: String,
    /// What it means.
    pub to: ImportTarget,
}

/// What an import means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ImportTarget {
    /// A file of the workspace.
    File {
        /// Its path.
        file: String,
    },
    /// A package that is a folder of the workspace.
    Folder {
        /// Its path.
        folder: String,
    },
    /// Out of the workspace.
    External {
        /// The package, as far as the import names it.
        external: String,
        /// Whether it comes with the language.
        standard: bool,
    },
    /// Not known.
    Unknown {
        /// Why.
        unknown: String,
    },
}

/// A symbol.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SymbolReport {
    /// With the names of what is around it (`Orders.place`).
    pub name: String,
    /// `function`, `method`, `property`, `class`, `interface`, `struct`, `enum`, `type`, `alias`, `constant`, `variable`, `field`.
    pub kind: String,
    /// Line of its name.
    pub line: u32,
    /// Last line.
    pub end_line: u32,
    /// Whether others may use it by its name.
    pub exported: bool,
}

/// A use of a symbol.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReferenceReport {
    /// Where.
    pub from: PlaceReport,
    /// Of what.
    pub to: SymbolPlace,
    /// `call` or `reference`.
    pub kind: String,
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlaceReport {
    /// File.
    pub file: String,
    /// Line.
    pub line: u32,
    /// Column of the name, in UTF-16 units.
    pub column: u32,
}

/// A symbol of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SymbolPlace {
    /// File.
    pub file: String,
    /// As in [`SymbolReport::name`].
    pub symbol: String,
    /// Line of its name.
    pub line: u32,
}

/// How much there is of what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CodeCounts {
    /// All imports.
    pub imports: u64,
    /// Carried out by a statement.
    #[serde(rename = "static")]
    pub static_imports: u64,
    /// Carried out by a call.
    #[serde(rename = "dynamic")]
    pub dynamic_imports: u64,
    /// Of which it is not known where they lead.
    #[serde(rename = "unknown")]
    pub unknown_imports: u64,
    /// Symbols.
    pub symbols: u64,
    /// Uses of symbols of the workspace.
    pub references: u64,
    /// Uses that may be of symbols of the workspace, but it is not sure of which.
    pub unresolved_references: u64,
}
