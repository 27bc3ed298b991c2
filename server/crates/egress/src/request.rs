use std::{fmt, sync::Arc};

use model::{LocalOnly, Message, Piece};
use redact::Redactor;

use crate::SendError;

/// What is to be sent, before redaction.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// The chat turn: names the request towards the shell.
    pub turn: String,
    /// Who asks: `ask`, `debug`, `explain`, `doctor`, `check`. For the ledger.
    pub surface: String,
    /// In order.
    pub messages: Vec<Message>,
    /// What the messages are made of. For the receipt.
    pub pieces: Vec<Piece>,
    /// Knows the workspace's env values.
    pub redactor: Arc<Redactor>,
    /// Set when the workspace forbids that anything leaves this machine.
    pub local_only: Option<LocalOnly>,
}

/// Who answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Provider {
    /// The configured OpenAI-compatible endpoint.
    Endpoint,
    /// A model of the editor: the shell sends.
    Editor {
        /// The editor's id of the model.
        id: String,
        /// The name shown.
        name: String,
        /// Most tokens it takes.
        max_input_tokens: Option<u32>,
    },
}

impl Provider {
    /// The name in receipts and in the ledger.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Endpoint => "endpoint",
            Self::Editor { .. } => "editor",
        }
    }
}

/// What was sent, and what it cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The ledger's id of the request.
    pub request: String,
    /// `endpoint` or `editor`.
    pub provider: &'static str,
    /// The model's name.
    pub model: String,
    /// Host and port; `None` when the editor sent it.
    pub destination: Option<String>,
    /// Each piece with its source and size.
    pub pieces: Vec<Piece>,
    /// Tokens sent.
    pub prompt_tokens: u32,
    /// Tokens that came back.
    pub completion_tokens: u32,
    /// Whether the tokens are the provider's own count; else they are ours.
    pub is_exact: bool,
    /// Secrets that were taken out.
    pub redactions: u32,
    /// Milliseconds from sending to the end.
    pub latency_ms: u64,
    /// Milliseconds from sending to the first token.
    pub first_token_ms: Option<u64>,
    /// What the user should know about the way it went, e.g. that it was not encrypted.
    pub warnings: Vec<String>,
}

/// How a request ended.
#[derive(Debug)]
pub struct Sent {
    /// The answer, or as much of it as came.
    pub text: String,
    /// `None` when nothing was sent.
    pub receipt: Option<Receipt>,
    /// Why the answer is not whole.
    pub end: Result<(), SendError>,
}

impl Sent {
    pub(crate) fn refused(error: SendError) -> Self {
        Self { text: String::new(), receipt: None, end: Err(error) }
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
