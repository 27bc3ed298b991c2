//! From the first byte on, a request is in the ledger, however it ends.

use model::{Message, Piece};
use store::{Outcome, RequestRow, Store};
use tokio::time::Instant;

use crate::{Receipt, SendError, pump::Pumped};

/// A request that is under way. When it is dropped before [`Entry::close`], the user went away: it was cancelled.
pub(crate) struct Entry {
    store: Store,
    row: RequestRow,
    started: Instant,
    is_closed: bool,
}

/// What is known before sending.
pub(crate) struct Opening {
    pub(crate) id: String,
    pub(crate) at_ms: u64,
    pub(crate) surface: String,
    pub(crate) provider: &'static str,
    pub(crate) model: String,
    pub(crate) destination: Option<String>,
    pub(crate) prompt_tokens: u32,
    pub(crate) redactions: u32,
    pub(crate) started: Instant,
}

impl Entry {
    pub(crate) fn open(store: &Store, opening: Opening) -> Self {
        let row = RequestRow {
            id: opening.id,
            at_ms: opening.at_ms,
            surface: opening.surface,
            provider: opening.provider.to_owned(),
            model: opening.model,
            destination: opening.destination,
            prompt_tokens: opening.prompt_tokens,
            completion_tokens: 0,
            is_exact: false,
            latency_ms: 0,
            first_token_ms: None,
            outcome: Outcome::Cancel,
            is_streamed: false,
            redactions: opening.redactions,
        };
        Self { store: store.clone(), row, started: opening.started, is_closed: false }
    }

    /// Records how it ended and returns the receipt.
    pub(crate) fn close(
        mut self,
        pumped: &Pumped,
        end: &Result<(), SendError>,
        provider: &'static str,
        pieces: Vec<Piece>,
        warnings: Vec<String>,
    ) -> Receipt {
        let row = &mut self.row;
        match pumped.usage {
            Some((prompt, completion)) => {
                (row.prompt_tokens, row.completion_tokens, row.is_exact) = (prompt, completion, true);
            }
            None => row.completion_tokens = tokens::count(&pumped.text),
        }
        row.latency_ms = millis(self.started.elapsed());
        row.first_token_ms = pumped.first_token.map(millis);
        row.is_streamed = pumped.pieces > 1;
        row.outcome = match end {
            Ok(()) => Outcome::Success,
            Err(SendError::Cancelled) => Outcome::Cancel,
            Err(_) => Outcome::Error,
        };
        self.is_closed = true;
        self.store.put_request(self.row.clone());
        Receipt {
            request: self.row.id.clone(),
            provider,
            model: self.row.model.clone(),
            destination: self.row.destination.clone(),
            pieces,
            prompt_tokens: self.row.prompt_tokens,
            completion_tokens: self.row.completion_tokens,
            is_exact: self.row.is_exact,
            redactions: self.row.redactions,
            latency_ms: self.row.latency_ms,
            first_token_ms: self.row.first_token_ms,
            warnings,
        }
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        if !self.is_closed {
            self.row.latency_ms = millis(self.started.elapsed());
            self.store.put_request(self.row.clone());
        }
    }
}

/// What the messages cost: their texts, and what a chat adds to each.
pub(crate) fn prompt_tokens(messages: &[Message]) -> u32 {
    const A_MESSAGE: u32 = 4;
    const THE_REPLY: u32 = 3;
    messages.iter().map(|message| tokens::count(&message.text) + A_MESSAGE).sum::<u32>() + THE_REPLY
}

fn millis(duration: std::time::Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
