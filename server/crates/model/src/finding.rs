use std::sync::Arc;

use crate::{Place, ProjectId, Range, RelPath};

/// How bad a finding is. Ordered: `Info < Warning < Error`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Works today; will hurt.
    Warning,
    /// Does not start, or does the wrong thing.
    Error,
}

/// Stable across runs and unrelated edits: rule, file and subject, never a line number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FindingId(pub Arc<str>);

/// What supports a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// A place in a file. `text` is the line as shown, secrets masked.
    Source {
        /// Where.
        place: Place,
        /// The line, masked.
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

/// One text edit. `file` may not exist yet: then `range` is the empty range at its start and the file is created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The file.
    pub file: RelPath,
    /// What is replaced.
    pub range: Range,
    /// With what.
    pub new_text: String,
}

/// How a fix is carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FixAction {
    /// Edits, applied together or not at all.
    Edits(Vec<Edit>),
    /// A command that the user runs (it may reach the network or change more than we can preview).
    Command {
        /// The command line, for a POSIX shell.
        line: String,
        /// The folder it runs in.
        folder: RelPath,
    },
}

/// A mechanical way to mend a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Unique within its finding.
    pub id: Arc<str>,
    /// Imperative, with the names of this workspace in it.
    pub title: String,
    /// Whether it can be applied without a look: the edit is certain, local and loses nothing.
    pub is_safe: bool,
    /// What it does.
    pub action: FixAction,
}

/// One result of the doctor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable identity.
    pub id: FindingId,
    /// The rule's id.
    pub rule: &'static str,
    /// How bad.
    pub severity: Severity,
    /// The project it concerns; `None` for the whole workspace.
    pub project: Option<ProjectId>,
    /// The place that causes it, where it is shown.
    pub place: Place,
    /// One sentence, with the names of this workspace in it, without a secret value.
    pub message: String,
    /// At least one.
    pub evidence: Vec<Evidence>,
    /// Best first.
    pub fixes: Vec<Fix>,
}
