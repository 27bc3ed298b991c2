use std::sync::Arc;

use super::{GeneratedApi, Problem};
use crate::{CommandRole, DependencyGroup, PackageTool, Range, RelPath, Runtime, VersionText};

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
    GradleCatalog,
    GradleScript,
    PnpmWorkspace,
}

/// Whom a build of Gradle declares something for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// Itself and all below (`allprojects`).
    All,
    /// All below (`subprojects`).
    Below,
    /// The project of this path, `/`-separated (`project(':x')`).
    Project(Arc<str>),
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
    /// What older versions of the tool would have computed instead, where their rule differs.
    pub older_hashes: Box<[Arc<str>]>,
    /// The group that Maven names the package in: its own or its parent's.
    pub organisation: Option<Arc<str>>,
    /// Names that stand for texts in constraints: Maven's and Gradle's properties, accessors of a version catalog
    /// (`libs.spring.web` and `group:artifact:version`). Texts as written.
    pub properties: Vec<(Arc<str>, Arc<str>)>,
    /// Maven: packages (`group:artifact`) whose managed versions count here too.
    pub imports: Vec<Arc<str>>,
    /// Versions that declarations without one take: Maven's parent and dependency management, Gradle's plugins and
    /// platforms, catalogs. Not dependencies themselves.
    pub managed: Vec<DeclaredDependency>,
    /// Files that this one takes in: `-r` of requirements, Maven's parent, scripts that a build of Gradle applies to itself.
    /// Relative to the manifest.
    pub includes: Vec<(Arc<str>, Range)>,
    /// Files whose versions hold for what is declared elsewhere: `-c` of requirements, scripts that a build of
    /// Gradle applies to others. Relative to the manifest.
    pub constraints: Vec<(Arc<str>, Range)>,
    /// Maven: interfaces that the build makes of described APIs.
    pub generated: Box<[GeneratedApi]>,
    /// Gradle: what a build declares for projects of the same build.
    pub shared: Box<[(Recipient, DeclaredDependency)]>,
    /// Whether the manifest stands for a package at all (a `pyproject.toml` with only tool settings does not).
    pub is_package: bool,
    /// Whether it names code to run or import (`main`, `bin`, `exports`, `[project.scripts]`).
    pub has_entry: bool,
    /// npm: the file that an import of the package by its name alone means, as written (`exports`, `main`).
    pub entry: Option<Arc<str>>,
    /// What could not be read. The rest holds.
    pub problems: Vec<Problem>,
}

impl Manifest {
    /// The files of the workspace that it takes in or takes versions from, given its own path. None lies outside.
    pub fn targets<'m>(&'m self, path: &'m RelPath) -> impl Iterator<Item = RelPath> + 'm {
        let names = self.includes.iter().chain(&self.constraints);
        names.filter_map(move |(name, _)| path.parent()?.join(name).ok())
    }

    /// A manifest that says nothing yet.
    #[must_use]
    pub fn new(kind: ManifestKind, runtime: Runtime) -> Self {
        Self {
            kind,
            runtime,
            name: None,
            version: None,
            tool: None,
            dependencies: Vec::new(),
            runtime_claims: Vec::new(),
            scripts: Vec::new(),
            members: Vec::new(),
            content_hash: None,
            shared: Box::default(),
            older_hashes: Box::default(),
            organisation: None,
            properties: Vec::new(),
            imports: Vec::new(),
            managed: Vec::new(),
            includes: Vec::new(),
            constraints: Vec::new(),
            generated: Box::default(),
            is_package: true,
            has_entry: false,
            entry: None,
            problems: Vec::new(),
        }
    }
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
    /// The words before the name that run it (`make`, `poe`); `None` for the script runner of the package tool.
    pub runner: Option<&'static str>,
    /// What it is for, judged by its name.
    pub role: Option<CommandRole>,
    /// The range of the name.
    pub range: Range,
}
