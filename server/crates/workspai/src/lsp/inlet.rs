//! Stdin, read by a thread of its own. tower-lsp ends at the first malformed frame and never ends while stdin is open, so
//! it is fed from here: only good frames go in, and the feed ends at `exit` as at the end of the stream.

use std::{io::Read, sync::Arc, sync::atomic::AtomicBool, sync::atomic::Ordering};

use tokio::sync::mpsc;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};

use super::{frame::FrameReader, outbox::Outbox};

/// Frames that may wait for tower-lsp before stdin is left alone.
const AHEAD: usize = 256;

/// What the client said about the end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Farewell {
    shutdown: Arc<AtomicBool>,
}

impl Farewell {
    /// Whether a `shutdown` request came: only then is the end a good one.
    pub(crate) fn was_announced(&self) -> bool {
        self.shutdown.load(Ordering::Relaxed)
    }
}

/// Starts the thread. The channel yields the bodies of good frames and closes after `exit` or at the end of `input`.
///
/// # Errors
/// When the machine starts no thread.
pub(crate) fn start(
    input: impl Read + Send + 'static,
    outbox: Outbox,
    farewell: Farewell,
) -> std::io::Result<mpsc::Receiver<Vec<u8>>> {
    let (bodies, arrivals) = mpsc::channel(AHEAD);
    std::thread::Builder::new().name("stdin".into()).spawn(move || pump(input, &outbox, &farewell, &bodies))?;
    Ok(arrivals)
}

fn pump(input: impl Read, outbox: &Outbox, farewell: &Farewell, bodies: &mpsc::Sender<Vec<u8>>) {
    let mut reader = FrameReader::new(input);
    loop {
        match reader.next(accept, |bytes, why| drop_frame(outbox, bytes, why)) {
            Ok(Some((body, kind))) => {
                match kind {
                    Kind::Exit => return,
                    Kind::Shutdown => farewell.shutdown.store(true, Ordering::Relaxed),
                    Kind::Other => {}
                }
                if bodies.blocking_send(body).is_err() {
                    return;
                }
            }
            Ok(None) => return,
            Err(error) => {
                tracing::warn!("stdin cannot be read any more: {error}");
                return;
            }
        }
    }
}

/// The frames that mean something here.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Shutdown,
    Exit,
    Other,
}

/// What is answered to a frame that is dropped.
struct Rejection {
    id: Id,
    code: ErrorCode,
}

/// Takes exactly what tower-lsp's own decoder takes, less what it would take for something else.
fn accept(body: &[u8]) -> Result<Kind, Rejection> {
    if let Ok(request) = serde_json::from_slice::<Request>(body)
        && !request.method().is_empty()
    {
        return Ok(match (request.method(), request.id()) {
            ("shutdown", Some(_)) => Kind::Shutdown,
            ("exit", None) => Kind::Exit,
            _ => Kind::Other,
        });
    }
    if serde_json::from_slice::<Response>(body).is_ok() {
        return Ok(Kind::Other);
    }
    Err(match serde_json::from_slice::<serde_json::Value>(body) {
        Err(_) => Rejection { id: Id::Null, code: ErrorCode::ParseError },
        Ok(value) => {
            let id = value.get("id").and_then(|id| serde_json::from_value(id.clone()).ok());
            Rejection { id: id.unwrap_or_default(), code: ErrorCode::InvalidRequest }
        }
    })
}

fn drop_frame(outbox: &Outbox, bytes: &[u8], why: Option<Rejection>) {
    match why {
        Some(rejection) => {
            let error = Error::new(rejection.code);
            tracing::warn!(bytes = bytes.len(), "a malformed message was dropped: {}", error.message);
            outbox.reject(&rejection.id, error);
        }
        None => tracing::warn!(bytes = bytes.len(), "bytes that are no message were passed over"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_is_a_message() {
        let kind = |text: &str| accept(text.as_bytes()).ok();
        assert_eq!(kind(r#"{"jsonrpc":"2.0","id":1,"method":"shutdown"}"#), Some(Kind::Shutdown));
        assert_eq!(kind(r#"{"jsonrpc":"2.0","method":"exit"}"#), Some(Kind::Exit));
        assert_eq!(kind(r#"{"jsonrpc":"2.0","id":"x","result":null}"#), Some(Kind::Other));
        assert_eq!(kind(r#"{"jsonrpc":"2.0","id":7,"error":{"code":1,"message":"m"}}"#), Some(Kind::Other));
    }

    #[test]
    fn refuses_the_rest_with_its_code_and_id() {
        let refusal = |text: &str| {
            let rejection = accept(text.as_bytes()).expect_err("no message");
            (rejection.code.code(), rejection.id)
        };
        assert_eq!(refusal("{"), (-32700, Id::Null));
        assert_eq!(refusal("\"\u{0}\""), (-32700, Id::Null));
        assert_eq!(refusal("[]"), (-32600, Id::Null));
        assert_eq!(refusal(r#"{"id":4}"#), (-32600, Id::Number(4)));
        assert_eq!(refusal(r#"{"jsonrpc":"1.0","id":4,"method":"x"}"#), (-32600, Id::Number(4)));
        assert_eq!(refusal(r#"{"jsonrpc":"2.0","id":4}"#), (-32600, Id::Number(4)));
        let deep = format!("{}{}", "[".repeat(1000), "]".repeat(1000));
        assert_eq!(refusal(&deep), (-32700, Id::Null), "as deep as tower-lsp's own decoder refuses");
    }
}
