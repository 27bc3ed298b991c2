//! What a reader learns from one file, without looking at any other. A pure function of path and text, so it can be
//! cached by content. Readers live in `detect`; `index` assembles facts into projects; rules read both.

mod api;
mod code;
mod compose;
mod container;
mod env_read;
mod links;
mod lock;
mod manifest;
mod memory;
mod migration;
mod port;
mod rapidkit;

use std::sync::Arc;

pub use api::{ApiDescription, ApiOperation, GeneratedApi};
pub use code::{CodeFacts, ContentHash, EcmaConfig, Marks, PathAlias, SourceFacts};
pub use compose::{
    ComposeDependency, ComposeEnv, ComposeEnvFile, ComposeExtends, ComposeFile, ComposePort, ComposeService,
    ComposeVariable,
};
pub use container::{DockerArgument, DockerStage, Dockerfile};
pub use env_read::{
    EnvAsk, EnvConfig, EnvFacts, EnvField, EnvLookup, EnvSchema, EnvScope, Fallback, KeyForm, KeyRead, SchemaKind,
};
pub use links::{
    Binding, Bound, CodeSymbolKind, FileLinks, ImportFact, ImportForm, NameId, Names, Node, NodeId, Owner, SymbolFact,
    Use,
};
pub use lock::{LockFile, LockKind, LockedDeclaration, LockedPackage};
pub use manifest::{DeclaredDependency, Manifest, ManifestKind, NamedCommand, Recipient};
pub use memory::{MemoryEntry, MemoryFile, MemoryKind};
pub use migration::{MigrationFacts, MigrationTool};
pub use port::{PortFact, PortValue};
pub use rapidkit::{
    ContractProject, FileHash, ModuleRegistry, ProjectMarker, RegisteredModule, ToolchainClaim, WorkspaceContract,
    WorkspaceMarker,
};

use crate::{Layer, Range, Runtime, VersionText};

/// What was read from one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileFacts {
    /// `.env` and its kin, templates included.
    Dotenv(DotenvFile),
    /// A compose file.
    Compose(ComposeFile),
    /// A Dockerfile.
    Dockerfile(Dockerfile),
    /// `package.json`, `pyproject.toml`, `go.mod`, …
    Manifest(Manifest),
    /// A lock file.
    Lock(LockFile),
    /// `.python-version`, `.nvmrc`, `.node-version`, `.tool-versions`.
    RuntimePin(RuntimePin),
    /// A Makefile, justfile or Taskfile.
    Makefile(Makefile),
    /// Env keys that a CI workflow or a Kubernetes manifest sets.
    EnvLayer(EnvLayerFile),
    /// The description of an API.
    ApiDescription(ApiDescription),
    /// A project's `.rapidkit/project.json` or `.workspai/project.json`.
    ProjectMarker(ProjectMarker),
    /// A project's `registry.json`.
    ModuleRegistry(ModuleRegistry),
    /// A workspace marker or `workspace.json`.
    WorkspaceMarker(WorkspaceMarker),
    /// `toolchain.lock` or `workspace.contract.json`.
    WorkspaceContract(WorkspaceContract),
    /// `file-hashes.json`.
    FileHashes(Vec<FileHash>),
    /// `.gitignore`: its patterns, comments and blank lines left out.
    Ignore(Vec<(Arc<str>, Range)>),
    /// `workspace-memory.json`.
    Memory(MemoryFile),
    /// A file of a known kind that could not be read as such. What is wrong, and where.
    Broken(Vec<Problem>),
}

/// What is wrong with a file, in words for its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub range: Range,
    /// One sentence: what is wrong and what would be right.
    pub message: String,
}

/// A dotenv file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DotenvFile {
    /// Template or real.
    pub layer: Layer,
    /// In file order, duplicates included.
    pub entries: Vec<DotenvEntry>,
    /// Lines that some dotenv reader refuses. A line whose key is certain nevertheless is an entry as well.
    pub invalid: Vec<InvalidLine>,
    /// Number of lines as [`crate::LineMap`] counts them: a text that ends with a line ending has an empty last one.
    pub lines: u32,
    /// Whether the text ends with a line ending (or is empty).
    pub ends_with_newline: bool,
}

/// One `KEY=value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DotenvEntry {
    /// The key.
    pub key: Arc<str>,
    /// The value after unquoting, before interpolation; `None` for `export KEY` without `=`.
    pub value: Option<Arc<str>>,
    /// The key's range.
    pub key_range: Range,
    /// The value's range as written, quotes included; empty range after `=` when there is none.
    pub value_range: Range,
    /// The whole entry, from its first line's start to its last line's end, without the line ending.
    pub range: Range,
    /// The comment of the template that says the key may stay away (`# optional`), on the line above or behind.
    pub is_optional: bool,
}

/// A family of programs that read dotenv files, each with its own grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DotenvDialect {
    /// python-dotenv, and pydantic-settings with it.
    Python,
    /// dotenv of npm, and `@nestjs/config` with it.
    Node,
    /// Docker compose and godotenv: one refused line fails the whole file.
    Compose,
    /// `source .env` and `docker run --env-file`.
    Shell,
}

/// A line that at least one family of readers refuses, or reads as something that was not meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidLine {
    /// The line.
    pub range: Range,
    /// The key, as far as one can be told.
    pub key: Option<Arc<str>>,
    /// Why, in words that follow "line 3: ".
    pub reason: String,
    /// Who refuses it; sorted, never empty.
    pub refused_by: Vec<DotenvDialect>,
    /// The whole line as it should be, when that is certain (`KEY = v` → `KEY=v`, `KEY: v` → `KEY=v`).
    pub repaired: Option<String>,
}

/// A file that pins a runtime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuntimePin {
    /// One a runtime.
    pub pins: Vec<(Runtime, VersionText, Range)>,
}

/// A file that sets env keys for containers or jobs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvLayerFile {
    /// CI or Kubernetes.
    pub layer: Layer,
    /// Key, literal value if there is one, range of the key, in file order.
    pub entries: Vec<(Arc<str>, Option<Arc<str>>, Range)>,
    /// For a Kubernetes manifest: for each entry the name of the workload, `ConfigMap` or `Secret` that has it; empty where
    /// the file does not tell.
    pub holders: Vec<Arc<str>>,
    /// The names of the workloads, to match projects.
    pub workloads: Vec<Arc<str>>,
    /// Workloads and the `ConfigMap`s and `Secret`s that they take all keys of.
    pub taken: Vec<(Arc<str>, Arc<str>)>,
}

/// Targets of a Makefile, recipes of a justfile, tasks of a Taskfile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Makefile {
    /// In file order.
    pub commands: Vec<NamedCommand>,
    /// Env keys that commands get from it: key, literal value if there is one, range of the key, in file order.
    pub env: Vec<(Arc<str>, Option<Arc<str>>, Range)>,
}
