//! The document of `workspai context --json`: what an AI action would receive. Its keys are snake_case, as models and
//! other tools read them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::doctor::Severity;

/// The number in it is raised when a key is renamed or removed.
pub const SCHEMA: &str = "workspai/context@1";

/// The place an action is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ContextParams {
    /// The editor's URI, or a workspace path.
    pub file: String,
    /// First line of the place.
    pub line: u32,
    /// Last line; `null` for the same.
    pub end_line: Option<u32>,
    /// The diagnostic's or error's message.
    pub message: Option<String>,
    /// The diagnostic's code (`reportUndefinedVariable`, `TS2304`).
    pub code: Option<String>,
    /// Who published the diagnostic.
    pub source: Option<String>,
    /// Related information of the diagnostic.
    pub related: Vec<RelatedPlace>,
}

/// A place that a diagnostic refers to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RelatedPlace {
    /// The editor's URI, or a workspace path.
    pub file: String,
    /// Line.
    pub line: u32,
    /// What it says.
    pub message: String,
}

/// All that is known about a place, within a budget.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ContextPacket {
    /// [`SCHEMA`].
    pub schema: String,
    /// The project's name; `null` outside every project.
    pub project: Option<String>,
    /// The project's folder.
    pub project_path: Option<String>,
    /// The kit, else the framework.
    pub project_type: Option<String>,
    /// `python`, `node`, `go`, `java`.
    pub runtime: Option<String>,
    /// Set for a Python project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub python_version: Option<String>,
    /// Set for a Node project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node_version: Option<String>,
    /// Set for a Go project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub go_version: Option<String>,
    /// Set for a Java project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub java_version: Option<String>,
    /// Modules, as `slug@version`.
    pub installed_modules: Vec<String>,
    /// What it is about.
    pub error: ContextError,
    /// The enclosing code.
    pub code: Option<ContextCode>,
    /// Related places of the diagnostic with their lines.
    pub related: Vec<ContextCode>,
    /// The doctor's view of the project, worst first.
    pub workspace_health: Vec<HealthLine>,
    /// Names (never values) of the env keys that the enclosing code mentions.
    pub env_names: Vec<String>,
    /// Memory entries that go along.
    pub memory: Vec<MemoryLine>,
    /// Every piece above with its source and size.
    pub receipt: Vec<ReceiptItem>,
    /// Tokens of all pieces.
    pub tokens: u32,
    /// What did not fit, and why.
    pub omitted: Vec<String>,
}

/// What an action is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ContextError {
    /// The message; `null` when there is only a place.
    pub message: Option<String>,
    /// File.
    pub file: String,
    /// Line.
    pub line: u32,
    /// The diagnostic's code.
    pub code: Option<String>,
    /// Who published it.
    pub source: Option<String>,
}

/// Lines of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ContextCode {
    /// File.
    pub file: String,
    /// First line.
    pub first_line: u32,
    /// Last line.
    pub last_line: u32,
    /// The function or class around the place, if found.
    pub symbol: Option<String>,
    /// The text, secrets masked.
    pub text: String,
}

/// A finding in one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HealthLine {
    /// The finding's id.
    pub id: String,
    /// The rule.
    pub rule: String,
    /// How bad.
    pub severity: Severity,
    /// File.
    pub file: String,
    /// Line.
    pub line: u32,
    /// The message.
    pub message: String,
}

/// A memory entry with its provenance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MemoryLine {
    /// `context`, `convention` or `decision`.
    pub kind: String,
    /// The text.
    pub text: String,
    /// File.
    pub file: String,
    /// Line.
    pub line: u32,
}

/// One piece of what is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReceiptItem {
    /// `error`, `code`, `related`, `health`, `env`, `memory`, `project`, `reference`, `question`, `instructions`.
    pub source: String,
    /// The file; `null` for what is not from a file.
    pub file: Option<String>,
    /// First and last line.
    pub lines: Option<[u32; 2]>,
    /// Its size.
    pub tokens: u32,
    /// Why it goes along.
    pub why: String,
}
