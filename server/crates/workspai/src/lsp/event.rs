//! Everything that can wake the owner of the state, and the mailbox it comes through.

use std::sync::Arc;

use lsp_types::Url;
use tokio::sync::mpsc;
use wire::session::Settings;

use super::{desk::Desk, documents::TextChange, folders::Folder, office::Office, session::Session, view::View};

/// A closed set: whoever wants to change the state finds its place here.
pub(crate) enum Event {
    /// `initialize` was understood.
    Introduced(Box<Session>, Arc<Office>),
    /// `initialized`: now the index may be built.
    Started,
    /// The editor's buffers changed.
    Document(DocumentEvent),
    /// Files changed on disk.
    Watched(Vec<Url>),
    /// Folders were opened or closed.
    Folders { added: Vec<Folder>, removed: Vec<Url> },
    /// New settings.
    Settings(Box<Settings>),
    /// The workspace became trusted.
    Trusted,
    /// A request that reads.
    Read(Read),
    /// Background work came to its end.
    Done(Box<Desk>),
}

/// What happened to a buffer.
#[derive(Debug)]
pub(crate) enum DocumentEvent {
    Opened { uri: Url, version: i32, text: String },
    Edited { uri: Url, version: i32, changes: Vec<TextChange> },
    Closed { uri: Url },
}

/// When a request that reads is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// After the edits that came before it; while the whole tree is read, from what there is.
    Prompt,
    /// After everything that came before it, the first index included.
    Settled,
    /// After the whole tree is read anew, which it asks for.
    Fresh,
}

/// A request that reads.
pub(crate) struct Read {
    pub(crate) class: Class,
    /// Must not block: it starts the work and returns.
    pub(crate) job: Box<dyn FnOnce(Arc<View>) + Send>,
}

/// The sender's side of the owner's queue. Posting never waits: the order of posts is the order of events.
#[derive(Debug, Clone)]
pub(crate) struct Mailbox(mpsc::UnboundedSender<Event>);

/// The owner's side.
pub(crate) type Inbox = mpsc::UnboundedReceiver<Event>;

impl Mailbox {
    pub(crate) fn new() -> (Self, Inbox) {
        let (sender, inbox) = mpsc::unbounded_channel();
        (Self(sender), inbox)
    }

    pub(crate) fn post(&self, event: Event) {
        // The owner is gone only when the process ends.
        let _ = self.0.send(event);
    }
}
