//! The dashboard's state.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    doctor::{FindingReport, ScorePart},
    incident::IncidentSummary,
    inspect::ModuleReport,
    workspace::Overview,
};

/// All that the dashboard draws.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DashboardState {
    /// Projects, services and counts.
    pub overview: Overview,
    /// What the score is made of.
    pub parts: Vec<ScorePart>,
    /// The worst findings, at most 20.
    pub findings: Vec<FindingReport>,
    /// Modules with the projects that have them.
    pub modules: Vec<ModuleRow>,
    /// The lines of the map.
    pub edges: Vec<EdgeReport>,
    /// The latest incidents, at most 10.
    pub incidents: Vec<IncidentSummary>,
    /// The last seven days.
    pub usage: UsageSummary,
}

/// A module across projects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ModuleRow {
    /// E.g. `free/auth/core`.
    pub slug: String,
    /// E.g. `auth_core`.
    pub name: String,
    /// Who has it, by project path.
    pub installed: Vec<ModuleInstall>,
}

/// A module in a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ModuleInstall {
    /// The project's path.
    pub project: String,
    /// The registry's entry.
    pub module: ModuleReport,
}

/// A line of the map: one part of the workspace leans on another. What the overview shows by itself (a service that
/// builds a project, a shared port) is not repeated here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EdgeReport {
    /// Who leans.
    pub from: EdgeEnd,
    /// On whom. A dead edge names what it asks for, which need not exist.
    pub to: EdgeEnd,
    /// Why there is a line.
    pub kind: EdgeKind,
    /// Whether nothing is at the other end.
    pub is_dead: bool,
    /// The file that says so.
    pub file: String,
    /// Line.
    pub line: u32,
}

/// An end of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum EdgeEnd {
    /// A project.
    Project {
        /// Its path.
        path: String,
    },
    /// A compose service.
    Service {
        /// The compose file.
        file: String,
        /// Its key.
        name: String,
    },
}

/// Why there is a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum EdgeKind {
    /// Compose `depends_on`.
    DependsOn,
}

/// Which window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UsageParams {
    /// From this instant on.
    pub since_ms: u64,
}

/// Sums of the ledger.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UsageSummary {
    /// Answers given.
    pub answers: u32,
    /// Of them, without a model.
    pub without_model: u32,
    /// Requests that failed.
    pub errors: u32,
    /// Requests that the user cancelled.
    pub cancels: u32,
    /// Tokens sent.
    pub prompt_tokens: u64,
    /// Tokens that came back.
    pub completion_tokens: u64,
    /// Median milliseconds of requests that succeeded; `null` without one.
    pub median_latency_ms: Option<u64>,
}
