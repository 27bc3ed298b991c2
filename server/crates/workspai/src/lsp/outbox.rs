//! The only way to stdout. Everything that is sent becomes a frame in one queue, so that messages arrive in the order in
//! which they were pushed, and nobody ever waits for a client that reads slowly.

use std::{
    collections::VecDeque,
    io::{self, Write},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc::{self, Receiver, Sender},
    },
    task::{Context, Poll},
    time::Duration,
};

use lsp_types::notification::{LogMessage, Notification};
use serde::Serialize;
use tokio::io::AsyncWrite;
use wire::method::Message;

use super::frame::{FrameReader, framed};

/// Log lines are dropped beyond this backlog; nothing else ever is.
const LOG_BACKLOG: usize = 512;

enum Item {
    /// The body of a frame.
    Body(Vec<u8>),
    /// Say when everything before it is written.
    Flushed(Sender<()>),
}

/// Sends messages; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Outbox {
    queue: Sender<Item>,
    backlog: Arc<AtomicUsize>,
}

impl Outbox {
    /// Starts the thread that writes. `closed` is called when the reader went away.
    ///
    /// # Errors
    /// When the machine starts no thread.
    pub(crate) fn start(
        output: impl Write + Send + 'static,
        closed: impl FnOnce() + Send + 'static,
    ) -> io::Result<Self> {
        let (queue, items) = mpsc::channel();
        let outbox = Self { queue, backlog: Arc::default() };
        let backlog = Arc::clone(&outbox.backlog);
        std::thread::Builder::new().name("stdout".into()).spawn(move || {
            if write_all(output, &items, &backlog).is_err() {
                closed();
            }
        })?;
        Ok(outbox)
    }

    /// Waits until everything that was sent is written, but not longer than `patience`.
    pub(crate) fn flush(&self, patience: Duration) {
        let (flushed, written) = mpsc::channel();
        if self.queue.send(Item::Flushed(flushed)).is_ok() {
            // Whether it was written or not: there is nothing left to do.
            let _ = written.recv_timeout(patience);
        }
    }

    /// Sends a message of ours.
    pub(crate) fn push<M: Message>(&self, params: &M::Params) {
        self.send(M::METHOD, params);
    }

    /// Sends a notification of LSP's.
    pub(crate) fn notify<N: Notification>(&self, params: &N::Params) {
        self.send(N::METHOD, params);
    }

    /// Sends a log line, unless the client is far behind.
    pub(crate) fn log(&self, line: &lsp_types::LogMessageParams) {
        if self.backlog.load(Ordering::Relaxed) < LOG_BACKLOG {
            self.notify::<LogMessage>(line);
        }
    }

    /// Answers a message that could not be read.
    pub(crate) fn reject(&self, id: &tower_lsp::jsonrpc::Id, error: tower_lsp::jsonrpc::Error) {
        let response = tower_lsp::jsonrpc::Response::from_error(id.clone(), error);
        self.body(serde_json::to_vec(&response).unwrap_or_default());
    }

    fn send(&self, method: &str, params: &impl Serialize) {
        let message = serde_json::json!({ "jsonrpc": "2.0", "method": method, "params": params });
        self.body(message.to_string().into_bytes());
    }

    fn body(&self, body: Vec<u8>) {
        self.backlog.fetch_add(1, Ordering::Relaxed);
        // The writer is gone only when the client is: then nobody misses the message.
        let _ = self.queue.send(Item::Body(body));
    }
}

fn write_all(output: impl Write, items: &Receiver<Item>, backlog: &AtomicUsize) -> io::Result<()> {
    let mut output = io::BufWriter::with_capacity(64 << 10, output);
    // One flush for all that waits.
    while let Ok(first) = items.recv() {
        let mut asked = Vec::new();
        for item in std::iter::once(first).chain(items.try_iter()) {
            match item {
                Item::Body(body) => {
                    output.write_all(&framed(&body))?;
                    backlog.fetch_sub(1, Ordering::Relaxed);
                }
                Item::Flushed(flushed) => asked.push(flushed),
            }
        }
        output.flush()?;
        for flushed in asked {
            // Who asked may have lost patience.
            let _ = flushed.send(());
        }
    }
    Ok(())
}

/// What tower-lsp takes for stdout: its frames join the queue.
pub(crate) struct Joined {
    outbox: Outbox,
    reader: FrameReader<VecDeque<u8>>,
}

impl Joined {
    pub(crate) fn new(outbox: Outbox) -> Self {
        Self { outbox, reader: FrameReader::new(VecDeque::new()) }
    }
}

impl AsyncWrite for Joined {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.reader.input().extend(bytes);
        while let Some((body, ())) = self.reader.next(|_| Ok::<(), ()>(()), |_, _| ())? {
            self.outbox.body(body);
        }
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
