//! Where log lines go: to stderr, and to the client's log channel once it is there. Stdout carries the protocol only.

use std::{
    fmt::{Debug, Write},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use lsp_types::{LogMessageParams, MessageType};
use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{EnvFilter, Layer, Registry, layer::Context, layer::SubscriberExt, reload};
use wire::session::LogLevel;

use super::outbox::Outbox;

/// Crates of ours; others are heard from `warn` on.
const CRATES: &[&str] =
    &["workspai", "host", "disk", "detect", "index", "doctor", "memory", "assist", "store", "egress"];

/// Changes what is logged while the program runs.
#[derive(Clone)]
pub(crate) struct Log {
    filter: reload::Handle<EnvFilter, Registry>,
    is_open: Arc<AtomicBool>,
}

impl Log {
    /// Installs the log for this process. Lines of panics go there too.
    pub(crate) fn start(outbox: Outbox) -> Self {
        let (filter, handle) = reload::Layer::new(directives(LogLevel::default()));
        let is_open = Arc::new(AtomicBool::new(false));
        let client = ToClient { outbox, is_open: Arc::clone(&is_open) };
        let stderr = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(false);
        let subscriber = Registry::default().with(filter).with(stderr).with(client);
        // Fails only when a log is installed already: then that one serves.
        let _ = tracing::subscriber::set_global_default(subscriber);
        std::panic::set_hook(Box::new(|panic| tracing::error!("a bug in the sidecar: {panic}")));
        Self { filter: handle, is_open }
    }

    pub(crate) fn set_level(&self, level: LogLevel) {
        if self.filter.reload(directives(level)).is_err() {
            tracing::warn!("the log level could not be changed");
        }
    }

    /// From now on the client gets the lines: LSP forbids to send any before `initialize` is answered.
    pub(crate) fn open(&self) {
        self.is_open.store(true, Ordering::Relaxed);
    }
}

fn directives(level: LogLevel) -> EnvFilter {
    let level = match level {
        LogLevel::Error => "error",
        LogLevel::Warn => "warn",
        LogLevel::Info => "info",
        LogLevel::Debug => "debug",
        LogLevel::Trace => "trace",
    };
    let others = if level == "error" { "error" } else { "warn" };
    let mut text = others.to_owned();
    for name in CRATES {
        let _ = write!(text, ",{name}={level}");
    }
    // It logs what servers answer, which may repeat what was sent; egress says what went wrong, without secrets.
    text.push_str(",async_openai=off");
    EnvFilter::new(text)
}

struct ToClient {
    outbox: Outbox,
    is_open: Arc<AtomicBool>,
}

impl<S: Subscriber> Layer<S> for ToClient {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if self.is_open.load(Ordering::Relaxed) {
            let mut line = Line::default();
            event.record(&mut line);
            let typ = match *event.metadata().level() {
                Level::ERROR => MessageType::ERROR,
                Level::WARN => MessageType::WARNING,
                Level::INFO => MessageType::INFO,
                _ => MessageType::LOG,
            };
            self.outbox.log(&LogMessageParams { typ, message: line.message + &line.fields });
        }
    }
}

#[derive(Default)]
struct Line {
    message: String,
    fields: String,
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = if field.name() == "message" {
            write!(self.message, "{value:?}")
        } else {
            write!(self.fields, " {}={value:?}", field.name())
        };
    }
}
