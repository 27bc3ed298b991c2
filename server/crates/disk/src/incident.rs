//! An incident as it is stored: one JSON document. Fields may be added with `#[serde(default)]`; a document that cannot
//! be read any more is skipped by its reader, never rewritten.

use serde::{Deserialize, Serialize};

/// The form this build writes.
pub const INCIDENT_FORM: u32 = 1;

/// What happened, where, why, what to do, and what proves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// [`INCIDENT_FORM`].
    pub form: u32,
    /// Unique.
    pub id: String,
    /// What happened, one line.
    pub title: String,
    /// Open or resolved.
    pub state: IncidentState,
    /// The project's name.
    pub project: Option<String>,
    /// What opened it.
    pub cause: IncidentCause,
    /// Milliseconds since the Unix epoch.
    pub opened_at_ms: u64,
    /// Milliseconds since the Unix epoch.
    pub changed_at_ms: u64,
    /// What the program found out.
    #[serde(default)]
    pub diagnosis: Vec<Diagnosis>,
    /// What to do, best first.
    #[serde(default)]
    pub next: Vec<Step>,
    /// What happened to it, oldest first.
    #[serde(default)]
    pub history: Vec<Event>,
}

/// Where an incident stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IncidentState {
    /// Not mended yet.
    Open,
    /// Mended, or closed by the user.
    Resolved,
}

impl IncidentState {
    /// The stored name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Resolved => "resolved",
        }
    }
}

/// What opened an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum IncidentCause {
    /// A diagnostic, whoever published it.
    Diagnostic {
        /// Where, and what it says.
        at: Site,
    },
    /// A finding of the doctor.
    Finding {
        /// The finding's id.
        id: String,
        /// Where it was shown last.
        at: Site,
    },
    /// A question.
    Question {
        /// The user's words.
        text: String,
        /// The place they are about.
        at: Option<Site>,
    },
}

impl IncidentCause {
    /// The place, if there is one.
    #[must_use]
    pub fn site(&self) -> Option<&Site> {
        match self {
            Self::Diagnostic { at } | Self::Finding { at, .. } => Some(at),
            Self::Question { at, .. } => at.as_ref(),
        }
    }
}

/// A place and what is said about it. Lines count from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Workspace path.
    pub file: String,
    /// First line.
    pub line: u32,
    /// Last line.
    #[serde(default)]
    pub end_line: Option<u32>,
    /// The message, secrets masked.
    #[serde(default)]
    pub message: Option<String>,
    /// The diagnostic's code or the finding's rule.
    #[serde(default)]
    pub code: Option<String>,
    /// Who published it.
    #[serde(default)]
    pub source: Option<String>,
    /// Places that it refers to.
    #[serde(default)]
    pub related: Vec<RelatedSite>,
}

/// A place that a diagnostic refers to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatedSite {
    /// Workspace path.
    pub file: String,
    /// Counted from 1.
    pub line: u32,
    /// What it says, secrets masked.
    pub message: String,
}

/// One statement with its proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnosis {
    /// One sentence.
    pub text: String,
    /// How sure the program is.
    pub confidence: Confidence,
    /// What supports it.
    #[serde(default)]
    pub evidence: Vec<Proof>,
}

/// How sure the program is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// One explanation among others.
    Possible,
    /// The usual explanation.
    Likely,
    /// It was read or run.
    Certain,
}

impl Confidence {
    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }
}

/// What supports a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Proof {
    /// A line of a file.
    Source {
        /// Workspace path.
        file: String,
        /// Counted from 1.
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

/// A step to take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Imperative.
    pub title: String,
    /// The finding whose fix it is.
    #[serde(default)]
    pub finding: Option<String>,
    /// The fix's id in that finding. Its edits are made afresh when it is shown: stored ones would go stale.
    #[serde(default)]
    pub fix: Option<String>,
}

/// One entry of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Milliseconds since the Unix epoch.
    pub at_ms: u64,
    /// What happened.
    pub text: String,
}

/// Reads a stored document.
///
/// # Errors
/// One sentence for the log.
pub fn read_incident(document: &str) -> Result<Incident, String> {
    serde_json::from_str(document).map_err(|error| format!("an incident cannot be read: {error}"))
}

/// The document to store.
#[must_use]
pub fn write_incident(incident: &Incident) -> String {
    // Strings, numbers and enums only: this cannot fail.
    serde_json::to_string(incident).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn incident() -> Incident {
        Incident {
            form: INCIDENT_FORM,
            id: "i1".into(),
            title: "JWT_SECRET is read, but defined nowhere".into(),
            state: IncidentState::Open,
            project: Some("api".into()),
            cause: IncidentCause::Finding {
                id: "env-missing:api/.env.example:JWT_SECRET".into(),
                at: Site { file: "api/.env.example".into(), line: 3, ..Site::default() },
            },
            opened_at_ms: 1,
            changed_at_ms: 2,
            diagnosis: vec![Diagnosis {
                text: "no layer defines it".into(),
                confidence: Confidence::Certain,
                evidence: vec![Proof::Source { file: "api/.env.example".into(), line: 3, text: "JWT_SECRET=".into() }],
            }],
            next: vec![],
            history: vec![Event { at_ms: 1, text: "opened".into() }],
        }
    }

    #[test]
    fn is_read_as_it_was_written() {
        let incident = incident();
        assert_eq!(read_incident(&write_incident(&incident)), Ok(incident));
    }

    #[test]
    fn fields_of_a_later_form_do_not_hurt_and_missing_ones_are_blank() {
        let text = r#"{"form":1,"id":"i","title":"t","state":"open","project":null,"cause":{"kind":"question","text":"why",
            "at":null,"mood":"blue"},"opened_at_ms":1,"changed_at_ms":1,"verdict":{}}"#;
        assert_eq!(read_incident(text).map(|incident| incident.history.len()), Ok(0));
        assert!(read_incident("{").is_err());
    }
}
