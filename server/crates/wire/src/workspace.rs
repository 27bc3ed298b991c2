//! The workspace as the explorer's roots show it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::inspect::{FrameworkReport, PortReport, ServiceReport, StatsReport, VersionReport};

/// What the explorer's roots, the status bar and the badge show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    /// The snapshot it speaks of. 0: the first one is still being built.
    pub revision: u64,
    /// The workspace's name.
    pub name: String,
    /// `rapidkit`, `workspai` or `plain`.
    pub kind: String,
    /// The opened folders: how workspace paths become editor URIs.
    pub roots: Vec<RootReport>,
    /// By path.
    pub projects: Vec<ProjectSummary>,
    /// Compose services.
    pub services: Vec<ServiceReport>,
    /// Findings of the whole workspace.
    pub counts: FindingCounts,
    /// 0–100.
    pub score: u32,
    /// Sizes and time.
    pub stats: StatsReport,
    /// Number of memory entries, and their file; `null` without one.
    pub memory: Option<MemorySummary>,
}

/// An opened folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RootReport {
    /// First segment of its paths; `""` when it is the only folder.
    pub mount: String,
    /// The editor's URI of the folder.
    pub uri: String,
    /// The name shown.
    pub name: String,
}

/// A project in one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProjectSummary {
    /// Its folder; `.` for the workspace root. Its identity.
    pub path: String,
    /// The name shown.
    pub name: String,
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
    /// The port people use: published, else app, else container.
    pub port: Option<PortReport>,
    /// Whether another project or service publishes the same port.
    pub is_port_shared: bool,
    /// How many there are of each.
    pub counts: ProjectCounts,
    /// Its findings.
    pub findings: FindingCounts,
}

/// How many a project has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names are the documentation")]
pub struct ProjectCounts {
    pub modules: u32,
    pub endpoints: u32,
    pub env: u32,
    /// Required keys that no layer defines.
    pub env_missing: u32,
    pub services: u32,
    pub commands: u32,
    pub dependencies: u32,
    /// Folders of migrations.
    #[serde(default)]
    pub migrations: u32,
}

/// Findings by severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names are the documentation")]
pub struct FindingCounts {
    pub errors: u32,
    pub warnings: u32,
    pub infos: u32,
}

/// The memory file in one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MemorySummary {
    /// The file.
    pub file: String,
    /// Its entries.
    pub entries: u32,
    /// Why it could not be read, if so.
    pub problem: Option<String>,
}

/// Which project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProjectShowParams {
    /// Its path.
    pub path: String,
}

/// A new snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct IndexChangedParams {
    /// Its revision.
    pub revision: u64,
    /// Paths of the projects that differ from the last one sent; `null`: take everything as changed.
    pub projects: Option<Vec<String>>,
    /// Whether findings differ.
    pub is_health_changed: bool,
}
