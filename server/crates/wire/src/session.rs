//! The session: what `initialize` carries, settings.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// No parameters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NoParams {}

/// `initializationOptions` of the LSP `initialize` request. All keys may be absent, so that any LSP client can start us.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct InitOptions {
    /// The shell's `WIRE_HASH`. Absent: a foreign client, which is welcome. Different: `initialize` fails with a message.
    pub wire_hash: Option<String>,
    /// Whether the user trusts the workspace. Absent: not trusted.
    pub is_trusted: bool,
    /// The folder for the program's own files, outside the repository. Absent: nothing is recorded on disk.
    pub storage: Option<String>,
    /// The first settings.
    pub settings: Settings,
}

/// The `workspai` key of `experimental` in the server's capabilities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ServerHello {
    /// The sidecar's `WIRE_HASH`.
    pub wire_hash: String,
    /// The sidecar's version.
    pub version: String,
    /// The sidecar's process.
    pub process_id: u32,
}

/// The shell's settings, resolved. Unknown keys are ignored, bad values fall back to the default with one warning.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// Level of the log.
    pub log_level: LogLevel,
    /// Rules that are switched off, by id.
    pub disabled_rules: Vec<String>,
    /// The OpenAI-compatible endpoint.
    pub model: ModelSettings,
}

/// Level of the log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names are the documentation")]
pub enum LogLevel {
    Error,
    Warn,
    #[default]
    Info,
    Debug,
    Trace,
}

/// An OpenAI-compatible endpoint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct ModelSettings {
    /// Base URL up to and including the version (`http://localhost:11434/v1`). Empty: none is configured.
    pub base_url: String,
    /// The model's name.
    pub model: String,
    /// Time to connect, milliseconds.
    pub connect_timeout_ms: u64,
    /// Time to the first token, milliseconds.
    pub first_token_timeout_ms: u64,
    /// Longest silence between two tokens, milliseconds.
    pub idle_timeout_ms: u64,
    /// Most tokens that the context may take.
    pub context_budget_tokens: u32,
}

impl Default for ModelSettings {
    fn default() -> Self {
        Self {
            base_url: String::new(),
            model: String::new(),
            connect_timeout_ms: 10_000,
            first_token_timeout_ms: 60_000,
            idle_timeout_ms: 30_000,
            context_budget_tokens: 6_000,
        }
    }
}
