//! Reads a stream of pieces within its time limits, until it ends, stalls or the user cancels.

use std::time::Duration;

use futures::{StreamExt, stream::BoxStream};
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

use crate::{SendError, thoughts::Thoughts};

/// A piece of an answer, from whatever provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Delta {
    /// Text of the answer.
    Text(String),
    /// The model thinks aloud: a sign of life, not shown.
    Reasoning,
    /// The provider's own count.
    Usage { prompt: u32, completion: u32 },
    /// The answer is whole, and why it ended.
    Finished(String),
    /// A piece that could not be read; the rest may be fine.
    Unreadable,
}

pub(crate) type Deltas = BoxStream<'static, Result<Delta, SendError>>;

/// Time limits of one answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// When sending began.
    pub(crate) started: Instant,
    /// From then to the first token.
    pub(crate) first_token: Duration,
    /// Longest silence after it.
    pub(crate) idle: Duration,
}

/// What came.
#[derive(Debug, Default)]
pub(crate) struct Pumped {
    pub(crate) text: String,
    pub(crate) usage: Option<(u32, u32)>,
    pub(crate) first_token: Option<Duration>,
    /// Pieces of text: more than one means that it was streamed.
    pub(crate) pieces: u32,
}

impl Pumped {
    fn say(&mut self, text: &str, on_text: &mut (dyn FnMut(&str) + Send)) {
        if !text.is_empty() {
            on_text(text);
            self.text.push_str(text);
            self.pieces += 1;
        }
    }
}

/// After a whole answer its usage may follow; a server that then leaves the connection open is not waited for.
const GRACE: Duration = Duration::from_secs(2);

/// Nobody reads more than this; a model that repeats itself for ever is stopped.
const LONGEST_ANSWER: usize = 1 << 20;

/// Reads `deltas` to the end. `who` names the provider in errors. Dropping `deltas`, which every way out of here does,
/// stops the provider.
pub(crate) async fn pump(
    mut deltas: Deltas,
    limits: Limits,
    who: &str,
    cancel: &CancellationToken,
    on_text: &mut (dyn FnMut(&str) + Send),
    out: &mut Pumped,
) -> Result<(), SendError> {
    let mut finish: Option<String> = None;
    let mut unreadable = 0_u32;
    let mut thoughts = Thoughts::default();
    loop {
        let deadline = match (&finish, out.first_token) {
            (Some(_), _) => Instant::now() + limits.idle.min(GRACE),
            (None, None) => limits.started + limits.first_token,
            (None, Some(_)) => Instant::now() + limits.idle,
        };
        let next = tokio::select! {
            biased;
            () = cancel.cancelled() => return Err(SendError::Cancelled),
            next = timeout_at(deadline, deltas.next()) => next,
        };
        let delta = match next {
            Err(_) if finish.is_some() => break,
            Err(_) => return Err(late(limits, who, out.first_token.is_some())),
            Ok(None) => break,
            Ok(Some(Err(error))) => return Err(error),
            Ok(Some(Ok(delta))) => delta,
        };
        if matches!(delta, Delta::Text(_) | Delta::Reasoning) {
            out.first_token.get_or_insert_with(|| limits.started.elapsed());
        }
        match delta {
            Delta::Text(text) => {
                out.say(&thoughts.answer(&text), on_text);
                if out.text.len() > LONGEST_ANSWER {
                    return Err(cut(who, "it went on for more than a megabyte"));
                }
            }
            Delta::Usage { prompt, completion } => out.usage = Some((prompt, completion)),
            Delta::Finished(why) => finish = Some(why),
            Delta::Unreadable => unreadable += 1,
            Delta::Reasoning => {}
        }
    }
    out.say(&thoughts.rest(), on_text);
    verdict(who, finish.as_deref(), out, unreadable)
}

fn verdict(who: &str, finish: Option<&str>, out: &Pumped, unreadable: u32) -> Result<(), SendError> {
    match finish {
        None if unreadable > 0 => Err(cut(who, &format!("{unreadable} pieces could not be read"))),
        None => Err(cut(who, "the connection was closed")),
        Some(why) if out.text.trim().is_empty() => {
            Err(SendError::Empty { who: who.to_owned(), why: format!("it ended with {why}") })
        }
        Some("length") => Err(cut(who, "its own limit of tokens was reached")),
        Some(_) => Ok(()),
    }
}

fn cut(who: &str, why: &str) -> SendError {
    SendError::Cut { who: who.to_owned(), why: why.to_owned() }
}

fn late(limits: Limits, who: &str, has_begun: bool) -> SendError {
    let who = who.to_owned();
    if has_begun {
        SendError::Stalled { who, after: limits.idle }
    } else {
        SendError::NoFirstToken { who, after: limits.first_token }
    }
}
