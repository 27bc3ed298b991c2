//! The command line. Each command works without an editor, a model or a network, and exits with 0 when all is fine, 1 with
//! findings of severity error, 2 when it was asked wrongly or could not read its input.

mod context;
mod doctor;
mod inspect;
mod paint;
mod pretty;
mod table;

use std::{
    io::{self, Write},
    path::Path,
    process::ExitCode,
    thread::{self, JoinHandle},
};

use host::OsHost;
use index::Index;
use serde::Serialize;
use serde_json::ser::Serializer;

use crate::recall;

use self::pretty::Pretty;

pub(crate) use context::{Context, context};
pub(crate) use doctor::{Doctor, doctor};
pub(crate) use inspect::{Inspect, inspect};

/// What stood in the way, in one line. Exit code 2.
pub(crate) struct Refusal(String);

/// Runs a command: prints a refusal to stderr, and turns both into an exit code.
pub(crate) fn exit(result: Result<ExitCode, Refusal>) -> ExitCode {
    result.unwrap_or_else(|Refusal(message)| {
        let _ = writeln!(io::stderr(), "workspai: {message}");
        ExitCode::from(2)
    })
}

/// The workspace at `folder`.
fn open(folder: &Path) -> Result<OsHost, Refusal> {
    log_to_stderr();
    OsHost::open(folder).map_err(Refusal)
}

/// The index of a workspace, with what is known from another day unless `is_fresh`. What another day is to know is written
/// meanwhile.
fn index(host: &OsHost, is_fresh: bool) -> (Index, Writing) {
    if is_fresh {
        return (Index::new(host), Writing(None));
    }
    let (index, keep) = recall::open(host, None);
    (index, Writing(keep.map(|keep| thread::spawn(|| keep.write()))))
}

/// Something is being written; its end is waited for.
struct Writing(Option<JoinHandle<()>>);

impl Drop for Writing {
    fn drop(&mut self) {
        if let Some(thread) = self.0.take() {
            // What could not be written is not there, which costs time only.
            let _ = thread.join();
        }
    }
}

/// Prints one JSON document as it is made.
fn print_json(document: &impl Serialize) -> Result<(), Refusal> {
    print_with(|out| {
        document.serialize(&mut Serializer::with_formatter(&mut *out, Pretty::default()))?;
        out.write_all(b"\n")
    })
}

/// Prints what `write` writes. A reader that went away is no failure.
fn print_with(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Refusal> {
    let mut stdout = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    told(write(&mut stdout).and_then(|()| stdout.flush()))
}

/// Prints a text. A reader that went away (`| head`) is no failure.
fn print(text: &str) -> Result<(), Refusal> {
    let mut stdout = io::stdout().lock();
    told(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()))
}

fn told(written: io::Result<()>) -> Result<(), Refusal> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Refusal(format!("cannot write the answer: {error}")))
        }
        _ => Ok(()),
    }
}

/// Files and folders that could not be read are told, one line each.
fn log_to_stderr() {
    // A second call, from a test in the same process, changes nothing.
    let _ = tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_max_level(tracing::Level::WARN)
        .with_target(false)
        .with_ansi(false)
        .without_time()
        .try_init();
}
