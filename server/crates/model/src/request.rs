use std::{fmt, sync::Arc};

use crate::{Place, RelPath};

/// Who says a message to a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The program's instructions.
    System,
    /// The user, with what goes along.
    User,
    /// The model, in an earlier turn.
    Assistant,
}

impl Role {
    /// The name on the wire and in the chat protocol of OpenAI.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::User => "user",
            Self::Assistant => "assistant",
        }
    }
}

/// One message to a model, before redaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Who says it.
    pub role: Role,
    /// What.
    pub text: String,
}

/// What a piece of a request is. Shown in the receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum PieceSource {
    Instructions,
    Project,
    Error,
    Code,
    Related,
    Health,
    Env,
    Memory,
    Reference,
    History,
    Question,
}

impl PieceSource {
    /// The name in a receipt.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Instructions => "instructions",
            Self::Project => "project",
            Self::Error => "error",
            Self::Code => "code",
            Self::Related => "related",
            Self::Health => "health",
            Self::Env => "env",
            Self::Memory => "memory",
            Self::Reference => "reference",
            Self::History => "history",
            Self::Question => "question",
        }
    }
}

impl fmt::Display for PieceSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One piece of what a model is told, with its provenance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub source: PieceSource,
    /// The file it was read from; `None` for what is from no file.
    pub file: Option<RelPath>,
    /// First and last line, counted from 1.
    pub lines: Option<(u32, u32)>,
    /// Its size.
    pub tokens: u32,
    /// Why it goes along.
    pub why: String,
}

/// A rule of the workspace that nothing may leave this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalOnly {
    /// Who says so.
    pub place: Place,
    /// The setting as its owner wrote it, e.g. `localProcessingMode: true`.
    pub setting: Arc<str>,
}
