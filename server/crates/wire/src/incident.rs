//! Incidents.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    context::ContextParams,
    doctor::{EvidenceReport, FixReport},
};

/// What opens an incident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum IncidentCause {
    /// A diagnostic, whoever published it.
    Diagnostic {
        /// Where, and what it says.
        at: ContextParams,
    },
    /// A finding of the doctor.
    Finding {
        /// Its id.
        id: String,
    },
    /// A question.
    Question {
        /// The text.
        text: String,
        /// The place it is about.
        at: Option<ContextParams>,
    },
}

/// Which incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IncidentRef {
    /// Its id.
    pub id: String,
}

/// Where an incident stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum IncidentState {
    Open,
    Resolved,
}

/// An incident in one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct IncidentSummary {
    /// Its id.
    pub id: String,
    /// What happened, one line.
    pub title: String,
    /// Open or resolved.
    pub state: IncidentState,
    /// The project's name.
    pub project: Option<String>,
    /// File of the place.
    pub file: Option<String>,
    /// Line.
    pub line: Option<u32>,
    /// When it was opened.
    pub opened_at_ms: u64,
    /// When it last changed.
    pub changed_at_ms: u64,
}

/// An incident: a document that says what happened, where, why, what to do, and what proves it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Incident {
    /// The row.
    pub summary: IncidentSummary,
    /// What opened it.
    pub cause: IncidentCause,
    /// What the program found out. Each has evidence.
    pub diagnosis: Vec<DiagnosisLine>,
    /// What to do, best first.
    pub next: Vec<NextStep>,
    /// What happened to it, oldest first.
    pub history: Vec<IncidentEvent>,
}

/// One statement with its proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DiagnosisLine {
    /// One sentence.
    pub text: String,
    /// `certain`, `likely` or `possible`.
    pub confidence: String,
    /// What supports it.
    pub evidence: Vec<EvidenceReport>,
}

/// A step to take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NextStep {
    /// Imperative.
    pub title: String,
    /// The finding whose fix it is.
    pub finding: Option<String>,
    /// The fix.
    pub fix: Option<FixReport>,
}

/// One entry of an incident's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct IncidentEvent {
    /// When.
    pub at_ms: u64,
    /// What happened.
    pub text: String,
}
