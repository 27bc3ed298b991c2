//! The editor's models: the shell sends what is prepared here, and its chunks come back.

use std::{collections::HashMap, sync::Mutex};

use futures::{StreamExt, stream};
use model::{Message, Role};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::{
    SendError,
    pump::{Delta, Deltas},
};

/// One message for the editor, redacted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditorMessage {
    /// `user` or `assistant`: the editor's models know no system messages.
    pub role: &'static str,
    /// The text.
    pub text: String,
}

/// What the shell is asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditorPush {
    /// Send these messages to this model.
    Send {
        /// The chat turn.
        turn: String,
        /// The editor's id of the model.
        model: String,
        /// In order.
        messages: Vec<EditorMessage>,
    },
    /// Stop reading the answer.
    Cancel {
        /// The chat turn.
        turn: String,
    },
}

enum Event {
    Chunk(String),
    Done { error: Option<String>, prompt_tokens: Option<u32>, completion_tokens: Option<u32> },
}

/// Both directions.
pub(crate) struct EditorLink {
    pushes: UnboundedSender<EditorPush>,
    receiver: Mutex<Option<UnboundedReceiver<EditorPush>>>,
    waiting: Mutex<HashMap<String, UnboundedSender<Event>>>,
}

impl EditorLink {
    pub(crate) fn new() -> Self {
        let (pushes, receiver) = unbounded_channel();
        Self { pushes, receiver: Mutex::new(Some(receiver)), waiting: Mutex::default() }
    }

    /// What the shell has to be told. Once.
    pub(crate) fn take_pushes(&self) -> Option<UnboundedReceiver<EditorPush>> {
        self.receiver.lock().ok()?.take()
    }

    pub(crate) fn chunk(&self, turn: &str, text: String) {
        self.event(turn, Event::Chunk(text));
    }

    pub(crate) fn done(
        &self,
        turn: &str,
        error: Option<String>,
        prompt_tokens: Option<u32>,
        completion_tokens: Option<u32>,
    ) {
        self.event(turn, Event::Done { error, prompt_tokens, completion_tokens });
    }

    fn event(&self, turn: &str, event: Event) {
        let is_known = self
            .waiting
            .lock()
            .ok()
            .and_then(|waiting| waiting.get(turn).map(|sender| sender.send(event).is_ok()))
            .unwrap_or(false);
        if !is_known {
            // Chunks may still be on their way when a turn was cancelled.
            tracing::debug!(turn, "a piece of an answer that nobody waits for");
        }
    }

    /// Asks the shell to send. Dropping the stream tells it to stop.
    pub(crate) fn open(
        self: &std::sync::Arc<Self>,
        turn: &str,
        model: &str,
        name: &str,
        messages: &[Message],
    ) -> Result<Deltas, SendError> {
        let failed = |message: &str| SendError::Failed { who: name.to_owned(), message: message.to_owned() };
        let (sender, receiver) = unbounded_channel();
        self.waiting.lock().map_err(|_| failed("an earlier request broke off"))?.insert(turn.to_owned(), sender);
        let ticket = Ticket { link: std::sync::Arc::clone(self), turn: turn.to_owned(), is_open: true };
        let messages = messages.iter().map(editor_message).collect();
        let push = EditorPush::Send { turn: turn.to_owned(), model: model.to_owned(), messages };
        self.pushes.send(push).map_err(|_| failed("the editor is not connected"))?;
        Ok(stream::unfold((receiver, ticket, name.to_owned()), next).flat_map(stream::iter).boxed())
    }
}

type Step = (UnboundedReceiver<Event>, Ticket, String);

async fn next((mut receiver, mut ticket, name): Step) -> Option<(Vec<Result<Delta, SendError>>, Step)> {
    if !ticket.is_open {
        return None;
    }
    let deltas = match receiver.recv().await? {
        Event::Chunk(text) => vec![Ok(Delta::Text(text))],
        Event::Done { error, prompt_tokens, completion_tokens } => {
            ticket.is_open = false;
            match error {
                Some(message) => vec![Err(SendError::Failed { who: name.clone(), message })],
                None => {
                    let usage = prompt_tokens.zip(completion_tokens);
                    let usage = usage.map(|(prompt, completion)| Ok(Delta::Usage { prompt, completion }));
                    usage.into_iter().chain([Ok(Delta::Finished("stop".to_owned()))]).collect()
                }
            }
        }
    };
    Some((deltas, (receiver, ticket, name)))
}

fn editor_message(message: &Message) -> EditorMessage {
    let role = if message.role == Role::Assistant { Role::Assistant } else { Role::User };
    EditorMessage { role: role.name(), text: message.text.clone() }
}

/// A request that the shell works on.
struct Ticket {
    link: std::sync::Arc<EditorLink>,
    turn: String,
    is_open: bool,
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if let Ok(mut waiting) = self.link.waiting.lock() {
            waiting.remove(&self.turn);
        }
        if self.is_open {
            // The editor may be gone already.
            let _ = self.link.pushes.send(EditorPush::Cancel { turn: self.turn.clone() });
        }
    }
}
