use std::time::Duration;

/// Why a model did not answer, in words for the user: what happened, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Refused before anything was sent.
    #[error(
        "No model endpoint is configured. Set workspai.model.baseUrl and workspai.model.name, or pick a model in the chat."
    )]
    NoEndpoint,
    /// Refused before anything was sent.
    #[error("{setting} cannot be used: {why}.")]
    BadSetting {
        /// The setting's id.
        setting: &'static str,
        /// Why, and what would be right.
        why: String,
    },
    /// Refused before anything was sent: the workspace forbids it.
    #[error(
        "Nothing was sent: {file}:{line} says `{setting}`, and {destination} is not this machine. Use an endpoint on localhost."
    )]
    LocalOnly {
        /// The memory file.
        file: String,
        /// Its line, counted from 1.
        line: u32,
        /// As written there.
        setting: String,
        /// Where it would have gone.
        destination: String,
    },
    /// Refused before anything was sent.
    #[error(
        "Nothing was sent: the request has {tokens} tokens, {model} takes {limit}. Attach less, or pick a larger model."
    )]
    TooLarge {
        /// Counted.
        tokens: u32,
        /// The model's.
        limit: u32,
        /// Its name.
        model: String,
    },
    /// No connection.
    #[error("{destination} cannot be reached: {why}. Is the model server running there?")]
    Unreachable {
        /// Host and port.
        destination: String,
        /// What the machine said.
        why: String,
    },
    /// An answer that is no success.
    #[error("{destination} answered {status}: {message}{hint}")]
    Refused {
        /// Host and port.
        destination: String,
        /// The HTTP status.
        status: u16,
        /// The server's words, shortened, without secrets.
        message: String,
        /// What to do, if that can be told.
        hint: &'static str,
    },
    /// The answer did not begin.
    #[error("{who} sent nothing for {}. Raise workspai.model.firstTokenTimeoutMs if it needs longer.", seconds(*.after))]
    NoFirstToken {
        /// Host and port, or the model's name.
        who: String,
        /// How long was waited.
        after: Duration,
    },
    /// The answer stopped.
    #[error("{who} stopped in the middle of its answer, nothing came for {}. Ask again, or raise workspai.model.idleTimeoutMs.", seconds(*.after))]
    Stalled {
        /// Host and port, or the model's name.
        who: String,
        /// How long was waited.
        after: Duration,
    },
    /// The stream ended without saying that the answer is whole.
    #[error("{who} broke off before the end of its answer ({why}). What came is shown; ask again for the rest.")]
    Cut {
        /// Host and port, or the model's name.
        who: String,
        /// What was seen.
        why: String,
    },
    /// The provider said that it failed.
    #[error("{who} failed: {message}")]
    Failed {
        /// Host and port, or the model's name.
        who: String,
        /// Its words, shortened, without secrets.
        message: String,
    },
    /// A whole answer without a text.
    #[error("{who} answered without any text ({why}).")]
    Empty {
        /// Host and port, or the model's name.
        who: String,
        /// What it said about the end.
        why: String,
    },
    /// The user cancelled.
    #[error("cancelled")]
    Cancelled,
}

fn seconds(duration: Duration) -> String {
    if duration < Duration::from_secs(1) {
        format!("{} ms", duration.as_millis())
    } else {
        format!("{} s", duration.as_secs())
    }
}
