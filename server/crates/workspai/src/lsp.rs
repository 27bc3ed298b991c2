//! `workspai lsp`: the language server. Messages come in through `inlet`, pass tower-lsp (`transport`), become events
//! (`backend`, `event`) for one `owner`, whose work is done at the `desk`; everybody else reads a `view`. All that goes
//! out goes through `outbox`.

mod backend;
mod changed;
mod convert;
mod desk;
mod diagnostics;
mod documents;
mod event;
mod fault;
mod folders;
mod frame;
mod front;
mod handlers;
mod inlet;
mod life;
mod log;
mod office;
mod outbox;
mod owner;
mod report;
mod session;
mod transport;
mod view;
mod watch;

use std::{
    io,
    process::ExitCode,
    sync::{Arc, OnceLock},
    time::Duration,
};

use arc_swap::ArcSwap;

use self::{
    backend::Backend, desk::Desk, event::Mailbox, inlet::Farewell, life::Life, log::Log, office::Office,
    outbox::Outbox, owner::Owner, view::View,
};

/// Threads for messages. They only pass things on; work has threads of its own.
const MESSAGE_THREADS: usize = 2;
const WORK_THREADS: usize = 16;
/// How long a client may take to read the last messages.
const LAST_WRITE: Duration = Duration::from_millis(500);

/// Options that LSP clients give to every server.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Accepted for clients that name the transport; there is no other.
    #[arg(long, hide = true)]
    stdio: bool,
    /// The process to end with, for clients that name it here instead of in `initialize`.
    #[arg(long = "clientProcessId", hide = true)]
    client_process: Option<u32>,
}

/// Serves on stdin and stdout. The code is 0 when the client said `shutdown` before the end, else 1.
pub(crate) fn run(options: &Options) -> ExitCode {
    match start(options) {
        Ok(code) => code,
        Err(error) => {
            tracing::error!("the language server cannot start: {error}");
            ExitCode::FAILURE
        }
    }
}

fn start(options: &Options) -> io::Result<ExitCode> {
    let (life, death) = Life::new();
    let output_closed = life.clone();
    let outbox = Outbox::start(io::stdout(), move || output_closed.end("stdout is closed"))?;
    let log = Log::start(outbox.clone());
    let farewell = Farewell::default();
    let frames = inlet::start(io::stdin(), outbox.clone(), farewell.clone())?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(MESSAGE_THREADS)
        .max_blocking_threads(WORK_THREADS)
        .enable_time()
        // For the connections to a model's endpoint.
        .enable_io()
        .build()?;
    let office: Arc<OnceLock<Arc<Office>>> = Arc::default();
    runtime.block_on(async {
        if let Some(process) = options.client_process {
            life.follow(process);
        }
        let (mailbox, inbox) = Mailbox::new();
        let view = Arc::new(ArcSwap::from_pointee(View::empty()));
        let desk = Desk::new(Arc::clone(&view), outbox.clone());
        tokio::spawn(Owner::new(mailbox.clone(), view, log.clone(), desk).run(inbox));
        let backend = |client| Backend::new(client, mailbox, log, life, outbox.clone(), Arc::clone(&office));
        transport::serve(frames, outbox.clone(), backend, death).await;
    });
    // Work under way is given up; the last messages are not.
    runtime.shutdown_background();
    if let Some(office) = office.get() {
        office.close(LAST_WRITE);
    }
    outbox.flush(LAST_WRITE);
    Ok(if farewell.was_announced() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
