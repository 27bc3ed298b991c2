//! The document of `workspai doctor --json`, and the doctor's messages.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The number in it is raised when a key is renamed or removed.
pub const SCHEMA: &str = "workspai/doctor@1";

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum Severity {
    Info,
    Warning,
    Error,
}

/// The state of the workspace's health.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DoctorReport {
    /// [`SCHEMA`].
    pub schema: String,
    /// 0–100.
    pub score: u32,
    /// What the score is made of; their `points` add up to it.
    pub parts: Vec<ScorePart>,
    /// Milliseconds.
    pub elapsed_ms: u64,
    /// Worst first, then by file and line.
    pub findings: Vec<FindingReport>,
}

/// What the shell's Health view shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HealthReport {
    /// The snapshot it speaks of.
    pub revision: u64,
    /// The report.
    pub report: DoctorReport,
}

/// A part of the score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScorePart {
    /// `env`, `dependencies`, `ports`, `runtime`, `modules`, …
    pub name: String,
    /// Points it gives.
    pub points: u32,
    /// Points it could give.
    pub of: u32,
    /// What would raise it, one sentence; `null` when it is full.
    pub raise: Option<String>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FindingReport {
    /// Stable across runs and unrelated edits.
    pub id: String,
    /// The rule's id.
    pub rule: String,
    /// How bad.
    pub severity: Severity,
    /// The name of the project; `null` for the workspace.
    pub project: Option<String>,
    /// The path of the project; `null` for the workspace.
    pub project_path: Option<String>,
    /// File.
    pub file: String,
    /// Line.
    pub line: u32,
    /// Column.
    pub column: u32,
    /// One sentence.
    pub message: String,
    /// At least one.
    pub evidence: Vec<EvidenceReport>,
    /// Best first.
    pub fixes: Vec<FixReport>,
}

/// What supports a finding or an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum EvidenceReport {
    /// A line of a file.
    Source {
        /// File.
        file: String,
        /// Line.
        line: u32,
        /// The line, secrets masked.
        text: String,
    },
    /// A command's output.
    Output {
        /// The command line.
        command: String,
        /// Its exit code.
        exit: i32,
        /// The line that shows it.
        line: String,
    },
}

/// How a fix is carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum FixKind {
    Edit,
    Command,
}

/// A mechanical way to mend a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FixReport {
    /// Unique within its finding.
    pub id: String,
    /// Imperative.
    pub title: String,
    /// `edit` or `command`.
    pub kind: FixKind,
    /// Whether it can be applied without a look.
    pub safe: bool,
    /// For an edit.
    pub edits: Vec<EditReport>,
    /// For a command: the line to run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// For a command: the folder to run it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
}

/// One text edit. A file that does not exist is created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names are the documentation")]
pub struct EditReport {
    pub file: String,
    pub start_line: u32,
    pub start_column: u32,
    pub end_line: u32,
    pub end_column: u32,
    pub new_text: String,
}

/// Which fix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FixPreviewParams {
    /// The finding's id.
    pub finding: String,
    /// The fix's id; `null` for the best one with edits.
    pub fix: Option<String>,
}

/// A fix against the present revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FixPreview {
    /// The snapshot the edits fit.
    pub revision: u64,
    /// The finding's message: the reason of each edit.
    pub reason: String,
    /// The fix.
    pub fix: FixReport,
}
