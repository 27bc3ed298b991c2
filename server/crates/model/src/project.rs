use std::{fmt, sync::Arc};

use crate::{Endpoint, EnvFileOrder, EnvKey, Migrations, Place, RelPath, VersionText};

/// Which family of files describes the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WorkspaceKind {
    /// RapidKit files.
    Rapidkit,
    /// Workspai files.
    Workspai,
    /// Neither.
    Plain,
}

/// A project's identity: its folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProjectId(pub RelPath);

impl fmt::Display for ProjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What runs a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Runtime {
    /// `CPython` or compatible.
    Python,
    /// Node.js, Bun or Deno.
    Node,
    /// Go.
    Go,
    /// A JVM: Java or Kotlin.
    Java,
}

impl Runtime {
    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::Node => "node",
            Self::Go => "go",
            Self::Java => "java",
        }
    }
}

/// Frameworks that are told apart. Only `detect/src/frameworks/` names them elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum FrameworkName {
    Fastapi,
    Flask,
    Django,
    Starlette,
    Nestjs,
    Express,
    Fastify,
    Koa,
    Nextjs,
    Medusa,
    Gofiber,
    Gogin,
    Goecho,
    Gochi,
    Springboot,
}

impl FrameworkName {
    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Fastapi => "fastapi",
            Self::Flask => "flask",
            Self::Django => "django",
            Self::Starlette => "starlette",
            Self::Nestjs => "nestjs",
            Self::Express => "express",
            Self::Fastify => "fastify",
            Self::Koa => "koa",
            Self::Nextjs => "nextjs",
            Self::Medusa => "medusa",
            Self::Gofiber => "gofiber",
            Self::Gogin => "gogin",
            Self::Goecho => "goecho",
            Self::Gochi => "gochi",
            Self::Springboot => "springboot",
        }
    }
}

/// A framework and the best known version: locked, else the declared constraint, else `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framework {
    /// Which.
    pub name: FrameworkName,
    /// Its version.
    pub version: Option<VersionText>,
    /// The declaration that shows it.
    pub place: Place,
}

/// One place that says which runtime version the project wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionClaim {
    /// Exact, partial or a range, as written.
    pub value: VersionText,
    /// Where.
    pub place: Place,
}

/// An installed module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// E.g. `free/auth/core`.
    pub slug: Arc<str>,
    /// E.g. `auth_core`.
    pub name: Arc<str>,
    /// As registered.
    pub version: Option<VersionText>,
    /// Its entry in the registry.
    pub place: Place,
}

/// When a dependency is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DependencyGroup {
    /// At run time.
    Main,
    /// Only for development or tests.
    Dev,
}

/// A declared dependency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// The package's name as declared.
    pub name: Arc<str>,
    /// As declared; `""` when any version will do.
    pub constraint: Arc<str>,
    /// The version in the lock file.
    pub locked: Option<VersionText>,
    /// The version that stands in the workspace (an environment, `node_modules`, `vendor`); `None` when none does, or when
    /// the files do not tell.
    pub installed: Option<VersionText>,
    /// Main or dev.
    pub group: DependencyGroup,
    /// The declaration.
    pub place: Place,
}

/// What a command is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CommandRole {
    /// Starts the project for development.
    Dev,
    /// Runs its tests.
    Test,
    /// Builds it.
    Build,
    /// Lints it.
    Lint,
    /// Starts it as in production.
    Start,
}

impl CommandRole {
    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Test => "test",
            Self::Build => "build",
            Self::Lint => "lint",
            Self::Start => "start",
        }
    }
}

/// A command line of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// What for.
    pub role: CommandRole,
    /// The line to type in the project's folder (`npm run dev`, `make test`).
    pub line: String,
    /// The place that defines it.
    pub place: Place,
}

/// Whose port it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PortRole {
    /// The process listens on it when started by hand.
    App,
    /// Compose publishes it on the host.
    Published,
    /// A container listens on it.
    Container,
}

/// A port of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Port {
    /// 1–65535.
    pub port: u16,
    /// Whose.
    pub role: PortRole,
    /// Who says so.
    pub place: Place,
    /// Whether it is only what is taken when nobody says another one: a default in code, or that of a program.
    pub is_fallback: bool,
}

/// The package manager that owns a project's dependencies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum PackageTool {
    Poetry,
    Uv,
    Pdm,
    Pipenv,
    Pip,
    Npm,
    Pnpm,
    Yarn,
    Bun,
    GoModules,
    Maven,
    Gradle,
}

/// One detected service or package root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Its folder.
    pub id: ProjectId,
    /// The name shown: from its manifest or marker, else the folder's.
    pub name: Arc<str>,
    /// The file that made it a project.
    pub manifest: RelPath,
    /// What runs it.
    pub runtime: Runtime,
    /// The runtime version that counts: the most exact claim.
    pub runtime_version: Option<VersionClaim>,
    /// Every claim, the strongest first.
    pub version_claims: Vec<VersionClaim>,
    /// The framework, if one is known.
    pub framework: Option<Framework>,
    /// The kit it was made from.
    pub kit: Option<Arc<str>>,
    /// Installed modules, by slug.
    pub modules: Vec<Module>,
    /// Routes, by file and line. Shared: there may be many, and most edits change none.
    pub endpoints: Arc<[Endpoint]>,
    /// Env keys, by name.
    pub env: Vec<EnvKey>,
    /// The dotenv files that it loads, by mode, as far as that is known.
    pub env_files: Vec<EnvFileOrder>,
    /// Ports, by role and number.
    pub ports: Vec<Port>,
    /// Declared dependencies, in the manifest's order.
    pub dependencies: Vec<Dependency>,
    /// Commands, at most one a role.
    pub commands: Vec<Command>,
    /// Migrations of its databases, by folder.
    pub migrations: Vec<Migrations>,
    /// Who installs its dependencies.
    pub package_tool: Option<PackageTool>,
}

impl Project {
    /// The project's folder.
    #[must_use]
    pub fn root(&self) -> &RelPath {
        &self.id.0
    }

    /// The command of a role.
    #[must_use]
    pub fn command(&self, role: CommandRole) -> Option<&Command> {
        self.commands.iter().find(|command| command.role == role)
    }

    /// The kit, else the framework, else the runtime: what a person calls this sort of project.
    #[must_use]
    pub fn project_type(&self) -> &str {
        self.kit
            .as_deref()
            .or(self.framework.as_ref().map(|framework| framework.name.name()))
            .unwrap_or(self.runtime.name())
    }
}
