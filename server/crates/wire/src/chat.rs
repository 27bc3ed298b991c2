//! Chat turns, and the thin line to a model.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{context::ContextParams, context::ReceiptItem, incident::IncidentCause};

/// A chat turn or an AI action.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChatParams {
    /// Chosen by the shell, unique in the session. Parts and cancels name it.
    pub id: String,
    /// What is wanted.
    pub command: ChatCommand,
    /// The user's words; may be empty for `/doctor` and for actions.
    pub prompt: String,
    /// Files, ranges and texts that the user attached.
    pub references: Vec<ChatReference>,
    /// The place of the active editor; used only when neither prompt nor references name one.
    pub active: Option<ContextParams>,
    /// The incident's cause, for `/debug` and the lightbulb.
    pub cause: Option<IncidentCause>,
    /// Earlier turns of this conversation, oldest first.
    pub history: Vec<ChatTurn>,
    /// Which model may be asked.
    pub model: ModelChoice,
}

/// What is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ChatCommand {
    /// A question about the workspace.
    Ask,
    /// Why something fails.
    Debug,
    /// The health of the workspace.
    Doctor,
    /// What a diagnostic means.
    Explain,
}

/// Something the user attached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChatReference {
    /// The name shown.
    pub name: String,
    /// The editor's URI; `null` for a plain text.
    pub uri: Option<String>,
    /// First and last line; `null` for the whole file.
    pub lines: Option<[u32; 2]>,
    /// The text, for what is no file.
    pub text: Option<String>,
}

/// An earlier turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChatTurn {
    /// Whether the user said it.
    pub is_user: bool,
    /// The text.
    pub text: String,
}

/// Which model may be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ModelChoice {
    /// None: the program answers alone.
    None,
    /// The configured OpenAI-compatible endpoint.
    Endpoint,
    /// The model picked in the editor; the shell sends.
    Editor {
        /// The editor's id of the model.
        id: String,
        /// The name shown.
        name: String,
        /// Most input tokens it takes; `null` when unknown.
        max_input_tokens: Option<u32>,
    },
}

/// A piece of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChatPartParams {
    /// The turn.
    pub id: String,
    /// The piece.
    pub part: ChatPart,
}

/// A piece of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ChatPart {
    /// What is being done.
    Progress {
        /// One line.
        text: String,
    },
    /// Markdown to append.
    Markdown {
        /// The text. Without command links: untrusted.
        text: String,
    },
    /// A link to a line, within the text.
    Anchor {
        /// File.
        file: String,
        /// Line.
        line: u32,
        /// The text of the link.
        title: String,
    },
    /// A file that was used.
    Reference {
        /// File.
        file: String,
        /// First and last line.
        lines: Option<[u32; 2]>,
    },
    /// A button.
    Button {
        /// Its text.
        title: String,
        /// What it does.
        action: ChatAction,
    },
}

/// What a button does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ChatAction {
    /// Shows a fix in the editor's refactor preview.
    PreviewFix {
        /// The finding's id.
        finding: String,
        /// The fix's id.
        fix: String,
    },
    /// Opens a file at a line.
    Open {
        /// File.
        file: String,
        /// Line.
        line: u32,
    },
    /// Shows an incident.
    ShowIncident {
        /// Its id.
        id: String,
    },
    /// Shows the Health view.
    ShowHealth,
    /// Shows the settings of the model.
    ConfigureModel,
}

/// How an answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The program answered; no model was asked.
    Program,
    /// A model answered.
    Success,
    /// The model failed; what the program knows was said.
    Error,
    /// The user cancelled.
    Cancel,
}

/// The end of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChatOutcome {
    /// How it ended.
    pub outcome: Outcome,
    /// Why the model failed, in words for the user.
    pub error: Option<String>,
    /// What was sent; `null` when nothing was.
    pub receipt: Option<Receipt>,
    /// The incident that was opened or continued.
    pub incident: Option<String>,
    /// Questions to ask next.
    pub follow_ups: Vec<FollowUp>,
}

/// A question to ask next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FollowUp {
    /// The command.
    pub command: ChatCommand,
    /// The words.
    pub prompt: String,
}

/// What was sent to a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// The ledger's id of the request.
    pub request: String,
    /// `endpoint` or `editor`.
    pub provider: String,
    /// The model's name.
    pub model: String,
    /// Host and port it went to; `null` when the editor sent it.
    pub destination: Option<String>,
    /// Each piece with its source and size.
    pub items: Vec<ReceiptItem>,
    /// Tokens sent.
    pub prompt_tokens: u32,
    /// Tokens that came back.
    pub completion_tokens: u32,
    /// Whether the tokens are the provider's own count.
    pub is_exact: bool,
    /// Secrets that were taken out.
    pub redactions: u32,
    /// Milliseconds from sending to the last token.
    pub latency_ms: u64,
}

/// The endpoint's key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ModelKeyParams {
    /// `null` removes it.
    pub key: Option<String>,
}

impl std::fmt::Debug for ModelKeyParams {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.key.is_some() { "ModelKeyParams(set)" } else { "ModelKeyParams(none)" })
    }
}

/// A prepared request for the editor's model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ModelSendParams {
    /// The chat turn.
    pub id: String,
    /// The editor's id of the model.
    pub model: String,
    /// In order.
    pub messages: Vec<ModelMessage>,
}

/// One message to a model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ModelMessage {
    /// `user` or `assistant` (`system` only to an endpoint).
    pub role: String,
    /// The text, redacted.
    pub text: String,
}

/// A piece that the editor's model streamed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ModelChunkParams {
    /// The chat turn.
    pub id: String,
    /// The text.
    pub text: String,
}

/// The end of the editor's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ModelDoneParams {
    /// The chat turn.
    pub id: String,
    /// Why it failed; `null` when it did not.
    pub error: Option<String>,
    /// The editor's own count of the prompt.
    pub prompt_tokens: Option<u32>,
    /// The editor's own count of the answer.
    pub completion_tokens: Option<u32>,
}

/// Stop a request to the editor's model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ModelCancelParams {
    /// The chat turn.
    pub id: String,
}

/// What a tiny request to the endpoint showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ModelCheckResult {
    /// Whether it answered.
    pub is_ok: bool,
    /// One sentence for the user.
    pub message: String,
    /// Milliseconds to the first token.
    pub first_token_ms: Option<u64>,
}
