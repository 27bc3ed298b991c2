//! The document of `workspai inspect --json`.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::code::CodeReport;

/// The number in it is raised when a key is renamed or removed.
pub const SCHEMA: &str = "workspai/inspect@1";

/// What the workspace is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct InspectReport<'a> {
    /// [`SCHEMA`].
    pub schema: String,
    /// Always `.`: every path is relative to it.
    pub root: String,
    /// `rapidkit`, `workspai` or `plain`.
    pub kind: String,
    /// By path.
    pub projects: Vec<ProjectReport<'a>>,
    /// Compose services, by file and line.
    pub services: Vec<ServiceReport>,
    /// Sizes and time.
    pub stats: StatsReport,
    /// Imports, symbols and references; only when asked for (`--code`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<CodeReport>,
}

/// One project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProjectReport<'a> {
    /// The name shown.
    pub name: String,
    /// Its folder; `.` for the workspace root.
    pub path: String,
    /// The file that made it a project.
    pub manifest: String,
    /// `python`, `node`, `go`, `java`.
    pub runtime: String,
    /// The version that counts.
    pub runtime_version: Option<VersionReport>,
    /// The framework.
    pub framework: Option<FrameworkReport>,
    /// The kit.
    pub kit: Option<String>,
    /// Installed modules.
    pub modules: Vec<ModuleReport>,
    /// Routes.
    pub endpoints: Vec<EndpointReport<'a>>,
    /// Env keys, by name.
    pub env: Vec<EnvReport>,
    /// The dotenv files that its program loads, by mode. Empty where it is not known what loads them.
    #[serde(default)]
    pub env_files: Vec<EnvFilesReport>,
    /// Ports.
    pub ports: Vec<PortReport>,
    /// Declared dependencies.
    pub dependencies: Vec<DependencyReport>,
    /// Commands.
    pub commands: CommandsReport,
    /// Where each command of `commands` is defined, by role.
    pub command_places: Vec<CommandPlace>,
    /// Migrations of its databases, by folder.
    #[serde(default)]
    pub migrations: Vec<MigrationsReport>,
}

/// A runtime version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VersionReport {
    /// As written.
    pub value: String,
    /// The file that says so.
    pub file: String,
    /// Line.
    pub line: u32,
}

/// A framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FrameworkReport {
    /// Its name.
    pub name: String,
    /// Locked version, else the declared constraint.
    pub version: Option<String>,
}

/// An installed module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ModuleReport {
    /// E.g. `free/auth/core`.
    pub slug: String,
    /// E.g. `auth_core`.
    pub name: String,
    /// As registered.
    pub version: Option<String>,
    /// The registry file.
    pub file: String,
    /// Line.
    pub line: u32,
}

// A workspace has tens of thousands: what is written at once only borrows its texts.
/// A route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EndpointReport<'a> {
    /// Upper case; `ANY` when it takes all.
    pub method: Cow<'a, str>,
    /// The full effective path.
    pub path: Cow<'a, str>,
    /// File of the declaration.
    pub file: Cow<'a, str>,
    /// Line.
    pub line: u32,
    /// What answers.
    pub handler: Cow<'a, str>,
    /// Whether the server reaches it.
    pub mounted: bool,
    /// The expressions that each `{?}` of the path stands for, as written.
    pub unknown: Cow<'a, [String]>,
}

impl ProjectReport<'_> {
    /// The same with texts of its own.
    #[must_use]
    pub fn into_owned(self) -> ProjectReport<'static> {
        let endpoints = self.endpoints.into_iter().map(EndpointReport::into_owned).collect();
        ProjectReport { endpoints, ..self }
    }
}

impl EndpointReport<'_> {
    fn into_owned(self) -> EndpointReport<'static> {
        let owned = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        EndpointReport {
            method: owned(self.method),
            path: owned(self.path),
            file: owned(self.file),
            line: self.line,
            handler: owned(self.handler),
            mounted: self.mounted,
            unknown: Cow::Owned(self.unknown.into_owned()),
        }
    }
}

/// An env key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EnvReport {
    /// The key.
    pub key: String,
    /// Whether the project needs it.
    pub required: bool,
    /// Whether its value is a secret.
    pub secret: bool,
    /// Who reads it.
    pub reads: Vec<EnvReadReport>,
    /// Who defines or documents it.
    pub defines: Vec<EnvDefineReport>,
}

/// A read of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EnvReadReport {
    /// File.
    pub file: String,
    /// Line.
    pub line: u32,
    /// Whether the reader has a default.
    pub default: bool,
}

/// A definition of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EnvDefineReport {
    /// File.
    pub file: String,
    /// Line.
    pub line: u32,
    /// `dotenv`, `example`, `compose`, `dockerfile`, `ci`, `k8s`, `makefile`, `script`.
    pub layer: String,
    /// The modes in which it is the one that counts among the dotenv files that are loaded; `""` for a loader without modes.
    /// Absent where it is not known what loads the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wins: Option<Vec<String>>,
}

/// The dotenv files of one mode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EnvFilesReport {
    /// `nextjs`, `vite`, `dotenv-flow`, `nestjs`, `nestjs-expanded`, `pydantic`.
    pub loader: String,
    /// `development`, `production`, `test`; empty for a loader without modes.
    pub mode: String,
    /// Those that are there, the one that wins first. The environment itself wins over all of them.
    pub files: Vec<String>,
}

/// A port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PortReport {
    /// 1–65535.
    pub port: u16,
    /// `app`, `published` or `container`.
    pub role: String,
    /// File.
    pub file: String,
    /// Line.
    pub line: u32,
}

/// A declared dependency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DependencyReport {
    /// As declared.
    pub name: String,
    /// As declared.
    pub constraint: String,
    /// The version in the lock file.
    pub locked: Option<String>,
    /// The version that stands in the workspace: in a virtual environment, `node_modules` or `vendor`. `null` when none does.
    #[serde(default)]
    pub installed: Option<String>,
    /// `main` or `dev`.
    pub group: String,
    /// File.
    pub file: String,
    /// Line.
    pub line: u32,
}

/// Lines to type in the project's folder. Absent: the project has none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names are the documentation")]
pub struct CommandsReport {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dev: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub build: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
}

/// Where a command is defined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CommandPlace {
    /// `dev`, `test`, `build`, `lint`, `start`.
    pub role: String,
    /// The line to type.
    pub command: String,
    /// File.
    pub file: String,
    /// Line.
    pub line: u32,
}

/// The migrations of one folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MigrationsReport {
    /// `alembic`, `django`, `typeorm`, `prisma`, `flyway`, `knex`, `sequelize`, `golang-migrate`.
    pub tool: String,
    /// The folder that holds them.
    pub folder: String,
    /// How many there are.
    pub count: u32,
    /// Those that nothing follows; one where all is well.
    pub heads: Vec<String>,
    /// What the tool would refuse, each a sentence.
    pub problems: Vec<String>,
    /// The file of the first head.
    pub file: String,
    /// Line.
    pub line: u32,
}

/// A compose service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ServiceReport {
    /// Its key.
    pub name: String,
    /// `null` when it is only built.
    pub image: Option<String>,
    /// File.
    pub file: String,
    /// Line.
    pub line: u32,
    /// Published ports.
    pub ports: Vec<u16>,
    /// The path of the project that it builds.
    pub project: Option<String>,
}

/// Sizes and time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct StatsReport {
    /// Files seen.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Milliseconds.
    pub elapsed_ms: u64,
}
