//! Why a request has no result. Codes are attached here and nowhere else.

use tower_lsp::jsonrpc::{Error, ErrorCode};

/// What a handler returns.
pub(crate) type Reply<T> = Result<T, Fault>;

/// Why a request has no result. The texts are for the user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    /// The client's mistake.
    #[error("{0}")]
    Params(String),
    /// What was asked for is not there any more, or not as it was: ask again.
    #[error("{0}")]
    Gone(String),
    /// The client does not want it any more.
    #[error("cancelled")]
    Cancelled,
    /// Too much is asked for at once.
    #[error("more than {0} requests are waiting; try again when some are answered")]
    Crowded(usize),
    /// Ours. The log says more.
    #[error("a bug in the sidecar; the log has the details")]
    Bug,
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        let code = match fault {
            Fault::Params(_) => ErrorCode::InvalidParams,
            // RequestFailed and ServerCancelled of LSP 3.17.
            Fault::Gone(_) => ErrorCode::ServerError(-32803),
            Fault::Crowded(_) => ErrorCode::ServerError(-32802),
            Fault::Cancelled => ErrorCode::RequestCancelled,
            Fault::Bug => ErrorCode::InternalError,
        };
        Error { code, message: fault.to_string().into(), data: None }
    }
}
