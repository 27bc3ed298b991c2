use std::sync::Arc;

use model::RelPath;

/// What is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// A question about the workspace.
    Ask,
    /// Why something fails.
    Debug,
    /// The health of the workspace.
    Doctor,
    /// What a diagnostic means.
    Explain,
}

impl Verb {
    /// The name on the wire and in the ledger.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ask => "ask",
            Self::Debug => "debug",
            Self::Doctor => "doctor",
            Self::Explain => "explain",
        }
    }
}

/// A place and what is said about it. Lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The file.
    pub file: RelPath,
    /// First line.
    pub line: u32,
    /// Last line; the first one again for a single line.
    pub end_line: u32,
    /// The diagnostic's or error's message.
    pub message: Option<String>,
    /// The diagnostic's code.
    pub code: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// Places that it refers to.
    pub related: Vec<Related>,
}

impl Site {
    /// A bare line.
    #[must_use]
    pub fn line(file: RelPath, line: u32) -> Self {
        Self { file, line, end_line: line, message: None, code: None, source: None, related: Vec::new() }
    }
}

/// A place that a diagnostic refers to. The line counts from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The file.
    pub file: RelPath,
    /// The line.
    pub line: u32,
    /// What it says.
    pub message: String,
}

/// What an incident is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A diagnostic, whoever published it.
    Diagnostic(Site),
    /// A finding of the doctor, by its id.
    Finding(Arc<str>),
    /// A question, and the place it is about.
    Question(String, Option<Site>),
}

/// Something that the user attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The name shown.
    pub name: String,
    /// The file, when it is one of the workspace.
    pub file: Option<RelPath>,
    /// First and last line, from 1; `None` for the whole file.
    pub lines: Option<(u32, u32)>,
    /// The text, for what is no file.
    pub text: Option<String>,
}

/// An earlier turn of the conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Whether the user said it.
    pub is_user: bool,
    /// The text.
    pub text: String,
}

/// What the user asks, with all that goes along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What is wanted.
    pub verb: Verb,
    /// The user's words; may be empty.
    pub prompt: String,
    /// What was attached.
    pub references: Vec<Reference>,
    /// The place of the active editor; counts only when nothing else names one.
    pub active: Option<Site>,
    /// For `/debug` and the lightbulb.
    pub subject: Option<Subject>,
    /// Oldest first.
    pub history: Vec<Turn>,
}

impl Question {
    /// A question without anything else.
    #[must_use]
    pub fn new(verb: Verb, prompt: &str) -> Self {
        let prompt = prompt.to_owned();
        Self { verb, prompt, references: Vec::new(), active: None, subject: None, history: Vec::new() }
    }
}

/// A question to ask next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// What is wanted.
    pub verb: Verb,
    /// The words.
    pub prompt: String,
}
