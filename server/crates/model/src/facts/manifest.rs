use std::sync::Arc;

use super::Problem;
use crate::{CommandRole, DependencyGroup, PackageTool, Range, Runtime, VersionText};

/// Which manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum ManifestKind {
    PackageJson,
    Pyproject,
    Requirements,
    SetupPy,
    Pipfile,
    GoMod,
    GoWork,
    Pom,
    Gradle,
    GradleSettings,
}

/// A manifest of any runtime in one shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// Which.
    pub kind: ManifestKind,
    /// Whose.
    pub runtime: Runtime,
    /// The package's name.
    pub name: Option<Arc<str>>,
    /// The package's version.
    pub version: Option<VersionText>,
    /// Who manages it, where the manifest itself says so (`[tool.poetry]`, `packageManager`).
    pub tool: Option<PackageTool>,
    /// In file order.
    pub dependencies: Vec<DeclaredDependency>,
    /// `engines.node`, `requires-python`, `go`/`toolchain` directive, `java.version`, source compatibility.
    pub runtime_claims: Vec<(VersionText, Range)>,
    /// Scripts and tasks, as written.
    pub scripts: Vec<NamedCommand>,
    /// npm/pnpm workspaces, Maven modules, Gradle includes, go.work `use`: folders or globs relative to the manifest.
    pub members: Vec<Arc<str>>,
    /// The hash a lock file made from this text would carry: poetry's content hash.
    pub content_hash: Option<Arc<str>>,
    /// Whether the manifest stands for a package at all (a `pyproject.toml` with only tool settings does not).
    pub is_package: bool,
    /// What could not be read. The rest holds.
    pub problems: Vec<Problem>,
}

/// One declared dependency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredDependency {
    /// As declared. Python names as written; compare by their normalised form. Maven: `group:artifact`.
    pub name: Arc<str>,
    /// As declared; `""` for any version.
    pub constraint: Arc<str>,
    /// Main or dev.
    pub group: DependencyGroup,
    /// The range of the name.
    pub range: Range,
    /// npm: optional, peer; Go: `// indirect`. Such entries need not be locked or installed.
    pub is_optional: bool,
    /// A folder in the workspace (`file:`, `workspace:`, `replace … => ../x`), not a package from a registry.
    pub is_local: bool,
}

/// A named script, target or task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedCommand {
    /// Its name (`dev`, `test:e2e`).
    pub name: Arc<str>,
    /// What it runs, as written.
    pub line: Arc<str>,
    /// What it is for, judged by its name.
    pub role: Option<CommandRole>,
    /// The range of the name.
    pub range: Range,
}
